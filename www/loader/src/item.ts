// Calls as the edge records them. The snippet and the loader share this.

import { sortableId } from './ids'
import { toJson } from './json'
import { version } from './version'
import type { Context, Item, RecordedMethod, Who } from './wire'

/** Where the page is now. `locale` is the host's own choice, if it made one. */
export function context(locale?: string): Context {
  const { title, referrer } = document
  return {
    locale: locale || document.documentElement.lang || navigator.language,
    page: { url: location.href, path: location.pathname, title, referrer, search: location.search },
    library: { name: 'rumbo.js', version },
  }
}

/** What the first and the second argument of each method are called on the wire. */
export const RECORDED = {
  identify: ['userId', 'traits'],
  group: ['groupId', 'traits'],
  track: ['event', 'properties'],
  page: ['name', 'properties'],
} as const

/**
 * The item for one call; `identify` and `group` change `who` as well.
 *
 * Arguments are copied as JSON, so that what the host changes later is not sent. Throws on what
 * JSON cannot hold (a cycle, a BigInt), before anything is changed.
 */
export function record(who: Who, where: Context, type: RecordedMethod, args: unknown[]): Item {
  const [subject, data, options] = JSON.parse(toJson(args))
  const [subjectName, dataName] = RECORDED[type]
  const named = { [subjectName]: subject?.toString() }
  if (dataName === 'traits') Object.assign(who, named)
  if (type === 'identify') who.token = options?.token
  return {
    type,
    messageId: sortableId(),
    timestamp: new Date(),
    userId: who.userId,
    anonymousId: who.anonymousId,
    ...named,
    [dataName]: data ?? undefined,
    context: { ...where, groupId: who.groupId },
  }
}

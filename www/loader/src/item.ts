// Calls as the edge records them. The snippet and the loader share this.

import { sortableId } from './ids'
import { toJson } from './json'
import { attributes } from './settings'
import { version } from './version'
import type { Context, Item, RecordedMethod, Who } from './wire'

/** Where the page is now. */
export function here(): Context {
  const { title, referrer } = document
  return {
    locale: attributes.locale || document.documentElement.lang || navigator.language,
    page: { title, referrer, url: location.href, path: location.pathname, search: location.search },
    library: { name: 'rumbo.js', version },
  }
}

/** What the first and the second argument of each method are called on the wire. */
export const RECORDED = {
  identify: 'userId',
  group: 'groupId',
  track: 'event',
  page: 'name',
} as const

/**
 * The item for one call, but for what its request says of all; `identify` and `group` change `who` as well.
 *
 * Arguments are copied as JSON, so that what the host changes later is not sent. Throws on what
 * JSON cannot hold (a cycle, a BigInt), before anything is changed.
 */
export function record(who: Who, type: RecordedMethod, args: unknown[]): Item {
  const [subject, data, options] = JSON.parse(toJson(args))
  const subjectName = RECORDED[type]
  const isWho = /I/.test(subjectName)
  const named = { [subjectName]: subject?.toString() }
  if (isWho) Object.assign(who, named)
  if (type === 'identify') who.token = options?.token
  return {
    type,
    messageId: sortableId(),
    timestamp: new Date(),
    userId: who.userId,
    ...named,
    [isWho ? 'traits' : 'properties']: data ?? undefined,
    context: { groupId: who.groupId },
  }
}

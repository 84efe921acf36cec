// What is stored of a call that the edge has not answered for good.

import type { Command, Item, Who } from '../wire'

/** One event or command, as IndexedDB has it. Fields may be added; a reader ignores the rest. */
export interface Row {
  /** When it was made, in milliseconds; what a page made in one millisecond differs by fractions. */
  at: number
  /** `messageId` of an event, `id` of a command: by it, the edge knows a repetition. */
  id: string
  /** List of the request that it goes into. */
  list: 'batch' | 'commands'
  load: Item | Command
  /** Who made it, as known then. */
  author: Who
  /** The host's write key. */
  key: string
  /** Bytes of `load` as JSON. */
  size: number
  /** The page that answers for it, */
  page: string
  /** and since when, in milliseconds. */
  since: number
}

/** Nothing older is sent. */
export const MAX_AGE_MS = 7 * 24 * 3_600_000

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const isTextOrAbsent = (value: unknown): boolean => value === undefined || isText(value)

/** Whether `value` is a row that can be sent. What is not may have been put there by anybody. */
export function isRow(value: any): value is Row {
  const { at, id, list, load, author, key, size, page } = value ?? {}
  return (
    typeof at === 'number' &&
    typeof size === 'number' &&
    isText(id) &&
    isText(key) &&
    isText(page) &&
    isText(load?.type) &&
    isText(author?.anonymousId) &&
    isTextOrAbsent(author.userId) &&
    isTextOrAbsent(author.groupId) &&
    ((list === 'batch' && load.messageId === id) ||
      (list === 'commands' && load.id === id && Object.values(load).every(isStringOrNumber)))
  )
}

const isStringOrNumber = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number'

/** Bytes of `value` as JSON. */
export function sizeOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length
}

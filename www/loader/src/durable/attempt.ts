// One try, and how long to wait for the next.

import { post } from '../request'
import type { Answer, Envelope, Refusal } from '../wire'

const MIN_WAIT_MS = 500
const MAX_WAIT_MS = 60_000
/** An edge that asks for more has lost its mind; we ask again after this. */
const MAX_RETRY_AFTER_MS = 3_600_000

/** Statuses below 500 that say nothing about the request itself. */
const PASSING = [408, 425, 429]

/** What came of a try. */
export type Outcome =
  | { answer: Answer }
  /** Why; and whether only for want of a proof of who the person is. */
  | { refused: Refusal; isUnproved: boolean }
  /** Not before this time; 0 if the edge did not say. */
  | { retryAfterMs: number }

/** Sends `body` and waits for the answer. */
export async function attempt(url: string, body: Envelope, isLast?: boolean): Promise<Outcome> {
  try {
    const response = await post(url, body, isLast)
    if (!response.ok && (response.status > 499 || PASSING.includes(response.status))) {
      return { retryAfterMs: retryAfter(response) }
    }
    // Not the edge speaks if this is no JSON, or not what the edge would say.
    const answer = await response.json()
    // A command that is refused has an answer too: it shows the person why.
    if (answer.placements) return { answer }
    if (!response.ok) {
      return { refused: answer, isUnproved: /^identity_/.test(answer.code) }
    }
  } catch {
    // No network: as after a fault.
  }
  return { retryAfterMs: 0 }
}

function retryAfter({ headers }: Response): number {
  const value = headers.get('retry-after')
  if (!value) return 0
  const ms = 1_000 * Number(value) || Date.parse(value) - Date.now()
  return Math.min(Math.max(ms || 0, 0), MAX_RETRY_AFTER_MS)
}

/** How long to wait after `n` tries in a row that failed: longer each time, by chance half of it. */
export function backOff(n: number): number {
  return Math.min(MIN_WAIT_MS * 2 ** n, MAX_WAIT_MS) * (0.5 + Math.random() / 2)
}

/** Waits for this time, or until the device is online again if `isShort`ened by it. */
export function pause(ms: number, isShortened: boolean): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController()
    const end = () => {
      clearTimeout(timer)
      over.abort()
      resolve()
    }
    const timer = setTimeout(end, ms)
    if (isShortened) addEventListener('online', end, { signal: over.signal })
  })
}

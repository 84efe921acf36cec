// One request to the edge, tried until it is answered for good.

import { warn } from './guard'
import type { Answer, Envelope } from './wire'

const N_TRIES = 5
/** Over a limit for now, not refused for good. */
const TOO_MANY_REQUESTS = 429
/** A request that hangs must not hold up those behind it for ever. */
const TIMEOUT_MS = 30_000
/** Browsers refuse to keep bodies alive over 64 KB in all. */
const KEEPALIVE_CHARS = 15_000

/**
 * Posts without a preflight (a string goes as `text/plain`) and without credentials. A small
 * request outlives the page. `sentAt` is of this try: the edge corrects clock skew by it.
 */
export function post(url: string, body: Envelope): Promise<Response> {
  const text = JSON.stringify({ ...body, sentAt: new Date() })
  return fetch(url, {
    method: 'POST',
    credentials: 'omit',
    keepalive: text.length < KEEPALIVE_CHARS,
    body: text,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
}

/** Waits for this time, or until the device is online again; then its listener is gone. */
function pause(ms: number): Promise<unknown> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
    addEventListener('online', resolve, { once: true, signal: AbortSignal.timeout(ms) })
  })
}

/**
 * The edge's answer; `undefined`, with a line in the console, when it refuses the request or cannot
 * be reached. Every try has the same body but for `sentAt`, so the edge can tell a repetition.
 * `first` is a try that is already on its way. Tries made while offline do not count.
 */
export async function deliver(
  url: string,
  body: Envelope,
  first?: Promise<Response>,
): Promise<Answer | undefined> {
  for (let n = 0; ;) {
    try {
      const response = await (first ?? post(url, body))
      const answer = await response.json()
      if (response.ok) {
        if (answer.placements) return answer
      } else if (response.status < 500 && response.status !== TOO_MANY_REQUESTS) {
        warn(`${answer.code}: ${answer.detail}`)
        return undefined
      }
    } catch {
      // No network, or an answer that is not the edge's: as after a fault, try again.
    }
    first = undefined
    if (navigator.onLine && ++n === N_TRIES) break
    await pause(500 * 2 ** n * (1 + Math.random()))
  }
  warn('edge out of reach')
  return undefined
}

// One request to the edge.

import { toJson } from './json'
import type { Envelope } from './wire'

/**
 * Posts without a preflight (a string goes as `text/plain`) and without credentials. A small
 * request outlives the page, and so does one that `isLast`. `sentAt` is of this try: the edge
 * corrects clock skew by it.
 */
export function post(url: string, body: Envelope, isLast?: boolean): Promise<Response> {
  // Browsers refuse to keep bodies alive over 64 KB in all.
  const KEEPALIVE_CHARS = 15_000
  // A request that hangs must not hold up those behind it for ever.
  const TIMEOUT_MS = 30_000
  const text = toJson({ ...body, sentAt: new Date() })
  return fetch(url, {
    method: 'POST',
    credentials: 'omit',
    keepalive: isLast || text.length < KEEPALIVE_CHARS,
    body: text,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
}

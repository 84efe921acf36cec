// Optional inline snippet: the methods at once, and the first request beside the script.
//
// The host puts it into its page, calls `rumbo.init(key, {edge})`, `identify` and `group` in the
// same script element, and loads `rumbo.js` without `data-key` after it.

import { anonymousId } from './ids'
import { here, record, RECORDED } from './item'
import { post } from './request'
import type { RecordedMethod, SentFirst, Who } from './wire'

type Call = [string, ...any[]] & { done?(result: unknown): void }
/** As in the loader: so many of the largest items are below the edge's limit for a body. */
const MAX_CALLS = 15

type Queue = Call[] & { version?: string; sent?: SentFirst } & Record<string, unknown>

const page = window as unknown as { rumbo: Queue }
const queue: Queue = (page.rumbo ||= [] as unknown as Queue)

/** Starts the request that the loader would start, if the host has called `init`. */
function sendFirst(): void {
  const who: Who = { anonymousId: anonymousId() }
  const batch = []
  const start = []
  const explain = []
  let n = 0
  let writeKey, edge
  for (const [name, ...args] of queue) {
    // Somebody else's calls follow: they cannot share a request.
    if (name === 'reset') return
    if (name === 'on' || name === 'off') continue
    // The loader sends what is left.
    if (n === MAX_CALLS) break
    n++
    if (name === 'init') [writeKey, { edge }] = args
    else if (name === 'start') start.push(args[0])
    else if (name === 'explain') explain.push(args[0] ?? '')
    else batch.push(record(who, name as RecordedMethod, args))
  }
  if (!edge) return
  const body = { writeKey, ...who, context: here(), batch, start, explain }
  const response = post(`${edge}/v1/placements`, body)
  // The loader handles a failure; without the loader nobody does.
  response.catch(() => {})
  queue.sent = { n, body, response }
}

if (!queue.version) {
  for (const name of [...Object.keys(RECORDED), 'init', 'start', 'explain', 'reset', 'on', 'off']) {
    queue[name] = (...args: unknown[]) =>
      new Promise((done) => queue.push(Object.assign([name, ...args] as Call, { done })))
  }
  // After this script element, so with the calls in it.
  queueMicrotask(() => {
    try {
      sendFirst()
    } catch {
      // A call that is wrong: the loader makes it too, and says so.
    }
  })
}

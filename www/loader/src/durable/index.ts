// The durable outbox: what the edge has not acknowledged outlives the page, and is sent until it is.
//
// Entry of the chunk that the loader fetches when the page is idle. From then on it sends in the
// loader's place: in order, one request at a time, for as long as it takes. What else can wait until
// the page is idle comes with it: following the page, and mending what a host has broken.

import type { Entry, Queue } from '../outbox'
import { toJson } from '../json'
import { mendPush } from '../mend'
import { followPage } from '../navigation/index'
import type { Options } from '../settings'
import type { Answer, Context, EdgeEvent, Envelope, Refusal, Who } from '../wire'
import { attempt, backOff, pause } from './attempt'
import { attribute, begin, dropOld, keep, rest, sizeOfEntry } from './keeper'
import { sizeOf } from './row'
import { connect } from './store'
import { listenFor } from './triggers'
import { leaveToNextPage } from './visit'

/**
 * To be called when the queue has changed, or the session; with what the loader has on its way, and
 * what it has sent last. Says whether the sending is done: if not, it is still the loader's.
 */
export type Courier = (inFlight: Entry[], sent: Envelope | undefined) => boolean

/** The edge takes as many commands, */
const MAX_ENTRIES = 100
/** and a body of 500 KB. */
const MAX_BYTES = 400_000
/** Browsers keep 64 KB alive in all; what is on its way already may need the rest. */
const MAX_LAST_BYTES = 45_000
/** Room for what is around the calls in a request. */
const ENVELOPE_BYTES = 4_000
/** After so many tries the host's developers hear of it. */
const N_TRIES = 5

const edge = new URL(import.meta.url).origin

let queue: Queue
let envelope: (run: Entry[]) => Envelope
let conclude: (run: Entry[], body: Envelope, answer: Answer | null) => void
let warn: (problem: string) => void
let who: () => Who
let writeKey: string
let here: () => Context
let flush: () => void
let emit: (event: EdgeEvent) => void
/** The answer that was listened to last. */
let heard: Answer | undefined
/** What the page is to listen for, as it said; and of whom. */
let awaited: Answer['awaited']
let awaitedOf: Who
/** To be told of each request, and of each change of the session. */
let follow: (asked?: Envelope) => void

/** Whether sending is ours. */
let isIn = false
/** What the loader sent before, and is not answered. */
let fromLoader: Entry[] = []
/** What is on its way. */
const flying = new Set<Entry>()
let nRequests = 0
/** Bytes of what is on its way past the rest, because the page may not live on. */
let nLastBytes = 0
let nFailures = 0
let isWaiting = false
/** The present person as the edge did not believe them: what is theirs waits for another token. */
let unproved: Who | undefined

/**
 * Follows the page from now on, and takes the sending over from the loader, which lends its parts,
 * once the database is open. Where IndexedDB is refused, the loader goes on sending, and calls last
 * as long as the page.
 */
export default function takeOver(
  ...parts: [
    theQueue: Queue,
    theEnvelope: typeof envelope,
    theConclude: typeof conclude,
    theWarn: typeof warn,
    theWho: typeof who,
    theHere: typeof here,
    theFlush: typeof flush,
    theEmit: typeof emit,
    options: Options,
  ]
): Courier {
  let options
  ;[queue, envelope, conclude, warn, who, here, flush, emit, options] = parts
  writeKey = envelope([ask()]).writeKey
  const askNow = () => {
    queue.push(ask())
    flush()
  }
  follow = followPage(askNow, who, options.pageViews)
  mendPush()
  void open()
  return courier
}

async function open(): Promise<void> {
  try {
    await connect()
  } catch (error) {
    return warn(`calls do not outlive this page: ${error}`)
  }
  await begin({ queue, key: writeKey, who, here, warn, receive, leave, drop })
  isIn = true
  flush()
}

function courier(inFlight: Entry[], sent: Envelope | undefined): boolean {
  follow(isIn ? undefined : sent)
  leaveToNextPage(queue, writeKey, who())
  watch()
  if (!isIn) return false
  const nOf = { batch: 0, start: 0, explain: 0, fired: 0, commands: 0 }
  // The snippet's request has ids of its own, and they are what the edge may have seen.
  for (const entry of inFlight) {
    if (entry.list) entry.load = sent![entry.list]![nOf[entry.list]++]
    entry.context = sent!.context
  }
  fromLoader = inFlight
  keep()
  go()
  return true
}

/** Listens for what the edge has named for the present person. */
function watch(): void {
  const { latest } = queue
  if (latest && latest !== heard) {
    heard = latest
    awaited = latest.awaited
    awaitedOf = who()
    // The next answer may name nothing, and takes over what it does not name.
    delete latest.awaited
  }
  listenFor(awaitedOf === who() ? awaited : undefined, (id) => {
    queue.push({ ...ask(), list: 'fired', load: id })
    flush()
  })
}

/** Sends the next request, if it is time. */
function go(): void {
  if (!isIn || nRequests || isWaiting || fromLoader[0]) return
  dropOld()
  const run = nextRun(MAX_BYTES)
  if (run[0]) void carry(run)
  else rest()
}

/** The first calls that may share a request: of one person and page, by one route, within `maxBytes`. */
function nextRun(maxBytes: number): Entry[] {
  attribute()
  const run: Entry[] = []
  let nBytes = 0
  for (const entry of queue) {
    if (isOnItsWay(entry) || isUnproved(entry)) continue
    const [first] = run
    nBytes += sizeOfEntry(entry)
    const isEnd =
      first &&
      (run.length === MAX_ENTRIES ||
        nBytes > maxBytes ||
        entry.author !== first.author ||
        isCommand(entry) !== isCommand(first) ||
        toJson(entry.context) !== toJson(first.context))
    if (isEnd) break
    run.push(entry)
  }
  return run
}

/** Sends `run` once. If that fails, all of the queue waits before it is tried again. */
async function carry(run: Entry[], isLast?: boolean): Promise<void> {
  const [{ author }] = run as [Entry]
  const body = envelope(run)
  // What somebody else has left says nothing of the page.
  if (author === who()) follow(body)
  const path = body.commands ? '/v1/commands' : '/v1/placements'
  for (const entry of run) flying.add(entry)
  const nBytes = isLast ? sizeOf(body) : 0
  nLastBytes += nBytes
  nRequests++
  const outcome = await attempt(edge + path, body, isLast)
  nRequests--
  nLastBytes -= nBytes
  for (const entry of run) flying.delete(entry)
  if ('retryAfterMs' in outcome) return wait(outcome.retryAfterMs)
  if ('refused' in outcome) {
    if (outcome.isUnproved && author === who()) {
      unproved = { ...author, token: body.token }
      // A host whose tokens are no good would be asked for the next one for ever.
      if (nFailures++) await pause(backOff(nFailures), false)
      refuse(outcome.refused)
      return go()
    }
    refuse(outcome.refused)
  }
  nFailures = 0
  // What the present person did under another name may change what they see.
  if (author !== who() && author.userId && author.userId === who().userId) queue.push(ask())
  // Ends in a call of the courier.
  conclude(run, body, 'answer' in outcome ? outcome.answer : null)
}

async function wait(retryAfterMs: number): Promise<void> {
  if (isWaiting) return
  isWaiting = true
  if (++nFailures >= N_TRIES && navigator.onLine) warn('edge out of reach')
  await pause(Math.max(retryAfterMs, backOff(nFailures)), !retryAfterMs)
  isWaiting = false
  go()
}

/**
 * The page may not live on: sends what has not been sent, past what is on its way. Unless the edge
 * could not be reached: then it stays for the next page.
 */
function leave(): void {
  if (!isIn || isWaiting) return
  for (;;) {
    // Hiding and leaving may both call this.
    const room = MAX_LAST_BYTES - nLastBytes
    const run = nextRun(room - ENVELOPE_BYTES)
    if (!run[0] || sizeOf(envelope(run)) > room) return
    void carry(run, true)
  }
}

/** What dead pages have left goes before what this one has not sent yet. */
function receive(entries: Entry[]): void {
  const n = queue.findIndex((entry) => !isOnItsWay(entry))
  queue.splice(n < 0 ? queue.length : n, 0, ...entries)
  go()
}

function drop(entries: Entry[]): void {
  for (const entry of entries) {
    const n = queue.indexOf(entry)
    if (n < 0 || isOnItsWay(entry)) continue
    queue.splice(n, 1)
    entry.done(false)
  }
  keep()
}

/** A question what to show now, and no more. */
const ask = (): Entry => ({
  list: undefined,
  load: undefined,
  author: who(),
  context: here(),
  done() {},
})

const isOnItsWay = (entry: Entry): boolean => flying.has(entry) || fromLoader.includes(entry)

/** Says why; the host may know what to do about it. */
function refuse({ code, detail }: Refusal): void {
  warn(`${code}: ${detail}`)
  emit({ type: code })
}

/** Whether it is sent once the host has another token for the person; by another name it is refused. */
const isUnproved = ({ author }: Entry): boolean =>
  !!unproved &&
  author === who() &&
  (['userId', 'groupId', 'token'] as const).every((name) => author[name] === unproved![name])

const isCommand = ({ list }: Entry): boolean => list === 'commands'

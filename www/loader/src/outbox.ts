// All that goes to the edge, in order, one request at a time.

import type { Courier } from './durable/index'
import { emit } from './events'
import { guarded, warn } from './guard'
import { anonymousId } from './ids'
import { here } from './item'
import { toJson } from './json'
import { post } from './request'
import { edge, options, writeKey } from './settings'
import { show } from './view'
import type { Answer, Command, Context, Envelope, Item, Result, SentFirst, Who } from './wire'

/** What each list of a request holds. */
interface Lists {
  batch: Item
  explain: string
  fired: string
  start: string
  commands: Command
}

/** What one call sends. */
export interface Entry {
  /** List of the request that it goes into; without one, it just asks what to show. */
  list: keyof Lists | undefined
  load: any
  /** Session the call was made in. */
  author: Who
  /** Where the page was then. */
  context: Context
  /** Whether it was acknowledged; of `explain`, what was explained. */
  done(result: unknown): void
}

/** The calls to send, and the answer that holds. */
export type Queue = Entry[] & { latest?: Answer }

/** Path of the chunk that holds the courier; the build fills it in. */
declare const OUTBOX: string

/** The present session. */
export let who: Who

/** What the edge need not send again: the etag of what is drawn, the id of the style sheet. */
export const shown: { have?: string | undefined; css?: string } = {}

let first: Partial<SentFirst> = {}
/** What the edge has not answered for good, oldest first; and what it answered last. */
const queue: Queue = []
/** What of it `flush` has on its way, and as what. */
let inFlight: Entry[] = []
let sent: Envelope
/** Whether the courier was asked for. */
let isCalled: boolean | undefined
/** Once it is in, it hears of every change of the queue and of the session. */
let courier: Courier | undefined

/** Begins the first session; the snippet may have made its first request. */
export function open(sentFirst: SentFirst | undefined): void {
  first = sentFirst ?? {}
  // Without storage, only the request knows the id it was made under.
  who = { anonymousId: first.body?.anonymousId ?? anonymousId() }
}

/** Begins a session for somebody else. What is in the queue is still sent, as who made it. */
export function renew(): void {
  who = { anonymousId: anonymousId(true) }
  flush()
}

/** Sends with the next request; calls made in one go share it. Resolves when acknowledged. */
export function send<List extends keyof Lists>(list?: List, load?: Lists[List]): Promise<any> {
  return new Promise((done) => {
    queue.push({ author: who, context: here(), load, list, done })
    queueMicrotask(flush)
  })
}

/** Commands of this session which the edge has not answered, oldest first. */
export function unanswered(): Command[] {
  return queue.filter((entry) => isCommand(entry) && entry.author === who).map(({ load }) => load)
}

function isCommand({ list }: Entry): boolean {
  return list === 'commands'
}

/** How many of the first entries may share a request: one session, one route, one page. */
function runLength(first: Entry): number {
  // So many of the largest items are below the edge's limit for a body.
  const MAX_ENTRIES = 15
  const n = queue.findIndex(
    (entry, i) =>
      i === MAX_ENTRIES ||
      entry.author !== first.author ||
      isCommand(first) !== isCommand(entry) ||
      toJson(entry.context) !== toJson(first.context),
  )
  // All, when there is no end.
  return n >>> 0
}

async function flush(): Promise<void> {
  if (courier?.(inFlight, sent)) return
  if (!writeKey || inFlight[0] || !queue[0]) return
  const { n = runLength(queue[0]), body, response } = first
  first = {}
  const run = (inFlight = queue.slice(0, n))
  sent = body ?? envelope(run)
  const answer = await deliver(sent, response)
  inFlight = []
  if (answer === undefined) return flush()
  conclude(run, sent, answer)
}

/** The request that carries `run`. */
function envelope(run: Entry[]): Envelope {
  const [{ author, context }] = run as [Entry]
  const body: Envelope = { writeKey: writeKey!, ...author, context, ...shown }
  for (const { list, load } of run) if (list) (body[list] ??= []).push(load)
  return body
}

/** Tells who made the calls of a request what became of them, shows the answer and goes on. */
function conclude(run: Entry[], body: Envelope, answer: Answer | null): void {
  const [head] = run as [Entry]
  let n = 0
  for (const entry of run) {
    const { load } = entry
    queue.splice(queue.indexOf(entry), 1)
    // Items and commands have a type and a result; the rest has neither.
    const result: Result | undefined = load?.type && answer?.results?.[n++]
    const fault = answer?.unknown?.includes(load)
      ? 'not published: ' + load
      : result?.code && `${result.code}: ${result.detail}`
    if (fault) warn(fault)
    entry.done(!!answer && !fault && (answer[entry.list as 'explain'] ?? true))
  }
  if (head.author === who) {
    const isHere = body.context.page.url === location.href
    // A newer answer will come if the person went on, or is somebody else now.
    const isNewest =
      isHere && body.userId === who.userId && body.groupId === who.groupId && !unanswered()[0]
    guarded(() => {
      if (isNewest && answer) {
        // What it leaves out the page has.
        queue.latest = { ...queue.latest, ...answer }
        show(answer)
      }
      answer?.events?.forEach(emit)
    })()
    // The page went elsewhere, or the widget went ahead of the edge: ask for what holds.
    if (answer ? !isHere : isCommand(head)) send()
  }
  flush()
}

/**
 * The edge's answer; `null`, with a line in the console, when it refuses the request or cannot be
 * reached; `undefined` when the courier tries on. Every try has the same body but for
 * `sentAt`, so the edge can tell a repetition. `first` is a try that is already on its way.
 * Tries made while offline do not count.
 */
async function deliver(
  body: Envelope,
  first?: Promise<Response>,
): Promise<Answer | undefined | null> {
  const N_TRIES = 5
  const FIRST_WAIT_MS = 750
  for (let n = 0; !courier?.(inFlight, body);) {
    try {
      const path = body.commands ? '/v1/commands' : '/v1/placements'
      const response = await (first ?? post(edge + path, body))
      const answer = await response.json()
      // A command that is refused has an answer too: it shows the person why.
      if (answer.placements) return answer
      // From 429 on, over a limit or a fault, it is not for good; nor is what is not the edge's.
      if (!response.ok && response.status < 429) {
        warn(`${answer.code}: ${answer.detail}`)
        emit({ type: answer.code })
        // The host may have another token; the courier waits for it.
        if (!/^id/.test(answer.code)) return null
      }
    } catch {
      // No network, or an answer that is not the edge's: as after a fault, try again.
    }
    first = undefined
    callCourier()
    if (navigator.onLine && ++n === N_TRIES) {
      warn('edge out of reach')
      return null
    }
    await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** n))
  }
  return undefined
}

/** Calls the courier, once, when the page is idle: what a person waits for comes first. */
export function callCourier(): void {
  if (isCalled) return
  isCalled = true
  ;(window.requestIdleCallback ?? setTimeout)(async () => {
    try {
      const chunk: typeof import('./durable/index') = await import(edge + OUTBOX)
      courier = chunk.default(
        queue,
        envelope,
        conclude,
        warn,
        () => who,
        here,
        flush,
        emit,
        options,
      )
      flush()
    } catch {
      // The host's policy or the network: calls last as long as the page.
      isCalled = navigator.onLine
    }
  })
}

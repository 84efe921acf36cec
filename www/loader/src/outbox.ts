// All that goes to the edge, in order, one request at a time.

import { guarded, warn } from './guard'
import { anonymousId } from './ids'
import { context } from './item'
import { deliver } from './request'
import { attributes, edge, writeKey } from './settings'
import type { Answer, Command, Context, Envelope, Item, Result, SentFirst, Who } from './wire'

/** What each list of a request holds. */
interface Lists {
  batch: Item
  start: string
  commands: Command
}

/** What one call sends. */
interface Entry {
  /** List of the request that it goes into; without one, it just asks what to show. */
  list: keyof Lists | undefined
  load: any
  /** Session the call was made in. */
  author: Who
  done(acknowledged: boolean): void
}

/** Called with each answer that is about the present session. */
type OnAnswer = (answer: Answer, isNewest: boolean) => void

/** Below the edge's limits for a batch. */
const MAX_ENTRIES = 100

/** The present session. */
export let who: Who

/** What the edge need not send again: the etag of what is drawn, the id of the style sheet. */
export const shown: { have?: string | undefined; css?: string } = {}

let onAnswer: OnAnswer
let sentFirst: SentFirst | undefined
let pending: Entry[] = []
let inFlight: Entry[] = []

/** Begins the first session; the snippet may have made its first request. */
export function open(first: SentFirst | undefined, listener: OnAnswer): void {
  sentFirst = first
  onAnswer = listener
  // Without storage, only the request knows the id it was made under.
  who = { anonymousId: first?.body.anonymousId ?? anonymousId() }
}

/** Begins a session for somebody else. What is pending is still sent, as who made it. */
export function renew(): void {
  who = { anonymousId: anonymousId(true) }
}

/** Sends with the next request; calls made in one go share it. Resolves when acknowledged. */
export function send<List extends keyof Lists>(list?: List, load?: Lists[List]): Promise<boolean> {
  return new Promise((done) => {
    pending.push({ list, load, author: who, done })
    queueMicrotask(flush)
  })
}

/** Commands of this session which the edge has not answered, oldest first. */
export function unanswered(): Command[] {
  return [...inFlight, ...pending]
    .filter(isCommand)
    .filter(isPresent)
    .map(({ load }) => load)
}

/** Where the page is now. */
export function here(): Context {
  return context(attributes.locale)
}

function isCommand({ list }: Entry): boolean {
  return list === 'commands'
}

function isPresent({ author }: Entry): boolean {
  return author === who
}

/** How many of the first pending entries may share a request: one session, one route. */
function runLength(first: Entry): number {
  const n = pending.findIndex(
    (entry, i) =>
      i === MAX_ENTRIES || entry.author !== first.author || isCommand(entry) !== isCommand(first),
  )
  return n < 0 ? pending.length : n
}

async function flush(): Promise<void> {
  const [head] = pending
  if (!writeKey || inFlight[0] || !head) return
  const first = sentFirst
  sentFirst = undefined
  const run = (inFlight = pending.splice(0, first?.n ?? runLength(head)))
  const body: Envelope = first?.body ?? envelope(run)
  const path = isCommand(head) ? '/v1/commands' : '/v1/placements'
  const answer = await deliver(edge + path, body, first?.response)
  inFlight = []
  settle(run, answer)
  if (isPresent(head)) {
    // A newer answer will come if the person went on, or is somebody else now.
    const isNewest = body.userId === who.userId && body.groupId === who.groupId && !unanswered()[0]
    if (answer) guarded(onAnswer)(answer, isNewest)
    // The widget went ahead of the edge: ask for what holds.
    else if (isCommand(head)) send()
  }
  flush()
}

/** The request that carries `run`. */
function envelope(run: Entry[]): Envelope {
  const lists: { [List in keyof Lists]?: Lists[List][] } = {}
  for (const { list, load } of run) if (list) (lists[list] ??= []).push(load)
  return { writeKey: writeKey!, ...run[0]!.author, context: here(), ...shown, ...lists }
}

/** Tells who made the calls of a request what became of them. */
function settle(run: Entry[], answer: Answer | undefined): void {
  let n = 0
  for (const { load, done } of run) {
    // Items and commands have a type and a result; the rest has neither.
    const result: Result | undefined = load?.type && answer?.results?.[n++]
    const fault = answer?.unknown?.includes(load)
      ? `not published: ${load}`
      : result?.status === 'rejected' && `${result.code}: ${result.detail}`
    if (fault) warn(fault)
    done(!!answer && !fault)
  }
}

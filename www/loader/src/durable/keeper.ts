// Keeps what is in the queue on disk, and brings in what pages that are gone have left there.

import { guarded } from '../guard'
import type { Entry } from '../outbox'
import type { Context, Item, Who } from '../wire'
import { authorOf } from './authors'
import { alone, hold, page } from './pages'
import { MAX_AGE_MS, sizeOf, type Row } from './row'
import { add, adopt, remove } from './store'

/** What the keeper asks of the one who sends. */
interface Sender {
  /** Calls that are not answered, oldest first. */
  queue: Entry[]
  /** The host's write key. */
  key: string
  /** The present session. */
  who(): Who
  /** Where the page is. */
  here(): Context
  warn(problem: string): void
  /** Takes what dead pages have left. */
  receive(entries: Entry[]): void
  /** Sends at once what the page would take with it. */
  leave(): void
  /** Gives up what is in `entries` and not on its way. */
  drop(entries: Entry[]): void
}

/** The edge takes no event that is larger, so it need not be kept. */
const MAX_ROW_BYTES = 40_000
/** Calls of one millisecond are this far apart; a double holds it. */
const STEP_MS = 0.001

let sender: Sender
const rows = new Map<Entry, Row>()
let lastAt = 0
/** What is done to the disk is done in order. */
let work: Promise<void> = Promise.resolve()
/** Ends the listeners of a page that has something to deliver. */
let life: AbortController | undefined
/** Gives back this page's lock. */
let free: (() => void) | undefined
let hasFailed = false

/** Begins; resolves once what dead pages have left is in the queue. */
export async function begin(theSender: Sender): Promise<void> {
  sender = theSender
  wake()
  await work
}

/** Brings the disk in line with the queue. */
export function keep(): void {
  const { queue, key } = sender
  const fresh: Entry[] = []
  for (const entry of queue) {
    const { list, author } = entry
    if (rows.has(entry) || (list !== 'batch' && list !== 'commands')) continue
    const load = list === 'batch' ? whole(entry) : entry.load
    lastAt = Math.max(Date.now(), lastAt + STEP_MS)
    rows.set(entry, {
      at: lastAt,
      id: load.messageId ?? load.id,
      list,
      load,
      author: { ...author },
      key,
      size: sizeOf(load),
      page,
      since: Date.now(),
    })
    fresh.push(entry)
  }
  const queued = new Set(queue)
  const settled: Row[] = []
  for (const [entry, row] of rows) {
    if (queued.has(entry)) continue
    rows.delete(entry)
    settled.push(row)
  }
  if (settled[0]) later(() => remove(settled))
  if (!fresh[0]) return
  wake()
  later(async () => {
    // What was answered meanwhile need not be written.
    const unanswered = fresh.flatMap((entry) => rows.get(entry) ?? [])
    const dropped = await add(unanswered.filter(({ size }) => size <= MAX_ROW_BYTES))
    if (!dropped[0]) return
    sender.warn('too much is waiting: the oldest is dropped')
    const ids = new Set(dropped.map(({ id }) => id))
    sender.drop(entriesOf((row) => ids.has(row.id)))
  })
}

/** An event with what its request says for it: whichever page sends it, it was made here. */
function whole({ load, author: { anonymousId }, context }: Entry): Item {
  return { anonymousId, ...load, context: { ...context, ...load.context } }
}

/** Bytes of what `entry` sends. */
export function sizeOfEntry(entry: Entry): number {
  return rows.get(entry)?.size ?? sizeOf(entry.load ?? '')
}

/** Makes each call that of its author, which may be somebody else than the session is by now. */
export function attribute(): void {
  for (const [entry, row] of rows) entry.author = authorOf(row.author, sender.who())
}

/** Gives up what has waited for too long. */
export function dropOld(): void {
  const end = Date.now() - MAX_AGE_MS
  const old = entriesOf(({ at }) => at < end)
  if (!old[0]) return
  warnOfAge()
  sender.drop(old)
}

/** Leaves no lock and no listener in a page that has nothing to deliver. */
export function rest(): void {
  if (!life) return
  later(async () => {
    if (sender.queue[0]) return
    life?.abort()
    life = undefined
    letGo()
  })
}

/** Listens for the end of the page, takes its lock, and looks for what others have left. */
function wake(): void {
  if (life) return
  life = new AbortController()
  const { signal } = life
  const hide = () => {
    sender.leave()
    // A page that holds a lock cannot be restored as it is when the person comes back.
    letGo()
  }
  addEventListener('pagehide', guarded(hide), { signal })
  addEventListener('pageshow', ({ persisted }) => persisted && moveIn(), { signal })
  const change = () => document.visibilityState === 'hidden' && sender.leave()
  document.addEventListener('visibilitychange', guarded(change), { signal })
  moveIn()
}

function moveIn(): void {
  // The lock first: what is written while it is not held may be taken by others.
  later(async () => {
    free ??= await hold()
  })
  later(() => alone(takeIn))
}

function letGo(): void {
  free?.()
  free = undefined
}

async function takeIn(isDead: (page: string, since: number) => boolean): Promise<void> {
  const found = await adopt(sender.key, page, (row) => isDead(row.page, row.since))
  if (found.nTooOld) warnOfAge()
  // After the page was restored, some may have been its own.
  const known = new Set([...rows.values()].map(({ id }) => id))
  const context = sender.here()
  const entries = found.rows
    .filter(({ id }) => !known.has(id))
    .map((row) => {
      const { list, load, author } = row
      const entry: Entry = {
        list,
        load,
        author: authorOf(author, sender.who()),
        context,
        done() {},
      }
      rows.set(entry, row)
      return entry
    })
  if (entries[0]) sender.receive(entries)
}

function entriesOf(isMeant: (row: Row) => boolean): Entry[] {
  return [...rows].filter(([, row]) => isMeant(row)).map(([entry]) => entry)
}

function warnOfAge(): void {
  sender.warn('what could not be delivered for 7 days is dropped')
}

function later(task: () => Promise<void>): void {
  work = work.then(task).catch((error) => {
    // The queue goes on without the disk.
    if (!hasFailed) sender.warn(`calls may not outlive this page: ${error}`)
    hasFailed = true
  })
}

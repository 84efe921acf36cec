// What goes over the wire, as the edge defines it.

/** Who uses the page. One object for each session: `reset()` makes another. */
export interface Who {
  userId?: string
  anonymousId: string
  /** The account. */
  groupId?: string
  /** Proof of `userId`, if the host gave one. */
  token?: string
}

/** Where a call was made. */
export interface Context {
  locale: string
  page: { url: string; path: string; title: string; referrer: string; search: string }
  library: { name: string; version: string }
}

/**
 * One recorded call, in the shape of Segment's HTTP tracking API. `anonymousId`, and the rest of
 * `context`, are those of the request.
 */
export interface Item {
  type: RecordedMethod
  messageId: string
  /** ISO 8601 as JSON. */
  timestamp: Date
  userId?: string
  context: { groupId?: string }
  /** `groupId`, `event`, `name`, `traits`, `properties`, by type. */
  [field: string]: unknown
}

/** The methods that leave an item with the edge. */
export type RecordedMethod = 'identify' | 'group' | 'track' | 'page'

/** Something a person asked for in the widget: a flat record of strings. */
export interface Command {
  id: string
  [field: string]: string
}

/** What both `/v1/placements` and `/v1/commands` take. */
export interface Envelope extends Who {
  writeKey: string
  context: Context
  /** Etag of what the page shows. */
  have?: string | undefined
  /** Id of the style sheet the page has. */
  css?: string
  batch?: Item[]
  start?: string[]
  /** Content of which is asked why it is shown or not; `''` is all of it. */
  explain?: string[]
  /** Content of which the page saw the trigger. */
  fired?: string[]
  commands?: Command[]
}

/** One thing to show. */
export interface Placement {
  id: string
  kind: 'checklist' | 'survey' | 'course'
  /** Whether a page of this visit has shown it already; the edge does not say so. */
  seen?: true
}

/** Something that happened to a person, or why they were refused, for `rumbo.on`. */
export interface EdgeEvent {
  type: string
  placement?: string
  item?: string
}

/** What became of one item or command. */
export interface Result {
  status: 'accepted' | 'duplicate' | 'rejected'
  /** Why it was rejected; the others have none. */
  code?: string
  detail?: string
}

/** Why a request was refused. */
export interface Refusal {
  code: string
  detail: string
}

/** Paths on the edge of the widget's module and its Wasm. */
export interface WidgetPaths {
  js: string
  wasm: string
}

/** What both routes answer. */
export interface Answer {
  etag: string
  /** Empty: nothing to show. The first is the one that is visible. */
  placements: Placement[]
  /** Whether the next page may show the first of them before it has asked. */
  lasts?: boolean
  /** Inner HTML of the widget root; absent if the page has it or there is nothing to show. */
  html?: string
  /** The same state for the Wasm of the same edge. */
  state?: string
  css?: { id: string; text: string }
  widget?: WidgetPaths
  results?: Result[]
  /** Content that was to be started and is not published. */
  unknown?: string[]
  events?: EdgeEvent[]
  /** What the page is to listen for. */
  awaited?: Awaited[]
  /** Why things are shown or not, if it was asked. */
  explain?: unknown[]
}

/** Content that is due once the page has seen something. */
export interface Awaited {
  id: string
  trigger: { delay_s: number } | { idle_s: number } | 'exit_intent'
}

/** A first request that the snippet made while the loader was on its way. */
export interface SentFirst {
  /** How many of the queue's calls, each of which sends something, the request carries. */
  n: number
  body: Envelope
  response: Promise<Response>
}

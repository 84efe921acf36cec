/**
 * Public types of `window.rumbo`.
 *
 * Every method is safe to call at any time: nothing throws into the page. A promise resolves with
 * `true` once the edge has acknowledged the call (then it is stored), with `false` when it was
 * refused or could not be delivered; the console then has one line that says why. None rejects.
 */

/** Facts about a user or an account, as JSON. */
export type Traits = Record<string, unknown>

/** Options of `init`. */
export interface RumboOptions {
  /** Open the widget's shadow root, so that tests can look inside. Default: closed. */
  open?: boolean
  /** Origin of the edge. Default: where `rumbo.js` was loaded from. */
  edge?: string
}

/** Options of `identify`. */
export interface IdentifyOptions {
  /** Proof of who the user is: a JWT (HS256) signed by the host's server. */
  token?: string
}

/** What a person saw or did in the widget. */
export type RumboEventType =
  | 'checklist_started'
  | 'checklist_seen'
  | 'checklist_dismissed'
  | 'checklist_completed'
  | 'checklist_item_completed'
  | 'lesson_completed'
  | 'course_completed'
  | 'survey_shown'
  | 'survey_answered'
  | 'survey_dismissed'
  | 'page_viewed'

/** One event, as handed to a listener. */
export interface RumboEvent {
  type: RumboEventType
  /** Id of the checklist, course or survey. */
  placement?: string
  /** Id of the checklist item, where the event is about one. */
  item?: string
}

/** A function called with each event of the type it listens to. */
export type RumboListener = (event: RumboEvent) => void

/** The methods of `window.rumbo`. */
export interface RumboMethods {
  /** Starts with a write key; the script tag's `data-key` does the same. */
  init(key: string, options?: RumboOptions): Promise<boolean>
  /** Says who the user is. */
  identify(userId: string, traits?: Traits, options?: IdentifyOptions): Promise<boolean>
  /** Says which account the user works in. */
  group(accountId: string, traits?: Traits): Promise<boolean>
  /** Reports what the user did, e.g. `track('Process Created')`. */
  track(event: string, properties?: Traits): Promise<boolean>
  /** Reports a page view; single-page apps call it on each change of route. */
  page(name?: string): Promise<boolean>
  /** Shows one piece of content now, past its targeting. */
  start(contentId: string): Promise<boolean>
  /**
   * Forgets user and account, takes the widget and its listeners out of the page and makes a new
   * anonymous id. Calls made before are still delivered. Functions given to `on` stay.
   */
  reset(): Promise<boolean>
  /** Calls `listener` on each event of this type. */
  on(type: RumboEventType, listener: RumboListener): Promise<boolean>
  /** Ends `on` for one listener, or for all of this type. */
  off(type: RumboEventType, listener?: RumboListener): Promise<boolean>
}

/** One call in the queue, e.g. `['identify', 'u1', { role: 'admin' }]`. */
export type RumboCall = {
  [Method in keyof RumboMethods]: [Method, ...Parameters<RumboMethods[Method]>]
}[keyof RumboMethods]

/** What `window.rumbo` is once the loader is in. */
export interface Rumbo extends RumboMethods {
  /** Makes the calls now; before the loader is in, the array keeps them. */
  push(...calls: RumboCall[]): number
  /** Version of the loader; absent until it is in. */
  readonly version: string
}

declare global {
  interface Window {
    /** Before the loader is in, only `push` is there, unless the snippet put the methods there. */
    rumbo?: Rumbo
  }
}

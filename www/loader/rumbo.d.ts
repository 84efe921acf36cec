/**
 * Public types of `window.rumbo`.
 *
 * Every method is safe to call at any time: nothing throws into the page. A promise resolves with
 * `true` once the edge has acknowledged the call (then it is stored), with `false` when it was
 * refused or given up; the console then has one line that says why. None rejects.
 *
 * While the edge is out of reach, a promise stays pending, for hours if need be: do not make the
 * user wait for it. What `identify`, `group`, `track` and `page` were told, and what a person does in
 * the widget, is kept in IndexedDB until the edge has answered, so it outlives the page: the next
 * page of this origin delivers it, once and in order, though the promise is gone by then. It is
 * given up when it is 7 days old, or the oldest of more than 1,000 calls or 1 MB that wait. Where
 * the browser has no IndexedDB for us, calls last as long as the page, and are given up after a few
 * tries; so are those of a page that has only just opened.
 *
 * Where the loader never comes, because something blocks it, `window.rumbo` stays an array that takes
 * calls, and the promises of the snippet's methods stay pending. Those of the npm package resolve with
 * `false` then.
 *
 * When the address of a single-page app changes, the widget follows by itself: the edge is asked once
 * more, and an answer for where the page was is not shown. That counts as no page view.
 */

/** Facts about a user or an account, as JSON. */
export type Traits = Record<string, unknown>

/** Options of `init`. */
export interface RumboOptions {
  /**
   * Open the widget's shadow root, so that tests can look inside (`data-open` in the script tag).
   * Not with a host that is a Yew app itself: it would take the widget's events for its own.
   * Default: closed.
   */
  open?: boolean
  /** Origin of the edge (`data-edge`). Default: where `rumbo.js` was loaded from. */
  edge?: string
  /**
   * Report a page view for the page that is open, and for each further one that a single-page app
   * shows (`data-page-views` in the script tag). A fragment counts where it is a route (`#/team`).
   * Then do not call `page` yourself. Default: off.
   */
  pageViews?: boolean
}

/** Options of `identify`. */
export interface IdentifyOptions {
  /** Proof of who the user is: a JWT (HS256) signed by the host's server. */
  token?: string
}

/** One thing that may stand in the way of showing something. */
export interface RumboGate {
  gate:
    | 'published'
    | 'segment'
    | 'trigger'
    | 'dates'
    | 'answered'
    | 'dismissed'
    | 'snoozed'
    | 'pause'
    | 'recontact'
    | 'quiet'
    | 'priority'
    | 'path'
    | 'enrolled'
    | 'completed'
  passes: boolean
  /** Why it does not pass, in words. */
  detail?: string
  /** When it will, in milliseconds, if time alone will tell. */
  until?: number
}

/** Why something is shown, or not. */
export interface RumboExplanation {
  content: string
  kind: string
  /** Whether it is what the person sees now. */
  shown: boolean
  /** The host asked for it by `start`: then no gate counts. */
  started: boolean
  gates: RumboGate[]
}

/** What a person saw or did in the widget. */
export type RumboEventType =
  | 'checklist_started'
  | 'checklist_seen'
  | 'checklist_dismissed'
  | 'checklist_completed'
  | 'checklist_item_completed'
  | 'course_enrolled'
  | 'lesson_started'
  | 'lesson_completed'
  | 'quiz_answered'
  | 'course_completed'
  | 'course_dismissed'
  | 'survey_shown'
  | 'survey_answered'
  | 'survey_dismissed'
  | 'survey_question_answered'
  | 'survey_snoozed'
  | 'survey_link_followed'
  | 'checklist_item_skipped'
  | 'checklist_item_reopened'
  | 'page_viewed'

/**
 * Why the edge did not take a request of the present person: it asks for proof of who they are, and
 * there is no token (`identity_required`), or it is no good, as when it has expired
 * (`identity_unverified`). Call `identify` with a new one then. What the person did since waits for
 * it, as if the edge were out of reach.
 *
 * ```ts
 * rumbo.on('identity_unverified', async () =>
 *   rumbo.identify(user.id, {}, { token: await fetchToken() }),
 * )
 * ```
 */
export type RumboRefusalType = 'identity_required' | 'identity_unverified'

/** One event, as handed to a listener. */
export interface RumboEvent {
  type: RumboEventType | RumboRefusalType
  /** Id of the checklist, course or survey. */
  placement?: string
  /** Id of the checklist item or lesson, where the event is about one. */
  item?: string
}

/** A function called with each event of the type it listens to. */
export type RumboListener = (event: RumboEvent) => void

/** The methods of `window.rumbo`. */
export interface RumboMethods {
  /**
   * Starts with a write key; the script tag's `data-key` does the same, and its `data-user` and
   * `data-account` those of `identify` and `group`. `data-locale` is the language of the widget, by
   * default that of the page.
   */
  init(key: string, options?: RumboOptions): Promise<boolean>
  /** Says who the user is. */
  identify(userId: string, traits?: Traits, options?: IdentifyOptions): Promise<boolean>
  /** Says which account the user works in. */
  group(accountId: string, traits?: Traits): Promise<boolean>
  /** Reports what the user did, e.g. `track('Process Created')`. */
  track(event: string, properties?: Traits): Promise<boolean>
  /** Reports a page view, e.g. on each change of route; `pageViews` does so by itself. */
  page(name?: string): Promise<boolean>
  /** Shows one piece of content now, past its targeting. */
  start(contentId: string): Promise<boolean>
  /**
   * Why one piece of content, or each, is shown now or not: for whoever wonders in the console.
   * Resolves with `false` where the edge cannot be asked.
   */
  explain(contentId?: string): Promise<RumboExplanation[] | false>
  /**
   * Forgets user and account, takes the widget and its listeners out of the page and makes a new
   * anonymous id. Calls made before are still delivered, as the person who made them; until then the
   * page listens for its end. Functions given to `on` stay.
   */
  reset(): Promise<boolean>
  /** Calls `listener` on each event of this type. */
  on(type: RumboEventType | RumboRefusalType, listener: RumboListener): Promise<boolean>
  /** Ends `on` for one listener, or for all of this type. */
  off(type: RumboEventType | RumboRefusalType, listener?: RumboListener): Promise<boolean>
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

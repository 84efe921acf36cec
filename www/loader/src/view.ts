// The one `<rumbo-widget>` in the page: the edge draws it, then the Wasm may take it over.

import { keeping } from './focus'
import { listen } from './forms'
import { guarded, warn } from './guard'
import { putHtml } from './html'
import { sortableId } from './ids'
import { callCourier, send, shown, unanswered, who } from './outbox'
import { edge, options, writeKey } from './settings'
import { fetchWidget, type Fields, type WidgetModule } from './widget'
import type { Answer, Placement } from './wire'

let element: HTMLElement | undefined
let shadow: ShadowRoot
let root: HTMLElement
let sheet: CSSStyleSheet
/** The answer that was drawn last. */
let drawn: Answer
/** The Wasm, once asked for. Nothing, in the end, where it cannot run. */
let widget: Promise<WidgetModule | void> | false | undefined
/** The Wasm, while it owns `root`. */
let owner: WidgetModule | void
/** Ids of the placements that were visible in this session. */
let seen: Record<string, unknown> = {}

/** Takes the widget out of the page. Focus that is in it goes back to where it came from. */
function remove(): void {
  if (shadow?.activeElement) root.click()
  element?.remove()
}

/** Sends what a person did. What is drawn may be ahead of the edge until it has answered. */
function command(fields: Fields): Promise<boolean> {
  shown.have = undefined
  return send('commands', { id: sortableId(), ...Object.fromEntries(fields) })
}

/** Forgets the widget. */
function clear(): void {
  remove()
  element = owner = shown.have = undefined
}

/** Takes the widget out of the page and forgets who saw what. */
export function forget(): void {
  clear()
  seen = {}
}

/** Draws what the page before this one has left, until the edge has answered. */
export function restore(): void {
  try {
    // The list as a text is the key.
    shown.have ?? show(JSON.parse(sessionStorage[[writeKey, who.userId, who.groupId] as any]))
  } catch {
    // Nothing was left, or storage is blocked.
  }
  // What an answer is drawn into takes a while to make: best while the edge is asked.
  setTimeout(guarded(create))
}

/** Makes the page show what the edge answered. */
export function show(answer: Answer): void {
  const first = answer.placements[0]
  if (!first) {
    remove()
    callCourier()
  } else {
    if (answer.css) {
      create()
      // The same one: the root has it, and the Wasm may be drawing there.
      sheet.replaceSync(answer.css.text)
      shown.css = answer.css.id
    }
    if (answer.html && answer.etag !== shown.have) draw(answer)
    // What it leaves out the page has.
    place(element!, first)
  }
  shown.have = answer.etag
}

/** Draws new state: by the Wasm if it runs, or else as HTML. */
function draw(answer: Answer): void {
  drawn = answer
  if (owner) {
    try {
      owner.update(answer.state!)
      return
    } catch {
      giveUpWasm()
    }
  }
  create()
  keeping(root, shadow.activeElement, () => putHtml(root, answer.html!))
}

/** The page goes on with HTML for good, in a new element that the Wasm knows nothing of. */
function giveUpWasm(): void {
  clear()
  widget = false
}

/** Makes the element, unless there is one; it is in the page once there is something to show. */
function create(): void {
  if (element) return
  element = document.createElement('rumbo-widget')
  element.popover = 'manual'
  shadow = element.attachShadow({ mode: options.open || options.open === '' ? 'open' : 'closed' })
  root = document.createElement('div')
  shadow.append(root)
  shadow.adoptedStyleSheets = [(sheet ??= new CSSStyleSheet())]
  listen(shadow, command)
}

/** Puts `host` into the body as soon as there is one, and goes on once it is painted. */
function place(host: HTMLElement, first: Placement): void {
  if (!document.body) {
    requestAnimationFrame(() => host === element && place(host, first))
    return
  }
  if (!host.isConnected) {
    document.body.append(host)
    // Into the top layer, where no `transform` or `z-index` of the host's reaches.
    host.showPopover?.()
  }
  requestAnimationFrame(() =>
    requestAnimationFrame(
      guarded(() => {
        if (!host.isConnected) return
        hydrate(host).catch(warn)
        announce(first)
        callCourier()
      }),
    ),
  )
}

/** Fetches the Wasm and lets it take over, with the commands that it has not seen. */
async function hydrate(host: HTMLElement): Promise<void> {
  widget ??= fetchWidget(edge, drawn.widget!).catch(() => {})
  const module = await widget
  if (module && !owner && host.isConnected) {
    try {
      owner = module
      module.hydrate(root, drawn.state!, command)
      for (const { id, ...fields } of unanswered()) module.replay(Object.entries(fields))
    } catch {
      giveUpWasm()
      show(drawn)
    }
  }
}

/** Tells the edge once that a placement is visible; it tells the host, if that is news. */
function announce({ id, seen: was }: Placement): void {
  seen[id] ??= was || send('commands', { id: sortableId(), type: 'seen', placement: id })
}

// A page that changes its address without being loaded asks again what fits it.
//
// Part of the chunk that comes when the page is idle. Where the page has gone until then is seen
// from what was asked last.

import { guarded } from '../guard'
import type { Envelope, Who } from '../wire'
import { listen } from './listen'

/** A burst of changes is over after so long without one. Routers push, replace and scroll in turn. */
const QUIET_MS = 100

/**
 * Follows the page for as long as the session lives: it begins once the session has asked what to
 * show, and `reset()` ends it.
 *
 * The function returned is to be called with each request, since each asks what fits the page that
 * it names, and without one when the session may have changed. `ask` makes such a request. With
 * `isCounted` (as said in the script tag, it is `''`), each page that is shown is a page view too.
 */
export function followPage(
  ask: () => void,
  who: () => Who,
  isCounted: boolean | '' | undefined,
): (asked?: Envelope) => void {
  /** What was asked last. */
  let last: Envelope | undefined
  /** Ends all that listens; absent while nothing does. */
  let life: AbortController | undefined
  let timer: ReturnType<typeof setTimeout>
  /** The page that was counted last. */
  let counted: string | undefined
  /** What was shown before the page was put aside may no longer hold. */
  let isRestored = false
  const isWanted = isCounted === '' || isCounted

  const look = guarded(() => {
    const isNew = isRestored || last!.context.page.url !== location.href
    const page = pageOf(location.href)
    const isView = isWanted && (isRestored || page !== counted)
    isRestored = false
    counted = page
    if (isView) (window.rumbo as { page(): unknown }).page()
    else if (isNew) ask()
  })

  const onChange = () => {
    clearTimeout(timer)
    timer = setTimeout(look, QUIET_MS)
  }

  const onRestore = () => {
    isRestored = true
    onChange()
  }

  return guarded((asked) => {
    last = asked ?? last
    const isAlive = last?.anonymousId === who().anonymousId
    if (isAlive === !!life) return
    if (isAlive) {
      life = new AbortController()
      listen(onChange, onRestore, life.signal)
      look()
    } else {
      life?.abort()
      life = counted = undefined
      clearTimeout(timer)
    }
  })
}

/** The address without a fragment, unless that is a route: scrolling to a heading is no page view. */
const pageOf = (url: string): string => url.replace(/#(?!!?\/).*/, '')

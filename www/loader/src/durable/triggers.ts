// Listens for what only the page can see: that somebody stays, rests, or is about to leave.
//
// Part of the chunk that comes when the page is idle: nothing of it is urgent.

import { guarded } from '../guard'
import type { Awaited } from '../wire'

/** What a person does when they are there. */
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'scroll', 'visibilitychange'] as const

/** Ends what listens now. */
let life: AbortController | undefined
/** What it listens for. */
let listened = ''
/** When the page came, or changed its address. */
let here = Date.now()
let url = location.href

/**
 * Listens for `awaited`, and for nothing else any more; `fire` is called with the id of what was
 * seen, once.
 */
export function listenFor(awaited: Awaited[] | undefined, fire: (id: string) => void): void {
  if (url !== location.href) {
    url = location.href
    here = Date.now()
    listened = ''
  }
  const wanted = JSON.stringify(awaited ?? [])
  if (wanted === listened) return
  listened = wanted
  life?.abort()
  life = undefined
  if (!awaited?.[0]) return
  life = new AbortController()
  const { signal } = life
  for (const { id, trigger } of awaited) watch(trigger, guarded(once(() => fire(id))), signal)
}

function watch(trigger: Awaited['trigger'], fire: () => void, signal: AbortSignal): void {
  if (trigger === 'exit_intent') {
    // Over the upper edge, where the browser's own controls are, and into no frame of the page.
    document.addEventListener(
      'mouseout',
      ({ relatedTarget, clientY }) => !relatedTarget && clientY <= 0 && fire(),
      { signal },
    )
  } else if ('delay_s' in trigger) {
    later(fire, here + trigger.delay_s * 1_000 - Date.now(), signal)
  } else {
    let timer = later(fire, trigger.idle_s * 1_000, signal)
    const restart = () => {
      clearTimeout(timer)
      timer = later(fire, trigger.idle_s * 1_000, signal)
    }
    for (const type of SIGNS) document.addEventListener(type, restart, { signal, passive: true })
  }
}

function later(action: () => void, ms: number, signal: AbortSignal): ReturnType<typeof setTimeout> {
  const timer = setTimeout(action, Math.max(ms, 0))
  signal.addEventListener('abort', () => clearTimeout(timer))
  return timer
}

function once(action: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) action()
    isDone = true
  }
}

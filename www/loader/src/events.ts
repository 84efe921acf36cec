// What the host hears of: `rumbo.on` and `rumbo.off`.

import { guarded } from './guard'
import type { EdgeEvent } from './wire'

type Listener = (event: EdgeEvent) => void

let listeners: [type: string, listener: Listener][] = []

/** Calls `listener` on each event of this type. */
export function on(type: string, listener: Listener): void {
  listeners.push([type, listener])
}

/** Ends `on` for `listener`, or for all of this type. */
export function off(type: string, listener?: Listener): void {
  listeners = listeners.filter(([t, l]) => t !== type || (listener ?? l) !== l)
}

/** Hands an event to all who listen to its type. One that throws does not stop the others. */
export function emit(event: EdgeEvent): void {
  listeners.forEach(([type, listener]) => type === event.type && guarded(listener)(event))
}

// Calls until the loader is in: `window.rumbo` is an array of them, and the loader makes them.

import type { Rumbo, RumboCall } from '../../loader/rumbo'

/** A call that somebody waits for. */
type Entry = RumboCall & { done(result: boolean): void }

/** The window, where there is one. */
export const page = (): (Window & { rumbo?: Rumbo }) | undefined =>
  typeof window === 'undefined' ? undefined : window

/** Whether the loader will not come. */
let hasFailed = false

/** Makes a call now, or lets it wait for the loader. */
export function call(...entry: RumboCall): Promise<boolean> {
  const here = page()
  if (!here || hasFailed) return Promise.resolve(false)
  const queue = (here.rumbo ??= [] as unknown as Rumbo)
  if (queue.version) {
    const [name, ...args] = entry
    return (queue[name] as (...args: unknown[]) => Promise<boolean>)(...args)
  }
  return new Promise((done) => queue.push(Object.assign(entry, { done }) as Entry))
}

/** The loader will not come: nobody waits for it any more. */
export function giveUp(why: unknown): void {
  hasFailed = true
  console.warn(`[rumbo] not loaded: ${why}`)
  const queue = page()?.rumbo as unknown
  if (!Array.isArray(queue)) return
  for (const entry of queue.splice(0) as Partial<Entry>[]) entry?.done?.(false)
}

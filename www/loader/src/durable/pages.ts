// Which pages live: each that has rows holds a Web Lock of its own while it does.

import { sortableId } from '../ids'

const LOCK = 'rumbo-page-'
/** Where there are no locks, a page may live that has said nothing for less than this. */
const SILENCE_MS = 60_000

/** Id of this page. */
export const page = sortableId()

/** Takes this page's lock; the function it resolves with gives it back. Without locks, it does nothing. */
export function hold(): Promise<() => void> {
  return new Promise((held) => {
    const none = () => held(() => {})
    // Absent on plain http.
    if (!navigator.locks) return none()
    navigator.locks.request(LOCK + page, () => new Promise<void>((free) => held(free))).catch(none)
  })
}

/**
 * Runs `action` unless another page is at it just now. `isDead` says of a page, and of when it was
 * last heard of, whether it lives no more.
 */
export async function alone(
  action: (isDead: (page: string, since: number) => boolean) => Promise<void>,
): Promise<void> {
  const isSilent = (_: string, since: number) => since < Date.now() - SILENCE_MS
  if (!navigator.locks) return action(isSilent)
  await navigator.locks.request('rumbo-adopt', { ifAvailable: true }, async (lock) => {
    if (!lock) return
    const { held = [] } = await navigator.locks.query()
    const living = new Set(held.map(({ name }) => name))
    await action((page) => !living.has(LOCK + page))
  })
}

// The queue's `push` where the host has frozen the arrays' own: assigning another does nothing then.

import { guarded } from './guard'

type Call = [string, ...unknown[]]
type Queue = Call[] & Record<string, (...args: unknown[]) => unknown>

/** Lets `push` act at once, and makes the calls that have piled up. */
export function mendPush(): void {
  const queue = (window as unknown as { rumbo: Queue }).rumbo
  if (Object.hasOwn(queue, 'push')) return
  const push = (...calls: Call[]) =>
    calls.map(guarded(([name, ...args]: Call) => queue[name]!(...args))).length
  Object.defineProperty(queue, 'push', { value: push })
  push(...queue.splice(0))
}

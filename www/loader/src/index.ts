// Entry of `rumbo.js`: takes over the queue that the host page has filled so far.

import { methods } from './api'
import { guarded, warn } from './guard'
import { open } from './outbox'
import { attributes } from './settings'
import { version } from './version'
import type { SentFirst } from './wire'

/** A call in the queue. The snippet's stubs wait for its result by `done`. */
type Call = [string, ...unknown[]] & { done?(result: Promise<boolean>): void }

/** `window.rumbo`: an array of calls at first; then `push` and the methods act at once. */
type Queue = Call[] & { version?: string; sent?: SentFirst } & Record<string, unknown>

/** Makes a call. What a method throws becomes `false` and a line in the console. */
async function call(entry: Call): Promise<boolean> {
  try {
    const [name, ...args] = entry
    return (await methods[name]!(...args)) ?? true
  } catch (error) {
    warn(`${entry?.[0]}: ${error}`)
    return false
  }
}

function takeOver(): void {
  const page = window as unknown as { rumbo?: Queue }
  const queue = Array.isArray(page.rumbo) ? page.rumbo : ([] as unknown as Queue)
  if (queue.version) return warn('loaded twice')
  page.rumbo = queue
  const calls = queue.splice(0)
  for (const name in methods) queue[name] = (...args: unknown[]) => call([name, ...args])
  queue.version = version
  queue.push = (...more: Call[]) => more.map(call).length
  open(queue.sent)
  const { key, user, account } = attributes
  if (key) call(['init', key, attributes])
  if (user) call(['identify', user])
  if (account) call(['group', account])
  for (const entry of calls) {
    const result = call(entry)
    entry?.done?.(result)
  }
}

guarded(takeOver)()

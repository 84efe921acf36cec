// Entry of `rumbo.js`: takes over the queue that the host page has filled so far.

// In this order the bundle packs nine bytes smaller.
import './item'
import { methods } from './api'
import './forms'
import { attributes, writeKey } from './settings'
import { version } from './version'
import './ids'
import { guarded, warn } from './guard'
import { open } from './outbox'
import type { SentFirst } from './wire'

/** A call in the queue. The snippet's stubs wait for its result by `done`. */
type Call = [string, ...unknown[]] & { done?(result: Promise<boolean>): void }

/** `window.rumbo`: an array of calls at first; then `push` and the methods act at once. */
type Queue = Call[] & { version?: string; sent?: SentFirst } & Record<string, unknown>

/** Makes a call. What a method throws becomes `false` and a line in the console. */
async function call(entry: Call): Promise<any> {
  try {
    const [name, ...args] = entry
    if (!methods[name]) throw 'unknown method'
    return (await methods[name](...args)) ?? true
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
  if (attributes.key) call(['init', attributes.key, attributes])
  if (attributes.user) call(['identify', attributes.user])
  if (attributes.account) call(['group', attributes.account])
  for (const entry of calls) {
    const result = call(entry)
    entry?.done?.(result)
  }
  if (!writeKey) warn('no data-key: waiting for init')
}

guarded(takeOver)()

// The methods of `window.rumbo`.

import { off, on } from './events'
import { warn } from './guard'
import { record, RECORDED } from './item'
import { renew, send, who } from './outbox'
import { configure, writeKey, type Options } from './settings'
import { forget, restore } from './view'
import type { RecordedMethod } from './wire'

/** Starts, or says that this was done before. */
function init(key: string, options: Options = {}): Promise<boolean> | void {
  if (writeKey) return warn('loaded twice')
  configure(key, options)
  // Once the calls that say who it is are made. Storage is slow to look into: who comes from elsewhere
  // has most likely left nothing there, so their request goes first, and their answer if it is quick.
  const soon: (task: () => void, ms: number) => unknown = document.referrer.includes(location.host)
    ? queueMicrotask
    : setTimeout
  soon(restore, 99)
  return send()
}

function reset(): void {
  forget()
  renew()
}

/** The methods by name. A promise stands for what the edge acknowledges. */
export const methods: Record<string, (...args: any[]) => Promise<unknown> | void> = {
  init,
  reset,
  on,
  off,
}

for (const list of ['start', 'explain'] as const) {
  methods[list] = (contentId = '') => send(list, contentId)
}

for (const name in RECORDED) {
  methods[name] = (...args) => send('batch', record(who, name as RecordedMethod, args))
}

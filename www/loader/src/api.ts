// The methods of `window.rumbo`.

import { off, on } from './events'
import { warn } from './guard'
import { record, RECORDED } from './item'
import { here, renew, send, who } from './outbox'
import { configure, writeKey, type Options } from './settings'
import { forget } from './view'
import type { RecordedMethod } from './wire'

/** Starts, or says that this was done before. */
function init(key: string, options: Options = {}): Promise<boolean> | void {
  if (writeKey) return warn('started twice')
  configure(key, options)
  return send()
}

function reset(): void {
  forget()
  renew()
}

/** The methods by name. A promise stands for what the edge acknowledges. */
export const methods: Record<string, (...args: any[]) => Promise<boolean> | void> = {
  init,
  start: (contentId: string) => send('start', contentId),
  reset,
  on,
  off,
}

for (const name in RECORDED) {
  methods[name] = (...args) => send('batch', record(who, here(), name as RecordedMethod, args))
}

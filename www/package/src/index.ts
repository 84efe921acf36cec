// Entry of the package: what a bundled app needs of Rumbo, which is little. The loader itself is
// always the edge's, so that it never lags behind.

import type { RumboMethods } from '../../loader/rumbo'
import type * as Public from '../index'
import { call, giveUp, page } from './queue'

type Args<Name extends keyof RumboMethods> = Parameters<RumboMethods[Name]>

// Written out: a bundler can then see that it has no side effect.
export const rumbo: typeof Public.rumbo = {
  init: (...args: Args<'init'>) => call('init', ...args),
  identify: (...args: Args<'identify'>) => call('identify', ...args),
  group: (...args: Args<'group'>) => call('group', ...args),
  track: (...args: Args<'track'>) => call('track', ...args),
  page: (...args: Args<'page'>) => call('page', ...args),
  start: (...args: Args<'start'>) => call('start', ...args),
  reset: (...args: Args<'reset'>) => call('reset', ...args),
  on: (...args: Args<'on'>) => call('on', ...args),
  off: (...args: Args<'off'>) => call('off', ...args),
}

let loading: Promise<boolean> | undefined

export const load: typeof Public.load = (key, options) => {
  if (!page()) return Promise.resolve(false)
  loading ??= start(key, options)
  return loading
}

async function start(key: string, options: Public.LoadOptions): Promise<boolean> {
  try {
    const edge = new URL(options.edge).origin
    const started = rumbo.init(key, { ...options, edge })
    // The comments keep bundlers away from it. A script tag may have been faster.
    if (!page()?.rumbo?.version) {
      await import(
        /* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ `${edge}/rumbo.js`
      )
    }
    if (!page()?.rumbo?.version) throw new Error(`${edge}/rumbo.js is not the loader`)
    return await started
  } catch (error) {
    giveUp(error)
    return false
  }
}

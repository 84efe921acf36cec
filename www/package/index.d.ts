/** Rumbo for apps that are bundled: the methods of `window.rumbo` with their types, and the loader. */

import type { RumboMethods, RumboOptions } from './rumbo.js'

export type * from './rumbo.js'

/** Options of `load`. */
export interface LoadOptions extends RumboOptions {
  /** Origin of the edge, e.g. `https://rumbo.example.com`. */
  edge: string
}

/**
 * Fetches the loader from the edge and starts it with a write key, once for each page; further calls
 * return the first one's promise. Calls made on `rumbo` before it is in, or before `load`, wait.
 *
 * Resolves like `rumbo.init`: with `true` once the edge has answered. Where the loader cannot come
 * (an ad blocker, a policy, no network), it resolves with `false`, the console has one line, and so
 * does every call on `rumbo` that waits or follows. On a server it does nothing.
 *
 * The loader comes by `import()`. So it does not hold up the page's load event, needs no policy for
 * Trusted Types, and under a policy with nonces it has that of the script which imports it.
 */
export declare function load(key: string, options: LoadOptions): Promise<boolean>

/**
 * The methods of `window.rumbo`, safe to call at any time and anywhere: on a server they do nothing
 * and resolve with `false`.
 */
export declare const rumbo: RumboMethods

// How the host wants the loader to run, from the script tag or from `init`.

import type { RumboOptions } from '../rumbo'

/** Options as given to `init`, or as attributes of the tag. */
export type Options = { [Name in keyof RumboOptions]?: RumboOptions[Name] | '' }

const script = document.currentScript as HTMLScriptElement | null

/** The `data-` attributes of the script tag. `locale` may change at any time. */
export const attributes: DOMStringMap = script?.dataset ?? {}

/** The public write key; absent until `init`. */
export let writeKey: string | undefined

/** Origin of the edge. */
export let edge: string

/** What else the host has said. An option that is on by its mere presence in the tag is `''`. */
export let options: Options

/** Settles how to run. The edge is where the script came from, unless the host says otherwise. */
export function configure(key: string, more: Options): void {
  options = more
  edge = more.edge ?? new URL(script!.src).origin
  writeKey = key
}

// How the host wants the loader to run, from the script tag or from `init`.

const script = document.currentScript as HTMLScriptElement | null

/** The `data-` attributes of the script tag. `locale` may change at any time. */
export const attributes: DOMStringMap = script?.dataset ?? {}

/** The public write key; absent until `init`. */
export let writeKey: string | undefined

/** Origin of the edge. */
export let edge: string

/** Whether tests may look into the shadow root. */
export let isOpen: boolean | undefined

/** Settles how to run. The edge is where the script came from, unless the host says otherwise. */
export function configure(key: string, open?: boolean, origin?: string): void {
  edge = origin ?? new URL(script!.src).origin
  isOpen = open
  writeKey = key
}

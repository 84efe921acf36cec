// The Wasm widget: fetched once, only where it may run.

import type { WidgetPaths } from './wire'

/** The fields of a command, without its id. */
export type Fields = [string, string][]

/** What the edge's `/w/widget-….js` exports. */
export interface WidgetModule {
  default(options: { module_or_path: Response }): Promise<unknown>
  /** Takes over the DOM in `root` and its submits. */
  hydrate(root: HTMLElement, state: string, send: (fields: Fields) => void): void
  /** Draws the edge's newer state. */
  update(state: string): void
  /** Applies a command that the loader has sent. */
  replay(fields: Fields): void
}

/** Fetches and starts the widget. Rejects where the host's policy refuses Wasm: nothing is fetched. */
export async function fetchWidget(edge: string, { js, wasm }: WidgetPaths): Promise<WidgetModule> {
  // The smallest module there is: its header.
  new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))
  const [module, response] = await Promise.all([
    import(edge + js) as Promise<WidgetModule>,
    fetch(edge + wasm),
  ])
  await module.default({ module_or_path: response })
  return module
}

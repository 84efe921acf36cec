//! The widget in a page, as a person meets it.

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

import { hostPage } from './host.mjs'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The policy of a host that allows the edge and nothing else. */
export const strictCsp = (edge, { wasm = true } = {}) =>
  `default-src 'none'; script-src ${edge}${wasm ? " 'wasm-unsafe-eval'" : ''}; connect-src ${edge}`

/** A host page with the bare script tag; its shadow root is open so that tests can look in. */
export const hostWithWidget = (edge, options = {}) =>
  hostPage({
    csp: strictCsp(edge, options),
    head: `<script async crossorigin src="${edge}/rumbo.js" data-key="wk_demo" data-open></script>`,
    body: '<main><h1>Host product</h1><button>A button of the host</button></main>',
    ...options,
  })

/** What the host's own code says, once the loader may or may not be in. */
export const say = (page, ...calls) =>
  page.evaluate((calls) => {
    window.rumbo = window.rumbo || []
    for (const call of calls) window.rumbo.push(call)
  }, calls)

/** The widget's card. */
export const card = (page) => page.locator('rumbo-widget aside')

/** Waits until the Wasm has taken over: Yew removes the marks that the edge drew for it. */
export const hydrated = (page) =>
  page.waitForFunction(() => {
    const root = document.querySelector('rumbo-widget')?.shadowRoot
    return root?.querySelector('aside') && !root.firstElementChild.innerHTML.includes('<!--')
  })

/** What axe finds in the widget, its open shadow root included; or in the whole `document`. */
export async function violations(page, where = 'widget') {
  await page.evaluate(axe)
  const found = await page.evaluate((where) => {
    const context = where === 'document' ? document : document.querySelector('rumbo-widget')
    return globalThis.axe.run(context, { resultTypes: ['violations'] })
  }, where)
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  )
}

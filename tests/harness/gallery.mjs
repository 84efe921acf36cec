//! Every view of the widget, drawn without a stack.

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { root } from '../../www/dev/config.mjs'

/** The style sheet as it is written. */
export const css = await readFile(join(root, 'widget/src/widget.css'), 'utf8')

/**
 * What the native renderer makes of every view in the language `tag`.
 *
 * @returns {Promise<[name: string, html: string][]>}
 */
export async function views(tag) {
  const args = ['run', '--quiet', '--package', 'widget', '--example', 'gallery', '--', tag]
  const { stdout } = await promisify(execFile)('cargo', args, { cwd: root, maxBuffer: 1 << 26 })
  return stdout.trim().split('\n').map(JSON.parse)
}

/** Makes `page` a host with an empty widget in it, `lang` the host's own language. */
export async function openGallery(page) {
  await page.setContent(`<!doctype html><html lang="en"><title>Host</title>
    <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
    <style>body { margin: 24px; font: 16px/1.5 serif }</style>
    <main><h1>Host product</h1><p>What people came for.</p><button id="invite">A button</button></main>`)
  await page.evaluate((css) => {
    const host = document.createElement('rumbo-widget')
    const shadow = host.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    shadow.adoptedStyleSheets = [sheet]
    shadow.append(document.createElement('div'))
    document.body.append(host)
  }, css)
}

/** Puts `html` into the widget of a page that {@link openGallery} made. */
export const put = (page, html) =>
  page.evaluate((html) => {
    const { shadowRoot } = document.querySelector('rumbo-widget')
    shadowRoot.firstElementChild.innerHTML = html
  }, html)

//! Every view of the widget, drawn without a stack.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'

import { root } from '../../www/dev/config.mjs'

/**
 * A style sheet of the widget in one piece.
 *
 * @param {'widget' | 'checklist' | 'survey'} name `widget` is all of it
 */
export async function styleSheet(name) {
  const { outputFiles } = await build({
    entryPoints: [join(root, `widget/src/${name}.css`)],
    bundle: true,
    write: false,
  })
  return outputFiles[0].text
}

/** All of the style sheet. */
export const css = await styleSheet('widget')

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

/** Makes `page` a host with an empty widget in it. */
export async function openGallery(page) {
  await page.setContent(`<!doctype html><html lang="en"><title>Host</title>
    <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
    <style>body { margin: 24px; font: 16px/1.5 serif }</style>
    <main><h1>Host product</h1><p>What people came for.</p><button id="invite">A button</button></main>`)
  await page.evaluate(() => {
    const host = document.createElement('rumbo-widget')
    const shadow = host.attachShadow({ mode: 'open' })
    shadow.adoptedStyleSheets = [new CSSStyleSheet()]
    shadow.append(document.createElement('div'))
    document.body.append(host)
  })
  await dress(page, css)
}

/** Puts `css` in the place of the widget's style sheet. */
export const dress = (page, css) =>
  page.evaluate((css) => {
    document.querySelector('rumbo-widget').shadowRoot.adoptedStyleSheets[0].replaceSync(css)
  }, css)

/** Puts `html` into the widget of a page that {@link openGallery} made. */
export const put = (page, html) =>
  page.evaluate((html) => {
    const { shadowRoot } = document.querySelector('rumbo-widget')
    shadowRoot.firstElementChild.innerHTML = html
  }, html)

/** Chooses what can be chosen, so that what waits for it shows; returns whether there was anything. */
export const choose = (page) =>
  page.evaluate(() => {
    const inputs = document
      .querySelector('rumbo-widget')
      .shadowRoot.querySelectorAll('input:not([type=hidden])')
    inputs[Math.floor(inputs.length * 0.8)]?.click()
    return inputs.length > 0
  })

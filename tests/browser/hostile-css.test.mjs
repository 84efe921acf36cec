//! Style sheets of a host that fight everything: the widget looks and lies as on a plain page.

import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { card, client, hostPage, hydrated, launchBrowser, startStack } from '../harness/index.mjs'

const out = fileURLToPath(new URL('../out/', import.meta.url))
const VIEWPORT = { width: 1000, height: 760 }

let stack
let browser
let plain
before(async () => {
  stack = await startStack()
  browser = await launchBrowser()
  await mkdir(out, { recursive: true })
  // One person for all, so that all see the same: whoever has seen it is drawn no other way.
  await client(stack).placements('ana', 'acme')
  plain = await look('')
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})
after(async () => {
  await browser?.close()
  await stack?.stop()
})

/** Opens a host with `css`, and with the widget in it. */
async function open(css, body = '') {
  const host = await hostPage({
    head: `<style>${css}</style>
<script>window.rumbo = [['identify', 'ana'], ['group', 'acme']]</script>
<script async src="${stack.url}/rumbo.js" data-key="wk_demo" data-open></script>`,
    body: `${body}<main><h1>Host</h1><p>Text of the host.</p><button>A button</button></main>`,
  })
  try {
    const page = await browser.newPage({ viewport: VIEWPORT, reducedMotion: 'reduce' })
    await page.goto(host.url)
    await card(page).waitFor()
    await hydrated(page)
    return page
  } finally {
    await host.stop()
  }
}

/** Where each element of the card lies, how it looks, and its pixels. */
async function look(css, body) {
  const page = await open(css, body)
  // Fonts and the last change of layout are through.
  await page.evaluate(() => document.fonts.ready)
  const elements = await page.evaluate(() => {
    const { shadowRoot } = document.querySelector('rumbo-widget')
    return [...shadowRoot.querySelectorAll('aside, aside *')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      const { color, font, display, visibility, opacity, cursor, direction, textTransform } =
        getComputedStyle(element)
      const style = { color, font, display, visibility, opacity, cursor, direction, textTransform }
      return { name: element.localName, rect: [x, y, width, height], ...style }
    })
  })
  const { x, y, width, height } = await card(page).boundingBox()
  // Inside its round corners, so that no pixel is the host's.
  const clip = { x: x + 8, y: y + 8, width: width - 16, height: height - 16 }
  const pixels = await page.screenshot({ clip, animations: 'disabled' })
  await page.close()
  return { elements, pixels }
}

/** Rules by name; what they do to the rest of the page is the host's business. */
const HOSTILE = {
  'everything unset and hidden': `* { all: unset !important; display: none !important }
    html, body, main { display: block !important }`,
  'every child of the body laid out': `body > * { position: static !important; display: grid !important;
    width: 100px !important; height: 40px !important; margin: 90px !important; transform: rotate(9deg) !important;
    opacity: .3 !important; overflow: hidden !important; clip-path: circle(10px) !important; filter: blur(9px) !important;
    visibility: hidden !important; z-index: -1 !important; inset: auto !important; contain: strict !important }`,
  'element selectors with force': `div, aside, form, button, input, ul, li, h2, p, svg, progress, a, span {
    position: absolute !important; left: -999px !important; font: 40px/3 cursive !important; color: red !important;
    background: lime !important; border: 9px solid !important; padding: 30px !important; text-transform: uppercase !important }`,
  'inherited text styles': `html { font-size: 40px } body { font: italic 900 30px/3 monospace; color: red;
    letter-spacing: 9px; word-spacing: 20px; text-transform: uppercase; text-align: center; text-indent: 50px;
    white-space: pre; visibility: hidden; cursor: wait; pointer-events: none; user-select: none; quotes: none;
    text-shadow: 0 0 9px red; direction: rtl; writing-mode: vertical-rl }`,
  'a body that is moved and scaled': `body { transform: translate(80px, 200px) scale(.5); filter: grayscale(1);
    perspective: 100px; will-change: transform; opacity: .4; overflow: hidden; height: 300px; contain: paint }`,
  'a page that is far down': `body { height: 4000px; position: relative; container-type: inline-size }
    html { scroll-padding: 99px; scrollbar-width: none }`,
  'colours of the page': `:root { color-scheme: dark; accent-color: red; forced-color-adjust: none; background: black }
    ::selection { background: red } ::backdrop { background: red !important; opacity: 1 !important }`,
  'popovers of its own': `[popover] { inset: auto !important; margin: auto !important; background: red !important;
    border: 9px solid !important; display: none !important; padding: 99px !important }`,
  'registered properties and scopes': `@property --rumbo-gap { syntax: '<length>'; inherits: true; initial-value: 99px }
    @layer host { rumbo-widget { display: none !important; all: unset !important } }
    @keyframes rise { from { opacity: 0 } to { opacity: 0 } }`,
}

for (const [name, css] of Object.entries(HOSTILE)) {
  test(`the widget is the same under ${name}`, async () => {
    const { elements, pixels } = await look(css)
    assert.deepEqual(elements, plain.elements)
    const isSame = pixels.equals(plain.pixels)
    if (!isSame) await writeFile(join(out, `hostile-${name.replaceAll(' ', '-')}.png`), pixels)
    assert.ok(isSame, 'the same pixels')
  })
}

test('nothing of the host lies over the widget, whatever its z-index', async () => {
  const cover = (style) => `<div style="position:fixed;inset:0;background:red;${style}"></div>`
  const { pixels } = await look('', cover('z-index:2147483647') + cover('z-index:2147483647'))
  assert.ok(pixels.equals(plain.pixels))
})

test('a body that is zoomed zooms the widget with it, and leaves it in its corner, whole', async () => {
  const page = await open('body { zoom: 1.25 }')
  const { x, y, width, height } = await card(page).boundingBox()
  assert.ok(x > 0 && y >= 0, `${x}, ${y}`)
  assert.ok(Math.abs(VIEWPORT.width - x - width - 24 * 1.25) < 1, 'at the right')
  assert.ok(Math.abs(VIEWPORT.height - y - height - 24 * 1.25) < 1, 'at the bottom')
})

test("the widget changes nothing of the host's looks", async () => {
  const looks = (page) =>
    page.evaluate(() =>
      [...document.querySelectorAll('html, body, main, main *')].map((element) => {
        const style = getComputedStyle(element)
        const rect = element.getBoundingClientRect().toJSON()
        return { rect, style: [...style].map((name) => `${name}: ${style[name]}`) }
      }),
    )
  const page = await open('')
  const withWidget = await looks(page)
  await page.evaluate(() => rumbo.reset())
  await page.locator('rumbo-widget').waitFor({ state: 'detached' })
  assert.deepEqual(withWidget, await looks(page))
})

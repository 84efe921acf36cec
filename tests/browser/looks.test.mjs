//! What every view looks like: in the light and in the dark, from both sides, on every screen.

import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { launchBrowser, violations } from '../harness/index.mjs'
import { colours, contrast } from '../harness/contrast.mjs'
import { choose, openGallery, put, views } from '../harness/gallery.mjs'

const out = fileURLToPath(new URL('../out/looks/', import.meta.url))
const DESKTOP = { viewport: { width: 1000, height: 760 } }
const PHONE = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true }
const SMALL_PHONE = { ...PHONE, viewport: { width: 320, height: 568 } }
/** A laptop at 200 %. */
const ZOOMED = { viewport: { width: 640, height: 400 } }

let browser
const drawn = {}
before(async () => {
  browser = await launchBrowser()
  for (const tag of ['en', 'es', 'ar']) drawn[tag] = await views(tag)
  await mkdir(out, { recursive: true })
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})
after(() => browser?.close())

async function gallery(options) {
  const page = await browser.newPage({ reducedMotion: 'reduce', ...options })
  await openGallery(page)
  return page
}

/** What of the visible view leaves the screen, is cut off, or is too small to hit. */
const faults = (page) =>
  page.evaluate(() => {
    const { shadowRoot } = document.querySelector('rumbo-widget')
    const aside = shadowRoot.querySelector('aside')
    if (!aside) return []
    const found = []
    const box = aside.getBoundingClientRect()
    if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight)
      found.push(`leaves the screen: ${JSON.stringify(box)}`)
    if (document.documentElement.scrollWidth > innerWidth) found.push('the host scrolls sideways')
    if (aside.scrollWidth > aside.clientWidth) found.push('the card scrolls sideways')
    for (const element of aside.querySelectorAll('*')) {
      const { left, right, width } = element.getBoundingClientRect()
      const isHidden = element.closest('.sr-only') || !width
      if (!isHidden && (left < box.left - 0.5 || right > box.right + 0.5))
        found.push(`sticks out: ${element.outerHTML.slice(0, 90)}`)
    }
    for (const control of aside.querySelectorAll('a, button, textarea, input:not([type=hidden])')) {
      const { width, height } = (control.closest('label') ?? control).getBoundingClientRect()
      if (width && (width < 24 || height < 24))
        found.push(`${width} × ${height}: ${control.outerHTML.slice(0, 90)}`)
    }
    return found
  })

for (const [language, scheme, screen, options] of [
  ['en', 'light', 'desktop', DESKTOP],
  ['en', 'dark', 'desktop', DESKTOP],
  ['es', 'light', 'phone', PHONE],
  ['es', 'dark', 'phone', PHONE],
  ['ar', 'light', 'desktop', DESKTOP],
  ['ar', 'dark', 'phone', PHONE],
]) {
  test(`every view is whole and axe finds nothing: ${language}, ${scheme}, ${screen}`, async () => {
    const page = await gallery({ colorScheme: scheme, ...options })
    const look = async (name) => {
      const what = `${name}-${language}-${scheme}-${screen}`
      await page.screenshot({ path: join(out, `${what}.png`) })
      assert.deepEqual(await faults(page), [], what)
      assert.deepEqual(await violations(page), [], what)
    }
    for (const [name, html] of drawn[language]) {
      await put(page, html)
      await look(name)
      if (await choose(page)) await look(`${name}-chosen`)
    }
  })
}

test('nothing is cut off at 320 px or at 200 %, in any language', async () => {
  for (const options of [SMALL_PHONE, ZOOMED]) {
    const page = await gallery(options)
    for (const [language, all] of Object.entries(drawn)) {
      for (const [name, html] of all) {
        await put(page, html)
        const what = `${name}-${language}-${options.viewport.width}`
        assert.deepEqual(await faults(page), [], what)
        await choose(page)
        assert.deepEqual(await faults(page), [], `${what}, chosen`)
        await page.screenshot({ path: join(out, `${what}.png`) })
      }
    }
    await page.close()
  }
})

const TOKENS = ['accent', 'on-accent', 'surface', 'text', 'muted', 'control', 'warn']
/** What stands on what, and how much of a contrast it needs. */
const PAIRS = [
  ['text', 'surface', 4.5],
  ['text', 'tint', 4.5],
  ['muted', 'surface', 4.5],
  ['muted', 'tint', 4.5],
  ['accent', 'surface', 4.5],
  ['accent', 'tint', 4.5],
  ['on-accent', 'accent', 4.5],
  ['warn', 'surface', 4.5],
  ['warn', 'tint', 4.5],
  ['control', 'surface', 3],
  ['control', 'tint', 3],
]

test('every colour can be told from what it stands on, in the light and in the dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const page = await gallery({ colorScheme })
    const property = (name) => (name === 'tint' ? name : `rumbo-${name}`)
    const found = await colours(page, [...TOKENS, 'tint'].map(property))
    for (const [front, back, least] of PAIRS) {
      const ratio = contrast(found[property(front)], found[property(back)])
      assert.ok(ratio >= least, `${front} on ${back}, ${colorScheme}: ${ratio.toFixed(2)}`)
    }
  }
})

test('a host sets colours and the corner from its own style sheet', async () => {
  const page = await gallery(DESKTOP)
  await put(page, drawn.en.find(([name]) => name === 'launcher')[1])
  await page.addStyleTag({
    content: `rumbo-widget { --rumbo-accent: rgb(1, 2, 3); --rumbo-block: 24px auto; --rumbo-inline: 24px auto }
      rumbo-widget::part(button) { border-radius: 3px }`,
  })
  const pill = page.locator('rumbo-widget button')
  const { x, y } = await pill.boundingBox()
  assert.deepEqual([x, y], [24, 24])
  assert.equal(await pill.evaluate((button) => getComputedStyle(button).borderRadius), '3px')
  const ring = page.locator('rumbo-widget circle').last()
  assert.equal(await ring.evaluate((el) => getComputedStyle(el).stroke), 'rgb(1, 2, 3)')
})

test('while somebody writes on a phone, all of it is where no keyboard is', async () => {
  for (const options of [PHONE, SMALL_PHONE]) {
    const page = await gallery(options)
    await put(page, drawn.en.find(([name]) => name === 'nps')[1])
    await page.locator('rumbo-widget input[value="8"]').tap()
    const sheet = page.locator('rumbo-widget aside')
    const height = options.viewport.height
    const box = () => sheet.boundingBox()
    assert.ok((await box()).y + (await box()).height >= height - 1, 'a sheet at the bottom')
    await page.locator('rumbo-widget textarea').tap()
    const isUp = async () => (await box()).y + (await box()).height <= height / 2 + 1
    for (const end = Date.now() + 10_000; !(await isUp());) {
      assert.ok(Date.now() < end, 'in the upper half')
    }
    const send = await page.getByRole('button', { name: 'Send' }).boundingBox()
    assert.ok(send.y >= 0 && send.y + send.height <= height / 2 + 1, 'Send is in sight')
    // The finger finds the button where it was, and then the sheet goes back.
    await page.evaluate(() => {
      document.querySelector('rumbo-widget').shadowRoot.addEventListener('submit', (event) => {
        event.preventDefault()
        window.sent = true
      })
    })
    await page.getByRole('button', { name: 'Send' }).tap()
    await page.waitForFunction(() => window.sent)
    await page.waitForFunction(
      (height) =>
        document
          .querySelector('rumbo-widget')
          .shadowRoot.querySelector('aside')
          .getBoundingClientRect().bottom >=
        height - 1,
      height,
    )
    await page.close()
  }
})

test('nothing moves for those who do not like motion, and the host does not shift', async () => {
  const page = await gallery(DESKTOP)
  const before = await page.locator('h1').boundingBox()
  await put(page, drawn.en.find(([name]) => name === 'checklist-complete')[1])
  const moving = () =>
    page.evaluate(() => document.querySelector('rumbo-widget').shadowRoot.getAnimations().length)
  assert.equal(await moving(), 0)
  assert.deepEqual(await page.locator('h1').boundingBox(), before)
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  await put(page, drawn.en.find(([name]) => name === 'checklist-complete')[1])
  assert.ok((await moving()) >= 3)
})

test('forced colours leave every control and state to be seen', async () => {
  const page = await gallery({ ...DESKTOP, forcedColors: 'active' })
  for (const [name, html] of drawn.en) {
    await put(page, html)
    await choose(page)
    assert.deepEqual(await faults(page), [], name)
    await page.screenshot({ path: join(out, `${name}-forced.png`) })
  }
})

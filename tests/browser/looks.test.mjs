//! What every view looks like: in the light and in the dark, from both sides, on every screen.

import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { launchBrowser, violations } from '../harness/index.mjs'
import { openGallery, put, views } from '../harness/gallery.mjs'

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

/** Chooses what can be chosen, so that what waits for it shows. */
const choose = (page) =>
  page.evaluate(() => {
    const inputs = document
      .querySelector('rumbo-widget')
      .shadowRoot.querySelectorAll('input:not([type=hidden])')
    inputs[Math.floor(inputs.length * 0.8)]?.click()
    return inputs.length > 0
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

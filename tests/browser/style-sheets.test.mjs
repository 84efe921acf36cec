//! A page that has only checklists, or only surveys, is sent a part of the style sheet. It looks as
//! with all of it.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { launchBrowser } from '../harness/index.mjs'
import { choose, css, dress, openGallery, put, styleSheet, views } from '../harness/gallery.mjs'

let browser
let drawn
before(async () => {
  browser = await launchBrowser()
  drawn = await views('ar')
})
after(() => browser?.close())

/** What each view is drawn by where there is nothing else. */
const OF = { checklist: /^(checklist|launcher)/, survey: /^(?!checklist|launcher|course|nothing)/ }

/** Every style of everything in the widget, one line for each element. */
const styles = (page) =>
  page.evaluate(() => {
    const host = document.querySelector('rumbo-widget')
    for (const animation of host.shadowRoot.getAnimations()) {
      animation.pause()
      animation.currentTime = 0
    }
    const all = [host, ...host.shadowRoot.querySelectorAll('*')]
    return all.flatMap((element) =>
      [undefined, '::before', '::after'].flatMap((pseudo) => {
        const style = getComputedStyle(element, pseudo)
        if (pseudo && style.content === 'none') return []
        const values = [...style].map((name) => `${name}: ${style.getPropertyValue(name)}`)
        return [element.outerHTML.slice(0, 90) + (pseudo ?? ''), ...values].join('; ')
      }),
    )
  })

const PHONE = { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true }
for (const [device, options] of Object.entries({
  'a desktop': { reducedMotion: 'no-preference' },
  'a phone in the dark': { ...PHONE, colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
})) {
  for (const [sheet, isOfIt] of Object.entries(OF)) {
    test(`a ${sheet} looks the same by its own part of the style sheet: ${device}`, async () => {
      const page = await browser.newPage(options)
      try {
        await openGallery(page)
        const part = await styleSheet(sheet)
        assert.ok(part.length < css.length * 0.9, 'a part')
        const compare = async (what) => {
          await dress(page, css)
          const whole = await styles(page)
          await dress(page, part)
          const own = await styles(page)
          for (const [i, line] of own.entries()) assert.equal(line, whole[i], what)
          assert.equal(own.length, whole.length, what)
        }
        const ofIt = drawn.filter(([name]) => isOfIt.test(name))
        assert.ok(ofIt.length > 4)
        for (const [name, html] of ofIt) {
          await put(page, html)
          await compare(name)
          if (await choose(page)) await compare(`${name}, chosen`)
        }
      } finally {
        await page.close()
      }
    })
  }
}

//! A checklist stands on the next page of a visit before the edge has said so.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'

import { card, nothing, OUTBOX, startFakeEdge } from './fake-edge.mjs'
import { launch, settled, tag, until } from './loader-page.mjs'
import { openDurable } from './outbox-page.mjs'

let edge
let browser
before(async () => {
  edge = await startFakeEdge()
  browser = await launch()
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  edge.reset()
})
after(async () => {
  await browser.close()
  await edge.close()
})

const tagOf = (user) => tag(edge, `data-key="wk_test" data-user="${user}" data-open`)
const never = () => new Promise(() => {})
const nLeft = (page) => page.evaluate(() => sessionStorage.length)
const title = (page) => page.locator('rumbo-widget h2')

/** The first page of a visit, which has settled. */
async function firstPage(answer = card('One'), options) {
  edge.answer = () => answer
  const page = await openDurable(browser, edge, tagOf('ana'), options)
  await settled(page)
  return page
}

/** The next page, for `user`, by a link of the page before it; the edge answers it with `answer`. */
async function nextPage(page, answer, user = 'ana', referer = page.url()) {
  edge.calls.length = 0
  edge.answer = answer
  await page.goto(edge.page(tagOf(user)), { waitUntil: 'commit', referer })
}

test('the checklist is there while the edge is silent, and the same Wasm takes it over', async () => {
  const page = await firstPage()
  await nextPage(page, never)
  await title(page).waitFor()
  assert.equal(await title(page).textContent(), 'One')
  await page.waitForFunction(() => window.widget?.includes('hydrate One One'))
  const { body } = await until(() => edge.calls[0])
  assert.deepEqual([body.have, body.css], ['One', 'css-1'])
  // That it was seen is no news.
  assert.deepEqual(
    edge.calls.map(({ path }) => path),
    ['/v1/placements'],
  )
})

test('who comes back from elsewhere has it as well, and the edge is asked first', async () => {
  const page = await firstPage()
  await nextPage(page, never, 'ana', 'https://pay.example/done')
  await title(page).waitFor()
  const { body } = await until(() => edge.calls[0])
  assert.deepEqual([body.have, body.css], [undefined, undefined])
})

test('an answer that is there already is not drawn over', async () => {
  const page = await firstPage()
  await until(() => nLeft(page))
  // What was left is looked for when the answer has come, and nothing has replaced it.
  await page.route(`**${OUTBOX}`, () => {})
  await page.addInitScript(() => {
    const { setTimeout } = window
    window.setTimeout = (action, ms) => setTimeout(action, ms + 300)
  })
  await nextPage(page, () => card('Two'), 'ana', 'https://pay.example/done')
  await title(page).waitFor()
  await page.waitForTimeout(600)
  assert.deepEqual(await page.evaluate(() => window.widget), ['init', 'hydrate Two Two'])
})

test('what holds is what the edge answers', async () => {
  const page = await firstPage()
  await nextPage(page, () => nothing())
  await until(async () => edge.calls[0] && !(await title(page).count()))
  await until(async () => !(await nLeft(page)))
})

test('the page after the next has it too, though the edge sent it once', async () => {
  const page = await firstPage()
  const { etag, placements, lasts } = card('One')
  await nextPage(page, () => ({ etag, placements, lasts }))
  await settled(page)
  await nextPage(page, never)
  assert.equal(await title(page).textContent(), 'One')
})

test('nothing is left while the edge has not heard of what was done', async () => {
  const page = await firstPage()
  await until(() => nLeft(page))
  let answer
  edge.answer = () => new Promise((resolve) => (answer = resolve))
  await page.getByRole('button', { name: 'Invite' }).click()
  await until(async () => answer && !(await nLeft(page)))
  answer(card('Two'))
  await until(() => nLeft(page))
  await nextPage(page, never)
  assert.equal(await title(page).textContent(), 'Two')
})

test('what is for this page alone goes with it', async () => {
  const page = await firstPage(card('How likely?', { lasts: false }))
  assert.equal(await nLeft(page), 0)
})

test('nobody sees what another was shown', async () => {
  const page = await firstPage()
  await until(() => nLeft(page))
  await nextPage(page, never, 'ben')
  await until(() => edge.calls[0])
  assert.equal(await title(page).count(), 0)
})

test('after reset() nothing is left', async () => {
  const page = await firstPage()
  await until(() => nLeft(page))
  edge.answer = () => nothing()
  await page.evaluate(() => rumbo.reset())
  await until(async () => !(await nLeft(page)))
})

test('where storage is blocked each page waits for the edge, and nobody hears of it', async () => {
  const page = await firstPage(card('One'), {
    before: () =>
      Object.defineProperty(window, 'sessionStorage', {
        get() {
          throw new DOMException('blocked', 'SecurityError')
        },
      }),
  })
  assert.equal(await title(page).textContent(), 'One')
  assert.deepEqual([page.warnings, page.errors], [[], []])
})

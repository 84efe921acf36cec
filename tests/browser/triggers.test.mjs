//! What only the page can see is due when it was seen: a while on the page, a rest, a way out. And
//! `explain`, which asks the edge why.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'

import { nothing, startFakeEdge } from './fake-edge.mjs'
import { launch, tag, until } from './loader-page.mjs'
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

/** A page that is told to listen for `awaited`, with its clock in our hands. */
async function open(...awaited) {
  // What has been seen is awaited no more.
  edge.answer = () => nothing(fired().length ? {} : { awaited })
  const page = await openDurable(browser, edge, tag(edge, 'data-key="wk_test" data-user="ana"'), {
    before: () => {
      const { addEventListener: add } = EventTarget.prototype
      window.live = new Set()
      EventTarget.prototype.addEventListener = function (type, listener, options) {
        if (this === document) {
          window.live.add(type)
          options?.signal?.addEventListener('abort', () => window.live.delete(type))
        }
        return add.call(this, type, listener, options)
      }
    },
  })
  await page.clock.install()
  // Asked once more, so that what is timed is timed by our clock.
  await page.evaluate(() => rumbo.track('Clock In'))
  return page
}
const fired = () => edge.calls.flatMap(({ body }) => body.fired ?? [])

test('so long on a page, once', async () => {
  const page = await open({ id: 'stay', trigger: { delay_s: 20 } })
  await page.evaluate(() => history.pushState(null, '', '#elsewhere'))
  await page.clock.runFor(1_000)
  await until(() => edge.calls.at(-1).body.context.page.url.endsWith('#elsewhere'))
  await page.evaluate(() => rumbo.track('Looked'))
  await page.clock.runFor(17_000)
  assert.deepEqual(fired(), [])
  await page.clock.runFor(3_000)
  await until(() => fired().length)
  // What goes after it is answered after it: a request that is still out when a minute passes has
  // timed out, and is tried again.
  await page.evaluate(() => rumbo.track('Stayed'))
  await page.clock.runFor(60_000)
  await page.evaluate(() => rumbo.track('Stayed on'))
  assert.deepEqual(fired(), ['stay'])
})

test('so long without a touch; each one begins the rest anew', async () => {
  const page = await open({ id: 'rest', trigger: { idle_s: 30 } })
  await page.evaluate(() => rumbo.track('Looked'))
  await page.mouse.move(10, 10)
  await page.clock.runFor(29_000)
  await page.keyboard.press('a')
  await page.clock.runFor(29_000)
  assert.deepEqual(fired(), [])
  await page.clock.runFor(2_000)
  await until(() => fired().length)
  assert.deepEqual(fired(), ['rest'])
})

test('the pointer leaves over the upper edge', async () => {
  const page = await open({ id: 'exit', trigger: 'exit_intent' })
  // Twice in one go: the second is before any answer.
  const leave = (clientY) =>
    page.evaluate((clientY) => {
      for (let n = 0; n < 2; n++) {
        const event = new MouseEvent('mouseout', { bubbles: true, clientY, relatedTarget: null })
        document.documentElement.dispatchEvent(event)
      }
    }, clientY)
  await leave(200)
  assert.deepEqual(fired(), [])
  await leave(-1)
  await until(() => fired().length)
  await page.evaluate(() => rumbo.track('Stayed'))
  await leave(-1)
  await page.evaluate(() => rumbo.track('Left'))
  assert.deepEqual(fired(), ['exit'])
})

test('after reset, nothing is listened for', async () => {
  const page = await open({ id: 'exit', trigger: 'exit_intent' })
  assert.ok(await page.evaluate(() => live.has('mouseout')))
  await page.evaluate(() => rumbo.reset())
  await until(() => page.evaluate(() => !live.has('mouseout')))
})

test('explain resolves with what the edge says, and other calls with true', async () => {
  const page = await open()
  const said = [{ content: 'nps', shown: false, gates: [{ gate: 'segment', passes: false }] }]
  edge.answer = (_, body) => nothing(body.explain ? { explain: said } : {})
  const [explained, tracked] = await page.evaluate(() =>
    Promise.all([rumbo.explain('nps'), rumbo.track('Beside')]),
  )
  assert.deepEqual(explained, said)
  assert.equal(tracked, true)
  assert.deepEqual(edge.calls.at(-1).body.explain, ['nps'])
  await page.evaluate(() => rumbo.explain())
  assert.deepEqual(edge.calls.at(-1).body.explain, [''])
})

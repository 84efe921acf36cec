// A token that is no good any more: what a person does meanwhile waits for the next one.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { startFakeEdge } from './fake-edge.mjs'
import { launch, queue, tag, until } from './loader-page.mjs'
import { isOnceEach, openDurable, remember, rows, stored, track } from './outbox-page.mjs'

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

const KEY = 'crossorigin data-key="wk_test"'
const IDENTIFY = `['identify', 'ana', {}, { token: 'old' }]`
/** A host that tells when it was asked for a token, and gives the next of these. */
const host = (...tokens) => `<script>
  window.asked = 0
  window.tokens = ${JSON.stringify(tokens)}
  window.rumbo = window.rumbo || []
  rumbo.push(['on', 'identity_unverified', () => {
    window.asked++
    const token = window.tokens.shift()
    if (token) rumbo.identify('ana', {}, { token })
  }])
</script>`
/** A page of that host, once the outbox has sent something by itself. */
async function open(memory, ...tokens) {
  const body = host(...tokens) + queue(IDENTIFY) + tag(edge, KEY)
  const page = await openDurable(browser, edge, body)
  memory.to = () => ({ status: 503, body: {} })
  await track(page, 'Ready')
  await stored(page, 1)
  memory.to = undefined
  await stored(page, 0)
  return page
}

/** Remembers what came, and refuses whoever is `ana` without a token that is `isGood`. */
function believing(isGood) {
  const memory = remember(edge)
  const believe = edge.answer
  memory.isGood = isGood
  edge.answer = (path, body, n) =>
    body.userId === 'ana' && !memory.isGood(body.token)
      ? { status: 401, body: { code: 'identity_unverified', detail: 'it has expired' } }
      : believe(path, body, n)
  return memory
}

const asked = (page) => page.evaluate(() => window.asked)
/** What was accepted but for who it was. */
const tracked = ({ accepted }) => accepted.filter((name) => name?.startsWith('Event'))

test('the host is asked for another token once, and all goes out with it, once and in order', async () => {
  const memory = believing(() => true)
  const page = await open(memory)
  memory.isGood = (token) => token === 'new'
  await track(page, 'Event 1')
  await until(async () => (await asked(page)) === 1)
  const nCalls = edge.calls.length
  const acknowledged = page.evaluate(() => rumbo.track('Event 2'))
  await track(page, 'Event 3')
  await stored(page, 3)
  assert.equal(edge.calls.length, nCalls, 'nothing is sent that would be refused')
  assert.equal(await asked(page), 1)
  await page.evaluate(() => rumbo.identify('ana', {}, { token: 'new' }))
  await until(() => tracked(memory).length === 3)
  assert.deepEqual(tracked(memory), ['Event 1', 'Event 2', 'Event 3'])
  assert.ok(isOnceEach(memory))
  assert.equal(await acknowledged, true)
  await stored(page, 0)
  assert.deepEqual(page.warnings, ['[rumbo] identity_unverified: it has expired'])
  assert.deepEqual(page.errors, [])
})

test('a host that answers at once is enough', async () => {
  const memory = believing(() => true)
  const page = await open(memory, 'new')
  memory.isGood = (token) => token === 'new'
  await track(page, 'Event 1', 'Event 2')
  await until(() => tracked(memory).length === 2)
  assert.equal(await asked(page), 1)
  await stored(page, 0)
})

test('a host whose tokens are no good is asked less and less often', async () => {
  const memory = believing(() => true)
  const page = await open(memory, ...Array.from({ length: 500 }, (_, i) => `bad ${i}`))
  memory.isGood = () => false
  const begin = Date.now()
  await track(page, 'Event 1')
  await until(async () => (await asked(page)) === 4)
  // Waits of 2, 4 and 8 s, each by chance half of it.
  assert.ok(Date.now() - begin >= 6_900, `${Date.now() - begin} ms`)
  assert.equal(tracked(memory).length, 0)
})

test('what waits for a token outlives the page', async () => {
  const memory = believing(() => true)
  const page = await open(memory)
  memory.isGood = (token) => token === 'new'
  await track(page, 'Event 1', 'Event 2')
  await until(async () => (await asked(page)) === 1)
  await stored(page, 2)
  await page.goto(edge.page(queue(`['identify', 'ana', {}, { token: 'new' }]`) + tag(edge, KEY)))
  await until(() => tracked(memory).length === 2)
  assert.deepEqual(tracked(memory), ['Event 1', 'Event 2'])
  await stored(page, 0)
})

test('who signs out is not held up by it', async () => {
  const memory = believing(() => true)
  const page = await open(memory)
  memory.isGood = () => false
  await track(page, 'Event 1')
  await until(async () => (await asked(page)) === 1)
  await page.evaluate(() => {
    rumbo.reset()
    rumbo.track('Event 2')
  })
  await until(() => tracked(memory).length === 1)
  assert.deepEqual(tracked(memory), ['Event 2'])
  await stored(page, 0)
  assert.deepEqual(await rows(page), [])
})

test('so it is with the first request of a page, which the loader sends', async () => {
  const memory = believing((token) => token === 'new')
  const calls = queue(IDENTIFY, `['track', 'Event 1']`)
  const page = await openDurable(browser, edge, host('new') + calls + tag(edge, KEY))
  await until(() => tracked(memory).length === 1)
  assert.equal(await asked(page), 1)
  assert.ok(isOnceEach(memory))
  await stored(page, 0)
})

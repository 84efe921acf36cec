//! A network that fails the loader: the host loads, answers its user and hears nothing of it.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { card, startFakeEdge } from './fake-edge.mjs'
import { launch, open as openIn, queue, settled, tag, until } from './loader-page.mjs'
import { SILENCE } from './outbox-page.mjs'

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
  await browser?.close()
  await edge?.close()
})

/** A host with a button that counts its clicks, and two calls in the queue. */
const host = (script = tag(edge)) =>
  `<button onclick="this.textContent = +this.textContent + 1">0</button>
   ${queue(`['identify', 'ana']`, `['track', 'Opened']`)}${script}`

const open = (body = host(), options) => openIn(browser, edge, body, options)

/** Whether the page reacts to its user, with `n` clicks so far. */
async function reacts(page, n = 1) {
  await page.getByRole('button', { name: String(n - 1) }).click()
  await page.getByRole('button', { name: String(n) }).waitFor()
}

test('a loader that is late holds up neither the document nor its user', async () => {
  const release = edge.hold('/rumbo.js')
  const page = await open(host(), { waitUntil: 'domcontentloaded' })
  await reacts(page)
  assert.equal(edge.calls.length, 0)
  release()
  const { body } = await until(() => edge.calls[0])
  assert.deepEqual(
    body.batch.map(({ type }) => type),
    ['identify', 'track'],
  )
  await page.waitForLoadState('load')
})

test('an edge that never answers holds up neither the load event nor the user', async () => {
  edge.answer = SILENCE
  const page = await open(host(), { waitUntil: 'load' })
  await until(() => edge.calls.length)
  await reacts(page)
  assert.equal(await page.locator('rumbo-widget').count(), 0)
  assert.deepEqual([page.errors, page.warnings], [[], []])
})

test('an edge that answers late shows what it has to show then', async () => {
  let answer
  const late = card('Late')
  // What the page says next, that the card was seen, must not take it away again.
  edge.answer = (path, body, n) =>
    n === 1 ? new Promise((resolve) => (answer = () => resolve(late))) : late
  const page = await open(host(), { waitUntil: 'load' })
  await until(() => answer)
  await reacts(page)
  answer()
  await page.locator('rumbo-widget h2', { hasText: 'Late' }).waitFor()
  // That it was seen is said even after the page is gone: the next test must not hear of it.
  await until(() => edge.calls[1])
})

test('where the loader is blocked, the queue is an array and takes every call', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const errors = []
  page.on('pageerror', (error) => errors.push(String(error)))
  await page.route('**/rumbo.js', (route) => route.abort('blockedbyclient'))
  await page.goto(edge.page(host()), { waitUntil: 'load' })
  await reacts(page)
  const found = await page.evaluate(() => {
    for (let n = 0; n < 1_000; n++) rumbo.push(['track', `Event ${n}`])
    return [Array.isArray(rumbo), rumbo.length, rumbo.version]
  })
  assert.deepEqual(found, [true, 1_002, undefined])
  assert.deepEqual([errors, edge.calls.length], [[], 0])
})

test("where the loader is blocked, the snippet's promises wait and harm nobody", async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const errors = []
  page.on('pageerror', (error) => errors.push(String(error)))
  await page.route('**/rumbo.js', (route) => route.abort('blockedbyclient'))
  const start = `rumbo.init('wk_test', { edge: '${edge.origin}' }); rumbo.identify('ana')`
  const body = host(`<script>${edge.snippet}</script><script>${start}</script>${tag(edge, '')}`)
  await page.goto(edge.page(body), { waitUntil: 'load' })
  await reacts(page)
  const settled = await page.evaluate(async () => {
    let isSettled = false
    rumbo.track('Clicked').finally(() => (isSettled = true))
    // A task later everything that was to be said is said.
    await new Promise((resolve) => setTimeout(resolve))
    return isSettled
  })
  assert.equal(settled, false)
  assert.deepEqual(errors, [])
})

for (const [what, fail] of [
  ['cannot be reached', (route) => route.abort('connectionrefused')],
  ['answers with faults', (route) => route.fulfill({ status: 503, body: 'no' })],
  ['answers what it would never say', (route) => route.fulfill({ body: '<h1>Log in</h1>' })],
]) {
  test(`an edge that ${what} is one line in the console`, async () => {
    const page = await open(host(''), { before: () => (window.isHost = true) })
    await page.clock.install()
    let nTries = 0
    await page.route('**/v1/**', (route) => {
      nTries++
      return fail(route)
    })
    await page.evaluate((src) => {
      const script = document.createElement('script')
      Object.assign(script, { src, async: true })
      script.dataset.key = 'wk_test'
      document.head.append(script)
    }, `${edge.origin}/rumbo.js`)
    // Its waits pass by themselves: an hour goes by.
    await until(async () => {
      await page.clock.runFor(10_000)
      return nTries > 7 && page.warnings.length
    }, 'tried again and again')
    await reacts(page)
    assert.deepEqual(page.warnings, ['[rumbo] edge out of reach'])
    assert.deepEqual(page.errors, [])

    // And when it is back, what waited is told.
    await page.unroute('**/v1/**')
    await until(async () => {
      await page.clock.runFor(60_000)
      return edge.calls.length
    }, 'delivered')
    await settled(page)
    // By their ids: a try that was cut off may have arrived.
    const items = edge.calls.flatMap(({ body }) => body.batch ?? [])
    const types = new Map(items.map(({ messageId, type }) => [messageId, type]))
    assert.deepEqual([...types.values()], ['identify', 'track'])
  })
}

test('a loader that only half arrives, or is another file, leaves the host alone', async () => {
  for (const [status, body] of [
    [200, 'window.rumbo = window.rumbo || []; void 0'],
    [404, '<h1>Not found</h1>'],
    [200, ''],
  ]) {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.route('**/rumbo.js', (route) =>
      route.fulfill({ status, body, contentType: 'text/javascript' }),
    )
    await page.goto(edge.page(host()), { waitUntil: 'load' })
    await reacts(page)
    assert.equal(await page.evaluate(() => Array.isArray(rumbo) && rumbo.length), 2)
  }
})

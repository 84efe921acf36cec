// What the edge has not acknowledged outlives reload, crash and hours offline, and arrives once.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { card, nothing, startFakeEdge } from './fake-edge.mjs'
import { launch, settled, tag, until } from './loader-page.mjs'
import {
  crash,
  durable,
  isOnceEach,
  openDurable,
  remember,
  rows,
  SILENCE,
  stored,
  tab,
  track,
} from './outbox-page.mjs'

let edge
let browser
const ana = () => tag(edge, 'data-key="wk_test" data-open data-user="ana" data-account="acme"')
const open = (body = ana(), options) => openDurable(browser, edge, body, options)
const DOWN = () => ({ status: 503, body: {} })
const names = (n, from = 1) => Array.from({ length: n }, (_, i) => `Event ${from + i}`)
/** What was accepted but for the calls that each page starts with. */
const tracked = ({ accepted }) => accepted.filter((name) => name.startsWith('Event'))

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

test('what is in flight and what waits outlive a reload, in order', async () => {
  const memory = remember(edge)
  const page = await open()
  memory.to = SILENCE
  await track(page, 'Event 1', 'Event 2')
  await until(() => edge.calls.at(-1).body.batch?.[0].event === 'Event 1')
  await track(page, 'Event 3')
  await stored(page, 3)
  memory.to = undefined
  await page.reload()
  await until(() => tracked(memory).length === 3)
  await stored(page, 0)
  // The page that went may have sent them with its last breath.
  assert.deepEqual(tracked(memory).sort(), names(3))
  assert.deepEqual(page.errors, [])
})

test('what another page sends still says where it was made, and in which browser', async () => {
  const memory = remember(edge)
  const page = await open()
  memory.to = SILENCE
  await page.evaluate(() => history.pushState(null, '', '#before'))
  await track(page, 'Event 1')
  await stored(page, 1)
  const [{ load }] = await rows(page)
  const { anonymousId } = edge.calls[0].body
  assert.match(anonymousId, /^anon-/)
  assert.equal(load.anonymousId, anonymousId)
  assert.equal(load.context.page.url, `${edge.hostOrigin}/#before`)
  assert.deepEqual([load.context.locale, load.context.groupId], ['es', 'acme'])
  await crash(page)

  memory.to = undefined
  edge.calls.length = 0
  const next = await tab(page, edge)
  await stored(next, 0)
  const sent = edge.calls.find(({ body }) => body.batch?.some(({ event }) => event === 'Event 1'))
  assert.equal(sent.body.context.page.url, `${edge.hostOrigin}/`)
  assert.deepEqual(
    sent.body.batch.find(({ event }) => event === 'Event 1'),
    JSON.parse(JSON.stringify(load)),
  )
})

test('a crash loses nothing', async () => {
  const memory = remember(edge)
  const page = await open()
  memory.to = DOWN
  await track(page, ...names(3))
  await stored(page, 3)
  await track(page, 'Event 4')
  await stored(page, 4)
  const other = await tab(page, edge)
  await crash(page)
  memory.to = undefined
  await other.reload()
  await until(() => tracked(memory).length === 4)
  assert.deepEqual(tracked(memory), names(4))
  assert.ok(isOnceEach(memory))
  await stored(other, 0)
})

test('hours offline: all of it goes out in order, a hundred at a time, one request after the other', async () => {
  const memory = remember(edge)
  const page = await open()
  await page.context().setOffline(true)
  for (let from = 1; from <= 250; from += 25) await track(page, ...names(25, from))
  await stored(page, 250)
  const nCalls = edge.calls.length
  let nNow = 0
  let nMost = 0
  const answer = edge.answer
  edge.answer = async (...args) => {
    nMost = Math.max(nMost, ++nNow)
    await new Promise((resolve) => setTimeout(resolve, 20))
    nNow--
    return answer(...args)
  }
  await page.context().setOffline(false)
  await until(() => tracked(memory).length === 250)
  assert.deepEqual(tracked(memory), names(250))
  assert.deepEqual(
    edge.calls.slice(nCalls).map(({ body }) => body.batch.length),
    [100, 100, 50],
  )
  assert.equal(nMost, 1)
  assert.ok(isOnceEach(memory))
  await stored(page, 0)
  assert.deepEqual(page.warnings, [])
})

test('an edge that is down for long is asked again and again; the host hears of it once', async () => {
  const memory = remember(edge)
  const page = await open(ana(), {
    // Time flies: the tries are a minute apart in the end.
    before: () => {
      const wait = window.setTimeout
      window.setTimeout = (action, ms) => wait(action, Math.min(ms, 20))
    },
  })
  memory.to = DOWN
  const nCalls = edge.calls.length
  await page.evaluate(() => {
    window.done = rumbo.track('Event 1')
  })
  await until(() => edge.calls.length - nCalls >= 12, 'a dozen tries')
  memory.to = undefined
  assert.equal(await page.evaluate(() => window.done), true)
  assert.deepEqual(page.warnings, ['[rumbo] edge out of reach'])
  await stored(page, 0)
})

test('two tabs each send their own; when one dies, the next tab sends what it left', async () => {
  const memory = remember(edge)
  const first = await open()
  const second = await tab(first, edge)
  await durable(second)
  memory.to = DOWN
  await track(first, 'Event 1', 'Event 2')
  await stored(first, 2)
  await track(second, 'Event 3')
  await stored(first, 3)
  const third = await tab(first, edge)
  await track(third, 'Event 4')
  await until(async () => (await rows(third)).some(({ load }) => load.event === 'Event 4'))
  const pages = new Map((await rows(third)).map(({ load, page }) => [load.event, page]))
  assert.equal(pages.get('Event 1'), pages.get('Event 2'))
  assert.equal(new Set(pages.values()).size, 3, 'nobody has taken what is another’s')

  await crash(first)
  const fourth = await tab(third, edge)
  await until(async () => (await rows(third)).every(({ page }) => page !== pages.get('Event 1')))
  memory.to = undefined
  await until(() => tracked(memory).length === 4)
  await stored(fourth, 0)
  assert.ok(tracked(memory).indexOf('Event 1') < tracked(memory).indexOf('Event 2'))
  assert.ok(isOnceEach(memory), 'nothing is sent twice')
})

test('a tab that lived on takes over when it has something to say itself', async () => {
  const memory = remember(edge)
  const first = await open()
  const second = await tab(first, edge)
  await durable(second)
  memory.to = DOWN
  await track(first, 'Event 1')
  await stored(first, 1)
  await crash(first)
  memory.to = undefined
  await track(second, 'Event 2')
  await until(() => tracked(memory).length === 2)
  await stored(second, 0)
  assert.ok(isOnceEach(memory))
})

test('leaving sends what waits, past what is on its way, and the page is gone', async () => {
  const memory = remember(edge)
  const page = await open()
  memory.to = SILENCE
  await track(page, 'Event 1')
  await until(() => edge.calls.at(-1).body.batch?.[0].event === 'Event 1')
  await track(page, 'Event 2', 'Event 3')
  await stored(page, 3)
  const nCalls = edge.calls.length
  await page.goto('about:blank')
  await until(() => edge.calls.length > nCalls)
  assert.deepEqual(
    edge.calls.slice(nCalls).map(({ body }) => body.batch.map(({ event }) => event)),
    [['Event 2', 'Event 3']],
  )
})

test('a hidden page sends what waits, and does not send it again when it lives on', async () => {
  const memory = remember(edge)
  const page = await open()
  let release
  memory.to = () => new Promise((resolve) => (release = () => resolve(nothing())))
  await track(page, 'Event 1')
  await until(() => release)
  await track(page, 'Event 2')
  await stored(page, 2)
  memory.to = undefined
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await until(() => tracked(memory).includes('Event 2'))
  release()
  await stored(page, 0)
  await settled(page)
  assert.deepEqual(tracked(memory), ['Event 2'])
  assert.ok(isOnceEach(memory))
})

test('a page that the browser keeps whole is restored, and still delivers', async () => {
  const memory = remember(edge)
  const keeping = await launch({ keepsPages: true })
  try {
    const page = await openDurable(keeping, edge, ana())
    await page.evaluate(() => addEventListener('pageshow', (event) => (window.shown = event)))
    memory.to = DOWN
    await track(page, 'Event 1')
    await stored(page, 1)
    await page.goto(`${edge.origin}/elsewhere`)
    // In the meantime another tab takes what it left.
    memory.to = undefined
    const other = await tab(page, edge)
    await until(() => tracked(memory).length === 1)
    await stored(other, 0)
    memory.to = DOWN
    await page.goBack({ waitUntil: 'commit' })
    await page.waitForFunction(() => window.shown?.persisted)
    await track(page, 'Event 2')
    memory.to = undefined
    await until(() => tracked(memory).length === 2)
    await stored(page, 0)
    assert.deepEqual(tracked(memory), names(2), 'and the edge knows what came before')
  } finally {
    await keeping.close()
  }
})

test('commands of the person who is back are sent first, and what came of them is shown', async () => {
  const memory = remember(edge)
  memory.answer = card('One')
  const page = await open()
  await page.waitForSelector('rumbo-widget h2')
  await settled(page)
  memory.to = DOWN
  await page.getByRole('button', { name: 'Invite' }).click()
  await stored(page, 1)
  memory.to = undefined
  const answer = edge.answer
  edge.answer = (path, body, n) => {
    if (memory.accepted.includes('complete_item') || body.commands?.[0].item === 'invite') {
      memory.answer = card('Two')
    }
    return answer(path, body, n)
  }
  await page.reload()
  await until(
    // Told of it, or taking it over, where the answer was there before the Wasm.
    async () =>
      (await page.evaluate(() => window.widget ?? [])).some((line) =>
        /^(update|hydrate) Two/.test(line),
      ),
    'the widget has the newest',
  )
  await stored(page, 0)
  assert.ok(isOnceEach(memory))
})

test('what somebody else left is sent as theirs, and its answer is not shown', async () => {
  const memory = remember(edge)
  const page = await open()
  memory.to = DOWN
  await track(page, 'Event 1')
  await stored(page, 1)
  const luis = tag(edge, 'data-key="wk_test" data-open data-user="luis" data-account="globex"')
  memory.to = undefined
  const answer = edge.answer
  edge.answer = async (path, body, n) => ({
    ...(await answer(path, body, n)),
    ...(body.userId === 'ana' && card('For Ana')),
  })
  await page.goto(edge.page(luis))
  await until(() => tracked(memory).length === 1)
  const { body } = edge.calls.find(({ body }) => body.batch?.[0].event === 'Event 1' && body.userId)
  assert.deepEqual([body.userId, body.groupId], ['ana', 'acme'])
  await stored(page, 0)
  await settled(page)
  assert.equal(await page.locator('rumbo-widget').count(), 0)
})

test('after reset, what waits is delivered as who did it', async () => {
  const memory = remember(edge)
  const page = await open()
  memory.to = DOWN
  await track(page, 'Event 1')
  await stored(page, 1)
  await page.evaluate(() => {
    rumbo.reset()
    rumbo.track('Event 2')
  })
  memory.to = undefined
  await until(() => tracked(memory).length === 2)
  const sender = (event) => edge.calls.findLast(({ body }) => body.batch?.[0].event === event).body
  assert.equal(sender('Event 1').userId, 'ana')
  assert.equal(sender('Event 2').userId, undefined)
  await durable(page)
})

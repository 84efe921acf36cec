// The outbox at its limits: bounds, age, other people's rows, and browsers that refuse a part of it.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { nothing, OUTBOX, startFakeEdge } from './fake-edge.mjs'
import { launch, open as openPage, settled, tag, until } from './loader-page.mjs'
import {
  age,
  crash,
  isOnceEach,
  offline,
  openDurable,
  put,
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
const open = (options) => openDurable(browser, edge, ana(), options)
const DOWN = () => ({ status: 503, body: {} })
const names = (n, from = 1) => Array.from({ length: n }, (_, i) => `Event ${from + i}`)
/** What was accepted but for the calls that each page starts with. */
const tracked = ({ accepted }) => accepted.filter((name) => name.startsWith('Event'))
const DAY_MS = 86_400_000

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

test('a thousand are kept: the oldest go first, and the host hears of it once', async () => {
  const memory = remember(edge)
  const page = await open()
  await offline(page, 'Event 1')
  await page.evaluate(() => {
    window.second = rumbo.track('Event 2')
  })
  await track(page, ...names(598, 3))
  await stored(page, 600)
  await track(page, ...names(600, 601))
  await until(async () => (await rows(page)).at(-1).load.event === 'Event 1200')
  assert.equal((await rows(page)).length, 1_000)
  assert.equal(await page.evaluate(() => window.second), false)
  await page.context().setOffline(false)
  await until(() => tracked(memory).length === 1_000)
  await stored(page, 0)
  assert.deepEqual(tracked(memory), names(1_000, 201))
  assert.ok(isOnceEach(memory))
  assert.deepEqual(page.warnings, ['[rumbo] too much is waiting: the oldest is dropped'])
})

test('a megabyte is kept, and a request stays below what the edge takes', async () => {
  const memory = remember(edge)
  const page = await open()
  await offline(page, 'Event 1')
  await page.evaluate(() => {
    for (let n = 2; n <= 60; n++) rumbo.track(`Event ${n}`, { text: 'ü'.repeat(10_000) })
  })
  await until(async () => (await rows(page)).at(-1)?.load.event === 'Event 60')
  const kept = await rows(page)
  assert.ok(kept.length < 50 && kept.length > 40, `${kept.length} rows`)
  const nCalls = edge.calls.length
  await page.context().setOffline(false)
  await until(() => tracked(memory).length === kept.length)
  const sizes = edge.calls.slice(nCalls).map(({ body }) => Buffer.byteLength(JSON.stringify(body)))
  assert.ok(Math.max(...sizes) <= 500_000, sizes.join())
})

test('what has waited for seven days is dropped, with a line; what is younger arrives', async () => {
  const memory = remember(edge)
  const page = await open()
  memory.to = DOWN
  await track(page, 'Event 1', 'Event 2')
  await stored(page, 2)
  await age(page, 6 * DAY_MS)
  await track(page, 'Event 3')
  await stored(page, 3)
  const other = await tab(page, edge)
  await crash(page)
  const [first] = await rows(other)
  await put(other, [
    { ...first, at: first.at - 2 * DAY_MS, id: 'old', load: { ...first.load, messageId: 'old' } },
  ])
  memory.to = undefined
  await other.reload()
  await until(() => tracked(memory).length === 3)
  await stored(other, 0)
  assert.deepEqual(tracked(memory), names(3))
  assert.deepEqual(other.warnings, ['[rumbo] what could not be delivered for 7 days is dropped'])
})

test('rows that are broken, or of another workspace, stop nothing', async () => {
  const memory = remember(edge)
  const page = await open()
  memory.to = DOWN
  await track(page, 'Event 1')
  await stored(page, 1)
  const other = await tab(page, edge)
  await crash(page)
  const [good] = await rows(other)
  const at = good.at - 1_000
  await put(other, [
    { at, id: 'a' },
    { ...good, at, id: 'b', load: null },
    { ...good, at, id: 'c', author: 'ana' },
    { ...good, at, id: 'd', list: 'start', load: 'nps' },
    { ...good, at, id: 'e', list: 'commands', load: { id: 'e', type: 'x', deep: {} } },
    { ...good, at, id: 'f', load: { ...good.load, messageId: 'f' }, key: 'wk_other' },
  ])
  memory.to = undefined
  await other.reload()
  await until(() => tracked(memory).length === 1)
  await settled(other)
  assert.deepEqual(tracked(memory), ['Event 1'])
  assert.deepEqual(
    (await rows(other)).map(({ key }) => key),
    ['wk_other'],
    'it waits for a page of its workspace',
  )
  assert.deepEqual(other.warnings, [])
})

test('what the edge refuses for good is not kept; what it refuses for now is', async () => {
  const memory = remember(edge)
  const page = await open()
  memory.to = () => ({ status: 408, body: {} })
  await page.evaluate(() => {
    window.done = rumbo.track('Event 1')
  })
  await stored(page, 1)
  memory.to = () => ({ status: 403, body: { code: 'forbidden', detail: 'No.' } })
  assert.equal(await page.evaluate(() => window.done), false)
  await stored(page, 0)
  assert.deepEqual(page.warnings, ['[rumbo] forbidden: No.'])
})

test('an edge that is over its limit is not asked again before the time it names', async () => {
  const memory = remember(edge)
  const page = await open()
  let refusedAt
  memory.to = () => {
    refusedAt ??= Date.now()
    return { status: 429, body: {}, headers: { 'retry-after': '2' } }
  }
  const nCalls = edge.calls.length
  await track(page, 'Event 1')
  await until(() => refusedAt)
  memory.to = undefined
  await track(page, 'Event 2')
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await until(() => tracked(memory).length === 2)
  assert.ok(Date.now() - refusedAt >= 1_990, `after ${Date.now() - refusedAt} ms`)
  assert.equal(edge.calls.length, nCalls + 2)
})

test('leaving takes no more with it than a browser keeps alive', async () => {
  const memory = remember(edge)
  const page = await open()
  memory.to = SILENCE
  await track(page, 'Event 0')
  await until(() => edge.calls.at(-1).body.batch?.[0].event === 'Event 0')
  await page.evaluate(() => {
    for (let n = 1; n <= 12; n++) rumbo.track(`Event ${n}`, { text: 'x'.repeat(8_000) })
  })
  await stored(page, 13)
  memory.to = undefined
  const nCalls = edge.calls.length
  await page.goto('about:blank')
  await until(() => edge.calls.length > nCalls)
  // The rest, and what was never answered, comes with the next page.
  await page.goto(`${edge.hostOrigin}/`)
  await until(() => tracked(memory).length === 13)
  await stored(page, 0)
  // What was acknowledged when the page was gone comes again, and the edge knows it.
  const nLast = [...memory.ids.values()].filter((n) => n === 2).length
  assert.ok(nLast >= 3 && nLast <= 5, `${nLast} of them, 8 KB each`)
})

for (const [what, before] of [
  ['is missing', () => delete window.indexedDB && delete Window.prototype.indexedDB],
  [
    'throws',
    () =>
      Object.defineProperty(window, 'indexedDB', {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError')
        },
      }),
  ],
  [
    'refuses to open',
    () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('A mutation operation was attempted.', 'InvalidStateError')
      }
    },
  ],
  [
    'never opens',
    () => {
      IDBFactory.prototype.open = () => new EventTarget()
    },
  ],
]) {
  test(`where IndexedDB ${what}, the loader works without it`, async () => {
    const memory = remember(edge)
    const page = await openPage(browser, edge, ana(), { before })
    await until(() => edge.fetched.includes(OUTBOX))
    await settled(page)
    memory.to = DOWN
    await page.evaluate(() => {
      window.done = rumbo.track('Event 1')
    })
    const nCalls = edge.calls.length
    await until(() => edge.calls.length > nCalls)
    memory.to = undefined
    assert.equal(await page.evaluate(() => window.done), true)
    assert.ok(isOnceEach(memory))
    assert.deepEqual(page.errors, [])
    assert.ok(page.warnings.length <= 1, page.warnings.join())
  })
}

for (const [how, before, error] of [
  [
    'at once',
    () => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('Full.', 'QuotaExceededError')
      }
    },
    'QuotaExceededError: Full.',
  ],
  [
    'later, with the whole transaction',
    () => {
      const { add } = IDBObjectStore.prototype
      IDBObjectStore.prototype.put = function (row) {
        add.call(this, row)
        return add.call(this, row)
      }
    },
    'ConstraintError: Key already exists in the object store.',
  ],
]) {
  test(`where nothing can be stored and that shows ${how}, calls last as long as the page`, async () => {
    const memory = remember(edge)
    const page = await open({ before })
    memory.to = DOWN
    await track(page, 'Event 1')
    await until(() => page.warnings.length)
    await track(page, 'Event 2')
    memory.to = undefined
    await until(() => tracked(memory).length === 2)
    assert.deepEqual(tracked(memory), names(2))
    await settled(page)
    assert.deepEqual(page.warnings, [`[rumbo] calls may not outlive this page: ${error}`])
    assert.deepEqual(page.errors, [])
  })
}

test('without locks, what is younger than a minute may belong to a page that lives', async () => {
  const memory = remember(edge)
  const before = () => delete Navigator.prototype.locks
  const page = await openPage(browser, edge, ana(), { before })
  await until(() => edge.fetched.includes(OUTBOX))
  memory.to = DOWN
  await until(async () => {
    await page.evaluate(() => rumbo.version)
    return (await page.evaluate(() => indexedDB.databases())).length
  })
  await settled(page)
  await track(page, 'Event 1')
  await stored(page, 1)
  const other = await page.context().newPage()
  await other.addInitScript(before)
  await crash(page)
  memory.to = undefined
  await other.goto(`${edge.hostOrigin}/`)
  await settled(other)
  assert.deepEqual(tracked(memory), [], 'not yet')
  await age(other, 61_000)
  await other.reload()
  await until(() => tracked(memory).length === 1)
  await stored(other, 0)
})

test('a page with nothing to deliver holds no lock and listens to nothing', async () => {
  const watch = () => {
    const live = (window.live = new Set())
    const { addEventListener: add } = EventTarget.prototype
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      const target = this ?? window
      if (target === window || target === document) {
        live.add(type)
        options?.signal?.addEventListener('abort', () => live.delete(type))
      }
      return add.call(target, type, listener, options)
    }
  }
  const memory = remember(edge)
  const page = await open({ before: watch })
  memory.to = SILENCE
  await track(page, 'Event 1')
  await stored(page, 1)
  const traces = () =>
    page.evaluate(async () => [
      ...window.live,
      ...(await navigator.locks.query()).held.map(({ name }) => name.slice(0, 10)),
    ])
  const busy = await traces()
  for (const type of ['pagehide', 'pageshow', 'visibilitychange', 'rumbo-page']) {
    assert.ok(busy.includes(type), type)
  }
  await page.reload()
  memory.to = undefined
  await page.reload()
  await stored(page, 0)
  await until(async () => !(await traces()).length)
})

test('whoever deletes the database need not wait, and the page goes on', async () => {
  const memory = remember(edge)
  const page = await open()
  const isDeleted = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const deleting = indexedDB.deleteDatabase('rumbo')
        deleting.onsuccess = () => resolve(true)
        deleting.onblocked = () => resolve(false)
      }),
  )
  assert.equal(isDeleted, true)
  memory.to = DOWN
  await track(page, 'Event 1')
  await stored(page, 1)
  memory.to = undefined
  await until(() => tracked(memory).length === 1)
  assert.deepEqual(page.warnings, [])
})

test('a database of a later version is left alone', async () => {
  const memory = remember(edge)
  const page = await openPage(browser, edge, '')
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('rumbo', 99)
        opening.onsuccess = () => resolve(opening.result.close())
      }),
  )
  await page.goto(edge.page(ana()))
  await until(() => page.warnings.length)
  assert.match(page.warnings[0], /calls do not outlive this page: VersionError/)
  assert.equal(await page.evaluate(() => rumbo.track('Event 1')), true)
  assert.ok(isOnceEach(memory))
})

test('an answer without results is an answer', async () => {
  edge.answer = () => nothing({ results: undefined })
  const page = await open()
  assert.equal(await page.evaluate(() => rumbo.track('Event 1')), true)
  await stored(page, 0)
})

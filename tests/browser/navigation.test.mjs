// Single-page navigation: the loader asks again what fits the page, and shows nothing that does not.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { launchBrowser } from '../harness/index.mjs'
import { card, nothing, OUTBOX, startFakeEdge } from './fake-edge.mjs'
import { launch, open as openIn, queue, settled, tag, until } from './loader-page.mjs'
import { durable, put } from './outbox-page.mjs'

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

/** A card that stays HTML: there is no Wasm to take it over. */
const plain = (title) => card(title, { widget: { js: '/w/gone.js', wasm: '/w/gone.wasm' } })
/** What fits a page: a card of its own on each but `/empty`. */
const fitting = ({ context: { page } }) => {
  const { pathname, hash } = new URL(page.url)
  return pathname === '/empty' ? nothing({ etag: 'none' }) : plain(pathname + hash)
}

const title = (page) =>
  page
    .locator('rumbo-widget h2')
    .textContent({ timeout: 1_000 })
    .catch(() => '')
const shows = (page, want) => until(async () => (await title(page)) === want, `shows ${want}`)
/** Pages asked for, by path and fragment; what is only told is not meant. */
const asked = () =>
  edge.calls
    .filter(({ body }) => !body.commands)
    .map(({ body }) => body.context.page.url.slice(edge.hostOrigin.length))
const go = (page, ...urls) =>
  page.evaluate((urls) => urls.forEach((url) => history.pushState(null, '', url)), urls)
const views = () =>
  edge.calls.flatMap(({ body: { batch = [], context } }) =>
    batch
      .filter(({ type }) => type === 'page')
      .map(() => context.page.url.slice(edge.hostOrigin.length)),
  )

async function open(body = tag(edge), options) {
  edge.answer = (path, body) => fitting(body)
  const page = await openIn(browser, edge, body, options)
  await shows(page, '/')
  await until(() => edge.fetched.includes(OUTBOX))
  await settled(page)
  return page
}

const withoutNavigation = () => delete window.navigation

for (const [how, before] of [
  ['with the Navigation API', () => {}],
  ['without it', withoutNavigation],
]) {
  test(`what fits the page follows it (${how})`, async () => {
    const page = await open(tag(edge), { before })
    await go(page, '/team')
    await shows(page, '/team')
    await page.evaluate(() => history.replaceState({ a: 1 }, '', '/tools'))
    await shows(page, '/tools')
    await page.goBack()
    await shows(page, '/')
    await page.evaluate(() => (location.hash = 'part'))
    await shows(page, '/#part')
    await go(page, '/empty')
    await page.locator('rumbo-widget').waitFor({ state: 'detached' })
    await page.goBack()
    await shows(page, '/#part')
    assert.deepEqual(asked(), ['/', '/team', '/tools', '/', '/#part', '/empty', '/#part'])
    assert.deepEqual(views(), [])
    assert.deepEqual(page.errors, [])
  })

  test(`a burst is one request, and what leaves the address as it was is none (${how})`, async () => {
    const page = await open(tag(edge), { before })
    await page.evaluate(() => {
      history.pushState({ n: 1 }, '')
      history.replaceState({ n: 2 }, '', location.href)
    })
    await go(page, '/a', '/b', '/')
    // Whatever these had caused would come before what this one does.
    await go(page, '/a', '/b', '/c')
    await shows(page, '/c')
    assert.deepEqual(asked(), ['/', '/c'])
  })
}

test('a page that tells its page views itself is not asked twice', async () => {
  const page = await open()
  await page.evaluate(async () => {
    history.pushState(null, '', '/team')
    await rumbo.page('Team')
  })
  await shows(page, '/team')
  await go(page, '/tools')
  await shows(page, '/tools')
  assert.deepEqual(asked(), ['/', '/team', '/tools'])
})

test('an answer for where the page was comes too late: it is not shown', async () => {
  const page = await open()
  let answer
  edge.answer = (path, body) =>
    body.context.page.path === '/slow'
      ? new Promise((resolve) => (answer = () => resolve(plain('Stale'))))
      : fitting(body)
  await page.evaluate(() => {
    const { shadowRoot } = document.querySelector('rumbo-widget')
    window.titles = []
    new MutationObserver(() => titles.push(shadowRoot.querySelector('h2')?.textContent)).observe(
      shadowRoot,
      { childList: true, subtree: true },
    )
  })
  await go(page, '/slow')
  await until(() => answer)
  await go(page, '/fast')
  answer()
  await until(() => asked().includes('/fast'))
  const drawn = await until(() =>
    page.evaluate(() => window.titles.at(-1) === '/fast' && window.titles),
  )
  assert.deepEqual(new Set(drawn), new Set(['/fast']))
})

test('where the page went before the chunk was in is asked for once it is', async () => {
  edge.answer = (path, body) => fitting(body)
  const release = edge.hold(OUTBOX)
  const page = await openIn(browser, edge, tag(edge))
  await shows(page, '/')
  await until(() => edge.fetched.includes(OUTBOX))
  await go(page, '/team')
  release()
  await shows(page, '/team')
  assert.deepEqual(asked(), ['/', '/team'])
})

test('a page that goes on while its first answer is on its way gets the right one, without the chunk', async () => {
  let answer
  edge.answer = (path, body, n) =>
    n === 1 ? new Promise((resolve) => (answer = () => resolve(plain('Stale')))) : fitting(body)
  edge.hold(OUTBOX)
  const page = await openIn(browser, edge, tag(edge))
  await until(() => answer)
  await page.evaluate(() => history.replaceState(null, '', '/start'))
  answer()
  await shows(page, '/start')
  assert.deepEqual(asked(), ['/', '/start'])
})

for (const [how, attributes, calls] of [
  ['in the tag', 'data-key="wk_test" data-open data-page-views', []],
  ['by init', '', [`['init', 'wk_test', { open: true, pageViews: true }]`]],
]) {
  test(`page views are counted where that is asked for ${how}`, async () => {
    const page = await open(queue(...calls) + tag(edge, attributes))
    await until(() => views().length)
    await go(page, '/team')
    await shows(page, '/team')
    await page.evaluate(() => (location.hash = 'heading'))
    await shows(page, '/team#heading')
    await page.evaluate(() => (location.hash = '/route'))
    await shows(page, '/team#/route')
    assert.deepEqual(views(), ['/', '/team', '/team#/route'])
  })
}

test('reset ends it, and the next session begins it again', async () => {
  const page = await open(tag(edge), { before: withoutNavigation })
  await until(() => page.evaluate(() => Object.hasOwn(history, 'pushState')))
  await page.evaluate(() => rumbo.reset())
  const left = await page.evaluate(() => Object.getOwnPropertyNames(history))
  assert.deepEqual(left, [])
  await go(page, '/nobody')
  await page.evaluate(() => rumbo.identify('luis'))
  await shows(page, '/nobody')
  // What tells that it was seen asks as well.
  await settled(page)
  await go(page, '/somebody')
  await shows(page, '/somebody')
  assert.deepEqual(asked(), ['/', '/nobody', '/somebody'])
})

test("the host's history works as before, and wrappers of others stay", async () => {
  const page = await open(tag(edge), { before: withoutNavigation })
  await until(() => page.evaluate(() => Object.hasOwn(history, 'pushState')))
  const found = await page.evaluate(() => {
    const log = []
    const ours = history.pushState
    history.pushState = function pushState(...args) {
      log.push(this === history, args.length)
      return ours.apply(this, args)
    }
    log.push(history.pushState({ n: 1 }, '', '/wrapped'), history.state.n)
    try {
      history.replaceState(() => {}, '')
    } catch (error) {
      log.push(error.name)
    }
    try {
      ours.call({}, null, '')
    } catch (error) {
      log.push(error.name)
    }
    log.push(history.replaceState.name, Object.keys(history).length)
    return log
  })
  const want = [true, 3, undefined, 1, 'DataCloneError', 'TypeError', 'replaceState', 0]
  assert.deepEqual(found, want)
  await shows(page, '/wrapped')
  await page.evaluate(() => {
    rumbo.reset()
    history.pushState(null, '', '/after')
  })
  assert.equal(await page.evaluate(() => Object.hasOwn(history, 'pushState')), true)
  assert.equal(await page.evaluate(() => location.pathname), '/after')
  assert.deepEqual(page.errors, [])
})

test('without IndexedDB the page is followed all the same', async () => {
  const page = await open(tag(edge), {
    before: () => {
      IDBFactory.prototype.open = () => new EventTarget()
    },
  })
  await go(page, '/team')
  await shows(page, '/team')
  await page.evaluate(() => rumbo.reset())
  await go(page, '/nobody')
  await page.evaluate(() => rumbo.identify('luis'))
  await shows(page, '/nobody')
  assert.deepEqual(asked(), ['/', '/team', '/nobody'])
})

test('what somebody else has left to be delivered does not end it', async () => {
  const page = await open()
  await durable(page)
  const id = 'left-behind'
  const row = {
    at: Date.now(),
    id,
    list: 'batch',
    load: { type: 'track', event: 'Left', messageId: id },
    author: { userId: 'former', anonymousId: 'anon-former' },
    key: 'wk_test',
    size: 100,
    page: 'gone',
    since: 0,
  }
  await put(page, [row])
  await page.reload()
  await until(() => edge.calls.some(({ body }) => body.userId === 'former'))
  await settled(page)
  await go(page, '/team')
  await shows(page, '/team')
})

test('a page that the browser restores asks again', async () => {
  const other = await launchBrowser({ keepsPages: true })
  try {
    let n = 0
    edge.answer = () => plain(`Answer ${++n}`)
    const page = await openIn(other, edge, tag(edge))
    await durable(page)
    await settled(page)
    const shown = n
    await page.evaluate(() => (window.isSame = true))
    await page.goto(`${edge.origin}/elsewhere`)
    await page.goBack({ waitUntil: 'commit' })
    assert.equal(await page.evaluate(() => window.isSame), true, 'the page was restored')
    await until(() => n > shown)
  } finally {
    await other.close()
  }
})

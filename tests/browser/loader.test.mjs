// The loader's calls: the queue, the one request, retries, and the promise never to throw.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { minify } from 'terser'
import { nothing, OUTBOX, startFakeEdge } from './fake-edge.mjs'
import {
  endOf,
  launch,
  open as openIn,
  queue,
  settled,
  startOf,
  tag,
  until,
} from './loader-page.mjs'
import { durable } from './outbox-page.mjs'

let edge
let browser
const open = (body, options) => openIn(browser, edge, body, options)

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

const ids = (call) =>
  [...(call.body.batch ?? []), ...(call.body.commands ?? [])].map((one) => one.messageId ?? one.id)

test('the loader is within its budget', async () => {
  // As `cargo xtask build` does after the bundler.
  const { code } = await minify(edge.files['/rumbo.js'][1], { ecma: 2020, compress: { passes: 3 } })
  assert.ok(brotliCompressSync(code).length <= 3072)
})

test('the script, the request and the chunk share a connection; a tag without crossorigin takes two', async () => {
  for (const [attributes, n] of [
    ['crossorigin', 1],
    ['', 2],
  ]) {
    edge.reset()
    await open(tag(edge, `${attributes} data-key="wk_test"`))
    await until(() => edge.fetched.includes(OUTBOX))
    assert.equal(edge.connections.size, n, attributes)
  }
})

test('the queue is drained in order into one request, and a page with nothing to show makes no other call', async () => {
  const page = await open(
    queue(
      `['identify', 'u1', { role: 'admin' }]`,
      `['group', 'acme', { plan: 'pro' }]`,
      `['track', 'Process Created', { steps: 3 }]`,
      `['page', 'Home']`,
    ) + tag(edge),
  )
  await until(() => edge.calls.length)
  await settled(page)

  assert.equal(edge.calls.length, 1)
  // The chunk comes once the page has its answer and is idle; nothing of the Wasm does.
  assert.deepEqual(edge.fetched, ['/rumbo.js', OUTBOX])
  assert.ok((await endOf(page, '/v1/placements')) <= (await startOf(page, OUTBOX)))
  assert.equal(await page.locator('rumbo-widget').count(), 0)
  const [{ path, body, type }] = edge.calls
  assert.equal(path, '/v1/placements')
  assert.match(type, /^text\/plain/)
  assert.equal(body.writeKey, 'wk_test')
  assert.equal(body.userId, 'u1')
  assert.equal(body.groupId, 'acme')
  assert.match(
    body.anonymousId,
    /^anon-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  assert.equal(body.context.locale, 'es')
  assert.equal(body.context.page.title, 'Host')
  assert.equal(body.context.page.path, '/')
  assert.equal(body.context.library.name, 'rumbo.js')
  assert.ok(Math.abs(Date.parse(body.sentAt) - Date.now()) < 60_000)
  assert.deepEqual(
    body.batch.map(({ type, userId, groupId, event, name, traits, properties, context }) => [
      type,
      userId,
      groupId ?? event ?? name ?? null,
      traits ?? properties ?? null,
      context.groupId ?? null,
    ]),
    [
      ['identify', 'u1', null, { role: 'admin' }, null],
      ['group', 'u1', 'acme', { plan: 'pro' }, 'acme'],
      ['track', 'u1', 'Process Created', { steps: 3 }, 'acme'],
      ['page', 'u1', 'Home', null, 'acme'],
    ],
  )
  // Said once, for all of them.
  for (const { anonymousId, context } of body.batch) {
    assert.equal(anonymousId, undefined)
    assert.ok(!context.page && !context.locale && !context.library)
  }
  assert.equal(new Set(ids(edge.calls[0])).size, 4)
  for (const id of ids(edge.calls[0]))
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('what is called on two pages goes in two requests, each of which says where', async () => {
  const page = await open(tag(edge, 'data-key="wk_test"'))
  await settled(page)
  await page.evaluate(() => {
    rumbo.track('Here')
    history.pushState(null, '', '#there')
    document.title = 'There'
    rumbo.track('There')
    return rumbo.track('There too')
  })
  const told = edge.calls
    .filter(({ body }) => body.batch)
    .map(({ body: { batch, context } }) => [
      ...batch.map(({ event }) => event),
      context.page.title,
      context.page.url.slice(edge.hostOrigin.length),
    ])
  assert.deepEqual(told, [
    ['Here', 'Host', '/'],
    ['There', 'There too', 'There', '/#there'],
  ])
})

test('the script tag alone says who it is', async () => {
  await open(
    tag(edge, 'data-key="wk_test" data-user="u2" data-account="globex" data-locale="en-GB"'),
  )
  const { body } = await until(() => edge.calls[0])
  assert.deepEqual([body.userId, body.groupId, body.context.locale], ['u2', 'globex', 'en-GB'])
  assert.deepEqual(
    body.batch.map(({ type }) => type),
    ['identify', 'group'],
  )
})

test('without data-key nothing is sent until init', async () => {
  const page = await open(queue(`['track', 'Early']`) + tag(edge, ''))
  await page.waitForFunction(() => window.rumbo.version)
  await settled(page)
  assert.equal(edge.calls.length, 0)
  assert.deepEqual(page.warnings, ['[rumbo] no data-key: waiting for init'])

  assert.equal(await page.evaluate(() => rumbo.init('wk_late')), true)
  assert.equal(edge.calls.length, 1)
  assert.equal(edge.calls[0].body.writeKey, 'wk_late')
  assert.equal(edge.calls[0].body.batch[0].event, 'Early')
})

test('calls made in one go share a request; calls made while it is on its way share the next', async () => {
  const page = await open(tag(edge))
  await until(() => edge.calls.length)
  await settled(page)
  let answer
  edge.answer = (path, body, n) =>
    n === 2 ? new Promise((resolve) => (answer = () => resolve(nothing()))) : nothing()

  await page.evaluate(() => {
    rumbo.track('A')
    rumbo.track('B')
  })
  await until(() => answer)
  await page.evaluate(() => {
    rumbo.push(['track', 'C'])
    rumbo.start('nps')
  })
  await page.evaluate(() => {
    window.done = rumbo.track('D')
  })
  await settled(page).catch(() => {})
  assert.equal(edge.calls.length, 2, 'one request at a time')
  answer()
  assert.equal(await page.evaluate(() => window.done), true)

  assert.deepEqual(
    edge.calls.slice(1).map(({ body }) => body.batch.map(({ event }) => event)),
    [
      ['A', 'B'],
      ['C', 'D'],
    ],
  )
  assert.deepEqual(edge.calls[2].body.start, ['nps'])
  assert.equal(edge.calls[2].body.have, 'nothing')
})

test('an anonymous person keeps the id across page loads', async () => {
  const page = await open(tag(edge))
  await until(() => edge.calls.length === 1)
  await page.reload()
  await until(() => edge.calls.length === 2)
  assert.equal(edge.calls[0].body.anonymousId, edge.calls[1].body.anonymousId)
})

test('a fault of the edge is retried with the same ids', async () => {
  edge.answer = (path, body, n) => (n < 3 ? { status: n === 1 ? 503 : 429, body: {} } : nothing())
  const page = await open(queue(`['track', 'Once']`) + tag(edge))
  await until(() => edge.calls.length === 3, 'three tries')
  await settled(page)
  assert.equal(edge.calls.length, 3)
  assert.deepEqual(ids(edge.calls[1]), ids(edge.calls[0]))
  assert.deepEqual(ids(edge.calls[2]), ids(edge.calls[0]))
  assert.deepEqual(page.warnings, [])
})

test('a call made offline goes out when the device is online again', async () => {
  // Time stands still, so it is not the back-off that sends it.
  const noTime = () => {
    window.setTimeout = () => 0
    AbortSignal.timeout = () => new AbortController().signal
  }
  const page = await open(tag(edge), { before: noTime })
  await page.waitForFunction(() => window.rumbo?.version)
  assert.equal(await page.evaluate(() => rumbo.track('Online')), true)
  await durable(page)
  await page.context().setOffline(true)
  await page.evaluate(() => {
    window.done = rumbo.track('Offline')
  })
  await page.waitForFunction(() => !navigator.onLine)
  await page.context().setOffline(false)
  assert.equal(await page.evaluate(() => window.done), true)
  assert.equal(edge.calls.at(-1).body.batch[0].event, 'Offline')
})

test('what the edge refuses is dropped, with one line that says why', async () => {
  edge.answer = () => ({ status: 401, body: { code: 'unknown_key', detail: 'No such write key.' } })
  const page = await open(tag(edge))
  await until(() => page.warnings.length)
  assert.equal(await page.evaluate(() => rumbo.track('Refused')), false)
  assert.deepEqual(page.warnings, ['[rumbo] unknown_key: No such write key.'])
  assert.equal(edge.calls.length, 2)
})

test('one refused item does not sink the others', async () => {
  edge.answer = (path, body) =>
    nothing({
      results: (body.batch ?? []).map(({ event }) =>
        event === 'Bad'
          ? { status: 'rejected', code: 'bad_event', detail: 'No.' }
          : { status: 'accepted' },
      ),
    })
  const page = await open(tag(edge))
  await page.waitForFunction(() => window.rumbo?.version)
  const results = await page.evaluate(() =>
    Promise.all([rumbo.start('nps'), rumbo.track('Good'), rumbo.track('Bad'), rumbo.track('Fine')]),
  )
  assert.deepEqual(results, [true, true, false, true])
  assert.deepEqual(page.warnings, ['[rumbo] bad_event: No.'])
})

test('nothing throws into the page, whatever the host and the edge do', async () => {
  const hostile = () => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new Error('blocked')
      },
    })
    addEventListener('unhandledrejection', ({ reason }) => {
      throw new Error(`unhandled: ${reason}`)
    })
  }
  edge.answer = (path, body, n) =>
    n === 1
      ? { status: 200, body: '<h1>Welcome to our wifi</h1>' }
      : nothing({ events: [{ type: 'x', placement: 'p' }] })
  const page = await open(
    queue(
      `['on', 'x', () => { throw new Error('host') }]`,
      `['no_such_method']`,
      `[]`,
      `null`,
      `['track', 'Ok']`,
    ) + tag(edge),
    { before: hostile },
  )
  await until(() => edge.calls.length === 2, 'retried after an answer that is not ours')
  const results = await page.evaluate(() => {
    const cycle = {}
    cycle.cycle = cycle
    return Promise.all([
      rumbo.identify('u1', cycle),
      rumbo.track('Big', { n: 1n }),
      rumbo.init('again'),
      rumbo.identify(42),
      rumbo.on('x'),
      rumbo.push(5),
    ])
  })
  assert.deepEqual(results.slice(0, 4), [false, false, true, true])
  await settled(page)
  assert.equal(edge.calls.at(-1).body.userId, '42')
  assert.deepEqual(page.errors, [])
  assert.ok(page.warnings.includes('[rumbo] no_such_method: unknown method'), page.warnings.join())
  assert.ok(
    page.warnings.some((line) => line.includes('host')),
    page.warnings.join(),
  )
})

test('an edge that is down, for a loader without its chunk: one line in the console, no error', async () => {
  const page = await open(queue(`['on', 'x', () => {}]`) + tag(edge), {
    // Time flies: the tries are minutes apart otherwise.
    before: () => {
      const wait = window.setTimeout
      window.setTimeout = (action) => wait(action)
    },
    policy: `default-src 'none'; script-src 'unsafe-inline' ${edge.origin}/rumbo.js`,
  })
  await until(() => page.warnings.length)
  assert.deepEqual(page.warnings, ['[rumbo] edge out of reach'])
  assert.equal(await page.evaluate(() => rumbo.track('Lost')), false)
  assert.deepEqual(page.errors, [])
})

test('a browser that has no style sheets to make: one line in the console, no error', async () => {
  const page = await open(tag(edge), {
    before: () => {
      window.CSSStyleSheet = class {
        constructor() {
          throw new TypeError('Illegal constructor')
        }
      }
    },
  })
  await until(() => page.warnings.length)
  assert.deepEqual(page.warnings, ['[rumbo] TypeError: Illegal constructor'])
  assert.deepEqual(page.errors, [])
})

test('loaded twice: one instance, one warning', async () => {
  const page = await open(tag(edge) + tag(edge))
  await until(() => page.warnings.length)
  await settled(page)
  assert.equal(edge.calls.length, 1)
  assert.deepEqual(page.warnings, ['[rumbo] loaded twice'])
})

test('with the snippet the first request starts before the loader is in, and it is the only one', async () => {
  const release = edge.hold('/rumbo.js')
  edge.answer = () => nothing({ events: [{ type: 'hello', placement: 'p' }] })
  // Async, but `load` waits for it: the page is open once the loader is in.
  const opened = open(
    `<script data-locale="pt-BR">${edge.snippet};
      rumbo.init('wk_test', { edge: '${edge.origin}' });
      window.done = rumbo.identify('u1', { role: 'admin' });
      rumbo.group('acme');
      rumbo.on('hello', () => { window.heard = true; });
      rumbo.start('nps');
    </script>${tag(edge, '')}`,
  )
  const { body } = await until(() => edge.calls[0], 'a request without the loader')
  assert.deepEqual(
    [body.writeKey, body.userId, body.groupId, body.context.locale, body.start],
    ['wk_test', 'u1', 'acme', 'pt-BR', ['nps']],
  )
  assert.deepEqual(
    body.batch.map(({ type }) => type),
    ['identify', 'group'],
  )
  release()
  const page = await opened
  assert.equal(await page.evaluate(() => window.done), true)
  await page.waitForFunction(() => window.heard)
  await settled(page)
  assert.equal(edge.calls.length, 1)

  assert.equal(await page.evaluate(() => rumbo.track('Later')), true)
  assert.equal(edge.calls[1].body.anonymousId, body.anonymousId)
  assert.equal(edge.calls[1].body.userId, 'u1')
})

test('when the first request of the snippet fails, the loader repeats it', async () => {
  edge.answer = (path, body, n) => (n === 1 ? { status: 500, body: {} } : nothing())
  const page = await open(
    `<script>${edge.snippet}; rumbo.init('wk_test', { edge: '${edge.origin}' }); window.done = rumbo.track('Once')</script>${tag(edge, '')}`,
  )
  assert.equal(await page.evaluate(() => window.done), true)
  assert.equal(edge.calls.length, 2)
  assert.deepEqual(ids(edge.calls[1]), ids(edge.calls[0]))
  assert.deepEqual(page.errors, [])
})

test('the snippet is small enough to paste', () => {
  assert.ok(brotliCompressSync(edge.snippet).length <= 1000)
})

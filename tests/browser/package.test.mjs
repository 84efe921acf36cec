// The npm package in a page: it brings the loader, under strict policies too, and copes without it.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { build } from 'esbuild'
import { root } from '../../www/dev/config.mjs'
import { card, startFakeEdge } from './fake-edge.mjs'
import { launch, open as openIn, queue, settled, tag, until } from './loader-page.mjs'

let edge
let browser
/** A host app that uses the package, bundled. */
let app

before(async () => {
  edge = await startFakeEdge()
  browser = await launch()
  const { outputFiles } = await build({
    stdin: {
      contents: `import { load, rumbo } from './dist/npm/index.js'; Object.assign(window, { load, api: rumbo })`,
      resolveDir: root,
    },
    bundle: true,
    format: 'esm',
    write: false,
  })
  app = outputFiles[0].text
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  edge.reset()
})
after(async () => {
  await browser?.close()
  await edge?.close()
})

const module = (more = '') => `<script type="module" nonce="n1">${app}; ${more}</script>`
const load = (options = '') =>
  `window.loaded = load('wk_test', { edge: '${edge.origin}/', ${options} })`
const open = (more, options) => openIn(browser, edge, module(more), options)
const loaders = () => edge.fetched.filter((path) => path === '/rumbo.js').length
const batch = () => edge.calls.flatMap(({ body }) => body.batch ?? [])

test('calls made before and after are sent, and each is told what became of it', async () => {
  edge.answer = () => card('One')
  const page = await open(`
    window.early = api.identify('ana', { name: 'Ana' })
    api.on('checklist_seen', () => (window.seen = true))
    ${load('open: true')}
    window.late = api.track('Late')`)
  assert.deepEqual(await page.evaluate(() => Promise.all([loaded, early, late])), [
    true,
    true,
    true,
  ])
  await page.waitForFunction(() => window.seen)
  assert.equal(await page.evaluate(() => api.group('acme')), true)
  assert.deepEqual(
    batch().map(({ type }) => type),
    ['identify', 'track', 'group'],
  )
  assert.equal(edge.calls[0].body.writeKey, 'wk_test')
  assert.equal(await page.locator('rumbo-widget h2').textContent(), 'One')
})

test('loaded twice, or beside a script tag that was first, there is one loader', async () => {
  const page = await open(`${load()}; window.again = ${load().split(' = ')[1]}`)
  assert.equal(await page.evaluate(() => loaded === again && loaded), true)
  assert.equal(loaders(), 1)
  assert.deepEqual(page.warnings, [])

  const both = await openIn(browser, edge, queue(`['track', 'Early']`) + tag(edge) + module())
  await both.waitForFunction(() => window.rumbo?.version && window.load)
  const before = loaders()
  await both.evaluate(load())
  assert.equal(await both.evaluate(() => loaded), true)
  assert.equal(loaders(), before)
})

for (const [what, policy] of [
  ['a nonce alone', () => `script-src 'nonce-n1'`],
  ['a nonce and strict-dynamic', () => `script-src 'nonce-n1' 'strict-dynamic'`],
  [
    'Trusted Types and no policy for scripts',
    () =>
      `script-src 'nonce-n1' ${edge.origin}; require-trusted-types-for 'script'; trusted-types rumbo`,
  ],
]) {
  test(`the loader and its chunk come under ${what}`, async () => {
    edge.answer = () => card('One')
    const page = await open(load('open: true'), {
      policy: `default-src 'none'; connect-src ${edge.origin}; ${policy()}`,
    })
    await page.locator('rumbo-widget h2', { hasText: 'One' }).waitFor()
    await until(() => edge.fetched.some((path) => path.startsWith('/w/outbox')))
    await settled(page)
    assert.deepEqual([page.errors, page.warnings], [[], []])
  })
}

test('the nonce of a script tag is enough for the loader and its chunk', async () => {
  edge.answer = () => card('One')
  const page = await openIn(browser, edge, tag(edge, 'data-key="wk_test" data-open nonce="n1"'), {
    policy: `default-src 'none'; connect-src ${edge.origin}; script-src 'nonce-n1'`,
  })
  await page.locator('rumbo-widget h2', { hasText: 'One' }).waitFor()
  await until(() => edge.fetched.some((path) => path.startsWith('/w/outbox')))
  assert.deepEqual([page.errors, page.warnings], [[], []])
})

for (const [what, fail] of [
  ['is blocked', (route) => route.abort('blockedbyclient')],
  ['is not found', (route) => route.fulfill({ status: 404, body: '' })],
  [
    'is another file',
    (route) =>
      route.fulfill({
        body: 'void 0',
        contentType: 'text/javascript',
        headers: { 'access-control-allow-origin': '*' },
      }),
  ],
]) {
  test(`where the loader ${what}, nobody waits for ever and the console has one line`, async () => {
    const page = await open('')
    await page.route('**/rumbo.js', fail)
    const results = await page.evaluate(async (load) => {
      const early = api.track('Early')
      new Function(load)()
      const late = api.track('Late')
      return [await window.loaded, await early, await late, await api.track('Later')]
    }, load())
    assert.deepEqual(results, [false, false, false, false])
    assert.deepEqual([page.errors, page.warnings.length], [[], 1])
    assert.equal(edge.calls.length, 0)
  })
}

test('a loader that is late does not hold up the load event', async () => {
  const release = edge.hold('/rumbo.js')
  const page = await open(load(), { waitUntil: 'load' })
  assert.equal(await page.evaluate(() => document.readyState), 'complete')
  release()
  assert.equal(await page.evaluate(() => loaded), true)
})

test('an edge that is no address is one line, and nothing thrown', async () => {
  const page = await open(`window.loaded = load('wk_test', { edge: 'nowhere' })`)
  assert.equal(await page.evaluate(() => loaded), false)
  assert.deepEqual([page.errors, page.warnings.length], [[], 1])
})

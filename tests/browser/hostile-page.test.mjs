//! Pages that are hard to live in: the widget works there, and the host does not suffer from it.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'

import { card, client, hostPage, launchBrowser, startStack, strictCsp } from '../harness/index.mjs'

let stack
let api
let browser
before(async () => {
  stack = await startStack()
  api = client(stack)
  browser = await launchBrowser()
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  for (const host of hosts.splice(0)) await host.stop()
})
after(async () => {
  await browser?.close()
  await stack?.stop()
})

const hosts = []
/** Each test has a person of its own. */
let nPeople = 0

const tag = () => `<script async src="${stack.url}/rumbo.js" data-key="wk_demo" data-open></script>`

/**
 * Opens a page of a host, where `user` is signed in to Acme. `before` is the host's script in its
 * head; `page.errors` is what its error handlers hear, `page.lines` what we say in its console.
 */
async function open({ before = '', body = tag(), viewport, ...more } = {}) {
  const user = `person-${++nPeople}`
  const queued = JSON.stringify([
    ['identify', user, { name: 'Ana', roles: ['admin', 'editor'] }],
    ['group', 'acme', { name: 'Acme' }],
  ])
  const host = await hostPage({
    head: `<script>${before}</script><script>window.rumbo = ${queued}</script>`,
    body: `<main><h1>Host</h1><button id="host">A button</button></main>${body}`,
    ...more,
  })
  hosts.push(host)
  const page = await browser.newPage()
  Object.assign(page, { user, host, errors: [], lines: [] })
  page.on('pageerror', (error) => page.errors.push(error.message))
  page.on('console', (message) => {
    if (message.text().startsWith('[rumbo]')) page.lines.push(message.text())
  })
  await page.goto(host.url)
  return page
}

/** Works through a step by an event and another by hand, and checks that the edge has both. */
async function works(page, frame = page) {
  await card(frame).getByText('0 of 5 done').first().waitFor()
  await frame.evaluate(() => window.rumbo.track('Process Created', { steps: [1, 2], tags: ['a'] }))
  await card(frame).getByText('1 of 5 done').first().waitFor()
  await card(frame).getByRole('button', { name: 'Mark as done' }).click()
  await card(frame).getByText('2 of 5 done').first().waitFor()
  const { results } = await api.until(
    `/v1/events?user=${page.user}`,
    ({ results }) => results.length >= 3,
  )
  const tracked = results.find(({ event }) => event === 'Process Created')
  assert.deepEqual(tracked.properties, { steps: [1, 2], tags: ['a'] })
  assert.deepEqual(page.errors, [])
}

/** What old or strict hosts do to the language before we come. */
const BUILTINS = {
  'gives arrays, texts and dates a toJSON (Prototype.js)': `
    var quote = function (text) { return '"' + text + '"' }
    Array.prototype.toJSON = function () { return '[' + this.map(Object).join(', ') + ']' }
    String.prototype.toJSON = function () { return quote(this) }
    Number.prototype.toJSON = function () { return String(this) }`,
  'adds to the prototypes of all things': `
    Object.prototype.extend = function () { return this }
    Array.prototype.last = function () { return this[this.length - 1] }
    Array.prototype.remove = function () { return this }
    Function.prototype.defer = function () {}
    Element.prototype.hide = function () { this.style.display = 'none' }`,
  'freezes the builtins': `
    [Object, Array, Function, String, Number, Promise, Set, Map, Date, RegExp, Error]
      .forEach(function (builtin) { Object.freeze(builtin); Object.freeze(builtin.prototype) })
    Object.freeze(JSON); Object.freeze(Math); Object.freeze(Reflect)`,
  'has a Promise of its own': `
    var Native = Promise
    window.Promise = class Promise extends Native {
      then(...args) { return super.then(...args) }
      static get [Symbol.species]() { return Native }
    }`,
  'wraps fetch, as tools that watch it do': `
    var fetch_ = fetch
    window.fetch = function (input, init) {
      return fetch_.call(window, new Request(input, init)).then(function (response) { return response.clone() })
    }`,
  'has no crypto.randomUUID, no requestIdleCallback and no Navigation API': `
    delete Crypto.prototype.randomUUID; delete window.requestIdleCallback; delete window.navigation`,
  'has names of its own for what is global': `
    var process = {}, exports = {}, module = { exports: exports }, require = function () { throw new Error('require') }
    var define = function () { throw new Error('define') }; define.amd = {}
    var $ = function () { throw new Error('$') }, self = window`,
}

for (const [what, before] of Object.entries(BUILTINS)) {
  test(`a host that ${what}`, async () => {
    const page = await open({ before })
    await works(page)
    assert.deepEqual(page.lines, [])
  })
}

test('a queue that is pushed to where arrays are frozen', async () => {
  const page = await open({ before: 'Object.freeze(Array.prototype)' })
  await card(page).waitFor()
  // From when the chunk is in, `push` acts at once.
  await page.evaluate(() => window.rumbo.push(['track', 'Process Created'], ['nonsense'], null))
  await card(page).getByText('1 of 5 done').first().waitFor()
  await page.waitForFunction(() => window.rumbo.length === 0)
  assert.deepEqual(page.errors, [])
})

test('a base that leads elsewhere', async () => {
  const page = await open({
    before: `document.write('<base href="https://elsewhere.invalid/deep/" target="_blank">')`,
  })
  await works(page)
  assert.equal(page.url(), `${page.host.url}/`)
})

test('a page that writes itself', async () => {
  const page = await open({
    body: `<script>document.write(${JSON.stringify(tag()).replace('</script>', '<\\/script>')})</script>`,
  })
  await works(page)
})

test('a page that is written anew gets the widget back with the next answer', async () => {
  const page = await open()
  await card(page).getByText('0 of 5 done').first().waitFor()
  await page.evaluate(() => {
    document.open()
    document.write('<!doctype html><title>New</title><h1>All new</h1>')
    document.close()
  })
  await page.locator('rumbo-widget').waitFor({ state: 'detached' })
  await page.evaluate(() => window.rumbo.track('Process Created'))
  await card(page).getByText('1 of 5 done').first().waitFor()
  assert.deepEqual(page.errors, [])
})

for (const [what, remove] of [
  ['empties its body', () => (document.body.innerHTML = '')],
  ['puts another body there', () => document.body.replaceWith(document.createElement('body'))],
  ['takes our element out', () => document.querySelector('rumbo-widget').remove()],
]) {
  test(`a host that ${what} gets the widget back where it goes next`, async () => {
    const page = await open()
    await card(page).getByText('0 of 5 done').first().waitFor()
    await page.waitForLoadState('networkidle')
    await page.evaluate(remove)
    assert.equal(await page.locator('rumbo-widget').count(), 0)
    await page.evaluate(() => history.pushState(null, '', '/next'))
    await works(page)
    assert.equal(await page.locator('rumbo-widget:popover-open').count(), 1)
  })
}

for (const [sandbox, wasm] of [
  ['allow-scripts allow-forms', true],
  ['allow-scripts allow-forms', false],
]) {
  test(`a sandbox without an origin, ${wasm ? 'with' : 'without'} Wasm`, async () => {
    const page = await open({ csp: `sandbox ${sandbox}; ${lenient({ wasm })}` })
    await works(page)
    // Nothing can be stored there, and that is said once.
    assert.equal(page.lines.length, 1, page.lines.join())
  })
}

const lenient = (options) =>
  strictCsp(stack.url, options).replace('script-src', "script-src 'unsafe-inline'")

for (const [what, policies, wasm] of [
  ['allow the policy rumbo', 'trusted-types rumbo', true],
  ['allow the policy rumbo, and no Wasm', 'trusted-types rumbo', false],
  ['allow no policy of ours', 'trusted-types none-of-yours', true],
  ['allow no policy at all, and no Wasm', "trusted-types 'none'", false],
]) {
  test(`Trusted Types that ${what}`, async () => {
    const trusted = `require-trusted-types-for 'script'; ${policies}`
    const page = await open({ csp: `${lenient({ wasm })}; ${trusted}` })
    await works(page)
    assert.deepEqual(page.lines, [])
  })
}

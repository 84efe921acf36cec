//! The example hosts: Rumbo lives in each as their frameworks' developers would have it.

import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { NAMES } from '../../www/examples/build.mjs'
import { serve } from '../../www/examples/serve.mjs'
import { card, client, hydrated, launchBrowser, startStack } from '../harness/index.mjs'

const out = fileURLToPath(new URL('../out/', import.meta.url))

let stack
let api
let browser
const hosts = {}
before(async () => {
  stack = await startStack()
  api = client(stack)
  browser = await launchBrowser()
  for (const name of NAMES) hosts[name] = await serve(name, { edge: stack.url })
  await mkdir(out, { recursive: true })
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})
after(async () => {
  await browser?.close()
  for (const host of Object.values(hosts)) await host.stop()
  await stack?.stop()
})

/**
 * Opens an example. `page.said` is all that its console and its error handlers hear;
 * `page.asked` the paths for which the edge was asked what to show.
 * The examples close the widget's shadow root, as hosts do. With `hand`, it is handed to that, in the
 * page; otherwise it is opened.
 */
async function open(name, hand) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 800 } })
  Object.assign(page, { said: [], asked: [] })
  page.on('pageerror', (error) => page.said.push(error.message))
  page.on('console', (message) => {
    const isOfNoInterest = /React DevTools|development build of Vue/.test(message.text())
    if (!isOfNoInterest) page.said.push(message.text())
  })
  page.on('request', (request) => {
    if (request.url() !== `${stack.url}/v1/placements`) return
    page.asked.push(JSON.parse(request.postData()).context.page.path)
  })
  await page.addInitScript(`{
    const hand = ${hand}
    const { attachShadow } = Element.prototype
    Element.prototype.attachShadow = function attach(options) {
      const root = attachShadow.call(this, hand ? options : { ...options, mode: 'open' })
      hand?.(root)
      return root
    }
  }`)
  await page.goto(hosts[name].url)
  return page
}

const shows = (page, text) => card(page).getByText(text).first().waitFor()

/** Waits until the edge has been asked for `path` as the last one. */
const askedFor = async (page, path) => {
  for (const end = Date.now() + 10_000; page.asked.at(-1) !== path;) {
    assert.ok(Date.now() < end, `asked for ${page.asked}`)
    await new Promise((resume) => setTimeout(resume, 10))
  }
}

for (const name of NAMES) {
  test(`${name}: the checklist shows, follows what is done and where, and goes with the person`, async () => {
    const page = await open(name)
    await shows(page, '0 of 5 done')
    await hydrated(page)
    await page.getByRole('button', { name: 'New process' }).click()
    await shows(page, '1 of 5 done')
    await page.screenshot({ path: join(out, `example-${name}.png`) })

    await page.getByRole('link', { name: 'Team', exact: true }).click()
    await page.getByRole('heading', { name: 'Team', exact: true }).waitFor()
    await askedFor(page, '/team')
    await page.getByRole('button', { name: 'Invite teammate' }).click()
    await shows(page, '2 of 5 done')
    await page.goBack()
    await page.getByRole('heading', { name: 'Processes', exact: true }).waitFor()
    await askedFor(page, '/')
    assert.equal(await page.locator('rumbo-widget').count(), 1)

    const { results } = await api.until(
      `/v1/events?user=${name}-ana`,
      ({ results }) => results.filter(({ type }) => type === 'track').length === 2,
    )
    assert.equal(results.filter(({ type }) => type === 'page').length, 0)

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.locator('rumbo-widget').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Sign in' }).click()
    await shows(page, '2 of 5 done')
    assert.deepEqual(page.said, [])
  })
}

test('react: StrictMode mounts twice, and there is one loader, one widget and one person', async () => {
  const page = await open('react')
  await shows(page, 'of 5 done')
  await page.waitForLoadState('networkidle')
  const loaders = await page.evaluate(
    () =>
      performance.getEntriesByType('resource').filter(({ name }) => /rumbo\.js/.test(name)).length,
  )
  assert.equal(loaders, 1)
  assert.equal(await page.locator('rumbo-widget').count(), 1)
  assert.deepEqual(page.said, [])
})

test('yew: an outer app of the same kind and the widget live side by side, each with its own events', async () => {
  // Closed, as hosts have it: through an open root, the outer Yew would take our events for its own.
  const page = await open('yew', (shadowRoot) => (window.closed_ = shadowRoot))
  /** Waits for the button `text` of the widget; `rect` asks where it is. */
  const button = (text, read) =>
    page
      .waitForFunction(
        ([text, read]) => {
          const buttons = [...(window.closed_?.querySelectorAll('aside button') ?? [])]
          const found = buttons.find(({ textContent }) => textContent.includes(text))
          return found && (read === 'rect' ? found.getBoundingClientRect().toJSON() : true)
        },
        [text, read],
      )
      .then((handle) => handle.jsonValue())
  const press = async (text) => {
    const { x, y, width, height } = await button(text, 'rect')
    await page.mouse.click(x + width / 2, y + height / 2)
  }
  await page.waitForFunction(() => window.closed_?.querySelector('aside'))
  await page.waitForFunction(() => !window.closed_.firstElementChild.innerHTML.includes('<!--'))
  const rows = page.locator('main li')
  await press('Mark as done')
  await press('Undo')
  await button('Mark as done')
  assert.equal(await rows.count(), 1, 'no click of the widget is one of the app')
  await page.getByRole('button', { name: 'New process' }).click()
  await page.getByRole('button', { name: 'New process' }).click()
  await rows.nth(2).waitFor()
  // Who runs the tests before this one has sent an invitation as well.
  await page.waitForFunction(() => /[12] of 5 done/.test(window.closed_.textContent))
  assert.deepEqual(page.said, [])
})

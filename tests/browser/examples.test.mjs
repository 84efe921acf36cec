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
 */
async function open(name) {
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
  // The examples close the widget's shadow root, as hosts do; here we look in.
  await page.addInitScript(() => {
    const { attachShadow } = Element.prototype
    Element.prototype.attachShadow = function attach(options) {
      return attachShadow.call(this, { ...options, mode: 'open' })
    }
  })
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

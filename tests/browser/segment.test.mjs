//! Segment's browser client, unchanged but for the host.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { build } from 'esbuild'

import { client, hostPage, launchBrowser, startStack } from '../harness/index.mjs'

let stack
let api
let browser
let host
before(async () => {
  stack = await startStack()
  api = client(stack)
  browser = await launchBrowser()
  host = await hostPage({ body: '<h1>Host product</h1>' })
})
after(async () => {
  await browser?.close()
  await host?.stop()
  await stack?.stop()
})

/** A page's script that has the client and leaves it in `window.analytics`. */
async function script() {
  const contents = `
    import { AnalyticsBrowser } from '@segment/analytics-next'
    window.start = (writeKey, apiHost) => {
      const integration = { apiKey: writeKey, apiHost, protocol: 'http' }
      const cdnSettings = { integrations: { 'Segment.io': integration } }
      window.analytics = AnalyticsBrowser.load({ writeKey, cdnSettings })
    }`
  const bundle = await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    format: 'iife',
    write: false,
    logLevel: 'error',
  })
  return bundle.outputFiles[0].text
}

test('@segment/analytics-next delivers what a page tells it', async () => {
  const page = await browser.newPage()
  const statuses = []
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (pathname.startsWith('/v1/') && response.request().method() === 'POST') {
      statuses.push(`${pathname} ${response.status()}`)
    }
  })
  await page.goto(host.url)
  await page.addScriptTag({ content: await script() })
  await page.evaluate(
    ([key, apiHost]) => window.start(key, apiHost),
    [stack.keys.write, `${new URL(stack.url).host}/v1`],
  )
  const joined = page.waitForResponse('**/v1/g')
  await page.evaluate(async () => {
    await window.analytics.identify('next-user', { name: 'Nora Next' })
    await window.analytics.group('next', { name: 'Next Ltd' })
  })
  await joined
  await page.evaluate(async () => {
    await window.analytics.page('Home')
    await window.analytics.track('Process Created', { from: 'page' })
    await window.analytics.track('Tool Connected')
  })
  const { results } = await api.until('/v1/accounts', ({ results }) =>
    results.some(({ id }) => id === 'next'),
  )
  assert.equal(results.find(({ id }) => id === 'next').name, 'Next Ltd')
  const end = Date.now() + 10_000
  for (;;) {
    const { body } = await api.placements('next-user', 'next')
    if (body.html.includes('2 of 5 done')) break
    assert.ok(Date.now() < end, `the events have not arrived: ${statuses}`)
  }
  assert.deepEqual(statuses.sort(), [
    '/v1/g 200',
    '/v1/i 200',
    '/v1/p 200',
    '/v1/t 200',
    '/v1/t 200',
  ])
})

//! The outbox against the real stack: what a person did while it was out of reach is there afterwards.

import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import {
  card,
  client,
  hostPage,
  hostWithWidget,
  hydrated,
  launchBrowser,
  say,
  startStack,
} from '../harness/index.mjs'
import { root } from '../../www/dev/config.mjs'
import { crash, durable, stored } from './outbox-page.mjs'

let stateDir
let stack
let browser
let host
before(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'rumbo-'))
  stack = await startStack({ stateDir })
  browser = await launchBrowser()
  host = await hostWithWidget(stack.url)
})
after(async () => {
  await browser?.close()
  await host?.stop()
  await stack?.stop()
  await rm(stateDir, { recursive: true, force: true })
})

/** A page of the host where Ana has her checklist, with the outbox in. */
async function open(context, account) {
  const page = await context.newPage()
  await page.goto(host.url)
  await say(page, ['identify', 'ana'], ['group', account])
  await card(page).getByText('Get started with Trámite').waitFor()
  await hydrated(page)
  await durable(page)
  return page
}

/** What operators read of the account, oldest first. */
async function eventsOf(account, n) {
  const path = `/v1/events?account=${account}&limit=100`
  const isThere = ({ results }) => results.filter(({ type }) => type === 'track').length >= n
  const { results } = await client(stack).until(path, isThere)
  return results.filter(({ type }) => type === 'track').reverse()
}

test('offline, the page is left: the next one delivers events and clicks, once and in order', async () => {
  const context = await browser.newContext()
  const page = await open(context, 'offline')
  await context.setOffline(true)
  for (let n = 1; n <= 30; n += 1) await say(page, ['track', `Offline ${n}`])
  await card(page).getByRole('button', { name: 'Mark as done' }).first().click()
  await card(page).getByText('1 of 5 done').first().waitFor()
  await stored(page, 31)
  // Left before it is closed: what it sends then is offline too. Of a page that is closed at once the
  // last request can outlive what is emulated for it.
  await page.goto('about:blank')
  await page.close()
  assert.deepEqual(
    (await client(stack).get('/v1/events?account=offline')).body.results.filter(
      ({ type }) => type === 'track',
    ),
    [],
  )

  await context.setOffline(false)
  const next = await open(context, 'offline')
  await card(next).getByText('1 of 5 done').first().waitFor()
  const events = await eventsOf('offline', 30)
  assert.deepEqual(
    events.map(({ event }) => event),
    Array.from({ length: 30 }, (_, n) => `Offline ${n + 1}`),
  )
  assert.ok(events.every(({ userId }) => userId === 'ana'))
  await stored(next, 0)
  await context.close()
})

test('the edge dies, then the page: both come back, and so does what was done between', async () => {
  const context = await browser.newContext()
  const page = await open(context, 'crash')
  const witness = await context.newPage()
  await witness.goto(host.url)
  const { port } = new URL(stack.url)
  await stack.kill()
  await say(page, ['track', 'Crash 1'], ['track', 'Crash 2'])
  await card(page).getByRole('button', { name: 'Mark as done' }).first().click()
  await say(page, ['track', 'Crash 3'])
  await stored(page, 4)
  await crash(page)

  stack = await startStack({ stateDir, port: Number(port) })
  const next = await open(context, 'crash')
  await card(next).getByText('1 of 5 done').first().waitFor()
  await stored(next, 0)
  const events = await eventsOf('crash', 3)
  assert.deepEqual(
    events.map(({ event }) => event),
    ['Crash 1', 'Crash 2', 'Crash 3'],
  )
  await context.close()
})

for (const way of ['tag', 'snippet']) {
  test(`what piles up before the loader is in goes in requests that the edge takes: ${way}`, async () => {
    const account = `pile-${way}`
    const calls = `rumbo.push(['identify', 'pia-${way}'], ['group', '${account}']);
for (let n = 1; n <= 60; n++) rumbo.push(['track', 'Row Imported', { n, text: 'x'.repeat(10000) }])`
    const snippet = await readFile(join(root, 'dist/snippet.js'), 'utf8')
    const first = {
      tag: 'window.rumbo = window.rumbo || [];',
      snippet: `${snippet};rumbo.init('wk_demo', { edge: '${stack.url}', open: true });`,
    }[way]
    const attributes = way === 'tag' ? 'data-key="wk_demo" data-open' : ''
    const crowded = await hostPage({
      head: `<script>${first}${calls}</script>
<script async crossorigin src="${stack.url}/rumbo.js" ${attributes}></script>`,
    })
    try {
      const context = await browser.newContext()
      const page = await context.newPage()
      await page.goto(crowded.url)
      await card(page).getByText('Get started with Trámite').waitFor()
      const events = await eventsOf(account, 60)
      assert.deepEqual(
        events.map(({ properties }) => properties.n).sort((a, b) => a - b),
        Array.from({ length: 60 }, (_, n) => n + 1),
      )
      await context.close()
    } finally {
      await crowded.stop()
    }
  })
}

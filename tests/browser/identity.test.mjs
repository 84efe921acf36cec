//! A page proves who its user is, in a workspace that asks for it.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import {
  card,
  client,
  hostWithWidget,
  hydrated,
  identityToken,
  launchBrowser,
  say,
  startStack,
} from '../harness/index.mjs'
import { durable, stored } from './outbox-page.mjs'

let stack
let api
let browser
let host
before(async () => {
  stack = await startStack()
  api = client(stack)
  browser = await launchBrowser()
  host = await hostWithWidget(stack.url)
  await api.send('PUT', '/v1/identity', { enforcement: 'required' })
})
after(async () => {
  await browser?.close()
  await host?.stop()
  await stack.stop()
})

/** A page whose host identifies `ana` with this token, and what its console says. */
async function open(token) {
  const page = await browser.newPage()
  const lines = []
  page.on('console', (message) => lines.push(message.text()))
  await page.goto(host.url)
  await say(page, ['identify', 'ana', { name: 'Ana' }, { token }], ['group', 'acme'])
  await say(page, ['track', 'Process Created'])
  return { page, lines }
}

test('with a token of the host’s server, the widget is there and what is done is stored', async () => {
  const token = identityToken(stack.keys.identity, { sub: 'ana', companyId: 'acme' })
  const { page } = await open(token)
  await card(page).getByText('1 of 5 done').waitFor()
  await page.close()
})

test('past its hour, a click and what is done wait for the next token, which the host is asked for', async () => {
  const HOUR = 3_600_000
  const tokenUntil = (ms) =>
    identityToken(stack.keys.identity, { sub: 'ana', exp: Math.floor(ms / 1000) })
  const page = await browser.newPage()
  await page.goto(host.url)
  const first = tokenUntil(Date.now() + HOUR)
  await say(page, ['identify', 'ana', {}, { token: first }], ['group', 'hours'])
  const byHand = card(page).getByRole('button', { name: 'Mark as done' })
  await byHand.waitFor()
  await hydrated(page)
  await durable(page)
  await page.evaluate(() => {
    window.asked = 0
    window.rumbo.on('identity_unverified', () => window.asked++)
  })
  const done = async () => {
    const { body } = await api.get('/v1/accounts/hours/people/ana')
    return body.checklists[0].items.filter(({ state }) => state === 'done').map(({ id }) => id)
  }

  await api.post('/dev/clock', { now: Date.now() + 2 * HOUR })
  await byHand.click()
  await page.waitForFunction(() => window.asked > 0)
  await say(page, ['track', 'Process Created'])
  await stored(page, 2)
  assert.deepEqual(await done(), [])

  const second = tokenUntil(Date.now() + 3 * HOUR)
  await say(page, ['identify', 'ana', {}, { token: second }])
  await stored(page, 0)
  assert.deepEqual(await done(), ['read-guide', 'create-process'])
  await card(page).getByText('2 of 5 done').waitFor()
  await page.close()
})

test('without one, or with a forged one, nothing is shown and the console says why', async () => {
  const forged = identityToken('not the secret', { sub: 'ana' })
  for (const [token, code] of [
    [undefined, 'identity_required'],
    [forged, 'identity_unverified'],
  ]) {
    const { page, lines } = await open(token)
    const end = Date.now() + 10_000
    while (!lines.some((line) => line.includes(`[rumbo] ${code}`)) && Date.now() < end) {
      await page.waitForTimeout(50)
    }
    const said = lines.filter((line) => line.startsWith('[rumbo]'))
    assert.deepEqual([...new Set(said.map((line) => line.split(':')[0]))], [`[rumbo] ${code}`])
    assert.equal(await card(page).count(), 0)
    await page.close()
  }
})

test('a page of another origin than the key allows is told so', async () => {
  const { body: keys } = await api.get('/v1/keys')
  const { id } = keys.results.find(({ hint }) => hint === 'wk_demo')
  await api.send('PATCH', `/v1/keys/${id}`, { origins: ['https://app.example.com'] })
  const { page, lines } = await open()
  const said = () => lines.find((line) => line.startsWith('[rumbo] origin_not_allowed'))
  const end = Date.now() + 10_000
  while (!said() && Date.now() < end) await page.waitForTimeout(50)
  assert.match(said(), new RegExp(`pages of ${host.url} may not use this key`))
  await page.close()
})

// The console on the real stack: an operator signs in and reads what users answered.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'

import {
  assertAccessible,
  open,
  out,
  shows,
  signIn as signInTo,
  stack,
  startConsole,
} from './console-page.mjs'

/**
 * The answers that every test reads: by account 5/3/2, 1/0/0 and 0/0/0 promoters, passives and
 * detractors, the last with a dismissal only. The newest comes last.
 */
const seeds = [
  ...[10, 9, 9, 10, 9, 8, 7, 8, 6, 0].map((rating, i) => ({
    account: 'northwind',
    user: `nw-${i}`,
    rating,
  })),
  { account: 'empty', user: 'em-1', dismiss: true },
  { account: 'acme', user: 'ac-1', rating: 9, comment: 'Saved us a week, <b>really</b>' },
]
const names = { northwind: 'Northwind Traders', acme: 'Acme Manufacturing', empty: 'Empty Ltd' }

startConsole(async () => {
  for (const seed of seeds) await answer(seed)
  await until(async () => {
    const { answers, dismissals } = await read('/v1/metrics/nps')
    return answers === 11 && dismissals === 1
  })
})

/** Does in one user's name what a host page and its widget do. */
async function answer({ account, user, rating, comment = '', dismiss = false }) {
  const who = { userId: user, anonymousId: `anon-${randomUUID()}`, groupId: account }
  const sentAt = new Date().toISOString()
  const context = { locale: 'en', page: { url: 'https://host.example/', path: '/' } }
  const looker = { writeKey: stack.keys.write, ...who, context, sentAt }
  const item = (type, fields) => ({
    type,
    ...who,
    messageId: randomUUID(),
    timestamp: sentAt,
    context,
    ...fields,
  })
  const batch = [
    item('identify', { traits: { name: `User ${user}` } }),
    item('group', { traits: { name: names[account] } }),
  ]
  const { placements } = await post('/v1/placements', { ...looker, batch, start: ['nps'] })
  assert.equal(placements[0]?.id, 'nps')
  const command = dismiss
    ? { type: 'dismiss' }
    : { type: 'answer', rating: String(rating), comment }
  const commands = [{ id: randomUUID(), placement: 'nps', ...command }]
  const { results } = await post('/v1/commands', { ...looker, commands })
  assert.equal(results[0].status, 'accepted')
}

async function post(path, body) {
  const headers = { 'content-type': 'text/plain' }
  const response = await fetch(stack.url + path, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  const text = await response.text()
  assert.equal(response.status, 200, `${path}: ${text}`)
  return JSON.parse(text)
}

async function read(path) {
  const headers = { authorization: `Bearer ${stack.keys.operator}` }
  return (await fetch(stack.url + path, { headers })).json()
}

/** Waits for what comes through the queue. */
async function until(condition) {
  const deadline = Date.now() + 20_000
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, `never came true: ${condition}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const signIn = (hash, options) => signInTo('Responses', hash, options)

const score = (page) => page.getByRole('region', { name: 'Net Promoter Score' })

test('a token that does not stand is refused in words, and another may be typed', async () => {
  const { page } = await open()
  await page.keyboard.type('op_wrong')
  await page.keyboard.press('Enter')
  const message = page.getByRole('alert').filter({ hasText: 'The token was not accepted' })
  await message.waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'token')
  assert.equal(await page.evaluate(() => sessionStorage.length), 0)
  await assertAccessible(page)
})

test('a product key is told from an operator token before it is sent', async () => {
  const { page } = await open()
  const sent = []
  page.on('request', (request) => sent.push(request.url()))
  await page.keyboard.type(stack.keys.write)
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: 'An operator token starts with op_' }).waitFor()
  assert.deepEqual(sent, [])
})

test('without a network it says so', async () => {
  const { page } = await open()
  await page.context().setOffline(true)
  await page.keyboard.type(stack.keys.operator)
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: 'Rumbo cannot be reached' }).waitFor()
  await page.context().setOffline(false)
  await page.keyboard.press('Enter')
  await shows(page, 'All 11 responses shown')
})

test('the responses appear, newest first, with who answered what and when', async () => {
  const { page, faults } = await signIn()
  await shows(page, 'All 11 responses shown')
  const rows = page.locator('tbody').getByRole('row')
  assert.equal(await rows.count(), 11)

  const cells = await rows.first().getByRole('cell').allInnerTexts()
  const [rating, comment, account, user, time] = cells.map((text) => text.split(/\s*\n\s*/))
  assert.deepEqual(rating, ['9', 'Promoter', 'nps'])
  assert.deepEqual(comment, ['Saved us a week, <b>really</b>'])
  assert.deepEqual(account, ['Acme Manufacturing', 'acme', 'Open page', 'of acme'])
  assert.deepEqual(user, ['User ac-1', 'ac-1', 'Open page', 'of ac-1'])
  assert.match(time[0], /^(just now|\d+ minutes? ago)$/)
  const answered = await rows.first().locator('time').getAttribute('datetime')
  assert.ok(Math.abs(Date.now() - Date.parse(answered)) < 600_000)

  const second = await rows.nth(1).getByRole('cell').allInnerTexts()
  assert.match(second[0], /^0\s+Detractor\s+nps$/)
  assert.equal(second[1], 'No comment')
  assert.match(await rows.nth(4).getByRole('cell').first().innerText(), /^7\s+Passive\s+nps$/)
  assert.deepEqual(faults, [])

  await page.screenshot({ path: `${out}console.png` })
})

test('the score comes with its interval and with what to make of it', async () => {
  const { page } = await signIn('#/responses?account=northwind')
  const card = score(page)
  await card.getByText('between −20 and 66').waitFor()
  const text = await card.innerText()
  assert.match(text, /Account northwind\s+30\s+between −20 and 66\s+with 95% confidence/)
  assert.match(text, /Too few answers yet/)
  assert.match(text, /Detractors\s+2\s+20%\s+Passives\s+3\s+30%\s+Promoters\s+5\s+50%/)
  assert.match(text, /10 answers · 0 dismissals/)
})

test('one answer is a score of 100 that says little; none is no score', async () => {
  const { page } = await signIn('#/responses?account=acme')
  await score(page).getByText('between −49 and 99').waitFor()
  assert.match(await score(page).innerText(), /100\s+between −49 and 99/)

  await page.getByLabel('Account ID').fill('empty')
  await page.keyboard.press('Enter')
  await score(page).getByText('No answers yet').waitFor()
  assert.match(await score(page).innerText(), /0 answers · 1 dismissal/)
  await page.getByText('No responses match this filter').waitFor()
  await assertAccessible(page)
})

test('a filter is in the link, survives a reload, and can be followed back', async () => {
  const { page } = await signIn()
  await shows(page, 'All 11 responses shown')
  await page.getByRole('link', { name: 'Acme Manufacturing' }).click()
  await shows(page, /^1 response$/)
  assert.equal(new URL(page.url()).hash, '#/responses?account=acme')

  await page.reload()
  await shows(page, /^1 response$/)
  assert.equal(await page.getByLabel('Account ID').inputValue(), 'acme')

  await page.goBack()
  await shows(page, 'All 11 responses shown')

  const inTwoDays = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel('From').fill(inTwoDays)
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.getByText('No responses match this filter').waitFor()
  await page.getByRole('link', { name: 'Clear' }).click()
  await shows(page, 'All 11 responses shown')
})

test('days out of order are refused before they are asked for', async () => {
  const { page } = await signIn()
  await shows(page, 'All 11 responses shown')
  const { hash } = new URL(page.url())
  await page.getByLabel('From').fill('2025-11-09')
  await page.getByLabel('To').fill('2025-11-01')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: 'The first day is after the last' }).waitFor()
  assert.equal(new URL(page.url()).hash, hash)
})

test('the responses of a filter are exported as CSV', async () => {
  const { page } = await signIn('#/responses?account=acme')
  await shows(page, /^1 response$/)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  const file = await download
  assert.equal(file.suggestedFilename(), 'rumbo-responses.csv')
  const [header, ...rows] = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
  assert.match(header, /\brating\b/)
  assert.equal(rows.length, 1)
  assert.match(rows[0], /acme/)
})

test('a list longer than a page is loaded on demand, by keyboard', async () => {
  const { page } = await open()
  // Only the pages are made small; what they hold is the edge's.
  await page.route('**/v1/responses?*', (route) => {
    const url = new URL(route.request().url())
    url.searchParams.set('limit', '6')
    return route.continue({ url: url.href })
  })
  await page.keyboard.type(stack.keys.operator)
  await page.keyboard.press('Enter')
  await shows(page, 'The newest 6 responses shown')
  await page.getByRole('button', { name: 'Load more' }).focus()
  await page.keyboard.press('Enter')
  await shows(page, 'All 11 responses shown')
  assert.equal(await page.locator('tbody').getByRole('row').count(), 11)
  // The button is gone; its place has kept the focus.
  assert.match(await page.evaluate(() => document.activeElement.innerText), /That is all of them/)
})

test('a failure keeps what is shown and can be tried again', async () => {
  const { page } = await signIn()
  await shows(page, 'All 11 responses shown')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Refresh' }).click()
  await page.getByRole('alert').filter({ hasText: 'Rumbo cannot be reached' }).first().waitFor()
  assert.equal(await page.locator('tbody').getByRole('row').count(), 11)
  await assertAccessible(page)
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).first().click()
  await shows(page, 'All 11 responses shown')
  assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0)
})

test('signing out forgets the token; so does the edge’s refusal', async () => {
  const { page } = await signIn()
  await shows(page, 'All 11 responses shown')
  assert.ok(!page.url().includes(stack.keys.operator))
  await page.route('**/v1/metrics/nps*', (route) =>
    route.fulfill({
      status: 401,
      contentType: 'application/problem+json',
      body: '{"code":"unauthorized"}',
    }),
  )
  await page.getByRole('button', { name: 'Refresh' }).click()
  await page.getByRole('alert').filter({ hasText: 'The token was not accepted' }).waitFor()
  assert.equal(await page.evaluate(() => sessionStorage.length), 0)

  await page.unroute('**/v1/metrics/nps*')
  await page.keyboard.type(stack.keys.operator)
  await page.keyboard.press('Enter')
  await shows(page, 'All 11 responses shown')
  assert.equal(await page.title(), 'Responses · Rumbo')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Operator token').waitFor()
  assert.equal(await page.title(), 'Sign in · Rumbo')
  assert.equal(await page.evaluate(() => sessionStorage.length), 0)
})

test('a file may take longer than an answer: it has all rows, on whatever network', async () => {
  const { page } = await signIn()
  await shows(page, 'All 11 responses shown')
  // For deadlines time passes twenty times as fast from here on: an answer would have one second.
  await page.evaluate(() => {
    const { timeout } = AbortSignal
    AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / 20)
  })
  await page.route('**/v1/responses?*format=csv*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3000))
    await route.continue()
  })
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  await download
})

test('it is accessible: light, dark, on a phone', async () => {
  for (const options of [
    {},
    { colorScheme: 'dark' },
    { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  ]) {
    const { page } = await signIn('', options)
    await shows(page, 'All 11 responses shown')
    await assertAccessible(page)
    // Nothing sticks out sideways.
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
    await page.context().close()
  }
})

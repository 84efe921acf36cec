// Accounts and people in the console, found by their names and known by what they say of themselves.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { checklist } from '../harness/content.mjs'
import {
  LOOKS,
  api,
  assertAccessible,
  assertNarrow,
  focused,
  joins,
  picture,
  shows,
  signIn,
  stack,
  startConsole,
} from './console-page.mjs'

const ACCOUNTS = Array.from({ length: 60 }, (_, i) => `account-${String(i).padStart(2, '0')}`)
const PEOPLE = Array.from({ length: 60 }, (_, i) => `person-${String(i).padStart(2, '0')}`)
const DRAFTS = Array.from({ length: 55 }, (_, i) => `draft-${String(i).padStart(2, '0')}`)
const WORTH = { mrr: 1250, currency: 'EUR', seats: 12, renewalAt: '2031-02-01' }

startConsole(async () => {
  await joins('layla', { name: 'ليلى (مديرة)' }, 'sharq', { name: 'شركة الشرق (ذ.م.م.)', ...WORTH })
  for (const id of PEOPLE) await joins(id, { name: `The ${id}` }, 'crowded', { name: 'Crowded' })
  for (const id of DRAFTS) {
    await api.send('PUT', `/v1/content/checklist/${id}`, checklist(id, ['a']))
  }
  for (const id of ACCOUNTS) await joins(`of-${id}`, {}, id, { name: `The ${id}` })
  const sent = { survey: 'nps', user: 'layla', account: 'sharq', rating: 3, comment: 'بطيء، جدًا!' }
  const { status } = await api.post('/v1/responses', { writeKey: stack.keys.server, ...sent })
  assert.equal(status, 200)
  await api.until('/v1/responses', ({ results }) => results.length === 1)
  await api.until('/v1/accounts?limit=100', ({ results }) => results.length === 62, 30_000)
})

const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true })
const find = (page, name = 'Find an account') => page.getByRole('combobox', { name })

test('an account far down the list is found by its name, by keyboard', async () => {
  const { page, faults } = await signIn('Accounts', '#/accounts')
  await shows(page, 'The first 50 accounts shown')
  assert.equal(await page.getByRole('link', { name: 'Crowded' }).count(), 0)
  await find(page).focus()
  await page.keyboard.type('crow')
  await page.getByRole('option', { name: 'Crowded' }).waitFor()
  await assertAccessible(page)
  await picture(page, 'find')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await heading(page, 'Crowded').waitFor()
  assert.equal(new URL(page.url()).hash, '#/accounts?id=crowded')
  assert.match(await focused(page), /^main#main/)

  await find(page, 'Find a person in this account').focus()
  await page.keyboard.type('person-07')
  await page.getByRole('option', { name: 'The person-07' }).click()
  await heading(page, 'The person-07').waitFor()
  assert.deepEqual(faults, [])
})

test('a name that is sent before the names are in waits for them; an id needs none', async () => {
  const { page } = await signIn('Accounts', '#/accounts')
  await shows(page, 'The first 50 accounts shown')
  let release
  const held = new Promise((resolve) => (release = resolve))
  await page.route('**/v1/accounts?*', async (route) => {
    await held
    await route.continue()
  })
  await find(page).focus()
  await page.keyboard.type('crowded')
  await page.getByText('Looking for each account…').waitFor()
  await page.keyboard.press('Enter')
  assert.equal(new URL(page.url()).hash, '#/accounts')
  release()
  await heading(page, 'Crowded').waitFor()

  await page.goBack()
  await heading(page, 'Accounts').waitFor()
  await page.unroute('**/v1/accounts?*')
  await page.route('**/v1/accounts?*', (route) => route.abort())
  await find(page).focus()
  await page.getByText('None can be suggested; an ID can be typed.').waitFor()
  await page.keyboard.type('account-03')
  await page.keyboard.press('Enter')
  await heading(page, 'The account-03').waitFor()
})

test('an account says what it is worth and when it renews, as its reader writes it', async () => {
  const { page } = await signIn('شركة الشرق (ذ.م.م.)', '#/accounts?id=sharq', {
    locale: 'en-US',
    timezoneId: 'America/New_York',
  })
  const facts = page.locator('.facts')
  await facts.getByText('€1,250').waitFor()
  const text = (await facts.innerText()).replace(/\s+/g, ' ')
  assert.match(text, /Users 1, 12 seats/)
  // A day is that day for everybody, however far west of where it was written.
  assert.match(text, /Renewal in \d+ years? Feb 1, 2031/)
  await assertAccessible(page)
})

test('from an answer to who gave it, and back to their answers', async () => {
  const { page } = await signIn('Responses')
  await shows(page, '1 response')
  await page.getByRole('link', { name: 'Open page of sharq' }).click()
  await heading(page, 'شركة الشرق (ذ.م.م.)').waitFor()
  await page.goBack()
  await page.getByRole('link', { name: 'Open page of layla' }).click()
  await heading(page, 'ليلى (مديرة)').waitFor()
  await page.getByRole('link', { name: 'Responses of this person' }).click()
  await shows(page, '1 response')
  assert.equal(new URL(page.url()).hash, '#/responses?account=sharq&user=layla')
})

test('what is written from right to left is read so', async () => {
  const { page } = await signIn('Responses')
  const comment = page.getByText('بطيء، جدًا!')
  await comment.waitFor()
  const direction = (locator) => locator.evaluate((it) => getComputedStyle(it).direction)
  assert.equal(await direction(comment), 'rtl')
  const name = page.getByRole('link', { name: 'شركة الشرق' }).locator('bdi')
  assert.equal(await direction(name), 'rtl')
  await page.getByRole('link', { name: 'Open page of sharq' }).click()
  const title = heading(page, 'شركة الشرق (ذ.م.م.)')
  assert.equal(await direction(title.locator('bdi')), 'rtl')
  const row = page.getByRole('link', { name: 'ليلى (مديرة)' })
  assert.equal(await direction(row.locator('bdi')), 'rtl')
})

test('anything there is can be asked about, however much it is', async () => {
  const { page } = await signIn('The person-00', '#/people?account=crowded&user=person-00')
  const content = page.getByLabel('Content', { exact: true })
  await content.locator('option[value=draft-54]').waitFor({ state: 'attached' })
  await content.selectOption('draft-54')
  await page.getByRole('button', { name: 'Ask' }).click()
  await shows(page, 'of 1 piece of content')
})

for (const [name, options] of Object.entries(LOOKS)) {
  test(`it is accessible: ${name}`, async () => {
    const { page } = await signIn('Accounts', '#/accounts', options)
    await find(page).click()
    await page.keyboard.type('the')
    await page.getByRole('option').first().waitFor()
    await assertAccessible(page)
    await assertNarrow(page)
    await picture(page, `find-${name}`)
  })
}

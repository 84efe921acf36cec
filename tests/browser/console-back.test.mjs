// Going back in the console: a list is as it was left, however far it was read.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import {
  LOOKS,
  api,
  assertAccessible,
  focused,
  joins,
  shows,
  signIn,
  startConsole,
} from './console-page.mjs'

const ACCOUNTS = Array.from({ length: 75 }, (_, i) => `account-${String(i).padStart(2, '0')}`)
const PEOPLE = Array.from({ length: 60 }, (_, i) => `person-${String(i).padStart(2, '0')}`)

startConsole(async () => {
  for (const id of ACCOUNTS) await joins(`user-of-${id}`, {}, id, { name: `The ${id}` })
  for (const id of PEOPLE) await joins(id, { name: `The ${id}` }, 'crowded', { name: 'Crowded' })
  await api.until('/v1/accounts?limit=100', ({ results }) => results.length === 76, 30_000)
})

const rows = (page) => page.locator('tbody').getByRole('row')
const scrolled = (page) => page.evaluate(() => Math.round(scrollY))
const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true })

/** Loads all of a list of `n`, and follows the link `name`, which is far down. */
async function followFarDown(page, n, name) {
  await page.getByRole('button', { name: 'Load more' }).click()
  await shows(page, n)
  const link = page.getByRole('link', { name, exact: true })
  await link.scrollIntoViewIfNeeded()
  const before = await scrolled(page)
  assert.ok(before > 500, `${before} px`)
  await link.focus()
  await page.keyboard.press('Enter')
  return before
}

/** Waits until the page has come to rest where it was. */
async function isBackAt(page, before) {
  await page.waitForFunction((before) => Math.abs(scrollY - before) < 3, before)
  await page.waitForTimeout(300)
  assert.ok(Math.abs((await scrolled(page)) - before) < 3, `${await scrolled(page)}, not ${before}`)
}

for (const [name, options] of Object.entries({ wide: {}, phone: LOOKS.phone })) {
  test(`Back from an account leads to its row: ${name}`, async () => {
    const { page, faults } = await signIn('Accounts', '#/accounts', options)
    const before = await followFarDown(page, '76 accounts', 'The account-05')
    await heading(page, 'The account-05').waitFor()
    assert.equal(await scrolled(page), 0)
    await page.goBack()
    await heading(page, 'Accounts').waitFor()
    // The rows are there at once: nobody waits for the edge.
    assert.equal(await rows(page).count(), 76)
    await isBackAt(page, before)
    await shows(page, '76 accounts')
    assert.equal(await rows(page).count(), 76)
    assert.match(await focused(page), /^a# The account-05/)
    await assertAccessible(page)
    assert.deepEqual(faults, [])
  })
}

test('Back from a person leads to their row, and from there to that of the account', async () => {
  const { page } = await signIn('Accounts', '#/accounts')
  await page.getByRole('link', { name: 'Crowded', exact: true }).click()
  const before = await followFarDown(page, '60 people', 'The person-05')
  await heading(page, 'The person-05').waitFor()
  await page.goBack()
  await heading(page, 'Crowded').waitFor()
  await isBackAt(page, before)
  assert.equal(await rows(page).count(), 60)
  assert.match(await focused(page), /^a# The person-05/)
  await page.goBack()
  await heading(page, 'Accounts').waitFor()
  assert.match(await focused(page), /^a# Crowded/)
})

test('what changed meanwhile is shown, and a page opened by a link begins anew', async () => {
  const { page } = await signIn('Accounts', '#/accounts')
  await followFarDown(page, '76 accounts', 'The account-07')
  await heading(page, 'The account-07').waitFor()
  await joins('user-of-account-07', {}, 'account-07', { name: 'Renamed' })
  await api.until('/v1/accounts', ({ results }) => results.some(({ name }) => name === 'Renamed'))
  await page.goBack()
  await page.getByRole('link', { name: 'Renamed' }).waitFor()
  assert.equal(await rows(page).count(), 76)

  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: 'Training' })
    .click()
  await heading(page, 'Training').waitFor()
  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: 'Accounts' })
    .click()
  await shows(page, 'The first 50 accounts shown')
  assert.equal(await scrolled(page), 0)
  assert.match(await focused(page), /^main#main/)
})

test('who scrolls on after going back is not held', async () => {
  const { page } = await signIn('Accounts', '#/accounts')
  const before = await followFarDown(page, '76 accounts', 'The account-09')
  await heading(page, 'The account-09').waitFor()
  await page.goBack()
  await page.waitForFunction((before) => Math.abs(scrollY - before) < 3, before)
  await page.mouse.move(600, 400)
  await page.mouse.wheel(0, -400)
  await page.waitForFunction((before) => scrollY < before - 200, before)
  await page.waitForTimeout(300)
  assert.ok((await scrolled(page)) < before - 200)
})

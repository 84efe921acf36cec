// Enrolling in the console: the accounts and people that the form suggests.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { course } from '../harness/content.mjs'
import {
  LOOKS,
  api,
  assertAccessible,
  assertNarrow,
  focused,
  joins,
  picture,
  shows,
  signIn as signInTo,
  startConsole,
} from './console-page.mjs'

const ACCOUNTS = { acme: 'Acme Manufacturing', 'north-1': 'Northwind Traders', 'south-1': 'Acento' }
const PEOPLE = {
  ana: ['Ana Ruiz', 'acme'],
  bo: ['Bo Lindqvist', 'acme'],
  cy: ['Cy Park', 'acme'],
  nia: ['Nia Owusu', 'north-1'],
  sol: ['Sol Vega', 'south-1'],
}

startConsole(async () => {
  await api.publish('course', course('reports', ['a', 'b']))
  for (const [user, [name, account]] of Object.entries(PEOPLE)) {
    await joins(user, { name }, account, { name: ACCOUNTS[account] })
  }
  await api.until('/v1/accounts', ({ results }) => results.length === 3)
})

/** The form, open, and its fields. */
async function openForm(options) {
  const opened = await signIn(options)
  return { ...opened, ...(await showForm(opened.page)) }
}
const signIn = (options) => signInTo('Training', '#/training?course=reports', options)
async function showForm(page) {
  await page.getByRole('button', { name: 'Enrol somebody' }).click()
  const form = page.getByRole('dialog', { name: 'Enrol somebody' })
  await form.waitFor()
  const field = (name) => form.getByRole('combobox', { name })
  return { form, account: field('Account ID'), user: field('User ID') }
}
const suggested = (form) => form.getByRole('option').locator('.primary').allInnerTexts()
const enrolled = async (user) => (await api.get(`/v1/enrollments?user=${user}`)).body.results

test('account and person are found by name and chosen by keyboard', async () => {
  const { page, faults, form, account, user } = await openForm()
  await form.getByLabel('Course').focus()
  await page.keyboard.press('Tab')
  assert.equal(await account.getAttribute('aria-expanded'), 'false')
  await page.keyboard.type('AC')
  await shows(page, '2 accounts.')
  assert.equal(await account.getAttribute('aria-expanded'), 'true')
  assert.deepEqual((await suggested(form)).sort(), ['Acento', 'Acme Manufacturing'])
  // Enter would still send what is typed: nothing is chosen before an arrow is pressed.
  assert.equal(await account.getAttribute('aria-activedescendant'), null)
  await page.keyboard.type('me')
  await shows(page, '1 account.')
  await page.keyboard.press('ArrowDown')
  const id = await account.getAttribute('aria-activedescendant')
  assert.match(await form.locator(`[id="${id}"][aria-selected="true"]`).innerText(), /acme$/)
  await assertAccessible(page)
  await page.keyboard.press('Enter')
  assert.equal(await account.inputValue(), 'acme')
  assert.equal(await account.getAttribute('aria-expanded'), 'false')
  await form.getByText('Acme Manufacturing').waitFor()

  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowUp')
  await form.getByRole('option', { name: 'Ana Ruiz' }).waitFor()
  assert.deepEqual((await suggested(form)).sort(), ['Ana Ruiz', 'Bo Lindqvist', 'Cy Park'])
  await page.keyboard.type('ruiz')
  await shows(page, '1 user.')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  assert.equal(await user.inputValue(), 'ana')
  assert.match(await focused(page), /^input#enrol-user/)
  await page.keyboard.press('Enter')
  await shows(page, 'ana is enrolled in “Course reports”.')
  await api.until('/v1/enrollments?user=ana', ({ results }) => results[0]?.account === 'acme')
  assert.deepEqual(faults, [])
})

test('the arrows go round, and Escape closes the list before the dialog', async () => {
  const { page, form, account } = await openForm()
  await account.focus()
  await page.keyboard.press('ArrowDown')
  await form.getByRole('listbox', { name: 'Account ID' }).waitFor()
  const active = () => account.getAttribute('aria-activedescendant')
  const places = [await active()]
  for (const key of ['ArrowUp', 'ArrowDown', 'ArrowDown']) {
    await page.keyboard.press(key)
    places.push(await active())
  }
  const [first, second, last] = ['0', '1', '2'].map((n) => `enrol-account-option-${n}`)
  assert.deepEqual(places, [first, last, first, second])
  await page.keyboard.press('Escape')
  await form.getByRole('listbox').waitFor({ state: 'detached' })
  assert.ok(await form.isVisible())
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'hidden' })
})

test('an arrow that is pressed before the accounts are in marks the first of them', async () => {
  const { page } = await signIn()
  let release
  const held = new Promise((resolve) => (release = resolve))
  await page.route('**/v1/accounts?*', async (route) => {
    await held
    await route.continue()
  })
  const { form, account } = await showForm(page)
  await account.press('ArrowDown')
  assert.equal(await form.getByRole('listbox').count(), 0)
  release()
  await form.getByRole('listbox', { name: 'Account ID' }).waitFor()
  assert.equal(await account.getAttribute('aria-activedescendant'), 'enrol-account-option-0')
  await account.press('Enter')
  assert.notEqual(await account.inputValue(), '')
  await form.getByRole('listbox').waitFor({ state: 'detached' })
})

test('a person is chosen with the mouse, and whoever is not known yet can be typed', async () => {
  const { page, form, account, user } = await openForm()
  await form.getByText('Choose an account to pick from the people in it.').waitFor()
  await account.click()
  await form.getByRole('option', { name: 'Northwind Traders' }).click()
  assert.equal(await account.inputValue(), 'north-1')
  await user.click()
  await form.getByRole('option', { name: 'Nia Owusu' }).click()
  assert.equal(await user.inputValue(), 'nia')
  // The list is gone before the next click, and moves nothing under it.
  await user.fill('new')
  await form.getByText('Nobody of this ID has been seen in this account.').waitFor()
  await shows(page, 'No user matches.')
  await user.fill('n')
  await form.getByRole('option', { name: 'Nia Owusu' }).waitFor()
  await user.fill('newcomer')
  await form.getByRole('button', { name: 'Enrol', exact: true }).click()
  await shows(page, 'newcomer is enrolled in “Course reports”.')
  const [row] = await api
    .until('/v1/enrollments?user=newcomer', ({ results }) => results.length === 1)
    .then(({ results }) => results)
  assert.equal(row.account, 'north-1')
})

test('people are asked for when the id stands still, and a late answer is not shown', async () => {
  const { page, form, account, user } = await openForm()
  const asked = []
  let release
  const held = new Promise((resolve) => (release = resolve))
  await page.route('**/v1/accounts/*', async (route) => {
    const id = new URL(route.request().url()).pathname.split('/').pop()
    asked.push(id)
    if (id === 'acme') await held
    await route.continue().catch(() => {})
  })
  const cancelled = page.waitForEvent('requestfailed', (request) =>
    request.url().includes('/acme?'),
  )
  await account.pressSequentially('acme', { delay: 20 })
  await page.waitForRequest((request) => request.url().includes('/acme?'))
  await account.fill('south-1')
  await cancelled
  release()
  await user.click()
  await form.getByRole('option', { name: 'Sol Vega' }).waitFor()
  assert.deepEqual(await suggested(form), ['Sol Vega'])
  assert.deepEqual(asked.slice(-2), ['acme', 'south-1'])
  assert.ok(asked.length < 'acme'.length + 1, `not with each letter: ${asked}`)
})

test('an account that nobody has seen, and one that cannot be asked, suggest nobody', async () => {
  const { page, form, account, user } = await openForm()
  await account.fill('brand-new')
  await form.getByText('No account of this ID has been seen yet.').waitFor()
  await user.fill('first')
  await form.getByText('Nobody of this ID has been seen in this account.').waitFor()
  await page.route('**/v1/accounts/acme?*', (route) => route.abort())
  await account.fill('acme')
  await form.getByText('Nobody can be suggested. Rumbo cannot be reached').waitFor()
  await assertAccessible(page)
  await user.press('Enter')
  await shows(page, 'first is enrolled in “Course reports”.')
  assert.deepEqual(await enrolled('nobody'), [])
})

for (const [name, options] of Object.entries(LOOKS)) {
  test(`the list is accessible: ${name}`, async () => {
    const { page, form, account, user } = await openForm(options)
    await account.click()
    await form.getByRole('option', { name: 'Acme Manufacturing' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await assertAccessible(page)
    await picture(page, `enrol-account-${name}`)
    await account.fill('acme')
    await user.click()
    await form.getByRole('option', { name: 'Cy Park' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await assertAccessible(page)
    await assertNarrow(page)
    await picture(page, `enrol-user-${name}`)
    await account.fill('nowhere')
    await form.getByText('No account of this ID has been seen yet.').waitFor()
    await assertAccessible(page)
  })
}

// Training in the console: who is in which course, who is late, and who is put there.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
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
  stack,
  startConsole,
  tokenOf,
} from './console-page.mjs'

const DAY_MS = 86_400_000
const ACME = { name: 'Acme Manufacturing', plan: 'pro' }
const REPORTS = course('reports', ['a', 'b'], {
  certificate: { title: { en: 'Certificate of completion' } },
})

startConsole(async () => {
  const days = { due_days: 14, stuck_days: 5 }
  await api.publish('course', course('basics-plus', ['a', 'b', 'c'], days))
  await api.publish('course', REPORTS)
  await api.send('PUT', '/v1/content/course/drafted', course('drafted', ['a']))
  // How long ago each began is what makes them late, or stuck.
  await studies('olga', 'Olga Ibarra', 20)
  await studies('sam', 'Sam Stone', 6)
  await studies('ana', 'Ana Ruiz', 1)
  await joinsAcme('cy', 'Cy Park')
  await enrol('reports', 'cy')
  for (const lesson of ['a', 'b']) {
    await api.commands('cy', 'acme', [
      { placement: 'reports', type: 'complete_lesson', item: lesson },
    ])
  }
  await api.until('/v1/enrollments?state=completed', ({ results }) => results.length === 1)
  await api.until('/v1/enrollments', ({ results }) => results.length === 4)
})

const joinsAcme = (user, name) => joins(user, { name }, 'acme', ACME)

/** Somebody who did the first lesson of `basics-plus` so many days ago, by another system's word. */
async function studies(user, name, daysAgo) {
  await joinsAcme(user, name)
  const response = await fetch(`${stack.url}/xapi/statements`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${stack.keys.server}:`)}`,
      'content-type': 'application/json',
      'x-experience-api-version': '1.0.3',
    },
    body: JSON.stringify({
      actor: { account: { homePage: 'https://lms.example', name: user } },
      verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
      object: { id: 'urn:rumbo:demo:course:basics-plus:lesson:a' },
      timestamp: new Date(Date.now() - daysAgo * DAY_MS).toISOString(),
    }),
  })
  assert.equal(response.status, 200, await response.text())
}

const enrol = async (id, user) => {
  const body = { course: id, user, account: 'acme' }
  assert.equal((await api.send('POST', '/v1/enrollments', body)).status, 201)
}
const enrolled = async (query) =>
  (await api.get(`/v1/enrollments?${query}`)).body.results.map(({ user }) => user)
const signIn = (hash = '#/training', { heading = 'Training', ...options } = {}) =>
  signInTo(heading, hash, options)
const list = (page) => page.getByRole('region', { name: 'Last enrolled first' })
const row = (page, name) => list(page).getByRole('row').filter({ hasText: name })
const lastActivity = (page, name) =>
  row(page, name).locator('[data-label="Last activity"]').innerText()
const users = (page) => list(page).locator('tbody .party:first-child .primary').allInnerTexts()

test('who is overdue and who is stuck stands out, with the way to their pages', async () => {
  const { page, faults } = await signIn()
  await shows(page, '4 enrollments')
  const olga = await row(page, 'Olga Ibarra').innerText()
  assert.match(olga, /olga\s+Acme Manufacturing/)
  assert.match(olga, /Course basics-plus/)
  assert.match(olga, /Overdue\s+for 6 days/)
  assert.match(olga, /1 of 3 lessons/)
  assert.match(olga, /6 days ago/)
  assert.match(olga, /by an import/)
  assert.match(await lastActivity(page, 'Olga Ibarra'), /^(20 days|2 weeks|3 weeks) ago/)
  assert.match(await row(page, 'Sam Stone').innerText(), /Stuck\s+for 1 day/)
  assert.match(await row(page, 'Ana Ruiz').innerText(), /Active[^]*in 1[23] days|in 2 weeks/)
  assert.match(await row(page, 'Cy Park').innerText(), /Completed\s+just now[^]*2 of 2 lessons/)

  const certificate = row(page, 'Cy Park').getByRole('link', { name: 'Certificate of Cy Park' })
  const url = new URL(await certificate.getAttribute('href'), stack.url)
  assert.match(await (await fetch(url)).text(), /Certificate of completion[^]*Cy Park/)

  await page.getByRole('link', { name: 'Olga Ibarra' }).click()
  await page.getByRole('heading', { level: 1, name: 'Olga Ibarra' }).waitFor()
  await page.getByRole('link', { name: 'Training of this person' }).click()
  await shows(page, '1 enrollment')
  assert.equal(new URL(page.url()).hash, '#/training?account=acme&user=olga')
  await row(page, 'Olga Ibarra').getByRole('link', { name: 'Acme Manufacturing' }).click()
  await page.getByRole('heading', { level: 1, name: 'Acme Manufacturing' }).waitFor()
  await page.getByRole('link', { name: 'Training of this account' }).click()
  await shows(page, '4 enrollments')
  assert.deepEqual(faults, [])
})

test('the list is narrowed by state, course and user, and the link keeps it', async () => {
  const { page } = await signIn()
  const tabs = page.getByRole('navigation', { name: 'How people get on' })
  await tabs.getByRole('link', { name: 'Overdue' }).focus()
  await page.keyboard.press('Enter')
  await shows(page, '1 enrollment')
  assert.deepEqual(await users(page), ['Olga Ibarra'])
  assert.equal(new URL(page.url()).hash, '#/training?state=overdue')
  await tabs.getByRole('link', { name: 'Stuck' }).click()
  await row(page, 'Sam Stone').waitFor()
  assert.deepEqual(await users(page), ['Sam Stone'])

  // The form keeps the tab, and the tab the form.
  await page.getByLabel('Course', { exact: true }).selectOption('reports')
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.getByText('No enrollments match this filter').waitFor()
  assert.equal(new URL(page.url()).hash, '#/training?state=stuck&course=reports')
  await assertAccessible(page)
  await tabs.getByRole('link', { name: 'Completed' }).click()
  await row(page, 'Cy Park').waitFor()
  await page.reload()
  await row(page, 'Cy Park').waitFor()
  assert.equal(await page.getByLabel('Course', { exact: true }).inputValue(), 'reports')
  await page.getByRole('link', { name: 'Clear' }).click()
  assert.equal(new URL(page.url()).hash, '#/training?state=completed')

  await page.getByLabel('User ID').fill('nobody')
  await page.keyboard.press('Enter')
  await page.getByText('No enrollments match this filter').waitFor()
  await page.getByRole('link', { name: 'show all enrollments' }).click()
  await shows(page, '4 enrollments')
})

test('an operator enrols somebody by keyboard, is told, and takes it back', async () => {
  const { page, faults } = await signIn('#/training?course=reports')
  await row(page, 'Cy Park').waitFor()
  await page.getByRole('button', { name: 'Enrol somebody' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Enrol somebody' })
  await dialog.waitFor()
  // The course that the list is narrowed to is chosen; a draft cannot be.
  assert.equal(await dialog.getByLabel('Course').inputValue(), 'reports')
  assert.equal(await dialog.getByRole('option', { name: 'Course drafted' }).count(), 0)
  assert.equal(await page.evaluate(() => document.activeElement.id), 'enrol-course')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('ana')
  await assertAccessible(page)
  await picture(page, 'training-enrol')
  await page.keyboard.press('Enter')
  await shows(page, 'ana is enrolled in “Course reports”.')
  assert.match(await focused(page), /^button# Enrol somebody/)
  await row(page, 'Ana Ruiz').waitFor()
  assert.match(await row(page, 'Ana Ruiz').innerText(), /Acme[^]*0 of 2 lessons[^]*by an operator/)
  // She has done nothing in it yet.
  assert.equal(await row(page, 'Ana Ruiz').locator('[data-label="Last activity"]').count(), 0)
  await assertAccessible(page)
  await picture(page, 'training-enrolled')

  await page.getByRole('button', { name: 'Undo' }).focus()
  await page.keyboard.press('Enter')
  await shows(page, 'ana is withdrawn from “Course reports”.')
  await row(page, 'Ana Ruiz').waitFor({ state: 'detached' })
  assert.deepEqual(await enrolled('course=reports'), ['cy'])
  // The button is gone; what tells so has kept the focus.
  assert.equal(await page.getByRole('button', { name: 'Undo' }).count(), 0)
  assert.match(await focused(page), /^div# ana is withdrawn/)
  assert.deepEqual(faults, [])
})

test('an operator withdraws somebody after a question, and takes it back', async () => {
  const { page } = await signIn()
  const button = row(page, 'Ana Ruiz').getByRole('button', { name: /^Withdraw/ })
  await button.click()
  const question = page.getByRole('dialog', {
    name: 'Withdraw Ana Ruiz from “Course basics-plus”?',
  })
  await question.waitFor()
  await assertAccessible(page)
  await picture(page, 'training-withdraw')
  await page.keyboard.press('Escape')
  await question.waitFor({ state: 'hidden' })
  assert.match(await focused(page), /^button# Withdraw/)
  assert.deepEqual(await enrolled('user=ana'), ['ana'])

  await button.click()
  await question.getByRole('button', { name: 'Withdraw' }).click()
  await shows(page, 'Ana Ruiz is withdrawn from “Course basics-plus”.')
  await row(page, 'Ana Ruiz').waitFor({ state: 'detached' })
  assert.deepEqual(await enrolled('user=ana'), [])
  // The row is gone with the button; undoing is the next stop.
  assert.match(await focused(page), /^div# Ana Ruiz is withdrawn/)
  await page.keyboard.press('Tab')
  assert.match(await focused(page), /^button# Undo/)
  await page.keyboard.press('Enter')
  await shows(page, 'Ana Ruiz is enrolled in “Course basics-plus”.')
  await row(page, 'Ana Ruiz').waitFor()
  assert.match(await row(page, 'Ana Ruiz').innerText(), /Active[^]*1 of 3 lessons/)
})

test('somebody in no account, and somebody who is enrolled already', async () => {
  const { page } = await signIn()
  const fill = async (user, account) => {
    await page.getByRole('button', { name: 'Enrol somebody' }).click()
    const dialog = page.getByRole('dialog', { name: 'Enrol somebody' })
    await dialog.getByLabel('Course').selectOption({ label: 'Course reports' })
    await dialog.getByLabel('User ID').fill(user)
    await dialog.getByLabel('Account ID').fill(account)
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'hidden' })
  }
  await fill('cy', 'acme')
  await shows(page, 'cy was enrolled in “Course reports” already.')
  assert.equal(await page.getByRole('button', { name: 'Undo' }).count(), 0)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  assert.equal(await page.getByRole('status').filter({ hasText: 'already' }).count(), 0)

  await fill('loner', '')
  await shows(page, 'loner is enrolled in “Course reports”.')
  const loner = row(page, 'loner')
  await loner.waitFor()
  // Who is in no account has no page.
  assert.deepEqual(await loner.getByRole('link').allInnerTexts(), ['Course reports'])
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Undo' }).click()
  await loner.waitFor({ state: 'detached' })
})

test('a list longer than a page is loaded on demand, by keyboard', async () => {
  const { page } = await signIn('#/contact-policy', { heading: 'Contact policy' })
  // Only the pages are made small; what they hold is the edge's.
  await page.route('**/v1/enrollments?*', (route) => {
    const url = new URL(route.request().url())
    url.searchParams.set('limit', '3')
    return route.continue({ url: url.href })
  })
  await page.getByRole('link', { name: 'Training' }).click()
  await shows(page, 'The first 3 enrollments shown')
  await page.getByRole('button', { name: 'Load more' }).focus()
  await page.keyboard.press('Enter')
  await shows(page, /^4 enrollments$/)
  assert.match(await focused(page), /That is all of them/)
})

test('what the edge refuses stands by its field, and nothing typed is lost', async () => {
  const { page } = await signIn()
  await page.getByRole('button', { name: 'Enrol somebody' }).click()
  const dialog = page.getByRole('dialog', { name: 'Enrol somebody' })
  assert.equal(await dialog.getByLabel('Course').inputValue(), '')
  await dialog.getByLabel('Course').selectOption('reports')
  await dialog.getByRole('button', { name: 'Enrol', exact: true }).click()
  await dialog.getByRole('alert').filter({ hasText: 'The user id is empty.' }).waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'enrol-user')
  assert.equal(await dialog.getByLabel('User ID').getAttribute('aria-invalid'), 'true')
  await assertAccessible(page)
  await picture(page, 'training-refused')

  await dialog.getByLabel('User ID').fill('dee')
  await api.send('POST', '/v1/content/course/reports/unpublish')
  const unpublished = dialog.getByRole('alert').filter({ hasText: 'not published any more' })
  await dialog.getByRole('button', { name: 'Enrol', exact: true }).click()
  await unpublished.waitFor()
  assert.equal(await dialog.getByLabel('User ID').inputValue(), 'dee')
  await api.publish('course', REPORTS)

  await page.context().setOffline(true)
  await dialog.getByRole('button', { name: 'Enrol', exact: true }).click()
  await dialog.getByRole('alert').filter({ hasText: 'cannot be reached' }).waitFor()
  await page.context().setOffline(false)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  assert.equal(await page.getByRole('alert').filter({ hasText: 'cannot be reached' }).count(), 0)
  assert.deepEqual(await enrolled('user=dee'), [])
})

test('who only reads sees how people get on, and no button that changes it', async () => {
  const { page } = await signIn('#/training', { token: await tokenOf('viewer') })
  await row(page, 'Olga Ibarra').waitFor()
  assert.equal(await page.getByRole('button', { name: /Enrol|Withdraw/ }).count(), 0)
  await assertAccessible(page)
  await page.goto(`${stack.url}/console/#/responses`)
  await page.getByRole('heading', { level: 1, name: 'Responses' }).waitFor()
  const { page: csms } = await signIn('#/training', { token: await tokenOf('csm') })
  await csms.getByRole('button', { name: 'Enrol somebody' }).waitFor()
})

test('a failure keeps what is shown and can be tried again', async () => {
  const { page } = await signIn()
  await shows(page, '4 enrollments')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Refresh' }).click()
  await page.getByRole('alert').filter({ hasText: 'Rumbo cannot be reached' }).waitFor()
  await row(page, 'Olga Ibarra').waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await shows(page, '4 enrollments')
})

test('the enrollments of a filter are exported as CSV', async () => {
  const { page } = await signIn('#/training?state=overdue')
  await shows(page, '1 enrollment')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  const file = await download
  assert.equal(file.suggestedFilename(), 'rumbo-enrollments.csv')
  const [header, ...rows] = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
  assert.match(header, /^enrolled_at,course,title,/)
  assert.equal(rows.length, 1)
  assert.match(rows[0], /Olga Ibarra,overdue/)
  assert.match(header, /,last_activity_at$/)
  const [row] = (await api.get('/v1/enrollments?user=olga')).body.results
  assert.ok(rows[0].endsWith(`,${new Date(row.last_activity_at).toISOString()}`), rows[0])
})

/** The looks of all pages, and the widths on either side of where the table becomes cards. */
const WIDTHS = {
  ...LOOKS,
  tablet: { viewport: { width: 840, height: 1100 } },
  narrow: { viewport: { width: 980, height: 800 } },
}
for (const [name, options] of Object.entries(WIDTHS)) {
  test(`it is accessible: ${name}`, async () => {
    const { page } = await signIn('#/training', options)
    await row(page, 'Olga Ibarra').waitFor()
    await assertAccessible(page)
    await assertNarrow(page)
    const widths = await list(page).evaluate((card) => [card.scrollWidth, card.clientWidth])
    assert.equal(widths[0], widths[1], 'the table stays in its card')
    await picture(page, `training-${name}`)
    await page.getByRole('button', { name: 'Enrol somebody' }).click()
    await page.getByRole('dialog', { name: 'Enrol somebody' }).waitFor()
    await assertAccessible(page)
    await assertNarrow(page)
    await picture(page, `training-enrol-${name}`)
  })
}

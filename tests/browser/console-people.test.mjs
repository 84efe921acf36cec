// Accounts and people in the console: why they see what they see, and what is ticked for them.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { checklist, survey, question, todo } from '../harness/content.mjs'
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
  tokenOf,
} from './console-page.mjs'

const ACME = { name: 'Acme Manufacturing', plan: 'pro' }

startConsole(async () => {
  const ours = { owner: 'vendor' }
  await api.publish(
    'checklist',
    checklist('setup', [
      todo('connect', { title: { en: 'Connect your mail' } }),
      todo('import', { ...ours, title: { en: 'Import the customer’s data' }, due_days: 3 }),
      todo('train', { requires: ['import'], title: { en: 'Train the team' } }),
      todo('sign', { ...ours, scope: 'account', title: { en: 'Countersign the contract' } }),
    ]),
  )
  await api.publish(
    'survey',
    survey('admins', [question('q', 'text')], { segment: { user: { role: { is: 'admin' } } } }),
  )
  await api.publish('survey', survey('first', [question('q', 'text')]))
  await api.publish('survey', survey('second', [question('q', 'text')]))
  for (const user of ['ana', 'bob']) await joinsAcme(user)
  await api.until('/v1/accounts', ({ results }) =>
    results.some(({ name }) => name === 'Acme Manufacturing'),
  )
})

const joinsAcme = (user) =>
  joins(user, { name: `User ${user}`, email: `${user}@acme.example` }, 'acme', ACME)
const person = (user) => `#/people?account=acme&user=${user}`
const lists = (page) => page.getByRole('region', { name: 'Checklists' })
const whyRegion = (page) => page.getByRole('region', { name: 'Why is this shown, or not?' })
const why = (page, name) => whyRegion(page).getByRole('article', { name })

test('from the accounts to a person, by links; each page has the focus and its title', async () => {
  const { page, faults } = await signIn('Accounts', '#/accounts')
  await page.getByRole('link', { name: 'Acme Manufacturing' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Acme Manufacturing' }).waitFor()
  await shows(page, '2 people')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main')
  assert.equal(await page.title(), 'acme · Rumbo')
  await assertAccessible(page)
  await picture(page, 'account')

  await page.getByRole('link', { name: 'User ana' }).click()
  await page.getByRole('heading', { level: 1, name: 'User ana' }).waitFor()
  assert.equal(new URL(page.url()).hash, person('ana'))
  assert.equal(await page.title(), 'ana in acme · Rumbo')
  const current = page.getByRole('navigation', { name: 'Pages' }).locator('[aria-current]')
  assert.equal(await current.innerText(), 'Accounts')
  await page.goBack()
  await shows(page, '2 people')
  assert.deepEqual(faults, [])
})

test('an operator ticks what is the vendor’s, and takes it back; the person sees it', async () => {
  const { page } = await signIn('User ana', person('ana'))
  const html = async () => (await api.placements('ana', 'acme', { start: ['setup'] })).body.html
  const list = lists(page).getByRole('article', { name: 'List setup' })
  const row = (title) => list.getByRole('listitem').filter({ hasText: title })
  await list.getByText('0 of 4 done').waitFor()
  // What is the customer's has no button.
  assert.equal(await list.getByRole('button').count(), 2)
  assert.match(await row('Train the team').innerText(), /Waits for others/)
  assert.match(await html(), /0 of 4 done/)

  await page.getByRole('button', { name: /^Mark as done “Import/ }).focus()
  await page.keyboard.press('Enter')
  await shows(page, '“Import the customer’s data” is marked as done.')
  await list.getByText('1 of 4 done').waitFor()
  assert.match(await html(), /1 of 4 done/)
  assert.match(await row('Train the team').innerText(), /Open/)
  // The button has stayed, and undoes now.
  assert.match(await focused(page), /^button# Undo/)
  await assertAccessible(page)
  await picture(page, 'person-ticked')

  await page.keyboard.press('Enter')
  await shows(page, '“Import the customer’s data” is open again.')
  assert.match(await html(), /0 of 4 done/)
})

test('a tick that does not get through says so and changes nothing', async () => {
  const { page } = await signIn('User bob', person('bob'))
  const button = page.getByRole('button', { name: /^Mark as done “Import/ })
  await button.waitFor()
  await page.context().setOffline(true)
  await button.click()
  await page.getByRole('alert').filter({ hasText: 'Rumbo cannot be reached' }).waitFor()
  await page.context().setOffline(false)
  await button.click()
  await shows(page, 'is marked as done')
  assert.equal(await page.getByRole('alert').filter({ hasText: 'cannot be reached' }).count(), 0)
})

test('who only reads sees how far it is, and who may tick', async () => {
  const { page } = await signIn('User ana', person('ana'), { token: await tokenOf('viewer') })
  const list = lists(page).getByRole('article', { name: 'List setup' })
  await list.waitFor()
  assert.equal(await list.getByRole('button').count(), 0)
  await page.getByText('You are signed in as viewer').waitFor()
  await assertAccessible(page)
})

test('each gate is told in order, with its words and when it could be yes', async () => {
  await joinsAcme('cy')
  const answer = await api.placements('cy', 'acme', { start: ['first'] })
  assert.equal(answer.body.placements[0].id, 'first')
  const dismissed = await api.commands('cy', 'acme', [{ placement: 'first', type: 'dismiss' }])
  assert.equal(dismissed.body.results[0].status, 'accepted')

  const { page } = await signIn('User cy', person('cy'))
  const admins = why(page, 'Q q').filter({ hasText: 'admins' })
  await admins.waitFor()
  // What said no is told at once; the gates open by keyboard.
  assert.match(await admins.innerText(), /Not shown\s+Survey · admins · \d of \d+ gates.*role/)
  // In words for anybody; where it is written stands by its gate, for authors.
  assert.match(await admins.innerText(), /asks for another value of the user's trait “role”/)
  assert.equal(await admins.getByText('user.role').isVisible(), false)
  await admins.locator('summary').click()
  await admins.locator('code').filter({ hasText: 'user.role' }).waitFor()
  const second = why(page, 'Q q').filter({ hasText: 'second' })
  assert.equal(await second.getByRole('listitem').count(), 0)
  await second.locator('summary').focus()
  await page.keyboard.press('Enter')
  const quiet = second.getByRole('listitem').filter({ hasText: 'quiet long enough' })
  assert.match(await quiet.innerText(), /^No\s/)
  assert.match(await quiet.innerText(), /Could be yes in 2 weeks, \d+ \w+ \d{4}, \d\d:\d\d/)
  const at = Date.parse(await quiet.locator('time').getAttribute('datetime'))
  assert.ok(Math.abs(at - Date.now() - 14 * 86_400_000) < 600_000)
  const questions = await second.getByRole('listitem').allInnerTexts()
  assert.match(questions[0], /Yes\s+Is this person meant\?/)
  assert.ok(questions.length > 5)

  const shown = page.getByRole('article').filter({ hasText: 'Shown now' })
  assert.match(await shown.innerText(), /Every gate says yes/)
  await assertAccessible(page)
  await picture(page, 'person-why')
})

test('one piece of content is asked for by the form, and by a link', async () => {
  const { page } = await signIn('User ana', person('ana'))
  await shows(page, /shown now, of \d+ pieces/)
  await page.getByLabel('Content', { exact: true }).selectOption('second')
  await page.getByLabel('On a', { exact: true }).selectOption('phone')
  await page.getByRole('button', { name: 'Ask' }).click()
  await shows(page, 'of 1 piece of content')
  assert.equal(new URL(page.url()).hash, `${person('ana')}&content=second&device=phone`)

  await page.reload()
  await shows(page, 'of 1 piece of content')
  assert.equal(await page.getByLabel('Content', { exact: true }).inputValue(), 'second')
  assert.equal(await page.getByLabel('On a', { exact: true }).inputValue(), 'phone')

  await page.goto(`${stack.url}/console/${person('ana')}&content=nothing`)
  const nothing = why(page, 'nothing')
  await nothing.getByRole('listitem').getByText('nothing of this id is published').waitFor()
  await assertAccessible(page)
})

test('an account or a person that is not there is said so, with a way on', async () => {
  const { page } = await signIn('nobody', person('nobody'))
  await page.getByText('Nobody with this ID has been seen in this account').waitFor()
  await assertAccessible(page)
  await page.getByRole('link', { name: 'See who is in it' }).click()
  await shows(page, 'people')
  await page.goto(`${stack.url}/console/#/accounts?id=nowhere`)
  await page.getByText('There is no account with this ID').waitFor()
  await assertAccessible(page)
})

test('a failure keeps what is asked, and can be tried again', async () => {
  const { page } = await signIn('User ana', person('ana'))
  await shows(page, 'shown now')
  await page.route('**/v1/explain?*', (route) => route.abort())
  await page.getByLabel('Content', { exact: true }).selectOption('first')
  await page.getByRole('button', { name: 'Ask' }).click()
  await page.getByRole('alert').filter({ hasText: 'Rumbo cannot be reached' }).waitFor()
  await page.unroute('**/v1/explain?*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await shows(page, 'of 1 piece of content')
})

for (const [name, options] of Object.entries(LOOKS)) {
  test(`it is accessible: ${name}`, async () => {
    const { page } = await signIn('Accounts', '#/accounts', options)
    await page.getByRole('link', { name: 'Acme Manufacturing' }).waitFor()
    await assertAccessible(page)
    await assertNarrow(page)
    await picture(page, `accounts-${name}`)
    await page.getByRole('link', { name: 'Acme Manufacturing' }).click()
    const people = page.getByRole('region', { name: 'People' })
    await people.getByRole('link', { name: 'User ana' }).waitFor()
    await assertAccessible(page)
    await assertNarrow(page)
    await people.getByRole('link', { name: 'User ana' }).click()
    await shows(page, 'shown now')
    await lists(page).getByRole('article', { name: 'List setup' }).waitFor()
    await assertAccessible(page)
    await assertNarrow(page)
    await picture(page, `person-${name}`)
  })
}

// The audit trail in the console: what became of items, whose doing it was, and in whose list.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'

import { checklist, todo } from '../harness/content.mjs'
import { track } from '../harness/index.mjs'
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

const ACME = { name: 'Acme Manufacturing', plan: 'pro' }
const en = (title) => ({ title: { en: title } })

/** The token of an operator of the vendor's. */
let marta

startConsole(async () => {
  const body = { role: 'csm', label: 'Marta' }
  marta = (await api.send('POST', '/v1/tokens', body)).body.token
  await api.publish(
    'checklist',
    checklist('setup', [
      todo('mail', en('Connect your mail')),
      todo('team', { ...en('Invite your team'), completion: { event: 'Invited' } }),
      todo('tour', { ...en('Take the tour'), skippable: true }),
      todo('import', { ...en('Import the customer’s data'), owner: 'vendor' }),
      todo('policy', { ...en('Agree on a password policy'), scope: 'account' }),
      todo('sign', { ...en('Countersign the contract'), owner: 'vendor', scope: 'account' }),
    ]),
  )
  await joins('ana', { name: 'Ana Ruiz' }, 'acme', ACME)
  await joins('bob', { name: 'Bob Stone' }, 'acme', ACME)
  await does('ana', 'complete_item', 'mail')
  await api.batch([track('ana', 'acme', 'Invited')])
  await does('ana', 'skip_item', 'tour')
  await does('ana', 'reopen_item', 'tour')
  await does('ana', 'complete_item', 'policy')
  await ticks('bob', 'PUT', 'import')
  await ticks('bob', 'DELETE', 'import')
  await ticks('bob', 'PUT', 'sign')
  await ticks('ana', 'PUT', 'import')
  await api.until('/v1/accounts', ({ results }) => results.some(({ id }) => id === 'acme'))
})

async function does(user, type, item, account = 'acme') {
  await api.placements(user, account, { start: ['setup'] })
  const answer = await api.commands(user, account, [{ placement: 'setup', type, item }])
  assert.equal(answer.body.results[0].status, 'accepted', JSON.stringify(answer.body.results))
}
async function ticks(user, method, item, account = 'acme') {
  const path = `/v1/accounts/${account}/people/${user}/checklists/setup/items/${item}`
  assert.equal((await api.send(method, path, undefined, marta)).status, 200)
}

const account = '#/accounts?id=acme'
const person = (user) => `#/people?account=acme&user=${user}`
const trail = (page) => page.getByRole('region', { name: 'Audit trail' })
const row = (page, text) => trail(page).getByRole('row').filter({ hasText: text })
const item = (page, title) =>
  page.getByRole('region', { name: 'Checklists' }).getByRole('listitem').filter({ hasText: title })
const columns = (page) => trail(page).getByRole('columnheader').allInnerTexts()

/** What each row says, but for when it was. */
const rows = async (page) => {
  const all = await trail(page)
    .locator('tbody tr')
    .evaluateAll((list) => list.map((row) => [...row.cells].map((cell) => cell.innerText)))
  return all.map(([, ...cells]) =>
    cells.map((cell) => cell.replace(/\s+/g, ' ').trim()).join(' | '),
  )
}

/** What Ana did, the newest first: in her list, or for everybody. */
const ANAS = [
  ['Ana Ruiz ana', 'Done by hand', 'Agree on a password policy List setup', 'Whole account'],
  ['Ana Ruiz ana', 'Taken back by hand', 'Take the tour List setup', 'Ana Ruiz ana'],
  ['Ana Ruiz ana', 'Skipped by hand', 'Take the tour List setup', 'Ana Ruiz ana'],
  ['Ana Ruiz ana', 'Done in the product', 'Invite your team List setup', 'Ana Ruiz ana'],
  ['Ana Ruiz ana', 'Done by hand', 'Connect your mail List setup', 'Ana Ruiz ana'],
]
const IMPORT = 'Import the customer’s data List setup'
const STAFFS = [
  ['Marta Staff', 'Done', IMPORT, 'Ana Ruiz ana'],
  ['Marta Staff', 'Done', 'Countersign the contract List setup', 'Whole account'],
  ['Marta Staff', 'Taken back', IMPORT, 'Bob Stone bob'],
  ['Marta Staff', 'Done', IMPORT, 'Bob Stone bob'],
]
const lines = (all) => all.map((cells) => cells.join(' | '))

test('an account’s page says who did what, for whom, with the way to them', async () => {
  const { page, faults } = await signIn('Acme Manufacturing', account)
  await trail(page).getByText('9 changes').waitFor()
  assert.deepEqual(await rows(page), lines([...STAFFS, ...ANAS]))
  assert.deepEqual(await columns(page), ['When', 'Who', 'What', 'Item', 'For whom'])
  assert.match(await row(page, 'Connect your mail').locator('time').innerText(), /^just now\s+\d/)
  await assertAccessible(page)
  await picture(page, 'audit-account')

  // Who does it is one stop, in whose list the next; the staff has no page.
  assert.equal(await row(page, 'Countersign the contract').getByRole('link').count(), 0)
  await trail(page).getByRole('button', { name: 'Export CSV' }).focus()
  await page.keyboard.press('Tab')
  assert.match(await focused(page), /^a# Ana Ruiz/)
  await page.keyboard.press('Tab')
  assert.match(await focused(page), /^a# Bob Stone/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Bob Stone' }).waitFor()
  assert.equal(new URL(page.url()).hash, person('bob'))
  await page.goBack()
  await trail(page).getByText('9 changes').waitFor()
  assert.deepEqual(faults, [])
})

test('a person’s page has what is in their lists, for all or for them, and says by whom each item was done', async () => {
  const { page } = await signIn('Ana Ruiz', person('ana'))
  await trail(page).getByText('7 changes').waitFor()
  assert.deepEqual(await columns(page), ['When', 'Who', 'What', 'Item'])
  const theirs = [...STAFFS, ...ANAS].filter(([, , , whom]) => whom !== 'Bob Stone bob')
  const short = theirs.map(([who, what, which, whom]) => {
    return [who, what, whom === 'Whole account' ? `${which} ${whom}` : which]
  })
  assert.deepEqual(await rows(page), lines(short))
  // They are on their page already.
  assert.equal(await trail(page).getByRole('row').getByRole('link').count(), 0)

  for (const [title, said] of [
    ['Connect your mail', /Done\s+by Ana Ruiz/],
    ['Invite your team', /Done\s+in the product/],
    ['Take the tour', /Open$/],
    ['Import the customer’s data', /Done\s+by Marta \(staff\)\s+Yours to do/],
    ['Agree on a password policy', /Done\s+by Ana Ruiz\s+For the whole account/],
    ['Countersign the contract', /Done\s+by Marta \(staff\)/],
  ]) {
    assert.match(await item(page, title).locator('.item-text').innerText(), said)
  }
  await assertAccessible(page)
  await picture(page, 'audit-person')
})

test('a tick stands in the trail at once, and so does its undo; before the first it says what will', async () => {
  await joins('cy', { name: 'Cy Park' }, 'birch', { name: 'Birch' })
  const { page } = await signIn('Cy Park', '#/people?account=birch&user=cy', { token: marta })
  await trail(page).getByText('Nothing has been noted yet').waitFor()
  assert.equal(await trail(page).getByRole('button', { name: 'Export CSV' }).isDisabled(), true)
  await assertAccessible(page)
  await picture(page, 'audit-empty')

  await page.getByRole('button', { name: /^Mark as done “Import/ }).focus()
  await page.keyboard.press('Enter')
  await shows(page, 'is marked as done.')
  await trail(page).getByText('1 change', { exact: true }).waitFor()
  assert.deepEqual(await rows(page), lines([['Marta Staff', 'Done', IMPORT]]))
  await item(page, 'Import').getByText('by Marta (staff)').waitFor()
  assert.match(await focused(page), /^button# Undo/)

  await page.keyboard.press('Enter')
  await shows(page, 'is open again.')
  await trail(page).getByText('2 changes').waitFor()
  assert.deepEqual(
    await rows(page),
    lines([
      ['Marta Staff', 'Taken back', IMPORT],
      ['Marta Staff', 'Done', IMPORT],
    ]),
  )
  assert.equal(await item(page, 'Import').getByText('by Marta').count(), 0)
})

test('an account in which nothing was done yet, and one that is not there', async () => {
  await joins('zoe', { name: 'Zoe' }, 'umbra', { name: 'Umbra' })
  const { page } = await signIn('Umbra', '#/accounts?id=umbra')
  await trail(page).getByText('Nothing has been noted yet').waitFor()
  await page.goto(`${stack.url}/console/#/accounts?id=nowhere`)
  await page.getByText('There is no account with this ID').waitFor()
  assert.equal(await trail(page).count(), 0)
})

test('the trail of an account, and that of a person, are exported as CSV', async () => {
  const { page } = await signIn('Acme Manufacturing', account)
  const exported = async () => {
    const download = page.waitForEvent('download')
    await trail(page).getByRole('button', { name: 'Export CSV' }).click()
    const file = await download
    assert.equal(file.suggestedFilename(), 'rumbo-audit.csv')
    return (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
  }
  await row(page, 'Countersign the contract').waitFor()
  const [header, ...all] = await exported()
  assert.match(header, /^at,type,checklist,checklist_title,item,item_title,user,user_name,cause,/)
  const { results } = (await api.get('/v1/accounts/acme/audit')).body
  assert.equal(all.length, results.length)
  const sign = all.find((line) => line.includes('Countersign'))
  assert.match(sign, /,setup,List setup,sign,Countersign the contract,,,operator,Marta,/)

  await page.goto(`${stack.url}/console/${person('ana')}`)
  await trail(page).getByText('7 changes').waitFor()
  const [, ...theirs] = await exported()
  assert.equal(theirs.length, 7)
  assert.ok(!theirs.some((line) => line.includes(',bob,')))

  await page.context().setOffline(true)
  await trail(page).getByRole('button', { name: 'Export CSV' }).click()
  await page.getByRole('alert').filter({ hasText: 'cannot be reached' }).waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page
    .getByRole('alert')
    .filter({ hasText: 'cannot be reached' })
    .waitFor({ state: 'hidden' })
})

test('a long trail is loaded on demand, by keyboard; a failure keeps what is shown', async () => {
  await joins('lou', { name: 'Lou' }, 'longs', { name: 'Longs' })
  for (let i = 0; i < 6; i += 1) {
    for (const method of ['PUT', 'DELETE']) await ticks('lou', method, 'import', 'longs')
  }
  const { page } = await signIn('Longs', '#/accounts?id=longs')
  await trail(page).getByText('The first 10 changes shown').waitFor()
  await page.route('**/audit?*', (route) => route.abort())
  await trail(page).getByRole('button', { name: 'Load more' }).focus()
  await page.keyboard.press('Enter')
  await trail(page).getByRole('alert').filter({ hasText: 'cannot be reached' }).waitFor()
  assert.equal((await rows(page)).length, 10)
  await page.unroute('**/audit?*')
  await trail(page).getByRole('button', { name: 'Try again' }).focus()
  await page.keyboard.press('Enter')
  await trail(page).getByText('12 changes').waitFor()
  assert.match(await focused(page), /That is all of them/)

  // Whoever comes back from a person finds all of it.
  await trail(page).getByRole('link', { name: 'Lou' }).last().click()
  await page.getByRole('heading', { level: 1, name: 'Lou' }).waitFor()
  await page.goBack()
  await trail(page).getByText('12 changes').waitFor()
})

test('what is published no more is named by its id, what is new is no fault, what is long breaks', async () => {
  const { page } = await signIn('Accounts', '#/accounts', LOOKS.phone)
  await page.route('**/v1/accounts/acme/audit?*', async (route) => {
    const { results } = (await api.get('/v1/accounts/acme/audit?user=ana')).body
    const [first, second, ...others] = results
    const titles = { checklist_title: null, item_title: null, user_name: null, actor_name: null }
    const strange = {
      ...first,
      ...titles,
      type: 'checklist_item_moved',
      cause: 'robot',
      actor: 'r2',
    }
    const long = { ...second, item_title: 'Agree'.repeat(50), actor: 'ana'.repeat(60) }
    await route.fulfill({ json: { results: [strange, long, ...others], next: null } })
  })
  await page.getByRole('link', { name: 'Acme Manufacturing' }).click()
  await trail(page).getByText('7 changes').waitFor()
  assert.equal((await rows(page))[0], 'r2 | Changed | import setup | ana')
  assert.equal(await trail(page).getByRole('link', { name: 'r2' }).count(), 0)
  await assertNarrow(page)
  await picture(page, 'audit-long')
})

for (const [name, options] of Object.entries({
  ...LOOKS,
  tablet: { viewport: { width: 840, height: 1100 } },
  narrow: { viewport: { width: 980, height: 800 } },
})) {
  test(`it is accessible: ${name}`, async () => {
    for (const [heading, hash] of [
      ['Acme Manufacturing', account],
      ['Ana Ruiz', person('ana')],
    ]) {
      const { page } = await signIn(heading, hash, options)
      await row(page, 'Connect your mail').waitFor()
      await assertAccessible(page)
      await assertNarrow(page)
      const widths = await trail(page).evaluate((card) => [card.scrollWidth, card.clientWidth])
      assert.equal(widths[0], widths[1], 'the table stays in its card')
      await picture(page, `audit-${hash === account ? 'account' : 'person'}-${name}`)
    }
  })
}

// The score over time in the console, and the answers to one survey.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'

import {
  LOOKS,
  api,
  assertAccessible,
  assertNarrow,
  joins,
  picture,
  shows,
  signIn,
  stack,
  startConsole,
} from './console-page.mjs'

const DAY_MS = 86_400_000
/**
 * The edge's clock only goes forward: the answers of the first day are the oldest. It is far from the
 * ends of its month, so that no month ends while the answers are given.
 */
const FIRST = Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 1, 15, 12)
/** When the console is looked at: ratings of so many days before it. */
const NOW = FIRST + 95 * DAY_MS
const RATINGS = { 0: [0, 3, 9], 60: [9, 10, 10, 10, 9, 7], 95: [10] }

startConsole(async () => {
  for (const [days, ratings] of Object.entries(RATINGS)) {
    await api.post('/dev/clock', { now: FIRST + Number(days) * DAY_MS })
    for (const [i, rating] of ratings.entries()) await answers(`u${days}-${i}`, 'nps', rating)
  }
  await answers('c', 'csat-support', 4)
  await api.until('/v1/responses', ({ results }) => results.length === 11)
})

async function answers(user, survey, rating) {
  await joins(user, { name: `User ${user}` }, 'acme', { name: 'Acme' })
  const sent = { writeKey: stack.keys.server, survey, user, account: 'acme', rating }
  const { status, body } = await api.post('/v1/responses', sent)
  assert.equal(status, 200, JSON.stringify(body))
}

const trend = (page) => page.getByRole('region', { name: 'Score by month' })
const survey = (page) => page.getByLabel('Survey')

/** Opens the console at `NOW`, whatever the clock of the machine says: nothing of another time runs. */
async function opens(hash = '#/responses', options) {
  const opened = await signIn('Accounts', '#/accounts', options)
  // Who sees the list is signed in for as long as the tab is open.
  await shows(opened.page, '1 account')
  await opened.page.goto('about:blank')
  await opened.page.clock.setFixedTime(NOW)
  await opened.page.goto(`${stack.url}/console/${hash}`)
  const heading = opened.page.getByRole('heading', { level: 1, name: 'Responses' })
  await heading.waitFor({ timeout: 30_000 })
  return opened
}

/** The score of each day's month, by the day. */
function byMonth() {
  const name = (at) =>
    new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
      at,
    )
  const months = new Map()
  for (const [days, ratings] of Object.entries(RATINGS)) {
    const at = name(FIRST + Number(days) * DAY_MS)
    months.set(at, [...(months.get(at) ?? []), ...ratings])
  }
  const share = (all, test) => (100 * all.filter(test).length) / all.length
  const score = (all) => Math.round(share(all, (r) => r >= 9) - share(all, (r) => r <= 6))
  return [...months].map(([month, all]) => [month, score(all), all.length])
}

test('the score is followed month by month, with its interval', async () => {
  const { page, faults } = await opens(undefined, { timezoneId: 'UTC' })
  const months = trend(page).getByRole('listitem')
  await months.first().waitFor()
  assert.equal(await months.count(), 6)
  const texts = (await months.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))
  for (const [month, score, n] of byMonth()) {
    const text = texts.find((text) => text.startsWith(month))
    const said = `${score}`.replace('-', '−')
    assert.match(text, new RegExp(`^${month} ${said} ?, between \\S+ and \\S+ ${n} answers?$`))
  }
  assert.ok(texts.some((text) => / No score 0 answers$/.test(text)))
  assert.deepEqual(faults, [])
})

test('it fails by itself, and can be asked for again', async () => {
  const { page } = await opens()
  await trend(page).getByRole('listitem').first().waitFor()
  await page.route('**/v1/metrics/nps?*from=*', (route) => route.fulfill({ status: 500 }))
  await page.getByRole('button', { name: 'Refresh' }).click()
  await trend(page).getByRole('alert').filter({ hasText: 'status 500' }).waitFor()
  assert.equal(await trend(page).getByRole('listitem').count(), 6)
  await assertAccessible(page)
  await page.unroute('**/v1/metrics/nps?*from=*')
  await trend(page).getByRole('button', { name: 'Try again' }).click()
  await trend(page).getByRole('alert').waitFor({ state: 'hidden' })
})

test('one survey is chosen, in the link, the score and the file', async () => {
  const { page } = await opens()
  await shows(page, 'All 11 responses shown')
  await survey(page).selectOption('csat-support')
  await page.getByRole('button', { name: 'Apply' }).click()
  await shows(page, /^1 response$/)
  assert.equal(new URL(page.url()).hash, '#/responses?survey=csat-support')
  const score = page.getByRole('region', { name: 'Net Promoter Score' })
  await score.getByText('Not part of the score').waitFor()
  assert.match(await score.innerText(), /Survey csat-support, all accounts/)
  assert.equal(await trend(page).count(), 0)
  await assertAccessible(page)

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  const text = await readFile(await (await download).path(), 'utf8')
  assert.equal(text.trim().split('\r\n').length, 2)

  await page.reload()
  await shows(page, /^1 response$/)
  assert.equal(await survey(page).inputValue(), 'csat-support')
  await page.getByRole('link', { name: 'Clear' }).click()
  await shows(page, 'All 11 responses shown')
  assert.equal(await survey(page).inputValue(), '')
})

test('what is typed in a filter stays when what it gives to choose comes late', async () => {
  for (const [heading, hash, kind, label] of [
    ['Responses', '#/responses?survey=nps', 'survey', 'Survey'],
    ['Training', '#/training?course=basics', 'course', 'Course'],
  ]) {
    const { page } = await signIn('Accounts', '#/accounts')
    let release
    const held = new Promise((resolve) => (release = resolve))
    await page.route(`**/v1/content?*kind=${kind}*`, async (route) => {
      await held
      await route.continue()
    })
    await page.evaluate((to) => (location.hash = to), hash)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await page.getByLabel('Account ID').fill('northwind')
    release()
    const select = page.getByLabel(label, { exact: true })
    const [, value] = hash.split('=')
    const named = select
      .locator(`option[value=${value}]`)
      .filter({ hasNotText: RegExp(`^${value}$`) })
    await named.waitFor({ state: 'attached' })
    assert.equal(await page.getByLabel('Account ID').inputValue(), 'northwind')
    assert.equal(await select.inputValue(), value)
  }
})

for (const [name, options] of Object.entries({ ...LOOKS, forced: { forcedColors: 'active' } })) {
  test(`it is accessible: ${name}`, async () => {
    const { page } = await opens(undefined, options)
    await trend(page).getByRole('listitem').first().waitFor()
    await shows(page, 'All 11 responses shown')
    await assertAccessible(page)
    await assertNarrow(page)
    await picture(page, `trend-${name}`)
  })
}

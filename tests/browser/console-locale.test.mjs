// Dates and numbers in the console, as its reader writes them; its words stay English.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { api, assertAccessible, joins, shows, signIn, startConsole } from './console-page.mjs'

startConsole(async () => {
  await joins('ana', { name: 'Ana' }, 'acme', { name: 'Acme' })
  await api.until('/v1/accounts', ({ results }) => results.length > 0)
})

const SEEN_AT = Date.parse('2026-03-09T03:05:00Z')

/** Opens the accounts as `reader` sees them: one account, of a known size, seen at a known time. */
async function accounts(reader) {
  const { page } = await signIn('Responses', '', reader)
  await page.route('**/v1/accounts?*', async (route) => {
    const response = await route.fetch()
    const { results, next } = await response.json()
    const known = { users: 12_345, last_seen_at: SEEN_AT }
    await route.fulfill({ json: { results: results.map((row) => ({ ...row, ...known })), next } })
  })
  await page.getByRole('link', { name: 'Accounts' }).click()
  const row = page.locator('tbody').getByRole('row')
  await row.waitFor()
  const text = (await row.innerText()).replace(/\s+/g, ' ')
  return { page, text, lang: await row.locator('time [lang]').getAttribute('lang') }
}

for (const [locale, timezoneId, users, seen] of [
  ['en-US', 'America/New_York', '12,345', 'Mar 8, 2026, 11:05 PM'],
  ['en-GB', 'Europe/London', '12,345', '9 Mar 2026, 03:05'],
  ['de-DE', 'Europe/Berlin', '12.345', '09.03.2026, 04:05'],
]) {
  test(`a reader in ${timezoneId} sees ${seen}`, async () => {
    const { page, text, lang } = await accounts({ locale, timezoneId })
    assert.ok(text.includes(` ${users} `), text)
    assert.ok(text.endsWith(` ago ${seen}`), text)
    assert.equal(lang, locale)
    await assertAccessible(page)
  })
}

test('a day that narrows the responses is named as its reader writes days', async () => {
  const { page } = await signIn('Responses', '#/responses?from=2025-11-30', { locale: 'de-DE' })
  await page.getByText('All accounts, since 30.11.2025').waitFor()
  await shows(page, 'No responses')
})

// The contact policy in the console, on the real stack.

import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'

import {
  LOOKS,
  api,
  assertAccessible,
  assertNarrow,
  focused,
  picture,
  shows,
  signIn as signInTo,
  startConsole,
  tokenOf,
} from './console-page.mjs'

startConsole()
beforeEach(() => api.send('PUT', '/v1/contact-policy', {}))

const signIn = (options) => signInTo('Contact policy', '#/contact-policy', options)
const policy = async () => (await api.get('/v1/contact-policy')).body

test('an admin changes the policy by keyboard, is told, and takes it back', async () => {
  const { page, faults } = await signIn({ timezoneId: 'America/Lima' })
  const days = page.getByLabel('Between two surveys (days)')
  assert.equal(await days.inputValue(), '14')
  await days.focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('30')
  await page.getByLabel('Pause until (your local time)').fill('2099-01-01T08:30')
  await page.keyboard.press('Enter')
  await shows(page, 'Saved. It holds everywhere within ten seconds.')
  assert.deepEqual(await policy(), {
    paused: false,
    paused_until: '2099-01-01T13:30:00.000Z',
    recontact_days: 30,
    quiet_days: 14,
  })
  await assertAccessible(page)
  await picture(page, 'policy-saved')

  await page.getByRole('button', { name: 'Undo last save' }).focus()
  await page.keyboard.press('Enter')
  await shows(page, 'Undone. The policy from before holds again.')
  assert.equal(await days.inputValue(), '14')
  assert.equal((await policy()).paused_until, null)
  // The button is gone; its part of the page has kept the focus.
  assert.match(await focused(page), /^div# In force/)
  assert.deepEqual(faults, [])

  await page.reload()
  await page.getByLabel('Pause all surveys').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await shows(page, 'Saved.')
  assert.equal((await policy()).paused, true)
})

test('what the edge refuses stands by its field, which has the focus', async () => {
  const { page } = await signIn()
  const quiet = page.getByLabel('Quiet after a refusal (days)')
  await quiet.fill('-3')
  await page.keyboard.press('Enter')
  const message = page.getByRole('alert').filter({ hasText: 'whole number of days, 0 or more' })
  await message.waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'policy-quiet')
  assert.equal(await quiet.getAttribute('aria-invalid'), 'true')
  assert.equal((await policy()).quiet_days, 14)
  await assertAccessible(page)
  await picture(page, 'policy-refused')

  await quiet.fill('3')
  await page.keyboard.press('Enter')
  await shows(page, 'Saved.')
  assert.equal(await message.count(), 0)
})

test('without a network nothing is lost, and it can be saved again', async () => {
  const { page } = await signIn()
  await page.getByLabel('Between two surveys (days)').fill('7')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').filter({ hasText: 'Rumbo cannot be reached' }).waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Save' }).click()
  await shows(page, 'Saved.')
  assert.equal((await policy()).recontact_days, 7)
})

test('who is no admin reads it, and why they may not change it', async () => {
  const { page } = await signIn({ token: await tokenOf('csm') })
  await page.getByText('Only operators with the role admin change it').waitFor()
  assert.equal(await page.getByLabel('Pause all surveys').isDisabled(), true)
  assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0)
  await assertAccessible(page)
})

for (const [name, options] of Object.entries(LOOKS)) {
  test(`it is accessible: ${name}`, async () => {
    const { page } = await signIn(options)
    await page.getByLabel('Between two surveys (days)').waitFor()
    await assertAccessible(page)
    await assertNarrow(page)
    await picture(page, `policy-${name}`)
  })
}

// What is done in the console's content can be taken back.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { checklist } from '../harness/content.mjs'
import {
  api,
  assertAccessible,
  focused,
  picture,
  shows,
  signIn,
  startConsole,
} from './console-page.mjs'

startConsole()

const titled = (id, title) => checklist(id, ['a'], { title: { en: title } })
const path = (id) => `/v1/content/checklist/${id}`
const opens = (id) => signIn(id, `#/content?kind=checklist&id=${id}`)
const editor = (page) => page.getByLabel('Content as JSON')
const button = (page, name) => page.getByRole('button', { name, exact: true })
/** The titles that people see and that are to be published. */
const titles = async (id) => {
  const { published, draft } = (await api.get(path(id))).body
  return [published, draft].map((version) => version?.body.title.en)
}
/** Presses `name`, and says yes. By keyboard: the page still grows, and a button may move meanwhile. */
async function does(page, name, action) {
  await button(page, name).press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).press('Enter')
}

for (const [name, action, is, after, told] of [
  ['Publish draft', 'Publish', ['Old', 'New'], ['New', undefined], 'Published.'],
  ['Publish draft', 'Publish', [undefined, 'New'], ['New', undefined], 'Published.'],
  ['Unpublish', 'Unpublish', ['Old', undefined], [undefined, 'Old'], 'Unpublished.'],
  ['Unpublish', 'Unpublish', ['Old', 'New'], [undefined, 'New'], 'Unpublished.'],
  ['Discard draft', 'Discard', ['Old', 'New'], ['Old', undefined], 'The draft is discarded.'],
]) {
  const [published, draft] = is
  const id = `${action}-${published ?? 'none'}-${draft ?? 'none'}`.toLowerCase()
  test(`${action} is undone: ${published ?? 'nothing'} published, ${draft ?? 'no'} draft`, async () => {
    if (published) await api.publish('checklist', titled(id, published))
    if (draft) await api.send('PUT', path(id), titled(id, draft))
    const { page, faults } = await opens(id)
    await does(page, name, action)
    await shows(page, told)
    assert.deepEqual(await titles(id), after)
    await button(page, 'Undo').waitFor()
    await assertAccessible(page)
    await button(page, 'Undo').focus()
    await page.keyboard.press('Enter')
    await shows(page, 'Undone.')
    assert.deepEqual(await titles(id), is)
    assert.equal(await button(page, 'Undo').count(), 0)
    // The button is gone; its part of the page has the focus.
    assert.match(await focused(page), /^div# How it stands/)
    assert.match(await editor(page).inputValue(), new RegExp(`"en": "${draft ?? published}"`))
    assert.deepEqual(faults, [])
  })
}

test('a roll back is undone, and nothing is undone over what others did', async () => {
  await api.publish('checklist', titled('rolled', 'One'))
  await api.publish('checklist', titled('rolled', 'Two'))
  const { page } = await opens('rolled')
  const rollBack = async () => {
    await button(page, 'Roll back to version 1').press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Roll back to version 1?' })
    await dialog.getByRole('button', { name: 'Roll back' }).press('Enter')
    await shows(page, 'Version 1 is published again')
  }
  await rollBack()
  assert.deepEqual(await titles('rolled'), ['One', undefined])
  await button(page, 'Undo').press('Enter')
  await shows(page, 'Undone.')
  assert.deepEqual(await titles('rolled'), ['Two', undefined])

  await rollBack()
  await api.publish('checklist', titled('rolled', 'Theirs'))
  await button(page, 'Undo').press('Enter')
  await page.getByRole('alert').filter({ hasText: 'Somebody changed this content' }).waitFor()
  assert.deepEqual(await titles('rolled'), ['Theirs', undefined])
  await button(page, 'Show what is there now').press('Enter')
  await page.getByText('People see version 6.').waitFor()
  assert.equal(await button(page, 'Undo').count(), 0)
})

test('who publishes with something typed is told that it is not in it', async () => {
  await api.send('PUT', path('typed'), titled('typed', 'Draft'))
  const { page } = await opens('typed')
  await editor(page).waitFor()
  await editor(page).fill((await editor(page).inputValue()).replace('Draft', 'Typed'))
  await button(page, 'Publish draft').press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Publish without what you have typed?' })
  await dialog.waitFor()
  await assertAccessible(page)
  await picture(page, 'publish-unsaved')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  assert.deepEqual(await titles('typed'), [undefined, 'Draft'])

  await button(page, 'Save draft').press('Enter')
  await shows(page, /^Saved as version 2/)
  await does(page, 'Publish draft', 'Publish')
  await shows(page, 'Published.')
  assert.deepEqual(await titles('typed'), ['Typed', undefined])
})

test('who saves and publishes at once publishes what was saved, however late it is shown', async () => {
  await api.publish('checklist', titled('quick', 'Old'))
  const { page } = await opens('quick')
  await editor(page).waitFor()
  await page.route(`**${path('quick')}`, async (route) => {
    if (route.request().method() === 'GET') await sleep(1500)
    await route.continue()
  })
  await editor(page).fill((await editor(page).inputValue()).replace('Old', 'New'))
  await button(page, 'Save draft').press('Enter')
  await shows(page, /^Saved as version 2/)
  await does(page, 'Publish draft', 'Publish')
  // Until it is done, nothing else is begun.
  const unpublish = button(page, 'Unpublish')
  assert.equal(await unpublish.getAttribute('aria-disabled'), 'true')
  await unpublish.press('Enter')
  assert.equal(await page.getByRole('dialog').count(), 0)
  await shows(page, 'Published.')
  assert.deepEqual(await titles('quick'), ['New', undefined])
  await button(page, 'Undo').press('Enter')
  await shows(page, 'Undone.')
  assert.deepEqual(await titles('quick'), ['Old', 'New'])
})

test('changes that were taken back by mistake are put back', async () => {
  await api.publish('checklist', titled('mistaken', 'Before'))
  const { page } = await opens('mistaken')
  await editor(page).waitFor()
  const before = await editor(page).inputValue()
  const typed = before.replace('Before', 'After')
  await editor(page).fill(typed)
  await button(page, 'Take back my changes').focus()
  await page.keyboard.press('Enter')
  await shows(page, 'Your changes are taken back.')
  assert.equal(await editor(page).inputValue(), before)
  assert.match(await focused(page), /^button# Put them back/)
  await assertAccessible(page)
  await page.keyboard.press('Enter')
  assert.equal(await editor(page).inputValue(), typed)
  assert.match(await focused(page), /^button# Take back my changes/)
  await button(page, 'Save draft').press('Enter')
  await shows(page, 'Saved as version 2, a draft.')
})

test('so it is with the contact policy', async () => {
  const { page } = await signIn('Contact policy', '#/contact-policy')
  const days = page.getByLabel('Between two surveys (days)')
  await days.waitFor()
  const before = await days.inputValue()
  await days.fill('77')
  await button(page, 'Take back my changes').press('Enter')
  await shows(page, 'Your changes are taken back.')
  assert.equal(await days.inputValue(), before)
  await assertAccessible(page)
  await button(page, 'Put them back').press('Enter')
  assert.equal(await days.inputValue(), '77')
  await button(page, 'Save').press('Enter')
  await shows(page, 'Saved.')
  assert.equal((await api.get('/v1/contact-policy')).body.recontact_days, 77)
})

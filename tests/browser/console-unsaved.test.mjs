// What is typed in the console and not saved: it is there again after another page, and the browser
// asks before it would be lost.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { checklist } from '../harness/content.mjs'
import {
  LOOKS,
  api,
  assertAccessible,
  assertNarrow,
  focused,
  picture,
  shows,
  signIn,
  stack,
  startConsole,
} from './console-page.mjs'

startConsole()

const titled = (id, title) => checklist(id, ['a'], { title: { en: title } })
const path = (id) => `/v1/content/checklist/${id}`
const editor = (page) => page.getByLabel('Content as JSON')
const days = (page) => page.getByLabel('Between two surveys (days)')
const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true })
const go = async (page, name) => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()
  await heading(page, name).waitFor()
}
const NOTE = 'Your changes are kept, but not saved'
const KEPT = 'Your changes from before are here. They are not saved.'

/** Opens new content in the editor. `asked` is what the browser asked; each gets `answer`. */
async function edit(id, { answer = 'accept', ...options } = {}) {
  await api.publish('checklist', titled(id, 'Before'))
  const { page, faults } = await signIn('Content', '#/content', options)
  const asked = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    return dialog[answer]()
  })
  await page.getByText(id, { exact: true }).waitFor()
  await page.evaluate((to) => (location.hash = to), `#/content?kind=checklist&id=${id}`)
  await heading(page, id).waitFor()
  await editor(page).waitFor()
  return { page, asked, faults }
}

/** Types a title in place of the one that is there, as somebody at a keyboard. */
async function type(page, title) {
  const text = await editor(page).inputValue()
  const at = text.indexOf('"Before"') + 1
  await editor(page).evaluate(
    (area, [from, to]) => {
      area.focus()
      area.setSelectionRange(from, to)
    },
    [at, at + 'Before'.length],
  )
  await page.keyboard.type(title)
}

test('what is typed is there again after a link and after Back, and can be saved', async () => {
  const { page, asked, faults } = await edit('kept')
  await type(page, 'After')
  await go(page, 'Accounts')
  await shows(page, NOTE)
  await assertAccessible(page)
  await picture(page, 'unsaved')
  await page.getByRole('status').getByRole('link', { name: 'kept' }).focus()
  await page.keyboard.press('Enter')
  await shows(page, KEPT)
  assert.match(await editor(page).inputValue(), /"en": "After"/)
  await assertAccessible(page)

  await editor(page).focus()
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.type(' ')
  await page.goBack()
  await heading(page, 'Accounts').waitFor()
  await page.goForward()
  await shows(page, KEPT)
  assert.match(await editor(page).inputValue(), /^ {[^]*"en": "After"/)

  await page.getByRole('button', { name: 'Save draft' }).press('Enter')
  await shows(page, /^Saved/)
  const { body } = await api.get(path('kept'))
  assert.equal(body.draft.body.title.en, 'After')
  await go(page, 'Accounts')
  await page.getByText('Last seen first').waitFor()
  assert.equal(await page.getByText(NOTE).count(), 0)
  await page.reload()
  await heading(page, 'Accounts').waitFor()
  assert.deepEqual(asked, [])
  assert.deepEqual(faults, [])
})

test('changes that are taken back are not kept', async () => {
  const { page, asked } = await edit('taken')
  await type(page, 'After')
  await go(page, 'Accounts')
  await page.goBack()
  await shows(page, KEPT)
  // By keyboard: the page still grows, and the button may move meanwhile.
  await page.getByRole('button', { name: 'Take back my changes' }).press('Enter')
  assert.match(await editor(page).inputValue(), /"en": "Before"/)
  assert.equal(await page.getByText(KEPT).count(), 0)
  await go(page, 'Accounts')
  assert.equal(await page.getByText(NOTE).count(), 0)
  await page.reload()
  await heading(page, 'Accounts').waitFor()
  assert.deepEqual(asked, [])
})

test('the browser asks before a reload would lose what is typed, and not if nothing is', async () => {
  const { page, asked } = await edit('reloaded', { answer: 'dismiss' })
  await editor(page).click()
  await page.reload()
  await editor(page).waitFor()
  assert.deepEqual(asked, [])

  await type(page, 'After')
  await page.evaluate(() => location.reload())
  await page.waitForTimeout(500)
  assert.deepEqual(asked, ['beforeunload'])
  assert.match(await editor(page).inputValue(), /"en": "After"/)
  // In another page it would be lost as well.
  await go(page, 'Accounts')
  await page.evaluate(() => location.reload())
  await page.waitForTimeout(500)
  assert.deepEqual(asked, ['beforeunload', 'beforeunload'])
  await shows(page, NOTE)
})

test('who comes back to what others changed meanwhile does not write over it', async () => {
  const { page } = await edit('overtaken')
  await type(page, 'Mine')
  await go(page, 'Accounts')
  await api.send('PUT', path('overtaken'), titled('overtaken', 'Theirs'))
  await page.goBack()
  await shows(page, KEPT)
  // By keyboard: the page still grows, and the button may move meanwhile.
  await page.getByRole('button', { name: 'Save draft' }).press('Enter')
  const alert = page
    .getByRole('alert')
    .filter({ hasText: 'Somebody changed this content meanwhile' })
  await alert.waitFor()
  assert.equal((await api.get(path('overtaken'))).body.draft.body.title.en, 'Theirs')
  await page.getByRole('button', { name: 'Show what is there now' }).click()
  await alert.waitFor({ state: 'detached' })
  await page.getByText('version 2').first().waitFor()
  assert.match(await editor(page).inputValue(), /"en": "Mine"/)
  await page.getByRole('button', { name: 'Save draft' }).click()
  await shows(page, /^Saved/)
  assert.equal((await api.get(path('overtaken'))).body.draft.body.title.en, 'Mine')
})

test('who signs out is asked first, and may stay', async () => {
  const { page, asked } = await edit('left')
  await type(page, 'After')
  await page.getByRole('button', { name: 'Sign out' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Sign out without saving?' })
  await dialog.waitFor()
  await assertAccessible(page)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  assert.match(await focused(page), /^button# Sign out/)
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Operator token').waitFor()
  await page.reload()
  await page.getByLabel('Operator token').waitFor()
  assert.deepEqual(asked, [])
})

test('who is signed out by the edge finds it again when they are back', async () => {
  const { page } = await edit('refused')
  await type(page, 'After')
  await page.route(`**${path('refused')}`, (route) => route.fulfill({ status: 401, body: '' }))
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByLabel('Operator token').waitFor()
  await page.unroute(`**${path('refused')}`)
  await page.keyboard.type(stack.keys.operator)
  await page.keyboard.press('Enter')
  await shows(page, KEPT)
  assert.match(await editor(page).inputValue(), /"en": "After"/)
})

test('so it is with the contact policy', async () => {
  const { page } = await signIn('Contact policy', '#/contact-policy')
  const asked = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    return dialog.dismiss()
  })
  const before = String((await api.get('/v1/contact-policy')).body.recontact_days)
  await days(page).focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('31')
  await page.getByLabel('Pause all surveys').check()
  await go(page, 'Accounts')
  await shows(page, NOTE)
  await page.evaluate(() => location.reload())
  await page.waitForTimeout(500)
  assert.deepEqual(asked, ['beforeunload'])
  await page.goBack()
  await shows(page, KEPT)
  assert.equal(await days(page).inputValue(), '31')
  assert.equal(await page.getByLabel('Pause all surveys').isChecked(), true)
  await assertAccessible(page)

  await page.getByRole('button', { name: 'Take back my changes' }).click()
  assert.equal(await days(page).inputValue(), before)
  await go(page, 'Accounts')
  assert.equal(await page.getByText(NOTE).count(), 0)

  await page.goBack()
  await days(page).fill('32')
  await go(page, 'Accounts')
  await page.goBack()
  await shows(page, KEPT)
  await page.getByRole('button', { name: 'Save' }).click()
  await shows(page, /^Saved/)
  await go(page, 'Accounts')
  assert.equal(await page.getByText(NOTE).count(), 0)
  assert.equal((await api.get('/v1/contact-policy')).body.recontact_days, 32)
})

test('the note fits a phone', async () => {
  const { page } = await edit('phone', LOOKS.phone)
  await type(page, 'After')
  await go(page, 'Accounts')
  await shows(page, NOTE)
  await assertAccessible(page)
  await assertNarrow(page)
})

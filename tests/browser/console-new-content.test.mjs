// New content in the console: from a template or a copy, and never over what is there.

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
  startConsole,
  tokenOf,
} from './console-page.mjs'

startConsole()
const opens = (options) => signIn('Content', '#/content', options)
const button = (page) => page.getByRole('button', { name: 'New content' })
const dialog = (page) => page.getByRole('dialog', { name: 'New content' })
const id = (page) => dialog(page).getByLabel('ID', { exact: true })
const create = (page) => dialog(page).getByRole('button', { name: 'Create draft' }).click()
const begins = async (options) => {
  const opened = await opens(options)
  await button(opened.page).click()
  await dialog(opened.page).waitFor()
  return opened
}
/** The fault at the field, which has the focus. */
const refused = async (page, text) => {
  await dialog(page).getByRole('alert').filter({ hasText: text }).waitFor()
  await page.waitForFunction(() => document.activeElement.id === 'creation-id')
  assert.equal(await id(page).getAttribute('aria-invalid'), 'true')
}

for (const kind of ['checklist', 'survey', 'course']) {
  test(`a ${kind} begins as a template that can be published as it is`, async () => {
    const { page, faults } = await begins()
    await dialog(page).getByLabel('Kind').selectOption(kind)
    await id(page).fill(`new-${kind}`)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: `new-${kind}`, exact: true }).waitFor()
    assert.equal(new URL(page.url()).hash, `#/content?kind=${kind}&id=new-${kind}`)
    await page.getByText('Nobody sees it. Version 1 is a draft.').waitFor()
    assert.match(await page.getByLabel('Content as JSON').inputValue(), /"id": "new-/)
    await page.frameLocator('iframe').locator('aside').getByRole('heading').first().waitFor()

    await page.getByRole('button', { name: 'Publish draft' }).click()
    const question = page.getByRole('dialog', { name: 'Publish the draft?' })
    await question.getByRole('button', { name: 'Publish' }).click()
    await shows(page, 'Published.')
    assert.deepEqual(faults, [])
  })
}

test('a copy has all that the other one has, but for the ID', async () => {
  const original = checklist('original', ['a', 'b'], { title: { en: 'Copy me', es: 'Cópiame' } })
  await api.publish('checklist', original)
  const { page } = await begins()
  await dialog(page).getByLabel('Begin with').selectOption('original')
  await id(page).fill('the-copy')
  await create(page)
  await page.getByRole('heading', { level: 1, name: 'the-copy', exact: true }).waitFor()
  const { draft, published } = (await api.get('/v1/content/checklist/the-copy')).body
  assert.deepEqual(draft.body, { ...original, id: 'the-copy' })
  assert.equal(published, null)
})

test('an ID that is none, or is taken, is refused at its field, and nothing is written', async () => {
  const taken = checklist('taken', ['a'], { title: { en: 'Do not touch' } })
  await api.publish('checklist', taken)
  await api.publish('checklist', { ...taken, id: 'withdrawn' })
  for (const [method, rest] of [
    ['POST', '/unpublish'],
    ['DELETE', ''],
  ]) {
    await api.send(method, `/v1/content/checklist/withdrawn${rest}`)
  }
  const { page } = await begins()
  await create(page)
  await refused(page, 'Give it an ID.')
  await id(page).fill('Not an ID')
  await create(page)
  await refused(page, 'Only a–z, 0–9')
  await assertAccessible(page)
  await picture(page, 'new-content-fault')
  for (const used of ['taken', 'withdrawn']) {
    await id(page).fill(used)
    await create(page)
    await refused(page, 'This ID is taken, or was once.')
  }
  // Another kind has it.
  await id(page).fill('nps')
  await create(page)
  await refused(page, 'Content of another kind has this id')
  const { published, version } = (await api.get('/v1/content/checklist/taken')).body
  assert.deepEqual([published.body, version], [taken, 1])
})

test('without an answer it says so, keeps what was typed, and makes it the second time', async () => {
  const { page } = await begins()
  await id(page).fill('patient')
  await page.route('**/v1/content/checklist/patient', (route) => route.abort())
  await create(page)
  await dialog(page).getByRole('alert').filter({ hasText: 'cannot be reached' }).waitFor()
  assert.equal(await id(page).inputValue(), 'patient')
  await page.unroute('**/v1/content/checklist/patient')
  await create(page)
  await page.getByRole('heading', { level: 1, name: 'patient', exact: true }).waitFor()
})

test('by keyboard: Escape gives it up, and the focus goes back', async () => {
  const { page } = await opens()
  await button(page).focus()
  await page.keyboard.press('Enter')
  await dialog(page).waitFor()
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'hidden' })
  assert.match(await focused(page), /^button# New content/)
})

test('the list’s kind is the form’s, and who only reads has no button', async () => {
  const { page } = await signIn('Content', '#/content?kind=survey')
  await button(page).click()
  assert.equal(await dialog(page).getByLabel('Kind').inputValue(), 'survey')
  const begun = dialog(page).getByLabel('Begin with')
  await begun.locator('option', { hasText: '(nps)' }).waitFor({ state: 'attached' })
  assert.equal(await begun.locator('option', { hasText: '(basics)' }).count(), 0)

  const { page: other } = await opens({ token: await tokenOf('viewer') })
  await other.getByRole('link', { name: 'Get started' }).first().waitFor()
  assert.equal(await button(other).count(), 0)
  const { page: csm } = await opens({ token: await tokenOf('csm') })
  await button(csm).waitFor()
})

for (const [name, options] of Object.entries(LOOKS)) {
  test(`it is accessible: ${name}`, async () => {
    const { page } = await begins(options)
    await assertAccessible(page)
    await assertNarrow(page)
    await picture(page, `new-content-${name}`)
  })
}

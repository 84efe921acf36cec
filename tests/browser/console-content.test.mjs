// Content in the console: the list, one piece, its versions, and the editor.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { checklist, todo } from '../harness/content.mjs'
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
  tokenOf,
} from './console-page.mjs'

startConsole()

const link = (id) => `#/content?kind=checklist&id=${id}`
const path = (id) => `/v1/content/checklist/${id}`
const head = async (id) => {
  const { published_version, draft_version } = (await api.get(path(id))).body
  return [published_version, draft_version]
}
const titled = (id, title) => checklist(id, ['a', todo('b')], { title: { en: title } })
const editor = (page) => page.getByLabel('Content as JSON')

test('the list says how each piece stands, and narrows by kind', async () => {
  await api.publish('checklist', titled('listed', 'Listed once'))
  await api.send('PUT', path('listed'), titled('listed', 'Listed twice'))
  await api.send('PUT', path('only-draft'), titled('only-draft', 'Not yet'))
  const { page, faults } = await signIn('Content', '#/content')
  const row = (name) => page.locator('tbody').getByRole('row').filter({ hasText: name })
  assert.match(await row('Listed once').innerText(), /Checklist\s+Published, draft differs/)
  assert.match(await row('only-draft').innerText(), /Draft\s+—/)
  assert.match(await row('csat-support').innerText(), /Survey\s+Published/)

  await page.getByRole('link', { name: 'Surveys' }).click()
  await row('Listed once').waitFor({ state: 'detached' })
  await row('csat-support').waitFor()
  assert.equal(new URL(page.url()).hash, '#/content?kind=survey')
  await page.getByRole('link', { name: 'Checklists' }).click()
  await page.getByRole('link', { name: 'Listed once' }).click()
  await page.getByRole('heading', { level: 1, name: 'listed' }).waitFor()
  assert.deepEqual(faults, [])
})

test('a draft is edited, compared, published, and rolled back', async () => {
  await api.publish('checklist', titled('edited', 'Before'))
  const { page, faults } = await signIn('edited', link('edited'))
  await page.getByText('People see version 1. There is no draft.').waitFor()
  const text = await editor(page).inputValue()
  assert.match(text, /^{\n {2}"id": "edited",\n {2}"title": {\n {4}"en": "Before"\n {2}},/)

  await editor(page).fill(text.replace('Before', 'After'))
  await page.getByRole('button', { name: 'Save draft' }).click()
  await shows(page, 'Saved as version 2, a draft.')
  assert.deepEqual(await head('edited'), [1, 2])
  const diff = page.getByRole('region', { name: 'What publishing would change' })
  assert.deepEqual(
    [await diff.locator('del').allInnerTexts(), await diff.locator('ins').allInnerTexts()],
    [['-     "en": "Before"'], ['+     "en": "After"']],
  )
  assert.match(await diff.innerText(), /\d+ lines unchanged/)
  await assertAccessible(page)
  await picture(page, 'content-draft')

  // By keyboard: Escape says no and gives the focus back; Tab and Enter say yes.
  await page.getByRole('button', { name: 'Publish draft' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Publish the draft?' })
  await dialog.waitFor()
  await assertAccessible(page)
  await picture(page, 'content-confirm')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  assert.match(await focused(page), /^button# Publish draft/)
  await page.keyboard.press('Enter')
  await dialog.waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await shows(page, 'Published.')
  await page.getByText('People see version 2. There is no draft.').waitFor()
  assert.deepEqual(await head('edited'), [2, null])
  // The button is gone; its part of the page has the focus.
  assert.match(await focused(page), /^div# How it stands/)

  const versions = page.getByRole('region', { name: 'Versions' })
  await versions
    .getByRole('row', { name: /Version 1\b/ })
    .getByText('Superseded')
    .waitFor()
  assert.match(await versions.innerText(), /by Demo operator/)
  await versions.getByRole('button', { name: 'Roll back to version 1' }).click()
  await page
    .getByRole('dialog', { name: 'Roll back to version 1?' })
    .getByRole('button', { name: 'Roll back' })
    .click()
  await shows(page, 'Version 1 is published again, as version 3.')
  await versions.getByText('Copy of 1').waitFor()
  assert.equal((await api.get(path('edited'))).body.published.body.title.en, 'Before')
  assert.match(await editor(page).inputValue(), /"en": "Before"/)
  assert.deepEqual(faults, [])
})

test('a draft is discarded, and what is published is taken back', async () => {
  await api.publish('checklist', titled('ended', 'First'))
  await api.send('PUT', path('ended'), titled('ended', 'Second'))
  const { page } = await signIn('ended', link('ended'))
  const yes = (title, action) =>
    page.getByRole('dialog', { name: title }).getByRole('button', { name: action }).click()
  await page.getByRole('button', { name: 'Discard draft' }).click()
  await yes('Discard the draft?', 'Discard')
  await shows(page, 'The draft is discarded.')
  assert.deepEqual(await head('ended'), [1, null])
  await page.getByRole('button', { name: 'Unpublish' }).click()
  await yes('Unpublish it?', 'Unpublish')
  await shows(page, 'Unpublished. Nobody sees it.')
  const [published] = await head('ended')
  assert.equal(published, null)
})

test('every fault is told with its line, its column and its path, and leads there', async () => {
  await api.publish('checklist', titled('faulty', 'Title'))
  const { page } = await signIn('faulty', link('faulty'))
  const text = await editor(page).inputValue()
  const wrong = text.replace('"by_hand"', '"by_magic"').replace('"id": "b"', '"id": "a"')
  await editor(page).fill(wrong)
  await page.getByRole('button', { name: 'Save draft' }).click()
  const faults = page.getByRole('group', { name: /things? (are|is) wrong/ })
  await faults.waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.className), 'faults')
  const line = wrong.split('\n').findIndex((of) => of.includes('by_magic')) + 1
  assert.match(await faults.innerText(), new RegExp(`Line ${line}, column \\d+ items\\[0\\]`))
  await assertAccessible(page)
  await picture(page, 'content-faults')

  await faults.getByRole('button', { name: `Line ${line},` }).click()
  const [focus, rest] = await page.evaluate(() => {
    const { id, value, selectionStart } = document.activeElement
    return [id, value.slice(selectionStart)]
  })
  assert.equal(focus, 'content-json')
  assert.match(rest, /^"by_magic"/)

  await editor(page).fill(wrong.replace('"title"', 'title'))
  await page.getByRole('button', { name: 'Save draft' }).click()
  await faults.getByText('One thing is wrong').waitFor()
  assert.match(await faults.innerText(), /Line 3, column \d+/)
  assert.deepEqual(await head('faulty'), [1, null])

  await page.getByRole('button', { name: 'Take back my changes' }).click()
  assert.equal(await editor(page).inputValue(), text)
})

test('who was overtaken is told, keeps what they wrote, and may go on', async () => {
  await api.publish('checklist', titled('raced', 'Mine'))
  const { page } = await signIn('raced', link('raced'))
  const mine = (await editor(page).inputValue()).replace('Mine', 'Mine, longer')
  await editor(page).fill(mine)
  await api.send('PUT', path('raced'), titled('raced', 'Theirs'))
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByRole('alert').filter({ hasText: 'Somebody changed this content' }).waitFor()
  assert.equal((await api.get(path('raced'))).body.draft.body.title.en, 'Theirs')
  await assertAccessible(page)

  await page.getByRole('button', { name: 'Show what is there now' }).click()
  await page.getByText('Version 2 is a draft.').waitFor()
  assert.equal(await editor(page).inputValue(), mine)
  await page.getByRole('button', { name: 'Save draft' }).click()
  await shows(page, 'Saved as version 3, a draft.')
  assert.equal((await api.get(path('raced'))).body.draft.body.title.en, 'Mine, longer')
})

test('who only reads sees it all, and who may change it', async () => {
  await api.publish('checklist', titled('read', 'Read me'))
  const { page } = await signIn('read', link('read'), { token: await tokenOf('viewer') })
  await page.getByText('You are signed in as viewer').waitFor()
  assert.equal(await editor(page).isEditable(), false)
  for (const name of ['Save draft', 'Unpublish', 'Publish draft', /Roll back/]) {
    assert.equal(await page.getByRole('button', { name }).count(), 0)
  }
  await assertAccessible(page)
})

test('content that is not there is said so', async () => {
  const { page } = await signIn('nothing', link('nothing'))
  await page.getByText('There is no content with this kind and ID').waitFor()
  await page.getByRole('link', { name: 'See all content' }).click()
  await page.getByRole('heading', { level: 1, name: 'Content' }).waitFor()
})

test('a kind that there is none of is said so, with a way on', async () => {
  const { page } = await signIn('Content', '#/content?kind=zzz')
  await page.getByText('There is no such kind of content').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0)
  await assertAccessible(page)
  await page.getByRole('link', { name: 'see all content' }).click()
  await shows(page, /pieces/)

  await page.goto(`${stack.url}/console/#/content?kind=zzz&id=nothing`)
  await page.getByText('There is no content with this kind and ID').waitFor()
  await assertAccessible(page)
})

for (const [name, options] of Object.entries(LOOKS)) {
  test(`it is accessible: ${name}`, async () => {
    const id = `look-${name}`
    await api.publish('checklist', titled(id, 'As it is'))
    await api.send('PUT', path(id), titled(id, 'As it will be, if it is published'))
    const { page } = await signIn('Content', '#/content', options)
    await page.getByRole('link', { name: 'As it is' }).first().waitFor()
    await assertAccessible(page)
    await assertNarrow(page)
    await picture(page, `contents-${name}`)
    await page.goto(`${stack.url}/console/${link(id)}`)
    await page.getByRole('region', { name: 'What publishing would change' }).waitFor()
    await page.getByRole('row', { name: /Version 2/ }).waitFor()
    await assertAccessible(page)
    await assertNarrow(page)
    await picture(page, `content-${name}`)
  })
}

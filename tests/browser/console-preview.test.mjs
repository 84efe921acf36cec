// Content in the console as people will see it, before anybody does.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { checklist, course, survey, question, todo } from '../harness/content.mjs'
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

const opens = (kind, id, options) => signIn(id, `#/content?kind=${kind}&id=${id}`, options)
const drafts = async (kind, body) => {
  const { status } = await api.send('PUT', `/v1/content/${kind}/${body.id}`, body)
  assert.ok([200, 201].includes(status), `${status}`)
}
const panel = (page) => page.getByRole('region', { name: 'Preview' })
const frame = (page) => panel(page).frameLocator('iframe')
const card = (page) => frame(page).locator('aside')
const language = (page) => panel(page).getByLabel('Language')

/** The card's place in the page of the frame, and that page's size; in pixels of the frame. */
const place = (page) =>
  card(page).evaluate((element) => {
    const { left, right, bottom } = element.getBoundingClientRect()
    const { clientWidth, clientHeight } = element.ownerDocument.documentElement
    return { left, right, bottom, width: clientWidth, height: clientHeight }
  })
/** Waits until what rises has risen. */
const settled = (page) =>
  card(page).evaluate((element) =>
    Promise.all(element.getAnimations({ subtree: true }).map(({ finished }) => finished)),
  )

const LISTED = checklist('shown', ['a', todo('b')], {
  title: { en: 'Begin here', es: 'Empieza aquí', ar: 'ابدأ هنا' },
})

test('a draft is seen before anybody sees it, and again after each save', async () => {
  await api.publish('checklist', { ...LISTED, title: { en: 'As it is' } })
  await drafts('checklist', LISTED)
  const { page: other } = await opens('checklist', 'shown', { token: await tokenOf('viewer') })
  await card(other).getByRole('heading', { name: 'Begin here' }).waitFor()

  const { page, faults } = await opens('checklist', 'shown')
  await card(page).getByRole('heading', { name: 'Begin here' }).waitFor()
  assert.match(await panel(page).getByRole('status').innerText(), /Version 2, the draft/)
  const editor = page.getByLabel('Content as JSON')
  await editor.fill((await editor.inputValue()).replace('Begin here', 'Begin over there'))
  await page.getByRole('button', { name: 'Save draft' }).click()
  await card(page).getByRole('heading', { name: 'Begin over there' }).waitFor()
  await shows(page, 'Version 3, the draft')

  await page.getByRole('button', { name: 'Discard draft' }).click()
  const dialog = page.getByRole('dialog', { name: 'Discard the draft?' })
  await dialog.getByRole('button', { name: 'Discard' }).click()
  await card(page).getByRole('heading', { name: 'As it is' }).waitFor()
  await shows(page, 'Version 1, as people see it')
  assert.deepEqual(faults, [])
})

test('it is seen in each language, and Arabic from right to left', async () => {
  await drafts('checklist', { ...LISTED, id: 'spoken' })
  const { page, faults } = await opens('checklist', 'spoken')
  await card(page).getByRole('heading', { name: 'Begin here' }).waitFor()
  const groups = await language(page)
    .locator('optgroup')
    .evaluateAll((all) =>
      all.map(({ label, children }) => [label, [...children].map(({ text }) => text)]),
    )
  assert.deepEqual(groups, [
    ['Written in', ['English', 'Arabic', 'Spanish']],
    ['Not translated', ['Portuguese']],
  ])
  await language(page).focus()
  await language(page).selectOption('es')
  await card(page).getByRole('heading', { name: 'Empieza aquí' }).waitFor()
  assert.match(await focused(page), /^select#preview-language/)
  await language(page).selectOption('ar')
  await card(page).getByRole('heading', { name: 'ابدأ هنا' }).waitFor()
  await frame(page).locator('.widget[dir=rtl][lang=ar] aside').waitFor()
  const { left, width, right } = await place(page)
  assert.equal(left, 24)
  assert.ok(right < width / 2)
  assert.deepEqual(faults, [])
})

test('it stands in its own page: in the corner of a desktop, at the foot of a phone', async () => {
  await drafts('checklist', { ...LISTED, id: 'placed' })
  const { page } = await opens('checklist', 'placed')
  await card(page).getByRole('heading').first().waitFor()
  await settled(page)
  const wide = await place(page)
  assert.ok(wide.width >= 960)
  assert.deepEqual([wide.width - wide.right, wide.height - wide.bottom], [24, 24])
  const phone = panel(page).getByRole('button', { name: 'Phone' })
  assert.equal(await phone.getAttribute('aria-pressed'), 'false')
  await phone.focus()
  await page.keyboard.press('Enter')
  await panel(page).getByRole('button', { name: 'Phone', pressed: true }).waitFor()
  await settled(page)
  const { width, left, right, height, bottom } = await place(page)
  assert.deepEqual([width, left, right, bottom], [375, 0, 375, height])
})

test('its controls do nothing, and the keyboard passes them by', async () => {
  await drafts('course', course('rest', ['a', 'b']))
  await drafts(
    'survey',
    survey('ask', [
      question('q', 'single', {
        options: [
          { id: 'x', label: { en: 'This' } },
          { id: 'y', label: { en: 'That' } },
        ],
      }),
    ]),
  )
  for (const [kind, id] of [
    ['course', 'rest'],
    ['survey', 'ask'],
  ]) {
    const { page, faults } = await opens(kind, id)
    await card(page).getByRole('heading').first().waitFor()
    await settled(page)
    const asked = []
    page.on('request', (request) => asked.push(request.url()))
    const before = await card(page).innerHTML()
    const controls = card(page).locator('button, a, input, label, summary')
    for (const control of await controls.all()) {
      const box = await control.boundingBox()
      if (box) await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    }
    assert.ok((await controls.count()) > 1)
    assert.equal(await card(page).innerHTML(), before)
    assert.equal(await card(page).locator('input:checked').count(), 0)
    assert.deepEqual(asked, [])

    await panel(page).getByRole('button', { name: 'Desktop' }).focus()
    await page.keyboard.press('Tab')
    assert.notEqual((await focused(page)).split(' ')[0], 'button#')
    const inside = await card(page).evaluate((it) => it.getRootNode().activeElement?.outerHTML)
    assert.equal(inside ?? '', '')
    assert.deepEqual(faults, [])
  }
})

test('what cannot be drawn is said so, and what is withdrawn is not drawn', async () => {
  await api.publish('checklist', { ...LISTED, id: 'gone' })
  const { page } = await opens('checklist', 'gone')
  await card(page).getByRole('heading').first().waitFor()
  await page.route('**/preview?*', (route) => route.fulfill({ status: 503, body: 'no' }))
  await language(page).selectOption('es')
  const alert = panel(page).getByRole('alert')
  await alert.filter({ hasText: 'status 503' }).waitFor()
  assert.equal(await card(page).count(), 0, 'what is not Spanish does not stand for it')
  await assertAccessible(page)
  await page.unroute('**/preview?*')
  await alert.getByRole('button', { name: 'Try again' }).click()
  await card(page).getByRole('heading', { name: 'Empieza aquí' }).waitFor()

  const at = '/v1/content/checklist/gone'
  await api.send('POST', `${at}/unpublish`)
  await api.send('DELETE', at)
  await page.reload()
  await panel(page).getByText('Nothing to show').waitFor()
})

for (const [name, options] of Object.entries(LOOKS)) {
  test(`it is accessible: ${name}`, async () => {
    for (const [kind, id, tag] of [
      ['checklist', 'get-started', 'ar'],
      ['survey', 'nps', 'en'],
      ['course', 'basics', 'es'],
    ]) {
      const { page } = await opens(kind, id, options)
      await card(page).getByRole('heading').first().waitFor()
      await language(page).selectOption(tag)
      await frame(page).locator(`.widget[lang=${tag}] aside`).waitFor()
      await settled(page)
      await assertAccessible(page)
      await assertNarrow(page)
      await picture(page, `preview-${id}-${name}`)
      const other = name === 'phone' ? 'Desktop' : 'Phone'
      await panel(page).getByRole('button', { name: other }).click()
      await settled(page)
      await panel(page).scrollIntoViewIfNeeded()
      await assertNarrow(page)
      await picture(page, `preview-${id}-${name}-${other.toLowerCase()}`)
    }
  })
}

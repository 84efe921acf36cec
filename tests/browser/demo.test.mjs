//! The demo: what people do in a host product completes their checklist.

import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { card, client, hydrated, launchBrowser, startStack, violations } from '../harness/index.mjs'

const out = fileURLToPath(new URL('../out/', import.meta.url))

let stack
let api
let browser
before(async () => {
  stack = await startStack()
  api = client(stack)
  browser = await launchBrowser()
  await mkdir(out, { recursive: true })
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})
after(async () => {
  await browser?.close()
  await stack?.stop()
})

/** Opens the demo, with somebody signed in to it. */
async function open(person, options = {}) {
  const page = await browser.newPage({
    viewport: { width: 1200, height: 800 },
    locale: 'en-GB',
    ...options,
  })
  const refused = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text())
  })
  // The demo closes its shadow root, as hosts do; here we look in.
  await page.addInitScript((person) => {
    localStorage.setItem('tramite:person', JSON.stringify(person))
    const { attachShadow } = Element.prototype
    Element.prototype.attachShadow = function attach(options) {
      return attachShadow.call(this, { ...options, mode: 'open' })
    }
  }, person)
  await page.goto(`${stack.url}/demo/`)
  await card(page).waitFor()
  return { page, refused }
}

const done = (page, text) => card(page).getByText(text).first().waitFor()

test('the product is used, and the checklist follows until it is complete', async () => {
  const { page, refused } = await open('ana')
  await done(page, '0 of 5 done')
  await hydrated(page)
  await page.getByRole('button', { name: 'New process' }).click()
  await done(page, '1 of 5 done')
  await page.getByRole('button', { name: /^Run/ }).first().click()
  await done(page, '2 of 5 done')
  await page.screenshot({ path: join(out, 'widget.png') })
  await card(page).getByRole('link', { name: 'Go to the team' }).click()
  await page.getByRole('button', { name: 'Invite teammate' }).click()
  await done(page, '3 of 5 done')
  await card(page).getByRole('link', { name: 'Go to tools' }).click()
  await page.getByRole('button', { name: 'Connect a tool' }).click()
  await done(page, '4 of 5 done')
  await card(page).getByRole('button', { name: 'Mark as done' }).click()
  await done(page, 'All set.')
  assert.deepEqual(await violations(page), [])
  await page.screenshot({ path: join(out, 'widget-complete.png') })
  await card(page).getByRole('button', { name: 'Close' }).click()
  await card(page).waitFor({ state: 'detached' })
  assert.deepEqual(refused, [])
})

test('publishing asks the question, and the answer reaches operators', async () => {
  const { page } = await open('luis')
  await page.getByRole('button', { name: 'New process' }).click()
  await page
    .getByRole('button', { name: /^Publish/ })
    .first()
    .click()
  await done(page, 'How likely are you to recommend Trámite')
  await card(page).locator('input[value="6"]').click()
  await card(page).getByRole('textbox').fill('Too many clicks')
  await card(page).getByRole('button', { name: 'Send' }).click()
  await done(page, 'Thank you.')
  const { results } = await api.until('/v1/responses', ({ results }) => results.length === 1)
  const [{ account_name, user_name, category, comment }] = results
  assert.deepEqual(
    { account_name, user_name, category, comment },
    {
      account_name: 'Acme Logistics',
      user_name: 'Luis Ortega',
      category: 'detractor',
      comment: 'Too many clicks',
    },
  )
})

test('another person has progress of their own, in the account they are in', async () => {
  const { page } = await open('mei')
  await done(page, '0 of 5 done')
  await page.getByRole('button', { name: 'New process' }).click()
  await done(page, '1 of 5 done')
  await page.getByRole('button', { name: /^Run/ }).first().click()
  await done(page, '2 of 5 done')
  const people = page.getByLabel('Signed in as')
  await people.selectOption('luis')
  await card(page).getByText('2 of 5 done').first().waitFor({ state: 'detached' })
  await people.selectOption('mei')
  await done(page, '2 of 5 done')
  await api.until('/v1/accounts', ({ results }) => results.some(({ id }) => id === 'globex'))
})

test('the widget speaks the language of the page', async () => {
  const { page } = await open('mei')
  await page.getByLabel('Language').selectOption('es')
  await done(page, 'Empieza con Trámite')
})

test('the demo page itself has no fault that axe finds, on a phone in the dark too', async () => {
  for (const options of [{}, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }]) {
    const { page } = await open('mei', options)
    await page.screenshot({ path: join(out, `demo-${options.colorScheme ?? 'light'}.png`) })
    assert.deepEqual(await violations(page, 'document'), [])
    await page.close()
  }
})

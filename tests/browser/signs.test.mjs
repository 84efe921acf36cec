//! What a person sees of what they asked for: that it is on its way, and why it was refused.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'

import { question, survey, checklist, todo } from '../harness/content.mjs'
import {
  card,
  client,
  hostWithWidget,
  hydrated,
  launchBrowser,
  say,
  startStack,
  violations,
} from '../harness/index.mjs'

let stack
let api
let browser
const hosts = {}
before(async () => {
  stack = await startStack()
  api = client(stack)
  browser = await launchBrowser()
  const text = { en: 'What do you wish for?', es: '¿Qué deseas?' }
  const wish = question('wish', 'text', { title: text })
  await api.publish('survey', survey('wishes', [wish], { trigger: undefined }))
  await api.publish(
    'checklist',
    checklist('learn', [todo('course', { completion: { course: 'basics' } })], { priority: 9 }),
  )
  hosts.wasm = await hostWithWidget(stack.url)
  hosts.forms = await hostWithWidget(stack.url, { wasm: false })
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})
after(async () => {
  await browser?.close()
  for (const host of Object.values(hosts)) await host.stop()
  await stack?.stop()
})

/** A page of the host with the widget in it, taken over if it is to be. */
async function open(kind, user, { start, ...options } = {}) {
  const page = await browser.newPage(options)
  await page.goto(hosts[kind].url)
  await say(
    page,
    ['identify', user],
    ['group', `${user}-inc`],
    ...(start ? [['start', start]] : []),
  )
  await card(page).waitFor()
  if (kind === 'wasm') await hydrated(page)
  return page
}

/** Keeps commands back until the function it returns is called. */
async function hold(page) {
  let release
  const held = new Promise((resolve) => (release = resolve))
  await page.route('**/v1/commands', async (route) => {
    await held
    await route.continue()
  })
  return release
}

/** What of the card has been drawn after so many milliseconds of its animations. */
const drawnAfter = (page, ms) =>
  card(page).evaluate((aside, ms) => {
    for (const animation of aside.getAnimations({ subtree: true })) {
      animation.pause()
      animation.currentTime = ms
    }
    const style = getComputedStyle(aside.querySelector('[aria-busy]'), '::after')
    const waiting = aside.querySelector('.waiting')
    return {
      sign: style.content === 'none' ? 0 : Number(style.opacity),
      said: getComputedStyle(waiting).visibility === 'visible' && waiting.offsetHeight > 0,
    }
  }, ms)

for (const kind of ['wasm', 'forms']) {
  for (const reducedMotion of ['no-preference', 'reduce']) {
    test(`what waits for the edge shows that it is on its way: ${kind}, ${reducedMotion}`, async () => {
      const page = await open(kind, `ana-${kind}-${reducedMotion}`, { reducedMotion })
      const release = await hold(page)
      const button = card(page).getByRole('button', { name: 'Start the course' })
      await button.click()
      await page.waitForFunction(() =>
        document.querySelector('rumbo-widget').shadowRoot.querySelector('[aria-busy]'),
      )
      assert.equal(await button.getAttribute('aria-busy'), 'true')
      const [soon, then, late] = [
        await drawnAfter(page, 300),
        await drawnAfter(page, 1_500),
        await drawnAfter(page, 30_000),
      ]
      assert.deepEqual(soon, { sign: 0, said: false }, 'a quick answer does not flicker')
      assert.ok(then.sign > 0.1 && !then.said, JSON.stringify(then))
      assert.ok(late.said, 'words say that it takes long')
      assert.deepEqual(await violations(page), [])
      release()
      await card(page).getByText('Trámite: the basics').waitFor()
      assert.equal(await card(page).locator('[aria-busy]').count(), 0)
    })
  }

  test(`a blank answer is refused where the person sees it, in their language: ${kind}`, async () => {
    const page = await browser.newPage()
    await page.goto(hosts[kind].url)
    await page.evaluate(() => (document.documentElement.lang = 'es'))
    const user = `eva-${kind}`
    await say(page, ['identify', user], ['group', `${user}-inc`], ['start', 'wishes'])
    await card(page).getByText('¿Qué deseas?').waitFor()
    if (kind === 'wasm') await hydrated(page)
    const region = await card(page).locator('[role=alert]').elementHandle()
    assert.equal(await region.textContent(), '')

    await card(page).getByRole('textbox').fill('   ')
    await card(page).getByRole('button', { name: 'Enviar' }).press('Enter')
    const told = card(page).getByText('Falta una respuesta')
    await told.waitFor()
    await page.waitForFunction(
      () => document.querySelector('rumbo-widget').shadowRoot.activeElement?.className === 'told',
    )
    if (kind === 'wasm') assert.match(await region.textContent(), /Falta/, 'it was there before')
    assert.equal(await card(page).getByRole('textbox').inputValue(), '   ')
    assert.deepEqual(await violations(page), [])

    // What the host does meanwhile takes nothing of it away, nor focus from the text.
    await card(page).getByRole('textbox').focus()
    assert.equal(await page.evaluate(() => window.rumbo.track('Anything')), true)
    assert.equal(await told.count(), 1)
    assert.equal(
      await card(page)
        .getByRole('textbox')
        .evaluate((it) => it.getRootNode().activeElement === it),
      true,
    )

    await card(page).getByRole('textbox').fill('Un calendario')
    await card(page).getByRole('button', { name: 'Enviar' }).click()
    await card(page).getByText('Thanks for wishes').waitFor()
    assert.equal(await told.count(), 0)
  })
}

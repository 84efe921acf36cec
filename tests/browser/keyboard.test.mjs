//! The widget by keyboard alone, with the Wasm and without.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'

import {
  card,
  client,
  hostWithWidget,
  hydrated,
  launchBrowser,
  say,
  startStack,
} from '../harness/index.mjs'

let stack
let api
let browser
const hosts = {}
before(async () => {
  stack = await startStack()
  api = client(stack)
  browser = await launchBrowser()
  hosts['with the Wasm'] = await hostWithWidget(stack.url)
  hosts['without it'] = await hostWithWidget(stack.url, { wasm: false })
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})
after(async () => {
  await browser?.close()
  for (const host of Object.values(hosts)) await host.stop()
  await stack?.stop()
})

/** A page of the host with its button in focus, and `content` before the person. */
async function open(mode, user, content) {
  const page = await browser.newPage()
  await page.goto(hosts[mode].url)
  await say(page, ['identify', user], ['group', `${user}-inc`])
  if (content) await say(page, ['start', content])
  await card(page).waitFor()
  if (mode === 'with the Wasm') await hydrated(page)
  await page.getByRole('button', { name: 'A button of the host' }).focus()
  return page
}

/** What has focus, wherever it is: its id, or else its text. */
const focused = (page) =>
  page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element?.id || element?.textContent
  })

async function tabTo(page, id) {
  for (let n = 0; n < 15; n += 1) {
    await page.keyboard.press('Tab')
    if ((await focused(page)) === id) return
  }
  assert.fail(`Tab does not reach ${id}`)
}

/** Waits until `id` has focus. */
async function arrives(page, id) {
  for (const end = Date.now() + 10_000; (await focused(page)) !== id;) {
    assert.ok(Date.now() < end, `focus is at ${await focused(page)}, not ${id}`)
    await page.waitForTimeout(20)
  }
}

const press = (page, ...keys) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())

for (const mode of ['with the Wasm', 'without it']) {
  const user = (name) => `${name}-${mode.split(' ')[0]}`

  test(`a checklist is made small and opened again, and stays as it was left, ${mode}`, async () => {
    const page = await open(mode, user('small'))
    await tabTo(page, 'rumbo-minimise')
    await press(page, 'Enter')
    await arrives(page, 'rumbo-launcher')
    assert.equal(await card(page).getByRole('button').getAttribute('aria-expanded'), 'false')
    await press(page, 'Enter')
    await arrives(page, 'rumbo-minimise')
    await press(page, 'Tab', 'Escape')
    await arrives(page, 'rumbo-launcher')
    await page.reload()
    await say(page, ['identify', user('small')], ['group', `${user('small')}-inc`])
    await card(page).getByRole('button', { name: 'Get started with Trámite' }).waitFor()
    assert.equal(await card(page).getByRole('list').count(), 0)
  })

  test(`an item is done, undone and skipped, and focus stays with it, ${mode}`, async () => {
    const page = await open(mode, user('items'))
    await tabTo(page, 'rumbo-item-read-guide')
    await press(page, 'Space')
    await card(page).getByText('1 of 5 done').first().waitFor()
    await arrives(page, 'rumbo-item-read-guide')
    await press(page, 'Enter')
    await card(page).getByText('0 of 5 done').first().waitFor()
    await tabTo(page, 'rumbo-skip-read-guide')
    await press(page, 'Enter')
    await card(page).getByText('1 of 5 done').first().waitFor()
    await arrives(page, 'rumbo-skip-read-guide')
  })

  test(`what is sent away gives focus back, ${mode}`, async () => {
    const page = await open(mode, user('back'))
    await api.commands(user('back'), `${user('back')}-inc`, [
      { placement: 'get-started', type: 'dismiss' },
    ])
    await say(page, ['start', 'csat-onboarding'])
    await card(page).getByText('How satisfied').waitFor()
    await tabTo(page, 'rumbo-csat-onboarding-rating-1')
    await press(page, 'Escape')
    await arrives(page, 'A button of the host')
    await page.locator('rumbo-widget').waitFor({ state: 'detached' })
    assert.equal(await focused(page), 'A button of the host')
  })

  test(`Escape sends nothing away that somebody has written, ${mode}`, async () => {
    const page = await open(mode, user('kept'), 'nps')
    await tabTo(page, 'rumbo-nps-rating-0')
    await press(page, 'Space')
    await tabTo(page, 'rumbo-nps-rating-comment')
    await page.keyboard.type('Too sl')
    await press(page, 'Escape')
    await page.keyboard.type('ow')
    const text = card(page).getByRole('textbox')
    assert.equal(await text.inputValue(), 'Too slow')
    await text.fill('')
    await press(page, 'Escape')
    await card(page).getByText('How likely').waitFor({ state: 'detached' })
  })

  test(`what has focus is never below the buttons that stay in sight, ${mode}`, async () => {
    const page = await open(mode, user('long'))
    await page.setViewportSize({ width: 1000, height: 620 })
    await api.commands(user('long'), `${user('long')}-inc`, [
      { placement: 'get-started', type: 'dismiss' },
    ])
    await say(page, ['start', 'end-user'])
    const boxes = card(page).getByRole('checkbox')
    await boxes.first().waitFor()
    // As many choices as no card can hold.
    await boxes.first().evaluate((box) => {
      const list = box.closest('.choices')
      const [first] = list.children
      for (let n = 0; n < 14; n += 1) list.append(first.cloneNode(true))
    })
    const bar = card(page).locator('.actions')
    for (let n = 0; n < (await boxes.count()); n += 1) {
      await boxes.nth(n).focus()
      const [focus, edge] = [await boxes.nth(n).boundingBox(), await bar.boundingBox()]
      assert.ok(focus.y + focus.height <= edge.y, `choice ${n} is at ${focus.y}, bar ${edge.y}`)
    }
  })

  test(`every kind of question is answered, ${mode}`, async () => {
    const page = await open(mode, user('asked'), 'end-user')
    await tabTo(page, 'rumbo-end-user-use-approvals')
    await press(page, 'Space', 'Tab', 'Tab', 'Space')
    await tabTo(page, 'rumbo-send')
    await press(page, 'Enter')
    await card(page).getByText('How would you feel').waitFor()
    await arrives(page, 'rumbo-title')
    await tabTo(page, 'rumbo-end-user-without-very')
    await press(page, 'ArrowDown', 'Enter')
    await card(page).getByText('one thing').waitFor()
    await arrives(page, 'rumbo-title')
    await tabTo(page, 'rumbo-end-user-wish-text')
    await page.keyboard.type('A calendar')
    await tabTo(page, 'rumbo-send-wish')
    await press(page, 'Enter')
    await card(page).getByText('Thank you.').waitFor()
    await arrives(page, 'Close')
    const path = `/v1/responses?user=${user('asked')}`
    const whole = ({ results: [{ answers } = {}] }) => answers?.wish
    const { results } = await api.until(path, ({ results }) => whole({ results }))
    const { use, without, wish } = results[0].answers
    assert.deepEqual(use.choices, ['approvals', 'handovers'])
    assert.deepEqual([without.choices, wish.text], [['somewhat'], 'A calendar'])
  })

  test(`stars by arrow keys, then the link in the thanks is followed, ${mode}`, async () => {
    const page = await open(mode, user('stars'), 'csat-onboarding')
    const followed = page.evaluate(
      () => new Promise((resolve) => window.rumbo.on('survey_link_followed', resolve)),
    )
    await tabTo(page, 'rumbo-csat-onboarding-rating-1')
    await press(page, 'Space', 'ArrowRight')
    assert.equal(await focused(page), 'rumbo-csat-onboarding-rating-2')
    await tabTo(page, 'rumbo-send')
    await press(page, 'Enter')
    await arrives(page, 'rumbo-title')
    await tabTo(page, 'rumbo-send-stuck')
    await press(page, 'Enter')
    await arrives(page, 'Close')
    await press(page, 'Tab')
    const [tab] = await Promise.all([page.waitForEvent('popup'), press(page, 'Enter')])
    assert.equal((await followed).placement, 'csat-onboarding')
    await tab.close()
  })
}

//! A course, taken by keyboard alone: with Wasm, and where the host's policy refuses it.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'

import { contrast } from '../harness/contrast.mjs'
import {
  card,
  client,
  hostWithWidget,
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

/** What has focus inside the widget. */
const focused = (page) =>
  page.evaluate(() => {
    const element = document.querySelector('rumbo-widget')?.shadowRoot.activeElement
    const { id, name, value, textContent: text } = element ?? {}
    return element && { id, name, value, text }
  })

/** Tabs on until `holds` of what has focus. */
async function tabTo(page, holds) {
  for (let n = 0; n < 40; n++) {
    await page.keyboard.press('Tab')
    const element = await focused(page)
    if (element && holds(element)) return
  }
  assert.fail(`nothing to tab to: ${holds}`)
}

async function press(page, id) {
  await tabTo(page, (element) => element.id === id)
  await page.keyboard.press('Enter')
}

const says = (page, text) => card(page).getByText(text).first().waitFor()

for (const kind of ['wasm', 'forms']) {
  test(`a course by keyboard alone: ${kind}`, async () => {
    const page = await browser.newPage()
    const errors = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(hosts[kind].url)
    await say(page, ['identify', `kim-${kind}`], ['group', 'keys'], ['start', 'basics'])
    await says(page, 'Trámite: the basics')
    const heard = page.evaluate(
      () => new Promise((resolve) => window.rumbo.on('course_completed', resolve)),
    )
    assert.deepEqual(await violations(page), [])

    await press(page, 'rumbo-open-process')
    await says(page, 'something that')
    assert.equal((await focused(page)).id, 'rumbo-title', 'whoever opened it goes on reading')
    assert.deepEqual(await violations(page), [])
    await press(page, 'rumbo-finish')
    await says(page, '1 of 4 done')
    await press(page, 'rumbo-open-first-steps')
    await says(page, 'Begin small')
    await page.keyboard.press('Escape')
    await card(page).locator('#rumbo-open-first-steps', { hasText: 'Continue' }).waitFor()
    await press(page, 'rumbo-open-first-steps')
    await says(page, 'Begin small')
    await press(page, 'rumbo-finish')
    await says(page, '2 of 4 done')
    await press(page, 'rumbo-open-your-own')
    await press(page, 'rumbo-finish')
    await says(page, '3 of 4 done')
    assert.deepEqual(
      await card(page)
        .getByRole('progressbar')
        .evaluate(({ value, max }) => [value, max]),
      [3, 4],
      'the quiz is a step too',
    )

    await press(page, 'rumbo-open-quiz')
    await says(page, 'What does every process have?')
    assert.deepEqual(await violations(page), [])
    await tabTo(page, ({ name }) => name === 'pick.first')
    await page.keyboard.press('Space')
    await tabTo(page, ({ name }) => name === 'pick.name')
    await page.keyboard.press('Space')
    await press(page, 'rumbo-check')
    await says(page, 'An answer is missing: What does every process have?')
    assert.equal((await focused(page)).text, 'An answer is missing: What does every process have?')
    assert.equal(await card(page).locator('[name="pick.first"]').first().isChecked(), true)
    assert.deepEqual(await violations(page), [])

    for (const id of ['start', 'budget']) {
      await tabTo(page, ({ name }) => name === `pick.parts.${id}`)
      await page.keyboard.press('Space')
    }
    await press(page, 'rumbo-check')
    await says(page, 'Not passed yet: 1 of 3 right')
    assert.match((await focused(page)).text, /^Not passed yet/)
    assert.equal(await card(page).getByText('An answer is missing').count(), 0)

    for (const id of ['start', 'end']) {
      await tabTo(page, ({ name }) => name === `pick.parts.${id}`)
      await page.keyboard.press('Space')
    }
    await tabTo(page, ({ name }) => name === 'pick.first')
    await page.keyboard.press('Space')
    await tabTo(page, ({ name }) => name === 'pick.name')
    await page.keyboard.press('ArrowDown')
    await press(page, 'rumbo-check')
    await says(page, 'Passed: 3 of 3 right')
    assert.deepEqual(await violations(page), [])
    assert.equal((await heard).placement, 'basics')

    await press(page, 'rumbo-on')
    const link = card(page).getByText('See your certificate')
    await link.waitFor()
    await says(page, '4 of 4 done')
    assert.deepEqual(await violations(page), [])
    const certificate = await fetch(await link.getAttribute('href'))
    assert.match(await certificate.text(), /Certificate of completion/)
    assert.deepEqual(errors, [])

    const { results } = (await api.get(`/v1/enrollments?user=kim-${kind}`)).body
    assert.equal(results[0].state, 'completed')
  })
}

test('an article reads on over its bold words, and its button reads under the mouse', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ colorScheme })
    await page.goto(hosts.wasm.url)
    await say(page, ['identify', `mia-${colorScheme}`], ['group', 'keys'], ['start', 'basics'])
    await says(page, 'Trámite: the basics')
    await card(page).locator('#rumbo-open-process').click()
    await says(page, 'something that')
    const [bold] = await card(page).locator('.article strong').all()
    assert.equal(await bold.evaluate((element) => getComputedStyle(element).display), 'inline')

    const button = card(page).locator('#rumbo-finish')
    await button.hover()
    const { text, ground } = await button.evaluate((element) => {
      const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
      const parts = (colour) => {
        canvas.fillStyle = colour
        canvas.fillRect(0, 0, 1, 1)
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255)
      }
      const { color, backgroundColor } = getComputedStyle(element)
      return { text: parts(color), ground: parts(backgroundColor) }
    })
    assert.ok(contrast(text, ground) >= 4.5, `${colorScheme}: ${text} on ${ground}`)
  }
})

test('a course goes on where it was left, on another page', async () => {
  const page = await browser.newPage()
  await page.goto(hosts.wasm.url)
  await say(page, ['identify', 'leo'], ['group', 'keys'], ['start', 'basics'])
  await says(page, 'Trámite: the basics')
  await card(page).locator('#rumbo-open-process').click()
  await says(page, 'something that')
  await page.goto(`${hosts.wasm.url}/elsewhere`)
  await say(page, ['identify', 'leo'], ['group', 'keys'])
  await says(page, 'something that')
})

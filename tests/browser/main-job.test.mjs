//! The main job on a strict host page: a question appears, is answered, and is read.

import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import {
  card,
  client,
  hostWithWidget,
  hydrated,
  launchBrowser,
  say,
  startStack,
  violations,
  wireBytes,
} from '../harness/index.mjs'

const out = fileURLToPath(new URL('../out/', import.meta.url))
/** Bytes on the wire until the prompt is visible. */
const MAX_BYTES_UNTIL_VISIBLE = 12 * 1024

let stack
let api
let browser
let host
before(async () => {
  stack = await startStack()
  api = client(stack)
  browser = await launchBrowser()
  host = await hostWithWidget(stack.url)
  await mkdir(out, { recursive: true })
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})
after(async () => {
  await browser?.close()
  await host?.stop()
  await stack?.stop()
})

/** A page of the host, and every request it makes to the edge. */
async function open(url = host.url, options = {}) {
  const page = await browser.newPage(options)
  const requests = []
  page.on('request', (request) => {
    if (request.url().startsWith(stack.url)) requests.push(request.url().slice(stack.url.length))
  })
  const errors = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(url)
  return { page, requests, errors }
}

const isWasm = (path) => path.startsWith('/w/widget-')
const isOutbox = (path) => path.startsWith('/w/outbox-')
const signIn = (page, user, account) => say(page, ['identify', user], ['group', account])

async function until(holds, patienceMs = 10_000) {
  const end = Date.now() + patienceMs
  while (!(await holds())) {
    assert.ok(Date.now() < end, `not within ${patienceMs} ms: ${holds}`)
    await new Promise((resume) => setTimeout(resume, 20))
  }
}

/** Waits until operators can read what `user` answered. */
async function responseOf(user) {
  const { results } = await api.until(
    `/v1/responses?user=${user}`,
    ({ results }) => results.length > 0,
  )
  assert.equal(results.length, 1)
  return results[0]
}

/** A click on a rating, as a person makes it: the radio button lies over its number. */
const rate = (page, rating) => card(page).locator(`input[value="${rating}"]`).click()

/** Answers 9 with a comment: Tab, arrows, Space, Enter and letters, no mouse. */
async function answerByKeyboard(page) {
  const focused = (property) =>
    page.evaluate((property) => {
      let element = document.activeElement
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
      return element?.[property] ?? null
    }, property)
  const tabTo = async (property, value) => {
    for (let n = 0; n < 12; n += 1) {
      await page.keyboard.press('Tab')
      if ((await focused(property)) === value) return
    }
    assert.fail(`Tab does not reach ${property} ${value}`)
  }
  await tabTo('name', 'rating')
  await page.keyboard.press('Space')
  for (let n = 0; n < 9; n += 1) await page.keyboard.press('ArrowRight')
  assert.equal(await focused('value'), '9')
  await tabTo('name', 'comment')
  await page.keyboard.type('Clear and calm')
  await tabTo('id', 'rumbo-send')
  await page.keyboard.press('Enter')
  await card(page).getByText('Thank you.').waitFor()
  assert.equal(await focused('textContent'), 'Close')
  await page.keyboard.press('Escape')
  await card(page).getByText('How likely').waitFor({ state: 'detached' })
}

test('on a strict page the prompt appears, is answered by keyboard alone, and is read', async () => {
  const { page, requests, errors } = await open()
  await signIn(page, 'keyboard', 'acme')
  await say(page, ['start', 'nps'])
  await card(page).getByText('How likely').waitFor()
  await hydrated(page)
  await answerByKeyboard(page)
  const { kind, account, user, rating, category, comment } = await responseOf('keyboard')
  assert.deepEqual(
    { kind, account, user, rating, category, comment },
    {
      kind: 'nps',
      account: 'acme',
      user: 'keyboard',
      rating: 9,
      category: 'promoter',
      comment: 'Clear and calm',
    },
  )
  assert.equal(requests.filter(isWasm).length, 2)
  assert.ok(requests.findIndex(isOutbox) > requests.indexOf('/v1/placements'))
  assert.deepEqual(errors, [])
})

test('where Wasm is refused: the same prompt, the same answer, and none of the widget is fetched', async () => {
  const strict = await hostWithWidget(stack.url, { wasm: false })
  try {
    const { page, requests, errors } = await open(strict.url)
    await signIn(page, 'refused', 'acme')
    await say(page, ['start', 'nps'])
    await card(page).getByText('How likely').waitFor()
    await answerByKeyboard(page)
    const { rating, category, comment } = await responseOf('refused')
    assert.deepEqual(
      { rating, category, comment },
      { rating: 9, category: 'promoter', comment: 'Clear and calm' },
    )
    assert.deepEqual(requests.filter(isWasm), [])
    assert.deepEqual(errors, [])
  } finally {
    await strict.stop()
  }
})

test('hydration keeps the nodes that the edge drew, and what a person chose and typed', async () => {
  const { page } = await open()
  let letThrough
  const held = new Promise((resolve) => (letThrough = resolve))
  await page.route('**/w/widget-*.wasm', async (route) => {
    await held
    await route.continue()
  })
  await signIn(page, 'keeper', 'acme')
  await say(page, ['start', 'nps'])
  await card(page).getByText('How likely').waitFor()
  await page.evaluate(() => {
    const { shadowRoot } = document.querySelector('rumbo-widget')
    window.drawn = [...shadowRoot.querySelectorAll('*')]
  })
  await rate(page, 7)
  await card(page).getByRole('textbox').fill('typed early')
  letThrough()
  await hydrated(page)
  const same = await page.evaluate(() => {
    const now = [...document.querySelector('rumbo-widget').shadowRoot.querySelectorAll('*')]
    return now.length === window.drawn.length && now.every((node, n) => node === window.drawn[n])
  })
  assert.ok(same, 'the same nodes in the same order')
  assert.equal(await card(page).locator('input:checked').inputValue(), '7')
  await card(page).getByRole('button', { name: 'Send' }).click()
  await card(page).getByText('Thank you.').waitFor()
  const { rating, comment } = await responseOf('keeper')
  assert.deepEqual({ rating, comment }, { rating: 7, comment: 'typed early' })
})

test('a click made before hydration is neither lost nor doubled', async () => {
  const { page } = await open()
  // Which of the two is asked for first hangs on the pace of the machine.
  const held = { wasm: [], commands: [] }
  const hold = (kind) => (route) =>
    new Promise((resume) => held[kind].push(() => resume(route.continue())))
  await page.route('**/w/widget-*.wasm', hold('wasm'))
  await signIn(page, 'early', 'acme')
  await card(page).getByText('Get started with Trámite').waitFor()
  // The command is still on its way when the Wasm takes over.
  await page.route('**/v1/commands', hold('commands'))
  await card(page).getByRole('button', { name: 'Mark as done' }).click()
  await until(() => held.wasm[0] && held.commands[0])
  held.wasm[0]()
  await hydrated(page)
  // Replayed: drawn as done although the edge has not answered.
  await card(page).getByRole('button', { name: 'Undo' }).waitFor()
  await page.unroute('**/v1/commands')
  for (const resume of held.commands) resume()
  await until(async () => (await api.placements('early', 'acme')).body.html.includes('1 of 5 done'))
  assert.equal(await card(page).getByRole('button', { name: 'Undo' }).count(), 1)
})

/** The loader, its one call, and its chunk once the page is idle; nothing of the Wasm. */
function isAllThereIs([loader, call, chunk, ...more]) {
  assert.deepEqual([loader, call, ...more], ['/rumbo.js', '/v1/placements'])
  assert.ok(isOutbox(chunk), chunk)
}

test('a page with nothing to show makes one call and fetches no Wasm', async () => {
  const { page, requests } = await open()
  await page.waitForFunction(() => window.rumbo?.identify)
  await page.waitForLoadState('networkidle')
  isAllThereIs(requests)
  assert.equal(await page.locator('rumbo-widget').count(), 0)
})

test('a signed-in person who has closed everything costs the same', async () => {
  await api.commands('done', 'acme', [{ placement: 'get-started', type: 'dismiss' }])
  const queued = `window.rumbo = [['identify', 'done', { name: 'Done' }], ['group', 'acme']]`
  const page = await browser.newPage()
  const requests = []
  page.on('request', (request) => {
    if (request.url().startsWith(stack.url)) requests.push(request.url().slice(stack.url.length))
  })
  await page.addInitScript(queued)
  await page.goto(host.url, { waitUntil: 'networkidle' })
  isAllThereIs(requests)
})

test('at most 12 KB are on the wire until the prompt is visible', async () => {
  await api.placements('thrifty', 'acme', { start: ['nps'] })
  const page = await browser.newPage()
  const wire = await wireBytes(page)
  await page.addInitScript(`window.rumbo = [['identify', 'thrifty'], ['group', 'acme']]`)
  // Nothing of the Wasm, nor the outbox, nor that it was seen, is asked for before it is visible; so
  // what they bring can wait.
  for (const later of ['**/w/*', '**/v1/commands']) await page.route(later, () => {})
  await page.goto(host.url)
  await card(page).getByText('How likely').waitFor()
  const ours = wire.requests.filter(({ url }) => url.startsWith(stack.url))
  const bytes = ours.filter(({ url }) => !isWasm(url.slice(stack.url.length)))
  const total = bytes.reduce((sum, request) => sum + request.bytes, 0)
  assert.ok(total > 2_000, `${total} bytes cannot be all`)
  assert.ok(total <= MAX_BYTES_UNTIL_VISIBLE, `${total} bytes: ${JSON.stringify(bytes)}`)
})

test('a checklist is worked through, completed by what happens and by hand', async () => {
  const { page } = await open()
  await signIn(page, 'worker', 'acme')
  await card(page).getByText('0 of 5 done').first().waitFor()
  await hydrated(page)
  const completed = page.evaluate(
    () => new Promise((resolve) => window.rumbo.on('checklist_item_completed', resolve)),
  )
  await say(page, ['track', 'Process Created'])
  await card(page).getByText('1 of 5 done').first().waitFor()
  assert.equal((await completed).item, 'create-process')
  await card(page).getByRole('button', { name: 'Mark as done' }).click()
  await card(page).getByText('2 of 5 done').first().waitFor()
  await card(page).getByRole('button', { name: 'Undo' }).click()
  await card(page).getByText('1 of 5 done').first().waitFor()
  await page.reload()
  await signIn(page, 'worker', 'acme')
  await card(page).getByText('1 of 5 done').first().waitFor()
})

test('nothing of the host is changed: no style, no global, no inline style of ours', async () => {
  const { page } = await open()
  await signIn(page, 'guest', 'acme')
  await card(page).waitFor()
  await hydrated(page)
  const found = await page.evaluate(() => ({
    globals: Object.keys(window).filter((name) => /rumbo|wasm|yew/i.test(name)),
    styles: document.styleSheets.length + document.adoptedStyleSheets.length,
    inline: document.querySelector('rumbo-widget').shadowRoot.querySelectorAll('[style], style')
      .length,
    children: [...document.body.children].map(({ localName }) => localName),
  }))
  assert.deepEqual(found, {
    globals: ['rumbo'],
    styles: 0,
    inline: 0,
    children: ['main', 'rumbo-widget'],
  })
  await page.evaluate(() => window.rumbo.reset())
  await page.locator('rumbo-widget').waitFor({ state: 'detached' })
})

test('axe finds nothing in any state, light or dark, and they can be looked at', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [
      { width: 1000, height: 760 },
      { width: 390, height: 780 },
    ]) {
      const user = `axe-${colorScheme}-${viewport.width}`
      const { page } = await open(host.url, { colorScheme, viewport })
      const look = async (state) => {
        assert.deepEqual(await violations(page), [], `${user} ${state}`)
        await page.screenshot({
          path: join(out, `widget-${state}-${colorScheme}-${viewport.width}.png`),
        })
      }
      await signIn(page, user, 'acme')
      await card(page).waitFor()
      await hydrated(page)
      await say(page, ['track', 'Process Created'])
      await card(page).getByText('1 of 5 done').first().waitFor()
      await look('checklist')
      await say(page, ['start', 'nps'])
      await card(page).getByText('How likely').waitFor()
      await look('nps')
      await rate(page, 9)
      await look('nps-chosen')
      await card(page).getByRole('button', { name: 'Send' }).click()
      await card(page).getByText('Thank you.').waitFor()
      await look('thanks')
      await page.close()
    }
  }
})

//! The console in a browser, as an operator opens it.

import assert from 'node:assert/strict'
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, afterEach, before } from 'node:test'
import { fileURLToPath } from 'node:url'

import { client, item, launchBrowser, startStack } from '../harness/index.mjs'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Where screenshots go. */
export const out = fileURLToPath(new URL('../out/', import.meta.url))
await mkdir(out, { recursive: true })

/** How a page is looked at: what `open` takes as options, by a name for files. */
export const LOOKS = {
  light: {},
  dark: { colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
}

/** Who looks, wherever the tests run: dates and numbers are written as they do. */
const READER = {
  viewport: { width: 1200, height: 800 },
  acceptDownloads: true,
  locale: 'en-GB',
  timezoneId: 'Europe/Lisbon',
}

/** What the tests of a file run on; there once the first begins. */
export let stack
export let api
export let browser

/** Starts all of it for the tests of a file, fills the workspace, and has no test leave a page. */
export function startConsole(fill = async () => {}) {
  before(async () => {
    stack = await startStack()
    api = client(stack)
    browser = await launchBrowser()
    await fill()
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  after(async () => {
    await browser?.close()
    await stack?.stop()
  })
}

/** A new token of an operator. */
export const tokenOf = async (role) =>
  (await api.send('POST', '/v1/tokens', { role, label: `A ${role}` })).body.token

/** Somebody with `traits` joins an account, which has those of `accountTraits` from then on. */
export async function joins(user, traits, account, accountTraits) {
  const items = [
    item('identify', user, { traits, context: { groupId: account } }),
    item('group', user, { groupId: account, traits: accountTraits }),
  ]
  const { body } = await api.batch(items, { writeKey: stack.keys.server })
  assert.deepEqual([...new Set(body.results.map(({ status }) => status))], ['accepted'])
}

/** Opens the console at `hash`; `faults` are what the page threw or its policy refused. */
export async function open(hash = '', options = {}) {
  const context = await browser.newContext({ ...READER, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const faults = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) faults.push(message.text())
  })
  await page.goto(`${stack.url}/console/${hash}`)
  await page.getByLabel('Operator token').waitFor()
  return { page, faults }
}

/** Opens the console and signs in as an operator would: the field has the focus. */
export async function signIn(heading, hash, { token, ...options } = {}) {
  const opened = await open(hash, options)
  await opened.page.keyboard.type(token ?? stack.keys.operator)
  await opened.page.keyboard.press('Enter')
  await opened.page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
  return opened
}

/** Waits until a status says `text`. */
export const shows = (page, text) => page.getByRole('status').filter({ hasText: text }).waitFor()

export async function assertAccessible(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run())
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)
  assert.deepEqual(found, [])
}

/** Nothing sticks out sideways. */
export async function assertNarrow(page) {
  const [width, room] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ])
  assert.ok(width <= room, `${width} px in ${room} px`)
}

/** Keeps a picture of the whole page. */
export const picture = (page, name) =>
  page.screenshot({ path: `${out}console-${name}.png`, fullPage: true })

/** What has the focus, as an operator would name it. */
export const focused = (page) =>
  page.evaluate(() => {
    const { tagName, id, innerText } = document.activeElement
    return `${tagName.toLowerCase()}#${id} ${(innerText ?? '').split('\n')[0]}`.trim()
  })

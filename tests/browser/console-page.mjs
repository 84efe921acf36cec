//! The console in a browser, as an operator opens it.

import assert from 'node:assert/strict'
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, afterEach, before } from 'node:test'
import { fileURLToPath } from 'node:url'

import { client, launchBrowser, startStack } from '../harness/index.mjs'

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

/** Opens the console at `hash`; `faults` are what the page threw or its policy refused. */
export async function open(browser, stack, hash = '', options = {}) {
  const viewport = { width: 1200, height: 800 }
  const context = await browser.newContext({ viewport, acceptDownloads: true, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
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
export async function signIn(browser, stack, heading, hash, { token, ...options } = {}) {
  const opened = await open(browser, stack, hash, options)
  await opened.page.keyboard.type(token ?? stack.keys.operator)
  await opened.page.keyboard.press('Enter')
  await opened.page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
  return opened
}

/**
 * What the tests of a file share: `stack`, `api` and `browser`, there before the first of them. The
 * pages of each are closed after it.
 */
export function useDesk() {
  const desk = {
    /** Opens the console at `hash` and signs in. */
    signIn: (heading, hash, options) => signIn(desk.browser, desk.stack, heading, hash, options),
    /** A new token of `role`. */
    token: async (role) =>
      (await desk.api.send('POST', '/v1/tokens', { role, label: `A ${role}` })).body.token,
  }
  before(async () => {
    desk.stack = await startStack()
    desk.api = client(desk.stack)
    desk.browser = await launchBrowser()
  })
  afterEach(async () => {
    for (const context of desk.browser.contexts()) await context.close()
  })
  after(async () => {
    await desk.browser?.close()
    await desk.stack?.stop()
  })
  return desk
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

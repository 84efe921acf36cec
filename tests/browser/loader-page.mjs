// A browser and a host page with the loader in it, for the loader's tests.

import assert from 'node:assert/strict'

export { launchBrowser as launch } from '../harness/browser.mjs'

/** More than a busy machine needs for what takes a second by itself. */
const PATIENCE_MS = 60_000

/** Polls until `get` gives something truthy, and returns it. */
export async function until(get, what = 'condition') {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
    const value = await get()
    if (value) return value
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return assert.fail(`timed out: ${what}`)
}

/** The script tag; `more` is what stands in it besides. */
export const tag = (edge, more = 'crossorigin data-key="wk_test" data-open') =>
  `<script async src="${edge.origin}/rumbo.js" ${more}></script>`

/** A script that queues these calls before the loader is in. */
export const queue = (...calls) =>
  `<script>window.rumbo = window.rumbo || []; ${calls.map((call) => `rumbo.push(${call})`).join('; ')}</script>`

/**
 * Opens a host page in a new context. `page.warnings` has the console's warnings of the loader;
 * `page.errors` has what the host's error handlers would see.
 */
export async function open(browser, edge, body, options = {}) {
  const context = await browser.newContext()
  const page = await context.newPage()
  page.warnings = []
  page.errors = []
  page.on('console', (message) => {
    if (message.text().startsWith('[rumbo]')) page.warnings.push(message.text())
  })
  page.on('pageerror', (error) => page.errors.push(String(error)))
  if (options.before) await page.addInitScript(options.before)
  await page.goto(edge.page(body, options), { waitUntil: options.waitUntil })
  return page
}

const timing = (page, path, mark) =>
  page.evaluate(
    ([path, mark]) =>
      performance.getEntriesByType('resource').find(({ name }) => new URL(name).pathname === path)[
        mark
      ],
    [path, mark],
  )

/** When `page` began to fetch `path`, in milliseconds. */
export const startOf = (page, path) => timing(page, path, 'startTime')

/** When `page` had all of `path`. */
export const endOf = (page, path) => timing(page, path, 'responseEnd')

/** Waits until `page` has painted what it holds now, and has told of it. */
export const painted = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))),
      ),
  )

/** Waits until the loader has nothing more to do: it has painted, and all it sent is answered. */
export async function settled(page) {
  await page.waitForLoadState('networkidle')
  await painted(page)
  await page.waitForLoadState('networkidle')
}

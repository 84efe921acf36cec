//! What is done with each contender in a round.

import { join } from 'node:path'

import { LAUNCHER, TAG } from './contenders.mjs'
import { NEVER } from './site.mjs'
import { startVisit } from './visit.mjs'

/** How much longer our API takes where it is slow. */
export const SLOW_MS = 2_000
/** What is not visible by then is taken to wait for an answer that does not come. */
const PATIENCE_MS = 6_000
const API = '*/v1/*'

/** The first page of somebody who has never been here. */
export async function coldOnly(run, name, network) {
  const { visit, open } = await begin(run, name, network)
  try {
    return { cold: await open('cold') }
  } finally {
    await visit.end()
  }
}

/**
 * That, and further pages of the same visit. For ours also pages on which our API is slow or out of
 * reach; with the checklist open, and made small.
 */
export async function longVisit(run, name, network) {
  const { visit, open } = await begin(run, name, network)
  try {
    const cold = await open('cold')
    await visit.settle()
    const next = await open('next')
    if (name !== TAG) return { cold, next }

    const pages = { cold, next }
    const hard = async (prefix) => {
      await visit.settle()
      await visit.hold(API, SLOW_MS)
      pages[`${prefix}slow`] = await open(`${prefix}slow`, PATIENCE_MS)
      await visit.hold(API, Infinity)
      pages[`${prefix}cut`] = await open(`${prefix}cut`, PATIENCE_MS)
      await visit.hold(API, 0)
    }
    await hard('')
    // The page on which the API was cut off has nothing to be made small.
    await open('again')
    await visit.settle()
    // Backwards from the top, the first to take focus is the last there is: the widget.
    await visit.press('Shift+Tab', 'Escape')
    await visit.settle()
    await visit.lookFor(LAUNCHER)
    pages.launcher = await open('launcher')
    await hard('launcher-')
    return pages
  } finally {
    await visit.end()
  }
}

let people = 0

async function begin({ browser, host, contenders, shots }, name, network) {
  const { selector, page } = contenders[name]
  const html = page(`bench-${Date.now()}-${people++}`)
  const visit = await startVisit(browser, { selector, network })
  return {
    visit,
    /** Opens another page of the host; undefined if the prompt does not come in `patienceMs`. */
    async open(path, patienceMs) {
      host.put(`/${path}`, 'text/html; charset=utf-8', html, NEVER)
      const seen = await visit.open(`${host.url}/${path}`, patienceMs)
      if (shots) {
        const file = `visible ${name} ${path}.png`.replaceAll(/[ ,]+/g, '-')
        await visit.page.screenshot({ path: join(shots, file) })
      }
      if (seen || patienceMs) return seen
      const problems = visit.problems.join('; ') || 'its console is silent'
      throw new Error(`${name}: nothing visible on /${path}: ${problems}`)
    },
  }
}

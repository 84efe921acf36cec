//! What is done with each contender in a round.

import { join } from 'node:path'

import { CHECKLIST_TAG, LAUNCHER } from './contenders.mjs'
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
  const { user, visit, open } = await begin(run, name, network)
  try {
    const cold = await open('cold')
    await visit.settle()
    const next = await open('next')
    if (name !== CHECKLIST_TAG) return { cold, next }

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
    // As from another device; the page that hears of it is not measured.
    await run.minimise(user)
    await visit.lookFor(LAUNCHER)
    await open('small')
    await visit.settle()
    pages.launcher = await open('launcher')
    await hard('launcher-')
    return pages
  } finally {
    await visit.end()
  }
}

let people = 0

async function begin({ browser, host, contenders, shots, warm }, name, network) {
  const { selector, page } = contenders[name]
  const user = `bench-${Date.now()}-${people++}`
  const html = page(user)
  await warm()
  const visit = await startVisit(browser, { selector, network })
  return {
    user,
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

//! Whether a server stores what it acknowledges: one that does not must not look fast.

import { bodies } from '../bodies.mjs'
import { readKeys } from '../../harness/keys.mjs'
import { writeKey } from '../settings.mjs'

const SIZE = 7

/**
 * Sends a batch twice and counts what came of it.
 *
 * @param {string} name
 * @param {string} url
 * @param {number} times how often this was called before
 */
export async function check(name, url, times) {
  const prefix = `check-${times}-`
  const body = bodies({ size: SIZE, accounts: 1, writeKey, prefix })()
  for (const status of ['accepted', 'duplicate']) {
    const response = await fetch(`${url}/v1/batch`, { method: 'POST', body })
    const { results } = await response.json()
    const found = results.filter((result) => result.status === status).length
    if (found !== SIZE) throw new Error(`${name}: ${found} of ${SIZE} items are ${status}`)
  }
  const stored = await (name === 'rumbo' ? countOurs : countTheirs)(url, `${prefix}0`)
  if (stored !== SIZE) throw new Error(`${name} stored ${stored} of ${SIZE} events`)
}

async function countOurs(url, account) {
  const { operator } = await readKeys()
  const headers = { authorization: `Bearer ${operator}` }
  const response = await fetch(`${url}/v1/events?account=${account}&limit=100`, { headers })
  return (await response.json()).results.length
}

const countTheirs = async (url, account) => (await fetch(`${url}/count?account=${account}`)).json()

//! Pages of an account's people, while those people do things.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, startStack, track } from '../harness/index.mjs'

const MINUTE = 60_000

let stack
let api
let now = Date.now()
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

const pass = async (ms) => {
  now = Math.max(now, Date.now()) + ms
  assert.equal((await api.post('/dev/clock', { now })).status, 200)
}
const timestamp = (minutes) => new Date(minutes * MINUTE).toISOString()
const name = (n) => `u${String(n).padStart(2, '0')}`
/** Twenty people, of whom the last was seen last. */
const crowd = async (account) => {
  const seen = (n) => track(name(n), account, 'E', { timestamp: timestamp(n) })
  await api.batch(Array.from({ length: 20 }, (_, n) => seen(n)))
  await pass(2 * MINUTE)
}
const page = async (account, cursor) => {
  const query = cursor ? `limit=6&cursor=${cursor}` : 'limit=6'
  const { people } = (await api.get(`/v1/accounts/${account}?${query}`)).body
  return { ids: people.results.map(({ id }) => id), next: people.next }
}
/** Turns all pages; `between` happens after the first. */
const turn = async (account, between) => {
  const pages = []
  let next
  do {
    const read = await page(account, next)
    pages.push(read.ids)
    next = read.next
    if (pages.length === 1) await between()
  } while (next)
  return pages
}
const all = Array.from({ length: 20 }, (_, n) => name(19 - n))

test('while nobody does anything, everybody comes once, last seen first', async () => {
  await crowd('still')
  assert.deepEqual((await turn('still', () => {})).flat(), all)
})

test('who is there while one turns the pages comes at the end', async () => {
  await crowd('busy')
  const pages = await turn('busy', async () => {
    await pass(2 * MINUTE)
    await api.batch([track(name(3), 'busy', 'E'), track('newcomer', 'busy', 'E')])
  })
  assert.deepEqual(pages.flat(), [...all.filter((id) => id !== 'u03'), 'u03', 'newcomer'])
})

test('who is heard of late, and moves up by less, is not skipped either', async () => {
  await crowd('late')
  const pages = await turn('late', async () => {
    await pass(2 * MINUTE)
    await api.batch([track(name(2), 'late', 'E', { timestamp: timestamp(17) })])
  })
  assert.deepEqual(pages.flat(), [...all.filter((id) => id !== 'u02'), 'u02'])
})

test('when everybody does something, nobody is missing and the pages end', async () => {
  await crowd('rush')
  const pages = await turn('rush', async () => {
    await pass(2 * MINUTE)
    await api.batch(all.map((id) => track(id, 'rush', 'E')))
  })
  assert.deepEqual([...new Set(pages.flat())].sort(), [...all].sort())
  assert.ok(pages.length <= 6)
  const [first] = pages
  assert.deepEqual(first, all.slice(0, 6))
})

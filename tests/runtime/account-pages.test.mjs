//! Pages of the list of accounts, while people in them do things.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, startStack, track } from '../harness/index.mjs'

const MINUTE = 60_000

let stack
let now = Date.now()
before(async () => (stack = await startStack()))
after(() => stack.stop())

const name = (n) => `a${String(n).padStart(2, '0')}`
const all = Array.from({ length: 20 }, (_, n) => name(19 - n))

/** A workspace of its own with twenty accounts, of which the last was active last. */
const portfolio = async (id) => {
  const { body } = await client(stack).post(`/dev/workspace?id=${id}`, '')
  const api = client({
    url: stack.url,
    keys: { write: body.write_key, operator: body.operator_token },
  })
  /** Something happens in accounts, and the list knows. */
  const happen = async (accounts, minute) => {
    // It is told of an account once in five minutes.
    now = Math.max(now, Date.now()) + 10 * MINUTE
    assert.equal((await api.post('/dev/clock', { now })).status, 200)
    const at = (n) => (minute === undefined ? now : (minute + n) * MINUTE)
    const timestamp = (n) => new Date(at(n)).toISOString()
    await api.batch(accounts.map((id, n) => track('ana', id, 'E', { timestamp: timestamp(n) })))
    const known = ({ results }) =>
      accounts.every((id, n) => results.find((row) => row.id === id)?.last_seen_at === at(n))
    await api.until('/v1/accounts?limit=100', known)
  }
  await happen(all.toReversed(), 0)
  const page = async (cursor) => {
    const { body } = await api.get(`/v1/accounts?limit=6${cursor ? `&cursor=${cursor}` : ''}`)
    return { ids: body.results.map(({ id }) => id), next: body.next }
  }
  /** Turns all pages; `between` happens after the first. */
  const turn = async (between) => {
    const pages = []
    let next
    do {
      const read = await page(next)
      pages.push(read.ids)
      next = read.next
      if (pages.length === 1) await between()
    } while (next)
    return pages
  }
  return { api, happen, turn }
}

test('while nothing happens, every account comes once, last seen first', async () => {
  const { turn } = await portfolio('still')
  assert.deepEqual((await turn(() => {})).flat(), all)
})

test('an account that is active while one turns the pages comes at the end', async () => {
  const { turn, happen } = await portfolio('busy')
  const pages = await turn(() => happen([name(3), 'newcomer']))
  assert.deepEqual(pages.flat(), [...all.filter((id) => id !== 'a03'), 'newcomer', 'a03'])
})

test('one that is heard of late, and moves up by less, is not skipped either', async () => {
  const { turn, happen } = await portfolio('late')
  const pages = await turn(() => happen([name(2)], 17))
  assert.deepEqual(pages.flat(), [...all.filter((id) => id !== 'a02'), 'a02'])
})

test('when all are active, none is missing and the pages end', async () => {
  const { turn, happen } = await portfolio('rush')
  const pages = await turn(() => happen(all))
  assert.deepEqual([...new Set(pages.flat())].sort(), [...all].sort())
  assert.ok(pages.length <= 6)
  assert.deepEqual(pages[0], all.slice(0, 6))
})

test('a cursor of an earlier version is refused with a reason', async () => {
  const { api } = await portfolio('old')
  const cursor = Buffer.from(JSON.stringify([MINUTE, 'a05'])).toString('base64url')
  const { status, body } = await api.get(`/v1/accounts?cursor=${cursor}`)
  assert.deepEqual([status, body.code], [400, 'invalid_query'])
})

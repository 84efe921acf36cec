//! How much a key and a user may send: exact, told in headers, and never by address.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, startStack, track } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

/** A key of its own, so that tests share no bucket. */
const key = async (limits, kind = 'write') =>
  (await api.send('POST', '/v1/keys', { kind, label: 'limited', limits })).body.key
const slow = (burst) => ({ burst, per_second: 1 })
const wide = slow(1_000_000)
const send = (writeKey, user, n = 1, account = 'acme') =>
  api.batch(
    Array.from({ length: n }, () => track(user, account, 'E')),
    { writeKey },
  )
const headers = ({ headers }) =>
  ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'].map((name) =>
    Number(headers.get(name)),
  )

test('each answer says what is left; over it, 429 says how long to wait', async () => {
  const writeKey = await key({ per_key: wide, per_user: slow(10) })
  const first = await send(writeKey, 'ana', 4)
  assert.deepEqual(headers(first).slice(0, 2), [10, 6])
  await send(writeKey, 'ana', 6)
  const over = await send(writeKey, 'ana', 5)
  assert.deepEqual([over.status, over.body.code], [429, 'rate_limited'])
  const wait = Number(over.headers.get('retry-after'))
  assert.ok(wait >= 4 && wait <= 5, wait)
  // A page may read when to come back.
  const { headers: page } = await fetch(`${stack.url}/v1/batch`, {
    method: 'POST',
    headers: { origin: 'https://host.example' },
    body: JSON.stringify({ writeKey, batch: Array(5).fill(track('ana', 'acme', 'E')) }),
  })
  assert.match(page.get('access-control-expose-headers'), /retry-after/)
  assert.ok(page.get('retry-after'))
  // Nothing of what was refused is stored.
  const { results } = (await api.get('/v1/events?account=acme&user=ana')).body
  assert.equal(results.length, 10)
  await new Promise((resume) => setTimeout(resume, wait * 1000))
  assert.equal((await send(writeKey, 'ana', 5)).status, 200)
})

test('of a hundred at once exactly as many pass as may', async () => {
  const writeKey = await key({ per_key: wide, per_user: slow(20) })
  const started = Date.now()
  const answers = await Promise.all(Array.from({ length: 100 }, () => send(writeKey, 'bob')))
  const n = answers.filter(({ status }) => status === 200).length
  const refilled = Math.ceil((Date.now() - started) / 1000)
  assert.ok(n >= 20 && n <= 20 + refilled, `${n} passed`)
  const { results } = (await api.get('/v1/events?account=acme&user=bob')).body
  assert.equal(results.length, n)
})

test('one user does not use up another, nor one key another', async () => {
  const limits = { per_key: wide, per_user: slow(1) }
  const [one, two] = [await key(limits), await key(limits)]
  assert.equal((await send(one, 'cyd')).status, 200)
  assert.equal((await send(one, 'cyd')).status, 429)
  assert.equal((await send(one, 'dan')).status, 200)
  assert.equal((await send(two, 'cyd')).status, 200)
})

test('a key has a limit of its own, whoever it speaks of', async () => {
  const writeKey = await key({ per_key: slow(3) }, 'server')
  for (const user of ['u1', 'u2', 'u3']) {
    assert.equal((await send(writeKey, user)).status, 200)
  }
  assert.equal((await send(writeKey, 'u4')).status, 429)
})

test('commands and placements count as well', async () => {
  const writeKey = await key({ per_key: wide, per_user: slow(2) })
  assert.equal((await api.placements('eva', 'acme', { writeKey })).status, 200)
  const seen = [{ placement: 'get-started', type: 'seen' }]
  assert.equal((await api.commands('eva', 'acme', seen, { writeKey })).status, 200)
  const over = await api.placements('eva', 'acme', { writeKey })
  assert.equal(over.status, 429)
})

test('a full batch passes with the limits that a key has unless told', async () => {
  const full = await send(stack.keys.write, 'fay', 2_500)
  assert.equal(full.status, 200)
  assert.ok(full.body.results.every(({ status }) => status === 'accepted'))
})

//! Calls that a busy object answers in one run stay calls of their own.

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

/** As many at once as an object answers in a few runs. */
const MANY = 24

const several = (make) => Promise.all(Array.from({ length: MANY }, (_, n) => make(n)))

const item = (account, messageId) => ({ ...track('ana', account, 'E'), messageId })

test('of many with one id, exactly one is accepted', async () => {
  for (let round = 0; round < 5; round++) {
    const twice = [item('once', `a-${round}`), item('once', `b-${round}`)]
    const answers = await several(() => api.batch(twice))
    for (const at of [0, 1]) {
      const words = answers.map(({ body }) => body.results[at].status).toSorted()
      assert.deepEqual(words, ['accepted', ...Array(MANY - 1).fill('duplicate')])
    }
  }
  const { body } = await api.get('/v1/events?account=once&limit=100')
  assert.equal(body.results.length, 10)
})

test('each is answered for itself, and what it sent is stored as it came', async () => {
  await several(async (n) => {
    const mine = { ...item('each', `each-${n}`), properties: { said: `“ä\\"\u0000\n${n}”` } }
    const known = item('each', 'each-0')
    const { body } = await api.batch([mine, { type: 'track' }, n === 0 ? mine : known])
    assert.equal(body.results[0].messageId, `each-${n}`)
    assert.deepEqual(body.results[1].status, 'rejected')
  })
  const { body } = await api.get('/v1/events?account=each&limit=100')
  assert.equal(body.results.length, MANY)
  for (const { messageId, properties } of body.results) {
    const n = messageId.slice('each-'.length)
    // Somebody else may have been the first to send that one.
    if (n !== '0') assert.equal(properties.said, `“ä\\"\u0000\n${n}”`)
  }
})

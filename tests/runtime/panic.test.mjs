//! Recovery from a panic (edge/entry/recovery.mjs).

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, startStack } from '../harness/index.mjs'

let stack
before(async () => (stack = await startStack()))
after(() => stack.stop())

/** How long a caller may wait for the answer to a call that panicked. */
const PATIENCE_MS = 2_000

const panic = (where) =>
  fetch(`${stack.url}/dev/panic${where}`, {
    method: 'POST',
    signal: AbortSignal.timeout(PATIENCE_MS),
  })

/** Sends `messageId` to an account's object; the answer says if it was there already. */
async function record(messageId) {
  const event = { type: 'track', userId: 'u1', event: 'Process Created', messageId }
  const body = JSON.stringify({
    writeKey: stack.keys.write,
    batch: [{ ...event, context: { groupId: 'acme' } }],
  })
  const response = await fetch(`${stack.url}/v1/batch`, { method: 'POST', body })
  assert.equal(response.status, 200)
  const { results } = await response.json()
  return results[0].status
}

async function assertInternal(response) {
  assert.equal(response.status, 500)
  assert.equal(response.headers.get('content-type'), 'application/problem+json')
  assert.equal((await response.json()).code, 'internal')
}

test('a panic in the Worker is answered, and the next request is served', async () => {
  await assertInternal(await panic(''))
  assert.equal((await fetch(`${stack.url}/health`)).status, 200)
})

test('a panic in an object is answered, and its data stays', async () => {
  assert.equal(await record('before'), 'accepted')
  await assertInternal(await panic('?in=account'))
  assert.equal(await record('before'), 'duplicate')
  assert.equal(await record('after'), 'accepted')
})

test('what a call wrote before it panicked, or failed, is taken back', async () => {
  for (const how of ['panic', 'fail']) {
    await assertInternal(await panic(`?in=account&how=${how}`))
    // The object had stored this id when the call ended.
    const { body } = await client(stack).get('/v1/events?account=acme&limit=100')
    assert.ok(body.results.length > 0)
    assert.ok(!body.results.some(({ messageId }) => messageId === 'taken back'), how)
  }
})

test('many panics in a row are all answered', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => panic('?in=account')))
  for (const answer of answers) await assertInternal(answer)
  assert.equal(await record('after many'), 'accepted')
})

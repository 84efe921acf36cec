//! Requests that end without a word, as when a client hangs up: nothing of them stays in memory.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, startStack } from '../harness/index.mjs'

const MINUTE = 60_000

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

const waiting = async () => (await api.get('/dev/tasks')).body.waiting
/** A request that has to wait for others looks for those that wait in vain. */
const look = async () => assert.equal((await api.placements('ana', 'calm')).status, 200)

test('what waits in vain is forgotten after a while, and not before', async () => {
  await look()
  assert.equal(await waiting(), 0)
  for (let n = 0; n < 3; n += 1) await fetch(`${stack.url}/dev/hang`, { method: 'POST' })
  await look()
  assert.equal(await waiting(), 3)

  await api.post('/dev/clock', { now: Date.now() + 11 * MINUTE })
  await look()
  assert.equal(await waiting(), 0)
})

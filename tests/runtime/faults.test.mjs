//! What was acknowledged is stored once, and reaches the operators' read model, whatever is
//! killed and whatever fails in between.

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { client, item, startStack, track } from '../harness/index.mjs'

const N_KILLS = 10
/** How often the queue's consumer fails, at each of its two steps. */
const FAULTS = 0.3

test('ten SIGKILLs: every acknowledged event is stored exactly once', async (t) => {
  const stateDir = await mkdtemp(join(tmpdir(), 'rumbo-'))
  t.after(() => rm(stateDir, { recursive: true, force: true }))
  const sender = new Sender()
  let stack
  for (let n = 0; n < N_KILLS; n++) {
    stack = await startStack({ stateDir })
    await client(stack).post(`/dev/faults?queue=${FAULTS}`, '')
    const sending = sender.run(stack)
    await pause(400 + Math.random() * 800)
    await stack.kill()
    await sending
  }
  stack = await startStack({ stateDir })
  t.after(() => stack.stop())
  await client(stack).post(`/dev/faults?queue=${FAULTS}`, '')
  // What got no answer is sent again, as a client does.
  await sender.sendAgain(stack)

  const api = client(stack)
  const { events, answers } = sender.acknowledged
  t.diagnostic(`${events.length} events and ${answers.length} answers acknowledged`)
  assert.ok(events.length > 500, `${events.length} is too few to show anything`)
  const stored = []
  for (const account of ACCOUNTS) {
    const { body } = await api.get(`/v1/events?account=${account}&format=ndjson`)
    stored.push(
      ...body
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).messageId),
    )
  }
  assert.equal(new Set(stored).size, stored.length, 'an event is stored twice')
  assert.deepEqual(stored.sort(), [...events].sort())

  // The queue's memory died ten times: the accounts tell again what the workspace never heard.
  const all = ({ promoters }) => promoters === answers.length
  await api.until('/v1/metrics/nps', all, 120_000)
  const { body } = await api.get('/v1/responses?format=ndjson')
  const ids = body
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).id)
  assert.deepEqual(ids.sort(), [...answers].sort())
})

test('ten SIGKILLs while history moves: each event ends in one place, once', async (t) => {
  const stateDir = await mkdtemp(join(tmpdir(), 'rumbo-'))
  t.after(() => rm(stateDir, { recursive: true, force: true }))
  const users = Array.from({ length: N_KILLS }, (_, n) => `mover${n}`)
  let stack = await startStack({ stateDir })
  const history = (user) =>
    Array.from({ length: 700 }, (_, n) => item('track', user, { event: `E${n}` }))
  for (const user of users) {
    assert.equal((await client(stack).batch(history(user))).status, 200)
  }
  for (const user of users) {
    const joining = client(stack).batch([item('group', user, { groupId: 'ark' })])
    const joined = joining.then(
      ({ status }) => status === 200,
      () => false,
    )
    // Now and then before the answer, now and then after it.
    await pause(Math.random() * 60)
    await stack.kill()
    const isJoined = await joined
    stack = await startStack({ stateDir })
    if (!isJoined) await client(stack).batch([item('group', user, { groupId: 'ark' })])
  }
  t.after(() => stack.stop())
  const api = client(stack)
  const count = async () => {
    const { body } = await api.get('/v1/events?account=ark&format=ndjson')
    const events = body
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
    return events.filter(({ type }) => type === 'track').map((one) => `${one.userId} ${one.event}`)
  }
  // A parcel that waits is sent by alarm.
  const end = Date.now() + 60_000
  while ((await count()).length < users.length * 700 && Date.now() < end) await pause(250)
  const arrived = await count()
  assert.equal(arrived.length, users.length * 700)
  assert.equal(new Set(arrived).size, arrived.length)
})

test('a queue that fails at random delays the read model and changes nothing in it', async (t) => {
  const stack = await startStack()
  t.after(() => stack.stop())
  const api = client(stack)
  await api.post('/dev/faults?queue=0.5', '')
  const users = Array.from({ length: 40 }, (_, n) => `user${n}`)
  for (const user of users) {
    const rating = { survey: 'nps', user, account: `account${user}`, rating: 10 }
    const { status } = await api.post('/v1/responses', { ...rating, writeKey: stack.keys.server })
    assert.equal(status, 200)
  }
  const { results } = await api.until(
    '/v1/responses?limit=100',
    ({ results }) => results.length >= users.length,
    120_000,
  )
  assert.deepEqual(results.map(({ user }) => user).sort(), [...users].sort())
  assert.equal((await api.get('/v1/metrics/nps')).body.answers, users.length)
})

const ACCOUNTS = ['acme', 'lumen', 'ferro']
const pause = (ms) => new Promise((resume) => setTimeout(resume, ms))

/** Sends numbered events, and an answer now and then, as fast as they are acknowledged. */
class Sender {
  acknowledged = { events: [], answers: [] }
  #n = 0
  #unanswered = []

  /** Four at a time, until the stack is gone. */
  async run(stack) {
    const worker = async () => {
      for (;;) {
        const request = this.#next()
        if (!(await this.#send(stack, request))) {
          this.#unanswered.push(request)
          return
        }
      }
    }
    await Promise.all(Array.from({ length: 4 }, worker))
  }

  async sendAgain(stack) {
    for (const request of this.#unanswered.splice(0)) {
      assert.ok(await this.#send(stack, request), 'the stack is up')
    }
  }

  #next() {
    const n = this.#n++
    const account = ACCOUNTS[n % ACCOUNTS.length]
    if (n % 20 === 7) {
      const answer = { survey: 'nps', user: `user${n}`, account, rating: 9 }
      return { path: '/v1/responses', body: { ...answer, messageId: `answer${n}` } }
    }
    const items = Array.from({ length: (n % 5) + 1 }, (_, i) =>
      track(`user${n % 7}`, account, 'Counted', { messageId: `event${n}-${i}` }),
    )
    return { path: '/v1/batch', body: { batch: items } }
  }

  /** Whether it was acknowledged. */
  async #send(stack, { path, body }) {
    let answer
    try {
      const sent = client(stack).post(path, { ...body, writeKey: stack.keys.server })
      answer = await Promise.race([sent, pause(5_000)])
    } catch {
      return false
    }
    if (answer?.status !== 200) return false
    if (body.messageId) this.acknowledged.answers.push(body.messageId)
    else this.acknowledged.events.push(...body.batch.map(({ messageId }) => messageId))
    return true
  }
}

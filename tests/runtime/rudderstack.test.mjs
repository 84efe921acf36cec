//! RudderStack's Node client, unchanged but for the host.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import Analytics from '@rudderstack/rudder-sdk-node'

import { client, startStack } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

/** What the client is told, one of each kind that it has. */
const CALLS = [
  ['identify', { traits: { name: 'Ruth Rudder', email: 'ruth@rudder.example' } }],
  ['group', { traits: { name: 'Rudder Ltd', plan: 'scale' } }],
  ['track', { event: 'Process Created', properties: { from: 'server' } }],
  ['page', { name: 'Home', properties: { path: '/' } }],
  ['screen', { name: 'Main', properties: { tab: 2 } }],
  ['alias', { previousId: 'anon-rudder' }],
]

/** Sends `calls` by a client of its own, whose failures it throws. */
async function deliver(calls, options) {
  const failures = []
  const analytics = new Analytics(stack.keys.server, {
    dataPlaneUrl: stack.url,
    errorHandler: (error) => failures.push(error),
    ...options,
  })
  for (const [call, message] of calls) analytics[call](message)
  await analytics.flush()
  assert.deepEqual(failures, [])
}

for (const gzip of [true, false]) {
  test(`@rudderstack/rudder-sdk-node delivers everything it takes, gzip ${gzip}`, async () => {
    const user = `rudder-user-${gzip}`
    const account = `rudder-${gzip}`
    // The first call goes out at once and alone, so that each says its account itself.
    const context = { groupId: account }
    const calls = CALLS.map(([call, message]) => [call, { ...message, userId: user, context }])
    calls[1][1].groupId = account
    await deliver(calls, { gzip })

    const { body } = await api.get(`/v1/events?account=${account}&user=${user}`)
    const stored = body.results.reverse()
    assert.deepEqual(
      stored.map(({ type }) => type),
      calls.map(([call]) => call),
    )
    for (const [index, [, message]] of calls.entries()) {
      const { messageId, originalTimestamp, receivedAt, context, ...fields } = stored[index]
      // What was said is kept, field by field, with what the client adds to it.
      for (const [field, value] of Object.entries({ ...message, channel: 'server' })) {
        if (field !== 'context') assert.deepEqual(fields[field], value)
      }
      assert.ok(messageId, 'the client names each message')
      assert.equal(context.groupId, account)
      assert.equal(context.library.name, 'analytics-node')
      const age = Date.parse(receivedAt) - Date.parse(originalTimestamp)
      assert.ok(age >= 0 && age < 60_000, `stored ${age} ms after it happened`)
    }

    // The first call comes alone, and the list may show the account before it has a name.
    const accounts = await api.until('/v1/accounts', ({ results }) =>
      results.some(({ id, name }) => id === account && name),
    )
    const { name, plan, users } = accounts.results.find(({ id }) => id === account)
    assert.deepEqual({ name, plan, users }, { name: 'Rudder Ltd', plan: 'scale', users: 1 })
    const { body: shown } = await api.placements(user, account)
    assert.match(shown.html, /1 of 5 done/)
  })
}

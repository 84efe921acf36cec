//! Official clients, unchanged but for the host.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { Analytics } from '@segment/analytics-node'

import { client, startStack } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

test('@segment/analytics-node delivers everything it takes', async () => {
  const analytics = new Analytics({
    writeKey: stack.keys.server,
    host: stack.url,
    maxEventsInBatch: 5,
  })
  const failures = []
  analytics.on('error', (error) => failures.push(error))
  const userId = 'segment-user'
  analytics.track({ anonymousId: 'anon-segment', event: 'Looked Around' })
  analytics.alias({ userId, previousId: 'anon-segment' })
  analytics.identify({ userId, traits: { name: 'Sam Segment', email: 'sam@segment.example' } })
  analytics.group({ userId, groupId: 'segment', traits: { name: 'Segment Ltd', plan: 'scale' } })
  for (const event of ['Process Created', 'Tool Connected', 'Process Run']) {
    analytics.track({ userId, event, properties: { from: 'server' } })
  }
  analytics.page({ userId, name: 'Home' })
  analytics.screen({ userId, name: 'Home' })
  await analytics.closeAndFlush()

  assert.deepEqual(failures, [])
  const { results } = await api.until('/v1/accounts', ({ results }) =>
    results.some(({ id }) => id === 'segment'),
  )
  const { name, plan, users } = results.find(({ id }) => id === 'segment')
  assert.deepEqual({ name, plan, users }, { name: 'Segment Ltd', plan: 'scale', users: 1 })
  const { body } = await api.placements(userId, 'segment')
  assert.match(body.html, /3 of 5 done/)
  // What the browser did before is the user's, in their account.
  const moved = ({ results }) => results.some(({ event }) => event === 'Looked Around')
  await api.until(`/v1/events?account=segment&user=${userId}`, moved)
})

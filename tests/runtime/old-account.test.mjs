//! The object of an account that the first version of the Worker left, opened by this one.

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { inDatabase, schemaSteps } from '../harness/database.mjs'
import { client, startStack, track } from '../harness/index.mjs'

const OBJECT = 'demo/account/veteran'
/** As `demo` publishes it: Ana has done the first of its items. */
const PROGRESS =
  '{"completed":{"read-guide":7},"completed_at":null,"dismissed_at":null,"started_at":null}'
const EVENT = '{"type":"track","event":"Signed Up","userId":"ana","messageId":"m-1"}'

let stateDir
let stack
let api
before(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'rumbo-'))
  const [first] = await schemaSteps('account')
  await inDatabase(stateDir, OBJECT, [
    ['CREATE TABLE schema_step (version INTEGER PRIMARY KEY) STRICT'],
    [first],
    ['INSERT INTO schema_step VALUES (1)'],
    [
      "INSERT INTO event (message_id, type, user, name, timestamp, received_at, body) VALUES ('m-1', 'track', 'ana', 'Signed Up', 5, 6, ?)",
      EVENT,
    ],
    ['INSERT INTO user VALUES (\'ana\', \'{"name":"Ana"}\', 5, 6)'],
    [
      'INSERT INTO account (only, traits, created_at, last_seen_at) VALUES (1, \'{"plan":"pro"}\', 5, 6)',
    ],
    ["INSERT INTO journey VALUES ('ana', 'get-started', 'checklist', ?)", PROGRESS],
    ["INSERT INTO command VALUES ('c-1', 7)"],
    ["INSERT INTO response VALUES ('r-1', 'nps', 'nps', 'ana', 9, 'Fine', 8)"],
  ])
  stack = await startStack({ stateDir })
  api = client(stack)
})
after(async () => {
  await stack?.stop()
  await rm(stateDir, { recursive: true, force: true })
})

test('what is sent again is a duplicate, and what is new is stored beside it', async () => {
  const sent = [
    track('ana', 'veteran', 'Signed Up', { messageId: 'm-1' }),
    track('ana', 'veteran', 'Tool Connected', { messageId: 'm-2' }),
  ]
  const { status, body } = await api.batch(sent)
  assert.equal(status, 200)
  assert.deepEqual(
    body.results.map(({ status }) => status),
    ['duplicate', 'accepted'],
  )
  const { results } = (await api.get('/v1/events?account=veteran')).body
  assert.deepEqual(
    results.map(({ messageId, event }) => [messageId, event]),
    [
      ['m-2', 'Tool Connected'],
      ['m-1', 'Signed Up'],
    ],
  )
})

test('a person goes on where they were, and a command from then is not done twice', async () => {
  const { status, body } = await api.placements('ana', 'veteran', { start: ['get-started'] })
  assert.equal(status, 200)
  assert.match(body.html, /2 of 5 done/)
  const undo = { type: 'reopen_item', placement: 'get-started', item: 'read-guide' }
  const again = await api.commands('ana', 'veteran', [{ ...undo, id: 'c-1' }])
  assert.equal(again.body.results[0].status, 'duplicate')
  assert.match((await api.placements('ana', 'veteran')).body.html, /2 of 5 done/)
})

test('the account and its people are shown with what they had', async () => {
  const { status, body } = await api.get('/v1/accounts/veteran')
  assert.equal(status, 200)
  assert.equal(body.traits.plan, 'pro')
  assert.deepEqual(
    body.people.results.map(({ id, name }) => [id, name]),
    [['ana', 'Ana']],
  )
})

test('it ran every step, once, and kept its answer', async () => {
  await stack.stop()
  stack = undefined
  const steps = await schemaSteps('account')
  const versions = await inDatabase(stateDir, OBJECT, [['SELECT version FROM schema_step']])
  assert.deepEqual(
    versions.map(({ version }) => version),
    steps.map((_, index) => index + 1),
  )
  const [response] = await inDatabase(stateDir, OBJECT, [['SELECT * FROM response']])
  assert.deepEqual([response.response_id, response.rating, response.comment], ['r-1', 9, 'Fine'])
})

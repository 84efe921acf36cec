//! What lies in an account since the door was laxer: nobody can read it, and it stops nobody.

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { question, survey } from '../harness/content.mjs'
import { inDatabase } from '../harness/database.mjs'
import { client, item, startStack, track } from '../harness/index.mjs'

/** Deeper than SQLite follows. */
const deep = `${'['.repeat(2_000)}${']'.repeat(2_000)}`
const wide = { event: 'Done', properties: { size: 'wide' } }

let stateDir
let stack
let api
const restart = async () => {
  stack = await startStack({ stateDir })
  api = client(stack)
}
const store = async (...statements) => {
  await stack.stop()
  await inDatabase(stateDir, 'demo/account/old', statements)
  await restart()
}
before(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'rumbo-'))
  await restart()
})
after(async () => {
  await stack.stop()
  await rm(stateDir, { recursive: true, force: true })
})

/** What the survey still waits for, if it does. */
const waits = async (user) => {
  const { status } = await api.placements(user, 'old')
  assert.equal(status, 200)
  const { gates } = await api.explain(user, 'old', 'wides')
  return gates.find(({ passes }) => !passes)?.detail
}
const events = async (query = '') =>
  (await api.get(`/v1/events?account=old&limit=100${query}`)).body

test('an event that nobody can parse has no properties, and the next ones are counted', async () => {
  await api.batch([track('ana', 'old', 'Done', wide), track('ana', 'old', 'Done', wide)])
  const properties = `{"size":"wide","d":${deep}}`
  const body = `{"type":"track","userId":"ana","event":"Done","properties":${properties}}`
  await store(['UPDATE event SET body = ? WHERE event_id = 1', body])
  const event = { name: 'Done', where: { size: { is: 'wide' } }, at_least: 3 }
  await api.publish('survey', survey('wides', [question('score', 'nps')], { segment: { event } }))
  assert.match(await waits('ana'), /so far 1$/)
  const answer = await api.batch([track('ana', 'old', 'Done', wide)])
  assert.equal(answer.body.results[0].status, 'accepted')
  assert.match(await waits('ana'), /so far 2$/)
  // More than may wait to be counted.
  const many = Array.from({ length: 1_200 }, () => track('bob', 'old', 'Done', wide))
  assert.equal((await api.batch(many)).status, 200)
  assert.equal(await waits('bob'), undefined)
})

test('it is listed and exported with what can be read of it', async () => {
  const [row] = (await events('&user=ana')).results.slice(-1)
  assert.deepEqual([row.type, row.event, row.userId], ['track', 'Done', 'ana'])
  assert.equal(JSON.parse(row.properties.replaceAll(/\[+\]+/g, 'null')).size, 'wide')
  await store([
    'UPDATE event SET body = ? WHERE event_id = (SELECT min(event_id) FROM event WHERE user = ?)',
    '{"\\ud800":1}',
    'ana',
  ])
  const [lost] = (await events('&user=ana')).results.slice(-1)
  assert.deepEqual([lost.type, lost.event, lost.userId], ['track', 'Done', 'ana'])
  assert.deepEqual([lost.messageId, lost.timestamp], [row.messageId, row.timestamp])
  const { status, body } = await api.get('/v1/events?account=old&user=ana&format=ndjson')
  assert.equal(status, 200)
  assert.equal(body.trim().split('\n').length, 3)
})

test('traits that nobody can read are as if they were not there', async () => {
  const about = (traits) => item('identify', 'ana', { context: { groupId: 'old' }, traits })
  await api.batch([about({ name: 'Ana' }), item('group', 'ana', { groupId: 'old' })])
  await store(
    ['UPDATE user SET traits = ?', '{"name":"Ana","half":"\\ud800","big":1e400}'],
    ['UPDATE account SET traits = ?', `{"name":"Old","deep":${'['.repeat(500)}${']'.repeat(500)}}`],
  )
  assert.match(await waits('ana'), /so far 2$/)
  const { status, body } = await api.get('/v1/accounts/old')
  assert.deepEqual(
    [status, body.traits, body.people.results[0].name],
    [200, { name: 'Old' }, 'Ana'],
  )
  const logs = stack.logs.filter((line) => line.includes('cannot be read'))
  assert.ok(logs.length > 0 && logs.every((line) => !line.includes('ana') && !line.includes('Ana')))
  await api.batch([about({ big: 1, half: null, role: 'admin' })])
  await api.batch([
    item('group', 'ana', { groupId: 'old', traits: { deep: null, plan: undefined } }),
  ])
  assert.deepEqual((await api.get('/v1/accounts/old')).body.traits, { name: 'Old' })
})

test('an account whose every row is broken still takes events', async () => {
  await store(['UPDATE user SET traits = ?', deep], ['UPDATE event SET body = ?', deep])
  assert.match(await waits('ana'), /so far 2$/)
  const { body } = await api.batch([
    item('identify', 'ana', { context: { groupId: 'old' }, traits: { name: 'Ana' } }),
  ])
  assert.equal(body.results[0].status, 'accepted')
  const { body: account } = await api.get('/v1/accounts/old')
  assert.equal(account.people.results.find(({ id }) => id === 'ana').name, 'Ana')
})

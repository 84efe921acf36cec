//! What the workspace is told, whatever it weighs.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { question, survey } from '../harness/content.mjs'
import { client, item, startStack } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

const answer = (body) =>
  api.post('/v1/responses', { writeKey: stack.keys.server, survey: 'nps', rating: 9, ...body })

/** The inbox as it is exported, once it `holds`. */
const inbox = async (query, holds) => {
  const path = `/v1/responses?format=ndjson&${query}`
  const read = (body) => body.split('\n').filter(Boolean).map(JSON.parse)
  return read(await api.until(path, (body) => holds(read(body)), 30_000))
}

test('many long answers of somebody who joins reach the workspace, and so do those after them', async () => {
  const ids = Array.from({ length: 110 }, (_, n) => `long-${n}`)
  const comment = 'é"'.repeat(750)
  for (let n = 0; n < ids.length; n += 10) {
    const some = ids.slice(n, n + 10)
    await Promise.all(some.map((messageId) => answer({ user: 'wordy', comment, messageId })))
  }
  await api.batch([item('group', 'wordy', { groupId: 'joined' })])
  await answer({ user: 'newcomer', account: 'joined', rating: 0, messageId: 'late' })
  const all = await inbox('account=joined', (rows) => rows.length === 111)
  assert.deepEqual(all.map(({ id }) => id).sort(), [...ids, 'late'].sort())
})

test('an answer that no queue takes is told, and holds up nothing', async () => {
  const questions = Array.from({ length: 20 }, (_, n) => question(`q${n}`, 'text'))
  await api.publish('survey', survey('endless', questions))
  await api.placements('talker', 'talkers', { start: ['endless'] })
  const text = '🧭'.repeat(2_000)
  for (const { id } of questions) {
    const said = [{ placement: 'endless', type: 'answer', question: id, text }]
    const { body } = await api.commands('talker', 'talkers', said)
    assert.equal(body.results[0].status, 'accepted', JSON.stringify(body.results))
  }
  await answer({ user: 'quiet', account: 'talkers', messageId: 'quiet' })
  await inbox('user=quiet', (rows) => rows.length === 1)
  const told = await inbox('user=talker', (rows) => rows[0]?.is_complete)
  assert.deepEqual([told.length, Object.keys(told[0].answers).length], [1, 20])
  // Said once, and then known: nothing of it is left to tell.
  assert.ok(!stack.logs.some((line) => line.includes('outbox')), stack.logs.join('\n'))
})

test('an account in which something changes all the time still tells what it has counted', async () => {
  await api.send('PUT', '/v1/identity', { enforcement: 'report' })
  const isCounted = ({ counts: { verified, unverified, missing } }) =>
    verified + unverified + missing > 0
  const end = Date.now() + 20_000
  let n = 0
  for (;;) {
    // Somebody new is a change that the workspace is told of.
    await api.batch([item('group', `guest-${n++}`, { groupId: 'busy' })])
    if (isCounted((await api.get('/v1/identity')).body)) break
    assert.ok(Date.now() < end, 'nothing was told in 20 s')
    await new Promise((resume) => setTimeout(resume, 250))
  }
})

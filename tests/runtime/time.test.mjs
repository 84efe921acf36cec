//! What comes with time: each test moves the Worker's clock, which never goes back.

import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'

import { client, startStack } from '../harness/index.mjs'
import { checklist, course, question, survey, todo } from '../harness/content.mjs'

const HOUR = 3_600_000
const DAY = 24 * HOUR

let stack
let api
let now = Date.now()
before(async () => {
  stack = await startStack()
  api = client(stack)
})
beforeEach(async () => {
  const { body } = await api.get('/v1/content')
  for (const { kind, id } of body.results) await withdraw(kind, id)
})
after(() => stack.stop())

const withdraw = (kind, id) => api.send('POST', `/v1/content/${kind}/${id}/unpublish`)
/** Lets time pass. */
async function pass(ms) {
  now = Math.max(now, Date.now()) + ms
  const { status, body } = await api.post('/dev/clock', { now })
  assert.equal(status, 200, JSON.stringify(body))
}
/** A minute more, for what the test itself takes. */
const days = (n) => pass(n * DAY + 60_000)

const ask = (id, schedule, more = {}) =>
  api.publish('survey', survey(id, [question('score', 'nps')], { kind: 'nps', schedule, ...more }))
const shown = async (user) =>
  (await api.placements(user, 'later')).body.placements.map(({ id }) => id)
const say = (user, placement, type, fields = {}) =>
  api.commands(user, 'later', [{ placement, type, ...fields }])
const answer = (user, placement, rating) => say(user, placement, 'answer', { rating })
/** The gates that are shut, and in how many days they open. */
const shut = async (user, id) => {
  const { gates } = await api.explain(user, 'later', id)
  const closed = gates.filter(({ passes }) => !passes)
  return closed.map(({ gate, until }) => [gate, until && Math.round((until - now) / DAY)])
}

test('the clock goes forward only', async () => {
  await pass(HOUR)
  const { status, body } = await api.post('/dev/clock', { now: now - 2 * HOUR })
  assert.deepEqual([status, body.code, body.pointer], [400, 'invalid_field', '/now'])
})

test('a survey that recurs is asked again when its days are over, as another response', async () => {
  await ask('again', { every_days: 30 })
  assert.deepEqual(await shown('ana'), ['again'])
  await answer('ana', 'again', '9')
  await days(29)
  assert.deepEqual(await shut('ana', 'again'), [['answered', 1]])
  assert.deepEqual(await shown('ana'), [])
  await days(1)
  assert.deepEqual(await shut('ana', 'again'), [])
  assert.deepEqual(await shown('ana'), ['again'])
  await answer('ana', 'again', '4')
  const { results } = await api.until('/v1/responses?user=ana', (b) => b.results.length === 2)
  const [last, first] = results
  assert.deepEqual([first.rating, last.rating], [9, 4])
  assert.equal(Math.round((last.answered_at - first.answered_at) / DAY), 30)
})

test('asked until answered, and so many times at most', async () => {
  await ask('please', { until_answered: { after_days: 3, at_most: 2 } })
  await shown('ben')
  await say('ben', 'please', 'seen')
  await say('ben', 'please', 'dismiss')
  assert.deepEqual(await shut('ben', 'please'), [['dismissed', 3]])
  await days(3)
  assert.deepEqual(await shown('ben'), ['please'])
  await say('ben', 'please', 'dismiss')
  await days(300)
  assert.deepEqual(await shut('ben', 'please'), [['dismissed', undefined]])
})

test('what is to come later comes later, on every device', async () => {
  await ask('later', { snooze_days: 2 })
  await shown('cam')
  await say('cam', 'later', 'snooze')
  assert.deepEqual(await shut('cam', 'later'), [['snoozed', 2]])
  await days(2)
  assert.deepEqual(await shown('cam'), ['later'])
})

test('a survey begins and ends on its day, and expires for who has waited too long', async () => {
  const on = (n) => new Date(now + n * DAY).toISOString()
  await ask('fair', { starts_at: on(2), ends_at: on(5) })
  assert.deepEqual(await shut('dan', 'fair'), [['dates', 2]])
  await days(2)
  assert.deepEqual(await shown('dan'), ['fair'])
  await days(3)
  assert.deepEqual(await shut('dan', 'fair'), [['dates', undefined]])
  await withdraw('survey', 'fair')

  await ask('fresh', { expires_days: 5 }, { trigger: { event: 'Ticket Solved' } })
  await api.batch([
    {
      ...{ type: 'track', event: 'Ticket Solved', userId: 'eli', messageId: 'solved' },
      context: { groupId: 'later' },
      timestamp: new Date().toISOString(),
    },
  ])
  await days(4)
  assert.deepEqual(await shown('eli'), ['fresh'])
  await days(1)
  assert.deepEqual(await shut('eli', 'fresh'), [['dates', undefined]])
})

test('the policy’s days of rest and of quiet pass', async () => {
  await ask('one', {})
  await ask('two', {})
  await shown('fay')
  await say('fay', 'one', 'seen')
  await say('fay', 'one', 'dismiss')
  assert.deepEqual(await shut('fay', 'two'), [
    ['recontact', 14],
    ['quiet', 14],
  ])
  await days(13)
  assert.deepEqual(await shown('fay'), [])
  await days(1)
  assert.deepEqual(await shown('fay'), ['two'])
})

test('an item that is due becomes overdue', async () => {
  await api.publish('checklist', checklist('due', [todo('soon', { due_days: 7 }), 'whenever']))
  const html = async () => (await api.placements('gil', 'later')).body.html
  await say('gil', 'due', 'seen')
  assert.doesNotMatch(await html(), /Overdue/i)
  await days(8)
  assert.match(await html(), /Overdue/i)
})

test('somebody who does nothing in a course is stuck, and then overdue', async () => {
  await api.publish('course', course('slow', ['a', 'b'], { stuck_days: 5, due_days: 14 }))
  await api.placements('ida', 'later', { start: ['slow'] })
  const state = async () => (await api.get('/v1/enrollments?user=ida')).body.results[0]?.state
  await api.until('/v1/enrollments?user=ida', ({ results }) => results.length === 1)
  assert.equal(await state(), 'active')
  await days(6)
  assert.equal(await state(), 'stuck')
  await say('ida', 'slow', 'complete_lesson', { item: 'a' })
  await api.until('/v1/enrollments?user=ida&state=active', ({ results }) => results.length === 1)
  await days(8)
  assert.equal(await state(), 'overdue')
  await say('ida', 'slow', 'complete_lesson', { item: 'b' })
  await api.until('/v1/enrollments?user=ida&state=completed', ({ results }) => results.length === 1)
  assert.deepEqual(await shown('ida'), ['slow'])
  await days(1)
  assert.deepEqual(await shown('ida'), [], 'it is behind them')
})

test('what the workspace was not told in time it is told by the alarm', async () => {
  await ask('told', {})
  await shown('hue')
  await api.post('/dev/faults?queue=1', '')
  await answer('hue', 'told', '8')
  await new Promise((resume) => setTimeout(resume, 500))
  assert.deepEqual((await api.get('/v1/responses?user=hue')).body.results, [])
  await api.post('/dev/faults?queue=0', '')
  await pass(2 * HOUR)
  await api.until('/v1/responses?user=hue', ({ results }) => results.length === 1, 5_000)
})

//! Surveys of several questions: branching, partial answers, snoozing, links, and the one budget.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, item, startStack } from '../harness/index.mjs'
import { question, survey } from '../harness/content.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

const option = (id) => ({ id, label: { en: id } })
const LONG = survey(
  'long',
  [
    question('rating', 'nps', { comment: { en: 'Why?' } }),
    question('wrong', 'text', { if: { at_most: 6 } }),
    question('use', 'multiple', { optional: true, options: ['mail', 'crm', 'bills'].map(option) }),
  ],
  {
    kind: 'nps',
    trigger: undefined,
    thanks: [
      {
        if: { at_least: 9 },
        title: { en: 'Tell others' },
        link: { label: { en: 'Review us' }, href: 'https://reviews.example/us' },
      },
      { title: { en: 'Thank you all the same' } },
    ],
  },
)
const say = async (user, fields, id = 'long') => {
  const { body } = await api.commands(user, 'long', [{ placement: id, ...fields }])
  return body
}
const answer = (user, fields, id) => say(user, { type: 'answer', ...fields }, id)
const responseOf = (user, holds) =>
  api
    .until(`/v1/responses?user=${user}`, ({ results }) => results.some(holds))
    .then(({ results }) => results.find(holds))
const events = ({ events = [] }) => events.map(({ type }) => type)

test('a detractor is asked more, and each answer is kept when it is given', async () => {
  await api.publish('survey', LONG)
  await api.placements('dee', 'long', { start: ['long'] })
  const first = await answer('dee', { question: 'rating', rating: '3', comment: 'Slow' })
  assert.deepEqual(events(first), ['survey_question_answered'])
  const partial = await responseOf('dee', ({ rating }) => rating === 3)
  assert.deepEqual(
    [partial.is_complete, partial.comment, partial.category],
    [false, 'Slow', 'detractor'],
  )

  const second = await answer('dee', { question: 'wrong', text: 'It hangs.' })
  assert.deepEqual(events(second), ['survey_question_answered'])
  const last = await answer('dee', { question: 'use', choice: 'mail' })
  assert.deepEqual(events(last), ['survey_answered'])
  assert.match(last.html, /Thank you all the same/)
  const whole = await responseOf('dee', ({ is_complete }) => is_complete)
  assert.equal(whole.id, partial.id, 'one response that grew')
  assert.equal(whole.answered_at, partial.answered_at)
  assert.equal(whole.answers.wrong.text, 'It hangs.')
  assert.deepEqual(whole.answers.use.choices, ['mail'])
  const { body } = await api.get('/v1/responses?user=dee')
  assert.equal(body.results.length, 1)
})

test('a promoter is asked less, and the link they follow is noted', async () => {
  await api.placements('pia', 'long', { start: ['long'] })
  await answer('pia', { question: 'rating', rating: '10' })
  const done = await answer('pia', { question: 'use' })
  assert.deepEqual(events(done), ['survey_answered'], 'an optional question may stay empty')
  assert.match(done.html, /Tell others/)
  assert.deepEqual(events(await say('pia', { type: 'follow' })), ['survey_link_followed'])
  assert.deepEqual(events(await say('pia', { type: 'follow' })), [])
  const { followed_at } = await responseOf('pia', ({ followed_at }) => followed_at)
  assert.ok(Math.abs(Date.now() - followed_at) < 60_000)
})

test('what is sent away half-way is an answer; what is sent away at once is none', async () => {
  await api.placements('hal', 'long', { start: ['long'] })
  await answer('hal', { question: 'rating', rating: '5' })
  assert.deepEqual(events(await say('hal', { type: 'dismiss' })), [])
  const half = await responseOf('hal', ({ rating }) => rating === 5)
  assert.equal(half.is_complete, false)
  await api.placements('hal', 'long', { start: ['long'] })
  assert.deepEqual(events(await say('hal', { type: 'dismiss' })), ['survey_dismissed'])
  // The next showing is a response of its own.
  await api.placements('hal', 'long', { start: ['long'] })
  await answer('hal', { question: 'rating', rating: '8' })
  const { results } = await api.until('/v1/responses?user=hal', (b) => b.results.length === 2)
  assert.deepEqual(results.map(({ rating }) => rating).sort(), [5, 8])
})

test('answers that do not fit their question change nothing', async () => {
  await api.placements('eve', 'long', { start: ['long'] })
  const refused = async (fields) => {
    const { status, body } = await api.commands('eve', 'long', [
      { placement: 'long', type: 'answer', ...fields },
    ])
    return [status, body.code, body.errors?.[0]?.pointer ?? body.pointer]
  }
  const codes = async (fields) => (await refused(fields)).slice(0, 2)
  assert.deepEqual(await codes({ question: 'rating', rating: '11' }), [422, 'invalid_rating'])
  assert.deepEqual(await codes({ question: 'rating' }), [422, 'invalid_rating'])
  assert.deepEqual(await codes({ question: 'use', choice: 'fax' }), [422, 'invalid_choice'])
  assert.deepEqual(await codes({ question: 'wrong' }), [422, 'invalid_text'])
  assert.deepEqual(await codes({ question: 'none', rating: '1' }), [422, 'unknown_question'])
  assert.deepEqual((await api.get('/v1/responses?user=eve')).body.results, [])
})

test('a survey without a rating has none, and is no part of the score', async () => {
  await api.publish('survey', survey('free', [question('say', 'text')], { trigger: undefined }))
  const before = (await api.get('/v1/metrics/nps')).body.answers
  await api.placements('fay', 'long', { start: ['free'] })
  await answer('fay', { question: 'say', text: 'Only words' }, 'free')
  const said = await responseOf('fay', ({ survey }) => survey === 'free')
  assert.deepEqual(
    [said.rating, said.category, said.kind, said.comment],
    [null, null, 'custom', 'Only words'],
  )
  assert.equal((await api.get('/v1/metrics/nps')).body.answers, before)
  const csv = await api.get('/v1/responses?user=fay&format=csv')
  assert.match(csv.body, /Only words/)
})

test('one budget for each user: what was seen or sent away keeps the next one waiting', async () => {
  const ask = (id) => survey(id, [question('q', 'text')], { schedule: { snooze_days: 3 } })
  await api.publish('survey', ask('b-one'))
  await api.publish('survey', ask('b-two'))
  const shown = async () =>
    (await api.placements('bud', 'budget')).body.placements.map(({ id }) => id)
  const why = async (id) => {
    const { gates } = await api.explain('bud', 'budget', id)
    return gates.filter(({ passes }) => !passes)
  }
  assert.deepEqual(await shown(), ['b-one', 'b-two', 'get-started'])
  assert.deepEqual(
    (await why('b-two')).map(({ gate }) => gate),
    ['priority'],
  )
  const seen = Date.now()
  await api.commands('bud', 'budget', [{ placement: 'b-one', type: 'seen' }])
  const [recontact] = await why('b-two')
  assert.equal(recontact.gate, 'recontact')
  assert.ok(Math.abs(recontact.until - seen - 14 * 86_400_000) < 60_000, 'in two weeks')
  await api.commands('bud', 'budget', [{ placement: 'b-one', type: 'snooze' }])
  assert.deepEqual(await shown(), ['get-started'])
  const [snoozed] = await why('b-one')
  assert.equal(snoozed.gate, 'snoozed')
  assert.ok(Math.abs(snoozed.until - seen - 3 * 86_400_000) < 60_000, 'in three days')

  // A workspace may ask more often, or not at all.
  const policy = (body) => api.send('PUT', '/v1/contact-policy', body)
  assert.equal((await policy({ recontact_days: 0, quiet_days: 0 })).status, 200)
  assert.deepEqual(await shown(), ['b-two', 'get-started'])
  await policy({ recontact_days: 0, paused_until: '2099-01-01T00:00:00Z' })
  assert.deepEqual(await shown(), ['get-started'])
  assert.deepEqual(
    (await why('b-two')).map(({ gate }) => gate),
    ['pause'],
  )
  assert.deepEqual((await api.get('/v1/contact-policy')).body, {
    paused: false,
    paused_until: '2099-01-01T00:00:00.000Z',
    recontact_days: 0,
    quiet_days: 14,
  })
  assert.equal((await policy({ recontact_days: 'often' })).body.code, 'invalid_json')
  assert.equal((await policy({})).body.recontact_days, 14)
})

test('one budget over all accounts that somebody is in', async () => {
  const ask = (id) => survey(id, [question('q', 'text')])
  await api.publish('survey', ask('all-one'))
  await api.publish('survey', ask('all-two'))
  const accounts = ['first-inc', 'second-inc']
  await api.batch(accounts.map((groupId) => item('group', 'gus', { groupId })))
  const waits = async (account) => {
    const { gates } = await api.explain('gus', account, 'all-two')
    return gates.filter(({ passes }) => !passes).map(({ gate }) => gate)
  }
  for (const account of accounts) assert.ok(!(await waits(account)).includes('recontact'))
  const seen = { placement: 'all-one', type: 'seen' }
  await api.commands('gus', 'first-inc', [seen])
  for (const account of accounts) assert.deepEqual(await waits(account), ['recontact'])
  await api.commands('gus', 'first-inc', [{ ...seen, type: 'dismiss' }])
  for (const account of accounts) assert.deepEqual(await waits(account), ['recontact', 'quiet'])
  // Whoever joins a further account brings along what they were asked.
  const [later] = (
    await api.placements('gus', 'third-inc', {
      batch: [item('group', 'gus', { groupId: 'third-inc' })],
    })
  ).body.placements
  assert.equal(later?.kind, 'checklist')
  assert.deepEqual(await waits('third-inc'), ['recontact', 'quiet'])
  // Others of the second account were asked nothing.
  await api.batch([item('group', 'ivy', { groupId: 'second-inc' })])
  const { gates } = await api.explain('ivy', 'second-inc', 'all-two')
  assert.ok(gates.every(({ gate, passes }) => passes || gate === 'priority'))
})

//! The account model: what Segment's B2B events and reserved traits make of an account.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, item, startStack, track } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

const server = (items) => api.batch(items, { writeKey: stack.keys.server })
const group = (groupId, traits, fields) => item('group', 'ana', { groupId, traits, ...fields })
const account = async (id) => (await api.get(`/v1/accounts/${id}`)).body
const on = (day) => ({ timestamp: `2026-0${day}-01T00:00:00.000Z` })
const at = (day) => Date.parse(on(day).timestamp)
const codes = ({ body }) => body.results.map(({ code, pointer }) => [code, pointer])

test('traits of standing are kept with their history, in the order of time', async () => {
  await server([
    group('acme', { name: 'Acme', mrr: 100, currency: 'eur', seats: 5, plan: 'team' }, on(1)),
    group('acme', { mrr: 150, industry: 'retail' }, on(3)),
  ])
  // An import that comes late fills in the past and leaves the present alone.
  await server([group('acme', { mrr: 120 }, on(2))])
  await server([group('acme', { mrr: 150 }, on(4)), group('acme', { plan: null }, on(4))])
  const { traits, history } = await account('acme')
  assert.deepEqual(traits, {
    name: 'Acme',
    industry: 'retail',
    mrr: 150,
    currency: 'EUR',
    seats: 5,
  })
  assert.deepEqual(history.mrr, [
    { since: at(1), value: 100 },
    { since: at(2), value: 120 },
    { since: at(3), value: 150 },
  ])
  assert.deepEqual(history.plan, [
    { since: at(1), value: 'team' },
    { since: at(4), value: null },
  ])
  // That it was so before tells that the first word was no change.
  await server([group('acme', { currency: 'EUR' }, { timestamp: '2025-01-01T00:00:00.000Z' })])
  assert.deepEqual((await account('acme')).history.currency, [
    { since: Date.parse('2025-01-01'), value: 'EUR' },
  ])
})

test('renewal, champion and stage; operators see them in the list', async () => {
  await server([
    group('lumen', { renewalAt: '2027-03-01', championUserId: 'bob', stage: 'adopt', mrr: 80 }),
    item('identify', 'bob', { traits: { name: 'Bob', email: 'bob@lumen.example', role: 'admin' } }),
    track('bob', 'lumen', 'Signed In'),
    track('bob', 'lumen', 'Signed In'),
  ])
  await server([
    item('identify', 'bob', { context: { groupId: 'lumen' }, traits: { name: 'Bob' } }),
  ])
  const { traits, people } = await account('lumen')
  assert.equal(traits.renewalAt, '2027-03-01T00:00:00.000Z')
  const bob = people.results.find(({ id }) => id === 'bob')
  assert.deepEqual([bob.name, bob.is_champion, bob.sign_ins], ['Bob', true, 2])
  assert.ok(bob.last_sign_in_at > 0)
  const { results } = await api.until('/v1/accounts', ({ results }) =>
    results.some(({ id, stage }) => id === 'lumen' && stage === 'adopt'),
  )
  const row = results.find(({ id }) => id === 'lumen')
  assert.deepEqual([row.mrr, row.renewal_at], [80, Date.parse('2027-03-01')])
})

test('a value that a trait cannot have is refused with its place, and changes nothing', async () => {
  await server([group('strict', { seats: 5 })])
  const refused = await server([
    group('strict', { seats: 'ten' }),
    group('strict', { mrr: -1 }),
    group('strict', { stage: 'happy' }),
    group('strict', { renewalAt: 'soon', name: 'Not taken' }),
  ])
  assert.deepEqual(codes(refused), [
    ['invalid_trait', '/batch/0/traits/seats'],
    ['invalid_trait', '/batch/1/traits/mrr'],
    ['invalid_trait', '/batch/2/traits/stage'],
    ['invalid_trait', '/batch/3/traits/renewalAt'],
  ])
  assert.deepEqual((await account('strict')).traits, { seats: 5 })
})

test('trials and deletion are taken from servers; a page’s word is stored and changes nothing', async () => {
  const say = (event, day) => track('ana', 'trial', event, on(day))
  await server([say('Account Created', 1), say('Trial Started', 1), say('Trial Ended', 2)])
  let { created_at, trial_started_at, trial_ended_at, deleted_at } = await account('trial')
  assert.deepEqual([created_at, trial_started_at, trial_ended_at], [at(1), at(1), at(2)])
  await api.batch([say('Account Deleted', 3), say('Trial Ended', 4)])
  ;({ trial_ended_at, deleted_at } = await account('trial'))
  assert.deepEqual([trial_ended_at, deleted_at], [at(2), null])
  assert.equal((await api.get('/v1/events?account=trial')).body.results.length, 5)
  await server([say('Account Deleted', 3)])
  assert.equal((await account('trial')).deleted_at, at(3))
})

test('an account that nobody spoke of is unknown', async () => {
  const { status, body } = await api.get('/v1/accounts/nobody')
  assert.deepEqual([status, body.code], [404, 'unknown_account'])
})

test('people come in pages, last seen first', async () => {
  const seen = (n) => track(`u${n}`, 'crowd', 'E', { timestamp: new Date(n * 1000).toISOString() })
  await server(Array.from({ length: 5 }, (_, n) => seen(n)))
  const first = await api.get('/v1/accounts/crowd?limit=3')
  const { results, next } = first.body.people
  assert.deepEqual(
    results.map(({ id }) => id),
    ['u4', 'u3', 'u2'],
  )
  const second = await api.get(`/v1/accounts/crowd?limit=3&cursor=${next}`)
  assert.deepEqual(
    second.body.people.results.map(({ id }) => id),
    ['u1', 'u0'],
  )
  assert.equal(second.body.people.next, null)
  assert.equal(first.body.users, 5)
})

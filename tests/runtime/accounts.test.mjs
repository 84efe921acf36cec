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
const days = (words) => words.map(([, day]) => day)
/** Each order in which `words` may come. */
const orders = (words) =>
  words.length < 2
    ? [words]
    : words.flatMap((word, n) => orders(words.toSpliced(n, 1)).map((rest) => [word, ...rest]))
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

test('the newest word on whether an account is alive holds, in whatever order words come', async () => {
  const created = (day) => ['Account Created', day]
  const deleted = (day) => ['Account Deleted', day]
  const stories = [
    { words: [created(1), deleted(3)], created_at: 1, deleted_at: 3 },
    { words: [created(3), deleted(2)], created_at: 3, deleted_at: null },
    { words: [created(1), deleted(2), created(3)], created_at: 3, deleted_at: null },
    { words: [created(1), deleted(2), created(3), deleted(4)], created_at: 3, deleted_at: 4 },
    { words: [created(3), deleted(3)], created_at: 3, deleted_at: 3 },
  ]
  for (const [story, { words, created_at, deleted_at }] of stories.entries()) {
    for (const [order, said] of orders(words).entries()) {
      const id = `alive-${story}-${order}`
      for (const [event, day] of said) await server([track('ana', id, event, on(day))])
      const row = await account(id)
      const want = [at(created_at), deleted_at && at(deleted_at), at(Math.max(...days(words)))]
      assert.deepEqual([row.created_at, row.deleted_at, row.last_seen_at], want, `${said}`)
    }
  }
  // The list says so, too.
  const told = { 'alive-1-': null, 'alive-2-': null, 'alive-3-': at(4) }
  await api.until('/v1/accounts?limit=100', ({ results }) =>
    Object.entries(told).every(([prefix, want]) => {
      const rows = results.filter(({ id }) => id.startsWith(prefix))
      return rows.length > 1 && rows.every(({ deleted_at }) => deleted_at === want)
    }),
  )
})

test('a value that was said again stays, whenever a word on the time before comes', async () => {
  const words = [
    [100, 1],
    [100, 4],
    [200, 2],
    [200, 3],
  ]
  for (const [order, said] of orders(words).entries()) {
    const id = `again-${order}`
    for (const [mrr, day] of said) await server([group(id, { mrr }, on(day))])
    const { traits, history } = await account(id)
    assert.equal(traits.mrr, 100, `${said}`)
    assert.deepEqual(
      history.mrr,
      [
        { since: at(1), value: 100 },
        { since: at(2), value: 200 },
        { since: at(4), value: 100 },
      ],
      `${said}`,
    )
  }
})

test('traits grow up to a bound, and then take in what still fits', async () => {
  const filler = (n, size) => ({ [`filler${n}`]: 'x'.repeat(size) })
  const about = (traits) => item('identify', 'ana', { context: { groupId: 'full' }, traits })
  for (const say of [about, (traits) => group('full', traits)]) {
    for (let n = 0; n < 6; n += 1) {
      const { status, body } = await api.batch([say(filler(n, 20_000))])
      assert.deepEqual([status, body.results[0].status], [200, 'accepted'])
    }
    const { body } = await api.batch([say({ name: 'Small', role: 'admin' })])
    assert.equal(body.results[0].status, 'accepted')
  }
  const fillers = ['filler0', 'filler1', 'filler2']
  const full = await account('full')
  assert.deepEqual(Object.keys(full.traits).sort(), [...fillers, 'name', 'role'])
  assert.deepEqual([full.people.results[0].name, full.people.results[0].role], ['Small', 'admin'])
  assert.equal((await api.placements('ana', 'full')).status, 200)
  // Every event is there, and what decides about standing is never crowded out.
  assert.equal((await api.get('/v1/events?account=full&limit=100')).body.results.length, 14)
  await api.batch([group('full', { last: 'x'.repeat(5_300) })])
  await server([group('full', { plan: 'p'.repeat(200), mrr: 5 })])
  assert.deepEqual(
    [(await account('full')).traits.mrr, (await account('full')).traits.plan.length],
    [5, 200],
  )
  // What is cleared makes room.
  await api.batch([group('full', { filler1: null }), group('full', filler(7, 10_000))])
  assert.deepEqual(
    Object.keys((await account('full')).traits).filter((name) => name.startsWith('filler')),
    ['filler0', 'filler2', 'filler7'],
  )
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

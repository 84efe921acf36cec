//! `GET /v1/events`: what clients sent, as operators read it.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'

import { client, item, startStack, track } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

const events = async (query) => {
  const { status, body } = await api.get(`/v1/events?${query}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

test('an event is read with every field that was sent, and when it came', async () => {
  const sent = track('ana', 'acme', 'Process Created', {
    properties: { name: 'Onboarding', steps: 3 },
    timestamp: '2026-11-20T10:00:00.000Z',
    context: { groupId: 'acme', locale: 'es', page: { url: 'https://host.example/p' } },
    somethingNew: { kept: true },
  })
  await api.batch([sent])
  const { results, next } = await events('account=acme')
  const { receivedAt, ...rest } = results[0]
  assert.deepEqual(rest, { ...sent, originalTimestamp: sent.timestamp })
  assert.ok(Math.abs(Date.now() - Date.parse(receivedAt)) < 60_000)
  assert.equal(next, null)
})

test('an event says when it happened by our clock, by which it is found, and when by its own', async () => {
  // A clock that is three days behind, and an event an hour before it was sent.
  const behind = Date.now() - 3 * 86_400_000
  const originalTimestamp = new Date(behind - 3_600_000).toISOString()
  const sent = [
    track('ana', 'clocks', 'Skewed', { timestamp: originalTimestamp }),
    track('ana', 'clocks', 'Now'),
  ]
  await api.batch(sent, { sentAt: new Date(behind).toISOString() })
  const [unsaid, skewed] = (await events('account=clocks')).results
  assert.equal(unsaid.timestamp, unsaid.receivedAt)
  assert.ok(!('originalTimestamp' in unsaid))
  assert.equal(skewed.originalTimestamp, originalTimestamp)
  assert.equal(Date.parse(skewed.receivedAt) - Date.parse(skewed.timestamp), 3_600_000)

  const when = Date.parse(skewed.timestamp)
  const found = await events(`account=clocks&from=${when}&to=${when + 1}`)
  assert.deepEqual(found.results, [skewed])
  const ndjson = await api.get('/v1/events?account=clocks&format=ndjson')
  assert.deepEqual(ndjson.body.trim().split('\n').map(JSON.parse), [unsaid, skewed])
  const [header, , row] = (await api.get('/v1/events?account=clocks&format=csv')).body.split('\r\n')
  assert.ok(header.endsWith(',context,originalTimestamp'))
  assert.ok(row.startsWith(`${skewed.receivedAt},${skewed.timestamp},track,Skewed,`))
  assert.ok(row.endsWith(`,${originalTimestamp}`))
})

test('an event of a clock that nobody has set is not dated later than its receipt', async () => {
  const timestamp = '2026-11-20T10:00:00.000Z'
  const sentAt = (year) => ({ timestamp, sentAt: `${year}-01-01T00:00:00.000Z` })
  await api.batch([track('ana', 'unset', 'Old', sentAt('0001'))])
  await api.batch([track('ana', 'unset', 'New', sentAt('9999'))])
  const [late, early] = (await events('account=unset')).results
  assert.equal(early.timestamp, early.receivedAt)
  assert.equal(late.timestamp, timestamp)
  const { last_seen_at } = (await api.get('/v1/accounts/unset')).body
  assert.ok(last_seen_at <= Date.now())
})

test('pages go through every event once, newest first', async () => {
  const sent = Array.from({ length: 25 }, (_, n) => track(`u${n % 3}`, 'paged', `Event ${n}`))
  await api.batch(sent)
  const seen = []
  let cursor = ''
  do {
    const { results, next } = await events(`account=paged&limit=10&cursor=${cursor}`)
    seen.push(...results.map(({ event }) => event))
    cursor = next
  } while (cursor)
  assert.deepEqual(seen, sent.map(({ event }) => event).reverse())

  // A cursor is of its query, and no way into another account.
  const { next } = await events('account=paged&limit=10')
  const other = await api.get(`/v1/events?account=clocks&cursor=${next}`)
  assert.deepEqual([other.status, other.body.code], [400, 'invalid_query'])
})

test('a user is found in accounts that their events name and they never joined', async () => {
  await api.batch([track('ctx', 'named-one', 'First'), track('ctx', 'named-two', 'Second')])
  const both = ({ results }) => results.length === 2
  const { results } = await api.until('/v1/events?user=ctx', both)
  assert.deepEqual(
    results.map(({ event }) => event),
    ['First', 'Second'],
  )
  const lines = (await api.get('/v1/events?user=ctx&format=ndjson')).body.trim().split('\n')
  assert.equal(lines.length, 2)
})

test('what a page says of all its events is part of each, unless it says otherwise', async () => {
  const page = { url: 'https://host.example/own' }
  const { status, body } = await api.placements('said', 'once', {
    batch: [
      track('said', 'once', 'Plain'),
      track('said', 'once', 'Own', { anonymousId: 'anon-own', context: { groupId: 'once', page } }),
      { type: 'page', messageId: randomUUID() },
    ],
  })
  assert.equal(status, 200)
  assert.deepEqual(
    body.results.map((result) => result.status),
    ['accepted', 'accepted', 'accepted'],
  )
  const { results } = await events('account=once')
  const context = {
    locale: 'en',
    page: { url: 'https://host.example/', path: '/' },
    groupId: 'once',
  }
  assert.deepEqual(
    Object.fromEntries(results.map((it) => [it.event, [it.anonymousId, it.context]])),
    { Plain: ['anon-test', context], Own: ['anon-own', { ...context, page }] },
  )
})

test('filters by user, with or without the account, and by when it happened', async () => {
  const at = (day) => `2026-11-${day}T00:00:00.000Z`
  await api.batch([
    item('group', 'filtered', { groupId: 'filters', timestamp: at('01') }),
    track('filtered', 'filters', 'First', { timestamp: at('10') }),
    track('other', 'filters', 'Second', { timestamp: at('11') }),
    track('filtered', 'filters', 'Third', { timestamp: at('12') }),
  ])
  const names = async (query) => (await events(query)).results.map(({ event }) => event)
  assert.deepEqual(await names('account=filters&user=other'), ['Second'])
  assert.deepEqual(await names('user=filtered'), ['Third', 'First', undefined])
  const from = Date.parse(at('10'))
  const to = Date.parse(at('12'))
  assert.deepEqual(await names(`account=filters&from=${from}&to=${to}`), ['Second', 'First'])
})

test('a key is not part of an event', async () => {
  await api.post('/v1/track', { writeKey: stack.keys.server, userId: 'solo', event: 'Alone' })
  const { results } = await events('user=solo')
  assert.equal(results[0].event, 'Alone')
  assert.match(results[0].messageId, /^[0-9a-f-]{36}$/)
  assert.ok(!JSON.stringify(results).includes(stack.keys.server))
})

test('exports all of them, past a page', async () => {
  const sent = Array.from({ length: 1_200 }, (_, n) => track('many', 'exported', `Event ${n}`))
  await api.batch(sent)
  const ndjson = await api.get('/v1/events?account=exported&format=ndjson&limit=5')
  const lines = ndjson.body.trim().split('\n')
  assert.equal(lines.length, 1_200)
  assert.equal(new Set(lines.map((line) => JSON.parse(line).messageId)).size, 1_200)
  const csv = await api.get('/v1/events?account=exported&format=csv')
  const rows = csv.body.trim().split('\r\n')
  assert.equal(rows.length, 1_201)
  assert.ok(rows[0].startsWith('receivedAt,timestamp,type,event,'))
  assert.ok(rows[1].includes(',track,Event 1199,'))
})

test('exports heavy events in pieces, each of them once and in order', async () => {
  const text = 'x'.repeat(30_000)
  const heavy = (n) => track('heavy', 'weighty', `Event ${n}`, { properties: { text } })
  for (let n = 0; n < 304; n += 16) {
    await api.batch(Array.from({ length: 16 }, (_, i) => heavy(n + i)))
  }
  const { body } = await api.get('/v1/events?account=weighty&format=ndjson')
  const events = body.trim().split('\n').map(JSON.parse)
  assert.deepEqual(
    events.map(({ event }) => event),
    Array.from({ length: 304 }, (_, n) => `Event ${303 - n}`),
  )
  assert.ok(events.every(({ properties }) => properties.text === text))
  // A page of JSON has as many as were asked for, however heavy.
  const page = await api.get('/v1/events?account=weighty&limit=100')
  assert.deepEqual([page.body.results.length, typeof page.body.next], [100, 'string'])
})

test('without filters, one account follows the other until all were seen', async () => {
  const accounts = Array.from({ length: 30 }, (_, n) => `sweep${n}`)
  await api.batch(accounts.map((account) => track('u', account, `In ${account}`)))
  const all = new Set(accounts)
  await api.until('/v1/accounts?limit=100', ({ results }) =>
    [...all].every((account) => results.some(({ id }) => id === account)),
  )
  const seen = []
  let cursor = ''
  do {
    const { results, next } = await events(`limit=7&cursor=${cursor}&from=${Date.now() - 60_000}`)
    assert.ok(results.length <= 7)
    seen.push(...results.map(({ event }) => event).filter((event) => event?.startsWith('In ')))
    cursor = next
  } while (cursor)
  assert.deepEqual([...seen].sort(), accounts.map((account) => `In ${account}`).sort())
})

test('a user’s events are found in every account they are in, and outside', async () => {
  await api.batch([item('track', 'roamer', { event: 'Outside' })])
  await api.batch([track('roamer', 'roam1', 'One'), track('roamer', 'roam2', 'Two')])
  await api.batch([item('group', 'roamer', { groupId: 'roam1' })])
  await api.batch([item('group', 'roamer', { groupId: 'roam2' })])
  const { results } = await events('user=roamer')
  const names = results.map(({ event, type }) => event ?? type)
  assert.deepEqual(names.sort(), ['One', 'Outside', 'Two', 'group', 'group'])
})

test('instants are milliseconds or RFC 3339', async () => {
  await api.batch([track('u', 'instants', 'Then', { timestamp: '2026-01-02T00:00:00Z' })])
  const n = async (query) => (await events(`account=instants&${query}`)).results.length
  assert.equal(await n('from=2026-01-02T00:00:00Z'), 1)
  assert.equal(await n('to=2026-01-02T00:00:00Z'), 0)
  const { body } = await api.get('/v1/events?account=instants&from=yesterday')
  assert.deepEqual(body.code, 'invalid_query')
})

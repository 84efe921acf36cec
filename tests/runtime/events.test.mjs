//! The event API: per-item results, deduplication, where events belong.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'

import { client, item, startStack, track } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

/** What only the vendor's servers know. */
const server = () => ({ writeKey: stack.keys.server })
const statuses = ({ body }) => body.results.map(({ status }) => status)
const account = (id) => (page) => page.results.find((row) => row.id === id)

test('the same message twice is stored once and answered duplicate', async () => {
  const event = track('u1', 'dedupe', 'Process Created')
  assert.deepEqual(statuses(await api.batch([event])), ['accepted'])
  assert.deepEqual(statuses(await api.batch([event])), ['duplicate'])
  const twin = track('u1', 'dedupe', 'Process Created')
  assert.deepEqual(statuses(await api.batch([twin, twin])), ['accepted', 'duplicate'])
})

test('one bad item never sinks the others', async () => {
  const batch = [
    track('u1', 'mixed', 'One'),
    { type: 'track', userId: 'u1', messageId: 'm-nameless' },
    7,
    track('u1', 'mixed', 'Two'),
  ]
  const { status, body } = await api.batch(batch)
  assert.equal(status, 200)
  assert.deepEqual(statuses({ body }), ['accepted', 'rejected', 'rejected', 'accepted'])
  assert.equal(body.results[1].code, 'invalid_event_name')
  assert.equal(body.results[1].pointer, '/batch/1/event')
  assert.equal(body.results[2].code, 'not_an_object')
  assert.equal(body.results[2].pointer, '/batch/2')
})

test('a batch of 2,500 items with every hundredth bad', async () => {
  const items = Array.from({ length: 2_500 }, (_, n) =>
    n % 100 === 99 ? { type: 'track', userId: 'u1' } : track(`u${n % 40}`, 'large', 'Bulk'),
  )
  const { status, body } = await api.batch(items)
  assert.equal(status, 200)
  const count = (status) => body.results.filter((result) => result.status === status).length
  assert.deepEqual([count('accepted'), count('rejected')], [2_475, 25])
  assert.equal(body.results[99].pointer, '/batch/99/event')
})

test('single verbs take the key from the body or by Basic', async () => {
  const body = { userId: 'single', traits: { name: 'Single' }, messageId: 'm-single' }
  const first = await api.post('/v1/identify', { ...body, writeKey: stack.keys.write })
  assert.deepEqual([first.status, ...statuses(first)], [200, 'accepted'])
  const basic = `Basic ${Buffer.from(`${stack.keys.write}:`).toString('base64')}`
  const again = await api.post('/v1/identify', body, { authorization: basic })
  assert.deepEqual([again.status, ...statuses(again)], [200, 'duplicate'])
  const server = `Basic ${Buffer.from(`${stack.keys.server}:`).toString('base64')}`
  const page = await api.post('/v1/page', { anonymousId: 'anon-1' }, { authorization: server })
  assert.deepEqual([page.status, ...statuses(page)], [200, 'accepted'])
})

test('a message without an id gets one', async () => {
  const { body } = await api.batch([{ type: 'page', userId: 'u1' }])
  assert.match(body.results[0].messageId, /^[0-9a-f-]{36}$/)
})

test('identify and group build the account that operators see', async () => {
  await api.batch(
    [
      item('identify', 'ana', { traits: { name: 'Ana' }, context: { groupId: 'built' } }),
      item('group', 'ana', { groupId: 'built', traits: { name: 'Built Ltd', plan: 'pro' } }),
      item('identify', 'luis', { context: { groupId: 'built' } }),
    ],
    server(),
  )
  const page = await api.until('/v1/accounts', (page) => account('built')(page)?.users === 2)
  const { id, name, plan, users, last_seen_at } = account('built')(page)
  assert.deepEqual(
    { id, name, plan, users },
    { id: 'built', name: 'Built Ltd', plan: 'pro', users: 2 },
  )
  assert.ok(Math.abs(Date.now() - last_seen_at) < 60_000)
})

test('a trait set to null is dropped', async () => {
  const group = (traits) => item('group', 'u1', { groupId: 'nulls', traits })
  await api.batch([group({ name: 'Old', plan: 'pro' })], server())
  await api.batch([group({ plan: null })], server())
  const has = (plan) => (page) =>
    account('nulls')(page)?.name === 'Old' && account('nulls')(page).plan === plan
  await api.until('/v1/accounts', has(null))
})

test('what a user does belongs to the account they joined, whether or not the event says so', async () => {
  await api.batch([item('group', 'joiner', { groupId: 'joined' })])
  await api.batch([item('track', 'joiner', { event: 'Process Created' })])
  const { body } = await api.placements('joiner', 'joined')
  assert.match(body.html, /1 of 5 done/)
})

test('who somebody is holds for the account that the same batch names after it', async () => {
  await api.batch([
    item('identify', 'early-name', { traits: { name: 'Early' } }),
    item('group', 'early-name', { groupId: 'named-late' }),
  ])
  await api.placements('early-name', 'named-late', { start: ['nps'] })
  const answer = { placement: 'nps', type: 'answer', rating: '8' }
  await api.commands('early-name', 'named-late', [answer])
  const { results } = await api.until(
    '/v1/responses?account=named-late',
    ({ results }) => results.length === 1,
  )
  assert.equal(results[0].user_name, 'Early')
})

test('a group holds for what follows it in the same batch', async () => {
  await api.batch([
    item('group', 'newcomer', { groupId: 'in-batch' }),
    item('track', 'newcomer', { event: 'Process Created' }),
  ])
  const { body } = await api.placements('newcomer', 'in-batch')
  assert.match(body.html, /1 of 5 done/)
})

test('a clock that is wrong does not make somebody seen in the future', async () => {
  const timestamp = new Date(Date.now() + 3_600_000).toISOString()
  await api.batch([track('u1', 'ahead', 'Early', { timestamp })])
  const page = await api.until('/v1/accounts', account('ahead'))
  assert.ok(account('ahead')(page).last_seen_at <= Date.now())
})

test('a page may not set what decides about money, item by item', async () => {
  const { body } = await api.batch([
    item('group', 'sly', { groupId: 'sly', traits: { seats: 1_000 } }),
    track('sly', 'sly', 'Process Created'),
  ])
  assert.deepEqual(statuses({ body }), ['rejected', 'accepted'])
  assert.equal(body.results[0].code, 'trait_needs_server_key')
  assert.equal(body.results[0].pointer, '/batch/0/traits/seats')
})

test('screens are taken like pages', async () => {
  const { status, body } = await api.post('/v1/screen', {
    writeKey: stack.keys.write,
    userId: 'phone',
    name: 'Home',
  })
  assert.deepEqual([status, ...statuses({ body })], [200, 'accepted'])
})

test('a body may come as gzip, up to the same cap, and as nothing else', async () => {
  const send = (text, encoding = 'gzip', body = gzipSync(text)) =>
    fetch(`${stack.url}/v1/batch`, {
      method: 'POST',
      headers: { 'content-encoding': encoding },
      body,
    })
  const event = track('u1', 'packed', 'Process Created')
  const text = JSON.stringify({ writeKey: stack.keys.write, batch: [event] })
  const good = await send(text)
  assert.deepEqual(statuses({ body: await good.json() }), ['accepted'])
  assert.deepEqual(statuses(await api.batch([event])), ['duplicate'])
  const bomb = await send(text + ' '.repeat(5_000_000))
  assert.deepEqual([bomb.status, (await bomb.json()).code], [413, 'body_too_large'])
  for (const encoding of ['GZIP', 'x-gzip']) {
    const again = await send(text, encoding)
    assert.deepEqual(statuses({ body: await again.json() }), ['duplicate'])
  }
  const members = Buffer.concat([gzipSync(text.slice(0, 40)), gzipSync(text.slice(40))])
  const whole = await send(text, 'gzip', members)
  assert.deepEqual(statuses({ body: await whole.json() }), ['duplicate'])
  const plain = await send(text, 'Identity', text)
  assert.deepEqual(statuses({ body: await plain.json() }), ['duplicate'])
  const other = await send(text, 'br', text)
  assert.deepEqual([other.status, (await other.json()).code], [415, 'unsupported_encoding'])
})

test('ids may be the integers of a database, and an empty one is nobody', async () => {
  const items = [
    { type: 'group', userId: 4711, groupId: 12, messageId: 1, traits: { name: 'Twelve' } },
    { type: 'track', userId: 4711, messageId: 2, event: 'Counted', context: { groupId: 12 } },
    { type: 'page', userId: '', anonymousId: 'anon-empty', messageId: 3, context: { groupId: '' } },
    { type: 'page', userId: '', messageId: 4 },
    { type: 'page', userId: 1.5, messageId: 5 },
  ]
  const { body } = await api.batch(items)
  const codes = body.results.map(({ code, messageId }) => code ?? messageId)
  assert.deepEqual(codes, ['1', '2', '3', 'missing_person', 'wrong_type'])
  await api.until('/v1/accounts', (page) => account('12')(page)?.name === 'Twelve')
  const seen = await api.placements(4711, 12)
  assert.deepEqual([seen.status, typeof seen.body.html], [200, 'string'])
  const { results } = (await api.get('/v1/events?user=4711')).body
  assert.deepEqual(
    results.map(({ type }) => type),
    ['track', 'group'],
  )
})

test('a key or token in an item is no part of the event', async () => {
  const secret = { writeKey: stack.keys.server, token: 'eyJ.secret.x' }
  const properties = { token: 'of the vendor' }
  const first = track('sam', 'secrets', 'First', { ...secret, properties })
  const second = track('sam', 'secrets', 'Second', secret)
  assert.deepEqual(statuses(await api.batch([first])), ['accepted'])
  const placements = await api.placements('sam', 'secrets', { batch: [second] })
  assert.equal(placements.body.results[0].status, 'accepted')
  const { results } = (await api.get('/v1/events?account=secrets')).body
  const kept = ({ writeKey, token, context, ...rest }) => rest
  const read = results.map(({ receivedAt, timestamp, anonymousId, context, ...rest }) => rest)
  assert.deepEqual(read, [kept(second), kept(first)])
})

test('the path says what a single call is, whatever its body says', async () => {
  const { body } = await api.post('/v1/page', {
    writeKey: stack.keys.write,
    type: 'track',
    event: 'E',
    userId: 'path-says',
  })
  assert.deepEqual(statuses({ body }), ['accepted'])
  const { results } = (await api.get('/v1/events?user=path-says')).body
  assert.deepEqual([results[0].type, results[0].event], ['page', 'E'])
})

test('an array of values is no body', async () => {
  const values = [stack.keys.write, null, null, [track('u', 'a', 'E')]]
  for (const path of ['/v1/batch', '/v1/placements', '/v1/commands', '/v1/track']) {
    const { status, body } = await api.post(path, values)
    assert.deepEqual([status, body.code], [400, 'invalid_json'], path)
  }
  const answer = [stack.keys.server, 'nps', 'u', 'a', 9, null, null]
  const { status, body } = await api.post('/v1/responses', answer)
  assert.deepEqual([status, body.code], [400, 'invalid_json'])
})

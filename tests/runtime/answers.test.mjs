//! Answers that come without the widget: `POST /v1/responses`.

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

const answer = (body, key = stack.keys.server) =>
  api.post('/v1/responses', { writeKey: key, survey: 'nps', ...body })
const responses = (query, n) =>
  api.until(`/v1/responses?${query}`, ({ results }) => results.length === n)

test('an answer from a server is a response, once for each message', async () => {
  const body = { user: 'mail', account: 'acme', rating: 4, comment: 'Late', messageId: 'mail-1' }
  const first = await answer(body)
  assert.deepEqual([first.status, first.body], [200, { messageId: 'mail-1', status: 'accepted' }])
  assert.equal((await answer(body)).body.status, 'duplicate')
  await answer({ ...body, rating: '10', messageId: 'mail-2' })
  const { results } = await responses('user=mail', 2)
  assert.deepEqual(
    results.map(({ account, rating, category }) => [account, rating, category]),
    [
      ['acme', 10, 'promoter'],
      ['acme', 4, 'detractor'],
    ],
  )
})

test('ids may be integers, as in events, and the answer says what is left to send', async () => {
  const sent = { user: 42, account: 7, rating: 9, messageId: 1001 }
  const { status, body, headers } = await answer(sent)
  assert.deepEqual([status, body], [200, { messageId: '1001', status: 'accepted' }])
  assert.ok(Number(headers.get('ratelimit-remaining')) > 0)
  assert.equal((await answer({ ...sent, account: '' })).body.status, 'duplicate')
  const { results } = await responses('user=42', 1)
  assert.equal(results[0].account, '7')
})

test('without an account it goes to the one the user joined', async () => {
  await api.batch([item('group', 'member', { groupId: 'joined' })])
  await answer({ user: 'member', rating: 7 })
  const { results } = await responses('user=member', 1)
  assert.equal(results[0].account, 'joined')
})

test('an answer sent again is one, wherever its user is by then, and whichever account is named', async () => {
  const join = (user, groupId) => api.batch([item('group', user, { groupId })])
  const send = async (body) => (await answer({ rating: 9, ...body })).body.status
  const count = async (user) => (await api.get(`/v1/metrics/nps?user=${user}`)).body.answers

  // They have joined another account since.
  await join('nomad', 'ra')
  const nomad = { user: 'nomad', messageId: 'nomad-1' }
  assert.equal(await send(nomad), 'accepted')
  await join('nomad', 'rb')
  assert.equal(await send(nomad), 'duplicate')

  // Alone at first, and then in an account that is named.
  const named = { user: 'named', messageId: 'named-1' }
  assert.equal(await send(named), 'accepted')
  assert.equal(await send({ ...named, account: 'ra' }), 'duplicate')
  await join('named', 'rb')
  assert.equal(await send({ ...named, account: 'ra' }), 'duplicate')
  assert.equal(await send(named), 'duplicate')

  // In an account that they never joined, and then without it.
  const guest = { user: 'guest', messageId: 'guest-1' }
  assert.equal(await send({ ...guest, account: 'ra' }), 'accepted')
  assert.equal(await send(guest), 'duplicate')

  for (const user of ['nomad', 'named', 'guest']) {
    await responses(`user=${user}`, 1)
    assert.equal(await count(user), 1, user)
  }
  // Others may use the same id.
  assert.equal(await send({ user: 'other', messageId: 'nomad-1' }), 'accepted')
})

/** Somebody who joins nothing: each event just names its account. Oldest first. */
const seenIn = async (user, accounts) => {
  const at = (n) => new Date(Date.now() - (accounts.length - n) * 3_600_000).toISOString()
  await api.batch(
    accounts.map((account, n) => track(user, account, `In ${account}`, { timestamp: at(n) })),
  )
  // Accounts tell who was seen in them.
  const all = (lines) => accounts.every((account) => lines.includes(`"In ${account}"`))
  await api.until(`/v1/events?user=${user}&format=ndjson`, all)
}
const accountsOf = async (user, n) =>
  (await responses(`user=${user}`, n)).results.map(({ account }) => account)

test('without an account, and by somebody who joined none, it goes where they were seen last', async () => {
  await seenIn('seen', ['only'])
  const one = { user: 'seen', rating: 9, messageId: 'seen-1' }
  assert.equal((await answer(one)).body.status, 'accepted')
  assert.equal((await answer(one)).body.status, 'duplicate')
  assert.equal((await answer({ ...one, account: 'only' })).body.status, 'duplicate')
  assert.deepEqual(await accountsOf('seen', 1), ['only'])

  await seenIn('both', ['zeta', 'beta'])
  await answer({ user: 'both', rating: 9 })
  assert.deepEqual(await accountsOf('both', 1), ['beta'])
  // Where they joined is where they are, wherever they were seen since.
  await api.batch([item('group', 'both', { groupId: 'zeta', timestamp: '2026-01-01T00:00:00Z' })])
  await answer({ user: 'both', rating: 8 })
  assert.deepEqual((await accountsOf('both', 2)).sort(), ['beta', 'zeta'])
})

test('who left an account, or was seen in too many, answers for none of them', async () => {
  await api.batch([track('gone', 'left', 'Account Removed User')])
  await seenIn('gone', ['left'])
  await answer({ user: 'gone', rating: 3 })
  assert.deepEqual(await accountsOf('gone', 1), [null])

  await seenIn(
    'staff',
    Array.from({ length: 21 }, (_, n) => `customer-${n}`),
  )
  await answer({ user: 'staff', rating: 10 })
  assert.deepEqual(await accountsOf('staff', 1), [null])
})

test('an answer sent again goes where it went, wherever its user was seen or is by then', async () => {
  await seenIn('wander', ['wa'])
  const sent = { user: 'wander', rating: 9, messageId: 'wander-1' }
  assert.equal((await answer(sent)).body.status, 'accepted')
  await seenIn('wander', ['wa', 'wb'])
  assert.equal((await answer(sent)).body.status, 'duplicate')
  await api.batch([item('group', 'wander', { groupId: 'wc' })])
  assert.equal((await answer(sent)).body.status, 'duplicate')
  assert.equal((await answer({ ...sent, account: 'wd' })).body.status, 'duplicate')
  assert.deepEqual(await accountsOf('wander', 1), ['wa'])
})

test('of two answers with one id for two accounts at the same moment one is taken', async () => {
  const ids = Array.from({ length: 12 }, (_, n) => `twin-${n}`)
  const statuses = ids.map(async (messageId) => {
    const sent = ['ta', 'tb', undefined].map((account) =>
      answer({ user: messageId, rating: 9, account, messageId }),
    )
    return (await Promise.all(sent)).map(({ body }) => body.status).sort()
  })
  for (const got of await Promise.all(statuses)) {
    assert.deepEqual(got, ['accepted', 'duplicate', 'duplicate'])
  }
})

test('an answer that could not be stored where it was to go is taken when it is sent again', async () => {
  const limits = { per_key: { burst: 1, per_second: 1 } }
  const { key } = (await api.send('POST', '/v1/keys', { kind: 'server', label: 'Slow', limits }))
    .body
  // More than it may send for many minutes.
  const many = Array.from({ length: 2_000 }, () => track('slow', 'crowded', 'E'))
  await api.batch(many, { writeKey: key })
  const sent = { user: 'slow', rating: 9, messageId: 'slow-1' }
  assert.equal((await answer({ ...sent, account: 'crowded' }, key)).status, 429)
  await api.batch([item('group', 'slow', { groupId: 'later' })])
  assert.equal((await answer(sent)).body.status, 'accepted')
  assert.equal((await answer({ ...sent, account: 'later' })).body.status, 'duplicate')
  assert.deepEqual(await accountsOf('slow', 1), ['crowded'])
})

test('an answer that was refused may be sent again for another account', async () => {
  const sent = { user: 'typo', messageId: 'typo-1' }
  assert.equal((await answer({ ...sent, account: 'tpyo', rating: 11 })).status, 422)
  const put = await answer({ ...sent, account: 'typo', rating: 9 })
  assert.equal(put.body.status, 'accepted')
  assert.deepEqual(await accountsOf('typo', 1), ['typo'])
})

test('the answer of somebody who turned out to be another user is that user’s', async () => {
  await api.batch([item('alias', 'newer', { previousId: 'older' })], {
    writeKey: stack.keys.server,
  })
  const sent = { user: 'older', rating: 9, messageId: 'older-1' }
  assert.equal((await answer(sent)).body.status, 'accepted')
  assert.equal((await answer(sent)).body.status, 'duplicate')
  await api.batch([item('group', 'newer', { groupId: 'aliases' })])
  const known = ({ results }) => results.length === 1 && results[0].account === 'aliases'
  const { results } = await api.until('/v1/responses?user=newer', known)
  assert.equal(results[0].rating, 9)
})

test('who answered by mail is not asked again in the widget', async () => {
  await api.placements('elsewhere', 'acme', { start: ['nps'] })
  await answer({ user: 'elsewhere', account: 'acme', rating: 8 })
  await api.commands('elsewhere', 'acme', [{ placement: 'nps', type: 'close' }])
  const { body } = await api.placements('elsewhere', 'acme')
  assert.deepEqual(
    body.placements.map(({ id }) => id),
    ['get-started'],
  )
})

test('a public key may not say what others answered, and a page may not ask', async () => {
  const refused = await answer({ user: 'x', account: 'closed', rating: 9 }, stack.keys.write)
  assert.deepEqual([refused.status, refused.body.code], [403, 'server_key_required'])
  assert.equal(refused.headers.get('access-control-allow-origin'), null)
  assert.equal((await answer({ user: 'x', rating: 9 }, 'sk_wrong')).status, 401)
  await responses('account=closed', 0)
})

test('what makes no sense is refused, and nothing is stored', async () => {
  const who = { user: 'bad', account: 'bad' }
  for (const [body, status, code, pointer] of [
    [{ ...who, rating: 11 }, 422, 'invalid_rating', '/rating'],
    [{ ...who, rating: 9.5 }, 422, 'invalid_rating', '/rating'],
    [{ ...who, rating: null }, 422, 'invalid_rating', '/rating'],
    [{ ...who, rating: 9, comment: 'x'.repeat(2_001) }, 422, 'invalid_comment', '/comment'],
    [{ ...who, rating: 9, survey: 'nothing' }, 422, 'unknown_placement', '/survey'],
    [{ ...who, rating: 9, survey: 'get-started' }, 422, 'wrong_command', '/type'],
    [{ ...who, rating: 9, user: '' }, 400, 'invalid_field', '/user'],
    [{ ...who }, 400, 'invalid_json', undefined],
  ]) {
    const got = await answer(body)
    assert.deepEqual([got.status, got.body.code, got.body.pointer], [status, code, pointer])
  }
  await responses('user=bad', 0)
  const { body } = await api.placements('bad', 'bad')
  assert.deepEqual(
    body.placements.map(({ id }) => id),
    ['get-started'],
  )
})

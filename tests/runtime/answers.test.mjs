//! Answers that come without the widget: `POST /v1/responses`.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, item, startStack } from '../harness/index.mjs'

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

//! Who a page's user is: tokens, secrets, and what a workspace asks for.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, identityToken, item, startStack, track } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

const sign = (claims, secret = stack.keys.identity) => identityToken(secret, claims)
const enforce = async (enforcement) =>
  assert.equal((await api.send('PUT', '/v1/identity', { enforcement })).status, 200)
const now = () => Math.floor(Date.now() / 1000)
const group = (traits) => item('group', 'ana', { groupId: 'acme', traits })
const plan = group({ plan: 'scale' })
const said = ({ body }) => body.results?.[0].code ?? body.results?.[0].status

test('a verified identity may say what decides about money, a page alone may not', async () => {
  assert.equal(said(await api.batch([group({ plan: 'pro' })])), 'trait_needs_server_key')
  const by = (claims) => api.batch([group({ plan: 'pro' })], { token: sign(claims) })
  assert.equal(said(await by({ sub: 'ana' })), 'accepted')
  assert.equal(said(await by({ sub: 'ana', companyId: 'acme' })), 'accepted')
  assert.equal(said(await by({ sub: 'ana', companyId: 'other' })), 'trait_needs_server_key')
  assert.equal(said(await by({ sub: 'bob' })), 'trait_needs_server_key')
  assert.equal(said(await by({ sub: 'ana', exp: now() - 31 })), 'trait_needs_server_key')
  assert.equal(said(await by({ sub: 'ana', exp: now() - 20 })), 'accepted')
  const { body } = await api.get('/v1/accounts/acme')
  assert.equal(body.traits.plan, 'pro')
})

test('a host whose ids are integers signs them as they are', async () => {
  const seats = item('group', 42, { groupId: 7, traits: { seats: 3 } })
  const by = async (claims) => said(await api.batch([seats], { token: sign(claims) }))
  assert.equal(await by({ sub: 42, companyId: 8 }), 'trait_needs_server_key')
  assert.equal(await by({ sub: 42, companyId: '' }), 'trait_needs_server_key')
  assert.equal(await by({ sub: 42, companyId: 7 }), 'accepted')
  assert.equal((await api.get('/v1/accounts/7')).body.traits.seats, 3)
})

test('where proof is required, nothing is taken or shown without it', async () => {
  await enforce('required')
  const refused = await api.batch([track('ana', 'acme', 'Seen')])
  assert.equal(said(refused), 'identity_required')
  assert.equal(refused.body.results[0].pointer, '/batch/0/userId')
  const forged = sign({ sub: 'ana' }, 'not the secret')
  const unproved = await api.batch([track('ana', 'acme', 'Seen')], { token: forged })
  assert.equal(said(unproved), 'identity_unverified')
  assert.match(unproved.body.results[0].detail, /not signed with an active secret/)
  // RFC 7515 §4.1.11: what is critical and not understood makes a token invalid.
  const header = { alg: 'HS256', typ: 'JWT', crit: ['b64'], b64: true }
  const critical = identityToken(stack.keys.identity, { sub: 'ana' }, header)
  const extended = await api.batch([track('ana', 'acme', 'Seen')], { token: critical })
  assert.equal(said(extended), 'identity_unverified')
  assert.match(extended.body.results[0].detail, /`crit`/)

  const page = await api.placements('ana', 'acme', { start: ['get-started'] })
  assert.deepEqual([page.status, page.body.code], [401, 'identity_required'])
  const seen = [{ placement: 'get-started', type: 'seen' }]
  const command = await api.commands('ana', 'acme', seen, { token: sign({ sub: 'bob' }) })
  assert.deepEqual([command.status, command.body.code], [401, 'identity_unverified'])
  const single = await api.post('/v1/track', {
    writeKey: stack.keys.write,
    ...track('ana', 'acme', 'Seen'),
  })
  assert.deepEqual([single.status, single.body.code], [401, 'identity_required'])

  const token = sign({ sub: 'ana', exp: now() + 60 })
  const shown = await api.placements('ana', 'acme', { start: ['get-started'], token })
  assert.equal(shown.body.placements[0].id, 'get-started')
  assert.equal(said(await api.batch([track('ana', 'acme', 'Seen')], { token })), 'accepted')
  // A server needs none, and somebody nobody signed in has none.
  const server = { writeKey: stack.keys.server }
  assert.equal(said(await api.batch([track('bob', 'acme', 'Seen')], server)), 'accepted')
  const anonymous = { type: 'page', anonymousId: 'anon-1' }
  assert.equal(said(await api.batch([anonymous])), 'accepted')
  await enforce('off')
  assert.equal(said(await api.batch([track('ana', 'acme', 'Seen')])), 'accepted')
})

test('a token is no part of what is stored', async () => {
  const token = sign({ sub: 'eve' })
  await api.post('/v1/page', { writeKey: stack.keys.write, userId: 'eve', token })
  const { results } = (await api.get('/v1/events?user=eve')).body
  assert.equal(results.length, 1)
  assert.ok(!JSON.stringify(results).includes(token))
})

test('report lets everybody in and counts who could prove what', async () => {
  // A workspace of its own: counts follow their visits after some seconds.
  const made = (await api.post('/dev/workspace?id=counted', '')).body
  const keys = { write: made.write_key, operator: made.operator_token }
  const counted = client({ url: stack.url, keys })
  const { secret } = (await counted.send('POST', '/v1/identity/secrets')).body
  await counted.send('PUT', '/v1/identity', { enforcement: 'report' })
  const page = (user, more) => counted.placements(user, 'acme', more)
  const token = sign({ sub: 'ana' }, secret)
  for (let n = 0; n < 3; n++) assert.equal((await page('ana')).status, 200)
  for (let n = 0; n < 2; n++) await page('ana', { token })
  await page('bob', { token })
  // One request of several items is one visit of each of its users.
  await counted.batch([track('cyd', 'acme', 'A'), track('cyd', 'acme', 'B')])
  await counted.send('PUT', '/v1/identity', { enforcement: 'required' })
  assert.equal((await page('ana')).status, 401)

  const want = { verified: 2, unverified: 1, missing: 5 }
  const all = ({ counts }) => counts.verified + counts.unverified + counts.missing === 8
  assert.deepEqual((await counted.until('/v1/identity', all)).counts, want)
  const ago = await counted.get(`/v1/identity?to=${Date.now() - 3 * 24 * 60 * 60 * 1000}`)
  assert.deepEqual(ago.body.counts, { verified: 0, unverified: 0, missing: 0 })
})

test('a token for one account decides nothing about another', async () => {
  const token = sign({ sub: 'mal', companyId: 'mals' })
  const page = item('page', 'mal', { context: { groupId: 'victim' } })
  const deletes = item('track', 'mal', { event: 'Account Deleted' })
  await api.batch([page, deletes], { token })
  assert.equal((await api.get('/v1/accounts/victim')).body.deleted_at, null)
  assert.ok((await api.get('/v1/accounts/mals')).body.deleted_at > 0)

  // Whoever is in two accounts speaks for the one that the token names.
  const server = { writeKey: stack.keys.server }
  const join = (groupId) => item('group', 'ann', { groupId })
  await api.batch([join('alpha')], server)
  await api.batch([join('beta')], server)
  await enforce('required')
  const ann = sign({ sub: 'ann', companyId: 'alpha' })
  const left = await api.batch([item('track', 'ann', { event: 'Account Deleted' })], { token: ann })
  assert.equal(said(left), 'accepted')
  assert.equal((await api.get('/v1/accounts/beta')).body.deleted_at, null)
  assert.ok((await api.get('/v1/accounts/alpha')).body.deleted_at > 0)
  const elsewhere = await api.placements('ann', 'beta', { token: ann })
  assert.equal(elsewhere.body.code, 'identity_unverified')
  // Without a word of where, it is where the token says: what is done there stays there.
  const start = { start: ['get-started'], token: ann }
  const shown = await api.placements('ann', undefined, start)
  assert.equal(shown.body.placements[0].id, 'get-started')
  await enforce('off')
  const people = async (account) =>
    (await api.get(`/v1/explain?account=${account}&user=ann`)).body.results
  const of = (results) => results.find(({ content }) => content === 'get-started')
  assert.notDeepEqual(of(await people('alpha')), of(await people('beta')))
})

test('two secrets sign while one is rotated out', async () => {
  const { body: made } = await api.send('POST', '/v1/identity/secrets')
  const third = await api.send('POST', '/v1/identity/secrets')
  assert.deepEqual([third.status, third.body.code], [409, 'too_many_secrets'])
  const by = async (secret) =>
    said(await api.batch([plan], { token: sign({ sub: 'ana' }, secret) }))
  assert.notEqual(await by(stack.keys.identity), 'trait_needs_server_key')
  assert.notEqual(await by(made.secret), 'trait_needs_server_key')

  const { secrets } = (await api.get('/v1/identity')).body
  assert.equal(secrets.length, 2)
  assert.ok(!JSON.stringify(secrets).includes(made.secret))
  const revoke = (id) => api.send('DELETE', `/v1/identity/secrets/${id}`)
  assert.equal((await revoke('sec_demo')).status, 200)
  assert.equal(await by(stack.keys.identity), 'trait_needs_server_key')
  assert.notEqual(await by(made.secret), 'trait_needs_server_key')

  await enforce('required')
  const last = await revoke(made.id)
  assert.deepEqual([last.status, last.body.code], [409, 'last_identity_secret'])
  await enforce('off')
  assert.equal((await revoke(made.id)).status, 200)
  assert.equal((await revoke(made.id)).body.code, 'unknown_secret_id')
  const locked = await api.send('PUT', '/v1/identity', { enforcement: 'required' })
  assert.deepEqual([locked.status, locked.body.code], [409, 'no_identity_secret'])
})

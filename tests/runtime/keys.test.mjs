//! Keys and tokens: made, listed, rotated, revoked; and which pages may use a public one.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, startStack, track } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

const make = async (body) => {
  const { status, body: made } = await api.send('POST', '/v1/keys', body)
  assert.equal(status, 201)
  return made
}
const change = (id, body) => api.send('PATCH', `/v1/keys/${id}`, body)
/** What a batch with this key is answered, from a page of `origin` if one is named. */
const use = (writeKey, origin) =>
  api.post('/v1/batch', { writeKey, batch: [track('u', 'a', 'E')] }, origin ? { origin } : {})

test('a secret key is told once, and stored as nobody can use it', async () => {
  const made = await make({ kind: 'server', label: 'Billing' })
  assert.match(made.key, /^sk_[0-9a-f]{64}$/)
  assert.equal((await use(made.key)).status, 200)
  const { body } = await api.get('/v1/keys')
  const listed = body.results.find(({ id }) => id === made.id)
  assert.deepEqual([listed.label, listed.kind], ['Billing', 'server'])
  assert.equal(listed.hint, made.key.slice(-4))
  assert.ok(!JSON.stringify(body).includes(made.key))
})

test('a public key is shown whole', async () => {
  const made = await make({ kind: 'write', label: 'Site' })
  assert.match(made.key, /^wk_/)
  const { results } = (await api.get('/v1/keys')).body
  assert.equal(results.find(({ id }) => id === made.id).hint, made.key)
  assert.ok(results.some(({ hint }) => hint === 'wk_demo'))
})

test('a revoked key opens nothing', async () => {
  const { id, key } = await make({ kind: 'write', label: 'Old' })
  assert.equal((await use(key)).status, 200)
  const revoked = await api.send('DELETE', `/v1/keys/${id}`)
  assert.ok(revoked.body.revoked_at > 0)
  assert.equal((await use(key)).body.code, 'unknown_key')
  assert.equal((await api.send('DELETE', `/v1/keys/${id}`)).body.code, 'unknown_key_id')
  assert.equal((await change(id, { label: 'New' })).status, 404)
})

test('rotation: the new key may what the old one may; the old one ends, at once or later', async () => {
  const origins = ['https://app.example.com']
  const first = await make({ kind: 'write', label: 'Site', origins })
  const rotate = (id, body) => api.send('POST', `/v1/keys/${id}/rotate`, body)
  const { status, body: second } = await rotate(first.id, { grace_s: 3600 })
  assert.equal(status, 201)
  assert.deepEqual(second.origins, origins)
  assert.equal((await use(first.key)).status, 200)
  assert.equal((await use(second.key)).status, 200)
  const { body: third } = await rotate(second.id)
  assert.equal((await use(second.key)).status, 401)
  assert.equal((await use(third.key)).status, 200)
  assert.equal((await rotate(third.id, { grace_s: 1e9 })).body.pointer, '/grace_s')
})

test('a key that has ended stays so, and one that is ending ends no later', async () => {
  const { id, key } = await make({ kind: 'write', label: 'Leaked' })
  const rotate = (body) => api.send('POST', `/v1/keys/${id}/rotate`, body)
  const ends = async () => {
    const { results } = (await api.get('/v1/keys')).body
    return results.find((row) => row.id === id).expires_at
  }
  await rotate({ grace_s: 60 })
  const end = await ends()
  assert.equal((await rotate({ grace_s: 86_400 })).status, 201)
  assert.equal(await ends(), end)

  assert.equal((await rotate()).status, 201)
  assert.equal((await use(key)).status, 401)
  const again = await rotate({ grace_s: 86_400 })
  assert.deepEqual([again.status, again.body.code], [404, 'unknown_key_id'])
  assert.equal((await change(id, { label: 'Back' })).status, 404)
  assert.equal((await use(key)).status, 401)
})

test('a key with origins works in their pages only, and outside of pages', async () => {
  const origins = ['https://app.example.com', 'https://*.example.org']
  const { id, key } = await make({ kind: 'write', label: 'Site', origins })
  const allowed = await use(key, 'https://app.example.com')
  assert.equal(allowed.status, 200)
  assert.equal(allowed.headers.get('access-control-allow-origin'), 'https://app.example.com')
  assert.match(allowed.headers.get('vary'), /origin/)
  assert.equal((await use(key, 'https://eu.example.org')).status, 200)
  assert.equal((await use(key)).status, 200)

  const refused = await use(key, 'https://evil.example')
  assert.deepEqual([refused.status, refused.body.code], [403, 'origin_not_allowed'])
  assert.match(refused.body.detail, /https:\/\/evil\.example/)
  const looker = { writeKey: key, userId: 'u', groupId: 'a', context: {} }
  const page = await api.post('/v1/placements', looker, { origin: 'https://evil.example' })
  assert.equal(page.status, 403)

  await change(id, { origins: null })
  assert.equal((await use(key, 'https://evil.example')).status, 200)
})

test('what is wrong with a key is said with its place', async () => {
  const refusal = async (body) => {
    const { status, body: problem } = await api.send('POST', '/v1/keys', body)
    return [status, problem.code, problem.pointer]
  }
  const wrong = async (more) => refusal({ kind: 'write', label: 'k', ...more })
  assert.deepEqual(await wrong({ label: ' ' }), [400, 'invalid_field', '/label'])
  assert.deepEqual(await wrong({ origins: [] }), [400, 'invalid_field', '/origins'])
  assert.deepEqual(await wrong({ kind: 'server', origins: ['https://a.example'] }), [
    400,
    'invalid_field',
    '/origins',
  ])
  assert.equal((await wrong({ origins: ['example.com'] }))[1], 'invalid_json')
  assert.equal((await wrong({ kind: 'root' }))[1], 'invalid_json')
  const limits = { per_key: { burst: 0, per_second: 1 } }
  assert.deepEqual(await wrong({ limits }), [400, 'invalid_field', '/limits'])
})

test('tokens: made with a role, revoked, and never the last admin', async () => {
  const made = await api.send('POST', '/v1/tokens', { role: 'viewer', label: 'Ana' })
  assert.equal(made.status, 201)
  const { id, token } = made.body
  const session = await api.get('/v1/session', token)
  assert.deepEqual([session.body.role, session.body.label], ['viewer', 'Ana'])
  const listed = (await api.get('/v1/tokens')).body
  assert.ok(listed.results.some((row) => row.id === id && row.hint === token.slice(-4)))
  assert.ok(!JSON.stringify(listed).includes(token))

  assert.equal((await api.send('DELETE', `/v1/tokens/${id}`)).status, 200)
  assert.equal((await api.get('/v1/session', token)).status, 401)
  assert.equal((await api.send('DELETE', `/v1/tokens/${id}`)).body.code, 'unknown_token_id')
  const last = listed.results.find(({ role }) => role === 'admin')
  const kept = await api.send('DELETE', `/v1/tokens/${last.id}`)
  assert.deepEqual([kept.status, kept.body.code], [409, 'last_admin'])
  assert.equal((await api.get('/v1/session')).status, 200)
})

test('a server key opens nothing to a page', async () => {
  const { key } = await make({ kind: 'server', label: 'Backend' })
  assert.equal((await use(key)).status, 200)
  const refused = await use(key, 'https://app.example.com')
  assert.deepEqual([refused.status, refused.body.code], [403, 'server_key_in_page'])
  assert.match(refused.body.detail, /write key/)
})

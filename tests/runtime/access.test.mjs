//! Every route with every kind of credential. The routes come from the Worker's own table: a
//! new one without a request here fails the test.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'

import { client, identityToken, startStack } from '../harness/index.mjs'
import { course } from '../harness/content.mjs'

let stack
let api
let routes
/** A workspace beside the demo's, and one that asks for proof of each user. */
let other
let strict
/** Tokens of the demo workspace by role. */
const tokens = {}
before(async () => {
  stack = await startStack()
  api = client(stack)
  routes = (await api.get('/dev/routes', null)).body
  other = await workspace('other')
  strict = await workspace('strict')
  const asStrict = { authorization: `Bearer ${strict.operator_token}` }
  strict.secret = (await api.post('/v1/identity/secrets', '', asStrict)).body.secret
  await api.send('PUT', '/v1/identity', { enforcement: 'required' }, strict.operator_token)
  await admin('PUT', '/v1/content/checklist/access-0', content(0))
  await api.batch([item('page', { event: 'Marker', context: { groupId: 'only-demo' } })])
  await api.publish(
    'course',
    course('access-course', ['a'], { certificate: { title: { en: 'c' } } }),
  )
  await api.placements('graduate', 'acme', { start: ['access-course'] })
  const finish = { placement: 'access-course', type: 'complete_lesson', item: 'a' }
  await api.commands('graduate', 'acme', [finish])
  const done = await api.until(
    '/v1/enrollments?user=graduate',
    ({ results }) => results[0]?.certificate,
  )
  certificate = done.results[0].certificate
  const ours = { ...content(0).items[0], id: 'ours', owner: 'vendor' }
  await api.publish('checklist', { ...content(0), id: 'access-ours', items: [ours] })
  for (const role of ['viewer', 'csm', 'admin']) {
    tokens[role] = (await admin('POST', '/v1/tokens', { role, label: role })).body.token
  }
})
after(() => stack.stop())

/** What somebody got for a course. */
let certificate
const XAPI = { 'x-experience-api-version': '1.0.3' }
const statement = {
  actor: { account: { homePage: 'https://lms.example', name: 'u1' } },
  verb: { id: 'https://verbs.example/read' },
  object: { id: 'https://books.example/1' },
}
const enrolment = { course: 'access-course', user: 'u1', account: 'acme' }
const withdraw = async () => void (await admin('DELETE', '/v1/enrollments', enrolment))

const workspace = async (id) => (await api.post(`/dev/workspace?id=${id}`, '')).body
const admin = (method, path, body) => api.send(method, path, body, stack.keys.operator)

const item = (type, more) => ({ type, userId: 'u1', ...more })
const looker = { userId: 'u1', groupId: 'acme', context: {} }
const aKey = async () => (await admin('POST', '/v1/keys', { kind: 'write', label: 'k' })).body.id
const aToken = async () =>
  (await admin('POST', '/v1/tokens', { role: 'viewer', label: 't' })).body.id
/** The one secret beside the demo's, made anew for each call. */
const aSecret = async () => {
  const { secrets } = (await admin('GET', '/v1/identity')).body
  for (const { id } of secrets) {
    if (id !== 'sec_demo') await admin('DELETE', `/v1/identity/secrets/${id}`)
  }
  return (await admin('POST', '/v1/identity/secrets')).body.id
}
/** A checklist of the demo workspace alone, made anew as the route needs it. */
const content = (n, more = '') => ({
  id: `access-${n}`,
  title: { en: `t${more}` },
  intro: { en: 'i' },
  done: { en: 'd' },
  items: [{ id: 'a', title: { en: 't' }, detail: { en: 'd' }, completion: 'by_hand' }],
})
let hour = Date.now()
let n_drafts = 0
const aDraft = async () => {
  n_drafts += 1
  const path = `/v1/content/checklist/access-${n_drafts}`
  assert.equal((await admin('PUT', path, content(n_drafts))).status, 201)
  return `access-${n_drafts}`
}
const aPublished = async () => {
  const id = await aDraft()
  await admin('POST', `/v1/content/checklist/${id}/publish`)
  return id
}
/** What stands for other names in a path; the item is the vendor's. */
const NAMED = { kind: 'checklist', user: 'u1', checklist: 'access-ours', item: 'ours' }
const noSecret = async () => void (await admin('DELETE', `/v1/identity/secrets/${await aSecret()}`))

/**
 * For each route, a request that is good but for who sends it: its body, what stands for `{id}` (`{kind}` is a checklist),
 * what must be so before, and what it is answered when all is well. `elsewhere` is what a
 * credential of another workspace gets.
 */
const REQUESTS = {
  'GET /health': {},
  'GET /rumbo.js': {},
  'POST /v1/identify': { body: item('identify') },
  'POST /v1/group': { body: item('group', { groupId: 'acme' }) },
  'POST /v1/track': { body: item('track', { event: 'Seen' }) },
  'POST /v1/page': { body: item('page') },
  'POST /v1/screen': { body: item('screen') },
  'POST /v1/alias': { body: item('alias', { previousId: 'anon-1' }) },
  'POST /v1/batch': { body: { batch: [item('page')] } },
  'POST /v1/i': { body: item('identify') },
  'POST /v1/g': { body: item('group', { groupId: 'acme' }) },
  'POST /v1/t': { body: item('track', { event: 'Seen' }) },
  'POST /v1/p': { body: item('page') },
  'POST /v1/s': { body: item('screen') },
  'POST /v1/a': { body: item('alias', { previousId: 'anon-1' }) },
  'POST /v1/b': { body: { batch: [item('page')] } },
  'POST /v1/placements': { body: looker },
  // Another workspace has published nothing.
  'POST /v1/commands': {
    body: { ...looker, commands: [{ placement: 'get-started', type: 'seen' }] },
    elsewhere: 422,
  },
  'POST /v1/responses': {
    body: { survey: 'nps', user: 'u1', account: 'acme', rating: 9 },
    elsewhere: 422,
  },
  'GET /v1/certificates/{id}': { id: () => certificate, elsewhere: 200 },
  'GET /certificates/{id}': { id: () => certificate, elsewhere: 200 },
  'GET /xapi/statements': { headers: XAPI },
  'PUT /xapi/statements': {
    headers: XAPI,
    query: `?statementId=${randomUUID()}`,
    body: statement,
    ok: 204,
  },
  'POST /xapi/statements': { headers: XAPI, body: statement },
  'GET /v1/enrollments': {},
  // Another workspace has published nothing.
  'POST /v1/enrollments': { given: withdraw, body: enrolment, ok: 201, elsewhere: 404 },
  'DELETE /v1/enrollments': { body: enrolment, elsewhere: 404 },
  'GET /v1/session': {},
  'GET /v1/responses': {},
  'GET /v1/events': { query: '?account=acme' },
  'GET /v1/accounts': {},
  'GET /v1/accounts/{id}': { id: () => 'only-demo', elsewhere: 404 },
  'GET /v1/accounts/{id}/audit': { id: () => 'only-demo', elsewhere: 404 },
  'GET /v1/accounts/{id}/people/{user}': { id: () => 'only-demo', elsewhere: 404 },
  'PUT /v1/accounts/{id}/people/{user}/checklists/{checklist}/items/{item}': {
    id: () => 'only-demo',
    elsewhere: 404,
  },
  'DELETE /v1/accounts/{id}/people/{user}/checklists/{checklist}/items/{item}': {
    id: () => 'only-demo',
    elsewhere: 404,
  },
  'GET /v1/content': {},
  'GET /v1/content/{kind}/{id}': { id: aDraft, elsewhere: 404 },
  'GET /v1/content/{kind}/{id}/versions': { id: aDraft, elsewhere: 404 },
  'GET /v1/content/{kind}/{id}/preview': { id: aDraft, elsewhere: 404 },
  // Another workspace makes one of its own.
  'PUT /v1/content/{kind}/{id}': { id: () => 'access-0', body: content(0), elsewhere: 201 },
  'DELETE /v1/content/{kind}/{id}': { id: aDraft, elsewhere: 404 },
  'POST /v1/content/{kind}/{id}/publish': { id: aDraft, elsewhere: 404 },
  'POST /v1/content/{kind}/{id}/unpublish': { id: aPublished, elsewhere: 404 },
  'POST /v1/content/{kind}/{id}/rollback': { id: aDraft, body: { version: 1 }, elsewhere: 404 },
  'GET /v1/metrics/nps': {},
  'GET /v1/explain': { query: '?user=u1&account=acme' },
  'GET /v1/contact-policy': {},
  'PUT /v1/contact-policy': { body: {} },
  'GET /v1/keys': {},
  'POST /v1/keys': { body: { kind: 'write', label: 'k' }, ok: 201 },
  'PATCH /v1/keys/{id}': { id: aKey, body: { label: 'l' }, elsewhere: 404 },
  'POST /v1/keys/{id}/rotate': { id: aKey, ok: 201, elsewhere: 404 },
  'DELETE /v1/keys/{id}': { id: aKey, elsewhere: 404 },
  'GET /v1/tokens': {},
  'POST /v1/tokens': { body: { role: 'viewer', label: 't' }, ok: 201 },
  'DELETE /v1/tokens/{id}': { id: aToken, elsewhere: 404 },
  'GET /v1/identity': {},
  'PUT /v1/identity': { body: { enforcement: 'off' } },
  'POST /v1/identity/secrets': { given: noSecret, ok: 201 },
  'DELETE /v1/identity/secrets/{id}': { id: aSecret, elsewhere: 404 },
  'GET /dev/routes': {},
  'GET /dev/tasks': {},
  // Hangs by design.
  'POST /dev/hang': { body: {}, ok: 500 },
  // Panics by design.
  'POST /dev/panic': { body: {}, ok: 500 },
  'POST /dev/workspace': { query: '?id=third' },
  'POST /dev/faults': { query: '?queue=0' },
  'POST /dev/clock': {
    // Each call asks for a later hour.
    get body() {
      hour += 3_600_000
      return { now: hour }
    },
  },
}

/** What each kind of access answers to each credential; `ok` is the route's own success. */
const anyone = 'ok'
const EXPECTED = {
  anyone: {
    none: anyone,
    wrong: anyone,
    write: anyone,
    'token of another user': anyone,
    server: anyone,
    viewer: anyone,
    csm: anyone,
    admin: anyone,
    'other workspace': anyone,
  },
  event_key: {
    none: 401,
    wrong: 401,
    write: 'ok',
    'token of another user': 401,
    server: 'ok',
    viewer: 401,
    csm: 401,
    admin: 401,
    'other workspace': 'elsewhere',
  },
  server_key: {
    none: 401,
    wrong: 401,
    write: 403,
    'token of another user': 403,
    server: 'ok',
    viewer: 401,
    csm: 401,
    admin: 401,
    'other workspace': 'elsewhere',
  },
  'operator viewer': operator({ viewer: 'ok', csm: 'ok' }),
  'operator csm': operator({ viewer: 403, csm: 'ok' }),
  'operator admin': operator({ viewer: 403, csm: 403 }),
}

function operator(roles) {
  const keys = { none: 401, wrong: 401, write: 401, 'token of another user': 401, server: 401 }
  return { ...keys, ...roles, admin: 'ok', 'other workspace': 'elsewhere' }
}

const basic = (key) => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` })
const bearer = (token) => ({ authorization: `Bearer ${token}` })

/** Each credential as headers, and what it adds to the body. The wrong ones look like right ones. */
const credentials = (access) => {
  const { write, server } = stack.keys
  const isOperator = access.startsWith('operator')
  const theirs = access === 'server_key' ? other.server_key : other.write_key
  return {
    none: {},
    wrong: { headers: isOperator ? bearer(`op_${'0'.repeat(64)}`) : basic('wk_wrong') },
    write: { headers: basic(write) },
    // In a workspace that asks for proof, somebody else's token is none.
    'token of another user': {
      headers: basic(strict.write_key),
      body: { token: identityToken(strict.secret, { sub: 'somebody else' }) },
    },
    server: { headers: basic(server) },
    viewer: { headers: bearer(tokens.viewer) },
    csm: { headers: bearer(tokens.csm) },
    admin: { headers: bearer(tokens.admin) },
    'other workspace': { headers: isOperator ? bearer(other.operator_token) : basic(theirs) },
  }
}

const kindOf = (access) =>
  typeof access === 'string' ? access : Object.entries(access)[0].join(' ')

test('every route has a row, and every row a route', () => {
  const served = routes.map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual([...served].sort(), Object.keys(REQUESTS).sort())
})

test('each credential opens what it should, and nothing else', async (t) => {
  for (const { method, path, access } of routes) {
    const name = `${method} ${path}`
    await t.test(name, async () => {
      const { query = '', id, given, ok = 200, elsewhere = ok } = REQUESTS[name]
      const more_headers = REQUESTS[name].headers
      const kind = kindOf(access)
      for (const [credential, { headers, body: more }] of Object.entries(credentials(kind))) {
        await given?.()
        const { body } = REQUESTS[name]
        const names = { ...NAMED, id: id ? await id() : '' }
        const named = path.replace(/{(\w+)}/g, (_, name) => names[name])
        const url = stack.url + named + query
        const sent = method === 'GET' ? undefined : JSON.stringify({ ...body, ...more })
        const all = { ...headers, ...more_headers }
        const response = await fetch(url, { method, headers: all, body: body && sent })
        const want = { ok, elsewhere }[EXPECTED[kind][credential]] ?? EXPECTED[kind][credential]
        // Each item of a batch has its own answer.
        if (body?.batch && credential === 'token of another user') {
          const { results } = await response.json()
          assert.equal(results[0].code, 'identity_unverified')
        } else {
          assert.equal(response.status, want, `${name} as ${credential}`)
        }
      }
    })
  }
})

test('a list has nothing of another workspace in it', async () => {
  const has = ({ results }) => results.some(({ id }) => id === 'only-demo')
  await api.until('/v1/accounts', has)
  const read = async (path) => (await api.get(path, other.operator_token)).body
  assert.ok(!has(await read('/v1/accounts')))
  assert.equal((await api.get('/v1/events?account=only-demo')).body.results.length, 1)
  assert.deepEqual((await read('/v1/events?account=only-demo')).results, [])
  const ids = (await read('/v1/content')).results.map(({ id }) => id)
  assert.deepEqual(ids, ['access-0'])
  const keys = (await read('/v1/keys')).results
  assert.ok(keys.every(({ hint }) => hint !== 'wk_demo'))
  const labels = (await read('/v1/tokens')).results.map(({ label }) => label)
  assert.ok(!labels.includes('Demo operator'))
})

test('a bearer token in place of a key, or a key in place of a token, opens nothing', async () => {
  const { write, server, operator } = stack.keys
  for (const token of [write, server]) {
    assert.equal((await api.get('/v1/responses', token)).status, 401)
  }
  const batch = { writeKey: operator, batch: [item('page')] }
  assert.equal((await api.post('/v1/batch', batch)).status, 401)
})

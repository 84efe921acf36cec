//! Every route with every kind of credential. The routes come from the Worker's own table: a
//! new one without a request here fails the test.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, startStack } from '../harness/index.mjs'

let stack
let api
let routes
before(async () => {
  stack = await startStack()
  api = client(stack)
  routes = (await api.get('/dev/routes', null)).body
})
after(() => stack.stop())

const item = (type, more) => ({ type, userId: 'u1', ...more })
const looker = { userId: 'u1', groupId: 'acme', context: {} }

/** For each route, a request that is good but for who sends it. */
const REQUESTS = {
  'GET /v1/events': { query: '?account=acme' },
  'GET /health': {},
  'GET /rumbo.js': {},
  'POST /v1/identify': { body: item('identify') },
  'POST /v1/group': { body: item('group', { groupId: 'acme' }) },
  'POST /v1/track': { body: item('track', { event: 'Seen' }) },
  'POST /v1/page': { body: item('page') },
  'POST /v1/screen': { body: item('screen') },
  'POST /v1/batch': { body: { batch: [item('page')] } },
  'POST /v1/i': { body: item('identify') },
  'POST /v1/g': { body: item('group', { groupId: 'acme' }) },
  'POST /v1/t': { body: item('track', { event: 'Seen' }) },
  'POST /v1/p': { body: item('page') },
  'POST /v1/s': { body: item('screen') },
  'POST /v1/b': { body: { batch: [item('page')] } },
  'POST /v1/placements': { body: looker },
  'POST /v1/commands': {
    body: { ...looker, commands: [{ placement: 'get-started', type: 'seen' }] },
  },
  'POST /v1/responses': { body: { survey: 'nps', user: 'u1', account: 'acme', rating: 9 } },
  'GET /v1/session': {},
  'GET /v1/responses': {},
  'GET /v1/accounts': {},
  'GET /v1/metrics/nps': {},
  'GET /dev/routes': {},
  // Panics by design.
  'POST /dev/panic': { body: {}, ok: 500 },
}

/** What each kind of access answers to each credential; `ok` is the route's own success. */
const EXPECTED = {
  anyone: { none: 'ok', wrong: 'ok', write: 'ok', server: 'ok', operator: 'ok' },
  event_key: { none: 401, wrong: 401, write: 'ok', server: 'ok', operator: 401 },
  server_key: { none: 401, wrong: 401, write: 403, server: 'ok', operator: 401 },
  operator: { none: 401, wrong: 401, write: 401, server: 401, operator: 'ok' },
}

const basic = (key) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`

/** The headers that carry each credential. The wrong ones look like right ones. */
const credentials = (access) => {
  const { write, server, operator } = stack.keys
  const wrong = access === 'operator' ? `Bearer op_${'0'.repeat(64)}` : basic('wk_wrong')
  return {
    none: {},
    wrong: { authorization: wrong },
    write: { authorization: basic(write) },
    server: { authorization: basic(server) },
    operator: { authorization: `Bearer ${operator}` },
  }
}

const kindOf = (access) => (typeof access === 'string' ? access : Object.keys(access)[0])

test('every route has a row, and every row a route', () => {
  const served = routes.map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual([...served].sort(), Object.keys(REQUESTS).sort())
})

test('each credential opens what it should, and nothing else', async () => {
  for (const { method, path, access } of routes) {
    const { body, query = '', ok = 200 } = REQUESTS[`${method} ${path}`]
    const kind = kindOf(access)
    for (const [credential, headers] of Object.entries(credentials(kind))) {
      const response = await fetch(stack.url + path + query, {
        method,
        headers,
        body: body && JSON.stringify(body),
      })
      const want = EXPECTED[kind][credential]
      assert.equal(response.status, want === 'ok' ? ok : want, `${method} ${path} as ${credential}`)
    }
  }
})

test('a bearer token in place of a key, or a key in place of a token, opens nothing', async () => {
  const { write, server, operator } = stack.keys
  for (const token of [write, server]) {
    assert.equal((await api.get('/v1/responses', token)).status, 401)
  }
  const batch = { writeKey: operator, batch: [item('page')] }
  assert.equal((await api.post('/v1/batch', batch)).status, 401)
})

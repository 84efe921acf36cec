//! Bad input gets a 4xx problem with a stable code, and changes nothing.

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

function assertProblem({ status, headers, body }, wantStatus, code, pointer) {
  assert.equal(headers.get('content-type'), 'application/problem+json')
  assert.deepEqual([status, body.status, body.code], [wantStatus, wantStatus, code], body.detail)
  assert.equal(body.type, 'about:blank')
  assert.ok(body.title.length > 0 && body.detail.length > 0)
  if (pointer !== undefined) assert.equal(body.pointer, pointer)
}

const key = () => ({ writeKey: stack.keys.write })

test('broken JSON', async () => {
  for (const path of ['/v1/batch', '/v1/track', '/v1/placements', '/v1/commands']) {
    assertProblem(await api.post(path, '{"writeKey":'), 400, 'invalid_json')
    assertProblem(await api.post(path, '[]'), 400, 'invalid_json')
    assertProblem(await api.post(path, ''), 400, 'invalid_json')
  }
})

test('no key and an unknown key', async () => {
  for (const path of ['/v1/batch', '/v1/placements', '/v1/commands']) {
    const body = { batch: [], commands: [{}] }
    assertProblem(await api.post(path, body), 401, 'missing_key')
    assertProblem(await api.post(path, { ...body, writeKey: 'wk_unknown' }), 401, 'unknown_key')
  }
})

test('a body over the cap, announced or streamed', async () => {
  const large = JSON.stringify({ ...key(), batch: [], filler: 'x'.repeat(600 * 1024) })
  assertProblem(await api.post('/v1/batch', large), 413, 'body_too_large')
  const chunks = new ReadableStream({
    start(controller) {
      for (let at = 0; at < large.length; at += 65_536) {
        controller.enqueue(new TextEncoder().encode(large.slice(at, at + 65_536)))
      }
      controller.close()
    },
  })
  const response = await fetch(`${stack.url}/v1/batch`, {
    method: 'POST',
    body: chunks,
    duplex: 'half',
  })
  const { status, headers } = response
  assertProblem({ status, headers, body: await response.json() }, 413, 'body_too_large')
})

test('too many items', async () => {
  const batch = Array.from({ length: 2_501 }, () => 1)
  assertProblem(await api.batch(batch), 413, 'batch_too_large')
  assertProblem(await api.placements('u1', 'acme', { batch }), 413, 'batch_too_large')
})

test('a bad item sent alone', async () => {
  const wrong = { ...key(), userId: 'u1' }
  assertProblem(await api.post('/v1/track', wrong), 400, 'invalid_event_name', '/event')
  assertProblem(await api.post('/v1/page', key()), 400, 'missing_person', '/userId')
})

test('commands that the rules refuse', async () => {
  const command = (command) => api.commands('refused', 'refusals', [command])
  const nps = { placement: 'nps', type: 'answer' }
  await api.placements('refused', 'refusals', { start: ['nps'] })
  const pointer = (field) => `/commands/0/${field}`
  assertProblem(await command({ ...nps, rating: 11 }), 422, 'invalid_rating', pointer('rating'))
  assertProblem(await command({ ...nps, rating: '9.5' }), 422, 'invalid_rating')
  assertProblem(await command(nps), 422, 'missing_field', pointer('rating'))
  assertProblem(
    await command({ ...nps, rating: 9, comment: 'x'.repeat(2_001) }),
    422,
    'invalid_comment',
  )
  const item = { placement: 'get-started', type: 'complete_item' }
  assertProblem(
    await command({ ...item, item: 'of-another' }),
    422,
    'unknown_item',
    pointer('item'),
  )
  assertProblem(await command({ ...item, item: 'create-process' }), 422, 'item_not_by_hand')
  assertProblem(await command({ ...item, item: 'No Id' }), 422, 'invalid_id')
  assertProblem(await command({ placement: 'nothing', type: 'seen' }), 422, 'unknown_placement')
  assertProblem(
    await command({ ...nps, placement: 'get-started', rating: 9 }),
    422,
    'wrong_command',
  )
  assertProblem(await command({ placement: 'nps', type: 'explode' }), 422, 'unknown_command')

  // Nothing of it was stored: the prompt is open, nothing is done, nothing was answered.
  const { body } = await api.placements('refused', 'refusals')
  assert.match(body.html, /How likely/)
  const items = await api.placements('refused', 'refusals', { start: ['get-started'] })
  assert.match(items.body.html, /0 of 5 done/)
  const good = await command({ ...nps, rating: 8 })
  assert.equal(good.status, 200)
  const { results } = await api.until(
    '/v1/responses?account=refusals',
    ({ results }) => results.length > 0,
  )
  assert.deepEqual(
    results.map(({ rating }) => rating),
    [8],
  )
})

test('of several commands the good ones count', async () => {
  const commands = [
    { id: 'a', placement: 'get-started', type: 'complete_item', item: 'nothing' },
    { id: 'b', placement: 'get-started', type: 'complete_item', item: 'read-guide' },
  ]
  const { status, body } = await api.commands('several', 'refusals', commands)
  assert.equal(status, 200)
  assert.deepEqual(
    body.results.map(({ id, status }) => [id, status]),
    [
      ['a', 'rejected'],
      ['b', 'accepted'],
    ],
  )
  assert.equal(body.results[0].code, 'unknown_item')
})

test('commands by nobody, and none at all', async () => {
  assertProblem(await api.commands(undefined, undefined, [{}]), 400, 'invalid_field', '/userId')
  assertProblem(await api.commands('u1', 'a', []), 400, 'invalid_field', '/commands')
  assertProblem(await api.commands('', 'a', [{}]), 400, 'invalid_field', '/userId')
  assertProblem(await api.placements(' ', 'a'), 400, 'invalid_field', '/userId')
  assertProblem(await api.placements('u1', 'x'.repeat(300)), 400, 'invalid_field', '/groupId')
})

test('paths and methods that are not served', async () => {
  assertProblem(await api.get('/v1/nothing'), 404, 'not_found')
  const wrong = await api.get('/v1/batch')
  assertProblem(wrong, 405, 'method_not_allowed')
  assert.equal(wrong.headers.get('allow'), 'POST')
})

test('a method that we do not know is not taken for another', async () => {
  for (const [method, path, allow] of [
    ['PROPFIND', '/v1/events', 'GET'],
    ['SEARCH', '/v1/batch', 'POST'],
    ['PURGE', '/health', 'GET'],
  ]) {
    const response = await fetch(stack.url + path, { method })
    const { code } = await response.json()
    assert.deepEqual(
      [response.status, code, response.headers.get('allow')],
      [405, 'method_not_allowed', allow],
    )
  }
})

test('a preflight is answered for what pages call, and only for that', async () => {
  const preflight = (path) =>
    fetch(stack.url + path, { method: 'OPTIONS', headers: { origin: 'https://host.example' } })
  const open = await preflight('/v1/batch')
  assert.equal(open.status, 204)
  assert.equal(open.headers.get('access-control-allow-origin'), 'https://host.example')
  assert.match(open.headers.get('vary'), /origin/)
  assert.equal(open.headers.get('access-control-allow-methods'), 'POST')
  assert.match(open.headers.get('access-control-allow-headers'), /\bcontent-encoding\b/)
  const closed = await preflight('/v1/responses')
  assert.equal(closed.headers.get('access-control-allow-origin'), null)
})

test('a page may read its answer and what is left to send; a server is told nothing of pages', async () => {
  const send = (headers) =>
    fetch(`${stack.url}/v1/batch`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ writeKey: 'wk_demo', batch: [track('u1', 'cors', 'E')] }),
    })
  const { headers: page } = await send({ origin: 'https://host.example' })
  assert.equal(page.get('access-control-allow-origin'), 'https://host.example')
  const exposed = page.get('access-control-expose-headers').split(', ')
  assert.deepEqual(
    exposed.filter((name) => /ratelimit-remaining|retry-after/.test(name)),
    ['ratelimit-remaining', 'retry-after'],
  )
  assert.match(page.get('vary'), /origin/)
  const { headers: server } = await send({})
  const told = [...server.keys()].filter((name) => /^(access-control|cross-origin|vary)/.test(name))
  assert.deepEqual(told, [])
})

test('a rejected batch leaves no trace', async () => {
  const ids = ({ results }) => results.map(({ id }) => id).sort()
  // The list follows after a moment: what the tests before this one did is to be there.
  const listed = (id) => api.until('/v1/accounts', (body) => ids(body).includes(id))
  await api.batch([track('u1', 'cors', 'Before')])
  const before = ids(await listed('cors'))
  const batch = [track('u1', 'traceless', 'X'.repeat(201)), track('u1', 'traceless', '')]
  const { body } = await api.batch(batch)
  assert.ok(body.results.every(({ status }) => status === 'rejected'))
  await api.batch([track('u1', 'marker', 'After')])
  const after = ids(await listed('marker'))
  assert.deepEqual(
    after.filter((id) => id !== 'marker'),
    before,
  )
  assertProblem(await api.get('/v1/accounts/traceless'), 404, 'unknown_account')
})

test('no personal data in the log', async () => {
  const secret = 'private-words-of-a-person'
  await api.placements(secret, 'logs', { start: ['nps'] })
  const command = { placement: 'nps', type: 'answer', rating: '11', comment: secret }
  await api.commands(secret, 'logs', [command])
  await api.post('/v1/batch', `{"writeKey":"${stack.keys.write}","batch":"${secret}"}`)
  await fetch(`${stack.url}/dev/panic?in=account`, { method: 'POST' })
  assert.ok(stack.logs.every((line) => !line.includes(secret)))
})

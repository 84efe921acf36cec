//! `/openapi.json`, held against the API that it describes, both ways.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { Validator } from '@seriousme/openapi-schema-validator'

import { client, startStack } from '../harness/index.mjs'
import { description, mediaOf } from '../harness/openapi.mjs'
import { CALLS } from './openapi-calls.mjs'

let stack
let api
let file
let about
before(async () => {
  stack = await startStack()
  api = client(stack)
  file = await fetch(`${stack.url}/openapi.json`)
  about = description(await file.json())
})
after(() => stack.stop())

test('it is served as a file, to any page, and asks for no key', async () => {
  assert.equal(file.status, 200)
  assert.match(file.headers.get('content-type'), /^application\/json\b/)
  assert.equal(file.headers.get('access-control-allow-origin'), '*')
  assert.match(file.headers.get('cache-control'), /^public, max-age=\d+$/)
  const headers = { 'if-none-match': file.headers.get('etag') }
  const again = await fetch(`${stack.url}/openapi.json`, { headers })
  assert.equal(again.status, 304)
})

test('it is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(structuredClone(about.document))
  assert.ok(valid, JSON.stringify(errors, null, 1))
  assert.equal(validator.version, '3.1')
  const { document, operations } = about
  const tags = document.tags.map(({ name }) => name)
  for (const [id, { path, part }] of operations) {
    assert.ok(id && part.value.summary, `${path} has an id and a summary`)
    assert.ok(part.value.tags.length > 0 && part.value.tags.every((tag) => tags.includes(tag)))
    const named = [...path.matchAll(/{(\w+)}/g)].map(([, name]) => name)
    const declared = (part.value.parameters ?? [])
      .map((_, n) => part.at('parameters', n).value)
      .filter((parameter) => parameter.in === 'path')
    assert.deepEqual(
      declared.map(({ name }) => name),
      named,
      id,
    )
  }
  const n = Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length
  assert.equal(operations.size, n, 'each operation has an id of its own')
})

test('every route is described, and nothing else, with what it asks of its caller', async () => {
  const { body: routes } = await api.get('/dev/routes', null)
  const kind = (access) =>
    typeof access === 'string' ? access : Object.entries(access)[0].join(' ')
  const served = routes
    .filter(({ path }) => !path.startsWith('/dev/'))
    .map(({ method, path, access }) => `${method} ${path}: ${kind(access)}`)
  const described = [...about.operations.values()].map(
    ({ method, path, part }) => `${method} ${path}: ${accessOf(part.value.security)}`,
  )
  assert.deepEqual(described.sort(), served.sort())
})

/** The kind of access that a security requirement stands for. */
function accessOf(security) {
  const [first] = security
  if (!first) return 'anyone'
  if (first.OperatorToken) return `operator ${first.OperatorToken.join(' ')}`
  if (first.ServerKey) return 'server_key'
  // The key may stand in the body instead.
  assert.deepEqual(security, [{ EventKey: [] }, {}])
  return 'event_key'
}

test('every example is of its schema', () => {
  const examples = [...about.examples()]
  assert.ok(examples.length > 60, `${examples.length} examples`)
  for (const { example, schema, where } of examples) about.hold(example, schema, where)
})

test('every object that is described is closed, or says that it is open', () => {
  // What is a part of another schema is closed there, and an answer where it is one.
  const parts = new Set()
  const objects = []
  const walk = (value, path) => {
    if (value === null || typeof value !== 'object') return
    const isClosed = 'additionalProperties' in value || 'unevaluatedProperties' in value
    const others = [...(value.allOf ?? []), ...(isClosed ? (value.anyOf ?? []) : [])]
    for (const { $ref } of others) parts.add($ref)
    if (isClosed && value.$ref) parts.add(value.$ref)
    if (value.properties && !value.$ref && !isClosed) objects.push(path)
    for (const [name, inner] of Object.entries(value)) {
      if (['example', 'examples'].includes(name)) continue
      if (name !== 'properties') walk(inner, `${path}/${name}`)
      else for (const [field, of] of Object.entries(inner)) walk(of, `${path}/${name}/${field}`)
    }
  }
  walk(about.document.paths, '#/paths')
  walk(about.document.components.schemas, '#/components/schemas')
  const open = objects.filter((path) => !parts.has(path) && !INHERITS.some((it) => it.test(path)))
  assert.deepEqual(open, [])
})

/** What is open with the item that it is, or within a schema that is closed as a whole. */
const INHERITS = [
  /\/schemas\/(Identify|Group|Track|Page|Screen|Alias|StoredStatement|BatchItem|PageItem)$/,
  /\/schemas\/(Outcome\/oneOf\/0|Rejection)$/,
  /\/schemas\/Statement\/properties\/result\/properties\/score$/,
  // The editors' schemas of content say it in their own way; their tests are in `shared`.
  /\/schemas\/(Checklist|Survey|Course)\//,
]

test('every operation takes and answers what is described', async (t) => {
  const { write_key, operator_token } = (await api.post('/dev/workspace?id=oa', '')).body
  const { write, server } = stack.keys
  const world = {
    api,
    write,
    server,
    other: { write: write_key, operator: operator_token },
    examples: (id) =>
      about.operations.get(id).part.value.requestBody.content['application/json'].example,
    keyOf: async (more) =>
      (await api.send('POST', '/v1/keys', { kind: 'write', label: 'oa', ...more })).body.key,
  }
  /** Which statuses each operation was seen to answer. */
  const seen = new Map([...about.operations.keys()].map((id) => [id, new Set()]))
  const call = async (id, request, status, code) => {
    const response = await send(id, request)
    seen.get(id).add(response.status)
    seen.get(id).add(`${response.status} ${mediaOf(response)}`)
    const what = `${id} ${JSON.stringify(request).slice(0, 300)}`
    const { headers } = response
    const body = await about.checkAnswer(id, response)
    assert.equal(response.status, status, `${what}: ${JSON.stringify(body)}`)
    if (code) assert.equal(body.code, code, what)
    if (status < 400) about.checkRequest(id, request)
    return { body, headers }
  }

  for (const [name, calls] of Object.entries(CALLS)) {
    await t.test(name, () => calls(call, world))
  }

  /** What anything may be asked by somebody who gets no further than the door. */
  const blank = (part) => {
    const path = { id: 'x', user: 'x', kind: 'checklist', checklist: 'x', item: 'x' }
    const body = { batch: [], commands: [{}], survey: 'x', user: 'x', rating: 1 }
    const query = { statementId: '7d444840-9dc0-11d1-b245-5ffdce74fad2' }
    return { path, query, body: part.value.requestBody && body }
  }

  await t.test(
    'nothing secret is open to somebody without a key, a token or its role',
    async () => {
      const made = await api.send('POST', '/v1/tokens', { role: 'viewer', label: 'oa' })
      for (const [id, { part }] of about.operations) {
        const { security, responses } = part.value
        if (security.length > 0) await call(id, { ...blank(part), as: null }, 401)
        if (!security[0]?.OperatorToken || !responses[403]) continue
        await call(id, { ...blank(part), as: made.body.token }, 403, 'forbidden')
      }
    },
  )

  await t.test('no body is read that is too large, or packed as nobody can read it', async () => {
    for (const [id, { part }] of about.operations) {
      if (!part.value.requestBody) continue
      const version = { 'X-Experience-API-Version': '1.0.3' }
      const large = { ...blank(part), headers: version, body: 'x'.repeat(501 * 1024) }
      await call(id, large, 413, 'body_too_large')
      const packed = { ...version, 'content-encoding': 'br' }
      await call(id, { ...blank(part), headers: packed }, 415, 'unsupported_encoding')
    }
  })

  await t.test('every operation has answered all that it may', () => {
    const seldom = (id, status) =>
      // A page of the wrong origin, a client without measure, a failure of ours: one is called.
      [403, 429, 500].includes(status) ||
      // Content that an edge of another time has stored.
      (['previewContent', 'rollbackContent'].includes(id) && status === 409)
    for (const [id, answers] of seen) {
      const { part } = about.operations.get(id)
      for (const status of Object.keys(part.value.responses).map(Number)) {
        assert.ok(answers.has(status) || seldom(id, status), `${id} has not answered ${status}`)
        const { content = {} } = part.at('responses', String(status)).value
        for (const media of status < 400 ? Object.keys(content) : []) {
          assert.ok(answers.has(`${status} ${media}`), `${id} has not answered ${status} ${media}`)
        }
      }
    }
  })
})

/** Sends a request as the description says, `as` whoever it takes unless told. */
function send(id, { path = {}, query = {}, headers = {}, body, raw = JSON.stringify(body), as }) {
  const { method, path: pattern, part } = about.operations.get(id)
  const named = pattern.replace(/{(\w+)}/g, (_, name) => encodeURIComponent(path[name]))
  const search = new URLSearchParams(query)
  const basic = (key) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`
  const [first] = part.value.security
  const { operator, server, write } = stack.keys
  const credential = () => {
    if (!first || as === null) return {}
    if (first.OperatorToken) return { authorization: `Bearer ${as ?? operator}` }
    return { authorization: basic(as ?? (first.ServerKey ? server : write)) }
  }
  return fetch(`${stack.url}${named}${search.size > 0 ? `?${search}` : ''}`, {
    method,
    headers: { ...credential(), ...headers },
    body: raw,
  })
}

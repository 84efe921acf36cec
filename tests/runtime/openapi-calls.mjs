//! Every operation of the API, called as its description says: what it takes, and what it
//! typically refuses. `call(operation, request, status, code)` holds both sides to it.

import { randomUUID } from 'node:crypto'

import { checklist, course, question, survey, todo } from '../harness/content.mjs'

const XAPI = { 'X-Experience-API-Version': '1.0.3' }
const NOBODY = 'nobody-there'
const VERBS = ['identify', 'group', 'track', 'page', 'screen', 'alias']
const looker = { userId: 'ana', groupId: 'oa', context: { locale: 'en' } }

/** A list of each kind, in each form, and with a query that means nothing. */
async function list(call, operation, query = {}, forms = ['json', 'csv', 'ndjson'], path = {}) {
  for (const format of forms) {
    await call(operation, { path, query: forms.length > 1 ? { ...query, format } : query }, 200)
  }
  await call(operation, { path, query: { ...query, limit: '101' } }, 400, 'invalid_query')
}

/** What there is to see: a workspace with people who did things. */
async function people(call, { api, server }) {
  const traits = { name: 'Acme', plan: 'pro', mrr: 100, currency: 'EUR', seats: 3, stage: 'adopt' }
  const group = { userId: 'ana', groupId: 'oa', traits }
  await call('group', { body: group, as: server }, 200)
  await call('group', { body: { ...group, traits: { plan: 'scale' } }, as: server }, 200)
  const unread = { properties: 7, context: { groupId: 'oa', page: { url: 'https://a.example/' } } }
  await call('track', { body: { userId: 'ana', event: 'Seen', mine: { n: 1 }, ...unread } }, 200)
  await api.until('/v1/accounts', ({ results }) => results.some(({ id }) => id === 'oa'))
}

async function platform(call) {
  await call('getHealth', {}, 200)
  const { headers } = await call('getLoader', {}, 200)
  await call('getLoader', { headers: { 'If-None-Match': headers.get('etag') } }, 304)
}

async function events(call, { examples, keyOf }) {
  for (const verb of VERBS) {
    for (const operation of [verb, `${verb}Short`]) {
      await call(operation, { body: examples(operation) }, 200)
      await call(operation, { body: { type: verb } }, 400, 'missing_person')
      await call(operation, { body: 'nothing' }, 400, 'invalid_json')
    }
  }
  for (const operation of ['batch', 'batchShort']) {
    const { body } = await call(operation, { body: examples(operation) }, 200)
    if (body.results[2].code !== 'invalid_event_name') throw new Error(JSON.stringify(body))
    await call(operation, { body: {} }, 400, 'invalid_json')
    const items = Array(2_501).fill({})
    await call(operation, { body: { batch: items } }, 413, 'batch_too_large')
  }
  await call('batch', { body: 'x'.repeat(501 * 1024) }, 413, 'body_too_large')
  const packed = { 'content-encoding': 'br' }
  await call('batch', { body: { batch: [] }, headers: packed }, 415, 'unsupported_encoding')
  const slow = await keyOf({ limits: { per_key: { burst: 1, per_second: 1 }, per_user: null } })
  const item = { type: 'page', userId: 'ana', context: { groupId: 'oa' } }
  await call('batch', { body: { batch: [item, item] }, as: slow }, 200)
  await call('batch', { body: { batch: [item, item] }, as: slow }, 429, 'rate_limited')
  const held = await keyOf({ origins: ['https://a.example'] })
  const page = { headers: { origin: 'https://b.example' }, as: held }
  await call('track', { body: { ...item, event: 'Seen' }, ...page }, 403, 'origin_not_allowed')
  await list(call, 'listEvents', { account: 'oa' })
  await call('listEvents', { query: { user: 'ana', from: '2026-01-01T00:00:00Z' } }, 200)
}

async function widget(call, { api, server }) {
  const wait = survey('oa-wait', [question('q', 'text')], { trigger: { delay_s: 5 } })
  await api.publish('survey', { ...wait, thanks: { en: 'Thanks' } })
  const absent = ['context', 'batch', 'start', 'fired', 'explain', 'have', 'css', 'sentAt']
  const nulls = Object.fromEntries(absent.map((name) => [name, null]))
  await call('place', { body: { userId: 'ana', ...nulls } }, 200)
  await call('place', { body: { userId: 'ana', context: { locale: null, page: null } } }, 200)
  const item = { type: 'track', userId: 'ana', event: 'Seen' }
  const batch = [item, { ...item, event: '' }]
  const asked = { start: ['get-started', 'oa-none'], explain: ['', 'oa-none'], batch }
  const { body: shown } = await call('place', { body: { ...looker, ...asked } }, 200)
  await call('place', { body: { ...looker, have: shown.etag, css: shown.css.id } }, 200)
  await call('place', { body: { explain: [''] } }, 200)
  await call('place', { body: { userId: 'x'.repeat(256) } }, 400, 'invalid_field')
  await call('place', { body: looker, as: server, headers: { origin: 'https://a.example' } }, 403)

  const seen = { placement: 'get-started', type: 'seen' }
  const wrong = { placement: 'oa-none', type: 'seen' }
  await call('command', { body: { ...looker, ...nulls, commands: [seen] } }, 200)
  await call('command', { body: { ...looker, commands: [seen, wrong] } }, 200)
  await call('command', { body: { ...looker, commands: [wrong] } }, 422, 'unknown_placement')
  await call('command', { body: { commands: [seen] } }, 400, 'invalid_field')
}

async function responses(call, { api, write }) {
  const answer = { survey: 'nps', user: 'ana', account: 'oa', rating: 9, messageId: 'oa-1' }
  await call('respond', { body: { ...answer, comment: 'Clear' } }, 200)
  await call('respond', { body: answer }, 200)
  await call('respond', { body: { ...answer, messageId: null, rating: '11' } }, 422)
  await call('respond', { body: { ...answer, survey: 'oa-none', messageId: 'oa-2' } }, 422)
  await call('respond', { body: { ...answer, user: '' } }, 400, 'invalid_field')
  await call('respond', { body: answer, as: write }, 403, 'server_key_required')
  await api.until('/v1/responses?account=oa', ({ results }) => results.length > 0)
  await list(call, 'listResponses', { account: 'oa', survey: 'nps' })
  await call('getNps', { query: { account: 'oa', to: '4102444800000' } }, 200)
  await call('getNps', { query: { account: NOBODY } }, 200)
  await call('getNps', { query: { from: 'soon' } }, 400, 'invalid_query')
}

async function accounts(call, { api }) {
  await list(call, 'listAccounts', {}, ['json'])
  await call('getAccount', { path: { id: 'oa' }, query: { limit: '1' } }, 200)
  await call('getAccount', { path: { id: NOBODY } }, 404, 'unknown_account')
  await call('getAccount', { path: { id: 'oa' }, query: { limit: '0' } }, 400, 'invalid_query')
  const ours = todo('ours', { owner: 'vendor' })
  await api.publish('checklist', checklist('oa-list', [ours, 'theirs']))
  const path = { id: 'oa', user: 'ana' }
  await call('getPerson', { path: { ...path, user: NOBODY } }, 404, 'unknown_person')
  const item = (item) => ({ path: { ...path, checklist: 'oa-list', item } })
  for (const operation of ['tickItem', 'untickItem']) {
    await call(operation, item('ours'), 200)
    await call('getPerson', { path, query: { locale: 'es' } }, 200)
    await call(operation, item('theirs'), 409, 'item_not_vendors')
    await call(operation, item('no-such'), 404, 'unknown_item')
  }
  const of = { user: 'ana', checklist: 'oa-list', locale: 'es' }
  await list(call, 'listAudit', of, undefined, { id: 'oa' })
  await call('listAudit', { path: { id: NOBODY } }, 404, 'unknown_account')
}

async function training(call, { api }) {
  const certificate = { title: { en: 'Proof' } }
  await api.publish('course', course('oa-course', ['a'], { certificate, due_days: 7 }))
  const body = { course: 'oa-course', user: 'ana', account: 'oa' }
  await call('enrol', { body }, 201)
  await call('enrol', { body }, 200)
  await call('enrol', { body: { ...body, course: 'oa-none' } }, 404, 'unknown_course')
  await call('enrol', { body: { ...body, user: '' } }, 400, 'invalid_field')
  const done = [{ placement: 'oa-course', type: 'complete_lesson', item: 'a' }]
  await call('command', { body: { ...looker, commands: done } }, 200)
  const has = ({ results }) => results[0]?.certificate
  const { results } = await api.until('/v1/enrollments?course=oa-course', has)
  const path = { id: results[0].certificate }
  await call('verifyCertificate', { path, query: { lang: 'es' } }, 200)
  await call('verifyCertificate', { path: { id: 'demo.0' } }, 404, 'unknown_certificate')
  await call('showCertificate', { path, query: { download: '1' } }, 200)
  await call('showCertificate', { path: { id: '0' } }, 404, 'unknown_certificate')
  await list(call, 'listEnrollments', { course: 'oa-course' })
  await call('listEnrollments', { query: { state: 'completed' } }, 200)
  await call('withdraw', { body: { ...body, user: NOBODY } }, 200)
  await call('withdraw', { body }, 200)
  await call('withdraw', { body: { ...body, course: 'oa-none' } }, 404, 'unknown_course')
  await call('withdraw', { body: { ...body, course: 'Ü' } }, 400, 'invalid_field')
}

async function xapi(call, { examples, write }) {
  const [id, headers, statement] = [randomUUID(), XAPI, examples('putStatement')]
  const query = { statementId: id }
  await call('putStatement', { query, headers, body: statement }, 204)
  const verb = { id: 'https://verbs.example/other' }
  const other = { ...statement, verb }
  await call('putStatement', { query, headers, body: other }, 409, 'statement_conflict')
  await call('putStatement', { query, body: statement }, 400, 'xapi_version')
  await call('postStatements', { headers, body: examples('postStatements') }, 200)
  await call('postStatements', { headers, body: statement }, 200)
  await call('postStatements', { headers, body: { verb } }, 400, 'invalid_field')
  await call('postStatements', { headers, body: { ...other, id } }, 409, 'statement_conflict')
  await call('postStatements', { headers, body: Array(101).fill(statement) }, 413)
  await call('getStatements', { query, headers }, 200)
  const agent = JSON.stringify(statement.actor)
  await call('getStatements', { query: { agent, limit: '1', ascending: 'true' }, headers }, 200)
  await call('getStatements', { query: { agent: 'ana' }, headers }, 400, 'invalid_query')
  await call('getStatements', { query: { statementId: randomUUID() }, headers }, 404)
  await call('getStatements', { headers, as: write }, 403, 'server_key_required')
}

async function content(call) {
  const path = { kind: 'checklist', id: 'oa-edit' }
  const body = checklist('oa-edit', ['a'])
  const stale = { 'If-Match': '"99"' }
  await call('saveContent', { path, body, headers: { 'If-None-Match': '*' } }, 201)
  const { headers } = await call(
    'saveContent',
    { path, body: checklist('oa-edit', ['a', 'b']) },
    200,
  )
  await call('saveContent', { path, body, headers: stale }, 412, 'version_conflict')
  await call('saveContent', { path, body: { id: 'oa-edit' } }, 422, 'invalid_content')
  await call('saveContent', { path: { ...path, kind: 'survey' }, body }, 409, 'id_taken')
  await call('getContent', { path }, 200)
  await call('publishContent', { path, headers: { 'If-Match': headers.get('etag') } }, 200)
  await call('publishContent', { path }, 409, 'no_draft')
  await call('discardDraft', { path }, 409, 'no_draft')
  await call('saveContent', { path, body }, 200)
  await call('getContent', { path }, 200)
  await call('getContent', { path, query: { version: '1' } }, 200)
  await call('getContent', { path: { ...path, kind: 'poster' } }, 404, 'unknown_content')
  await call('previewContent', { path, query: { locale: 'es' } }, 200)
  await call('previewContent', { path, query: { version: '99' } }, 404, 'unknown_version')
  await call('discardDraft', { path }, 200)
  await call('rollbackContent', { path, body: { version: 1 } }, 200)
  await call('rollbackContent', { path, body: { version: 99 } }, 404, 'unknown_version')
  await call('listVersions', { path, query: { limit: '2' } }, 200)
  await call('listVersions', { path: { ...path, id: 'oa-none' } }, 404, 'unknown_content')
  await call('unpublishContent', { path }, 200)
  await call('unpublishContent', { path }, 409, 'not_published')
  const nothing = { ...path, kind: 'poster' }
  for (const operation of ['discardDraft', 'publishContent', 'unpublishContent']) {
    await call(operation, { path: nothing }, 404, 'unknown_content')
    await call(operation, { path, headers: stale }, 412, 'version_conflict')
  }
  await call('saveContent', { path: nothing, body }, 404, 'unknown_content')
  await call('saveContent', { path, body: '' }, 422, 'invalid_content')
  await call('saveContent', { path, raw: '{' }, 400, 'invalid_json')
  await call('rollbackContent', { path, body: {} }, 400, 'invalid_json')
  const first = { body: { version: 1 }, headers: stale }
  await call('rollbackContent', { path, ...first }, 412, 'version_conflict')
  for (const operation of ['getContent', 'previewContent']) {
    await call(operation, { path, query: { version: 'first' } }, 400, 'invalid_query')
  }
  await call('listVersions', { path, query: { limit: 'all' } }, 400, 'invalid_query')
  await list(call, 'listContent', { locale: 'es' })
  await call('listContent', { query: { kind: 'checklist' } }, 200)
}

async function policy(call) {
  await call('explain', { query: { user: 'ana', account: 'oa', device: 'phone' } }, 200)
  await call('explain', { query: { user: 'ana', content: 'oa-none' } }, 200)
  await call('explain', {}, 400, 'invalid_query')
  await call('getContactPolicy', {}, 200)
  const nulls = { paused: null, recontact_days: null, quiet_days: null }
  await call('setContactPolicy', { body: { ...nulls, paused_until: '2026-01-01T00:00:00Z' } }, 200)
  await call('getContactPolicy', {}, 200)
  await call('setContactPolicy', { body: {} }, 200)
  await call('setContactPolicy', { body: { quiet_days: -1 } }, 400, 'invalid_json')
}

async function keys(call) {
  const per_key = { burst: 10, per_second: 5 }
  const origins = ['https://*.acme.example']
  const draft = { kind: 'write', label: 'oa', origins, limits: { per_key } }
  const { body: made } = await call('createKey', { body: draft }, 201)
  await call('createKey', { body: { kind: 'server', label: 'oa' } }, 201)
  await call('createKey', { body: { kind: 'write', label: '' } }, 400, 'invalid_field')
  await call('listKeys', {}, 200)
  const path = { id: made.id }
  await call('updateKey', { path, body: { origins: null, limits: null } }, 200)
  await call('updateKey', { path, body: { origins: [] } }, 400, 'invalid_field')
  await call('updateKey', { path: { id: NOBODY }, body: {} }, 404, 'unknown_key_id')
  await call('rotateKey', { path, body: { grace_s: 2_592_001 } }, 400, 'invalid_field')
  const { body: next } = await call('rotateKey', { path, body: { grace_s: 60 } }, 201)
  await call('rotateKey', { path: { id: next.id }, body: { grace_s: null } }, 201)
  await call('rotateKey', { path: { id: NOBODY } }, 404, 'unknown_key_id')
  await call('listKeys', {}, 200)
  await call('revokeKey', { path }, 200)
  await call('revokeKey', { path }, 404, 'unknown_key_id')
}

async function tokens(call, { other }) {
  const { body: session } = await call('getSession', { as: other.operator }, 200)
  const { body: made } = await call('createToken', { body: { role: 'viewer', label: 'oa' } }, 201)
  await call('createToken', { body: { role: 'viewer', label: ' ' } }, 400, 'invalid_field')
  await call('createToken', { body: { role: 'csm', label: 'x' }, as: made.token }, 403, 'forbidden')
  await call('revokeToken', { path: { id: made.id } }, 200)
  await call('revokeToken', { path: { id: made.id } }, 404, 'unknown_token_id')
  const last = { path: { id: session.id }, as: other.operator }
  await call('revokeToken', last, 409, 'last_admin')
  await call('listTokens', {}, 200)
}

async function identity(call, { other }) {
  const as = other.operator
  const required = { enforcement: 'required' }
  await call('setIdentity', { body: required, as }, 409, 'no_identity_secret')
  const { body: made } = await call('createSecret', { as }, 201)
  const { body: next } = await call('createSecret', { as }, 201)
  await call('createSecret', { as }, 409, 'too_many_secrets')
  await call('setIdentity', { body: required, as }, 200)
  await call('getIdentity', { as }, 200)
  await call('getIdentity', { query: { from: 'soon' }, as }, 400, 'invalid_query')
  await call('track', { body: { userId: 'ana', event: 'E' }, as: other.write }, 401)
  await call('revokeSecret', { path: { id: made.id }, as }, 200)
  await call('revokeSecret', { path: { id: made.id }, as }, 404, 'unknown_secret_id')
  await call('revokeSecret', { path: { id: next.id }, as }, 409, 'last_identity_secret')
  await call('setIdentity', { body: {}, as }, 400, 'invalid_json')
}

export const CALLS = {
  people,
  platform,
  events,
  widget,
  responses,
  accounts,
  training,
  xapi,
  content,
  policy,
  keys,
  tokens,
  identity,
}

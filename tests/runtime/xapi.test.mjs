//! xAPI: statements in and out, as the specification has them.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'

import { course, quiz } from '../harness/content.mjs'
import { client, item, startStack } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
  await api.publish(
    'course',
    course('xapi', ['one', 'two'], {
      quiz: quiz(['q']),
      move_on: 'CompletedAndPassed',
      certificate: { title: { en: 'Proof' } },
    }),
  )
})
after(() => stack.stop())

const ADL = 'http://adlnet.gov/expapi/verbs/'
const COURSE = 'urn:rumbo:demo:course:xapi'
const statement = (user, verb, id = COURSE, more = {}) => ({
  actor: { objectType: 'Agent', account: { homePage: 'https://lms.example', name: user } },
  verb: { id: ADL + verb, display: { en: verb } },
  object: { objectType: 'Activity', id },
  ...more,
})
async function call(method, query, body, more = {}) {
  const response = await fetch(`${stack.url}/xapi/statements${query}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${stack.keys.server}:`).toString('base64')}`,
      'content-type': 'application/json',
      'x-experience-api-version': '1.0.3',
      ...more,
    },
    body: body && JSON.stringify(body),
  })
  assert.equal(response.headers.get('x-experience-api-version'), '1.0.3')
  const text = await response.text()
  return { status: response.status, body: text && JSON.parse(text) }
}
const agent = (name) =>
  `agent=${encodeURIComponent(JSON.stringify({ account: { homePage: 'https://x.example', name } }))}`
const enrollment = (user, holds) =>
  api
    .until(`/v1/enrollments?user=${user}`, ({ results }) => results[0] && holds(results[0]))
    .then(({ results }) => results[0])

test('who is enrolled by a rule, without having looked, is registered', async () => {
  const meant = { all: [{ stage: ['seasoned'] }, { user: { role: { is: 'owner' } } }] }
  await api.publish('course', course('ruled', ['a'], { enrol: 'everyone', segment: meant }))
  const server = { writeKey: stack.keys.server }
  const owner = { role: 'owner' }
  const context = { groupId: 'ruled' }
  const joins = (user, traits) => item('group', user, { groupId: 'ruled', traits })
  // By what is said in the account; and by what somebody brings into it.
  await api.batch([item('identify', 'ru', { traits: owner, context })], server)
  await api.batch([item('identify', 'oz', { traits: owner })], server)
  await api.batch([joins('ru', { stage: 'seasoned' }), joins('oz')], server)
  for (const user of ['ru', 'oz']) {
    await enrollment(user, ({ course, by }) => course === 'ruled' && by === 'rule')
    let said = []
    for (const end = Date.now() + 10_000; said.length === 0 && Date.now() < end;) {
      said = (await call('GET', `?${agent(user)}`)).body.statements
    }
    assert.deepEqual(
      said.map(({ verb, object }) => [verb.id, object.id]),
      [[`${ADL}registered`, 'urn:rumbo:demo:course:ruled']],
    )
  }
})

test('a statement is stored once, under its id', async () => {
  const id = randomUUID()
  const said = statement('una', 'experienced', 'https://books.example/1')
  const put = (body) => call('PUT', `?statementId=${id}`, body)
  assert.equal((await put(said)).status, 204)
  assert.equal((await put({ id, ...said })).status, 204, 'the same again')
  const other = await put({ ...said, verb: { id: `${ADL}answered` } })
  assert.deepEqual([other.status, other.body.code], [409, 'statement_conflict'])
  const { body } = await call('GET', `?statementId=${id}`)
  const { stored, timestamp, version, ...rest } = body
  assert.deepEqual(rest, { id, ...said })
  assert.deepEqual([version, timestamp], ['1.0.3', stored])
  const unknown = await call('GET', `?statementId=${randomUUID()}`)
  assert.deepEqual([unknown.status, unknown.body.code], [404, 'unknown_statement'])
})

test('what others teach moves the enrollment, and a retry changes nothing', async () => {
  const ids = [randomUUID(), randomUUID(), randomUUID()]
  const score = { score: { scaled: 0.9 }, success: true }
  const batch = [
    { id: ids[0], ...statement('val', 'completed', `${COURSE}:lesson:one`) },
    { id: ids[1], ...statement('val', 'failed', COURSE, { result: { score: { scaled: 0.2 } } }) },
    { id: ids[2], ...statement('val', 'passed', COURSE, { result: score }) },
  ]
  assert.deepEqual((await call('POST', '', batch)).body, ids)
  const half = await enrollment('val', ({ passed_at }) => passed_at)
  assert.deepEqual(
    [half.lessons_done, half.score, half.by, half.state],
    [1, 0.9, 'import', 'active'],
  )
  assert.deepEqual((await call('POST', '', batch)).body, ids)
  const [id] = (await call('POST', '', statement('val', 'completed'))).body
  assert.match(id, /^[0-9a-f-]{36}$/)
  const done = await enrollment('val', ({ state }) => state === 'completed')
  assert.equal(done.passed_at, half.passed_at)
})

test('what was done elsewhere long ago is dated by the day it was done', async () => {
  const timestamp = '2024-02-29T10:00:00.000Z'
  const old = (verb, more) => statement('yun', verb, COURSE, { timestamp, ...more })
  await call('POST', '', [old('passed', { result: { success: true } }), old('completed')])
  const done = await enrollment('yun', ({ state }) => state === 'completed')
  const dates = [done.completed_at, done.passed_at, done.satisfied_at]
  assert.deepEqual(dates, Array(3).fill(Date.parse(timestamp)))
  const { body } = await api.get(`/v1/certificates/${done.certificate}`, null)
  assert.equal(body.date.slice(0, 10), timestamp.slice(0, 10))
})

test('what people do in the widget is told as statements', async () => {
  await api.placements('wes', 'acme', { start: ['xapi'] })
  const act = (type, more) => api.commands('wes', 'acme', [{ placement: 'xapi', type, ...more }])
  await act('open_lesson', { item: 'one' })
  await act('complete_lesson', { item: 'one' })
  await act('complete_lesson', { item: 'two' })
  await act('answer_quiz', { 'pick.q': 'no' })
  await act('answer_quiz', { 'pick.q': 'yes' })
  let told = []
  for (let tries = 0; tries < 100 && told.length < 6; tries++) {
    told = (await call('GET', `?${agent('wes')}&ascending=true`)).body.statements
    await new Promise((resume) => setTimeout(resume, 50))
  }
  const verbs = told.map(({ verb, object }) => `${verb.id.split('/').pop()} ${object.id}`)
  assert.deepEqual(verbs.sort(), [
    `completed ${COURSE}:lesson:one`,
    `completed ${COURSE}:lesson:two`,
    `failed ${COURSE}`,
    `launched ${COURSE}:lesson:one`,
    `passed ${COURSE}`,
    `satisfied ${COURSE}`,
  ])
  const passed = told.find(({ verb }) => verb.id === `${ADL}passed`)
  assert.deepEqual(passed.result, {
    score: { scaled: 1, raw: 1, min: 0, max: 1 },
    success: true,
  })
  assert.equal(passed.actor.account.name, 'wes')
})

test('lists filter and page by `more`', async () => {
  const activity = 'https://books.example/paged'
  for (let n = 0; n < 5; n++) {
    await call('POST', '', statement(`p${n % 2}`, 'experienced', activity))
  }
  const filter = `activity=${encodeURIComponent(activity)}`
  const seen = []
  let path = `?${filter}&limit=2`
  while (path) {
    const { body } = await call('GET', path)
    seen.push(...body.statements.map(({ id }) => id))
    path = body.more.replace('/xapi/statements', '')
  }
  assert.equal(new Set(seen).size, 5)
  const count = async (more) => (await call('GET', `?${filter}&${more}`)).body.statements.length
  assert.equal(await count(agent('p1')), 2)
  assert.equal(await count(`verb=${encodeURIComponent(`${ADL}passed`)}`), 0)
  assert.equal(await count('since=2099-01-01T00:00:00Z'), 0)
  assert.equal(await count('until=2099-01-01T00:00:00Z'), 5)
})

test('what is no statement, and who may not speak, is refused', async () => {
  const refused = async (body, more) => {
    const { status, body: problem } = await call('POST', '', body, more)
    return [status, problem.code, problem.pointer]
  }
  const good = statement('ref', 'experienced', 'https://books.example/2')
  assert.deepEqual(await refused(good, { 'x-experience-api-version': '' }), [
    400,
    'xapi_version',
    undefined,
  ])
  assert.deepEqual(await refused({ ...good, actor: undefined }), [400, 'invalid_field', '/actor'])
  assert.deepEqual(await refused({ ...good, id: 'x' }), [400, 'invalid_field', '/id'])
  const score = { score: { scaled: 2 } }
  assert.deepEqual(await refused([good, { ...good, result: score }]), [
    400,
    'invalid_field',
    '/result/score/scaled',
  ])
  assert.deepEqual((await call('GET', `?${agent('ref')}`)).body.statements, [], 'all or none')
  const page = `Basic ${Buffer.from('wk_demo:').toString('base64')}`
  assert.deepEqual((await refused(good, { authorization: page })).slice(0, 2), [
    403,
    'server_key_required',
  ])
})

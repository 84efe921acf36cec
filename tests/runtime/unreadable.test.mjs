//! What nobody could read again is refused at the door, alone; everything else goes on.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'

import { client, item, startStack, track } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

const statuses = ({ body }) => body.results.map(({ status }) => status)
const server = () => ({ writeKey: stack.keys.server })
const deep = (levels) => `${'['.repeat(levels)}${']'.repeat(levels)}`

/** JSON with raw text where `HERE` stands: JavaScript cannot write all that others can. */
const raw = (value, text) => JSON.stringify(value).replace('"HERE"', () => text)

const events = async (account) => (await api.get(`/v1/events?account=${account}`)).body.results

/** The account's people are served, and its events read with all that was sent. */
async function assertWell(user, account, sent) {
  const { status, body } = await api.placements(user, account)
  assert.deepEqual([status, /Get started|done/.test(body.html)], [200, true])
  const read = (await events(account)).map(({ receivedAt, timestamp, ...rest }) => rest)
  assert.deepEqual(read, sent.toReversed())
}

/** Each fault: what is sent as the value of a field, and how it is called. */
const FAULTS = [
  ['a value that serde gives up on', deep(200), 'too_deep'],
  ['a value that SQLite gives up on', deep(2_000), 'too_deep'],
  ['a value just too deep', deep(100), 'too_deep'],
  ['a number beyond any float', '[-1e400]', 'number_out_of_range'],
  ['a number of 400 digits', `{"n":${'9'.repeat(400)}}`, 'number_out_of_range'],
]

for (const [name, text, code] of FAULTS) {
  test(`${name} is refused alone, in properties, traits and elsewhere`, async () => {
    const account = `account-${randomUUID()}`
    const good = [track('ana', account, 'First'), track('ana', account, 'Second')]
    const bad = [
      ['properties', track('ana', account, 'Bad', { properties: 'HERE' })],
      ['traits', item('group', 'ana', { groupId: account, traits: { x: 'HERE' } })],
      ['traits', item('identify', 'ana', { traits: { x: 'HERE' }, context: { groupId: account } })],
      ['context', item('page', 'ana', { context: { groupId: account, x: 'HERE' } })],
      ['unknown', track('ana', account, 'Bad', { unknown: 'HERE' })],
    ]
    for (const [field, fault] of bad) {
      const batch = raw({ ...server(), batch: ['HERE', 'GOOD'] }, raw(fault, text))
      const sent = batch.replace('"GOOD"', JSON.stringify(good[0]))
      for (const path of ['/v1/batch', '/v1/placements']) {
        const more = path === '/v1/placements' ? `{"userId":"ana","groupId":"${account}",` : '{'
        const { status, body } = await api.post(path, sent.replace('{', more))
        assert.equal(status, 200)
        assert.equal(body.results[0].code, code)
        assert.equal(body.results[0].pointer, `/batch/0/${field}`)
        assert.match(body.results[1].status, /accepted|duplicate/)
      }
      const single = raw({ ...server(), ...fault }, text)
      const { status, body } = await api.post(`/v1/${fault.type}`, single)
      assert.deepEqual([status, body.code, body.pointer], [400, code, `/${field}`])
    }
    assert.deepEqual(statuses(await api.batch([good[1]])), ['accepted'])
    await assertWell('ana', account, good)
  })
}

test('what is as deep as it may be is stored and read', async () => {
  const account = 'deep-enough'
  const good = track('ana', account, 'Deep', { properties: JSON.parse(deep(99)) })
  const group = item('group', 'ana', { groupId: account, traits: { x: JSON.parse(deep(98)) } })
  assert.deepEqual(statuses(await api.batch([good, group], server())), ['accepted', 'accepted'])
  await assertWell('ana', account, [good, group])
  const { status } = await api.get(`/v1/accounts/${account}`)
  assert.equal(status, 200)
})

test('half a character is replaced, wherever it stands', async () => {
  const account = 'halves'
  const half = '😀'.slice(0, 1)
  const sent = (text) => [
    track('ana', account, `Cut ${text}`, { messageId: 'm-cut', properties: { [text]: [text] } }),
    item('group', 'ana', { messageId: 'm-g', groupId: account, traits: { name: `A${text}` } }),
  ]
  const { body } = await api.batch(sent(half), server())
  assert.deepEqual(statuses({ body }), ['accepted', 'accepted'])
  const [, group] = sent(half)
  const single = await api.post('/v1/group', { ...server(), ...group, messageId: 'm-single' })
  assert.deepEqual(statuses(single), ['accepted'])
  const whole = sent('\ufffd')
  await assertWell('ana', account, [...whole, { ...whole[1], messageId: 'm-single' }])
  const named = (page) => page.results.find(({ id }) => id === account)?.name === 'A\ufffd'
  await api.until('/v1/accounts', named)
})

test('half a character in what the page says of itself does not keep its person out', async () => {
  const page = { url: `https://host.example/${'😀'.slice(1)}` }
  const { status, body } = await api.placements('ana', 'half-page', { context: { page } })
  assert.deepEqual([status, typeof body.html], [200, 'string'])
})

test('what is wrong is called by its name', async () => {
  const [twice, ids] = ['"userId":"a","userId":"b"', '"userId":9007199254740993']
  for (const [fields, code] of [
    [twice, 'repeated_field'],
    [ids, 'wrong_type'],
    ['"userId":"."', 'invalid_id'],
    ['"userId":"u","context":{"groupId":".."}', 'invalid_id'],
  ]) {
    const { body } = await api.post(
      '/v1/track',
      `{${fields},"event":"E","writeKey":"${stack.keys.write}"}`,
    )
    assert.equal(body.code, code)
  }
})

test('a statement that is too deep is refused, and the next one is read', async () => {
  const headers = {
    authorization: `Basic ${Buffer.from(`${stack.keys.server}:`).toString('base64')}`,
    'x-experience-api-version': '1.0.3',
  }
  const statement = {
    actor: { account: { homePage: 'https://lms.example', name: 'xia' } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
    object: { id: 'https://books.example/1' },
    context: { extensions: { 'https://x.example/deep': 'HERE' } },
  }
  const send = (text) => api.post('/xapi/statements', raw(statement, text), headers)
  for (const levels of [98, 110, 120, 124, 200]) {
    const { status, body } = await send(deep(levels))
    assert.deepEqual([status, body.code], [400, 'invalid_json'], levels)
  }
  const { status, body } = await send(deep(97))
  assert.equal(status, 200)
  const read = await fetch(`${stack.url}/xapi/statements?statementId=${body[0]}`, { headers })
  assert.deepEqual((await read.json()).context.extensions, {
    'https://x.example/deep': JSON.parse(deep(97)),
  })
})

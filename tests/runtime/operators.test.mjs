//! What operators read: responses, accounts, the score; and who may read it.

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

/** Lets `user` answer the NPS question. */
async function answer(user, account, rating, comment = '') {
  await api.placements(user, account, { start: ['nps'] })
  const command = { placement: 'nps', type: 'answer', rating, comment }
  const { status, body } = await api.commands(user, account, [command])
  assert.equal(status, 200)
  assert.equal(body.results[0].status, 'accepted')
  return body
}

const responses = (query, n) =>
  api.until(`/v1/responses?${query}`, ({ results }) => results.length === n)

test('an answer is readable with everything about it', async () => {
  await api.batch([
    item('identify', 'ana', { traits: { name: 'Ana Ruiz' }, context: { groupId: 'acme' } }),
    item('group', 'ana', { groupId: 'acme', traits: { name: 'Acme' } }),
  ])
  const drawn = await answer('ana', 'acme', 9, '  It saves us a day.  ')
  assert.match(drawn.html, /Thank you/)
  assert.deepEqual(drawn.events, [{ type: 'survey_answered', placement: 'nps' }])
  await api.until('/v1/accounts', ({ results }) => results.some(({ name }) => name === 'Acme'))
  const { results, next } = await responses('account=acme', 1)
  const { id, answered_at, ...rest } = results[0]
  assert.deepEqual(rest, {
    kind: 'nps',
    survey: 'nps',
    account: 'acme',
    account_name: 'Acme',
    user: 'ana',
    user_name: 'Ana Ruiz',
    rating: 9,
    category: 'promoter',
    comment: 'It saves us a day.',
    answers: {
      rating: { rating: 9, choices: [], text: null, comment: 'It saves us a day.' },
    },
    is_complete: true,
    followed_at: null,
  })
  assert.ok(id.length > 0 && Math.abs(Date.now() - answered_at) < 60_000)
  assert.equal(next, null)
})

test('a retried answer is one response', async () => {
  await api.placements('retry', 'retries', { start: ['nps'] })
  const command = { id: 'retried', placement: 'nps', type: 'answer', rating: '3' }
  const sent = await Promise.all(
    Array.from({ length: 5 }, () => api.commands('retry', 'retries', [command])),
  )
  const statuses = sent.map(({ body }) => body.results[0].status).sort()
  assert.deepEqual(statuses, ['accepted', 'duplicate', 'duplicate', 'duplicate', 'duplicate'])
  await answer('other', 'retries', 8)
  await responses('account=retries', 2)
})

test('pages go through everything once, newest first', async () => {
  for (let n = 0; n < 5; n += 1) await answer(`p${n}`, 'paged', n)
  await responses('account=paged', 5)
  const seen = []
  let cursor = ''
  for (;;) {
    const { body } = await api.get(`/v1/responses?account=paged&limit=2&cursor=${cursor}`)
    seen.push(...body.results.map(({ user }) => user))
    if (body.next === null) break
    cursor = body.next
  }
  assert.deepEqual(seen, ['p4', 'p3', 'p2', 'p1', 'p0'])
})

test('filters by user and by half-open span', async () => {
  await answer('spanned', 'spans', 5)
  const [{ answered_at: at }] = (await responses('account=spans', 1)).results
  await responses(`account=spans&from=${at}&to=${at + 1}`, 1)
  await responses(`account=spans&to=${at}`, 0)
  await responses(`account=spans&from=${at + 1}`, 0)
  await responses('account=spans&user=somebody-else', 0)
})

test('the score comes with its interval, over answers only', async () => {
  const metric = (holds) => api.until('/v1/metrics/nps?account=scored', holds)
  assert.deepEqual(await metric(() => true), {
    score: null,
    centre: null,
    margin: null,
    promoters: 0,
    passives: 0,
    detractors: 0,
    answers: 0,
    dismissals: 0,
  })
  for (const [n, rating] of [10, 9, 9, 10, 9, 7, 8, 8, 6, 0].entries())
    await answer(`s${n}`, 'scored', rating)
  await api.placements('s-no', 'scored', { start: ['nps'] })
  await api.commands('s-no', 'scored', [{ placement: 'nps', type: 'dismiss' }])
  const got = await metric(({ answers, dismissals }) => answers === 10 && dismissals === 1)
  assert.deepEqual([got.promoters, got.passives, got.detractors], [5, 3, 2])
  for (const [name, want] of [
    ['score', 30],
    ['centre', 23.08],
    ['margin', 42.13],
  ]) {
    assert.ok(Math.abs(got[name] - want) < 0.005, `${name} ${got[name]}`)
  }
})

test('exports everything as CSV and NDJSON', async () => {
  await answer('x1', 'exported', 2, '=HYPERLINK("x")')
  await answer('x2', 'exported', 9, 'two\nlines, "quoted"')
  await responses('account=exported', 2)
  const csv = await api.get('/v1/responses?account=exported&format=csv')
  assert.match(csv.headers.get('content-type'), /^text\/csv/)
  assert.match(csv.headers.get('content-disposition'), /responses\.csv/)
  assert.ok(csv.body.startsWith('answered_at,account,'))
  assert.ok(csv.body.includes(`"'=HYPERLINK(""x"")"`))
  assert.ok(csv.body.includes('"two\nlines, ""quoted"""'))
  const response = await fetch(`${stack.url}/v1/responses?account=exported&format=ndjson`, {
    headers: { authorization: `Bearer ${stack.keys.operator}` },
  })
  const lines = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    lines.map(({ user }) => user),
    ['x2', 'x1'],
  )
})

test('an operator learns who they are', async () => {
  const { status, body } = await api.get('/v1/session')
  assert.equal(status, 200)
  assert.equal(body.workspace.id, 'demo')
  assert.equal(body.role, 'admin')
})

test('nobody else reads anything, and no page may', async () => {
  for (const path of ['/v1/session', '/v1/responses', '/v1/accounts', '/v1/metrics/nps']) {
    for (const token of [null, 'op_wrong', stack.keys.write, stack.keys.server]) {
      const { status, body, headers } = await api.get(path, token)
      assert.deepEqual([status, body.code], [401, 'unauthorized'], `${path} ${token}`)
      assert.equal(headers.get('access-control-allow-origin'), null)
      assert.ok(headers.get('www-authenticate'))
    }
  }
})

test('queries that make no sense are refused', async () => {
  for (const query of [
    'limit=0',
    'limit=101',
    'limit=x',
    'from=yesterday',
    'cursor=zzz',
    'format=xls',
    'survey=N P S',
  ]) {
    const { status, body } = await api.get(`/v1/responses?${query}`)
    assert.deepEqual([status, body.code], [400, 'invalid_query'], query)
    assert.ok(body.detail.includes(query.split('=')[0]), body.detail)
  }
})

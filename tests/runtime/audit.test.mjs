//! The audit trail: what became of the items of checklists, when, and by whom.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { checklist, course, todo } from '../harness/content.mjs'
import { client, item, startStack, track } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
  await api.publish('course', course('basics', ['first']))
  await api.publish(
    'checklist',
    checklist('setup', [
      todo('own', { skippable: true }),
      todo('connect', { completion: { event: { name: 'Tool Audited' } } }),
      todo('lead', { completion: { when: { user: { role: { is: 'lead' } } } } }),
      todo('learn', { completion: { course: 'basics' } }),
      todo('import', { owner: 'vendor' }),
      todo('invite', { scope: 'account' }),
    ]),
  )
})
after(() => stack.stop())

const joins = (user, account, traits = {}) =>
  api.batch([
    item('identify', user, {
      traits: { name: `User ${user}`, ...traits },
      context: { groupId: account },
    }),
  ])
const does = async (user, account, type, id, more) => {
  const command = { type, placement: 'setup', ...(id && { item: id }) }
  const { body } = await api.commands(user, account, [command], more)
  assert.equal(body.results[0].status, 'accepted', JSON.stringify(body.results))
  return body
}
const audit = async (account, query = '') => {
  const { status, body } = await api.get(`/v1/accounts/${account}/audit${query}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}
/** Each row in short, the oldest first. */
const said = async (account, query = '') => {
  const { results } = await audit(account, `?limit=100${query}`)
  const short = ({ type, item, user, cause, actor }) =>
    [type.replace('checklist_item_', ''), item, user ?? 'all', cause, actor].join(' ')
  return results.map(short).reverse()
}
const tick = (method, account, user, id, token) =>
  api.send(
    method,
    `/v1/accounts/${account}/people/${user}/checklists/setup/items/${id}`,
    undefined,
    token,
  )
const doneBy = ({ items }) =>
  Object.fromEntries(items.filter((it) => it.done_by).map((it) => [it.id, it.done_by]))
const setup = async (account, user) => {
  const { body } = await api.get(`/v1/accounts/${account}/people/${user}`)
  return body.checklists.find(({ id }) => id === 'setup')
}

test('whatever settles an item, or opens it again, is one row: what, whose, by whom', async () => {
  await joins('ana', 'acme')
  const begin = Date.now()
  await does('ana', 'acme', 'skip_item', 'own')
  const { events } = await does('ana', 'acme', 'reopen_item', 'own')
  assert.deepEqual(events, [{ type: 'checklist_item_reopened', placement: 'setup', item: 'own' }])
  await does('ana', 'acme', 'complete_item', 'own')
  await api.batch([track('ana', 'acme', 'Tool Audited')])
  await joins('ana', 'acme', { role: 'lead' })
  // What holds by now is noticed when the person is there.
  await api.placements('ana', 'acme')
  await tick('PUT', 'acme', 'ana', 'import')
  const { label } = (await api.get('/v1/session')).body
  assert.deepEqual(await said('acme'), [
    'skipped own ana hand ana',
    'reopened own ana hand ana',
    'completed own ana hand ana',
    'completed connect ana product ana',
    'completed lead ana product ana',
    `completed import ana operator ${label}`,
  ])

  const [{ id, at, ...row }] = (await audit('acme', '?limit=1&locale=en')).results
  assert.ok(Number.isInteger(id) && at >= begin - 1_000 && at <= Date.now() + 1_000, `${id} ${at}`)
  assert.deepEqual(row, {
    type: 'checklist_item_completed',
    checklist: 'setup',
    checklist_title: 'List setup',
    item: 'import',
    item_title: 'Do import',
    user: 'ana',
    user_name: 'User ana',
    cause: 'operator',
    actor: label,
    actor_name: null,
  })
})

test('a course that is done is what did its item', async () => {
  await joins('col', 'college')
  await api.placements('col', 'college', { start: ['basics'] })
  const command = { type: 'complete_lesson', placement: 'basics', item: 'first' }
  const { body } = await api.commands('col', 'college', [command])
  assert.equal(body.results[0].status, 'accepted', JSON.stringify(body))
  assert.deepEqual(await said('college'), ['completed learn col product col'])

  // Another system says it, and nobody has looked since.
  // A statement names no account: it goes to the one that they joined.
  await api.batch([item('group', 'dot', { groupId: 'campus' })])
  await api.send('POST', '/v1/enrollments', { course: 'basics', user: 'dot', account: 'campus' })
  const statement = {
    actor: { account: { homePage: 'https://lms.example', name: 'dot' } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
    object: { id: 'urn:rumbo:demo:course:basics:lesson:first' },
  }
  const headers = {
    authorization: `Basic ${btoa(`${stack.keys.server}:`)}`,
    'content-type': 'application/json',
    'x-experience-api-version': '1.0.3',
  }
  const sent = await api.post('/xapi/statements', statement, headers)
  assert.equal(sent.status, 200, JSON.stringify(sent.body))
  assert.deepEqual(await said('campus'), ['completed learn dot product dot'])
})

test('what changes nothing leaves no row: a retry, a second time, what is refused', async () => {
  await joins('bea', 'again')
  const command = { type: 'complete_item', placement: 'setup', item: 'own', id: 'c-own' }
  for (const status of ['accepted', 'duplicate']) {
    const { body } = await api.commands('bea', 'again', [command])
    assert.equal(body.results[0].status, status)
  }
  await does('bea', 'again', 'complete_item', 'own')
  await api.batch([track('bea', 'again', 'Tool Audited'), track('bea', 'again', 'Tool Audited')])
  const refused = { type: 'complete_item', placement: 'setup', item: 'connect' }
  assert.equal((await api.commands('bea', 'again', [refused])).status, 422)
  for (const method of ['DELETE', 'PUT', 'PUT']) await tick(method, 'again', 'bea', 'import')
  assert.equal((await tick('PUT', 'again', 'bea', 'own')).status, 409)
  assert.deepEqual(
    (await said('again')).map((row) => row.split(' ').slice(0, 2).join(' ')),
    ['completed own', 'completed connect', 'completed import'],
  )
})

test('an item of the whole account is nobody’s, and still somebody did it', async () => {
  for (const user of ['cy', 'dee']) await joins(user, 'team')
  await does('cy', 'team', 'complete_item', 'invite')
  assert.deepEqual(await said('team'), ['completed invite all hand cy'])
  const by = { cause: 'hand', actor: 'cy', actor_name: 'User cy' }
  for (const user of ['cy', 'dee']) {
    assert.deepEqual(doneBy(await setup('team', user)), { invite: by })
  }
  // Anybody may take it back, and it is told who.
  await does('dee', 'team', 'reopen_item', 'invite')
  assert.deepEqual((await said('team')).at(-1), 'reopened invite all hand dee')
  assert.deepEqual(doneBy(await setup('team', 'cy')), {})
  await does('dee', 'team', 'complete_item', 'own')

  const of = (user) => said('team', `&user=${user}`)
  const all = ['completed invite all hand cy', 'reopened invite all hand dee']
  assert.deepEqual(await of('cy'), all)
  assert.deepEqual(await of('dee'), [...all, 'completed own dee hand dee'])
})

test('an operator is told from a user of the same name', async () => {
  await joins('mo', 'names')
  const { token } = (await api.send('POST', '/v1/tokens', { role: 'csm', label: 'mo' })).body
  const { body } = await tick('PUT', 'names', 'mo', 'import', token)
  assert.deepEqual(doneBy(body), { import: { cause: 'operator', actor: 'mo', actor_name: null } })
  assert.deepEqual(await said('names'), ['completed import mo operator mo'])
})

test('what somebody did before they were known goes with them, once', async () => {
  const seen = {
    type: 'track',
    anonymousId: 'anon-1',
    event: 'Tool Audited',
    messageId: 'anon-seen',
  }
  await api.batch([seen])
  for (const id of ['own', 'invite']) await does('eli', undefined, 'complete_item', id)
  await does('eli', undefined, 'reopen_item', 'own')
  const alias = { type: 'alias', previousId: 'anon-1', userId: 'eli', messageId: 'alias-1' }
  const group = item('group', 'eli', { groupId: 'later' })
  await api.batch([alias])
  await api.batch([group])
  await api.batch([alias, group])

  await api.until('/v1/accounts/later/audit', ({ results }) => results?.length > 3)
  const rows = [
    'completed own eli hand eli',
    'completed invite all hand eli',
    'reopened own eli hand eli',
    'completed connect eli product eli',
  ]
  assert.deepEqual(await said('later'), rows)
  assert.deepEqual(Object.keys(doneBy(await setup('later', 'eli'))), ['connect', 'invite'])
})

test('what is published no more is told by its id', async () => {
  await api.publish('checklist', checklist('old', ['gone', 'stays']))
  await joins('fay', 'edits')
  for (const id of ['gone', 'stays']) {
    const command = { type: 'complete_item', placement: 'old', item: id }
    await api.commands('fay', 'edits', [command])
  }
  const titles = async () =>
    (await audit('edits', '?checklist=old')).results.map((row) => [
      row.item,
      row.item_title,
      row.checklist_title,
    ])
  await api.publish('checklist', checklist('old', ['stays']))
  assert.deepEqual(await titles(), [
    ['stays', 'Do stays', 'List old'],
    ['gone', null, 'List old'],
  ])
  await api.send('POST', '/v1/content/checklist/old/unpublish')
  assert.deepEqual(await titles(), [
    ['stays', null, null],
    ['gone', null, null],
  ])
})

test('the trail is read in pages, and as a file', async () => {
  await joins('gus', 'pages')
  for (let n = 0; n < 4; n++) {
    for (const type of ['complete_item', 'reopen_item']) await does('gus', 'pages', type, 'own')
  }
  const all = (await audit('pages', '?limit=100')).results
  assert.equal(all.length, 8)
  const pages = []
  let next = ''
  do {
    const page = await audit('pages', `?limit=3&user=gus${next && `&cursor=${next}`}`)
    pages.push(page.results)
    next = page.next
  } while (next)
  assert.deepEqual(
    pages.map(({ length }) => length),
    [3, 3, 2],
  )
  assert.deepEqual(pages.flat(), all)

  const { headers, body } = await api.get('/v1/accounts/pages/audit?format=csv')
  assert.match(headers.get('content-disposition'), /audit\.csv/)
  const [head, first, ...rest] = body.trim().split('\r\n')
  assert.equal(
    head,
    'at,type,checklist,checklist_title,item,item_title,user,user_name,cause,actor,actor_name,id',
  )
  const { at, id } = all[0]
  assert.equal(
    first,
    `${new Date(at).toISOString()},checklist_item_reopened,setup,List setup,own,Do own,gus,User gus,hand,gus,User gus,${id}`,
  )
  assert.equal(rest.length, 7)
  const lines = (await api.get('/v1/accounts/pages/audit?format=ndjson')).body.trim().split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    all,
  )
})

test('an account that nobody spoke of, and a query that is none, are refused', async () => {
  for (const format of ['json', 'csv']) {
    const { status, body } = await api.get(`/v1/accounts/nowhere/audit?format=${format}`)
    assert.deepEqual([status, body.code], [404, 'unknown_account'])
  }
  await joins('hal', 'asks')
  assert.deepEqual(await audit('asks'), { results: [], next: null })
  for (const query of ['cursor=x', 'limit=0', 'format=pdf', 'checklist=A%20B']) {
    const { status, body } = await api.get(`/v1/accounts/asks/audit?${query}`)
    assert.deepEqual([status, body.code], [400, 'invalid_query'], query)
  }
})

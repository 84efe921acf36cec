//! Content as operators edit it: drafts, publishing, history, and what people see of it.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, startStack } from '../harness/index.mjs'

let stack
let api
/** Tokens by role, and their ids. */
const tokens = {}
before(async () => {
  stack = await startStack()
  api = client(stack)
  for (const role of ['viewer', 'csm']) {
    tokens[role] = (await api.send('POST', '/v1/tokens', { role, label: `A ${role}` })).body
  }
})
after(() => stack.stop())

const item = (id, more) => ({
  id,
  title: { en: `Do ${id}` },
  detail: { en: 'd' },
  completion: 'by_hand',
  ...more,
})
const checklist = (id, items, more) => ({
  id,
  title: { en: `List ${id}`, es: `Lista ${id}` },
  intro: { en: 'i' },
  done: { en: 'All done' },
  items: items.map((each) => (typeof each === 'string' ? item(each) : each)),
  ...more,
})
const at = (id, action = '') => `/v1/content/checklist/${id}${action && `/${action}`}`
const save = (id, body, ifMatch) =>
  api.send('PUT', at(id), body, tokens.csm.token, ifMatch ? { 'if-match': ifMatch } : {})
const act = (id, action, body) => api.send('POST', at(id, action), body, tokens.csm.token)
const publish = async (id, body) => {
  await save(id, body)
  const { status } = await act(id, 'publish')
  assert.equal(status, 200)
}
const states = async (id) => {
  const { body } = await api.get(at(id, 'versions'))
  return body.results.map(({ version, state }) => `${version} ${state}`)
}
const shown = async (user, id) => (await api.placements(user, 'content', { start: [id] })).body

test('a draft is seen by nobody until it is published, then by all at once', async () => {
  const saved = await save('first', checklist('first', ['a']))
  assert.equal(saved.status, 201)
  assert.equal(saved.headers.get('etag'), '"1"')
  assert.deepEqual(saved.body, {
    kind: 'checklist',
    id: 'first',
    version: 1,
    published_version: null,
    draft_version: 1,
  })
  assert.deepEqual((await shown('u', 'first')).unknown, ['first'])
  const published = await act('first', 'publish')
  assert.deepEqual([published.body.published_version, published.body.draft_version], [1, null])
  const { placements, html } = await shown('u', 'first')
  assert.equal(placements[0].id, 'first')
  assert.match(html, /List first/)
  assert.equal((await act('first', 'publish')).body.code, 'no_draft')
})

test('the whole history says who did what when', async () => {
  await publish('told', checklist('told', ['a']))
  await save('told', checklist('told', ['b']))
  await api.send('PUT', at('told'), checklist('told', ['c']))
  await act('told', 'publish')
  assert.deepEqual(await states('told'), ['3 published', '2 discarded', '1 superseded'])
  const { body } = await api.get(at('told', 'versions'))
  const [third, second, first] = body.results
  assert.deepEqual(first.saved_by, { id: tokens.csm.id, label: 'A csm' })
  assert.equal(third.saved_by.label, 'Demo operator')
  assert.equal(third.published_by.label, 'A csm')
  assert.equal(second.ended_by.label, 'Demo operator')
  assert.equal(first.ended_at, third.published_at)
  assert.ok(first.saved_at <= first.published_at && first.published_at <= first.ended_at)
  assert.ok(body.results.every((row) => row.body === undefined))

  const page = (await api.get(`${at('told', 'versions')}?limit=2`)).body
  const rest = (await api.get(`${at('told', 'versions')}?limit=2&cursor=${page.next}`)).body
  assert.deepEqual(
    [...page.results, ...rest.results].map(({ version }) => version),
    [3, 2, 1],
  )
  assert.equal(rest.next, null)
})

/** Pins what operators' tools read. */
test('content_wire_shape', async () => {
  await publish('wire', checklist('wire', ['a']))
  await save('wire', { $schema: 'https://x.example', ...checklist('wire', ['b']) })
  const { body } = await api.get(at('wire'))
  const { published, draft, ...head } = body
  const [kind, id] = ['checklist', 'wire']
  assert.deepEqual(head, { kind, id, version: 2, published_version: 1, draft_version: 2 })
  assert.deepEqual(Object.keys(published), [
    'version',
    'state',
    'copied_from',
    'saved_at',
    'saved_by',
    'published_at',
    'published_by',
    'ended_at',
    'ended_by',
    'body',
  ])
  // In the order of its author, and without what is meant for an editor.
  assert.equal(JSON.stringify(draft.body), JSON.stringify(checklist('wire', ['b'])))
  const first = await api.get(`${at('wire')}?version=1`)
  assert.deepEqual(first.body, published)
  assert.equal((await api.get(`${at('wire')}?version=9`)).body.code, 'unknown_version')
  assert.equal((await api.get('/v1/content/survey/wire')).body.code, 'unknown_content')
  assert.equal((await api.get('/v1/content/poem/wire')).body.code, 'unknown_content')
})

test('the list has all kinds, in order of id, as pages and as files', async () => {
  const all = (await api.get('/v1/content')).body.results
  const ids = all.map(({ id }) => id)
  assert.deepEqual(ids, [...ids].sort())
  const nps = all.find(({ id }) => id === 'nps')
  assert.deepEqual([nps.kind, nps.published_version, nps.draft_version], ['survey', 1, null])
  assert.match(nps.title, /^How likely/)
  assert.ok(nps.published_at > 0 && nps.updated_at >= nps.published_at)
  const spanish = (await api.get('/v1/content?kind=survey&locale=es')).body.results
  assert.ok(spanish.length > 0 && spanish.every(({ title }) => title.startsWith('¿')))

  const paged = []
  for (let cursor = ''; cursor !== null;) {
    const { body } = await api.get(`/v1/content?limit=1&cursor=${cursor}`)
    paged.push(...body.results.map(({ id }) => id))
    cursor = body.next
  }
  assert.deepEqual(paged, ids)
  const csv = (await api.get('/v1/content?format=csv')).body.trim().split('\r\n')
  const header = 'kind,id,title,version,published_version,draft_version,published_at,updated_at'
  assert.deepEqual([csv[0], csv.length], [header, all.length + 1])
  const ndjson = (await api.get('/v1/content?format=ndjson')).body.trim().split('\n')
  assert.deepEqual(JSON.parse(ndjson[0]), all[0])
  assert.equal((await api.get('/v1/content?kind=poem')).body.code, 'invalid_query')
})

test('what is wrong with a file is said all at once, each with its place', async () => {
  const wrong = checklist('wrong', [
    item('a', { link: { label: { en: 'Go' }, href: 'javascript:alert(1)' } }),
    item('a', { colour: 'red' }),
  ])
  delete wrong.intro
  const { status, headers, body } = await save('wrong', wrong)
  assert.deepEqual([status, body.code], [422, 'invalid_content'])
  assert.match(headers.get('content-type'), /problem\+json/)
  assert.deepEqual(
    body.faults.map(({ pointer, path }) => [pointer, path]),
    [
      ['/intro', 'intro'],
      ['/items/1/colour', 'items[1].colour'],
      ['/items/0/link/href', 'items[0].link.href'],
      ['/items/1/id', 'items[1].id'],
    ],
  )
  assert.ok(body.faults.every(({ detail }) => detail.length > 5))
  assert.equal((await api.get(at('wrong'))).status, 404)
  const named = await save('wrong', checklist('right', ['a']))
  assert.equal(named.body.faults[0].path, 'id')
  const taken = await api.send('PUT', '/v1/content/checklist/nps', checklist('nps', ['a']))
  assert.deepEqual([taken.status, taken.body.code], [409, 'id_taken'])
  const text = await api.send('PUT', at('wrong'), undefined)
  assert.equal(text.body.code, 'invalid_json')
})

test('an update is not lost: who was slower is told, and what is the same is not saved', async () => {
  const body = (n) => checklist('raced', [`item-${n}`])
  await save('raced', body(1))
  assert.equal((await save('raced', body(2), '"1"')).body.version, 2)
  const late = await save('raced', body(3), '"1"')
  assert.deepEqual([late.status, late.body.code], [412, 'version_conflict'])
  assert.equal(late.headers.get('etag'), '"2"')
  assert.equal((await save('raced', body(2), '"2"')).body.version, 2)
  const publishLate = await api.send('POST', at('raced', 'publish'), undefined, undefined, {
    'if-match': '"1"',
  })
  assert.equal(publishLate.status, 412)
  const isNew = { 'if-none-match': '*' }
  assert.equal((await api.send('PUT', at('raced'), body(4), undefined, isNew)).status, 412)
  assert.equal(
    (await api.send('PUT', at('raced-2'), checklist('raced-2', ['a']), undefined, isNew)).status,
    201,
  )
  assert.equal((await save('raced-3', checklist('raced-3', ['a']), '"1"')).status, 412)

  const all = await Promise.all([5, 6, 7, 8].map((n) => save('raced', body(n), '"2"')))
  assert.equal(all.filter(({ status }) => status === 200).length, 1)
  assert.equal(all.filter(({ status }) => status === 412).length, 3)
  const drafts = (await states('raced')).filter((row) => row.endsWith('draft'))
  assert.deepEqual(drafts, ['3 draft'])
})

test('a rollback publishes what once was, as a new version, and leaves the draft alone', async () => {
  await publish('back', checklist('back', ['a']))
  await publish('back', checklist('back', ['b']))
  await save('back', checklist('back', ['c']))
  const { body } = await act('back', 'rollback', { version: 1 })
  assert.deepEqual([body.version, body.published_version, body.draft_version], [4, 4, 3])
  assert.match((await shown('u', 'back')).html, /Do a/)
  const { published, draft } = (await api.get(at('back'))).body
  assert.deepEqual([published.copied_from, draft.body.items[0].id], [1, 'c'])
  assert.deepEqual(await states('back'), ['4 published', '3 draft', '2 superseded', '1 superseded'])
  assert.equal((await act('back', 'rollback', { version: 4 })).body.version, 4)
  assert.equal((await act('back', 'rollback', { version: 9 })).body.code, 'unknown_version')
  await act('back', 'publish')
  assert.match((await shown('u', 'back')).html, /Do c/)
})

test('a deleted draft leaves what is published, and stays in the history', async () => {
  await publish('kept', checklist('kept', ['a']))
  await save('kept', checklist('kept', ['b']))
  const { status, body } = await api.send('DELETE', at('kept'), undefined, tokens.csm.token)
  assert.deepEqual([status, body.published_version, body.draft_version], [200, 1, null])
  assert.equal((await api.send('DELETE', at('kept'))).body.code, 'no_draft')
  assert.match((await shown('u', 'kept')).html, /Do a/)
  await act('kept', 'rollback', { version: 2 })
  assert.match((await shown('u', 'kept')).html, /Do b/)
})

test('the preview is the draft as the widget draws it, for nobody, and stores nothing', async () => {
  await publish('seen', checklist('seen', ['a']))
  await save('seen', checklist('seen', ['b']))
  const { status, body } = await api.get(`${at('seen', 'preview')}?locale=es`, tokens.viewer.token)
  assert.equal(status, 200)
  assert.deepEqual(body.placements, [{ id: 'seen', kind: 'checklist' }])
  assert.match(body.html, /Lista seen/)
  assert.match(body.html, /Do b/)
  assert.ok(body.state && body.css.text && body.widget.wasm)
  assert.match((await api.get(`${at('seen', 'preview')}?version=1`)).body.html, /Do a/)
  const survey = await api.get('/v1/content/survey/nps/preview')
  assert.match(survey.body.html, /How likely/)
  assert.match((await shown('u', 'seen')).html, /Do a/)
  assert.equal((await api.get(at('nothing', 'preview'))).status, 404)
})

test('a viewer reads and changes nothing', async () => {
  for (const path of ['/v1/content', at('seen'), at('seen', 'versions')]) {
    assert.equal((await api.get(path, tokens.viewer.token)).status, 200)
  }
  const refused = await api.send('PUT', at('seen'), checklist('seen', ['x']), tokens.viewer.token)
  assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden'])
})

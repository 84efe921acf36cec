//! A live checklist is edited while people are in it.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, startStack } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

const body = (id, items) => ({
  id,
  title: { en: 'List' },
  intro: { en: 'So much to do' },
  done: { en: 'All is done' },
  items: items.map((item) => ({
    id: item,
    title: { en: `Do ${item}` },
    detail: { en: 'd' },
    completion: 'by_hand',
  })),
})
const publish = async (id, items) => {
  const path = `/v1/content/checklist/${id}`
  await api.send('PUT', path, body(id, items))
  assert.equal((await api.send('POST', `${path}/publish`)).status, 200)
}
const complete = async (user, id, items) => {
  const commands = items.map((item) => ({ placement: id, type: 'complete_item', item }))
  const answer = await api.commands(user, 'edited', commands)
  assert.ok(answer.body.results.every(({ status }) => status === 'accepted'))
  return answer.body
}
const look = async (user, id) => (await api.placements(user, 'edited', { start: [id] })).body

test('who finished stays finished when an item is added; who is half-way sees it', async () => {
  await publish('grown', ['a', 'b'])
  const { events } = await complete('finished', 'grown', ['a', 'b'])
  assert.equal(events.at(-1).type, 'checklist_completed')
  await complete('half-way', 'grown', ['a'])

  await publish('grown', ['a', 'b', 'c'])
  const finished = await look('finished', 'grown')
  assert.match(finished.html, /All is done/)
  assert.equal(finished.events, undefined)
  const half = await look('half-way', 'grown')
  assert.match(half.html, /So much to do/)
  assert.match(half.html, /1 of 3 done/)
  assert.match(half.html, /Do c/)
  // What is new can be done by who finished, and does not finish them again.
  const more = await complete('finished', 'grown', ['c'])
  assert.deepEqual(
    more.events.map(({ type }) => type),
    ['checklist_item_completed'],
  )
  assert.match(more.html, /All is done/)
})

test('who did all the rest has finished when an item is removed; it is told once', async () => {
  await publish('shrunk', ['a', 'b', 'c'])
  await complete('rest', 'shrunk', ['a', 'b'])
  await complete('one', 'shrunk', ['a'])

  await publish('shrunk', ['a', 'b'])
  const rest = await look('rest', 'shrunk')
  assert.match(rest.html, /All is done/)
  assert.deepEqual(rest.events, [{ type: 'checklist_completed', placement: 'shrunk' }])
  assert.equal((await look('rest', 'shrunk')).events, undefined)
  assert.match((await look('one', 'shrunk')).html, /1 of 2 done/)

  // And stays so, should the item come back.
  await publish('shrunk', ['a', 'b', 'c'])
  assert.match((await look('rest', 'shrunk')).html, /All is done/)
})

test('an old tab that completes a removed item is refused, and nothing else is', async () => {
  await publish('lagging', ['a', 'b'])
  await publish('lagging', ['a', 'c'])
  const answer = await api.commands('tab', 'edited', [
    { placement: 'lagging', type: 'complete_item', item: 'b' },
    { placement: 'lagging', type: 'complete_item', item: 'a' },
  ])
  assert.deepEqual(
    answer.body.results.map(({ status, code }) => code ?? status),
    ['unknown_item', 'accepted'],
  )
})

test('unpublished, it is gone for all; published again, people are where they were', async () => {
  await publish('gone', ['a', 'b'])
  await complete('back', 'gone', ['a'])
  const path = '/v1/content/checklist/gone'
  const taken = await api.send('POST', `${path}/unpublish`)
  assert.deepEqual([taken.body.published_version, taken.body.draft_version], [null, 2])
  assert.equal((await api.send('POST', `${path}/unpublish`)).body.code, 'not_published')
  const { unknown, placements } = await look('back', 'gone')
  assert.deepEqual(unknown, ['gone'])
  assert.ok(placements.every(({ id }) => id !== 'gone'))
  const refused = await api.commands('back', 'edited', [{ placement: 'gone', type: 'dismiss' }])
  assert.equal(refused.body.code, 'unknown_placement')

  assert.equal((await api.send('POST', `${path}/publish`)).body.published_version, 2)
  assert.match((await look('back', 'gone')).html, /1 of 2 done/)
  const { results } = (await api.get(`${path}/versions`)).body
  assert.deepEqual(
    results.map(({ state, copied_from: from }) => [state, from]),
    [
      ['published', 1],
      ['unpublished', null],
    ],
  )
})

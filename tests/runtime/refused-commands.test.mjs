//! What the edge refuses of a person's commands it tells them too, in what it draws.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { checklist, course, question, quiz, survey } from '../harness/content.mjs'
import { client, startStack } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
  await api.publish('survey', survey('wishes', [question('wish', 'text')], { trigger: undefined }))
  await api.publish(
    'course',
    course('rules', ['read'], {
      enrol: 'everyone',
      segment: { user: { role: { is: 'learner' } } },
      quiz: quiz(['one', 'two'], { attempts: 1 }),
    }),
  )
  await api.publish(
    'checklist',
    checklist('steps', ['first', 'second'], { order: 'sequence', priority: 9 }),
  )
})
after(() => stack.stop())

const spanish = { context: { locale: 'es', page: { url: 'https://host.example/' } } }
/** What the person is told, and which command it is about. */
const told = ({ body: { html = '' } }) =>
  /<p[^>]*class="told"[^>]*data-focus="([^"]*)"[^>]*>([^<]*)</.exec(html)?.slice(1).reverse() ??
  /<p[^>]*data-focus="([^"]*)"[^>]*class="told"[^>]*>([^<]*)</.exec(html)?.slice(1).reverse()
const words = (answer) => told(answer)?.[0]

test('the problem of one command has what is drawn beside it', async () => {
  await api.placements('ana', 'acme', { start: ['wishes'] })
  const blank = { id: 'blank', placement: 'wishes', type: 'answer', question: 'wish', text: ' ' }
  const refused = await api.commands('ana', 'acme', [blank], spanish)
  const { status, headers, body } = refused
  assert.equal(headers.get('content-type'), 'application/problem+json')
  assert.deepEqual(
    [status, body.status, body.code, body.pointer],
    [422, 422, 'invalid_text', '/commands/0/text'],
  )
  assert.deepEqual(
    body.results.map(({ id, status, code }) => [id, status, code]),
    [['blank', 'rejected', 'invalid_text']],
  )
  assert.equal(body.placements[0].id, 'wishes')
  assert.deepEqual(told(refused), ['Falta una respuesta', 'blank'])
})

test('what is told stays until something changes, and does not come along to the next page', async () => {
  await api.placements('eva', 'acme')
  const locked = { placement: 'steps', type: 'complete_item', item: 'second' }
  const { body } = await api.commands('eva', 'acme', [locked])
  assert.match(body.html, /class="told"/)
  assert.equal(body.lasts, false)

  const later = await api.placements('eva', 'acme', { have: body.etag })
  assert.deepEqual(
    [later.body.etag, later.body.html, later.body.lasts],
    [body.etag, undefined, false],
    'the page has it, and what is told',
  )
  const next = await api.placements('eva', 'acme')
  assert.equal(words(next), undefined)
  assert.equal(next.body.lasts, true)

  const done = { placement: 'steps', type: 'complete_item', item: 'first' }
  const { body: after } = await api.commands('eva', 'acme', [done], { have: body.etag })
  assert.ok(after.html && !after.html.includes('class="told"'))
})

test('of several commands the last that was refused is told, and what nobody asked for is not', async () => {
  await api.placements('leo', 'acme')
  const item = { placement: 'steps', type: 'complete_item' }
  const both = await api.commands('leo', 'acme', [
    { ...item, item: 'gone' },
    { ...item, item: 'second' },
    { placement: 'gone', type: 'seen' },
  ])
  assert.equal(both.status, 200)
  assert.equal(words(both), 'Opens when the steps before it are done')
  assert.equal(
    words(await api.commands('leo', 'acme', [{ placement: 'gone', type: 'seen' }])),
    undefined,
  )
  const gone = await api.commands('leo', 'acme', [{ ...item, item: 'gone' }])
  assert.equal(words(gone), 'That has changed meanwhile. Please look again.')
})

test('a quiz says which answer it lacks, and that it may not be tried again', async () => {
  const act = (type, more) => api.commands('mia', 'acme', [{ placement: 'rules', type, ...more }])
  await act('open_course')
  await act('open_quiz')
  const half = await act('answer_quiz', { 'pick.one': 'yes' })
  assert.equal(half.status, 422)
  assert.equal(words(half), 'An answer is missing: Q two')
  const all = { 'pick.one': 'no', 'pick.two': 'no' }
  assert.equal((await act('answer_quiz', all)).status, 200)
  assert.equal(words(await act('answer_quiz', all)), 'You have used every attempt')
})

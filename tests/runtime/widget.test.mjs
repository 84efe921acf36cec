//! What the widget asks of the edge: placements and commands.

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

const ids = ({ body }) => body.placements.map(({ id }) => id)

test('a newcomer sees the checklist, drawn and with its state', async () => {
  const { status, body } = await api.placements('new', 'w1')
  assert.equal(status, 200)
  assert.deepEqual(body.placements, [{ id: 'get-started', kind: 'checklist' }])
  assert.match(body.html, /Get started with Trámite/)
  assert.match(body.html, /<form[^>]*data-placement="get-started"/)
  assert.doesNotMatch(body.html, /style=|<style|<script/)
  assert.ok(body.state.length > 0)
  assert.ok(body.css.text.includes(':host'))
  assert.match(body.widget.wasm, /^\/w\/widget-[\w-]+\.wasm$/)
})

test('speaks the language of its reader', async () => {
  const context = { locale: 'es-MX' }
  const { body } = await api.placements('new', 'w1', { context })
  assert.match(body.html, /Empieza con Trámite/)
  assert.match(body.html, /lang="es/)
})

test('what the page has is not sent again', async () => {
  const first = await api.placements('etag', 'w1')
  const again = await api.placements('etag', 'w1', {
    have: first.body.etag,
    css: first.body.css.id,
  })
  assert.equal(again.body.etag, first.body.etag)
  assert.deepEqual(ids(again), ids(first))
  assert.equal(again.body.html, undefined)
  const styled = await api.placements('etag', 'w1', { css: first.body.css.id })
  assert.equal(styled.body.css, undefined)
  assert.ok(styled.body.html)
})

test('a page is sent the style of what it may show, unless it has that or all of it', async () => {
  const has = (css, name) => css.text.includes(name)
  const css = async (more) => (await api.placements('dressed', 'styles', more)).body.css
  const list = await css()
  assert.deepEqual([has(list, 'data-overdue'), has(list, '.words')], [true, false])
  // The Wasm may go from the one to the other.
  const all = await css({ css: list.id, start: ['nps'] })
  assert.deepEqual([has(all, 'data-overdue'), has(all, '.words')], [true, true])
  assert.equal(await css({ css: all.id }), undefined)

  await api.commands('dressed', 'styles', [{ type: 'dismiss', placement: 'get-started' }])
  const question = await css({ css: list.id })
  assert.deepEqual([has(question, 'data-overdue'), has(question, '.words')], [false, true])
  assert.equal(await css({ css: question.id }), undefined)
  assert.equal(await css({ css: all.id }), undefined)
})

test('somebody nobody signed in is shown nothing', async () => {
  const { status, body } = await api.placements(undefined, undefined)
  assert.equal(status, 200)
  assert.deepEqual(body.placements, [])
  assert.equal(body.html, undefined)
})

test('events that come along are stored first, and what they did is told', async () => {
  const event = track('along', 'w1', 'Process Created')
  const { body } = await api.placements('along', 'w1', { batch: [event] })
  assert.equal(body.results[0].status, 'accepted')
  assert.deepEqual(body.events, [
    { type: 'checklist_started', placement: 'get-started' },
    { type: 'checklist_item_completed', placement: 'get-started', item: 'create-process' },
  ])
  assert.match(body.html, /1 of 5 done/)
  const again = await api.placements('along', 'w1', { batch: [event] })
  assert.equal(again.body.results[0].status, 'duplicate')
  assert.equal(again.body.events, undefined)
})

test('an event sent by a server completes an item too', async () => {
  await api.batch([track('served', 'w1', 'Tool Connected')])
  assert.match((await api.placements('served', 'w1')).body.html, /1 of 5 done/)
})

test('an item is done by hand, once, and taken back', async () => {
  const done = { id: 'c-done', placement: 'get-started', type: 'complete_item', item: 'read-guide' }
  const first = await api.commands('hand', 'w1', [done])
  assert.deepEqual(first.body.results, [{ id: 'c-done', status: 'accepted' }])
  assert.match(first.body.html, /1 of 5 done/)
  const again = await api.commands('hand', 'w1', [done])
  assert.equal(again.body.results[0].status, 'duplicate')
  const undo = { placement: 'get-started', type: 'reopen_item', item: 'read-guide' }
  assert.match((await api.commands('hand', 'w1', [undo])).body.html, /0 of 5 done/)
})

test('the last item completes the checklist, and closing it is for good until it is started', async () => {
  const events = ['Process Created', 'Tool Connected', 'Teammate Invited', 'Process Run']
  await api.batch(events.map((event) => track('finisher', 'w1', event)))
  const last = { placement: 'get-started', type: 'complete_item', item: 'read-guide' }
  const { body } = await api.commands('finisher', 'w1', [last])
  assert.deepEqual(
    body.events.map(({ type }) => type),
    ['checklist_item_completed', 'checklist_completed'],
  )
  assert.match(body.html, /All set/)
  await api.commands('finisher', 'w1', [{ placement: 'get-started', type: 'dismiss' }])
  assert.deepEqual(ids(await api.placements('finisher', 'w1')), [])
  assert.deepEqual(ids(await api.placements('finisher', 'w1', { start: ['get-started'] })), [
    'get-started',
  ])
})

test('a trigger asks the question once; start asks it past the budget', async () => {
  const publish = track('asked', 'w1', 'Process Published')
  const asked = await api.placements('asked', 'w1', { batch: [publish] })
  assert.deepEqual(ids(asked), ['nps', 'get-started'])
  assert.match(asked.body.html, /How likely are you to recommend/)
  const dismissed = await api.commands('asked', 'w1', [{ placement: 'nps', type: 'dismiss' }])
  assert.deepEqual(ids(dismissed), ['get-started'])
  const later = track('asked', 'w1', 'Process Published')
  assert.deepEqual(ids(await api.placements('asked', 'w1', { batch: [later] })), ['get-started'])
  assert.deepEqual(ids(await api.placements('asked', 'w1', { start: ['nps'] })), [
    'nps',
    'get-started',
  ])
})

test('content that is not there is named', async () => {
  const { status, body } = await api.placements('asked', 'w1', { start: ['nothing'] })
  assert.equal(status, 200)
  assert.deepEqual(body.unknown, ['nothing'])
})

test('each person has progress of their own', async () => {
  await api.batch([track('one', 'w2', 'Process Created')])
  assert.match((await api.placements('one', 'w2')).body.html, /1 of 5 done/)
  assert.match((await api.placements('two', 'w2')).body.html, /0 of 5 done/)
  assert.match((await api.placements('one', 'w3')).body.html, /0 of 5 done/)
})

test('a user without an account is served, and stays out of the portfolio', async () => {
  const shown = await api.placements('loner', undefined, { start: ['nps'] })
  assert.deepEqual(ids(shown), ['nps', 'get-started'])
  const answer = { placement: 'nps', type: 'answer', rating: '7' }
  await api.commands('loner', undefined, [answer])
  const page = await api.until('/v1/responses?user=loner', ({ results }) => results.length === 1)
  assert.equal(page.results[0].account, null)
  const { results } = (await api.get('/v1/accounts')).body
  assert.ok(results.every(({ id }) => id !== 'loner'))
})

test('draws for many at once, whoever hangs up', async () => {
  const draw = async (n) => {
    const hasty = n % 3 === 0
    const signal = hasty ? AbortSignal.timeout(1 + (n % 20)) : undefined
    const body = {
      writeKey: stack.keys.write,
      userId: `many-${n}`,
      groupId: `many-${n % 7}`,
      context: { locale: 'en' },
    }
    try {
      const response = await fetch(`${stack.url}/v1/placements`, {
        method: 'POST',
        body: JSON.stringify(body),
        signal,
      })
      return (await response.json()).html !== undefined
    } catch (error) {
      if (hasty) return true
      throw error
    }
  }
  for (let round = 0; round < 5; round += 1) {
    const drawn = await Promise.all(Array.from({ length: 60 }, (_, n) => draw(round * 60 + n)))
    assert.ok(drawn.every(Boolean))
  }
})

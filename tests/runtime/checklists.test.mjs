//! Checklists: what is skipped, waits, is done by anyone, is due, and is remembered.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, item, startStack, track } from '../harness/index.mjs'
import { checklist, todo } from '../harness/content.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

const events = ({ body: { events = [] } }) =>
  events.map(({ type, item }) => (item ? `${type} ${item}` : type))
const act = (user, account, type, more, list) =>
  api.commands(user, account, [{ placement: list, type, ...more }])
const code = ({ status, body }) => [status, body.code]

test('what may be left out is, and comes back; what waits, waits', async () => {
  await api.publish(
    'checklist',
    checklist(
      'tour',
      ['first', todo('maybe', { skippable: true }), todo('last', { requires: ['first'] })],
      { priority: 1 },
    ),
  )
  const does = (type, id) => act('sky', 'tour', type, { item: id }, 'tour')
  assert.deepEqual(code(await does('skip_item', 'first')), [422, 'item_not_skippable'])
  assert.deepEqual(code(await does('complete_item', 'last')), [422, 'item_locked'])
  assert.deepEqual(events(await does('skip_item', 'maybe')), [
    'checklist_started',
    'checklist_item_skipped maybe',
  ])
  assert.match((await does('reopen_item', 'maybe')).body.html, /0 of 3 done/)
  await does('skip_item', 'maybe')
  await does('complete_item', 'first')
  assert.deepEqual(events(await does('complete_item', 'last')), [
    'checklist_item_completed last',
    'checklist_completed',
  ])
})

test('what anybody does for the account is done for all, once', async () => {
  await api.publish(
    'checklist',
    checklist('team', [
      'own',
      todo('shared', { scope: 'account', completion: { event: 'Invited' } }),
    ]),
  )
  await act('ann', 'team', 'complete_item', { item: 'own' }, 'team')
  await act('bob', 'team', 'complete_item', { item: 'own' }, 'team')
  const html = async (user) => (await api.placements(user, 'team', { start: ['team'] })).body.html
  assert.match(await html('bob'), /1 of 2 done/)
  await api.batch([track('ann', 'team', 'Invited')])
  assert.match(await html('bob'), /All of team done/)
  assert.match(await html('ann'), /All of team done/)
  assert.match(await html('new'), /1 of 2 done/, 'their own is still to do')
})

test('a trait, a page or enough events complete an item; a condition takes it out', async () => {
  await api.publish(
    'checklist',
    checklist('ways', [
      todo('name', { completion: { when: { user: { title: { exists: true } } } } }),
      todo('visit', { completion: { when: { page: '/bills' } } }),
      todo('thrice', { completion: { event: { name: 'Paid', at_least: 3 } } }),
      todo('admins', { if: { user: { role: { is: 'admin' } } } }),
    ]),
  )
  const look = (more) => api.placements('way', 'ways', { start: ['ways'], ...more })
  assert.match((await look()).body.html, /0 of 3 done/)
  const paid = () => api.batch([track('way', 'ways', 'Paid')])
  await paid()
  await paid()
  assert.match((await look()).body.html, /0 of 3 done/)
  await paid()
  assert.match((await look()).body.html, /1 of 3 done/)
  const visited = await look({
    context: { locale: 'en', page: { url: 'https://h.example/bills' } },
  })
  assert.deepEqual(events(visited), ['checklist_item_completed visit'])
  const said = item('identify', 'way', { traits: { title: 'CFO' }, context: { groupId: 'ways' } })
  assert.deepEqual(events(await look({ batch: [said] })), [
    'checklist_item_completed name',
    'checklist_completed',
  ])
  const promoted = item('identify', 'way', {
    traits: { role: 'admin' },
    context: { groupId: 'ways' },
  })
  assert.match((await look({ batch: [promoted] })).body.html, /All of ways done/, 'stays finished')
})

test('it is as small as the person left it, on every device', async () => {
  const list = checklist('small', ['a'], { opens: 'minimised', priority: 9 })
  await api.publish('checklist', list)
  const state = async () => (await api.placements('min', 'small')).body
  const at = await state()
  await act('min', 'small', 'expand', {}, 'small')
  const open = await state()
  assert.notEqual(open.etag, at.etag)
  await act('min', 'small', 'minimise', {}, 'small')
  assert.equal((await state()).etag, at.etag)
  assert.deepEqual(events(await act('min', 'small', 'seen', {}, 'small')), ['checklist_seen'])
  assert.deepEqual(events(await act('min', 'small', 'seen', {}, 'small')), [])
  assert.equal((await state()).etag, at.etag, 'that it was seen is not drawn')
  await api.send('POST', '/v1/content/checklist/small/unpublish')
})

test('speaks with the plurals and the days of its reader', async () => {
  const text = { en: 'x', es: 'x', pt: 'x', ar: 'x' }
  const spoken = checklist('spoken', [todo('a', { due_days: 3 }), 'b', 'c'], { title: text })
  await api.publish('checklist', spoken)
  await act('rea', 'spoken', 'complete_item', { item: 'b' }, 'spoken')
  const html = async (locale) =>
    (await api.placements('rea', 'spoken', { start: ['spoken'], context: { locale } })).body.html
  assert.match(await html('es'), /1 de 3 hecho</)
  assert.match(await html('pt-BR'), /1 de 3 concluído</)
  assert.match(await html('ar'), /اكتملت خطوة واحدة من/)
  assert.match(await html('ar'), /dir="rtl"/)
})

//! One person as operators read them, and what the vendor's staff ticks for them.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, item, startStack } from '../harness/index.mjs'
import { checklist, todo } from '../harness/content.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
  const ours = { owner: 'vendor' }
  await api.publish(
    'checklist',
    checklist('setup', [
      'own',
      todo('import', ours),
      todo('after', { requires: ['import'] }),
      todo('contract', { ...ours, scope: 'account' }),
    ]),
  )
  await api.publish(
    'checklist',
    checklist('others', ['x'], { segment: { user: { role: { is: 'nobody' } } } }),
  )
})
after(() => stack.stop())

const joins = (user, account) =>
  api.batch([
    item('identify', user, { traits: { name: `User ${user}` }, context: { groupId: account } }),
  ])
const path = (account, user) => `/v1/accounts/${account}/people/${user}`
const tick = (method, account, user, id, token) =>
  api.send(method, `${path(account, user)}/checklists/setup/items/${id}`, undefined, token)
const states = ({ items }) => items.map(({ id, state }) => `${id} ${state}`)
const setup = async (account, user) => {
  const { body } = await api.get(path(account, user))
  return body.checklists.find(({ id }) => id === 'setup')
}

test('a person is shown with the checklists that are meant for them', async () => {
  await joins('ana', 'reads')
  const { status, body } = await api.get(path('reads', 'ana'))
  assert.equal(status, 200)
  assert.deepEqual([body.id, body.name, body.left_at], ['ana', 'User ana', null])
  const ids = body.checklists.map(({ id }) => id)
  assert.ok(ids.includes('setup') && !ids.includes('others'), ids)
  const { items, ...rest } = body.checklists.find(({ id }) => id === 'setup')
  assert.deepEqual(rest, {
    id: 'setup',
    title: 'List setup',
    is_finished: false,
    is_dismissed: false,
  })
  assert.deepEqual(items[1], {
    id: 'import',
    title: 'Do import',
    is_vendors: true,
    is_shared: false,
    state: 'open',
    done_at: null,
    done_by: null,
    due: null,
    is_overdue: false,
  })
  assert.equal(items[2].state, 'locked')
})

test('what the vendor has done the person sees done, once, and undone again', async () => {
  await joins('bea', 'ticks')
  const html = async () => (await api.placements('bea', 'ticks', { start: ['setup'] })).body.html
  assert.match(await html(), /0 of 4 done/)

  const done = await tick('PUT', 'ticks', 'bea', 'import')
  assert.equal(done.status, 200)
  const now = ['own open', 'import done', 'after open', 'contract open']
  assert.deepEqual(states(done.body), now)
  const [, { done_at }] = done.body.items
  assert.ok(Math.abs(Date.now() - done_at) < 60_000)
  assert.match(await html(), /1 of 4 done/)

  const again = await tick('PUT', 'ticks', 'bea', 'import')
  assert.deepEqual(again.body, done.body)

  const taken = await tick('DELETE', 'ticks', 'bea', 'import')
  assert.deepEqual(states(taken.body), ['own open', 'import open', 'after locked', 'contract open'])
  assert.equal((await tick('DELETE', 'ticks', 'bea', 'import')).status, 200)
  assert.match(await html(), /0 of 4 done/)
})

test('an item of the whole account is done for everybody in it', async () => {
  for (const user of ['cy', 'dee']) await joins(user, 'shares')
  await joins('eve', 'apart')
  await tick('PUT', 'shares', 'cy', 'contract')
  const contract = async (account, user) => (await setup(account, user)).items[3].state
  assert.equal(await contract('shares', 'dee'), 'done')
  assert.equal(await contract('apart', 'eve'), 'open')
  await tick('DELETE', 'shares', 'dee', 'contract')
  assert.equal(await contract('shares', 'cy'), 'open')
})

test('a list that is complete by it is told to the page on the next visit, once', async () => {
  await joins('fay', 'ends')
  for (const id of ['import', 'contract']) await tick('PUT', 'ends', 'fay', id)
  const completes = (id) =>
    api.commands('fay', 'ends', [{ placement: 'setup', type: 'complete_item', item: id }])
  await completes('own')
  await tick('DELETE', 'ends', 'fay', 'import')
  await tick('PUT', 'ends', 'fay', 'import')
  await completes('after')
  assert.equal((await setup('ends', 'fay')).is_finished, true)

  await tick('DELETE', 'ends', 'fay', 'contract')
  assert.equal((await setup('ends', 'fay')).is_finished, false)
  await tick('PUT', 'ends', 'fay', 'contract')
  const heard = async () => {
    const { events = [] } = (await api.placements('fay', 'ends')).body
    return events.map(({ type }) => type)
  }
  assert.deepEqual(await heard(), ['checklist_completed'])
  assert.deepEqual(await heard(), [])
  assert.equal((await setup('ends', 'fay')).is_finished, true)
})

test('what is not the vendor’s, or not there, is refused and changes nothing', async () => {
  await joins('gil', 'refuses')
  const code = ({ status, body }) => [status, body.code]
  const refused = async (account, user, id) => code(await tick('PUT', account, user, id))
  assert.deepEqual(await refused('refuses', 'gil', 'own'), [409, 'item_not_vendors'])
  assert.deepEqual(await refused('refuses', 'gil', 'nothing'), [404, 'unknown_item'])
  assert.deepEqual(await refused('refuses', 'nobody', 'import'), [404, 'unknown_person'])
  assert.deepEqual(await refused('nowhere', 'gil', 'import'), [404, 'unknown_person'])
  for (const id of ['nothing', 'nps']) {
    const asked = `${path('refuses', 'gil')}/checklists/${id}/items/import`
    assert.deepEqual(code(await api.send('PUT', asked)), [404, 'unknown_content'])
  }
  assert.deepEqual(code(await api.get(path('refuses', 'nobody'))), [404, 'unknown_person'])
  assert.ok((await setup('refuses', 'gil')).items.every(({ state }) => state !== 'done'))
})

test('who only reads may not tick', async () => {
  await joins('hal', 'roles')
  const token = async (role) =>
    (await api.send('POST', '/v1/tokens', { role, label: role })).body.token
  assert.equal((await tick('PUT', 'roles', 'hal', 'import', await token('viewer'))).status, 403)
  assert.equal((await tick('PUT', 'roles', 'hal', 'import', await token('csm'))).status, 200)
})

test('a policy that is wrong is told by the field', async () => {
  const put = (body) => api.send('PUT', '/v1/contact-policy', body)
  const { status, body } = await put({ recontact_days: -1 })
  assert.deepEqual([status, body.code, body.pointer], [400, 'invalid_json', '/recontact_days'])
  assert.equal((await put({ paused_until: 'soon' })).body.pointer, '/paused_until')
})

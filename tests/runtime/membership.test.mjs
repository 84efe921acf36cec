//! Where people belong: several accounts, joining and leaving, and history that moves with them.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, item, startStack, track } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

/** A `track` that names no account. */
const loose = (userId, event, fields) => item('track', userId, { event, ...fields })
const group = (userId, groupId, fields) => item('group', userId, { groupId, ...fields })
const anonymous = (anonymousId, event, fields) => ({
  type: 'track',
  anonymousId,
  event,
  messageId: `${anonymousId}-${event}`,
  ...fields,
})
const server = (items) => api.batch(items, { writeKey: stack.keys.server })
/** What is stored with an account, oldest first. */
const stored = async (query) => {
  const { body } = await api.get(`/v1/events?limit=100&${query}`)
  return body.results.map(({ event, type }) => event ?? type).reverse()
}
const statuses = ({ body }) => body.results.map(({ status }) => status)
const progress = ({ body }) => /(\d) of 5 done/.exec(body.html)?.[1]

test('history moves into the account on group, and a retry is still a duplicate', async () => {
  const before = loose('ana', 'Process Created')
  await api.batch([before, loose('ana', 'Signed In')])
  assert.deepEqual(await stored('user=ana'), ['Process Created', 'Signed In'])
  await api.batch([group('ana', 'acme')])
  assert.deepEqual((await stored('account=acme')).sort(), ['Process Created', 'Signed In', 'group'])
  assert.deepEqual(statuses(await api.batch([before])), ['duplicate'])
  // What comes later goes there at once.
  await api.batch([loose('ana', 'Later')])
  assert.equal((await stored('account=acme')).length, 4)
  const { people } = (await api.get('/v1/accounts/acme')).body
  assert.equal(people.results[0].sign_ins, 1)
})

test('an item that comes again without its neighbours is a duplicate', async () => {
  const alone = loose('ned', 'Alone')
  const beside = track('ned', 'nextdoor', 'Beside')
  assert.deepEqual(statuses(await api.batch([alone, beside])), ['accepted', 'accepted'])
  assert.deepEqual(statuses(await api.batch([alone])), ['duplicate'])
  assert.deepEqual(await stored('account=nextdoor'), ['Beside'])

  // With a `group`, the person's own object knows where it went.
  const first = loose('nia', 'First')
  await api.batch([first, group('nia', 'nextdoor')])
  assert.deepEqual(statuses(await api.batch([first])), ['duplicate'])
  assert.ok((await stored('account=nextdoor')).includes('First'))
})

test('progress and answers move too; the answer counts once, for the account', async () => {
  const start = ['get-started', 'nps']
  await api.placements('bob', undefined, { batch: [loose('bob', 'Process Created')], start })
  const answer = { id: 'bob-answers', placement: 'nps', type: 'answer', rating: '9' }
  await api.commands('bob', undefined, [answer])
  await api.until('/v1/responses?user=bob', ({ results }) => results.length === 1)

  // The page that joins sees what was done before it did.
  const { body } = await api.placements('bob', 'umbra', {
    batch: [group('bob', 'umbra')],
    start: ['get-started'],
  })
  assert.equal(progress({ body }), '1')
  const inAccount = ({ results }) => results[0]?.account === 'umbra'
  const { results } = await api.until('/v1/responses?user=bob', inAccount)
  assert.equal(results.length, 1)
  assert.equal((await api.get('/v1/metrics/nps?account=umbra')).body.answers, 1)
  assert.deepEqual(statuses(await api.commands('bob', 'umbra', [answer])), ['duplicate'])
})

test('a survey begun alone and finished in the account is one response', async () => {
  const said = (fields) => ({ placement: 'nps', type: 'answer', ...fields })
  const one =
    (holds) =>
    ({ results }) =>
      results.length > 0 && holds(results[0])
  await api.placements('ivy', undefined, { start: ['nps'] })
  await api.commands('ivy', undefined, [said({ question: 'rating', rating: '3' })])
  await api.until(
    '/v1/responses?user=ivy',
    one(({ rating }) => rating === 3),
  )
  await api.batch([group('ivy', 'halves')])
  const second = said({ question: 'went-wrong', 'choice.hard': 'hard' })
  assert.deepEqual(statuses(await api.commands('ivy', 'halves', [second])), ['accepted'])
  const { results } = await api.until(
    '/v1/responses?user=ivy',
    one(({ answers }) => answers['went-wrong']),
  )
  assert.deepEqual(
    results.map(({ account, rating }) => [account, rating]),
    [['halves', 3]],
  )
  assert.equal((await api.get('/v1/metrics/nps?user=ivy')).body.answers, 1)
})

test('a person may be in several accounts: what they do belongs to the one they say', async () => {
  await api.batch([group('cyd', 'one'), track('cyd', 'one', 'In One')])
  const retried = loose('cyd', 'Without')
  await api.batch([retried])
  await api.batch([group('cyd', 'two'), track('cyd', 'two', 'In Two')])
  await api.batch([track('cyd', 'one', 'Back In One')])
  // Who names no account is in the one they joined last.
  await api.batch([loose('cyd', 'After')])
  assert.deepEqual(await stored('account=one'), ['group', 'In One', 'Without', 'Back In One'])
  assert.deepEqual(await stored('account=two'), ['group', 'In Two', 'After'])
  // A retry from before is known where it went then.
  assert.deepEqual(statuses(await api.batch([retried])), ['duplicate'])
  assert.equal((await stored('account=two')).length, 3)
  for (const account of ['one', 'two']) {
    assert.equal((await api.get(`/v1/accounts/${account}`)).body.users, 1)
  }
})

test('who left an account is no longer in it, and comes back by joining again', async () => {
  const at = (s) => ({ timestamp: new Date(Date.now() - 60_000 + s * 1000).toISOString() })
  const member = (event, s) => track('dan', 'leavers', event, at(s))
  await api.batch([group('dan', 'leavers', at(0)), group('eva', 'leavers', at(0))])
  await api.batch([member('Account Removed User', 10)])
  const people = async () => {
    const { body } = await api.get('/v1/accounts/leavers')
    return [body.users, body.people.results.find(({ id }) => id === 'dan').left_at !== null]
  }
  assert.deepEqual(await people(), [1, true])
  await api.batch([loose('dan', 'Alone')])
  assert.ok(!(await stored('account=leavers')).includes('Alone'))
  assert.ok((await stored('user=dan')).includes('Alone'))
  // An older word that comes late changes nothing.
  await api.batch([group('dan', 'leavers', at(5))])
  assert.deepEqual(await people(), [1, true])
  await api.batch([member('Account Added User', 20)])
  assert.deepEqual(await people(), [2, false])
  assert.ok((await stored('account=leavers')).includes('Alone'))
})

test('who is taken out and put back in one request, without times, is in', async () => {
  const out = track('fix', 'fixed', 'Account Removed User')
  await api.batch([group('fix', 'fixed')])
  assert.deepEqual(statuses(await server([out, group('fix', 'fixed')])), ['accepted', 'accepted'])
  const { body } = await api.get('/v1/accounts/fixed')
  assert.deepEqual([body.users, body.people.results[0].left_at], [1, null])
  await api.batch([loose('fix', 'Afterwards')])
  assert.ok((await stored('account=fixed')).includes('Afterwards'))

  // The other way round they are out.
  await server([group('fix', 'fixed'), track('fix', 'fixed', 'Account Removed User')])
  assert.equal((await api.get('/v1/accounts/fixed')).body.users, 0)
  await api.batch([loose('fix', 'Alone')])
  assert.ok(!(await stored('account=fixed')).includes('Alone'))
})

test('who is taken out of the account that they joined has left it, named or not', async () => {
  await api.batch([group('mute', 'muted')])
  await server([loose('mute', 'Account Removed User')])
  assert.equal((await api.get('/v1/accounts/muted')).body.users, 0)
  await api.batch([loose('mute', 'Alone')])
  assert.ok(!(await stored('account=muted')).includes('Alone'))
  assert.ok((await stored('user=mute')).includes('Alone'))
})

test('an item that is sent again brings nobody back where they were', async () => {
  const first = group('mover', 'from')
  const batch = [group('mover', 'to')]
  // Without a time of their own, items happen when they come.
  await api.batch([first])
  await api.batch(batch)
  assert.deepEqual(statuses(await api.batch([first])), ['duplicate'])
  await api.batch([loose('mover', 'Next')])
  assert.ok((await stored('account=to')).includes('Next'))

  const out = track('mover', 'to', 'Account Removed User')
  await api.batch([out])
  await api.batch([group('mover', 'to')])
  assert.deepEqual(statuses(await api.batch([out])), ['duplicate'])
  await api.batch([loose('mover', 'Still')])
  assert.ok((await stored('account=to')).includes('Still'))
})

test('the id of what one user sent again says nothing of another’s item', async () => {
  const id = { messageId: 'daily-1' }
  await api.batch([group('early', 'dailies')])
  await api.batch([loose('early', 'Report', id)])
  await api.batch([group('early', 'weeklies')])
  const both = [loose('early', 'Report', id), track('other', 'monthlies', 'Report', id)]
  assert.deepEqual(statuses(await api.batch(both)), ['duplicate', 'accepted'])
  assert.deepEqual(await stored('account=monthlies'), ['Report'])
})

test('alias: what a browser did before becomes its user’s, and counts', async () => {
  await api.batch([anonymous('anon-f', 'Process Created'), anonymous('anon-f', 'Looked Around')])
  await api.batch([item('alias', 'fay', { previousId: 'anon-f' })])
  const history = ['Looked Around', 'Process Created', 'alias']
  assert.deepEqual((await stored('user=fay')).sort(), history)
  const shown = await api.placements('fay', undefined, { start: ['get-started'] })
  assert.equal(progress(shown), '1')
  // A straggler of that browser follows, and a retry is stored once.
  await api.batch([anonymous('anon-f', 'Straggler')])
  await api.batch([anonymous('anon-f', 'Process Created')])
  await api.batch([group('fay', 'aliased')])
  assert.deepEqual((await stored('account=aliased')).sort(), [
    'Looked Around',
    'Process Created',
    'Straggler',
    'alias',
    'group',
  ])
  const { people } = (await api.get('/v1/accounts/aliased')).body
  assert.equal(people.results.length, 1)
})

test('alias after group: from the browser through the user into the account', async () => {
  await api.batch([group('gus', 'late'), anonymous('anon-g', 'Before')])
  await api.batch([item('alias', 'gus', { previousId: 'anon-g' })])
  assert.deepEqual((await stored('account=late')).sort(), ['Before', 'alias', 'group'])
})

test('only a server may hand one user’s history to another; a page may not', async () => {
  await api.batch([loose('victim', 'Private')])
  await api.batch([item('alias', 'thief', { previousId: 'victim' })])
  assert.deepEqual(await stored('user=thief'), ['alias'])
  assert.deepEqual(await stored('user=victim'), ['Private'])
  await server([item('alias', 'heir', { previousId: 'victim' })])
  assert.deepEqual((await stored('user=heir')).sort(), ['Private', 'alias'])
})

test('two who are said to be each other do not send history round for ever', async () => {
  await api.batch([loose('yin', 'Y1'), loose('yang', 'Y2')])
  await server([item('alias', 'yang', { previousId: 'yin' })])
  await server([item('alias', 'yin', { previousId: 'yang' })])
  await api.batch([loose('yin', 'Y3')])
  const all = [...(await stored('user=yin')), ...(await stored('user=yang'))]
  for (const event of ['Y1', 'Y2', 'Y3']) {
    assert.equal(all.filter((one) => one === event).length, 1, `${event} in ${all}`)
  }
})

test('a history longer than a parcel moves whole', async () => {
  const many = Array.from({ length: 1_200 }, (_, n) => loose('hal', `E${n}`))
  await api.batch(many)
  await api.batch([group('hal', 'movers')])
  const lines = (await api.get('/v1/events?account=movers&format=ndjson')).body.trim().split('\n')
  const events = lines.map((line) => JSON.parse(line).event).filter(Boolean)
  assert.equal(events.length, 1_200)
  assert.equal(new Set(events).size, 1_200)
  assert.ok(statuses(await api.batch(many.slice(0, 100))).every((status) => status === 'duplicate'))
})

test('a history of many long answers moves whole, in its order', async () => {
  const ids = Array.from({ length: 400 }, (_, n) => `big-${n}`)
  const comment = '\u0001x'.repeat(950)
  const said = { writeKey: stack.keys.server, survey: 'nps', user: 'big', rating: 9, comment }
  for (let n = 0; n < ids.length; n += 20) {
    const some = ids.slice(n, n + 20)
    await Promise.all(some.map((messageId) => api.post('/v1/responses', { ...said, messageId })))
  }
  await api.placements('big', undefined, { start: ['get-started'] })
  await api.batch([loose('big', 'Process Created')])
  assert.equal((await api.batch([group('big', 'bigco')])).status, 200)
  assert.equal((await api.batch([loose('big', 'Later')])).status, 200)
  assert.ok((await stored('account=bigco')).includes('Process Created'))
  assert.equal(progress(await api.placements('big', 'bigco')), '1')
  const again = await api.post('/v1/responses', { ...said, messageId: ids[399] })
  assert.equal(again.body.status, 'duplicate')
  const path = '/v1/responses?account=bigco&format=ndjson'
  const lines = (body) => body.split('\n').filter(Boolean)
  const inbox = await api.until(path, (body) => lines(body).length >= ids.length, 60_000)
  const arrived = lines(inbox).map((line) => JSON.parse(line).id)
  assert.deepEqual(arrived.sort(), ids.sort())
  assert.equal((await api.get('/v1/metrics/nps?user=big')).body.answers, ids.length)
})

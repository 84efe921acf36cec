//! Who is meant: segments, triggers and counts, decided by the edge from what it stores.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, item, startStack, track } from '../harness/index.mjs'
import { checklist, question, survey } from '../harness/content.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

const PHONE = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36'
const ask = (id, more) => survey(id, [question('q', 'text')], more)
const on = (url, locale = 'en') => ({ context: { locale, page: { url } } })
const shown = async (user, account, more) =>
  (await api.placements(user, account, more)).body.placements.map(({ id }) => id)
/** The gates that are shut, each with its first words. */
const shut = async (...args) => {
  const { gates } = await api.explain(...args)
  return gates.filter(({ passes }) => !passes).map(({ gate, detail }) => `${gate}: ${detail}`)
}

test('a segment asks for traits of the user and of the account, and says which is missing', async () => {
  const segment = {
    all: [{ user: { role: { in: ['admin', 'owner'] } } }, { account: { plan: { is: 'pro' } } }],
  }
  await api.publish('checklist', checklist('for-admins', ['a'], { segment, priority: 1 }))
  assert.deepEqual(await shown('ana', 'seg'), ['get-started'])
  assert.deepEqual(await shut('ana', 'seg', 'for-admins'), [
    "segment: all[0].user.role asks for another value of the user's trait `role`",
  ])
  await api.batch([
    item('identify', 'ana', { traits: { role: 'admin' }, context: { groupId: 'seg' } }),
  ])
  assert.match((await shut('ana', 'seg', 'for-admins'))[0], /^segment: all\[1\]\.account\.plan/)
  await api.post('/v1/group', {
    ...item('group', 'ana', { groupId: 'seg', traits: { plan: 'pro' } }),
    writeKey: stack.keys.server,
  })
  assert.deepEqual(await shut('ana', 'seg', 'for-admins'), [])
  assert.deepEqual(await shown('ana', 'seg'), ['for-admins', 'get-started'])
  assert.deepEqual(await shown('bob', 'seg'), ['get-started'], 'it is the person who is meant')
})

test('language, device, page and share', async () => {
  const only = (id, segment) => api.publish('survey', ask(id, { segment }))
  await only('in-spanish', { language: ['es'] })
  await only('on-phones', { device: 'phone' })
  await only('on-bills', { page: '/bills/**' })
  await only('for-none', { percent: 0 })
  const gate = async (id, more) => (await shut('lan', 'lang', id, more)).length
  assert.equal(await gate('in-spanish', on('https://host.example/', 'es-AR')), 0)
  assert.equal(await gate('in-spanish'), 1)
  assert.equal(await gate('on-bills', on('https://host.example/bills/7?x=1')), 0)
  assert.equal(await gate('on-bills', on('https://host.example/team')), 1)
  assert.equal(await gate('for-none'), 1)
  assert.equal(await gate('on-phones'), 1)
  const { body } = await api.post(
    '/v1/placements',
    { writeKey: stack.keys.write, userId: 'lan', groupId: 'lang', explain: ['on-phones'] },
    { 'user-agent': PHONE },
  )
  assert.ok(body.explain[0].gates.every(({ passes }) => passes))
  for (const id of ['in-spanish', 'on-phones', 'on-bills', 'for-none']) {
    await api.send('POST', `/v1/content/survey/${id}/unpublish`)
  }
})

test('counts what happened before anybody asked, and what happens after, each once', async () => {
  const events = [
    track('old', 'counts', 'Report Sent', { properties: { pages: 9 } }),
    track('old', 'counts', 'Report Sent', { properties: { pages: 1 } }),
    track('mate', 'counts', 'Report Sent', { properties: { pages: 9 } }),
  ]
  await api.batch(events)
  const big = { name: 'Report Sent', where: { pages: { at_least: 5 } } }
  await api.publish('survey', ask('thrice', { segment: { event: { ...big, at_least: 3 } } }))
  await api.publish(
    'survey',
    ask('together', { segment: { event: { name: 'Report Sent', at_least: 3, by: 'account' } } }),
  )
  const so = async (id) => (await shut('old', 'counts', id))[0]
  assert.match(await so('thrice'), /so far 1$/)
  assert.equal(await so('together'), undefined)
  // Again, and one that does not count.
  await api.batch([...events, track('old', 'counts', 'Report Sent', { properties: { pages: 2 } })])
  assert.match(await so('thrice'), /so far 1$/)
  const more = [1, 2].map(() => track('old', 'counts', 'Report Sent', { properties: { pages: 5 } }))
  await api.batch(more)
  assert.equal(await so('thrice'), undefined)
  // Last year's are not of this week.
  await api.publish(
    'survey',
    ask('weekly', { segment: { event: { name: 'Late', at_least: 2, within_days: 7 } } }),
  )
  const at = (days) => new Date(Date.now() - days * 86_400_000).toISOString()
  await api.batch([0, 100, 300].map((n) => track('old', 'counts', 'Late', { timestamp: at(n) })))
  assert.match(await so('weekly'), /`Late` 2 times in 7 days; so far 1$/)
  for (const id of ['thrice', 'together', 'weekly']) {
    await api.send('POST', `/v1/content/survey/${id}/unpublish`)
  }
})

test('of thousands that nobody waited for, each is counted once, whoever looks when', async () => {
  const loud = { name: 'Key Pressed', at_least: 2_503 }
  const segment = { all: [{ event: loud }, { event: { ...loud, by: 'account' } }] }
  await api.publish('survey', ask('loud', { segment }))
  const press = (n) =>
    api.batch(Array.from({ length: n }, () => track('amy', 'loud', 'Key Pressed')))
  const so = async () => (await shut('amy', 'loud', 'loud'))[0]
  await press(900)
  await press(900)
  await press(700)
  assert.match(await so(), /so far 2500$/)
  await press(2)
  assert.match(await so(), /so far 2502$/)
  await press(1)
  assert.equal(await so(), undefined)
  await api.send('POST', '/v1/content/survey/loud/unpublish')
})

test('what is counted moves with its person', async () => {
  await api.batch([1, 2].map(() => track('mover', undefined, 'Walked')))
  await api.publish(
    'survey',
    ask('walked', { segment: { event: { name: 'Walked', at_least: 3 } } }),
  )
  const so = async (account) => (await shut('mover', account, 'walked'))[0]
  assert.match(await so(undefined), /so far 2$/)
  await api.batch([track('other', 'walks', 'Walked'), track('mover', 'walks', 'Walked')])
  await api.post('/v1/group', {
    ...item('group', 'mover', { groupId: 'walks' }),
    writeKey: stack.keys.write,
  })
  assert.equal(await so('walks'), undefined)
  await api.send('POST', '/v1/content/survey/walked/unpublish')
})

test('a survey for a page comes and goes with it', async () => {
  await api.publish('survey', ask('on-team', { trigger: { page: '/team' } }))
  const team = on('https://host.example/team')
  assert.deepEqual(await shown('pat', 'pages'), ['get-started'])
  assert.deepEqual(await shown('pat', 'pages', team), ['on-team', 'get-started'])
  await api.commands('pat', 'pages', [{ placement: 'on-team', type: 'seen' }], team)
  assert.deepEqual(await shown('pat', 'pages'), ['get-started'])
  assert.deepEqual(await shown('pat', 'pages', team), ['on-team', 'get-started'])
  await api.send('POST', '/v1/content/survey/on-team/unpublish')
})

test('what only the page can see is awaited, and believed for what waits for it', async () => {
  await api.publish('survey', ask('idle', { trigger: { idle_s: 30 } }))
  await api.publish('survey', ask('leaving', { trigger: 'exit_intent', segment: { percent: 0 } }))
  const { body } = await api.placements('wes', 'waits')
  assert.deepEqual(body.awaited, [{ id: 'idle', trigger: { idle_s: 30 } }])
  assert.deepEqual(
    body.placements.map(({ id }) => id),
    ['get-started'],
  )
  const fired = await api.placements('wes', 'waits', { fired: ['idle', 'leaving', 'nps', 'none'] })
  assert.deepEqual(
    fired.body.placements.map(({ id }) => id),
    ['idle', 'get-started'],
  )
  assert.equal(fired.body.awaited, undefined)
  assert.deepEqual(await shown('wes', 'waits'), ['idle', 'get-started'], 'it stays due')
  for (const id of ['idle', 'leaving']) await api.send('POST', `/v1/content/survey/${id}/unpublish`)
})

test('operators read the same trace, and an unknown id says so', async () => {
  const { body } = await api.get('/v1/explain?user=ana&account=seg&content=nps')
  assert.deepEqual(body.results[0], await api.explain('ana', 'seg', 'nps'))
  const names = body.results[0].gates.map(({ gate }) => gate)
  assert.deepEqual(names.slice(0, 3), ['segment', 'trigger', 'dates'])
  const all = await api.get('/v1/explain?user=ana&account=seg')
  assert.ok(all.body.results.length > 2)
  const unknown = await api.explain('ana', 'seg', 'nothing-like-it')
  assert.deepEqual(
    unknown.gates.map(({ gate, passes }) => [gate, passes]),
    [['published', false]],
  )
  assert.equal((await api.get('/v1/explain')).body.code, 'invalid_query')
  const every = await api.placements('ana', 'seg', { explain: [''] })
  assert.deepEqual(every.body.explain, all.body.results)
  const batch = [track('ana', 'seg', 'Never Stored')]
  const bad = await api.placements('ana', 'seg', { explain: ['N P S'], batch })
  assert.deepEqual([bad.status, bad.body.code], [400, 'invalid_field'])
  const { results } = (await api.get('/v1/events?account=seg')).body
  assert.ok(!results.some(({ event }) => event === 'Never Stored'), 'and nothing is stored')
  const twice = await api.placements('ana', 'seg', { explain: ['nps', 'none', 'nps'] })
  assert.deepEqual(
    twice.body.explain.map(({ content }) => content),
    ['nps', 'none'],
  )
})

test('a page that has not said who looks is told that this is why', async () => {
  const ask = async (explain) => {
    const body = { writeKey: stack.keys.write, anonymousId: 'anon-1', context: {}, explain }
    return (await api.post('/v1/placements', body)).body.explain
  }
  const [one] = await ask(['nps'])
  assert.deepEqual([one.content, one.kind, one.shown], ['nps', 'survey', false])
  assert.equal(one.gates[0].gate, 'identified')
  assert.match(one.gates[0].detail, /rumbo\.identify/)
  const all = await ask([''])
  assert.ok(all.some(({ content }) => content === 'get-started') && all.length > 3)
  const [none] = await ask(['nowhere'])
  assert.equal(none.gates[0].gate, 'published')
})

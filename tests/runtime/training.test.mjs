//! Courses: enrolling, lessons, quizzes, certificates, and what operators see of it.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { checklist, course, lesson, quiz, todo } from '../harness/content.mjs'
import { client, item, startStack, track } from '../harness/index.mjs'

let stack
let api
before(async () => {
  stack = await startStack()
  api = client(stack)
})
after(() => stack.stop())

const events = ({ body: { events = [] } }) =>
  events.map(({ type, item }) => (item ? `${type} ${item}` : type))
const act = (user, placement, type, more = {}, account = 'acme') =>
  api.commands(user, account, [{ placement, type, ...more }])
const code = ({ status, body }) => [status, body.code]
const enrol = (course, user, account = 'acme') =>
  api.send('POST', '/v1/enrollments', { course, user, account })
const enrollment = (user, holds = () => true) =>
  api
    .until(`/v1/enrollments?user=${user}`, ({ results }) => results[0] && holds(results[0]))
    .then(({ results }) => results[0])
const shown = async (user, more, account = 'acme') =>
  (await api.placements(user, account, more)).body.placements.map(({ id }) => id)

test('the demo course is taken from the first lesson to the certificate', async () => {
  await api.placements('ada', 'acme', {
    batch: [item('identify', 'ada', { traits: { name: 'Ada <L>' }, context: { groupId: 'acme' } })],
  })
  assert.deepEqual(await shown('ada'), ['get-started'], 'nobody enrolled her')
  assert.equal((await enrol('basics', 'ada')).status, 201)
  assert.equal((await enrol('basics', 'ada')).status, 200)
  assert.deepEqual(await shown('ada'), ['get-started', 'basics'])

  const started = await api.placements('ada', 'acme', { start: ['basics'] })
  assert.deepEqual(started.body.placements[0], { id: 'basics', kind: 'course' })
  assert.match(started.body.html, /0 of 4 done/)
  assert.ok(!started.body.html.includes('comes back'), 'lessons come when they are opened')

  const opened = await act('ada', 'basics', 'open_lesson', { item: 'process' })
  assert.deepEqual(events(opened), ['lesson_started process'])
  assert.match(opened.body.html, /<strong[^>]*>process<\/strong>/)
  assert.match(opened.body.html, /<ol[^>]*><li>something that <em>starts<\/em>/)
  for (const id of ['process', 'first-steps']) {
    assert.deepEqual(events(await act('ada', 'basics', 'complete_lesson', { item: id })), [
      `lesson_completed ${id}`,
    ])
  }
  const half = await enrollment('ada', ({ lessons_done }) => lessons_done === 2)
  assert.deepEqual(
    [half.state, half.by, half.lessons, half.title, half.user_name],
    ['active', 'operator', 3, 'Trámite: the basics', 'Ada <L>'],
  )
  assert.equal(half.due_at - half.enrolled_at, 14 * 86_400_000)

  const asked = await act('ada', 'basics', 'open_quiz')
  assert.match(asked.body.html, /value="weekly" type="radio" [^>]*name="pick\.first"/)
  assert.match(asked.body.html, /value="on" type="checkbox" [^>]*name="pick\.parts\.end"/)
  assert.equal(asked.body.state, undefined, 'the edge alone draws courses')
  assert.ok(!JSON.stringify(asked.body).includes('right'), 'what is right stays at the edge')
  assert.deepEqual(code(await act('ada', 'basics', 'answer_quiz', { 'pick.first': 'weekly' })), [
    422,
    'quiz_incomplete',
  ])
  const answers = (more) => ({
    'pick.parts.start': 'on',
    'pick.first': 'largest',
    'pick.name': 'person',
    ...more,
  })
  const wrong = await act('ada', 'basics', 'answer_quiz', answers())
  assert.deepEqual(events(wrong), ['quiz_answered'])
  assert.match(wrong.body.html, /Not passed yet: 0 of 3 right/)
  const passed = await act(
    'ada',
    'basics',
    'answer_quiz',
    answers({ 'pick.parts.end': 'on', 'pick.first': 'weekly' }),
  )
  assert.match(passed.body.html, /Passed: 2 of 3 right/)
  assert.deepEqual(events(passed), ['quiz_answered'], 'a lesson is open still')
  const done = await act('ada', 'basics', 'complete_lesson', { item: 'your-own' })
  assert.deepEqual(events(done), ['lesson_completed your-own', 'course_completed'])

  const list = (await act('ada', 'basics', 'back')).body.html
  const [, url] = list.match(/href="([^"]*\/certificates\/demo\.[0-9a-f]{32}\?lang=en)"/)
  const row = await enrollment('ada', ({ certificate }) => certificate)
  assert.equal(row.state, 'completed')
  assert.equal(row.score.toFixed(2), '0.67')
  const { status, body } = await api.get(`/v1/certificates/${row.certificate}`, null)
  assert.equal(status, 200)
  assert.deepEqual(
    { ...body, date: body.date.slice(0, 4) },
    {
      id: row.certificate,
      valid: true,
      title: 'Certificate of completion',
      course: 'Trámite: the basics',
      name: 'Ada <L>',
      date: String(new Date().getUTCFullYear()),
      issuer: body.issuer,
    },
  )
  const page = await fetch(url.replace('lang=en', 'lang=es'))
  assert.match(page.headers.get('content-security-policy'), /default-src 'none'/)
  const html = await page.text()
  assert.match(html, /<html lang="es"/)
  assert.match(html, /Certificado de finalización/)
  const day = new Intl.DateTimeFormat('es', { dateStyle: 'long', timeZone: 'UTC' })
  assert.ok(html.includes(`>${day.format(Date.parse(body.date))}<`), html)
  assert.match(html, /Ada &lt;L&gt;/)
  assert.equal(page.headers.get('content-disposition'), 'inline')
  const [, more] = html.match(/<a href="([^"]*)">Descargar</)
  const file = await fetch(new URL(more.replace('&amp;', '&'), url))
  assert.match(
    file.headers.get('content-disposition'),
    /^attachment; filename="certificate\.html"$/,
  )
  assert.match(await file.text(), /Ada &lt;L&gt;/)
  for (const id of [`demo.${'0'.repeat(32)}`, 'none.1', 'nonsense']) {
    assert.equal((await api.get(`/v1/certificates/${id}`, null)).body.code, 'unknown_certificate')
  }
})

test('a course comes by itself to those who are meant, and the next follows on the path', async () => {
  const way = { enrol: 'everyone', path: 'way', segment: { user: { role: { is: 'buyer' } } } }
  await api.publish('course', course('way-one', ['a'], { ...way, order: 1 }))
  await api.publish('course', course('way-two', ['a'], { ...way, order: 2 }))
  const buyer = item('identify', 'bea', { traits: { role: 'buyer' }, context: { groupId: 'way' } })
  assert.deepEqual(await shown('cat', {}, 'way'), ['get-started'])
  const first = await api.placements('bea', 'way', { batch: [buyer] })
  assert.deepEqual(events(first), ['course_enrolled'])
  const { gates } = await api.explain('bea', 'way', 'way-two')
  assert.deepEqual(
    gates.filter(({ passes }) => !passes).map(({ gate }) => gate),
    ['path', 'enrolled'],
  )
  const done = await act('bea', 'way-one', 'complete_lesson', { item: 'a' }, 'way')
  assert.deepEqual(events(done), ['lesson_completed a', 'course_completed', 'course_enrolled'])
  assert.deepEqual(await shown('bea', {}, 'way'), ['get-started', 'way-one', 'way-two'])
  await act('bea', 'way-one', 'dismiss', {}, 'way')
  assert.deepEqual(await shown('bea', {}, 'way'), ['get-started', 'way-two'])
})

test('a course is for a role, a level and a stage, and an event may bring it', async () => {
  const meant = {
    all: [{ user: { role: { is: 'owner' }, level: { at_least: 2 } } }, { stage: ['adopt'] }],
  }
  await api.publish('course', course('for-some', ['a'], { enrol: 'everyone', segment: meant }))
  const exported = { event: { name: 'Report Exported', at_least: 2 } }
  await api.publish(
    'course',
    course('after-export', ['a'], { enrol: 'everyone', segment: exported }),
  )
  const people = { o1: ['owner', 1], o2: ['owner', 2], m2: ['member', 2] }
  const told = [
    item('group', 'o1', { groupId: 'some', traits: { stage: 'adopt' } }),
    ...Object.entries(people).map(([user, [role, level]]) =>
      item('identify', user, { traits: { role, level }, context: { groupId: 'some' } }),
    ),
  ]
  await api.batch(told, { writeKey: stack.keys.server })
  for (const [user, ids] of Object.entries({ o1: [], o2: ['for-some'], m2: [] })) {
    assert.deepEqual(await shown(user, {}, 'some'), ['get-started', ...ids])
  }
  const event = () =>
    item('track', 'm2', { event: 'Report Exported', context: { groupId: 'some' } })
  await api.batch([event()])
  await api.batch([event()])
  const row = await enrollment('m2')
  assert.deepEqual([row.course, row.by, row.account], ['after-export', 'rule', 'some'])
  assert.deepEqual(await shown('m2', {}, 'some'), ['get-started', 'after-export'])
})

test('whom a rule means is enrolled as soon as that is said, before they look', async () => {
  const meant = { user: { role: { is: 'lead' } } }
  await api.publish('course', course('for-leads', ['a'], { enrol: 'everyone', segment: meant }))
  const server = { writeKey: stack.keys.server }
  const says = (user, traits, context = { groupId: 'quiet' }) =>
    item('identify', user, { traits, context })
  const first = says('joe', { role: 'lead' })
  await api.batch([first, says('kit', { role: 'member' })], server)
  const joe = await enrollment('joe')
  assert.deepEqual(
    [joe.course, joe.by, joe.account, joe.state],
    ['for-leads', 'rule', 'quiet', 'active'],
  )

  // Neither a retry nor another word of them begins anew.
  await api.batch([first, says('joe', { role: 'lead', level: 3 })], server)
  await api.batch([says('kit', { role: 'lead' })], server)
  await enrollment('kit')
  const { results } = (await api.get('/v1/enrollments?course=for-leads')).body
  assert.deepEqual(results.map(({ user }) => user).sort(), ['joe', 'kit'])
  assert.equal((await enrollment('joe')).enrolled_at, joe.enrolled_at)

  // Who was taken out stays out.
  const out = { course: 'for-leads', user: 'kit', account: 'quiet' }
  await api.send('DELETE', '/v1/enrollments', out)
  await api.until('/v1/enrollments?user=kit', ({ results }) => results.length === 0)
  await api.batch([says('kit', { role: 'lead' }), says('joe', { role: 'lead' })], server)
  await api.batch([says('last', { role: 'lead' })], server)
  await enrollment('last')
  assert.deepEqual((await api.get('/v1/enrollments?user=kit')).body.results, [])

  // Nobody's account yet: it goes with them.
  await api.batch([says('lone', { role: 'lead' }, {})], server)
  assert.equal((await enrollment('lone')).account, null)
  await api.batch([item('group', 'lone', { groupId: 'quiet' })], server)
  await enrollment('lone', ({ account }) => account === 'quiet')
})

test('who joins an account is enrolled by what the account is', async () => {
  const meant = { stage: ['seasoned'] }
  await api.publish('course', course('for-seasoned', ['a'], { enrol: 'everyone', segment: meant }))
  const server = { writeKey: stack.keys.server }
  const traits = { stage: 'seasoned' }
  await api.batch([item('group', 'ro', { groupId: 'renews', traits })], server)
  assert.equal((await enrollment('ro')).course, 'for-seasoned')
  await api.batch([track('ann', 'renews', 'Account Added User')], server)
  assert.equal((await enrollment('ann')).course, 'for-seasoned')

  // Who they are may be known before where they belong, and comes after them.
  const both = { all: [meant, { user: { role: { is: 'owner' } } }] }
  await api.publish('course', course('for-owners', ['a'], { enrol: 'everyone', segment: both }))
  await api.batch([item('identify', 'oz', { traits: { role: 'owner' } })], server)
  await api.batch([item('group', 'oz', { groupId: 'renews' })], server)
  const of = '/v1/enrollments?user=oz&course=for-owners'
  const { results } = await api.until(of, ({ results }) => results.length > 0)
  assert.deepEqual([results[0].account, results[0].by], ['renews', 'rule'])
})

test('a checklist opens a course, and is done when the course is', async () => {
  await api.publish('course', course('linked', ['a']))
  await api.publish(
    'checklist',
    checklist('with-course', [todo('learn', { completion: { course: 'linked' } })]),
  )
  const list = await api.placements('lin', 'linked', { start: ['with-course'] })
  assert.match(list.body.html, /data-placement="linked"/)
  const opened = await act('lin', 'linked', 'open_course', {}, 'linked')
  assert.deepEqual(events(opened), ['course_enrolled'])
  assert.equal(opened.body.placements[0].id, 'linked')
  assert.deepEqual(events(await act('lin', 'linked', 'complete_lesson', { item: 'a' }, 'linked')), [
    'lesson_completed a',
    'course_completed',
    'checklist_started',
    'checklist_item_completed learn',
    'checklist_completed',
  ])
})

test('a quiz may be tried as often as it says, and anew by somebody enrolled again', async () => {
  const strict = course('strict', [lesson('a', { quiz: quiz(['q'], { attempts: 1 }) })], {
    move_on: 'Passed',
  })
  await api.publish('course', strict)
  const answer = (pick) => act('tom', 'strict', 'answer_quiz', { item: 'a', 'pick.q': pick })
  assert.deepEqual(code(await answer('yes')), [422, 'not_enrolled'])
  await enrol('strict', 'tom')
  assert.deepEqual(code(await act('tom', 'strict', 'complete_lesson', { item: 'a' })), [
    422,
    'quiz_first',
  ])
  assert.deepEqual(events(await answer('no')), ['quiz_answered a'])
  assert.deepEqual(code(await answer('yes')), [422, 'no_attempt_left'])
  const out = await api.send('DELETE', '/v1/enrollments', {
    course: 'strict',
    user: 'tom',
    account: 'acme',
  })
  assert.deepEqual(out.body, { enrolled: false, changed: true })
  await api.until('/v1/enrollments?user=tom', ({ results }) => results.length === 0)
  assert.deepEqual(code(await act('tom', 'strict', 'open_course')), [422, 'not_enrolled'])
  await enrol('strict', 'tom')
  assert.deepEqual(events(await answer('yes')), [
    'quiz_answered a',
    'lesson_completed a',
    'course_completed',
  ])
})

test('what somebody learned goes with them into their account', async () => {
  await api.publish('course', course('moving', ['a', 'b']))
  const alone = { groupId: undefined }
  await api.placements('mo', undefined, { ...alone, start: ['moving'] })
  await api.commands('mo', undefined, [{ placement: 'moving', type: 'complete_lesson', item: 'a' }])
  const before = await enrollment('mo', ({ lessons_done }) => lessons_done === 1)
  assert.equal(before.account, null)
  await api.batch([item('group', 'mo', { groupId: 'mover' })])
  const moved = await enrollment('mo', ({ account }) => account === 'mover')
  assert.deepEqual([moved.lessons_done, moved.by], [1, 'person'])
  const { body } = await api.placements('mo', 'mover')
  assert.ok(body.placements.some(({ id }) => id === 'moving'))
  await api.until('/v1/enrollments?user=mo', ({ results }) => results.length === 1)
})

test('who leaves an account and begins a course again is seen in it, alone and with others', async () => {
  await api.publish('course', course('again', ['a', 'b', 'c']))
  const server = (items) => api.batch(items, { writeKey: stack.keys.server })
  const complete = (account, item) =>
    api.commands('lea', account, [{ placement: 'again', type: 'complete_lesson', item }])
  const rows = (want) =>
    api.until('/v1/enrollments?user=lea', ({ results }) => {
      const found = results.map((row) => [row.account, row.lessons_done])
      return JSON.stringify(found.sort()) === JSON.stringify(want)
    })

  await api.placements('lea', undefined, { start: ['again'] })
  await rows([[null, 0]])
  await server([item('group', 'lea', { groupId: 'leftco' })])
  for (const id of ['a', 'b', 'c']) await complete('leftco', id)
  await rows([['leftco', 3]])
  await server([track('lea', 'leftco', 'Account Removed User')])
  await api.send('POST', '/v1/enrollments', { course: 'again', user: 'lea' })
  await rows([
    [null, 0],
    ['leftco', 3],
  ])
  await complete(undefined, 'a')
  await rows([
    [null, 1],
    ['leftco', 3],
  ])
  // What the account still tells of them does not touch what is theirs alone.
  await enrol('again', 'lea', 'leftco')
  await api.send('DELETE', '/v1/enrollments', { course: 'again', user: 'lea', account: 'leftco' })
  await server([item('group', 'lea', { groupId: 'newco' })])
  await api.until('/v1/enrollments?user=lea', ({ results }) =>
    results.every(({ account }) => account !== null),
  )
  const moved = await enrollment('lea', () => true)
  assert.deepEqual([moved.account, moved.lessons_done], ['newco', 1])
})

test('who joined no account is enrolled in the one that their events name', async () => {
  await api.publish('course', course('named', ['a', 'b']))
  await api.batch([track('kim', 'kims', 'Seen')])
  // The account tells who was seen in it.
  await api.until('/v1/events?user=kim', ({ results }) => results.length === 1)
  const enrolled = await api.send('POST', '/v1/enrollments', { course: 'named', user: 'kim' })
  assert.deepEqual([enrolled.status, enrolled.body.changed], [201, true])
  const path = '/v1/enrollments?user=kim&course=named'
  const { results } = await api.until(path, ({ results }) => results.length === 1)
  assert.equal(results[0].account, 'kims')
})

test('operators see who is late and who is stuck', async () => {
  await api.publish('course', course('dated', ['a', 'b'], { due_days: 14, stuck_days: 5 }))
  const DAY_MS = 86_400_000
  const opened = (name, days_ago) => ({
    actor: { account: { homePage: 'https://lms.example', name } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/launched' },
    object: { id: 'urn:rumbo:demo:course:dated:lesson:a' },
    timestamp: new Date(Date.now() - days_ago * DAY_MS).toISOString(),
  })
  const said = [opened('d20', 20), opened('d6', 6), opened('d1', 1)]
  const response = await fetch(`${stack.url}/xapi/statements`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${stack.keys.server}:`)}`,
      'content-type': 'application/json',
      'x-experience-api-version': '1.0.3',
    },
    body: JSON.stringify(said),
  })
  assert.equal(response.status, 200)
  await api.until('/v1/enrollments?course=dated', ({ results }) => results.length === 3)
  const of = async (state) =>
    (await api.get(`/v1/enrollments?course=dated&state=${state}`)).body.results.map((it) => it.user)
  assert.deepEqual(await of('overdue'), ['d20'])
  assert.deepEqual(await of('stuck'), ['d6'])
  assert.deepEqual(await of('active'), ['d1'])
  const late = await enrollment('d20')
  assert.equal(late.due_at, Date.parse(said[0].timestamp) + 14 * DAY_MS)
  assert.equal(late.last_activity_at, Date.parse(said[0].timestamp))
  const list = await api.placements('d20', undefined, { groupId: undefined, start: ['dated'] })
  assert.match(list.body.html, /data-overdue/)
})

test('operators list who gets on and who does not', async () => {
  await api.publish('course', course('listed', ['a']))
  for (const user of ['l1', 'l2', 'l3']) await enrol('listed', user, 'listing')
  await act('l2', 'listed', 'complete_lesson', { item: 'a' }, 'listing')
  const path = '/v1/enrollments?course=listed'
  await api.until(`${path}&state=completed`, ({ results }) => results[0]?.user === 'l2')
  const active = await api.until(`${path}&state=active`, ({ results }) => results.length === 2)
  const acted = (row) => row.last_activity_at
  assert.deepEqual(active.results.map(acted), [null, null], 'being enrolled is nothing they did')
  const [l2] = (await api.get(`${path}&user=l2`)).body.results
  assert.equal(acted(l2), l2.completed_at)
  assert.deepEqual((await api.get(`${path}&state=overdue`)).body.results, [])
  const first = (await api.get(`${path}&limit=2`)).body
  const rest = (await api.get(`${path}&limit=2&cursor=${first.next}`)).body
  const users = [...first.results, ...rest.results].map(({ user }) => user)
  assert.deepEqual(users.sort(), ['l1', 'l2', 'l3'])
  assert.equal(rest.next, null)
  const csv = (await api.get(`${path}&format=csv`)).body
  assert.equal(csv.trim().split('\r\n').length, 4)
  assert.match(csv, /^enrolled_at,course,title,.*,last_activity_at\r\n/)
  assert.ok(csv.includes(new Date(acted(l2)).toISOString()), csv)
  assert.equal((await api.get(`${path}&state=lost`)).body.code, 'invalid_query')
  assert.deepEqual(code(await enrol('nothing', 'l1')), [404, 'unknown_course'])
  assert.deepEqual(code(await enrol('Not an id', 'l1')), [400, 'invalid_field'])
})

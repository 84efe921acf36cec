// What people said, in the console: every kind of survey that is shipped, not the Net Promoter one
// alone.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { question, survey } from '../harness/content.mjs'
import {
  LOOKS,
  api,
  assertAccessible,
  assertNarrow,
  joins,
  picture,
  shows,
  signIn,
  startConsole,
} from './console-page.mjs'

/** Who answered what, oldest first: each survey with what is sent for its questions. */
const ANSWERS = [
  [
    'ned',
    'nps',
    { rating: '3', comment: 'Slow' },
    { 'choice.hard': 'hard', 'choice.help': 'help' },
  ],
  ['sam', 'csat-support', { rating: '4', comment: 'Kind people' }, { rating: '6' }],
  ['ona', 'csat-onboarding', { rating: '2' }, { choice: 'tools' }],
  ['eva', 'effort', { rating: '5' }],
  [
    'ugo',
    'end-user',
    { 'choice.approvals': 'approvals' },
    { choice: 'very' },
    { text: 'Dark mode' },
  ],
]
const QUESTIONS = {
  nps: ['rating', 'went-wrong'],
  'csat-support': ['rating', 'effort'],
  'csat-onboarding': ['rating', 'stuck'],
  effort: ['rating'],
  'end-user': ['use', 'without', 'wish'],
}

startConsole(async () => {
  await api.publish('survey', survey('effort', [question('rating', 'ces')], { kind: 'ces' }))
  for (const [user, id, ...said] of ANSWERS) {
    await joins(user, { name: `User ${user}` }, 'acme', { name: 'Acme' })
    const { body } = await api.placements(user, 'acme', { start: [id] })
    assert.equal(body.placements?.[0]?.id, id, JSON.stringify(body))
    for (const [i, fields] of said.entries()) {
      const asked = { placement: id, type: 'answer', question: QUESTIONS[id][i] }
      const { body } = await api.commands(user, 'acme', [{ ...asked, ...fields }])
      assert.equal(body.results?.[0].status, 'accepted', JSON.stringify(body))
    }
  }
  const said = ({ answers }) => Object.keys(answers).length
  await api.until('/v1/responses', ({ results }) => results.map(said).join() === '3,1,2,2,2')
})

const row = (page, user) =>
  page
    .locator('tbody')
    .getByRole('row')
    .filter({ hasText: `User ${user}` })

test('a response to any survey says its rating on its scale, and what was chosen', async () => {
  const { page, faults } = await signIn('Responses')
  await shows(page, 'All 5 responses shown')
  await row(page, 'ugo').getByText('What do you use Trámite for?').waitFor()
  await row(page, 'ned').getByText('Thank you. What went wrong?').waitFor()
  const said = async (user) => {
    const cells = await row(page, user).getByRole('cell').allInnerTexts()
    return cells.slice(0, 2).map((text) => text.split(/\s*\n\s*/))
  }
  assert.deepEqual(await said('ned'), [
    ['3', 'Detractor', 'nps'],
    ['Slow', 'Thank you. What went wrong?', 'It is hard to use', 'Help came late'],
  ])
  assert.deepEqual(await said('sam'), [
    ['4', 'of 5', 'csat-support'],
    ['Kind people', 'It was easy to get my question answered.', '6 of 7'],
  ])
  assert.deepEqual(await said('ona'), [
    ['2', 'of 5', 'csat-onboarding'],
    ['Where did you get stuck?', 'Connecting our tools'],
  ])
  assert.deepEqual(await said('eva'), [['5', 'of 7', 'effort'], ['No comment']])
  assert.deepEqual(await said('ugo'), [
    ['–', 'No rating', 'end-user'],
    [
      'What do you use Trámite for?',
      'Approvals',
      'How would you feel without it?',
      'Very disappointed',
      'What is the one thing that we should change?',
      'Dark mode',
    ],
  ])
  assert.deepEqual(faults, [])
})

test('what was said to a survey that cannot be read any more is told by ids', async () => {
  const { page } = await signIn('Accounts', '#/accounts')
  await page.route('**/v1/content/survey/**', (route) => route.abort())
  await page.getByRole('link', { name: 'Responses' }).click()
  await shows(page, 'All 5 responses shown')
  assert.match(
    await row(page, 'ugo').innerText(),
    /use\s+approvals\s+wish\s+Dark mode\s+without\s+very/,
  )
})

for (const [name, options] of Object.entries(LOOKS)) {
  test(`it is accessible: ${name}`, async () => {
    const { page } = await signIn('Responses', '', options)
    await row(page, 'ugo').getByText('Very disappointed').waitFor()
    await assertAccessible(page)
    await assertNarrow(page)
    await picture(page, `answers-${name}`)
  })
}

//! What end users can do, each as they would, with the Wasm, without it, and offline and back.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import {
  card,
  client,
  hostWithWidget,
  hydrated,
  launchBrowser,
  say,
  startStack,
} from '../harness/index.mjs'
import { checklist, course, question, survey, todo } from '../harness/content.mjs'
import { durable, kept, stored } from './outbox-page.mjs'

const en = (text) => ({ en: text })
const option = (id) => ({ id, label: en(`Option ${id}`) })
const options = ['a', 'b', 'c'].map(option)

const LIST = checklist('list', [
  'read',
  todo('look', { skippable: true, link: { label: en('Open it'), href: '#there' } }),
  todo('write', { requires: ['read'] }),
  todo('use', {
    completion: { event: 'Feature Used' },
    win: { title: en('First use'), detail: en('Uses so far: {n}.'), counts: 'Feature Used' },
  }),
])
const ALL = checklist('all', ['one', 'two'])
const SCORE = survey(
  'score',
  [
    question('rating', 'nps', { comment: en('Why?') }),
    question('wrong', 'text', { if: { at_most: 6 } }),
  ],
  {
    kind: 'nps',
    schedule: { snooze_days: 3 },
    thanks: [
      {
        if: { at_least: 9 },
        title: en('Tell others'),
        link: { label: en('Review us'), href: '#review' },
      },
      { title: en('We will mend it') },
    ],
  },
)
const KINDS = survey('kinds', [
  question('stars', 'csat', { look: 'stars' }),
  question('effort', 'ces'),
  question('one', 'single', { options }),
  question('many', 'multiple', { options: ['d', 'e', 'f'].map(option) }),
  question('words', 'text', { optional: true }),
])

const COURSE = course('learn', ['start', 'end'], { enrol: 'everyone' })

/**
 * For each: the content, what the person does, and what they see then, which holds again in the
 * next page. `later` is what they see once the edge has answered, `knows` what operators read.
 * What `isLocal` is nothing to the edge.
 */
const FEATURES = {
  'an item is done by hand, undone, and done again': {
    content: LIST,
    async acts(widget) {
      await click(widget, 'Mark as done: Do read')
      await click(widget, 'Undo: Do read')
      await widget.getByText('0 of 4 done').first().waitFor()
      await click(widget, 'Mark as done: Do read')
    },
    sees: (widget) => widget.getByText('1 of 4 done').first().waitFor(),
  },
  'an item is left out': {
    content: LIST,
    acts: (widget) => click(widget, 'Skip: Do look'),
    sees: (widget) => widget.getByRole('button', { name: 'Undo: Do look' }).waitFor(),
  },
  'an item opens when the one before it is done': {
    content: LIST,
    async acts(widget) {
      await widget.getByText('Opens when the steps before it are done').waitFor()
      assert.equal(await widget.getByRole('button', { name: 'Do write' }).count(), 0)
      await click(widget, 'Mark as done: Do read')
      await click(widget, 'Mark as done: Do write')
    },
    sees: (widget) => widget.getByText('2 of 4 done').first().waitFor(),
  },
  'a link leads where it says': {
    content: LIST,
    acts: (widget) => widget.getByRole('link', { name: 'Open it' }).click(),
    sees: (widget) => widget.getByText('0 of 4 done').first().waitFor(),
    at: '#there',
    isLocal: true,
  },
  'an item is done by what happens in the product, and its win is named': {
    content: LIST,
    acts: (widget) => say(widget.page(), ['track', 'Feature Used']),
    later: (widget) => widget.getByText('Uses so far: 1.').waitFor(),
  },
  'a list is made small': {
    content: LIST,
    acts: (widget) => click(widget, 'Minimise'),
    sees: (widget) => widget.getByRole('button', { name: 'List list' }).waitFor(),
  },
  'a list is sent away': {
    content: LIST,
    acts: (widget) => click(widget, 'Close'),
    sees: gone,
  },
  'the last item is celebrated': {
    content: ALL,
    async acts(widget) {
      await click(widget, 'Mark as done: Do one')
      await click(widget, 'Mark as done: Do two')
    },
    sees: (widget) => widget.getByText('All of all done').first().waitFor(),
  },
  'a low score is asked more, and thanked otherwise': {
    content: SCORE,
    async acts(widget) {
      await choose(widget, '3')
      await widget.getByLabel('Why?').fill('Slow')
      await click(widget, 'Send')
      await widget.getByLabel('Q wrong').fill('It hangs.')
      await click(widget, 'Send')
      await widget.getByText('We will mend it').first().waitFor()
    },
    knows(results) {
      assert.equal(results.length, 1)
      const [{ rating, comment, category, answers, is_complete }] = results
      assert.deepEqual([rating, comment, category], [3, 'Slow', 'detractor'])
      assert.deepEqual([answers.wrong.text, is_complete], ['It hangs.', true])
    },
  },
  'a high score is led on, and that is noted': {
    content: SCORE,
    async acts(widget) {
      await choose(widget, '10')
      await click(widget, 'Send')
      await widget.getByText('Tell others').first().waitFor()
      await widget.getByRole('link', { name: 'Review us' }).click()
    },
    knows([{ rating, followed_at }]) {
      assert.equal(rating, 10)
      assert.ok(followed_at)
    },
  },
  'what was answered half-way is kept': {
    content: SCORE,
    async acts(widget) {
      await choose(widget, '2')
      await click(widget, 'Send')
      await widget.getByLabel('Q wrong').waitFor()
      await click(widget, 'Close')
    },
    sees: gone,
    knows: ([{ rating, is_complete }]) => assert.deepEqual([rating, is_complete], [2, false]),
  },
  'a question is put off': {
    content: SCORE,
    acts: (widget) => click(widget, 'Ask me later'),
    sees: gone,
  },
  'a lesson is opened, and the next page goes on with it': {
    content: COURSE,
    acts: (widget) => widget.locator('#rumbo-open-start').click(),
    sees: (widget) => widget.getByText('Text of start').waitFor(),
  },
  'every kind of question': {
    content: KINDS,
    async acts(widget) {
      await choose(widget, '4')
      await click(widget, 'Next')
      await choose(widget, '6')
      await click(widget, 'Next')
      await choose(widget, 'Option b')
      await click(widget, 'Next')
      for (const id of ['d', 'f']) await widget.getByLabel(`Option ${id}`).check({ force: true })
      await click(widget, 'Next')
      await click(widget, 'Send')
      await widget.getByText('Thanks for kinds').first().waitFor()
    },
    knows([{ answers }]) {
      assert.deepEqual([answers.stars.rating, answers.effort.rating], [4, 6])
      assert.deepEqual([answers.one.choices, answers.many.choices], [['b'], ['d', 'f']])
    },
  },
}

const MODES = {
  'with the Wasm': { wasm: true },
  'HTML only': { wasm: false },
  'offline and back': { wasm: true, isOffline: true },
}

function click(widget, name) {
  return widget.getByRole('button', { name, exact: true }).click()
}

function choose(widget, name) {
  return widget.getByRole('radio', { name, exact: true }).check({ force: true })
}

function gone(widget) {
  return widget.waitFor({ state: 'detached' })
}

let stack
let api
let browser
const hosts = {}
before(async () => {
  stack = await startStack()
  api = client(stack)
  browser = await launchBrowser()
  for (const [mode, options] of Object.entries(MODES)) {
    hosts[mode] = await hostWithWidget(stack.url, options)
  }
  const { body } = await api.get('/v1/content')
  for (const { kind, id } of body.results) {
    await api.send('POST', `/v1/content/${kind}/${id}/unpublish`)
  }
})
after(async () => {
  await browser?.close()
  for (const host of Object.values(hosts)) await host.stop()
  await stack?.stop()
})

/** The widget in a new page of the host, once the edge has said what `user` sees. */
async function open(context, mode, user) {
  const page = await context.newPage()
  const answered = page.waitForResponse((response) => response.url().endsWith('/v1/placements'))
  await page.goto(hosts[mode].url)
  await say(page, ['identify', user], ['group', `${user}-inc`])
  await answered
  // What it says is drawn by the frame after the next.
  await page.evaluate(
    () => new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn), 100)),
  )
  return card(page)
}

/** Waits until the responses of `user` are as `knows` wants them. */
async function until(user, knows) {
  for (const end = Date.now() + 10_000; ;) {
    const { results } = (await api.get(`/v1/responses?user=${user}`)).body
    try {
      return knows(results)
    } catch (error) {
      if (Date.now() > end) throw error
      await new Promise((resume) => setTimeout(resume, 50))
    }
  }
}

let n_users = 0
for (const [feature, { content, acts, sees, later, knows, at, isLocal }] of Object.entries(
  FEATURES,
)) {
  const isCourse = 'lessons' in content
  const kind = isCourse ? 'course' : content.questions ? 'survey' : 'checklist'
  test(feature, async (t) => {
    await api.publish(kind, content)
    for (const [mode, { wasm, isOffline }] of Object.entries(MODES)) {
      await t.test(mode, async () => {
        n_users += 1
        const user = `user-${n_users}`
        const context = await browser.newContext()
        const widget = await open(context, mode, user)
        await widget.waitFor()
        // Courses are drawn by the edge alone.
        if (wasm && !isCourse) await hydrated(widget.page())
        if (isOffline) {
          await durable(widget.page())
          await context.setOffline(true)
        }
        await acts(widget)
        if (!(isCourse && isOffline)) await sees?.(widget)
        if (at) assert.equal(new URL(widget.page().url()).hash, at)
        // What was done is on its way to the disk for a moment, and then to the edge.
        if (isOffline && !isLocal) await kept(widget.page())
        await context.setOffline(false)
        await (isCourse ? sees : later)?.(widget)

        if (knows) await until(user, knows)
        if (sees) {
          if (isOffline) await stored(widget.page(), 0)
          await sees(await open(context, mode, user))
        }
        await context.close()
      })
    }
    await api.send('POST', `/v1/content/${kind}/${content.id}/unpublish`)
  })
}

//! Whatever a person does, what the Wasm draws is what the edge draws: random forms, filled in at
//! random, with a seed that a failure names.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { client, hostPage, launchBrowser, startStack } from '../harness/index.mjs'
import { checklist, question, survey, todo } from '../harness/content.mjs'

const PEOPLE = 8
const STEPS = 15

const option = (id) => ({ id, label: { en: `Option ${id}` } })
const options = ['a', 'b', 'c'].map(option)
const CONTENT = {
  checklist: checklist('list', [
    'first',
    todo('second', { requires: ['first'], skippable: true }),
    todo('third', { scope: 'account' }),
    todo('fourth', { skippable: true, link: { label: { en: 'Go' }, href: '#there' } }),
  ]),
  survey: survey(
    'ask',
    [
      question('score', 'nps', {
        low: { en: 'Low' },
        high: { en: 'High' },
        comment: { en: 'Why?' },
      }),
      question('stars', 'csat', { look: 'stars', optional: true }),
      question('many', 'multiple', { options, if: { question: 'score', at_most: 6 } }),
      question('one', 'single', { options, optional: true }),
      question('words', 'text', { optional: true }),
    ],
    { schedule: { snooze_days: 2 } },
  ),
}

let stack
let api
let browser
let host
before(async () => {
  stack = await startStack()
  api = client(stack)
  browser = await launchBrowser()
  host = await hostPage({})
  const { body } = await api.get('/v1/content')
  for (const { kind, id } of body.results) {
    await api.send('POST', `/v1/content/${kind}/${id}/unpublish`)
  }
})
after(async () => {
  await browser?.close()
  await host?.stop()
  await stack?.stop()
})

/** Numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A page in which the Wasm has taken over what the edge drew. */
async function open({ html, state, widget }) {
  const page = await browser.newPage()
  await page.goto(host.url)
  await page.evaluate(
    async ({ edge, html, state, widget }) => {
      const module = await import(edge + widget.js)
      await module.default({ module_or_path: await fetch(edge + widget.wasm) })
      const root = document.createElement('div')
      document.body.append(root)
      root.innerHTML = html
      window.sent = []
      module.hydrate(root, state, (fields) => window.sent.push(fields))
      window.root = root
      /** Elements with their attributes in order, and texts: neither marks nor what is typed. */
      window.plain = (node) => {
        if (node.nodeType === Node.TEXT_NODE) return node.data
        if (node.nodeType !== Node.ELEMENT_NODE) return ''
        const names = node.getAttributeNames().filter((name) => name !== 'value')
        const attributes = names.toSorted().map((name) => ` ${name}="${node.getAttribute(name)}"`)
        if (node.matches('progress, [type=hidden], [type=radio], [type=checkbox]')) {
          attributes.push(` value=${node.value}`)
        }
        const inside = [...node.childNodes].map(window.plain).join('')
        return `\n<${node.localName}${attributes.join('')}>${inside}`
      }
    },
    { edge: stack.url, html, state, widget },
  )
  await page.waitForFunction(() => !window.root.innerHTML.includes('<!--'))
  return page
}

/** Fills in a form at random and submits it; what was sent, and what is drawn. */
const act = (page, numbers) =>
  page.evaluate(async (numbers) => {
    const pick = (list) => list[Math.floor(numbers.shift() * list.length)]
    const forms = [...window.root.querySelectorAll('form')]
    // What ends it comes seldom, or nothing would come after much.
    const ends = (form) => ['dismiss', 'snooze', 'close'].includes(form.elements.type.value)
    const others = forms.filter((form) => !ends(form))
    const form = pick(others.length > 0 && numbers.shift() < 0.9 ? others : forms)
    const inputs = [...form.querySelectorAll('input, textarea')]
    const radios = inputs.filter(({ type }) => type === 'radio')
    if (radios.length > 0) pick(radios).checked = true
    for (const box of inputs.filter(({ type }) => type === 'checkbox')) {
      box.checked = numbers.shift() < 0.5
    }
    for (const area of inputs.filter(({ localName }) => localName === 'textarea')) {
      area.value = pick(['', 'Fine', '<b>No</b> & "so"'])
    }
    form.noValidate = true
    form.requestSubmit()
    form.noValidate = false
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    return { sent: window.sent.splice(0), drawn: window.plain(window.root) }
  }, numbers)

for (const [kind, content] of Object.entries(CONTENT)) {
  test(`a ${kind}: the Wasm draws what the edge draws`, async () => {
    await api.publish(kind, content)
    let steps = 0
    for (let seed = 1; seed <= PEOPLE; seed += 1) {
      const random = randomFrom(seed)
      const [user, account] = [`${kind}-${seed}`, `${kind}-inc-${seed}`]
      const page = await open((await api.placements(user, account)).body)
      for (let step = 1; step <= STEPS; step += 1) {
        const { sent, drawn } = await act(page, Array.from({ length: 20 }, random))
        assert.equal(sent.length, 1, `seed ${seed}, step ${step}: one form is one command`)
        const { body } = await api.commands(user, account, [Object.fromEntries(sent[0])])
        const what = `seed ${seed}, step ${step}: after ${JSON.stringify(sent[0])}`
        steps += 1
        if (body.placements.length === 0) {
          assert.doesNotMatch(drawn, /<aside/, what)
          break
        }
        const edge = await page.evaluate((html) => {
          const root = document.createElement('div')
          root.innerHTML = html
          return window.plain(root)
        }, body.html)
        assert.equal(drawn, edge, what)
      }
      await page.close()
    }
    assert.ok(steps > 3 * PEOPLE, `only ${steps} steps were taken`)
    await api.send('POST', `/v1/content/${kind}/${content.id}/unpublish`)
  })
}

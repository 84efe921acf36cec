// What the loader shows: the widget as HTML, under strict policies, and handed over to the Wasm.

import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { card, nothing, OUTBOX, SEEN, startFakeEdge } from './fake-edge.mjs'
import {
  launch,
  open as openIn,
  painted,
  queue,
  settled,
  startOf,
  tag,
  until,
} from './loader-page.mjs'

let edge
let browser
const open = (body = tag(edge), options) => openIn(browser, edge, body, options)

before(async () => {
  edge = await startFakeEdge()
  browser = await launch()
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  edge.reset()
})
after(async () => {
  await browser.close()
  await edge.close()
})

const showing = (...all) => edge.show(...all)
const commands = () =>
  edge.calls.flatMap(({ body }) => body.commands ?? []).filter(({ type }) => type !== 'seen')
const log = (page) => page.evaluate(() => window.widget ?? [])
const title = (page) => page.locator('rumbo-widget h2').textContent()
/** The least that a host must allow; no Wasm. */
const strict = () => `default-src 'none'; script-src ${edge.origin}; connect-src ${edge.origin}`
const withWasm = () => strict().replace('script-src', "script-src 'wasm-unsafe-eval'")

test('a card is drawn, styled and seen, and the host hears of it', async () => {
  showing(card('One'))
  const page = await open(
    queue(`['on', 'checklist_seen', (event) => { window.heard = event; }]`) + tag(edge),
  )
  await page.waitForFunction(() => window.heard)
  assert.deepEqual(await page.evaluate(() => window.heard), SEEN)
  assert.equal(await title(page), 'One')
  assert.equal(
    await page.locator('rumbo-widget h2').evaluate((h2) => getComputedStyle(h2).color),
    'rgb(1, 2, 3)',
  )
  assert.deepEqual(
    await page.locator('rumbo-widget').evaluate((host) => host.getAttributeNames()),
    ['popover'],
  )
  await settled(page)
  assert.ok(
    (await page.evaluate(
      // When the page had painted; when that came to the screen is for the compositor to say, later.
      () => performance.getEntriesByName('first-contentful-paint')[0].paintTime,
    )) <= (await startOf(page, OUTBOX)),
    'the chunk comes after what a person waits for',
  )
  const seen = edge.calls.filter(({ path }) => path === '/v1/commands')
  assert.equal(seen.length, 1)
  const {
    have,
    css,
    commands: [{ id, ...command }],
  } = seen[0].body
  assert.deepEqual([have, css], ['One', 'css-1'])
  assert.deepEqual(command, { type: 'seen', placement: 'get-started' })
  assert.match(id, /^[0-9a-f-]{36}$/)
})

test('the shadow root is closed unless asked otherwise', async () => {
  showing(card('One'))
  const page = await open(tag(edge, 'data-key="wk_test"'))
  await page.waitForSelector('rumbo-widget', { state: 'attached' })
  assert.equal(await page.evaluate(() => document.querySelector('rumbo-widget').shadowRoot), null)
})

test('the script may run in the head, before there is a body', async () => {
  showing(card('One'))
  const release = edge.hold('/late.js')
  const head = tag(edge).replace('async', '') + `<script src="${edge.origin}/late.js"></script>`
  const page = await open('', { head, waitUntil: 'commit' })
  await until(() => edge.calls.length)
  await page.evaluate(() => rumbo.track('Anything'))
  assert.equal(await page.evaluate(() => document.body), null)
  release()
  await page.waitForSelector('rumbo-widget h2')
})

test('without Wasm the keyboard alone does it all: same commands, nothing of the widget fetched', async () => {
  const after = (body) =>
    card(body.commands[0].type === 'dismiss' ? 'Gone' : 'Two', { placements: card('').placements })
  showing(card('One'), (body) =>
    body.commands.at(-1).type === 'dismiss' ? nothing() : after(body),
  )
  const page = await open(tag(edge), { policy: strict() })
  const invite = page.getByRole('button', { name: 'Invite' })
  await invite.focus()
  await page.keyboard.press('Enter')
  await until(async () => (await title(page)) === 'Two')
  assert.equal(
    await invite.evaluate((button) => button.getRootNode().activeElement === button),
    true,
    'focus stays',
  )

  await page.keyboard.press('Escape')
  await page.waitForSelector('rumbo-widget', { state: 'detached' })
  assert.deepEqual(
    commands().map(({ id, ...fields }) => fields),
    [
      { type: 'complete_item', item: 'invite', placement: 'get-started' },
      { type: 'dismiss', placement: 'get-started' },
    ],
  )
  assert.deepEqual(edge.fetched, ['/rumbo.js', OUTBOX])
  assert.equal(page.url(), `${edge.hostOrigin}/`)
  assert.deepEqual(page.errors, [])
})

test('form-action none does not stop the forms', async () => {
  showing(card('One'), () => card('Two'))
  const page = await open(tag(edge), { policy: `${strict()}; form-action 'none'; base-uri 'none'` })
  await page.getByRole('button', { name: 'Invite' }).click()
  await until(async () => (await title(page)) === 'Two')
})

test('data-focus says where focus goes when what had it is gone', async () => {
  const two = card('Two')
  two.html = two.html.replace('<h2', '<h2 data-focus').replace('value="invite"', 'value="other"')
  showing(card('One'), () => two)
  const page = await open(tag(edge), { policy: strict() })
  await page.getByRole('button', { name: 'Invite' }).press('Enter')
  await until(async () => (await title(page)) === 'Two')
  assert.equal(
    await page.locator('h2').evaluate((h2) => h2.getRootNode().activeElement === h2),
    true,
  )
})

test('what is marked for focus and new has it, though what had it is still there', async () => {
  const marked = (title, mark) => {
    const drawn = card(title)
    return {
      ...drawn,
      html: drawn.html.replace('<h2', `<p tabindex="-1" data-focus="${mark}">${mark}</p><h2`),
    }
  }
  const has = (selector) =>
    page.locator(selector).evaluate((it) => it.getRootNode().activeElement === it)
  showing(card('One'), () => marked('Two', 'first'))
  const page = await open(tag(edge), { policy: strict() })
  await page.getByRole('button', { name: 'Invite' }).press('Enter')
  await until(async () => (await title(page)) === 'Two')
  assert.equal(await has('p'), true)

  showing(card('One'), () => marked('Three', 'first'))
  await page.getByRole('button', { name: 'Invite' }).press('Enter')
  await until(async () => (await title(page)) === 'Three')
  assert.equal(await has('button[value="invite"]'), true, 'it is no news')

  showing(card('One'), () => marked('Four', 'second'))
  await page.getByRole('button', { name: 'Invite' }).press('Enter')
  await until(async () => (await title(page)) === 'Four')
  assert.equal(await has('p'), true)
})

test('who presses before the edge has heard that the card is seen sees what came of it', async () => {
  let answer
  showing(card('One'), () => new Promise((resolve) => (answer = resolve)))
  const page = await open(tag(edge), {
    policy: strict(),
    // As soon as it is in the page, two frames before it counts as seen.
    before: () =>
      new MutationObserver((_, observer) => {
        const button = document.querySelector('rumbo-widget')?.shadowRoot.querySelector('button')
        if (!button) return
        observer.disconnect()
        button.click()
      }).observe(document, { childList: true, subtree: true }),
  })
  await until(() => answer)
  await painted(page)
  answer(card('Two'))
  await until(async () => (await title(page)) === 'Two')
  await settled(page)
  assert.deepEqual(
    edge.calls.flatMap(({ body }) => body.commands ?? []).map(({ type }) => type),
    ['complete_item', 'seen'],
  )
  assert.equal(await title(page), 'Two')
  assert.deepEqual(page.errors, [])
})

const busy = (page) => page.locator('rumbo-widget [aria-busy]')
/** The loader's own script and connections, but not its chunk. */
const withoutChunk = () =>
  `default-src 'none'; script-src ${edge.origin}/rumbo.js; connect-src ${edge.origin}`

test('a button is busy until what it asked for is answered', async () => {
  let answer
  showing(card('One'), () => new Promise((resolve) => (answer = resolve)))
  const page = await open(tag(edge), { policy: strict() })
  await page.getByRole('button', { name: 'Invite' }).click()
  await until(() => answer)
  assert.deepEqual(
    await busy(page).evaluateAll((all) => all.map((it) => [it.value, it.ariaBusy])),
    [['invite', 'true']],
  )
  answer(card('Two'))
  await until(async () => (await title(page)) === 'Two')
  assert.equal(await busy(page).count(), 0)
})

for (const [what, failure] of [
  ['refused the request', { status: 400, body: { code: 'bad_command', detail: 'No.' } }],
  ['could not be reached', { status: 503, body: {} }],
]) {
  test(`a button is busy no more when the edge ${what}`, async () => {
    let release
    const held = new Promise((resolve) => (release = () => resolve(failure)))
    showing(card('One'), () => held)
    const page = await open(tag(edge), {
      policy: withoutChunk(),
      // Time flies: the tries are seconds apart otherwise.
      before: () => {
        const wait = window.setTimeout
        window.setTimeout = (action) => wait(action)
      },
    })
    await page.getByRole('button', { name: 'Invite' }).click()
    await until(() => busy(page).count())
    release()
    await until(() => page.warnings.length)
    await until(async () => !(await busy(page).count()))
    assert.equal(await title(page), 'One')
  })
}

test('a command refused with an answer is drawn, and the console says why', async () => {
  const refusal = { code: 'invalid_text', detail: 'The question asks for words.' }
  showing(card('One'), () => ({
    status: 422,
    body: { ...refusal, ...card('Two'), results: [{ status: 'rejected', ...refusal }] },
  }))
  const page = await open(tag(edge), { policy: strict() })
  await page.getByRole('button', { name: 'Invite' }).click()
  await until(async () => (await title(page)) === 'Two')
  assert.deepEqual(page.warnings, ['[rumbo] invalid_text: The question asks for words.'])
  assert.equal(commands().length, 1)
})

test('new HTML takes neither what is typed nor chosen, nor focus from the host', async () => {
  showing(card('One'))
  const page = await open(`<input id="host">${tag(edge)}`, { policy: strict() })
  await page.getByLabel('9').check()
  await page.getByLabel('Comment').fill('Half a sen')
  showing(card('Two'))
  await page.evaluate(() => rumbo.track('Anything'))
  assert.equal(await title(page), 'Two')
  assert.equal(await page.getByLabel('Comment').inputValue(), 'Half a sen')
  assert.equal(await page.getByLabel('9').isChecked(), true)
  assert.equal(
    await page.getByLabel('Comment').evaluate((area) => area.getRootNode().activeElement === area),
    true,
  )

  await page.focus('#host')
  showing(card('Three'))
  await page.evaluate(() => rumbo.track('Anything'))
  assert.equal(await title(page), 'Three')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'host')
})

test('the same etag changes nothing in the DOM', async () => {
  showing(card('One'))
  const page = await open(tag(edge), { policy: strict() })
  const heading = await page.waitForSelector('rumbo-widget h2')
  await page.evaluate(() => rumbo.track('Anything'))
  assert.equal(edge.calls.at(-1).body.have, 'One')
  assert.equal(await heading.evaluate((h2) => h2.isConnected), true)
})

test('a double click is one command; two buttons are two, in order', async () => {
  let answer
  showing(card('One'), () => new Promise((resolve) => (answer = resolve)))
  const page = await open(tag(edge), { policy: strict() })
  await until(() => edge.calls.length === 2, 'seen')
  await page.getByRole('button', { name: 'Invite' }).dblclick()
  await until(() => answer)
  await page.getByRole('button', { name: 'Import' }).click()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  showing(card('One'), () => card('Three'))
  await page.evaluate(() => {
    const root = document.querySelector('rumbo-widget').shadowRoot
    window.titles = []
    new MutationObserver(() => titles.push(root.querySelector('h2').textContent)).observe(root, {
      childList: true,
      subtree: true,
    })
  })
  answer(card('Two'))
  await until(async () => (await title(page)) === 'Three')
  assert.deepEqual(
    await page.evaluate(() => window.titles),
    ['Three'],
    'Two is not drawn: more was waiting',
  )
  assert.deepEqual(
    commands().map(({ item, type }) => item ?? type),
    ['invite', 'import', 'dismiss'],
  )
  assert.equal(edge.calls.at(-1).body.commands.length, 2, 'what waits goes together')
})

test("the host's shortcuts do not see what is typed into the widget", async () => {
  showing(card('One'))
  const page = await open(
    `<script>window.keys = []; for (const type of ['keydown', 'keypress', 'keyup']) addEventListener(type, ({ key }) => keys.push(key))</script>${tag(edge)}`,
  )
  await page.getByLabel('Comment').pressSequentially('ab')
  assert.deepEqual(await page.evaluate(() => window.keys), [])
  assert.equal(await page.getByLabel('Comment').inputValue(), 'ab')
})

test('the Wasm takes over the DOM that the edge drew, after it is visible', async () => {
  showing(card('One'))
  const release = edge.hold('/w/widget.js')
  const page = await open(tag(edge), { policy: withWasm() })
  const heading = await page.waitForSelector('rumbo-widget h2')
  release()
  await until(async () => (await log(page)).length === 2)
  assert.deepEqual(await log(page), ['init', 'hydrate One One'])
  assert.equal(await heading.evaluate((h2) => h2.isConnected), true)

  showing(card('One'), () => card('Two'))
  await page.getByRole('button', { name: 'Invite' }).click()
  await until(async () => (await log(page)).includes('update Two'))
  assert.deepEqual((await log(page)).slice(2), ['submit get-started', 'update Two'])
  assert.equal(await title(page), 'One', 'the DOM is the widget’s')
  assert.deepEqual(
    commands().map(({ item }) => item),
    ['invite'],
  )
  assert.equal(edge.fetched.filter((path) => path.endsWith('.wasm')).length, 1)
})

test('another style sheet is that of what the Wasm draws, too', async () => {
  const css = { id: 'css-2', text: 'h2 { color: rgb(4, 5, 6) }' }
  showing(card('One'), () => card('Two', { css }))
  const page = await open()
  const color = () => page.locator('rumbo-widget h2').evaluate((h2) => getComputedStyle(h2).color)
  await until(async () => (await log(page)).length === 2)
  assert.equal(await color(), 'rgb(1, 2, 3)')
  await page.getByRole('button', { name: 'Invite' }).click()
  await until(async () => (await log(page)).includes('update Two'))
  assert.equal(await color(), 'rgb(4, 5, 6)')
})

test('an early click answered before hydration: hydration takes the newest', async () => {
  showing(card('One'), () => card('Two'))
  const release = edge.hold('/w/widget.js')
  const page = await open()
  await page.getByRole('button', { name: 'Invite' }).click()
  await until(async () => (await title(page)) === 'Two')
  release()
  await until(async () => (await log(page)).length === 2)
  assert.deepEqual(await log(page), ['init', 'hydrate Two Two'])
  assert.equal(commands().length, 1)
})

test('an early click still on its way at hydration is replayed, not sent again', async () => {
  let answer
  showing(card('One'), () => new Promise((resolve) => (answer = resolve)))
  const release = edge.hold('/w/widget.js')
  const page = await open()
  await page.getByRole('button', { name: 'Invite' }).click()
  await until(() => answer)
  release()
  await until(async () => (await log(page)).length === 3)
  assert.deepEqual(await log(page), ['init', 'hydrate One One', 'replay invite'])
  answer(card('Two'))
  await until(async () => (await log(page)).length === 4)
  assert.equal((await log(page))[3], 'update Two')
  assert.equal(commands().length, 1)
})

test('a refused command is undone: the widget gets what holds', async () => {
  showing(card('One'), () =>
    card('One', {
      results: [{ status: 'rejected', code: 'unknown_item', detail: 'No such item.' }],
    }),
  )
  const page = await open()
  await until(async () => (await log(page)).length === 2)
  await page.getByRole('button', { name: 'Invite' }).click()
  await until(async () => (await log(page)).includes('update One'))
  assert.deepEqual(page.warnings, ['[rumbo] unknown_item: No such item.'])

  showing(card('One'), () => ({ status: 400, body: { code: 'bad_command', detail: 'No.' } }))
  await page.getByRole('button', { name: 'Import' }).click()
  await until(async () => (await log(page)).filter((line) => line === 'update One').length === 2)
})

for (const failure of ['failHydrate', 'failUpdate']) {
  test(`a Wasm that breaks (${failure}) leaves the page with HTML that works`, async () => {
    showing(card('One'), () => card('Two'))
    const page = await open(tag(edge), { before: `window.${failure} = true` })
    await until(async () =>
      (await log(page)).includes(failure === 'failHydrate' ? 'init' : 'hydrate One One'),
    )
    await page.getByRole('button', { name: 'Invite' }).click()
    await until(async () => (await title(page).catch(() => '')) === 'Two')
    showing(card('Two'), () => card('Three'))
    await page.getByRole('button', { name: 'Import' }).click()
    await until(async () => (await title(page)) === 'Three')
    assert.deepEqual(
      commands().map(({ item }) => item),
      ['invite', 'import'],
    )
    assert.deepEqual(page.errors, [])
  })
}

test('without the widget’s files the page goes on with HTML', async () => {
  const broken = (title) => card(title, { widget: { js: '/w/gone.js', wasm: '/w/gone.wasm' } })
  showing(broken('One'), () => broken('Two'))
  const page = await open()
  await until(() => edge.fetched.includes('/w/gone.js'))
  await page.getByRole('button', { name: 'Invite' }).click()
  await until(async () => (await title(page)) === 'Two')
  assert.deepEqual(page.errors, [])
})

for (const [policies, what] of [
  ['', 'the policy rumbo is made'],
  ['; trusted-types rumbo', 'the policy rumbo is allowed'],
  ['; trusted-types other', 'the policy rumbo is refused'],
]) {
  test(`Trusted Types are enforced and ${what}: the card is shown`, async () => {
    showing(card('One'), () => card('Two'))
    const page = await open(tag(edge), {
      policy: `${strict()}; require-trusted-types-for 'script'${policies}`,
    })
    await page.getByRole('button', { name: 'Invite' }).click()
    await until(async () => (await title(page)) === 'Two')
    await page.getByRole('button', { name: 'Invite' }).waitFor()
    assert.deepEqual(
      commands().map(({ item, placement }) => [item, placement]),
      [['invite', 'get-started']],
    )
    assert.deepEqual(page.errors, [])
  })
}

test('where Trusted Types leave no way in, nothing is shown and the console has one line', async () => {
  showing(card('One'))
  const page = await open(tag(edge), {
    policy: `${strict()}; require-trusted-types-for 'script'; trusted-types other`,
    before: () => {
      delete Element.prototype.setHTML
    },
  })
  await until(() => page.warnings.length)
  await page.evaluate(() => rumbo.track('Anything'))
  assert.equal(await page.locator('rumbo-widget').count(), 0)
  assert.equal(page.warnings.length, 1)
  assert.deepEqual(page.errors, [])
})

test('reset takes the widget and every listener out of the page; identify works again', async () => {
  showing(card('One'))
  const watchListeners = () => {
    const live = (window.live = [])
    const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      const entry = { target: this ?? window, type, listener }
      live.push(entry)
      const drop = () => live.includes(entry) && live.splice(live.indexOf(entry), 1)
      if (options?.once) add.call(entry.target, type, drop, { once: true })
      options?.signal?.addEventListener('abort', drop)
      return add.call(entry.target, type, listener, options)
    }
    EventTarget.prototype.removeEventListener = function (type, listener, options) {
      const at = live.findIndex(
        (one) => one.target === (this ?? window) && one.type === type && one.listener === listener,
      )
      if (at >= 0) live.splice(at, 1)
      return remove.call(this ?? window, type, listener, options)
    }
  }
  const reachable = () =>
    window.live.filter(
      ({ target }) =>
        target === window || target === document || target.isConnected || target.host?.isConnected,
    ).length
  const page = await open(queue(`['identify', 'ana']`, `['group', 'acme']`) + tag(edge), {
    before: watchListeners,
  })
  await until(async () => (await log(page)).length === 2)
  assert.ok(await page.evaluate(reachable), 'the test sees listeners')

  await page.evaluate(() => {
    rumbo.track('Signed Out')
    rumbo.reset()
  })
  assert.equal(await page.locator('rumbo-widget').count(), 0)
  // The outbox listens for the end of the page until what was said before is delivered.
  await until(async () => (await page.evaluate(reachable)) === 0)
  const signedOut = await until(() =>
    edge.calls.find(({ body }) => body.batch?.[0]?.event === 'Signed Out'),
  )
  await settled(page)
  assert.equal(signedOut.body.userId, 'ana', 'sent as who did it')
  assert.equal(
    await page.locator('rumbo-widget').count(),
    0,
    'an answer for Ana is not shown to the next person',
  )

  await page.evaluate(() => rumbo.identify('luis'))
  await page.waitForSelector('rumbo-widget h2')
  const [first, last] = [edge.calls[0].body, edge.calls.findLast(({ body }) => body.batch).body]
  assert.deepEqual([last.userId, last.groupId, last.have], ['luis', undefined, undefined])
  assert.notEqual(last.anonymousId, first.anonymousId)
  await until(
    async () => (await log(page)).filter((line) => line.startsWith('hydrate')).length === 2,
  )
  await until(
    () =>
      edge.calls.flatMap(({ body }) => body.commands ?? []).filter(({ type }) => type === 'seen')
        .length === 2,
  )
})

test('an answer for one person is not shown to the next', async () => {
  let answer
  edge.answer = (path, body, n) =>
    n === 1
      ? new Promise((resolve) => (answer = resolve))
      : n === 2
        ? card('Luis')
        : nothing({ etag: 'Luis', placements: card('').placements })
  const page = await open(queue(`['identify', 'ana']`) + tag(edge))
  await until(() => answer)
  await page.evaluate(() => {
    window.titles = []
    new MutationObserver(() =>
      titles.push(
        document.querySelector('rumbo-widget')?.shadowRoot.querySelector('h2')?.textContent,
      ),
    ).observe(document.body, { childList: true })
    rumbo.identify('luis')
  })
  answer(card('Ana'))
  await until(async () => (await title(page)) === 'Luis')
  assert.deepEqual(await page.evaluate(() => window.titles), ['Luis'])
})

test('an answer for somebody anonymous is not shown after reset', async () => {
  let answer
  edge.answer = (path, body, n) =>
    n === 1 ? new Promise((resolve) => (answer = resolve)) : nothing()
  const page = await open()
  await until(() => answer)
  // The reset is done before the answer leaves, or else the answer may be first.
  await page.evaluate(() => {
    rumbo.reset()
    window.acknowledged = rumbo.track('Next')
  })
  answer(card('Former'))
  assert.equal(await page.evaluate(() => window.acknowledged), true)
  assert.equal(await page.locator('rumbo-widget').count(), 0)
  assert.equal(edge.calls[1].body.have, undefined)
})

//! Content as files: checked with line and column, pushed, pulled, and never overwritten unseen.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { root } from '../../www/dev/config.mjs'
import { client, startStack } from '../harness/index.mjs'

let stack
let api
let folder
before(async () => {
  stack = await startStack()
  api = client(stack)
  folder = await mkdtemp(join(tmpdir(), 'rumbo-files-'))
  for (const kind of ['checklists', 'surveys']) await mkdir(join(folder, kind))
})
after(async () => {
  await rm(folder, { recursive: true })
  await stack.stop()
})

/** Runs `cargo xtask content …`; what it printed, and how it ended. */
const content = (action, ...args) =>
  new Promise((resolve) => {
    const to = { push: ['--to', stack.url], pull: ['--from', stack.url], check: [] }[action]
    const command = ['xtask', 'content', action, folder, ...to, ...args]
    const env = { ...process.env, RUMBO_OPERATOR_TOKEN: stack.keys.operator }
    execFile(process.env.CARGO ?? 'cargo', command, { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ ok: error === null, lines: stdout.trim().split('\n'), stderr }),
    )
  })
const file = (name) => join(folder, name)
const put = (name, text) => writeFile(file(name), text)
const line = ({ lines }, name) => lines.find((each) => each.includes(name)) ?? ''

const YAML = `id: in-yaml
title: { en: Start }
intro: { en: Some steps }
done: { en: Done }
items:
  - id: a
    title: { en: Do it }
    detail: { en: Now }
    completion: by_hand
`
const json = (id, title) =>
  JSON.stringify({
    $schema: 'mine',
    id,
    title: { en: title },
    intro: { en: 'i' },
    done: { en: 'd' },
    items: [{ id: 'a', title: { en: 't' }, detail: { en: 'd' }, completion: 'by_hand' }],
  })

test('a check names file, line, column and path of everything that is wrong', async () => {
  await put('checklists/in-yaml.yaml', YAML.replace('by_hand', 'by_foot').replace('intro', 'into'))
  await put('surveys/s.json', '{\n  "id": ,\n}')
  const { ok, stderr } = await content('check')
  assert.ok(!ok)
  assert.match(stderr, /4 faults in the content/)
  assert.match(stderr, /checklists\/in-yaml\.yaml:3:1: into: is no field we know/)
  assert.match(stderr, /checklists\/in-yaml\.yaml:1:1: intro: is missing/)
  assert.match(stderr, /in-yaml\.yaml:9:5: items\[0\]\.completion: unknown variant `by_foot`/)
  assert.match(stderr, /surveys\/s\.json:2:9: expected value/)
  await rm(file('surveys/s.json'))
  await put('checklists/in-yaml.yaml', YAML)
  assert.deepEqual(await content('check').then(({ ok, lines }) => [ok, lines]), [
    true,
    ['1 files without fault'],
  ])
})

test('a pull brings what is there, and touches nothing the second time', async () => {
  const first = await content('pull')
  assert.match(line(first, 'checklist/get-started'), /^new/)
  assert.match(line(first, 'checklist/in-yaml'), /^only here/)
  const text = await readFile(file('surveys/nps.json'), 'utf8')
  const { $schema, ...survey } = JSON.parse(text)
  assert.equal($schema, `${stack.url}/schema/survey.json`)
  assert.equal((await fetch($schema)).status, 200)
  assert.ok(text.startsWith('{\n  "$schema": "http') && text.endsWith('}\n'))
  assert.deepEqual((await api.get('/v1/content/survey/nps')).body.published.body, survey)
  assert.match(line(await content('pull'), 'survey/nps'), /^unchanged/)
})

test('a push says what it would do, does it, and publishes when asked', async () => {
  const dry = await content('push', '--dry-run')
  assert.match(line(dry, 'checklist/in-yaml'), /^new/)
  assert.equal((await api.get('/v1/content/checklist/in-yaml')).status, 404)
  const pushed = await content('push')
  assert.match(line(pushed, 'checklist/in-yaml'), /^new .* draft 1$/)
  assert.match(line(pushed, 'survey/nps'), /^unchanged/)
  assert.equal((await api.get('/v1/content/checklist/in-yaml')).body.published, null)
  const published = await content('push', '--publish')
  assert.match(line(published, 'checklist/in-yaml'), /^published .* version 1$/)

  await put('checklists/in-yaml.yaml', YAML.replace('Some steps', 'Two steps'))
  const changed = await content('push', '--publish')
  assert.match(line(changed, 'checklist/in-yaml'), /^published .* version 2 {2}~ intro\.en$/)
  const { body } = await api.get('/v1/content/checklist/in-yaml')
  assert.equal(body.published.body.intro.en, 'Two steps')
  assert.equal(body.published.saved_by.label, 'Demo operator')
})

test('an edit there comes with a pull, in the form that the file had', async () => {
  const path = '/v1/content/checklist/in-yaml'
  const { published } = (await api.get(path)).body
  const edit = (words) => ({ ...published.body, intro: { en: words } })
  await api.send('PUT', path, edit('Three steps: yes'))
  const behind = await content('push')
  assert.ok(!behind.ok)
  assert.match(line(behind, 'in-yaml'), /^behind .* Demo operator edited it since/)
  assert.match(line(await content('pull', '--dry-run'), 'in-yaml'), /^changed .* ~ intro\.en$/)
  await content('pull')
  const text = await readFile(file('checklists/in-yaml.yaml'), 'utf8')
  assert.match(text, /^id: in-yaml\ntitle:\n {2}en: Start\nintro:\n {2}en: "Three steps: yes"\n/)
  assert.ok((await content('check')).ok)

  // Nobody but its author can put a comment where it belongs.
  await put('checklists/in-yaml.yaml', `# Mine.\n${text}`)
  await api.send('PUT', path, edit('Four steps'))
  const commented = await content('pull')
  assert.ok(!commented.ok)
  assert.match(line(commented, 'in-yaml'), /^comments .* its comments would be lost/)
  assert.ok((await content('pull', '--force')).ok)
  assert.match(await readFile(file('checklists/in-yaml.yaml'), 'utf8'), /Four steps/)
})

test('what was edited on both sides is told, and overwritten by force alone', async () => {
  const path = '/v1/content/checklist/both'
  await put('checklists/both.json', json('both', 'Base'))
  await content('push')
  await api.send('PUT', path, JSON.parse(json('both', 'Theirs')))
  await put('checklists/both.json', json('both', 'Ours'))
  for (const action of ['push', 'pull']) {
    const refused = await content(action)
    assert.ok(!refused.ok)
    assert.match(line(refused, 'checklist/both'), /^conflict .* ~ title\.en/)
  }
  assert.equal((await api.get(path)).body.draft.body.title.en, 'Theirs')
  assert.match(line(await content('push', '--force'), 'checklist/both'), /^changed/)
  const { body } = await api.get(path)
  assert.deepEqual([body.version, body.draft.body.title.en], [3, 'Ours'])

  await api.send('PUT', path, JSON.parse(json('both', 'Theirs again')))
  await put('checklists/both.json', json('both', 'Ours again'))
  await content('pull', '--force')
  const pulled = JSON.parse(await readFile(file('checklists/both.json'), 'utf8'))
  assert.deepEqual([pulled.$schema, pulled.title.en], ['mine', 'Theirs again'])
})

test('what somebody took back is not published again by the way', async () => {
  await content('push', '--publish')
  await api.send('POST', '/v1/content/checklist/both/unpublish')
  assert.match(line(await content('push', '--publish'), 'checklist/both'), /^withdrawn/)
  const forced = await content('push', '--publish', '--force')
  assert.match(line(forced, 'checklist/both'), /^published/)
})

test('a token that may not write is told so, and one that is wrong too', async () => {
  const { token } = (await api.send('POST', '/v1/tokens', { role: 'viewer', label: 'v' })).body
  await put('checklists/both.json', json('both', 'Not mine to say'))
  const viewer = await content('push', '--token', token)
  assert.match(viewer.stderr, /needs the role `csm` or higher \(forbidden\)/)
  const wrong = await content('push', '--token', 'op_wrong')
  assert.match(wrong.stderr, /send a valid operator token/)
})

test('the schemas are served, and an index of them', async () => {
  const { body: index } = await api.get('/schema/index.json', null)
  assert.deepEqual(
    index.results.map(({ kind }) => kind),
    ['checklist', 'survey', 'course'],
  )
  for (const { kind, schema } of index.results) {
    const response = await fetch(stack.url + schema)
    assert.equal(response.headers.get('access-control-allow-origin'), '*')
    assert.match(response.headers.get('content-type'), /json/)
    assert.equal((await response.json()).title, kind)
  }
})

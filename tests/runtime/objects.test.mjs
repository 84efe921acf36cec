//! Calls that an object answers in one run (edge/entry/objects.mjs), around an object that is not
//! ours: it writes what it is told, and fails when it is told.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { build } from 'esbuild'
import { Miniflare } from 'miniflare'

import { readConfig, root } from '../../www/dev/config.mjs'

/** Stands for the Wasm. */
const EDGE = `
export const __worker_init_state = () => ({ instanceId: 1 })
export const __wbg_reset_state = () => {}
export class Notes {
  constructor({ storage: { sql } }) {
    this.sql = sql
    sql.exec('CREATE TABLE IF NOT EXISTS note (run INTEGER NOT NULL, text TEXT NOT NULL)')
    this.run = 0
  }
  call(text) {
    if (text === 'list') return JSON.stringify(this.sql.exec('SELECT * FROM note').toArray())
    // One more after each turn of the event loop.
    this.open ??= (setTimeout(() => (this.open = undefined, this.run++), 0), true)
    this.sql.exec('INSERT INTO note VALUES (?, ?)', this.run, text)
    if (text === 'fail') throw new Error('told to fail')
    return text
  }
}`

const WORKER = `
import { Notes } from '#edge'
import { durableObject } from './objects.mjs'
export const Objects = durableObject((ctx) => new Notes(ctx))
export default {
  async fetch(request, env) {
    const { name, texts } = await request.json()
    const calls = texts.map((text) => env.OBJECTS.getByName(name).call(text))
    const settled = await Promise.allSettled(calls)
    return Response.json(settled.map(({ value }) => value ?? null))
  },
}`

let miniflare
before(async () => {
  const { compatibility_date: compatibilityDate } = await readConfig()
  const { outputFiles } = await build({
    stdin: { contents: WORKER, resolveDir: join(root, 'edge/entry') },
    bundle: true,
    write: false,
    format: 'esm',
    external: ['cloudflare:*'],
    plugins: [
      {
        name: 'edge',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^#edge$/ }, () => ({ path: 'edge', namespace: 'edge' }))
          onLoad({ filter: /.*/, namespace: 'edge' }, () => ({ contents: EDGE }))
        },
      },
    ],
  })
  miniflare = new Miniflare({
    cf: false,
    telemetry: { enabled: false },
    compatibilityDate,
    modules: [{ type: 'ESModule', path: 'index.mjs', contents: outputFiles[0].text }],
    durableObjects: { OBJECTS: { className: 'Objects', useSQLite: true } },
  })
  await miniflare.ready
})
after(() => miniflare.dispose())

/** Calls the object `name` with each of `texts` at once; what it answers, null if it failed. */
async function calls(name, texts) {
  const body = JSON.stringify({ name, texts })
  const response = await miniflare.dispatchFetch('https://worker/', { method: 'POST', body })
  return response.json()
}

const notes = async (name) => JSON.parse((await calls(name, ['list']))[0])

/**
 * Calls an object with `texts` at once until `isShared` of what came of it: an object is busy if its
 * calls come within some milliseconds, and a machine under load may take longer over six of them.
 */
async function together(kind, texts, isShared) {
  for (let n = 0; ; n += 1) {
    const name = `${kind}-${n}`
    // It wakes, and that is forgotten again.
    await calls(name, ['list'])
    await sleep(50)
    const answers = await calls(name, texts)
    const came = { name, answers, stored: await notes(name) }
    if (isShared(came) || n === 20) return came
  }
}

test('calls that come at once are answered in one run, but for the first three', async () => {
  const texts = ['a', 'b', 'c', 'd', 'e', 'f']
  const runs = ({ stored }) => new Set(stored.slice(3).map(({ run }) => run)).size
  const came = await together('busy', texts, (came) => runs(came) === 1)
  const { answers, stored } = came
  assert.deepEqual(answers, texts)
  assert.deepEqual(
    stored.map(({ text }) => text),
    texts,
  )
  assert.equal(runs(came), 1)
  assert.ok(stored[2].run < stored[3].run)
})

test('one that fails fails its run, and nothing of the run stays', async () => {
  const texts = ['a', 'b', 'c', 'd', 'fail', 'e']
  const areNone = ({ answers }) => answers.slice(3).every((answer) => answer === null)
  const { name, answers, stored: rows } = await together('torn', texts, areNone)
  assert.deepEqual(answers.slice(3), [null, null, null])
  const stored = rows.map(({ text }) => text)
  // The first three were in no run with it; their answers may have been on their way still.
  for (const n of [0, 1, 2]) assert.ok(answers[n] === null || stored.includes(texts[n]))
  for (const text of texts.slice(3)) assert.ok(!stored.includes(text), text)
  assert.deepEqual(await calls(name, ['d']), ['d'])
})

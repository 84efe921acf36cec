//! Schema steps on the database of an earlier version: nothing is lost, and everything is there.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { Miniflare } from 'miniflare'

import { readConfig, root } from '../../www/dev/config.mjs'
import { schemaSteps } from '../harness/database.mjs'

/** An object that runs statements and answers the rows of the last. */
const SCRIPT = `
import { DurableObject } from 'cloudflare:workers'
export class Database extends DurableObject {
  async fetch(request) {
    let rows = []
    for (const statement of await request.json()) {
      rows = this.ctx.storage.sql.exec(statement).toArray()
    }
    return Response.json(rows)
  }
}
export default { fetch: () => new Response() }
`

let miniflare
before(async () => {
  const { compatibility_date: compatibilityDate } = await readConfig()
  miniflare = new Miniflare({
    cf: false,
    telemetry: { enabled: false },
    compatibilityDate,
    modules: [{ type: 'ESModule', path: 'index.mjs', contents: SCRIPT }],
    durableObjects: { DATABASE: { className: 'Database', useSQLite: true } },
    d1Databases: { DB: 'db', CONTENT: 'content' },
  })
  await miniflare.ready
})
after(() => miniflare.dispose())

/** A database of its own: runs statements, answers the rows of the last. */
async function database(name) {
  const namespace = await miniflare.getDurableObjectNamespace('DATABASE')
  const stub = namespace.get(namespace.idFromName(name))
  return async (...statements) => {
    const body = JSON.stringify(statements)
    const response = await stub.fetch('https://object/', { method: 'POST', body })
    assert.equal(response.status, 200, statements.join('; '))
    return response.json()
  }
}

test('an account of the first version keeps its people, events, answers and membership', async () => {
  const [first, ...later] = await schemaSteps('account')
  assert.ok(later.length > 0)
  const run = await database('account')
  await run(
    first,
    "INSERT INTO event (message_id, type, user, timestamp, received_at, body) VALUES ('m', 'track', 'ana', 1, 2, '{}')",
    "INSERT INTO user VALUES ('ana', '{}', 1, 2)",
    'INSERT INTO account (only, traits, created_at, last_seen_at) VALUES (1, \'{"plan":"pro"}\', 1, 2)',
    "INSERT INTO response VALUES ('r', 'nps', 'nps', 'ana', 9, NULL, 3)",
    "INSERT INTO membership VALUES (1, 'acme', 4)",
    "INSERT INTO outbox (body) VALUES ('{}')",
    ...later,
  )
  assert.deepEqual(await run('SELECT account_id, joined_at, left_at FROM member_of'), [
    { account_id: 'acme', joined_at: 4, left_at: null },
  ])
  const [event] = await run('SELECT * FROM event')
  assert.deepEqual([event.message_id, event.trusted, event.moved_at], ['m', 0, null])
  assert.equal((await run('SELECT * FROM user'))[0].sign_ins, 0)
  assert.equal((await run('SELECT * FROM response'))[0].rating, 9)
  assert.equal((await run('SELECT * FROM outbox'))[0].sent_at, null)
})

test('the history of an account from before values were said again is taken over', async () => {
  const all = await schemaSteps('account')
  const later = all.findIndex((step) => step.includes('said_at'))
  assert.ok(later > 0)
  const run = await database('standing')
  await run(
    ...all.slice(0, later),
    "INSERT INTO trait_history VALUES ('mrr', 5, '100')",
    "INSERT INTO account (only, traits, created_at, last_seen_at, deleted_at) VALUES (1, '{}', 1, 2, 3)",
    "INSERT INTO user (user_id, traits, first_seen_at, last_seen_at) VALUES ('ana', '{}', 1, 2)",
    ...all.slice(later),
  )
  assert.deepEqual(await run('SELECT * FROM trait_history'), [
    { trait: 'mrr', since: 5, value: '100', said_at: 5 },
  ])
  const [account] = await run('SELECT * FROM account')
  assert.deepEqual([account.deleted_at, account.said_created_at], [3, null])
  assert.equal((await run('SELECT * FROM user'))[0].seen_noted_at, 0)
})

/** What was made of a database: the words of each table and index, and the rows of each table. */
async function contentsOf(run) {
  // Not the runtime's own, and no index of SQLite's.
  const query =
    "SELECT * FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '!_cf!_%' ESCAPE '!'"
  const contents = {}
  for (const { type, name, sql } of await run(query)) {
    const words = sql.replaceAll(/--.*/g, '').replaceAll(/["\s]+/g, ' ')
    contents[name] = { words: words.replaceAll(/ ?([(),]) ?/g, '$1') }
    if (type === 'table') contents[name].rows = await run(`SELECT * FROM ${name}`)
  }
  return contents
}

test('a new account begins with what the steps come to', async () => {
  const whole = await readFile(join(root, 'edge/src/objects/account/schema.sql'), 'utf8')
  const [stepwise, atOnce] = [await database('stepwise'), await database('at once')]
  await stepwise(...(await schemaSteps('account')))
  await atOnce(whole)
  const contents = await contentsOf(stepwise)
  assert.ok(Object.keys(contents).length > 20 && contents.moved.rows.length === 1)
  assert.deepEqual(await contentsOf(atOnce), contents)
})

test('a workspace of the first version keeps its accounts and responses', async () => {
  const [first, ...later] = await schemaSteps('workspace')
  const run = await database('workspace')
  await run(
    first,
    "INSERT INTO account VALUES ('acme', 'Acme', 'pro', 1, 1, 2, 3)",
    "INSERT INTO response VALUES (1, 's', 'r', 'nps', 'nps', 'acme', 'ana', NULL, 9, 'promoter', NULL, 3)",
    ...later,
  )
  const [account] = await run('SELECT * FROM account')
  assert.deepEqual([account.name, account.revision, account.mrr], ['Acme', 3, null])
  assert.equal(account.seen_noted_at, 0)
  assert.equal((await run('SELECT count(*) AS n FROM response'))[0].n, 1)
})

test('keys and tokens of the first version work on, and can be spoken of', async () => {
  const db = await miniflare.getD1Database('DB')
  const migration = (name) => readFile(join(root, 'edge/migrations', name), 'utf8')
  await db.prepare(await migration('0001_control_plane.sql')).run()
  await db.batch([
    db.prepare("INSERT INTO workspace VALUES ('demo', 'Demo', 1)"),
    db.prepare(
      "INSERT INTO event_key VALUES ('0123456789abcdef01', 'demo', 'write', 'k', 1, NULL)",
    ),
    db.prepare(
      "INSERT INTO operator_token VALUES ('fedcba9876543210fe', 'demo', 'admin', 't', 1, NULL)",
    ),
  ])
  await db.prepare(await migration('0002_keys_and_identity.sql')).run()
  const key = await db.prepare('SELECT * FROM event_key').first()
  assert.deepEqual([key.key_id, key.origins, key.limits], ['key_0123456789abcdef', null, null])
  const token = await db.prepare('SELECT * FROM operator_token').first()
  assert.equal(token.token_id, 'tok_fedcba9876543210')
  const workspace = await db.prepare('SELECT * FROM workspace').first()
  assert.equal(workspace.identity_enforcement, 'off')
})

test('content of the first version is seen as before, and its draft is one', async () => {
  const db = await miniflare.getD1Database('CONTENT')
  const migration = (name) => readFile(join(root, 'edge/migrations', name), 'utf8')
  await db.prepare(await migration('0001_control_plane.sql')).run()
  await db.prepare(await migration('0002_keys_and_identity.sql')).run()
  const insert = (id, version, at) =>
    db
      .prepare("INSERT INTO content VALUES ('demo', 'checklist', ?, ?, ?, ?)")
      .bind(id, version, `{"v":${version}}`, at)
  await db.batch([
    db.prepare("INSERT INTO workspace (workspace_id, name, created_at) VALUES ('demo', 'Demo', 1)"),
    insert('a', 1, 10),
    insert('a', 2, null),
    insert('a', 3, 30),
    insert('a', 4, null),
    insert('a', 5, null),
    insert('b', 1, null),
    insert('c', 1, 10),
    insert('c', 2, 20),
  ])
  await db.prepare(await migration('0003_content_history.sql')).run()
  const { results } = await db.prepare('SELECT * FROM content ORDER BY content_id, version').all()
  assert.deepEqual(
    results.map(({ content_id: id, version, state }) => `${id}${version} ${state}`),
    [
      'a1 superseded',
      'a2 discarded',
      'a3 published',
      'a4 discarded',
      'a5 draft',
      'b1 draft',
      'c1 superseded',
      'c2 published',
    ],
  )
  assert.ok(results.every(({ body, version }) => body === `{"v":${version}}`))
  assert.deepEqual(
    results.map(({ published_at: at }) => at),
    [10, null, 30, null, null, null, 10, 20],
  )
  const ended = results.filter(({ ended_at: at }) => at !== null).map(({ state }) => state)
  assert.deepEqual(ended, ['superseded', 'discarded', 'discarded', 'superseded'])
  // Room for kinds to come, and one published version of each.
  const values = (id, state) => `('demo', 'course', '${id}', 1, '{}', '${state}', NULL, 1)`
  const columns = 'workspace_id, kind, content_id, version, body, state, copied_from, saved_at'
  await db.prepare(`INSERT INTO content (${columns}) VALUES ${values('d', 'draft')}`).run()
  const second = `INSERT INTO content (${columns}) VALUES ${values('a', 'published').replace(', 1,', ', 6,')}`
  await assert.rejects(db.prepare(second).run(), /UNIQUE/)
})

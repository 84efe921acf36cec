//! What our Worker is measured against: a plain JavaScript Worker that takes the same batches
//! into the same table, one object an account. It looks at the key, routes, stores and answers;
//! it checks no item, corrects no clock and knows no rule.
//!
//! Two variants, by the binding `VARIANT`: `insert` runs one INSERT an event, `json_each` one
//! statement a batch. Both call their object by RPC with what is quickest for them to hand
//! over: for `insert` the items, for `json_each` the JSON text that the statement reads.
//! Statements run without an `await` between them, which makes them one transaction, and the
//! output gate holds the answer back until it is durable.

import { DurableObject } from 'cloudflare:workers'

/** As in `edge/src/objects/account/schema.rs`. */
const SCHEMA = `CREATE TABLE IF NOT EXISTS event (
  event_id INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  user TEXT,
  anonymous TEXT,
  name TEXT,
  timestamp INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT`

const COLUMNS = 'message_id, type, user, anonymous, name, timestamp, received_at, body'

const INSERT_ONE = `INSERT INTO event (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (message_id) DO NOTHING`

const INSERT_ALL = `INSERT INTO event (${COLUMNS})
  SELECT value ->> 'messageId', value ->> 'type', value ->> 'userId', value ->> 'anonymousId',
         value ->> 'name', value ->> 'timestamp', ?2, value ->> 'body'
  FROM json_each(?1) WHERE true
  ON CONFLICT (message_id) DO NOTHING RETURNING message_id`

export class AccountObject extends DurableObject {
  #sql

  constructor(ctx, env) {
    super(ctx, env)
    this.#sql = ctx.storage.sql
    this.#sql.exec(SCHEMA)
  }

  /** Variant `insert`. For each item, whether it is new. */
  insert(items, receivedAt) {
    return items.map((item) => {
      const { messageId, type, userId = null, anonymousId = null } = item
      const values = [
        messageId,
        type,
        userId,
        anonymousId,
        nameOf(item),
        Date.parse(item.timestamp),
      ]
      const body = JSON.stringify(item)
      return this.#sql.exec(INSERT_ONE, ...values, receivedAt, body).rowsWritten > 0
    })
  }

  /** Variant `json_each`: the ids of the rows of the JSON array `rows` that are new. */
  insertAll(rows, receivedAt) {
    return this.#sql.exec(INSERT_ALL, rows, receivedAt).raw().toArray().flat()
  }

  count() {
    return this.#sql.exec('SELECT count(*) AS n FROM event').one().n
  }
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url)
    if (request.method === 'POST' && url.pathname === '/v1/batch') return record(request, env)
    // For the bench, to see that what was acknowledged is there.
    if (url.pathname === '/count') {
      return Response.json(await env.ACCOUNT.getByName(url.searchParams.get('account')).count())
    }
    return new Response('not found', { status: 404 })
  },
}

async function record(request, env) {
  const { writeKey, batch } = await request.json()
  if (writeKey !== env.WRITE_KEY) return new Response('unknown key', { status: 401 })
  if (!Array.isArray(batch)) return new Response('no batch', { status: 400 })
  const receivedAt = Date.now()
  const isNew = new Array(batch.length).fill(false)
  await Promise.all(
    [...byAccount(batch)].map(async ([account, indices]) => {
      const object = env.ACCOUNT.getByName(account)
      const items = indices.map((index) => batch[index])
      if (env.VARIANT === 'insert') {
        const answers = await object.insert(items, receivedAt)
        answers.forEach((answer, at) => (isNew[indices[at]] = answer))
      } else {
        const stored = new Set(await object.insertAll(JSON.stringify(items.map(row)), receivedAt))
        // Of two items with one id, the first is new.
        for (const index of indices) isNew[index] = stored.delete(batch[index].messageId)
      }
    }),
  )
  const results = batch.map(({ messageId }, index) => ({
    messageId,
    status: isNew[index] ? 'accepted' : 'duplicate',
  }))
  return Response.json({ results })
}

/** The indices of each account's items. */
function byAccount(batch) {
  const found = new Map()
  batch.forEach((item, index) => {
    const account = item.context.groupId
    const indices = found.get(account)
    if (indices) indices.push(index)
    else found.set(account, [index])
  })
  return found
}

const nameOf = (item) => item.event ?? item.name ?? null

const row = (item) => ({
  messageId: item.messageId,
  type: item.type,
  userId: item.userId,
  anonymousId: item.anonymousId,
  name: nameOf(item),
  timestamp: Date.parse(item.timestamp),
  body: item,
})

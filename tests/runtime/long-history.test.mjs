//! A history that is too long to move while somebody waits.

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { client, item, startStack } from '../harness/index.mjs'

const N_EVENTS = 12_000
const N_AT_ONCE = 2_000

test('a move of thousands that is killed goes on by itself, and each event arrives once', async (t) => {
  const stateDir = await mkdtemp(join(tmpdir(), 'rumbo-'))
  t.after(() => rm(stateDir, { recursive: true, force: true }))
  let stack = await startStack({ stateDir })
  const server = (items) => client(stack).batch(items, { writeKey: stack.keys.server })
  let last
  for (let n = 0; n < N_EVENTS; n += N_AT_ONCE) {
    const events = Array.from({ length: N_AT_ONCE }, (_, i) =>
      item('track', 'sea', { event: `E${n + i}` }),
    )
    assert.equal((await server(events)).status, 200)
    last = events.at(-1)
  }
  const rated = { writeKey: stack.keys.server, survey: 'nps', user: 'sea', rating: 9 }
  await client(stack).post('/v1/responses', rated)
  assert.equal((await server([item('group', 'sea', { groupId: 'ocean' })])).status, 200)
  const arrived = async () => {
    const { body } = await client(stack).get('/v1/events?account=ocean&format=ndjson')
    const rows = body.split('\n').filter(Boolean)
    return rows.map((row) => JSON.parse(row)).filter(({ type }) => type === 'track')
  }
  // Who waits is answered before all of it has gone. A retry of what has not is still one.
  const { body } = await server([last])
  assert.equal(body.results[0].status, 'duplicate')
  assert.ok((await arrived()).length < N_EVENTS)
  await stack.kill()

  stack = await startStack({ stateDir })
  t.after(() => stack.stop())
  const end = Date.now() + 60_000
  let all = []
  while (all.length < N_EVENTS && Date.now() < end) {
    all = await arrived()
    await new Promise((resume) => setTimeout(resume, 250))
  }
  assert.equal(all.length, N_EVENTS)
  assert.equal(new Set(all.map(({ event }) => event)).size, N_EVENTS)
  const inAccount = ({ results }) => results.length === 1 && results[0].account === 'ocean'
  await client(stack).until('/v1/responses?user=sea', inAccount)
})

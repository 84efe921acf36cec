//! What was acknowledged is there after a SIGKILL and a restart on the same disk.

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { client, startStack, track } from '../harness/index.mjs'

test('events, progress, answers and what operators read survive', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'rumbo-'))
  try {
    const first = await startStack({ stateDir })
    const before = client(first)
    const event = track('ana', 'acme', 'Process Created')
    await before.batch([event])
    await before.placements('ana', 'acme', { start: ['nps'] })
    const answer = { id: 'answered-once', placement: 'nps', type: 'answer', rating: '9' }
    await before.commands('ana', 'acme', [answer])
    // The local queue lives in memory; what it has delivered must last.
    await before.until('/v1/responses', ({ results }) => results.length === 1)
    await first.kill()

    const second = await startStack({ stateDir })
    const again = client(second)
    assert.equal((await again.batch([event])).body.results[0].status, 'duplicate')
    assert.equal(
      (await again.commands('ana', 'acme', [answer])).body.results[0].status,
      'duplicate',
    )
    const { body } = await again.placements('ana', 'acme', { start: ['get-started'] })
    assert.match(body.html, /1 of 5 done/)
    assert.equal((await again.get('/v1/responses')).body.results.length, 1)
    assert.equal((await again.get('/v1/accounts')).body.results[0].id, 'acme')
    await second.stop()
  } finally {
    await rm(stateDir, { recursive: true, force: true })
  }
})

//! `cargo xtask bench visible`: how long a person waits for the first prompt, with us and with
//! others, in one interleaved run of Chromium.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { root } from '../../../www/dev/config.mjs'
import { client, launchBrowser, startStack } from '../../harness/index.mjs'
import { interleave } from '../interleave.mjs'
import { writeResults } from '../results.mjs'
import { ACCOUNT, contenders } from './contenders.mjs'
import { askEverybody } from './question.mjs'
import { report } from './report.mjs'
import { startSite } from './site.mjs'
import { NETWORKS } from './visit.mjs'
import { coldOnly, longVisit } from './rounds.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    out: { type: 'string' },
    // Writes what is to be seen in the last round to tests/out/.
    look: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)

const closing = []
try {
  const stack = await started(startStack())
  const asking = await started(startStack())
  await askEverybody(asking)
  const host = await started(startSite())
  const [vendor, listing] = [await started(startSite()), await started(startSite())]
  const browser = await launchBrowser()
  closing.push(() => browser.close())
  const all = await contenders({ host, vendor, listing, edge: stack.url, asking: asking.url })
  const shots = values.look ? join(root, 'tests/out') : undefined
  if (shots) await mkdir(shots, { recursive: true })
  const run = {
    ...{ browser, host, contenders: all, shots },
    // Somebody else of the account is here: an edge that has idled reads its keys anew, and whoever
    // of ours came first would pay for both.
    warm: () =>
      Promise.all([stack, asking].map((it) => client(it).placements('colleague', ACCOUNT))),
    minimise: (user) =>
      client(stack).commands(user, ACCOUNT, [{ type: 'minimise', placement: 'get-started' }]),
  }

  const results = {}
  for (const [network, conditions] of Object.entries(NETWORKS)) {
    console.error(`  … ${network}`)
    const measure = conditions ? longVisit : coldOnly
    // The first round wakes everything up.
    const measured = await interleave(Object.keys(all), rounds + 1, (name) =>
      measure(run, name, conditions),
    )
    for (const list of Object.values(measured)) list.shift()
    results[network] = measured
  }
  report(results, rounds)
  await writeResults(values.out, { rounds, results })
} finally {
  for (const close of closing.reverse()) await close()
}

/** What has a `stop()`, once it runs; it is stopped at the end. */
async function started(starting) {
  const server = await starting
  closing.push(() => server.stop())
  return server
}

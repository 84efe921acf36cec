//! `cargo xtask bench history`: whether an account costs more for what it has stored.

import { parseArgs } from 'node:util'

import { bodies, USERS } from './bodies.mjs'
import { interleave } from './interleave.mjs'
import { measure } from './load.mjs'
import { writeResults } from './results.mjs'
import { startServer } from './server.mjs'
import { writeKey } from './settings.mjs'
import { medians, number, printTable, ratio } from './stats.mjs'

/** Events of a batch that fills: below the 500 KB that a body may have. */
const FILL = 2_000
const SMALL = 1_000
/** Few, for what is measured is stored too: a small account must stay one. */
const REQUESTS = 200
/** How many times the time of the small account that of the large one may be. */
const MOST = 1.3

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '9' },
    out: { type: 'string' },
  },
})
const [events, rounds] = [Number(values.events), Number(values.rounds)]

const server = await startServer('rumbo')
try {
  await fill('large-', events)
  const results = {}
  for (const path of ['/v1/batch', '/v1/placements']) results[path] = await compare(path)
  print(results)
  await writeResults(values.out, { events, rounds, results })
} finally {
  await server.stop()
}

/** Stores `n` events in the account `{prefix}0`, by the front door. */
async function fill(prefix, n) {
  for (let done = 0; done < n;) {
    const size = Math.min(FILL, n - done)
    const body = bodies({ size, accounts: 1, writeKey, prefix })()
    const response = await fetch(`${server.url}/v1/batch`, { method: 'POST', body })
    const answer = await response.text()
    if (!response.ok || !isGood(answer)) throw new Error(`filling: ${answer.slice(0, 500)}`)
    const before = Math.floor((done * 10) / n)
    done += size
    const after = Math.floor((done * 10) / n)
    if (n > SMALL && after > before) console.error(`  … ${done} of ${n} events stored`)
  }
}

async function compare(path) {
  console.error(`  … POST ${path}`)
  const measured = await interleave(['small', 'large'], rounds + 1, async (which, round) => {
    // A small one of its own for each round: those before have grown.
    const prefix = which === 'small' ? `small-${path}-${round}-` : 'large-'
    if (which === 'small') await fill(prefix, SMALL)
    const body = path === '/v1/batch' ? batches(prefix) : looks(prefix)
    return measure(server, { path, body, requests: REQUESTS, isGood })
  })
  // The first round warms up.
  for (const rounds of Object.values(measured)) rounds.shift()
  return measured
}

function batches(prefix) {
  return bodies({ size: 10, accounts: 1, writeKey, prefix })
}

/** What a page asks when it opens. */
function looks(prefix) {
  let next = 0
  return () => {
    const userId = `user-${next++ % USERS}`
    return JSON.stringify({ writeKey, userId, groupId: `${prefix}0`, context: { locale: 'en' } })
  }
}

function isGood(body) {
  return body.startsWith('{') && !body.includes('"duplicate"') && !body.includes('"rejected"')
}

function print(results) {
  const rows = [['request', 'stored', 'requests/s', 'p50 ms', 'p99 ms', 'CPU ms/1,000']]
  const verdicts = []
  for (const [path, measured] of Object.entries(results)) {
    for (const [which, stored] of Object.entries({ small: SMALL, large: events })) {
      const { perSecond, p50, p99, cpu } = medians(measured[which])
      const figures = [number(perSecond), number(p50, 1), number(p99, 1), number(cpu)]
      rows.push([path, String(stored), ...figures])
    }
    const time = ratio(measured.small, measured.large, 'perSecond')
    const cpu = ratio(measured.large, measured.small, 'cpu')
    const verdict = time <= MOST ? 'holds' : 'MISSED'
    const limit = `the target is ≤ ${MOST}`
    verdicts.push(
      `${verdict}: ${path} takes ${number(time, 2)} × the time, ${number(cpu, 2)} × the CPU; ${limit}`,
    )
  }
  console.log(`\nMedians of ${rounds} rounds of ${REQUESTS} requests; ratios within a round.\n`)
  printTable(rows)
  console.log(`\n${verdicts.join('\n')}`)
}

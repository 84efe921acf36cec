//! `cargo xtask bench ingest`: our Worker against a plain JavaScript one.

import { parseArgs } from 'node:util'

import { interleave } from '../interleave.mjs'
import { measure } from '../load.mjs'
import { writeResults } from '../results.mjs'
import { startServer } from '../server.mjs'
import { writeKey } from '../settings.mjs'
import { medians, number, printTable, ratio } from '../stats.mjs'
import { bodies } from '../bodies.mjs'
import { check } from './check.mjs'

const NAMES = ['rumbo', 'insert', 'json_each']
const SIZES = [1, 10, 100]
const ACCOUNTS = [1, 50]
const WARM_REQUESTS = 1_000

/** How many times the requests/s of a variant ours must be, with batches of this size. */
const TARGETS = [
  { size: 10, against: 'insert', least: 1.0 },
  { size: 100, against: 'json_each', least: 1.1 },
]

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '9' },
    starts: { type: 'string', default: '3' },
    sizes: { type: 'string', default: SIZES.join() },
    out: { type: 'string' },
  },
})
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)]
/** How often all servers are started anew; the rounds are shared among the starts. */
const starts = Math.min(Number(values.starts), rounds)

const results = await run()
print(results)
await writeResults(values.out, { seconds, rounds, starts, results })

/** The rounds of all starts, and what they come to. */
async function run() {
  const found = []
  for (let start = 0; start < starts; start++) {
    // Two processes of one Worker differ by several percent for as long as they live: rounds do not
    // average that, starts do.
    const share =
      Math.floor(((start + 1) * rounds) / starts) - Math.floor((start * rounds) / starts)
    console.error(`  … start ${start + 1} of ${starts}, ${share} round(s)`)
    found.push(await withServers((servers) => measureAll(servers, share)))
  }
  const [first, ...others] = found
  return first.map((of, index) => {
    const more = others.map((all) => all[index].measured)
    const measured = Object.fromEntries(
      NAMES.map((name) => [name, [of.measured, ...more].flatMap((rounds) => rounds[name])]),
    )
    const against = (what) => ({
      insert: ratio(measured.rumbo, measured.insert, what),
      json_each: ratio(measured.rumbo, measured.json_each, what),
    })
    const contenders = Object.fromEntries(NAMES.map((name) => [name, medians(measured[name])]))
    return { ...of, contenders, ratios: against('perSecond'), cpuRatios: against('cpu'), measured }
  })
}

async function withServers(act) {
  const servers = {}
  try {
    for (const name of NAMES) servers[name] = await startServer(name)
    return await act(servers)
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()))
  }
}

/** `share` rounds of each size and number of accounts. */
async function measureAll(servers, share) {
  const checkAll = async (times) => {
    for (const name of NAMES) await check(name, servers[name].url, times)
  }
  await checkAll(0)
  const found = []
  for (const size of values.sizes.split(',').map(Number)) {
    for (const accounts of ACCOUNTS) {
      const of = { size, accounts, writeKey }
      const bytes = bodies(of)().length
      console.error(`  … batches of ${size} (${bytes} bytes), ${accounts} account(s)`)
      const load = (name, requests) =>
        measure(servers[name], { path: '/v1/batch', body: bodies(of), requests, isGood })
      // Objects wake and V8 compiles; and we learn how many requests make a round.
      const requests = {}
      for (const name of NAMES) {
        await load(name, WARM_REQUESTS)
        const { perSecond } = await load(name, WARM_REQUESTS)
        requests[name] = Math.ceil(perSecond * seconds)
      }
      const measured = await interleave(NAMES, share, (name) => load(name, requests[name]))
      found.push({ size, accounts, bytes, measured })
    }
  }
  await checkAll(1)
  return found
}

/** All items are new, so no answer has another word for one. */
function isGood(body) {
  return body.includes('accepted') && !body.includes('duplicate') && !body.includes('rejected')
}

function print(results) {
  const head = ['batch × accounts', 'requests/s', 'p50 ms', 'p99 ms', 'CPU ms/1,000']
  const rows = [[...head, 'ours ÷ it', 'CPU ours ÷ it']]
  for (const { size, accounts, contenders, ratios, cpuRatios } of results) {
    for (const name of NAMES) {
      const { perSecond, p50, p99, cpu } = contenders[name]
      rows.push([
        `${String(size).padStart(3)} × ${String(accounts).padEnd(2)} ${name}`,
        ...[number(perSecond), number(p50, 1), number(p99, 1), number(cpu)],
        ...(name === 'rumbo' ? ['', ''] : [number(ratios[name], 2), number(cpuRatios[name], 2)]),
      ])
    }
  }
  const how = `${rounds} rounds of about ${seconds} s in ${starts} start(s)`
  console.log(`\nMedians of ${how}; ratios within a round.\n`)
  printTable(rows)
  console.log()
  for (const { size, against, least } of TARGETS) {
    for (const { accounts, ratios } of results.filter((result) => result.size === size)) {
      const is = ratios[against]
      const verdict = is >= least ? 'holds' : 'MISSED'
      const what = `batch ${size}, ${accounts} account(s): ${number(is, 2)} × ${against}`
      console.log(`${verdict}: ${what}, the target is ≥ ${least.toFixed(1)}`)
    }
  }
}

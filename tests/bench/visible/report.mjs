//! What was measured as tables, and whether it is what we promise.

import { median, number, printTable, ratio } from '../stats.mjs'
import {
  CHECKLIST_SNIPPET,
  CHECKLIST_TAG,
  DRIVER,
  LEAST_SNIPPET,
  LEAST_TAG,
  SERVED,
  SERVED_CHECKLISTS,
  SNIPPET,
  TAG,
} from './contenders.mjs'
import { SLOW_MS } from './rounds.mjs'

const SLOW = 'slow 4G'
const NO_THROTTLE = 'no throttle'

/**
 * How many times the time of others that of ours may be, for a first page on slow 4G; and what comes
 * as we do, but is next to nothing. What we show is held against whoever is first to show what a
 * server decided, our checklist too, though it is more to draw; and that against a checklist besides.
 */
const TARGETS = [
  { ours: SNIPPET, against: SERVED, most: 0.45, least: LEAST_SNIPPET },
  { ours: TAG, against: SERVED, most: 0.55, least: LEAST_TAG },
  { ours: SNIPPET, against: [DRIVER], most: 1.15, least: LEAST_SNIPPET },
  { ours: TAG, against: [DRIVER], most: 1.4, least: LEAST_TAG },
  { ours: CHECKLIST_SNIPPET, against: SERVED, most: 0.45, least: LEAST_SNIPPET },
  { ours: CHECKLIST_TAG, against: SERVED, most: 0.55, least: LEAST_TAG },
  { ours: CHECKLIST_SNIPPET, against: SERVED_CHECKLISTS, most: 0.45, least: LEAST_SNIPPET },
  { ours: CHECKLIST_TAG, against: SERVED_CHECKLISTS, most: 0.55, least: LEAST_TAG },
  { ours: CHECKLIST_SNIPPET, against: [DRIVER], most: 1.15, least: LEAST_SNIPPET },
  { ours: CHECKLIST_TAG, against: [DRIVER], most: 1.4, least: LEAST_TAG },
]
/** Pages of a visit with our checklist, by the script tag, after the first: what they are, and whether the API is hard. */
const NEXT = [
  ['next', 'next page'],
  ['slow', `API ${SLOW_MS / 1000} s slower`, true],
  ['cut', 'API cut off', true],
  ['launcher', 'launcher'],
  ['launcher-slow', `launcher, API ${SLOW_MS / 1000} s slower`, true],
  ['launcher-cut', 'launcher, API cut off', true],
]

/** Prints everything. */
export function report(results, rounds) {
  console.log(
    `\nFirst page: medians of ${rounds} rounds; ratios are the others' median within a round.\n`,
  )
  firstPages(results)
  console.log('\nNext page of the same visit on slow 4G: warm cache, what the visit has left.\n')
  nextPages(results[SLOW])
  console.log(`\n${[...promises(results[SLOW]), ...independence(results[SLOW])].join('\n')}`)
}

function firstPages(results) {
  const head = ['first page', 'no throttle ms', 'slow 4G ms', 'KB until visible']
  const rows = [[...head, `÷ ${SNIPPET}`, `÷ ${TAG}`]]
  for (const name of Object.keys(results[SLOW])) {
    const cold = times(results[SLOW][name], 'cold')
    rows.push([
      name,
      number(median(times(results[NO_THROTTLE][name], 'cold'))),
      number(median(cold)),
      kilobytes(results[SLOW][name], 'cold'),
      ...[SNIPPET, TAG].map((ours) => number(within(cold, times(results[SLOW][ours], 'cold')), 2)),
    ])
  }
  printTable(rows)
}

function nextPages(slow) {
  const rows = [['next page', 'ms', 'KB until visible', `÷ ${CHECKLIST_TAG}`]]
  const ours = times(slow[CHECKLIST_TAG], 'next')
  for (const [name, visits] of Object.entries(slow)) {
    for (const [page, label] of name === CHECKLIST_TAG ? NEXT : NEXT.slice(0, 1)) {
      const found = times(visits, page)
      rows.push([
        page === 'next' ? name : `${name}, ${label}`,
        isSeen(found) ? number(median(found)) : 'not seen',
        kilobytes(visits, page),
        number(within(found, ours), 2),
      ])
    }
  }
  printTable(rows)
}

/** Whether we are as fast as we promise. */
function promises(slow) {
  return TARGETS.map(({ ours, against, most, least }) => {
    const time = (name) => median(times(slow[name], 'cold'))
    const [fastest] = against.toSorted((a, b) => time(a) - time(b))
    const by = (name) => within(times(slow[name], 'cold'), times(slow[fastest], 'cold'))
    const is = by(ours)
    const verdict = is <= most ? 'holds' : 'MISSED'
    const floor = `one heading comes to ${number(by(least), 2)}`
    return `${verdict}: ${ours}: ${number(is, 2)} × ${fastest}, the target is ≤ ${most}, ${floor}`
  })
}

/** Whether a next page waits for the API: if so, nothing is there before an answer can be. */
function independence(slow) {
  return NEXT.filter(([, , isHard]) => isHard).map(([page, label]) => {
    const found = times(slow[CHECKLIST_TAG], page)
    const what = isSeen(found) ? `${number(Math.max(...found))} ms at most` : 'not seen'
    const verdict = isSeen(found) && found.every((ms) => ms < SLOW_MS) ? 'holds' : 'MISSED'
    return `${verdict}: next page, ${label}: ${what}, the target is < ${SLOW_MS} ms`
  })
}

/** In each round; undefined where it was not seen. */
const times = (visits, page) => visits.map((visit) => visit[page]?.ms)

const isSeen = (times) => times.every((ms) => ms !== undefined)

/** The median of `a` by `b` in the same round. */
const within = (a, b) => ratio(wrap(a), wrap(b), 'ms')

const wrap = (times) => times.map((ms) => ({ ms }))

const kilobytes = (visits, page) => number(median(visits.map((v) => v[page]?.bytes)) / 1000, 1)

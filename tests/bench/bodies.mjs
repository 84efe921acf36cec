//! Batches as a client sends them.

/** Users that an account has: `user-0` and on. */
export const USERS = 50

/** Items that one user sends in a batch: that of 10 comes from a page, that of 100 from a server. */
const ITEMS_A_USER = 10

const EVENTS = ['Process Created', 'Process Run', 'Tool Connected', 'Teammate Invited']

/** Ids ascend, as those of UUIDv7 do, and no two are the same. */
let last = 0
const started = Date.now().toString(16).padStart(12, '0')
function messageId() {
  last += 1
  const tail = last.toString(16).padStart(12, '0')
  return `${started.slice(0, 8)}-${started.slice(8)}-7000-8000-${tail}`
}

/**
 * Makes bodies of `size` items, for `accounts` in turn. About 2.3 KB for ten items.
 *
 * @param {{ size: number, accounts: number, writeKey: string, prefix?: string }} of
 *   `prefix` is what the accounts' ids start with
 * @returns {() => string}
 */
export function bodies({ size, accounts, writeKey, prefix = 'account-' }) {
  const templates = Array.from({ length: accounts * USERS }, (_, n) =>
    template(size, `${prefix}${n % accounts}`, n, writeKey),
  )
  let next = 0
  return () => {
    const parts = templates[next++ % templates.length]
    let body = parts[0]
    for (let n = 1; n < parts.length; n++) body += messageId() + parts[n]
    return body
  }
}

/** A body, cut where the message ids go. */
function template(size, groupId, seed, writeKey) {
  const mark = '\u0001'
  const timestamp = new Date().toISOString()
  const batch = Array.from({ length: size }, (_, n) => ({
    type: 'track',
    event: EVENTS[(seed + n) % EVENTS.length],
    userId: `user-${(seed + Math.floor(n / ITEMS_A_USER)) % USERS}`,
    messageId: mark,
    timestamp,
    context: { groupId },
    properties: { from: 'editor', steps: n },
  }))
  return JSON.stringify({ batch, writeKey, sentAt: timestamp }).split(
    JSON.stringify(mark).slice(1, -1),
  )
}

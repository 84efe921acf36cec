// What the tests of the outbox share: an edge with a memory, tabs of one browser, and what is stored.

import { nothing } from './fake-edge.mjs'
import { open, until } from './loader-page.mjs'

/** Answers nothing at all. */
export const SILENCE = () => new Promise(() => {})

/**
 * Lets `edge` remember what it has accepted: `accepted` has names of events and types of commands in
 * order, `ids` how often each `messageId` came, refused or not. It does what `to` says instead as
 * long as that is set; what comes twice it answers `duplicate`, as the real one does.
 */
export function remember(edge, to) {
  const memory = { accepted: [], ids: new Map(), to }
  edge.answer = async (path, body, n) => {
    const all = [...(body.batch ?? []), ...(body.commands ?? [])]
    if (memory.to) return memory.to(path, body, n)
    const results = all.map(({ messageId, id = messageId, event, type }) => {
      const n = (memory.ids.get(id) ?? 0) + 1
      memory.ids.set(id, n)
      if (n === 1) memory.accepted.push(event ?? type)
      return { status: n === 1 ? 'accepted' : 'duplicate' }
    })
    return { ...(memory.answer ?? nothing()), results }
  }
  return memory
}

/** Whether nothing has come twice. */
export const isOnceEach = ({ ids }) => [...ids.values()].every((n) => n === 1)

/** A further tab of the same browser, on the page that `edge` serves now. */
export async function tab(page, edge) {
  const other = await page.context().newPage()
  other.warnings = []
  other.on('console', (message) => {
    if (message.text().startsWith('[rumbo]')) other.warnings.push(message.text())
  })
  await other.goto(`${edge.hostOrigin}/`)
  return other
}

/** Opens a page and waits until the outbox has nothing more to do. */
export async function openDurable(browser, edge, body, options) {
  const page = await open(browser, edge, body, options)
  await durable(page)
  return page
}

/** Waits until the chunk is in, and has seen to what was there. */
export const durable = (page) =>
  until(
    () =>
      page.evaluate(async () => {
        const databases = await indexedDB.databases()
        const { held } = await navigator.locks.query()
        return databases.some(({ name }) => name === 'rumbo') && !held.length
      }),
    'the outbox is in and rests',
  )

/** Deletes and puts rows in the store, and returns what was there before, oldest first. */
function inStore(page, { remove = [], put = [] }) {
  return page.evaluate(
    ([remove, put]) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('rumbo')
        let isMissing = false
        // To make it is the outbox's business.
        opening.onupgradeneeded = () => {
          isMissing = true
          opening.transaction.abort()
        }
        opening.onerror = () => (isMissing ? resolve([]) : reject(opening.error))
        opening.onsuccess = () => {
          const db = opening.result
          const tx = db.transaction('row', 'readwrite')
          const store = tx.objectStore('row')
          const all = store.getAll()
          for (const { at, id } of remove) store.delete([at, id])
          for (const row of put) store.put(row)
          tx.oncomplete = () => {
            db.close()
            resolve(all.result)
          }
          tx.onerror = () => reject(tx.error)
        }
      }),
    [remove, put],
  )
}

/** The rows stored, oldest first. */
export const rows = (page) => inStore(page, {})

/** Waits until as many rows are stored. */
export const stored = (page, n) =>
  until(async () => (await rows(page)).length === n, `${n} rows are stored`)

/** Waits until something is stored: what was just done is on its way there for a moment. */
export const kept = (page) => until(async () => (await rows(page)).length > 0, 'a row is stored')

/**
 * Takes `page` offline, and comes back when a first call has failed. Its clock stands still from
 * then on, so nothing is tried again before it is online: what is stored is all that waits.
 */
export async function offline(page, event) {
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 1_000)
  await page.context().setOffline(true)
  const failed = page.waitForEvent('requestfailed')
  await track(page, event)
  await failed
  await stored(page, 1)
}

/** Puts rows there. */
export const put = (page, more) => inStore(page, { put: more })

/** Makes every row so much older. */
export async function age(page, ms) {
  const young = await rows(page)
  const old = young.map((row) => ({ ...row, at: row.at - ms, since: row.since - ms }))
  await inStore(page, { remove: young, put: old })
}

/** Kills the renderer of `page`, as a crash does: nothing of it gets to run. */
export async function crash(page) {
  const crashed = page.waitForEvent('crash')
  page.goto('chrome://crash').catch(() => {})
  await crashed
  await page.close()
}

/** Tracks each of these in one go, and does not wait for the answer. */
export const track = (page, ...events) =>
  page.evaluate((events) => {
    for (const event of events) rumbo.track(event)
  }, events)

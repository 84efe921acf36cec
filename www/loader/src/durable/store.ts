// The rows of all pages of this origin, in IndexedDB.

import { openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore } from 'idb'
import { isRow, MAX_AGE_MS, type Row } from './row'

interface Schema extends DBSchema {
  row: { key: [at: number, id: string]; value: Row }
}

type Store = IDBPObjectStore<Schema, ['row'], 'row', 'readwrite'>

/** Most rows that are kept, and the most that they may weigh. The oldest go first. */
const MAX_ROWS = 1_000
const MAX_BYTES = 1_000_000

let database: Promise<IDBPDatabase<Schema>> | undefined
/** About what all rows weigh. Other pages change it too, so it is counted before rows are dropped. */
let nBytes = 0

/** Opens the database, unless it is open. Rejects where there is none for us. */
export function connect(): Promise<IDBPDatabase<Schema>> {
  const close = () => {
    database?.then((db) => db.close())
    database = undefined
  }
  database ??= openDB<Schema>('rumbo', 1, {
    upgrade: (db) => void db.createObjectStore('row', { keyPath: ['at', 'id'] }),
    // Whoever wants a newer version, or to delete it all, need not wait for this page.
    blocking: close,
    terminated: close,
  })
  database.catch(() => (database = undefined))
  return database
}

/** Keeps `rows`. Resolves with the oldest of all pages if they had to go. */
export function add(rows: Row[]): Promise<Row[]> {
  return change(async (store) => {
    await Promise.all(rows.map((row) => store.put(row)))
    nBytes += weigh(rows)
    if (nBytes <= MAX_BYTES && (await store.count()) <= MAX_ROWS) return []
    const all = await store.getAll()
    nBytes = weigh(all)
    const dropped: Row[] = []
    for (const row of all) {
      if (all.length - dropped.length <= MAX_ROWS && nBytes <= MAX_BYTES) break
      nBytes -= row.size
      dropped.push(row)
    }
    await Promise.all(dropped.map(({ at, id }) => store.delete([at, id])))
    return dropped
  })
}

/** Forgets `rows`. */
export async function remove(rows: Row[]): Promise<void> {
  await change((store) => Promise.all(rows.map(({ at, id }) => store.delete([at, id]))))
}

/**
 * Makes `page` answer for the rows of `key` that `isOrphan`, and resolves with them, oldest first.
 * What is too old or no row is deleted; `nTooOld` says how many were rows.
 */
export function adopt(
  key: string,
  page: string,
  isOrphan: (row: Row) => boolean,
): Promise<{ rows: Row[]; nTooOld: number }> {
  return change(async (store) => {
    const now = Date.now()
    const rows: Row[] = []
    let nTooOld = 0
    nBytes = 0
    for (let cursor = await store.openCursor(); cursor; cursor = await cursor.continue()) {
      const row: Row = cursor.value
      const isGood = isRow(row)
      if (!isGood || row.at < now - MAX_AGE_MS) {
        await cursor.delete()
        if (isGood) nTooOld++
        continue
      }
      nBytes += row.size
      if (row.key !== key || row.page === page || !isOrphan(row)) continue
      rows.push(row)
      await cursor.update({ ...row, page, since: now })
    }
    return { rows, nTooOld }
  })
}

/** Runs `action` in one transaction. What fails in it rejects here, and leaves no other rejection. */
async function change<Result>(action: (store: Store) => Promise<Result>): Promise<Result> {
  const tx = (await connect()).transaction('row', 'readwrite')
  const [result] = await Promise.all([action(tx.store), tx.done])
  return result
}

const weigh = (rows: Row[]): number => rows.reduce((sum, { size }) => sum + size, 0)

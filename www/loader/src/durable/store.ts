// The rows of all pages of this origin, in IndexedDB.

import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { isRow, MAX_AGE_MS, type Row } from './row'

interface Schema extends DBSchema {
  row: { key: [at: number, id: string]; value: Row }
}

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
export async function add(rows: Row[]): Promise<Row[]> {
  const tx = (await connect()).transaction('row', 'readwrite')
  for (const row of rows) {
    void tx.store.put(row)
    nBytes += row.size
  }
  const dropped: Row[] = []
  if (nBytes > MAX_BYTES || (await tx.store.count()) > MAX_ROWS) {
    const all = await tx.store.getAll()
    let n = all.length
    nBytes = all.reduce((sum, { size }) => sum + size, 0)
    for (const row of all) {
      if (n <= MAX_ROWS && nBytes <= MAX_BYTES) break
      void tx.store.delete([row.at, row.id])
      nBytes -= row.size
      n--
      dropped.push(row)
    }
  }
  await tx.done
  return dropped
}

/** Forgets `rows`. */
export async function remove(rows: Row[]): Promise<void> {
  const tx = (await connect()).transaction('row', 'readwrite')
  for (const { at, id } of rows) void tx.store.delete([at, id])
  await tx.done
}

/**
 * Makes `page` answer for the rows of `key` that `isOrphan`, and resolves with them, oldest first.
 * What is too old or no row is deleted; `nTooOld` says how many were rows.
 */
export async function adopt(
  key: string,
  page: string,
  isOrphan: (row: Row) => boolean,
): Promise<{ rows: Row[]; nTooOld: number }> {
  const tx = (await connect()).transaction('row', 'readwrite')
  const now = Date.now()
  const rows: Row[] = []
  let nTooOld = 0
  nBytes = 0
  for (let cursor = await tx.store.openCursor(); cursor; cursor = await cursor.continue()) {
    const row: Row = cursor.value
    const isGood = isRow(row)
    if (!isGood || row.at < now - MAX_AGE_MS) {
      void cursor.delete()
      if (isGood) nTooOld++
      continue
    }
    nBytes += row.size
    if (row.key !== key || row.page === page || !isOrphan(row)) continue
    rows.push(row)
    void cursor.update({ ...row, page, since: now })
  }
  await tx.done
  return { rows, nTooOld }
}

//! Brings the control plane's database up to date: migrations, then the seed.

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { root } from './config.mjs'

/** The table in which wrangler notes what it has applied; we note it there too. */
const applied = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

/**
 * Applies the migrations of `folder` that `db` has not seen, in the order of their names.
 *
 * @param {D1Database} db
 * @param {string} folder below the project's root
 */
export async function migrate(db, folder) {
  await db.prepare(applied).run()
  const { results } = await db.prepare('SELECT name FROM d1_migrations').all()
  const seen = new Set(results.map(({ name }) => name))
  const files = (await readdir(join(root, folder))).filter((name) => name.endsWith('.sql')).sort()
  for (const name of files.filter((name) => !seen.has(name))) {
    const sql = await readFile(join(root, folder, name), 'utf8')
    // One transaction: a migration is applied and noted, or neither.
    await db.batch([
      db.prepare(sql),
      db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name),
    ])
  }
}

/** Runs `dist/seed.sql`, which changes nothing the second time. */
export async function seed(db) {
  await db.prepare(await readFile(join(root, 'dist/seed.sql'), 'utf8')).run()
}

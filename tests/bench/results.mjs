//! Keeps what was measured.

import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes `results` to `path` as JSON, if there is a path. */
export async function writeResults(path, results) {
  if (!path) return
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${JSON.stringify(results, null, 2)}\n`)
  console.log(`\n${path}`)
}

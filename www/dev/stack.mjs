//! The whole product on workerd, in this process, with its state on disk.

import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { resolve } from 'node:path'

import { Log, LogLevel, Miniflare } from 'miniflare'

import { miniflareOptions, readConfig } from './config.mjs'
import { migrate, seed } from './database.mjs'

/**
 * Serves what is in `dist/`.
 *
 * @param {{ port: number, stateDir: string }} options port 0 takes a free one
 * @returns {Promise<{ url: string, reload(): Promise<void>, stop(): Promise<void> }>}
 */
export async function start({ port, stateDir }) {
  await refuseBusy(port)
  await mkdir(stateDir, { recursive: true })
  const at = { port, stateDir: resolve(stateDir) }
  const log = new Log(LogLevel.WARN)
  const options = async () => ({ ...miniflareOptions(await readConfig(), at), log })

  const miniflare = new Miniflare(await options())
  try {
    at.port = Number((await miniflare.ready).port)
    await update(miniflare)
  } catch (error) {
    await miniflare.dispose()
    throw error
  }
  return {
    url: `http://127.0.0.1:${at.port}`,
    async reload() {
      await miniflare.setOptions(await options())
      await update(miniflare)
    },
    stop: () => miniflare.dispose(),
  }
}

async function update(miniflare) {
  const [database] = (await readConfig()).d1_databases
  const db = await miniflare.getD1Database(database.binding)
  await migrate(db, database.migrations_dir)
  await seed(db)
}

/** Says in one line what workerd would say in many. */
async function refuseBusy(port) {
  if (port === 0) return
  const probe = createServer()
  await new Promise((listening, refused) => {
    probe.once('error', () =>
      refused(new Error(`port ${port} is in use; choose another one with --port`)),
    )
    probe.listen(port, '127.0.0.1', listening)
  })
  await new Promise((closed) => probe.close(closed))
}

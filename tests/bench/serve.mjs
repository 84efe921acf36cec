//! Runs a server under test: `node tests/bench/serve.mjs rumbo --state DIR`, or `insert` or
//! `json_each` for a variant of the JavaScript Worker. `--inspector PORT` lets V8 be profiled.
//!
//! Output and input are those of `www/dev/serve.mjs`, without its reload. The socket is
//! workerd's own: before it, in development, stand a Worker of miniflare's and one that
//! looks for static files. They cost as much as the Worker behind them, and do not exist
//! in production.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { Log, LogLevel, Miniflare } from 'miniflare'

import { miniflareOptions, readConfig } from '../../www/dev/config.mjs'
import { migrate, seed } from '../../www/dev/database.mjs'
import { writeKey } from './settings.mjs'

const { values, positionals } = parseArgs({
  options: { state: { type: 'string' }, inspector: { type: 'string' } },
  allowPositionals: true,
})
const [name] = positionals
const stateDir = values.state
const config = await readConfig()
const { assets, ...rumbo } = miniflareOptions(config, { port: 0, stateDir })
const options = name === 'rumbo' ? rumbo : await peer(name)
const miniflare = new Miniflare({
  ...options,
  name,
  log: new Log(LogLevel.WARN),
  unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
  ...(values.inspector && { inspectorPort: Number(values.inspector) }),
})
await miniflare.ready
if (name === 'rumbo') {
  const [{ binding, migrations_dir }] = config.d1_databases
  const db = await miniflare.getD1Database(binding)
  await migrate(db, migrations_dir)
  await seed(db)
  // The whole load comes from a few users. Limits are counted all the same.
  const wide = { burst: 4e9, per_second: 4e9 }
  const limits = JSON.stringify({ per_key: wide, per_user: wide })
  const { meta } = await db
    .prepare('UPDATE event_key SET limits = ? WHERE hint = ?')
    .bind(limits, writeKey)
    .run()
  if (meta.changes !== 1) throw new Error(`there is no key ${writeKey}`)
}
const { origin } = await miniflare.unsafeGetDirectURL(name)
process.stdout.write(`${JSON.stringify({ event: 'ready', url: origin })}\n`)
process.on('SIGINT', () => {})
process.stdin.resume().on('end', () => miniflare.dispose())

async function peer(variant) {
  const path = fileURLToPath(new URL('ingest/peer.mjs', import.meta.url))
  const { host, port, cf, telemetry, compatibilityDate } = rumbo
  return {
    ...{ host, port, cf, telemetry, compatibilityDate },
    modules: [{ type: 'ESModule', path, contents: await readFile(path, 'utf8') }],
    bindings: { VARIANT: variant, WRITE_KEY: writeKey },
    durableObjects: { ACCOUNT: { className: 'AccountObject', useSQLite: true } },
    durableObjectsPersist: join(stateDir, 'objects'),
  }
}

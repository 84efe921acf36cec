//! `npx wrangler deploy` would take what we built. Nothing leaves this machine.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

import { readConfig, root } from '../../www/dev/config.mjs'

const run = promisify(execFile)

/** `wrangler.jsonc` without its build, which `cargo xtask test` has done, elsewhere on disk. */
async function configWithoutBuild(folder) {
  const { build, ...config } = await readConfig()
  assert.match(build.command, /^cargo xtask build --release$/)
  config.main = join(root, config.main)
  config.assets.directory = join(root, config.assets.directory)
  const path = join(folder, 'wrangler.json')
  await writeFile(path, JSON.stringify(config))
  return path
}

test('a dry run of the deployment passes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rumbo-'))
  try {
    const out = join(folder, 'out')
    const args = [
      'deploy',
      '--dry-run',
      '--outdir',
      out,
      '--config',
      await configWithoutBuild(folder),
    ]
    const env = {
      ...process.env,
      WRANGLER_SEND_METRICS: 'false',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_LOG_PATH: folder,
    }
    const { stdout } = await run(join(root, 'node_modules/.bin/wrangler'), args, { cwd: root, env })
    for (const binding of ['ACCOUNT', 'WORKSPACE', 'DB', 'PROJECTIONS', 'ASSETS']) {
      assert.match(stdout, new RegExp(`env\\.${binding}\\b`), stdout)
    }
    const [built, uploaded] = await Promise.all(
      [join(root, 'dist/worker'), out].map((at) => readFile(join(at, 'index_bg.wasm'))),
    )
    assert.ok(built.equals(uploaded), 'the Wasm is uploaded as it was built')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

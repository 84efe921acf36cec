//! The demo workspace's keys, as `cargo xtask` made them (xtask/src/seed/secrets.rs).

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { root } from '../../www/dev/config.mjs'

/** What the environment sets wins, as it does in the build. */
export async function readKeys() {
  const made = JSON.parse(await readFile(join(root, '.rumbo/secrets.json'), 'utf8'))
  return {
    write: 'wk_demo',
    server: process.env.RUMBO_SERVER_KEY || made.server_key,
    operator: process.env.RUMBO_OPERATOR_TOKEN || made.operator_token,
    identity: process.env.RUMBO_DEMO_SECRET || made.identity_secret,
  }
}

//! The stack as a process of its own, so that a test may kill it.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { root } from '../../www/dev/config.mjs'
import { readKeys } from './keys.mjs'

/** What each Worker had to say: a test that failed may want to know. */
const allLogs = []
process.once('exit', () => {
  if (process.exitCode) process.stderr.write(`${allLogs.flat().join('\n')}\n`)
})

/**
 * Serves `dist/`.
 *
 * @param {{ stateDir?: string, port?: number }} [options] without a `stateDir`, one that
 *   is deleted when the stack stops; without a port, a free one
 * @returns {Promise<{
 *   url: string,
 *   keys: { write: string, server: string, operator: string, identity: string },
 *   logs: string[],
 *   reload(): Promise<void>,
 *   stop(): Promise<void>,
 *   kill(): Promise<void>,
 * }>} `logs` is what the Worker has logged so far; `kill` is SIGKILL, for workerd too
 */
export async function startStack({ stateDir, port = 0 } = {}) {
  const state = stateDir ?? (await mkdtemp(join(tmpdir(), 'rumbo-')))
  const args = ['www/dev/serve.mjs', '--port', String(port), '--state', state]
  // Its own process group: `kill` must reach workerd, its child.
  const child = spawn('node', args, { cwd: root, detached: true, stdio: 'pipe' })
  const ended = once(child, 'exit')
  const logs = []
  const waiting = []
  createInterface({ input: child.stderr }).on('line', (line) => logs.push(line))
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = parse(line)
    if (event) waiting.shift()?.(event)
    else logs.push(line)
  })

  allLogs.push(logs)

  const next = (name) =>
    new Promise((resolve, reject) => {
      const died = () => reject(new Error(`the stack has ended:\n${logs.join('\n')}`))
      ended.then(died)
      waiting.push((event) =>
        event.event === name ? resolve(event) : reject(new Error(event.message)),
      )
    })
  const clean = async () => {
    await ended
    if (stateDir === undefined) await rm(state, { recursive: true, force: true })
  }

  const { url } = await next('ready').catch(async (error) => {
    child.stdin.end()
    await clean()
    throw error
  })
  return {
    url,
    keys: await readKeys(),
    logs,
    async reload() {
      const reloaded = next('reloaded')
      child.stdin.write('reload\n')
      await reloaded
    },
    async stop() {
      child.stdin.end()
      await clean()
    },
    async kill() {
      process.kill(-child.pid, 'SIGKILL')
      await clean()
    },
  }
}

/** An event of `www/dev/serve.mjs`, if `line` is one. */
function parse(line) {
  if (!line.startsWith('{"event":')) return undefined
  return JSON.parse(line)
}

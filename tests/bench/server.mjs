//! A server under test: a Node process with workerd as its child.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { root } from '../../www/dev/config.mjs'

/** The kernel's unit of CPU time: a hundredth of a second on every Linux. */
const TICK_MS = 10

/**
 * Starts what `serve.mjs` calls `name`, with its state in a temporary folder.
 *
 * @returns {Promise<{ url: string, cpuMs(): Promise<number | undefined>, stop(): Promise<void> }>}
 *   `cpuMs` is the CPU time of workerd so far; undefined where there is no `/proc`
 */
export async function startServer(name, args = []) {
  const state = await mkdtemp(join(tmpdir(), 'rumbo-bench-'))
  const child = spawn('node', ['tests/bench/serve.mjs', name, ...args, '--state', state], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const clean = async () => {
    await ended
    await rm(state, { recursive: true, force: true })
  }
  const url = await ready(child, ended).catch(async (error) => {
    child.stdin.end()
    await clean()
    throw error
  })
  const workerd = await childNamed(child.pid, 'workerd')
  return {
    url,
    cpuMs: () => cpuMs(workerd),
    async stop() {
      child.stdin.end()
      await clean()
    },
  }
}

function ready(child, ended) {
  return new Promise((resolve, reject) => {
    ended.then(() => reject(new Error('the server has ended')), reject)
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{"event":')) return
      const { event, url, message } = JSON.parse(line)
      if (event === 'ready') resolve(url)
      else reject(new Error(message))
    })
  })
}

/** The process below `pid` whose program has this name. */
async function childNamed(pid, name) {
  for (const entry of await readdir('/proc').catch(() => [])) {
    const stat = await readStat(entry)
    if (stat?.parent === pid && stat.name === name) return entry
  }
  return undefined
}

async function cpuMs(pid) {
  const stat = pid && (await readStat(pid))
  return stat ? stat.ticks * TICK_MS : undefined
}

/** What `/proc/PID/stat` says; undefined if it is no process, or gone. */
async function readStat(pid) {
  if (!/^\d+$/.test(pid)) return undefined
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  // The name stands in brackets and may hold spaces.
  const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { name, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
}

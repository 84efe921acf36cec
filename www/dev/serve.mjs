//! Runs the stack for another process: `node www/dev/serve.mjs --port 8787 --state DIR`.
//!
//! Output: a line of JSON for each event, `{"event": "ready", "url"}`, `reloaded` or
//! `error` with a `message`; any other line is a log of the Worker.
//! Input: the line `reload` serves what is in `dist/` now. When the input closes, the
//! stack stops, so it cannot outlive the process that started it.

import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

import { start } from './stack.mjs'

const tell = (event, fields) => process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`)

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, state: { type: 'string' } },
})

try {
  await serve(await start({ port: Number(values.port), stateDir: values.state }))
} catch (error) {
  tell('error', { message: error.message })
  process.exitCode = 1
}

async function serve(stack) {
  tell('ready', { url: stack.url })
  const lines = createInterface({ input: process.stdin })
  // Ctrl-C reaches every process of a terminal. The one that started us closes our input
  // when it has heard it.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => lines.close())
  for await (const line of lines) {
    if (line !== 'reload') continue
    await stack.reload().then(
      () => tell('reloaded'),
      (error) => tell('error', { message: error.message }),
    )
  }
  await stack.stop()
}

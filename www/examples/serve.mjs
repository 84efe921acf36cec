//! Serves an example: `node www/examples/serve.mjs react`, beside `cargo xtask dev`.

import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { build, NAMES } from './build.mjs'

/**
 * Serves an example under a strict policy; every path that is no file is a page of it.
 *
 * @param {string} name
 * @param {{ edge?: string, port?: number }} [options] port 0 takes a free one
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function serve(name, { edge = 'http://127.0.0.1:8787', port = 0 } = {}) {
  const files = await build(name, { edge })
  const policy = [
    `default-src 'none'`,
    `script-src 'self' ${edge} 'wasm-unsafe-eval'`,
    `connect-src 'self' ${edge}`,
    `style-src 'self'`,
    `img-src data:`,
    `require-trusted-types-for 'script'`,
  ].join('; ')
  const server = createServer((request, response) => {
    const [type, content] = files[request.url] ?? files['/']
    response.setHeader('content-type', type)
    response.setHeader('content-security-policy', policy)
    response.end(content)
  })
  await new Promise((listening) => server.listen(port, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.closeAllConnections()
      return new Promise((closed) => server.close(closed))
    },
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { edge: { type: 'string' }, port: { type: 'string', default: '5173' } },
  })
  const [name] = positionals
  if (NAMES.includes(name)) {
    const { url } = await serve(name, { ...values, port: Number(values.port) })
    process.stdout.write(`${name}: ${url}\n`)
  } else {
    process.stderr.write(`which one? ${NAMES.join(', ')}\n`)
    process.exitCode = 1
  }
}

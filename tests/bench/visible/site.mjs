//! Serves files of one origin as a good host does: brotli at its best, hashed names cached for good.

import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { brotliCompressSync } from 'node:zlib'

/** `Cache-Control` of what never changes, and of what is asked for each time. */
export const FOR_GOOD = 'public, max-age=31536000, immutable'
export const NEVER = 'no-store'

const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/**
 * Starts an origin without files. Everything is compressed before it is asked for, so an answer
 * costs the server nothing; any method of a path gets the same answer, and any page may read it.
 *
 * @returns {Promise<{
 *   url: string,
 *   put(path: string, type: string, text: string, cache?: string): void,
 *   stop(): Promise<void>,
 * }>}
 */
export async function startSite() {
  const files = new Map()
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://site')
    const { headers, body } = files.get(pathname) ?? {}
    const cors = {
      'access-control-allow-origin': request.headers.origin ?? '*',
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
      'access-control-max-age': '86400',
    }
    if (request.method === 'OPTIONS') return response.writeHead(204, cors).end()
    if (!headers) return response.writeHead(404, cors).end()
    // What comes with the request has to be read, or the connection cannot be used again.
    request.resume().on('end', () => response.writeHead(200, { ...cors, ...headers }).end(body))
  })
  server.on('upgrade', accept)
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    put(path, type, text, cache = NEVER) {
      const headers = {
        'content-type': type,
        'content-encoding': 'br',
        'cache-control': cache,
        'cross-origin-resource-policy': 'cross-origin',
      }
      files.set(path, { headers, body: brotliCompressSync(text) })
    },
    stop() {
      server.closeAllConnections()
      return new Promise((closed) => server.close(closed))
    },
  }
}

/** Opens a WebSocket on which nothing is ever said. */
function accept(request, socket) {
  const key = request.headers['sec-websocket-key']
  const proof = createHash('sha1').update(`${key}${WEBSOCKET_GUID}`).digest('base64')
  // Pages go without a word.
  socket.on('error', () => {}).on('end', () => socket.end())
  socket
    .resume()
    .write(
      [
        'HTTP/1.1 101 Switching Protocols',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Accept: ${proof}`,
        '\r\n',
      ].join('\r\n'),
    )
}

//! Makes an answer of what Rust says of it, in one call.

import { takesNoEncoding } from './request.mjs'

/**
 * @param {string} lines names and values of headers by turns, each ended by a line feed
 * @param {Uint8Array | undefined} body
 */
globalThis.rumboReply = (status, lines, body) => {
  const headers = {}
  const parts = lines.split('\n')
  for (let i = 0; i + 1 < parts.length; i += 2) headers[parts[i]] = parts[i + 1]
  return new Response(body, { status, headers })
}

/** The same response; not packed, if the client takes no encoding. Nothing is until it leaves. */
export function plain(response, request) {
  if (!response.headers.has('content-encoding') || !takesNoEncoding(request)) return response
  const copy = new Response(response.body, response)
  copy.headers.delete('content-encoding')
  return copy
}

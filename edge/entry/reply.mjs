//! Makes an answer of what Rust says of it, in one call.

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

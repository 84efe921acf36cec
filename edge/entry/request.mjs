//! What Rust is told of a request, in one call.

/** As `Header` in `edge/src/http/request.rs`. */
const HEADERS = ['origin', 'authorization', 'content-encoding']
/** As `MAX_BODY_BYTES` in `shared/src/ingest/mod.rs`. */
const MAX_BODY_BYTES = 500 * 1024

/**
 * The method, the URL, the encodings that the client takes and each of the headers, a line each; none
 * holds a line feed. Where the platform names its own encodings in the header, it keeps the client's
 * words apart.
 */
export function head({ method, url, headers, cf }) {
  const encodings = cf?.clientAcceptEncoding ?? headers.get('accept-encoding') ?? ''
  let lines = `${method}\n${url}\n${encodings}`
  for (const name of HEADERS) lines += `\n${headers.get(name) ?? ''}`
  return lines
}

/**
 * The body, if it announces a length that we take; the runtime holds it to that. Rust reads
 * any other as it comes, and no more than we take.
 *
 * @param {Request} request
 * @returns {Promise<Uint8Array> | undefined}
 */
export function announcedBody(request) {
  const length = Number(request.headers.get('content-length'))
  return length > 0 && length <= MAX_BODY_BYTES ? request.bytes() : undefined
}

//! A host product's page, on an origin of its own.

import { createServer } from 'node:http'

/**
 * Serves one page at every path.
 *
 * @param {{ csp?: string, head?: string, body?: string, lang?: string }} page HTML to put
 *   into it, and its `Content-Security-Policy`
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function hostPage({ csp, head = '', body = '', lang = 'en' }) {
  const html = `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Host</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
${body}
</body>
</html>
`
  const headers = { 'content-type': 'text/html; charset=utf-8' }
  if (csp) headers['content-security-policy'] = csp
  const server = createServer((_, response) => response.writeHead(200, headers).end(html))
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.closeAllConnections()
      return new Promise((closed) => server.close(closed))
    },
  }
}

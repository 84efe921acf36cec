//! Chromium for the tests.

import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

import { chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** `CHROMIUM`, or the first one in `PATH`; the same choice as `cargo xtask setup` makes. */
function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  const folders = process.env.PATH.split(delimiter)
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  const found = paths.find(isExecutable)
  if (!found) throw new Error('no Chromium: run `cargo xtask setup`')
  return found
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * A headless Chromium that talks to nobody by itself. With `keepsPages`, going back restores a page
 * as it was left; Playwright switches that off.
 */
export function launchBrowser({ keepsPages = false } = {}) {
  return chromium.launch({
    executablePath: executable(),
    ignoreDefaultArgs: keepsPages ? ['--disable-back-forward-cache'] : [],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/**
 * Counts what `page` loads from now on, as it travels: encoded bodies and headers.
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<{ requests: { url: string, method: string, bytes: number }[], total(): number }>}
 *   `bytes` of a request that has not ended is what has come so far
 */
export async function wireBytes(page) {
  const session = await page.context().newCDPSession(page)
  const byId = new Map()
  const requests = []
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    const entry = { url: request.url, method: request.method, bytes: 0 }
    byId.set(requestId, entry)
    requests.push(entry)
  })
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const entry = byId.get(requestId)
    if (entry) entry.bytes += encodedDataLength
  })
  // The total of a request that has ended includes its headers.
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const entry = byId.get(requestId)
    if (entry) entry.bytes = encodedDataLength
  })
  await session.send('Network.enable')
  return { requests, total: () => requests.reduce((sum, { bytes }) => sum + bytes, 0) }
}

//! One visit of a person to the host product, in a browser context of its own: nothing is cached
//! at first, and each page finds what those before it left.

import { watch } from './probe.mjs'

/** What the network and the machine are like. */
export const NETWORKS = {
  'no throttle': undefined,
  'slow 4G': { down: 1_600_000, up: 750_000, latencyMs: 150, cpu: 4 },
}

/**
 * Every origin here packs with brotli, as ours does once deployed. The simulator in front of our
 * Worker packs anew what it answers, by what stands first in the browser's own list: gzip.
 */
const HEADERS = { 'accept-encoding': 'br' }
const BINDING = 'benchVisible'
const SETTLE_MS = 5_000

/**
 * Begins a visit.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {{ selector: string, network?: typeof NETWORKS['slow 4G'] }} of
 */
export async function startVisit(browser, { selector, network }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const problems = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (line) => line.type() === 'error' && problems.push(line.text()))
  const session = await context.newCDPSession(page)
  const wire = await watchWire(session)
  await session.send('Network.setExtraHTTPHeaders', { headers: HEADERS })
  if (network) await throttle(session, network)
  await session.send('Runtime.enable')
  await session.send('Runtime.addBinding', { name: BINDING })
  const probe = async (selector) => {
    const source = `(${watch})(${JSON.stringify(selector)}, '${BINDING}')`
    return (await session.send('Page.addScriptToEvaluateOnNewDocument', { source })).identifier
  }
  await session.send('Page.enable')
  let probing = await probe(selector)

  return {
    page,

    /** Another element is what has to be visible from the next page on. */
    async lookFor(selector) {
      await session.send('Page.removeScriptToEvaluateOnNewDocument', { identifier: probing })
      probing = await probe(selector)
    },

    /**
     * Opens a page and waits until the prompt is visible.
     *
     * @returns {Promise<{ ms: number, bytes: number } | undefined>} from the navigation on, and what
     *   had come until then; undefined if it did not become visible in `patienceMs`
     */
    async open(url, patienceMs = 20_000) {
      wire.begin()
      const visible = once(session, 'Runtime.bindingCalled', ({ name }) => name === BINDING)
      const late = new Promise((resolve) => setTimeout(resolve, patienceMs).unref())
      // Whoever is here has come by a link of the page before.
      const referer = page.url().startsWith('http') ? page.url() : undefined
      const arrived = page.goto(url, { waitUntil: 'commit', timeout: patienceMs, referer })
      const [call] = await Promise.all([Promise.race([visible, late]), arrived])
      if (!call) return undefined
      const ms = Number(call.payload)
      return { ms, bytes: await wire.until(ms) }
    },

    /** What the page's console had to complain of. */
    problems,

    /** Until what follows the prompt has come. */
    settle: () => page.waitForLoadState('networkidle', { timeout: SETTLE_MS }).catch(() => {}),

    /** From now on, requests to paths like `pattern` wait so long, or fail if `ms` is infinite. */
    async hold(pattern, ms) {
      await session.send('Fetch.enable', { patterns: [{ urlPattern: pattern }] })
      session.removeAllListeners('Fetch.requestPaused')
      session.on('Fetch.requestPaused', async ({ requestId }) => {
        if (ms === Infinity) {
          await answer('Fetch.failRequest', { requestId, errorReason: 'InternetDisconnected' })
        } else {
          setTimeout(() => answer('Fetch.continueRequest', { requestId }), ms).unref()
        }
      })
    },

    end: () => context.close(),
  }

  /** The page may be gone by now, and its requests with it. */
  function answer(method, params) {
    return session.send(method, params).catch(() => {})
  }
}

async function throttle(session, { down, up, latencyMs, cpu }) {
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: latencyMs,
    downloadThroughput: down / 8,
    uploadThroughput: up / 8,
  })
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu })
}

function once(session, event, isIt) {
  return new Promise((resolve) => {
    const listener = (params) => {
      if (!isIt(params)) return
      session.off(event, listener)
      resolve(params)
    }
    session.on(event, listener)
  })
}

/** Notes what comes over the wire, and when: heads and encoded bodies. */
async function watchWire(session) {
  let start
  let entries = new Map()
  const note = ({ requestId, timestamp }, bytes, isAll = false) => {
    const entry = entries.get(requestId) ?? []
    entries.set(requestId, [...entry, { timestamp, bytes, isAll }])
  }
  session.on('Network.requestWillBeSent', ({ type, timestamp }) => {
    if (type === 'Document') start ??= timestamp
  })
  const fromCache = new Set()
  session.on('Network.requestServedFromCache', ({ requestId }) => fromCache.add(requestId))
  session.on('Network.responseReceived', (event) => {
    const { requestId, response } = event
    if (response.fromDiskCache) fromCache.add(requestId)
    if (!fromCache.has(requestId)) note(event, response.encodedDataLength)
  })
  session.on('Network.dataReceived', (event) => note(event, event.encodedDataLength))
  // Only this is right for what came in one piece.
  session.on('Network.loadingFinished', (event) => note(event, event.encodedDataLength, true))
  await session.send('Network.enable')
  return {
    begin() {
      start = undefined
      entries = new Map()
    },

    /** Bytes that had come `ms` after the navigation. */
    async until(ms) {
      // The network's process speaks for itself, and may be behind.
      await new Promise((resume) => setTimeout(resume, 100))
      const end = start + ms / 1000
      let sum = 0
      for (const entry of entries.values()) {
        const inTime = entry.filter(({ timestamp }) => timestamp <= end)
        const all = inTime.find(({ isAll }) => isAll)
        for (const { bytes } of all ? [all] : inTime) sum += bytes
      }
      return sum
    },
  }
}

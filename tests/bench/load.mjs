//! Keeps a server busy and measures it.

import autocannon from 'autocannon'

import { CONNECTIONS } from './settings.mjs'

/**
 * Sends `POST path` over and over, each time with a new body: so many times, and not for so long.
 * A load that is cut off leaves requests behind, and ten seconds later workerd ends the objects that
 * they were in, with whatever those do by then.
 *
 * @param {{ url: string, cpuMs(): Promise<number | undefined> }} server
 * @param {{
 *   path: string,
 *   body: () => string,
 *   isGood: (body: string) => boolean,
 *   requests: number,
 * }} load
 * @returns {Promise<{ perSecond: number, p50: number, p99: number, cpu: number | undefined }>}
 *   latencies in milliseconds; `cpu` is that of workerd, in milliseconds for 1,000 requests
 */
export async function measure(server, { path, body, isGood, requests }) {
  const before = await server.cpuMs()
  const latencies = []
  const start = performance.now()
  const run = autocannon({
    url: server.url,
    connections: CONNECTIONS,
    amount: requests,
    requests: [
      {
        method: 'POST',
        path,
        headers: { 'content-type': 'text/plain' },
        setupRequest: (request) => ({ ...request, body: body() }),
      },
    ],
    verifyBody: isGood,
  })
  const failures = []
  run.on('reqError', (error) => failures.push(error.message))
  // autocannon itself ends up to a second after the last one.
  let lastAt = start
  run.on('response', (_client, _status, _bytes, latency) => {
    latencies.push(latency)
    lastAt = performance.now()
  })
  const { errors, timeouts, non2xx, mismatches } = await run
  const elapsed = (lastAt - start) / 1000
  const after = await server.cpuMs()
  if (errors + timeouts + non2xx + mismatches > 0) {
    const counts = JSON.stringify({ errors, timeouts, non2xx, mismatches, failures })
    throw new Error(`${server.url}${path} failed under load: ${counts}`)
  }
  latencies.sort((a, b) => a - b)
  const at = (part) => latencies[Math.floor((latencies.length - 1) * part)]
  const cpu = after === undefined ? undefined : ((after - before) * 1000) / latencies.length
  return { perSecond: latencies.length / elapsed, p50: at(0.5), p99: at(0.99), cpu }
}

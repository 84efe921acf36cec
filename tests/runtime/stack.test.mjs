//! The stack: what it serves, and that it survives a stop, a kill and a reload.

import assert from 'node:assert/strict'
import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

import { root } from '../../www/dev/config.mjs'
import { startStack } from '../harness/index.mjs'

let stack
before(async () => (stack = await startStack()))
after(() => stack.stop())

const manifest = async () => JSON.parse(await readFile(join(root, 'dist/manifest.json'), 'utf8'))

const assets = async () =>
  Object.keys(await manifest())
    .filter((path) => path.startsWith('assets/'))
    .map((path) => path.slice('assets'.length))

test('is healthy', async () => {
  const response = await fetch(`${stack.url}/health`)
  assert.equal(response.status, 200)
  assert.deepEqual(await response.json(), { status: 'ok' })
})

test('serves hashed assets to every origin, for ever', async () => {
  const hashed = (await assets()).filter((path) => path.startsWith('/w/'))
  assert.ok(hashed.length > 0)
  for (const path of hashed) {
    const { status, headers } = await fetch(stack.url + path)
    assert.equal(status, 200, path)
    assert.equal(headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assert.equal(headers.get('access-control-allow-origin'), '*')
    assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin')
    if (path.endsWith('.wasm')) assert.equal(headers.get('content-type'), 'application/wasm')
  }
})

test('serves the loader compressed, to be asked for again by its etag', async () => {
  const loader = (headers = {}) => fetch(`${stack.url}/rumbo.js`, { headers })
  const first = await loader({ 'accept-encoding': 'br' })
  assert.equal(first.status, 200)
  assert.equal(first.headers.get('content-encoding'), 'br')
  assert.match(first.headers.get('cache-control'), /max-age=300/)
  assert.equal(first.headers.get('access-control-expose-headers'), null)
  const text = await first.text()
  assert.match(text, /rumbo/)
  // In the first line, or no browser heeds it.
  assert.ok(text.startsWith('//# allFunctionsCalledOnLoad\n'), text.slice(0, 60))
  for (const encoding of ['br', 'gzip']) {
    const headers = { 'accept-encoding': encoding }
    const etag = (await loader(headers)).headers.get('etag')
    const again = await loader({ ...headers, 'if-none-match': etag })
    assert.equal(again.status, 304)
    assert.equal(again.headers.get('vary'), 'accept-encoding')
    assert.equal((await again.text()).length, 0)
  }
})

test('the snippet is one line without a comment, so that nothing in a page can cut it', async () => {
  const text = await readFile(join(root, 'dist/snippet.js'), 'utf8')
  assert.equal(text.trimEnd().split('\n').length, 1)
  assert.doesNotMatch(text, /\/\/[#@]/)
})

test('every file that a page names is there', async () => {
  for (const page of ['/demo/', '/console/']) {
    const html = await (await fetch(stack.url + page)).text()
    const names = html.match(/\/w\/[\w.-]+/g) ?? []
    assert.ok(names.length > 0, page)
    for (const name of names) assert.equal((await fetch(stack.url + name)).status, 200, name)
  }
})

test('goes on serving after a reload', async () => {
  await stack.reload()
  assert.equal((await fetch(`${stack.url}/health`)).status, 200)
})

test('starts again on the same disk after a kill', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'rumbo-'))
  try {
    const first = await startStack({ stateDir })
    await first.kill()
    const second = await startStack({ stateDir })
    assert.equal((await fetch(`${second.url}/health`)).status, 200)
    await second.stop()
  } finally {
    await rm(stateDir, { recursive: true, force: true })
  }
})

test('says in one line that a port is busy', async () => {
  const port = Number(new URL(stack.url).port)
  await assert.rejects(
    startStack({ port }),
    /^Error: port \d+ is in use; choose another one with --port$/,
  )
})

test('the loader comes as the client takes it: as the build packed it, packed anew, or as it is', async () => {
  const plain = await readFile(join(root, 'dist/assets/rumbo.js'))
  const read = (headers) =>
    new Promise((resolve, reject) => {
      get(`${stack.url}/rumbo.js`, { headers }, async (response) => {
        const { 'content-encoding': encoding, vary, etag } = response.headers
        resolve({ encoding, vary, etag, body: Buffer.concat(await response.toArray()) })
      }).on('error', reject)
    })
  const accept = (encodings) => read({ 'accept-encoding': encodings })

  const packed = await accept('br')
  assert.equal(packed.encoding, 'br')
  assert.deepEqual(brotliDecompressSync(packed.body), plain)
  const { brotli } = (await manifest())['assets/rumbo.js']
  assert.equal(packed.body.length, brotli)

  const gzipped = await accept('gzip')
  assert.equal(gzipped.encoding, 'gzip')
  assert.deepEqual(gunzipSync(gzipped.body), plain)

  for (const answer of [await read({}), await accept('identity'), await accept('br;q=0')]) {
    assert.equal(answer.encoding, undefined)
    assert.deepEqual(answer.body, plain)
    assert.notEqual(answer.etag, packed.etag)
  }
  for (const { vary } of [packed, gzipped, await read({})]) assert.equal(vary, 'accept-encoding')
})

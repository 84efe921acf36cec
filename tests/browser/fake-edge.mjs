// A small edge for the loader's tests: it says what the test tells it to, and remembers what it got.

import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const SOURCES = fileURLToPath(new URL('../../www/loader/src/', import.meta.url))

/** Where the loader finds its chunk; as long as the real name, which has a digest. */
export const OUTBOX = '/w/outbox-0123456789.js'

/** The smallest Wasm module. */
const WASM = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)

/**
 * Stands in for the Yew widget: it writes down what the loader does with it in `window.widget`,
 * and takes over submits as the real one does. It lets the test make it fail.
 */
const WIDGET = `
const log = window.widget = [];
let sendFields;
export default async function init({ module_or_path }) {
  const response = await module_or_path;
  await WebAssembly.instantiateStreaming(response);
  log.push('init');
}
export function hydrate(root, state, send) {
  if (window.failHydrate) throw new Error('unreachable');
  log.push('hydrate ' + state + ' ' + root.querySelector('h2')?.textContent);
  root.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = event.target;
    const fields = [...new FormData(form, event.submitter), ['placement', form.dataset.placement]];
    log.push('submit ' + form.dataset.placement);
    send(fields);
  });
}
export function update(state) {
  if (window.failUpdate) throw new Error('unreachable');
  log.push('update ' + state);
}
export function replay(fields) {
  const { type, item } = Object.fromEntries(fields);
  // Whether \`seen\` is still on its way at hydration is a matter of milliseconds.
  if (type !== 'seen') log.push('replay ' + item);
}
`

/** An answer with nothing to show. */
export const nothing = (more = {}) => ({ etag: 'nothing', placements: [], lasts: false, ...more })

/** An answer that shows a checklist card titled `title`; the title is its state and etag, too. */
export function card(title, more = {}) {
  return {
    etag: title,
    placements: [{ id: 'get-started', kind: 'checklist' }],
    lasts: true,
    html: `<section aria-label="Checklist"><h2 tabindex="-1">${title}</h2>
      <form data-placement="get-started"><input type="hidden" name="type" value="complete_item">
      <button name="item" value="invite">Invite</button><button name="item" value="import">Import</button></form>
      <form data-placement="nps"><input type="hidden" name="type" value="answer">
      <label><input type="radio" name="rating" value="9">9</label><textarea name="comment" aria-label="Comment"></textarea>
      <button>Send</button></form>
      <form data-placement="get-started" data-escape><input type="hidden" name="type" value="dismiss">
      <button>Dismiss</button></form></section>`,
    state: title,
    css: { id: 'css-1', text: 'h2 { color: rgb(1, 2, 3) }' },
    widget: { js: '/w/widget.js', wasm: '/w/widget.wasm' },
    ...more,
  }
}

/** What the edge says of the first sight of that card. */
export const SEEN = { type: 'checklist_seen', placement: 'get-started' }

/** One accepted result for each item or command of the request. */
export function accepted(body) {
  return [...(body.batch ?? []), ...(body.commands ?? [])].map(() => ({ status: 'accepted' }))
}

/** Bundles a source as `cargo xtask build` does. */
async function bundle(name, format) {
  const { outputFiles } = await build({
    entryPoints: [SOURCES + name],
    bundle: true,
    minify: true,
    format,
    target: 'es2022',
    tsconfigRaw: { compilerOptions: { alwaysStrict: false } },
    define: { OUTBOX: JSON.stringify(OUTBOX) },
    legalComments: 'none',
    write: false,
  })
  return outputFiles[0].text
}

async function read(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function listen(handler) {
  const server = createServer((request, response) => {
    handler(request, response).catch((error) => response.destroy(error))
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const close = () => {
        server.closeAllConnections()
        return new Promise((done) => server.close(done))
      }
      resolve({ origin: `http://127.0.0.1:${server.address().port}`, close })
    })
  })
}

/**
 * Starts an edge and, on another origin, a host.
 *
 * `edge.answer(path, body, n)` gives the n-th answer (from 1): an object, `{status, body, headers?}`, or a
 * promise of either. `edge.hold(path)` keeps back a file until the function it returns is called.
 */
export async function startFakeEdge() {
  const files = {
    '/rumbo.js': ['text/javascript', await bundle('index.ts', 'iife')],
    [OUTBOX]: ['text/javascript', await bundle('durable/index.ts', 'esm')],
    '/w/widget.js': ['text/javascript', WIDGET],
    '/w/widget.wasm': ['application/wasm', WASM],
  }
  const held = new Map()
  const edge = {
    files,
    snippet: await bundle('snippet.ts', 'iife'),
    /** Requests to the API: `{path, body, type}`. */
    calls: [],
    /** Paths of the files fetched. */
    fetched: [],
    /** What all of it came through. */
    connections: new Set(),
    answer: () => nothing(),
    /**
     * Shows `one`; answers what a person does by what `then` makes of it, and shows that from then
     * on. As the edge does, it leaves out what the page has.
     */
    show(one, then = () => one) {
      let now = one
      edge.answer = async (path, body) => {
        if (path === '/v1/placements') return one
        if (body.commands.every(({ type }) => type === 'seen')) {
          const bare = body.have === now.etag && { html: undefined, state: undefined }
          return { ...now, ...bare, events: [SEEN] }
        }
        const answer = await then(body)
        if (answer.html) now = answer
        return answer
      }
    },
    hold(path) {
      let release
      held.set(path, new Promise((resolve) => (release = resolve)))
      return () => {
        held.delete(path)
        release()
      }
    },
    /** Serves this page at the host's `/`; `policy` is its Content-Security-Policy. */
    page(body, { policy, head = '' } = {}) {
      page = {
        html: `<!doctype html><html lang="es"><head><title>Host</title>${head}</head><body>${body}</body></html>`,
        policy,
      }
      return `${host.origin}/`
    },
    reset() {
      edge.calls.length = edge.fetched.length = 0
      edge.connections.clear()
      edge.answer = () => nothing()
      held.clear()
    },
    close: async () => {
      await host.close()
      await server.close()
    },
  }
  let page

  const server = await listen(async (request, response) => {
    const path = request.url
    edge.connections.add(request.socket)
    response.setHeader('access-control-allow-origin', '*')
    if (request.method === 'POST') {
      const body = JSON.parse(await read(request))
      edge.calls.push({ path, body, type: request.headers['content-type'] })
      const answer = await edge.answer(path, body, edge.calls.length)
      response.statusCode = answer.status ?? 200
      response.setHeader('access-control-expose-headers', 'retry-after')
      for (const name in answer.headers) response.setHeader(name, answer.headers[name])
      const content = answer.status ? answer.body : { results: accepted(body), ...answer }
      response.end(typeof content === 'string' ? content : JSON.stringify(content))
      return
    }
    edge.fetched.push(path)
    await held.get(path)
    const [type, content] = files[path] ?? ['text/plain', '']
    response.setHeader('content-type', type)
    response.end(content)
  })
  edge.origin = server.origin

  const host = await listen(async (request, response) => {
    response.setHeader('content-type', 'text/html')
    if (request.url !== '/') response.statusCode = 404
    else if (page.policy) response.setHeader('content-security-policy', page.policy)
    response.end(request.url === '/' ? page.html : '')
  })
  edge.hostOrigin = host.origin
  return edge
}

//! The databases of account objects, while no stack runs on them.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { Miniflare } from 'miniflare'

import { readConfig, root } from '../../www/dev/config.mjs'

/** The schema's steps of an object, `account` or `workspace`, as its Rust source has them. */
export async function schemaSteps(object) {
  const source = await readFile(join(root, `edge/src/objects/${object}/schema.rs`), 'utf8')
  const list = source.slice(source.indexOf('STEPS'))
  return [...list.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, step]) => step)
}

/** A class in the place of the product's, which runs statements and answers the rows of the last. */
const script = (className) => `
import { DurableObject } from 'cloudflare:workers'
export class ${className} extends DurableObject {
  async fetch(request) {
    let rows = []
    for (const [statement, ...bindings] of await request.json()) {
      rows = this.ctx.storage.sql.exec(statement, ...bindings).toArray()
    }
    return Response.json(rows)
  }
}
export default { fetch: () => new Response() }
`

/**
 * Runs SQL in the object `name`, such as `demo/account/acme`, of the state in `stateDir`.
 *
 * @param {[statement: string, ...bindings: unknown[]][]} statements
 * @returns {Promise<object[]>} the rows of the last
 */
export async function inDatabase(stateDir, name, statements) {
  const config = await readConfig()
  const { name: binding, class_name: className } = config.durable_objects.bindings.find(
    ({ name }) => name === 'ACCOUNT',
  )
  const miniflare = new Miniflare({
    cf: false,
    telemetry: { enabled: false },
    name: config.name,
    compatibilityDate: config.compatibility_date,
    modules: [{ type: 'ESModule', path: 'index.mjs', contents: script(className) }],
    durableObjects: { [binding]: { className, useSQLite: true } },
    durableObjectsPersist: join(stateDir, 'objects'),
  })
  try {
    const namespace = await miniflare.getDurableObjectNamespace(binding)
    const stub = namespace.get(namespace.idFromName(name))
    const body = JSON.stringify(statements)
    const response = await stub.fetch('https://object/', { method: 'POST', body })
    if (!response.ok) throw new Error(await response.text())
    return await response.json()
  } finally {
    await miniflare.dispose()
  }
}

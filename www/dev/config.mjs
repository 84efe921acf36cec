//! `wrangler.jsonc` as options of miniflare, so that bindings are written down once.

import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's root. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** Reads `wrangler.jsonc`. Its comments are whole lines. */
export async function readConfig() {
  const text = await readFile(join(root, 'wrangler.jsonc'), 'utf8')
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, ''))
}

/**
 * @param {object} config what {@link readConfig} gave
 * @param {{ port: number, stateDir: string }} options port 0 takes a free one
 */
export function miniflareOptions(config, { port, stateDir }) {
  const main = join(root, config.main)
  return {
    host: '127.0.0.1',
    port,
    // No look-up of where on earth this machine is.
    cf: false,
    telemetry: { enabled: false },
    name: config.name,
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    modulesRoot: dirname(main),
    modules: [
      { type: 'ESModule', path: main },
      { type: 'CompiledWasm', path: join(dirname(main), 'index_bg.wasm') },
    ],
    durableObjects: Object.fromEntries(
      config.durable_objects.bindings.map(({ name, class_name }) => [
        name,
        { className: class_name, useSQLite: true },
      ]),
    ),
    durableObjectsPersist: join(stateDir, 'objects'),
    d1Databases: Object.fromEntries(
      config.d1_databases.map(({ binding, database_name }) => [binding, database_name]),
    ),
    d1Persist: join(stateDir, 'd1'),
    queueProducers: Object.fromEntries(
      config.queues.producers.map(({ binding, queue }) => [binding, { queueName: queue }]),
    ),
    queueConsumers: Object.fromEntries(
      config.queues.consumers.map((consumer) => [
        consumer.queue,
        {
          maxBatchSize: consumer.max_batch_size,
          maxBatchTimeout: consumer.max_batch_timeout,
          maxRetries: consumer.max_retries,
          deadLetterQueue: consumer.dead_letter_queue,
        },
      ]),
    ),
    assets: {
      directory: join(root, config.assets.directory),
      binding: config.assets.binding,
      workerName: config.name,
      routerConfig: {
        has_user_worker: true,
        static_routing: { user_worker: config.assets.run_worker_first },
      },
      assetConfig: {
        html_handling: config.assets.html_handling,
        not_found_handling: config.assets.not_found_handling,
      },
    },
  }
}

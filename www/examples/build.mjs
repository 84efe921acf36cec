//! Bundles an example: esbuild does it all but Vue's single-file components, which Vue compiles, and
//! the Wasm of the one in Yew, which `cargo xtask build` has left in `dist/`.

import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build as bundle } from 'esbuild'
import { compileScript, parse } from 'vue/compiler-sfc'

const folder = dirname(fileURLToPath(import.meta.url))
const dist = join(folder, '../../dist')

const ENTRIES = { plain: 'app.js', react: 'src/main.tsx', vue: 'src/main.js', yew: 'boot.js' }

/** Names of the examples. */
export const NAMES = Object.keys(ENTRIES)

/** The example's own address of the edge, as `cargo xtask dev` serves it. */
const DEV_EDGE = 'http://127.0.0.1:8787'

/**
 * @param {string} name one of {@link NAMES}
 * @param {{ edge?: string, key?: string }} [options] where the edge is, and the host's write key
 * @returns {Promise<Record<string, [type: string, content: string | Buffer]>>} files by path
 */
export async function build(name, { edge = DEV_EDGE, key = 'wk_demo' } = {}) {
  const { outputFiles } = await bundle({
    entryPoints: [join(folder, name, ENTRIES[name])],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    alias: {
      // As a host would install it.
      'rumbo-js': join(dist, 'npm/index.js'),
      'example-yew': join(dist, 'examples/yew.js'),
    },
    plugins: [vue],
    define: {
      'import.meta.env.VITE_RUMBO_EDGE': JSON.stringify(edge),
      'import.meta.env.VITE_RUMBO_KEY': JSON.stringify(key),
      // As while developing: React's StrictMode then mounts everything twice.
      'process.env.NODE_ENV': '"development"',
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    write: false,
  })
  const wasm = name === 'yew' && {
    '/app.wasm': ['application/wasm', await readFile(join(dist, 'examples/yew.wasm'))],
  }
  const html = await readFile(join(folder, name, 'index.html'), 'utf8')
  return {
    '/': ['text/html', html.replaceAll(DEV_EDGE, edge)],
    '/app.js': ['text/javascript', outputFiles[0].text],
    '/style.css': ['text/css', await readFile(join(folder, 'style.css'), 'utf8')],
    ...wasm,
  }
}

/** Components without styles of their own, as here, are one module. */
const vue = {
  name: 'vue',
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor, errors } = parse(await readFile(path, 'utf8'), { filename: path })
      if (errors.length) return { errors: errors.map(({ message }) => ({ text: message })) }
      return { contents: compileScript(descriptor, { id: path, inlineTemplate: true }).content }
    })
  },
}

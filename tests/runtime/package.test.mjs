//! The npm package as others get it: packed, installed, imported on a server, and compiled against.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'

import { build } from 'esbuild'

import { root } from '../../www/dev/config.mjs'

const run = promisify(execFile)
const npm = (cwd, ...args) => run('npm', [...args, '--offline', '--loglevel=error'], { cwd })

/** A project that depends on the package and on nothing else. */
let project
let packed
before(async () => {
  project = await mkdtemp(join(tmpdir(), 'rumbo-host-'))
  const { stdout } = await npm(project, 'pack', join(root, 'dist/npm'), '--json')
  ;[packed] = JSON.parse(stdout)
  await write('package.json', JSON.stringify({ name: 'host', private: true, type: 'module' }))
  await npm(project, 'install', `./${packed.filename}`, '--no-audit', '--no-fund')
})
after(() => rm(project, { recursive: true, force: true }))

async function write(name, text) {
  const path = join(project, name)
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, text)
  return path
}

test('it holds what it needs and no more, and is of the loader’s version', async () => {
  assert.deepEqual(packed.files.map(({ path }) => path).sort(), [
    'LICENSE-APACHE',
    'LICENSE-MIT',
    'README.md',
    'index.d.ts',
    'index.js',
    'package.json',
    'rumbo.d.ts',
  ])
  const loader = await readFile(join(root, 'www/loader/src/version.ts'), 'utf8')
  assert.ok(loader.includes(`'${packed.version}'`), packed.version)
})

test('on a server everything can be imported and called, and does nothing', async () => {
  const server = await write(
    'server.mjs',
    `import { load, rumbo } from 'rumbo-js'
     const calls = Object.values(rumbo).map((method) => method('a', {}))
     const results = await Promise.all([load('wk_demo', { edge: 'https://edge.invalid' }), ...calls])
     console.log(JSON.stringify({ results, globals: Object.keys(globalThis).includes('rumbo') }))`,
  )
  const { stdout, stderr } = await run('node', [server])
  assert.deepEqual(JSON.parse(stdout), { results: Array(10).fill(false), globals: false })
  assert.equal(stderr, '')
})

test('a bundler drops what is not used', async () => {
  const { outputFiles } = await build({
    stdin: { contents: `import { load, rumbo } from 'rumbo-js'`, resolveDir: project },
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
  })
  assert.equal(outputFiles[0].text.trim(), '')
})

const RIGHT = `
import { load, rumbo, type RumboEvent, type RumboMethods, type RumboCall } from 'rumbo-js'

const started: Promise<boolean> = load('wk_demo', { edge: 'https://e.invalid', open: true, pageViews: true })
const acknowledged: boolean = await rumbo.identify('u1', { name: 'Ana', level: 3 }, { token: 'jwt' })
rumbo.group('acme', { plan: 'pro' })
rumbo.track('Process Created', { steps: 3 })
rumbo.page()
rumbo.start('nps')
const heard = ({ type, placement, item }: RumboEvent) => [type, placement?.length, item?.length]
rumbo.on('checklist_item_completed', heard)
rumbo.off('checklist_item_completed', heard)
rumbo.reset()
const calls: RumboCall[] = [['identify', 'u1'], ['track', 'A', { n: 1 }], ['init', 'wk', { edge: 'x' }], ['reset']]
window.rumbo?.push(...calls)
const version: string | undefined = window.rumbo?.version
const methods: RumboMethods = rumbo
export { acknowledged, methods, started, version }
`

const WRONG = `
import { load, rumbo } from 'rumbo-js'

// @ts-expect-error the edge is missing
load('wk_demo')
// @ts-expect-error no such option
load('wk_demo', { edge: 'https://e.invalid', opened: true })
// @ts-expect-error an id is a text
rumbo.identify(1)
// @ts-expect-error traits are a record
rumbo.identify('u1', 'Ana')
// @ts-expect-error no such event
rumbo.on('checklist_opened', () => {})
// @ts-expect-error no such method
rumbo.push(['identify', 'u1'])
// @ts-expect-error no such call
window.rumbo?.push(['identfy', 'u1'])
// @ts-expect-error it is read only
window.rumbo!.version = '2'
`

for (const [module, moduleResolution] of [
  ['esnext', 'bundler'],
  ['nodenext', 'nodenext'],
]) {
  test(`its types hold in strict TypeScript (${moduleResolution})`, async () => {
    await write('right.ts', RIGHT)
    await write('wrong.ts', WRONG)
    const lib = ['es2022', 'dom']
    const compilerOptions = { module, moduleResolution, lib, target: 'es2022', strict: true }
    const more = { noEmit: true, types: [], exactOptionalPropertyTypes: true, skipLibCheck: false }
    const files = ['right.ts', 'wrong.ts']
    await write(
      'tsconfig.json',
      JSON.stringify({ compilerOptions: { ...compilerOptions, ...more }, files }),
    )
    const tsc = join(root, 'node_modules/.bin/tsc')
    const said = await run(tsc, ['--noEmit', '-p', project]).catch(({ stdout }) => ({ stdout }))
    assert.equal(said.stdout, '')
  })
}

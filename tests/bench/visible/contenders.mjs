//! Who is measured: how a host embeds them, and what of them has to be visible.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'

import { root } from '../../../www/dev/config.mjs'
import { writeKey } from '../settings.mjs'
import { ANSWERS, CHECKLIST_ANSWERS } from './answers.mjs'
import { least } from './least.mjs'
import { FOR_GOOD } from './site.mjs'

/**
 * Ours, with the first request beside the script, and as the one tag; then the others. All ask the
 * same question.
 */
export const SNIPPET = 'rumbo, snippet'
export const TAG = 'rumbo, script tag'
/** Ours with a checklist of five items, as the demo has it. */
export const CHECKLIST_SNIPPET = 'rumbo checklist, snippet'
export const CHECKLIST_TAG = 'rumbo checklist, script tag'
export const FLOWS = 'Flows survey'
export const FLOWS_CHECKLIST = 'Flows checklist'
export const POSTHOG = 'PostHog survey'
export const DRIVER = 'driver.js'

/** One heading that a server decides, asked for as we do it; no product. */
export const LEAST_SNIPPET = 'least, request in page'
export const LEAST_TAG = 'least, script first'

/** What the server decides; what driver.js shows is in its bundle. */
export const SERVED = [FLOWS, FLOWS_CHECKLIST, POSTHOG]
export const SERVED_CHECKLISTS = [FLOWS_CHECKLIST]

/** Where all who visit us belong. */
export const ACCOUNT = 'bench'

/** Our checklist, once it was made small. */
export const LAUNCHER = '[part=launcher]'

/**
 * Puts the bundles and answers of all contenders where their pages look for them.
 *
 * @param {{
 *   host: object, vendor: object, listing: object, edge: string, asking: string,
 * }} servers the host's origin, those of the others' servers, with a question and with a checklist,
 *   and ours: with all of the demo's content, and with the question alone
 * @returns {Promise<Record<string, {
 *   selector: string,
 *   page(user: string): string,
 * }>>} for each contender, what is to be seen, and the host's page for a user
 */
export async function contenders({ host, vendor, listing, edge, asking }) {
  put(vendor, ANSWERS)
  put(listing, CHECKLIST_ANSWERS)
  const snippet = await readFile(join(root, 'dist/snippet.js'), 'utf8')
  const peer = async (name, { selector, body, server = vendor }) => {
    const head = await bundle(name, host)
    return { selector, page: (user) => shell({ user, vendor: server.url, head, body }) }
  }
  const ours = (head) => ({
    selector: '[part=card] h2',
    page: (user) => shell({ user, head: head(user) }),
  })
  const besides = (edge) =>
    ours(
      (user) => `<script>${snippet};
rumbo.init('${writeKey}', { edge: '${edge}' }); rumbo.identify('${user}', { name: 'Ana' }); rumbo.group('${ACCOUNT}', { name: 'Bench' })</script>
<script async crossorigin src="${edge}/rumbo.js"></script>`,
    )
  const tag = (edge) =>
    ours(
      (user) => `<script>window.rumbo = window.rumbo || []</script>
<script>rumbo.push(['identify', '${user}', { name: 'Ana' }]); rumbo.push(['group', '${ACCOUNT}', { name: 'Bench' }])</script>
<script async crossorigin src="${edge}/rumbo.js" data-key="${writeKey}"></script>`,
    )
  const { selector, beside, after } = least(vendor)
  return {
    [SNIPPET]: besides(asking),
    [TAG]: tag(asking),
    [CHECKLIST_SNIPPET]: besides(edge),
    [CHECKLIST_TAG]: tag(edge),
    [LEAST_SNIPPET]: { selector, page: () => shell({ head: beside }) },
    [LEAST_TAG]: { selector, page: () => shell({ head: after }) },
    [FLOWS]: await peer('flows', {
      selector: '.flows_basicsV2_survey_popover legend',
      body: '<flows-floating-blocks></flows-floating-blocks>',
    }),
    [FLOWS_CHECKLIST]: await peer('flows-checklist', {
      selector: '.flows_basicsV2_floating_checklist_title',
      body: '<flows-floating-blocks></flows-floating-blocks>',
      server: listing,
    }),
    [POSTHOG]: await peer('posthog', { selector: '.ph-survey .survey-question' }),
    [DRIVER]: await peer('driver', { selector: '.driver-popover-title' }),
  }
}

function put(server, answers) {
  for (const [path, answer] of Object.entries(answers)) {
    server.put(path, 'application/json', JSON.stringify(answer))
  }
}

/** Bundles a peer as its host would; returns the tags that bring it. */
async function bundle(name, host) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`peers/${name}.mjs`, import.meta.url))],
    outdir: '/assets',
    bundle: true,
    minify: true,
    write: false,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    // A panel for developers, which nobody opens.
    external: ['./debug-panel-*'],
  })
  const tags = outputFiles.map(({ path, text, hash }) => {
    const isCss = path.endsWith('.css')
    const url = `/assets/${name}-${hash.replace(/\W/g, '')}.${isCss ? 'css' : 'js'}`
    host.put(url, isCss ? 'text/css' : 'text/javascript', text, FOR_GOOD)
    return isCss ? `<link rel="stylesheet" href="${url}">` : `<script defer src="${url}"></script>`
  })
  return tags.join('\n')
}

/** The page of the host product, the same for all but for what embeds the contender. */
function shell({ user = '', vendor = '', head, body = '' }) {
  return `<!doctype html>
<html lang="en" data-user="${user}" data-vendor="${vendor}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Trámite</title>
<link rel="icon" href="data:,">
<style>body { margin: 2rem; font: 16px/1.5 system-ui } nav a { margin-inline-end: 1rem }</style>
${head}
</head>
<body>
<nav><a href="#processes">Processes</a><a href="#tools">Tools</a><a href="#team">Team</a></nav>
<main>
<h1>Processes</h1>
<p>Nothing runs yet. A process says who does what, and when.</p>
<button id="invite">Invite a teammate</button>
</main>
${body}
</body>
</html>
`
}

//! What tests stand on.

export { client, identityToken, item, track } from './api.mjs'
export { launchBrowser, wireBytes } from './browser.mjs'
export { hostPage } from './host.mjs'
export { startStack } from './stack.mjs'
export { card, hostWithWidget, hydrated, say, strictCsp, violations } from './widget.mjs'

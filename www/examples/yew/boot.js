// Starts the app. Rumbo's queue is there before it, so that the app need not ask whether it is.

import init from 'example-yew'

window.rumbo ??= []
await init({ module_or_path: '/app.wasm' })

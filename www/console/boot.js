// Starts the console's WebAssembly, and says so in words when it cannot start or has stopped.
//
// The names of the two files change with their content, so index.html gives them, on this script's
// own element. A module has no `document.currentScript`, hence the query.

const { glue, wasm } = document.querySelector('script[data-glue]').dataset

/** Replaces the page by a message and a button that reloads it. */
function show(message) {
  const text = document.createElement('p')
  text.setAttribute('role', 'alert')
  text.textContent = message
  const reload = document.createElement('button')
  reload.type = 'button'
  reload.className = 'button'
  reload.textContent = 'Reload'
  reload.addEventListener('click', () => location.reload())
  const page = document.createElement('main')
  page.className = 'boot'
  page.append(text, reload)
  document.getElementById('app').replaceChildren(page)
}

// A trap leaves the console deaf but still drawn. Better to say so than to look alive.
function onFault({ error, reason }) {
  if ((error ?? reason) instanceof WebAssembly.RuntimeError) {
    show('The console stopped because of a fault in it. Reload the page to go on.')
  }
}

// `AbortSignal.any` is the youngest thing the console uses: Chrome 116, Firefox 124, Safari 17.4.
if (typeof WebAssembly === 'undefined' || !('any' in AbortSignal)) {
  show('The console needs a newer browser, with WebAssembly allowed.')
} else {
  addEventListener('error', onFault)
  addEventListener('unhandledrejection', onFault)
  try {
    const { default: init } = await import(glue)
    await init({ module_or_path: wasm })
  } catch (error) {
    console.error(error)
    show(
      'The console could not start. Reload the page; if that does not help, try another browser.',
    )
  }
}

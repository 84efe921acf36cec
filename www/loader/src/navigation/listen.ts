// Hears that the page's address may have changed.

/** The part of the Navigation API that is of use here. */
interface Navigation extends EventTarget {
  currentEntry: unknown
}

/**
 * Calls `onChange` after each change of the history's entry, and `onRestore` when the page comes
 * back from where the browser had put it aside. `signal` ends both.
 */
export function listen(onChange: () => void, onRestore: () => void, signal: AbortSignal): void {
  addEventListener('pageshow', ({ persisted }) => persisted && onRestore(), { signal })
  const { navigation } = window as { navigation?: Navigation }
  // Without an entry it tells nothing: in a sandbox, or where a host calls an element so.
  if (navigation?.currentEntry) {
    navigation.addEventListener('currententrychange', onChange, { signal })
    return
  }
  for (const type of ['popstate', 'hashchange']) addEventListener(type, onChange, { signal })
  wrap('pushState', onChange, signal)
  wrap('replaceState', onChange, signal)
}

/**
 * Calls `onChange` after each call of a method of `history`, which the host sees no difference in.
 * Where somebody has wrapped ours meanwhile, it stays, and does nothing of its own.
 */
function wrap(name: 'pushState' | 'replaceState', onChange: () => void, signal: AbortSignal): void {
  const own = Object.getOwnPropertyDescriptor(history, name)
  const method = history[name]
  const wrapper = {
    [name](this: History, ...args: Parameters<History['pushState']>) {
      // What it throws is the host's to hear.
      const result = method.apply(this, args)
      if (!signal.aborted) onChange()
      return result
    },
  }[name]
  const put = (value?: PropertyDescriptor) => {
    if (value) Object.defineProperty(history, name, value)
    else delete (history as Partial<History>)[name]
  }
  put({ value: wrapper, configurable: true, writable: true, enumerable: own?.enumerable ?? false })
  signal.addEventListener('abort', () => {
    if (history[name] === wrapper) put(own)
  })
}

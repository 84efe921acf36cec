// The least that a router is: any other will do.

import { useSyncExternalStore, type MouseEvent, type ReactNode } from 'react'

function subscribe(onChange: () => void) {
  addEventListener('popstate', onChange)
  return () => removeEventListener('popstate', onChange)
}

/** The path that is shown. */
export const useRoute = () => useSyncExternalStore(subscribe, () => location.pathname)

/** A link within the app. */
export function Link({ to, children }: { to: string; children: ReactNode }) {
  const isHere = useRoute() === to

  function go(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey) return
    event.preventDefault()
    // Rumbo sees that the address changes: nothing need be called.
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }

  return (
    <a href={to} aria-current={isHere ? 'page' : undefined} onClick={go}>
      {children}
    </a>
  )
}

// The least that a router is: any other will do.

import { ref } from 'vue'

/** The path that is shown. */
export const path = ref(location.pathname)

addEventListener('popstate', () => (path.value = location.pathname))

/** Shows another page. Rumbo sees that the address changes: nothing need be called. */
export function go(to) {
  history.pushState(null, '', to)
  path.value = to
}

import { rumbo } from 'rumbo-js'
import { onScopeDispose, watch } from 'vue'

/** Tells Rumbo who uses the app, and takes it back when they sign out or the app goes. */
export function useRumbo(person) {
  watch(
    person,
    (now) => {
      if (!now) return rumbo.reset()
      rumbo.identify(now.id, { name: now.name })
      rumbo.group(now.account.id, { name: now.account.name })
    },
    { immediate: true },
  )
  onScopeDispose(() => rumbo.reset())
}

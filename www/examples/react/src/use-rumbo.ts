import { useEffect } from 'react'
import { rumbo } from 'rumbo-js'

export interface Person {
  id: string
  name: string
  account: { id: string; name: string }
}

/** Tells Rumbo who uses the app, and takes it back when they sign out or the app goes. */
export function useRumbo(person: Person | null) {
  useEffect(() => {
    if (!person) return
    void rumbo.identify(person.id, { name: person.name })
    void rumbo.group(person.account.id, { name: person.account.name })
    return () => void rumbo.reset()
  }, [person])
}

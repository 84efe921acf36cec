// A product in React: pages by the History API, Rumbo by its package.

import { useState } from 'react'
import { rumbo } from 'rumbo-js'

import { Link, useRoute } from './route'
import { useRumbo, type Person } from './use-rumbo'

const ANA: Person = {
  id: 'react-ana',
  name: 'Ana Ruiz',
  account: { id: 'acme', name: 'Acme Logistics' },
}

const PAGES = {
  processes: {
    title: 'Processes',
    lead: 'What your team repeats, written down once.',
    action: 'New process',
    event: 'Process Created',
  },
  team: {
    title: 'Team',
    lead: 'Whoever takes part sees their steps and nothing else.',
    action: 'Invite teammate',
    event: 'Teammate Invited',
  },
}

export function App() {
  const [person, setPerson] = useState<Person | null>(ANA)
  const route = useRoute()
  useRumbo(person)

  const page = route === '/team' ? 'team' : 'processes'
  return (
    <>
      <header className="bar">
        <strong>Trámite</strong>
        <nav aria-label="Trámite">
          <Link to="/">Processes</Link>
          <Link to="/team">Team</Link>
        </nav>
        <button onClick={() => setPerson(person ? null : ANA)}>
          {person ? 'Sign out' : 'Sign in'}
        </button>
      </header>
      <main>
        <Page key={page} {...PAGES[page]} />
      </main>
    </>
  )
}

function Page({ title, lead, action, event }: (typeof PAGES)['team']) {
  const [rows, setRows] = useState([`${title} 1`])

  function add() {
    const name = `${title} ${rows.length + 1}`
    setRows([...rows, name])
    void rumbo.track(event, { name })
  }

  return (
    <>
      <h1>{title}</h1>
      <p className="lead">{lead}</p>
      <button className="main" onClick={add}>
        {action}
      </button>
      <ul>
        {rows.map((row) => (
          <li key={row}>{row}</li>
        ))}
      </ul>
    </>
  )
}

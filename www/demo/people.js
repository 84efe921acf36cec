// Who can be signed in to the demo.

const ACME = {
  id: 'acme',
  name: 'Acme Logistics',
  traits: { name: 'Acme Logistics', industry: 'Logistics' },
}
const GLOBEX = {
  id: 'globex',
  name: 'Globex',
  traits: { name: 'Globex', industry: 'Manufacturing' },
}

/** Users of the demo, each with the account they work in. */
export const PEOPLE = [
  { id: 'ana', name: 'Ana Ruiz', email: 'ana@acme.example', role: 'admin', account: ACME },
  { id: 'luis', name: 'Luis Ortega', email: 'luis@acme.example', role: 'member', account: ACME },
  { id: 'mei', name: 'Mei Tan', email: 'mei@globex.example', role: 'admin', account: GLOBEX },
]

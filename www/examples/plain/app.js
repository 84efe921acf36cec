// A product without a framework: pages by the History API, Rumbo by its script tag.

/** Until the loader is in, the array keeps what is pushed; from then on, `push` acts at once. */
const rumbo = (window.rumbo ??= [])

const ANA = { id: 'plain-ana', name: 'Ana Ruiz', account: { id: 'acme', name: 'Acme Logistics' } }

const PAGES = {
  '/': {
    title: 'Processes',
    lead: 'What your team repeats, written down once.',
    action: 'New process',
    event: 'Process Created',
    rows: ['Invoices over 5,000 €'],
  },
  '/team': {
    title: 'Team',
    lead: 'Whoever takes part sees their steps and nothing else.',
    action: 'Invite teammate',
    event: 'Teammate Invited',
    rows: ['Ana Ruiz'],
  },
}

let isSignedIn = false

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

function render() {
  const page = PAGES[location.pathname] ?? PAGES['/']
  const add = () => {
    page.rows.push(`${page.title} ${page.rows.length + 1}`)
    rumbo.push(['track', page.event, { name: page.rows.at(-1) }])
    render()
  }
  document
    .querySelector('main')
    .replaceChildren(
      element('h1', { textContent: page.title }),
      element('p', { className: 'lead', textContent: page.lead }),
      element('button', { className: 'main', textContent: page.action, onclick: add }),
      element('ul', {}, ...page.rows.map((row) => element('li', { textContent: row }))),
    )
  for (const link of document.querySelectorAll('nav a')) {
    link.ariaCurrent = link.pathname === location.pathname ? 'page' : null
  }
  document.getElementById('session').textContent = isSignedIn ? 'Sign out' : 'Sign in'
}

function signIn() {
  isSignedIn = true
  rumbo.push(['identify', ANA.id, { name: ANA.name }])
  rumbo.push(['group', ANA.account.id, { name: ANA.account.name }])
}

function signOut() {
  isSignedIn = false
  rumbo.push(['reset'])
}

document.querySelector('nav').addEventListener('click', (event) => {
  const link = event.target.closest('a')
  if (!link || event.metaKey || event.ctrlKey) return
  event.preventDefault()
  // Rumbo sees that the address changes: nothing need be called.
  history.pushState(null, '', link.href)
  render()
})
document.getElementById('session').addEventListener('click', () => {
  if (isSignedIn) signOut()
  else signIn()
  render()
})
addEventListener('popstate', render)

signIn()
render()

// The demo page: a small product that works, with Rumbo in it.

import { PEOPLE } from './people.js'
import { listen, rumbo } from './rumbo-calls.js'
import { clear, load, save, TOOLS, Workspace } from './store.js'
import { WORDS } from './text.js'

const VIEWS = ['processes', 'team', 'tools', 'guide']
const COLLEAGUES = ['marta', 'iker', 'sofia', 'noah', 'lucia']

const $ = (id) => document.getElementById(id)
const loader = document.querySelector('script[data-key]').dataset

let language = load('language', navigator.language.startsWith('es') ? 'es' : 'en')
let person = PEOPLE.find(({ id }) => id === load('person', '')) ?? PEOPLE[0]
let workspace = new Workspace(person.account, person)

/** An element with these properties and children. */
function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

/** Tells Rumbo who is signed in, and where. */
function signIn() {
  const { id, name, email, role, account } = person
  rumbo('identify', id, { name, email, role })
  rumbo('group', account.id, account.traits)
}

/** Says in words what happened, for eyes and screen readers. */
function say(text) {
  $('said').textContent = text
}

function row(title, about, ...controls) {
  const text = element(
    'div',
    { className: 'what' },
    element('strong', { textContent: title }),
    element('span', { textContent: about }),
  )
  return element('li', {}, text, ...controls)
}

function badge(text, className = '') {
  return element('span', { className: `badge ${className}`, textContent: text })
}

/** A button for one row; its name says which. */
function rowButton(label, about, onclick) {
  const button = element('button', { textContent: label, onclick })
  button.setAttribute('aria-label', `${label}: ${about}`)
  return button
}

function processRow(process, words) {
  const { name } = process
  const run = rowButton(words.run_process, name, () => {
    workspace.run(process)
    rumbo('track', 'Process Run', { name, runs: process.runs })
    done(words.said_run(name), words.run_process, name)
  })
  const publish = rowButton(words.publish, name, () => {
    workspace.publish(process)
    rumbo('track', 'Process Published', { name })
    done(words.said_published(name), words.run_process, name)
  })
  const about = `${words.by(process.author)} · ${words.runs(process.runs)}`
  const state = process.published ? badge(words.live, 'live') : badge(words.draft)
  return row(name, about, state, run, ...(process.published ? [] : [publish]))
}

/** Draws again after an action on a row, and leaves focus on a button of that row. */
function done(text, label, about) {
  render()
  say(text)
  document.querySelector(`[aria-label="${CSS.escape(`${label}: ${about}`)}"]`)?.focus()
}

function renderTeam(words) {
  const members = PEOPLE.filter(({ account }) => account === person.account)
  $('team-list').replaceChildren(
    ...workspace.invited.map((email) => row(email, words.member, badge(words.invited))),
    ...members.map(({ name, email, role }) => row(name, email, badge(words[role], 'live'))),
  )
  const colleague = COLLEAGUES[workspace.invited.length % COLLEAGUES.length]
  $('invite-email').value = `${colleague}@${person.account.id}.example`
}

function renderTools(words) {
  const free = TOOLS.filter((tool) => !workspace.tools.includes(tool))
  $('connect-tool').replaceChildren(...free.map((tool) => element('option', { textContent: tool })))
  $('connect').hidden = !free.length
  $('tool-list').replaceChildren(
    ...(workspace.tools.length
      ? workspace.tools.map((tool) =>
          row(tool, person.account.name, badge(words.connected, 'live')),
        )
      : [element('li', { className: 'empty', textContent: words.no_tools })]),
  )
}

/** Draws everything from the state. */
function render() {
  const words = WORDS[language]
  document.documentElement.lang = loader.locale = language
  for (const node of document.querySelectorAll('[data-text]'))
    node.textContent = words[node.dataset.text]
  $('account').textContent = person.account.name
  $('process-list').replaceChildren(
    ...(workspace.processes.length
      ? workspace.processes.map((process) => processRow(process, words))
      : [element('li', { className: 'empty', textContent: words.no_processes })]),
  )
  renderTeam(words)
  renderTools(words)
}

/** Shows the view that the address names. */
function navigate() {
  const name = location.hash.slice(1)
  const view = VIEWS.includes(name) ? name : VIEWS[0]
  for (const other of VIEWS) $(`view-${other}`).hidden = other !== view
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === `#${view}`) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  document.title = `${WORDS[language][view]} · Trámite`
  return view
}

$('new-process').onclick = () => {
  const { name } = workspace.create(workspace.nextName(language), person.name)
  rumbo('track', 'Process Created', { name })
  render()
  say(WORDS[language].said_created(name))
}

$('invite').onsubmit = (event) => {
  event.preventDefault()
  const email = $('invite-email').value
  workspace.invite(email)
  rumbo('track', 'Teammate Invited', { role: 'member' })
  render()
  say(WORDS[language].said_invited(email))
}

$('connect').onsubmit = (event) => {
  event.preventDefault()
  const tool = $('connect-tool').value
  workspace.connect(tool)
  rumbo('track', 'Tool Connected', { tool })
  render()
  say(WORDS[language].said_connected(tool))
}

$('person').onchange = ({ target }) => {
  person = PEOPLE.find(({ id }) => id === target.value)
  workspace = new Workspace(person.account, person)
  save('person', person.id)
  say('')
  render()
  rumbo('reset')
  signIn()
}

$('language').onchange = ({ target }) => {
  language = target.value
  save('language', language)
  render()
  rumbo('page', navigate())
}

$('start-nps').onclick = () => rumbo('start', 'nps')
$('start-checklist').onclick = () => rumbo('start', 'get-started')
$('clear').onclick = () => {
  clear()
  location.reload()
}
addEventListener('hashchange', () => {
  // The skip link names the main part, which is no view.
  if (VIEWS.includes(location.hash.slice(1))) {
    rumbo('page', navigate())
    $('main').focus()
  }
})

$('person').append(
  ...PEOPLE.map(({ id, name, account }) =>
    element('option', { value: id, textContent: `${name.split(' ')[0]} · ${account.name}` }),
  ),
)
$('person').value = person.id
$('language').value = language
render()
navigate()
listen()
signIn()

// The demo product's own data, one record for each account, kept in this browser.

const PREFIX = 'tramite:'

/** A value kept across page loads, or `fallback` where there is none or storage is blocked. */
export function load(key, fallback) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key)) ?? fallback
  } catch {
    return fallback
  }
}

/** Keeps a value, as far as storage allows. */
export function save(key, value) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value))
  } catch {
    // The demo then lasts as long as the page.
  }
}

/** Forgets all that was kept. */
export function clear() {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX)) localStorage.removeItem(key)
  } catch {
    // Nothing was kept.
  }
}

const SUGGESTED = {
  en: [
    'Invoice approval',
    'New hire onboarding',
    'Purchase request',
    'Customer complaint',
    'Travel expenses',
  ],
  es: [
    'Aprobación de facturas',
    'Alta de personal',
    'Solicitud de compra',
    'Queja de cliente',
    'Gastos de viaje',
  ],
}

/** Tools that can be connected. */
export const TOOLS = ['Gmail', 'Outlook', 'Slack', 'HubSpot', 'Google Calendar', 'SAP']

/** What an account has made in the product. */
export class Workspace {
  #key
  #data

  /** The data of `account`, whose first member is `owner`. */
  constructor(account, owner) {
    this.#key = `account:${account.id}`
    this.#data = load(this.#key, { processes: [], invited: [], tools: [] })
    this.owner = owner
  }

  get processes() {
    return this.#data.processes
  }

  get invited() {
    return this.#data.invited
  }

  get tools() {
    return this.#data.tools
  }

  /** A name that a process of this account does not have yet. */
  nextName(language) {
    const n = this.processes.length
    const names = SUGGESTED[language]
    const round = Math.floor(n / names.length)
    return names[n % names.length] + (round ? ` ${round + 1}` : '')
  }

  /** Adds a draft, first in the list. */
  create(name, author) {
    const process = { name, author, runs: 0, published: false }
    this.processes.unshift(process)
    this.#save()
    return process
  }

  run(process) {
    process.runs += 1
    this.#save()
  }

  publish(process) {
    process.published = true
    this.#save()
  }

  invite(email) {
    this.invited.unshift(email)
    this.#save()
  }

  connect(tool) {
    this.tools.unshift(tool)
    this.#save()
  }

  #save() {
    save(this.#key, this.#data)
  }
}

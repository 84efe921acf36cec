// The widget's forms as commands. This works without Wasm; with it, it is the safety net.

import { guarded } from './guard'
import type { Fields } from './widget'

/**
 * Sends what is submitted, unless the widget has taken the event. Until that is settled the button
 * is busy: people see it, and a double click is one command.
 */
function submit(event: SubmitEvent, sendFields: (fields: Fields) => Promise<unknown>): void {
  if (event.defaultPrevented) return
  // Before anything else: the page must not navigate.
  event.preventDefault()
  const form = event.target as HTMLFormElement
  const button = event.submitter ?? form
  if (button.ariaBusy) return
  button.ariaBusy = true as any
  sendFields([
    ...new FormData(form, event.submitter),
    ['placement', form.dataset.placement],
  ] as Fields).then(() => (button.ariaBusy = null))
}

/** Listens inside `shadow`; `sendFields` resolves when a command is settled. */
export function listen(shadow: ShadowRoot, sendFields: (fields: Fields) => Promise<unknown>): void {
  const on = (type: string, listener: (event: any) => unknown) =>
    shadow.addEventListener(type, guarded(listener))
  on('submit', (event) => submit(event, sendFields))
  // Keys go no further: the host cannot see that their target is a text field, so its shortcuts
  // would fire.
  for (const type of ['keydown', 'keypress', 'keyup']) on(type, (event) => event.stopPropagation())
  // What somebody is writing, or composing, is not sent away with the card.
  on('keydown', ({ key, target }) => {
    if (key === 'Escape' && !target.textLength)
      shadow.querySelector<HTMLFormElement>('[data-escape]')?.requestSubmit()
  })
  // What had focus in the page before the widget took it.
  let from: HTMLElement | undefined
  on('focusin', ({ relatedTarget }) => {
    if (!shadow.contains(relatedTarget)) from = relatedTarget ?? from
  })
  on('click', ({ target }) => {
    // A click on the root is ours: focus has nowhere to be in it, so it goes back.
    if (target.parentNode === shadow) from?.focus()
    // A link in a form submits it and leads where it leads.
    target.closest('a')?.closest('form')?.requestSubmit()
  })
}

// The widget's forms as commands. This works without Wasm; with it, it is the safety net.

import { guarded } from './guard'
import type { Fields } from './widget'

/** Commands on their way: a double click is one command. */
const busy: Record<string, unknown> = {}

/** Sends what is submitted, unless the widget has taken the event. */
function submit(event: SubmitEvent, sendFields: (fields: Fields) => Promise<unknown>): void {
  if (event.defaultPrevented) return
  // Before anything else: the page must not navigate.
  event.preventDefault()
  const form = event.target as HTMLFormElement
  const data = new FormData(form, event.submitter)
  data.set('placement', form.dataset.placement!)
  const fields = [...data] as Fields
  const key = fields.join()
  busy[key] ??= sendFields(fields).then(() => delete busy[key])
}

/**
 * Keys go no further: the host cannot see that their target is a text field, so its shortcuts
 * would fire. Escape submits the form marked `data-escape`.
 */
function press(event: KeyboardEvent, shadow: ShadowRoot): void {
  event.stopPropagation()
  if (event.type === 'keydown' && event.key === 'Escape' && !event.isComposing) {
    shadow.querySelector<HTMLFormElement>('form[data-escape]')?.requestSubmit()
  }
}

/** Listens to submits and keys inside `shadow`; `sendFields` resolves when a command is settled. */
export function listen(shadow: ShadowRoot, sendFields: (fields: Fields) => Promise<unknown>): void {
  for (const type of ['submit', 'keydown', 'keypress', 'keyup']) {
    shadow.addEventListener(
      type,
      guarded((event: any) =>
        type === 'submit' ? submit(event, sendFields) : press(event, shadow),
      ),
    )
  }
}

// What a person has focused and typed survives new HTML.

/** Any control: what a kind of it lacks is `undefined` before and after. */
type Control = HTMLInputElement & HTMLAnchorElement

/** The controls in `root`, each under what tells it from the others before and after. */
function controls(root: Element): [string, Control][] {
  return [...root.querySelectorAll<Control>('a,button,input,textarea,summary')].map((control) => [
    [
      control.form?.dataset.placement,
      control.id,
      control.name,
      control.type,
      control.href,
      control.getAttribute('value'),
    ].join(),
    control,
  ])
}

/** Runs `swap`, which replaces all of `root`, and puts back what was typed and where focus was. */
export function keeping(root: Element, focused: Element | null, swap: () => void): void {
  const before = new Map(controls(root))
  swap()
  let next = root.querySelector<HTMLElement>('[data-focus]')
  for (const [key, control] of controls(root)) {
    const old = before.get(key)
    if (!old) continue
    // Only what the person changed: the rest is the edge's to say. A button's value is in its key.
    if (old.value !== old.defaultValue) control.value = old.value
    if (old.checked !== old.defaultChecked) control.checked = old.checked
    if (old === focused) next ??= control
  }
  if (focused) (next ?? root.querySelector<HTMLElement>('a,button'))?.focus()
}

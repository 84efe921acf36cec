// What a person has focused and typed survives new HTML.

/** Any control: what a kind of it lacks is `undefined` before and after. */
type Control = HTMLInputElement & HTMLAnchorElement

/** The controls in `root`, each under what tells it from all others, of other questions too. */
function controls(root: Element): [string, Control][] {
  return [...root.querySelectorAll<Control>('a,button,input,textarea')].map((control) => [
    control.id || control.outerHTML,
    control,
  ])
}

/**
 * Runs `swap`, which replaces all of `root`, and puts back what was typed and where focus was. The
 * edge fills in nothing, so what is there is the person's. Where what had focus has gone, focus goes
 * to what is marked for it.
 */
export function keeping(root: Element, focused: Element | null, swap: () => void): void {
  const before = new Map(controls(root))
  swap()
  let next =
    root.querySelector<HTMLElement>('[data-focus]') ?? root.querySelector<HTMLElement>('a,button')
  for (const [key, control] of controls(root)) {
    const old = before.get(key)
    if (!old) continue
    control.value = old.value
    control.checked = old.checked
    if (old === focused) next = control
  }
  if (focused) next?.focus()
}

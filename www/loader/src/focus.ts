// What a person has focused and typed survives new HTML.

/** Any control: what a kind of it lacks is `undefined` before and after. */
type Control = HTMLInputElement & HTMLAnchorElement

/**
 * The controls in `root`, and what is marked for focus, each under what tells it from all others, of
 * other questions too.
 */
function controls(root: Element): [string, Control][] {
  return [...root.querySelectorAll<Control>('[data-focus],input,textarea,a,button')].map(
    (control) => [control.dataset.focus || control.id || control.outerHTML, control],
  )
}

/**
 * Runs `swap`, which replaces all of `root`, and puts back what was typed and where focus was. The
 * edge fills in nothing, so what is there is the person's. Focus goes to what is marked for it and is
 * new, as the result of a quiz is; or else stays, where what had it is still there.
 */
export function keeping(root: Element, focused: Element | null, swap: () => void): void {
  // What it asked for is here: it is told from others as what it was before.
  if (focused) focused.ariaBusy = null
  const before = controls(root)
  swap()
  const kept = Object.fromEntries(before)
  let next = root.querySelector<HTMLElement>('[data-focus],a,button')
  let news: HTMLElement | undefined
  // The first prompt has nothing to keep: to look at its controls takes as long as to parse it.
  for (const [key, control] of before[0] ? controls(root) : []) {
    const old = kept[key]
    if (old) {
      control.value = old.value
      control.checked = old.checked
      if (old === focused) next = control
    } else if (control.dataset.focus) news ??= control
  }
  if (focused) (news ?? next)?.focus()
}

// The edge's HTML, put in so that Trusted Types allow it.

interface Policy {
  createHTML(html: string): string
}

let policy: Policy | undefined

/** The policy `rumbo`; the string itself where there are no Trusted Types, or the policy is refused. */
function makePolicy(): Policy {
  const rules = { createHTML: (html: string) => html }
  try {
    return (window as any).trustedTypes.createPolicy('rumbo', rules)
  } catch {
    return rules
  }
}

/**
 * Replaces the contents of `root`. Throws where the host enforces Trusted Types without allowing
 * the policy `rumbo`, and the browser has no `setHTML` (which lets no script in, so needs none).
 */
export function putHtml(root: Element, html: string): void {
  policy ??= makePolicy()
  try {
    root.innerHTML = policy.createHTML(html)
  } catch {
    ;(root as any).setHTML(html, { sanitizer: {} })
  }
}

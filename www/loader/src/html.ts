// The edge's HTML, put in so that Trusted Types allow it.

interface Policy {
  createHTML(html: string): string
}

declare const trustedTypes: { createPolicy(name: string, rules: Policy): Policy }

/** The policy `rumbo`; the string itself where there are no Trusted Types, or the policy is refused. */
let policy: Policy | undefined

/**
 * Replaces the contents of `root`. Throws where the host enforces Trusted Types without allowing
 * the policy `rumbo`, and the browser has no `setHTML` (which lets no script in, so needs none).
 */
export function putHtml(root: Element, html: string): void {
  if (!policy) {
    policy = { createHTML: String }
    try {
      policy = trustedTypes.createPolicy('rumbo', policy)
    } catch {
      // As it is.
    }
  }
  try {
    root.innerHTML = policy.createHTML(html)
  } catch {
    ;(root as any).setHTML(html, { sanitizer: {} })
  }
}

//! The least that a page can do to show what a server decides: one request and one heading. Nobody
//! is faster by our ways, so it says what of a target is left for a product.

const DRAW = `(answer) => {
  const heading = document.createElement('h2')
  heading.id = 'least'
  heading.textContent = answer.title
  document.body.append(heading)
}`

/**
 * Puts what it needs at `vendor`.
 *
 * @returns {{ selector: string, beside: string, after: string }} what is to be seen, and what stands
 *   in the head: the request beside everything else, or after a script
 */
export function least(vendor) {
  vendor.put('/least', 'application/json', JSON.stringify({ title: 'Get started with Trámite' }))
  const ask = `fetch('${vendor.url}/least').then((response) => response.json()).then(${DRAW})`
  vendor.put('/least.js', 'text/javascript', ask)
  return {
    selector: '#least',
    beside: `<script>${ask}</script>`,
    after: `<script async crossorigin src="${vendor.url}/least.js"></script>`,
  }
}

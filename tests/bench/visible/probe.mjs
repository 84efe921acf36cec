//! What is injected into each page to see when its prompt is visible.

/**
 * Calls `binding` with the milliseconds since the navigation once the first element that `selector`
 * finds, in shadow roots too, was painted: in the document, with a box in sight and text in it, and
 * not transparent. Runs before the page's own scripts; closed shadow roots stay closed to these.
 *
 * @param {string} selector
 * @param {string} binding
 */
export function watch(selector, binding) {
  const roots = [document]
  const { attachShadow } = Element.prototype
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init)
    roots.push(root)
    return root
  }
  const isVisible = (element) => {
    if (!element?.isConnected || !element.textContent.trim()) return false
    const box = element.getBoundingClientRect()
    const isInSight =
      box.width > 0 &&
      box.height > 0 &&
      box.top < innerHeight &&
      box.bottom > 0 &&
      box.left < innerWidth &&
      box.right > 0
    return isInSight && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  }
  const look = () => {
    if (!roots.some((root) => isVisible(root.querySelector(selector)))) {
      requestAnimationFrame(look)
      return
    }
    // What a frame's callbacks find is painted after them; this message comes after that.
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => globalThis[binding](String(performance.now()))
    port2.postMessage(undefined)
  }
  requestAnimationFrame(look)
}

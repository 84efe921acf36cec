//! Contrast as WCAG 2.2 defines it.

/** The ratio of two colours, each `[red, green, blue]` from 0 to 1: 1 to 21. */
export function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour) {
  const [red, green, blue] = colour.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The colours that custom properties of the widget come to in `page`. */
export const colours = (page, names) =>
  page.evaluate((names) => {
    const root = document.querySelector('rumbo-widget').shadowRoot.firstElementChild
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
    return Object.fromEntries(
      names.map((name) => {
        root.style.color = `var(--${name})`
        canvas.fillStyle = getComputedStyle(root).color
        canvas.fillRect(0, 0, 1, 1)
        const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data
        return [name, [red, green, blue].map((part) => part / 255)]
      }),
    )
  }, names)

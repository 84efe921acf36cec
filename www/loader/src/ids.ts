// Ids made in the page. `crypto.randomUUID` is missing on plain http; these work there too.

/** A UUID that starts with these hexadecimal digits, twelve at most; the rest is random. */
function uuid(digits: string, version: number): string {
  // Thirty are needed, and three of these have more than forty all but surely.
  for (const part of crypto.getRandomValues(new BigUint64Array(3))) digits += part.toString(16)
  let at = -1
  return `xxxxxxxx-xxxx-${version}xxx-axxx-xxxxxxxxxxxx`.replace(/x/g, () => digits[++at]!)
}

/** A UUIDv7: it starts with the time, so that the edge's indexes grow at one end. */
export function sortableId(): string {
  // 11 digits until the year 2527.
  return uuid('0' + Date.now().toString(16), 7)
}

/**
 * The person's id until `identify`, `anon-<uuid v4>`, kept across page loads where storage is
 * allowed; elsewhere it lasts as long as the page. `isNew` makes another.
 */
export function anonymousId(isNew?: boolean): string {
  const made = 'anon-' + uuid('', 4)
  try {
    return (localStorage.rumbo_anon = (!isNew && localStorage.rumbo_anon) || made)
  } catch {
    // Storage is blocked or full.
    return made
  }
}

// Ids made in the page. `crypto.randomUUID` is missing on plain http; these work there too.

/** A UUID that starts with these 12 digits, where `x` is a random one. */
function uuid(head: string, version: number): string {
  const random = crypto.getRandomValues(new Uint8Array(64))
  return `${head}-${version}xxx-axxx-xxxxxxxxxxxx`.replace(/x/g, (_, at) =>
    (random[at]! % 16).toString(16),
  )
}

/** A UUIDv7: it starts with the time, so that the edge's indexes grow at one end. */
export function sortableId(): string {
  // 11 hexadecimal digits until the year 2527.
  const time = '0' + Date.now().toString(16)
  return uuid(time.replace(/.{8}/, '$&-'), 7)
}

/**
 * The person's id until `identify`, `anon-<uuid v4>`, kept across page loads where storage is
 * allowed; elsewhere it lasts as long as the page. `isNew` makes another.
 */
export function anonymousId(isNew?: boolean): string {
  const made = uuid('anon-xxxxxxxx-xxxx', 4)
  try {
    return (localStorage.rumbo_anon = (!isNew && localStorage.rumbo_anon) || made)
  } catch {
    // Storage is blocked or full.
    return made
  }
}

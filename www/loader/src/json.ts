// JSON in pages whose arrays and texts are not what they were.

/**
 * `value` as JSON. Old libraries give arrays, texts and numbers a `toJSON` that writes them as a
 * text within a text; only that of an object is heard.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, function (key, read) {
    const own = this[key]
    return typeof own === 'object' && !Array.isArray(own) ? read : own
  })
}

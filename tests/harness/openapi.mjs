//! The description of the API, and what it says of a request and its answer.

import assert from 'node:assert/strict'

import addFormats from 'ajv-formats'
import { Ajv2020 } from 'ajv/dist/2020.js'

const BASE = 'https://rumbo.example/openapi.json'
/** Formats that say how wide a number is, or what nobody here can check. */
const NAMES = ['iri', 'uint', 'uint8', 'uint16', 'uint32', 'uint64']

const escaped = (step) =>
  encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1'))

/** What an answer is, without its charset. */
export const mediaOf = (response) => response.headers.get('content-type')?.split(';')[0] ?? null

/** A part of the document, and where it stands. */
class Part {
  constructor(document, steps) {
    this.document = document
    this.steps = steps
    this.value = steps.reduce((value, step) => value?.[step], document)
  }

  /** What is below, with references followed. */
  at(...steps) {
    const part = new Part(this.document, [...this.steps, ...steps])
    const reference = part.value?.$ref
    if (!reference || reference.startsWith('#/components/schemas/')) return part
    return new Part(this.document, reference.slice(2).split('/').map(decodeURIComponent))
  }

  get url() {
    return `${BASE}#/${this.steps.map(escaped).join('/')}`
  }
}

/**
 * @param {object} document
 */
export function description(document) {
  const make = (options) => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, ...options })
    addFormats.default(ajv)
    for (const name of NAMES) ajv.addFormat(name, true)
    ajv.addSchema(document, BASE)
    return ajv
  }
  const ajv = make({})
  /** What came as text may be a number. */
  const loose = make({ coerceTypes: true })

  const hold = (value, schema, what, by = ajv) => {
    const validate = by.getSchema(schema.url) ?? by.compile({ $ref: schema.url })
    const data = by === loose ? { value } : value
    const holds = by === loose ? holdsLoosely(by, data, schema) : validate(data)
    const errors = by === loose ? by.errors : validate.errors
    assert.ok(
      holds,
      `${what}: ${JSON.stringify(errors?.slice(0, 5), null, 1)}\n${JSON.stringify(value).slice(0, 2_000)}`,
    )
  }
  const holdsLoosely = (by, data, schema) =>
    by.validate({ properties: { value: { $ref: schema.url } } }, data)

  const operations = new Map()
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const part = new Part(document, ['paths', path, method])
      operations.set(operation.operationId, { path, method: method.toUpperCase(), part })
    }
  }

  /** Holds a request that is taken against what is written of it. */
  function checkRequest(id, { path = {}, query = {}, headers = {}, body }) {
    const { part } = operations.get(id)
    const declared = (part.value.parameters ?? []).map((_, n) => part.at('parameters', n))
    const find = (where, name) =>
      declared.find(
        ({ value }) => value.in === where && value.name.toLowerCase() === name.toLowerCase(),
      )
    const sent = { path, query, header: headers }
    for (const [where, values] of Object.entries(sent)) {
      for (const [name, value] of Object.entries(values)) {
        const parameter = find(where, name)
        if (!parameter && where === 'header') continue
        assert.ok(parameter, `${id} has no parameter ${name} in its ${where}`)
        if (!parameter.value.schema) continue
        hold(value, parameter.at('schema'), `${id} ${where} ${name}`, loose)
      }
    }
    const missing = declared.filter(
      ({ value }) =>
        value.required &&
        !Object.keys(sent[value.in]).some((it) => it.toLowerCase() === value.name.toLowerCase()),
    )
    assert.deepEqual(
      missing.map(({ value }) => value.name),
      [],
      `${id} was called without`,
    )
    if (body !== undefined && part.value.requestBody) {
      hold(body, part.at('requestBody', 'content', 'application/json', 'schema'), `${id} body`)
    } else {
      assert.equal(body, undefined, `${id} takes no body`)
      assert.ok(!part.value.requestBody?.required, `${id} takes a body`)
    }
  }

  /** Holds an answer against what is written of it; returns its body. */
  async function checkAnswer(id, response) {
    const { part } = operations.get(id)
    const what = `${id} ${response.status}`
    const answer = part.at('responses', String(response.status))
    const text = await response.text()
    assert.ok(answer.value, `${what} is not described: ${text}`)
    for (const name of Object.keys(answer.value.headers ?? {})) {
      const header = answer.at('headers', name)
      const value = response.headers.get(name)
      assert.ok(value !== null || !header.value.required, `${what} has no ${name}`)
      if (value !== null) hold(value, header.at('schema'), `${what} ${name}`, loose)
    }
    const media = mediaOf(response)
    const described = Object.keys(answer.value.content ?? {})
    if (described.length === 0) {
      assert.equal(text, '', `${what} has a body`)
      return undefined
    }
    assert.ok(described.includes(media), `${what} is ${media}: ${text}`)
    const schema = answer.at('content', media, 'schema')
    if (media.endsWith('json') && media !== 'application/x-ndjson') {
      const body = JSON.parse(text)
      hold(body, schema, what)
      return body
    }
    if (schema.value.contentSchema) {
      const rows = text.split('\n').filter(Boolean).map(JSON.parse)
      for (const row of rows) hold(row, schema.at('contentSchema'), what)
      return rows
    }
    return text
  }

  /** Every example, and the schema that it should be of. */
  function* examples(part = new Part(document, []), isSchema = false) {
    const { value } = part
    if (value === null || typeof value !== 'object') return
    const under = (...steps) => new Part(document, [...part.steps, ...steps])
    if (!Array.isArray(value) && value.example !== undefined && value.schema) {
      yield { example: value.example, schema: under('schema'), where: under('example').url }
    }
    if (isSchema && Array.isArray(value.examples)) {
      for (const example of value.examples) yield { example, schema: part, where: part.url }
    }
    for (const name of Object.keys(value)) {
      if (['example', 'examples', 'default', 'const', 'enum'].includes(name)) continue
      const inSchema = isSchema || name === 'schema' || part.steps.join() === 'components,schemas'
      yield* examples(under(name), inSchema)
    }
  }

  return { document, operations, hold, checkRequest, checkAnswer, examples }
}

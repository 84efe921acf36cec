//! Talks to the API as a page, a server or an operator does.

import { createHmac, randomUUID } from 'node:crypto'

/**
 * @param {{ url: string, keys: { write: string, operator: string } }} stack
 */
export function client(stack) {
  const send = async (path, init) => {
    const response = await fetch(stack.url + path, init)
    const type = response.headers.get('content-type') ?? ''
    const body =
      type.includes('application/json') || type.includes('problem+json')
        ? await response.json()
        : await response.text()
    return { status: response.status, headers: response.headers, body }
  }
  const post = (path, body, headers = {}) =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const bearer = (token) => (token ? { authorization: `Bearer ${token}` } : {})
  const get = (path, token = stack.keys.operator) => send(path, { headers: bearer(token) })

  return {
    post,
    get,

    /** Any request, as the operator with this token. */
    send: (method, path, body, token = stack.keys.operator, headers = {}) =>
      send(path, {
        method,
        headers: { ...bearer(token), ...headers },
        body: body && JSON.stringify(body),
      }),

    /** `POST /v1/batch` with the write key. */
    batch: (items, more = {}) =>
      post('/v1/batch', { writeKey: stack.keys.write, batch: items, ...more }),

    /** `POST /v1/placements` as a page of `user` in `account`. */
    placements: (user, account, more = {}) => post('/v1/placements', looker(user, account, more)),

    /** `POST /v1/commands`; each command gets an id unless it has one. */
    commands: (user, account, commands, more = {}) => {
      const named = commands.map((command) => ({ id: randomUUID(), ...command }))
      return post('/v1/commands', { ...looker(user, account, more), commands: named })
    },

    /** Publishes a piece of content; it is seen at once. */
    async publish(kind, body) {
      const path = `/v1/content/${kind}/${body.id}`
      for (const [method, route, sent] of [
        ['PUT', path, body],
        ['POST', `${path}/publish`, undefined],
      ]) {
        const answer = await this.send(method, route, sent)
        if (answer.status > 299) throw new Error(`${route}: ${JSON.stringify(answer.body)}`)
      }
    },

    /** Why `content` is shown to `user` in `account`, or not: as the page asks. */
    async explain(user, account, content, more = {}) {
      const asked = looker(user, account, { explain: [content], ...more })
      return (await post('/v1/placements', asked)).body.explain[0]
    },

    /** Asks again until `holds` of the answer: projections follow within moments. */
    async until(path, holds, patienceMs = 10_000) {
      const end = Date.now() + patienceMs
      for (;;) {
        const answer = await get(path)
        if (holds(answer.body)) return answer.body
        if (Date.now() > end) throw new Error(`${path} stays ${JSON.stringify(answer.body)}`)
        await new Promise((resume) => setTimeout(resume, 50))
      }
    },
  }

  function looker(user, account, more) {
    const context = { locale: 'en', page: { url: 'https://host.example/', path: '/' } }
    const who = { userId: user, anonymousId: 'anon-test', groupId: account }
    return {
      writeKey: stack.keys.write,
      ...who,
      context,
      sentAt: new Date().toISOString(),
      ...more,
    }
  }
}

/** An item of the event API; `fields` as the client would send them. */
export const item = (type, userId, fields = {}) => ({
  type,
  userId,
  messageId: randomUUID(),
  ...fields,
})

/** A `track` within an account. */
export const track = (userId, account, event, fields = {}) =>
  item('track', userId, { event, context: { groupId: account }, ...fields })

/** A JWT as a host's server signs it. */
export function identityToken(secret, claims, header = { alg: 'HS256', typ: 'JWT' }) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part(header)}.${part(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

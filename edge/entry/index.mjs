//! Entry of the Worker: the handlers and the object classes, each behind the recovery
//! from a panic. Everything else is in Rust.

import * as edge from '#edge'

import './call.mjs'
import './reply.mjs'
import './wording.mjs'
import { guarded } from './recovery.mjs'
import { durableObject } from './objects.mjs'
import { internal } from './problem.mjs'
import { announcedBody, head } from './request.mjs'

export default {
  fetch(request, env) {
    const answer = (body) => guarded(() => edge.fetch(head(request), body, request, env), internal)
    const body = announcedBody(request)
    return body ? body.then(answer, internal) : answer()
  },
  queue: (batch, env, ctx) =>
    guarded(
      () => edge.queue(batch, env, ctx),
      (error) => {
        throw error
      },
    ),
}

export const AccountObject = durableObject((ctx, env) => new edge.AccountObject(ctx, env))
export const WorkspaceObject = durableObject((ctx, env) => new edge.WorkspaceObject(ctx, env))

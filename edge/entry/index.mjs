//! Entry of the Worker: the handlers and the object classes, each behind the recovery
//! from a panic. Everything else is in Rust.

import * as edge from '#edge'

import './reply.mjs'
import { guarded } from './recovery.mjs'
import { durableObject } from './objects.mjs'
import { internal } from './problem.mjs'

export default {
  fetch: (request, env, ctx) => guarded(() => edge.fetch(request, env, ctx)).catch(internal),
  queue: (batch, env, ctx) => guarded(() => edge.queue(batch, env, ctx)),
}

export const AccountObject = durableObject((ctx, env) => new edge.AccountObject(ctx, env))
export const WorkspaceObject = durableObject((ctx, env) => new edge.WorkspaceObject(ctx, env))

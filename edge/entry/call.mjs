//! Calls an object for Rust, all in one step.

import * as edge from '#edge'

import { later } from './recovery.mjs'

globalThis.rumboCall = (env, to, bytes, nRead, rowsAt, call) => {
  // The name is last: it may hold any character.
  const binding = to.indexOf('\n')
  const path = to.indexOf('\n', binding + 1)
  const object = env[to.slice(0, binding)].getByName(to.slice(path + 1))
  const answer = object.call(to.slice(binding + 1, path), bytes, nRead, rowsAt)
  answer.then(
    later((text) => edge.answered(call, text)),
    later((error) => edge.refused(call, error)),
  )
}

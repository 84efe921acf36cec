//! Calls an object for Rust, all in one step.

import * as edge from '#edge'

import { later } from './recovery.mjs'

globalThis.rumboCall = (env, binding, name, path, body, rows, texts, call) => {
  const answer = env[binding].getByName(name).call(path, body, rows, texts)
  answer.then(
    later((text) => edge.answered(call, text)),
    later((error) => edge.refused(call, error)),
  )
}

//! Recovery from a panic.
//!
//! Rust on Wasm cannot unwind. A panic runs the hook, which sets `criticalError`, and
//! then traps: the instance and every future in it are dead. A future that panics when
//! it is polled is polled by a microtask, so nobody who waits for it ever hears of the
//! trap, and the caller would hang. So we make `criticalError` an accessor: the moment
//! it is set, every call under way fails, whoever made it, for none of them can end any
//! more. The next call starts in a new instance.

import * as edge from '#edge'

/** The state that the `worker` crate keeps outside of its instance. */
const state = edge.__worker_init_state()

/** Fails the calls under way. Each is in here from its start to its end. */
const pending = new Set()

/** Set from the panic until the next call. */
let dead = false

Object.defineProperty(state, 'criticalError', {
  get: () => dead,
  set(value) {
    dead = Boolean(value)
    if (!dead) return
    const error = new Error('the Worker panicked')
    for (const fail of pending) fail(error)
    pending.clear()
  },
})

/** Which instance is live: a number that grows with each. What Rust made in one is void in the next. */
export const instance = () => state.instanceId

/** Replaces a dead instance. Call it before Rust is entered from a new event. */
export function revive() {
  if (!dead) return
  dead = false
  edge.__wbg_reset_state()
}

/**
 * Runs `call`, which enters Rust, and gives what it gives, or what `fail` makes of the error if
 * it fails or Rust panics. What is ready at once is given at once: most calls of an object are.
 *
 * @template T
 * @param {() => Promise<T> | T} call
 * @param {(error: Error) => T} fail
 * @returns {Promise<T> | T}
 */
export function guarded(call, fail) {
  revive()
  let answer
  try {
    answer = call()
  } catch (error) {
    noteTrap(error)
    return fail(error)
  }
  return answer instanceof Promise ? watched(answer).catch(fail) : answer
}

/** Settles as `promise` does, or rejects when Rust panics. */
function watched(promise) {
  return new Promise((resolve, reject) => {
    pending.add(reject)
    promise.then(
      (value) => {
        pending.delete(reject)
        resolve(value)
      },
      (error) => {
        pending.delete(reject)
        noteTrap(error)
        reject(error)
      },
    )
  })
}

/** A trap without a panic, such as a stack overflow, runs no hook. */
function noteTrap(error) {
  if (error instanceof WebAssembly.RuntimeError) state.criticalError = true
}

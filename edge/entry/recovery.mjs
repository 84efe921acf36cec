//! Recovery from a panic.
//!
//! Rust on Wasm cannot unwind. A panic runs the hook, which sets `criticalError`, and
//! then traps: the instance and every future in it are dead. A future that panics when
//! it is polled is polled by whoever woke it, so nobody who waits for it ever hears of
//! the trap, and the caller would hang. So we make `criticalError` an accessor: the moment
//! it is set, every call under way fails, whoever made it, for none of them can end any
//! more. The next call starts in a new instance.

import * as edge from '#edge'

/** The state that the `worker` crate keeps outside of its instance. */
const state = edge.__worker_init_state()

/** How to end the calls under way, by the number of their task, or by their promise. */
const pending = new Map()

/** Set from the panic until the next call. */
let dead = false

Object.defineProperty(state, 'criticalError', {
  get: () => dead,
  set(value) {
    dead = Boolean(value)
    if (!dead) return
    const error = new Error('the Worker panicked')
    for (const { reject } of pending.values()) reject(error)
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
  if (typeof answer === 'number') return ended(answer).catch(fail)
  return answer instanceof Promise ? watched(answer).catch(fail) : answer
}

/** How the task of Rust with this number ends; or it fails when Rust panics. */
const ended = (task) => new Promise((resolve, reject) => pending.set(task, { resolve, reject }))

/** Takes the task off the list of those under way. */
function taken(task) {
  const end = pending.get(task)
  pending.delete(task)
  return end
}

globalThis.rumboResolve = (task, value) => taken(task)?.resolve(value)
globalThis.rumboReject = (task, error) => taken(task)?.reject(error)
globalThis.rumboForget = (task) => taken(task)
globalThis.rumboResumeSoon = (task) => {
  const resume = later(() => edge.resume(task))
  Promise.resolve().then(resume)
}

/**
 * What enters Rust when something has come that it waits for. Void in another instance, which
 * knows nothing of it. Nobody hears what it throws, so Rust is as good as dead if it does.
 *
 * @template {unknown[]} A
 * @param {(...args: A) => void} call
 * @returns {(...args: A) => void}
 */
export function later(call) {
  const made = instance()
  return (...args) => {
    if (dead || instance() !== made) return
    try {
      call(...args)
    } catch (error) {
      console.error(error)
      if (!dead) state.criticalError = true
    }
  }
}

/** Settles as `promise` does, or rejects when Rust panics. */
function watched(promise) {
  return new Promise((resolve, reject) => {
    pending.set(promise, { reject })
    promise.then(
      (value) => {
        pending.delete(promise)
        resolve(value)
      },
      (error) => {
        pending.delete(promise)
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

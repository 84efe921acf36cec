//! Durable Object classes around those of Rust.

import { DurableObject } from 'cloudflare:workers'

import { guarded, instance, revive } from './recovery.mjs'

/**
 * An object is busy that was called so often in so long: a call then waits for those that are
 * about to come, see `call`. Long enough to outlast a commit. Of two that come together by chance
 * none waits: there would be nothing to share.
 */
const BUSY_CALLS = 3
const BUSY_MS = 20

/**
 * Ends a call that failed, panic or not, so that nothing of it stays: the object is reset,
 * which takes back what it wrote since its last wait. The next call finds its data as it was.
 */
function takeBack(ctx, error) {
  ctx.abort(error.message)
  throw error
}

/**
 * The class of the objects that `create` makes. Its methods are those that the product
 * uses; a further kind of event (a socket, say) is one more line here.
 *
 * @param {(ctx: DurableObjectState, env: object) => object} create
 */
export function durableObject(create) {
  return class extends DurableObject {
    #object
    #instance
    /** When the last calls came, oldest first. */
    #calledAt = new Array(BUSY_CALLS).fill(0)
    #waiting = []

    /** Rust's object, made again if its Wasm instance is gone. Its data is in storage. */
    #live() {
      revive()
      if (this.#instance !== instance()) {
        this.#object = create(this.ctx, this.env)
        this.#instance = instance()
      }
      return this.#object
    }

    /**
     * What the Worker asks: a path, and bytes of which the first `nRead` are what it says. If
     * `rowsAt` is not 0, what begins there goes to SQLite as it is.
     *
     * A busy object answers all that has come by the next turn of the event loop in one run. What
     * is written in one run is committed once, and the commit costs as much as a small batch.
     */
    call(path, bytes, nRead, rowsAt) {
      const body = rowsAt ? bytes.subarray(0, nRead) : bytes
      const call = (object) => object.call(path, body, bytes, rowsAt)
      const now = Date.now()
      const isBusy = now - this.#calledAt.shift() < BUSY_MS
      this.#calledAt.push(now)
      if (!isBusy) return this.#call(call)
      return new Promise((resolve, reject) => {
        const n = this.#waiting.push({ call, resolve, reject })
        if (n === 1) setTimeout(() => this.#answerAll(), 0)
      })
    }

    /** Answers those who wait. One that fails fails all: what they wrote is taken back together. */
    #answerAll() {
      const waiting = this.#waiting
      this.#waiting = []
      try {
        for (const { call, resolve } of waiting) resolve(this.#call(call))
      } catch (error) {
        for (const { reject } of waiting) reject(error)
      }
    }

    alarm(info) {
      return this.#call((object) => object.alarm(info))
    }

    #call(method) {
      return guarded(
        () => method(this.#live()),
        (error) => takeBack(this.ctx, error),
      )
    }
  }
}

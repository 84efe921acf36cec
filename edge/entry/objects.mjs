//! Durable Object classes around those of Rust.

import { DurableObject } from 'cloudflare:workers'

import { guarded, instance, revive } from './recovery.mjs'

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

    /** Rust's object, made again if its Wasm instance is gone. Its data is in storage. */
    #live() {
      revive()
      if (this.#instance !== instance()) {
        this.#object = create(this.ctx, this.env)
        this.#instance = instance()
      }
      return this.#object
    }

    /** What the Worker asks: a path, what it says, and what goes to SQLite as it is. */
    call(path, body, rows, texts) {
      return this.#call((object) => object.call(path, body, rows, texts))
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

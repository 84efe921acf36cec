//! What every benchmark uses.

/** Requests under way at any time. */
export const CONNECTIONS = 32

/** The key that all batches are sent with: ours must know it, the others are told it. */
export const writeKey = 'wk_demo'

// Nothing throws into the host page.

const said: Record<string, unknown> = {}

/** Tells the host's developers about a problem, once for each problem. */
export function warn(problem: unknown): void {
  const line = '[rumbo] ' + problem
  said[line] ??= [console.warn(line)]
}

/** `action` that warns instead of throwing; `undefined` then. */
export function guarded<Args extends unknown[], Result>(
  action: (...args: Args) => Result,
): (...args: Args) => Result | undefined {
  return (...args) => {
    try {
      return action(...args)
    } catch (error) {
      return warn(error) as undefined
    }
  }
}

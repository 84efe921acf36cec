//! Rounds of contenders in turn, so that what disturbs one disturbs all.

/**
 * Measures each contender once a round, the first one of a round being another each time.
 *
 * @template T
 * @param {string[]} names
 * @param {number} rounds
 * @param {(name: string, round: number) => Promise<T>} measure
 * @returns {Promise<Record<string, T[]>>}
 */
export async function interleave(names, rounds, measure) {
  const found = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length]
      found[name].push(await measure(name, round))
    }
  }
  return found
}

//! Medians, and tables to read.

export const median = (values) => {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b)
  if (sorted.length === 0) return undefined
  const half = sorted.length >> 1
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

/** The median of each measure over `rounds`. */
export const medians = (rounds) =>
  Object.fromEntries(
    Object.keys(rounds[0]).map((measure) => [measure, median(rounds.map((m) => m[measure]))]),
  )

/**
 * How many times `a` is of `b`. Each round gives a ratio of its own, because a machine that
 * slows down does so for both; this is their median.
 */
export const ratio = (a, b, measure) =>
  median(a.map((round, index) => round[measure] / b[index][measure]))

export const number = (value, digits = 0) =>
  value === undefined || Number.isNaN(value) ? 'n/a' : value.toFixed(digits)

/** Prints rows of text in columns, the first one to the left. */
export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    )
    console.log(cells.join('  '))
  }
}

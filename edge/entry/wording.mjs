//! How a language says numbers and days, by the platform's own tables.

/** Formatters by language: making one costs more than all it is used for. */
const known = new Map()

function of(locale) {
  let words = known.get(locale)
  if (!words) {
    words = {
      day: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }),
      date: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }),
      number: new Intl.NumberFormat(locale),
      plural: new Intl.PluralRules(locale),
    }
    // Languages are few, but a client may name what it likes.
    if (known.size >= 100) known.clear()
    known.set(locale, words)
  }
  return words
}

/** The languages of this tag that the tables know, or the one of last resort. */
function speak(locale) {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale)[0] ?? 'en'
  } catch {
    return 'en'
  }
}

/** @param {'day' | 'date' | 'number' | 'plural'} what, of a time in milliseconds, or of a number */
globalThis.rumboWords = (what, locale, value) => {
  const words = of(speak(locale))
  return what === 'plural' ? words.plural.select(value) : words[what].format(value)
}

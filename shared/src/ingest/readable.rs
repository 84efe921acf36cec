//! Whether what was sent can be read again, by all who will.
//!
//! serde skips what nobody asked for without a look: that a text is JSON does not say that its
//! numbers, its characters or its depth are within what the readers of stored events take.

use std::borrow::Cow;

use thiserror::Error;

/// The most objects and arrays that may stand in each other, the item itself being the first.
///
/// `serde_json` reads 127 and SQLite 1,000. What is stored is read again within other documents,
/// such as a page of events, whose own levels come on top.
pub const MAX_DEPTH: usize = 100;

/// No number without an exponent and with fewer characters is beyond an `f64`, which ends at 309
/// digits.
const MIN_DOUBTFUL_CHARS: usize = 300;

/// Why JSON that came could not be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("objects and arrays may be nested {MAX_DEPTH} levels deep, and no deeper")]
    TooDeep,
    /// A number that is none in IEEE 754.
    #[error("a number is beyond what a 64-bit float can hold")]
    NumberOutOfRange,
    /// Half a character: see [`mend`].
    #[error("a text has half a character, a lone surrogate")]
    LoneSurrogate,
}

impl Unreadable {
    /// The stable machine-readable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooDeep => "too_deep",
            Self::NumberOutOfRange => "number_out_of_range",
            Self::LoneSurrogate => "lone_surrogate",
        }
    }
}

/// Looks once at every byte of `json`, a valid JSON text that stands `depth` levels deep.
///
/// # Errors
/// [`Unreadable`], for the first fault.
pub fn check_readable(json: &str, mut depth: usize) -> Result<(), Unreadable> {
    let bytes = json.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at = match byte {
            b'"' => end_of_string(bytes, at + 1)?,
            b'-' | b'0'..=b'9' => end_of_number(bytes, at)?,
            b'{' | b'[' if depth == MAX_DEPTH => return Err(Unreadable::TooDeep),
            b'{' | b'[' => {
                depth += 1;
                at + 1
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                at + 1
            }
            _ => at + 1,
        };
    }
    Ok(())
}

/// Where the string ends whose content begins at `at`.
fn end_of_string(bytes: &[u8], mut at: usize) -> Result<usize, Unreadable> {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return Ok(at + 1),
            b'\\' => match escape(&bytes[at..]) {
                Escape::Whole(len) => at += len,
                Escape::Half => return Err(Unreadable::LoneSurrogate),
            },
            _ => at += 1,
        }
    }
    Ok(at)
}

/// Where the number ends that begins at `start`.
fn end_of_number(bytes: &[u8], start: usize) -> Result<usize, Unreadable> {
    let (mut end, mut is_doubtful) = (start + 1, false);
    while let Some(byte @ (b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')) = bytes.get(end) {
        is_doubtful |= matches!(byte, b'e' | b'E');
        end += 1;
    }
    let number = &bytes[start..end];
    // Only the reader itself knows how it rounds at the very end of the range.
    let is_readable = !is_doubtful && number.len() < MIN_DOUBTFUL_CHARS
        || serde_json::from_slice::<f64>(number).is_ok();
    if is_readable { Ok(end) } else { Err(Unreadable::NumberOutOfRange) }
}

/// What a backslash begins.
enum Escape {
    /// A character, or the escaped pair that makes up one; so many bytes.
    Whole(usize),
    /// Six bytes for a surrogate without its other half.
    Half,
}

/// The length of an escape by its code unit.
const UNIT: usize = r"\u0000".len();

/// The escape that `bytes` begin with.
fn escape(bytes: &[u8]) -> Escape {
    match code_unit(bytes) {
        Some(0xD800..=0xDBFF) => match code_unit(&bytes[UNIT..]) {
            Some(0xDC00..=0xDFFF) => Escape::Whole(2 * UNIT),
            _ => Escape::Half,
        },
        Some(0xDC00..=0xDFFF) => Escape::Half,
        Some(_) => Escape::Whole(UNIT),
        None => Escape::Whole(2),
    }
}

fn code_unit(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.strip_prefix(br"\u")?.get(..4)?;
    u16::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
}

/// `json` with U+FFFD for each lone surrogate; what is no JSON is none afterwards either.
///
/// Clients make them where they cut a text in the midst of an emoji, as `"😀".slice(0, 1)` does.
/// They mean nothing by it, and all the rest of what they sent is good.
#[must_use]
pub fn mend(json: &str) -> Cow<'_, str> {
    let (mut mended, mut copied, mut at) = (String::new(), 0, 0);
    // Within a character there is no escape, and no JSON.
    while let Some(found) = json.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        match escape(&json.as_bytes()[at..]) {
            Escape::Whole(len) => at += len,
            Escape::Half => {
                mended.push_str(&json[copied..at]);
                mended.push(char::REPLACEMENT_CHARACTER);
                at += UNIT;
                copied = at;
            }
        }
    }
    if copied == 0 {
        return Cow::Borrowed(json);
    }
    mended.push_str(&json[copied..]);
    Cow::Owned(mended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_all(cases: &[&str], want: Result<(), Unreadable>) {
        for json in cases {
            assert_eq!(check_readable(json, 0), want, "{json}");
        }
    }

    fn nested(levels: usize) -> String {
        format!("{}{}", "[".repeat(levels), "]".repeat(levels))
    }

    #[test]
    fn depth_counts_what_is_open_and_where_it_stands() {
        check_all(&[&nested(MAX_DEPTH), &format!("[{}7]", "[],".repeat(500))], Ok(()));
        check_all(&[&nested(MAX_DEPTH + 1), &nested(10_000)], Err(Unreadable::TooDeep));
        assert_eq!(check_readable(&nested(MAX_DEPTH - 1), 1), Ok(()));
        assert_eq!(check_readable(&nested(MAX_DEPTH), 1), Err(Unreadable::TooDeep));
        check_all(&[&format!(r#""{}\"[[""#, "[".repeat(500))], Ok(()));
    }

    #[test]
    fn a_number_must_be_finite() {
        let digits = |n: usize| "9".repeat(n);
        check_all(
            &["1e308", "-1.7976931348623157e308", "1E-999", "0e999999999999", &digits(308)],
            Ok(()),
        );
        let beyond = ["1e400", "-1E+309", "[0.1,1e309]", &digits(310), r#"{"a":123456789e99999}"#];
        check_all(&beyond, Err(Unreadable::NumberOutOfRange));
        check_all(&[r#""1e400""#, &format!("0.{}", digits(2_000))], Ok(()));
    }

    #[test]
    fn a_surrogate_needs_its_other_half() {
        check_all(&[r#""\ud83d\ude00""#, r#""\\ud83d""#, r#""\uD83D\uDE00\u00e9\n\"""#], Ok(()));
        let halves = [
            r#""\ud83d""#,
            r#""\ude00""#,
            r#""\ud83d\ud83d\ude00""#,
            r#""\ud83d\n""#,
            r#"{"\ude00\ud83d":1}"#,
        ];
        check_all(&halves, Err(Unreadable::LoneSurrogate));
    }

    #[test]
    fn half_a_character_becomes_the_one_that_stands_for_any() {
        assert_eq!(mend(r#"["a\ud83d","\ude00b\ud83d\ude00"]"#), r#"["a�","�b\ud83d\ude00"]"#);
        assert_eq!(mend(r#""\ud83d\ud83d\ude00""#), r#""�\ud83d\ude00""#);
        assert!(matches!(mend(r#""\\ud83d \u00e9\n""#), Cow::Borrowed(_)));
    }

    #[test]
    fn what_is_no_json_is_mended_to_none() {
        for text in ["\\", r"\u", r"\ud8", r#""\é\ud83d""#, r"\ud83d", r"[\ud83d]"] {
            assert!(serde_json::from_str::<serde_json::Value>(&mend(text)).is_err(), "{text}");
        }
    }
}

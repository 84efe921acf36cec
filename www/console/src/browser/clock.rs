//! The clock and the operator's calendar.

use js_sys::{
    Array, Date,
    Intl::{DateTimeFormat, NumberFormat},
    Object, Reflect,
};
use wasm_bindgen::JsValue;

use crate::model::{Day, UnixMillis};

/// This instant.
pub(crate) fn now() -> UnixMillis {
    UnixMillis(Date::now())
}

/// The instant at which the `after`th day after `day` begins where the operator is.
///
/// By the calendar, not by 24 hours: a day on which clocks change is shorter or longer.
pub(crate) fn start_of_day(day: Day, after: u8) -> UnixMillis {
    let (year, month, day) = day.parts();
    let (month, day) = (i32::from(month) - 1, i32::from(day) + i32::from(after));
    UnixMillis(Date::new_with_year_month_day(year.into(), month, day).get_time())
}

/// This day where the operator is.
pub(crate) fn today() -> Day {
    let now = Date::new_0();
    let (year, month, date) = (now.get_full_year(), now.get_month() + 1, now.get_date());
    format!("{year:04}-{month:02}-{date:02}").parse().expect("a clock shows a day of the calendar")
}

/// The month of `day` as the operator writes months: `Nov 2025`; with the tag of its language.
pub(crate) fn show_month(day: Day) -> (String, String) {
    let start = Date::new(&start_of_day(day, 0).0.into());
    (format(&start, &[("month", "short"), ("year", "numeric")]), language())
}

/// `day` as the operator writes days: `1 Nov 2025`, `Nov 1, 2025`, `01.11.2025`.
pub(crate) fn show_day(day: Day) -> String {
    let start = Date::new(&start_of_day(day, 0).0.into());
    format(&start, &[("dateStyle", "medium")])
}

/// A whole number as the operator writes it: `1,234`, `1.234`.
pub(crate) fn show_number(n: usize) -> String {
    let number = n.to_string();
    NumberFormat::new(&reader(), &Object::new())
        .format()
        .call1(&JsValue::UNDEFINED, &JsValue::from_str(&number))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or(number)
}

/// An amount of money as the operator writes it, `€1,250`; without a currency, a number. `currency`
/// is of ISO 4217: `Intl` throws on what could not be one.
pub(crate) fn show_money(amount: f64, currency: Option<&str>) -> String {
    let options = Object::new();
    let currency = currency
        .filter(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic()));
    if let Some(currency) = currency {
        set(&options, &[("style", "currency"), ("currency", currency)]);
    }
    set(&options, &[("trailingZeroDisplay", "stripIfInteger")]);
    NumberFormat::new(&reader(), &options)
        .format()
        .call1(&JsValue::UNDEFINED, &amount.into())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| amount.to_string())
}

/// The instant that a trait in RFC 3339 says; `None` for what is none. A date alone is kept as its
/// first moment in UTC: for the operator it is that day too, wherever they are.
pub(crate) fn instant_of(text: &str) -> Option<UnixMillis> {
    if let Some(day) = text.strip_suffix("T00:00:00.000Z").and_then(|day| day.parse().ok()) {
        return Some(start_of_day(day, 0));
    }
    let at = Date::parse(text);
    (!at.is_nan()).then_some(UnixMillis(at))
}

/// An instant as the operator's calendar and clock have it, in their own language.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LocalTime {
    /// For machines: ISO 8601, UTC.
    pub(crate) iso: String,
    /// The tag of the language of what follows, for those who read it aloud.
    pub(crate) lang: String,
    /// `21 Nov 2025`.
    pub(crate) day: String,
    /// `21 Nov 2025, 14:05`.
    pub(crate) short: String,
    /// With the weekday, the seconds and the time zone.
    pub(crate) full: String,
}

impl LocalTime {
    /// `at` in the operator's zone; `None` for a number that is no date.
    pub(crate) fn of(at: UnixMillis) -> Option<Self> {
        let date = Date::new(&at.0.into());
        (!date.get_time().is_nan()).then(|| Self {
            iso: date.to_iso_string().into(),
            lang: language(),
            day: format(&date, &[("dateStyle", "medium")]),
            short: format(&date, &[("dateStyle", "medium"), ("timeStyle", "short")]),
            full: format(&date, &[("dateStyle", "full"), ("timeStyle", "long")]),
        })
    }
}

/// An instant in RFC 3339 as a field of type `datetime-local` has it; empty for what is no instant.
pub(crate) fn to_local_field(instant: &str) -> String {
    let at = Date::new(&instant.into());
    if at.get_time().is_nan() {
        return String::new();
    }
    // Moved by the zone's offset, the UTC text is the local one.
    let moved = at.get_time() - at.get_timezone_offset() * 60_000.0;
    let local: String = Date::new(&moved.into()).to_iso_string().into();
    local.chars().take("2026-11-21T10:00".len()).collect()
}

/// The instant in RFC 3339 that a field of type `datetime-local` has; `None` while it has none.
pub(crate) fn from_local_field(value: &str) -> Option<String> {
    let at = Date::new(&value.into());
    (!at.get_time().is_nan()).then(|| at.to_iso_string().into())
}

/// The browser's own locale, by which its reader has set how days and numbers are written. It is
/// left to the browser: of the tags in `navigator.languages` some are none that `Intl` takes.
fn reader() -> Array {
    Array::new()
}

/// The tag of the reader's locale.
fn language() -> String {
    let resolved = DateTimeFormat::new(&reader(), &Object::new()).resolved_options();
    Reflect::get(&resolved, &"locale".into())
        .ok()
        .and_then(|tag| tag.as_string())
        .unwrap_or_default()
}

/// Formats `date`, which must be one: `Intl` throws on others.
fn format(date: &Date, styles: &[(&str, &str)]) -> String {
    let options = Object::new();
    set(&options, styles);
    DateTimeFormat::new(&reader(), &options)
        .format()
        .call1(&JsValue::UNDEFINED, date)
        .ok()
        .and_then(|text| text.as_string())
        .expect("a valid date formats to a string")
}

fn set(options: &Object, fields: &[(&str, &str)]) {
    for (name, value) in fields {
        Reflect::set(options, &JsValue::from(*name), &JsValue::from(*value))
            .expect("a new object takes any property");
    }
}

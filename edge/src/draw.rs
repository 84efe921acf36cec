//! What the widget is answered: finished HTML, and the state it was drawn from.

use std::sync::LazyLock;

use serde::Serialize;
use shared::{
    contact::Explanation,
    id::ContentId,
    placement::{Placement, WidgetState},
    survey::BrowserTrigger,
};
use widget::travel;

use crate::{
    error::ApiError,
    objects::account::{CommandOutcome, Happened},
    record::ItemResult,
};

/// The widget's style sheet, as the build made it small.
static CSS: LazyLock<Css> =
    LazyLock::new(|| Css::of(include_str!(concat!(env!("OUT_DIR"), "/widget.css"))));
/// What of it checklists need.
static CHECKLIST_CSS: LazyLock<Css> =
    LazyLock::new(|| Css::of(include_str!(concat!(env!("OUT_DIR"), "/checklist.css"))));
/// What of it surveys need.
static SURVEY_CSS: LazyLock<Css> =
    LazyLock::new(|| Css::of(include_str!(concat!(env!("OUT_DIR"), "/survey.css"))));
/// The widget's module; empty where it was not built.
const WIDGET_JS: &str = env!("RUMBO_WIDGET_JS");
/// The widget's Wasm; empty where it was not built.
const WIDGET_WASM: &str = env!("RUMBO_WIDGET_WASM");

/// The answer to `/v1/placements` and `/v1/commands`.
#[derive(Debug, Serialize)]
pub(crate) struct Drawn {
    /// Identifies `html` and `state`.
    etag: String,
    /// What is shown, the first of them now.
    placements: Vec<Placed>,
    /// Whether the next page may show the first of them before it has asked.
    pub(crate) lasts: bool,
    /// The inner HTML of the widget's root.
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
    /// The state for the Wasm.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    /// The style sheet, unless the page has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    css: Option<&'static Css>,
    /// Where the Wasm is.
    #[serde(skip_serializing_if = "Option::is_none")]
    widget: Option<Widget>,
    /// What became of items or commands, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) results: Vec<Outcome>,
    /// Content that was to be started and is not published.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) unknown: Vec<ContentId>,
    /// What the page is to listen for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) awaited: Vec<Awaited>,
    /// Why things are shown or not, if it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) explain: Option<Vec<Explanation>>,
    /// What happened, for `rumbo.on()`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) events: Vec<Happened>,
}

/// What became of an item or of a command.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Outcome {
    /// Of an item.
    Item(ItemResult),
    /// Of a command.
    Command(CommandOutcome),
}

/// What the page shows already.
#[derive(Debug, Default)]
pub(crate) struct Has {
    /// The etag of what it shows.
    pub(crate) etag: Option<String>,
    /// The id of its style sheet.
    pub(crate) css: Option<String>,
}

/// Content that is due once the page has seen something: it then says so in `fired`.
#[derive(Debug, Serialize)]
pub(crate) struct Awaited {
    /// The content.
    id: ContentId,
    /// What to see: `{delay_s}`, `{idle_s}` or `exit_intent`.
    trigger: BrowserTrigger,
}

impl From<(ContentId, BrowserTrigger)> for Awaited {
    fn from((id, trigger): (ContentId, BrowserTrigger)) -> Self {
        Self { id, trigger }
    }
}

#[derive(Debug, Serialize)]
struct Placed {
    id: ContentId,
    kind: &'static str,
}

/// A style sheet, and what tells it from another.
#[derive(Debug, Serialize)]
struct Css {
    id: String,
    text: &'static str,
}

impl Css {
    fn of(text: &'static str) -> Self {
        Self { id: fingerprint(text.as_bytes()), text }
    }

    /// The one that a page with `state` is drawn by: nobody waits for what they do not see. Where the
    /// Wasm may go from one kind to another, or courses are, which have a little of everything, that
    /// is all of it.
    fn for_page(state: &WidgetState) -> &'static Self {
        let may_only_be = |is_it: fn(&Placement) -> bool| {
            state.placements.iter().filter(|placement| !placement.is_over()).all(is_it)
        };
        if may_only_be(|placement| matches!(placement, Placement::Checklist(..))) {
            &CHECKLIST_CSS
        } else if may_only_be(|placement| matches!(placement, Placement::Survey(..))) {
            &SURVEY_CSS
        } else {
            &CSS
        }
    }
}

#[derive(Debug, Serialize)]
struct Widget {
    js: &'static str,
    wasm: &'static str,
}

impl Drawn {
    /// Whether it is drawn with what was refused.
    pub(crate) fn is_refused(&self) -> bool {
        self.etag.contains(REFUSED)
    }

    /// Nothing to show.
    pub(crate) fn nothing() -> Self {
        Self {
            etag: "none".to_owned(),
            placements: vec![],
            lasts: false,
            html: None,
            state: None,
            css: None,
            widget: None,
            results: vec![],
            unknown: vec![],
            awaited: vec![],
            explain: None,
            events: vec![],
        }
    }
}

/// Draws `state` for a page that has `has`.
///
/// # Errors
/// If the state cannot be written down, which would be our fault.
pub(crate) async fn draw(state: &WidgetState, has: &Has) -> Result<Drawn, ApiError> {
    if state.visible().is_none() {
        return Ok(Drawn::nothing());
    }
    let etag = etag_of(state, has)?;
    let placements = state.placements.iter().filter(|placement| !placement.is_over());
    let mut drawn =
        Drawn { etag, placements: placements.map(placed).collect(), ..Drawn::nothing() };
    if has.etag.as_ref() == Some(&drawn.etag) {
        return Ok(drawn);
    }
    drawn.html = Some(widget::render(state).await);
    // A course is drawn by the edge at each step, and by no Wasm: the page goes on with forms.
    let has_wasm = !matches!(state.visible(), Some(Placement::Course(..)));
    if has_wasm {
        drawn.state = Some(travel::to_text(&write(&state.for_browser())?));
    }
    let css = Css::for_page(state);
    drawn.css = (![&css.id, &CSS.id].map(Some).contains(&has.css.as_ref())).then_some(css);
    drawn.widget = (has_wasm && !WIDGET_WASM.is_empty())
        .then_some(Widget { js: WIDGET_JS, wasm: WIDGET_WASM });
    Ok(drawn)
}

/// Between what a state is called by and the command that was refused in it.
const REFUSED: char = '.';

/// What tells what is drawn from anything else. A page that shows this state, and beside it what was
/// refused, goes on showing both: what a person is told stays until they do something about it.
fn etag_of(state: &WidgetState, has: &Has) -> Result<String, ApiError> {
    let bytes = match &state.told {
        None => write(state)?,
        Some(_) => write(&WidgetState { told: None, ..state.clone() })?,
    };
    // Another build may draw the same state differently.
    let etag = fingerprint(&[&bytes, WIDGET_WASM.as_bytes(), CSS.id.as_bytes()].concat());
    if let Some(told) = &state.told {
        return Ok(format!("{etag}{REFUSED}{}", told.of));
    }
    let shown = has.etag.as_ref();
    let is_same = |shown: &&String| shown.split_once(REFUSED).is_some_and(|(it, _)| it == etag);
    Ok(shown.filter(is_same).cloned().unwrap_or(etag))
}

fn write(state: &WidgetState) -> Result<Vec<u8>, ApiError> {
    postcard::to_allocvec(state).map_err(|error| ApiError::Internal(format!("state: {error}")))
}

fn placed(placement: &Placement) -> Placed {
    Placed { id: placement.id().clone(), kind: placement.kind() }
}

/// FNV-1a over 64 bits, in hex. Tells versions apart; keeps no secret.
fn fingerprint(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use shared::{labels::Labels, placement::Told, text::Locale};

    use super::*;

    #[test]
    fn what_was_refused_is_no_part_of_what_a_state_is_called_by() {
        let state = WidgetState {
            locale: Locale::default(),
            labels: Labels::of(&Locale::default()),
            placements: vec![],
            told: None,
        };
        let told = Told { text: "Not so.".to_owned(), of: "m1".to_owned() };
        let refused = WidgetState { told: Some(told), ..state.clone() };
        let etag = etag_of(&state, &Has::default()).unwrap();
        assert_eq!(etag_of(&refused, &Has::default()).unwrap(), format!("{etag}.m1"));
        let shown = Has { etag: Some(format!("{etag}.m1")), css: None };
        assert_eq!(etag_of(&state, &shown).unwrap(), format!("{etag}.m1"));
    }

    #[test]
    fn fingerprints_as_published() {
        assert_eq!(fingerprint(b""), "cbf29ce484222325");
        assert_eq!(fingerprint(b"foobar"), "85944171f73967e8");
    }
}

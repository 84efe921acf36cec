//! States to draw.

use shared::{
    command::PlacedCommand,
    labels::Labels,
    placement::{Placement, WidgetState},
    text::Locale,
    time::UnixMillis,
};

/// A checklist of four, two of them by hand, the last one with a link out of the product.
pub(crate) const CHECKLIST: &str = r##"{
    "id": "get-started",
    "title": "Get started with Orbit",
    "intro": "Four steps to your first automated process.",
    "done": "All set. Your first process is running.",
    "order": "ORDER",
    "items": [
        {"id": "profile", "title": "Tell us about your team", "detail": "It takes a minute and sets sensible defaults.",
         "completion": "by_hand"},
        {"id": "create", "title": "Create your first process", "detail": "Start from a template or from nothing.",
         "link": {"label": "Create a process", "href": "/processes/new"}, "completion": {"event": "Process Created"}},
        {"id": "invite", "title": "Invite a teammate", "detail": "Approvals need somebody to approve.",
         "link": {"label": "Invite people", "href": "#invite"}, "completion": {"event": "Teammate Invited"}},
        {"id": "guide", "title": "Read the launch guide", "detail": "What to check before the process goes live.",
         "link": {"label": "Open the guide", "href": "https://docs.example.com/launch"}, "completion": "by_hand"}
    ]
}"##;

/// A Net Promoter survey.
pub(crate) const SURVEY: &str = r#"{
    "id": "nps",
    "kind": "nps",
    "question": "How likely are you to recommend Orbit to a colleague?",
    "low": "Not at all likely",
    "high": "Extremely likely",
    "comment": "What is the main reason for your rating?",
    "thanks": "Thank you. Your answer goes straight to the people who build Orbit."
}"#;

/// A checklist that nobody began; `order` is `any` or `sequence`.
pub(crate) fn checklist(order: &str) -> WidgetState {
    let checklist = serde_json::from_str(&CHECKLIST.replace("ORDER", order)).expect("a checklist");
    state("en", vec![Placement::Checklist(checklist, shared::checklist::Progress::default())])
}

/// A survey that nobody answered.
pub(crate) fn survey() -> WidgetState {
    let survey = serde_json::from_str(SURVEY).expect("a survey");
    state("en", vec![Placement::Survey(survey, shared::survey::Prompt::default())])
}

/// A state in the language `tag`.
pub(crate) fn state(tag: &str, placements: Vec<Placement<String>>) -> WidgetState {
    let locale = Locale::from(tag.to_owned());
    WidgetState { labels: Labels::of(&locale), locale, placements }
}

/// `state` after a person did `fields`.
pub(crate) fn after(mut state: WidgetState, fields: &[(&str, &str)]) -> WidgetState {
    let fields: Vec<_> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let command = PlacedCommand::from_fields(&fields).expect("a command");
    state.apply(&command, UnixMillis(7)).expect("an allowed command");
    state
}

/// `state` after the event `name` happened in the product.
pub(crate) fn observed(mut state: WidgetState, name: &str) -> WidgetState {
    for placement in &mut state.placements {
        if let Placement::Checklist(checklist, progress) = placement {
            progress.observe(checklist, name, UnixMillis(7));
        }
    }
    state
}

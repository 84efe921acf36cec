//! What a person who does not see the widget should hear when it changes.

use shared::{
    checklist::{ChecklistView, Progress, WinView},
    placement::{Placement, WidgetState},
};

/// The text of the live region. Empty where focus moves to what is new, and so says it.
pub(super) fn announcement(state: &WidgetState) -> String {
    match state.visible() {
        Some(Placement::Checklist(checklist, progress)) if progress.is_finished() => {
            sentences(&[state.labels.achieved(), &checklist.done])
        }
        Some(Placement::Checklist(checklist, progress)) => {
            let so_far = checklist.so_far(progress);
            match latest_win(checklist, progress) {
                Some(win) => sentences(&[&win.title, so_far]),
                None => so_far.to_owned(),
            }
        }
        Some(Placement::Survey(survey, prompt)) if prompt.is_answered() => {
            survey.ending(&prompt.answers).map(|ending| ending.title.clone()).unwrap_or_default()
        }
        #[cfg(feature = "ssr")]
        Some(Placement::Course(course, enrollment)) if enrollment.open.is_none() => {
            if enrollment.satisfied_at.is_some() {
                sentences(&[state.labels.achieved(), &course.done])
            } else {
                course.counts.get(enrollment.n_settled(course)).cloned().unwrap_or_default()
            }
        }
        _ => String::new(),
    }
}

fn latest_win<'a>(checklist: &'a ChecklistView, progress: &Progress) -> Option<&'a WinView> {
    checklist.find(progress.latest()?)?.win.as_ref()
}

/// As one text, with a pause between them.
fn sentences(parts: &[&str]) -> String {
    parts.iter().map(|part| part.trim_end_matches('.')).collect::<Vec<_>>().join(". ")
}

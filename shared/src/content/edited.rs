//! Brings a person's way through content up to date with how the content was edited.

use super::Content;
use crate::{
    checklist::Step,
    id::ContentId,
    placement::{Event, Journey},
    time::UnixMillis,
};

/// Finishes what an edit left without anything to do; returns what happened, as
/// [`Journey::observe`] does. Applying it again changes nothing.
pub fn settle(
    journey: &mut Journey,
    content: &[Content],
    now: UnixMillis,
) -> Vec<(ContentId, Event)> {
    let mut events = Vec::new();
    for content in content {
        if let Content::Checklist(checklist) = content
            && let Some(progress) = journey.progress.get_mut(&checklist.id)
            && progress.settle(checklist, now) == Step::Completed
        {
            events.push((checklist.id.clone(), Event::ChecklistCompleted));
        }
    }
    events
}

//! What may be wrong with a checklist.

use std::collections::BTreeSet;

use super::{
    Fault, check_link, check_text,
    condition::{check_condition, check_event},
    fault,
};
use crate::{
    checklist::{Checklist, Completion, Item, Win},
    id::ItemId,
};

/// Notes everything that is wrong with `checklist`.
pub(super) fn check(checklist: &Checklist, faults: &mut Vec<Fault>) {
    let texts =
        [("title", &checklist.title), ("intro", &checklist.intro), ("done", &checklist.done)];
    for (path, text) in texts {
        check_text(text, path, faults);
    }
    if let Some(segment) = &checklist.segment {
        check_condition(segment, "segment", faults);
    }
    if checklist.items.is_empty() {
        faults.push(fault("items", "needs at least one item"));
    }
    // An item may wait for those before it only, so nothing can wait for itself.
    let mut before = BTreeSet::new();
    for (index, item) in checklist.items.iter().enumerate() {
        if before.contains(&item.id) {
            let message = format!("`{}` names an earlier item", item.id);
            faults.push(fault(format!("items[{index}].id"), message));
        }
        check_item(item, &before, &format!("items[{index}]"), faults);
        before.insert(&item.id);
    }
}

fn check_item(item: &Item, before: &BTreeSet<&ItemId>, path: &str, faults: &mut Vec<Fault>) {
    check_text(&item.title, format!("{path}.title"), faults);
    check_text(&item.detail, format!("{path}.detail"), faults);
    match &item.completion {
        Completion::Event(test) => check_event(test, &format!("{path}.completion.event"), faults),
        Completion::When(condition) => {
            check_condition(condition, &format!("{path}.completion.when"), faults);
        }
        Completion::ByHand | Completion::Course(_) => {}
    }
    if let Some(link) = &item.link {
        check_link(link, &format!("{path}.link"), faults);
    }
    for (n, id) in item.requires.iter().enumerate() {
        if !before.contains(id) {
            let message = format!("`{id}` is no item before this one");
            faults.push(fault(format!("{path}.requires[{n}]"), message));
        }
    }
    if let Some(condition) = &item.condition {
        check_condition(condition, &format!("{path}.if"), faults);
    }
    if let Some(Win { title, detail, counts }) = &item.win {
        check_text(title, format!("{path}.win.title"), faults);
        if let Some(detail) = detail {
            check_text(detail, format!("{path}.win.detail"), faults);
        }
        if let Some(test) = counts {
            check_event(test, &format!("{path}.win.counts"), faults);
        }
    }
}

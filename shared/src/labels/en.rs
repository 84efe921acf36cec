//! English.

use super::Words;

pub(super) const WORDS: Words = Words {
    close: "Close",
    minimise: "Minimise",
    not_now: "Not now",
    ask_later: "Ask me later",
    send: "Send",
    next: "Next",
    mark_done: "Mark as done",
    undo: "Undo",
    skip: "Skip",
    done: "Done",
    skipped: "Skipped",
    locked: "Opens when the steps before it are done",
    by_vendor: "We do this for you",
    by_anyone: "Anyone on your team can do this",
    optional: "optional",
    choose_any: "Choose all that apply",
    achieved: "You did it",
    progress: &[("other", "{n} of {total} done")],
    due: "Due {day}",
    overdue: "Was due {day}",
};

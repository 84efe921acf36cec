//! What became of the items of checklists, and whose doing it was, in words.

use crate::api::{Author, Cause, ItemChange};

/// What became of an item, in a word or two.
pub(crate) const fn item_change(change: ItemChange) -> &'static str {
    match change {
        ItemChange::Completed => "Done",
        ItemChange::Skipped => "Skipped",
        ItemChange::Reopened => "Taken back",
        ItemChange::Unknown => "Changed",
    }
}

/// The class of its badge.
pub(crate) const fn item_change_class(change: ItemChange) -> &'static str {
    match change {
        ItemChange::Completed => "good",
        ItemChange::Reopened => "changed",
        ItemChange::Skipped | ItemChange::Unknown => "plain",
    }
}

/// By what it came about. Nothing for the staff: that is said of who it was.
pub(crate) const fn item_change_cause(cause: Cause) -> Option<&'static str> {
    match cause {
        Cause::Hand => Some("by hand"),
        Cause::Product => Some("in the product"),
        Cause::Operator | Cause::Unknown => None,
    }
}

/// Whose doing it was that an item is done, to stand after "Done"; `None` if there is nothing to say.
///
/// What somebody did in the product is theirs, as the list is, unless the item counts for everybody.
pub(crate) fn done_by(by: &Author, is_shared: bool) -> Option<String> {
    match by.cause {
        Cause::Product if !is_shared => Some("in the product".to_owned()),
        Cause::Product => Some(format!("in the product by {}", by.name()?)),
        Cause::Operator => Some(format!("by {} (staff)", by.name()?)),
        Cause::Hand | Cause::Unknown => Some(format!("by {}", by.name()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cause: Cause, name: Option<&str>, is_shared: bool, want: Option<&str>) {
        let actor_name = name.map(str::to_owned);
        let by = Author { cause, actor: Some("ana".to_owned()), actor_name };
        assert_eq!(done_by(&by, is_shared).as_deref(), want);
    }

    #[test]
    fn who_did_it_is_named() {
        check(Cause::Hand, Some("Ana"), false, Some("by Ana"));
        check(Cause::Hand, None, true, Some("by ana"));
        check(Cause::Operator, Some("Marta"), true, Some("by Marta (staff)"));
        check(Cause::Unknown, Some("Ana"), false, Some("by Ana"));
    }

    #[test]
    fn the_product_names_somebody_only_where_the_list_does_not() {
        check(Cause::Product, Some("Ana"), false, Some("in the product"));
        check(Cause::Product, Some("Ana"), true, Some("in the product by Ana"));
    }

    #[test]
    fn of_nobody_there_is_nothing_to_say() {
        let by = Author { cause: Cause::Hand, actor: None, actor_name: None };
        assert_eq!(done_by(&by, false), None);
    }

    #[test]
    fn what_is_not_known_here_is_not_called_done() {
        assert_eq!(item_change(ItemChange::Unknown), "Changed");
        assert_eq!(item_change_class(ItemChange::Unknown), "plain");
    }
}

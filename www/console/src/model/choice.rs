//! [`Choices`]: what a field suggests while somebody types.

use super::Phase;

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// What is sent.
    pub(crate) id: String,
    /// What it is called.
    pub(crate) name: Option<String>,
}

/// What there is to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Choices {
    /// In the order in which they are suggested.
    pub(crate) rows: Vec<Choice>,
    /// Whether there are more, which are not suggested.
    pub(crate) is_cut: bool,
}

impl Choices {
    /// Those with `typed` in their name or id; first those that begin with it.
    pub(crate) fn matching(&self, typed: &str) -> Vec<&Choice> {
        let typed = typed.trim().to_lowercase();
        let places = |choice: &Choice| {
            let texts = [Some(&choice.id), choice.name.as_ref()];
            texts.into_iter().flatten().filter_map(|text| text.to_lowercase().find(&typed)).min()
        };
        let mut found: Vec<_> =
            self.rows.iter().filter_map(|choice| Some((places(choice)?, choice))).collect();
        // Stable: who was seen last stays first.
        found.sort_by_key(|(place, _)| *place > 0);
        found.into_iter().map(|(_, choice)| choice).collect()
    }

    /// The one that is meant by `typed`: of this id, of this name, or the only one that matches.
    pub(crate) fn named(&self, typed: &str) -> Option<&Choice> {
        let name = typed.trim().to_lowercase();
        let is_named = |choice: &&Choice| {
            choice.name.as_ref().is_some_and(|name_of| name_of.to_lowercase() == name)
        };
        let only = || match self.matching(typed)[..] {
            [only] if !self.is_cut => Some(only),
            _ => None,
        };
        self.of_id(typed).or_else(|| self.rows.iter().find(is_named)).or_else(only)
    }

    /// The one of this id.
    pub(crate) fn of_id(&self, id: &str) -> Option<&Choice> {
        self.rows.iter().find(|choice| choice.id == id.trim())
    }
}

/// What is suggested, and the request for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Suggestions {
    /// What there is; nothing until it is in.
    pub(crate) choices: Choices,
    /// The request.
    pub(crate) phase: Phase,
}

/// How a field stands that suggests [`Choices`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Combo {
    /// What was in it when the list was asked for.
    pub(crate) typed: String,
    /// Whether the list is asked for.
    pub(crate) is_open: bool,
    /// The row of the list that Enter would choose; the last one if there are not so many.
    pub(crate) active: Option<usize>,
}

impl Combo {
    /// Suggests what matches `typed`, and nothing in particular: Enter still sends what is typed.
    pub(crate) const fn open(typed: String) -> Self {
        Self { typed, is_open: true, active: None }
    }

    /// Goes to the next of `n` rows, or to the one before; round at the ends. While there are none
    /// yet, the one at that end is meant.
    pub(crate) fn step(&self, typed: String, is_down: bool, n: usize) -> Self {
        let active = match (self.active_of(n), is_down) {
            (Some(active), true) => (active + 1) % n,
            (None, true) => 0,
            (Some(active), false) if active > 0 => active - 1,
            (_, false) => usize::MAX,
        };
        Self { typed, is_open: true, active: Some(active) }
    }

    /// The row that Enter would choose of `n` that are there.
    pub(crate) fn active_of(&self, n: usize) -> Option<usize> {
        self.active.filter(|_| self.is_open && n > 0).map(|row| row.min(n - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(rows: &[(&str, &str)]) -> Choices {
        let choice = |(id, name): &(&str, &str)| Choice {
            id: (*id).to_owned(),
            name: Some((*name).to_owned()).filter(|name| !name.is_empty()),
        };
        Choices { rows: rows.iter().map(choice).collect(), is_cut: false }
    }

    #[test]
    fn what_begins_with_it_comes_before_what_has_it_within() {
        let all = choices(&[("c-9", "Banana"), ("ana", "Ruiz"), ("b", "Ana Sol"), ("d", "")]);
        let found = |typed: &str| -> Vec<&str> {
            all.matching(typed).into_iter().map(|choice| &*choice.id).collect()
        };
        assert_eq!(found(" ANA "), ["ana", "b", "c-9"]);
        assert_eq!(found("d"), ["d"]);
        assert_eq!(found(""), ["c-9", "ana", "b", "d"]);
        assert_eq!(found("nobody"), [""; 0]);
        assert_eq!(all.of_id(" b ").and_then(|choice| choice.name.as_deref()), Some("Ana Sol"));
    }

    #[test]
    fn what_is_meant_is_named_by_id_by_name_or_by_being_the_only_one() {
        let all = choices(&[("c-9", "Banana"), ("ana", "Ruiz"), ("b", "Ana Sol"), ("d", "")]);
        let meant = |all: &Choices, typed: &str| all.named(typed).map(|choice| choice.id.clone());
        assert_eq!(meant(&all, "ana").as_deref(), Some("ana"));
        assert_eq!(meant(&all, " ana sol ").as_deref(), Some("b"));
        assert_eq!(meant(&all, "ban").as_deref(), Some("c-9"));
        assert_eq!(meant(&all, "an"), None);
        assert_eq!(meant(&Choices { is_cut: true, ..all }, "ban"), None);
    }

    #[test]
    fn the_arrows_go_round_and_begin_at_either_end() {
        let step = |combo: &Combo, is_down| combo.step("a".to_owned(), is_down, 2);
        let first = step(&Combo::default(), true);
        assert_eq!((first.is_open, first.active_of(2)), (true, Some(0)));
        let second = step(&first, true);
        assert_eq!(second.active_of(2), Some(1));
        assert_eq!(step(&second, true).active_of(2), Some(0));
        assert_eq!(step(&first, false).active_of(2), Some(1));
        assert_eq!(step(&Combo::default(), false).active_of(2), Some(1));
    }

    #[test]
    fn an_arrow_that_is_pressed_early_holds_for_what_comes() {
        let empty = Combo::default();
        let [first, last] = [true, false].map(|is_down| empty.step(String::new(), is_down, 0));
        assert_eq!((first.active_of(0), first.active_of(3)), (None, Some(0)));
        assert_eq!((last.active_of(0), last.active_of(3)), (None, Some(2)));
        // A list that became shorter meanwhile.
        assert_eq!(last.step(String::new(), false, 3).active_of(2), Some(1));
    }
}

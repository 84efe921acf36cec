//! What the vendor's staff sees of a person's checklists, and does in them.

use super::{Journey, Refusal, Team, find};
use crate::{
    checklist::{ChecklistView, Progress},
    content::Content,
    id::{ContentId, ItemId},
    placement::{Event, Scene},
};

impl Journey {
    /// The person's checklists: those that are meant for them, and those that they are in.
    #[must_use]
    pub fn checklists(&self, team: &Team, scene: &Scene<'_>) -> Vec<(ChecklistView, Progress)> {
        let checklists = scene.content.iter().filter_map(|content| match content {
            Content::Checklist(checklist) => Some(checklist),
            Content::Survey(_) | Content::Course(_) => None,
        });
        let has = |checklist: &&crate::checklist::Checklist| {
            let id = checklist.id.as_str();
            self.progress.get(&checklist.id).is_some_and(Progress::has_begun)
                || checklist.segment.as_ref().is_none_or(|c| c.check(id, scene.facts).is_ok())
        };
        checklists
            .filter(has)
            .map(|checklist| self.checklist(team, checklist, scene, &scene.facts.locale))
            .collect()
    }

    /// Marks an item of the vendor's as done, or takes that back. What happened, if it was otherwise.
    ///
    /// # Errors
    /// [`Refusal`] if there is no such checklist or item, or it is the customer's. Nothing has
    /// changed then.
    pub fn tick(
        &mut self,
        team: &mut Team,
        scene: &Scene<'_>,
        (id, item): (&ContentId, &ItemId),
        is_done: bool,
    ) -> Result<Option<Event>, Refusal> {
        let Content::Checklist(checklist) = find(scene, id)? else {
            return Err(Refusal::WrongCommand);
        };
        let (view, mut progress) = self.checklist(team, checklist, scene, &scene.facts.locale);
        if !progress.tick(&view, item, is_done, scene.now())? {
            return Ok(None);
        }
        self.keep(team, checklist, progress);
        let event = if is_done { Event::ItemCompleted } else { Event::ItemReopened };
        Ok(Some(event(item.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        checklist::ProgressRefusal, contact::ContactPolicy, content::ContentKind, id::UserId,
        targeting::Facts, text::Locale, time::UnixMillis, wording::Plain,
    };

    /// `own` is the customer's, `ours` the vendor's, `all` the vendor's for the whole account.
    fn content() -> Vec<Content> {
        let item = |id: &str, more: &str| {
            format!(
                r#"{{"id":"{id}","title":{{"en":"t"}},"detail":{{"en":"d"}},
                    "completion":"by_hand"{more}}}"#
            )
        };
        let items = [
            item("own", ""),
            item("ours", r#","owner":"vendor""#),
            item("all", r#","owner":"vendor","scope":"account""#),
        ]
        .join(",");
        let json = format!(
            r#"{{"id":"start","title":{{"en":"t"}},"intro":{{"en":"i"}},"done":{{"en":"d"}},
                "items":[{items}]}}"#
        );
        vec![Content::parse(ContentKind::Checklist, &json).unwrap()]
    }

    #[track_caller]
    fn check(ticks: &[(&str, bool)], want: Result<&[&str], ProgressRefusal>) {
        let content = content();
        let facts = Facts::of(UserId::try_from("ana").unwrap(), Locale::default(), UnixMillis(1));
        let policy = ContactPolicy::default();
        let scene = Scene { content: &content, policy: &policy, facts: &facts, words: &Plain };
        let (mut journey, mut team) = (Journey::default(), Team::default());
        let id = ContentId::try_from("start").unwrap();
        let ticked = ticks.iter().try_for_each(|(item, is_done)| {
            let item = ItemId::try_from(*item).unwrap();
            journey.tick(&mut team, &scene, (&id, &item), *is_done).map(drop)
        });
        let (view, progress) = journey.checklists(&team, &scene).remove(0);
        let done: Vec<&str> = view
            .items
            .iter()
            .filter(|item| progress.is_completed(&item.id))
            .map(|item| item.id.as_str())
            .collect();
        assert_eq!(ticked.map(|()| &*done), want.map_err(Refusal::Progress));
        let of_team = team.progress.get(&id).is_some_and(Progress::has_begun);
        assert_eq!(of_team, done.contains(&"all"));
        assert!(!progress.is_finished());
    }

    #[test]
    fn what_the_staff_has_done_is_done_until_it_is_taken_back() {
        check(&[("ours", true), ("ours", true)], Ok(&["ours"]));
        check(&[("ours", true), ("ours", false), ("ours", false)], Ok(&[]));
    }

    #[test]
    fn what_changes_is_told_and_nothing_else() {
        let content = content();
        let facts = Facts::of(UserId::try_from("ana").unwrap(), Locale::default(), UnixMillis(1));
        let policy = ContactPolicy::default();
        let scene = Scene { content: &content, policy: &policy, facts: &facts, words: &Plain };
        let (mut journey, mut team) = (Journey::default(), Team::default());
        let of = (&ContentId::try_from("start").unwrap(), &ItemId::try_from("ours").unwrap());
        let mut tick = |is_done| journey.tick(&mut team, &scene, of, is_done).unwrap();
        assert_eq!(tick(false), None);
        assert_eq!(tick(true), Some(Event::ItemCompleted(of.1.clone())));
        assert_eq!(tick(true), None);
        assert_eq!(tick(false), Some(Event::ItemReopened(of.1.clone())));
    }

    #[test]
    fn what_counts_for_all_is_the_teams() {
        check(&[("all", true)], Ok(&["all"]));
        check(&[("all", true), ("all", false)], Ok(&[]));
    }

    #[test]
    fn what_is_the_customers_is_refused() {
        let own = ItemId::try_from("own").unwrap();
        check(&[("own", true)], Err(ProgressRefusal::NotVendors(own)));
        let other = ItemId::try_from("other").unwrap();
        check(&[("other", true)], Err(ProgressRefusal::UnknownItem(other)));
    }
}

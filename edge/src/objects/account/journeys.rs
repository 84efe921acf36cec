//! Table `journey`: how far people are in what they were shown.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::{
    content::{Content, ContentKind},
    id::{ContentId, UserId},
    placement::{Journey, Team},
    training::Enrollment,
};
use worker::{Result, SqlStorage};

use super::{
    super::storage::{execute, rows},
    memory::Memory,
    training,
};

/// Stands for the account where others have a user: what was done for all.
pub(super) const TEAM: &str = "";

/// An enrollment that changed, whose it is, and in which course.
pub(super) type Changed = (UserId, ContentId, Enrollment);

/// The journeys that a visit touches. Each is loaded once, and stored if it changed.
#[derive(Debug)]
pub(super) struct Journeys<'a> {
    sql: &'a SqlStorage,
    memory: &'a mut Memory,
    loaded: BTreeMap<UserId, Loaded<Journey>>,
    team: Option<Loaded<Team>>,
}

#[derive(Debug)]
struct Loaded<T> {
    before: T,
    now: T,
}

impl<T: Clone> Loaded<T> {
    fn new(now: T) -> Self {
        Self { before: now.clone(), now }
    }
}

impl<'a> Journeys<'a> {
    /// None loaded yet.
    pub(super) const fn new(sql: &'a SqlStorage, memory: &'a mut Memory) -> Self {
        Self { sql, memory, loaded: BTreeMap::new(), team: None }
    }

    /// Whether an event of this name could change what `user` sees.
    pub(super) fn expects(
        &mut self,
        user: &UserId,
        content: &[Content],
        name: &str,
    ) -> Result<bool> {
        let (journey, team) = self.look(user)?;
        Ok(journey.expects(team, content, name))
    }

    /// Whether a rule could enrol `user` in anything.
    pub(super) fn awaits_rules(&mut self, user: &UserId, content: &[Content]) -> Result<bool> {
        Ok(self.look(user)?.0.awaits_rules(content))
    }

    /// The journey of `user`, and what was done for all, as they are now.
    fn look(&mut self, user: &UserId) -> Result<(&Journey, &Team)> {
        if self.team.is_none() && self.memory.team.is_none() {
            self.memory.team = Some(Team { progress: load(self.sql, TEAM)?.progress });
        }
        if !self.loaded.contains_key(user) && self.memory.journey(user).is_none() {
            self.memory.keep_journey(user.clone(), load(self.sql, user.as_str())?);
        }
        let changed = self.loaded.get(user).map(|loaded| &loaded.now);
        let journey = changed.or_else(|| self.memory.journey(user)).expect("loaded above");
        let changed = self.team.as_ref().map(|loaded| &loaded.now);
        let team = changed.or(self.memory.team.as_ref()).expect("loaded above");
        Ok((journey, team))
    }

    /// The journey of `user`, and what was done for all, to change them.
    pub(super) fn get(&mut self, user: &UserId) -> Result<(&mut Journey, &mut Team)> {
        if !self.loaded.contains_key(user) {
            let journey = match self.memory.journey(user) {
                Some(journey) => journey.clone(),
                None => load(self.sql, user.as_str())?,
            };
            self.loaded.insert(user.clone(), Loaded::new(journey));
        }
        if self.team.is_none() {
            let team = match &self.memory.team {
                Some(team) => team.clone(),
                None => Team { progress: load(self.sql, TEAM)?.progress },
            };
            self.team = Some(Loaded::new(team));
        }
        let journey = self.loaded.get_mut(user).expect("inserted above");
        let team = self.team.as_mut().expect("set above");
        Ok((&mut journey.now, &mut team.now))
    }

    /// Stores what changed; returns the enrollments that did, for the workspace.
    pub(super) fn store(self) -> Result<Vec<Changed>> {
        let mut changed = Vec::new();
        for (user, Loaded { before, mut now }) in self.loaded {
            store_progress(self.sql, user.as_str(), &before.progress, &now.progress)?;
            for (id, prompt) in &now.prompts {
                if before.prompts.get(id) != Some(prompt) {
                    let body = serde_json::to_string(prompt)?;
                    store(self.sql, user.as_str(), id, ContentKind::Survey, body)?;
                }
            }
            for (id, enrollment) in &mut now.enrollments {
                let was = before.enrollments.get(id);
                if was != Some(enrollment) {
                    if was.is_none() {
                        let moved = training::moved_revision(self.sql, id)?;
                        enrollment.revision = enrollment.revision.max(moved);
                    }
                    enrollment.revision += 1;
                    let body = serde_json::to_string(enrollment)?;
                    store(self.sql, user.as_str(), id, ContentKind::Course, body)?;
                    changed.push((user.clone(), id.clone(), enrollment.clone()));
                }
            }
            self.memory.keep_journey(user, now);
        }
        if let Some(Loaded { before, now }) = self.team {
            store_progress(self.sql, TEAM, &before.progress, &now.progress)?;
            self.memory.team = Some(now);
        }
        Ok(changed)
    }
}

fn load(sql: &SqlStorage, user: &str) -> Result<Journey> {
    #[derive(Deserialize)]
    struct Row {
        content_id: ContentId,
        kind: ContentKind,
        body: String,
    }
    let query = "SELECT content_id, kind, body FROM journey WHERE user_id = ?";
    let stored: Vec<Row> = rows(sql, query, vec![user.into()])?;
    let mut journey = Journey::default();
    for Row { content_id, kind, body } in stored {
        match kind {
            ContentKind::Checklist => {
                journey.progress.insert(content_id, serde_json::from_str(&body)?);
            }
            ContentKind::Survey => {
                journey.prompts.insert(content_id, serde_json::from_str(&body)?);
            }
            ContentKind::Course => {
                journey.enrollments.insert(content_id, serde_json::from_str(&body)?);
            }
        }
    }
    Ok(journey)
}

fn store_progress(
    sql: &SqlStorage,
    user: &str,
    before: &BTreeMap<ContentId, shared::checklist::Progress>,
    now: &BTreeMap<ContentId, shared::checklist::Progress>,
) -> Result<()> {
    for (id, progress) in now {
        if before.get(id) != Some(progress) {
            store(sql, user, id, ContentKind::Checklist, serde_json::to_string(progress)?)?;
        }
    }
    Ok(())
}

fn store(
    sql: &SqlStorage,
    user: &str,
    id: &ContentId,
    kind: ContentKind,
    body: String,
) -> Result<()> {
    let query = "INSERT INTO journey (user_id, content_id, kind, body) VALUES (?, ?, ?, ?) \
                 ON CONFLICT (user_id, content_id) DO UPDATE SET body = excluded.body";
    execute(sql, query, vec![user.into(), id.as_str().into(), kind.as_str().into(), body.into()])
}

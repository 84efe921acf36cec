//! Table `journey`: how far people are in what they were shown.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::{
    content::ContentKind,
    id::{ContentId, UserId},
    placement::Journey,
};
use worker::{Result, SqlStorage};

use super::{
    super::storage::{execute, rows},
    memory::Memory,
};

/// The journeys that a visit touches. Each is loaded once, and stored if it changed.
#[derive(Debug)]
pub(super) struct Journeys<'a> {
    sql: &'a SqlStorage,
    memory: &'a mut Memory,
    loaded: BTreeMap<UserId, Loaded>,
}

#[derive(Debug)]
struct Loaded {
    before: Journey,
    now: Journey,
}

impl<'a> Journeys<'a> {
    /// None loaded yet.
    pub(super) const fn new(sql: &'a SqlStorage, memory: &'a mut Memory) -> Self {
        Self { sql, memory, loaded: BTreeMap::new() }
    }

    /// The journey of `user`.
    pub(super) fn get(&mut self, user: &UserId) -> Result<&mut Journey> {
        if !self.loaded.contains_key(user) {
            let journey = match self.memory.take_journey(user) {
                Some(journey) => journey,
                None => load(self.sql, user)?,
            };
            let loaded = Loaded { before: journey.clone(), now: journey };
            self.loaded.insert(user.clone(), loaded);
        }
        Ok(&mut self.loaded.get_mut(user).expect("inserted above").now)
    }

    /// Stores what changed.
    pub(super) fn store(self) -> Result<()> {
        for (user, Loaded { before, now }) in self.loaded {
            for (id, progress) in &now.progress {
                if before.progress.get(id) != Some(progress) {
                    let body = serde_json::to_string(progress)?;
                    store(self.sql, &user, id, ContentKind::Checklist, body)?;
                }
            }
            for (id, prompt) in &now.prompts {
                if before.prompts.get(id) != Some(prompt) {
                    let body = serde_json::to_string(prompt)?;
                    store(self.sql, &user, id, ContentKind::Survey, body)?;
                }
            }
            self.memory.keep_journey(user, now);
        }
        Ok(())
    }
}

fn load(sql: &SqlStorage, user: &UserId) -> Result<Journey> {
    #[derive(Deserialize)]
    struct Row {
        content_id: ContentId,
        kind: ContentKind,
        body: String,
    }
    let query = "SELECT content_id, kind, body FROM journey WHERE user_id = ?";
    let stored: Vec<Row> = rows(sql, query, vec![user.as_str().into()])?;
    let mut journey = Journey::default();
    for Row { content_id, kind, body } in stored {
        match kind {
            ContentKind::Checklist => {
                journey.progress.insert(content_id, serde_json::from_str(&body)?);
            }
            ContentKind::Survey => {
                journey.prompts.insert(content_id, serde_json::from_str(&body)?);
            }
        }
    }
    Ok(journey)
}

fn store(
    sql: &SqlStorage,
    user: &UserId,
    id: &ContentId,
    kind: ContentKind,
    body: String,
) -> Result<()> {
    let query = "INSERT INTO journey (user_id, content_id, kind, body) VALUES (?, ?, ?, ?) \
                 ON CONFLICT (user_id, content_id) DO UPDATE SET body = excluded.body";
    execute(
        sql,
        query,
        vec![user.as_str().into(), id.as_str().into(), kind.as_str().into(), body.into()],
    )
}

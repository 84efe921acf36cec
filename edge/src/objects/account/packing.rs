//! Tables `parcel` and `moved`: history is packed, and sent to where it belongs.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::{
    id::{UserId, WorkspaceId},
    time::UnixMillis,
};
use worker::{Env, Result, SqlStorage, Storage};

use super::{
    super::storage::{execute, integer, rows},
    activity,
    membership::Memberships,
    outbox::Teller,
    parcel::{Destination, MovedEvent, Parcel},
    protocol, training,
};

/// The most rows of each kind in a parcel, and about the most bytes of them all as JSON: what is
/// stored has 2 MB.
const MAX_ROWS: i64 = 500;
const MAX_BYTES: usize = 1_000_000;

/// The most parcels that are packed, or sent, at once. Somebody may wait for them, and an
/// invocation may call 50 objects; the rest goes by alarm.
const MAX_PARCELS: usize = 8;

/// The most objects that history goes through. It takes two, from a browser to its user and on
/// to their account; people who are said to be each other would send it round and round.
const MAX_HOPS: u8 = 4;

/// Whose database this is, and where what is in it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sender {
    /// The workspace.
    pub(super) workspace: WorkspaceId,
    /// The object's own name.
    pub(super) source: String,
    /// Its user; `None` for a browser nobody signed in to.
    pub(super) user: Option<UserId>,
    /// How many objects this has been through.
    pub(super) hops: u8,
}

impl Sender {
    fn teller(&self) -> Teller {
        Teller {
            workspace: self.workspace.clone(),
            object: self.source.clone(),
            source: self.source.clone(),
            account: None,
        }
    }
}

/// Packs what belongs elsewhere, or as much of it as goes at once: then [`rest`] says so. Returns
/// whether there was anything.
///
/// What makes a person who they are goes first, what they did last: it is by far the most, and
/// is looked at with the rest in place.
pub(super) fn pack(
    sql: &SqlStorage,
    sender: &Sender,
    belongs: &Memberships,
    now: UnixMillis,
) -> Result<bool> {
    let destination = match (&belongs.current, &belongs.alias, &sender.user) {
        (Some(account), _, Some(user)) => Some((Destination::Account(account.clone()), user)),
        (_, Some(alias), _) => Some((Destination::User(alias.clone()), alias)),
        _ => None,
    };
    let Some((to, user)) = destination.filter(|_| sender.hops < MAX_HOPS) else {
        return Ok(false);
    };
    for n_packed in 0..MAX_PARCELS {
        let mut room = Room { n_bytes: MAX_BYTES };
        let parcel = Parcel {
            name: String::new(),
            workspace: sender.workspace.clone(),
            source: sender.source.clone(),
            to: to.clone(),
            user: user.clone(),
            hops: sender.hops,
            is_unobserved: sender.user.is_none(),
            person: room.take(sql, &PERSON, vec![])?.pop(),
            journeys: room.take(sql, &JOURNEYS, vec![])?,
            commands: room.take(sql, &COMMANDS, vec![])?,
            responses: room.take(sql, &RESPONSES, vec![sender.source.as_str().into()])?,
            dismissals: room.take(sql, &DISMISSALS, vec![sender.source.as_str().into()])?,
            audit: room.take(sql, &AUDIT, vec![])?,
            events: room.take_events(sql, now)?,
        };
        if parcel.is_empty() {
            note_rest(sql, None)?;
            return Ok(n_packed > 0);
        }
        if let Some(own) = &sender.user {
            training::tell_moved(sql, &sender.teller(), own, &parcel.journeys, now)?;
        }
        let query = "INSERT INTO parcel (body) VALUES (?)";
        execute(sql, query, vec![serde_json::to_string(&parcel)?.into()])?;
        if n_packed == 0 {
            // What they counted goes.
            activity::forget(sql)?;
        }
    }
    note_rest(sql, Some(sender))?;
    Ok(true)
}

/// Whose history was not packed whole.
pub(super) fn rest(sql: &SqlStorage) -> Result<Option<Sender>> {
    #[derive(Deserialize)]
    struct Row {
        rest: String,
    }
    let query = "SELECT rest FROM moved WHERE rest IS NOT NULL";
    let found: Vec<Row> = rows(sql, query, vec![])?;
    Ok(found.first().map(|row| serde_json::from_str(&row.rest)).transpose()?)
}

/// Notes whose history was not packed whole; nobody's, by `None`.
pub(super) fn note_rest(sql: &SqlStorage, rest: Option<&Sender>) -> Result<()> {
    let rest = rest.map(serde_json::to_string).transpose()?;
    execute(sql, "UPDATE moved SET rest = ?1 WHERE rest IS NOT ?1", vec![rest.into()])
}

/// A table whose rows move, and are gone then.
struct Kind {
    /// What is read, oldest first, with its `row_id`; without the `LIMIT`, which is bound last.
    read: &'static str,
    /// What is done with those up to a `row_id`.
    remove: &'static [&'static str],
}

const PERSON: Kind = Kind {
    read: "SELECT rowid AS row_id, traits, first_seen_at, last_seen_at, sign_ins, \
           last_sign_in_at FROM user ORDER BY rowid",
    remove: &["DELETE FROM user WHERE rowid <= ?"],
};
const JOURNEYS: Kind = Kind {
    read: "SELECT rowid AS row_id, content_id, kind, body, user_id = '' AS is_team FROM journey \
           ORDER BY rowid",
    remove: &["DELETE FROM journey WHERE rowid <= ?"],
};
const COMMANDS: Kind = Kind {
    read: "SELECT rowid AS row_id, command_id, accepted_at FROM command ORDER BY rowid",
    // Their ids stay: a retry is a duplicate still.
    remove: &[
        "INSERT INTO command_elsewhere (command_id) SELECT command_id FROM command \
         WHERE rowid <= ? ON CONFLICT DO NOTHING",
        "DELETE FROM command WHERE rowid <= ?",
    ],
};
const RESPONSES: Kind = Kind {
    read: "SELECT rowid AS row_id, response_id, survey_id, kind, user_name, rating, comment, \
           answered_at, coalesce(source, ?) AS source, answers, is_complete, followed_at, \
           revision, round FROM response ORDER BY rowid",
    remove: &["DELETE FROM response WHERE rowid <= ?"],
};
const DISMISSALS: Kind = Kind {
    read: "SELECT rowid AS row_id, dismissal_id, survey_id, dismissed_at, \
           coalesce(source, ?) AS source FROM dismissal ORDER BY rowid",
    remove: &["DELETE FROM dismissal WHERE rowid <= ?"],
};
const AUDIT: Kind = Kind {
    read: "SELECT rowid AS row_id, at, type, content_id, item_id, user_id = '' AS is_team, cause, \
           iif(cause = 'operator', actor, NULL) AS operator FROM audit ORDER BY rowid",
    remove: &["DELETE FROM audit WHERE rowid <= ?"],
};

#[derive(Deserialize)]
struct Row<T> {
    row_id: i64,
    #[serde(flatten)]
    moved: T,
}

/// How much more a parcel takes.
struct Room {
    n_bytes: usize,
}

impl Room {
    /// Takes the oldest rows of `kind` out, as many as fit.
    fn take<T: Serialize + DeserializeOwned>(
        &mut self,
        sql: &SqlStorage,
        kind: &Kind,
        mut bindings: Vec<worker::SqlStorageValue>,
    ) -> Result<Vec<T>> {
        bindings.push(integer(MAX_ROWS));
        let found: Vec<Row<T>> = rows(sql, &format!("{} LIMIT ?", kind.read), bindings)?;
        let taken = self.fill(found)?;
        if let Some(last) = taken.last() {
            for statement in kind.remove {
                execute(sql, statement, vec![integer(last.row_id)])?;
            }
        }
        Ok(taken.into_iter().map(|row| row.moved).collect())
    }

    /// Takes the oldest events out. Their ids stay: a retry is a duplicate still.
    fn take_events(&mut self, sql: &SqlStorage, now: UnixMillis) -> Result<Vec<MovedEvent>> {
        // From where the last ended: a long history would be read anew for each of its parcels.
        let query = "SELECT event_id AS row_id, message_id, type, anonymous, name, timestamp, \
                     received_at, trusted, body FROM event \
                     WHERE event_id > (SELECT event_id FROM moved) AND moved_at IS NULL \
                     ORDER BY event_id LIMIT ?";
        let found: Vec<Row<MovedEvent>> = rows(sql, query, vec![integer(MAX_ROWS)])?;
        if found.is_empty() {
            // What moved before this was noted is not read again either.
            let query = "UPDATE moved SET event_id = (SELECT max(event_id) FROM event) \
                         WHERE event_id < (SELECT max(event_id) FROM event)";
            execute(sql, query, vec![])?;
        }
        let taken = self.fill(found)?;
        if let Some(last) = taken.last() {
            let query = "UPDATE event SET moved_at = ?, body = '{}' WHERE moved_at IS NULL \
                         AND event_id > (SELECT event_id FROM moved) AND event_id <= ?";
            execute(sql, query, vec![integer(now.0), integer(last.row_id)])?;
            execute(sql, "UPDATE moved SET event_id = ?", vec![integer(last.row_id)])?;
        }
        Ok(taken.into_iter().map(|row| row.moved).collect())
    }

    /// The first of `found` that fit. One that fits into no parcel has one for itself.
    fn fill<T: Serialize>(&mut self, found: Vec<Row<T>>) -> Result<Vec<Row<T>>> {
        let mut taken = Vec::with_capacity(found.len());
        for row in found {
            let n_bytes = n_bytes(&row.moved)?;
            if n_bytes > self.n_bytes && self.n_bytes < MAX_BYTES {
                self.n_bytes = 0;
                break;
            }
            self.n_bytes = self.n_bytes.saturating_sub(n_bytes);
            taken.push(row);
        }
        Ok(taken)
    }
}

/// How long something is as JSON.
fn n_bytes(moved: &impl Serialize) -> serde_json::Result<usize> {
    struct Count(usize);
    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    serde_json::to_writer(&mut count, moved)?;
    Ok(count.0)
}

/// Moved events are gone from here: the numbers of the last may be given anew.
pub(super) fn forget_numbers(sql: &SqlStorage) -> Result<()> {
    let query = "UPDATE moved SET event_id = \
                 min(event_id, coalesce((SELECT max(event_id) FROM event), 0))";
    execute(sql, query, vec![])
}

/// Sends the parcels that wait, oldest first, and forgets each once it was stored. Returns whether
/// some still wait: no more than a few go at once.
pub(super) async fn send(storage: Storage, env: &Env) -> Result<bool> {
    #[derive(Deserialize)]
    struct Row {
        parcel_id: i64,
        body: String,
    }
    let sql = storage.sql();
    let query = "SELECT parcel_id, body FROM parcel ORDER BY parcel_id LIMIT 1";
    for _ in 0..MAX_PARCELS {
        let Some(row) = rows::<Row>(&sql, query, vec![])?.pop() else { return Ok(false) };
        let mut parcel: Parcel = serde_json::from_str(&row.body)?;
        parcel.name = format!("{} {}", parcel.source, row.parcel_id);
        let to = parcel.to.name(&parcel.workspace);
        protocol::receive(env, &to, &parcel).await?;
        execute(&sql, "DELETE FROM parcel WHERE parcel_id = ?", vec![integer(row.parcel_id)])?;
    }
    Ok(!rows::<Row>(&sql, query, vec![])?.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(row_id: i64, n_bytes: usize) -> Row<String> {
        // With its two quotes.
        Row { row_id, moved: "x".repeat(n_bytes - 2) }
    }

    #[test]
    fn a_parcel_takes_what_fits_and_nothing_after_it() {
        let mut room = Room { n_bytes: MAX_BYTES };
        let large = MAX_BYTES / 2 - 10;
        let taken = room.fill(vec![row(1, large), row(2, large), row(3, large)]).unwrap();
        assert_eq!(taken.len(), 2);
        // Smaller ones of another kind would go before their turn.
        assert!(room.fill(vec![row(1, 10)]).unwrap().is_empty());
    }

    #[test]
    fn what_fits_into_no_parcel_has_one_for_itself() {
        let mut room = Room { n_bytes: MAX_BYTES };
        assert_eq!(room.fill(vec![row(1, MAX_BYTES + 1), row(2, 10)]).unwrap().len(), 1);
    }

    /// Pins what waits while a new version is rolled out.
    #[test]
    fn sender_stored_shape() {
        let json = r#"{"workspace":"demo","source":"demo/user/ana","user":"ana","hops":0}"#;
        let sender: Sender = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&sender).unwrap(), json);
    }
}

//! The schema of an account's database.

/// What the steps come to. Each person and each account has a database, so most of them are new, and
/// the steps, of which several make a table anew, take three times as long. A test compares the two.
pub(super) const WHOLE: &str = include_str!("schema.sql");

/// Append only; see [`super::super::storage::migrate`]. Instants are milliseconds.
pub(super) const STEPS: &[&str] = &[
    // What clients sent, as they sent it. `user` and `anonymous`: one of them is set.
    "CREATE TABLE event (
        event_id INTEGER PRIMARY KEY,
        message_id TEXT NOT NULL UNIQUE,
        type TEXT NOT NULL,
        user TEXT,
        anonymous TEXT,
        name TEXT,
        timestamp INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        body TEXT NOT NULL
    ) STRICT;
    -- The account itself: one row, or none in the database of a person.
    CREATE TABLE account (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        traits TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        last_seen_at INTEGER NOT NULL,
        -- What the workspace was told last, and how often it was told.
        told TEXT,
        revision INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE user (
        user_id TEXT PRIMARY KEY,
        traits TEXT NOT NULL,
        first_seen_at INTEGER NOT NULL,
        last_seen_at INTEGER NOT NULL
    ) STRICT;
    -- How far a user is in a checklist (Progress) or survey (Prompt), as JSON.
    CREATE TABLE journey (
        user_id TEXT NOT NULL,
        content_id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('checklist', 'survey')),
        body TEXT NOT NULL,
        PRIMARY KEY (user_id, content_id)
    ) STRICT;
    -- Commands that were accepted: a retry is answered `duplicate`.
    CREATE TABLE command (
        command_id TEXT PRIMARY KEY,
        accepted_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE response (
        response_id TEXT PRIMARY KEY,
        survey_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        user_id TEXT NOT NULL,
        rating INTEGER NOT NULL,
        comment TEXT,
        answered_at INTEGER NOT NULL
    ) STRICT;
    -- In the database of a user: the account they joined, where what they do belongs.
    CREATE TABLE membership (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        account_id TEXT NOT NULL,
        joined_at INTEGER NOT NULL
    ) STRICT;
    -- Told to the workspace at least once, in order.
    CREATE TABLE outbox (
        outbox_id INTEGER PRIMARY KEY AUTOINCREMENT,
        body TEXT NOT NULL
    ) STRICT;",
    // Who vouched for an event; 1 if a server or a verified identity did. `moved_at`: the event
    // went with its person to another object, and what is left answers a retry.
    "ALTER TABLE event ADD COLUMN trusted INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE event ADD COLUMN moved_at INTEGER;
    -- A user is in the account unless they left it after they joined.
    ALTER TABLE user ADD COLUMN joined_at INTEGER;
    ALTER TABLE user ADD COLUMN left_at INTEGER;
    ALTER TABLE user ADD COLUMN sign_ins INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE user ADD COLUMN last_sign_in_at INTEGER;
    ALTER TABLE account ADD COLUMN deleted_at INTEGER;
    ALTER TABLE account ADD COLUMN trial_started_at INTEGER;
    ALTER TABLE account ADD COLUMN trial_ended_at INTEGER;
    -- What a trait of standing has been, and since when; JSON, null where it was cleared.
    CREATE TABLE trait_history (
        trait TEXT NOT NULL,
        since INTEGER NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (trait, since)
    ) STRICT;
    -- In the database of a user: the accounts they are or were in.
    CREATE TABLE member_of (
        account_id TEXT PRIMARY KEY,
        joined_at INTEGER,
        left_at INTEGER
    ) STRICT;
    INSERT INTO member_of (account_id, joined_at) SELECT account_id, joined_at FROM membership;
    DROP TABLE membership;
    -- In the database of a person: the user they turned out to be.
    CREATE TABLE alias (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        user_id TEXT NOT NULL
    ) STRICT;
    -- What goes to another object (Parcel), written with the deletion of what is in it.
    CREATE TABLE parcel (
        parcel_id INTEGER PRIMARY KEY AUTOINCREMENT,
        body TEXT NOT NULL
    ) STRICT;
    -- Parcels that came: a second coming changes nothing.
    CREATE TABLE parcel_received (
        name TEXT PRIMARY KEY
    ) STRICT;
    CREATE TABLE dismissal (
        dismissal_id TEXT PRIMARY KEY,
        survey_id TEXT NOT NULL,
        user_id TEXT NOT NULL,
        dismissed_at INTEGER NOT NULL,
        source TEXT
    ) STRICT;
    -- The object in which it was given, if another one.
    ALTER TABLE response ADD COLUMN source TEXT;
    ALTER TABLE response ADD COLUMN user_name TEXT;
    -- Kept until the workspace says that it knows.
    ALTER TABLE outbox ADD COLUMN sent_at INTEGER;
    ALTER TABLE outbox ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
    -- What pages could prove of their users, by UTC day; `told` once the workspace was.
    CREATE TABLE identity_check (
        day INTEGER PRIMARY KEY,
        verified INTEGER NOT NULL,
        unverified INTEGER NOT NULL,
        missing INTEGER NOT NULL,
        workspace_id TEXT NOT NULL,
        source TEXT NOT NULL,
        told INTEGER NOT NULL
    ) STRICT;",
    // A response may have several answers, grow, and have no rating at all. `answers` are JSON
    // (Answers); `round` tells one showing of a survey from the next; `revision` rises with each
    // change.
    "CREATE TABLE response_new (
        response_id TEXT PRIMARY KEY,
        survey_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        user_id TEXT NOT NULL,
        user_name TEXT,
        rating INTEGER,
        comment TEXT,
        answered_at INTEGER NOT NULL,
        source TEXT,
        answers TEXT NOT NULL DEFAULT '{}',
        is_complete INTEGER NOT NULL DEFAULT 1,
        followed_at INTEGER,
        revision INTEGER NOT NULL DEFAULT 0,
        round INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    INSERT INTO response_new (response_id, survey_id, kind, user_id, user_name, rating, comment,
        answered_at, source)
    SELECT response_id, survey_id, kind, user_id, user_name, rating, comment, answered_at, source
    FROM response;
    DROP TABLE response;
    ALTER TABLE response_new RENAME TO response;
    CREATE INDEX response_by_prompt ON response (user_id, survey_id, round);
    -- Any kind of content; the user '' stands for what was done for all of the account.
    CREATE TABLE journey_new (
        user_id TEXT NOT NULL,
        content_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (user_id, content_id)
    ) STRICT;
    INSERT INTO journey_new SELECT user_id, content_id, kind, body FROM journey;
    DROP TABLE journey;
    ALTER TABLE journey_new RENAME TO journey;
    -- How often what content asks for has happened, by UTC day; the user '' is all of them.
    CREATE TABLE activity (
        measure TEXT NOT NULL,
        user_id TEXT NOT NULL,
        day INTEGER NOT NULL,
        n INTEGER NOT NULL,
        PRIMARY KEY (measure, user_id, day)
    ) STRICT, WITHOUT ROWID;
    -- What is in `activity`, from the first event on.
    CREATE TABLE measured (
        measure TEXT PRIMARY KEY
    ) STRICT;",
    // Up to which event: until now, each was counted as it came.
    "CREATE TABLE counted (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        event_id INTEGER NOT NULL
    ) STRICT;
    INSERT INTO counted SELECT 1, coalesce(max(event_id), 0) FROM event;",
    // When the user was last asked something in another account, and last sent it away.
    "ALTER TABLE user ADD COLUMN asked_elsewhere_at INTEGER;
    ALTER TABLE user ADD COLUMN dismissed_elsewhere_at INTEGER;",
    // In the database of a user: when they were last asked something, in whatever account, and last
    // sent it away.
    "CREATE TABLE contact (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        seen_at INTEGER,
        dismissed_at INTEGER
    ) STRICT;",
    // When a server last said that the account was created; `created_at` is that, or when we first
    // heard of it. `deleted_at` is when one last said that it was deleted, be it alive again.
    "ALTER TABLE account ADD COLUMN said_created_at INTEGER;
    -- When a value that holds since then was said last.
    ALTER TABLE trait_history ADD COLUMN said_at INTEGER NOT NULL DEFAULT 0;
    UPDATE trait_history SET said_at = since;
    -- When `last_seen_at` was written, by our clock.
    ALTER TABLE user ADD COLUMN seen_noted_at INTEGER NOT NULL DEFAULT 0;",
    // In the database of a person: up to which event all has moved, and by whom the rest is sent
    // (Sender, JSON), if history did not go in one go.
    "CREATE TABLE moved (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        event_id INTEGER NOT NULL,
        rest TEXT
    ) STRICT;
    INSERT INTO moved (only, event_id) VALUES (1, 0);
    -- Commands that moved, or were accepted in another object: a retry is answered `duplicate`.
    CREATE TABLE command_elsewhere (
        command_id TEXT PRIMARY KEY
    ) STRICT, WITHOUT ROWID;",
    // In the database of a person: the revision by which the workspace was told that an
    // enrollment moved. One that begins anew goes on from there.
    "CREATE TABLE enrollment_moved (
        course_id TEXT PRIMARY KEY,
        revision INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;",
    // Whether the workspace was told that somebody was seen here.
    "ALTER TABLE user ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX user_untold ON user (user_id) WHERE told = 0;",
    // In the database of a user: where answers with these ids go, be they there yet or not; NULL is
    // here.
    "CREATE TABLE claim (
        command_id TEXT PRIMARY KEY,
        account_id TEXT
    ) STRICT, WITHOUT ROWID;",
    // Likewise: the items by which they came into accounts, or left them.
    "CREATE TABLE tied (
        message_id TEXT PRIMARY KEY
    ) STRICT, WITHOUT ROWID;",
    // What became of items of checklists, and by whom; the user '' stands for an item that counts for
    // all of the account.
    "CREATE TABLE audit (
        audit_id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        type TEXT NOT NULL,
        content_id TEXT NOT NULL,
        item_id TEXT NOT NULL,
        user_id TEXT NOT NULL,
        cause TEXT NOT NULL,
        actor TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_by_user ON audit (user_id);",
];

//! The schema of an account's database.

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
];

-- What the steps of schema.rs come to: a new database begins with it. Comments stand outside of the
-- statements, which SQLite keeps in each database as they are written. Instants are milliseconds.

-- What clients sent, as they sent it. `user` and `anonymous`: one of them is set. `trusted`: 1 if a
-- server or a verified identity vouched for it. `moved_at`: it went with its person to another
-- object, and what is left answers a retry.
CREATE TABLE event (
    event_id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    user TEXT,
    anonymous TEXT,
    name TEXT,
    timestamp INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    trusted INTEGER NOT NULL DEFAULT 0,
    moved_at INTEGER
) STRICT;

-- The account itself: one row, or none in the database of a person. `told`, `revision`: what the
-- workspace was told last, and how often. `said_created_at`: when a server last said that it was
-- created; `created_at` is that, or when we first heard of it. `deleted_at`: when one last said that
-- it was deleted, be it alive again.
CREATE TABLE account (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    traits TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    told TEXT,
    revision INTEGER NOT NULL DEFAULT 0,
    deleted_at INTEGER,
    trial_started_at INTEGER,
    trial_ended_at INTEGER,
    said_created_at INTEGER
) STRICT;

-- A user is in the account unless they left it after they joined. `asked_elsewhere_at`,
-- `dismissed_elsewhere_at`: of the last question in another account. `seen_noted_at`: when
-- `last_seen_at` was written, by our clock. `told`: whether the workspace knows that they were seen.
CREATE TABLE user (
    user_id TEXT PRIMARY KEY,
    traits TEXT NOT NULL,
    first_seen_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    joined_at INTEGER,
    left_at INTEGER,
    sign_ins INTEGER NOT NULL DEFAULT 0,
    last_sign_in_at INTEGER,
    asked_elsewhere_at INTEGER,
    dismissed_elsewhere_at INTEGER,
    seen_noted_at INTEGER NOT NULL DEFAULT 0,
    told INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX user_untold ON user (user_id) WHERE told = 0;

-- How far a user is in any kind of content, as JSON; the user '' stands for what was done for all of
-- the account.
CREATE TABLE journey (
    user_id TEXT NOT NULL,
    content_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (user_id, content_id)
) STRICT;

-- Commands that were accepted: a retry is answered `duplicate`.
CREATE TABLE command (
    command_id TEXT PRIMARY KEY,
    accepted_at INTEGER NOT NULL
) STRICT;

-- Commands that moved, or were accepted in another object: likewise.
CREATE TABLE command_elsewhere (
    command_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- It may have several answers (`Answers`, JSON), grow, and have no rating at all. `source`: the object
-- in which it was given, if another one. `round` tells one showing of a survey from the next;
-- `revision` rises with each change.
CREATE TABLE response (
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
CREATE INDEX response_by_prompt ON response (user_id, survey_id, round);

CREATE TABLE dismissal (
    dismissal_id TEXT PRIMARY KEY,
    survey_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    dismissed_at INTEGER NOT NULL,
    source TEXT
) STRICT;

-- What a trait of standing has been, and since when; JSON, null where it was cleared. `said_at`: when
-- a value that holds since then was said last.
CREATE TABLE trait_history (
    trait TEXT NOT NULL,
    since INTEGER NOT NULL,
    value TEXT NOT NULL,
    said_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (trait, since)
) STRICT;

-- How often what content asks for has happened, by UTC day; the user '' is all of them.
CREATE TABLE activity (
    measure TEXT NOT NULL,
    user_id TEXT NOT NULL,
    day INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (measure, user_id, day)
) STRICT, WITHOUT ROWID;

-- What became of items of checklists, and by whom; only added to. `type`: the event in the browser API.
-- `user_id`: in whose list, or '' if the item counts for all of the account. `cause`: `hand`, `product`
-- or `operator`. `actor`: a user, or what an operator's token is called.
CREATE TABLE audit (
    audit_id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    type TEXT NOT NULL,
    content_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    cause TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_user ON audit (user_id);

-- What is in `activity`, from the first event on; and up to which event.
CREATE TABLE measured (
    measure TEXT PRIMARY KEY
) STRICT;
CREATE TABLE counted (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    event_id INTEGER NOT NULL
) STRICT;
INSERT INTO counted (only, event_id) VALUES (1, 0);

-- What pages could prove of their users, by UTC day; `told` once the workspace was.
CREATE TABLE identity_check (
    day INTEGER PRIMARY KEY,
    verified INTEGER NOT NULL,
    unverified INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    workspace_id TEXT NOT NULL,
    source TEXT NOT NULL,
    told INTEGER NOT NULL
) STRICT;

-- Told to the workspace at least once, in order, and kept until it says that it knows.
CREATE TABLE outbox (
    outbox_id INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL,
    sent_at INTEGER,
    tries INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Parcels that came: a second coming changes nothing.
CREATE TABLE parcel_received (
    name TEXT PRIMARY KEY
) STRICT;

-- From here on, in the database of a person.

-- The accounts they are or were in, and the items by which they came into them, or left them.
CREATE TABLE member_of (
    account_id TEXT PRIMARY KEY,
    joined_at INTEGER,
    left_at INTEGER
) STRICT;
CREATE TABLE tied (
    message_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The user they turned out to be.
CREATE TABLE alias (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    user_id TEXT NOT NULL
) STRICT;

-- What goes to another object (`Parcel`), written with the deletion of what is in it.
CREATE TABLE parcel (
    parcel_id INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL
) STRICT;

-- Up to which event all has moved, and by whom the rest is sent (`Sender`, JSON), if history did not
-- go in one go.
CREATE TABLE moved (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    event_id INTEGER NOT NULL,
    rest TEXT
) STRICT;
INSERT INTO moved (only, event_id) VALUES (1, 0);

-- The revision by which the workspace was told that an enrollment moved. One that begins anew goes on
-- from there.
CREATE TABLE enrollment_moved (
    course_id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When they were last asked something, in whatever account, and last sent it away.
CREATE TABLE contact (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    seen_at INTEGER,
    dismissed_at INTEGER
) STRICT;

-- Where answers with these ids go, be they there yet or not; NULL is here.
CREATE TABLE claim (
    command_id TEXT PRIMARY KEY,
    account_id TEXT
) STRICT, WITHOUT ROWID;

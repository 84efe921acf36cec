//! The schema of a workspace's read model.

/// Append only; see [`super::super::storage::migrate`]. Instants are milliseconds.
///
/// `source` is the name of the object that told us: ids are unique in it, not beyond.
pub(super) const STEPS: &[&str] = &[
    "CREATE TABLE account (
        account_id TEXT PRIMARY KEY,
        name TEXT,
        plan TEXT,
        users INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        last_seen_at INTEGER NOT NULL,
        revision INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX account_by_last_seen ON account (last_seen_at);
    CREATE TABLE response (
        response_row INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        response_id TEXT NOT NULL,
        survey_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        account_id TEXT,
        user_id TEXT NOT NULL,
        user_name TEXT,
        rating INTEGER NOT NULL,
        category TEXT NOT NULL,
        comment TEXT,
        answered_at INTEGER NOT NULL,
        UNIQUE (source, response_id)
    ) STRICT;
    CREATE INDEX response_by_answered ON response (answered_at, response_row);
    CREATE INDEX response_by_account ON response (account_id, answered_at, response_row);
    CREATE TABLE dismissal (
        source TEXT NOT NULL,
        dismissal_id TEXT NOT NULL,
        survey_id TEXT NOT NULL,
        account_id TEXT,
        user_id TEXT NOT NULL,
        dismissed_at INTEGER NOT NULL,
        PRIMARY KEY (source, dismissal_id)
    ) STRICT;",
    // What an account pays for and how it stands.
    "ALTER TABLE account ADD COLUMN stage TEXT;
    ALTER TABLE account ADD COLUMN mrr REAL;
    ALTER TABLE account ADD COLUMN currency TEXT;
    ALTER TABLE account ADD COLUMN seats INTEGER;
    ALTER TABLE account ADD COLUMN renewal_at INTEGER;
    ALTER TABLE account ADD COLUMN deleted_at INTEGER;
    -- What users could prove, by object and UTC day.
    CREATE TABLE identity_check (
        source TEXT NOT NULL,
        day INTEGER NOT NULL,
        verified INTEGER NOT NULL,
        unverified INTEGER NOT NULL,
        missing INTEGER NOT NULL,
        PRIMARY KEY (source, day)
    ) STRICT;
    CREATE INDEX identity_check_by_day ON identity_check (day);",
    // A response may have several answers, grow, and have no rating at all.
    "CREATE TABLE response_new (
        response_row INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        response_id TEXT NOT NULL,
        survey_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        account_id TEXT,
        user_id TEXT NOT NULL,
        user_name TEXT,
        rating INTEGER,
        category TEXT,
        comment TEXT,
        answered_at INTEGER NOT NULL,
        answers TEXT NOT NULL DEFAULT '{}',
        is_complete INTEGER NOT NULL DEFAULT 1,
        followed_at INTEGER,
        revision INTEGER NOT NULL DEFAULT 0,
        UNIQUE (source, response_id)
    ) STRICT;
    INSERT INTO response_new (response_row, source, response_id, survey_id, kind, account_id,
        user_id, user_name, rating, category, comment, answered_at)
    SELECT response_row, source, response_id, survey_id, kind, account_id, user_id, user_name,
        rating, category, comment, answered_at
    FROM response;
    DROP TABLE response;
    ALTER TABLE response_new RENAME TO response;
    CREATE INDEX response_by_answered ON response (answered_at, response_row);
    CREATE INDEX response_by_account ON response (account_id, answered_at, response_row);",
    // How far people are in courses; the account '' is none.
    "CREATE TABLE enrollment (
        enrollment_row INTEGER PRIMARY KEY,
        course_id TEXT NOT NULL,
        user_id TEXT NOT NULL,
        account_id TEXT NOT NULL,
        title TEXT NOT NULL,
        user_name TEXT,
        enrolled_by TEXT,
        enrolled_at INTEGER NOT NULL,
        withdrawn_at INTEGER,
        lessons_done INTEGER NOT NULL,
        lessons INTEGER NOT NULL,
        score REAL,
        completed_at INTEGER,
        passed_at INTEGER,
        satisfied_at INTEGER,
        due_at INTEGER,
        stuck_at INTEGER,
        certificate TEXT,
        revision INTEGER NOT NULL,
        UNIQUE (course_id, user_id, account_id)
    ) STRICT;
    CREATE INDEX enrollment_by_enrolled ON enrollment (enrolled_at, enrollment_row);
    CREATE INDEX enrollment_by_account ON enrollment (account_id, enrolled_at);
    CREATE INDEX enrollment_by_certificate ON enrollment (certificate)
        WHERE certificate IS NOT NULL;
    -- xAPI statements, our own and those of others. Of these, this is the only copy.
    CREATE TABLE statement (
        statement_row INTEGER PRIMARY KEY,
        statement_id TEXT NOT NULL UNIQUE,
        user_id TEXT,
        verb TEXT NOT NULL,
        activity TEXT NOT NULL,
        stored_at INTEGER NOT NULL,
        body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX statement_by_user ON statement (user_id, statement_row);
    CREATE INDEX statement_by_activity ON statement (activity, statement_row);",
    // When people last did something in a course. What was told before has it with its next step.
    "ALTER TABLE enrollment ADD COLUMN last_activity_at INTEGER;",
    // Who was seen where. Accounts from before tell it bit by bit, when somebody is in them.
    "CREATE TABLE person (
        user_id TEXT NOT NULL,
        account_id TEXT NOT NULL,
        PRIMARY KEY (user_id, account_id)
    ) STRICT, WITHOUT ROWID;",
    // When `last_seen_at` was written, by our clock.
    "ALTER TABLE account ADD COLUMN seen_noted_at INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX account_by_seen_noted ON account (seen_noted_at);",
];

-- The control plane: who may use what, and what is published. Never what people did.

CREATE TABLE workspace (
    workspace_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Keys that send events. `write` keys are public and live in pages, `server` keys are secret.
-- Only the SHA-256 of a key is kept, in lower-case hex.
CREATE TABLE event_key (
    key_hash TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    kind TEXT NOT NULL CHECK (kind IN ('write', 'server')),
    label TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

-- Tokens of operators, hashed likewise. They are random enough to need no salt.
CREATE TABLE operator_token (
    token_hash TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    role TEXT NOT NULL CHECK (role IN ('viewer', 'csm', 'admin')),
    label TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

-- Checklists and surveys. A version is never changed once it is published.
CREATE TABLE content (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    kind TEXT NOT NULL CHECK (kind IN ('checklist', 'survey')),
    content_id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    body TEXT NOT NULL CHECK (json_valid(body)),
    published_at INTEGER,
    PRIMARY KEY (workspace_id, content_id, version)
) STRICT;

-- Keys and tokens get an id by which people speak of them, and pages must prove who their
-- users are as far as the workspace asks for it.

ALTER TABLE workspace ADD COLUMN identity_enforcement TEXT NOT NULL DEFAULT 'off'
    CHECK (identity_enforcement IN ('off', 'report', 'required'));

-- What signs identity tokens. Not hashed: a signature can be checked with the secret only.
CREATE TABLE identity_secret (
    secret_id TEXT PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    secret TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

-- `hint` is the end of a secret key, and the whole of a public one.
ALTER TABLE event_key ADD COLUMN key_id TEXT;
ALTER TABLE event_key ADD COLUMN hint TEXT NOT NULL DEFAULT '';
-- A JSON array of the origins whose pages may use it; null: any.
ALTER TABLE event_key ADD COLUMN origins TEXT CHECK (origins IS NULL OR json_valid(origins));
-- JSON (Limits); null: those of its kind.
ALTER TABLE event_key ADD COLUMN limits TEXT CHECK (limits IS NULL OR json_valid(limits));
-- A key that was rotated works until then.
ALTER TABLE event_key ADD COLUMN expires_at INTEGER;
UPDATE event_key SET key_id = 'key_' || substr(key_hash, 1, 16);
CREATE UNIQUE INDEX event_key_by_id ON event_key (key_id);

ALTER TABLE operator_token ADD COLUMN token_id TEXT;
ALTER TABLE operator_token ADD COLUMN hint TEXT NOT NULL DEFAULT '';
UPDATE operator_token SET token_id = 'tok_' || substr(token_hash, 1, 16);
CREATE UNIQUE INDEX operator_token_by_id ON operator_token (token_id);

-- Content gets a history: every save, publication and withdrawal stays, with who and when.
-- Kinds are what the code knows, so the constraint on them goes; for that, SQLite needs the
-- table made anew. Its name and columns stay: until the new Worker is out, the old one reads it.

CREATE TABLE content_anew (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    kind TEXT NOT NULL CHECK (kind <> ''),
    content_id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    body TEXT NOT NULL CHECK (json_valid(body)),
    -- draft: to be published. published: what people see. superseded: another one took its
    -- place. unpublished: taken back. discarded: a draft that came to nothing.
    state TEXT NOT NULL
        CHECK (state IN ('draft', 'published', 'superseded', 'unpublished', 'discarded')),
    -- Whose body it has, if it was not written anew.
    copied_from INTEGER,
    -- Who is a token's id (`operator_token.token_id`); null: the seed.
    saved_at INTEGER NOT NULL,
    saved_by TEXT,
    published_at INTEGER,
    published_by TEXT,
    -- When it was superseded, unpublished or discarded.
    ended_at INTEGER,
    ended_by TEXT,
    PRIMARY KEY (workspace_id, content_id, version)
) STRICT;

-- Until now the newest published version was what people saw, and a later one the draft.
INSERT INTO content_anew
    (workspace_id, kind, content_id, version, body, state, saved_at, published_at, ended_at)
SELECT workspace_id, kind, content_id, version, body,
    CASE
        WHEN version = newest AND published_at IS NULL THEN 'draft'
        WHEN version = newest_published THEN 'published'
        WHEN published_at IS NULL THEN 'discarded'
        ELSE 'superseded'
    END,
    coalesce(published_at, unixepoch() * 1000),
    published_at,
    CASE WHEN version NOT IN (newest, coalesce(newest_published, newest))
        THEN unixepoch() * 1000 END
FROM (
    SELECT *,
        max(version) OVER content_item AS newest,
        max(CASE WHEN published_at IS NOT NULL THEN version END) OVER content_item
            AS newest_published
    FROM content
    WINDOW content_item AS (PARTITION BY workspace_id, content_id)
);

DROP TABLE content;
ALTER TABLE content_anew RENAME TO content;

-- At most one of each is what people see, and at most one is to be published.
CREATE UNIQUE INDEX content_published ON content (workspace_id, content_id)
    WHERE state = 'published';
CREATE UNIQUE INDEX content_draft ON content (workspace_id, content_id)
    WHERE state = 'draft';

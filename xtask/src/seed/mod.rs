//! `cargo xtask seed`: the demo workspace, its keys and its content, as SQL for D1.

mod secrets;

use std::fmt::Write as _;

pub(crate) use secrets::{WRITE_KEY, load};

use crate::{content, error::Result, hash::sha256_hex, paths};

/// The demo workspace.
const WORKSPACE: &str = "demo";

/// The clock of the database, in ms since the epoch.
const NOW: &str = "unixepoch() * 1000";

/// Writes `dist/seed.sql`.
pub(crate) fn run() -> Result<()> {
    paths::write(&paths::dist().join("seed.sql"), sql()?.as_bytes())
}

/// The statements. Running them again changes nothing, except that a content file edited
/// since then replaces what it was, until somebody publishes another version.
pub(crate) fn sql() -> Result<String> {
    let secrets = load()?;
    let mut sql = String::new();
    let mut insert = |table: &str, columns: &str, values: &str, conflict: &str| {
        writeln!(sql, "INSERT INTO {table} ({columns}) VALUES ({values}) ON CONFLICT {conflict};")
            .expect("writing to a string cannot fail");
    };
    let workspace = quote(WORKSPACE);

    let values = format!("{workspace}, 'Demo', {NOW}");
    insert("workspace", "workspace_id, name, created_at", &values, "DO NOTHING");

    for (key, kind) in [(WRITE_KEY, "write"), (secrets.server_key.as_str(), "server")] {
        let hash = quote(&sha256_hex(key.as_bytes()));
        // A public key is shown whole, of a secret one the end.
        let hint = if key == WRITE_KEY { key } else { end(key) };
        let values = format!(
            "{hash}, {workspace}, '{kind}', 'Demo {kind} key', {NOW}, 'key_' || substr({hash}, 1, 16), {}",
            quote(hint)
        );
        let columns = "key_hash, workspace_id, kind, label, created_at, key_id, hint";
        // A database of an earlier version knows no hint.
        let conflict = "(key_hash) DO UPDATE SET hint = excluded.hint";
        insert("event_key", columns, &values, conflict);
    }

    let hash = quote(&sha256_hex(secrets.operator_token.as_bytes()));
    let values = format!(
        "{hash}, {workspace}, 'admin', 'Demo operator', {NOW}, 'tok_' || substr({hash}, 1, 16), {}",
        quote(end(&secrets.operator_token))
    );
    let columns = "token_hash, workspace_id, role, label, created_at, token_id, hint";
    let conflict = "(token_hash) DO UPDATE SET hint = excluded.hint";
    insert("operator_token", columns, &values, conflict);

    let secret = quote(&secrets.identity_secret);
    let values = format!("'sec_demo', {workspace}, {secret}, {NOW}");
    let columns = "secret_id, workspace_id, secret, created_at";
    let conflict = "(secret_id) DO UPDATE SET secret = excluded.secret";
    insert("identity_secret", columns, &values, conflict);

    for file in content::load(&content::folder())? {
        let (kind, id, body) = (quote(file.kind.as_str()), quote(&file.id), quote(&file.body));
        write!(
            sql,
            "INSERT INTO content (workspace_id, kind, content_id, version, body, state, saved_at, \
             published_at) SELECT {workspace}, {kind}, {id}, 1, {body}, 'published', {NOW}, {NOW} \
             WHERE NOT EXISTS (SELECT 1 FROM content WHERE workspace_id = {workspace} \
             AND content_id = {id});\n\
             UPDATE content SET body = {body} WHERE workspace_id = {workspace} \
             AND content_id = {id} AND state = 'published' AND saved_by IS NULL;\n"
        )
        .expect("writing to a string cannot fail");
    }
    Ok(sql)
}

/// The end of a secret, by which people tell it from others.
fn end(secret: &str) -> &str {
    secret.char_indices().nth_back(3).map_or("", |(start, _)| &secret[start..])
}

/// `text` as an SQL literal.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_in_a_text_does_not_end_it() {
        assert_eq!(quote("Invite Zoë's team"), "'Invite Zoë''s team'");
    }
}

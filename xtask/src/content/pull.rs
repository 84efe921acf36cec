//! `cargo xtask content pull`: what a workspace has becomes files.

use std::path::PathBuf;

use shared::content::ContentKind;

use super::{
    Options,
    client::{Client, Remote},
    decide::{Sides, Standing},
    diff,
    file::File,
    folder,
    node::Node,
    push::say,
    read::{Format, read},
    record::Record,
    write,
};
use crate::{
    error::{Error, Result},
    paths,
};

/// Writes what has changed, and says what became of each file.
pub(super) fn run(options: &Options) -> Result<()> {
    let files = folder::load(&options.folder)?;
    let client = Client::open(&options.url, options.token()?)?;
    let mut record = Record::load(&options.folder, &client)?;
    let rows = client.list()?;
    let mut n_refused = 0;
    for row in &rows {
        let name = format!("{}/{}", row.kind, row.id);
        let Ok(kind) = ContentKind::try_from(row.kind.as_str()) else {
            say("skipped", &name, "a kind that this version does not know");
            continue;
        };
        let Some(remote) = client.find(&name)? else { continue };
        let Some(body) = remote.body() else { continue };
        let file = files.iter().find(|file| file.name() == name);
        let target = Target { options, client: &client, kind, id: &row.id, file };
        match target.plan(&remote, &record) {
            Plan::Same => say("unchanged", &name, ""),
            Plan::EditedHere => {
                say("edited here", &name, "`push` brings it there");
                continue;
            }
            Plan::Refuse(word, why) => {
                say(word, &name, &why);
                n_refused += 1;
                continue;
            }
            Plan::Write(word, changes) => {
                say(word, &name, &changes);
                target.write(body)?;
            }
        }
        record.note(&name, body);
    }
    for file in &files {
        if !rows.iter().any(|row| file.name() == format!("{}/{}", row.kind, row.id)) {
            say("only here", &file.name(), "`push` brings it there");
        }
    }
    if !options.dry_run {
        record.store()?;
    }
    match n_refused {
        0 => Ok(()),
        n => Err(Error::Check(format!("{n} not pulled"))),
    }
}

/// A file that is there, or will be.
struct Target<'a> {
    options: &'a Options,
    client: &'a Client,
    kind: ContentKind,
    id: &'a str,
    file: Option<&'a File>,
}

/// What becomes of a file; a word for it and why.
enum Plan {
    Same,
    EditedHere,
    Write(&'static str, String),
    Refuse(&'static str, String),
}

impl Target<'_> {
    fn standing(&self, remote: &Remote, record: &Record) -> Standing {
        let name = format!("{}/{}", self.kind.as_str(), self.id);
        Sides {
            local: self.file.map(|file| file.body.as_str()),
            remote: remote.body(),
            common: record.find(&name).map(|common| common.digest.as_str()),
            // Who wrote it says nothing of the file.
            is_ours: false,
        }
        .standing()
    }

    fn plan(&self, remote: &Remote, record: &Record) -> Plan {
        let Some(file) = self.file else { return Plan::Write("new", String::new()) };
        let changes = diff::summary(&file.body, remote.body().unwrap_or("{}"));
        let loses_comments = file.format == Format::Yaml && file.has_comments;
        match self.standing(remote, record) {
            Standing::Same => Plan::Same,
            _ if self.options.force => Plan::Write("changed", changes),
            Standing::LocalChanged => Plan::EditedHere,
            Standing::Both => {
                let why = format!("the file differs: {changes}; `--force` overwrites it");
                Plan::Refuse("conflict", why)
            }
            _ if loses_comments => {
                let why = format!("{changes}; its comments would be lost, `--force` writes it");
                Plan::Refuse("comments", why)
            }
            _ => Plan::Write("changed", changes),
        }
    }

    fn path(&self) -> PathBuf {
        self.file.map_or_else(
            || self.options.folder.join(self.kind.folder()).join(format!("{}.json", self.id)),
            |file| file.path.clone(),
        )
    }

    /// Writes the file as it was written: JSON or YAML, and its `$schema` as it was.
    fn write(&self, body: &str) -> Result<()> {
        if self.options.dry_run {
            return Ok(());
        }
        let path = self.path();
        let unreadable = |it: super::read::Unreadable| Error::Content {
            path: path.clone(),
            detail: format!("what came for it cannot be read: {}", it.message),
        };
        let root: Node = read(body, Format::Json).map_err(unreadable)?.root;
        let published = format!("{}/schema/{}.json", self.client.url, self.kind.as_str());
        let schema = match self.file {
            Some(file) => file.schema.as_deref(),
            None => Some(published.as_str()),
        };
        let root = root.with_schema(schema);
        let format = self.file.map_or(Format::Json, |file| file.format);
        let text = if format == Format::Json { write::json(&root) } else { write::yaml(&root) };
        paths::write(&path, text.as_bytes())
    }
}

//! `cargo xtask content push`: files become drafts of a workspace, and are published if asked.

use super::{
    Options,
    client::{Base, Client, Remote},
    decide::{Sides, Standing},
    diff,
    file::File,
    folder,
    record::Record,
};
use crate::error::{Error, Result};

/// Pushes what has changed, and says what became of each file.
pub(super) fn run(options: &Options) -> Result<()> {
    let files = folder::load(&options.folder)?;
    let client = Client::open(&options.url, options.token()?)?;
    let mut push =
        Push { options, record: Record::load(&options.folder, &client)?, client, n_refused: 0 };
    for file in &files {
        push.file(file)?;
    }
    for row in push.client.list()? {
        let name = format!("{}/{}", row.kind, row.id);
        if !files.iter().any(|file| file.name() == name) {
            say("only there", &name, "`pull` brings it");
        }
    }
    if !options.dry_run {
        push.record.store()?;
    }
    match push.n_refused {
        0 => Ok(()),
        n => Err(Error::Check(format!("{n} not pushed"))),
    }
}

struct Push<'a> {
    options: &'a Options,
    client: Client,
    record: Record,
    n_refused: usize,
}

impl Push<'_> {
    fn file(&mut self, file: &File) -> Result<()> {
        let name = file.name();
        let remote = self.client.find(&name)?;
        let theirs = remote.as_ref().and_then(Remote::body);
        let standing = Sides {
            local: Some(&file.body),
            remote: theirs,
            common: self.record.find(&name).map(|common| common.digest.as_str()),
            is_ours: remote.as_ref().is_some_and(|it| it.is_by(&self.client.session.id)),
        }
        .standing();
        let changes = diff::summary(theirs.unwrap_or("{}"), &file.body);
        let base = remote.as_ref().map_or(Base::Nothing, |it| Base::Version(it.version));
        match (standing, &remote) {
            (Standing::Same, Some(remote)) => self.same(file, remote),
            (Standing::RemoteChanged, Some(remote)) if !self.options.force => {
                let words = format!("{} edited it since; `pull` brings that", remote.author());
                self.refuse("behind", &name, &words);
                Ok(())
            }
            (Standing::Both, Some(remote)) if !self.options.force => {
                let words = format!(
                    "{} saved version {} there, and the file differs: {changes}; `--force` \
                     puts yours on top",
                    remote.author(),
                    remote.body_version()
                );
                self.refuse("conflict", &name, &words);
                Ok(())
            }
            (Standing::OnlyLocal, _) => self.save(file, base, "new", ""),
            _ => self.save(file, base, "changed", &changes),
        }
    }

    fn same(&mut self, file: &File, remote: &Remote) -> Result<()> {
        let name = file.name();
        self.record.note(&name, &file.body);
        if !(self.options.publish && remote.is_draft()) {
            say("unchanged", &name, if remote.is_draft() { "a draft" } else { "" });
            return Ok(());
        }
        if remote.is_withdrawn() && !self.options.force {
            say("withdrawn", &name, "somebody unpublished it; `--force` publishes it again");
            return Ok(());
        }
        self.publish(&name, remote.version, "")
    }

    fn save(&mut self, file: &File, base: Base, word: &str, changes: &str) -> Result<()> {
        let name = file.name();
        if self.options.dry_run {
            say(word, &name, changes);
            return Ok(());
        }
        let saved = self.client.save(&name, &file.body, base)?;
        self.record.note(&name, &file.body);
        if self.options.publish {
            self.publish(&name, saved.version, changes)
        } else {
            say(word, &name, &format!("draft {}  {changes}", saved.version));
            Ok(())
        }
    }

    fn publish(&self, name: &str, version: i64, changes: &str) -> Result<()> {
        if self.options.dry_run {
            say("to publish", name, changes);
            return Ok(());
        }
        let published = self.client.publish(name, version)?;
        say("published", name, &format!("version {}  {changes}", published.version));
        Ok(())
    }

    fn refuse(&mut self, word: &str, name: &str, words: &str) {
        say(word, name, words);
        self.n_refused += 1;
    }
}

/// A line for each piece of content.
pub(super) fn say(word: &str, name: &str, more: &str) {
    println!("{}", format!("{word:<11} {name:<28} {more}").trim_end());
}

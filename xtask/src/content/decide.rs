//! What becomes of a file and of the workspace's content of the same name.

use super::record::digest;

/// What is known of one piece of content.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sides<'a> {
    /// What the file says.
    pub(super) local: Option<&'a str>,
    /// What the workspace has.
    pub(super) remote: Option<&'a str>,
    /// The digest of what both had last.
    pub(super) common: Option<&'a str>,
    /// Whether this operator wrote what the workspace has.
    pub(super) is_ours: bool,
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Both say the same.
    Same,
    /// Only the file is there.
    OnlyLocal,
    /// Only the workspace has it.
    OnlyRemote,
    /// The file was edited.
    LocalChanged,
    /// The workspace's was edited.
    RemoteChanged,
    /// Both were, or it cannot be known.
    Both,
}

impl Sides<'_> {
    /// Where it stands.
    pub(super) fn standing(self) -> Standing {
        let (local, remote) = match (self.local.map(digest), self.remote.map(digest)) {
            (Some(local), Some(remote)) => (local, remote),
            (None, Some(_)) => return Standing::OnlyRemote,
            (_, None) => return Standing::OnlyLocal,
        };
        if local == remote {
            return Standing::Same;
        }
        match self.common {
            Some(common) if common == remote => Standing::LocalChanged,
            Some(common) if common == local => Standing::RemoteChanged,
            None if self.is_ours => Standing::LocalChanged,
            _ => Standing::Both,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = r#"{"id":"a"}"#;
    const B: &str = r#"{"id":"b"}"#;
    const C: &str = r#"{"id":"c"}"#;

    #[track_caller]
    fn check(local: &str, remote: &str, common: Option<&str>, is_ours: bool, want: Standing) {
        let text = |text| Some(text).filter(|text: &&str| !text.is_empty());
        let common = common.map(digest);
        let sides =
            Sides { local: text(local), remote: text(remote), common: common.as_deref(), is_ours };
        assert_eq!(sides.standing(), want);
    }

    #[test]
    fn tells_an_edit_on_one_side_from_edits_on_both() {
        check(A, A, None, false, Standing::Same);
        check(A, "", None, false, Standing::OnlyLocal);
        check("", A, Some(A), false, Standing::OnlyRemote);
        check(B, A, Some(A), false, Standing::LocalChanged);
        check(A, B, Some(A), false, Standing::RemoteChanged);
        check(B, C, Some(A), false, Standing::Both);
        check(B, C, Some(A), true, Standing::Both);
    }

    #[test]
    fn without_a_record_it_matters_who_wrote_what_the_workspace_has() {
        check(B, A, None, true, Standing::LocalChanged);
        check(B, A, None, false, Standing::Both);
    }
}

//! What became of the items of checklists: a part of the pages of accounts and of people.

use yew::prelude::*;

use crate::{
    api::{AuditEntry, Client, download_audit, get_audit},
    components::{AUDIT_COLUMNS, AuditRow, ExportButton, Notice, PagedList},
    hooks::{use_export, use_list, use_now, use_refused, use_revision},
    model::Row as _,
};

/// Properties of [`AuditPanel`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct AuditPanelProps {
    /// The account's id.
    pub(super) account: AttrValue,
    /// The user's id, for what is in their lists.
    #[prop_or_default]
    pub(super) user: Option<AttrValue>,
    /// Asks with the operator's token.
    pub(super) client: Client,
    /// Counts what was changed on the page: with each, the trail is asked for again.
    #[prop_or_default]
    pub(super) revision: u32,
    /// Told when the edge no longer takes the token.
    pub(super) on_refused: Callback<()>,
}

/// Who settled which item, or took that back, and when; the newest first.
#[component]
pub(super) fn AuditPanel(props: &AuditPanelProps) -> Html {
    let AuditPanelProps { account, user, client, .. } = props;
    let (revision, on_retry) = use_revision();
    let trail = (client.clone(), account.to_string(), user.as_ref().map(ToString::to_string));
    // Both only count up, so that their sum changes with either.
    let revision = revision.wrapping_add(props.revision);
    let entries = use_list(trail.clone(), revision, get_audit);
    let export = use_export("rumbo-audit.csv", trail, download_audit);
    let (list, now) = (entries.list.clone(), use_now());
    use_refused(&props.on_refused, &[&list.first, &list.more, &export.phase]);

    let columns = &AUDIT_COLUMNS[..AUDIT_COLUMNS.len() - usize::from(user.is_some())];
    let nothing = list.rows.as_ref().is_none_or(Vec::is_empty);
    let tools = html! {
        <ExportButton phase={export.phase.clone()} disabled={nothing}
            on_export={export.on_export.clone()} />
    };
    html! {
        <>
            if let Some(error) = export.phase.error() {
                <Notice message={error.to_string()} on_retry={export.on_export.clone()} />
            }
            <PagedList<AuditEntry> id="audit-title" title="Audit trail" noun="change" list={entries}
                {columns} {tools} empty={empty(user.is_some())} {on_retry}>
                for entry in list.rows.iter().flatten() {
                    <AuditRow key={entry.key()} entry={entry.clone()} account={account.clone()}
                        user={user.clone()} {now} />
                }
            </PagedList<AuditEntry>>
        </>
    }
}

fn empty(is_persons: bool) -> Html {
    let whose = if is_persons { "in this person’s lists" } else { "of a checklist" };
    html! {
        <div class="empty">
            <p class="empty-title">{ "Nothing has been noted yet" }</p>
            <p>
                { format!("Once an item {whose} is done or skipped, or that is taken back, it stands \
                           here: when it was, and who did it. What was done before the trail began is \
                           not in it.") }
            </p>
        </div>
    }
}

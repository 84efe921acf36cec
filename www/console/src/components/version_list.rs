//! The versions of a piece of content.

use yew::prelude::*;

use super::{Badge, PagedList, TimeAgo};
use crate::{
    api::{Version, VersionState, Who},
    hooks::UseListHandle,
    model::UnixMillis,
    wording::version_state,
};

/// Properties of [`VersionList`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct VersionListProps {
    /// The versions, the newest first, and the way to more.
    pub(crate) list: UseListHandle<Version>,
    /// Whether the operator may roll back.
    pub(crate) may_roll_back: bool,
    /// Whether something else is under way, which must end first.
    pub(crate) is_busy: bool,
    /// This instant.
    pub(crate) now: UnixMillis,
    /// Asks to publish a version again.
    pub(crate) on_roll_back: Callback<u32>,
    /// Asks for the first page again.
    pub(crate) on_retry: Callback<()>,
}

const COLUMNS: &[&str] = &["Version", "Saved", "Published", "Ended"];

/// Who did what when.
#[component]
pub(crate) fn VersionList(props: &VersionListProps) -> Html {
    let VersionListProps { list, may_roll_back, is_busy, now, on_roll_back, on_retry } = props;
    html! {
        <PagedList<Version> id="versions-title" title="Versions" noun="version" list={list.clone()}
            columns={COLUMNS} has_actions={*may_roll_back} empty={Html::default()} {on_retry}>
            for version in list.list.rows.iter().flatten() {
                <tr key={version.number} role="row">
                    <td role="cell" class="cell-wide">
                        <p class="primary">{ format!("Version {}", version.number) }</p>
                        <p class="item-notes secondary">
                            <Badge word={version_state(version.state)} class={class(version.state)} />
                            if let Some(source) = version.copied_from {
                                <span>{ format!("Copy of {source}") }</span>
                            }
                        </p>
                    </td>
                    { step("Saved", Some(version.saved_at), version.saved_by.as_ref(), *now) }
                    { step("Published", version.published_at, version.published_by.as_ref(), *now) }
                    { step("Ended", version.ended_at, version.ended_by.as_ref(), *now) }
                    if *may_roll_back {
                        <td role="cell" class="cell-action">
                            if !matches!(version.state, VersionState::Published | VersionState::Draft) {
                                { button(version.number, *is_busy, on_roll_back) }
                            }
                        </td>
                    }
                </tr>
            }
        </PagedList<Version>>
    }
}

fn button(version: u32, is_busy: bool, on_roll_back: &Callback<u32>) -> Html {
    html! {
        <button type="button" class="button" aria-disabled={is_busy.to_string()}
            onclick={on_roll_back.reform(move |_| version)}>
            { "Roll back" }<span class="unseen">{ format!(" to version {version}") }</span>
        </button>
    }
}

const fn class(state: VersionState) -> &'static str {
    match state {
        VersionState::Published => "good",
        VersionState::Draft => "changed",
        _ => "plain",
    }
}

/// When something was done, and by whom.
fn step(label: &'static str, at: Option<UnixMillis>, who: Option<&Who>, now: UnixMillis) -> Html {
    let Some(at) = at else {
        return html! { <td role="cell" class="cell-absent"><span class="secondary">{ "—" }</span></td> };
    };
    let who = who.map_or("the seed", |who| who.label.as_deref().unwrap_or(&who.id));
    html! {
        <td role="cell" class="cell-labelled" data-label={label}>
            <TimeAgo {at} {now} />
            <span class="secondary">{ "by " }{ who }</span>
        </td>
    }
}

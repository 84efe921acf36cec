//! Everything that is shown to people, or will be.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    api::{ContentRow, Role, get_contents},
    components::{
        Badge, Cell, CreationForm, Dialog, PageHeader, PagedList, PartyCell, TextCell, TimeCell,
    },
    hooks::{Session, use_creation, use_list, use_now, use_refused, use_revision},
    model::UnixMillis,
    route::Route,
    wording::{Standing, kind_name},
};

/// The kinds by which the list is narrowed.
const KINDS: [(&str, &str); 3] =
    [("checklist", "Checklists"), ("survey", "Surveys"), ("course", "Courses")];

const COLUMNS: &[&str] = &["Content", "Kind", "State", "Published", "Last change"];

/// Properties of [`ContentsPage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ContentsPageProps {
    /// Of which kind, as the URL says.
    pub(crate) kind: Option<String>,
    /// Who is signed in.
    pub(crate) session: Rc<Session>,
    /// Told when the edge no longer takes the token.
    pub(crate) on_refused: Callback<()>,
}

/// All content, in order of id, with how it stands.
#[component]
pub(crate) fn ContentsPage(props: &ContentsPageProps) -> Html {
    let (revision, on_retry) = use_revision();
    let key = (props.session.client.clone(), props.kind.clone());
    let contents = use_list(key, revision, get_contents);
    let now = use_now();
    let creation = use_creation(&props.session.client);
    let phases =
        [&contents.list.first, &contents.list.more, &creation.phase, &creation.sources_phase];
    use_refused(&props.on_refused, &phases);

    // Of what is asked for, the kind alone comes from the link: asking again would not help.
    let is_no_kind = contents.list.first.error().is_some_and(|error| error.is("invalid_query"));
    let may_create = props.session.operator.may(Role::Csm);
    let known = props.kind.clone().filter(|kind| KINDS.iter().any(|(of, _)| of == kind));
    let kind = known.unwrap_or_else(|| KINDS[0].0.to_owned());
    let on_new = creation.on_kind.reform(move |_: MouseEvent| Some(kind.clone()));
    let empty = html! {
        <div class="empty">
            <p class="empty-title">{ "No content of this kind" }</p>
            <p>
                if may_create { { "Begin with New content. " } }
                { "It also comes in from files, by " }<code>{ "cargo xtask content push" }</code>
                { ", or through the API." }
            </p>
        </div>
    };
    html! {
        <>
            <PageHeader title="Content">
                if may_create {
                    <button type="button" class="button button-primary" onclick={on_new}>
                        { "New content" }
                    </button>
                }
            </PageHeader>
            { kinds(props.kind.as_deref()) }
            if is_no_kind {
                <section class="card empty">
                    <p class="empty-title">{ "There is no such kind of content" }</p>
                    <p>
                        { "Choose one above, or " }
                        <a href={Route::Contents(None).to_string()}>{ "see all content" }</a>{ "." }
                    </p>
                </section>
            } else {
                <PagedList<ContentRow> id="contents-title" title="By ID" noun="piece"
                    list={contents.clone()} columns={COLUMNS} {empty} {on_retry}>
                    for row in contents.list.rows.iter().flatten() {
                        { content(row, now) }
                    }
                </PagedList<ContentRow>>
            }
            <Dialog is_open={creation.kind.is_some()} title_id="creation-title"
                on_cancel={creation.on_kind.reform(|()| None)}>
                if let Some(kind) = creation.kind.clone() {
                    <CreationForm {kind} {creation} />
                }
            </Dialog>
        </>
    }
}

fn content(row: &ContentRow, now: UnixMillis) -> Html {
    let name = row.name().to_owned();
    let href = Route::Content((row.kind.clone(), row.id.clone())).to_string();
    let standing = Standing::of(row.published_version, row.draft_version);
    html! {
        <tr key={row.id.as_str()} role="row">
            <PartyCell {name} id={row.id.clone()} {href} />
            <TextCell label="Kind" text={kind_name(&row.kind).to_owned()} />
            <Cell label="State"><Badge word={standing.words()} class={standing.class()} /></Cell>
            <TimeCell label="Published" at={row.published_at} {now} />
            <TimeCell label="Last change" at={row.updated_at} {now} />
        </tr>
    }
}

fn kinds(chosen: Option<&str>) -> Html {
    let link = |kind: Option<&str>, name: &'static str| {
        let href = Route::Contents(kind.map(str::to_owned)).to_string();
        html! {
            <li><a {href} aria-current={(kind == chosen).then_some("page")}>{ name }</a></li>
        }
    };
    html! {
        <nav aria-label="Kinds of content">
            <ul class="pages kinds">
                { link(None, "All") }
                for (kind, name) in KINDS { { link(Some(kind), name) } }
            </ul>
        </nav>
    }
}

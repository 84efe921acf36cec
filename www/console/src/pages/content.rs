//! One piece of content: what people see, what is to be published, and how it came to be so.

use std::rc::Rc;

use web_sys::AbortSignal;
use yew::prelude::*;

use crate::{
    api::{
        ApiError, Content, Edit, Head, Place, Role, get_content, get_versions, send_edit,
        send_edits,
    },
    browser::{focus, is_focus_lost},
    components::{
        Badge, Confirm, ContentEditor, DiffView, Notice, PageHeader, Panel, PreviewPanel,
        VersionList,
    },
    hooks::{
        Session, use_list, use_load, use_now, use_preview, use_refused, use_revision, use_send,
        use_unsaved,
    },
    model::pretty,
    route::Route,
    wording::{Question, Standing, edit_told, kind_name, newest_told, reverse, standing_told},
};

/// Properties of [`ContentPage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ContentPageProps {
    /// Which, as the URL says.
    pub(crate) place: Place,
    /// Who is signed in.
    pub(crate) session: Rc<Session>,
    /// Told when the edge no longer takes the token.
    pub(crate) on_refused: Callback<()>,
}

/// What is sent.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    /// Something new.
    Do(Edit),
    /// What takes the last edit back.
    TakeBack(Vec<Edit>),
}

/// What takes the last edit back, and the newest version that there was after it: over what others
/// did meanwhile nothing is taken back.
type Undo = (u32, Vec<Edit>);

/// How it stands, what publishing would change, the editor, and all versions.
#[component]
pub(crate) fn ContentPage(props: &ContentPageProps) -> Html {
    let ContentPageProps { place, session, on_refused } = props;
    let (revision, on_refresh) = use_revision();
    let (edited, on_edited) = use_revision();
    let key = (session.client.clone(), place.clone());
    let content = use_load(key.clone(), revision, get_content);
    let revision = revision.wrapping_add(edited);
    let newest = content.value.as_ref().and_then(Content::newest).map(str::to_owned);
    let preview = use_preview(key.clone(), newest, revision);
    let versions = use_list(key, revision, get_versions);
    let now = use_now();
    let asked = use_state_eq(|| None::<Edit>);
    let sent = use_state_eq(|| None::<AttrValue>);
    let saved = use_state_eq(|| None::<(AttrValue, AttrValue)>);
    let done = use_state_eq(AttrValue::default);
    let undo = use_state_eq(Undo::default);

    let link = Route::Content(place.clone()).to_string();
    let unsaved = use_unsaved();
    let typed = use_memo((), |()| unsaved.typed(&link).map(|typed| AttrValue::from(typed.text)));

    let version = content.value.as_ref().map_or(0, |content| content.head.version);
    let edits = use_send(
        {
            let (client, place) = (session.client.clone(), place.clone());
            let (unsaved, link) = (unsaved.clone(), link.clone());
            async move |step: Step, signal: AbortSignal| {
                // A text goes with what it was begun from: who left it here for a while must not
                // write over what others did meanwhile.
                let is_save = matches!(step, Step::Do(Edit::Save(_)));
                let begun = unsaved.version(&link).filter(|_| is_save);
                let at = (&place, begun.unwrap_or(version));
                let head = match &step {
                    Step::Do(edit) => send_edit(&client, at, edit, &signal).await?,
                    Step::TakeBack(edits) => send_edits(&client, at, edits, &signal).await?,
                };
                // It is done when the page has what the edge has: whatever is pressed next is about
                // that, and not about what was there before.
                let content = get_content((client.clone(), place.clone()), signal).await.ok();
                Ok((head, content))
            }
        },
        {
            let (saved, done, on_refresh) = (saved.setter(), done.setter(), on_refresh.clone());
            let (unsaved, link) = (unsaved.clone(), link.clone());
            let (undo, before) = (undo.setter(), content.value.clone());
            let on_change = content.on_change.clone();
            Callback::from(move |(step, (head, content)): (Step, (Head, Option<Content>))| {
                undo.set(Undo::default());
                match step {
                    Step::Do(Edit::Save(text)) => {
                        unsaved.saved(&link, &text);
                        let told = edit_told(&Edit::Save(text.clone()), &head, version);
                        saved.set(Some((text.into(), told.into())));
                    }
                    Step::Do(edit) => {
                        unsaved.caught_up(&link);
                        done.set(edit_told(&edit, &head, version).into());
                        let reversed = before.as_ref().map(|before| reverse(&edit, before));
                        undo.set((head.version, reversed.unwrap_or_default()));
                    }
                    Step::TakeBack(_) => {
                        unsaved.caught_up(&link);
                        done.set(format!("Undone. {}", standing_told(&head)).into());
                    }
                }
                match content {
                    Some(content) => {
                        on_change.emit(content);
                        on_edited.emit(());
                    }
                    // It was done all the same; asked for once more, the panel says what is wrong.
                    None => on_refresh.emit(()),
                }
            })
        },
    );
    use_refused(
        on_refused,
        &[&content.phase, &preview.phase, &versions.list.first, &versions.list.more, &edits.phase],
    );

    // A button goes when what it did is done; the part that it stood in takes the focus.
    let section = use_node_ref();
    let focused = section.clone();
    use_effect_with(content.value.as_ref().map(|content| content.head.clone()), move |_| {
        if is_focus_lost() {
            focus(&focused);
        }
    });

    let may_edit = session.operator.may(Role::Csm);
    let is_busy = edits.phase.is_loading();
    let busy = is_busy.to_string();
    let on_ask = {
        let asked = asked.setter();
        Callback::from(move |edit| {
            if !is_busy {
                asked.set(Some(edit));
            }
        })
    };
    let ask = |edit: Edit| on_ask.reform(move |_: MouseEvent| edit.clone());
    let on_save = {
        let (sent, saved, done) = (sent.setter(), saved.setter(), done.setter());
        let on_send = edits.on_send.clone();
        Callback::from(move |text: String| {
            sent.set(Some(text.clone().into()));
            saved.set(None);
            done.set(AttrValue::default());
            on_send.emit(Step::Do(Edit::Save(text)));
        })
    };
    let on_typed = {
        let (unsaved, link) = (unsaved.clone(), link.clone());
        Callback::from(move |typed: Option<String>| match typed {
            Some(text) => unsaved.keep(&link, text, Some(version)),
            None => unsaved.forget(&link),
        })
    };
    let on_confirm = {
        let (asked, done, on_send) = (asked.clone(), done.setter(), edits.on_send.clone());
        Callback::from(move |()| {
            if let Some(edit) = &*asked {
                done.set(AttrValue::default());
                on_send.emit(Step::Do(edit.clone()));
            }
            asked.set(None);
        })
    };
    let on_cancel = {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(None))
    };
    let on_roll_back = on_ask.reform(Edit::RollBack);
    let is_typed = asked.is_some() && unsaved.typed(&link).is_some();
    let question = use_memo(((*asked).clone(), is_typed), |(asked, is_typed)| {
        asked.as_ref().map(|edit| Question::of(edit, *is_typed))
    });
    let question = question.as_ref().clone().unwrap_or_default();
    let (undone_from, edits_back) = &*undo;
    let on_undo = (*undone_from == version && !edits_back.is_empty()).then(|| {
        let (back, on_send) = (edits_back.clone(), edits.on_send.clone());
        Callback::from(move |_: MouseEvent| on_send.emit(Step::TakeBack(back.clone())))
    });

    let unknown = content.phase.error().is_some_and(|error| error.is("unknown_content"));
    let trail = vec![("Content".into(), Route::Contents(None))];
    let header = html! {
        <PageHeader title={place.1.clone()} note={kind_name(&place.0).to_owned()} {trail} />
    };
    if unknown {
        return html! {
            <>
                { header }
                <section class="card empty">
                    <p class="empty-title">{ "There is no content with this kind and ID" }</p>
                    <p><a href={Route::Contents(None).to_string()}>{ "See all content" }</a>{ "." }</p>
                </section>
            </>
        };
    }
    let on_newest = on_refresh.reform(move |()| unsaved.caught_up(&link));
    let failed = edits.phase.error().filter(|error| !is_about_text(error));
    html! {
        <>
            { header }
            if let Some(error) = failed {
                { failure(error, &edits.on_forget, &on_newest) }
            }
            <div ref={section} tabindex="-1">
                <Panel id="standing-title" title="How it stands" status={(*done).clone()}
                    phase={content.phase.clone()} is_loaded={content.value.is_some()} lines={2}
                    on_retry={on_refresh.clone()}>
                    if let Some(content) = &content.value {
                        <div class="standing">
                            { standing(&content.head) }
                            if may_edit {
                                <div class="toolbar">
                                    if let Some(onclick) = on_undo {
                                        <button type="button" class="button"
                                            aria-disabled={busy.clone()} {onclick}>
                                            { "Undo" }
                                        </button>
                                    }
                                    if content.head.draft_version.is_some() {
                                        <button type="button" class="button button-primary"
                                            aria-disabled={busy.clone()}
                                            onclick={ask(Edit::Publish)}>{ "Publish draft" }</button>
                                    }
                                    if content.head.published_version.is_some() {
                                        <button type="button" class="button"
                                            aria-disabled={busy.clone()}
                                            onclick={ask(Edit::Unpublish)}>{ "Unpublish" }</button>
                                    }
                                </div>
                            } else {
                                <p class="secondary">
                                    { "Operators with the role csm or admin change content. You are \
                                       signed in as " }{ &session.operator.role }{ "." }
                                </p>
                            }
                        </div>
                    }
                </Panel>
            </div>
            if let Some(content) = &content.value {
                <PreviewPanel {preview} version={newest_told(&content.head).unwrap_or_default()}
                    on_retry={on_refresh.clone()} />
                if let (Some(published), Some(draft)) = (&content.published, &content.draft) {
                    <section class="card" aria-labelledby="diff-title">
                        <header class="card-header">
                            <h2 id="diff-title">{ "What publishing would change" }</h2>
                        </header>
                        <DiffView before={pretty(published)} after={pretty(draft)} />
                    </section>
                }
                <section class="card" aria-labelledby="editor-title">
                    <header class="card-header">
                        <h2 id="editor-title">
                            { if may_edit { "Edit" } else { "What is in it" } }
                        </h2>
                        <p class="secondary">{ editing(&content.head) }</p>
                    </header>
                    <ContentEditor base={content.newest().map(pretty).unwrap_or_default()} typed={(*typed).clone()} {on_typed} may_save={may_edit}
                        phase={edits.phase.clone()} sent={(*sent).clone()} saved={(*saved).clone()} {on_save}>
                        if content.head.draft_version.is_some() {
                            <button type="button" class="button"
                                aria-disabled={busy} onclick={ask(Edit::Discard)}>
                                { "Discard draft" }
                            </button>
                        }
                    </ContentEditor>
                </section>
            }
            <VersionList list={versions} may_roll_back={may_edit} {is_busy} {now} {on_roll_back}
                on_retry={on_refresh} />
            <Confirm is_open={asked.is_some()} title={question.title} detail={question.detail}
                action={question.action} {on_confirm} {on_cancel} />
        </>
    }
}

/// Whether the text is at fault: the editor says so then, beside it.
fn is_about_text(error: &ApiError) -> bool {
    error.is("invalid_content") || error.is("invalid_json")
}

/// What went wrong with an edit. Who was overtaken begins from what is newest, and keeps their text.
fn failure(error: &ApiError, on_forget: &Callback<()>, on_refresh: &Callback<()>) -> Html {
    let (on_forget, on_refresh) = (on_forget.clone(), on_refresh.clone());
    let on_retry = Callback::from(move |()| {
        on_forget.emit(());
        on_refresh.emit(());
    });
    if error.is("version_conflict") {
        let message = "Somebody changed this content meanwhile, so nothing was done. Your text is \
                       kept: look at what is there now, then do it again.";
        html! { <Notice {message} action="Show what is there now" {on_retry} /> }
    } else {
        html! { <Notice message={error.to_string()} action="Dismiss" {on_retry} /> }
    }
}

fn standing(head: &Head) -> Html {
    let standing = Standing::of(head.published_version, head.draft_version);
    html! {
        <p class="item-notes">
            <Badge word={standing.words()} class={standing.class()} />
            <span>{ standing_told(head) }</span>
        </p>
    }
}

fn editing(head: &Head) -> String {
    let nothing = "Nothing to begin from; the history below has earlier versions";
    newest_told(head).unwrap_or_else(|| nothing.to_owned())
}

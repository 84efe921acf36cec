//! How often people may be interrupted.

use std::rc::Rc;

use web_sys::AbortSignal;
use yew::prelude::*;

use crate::{
    api::{ContactPolicy, Role, get_contact_policy, put_contact_policy},
    browser::{focus, is_focus_lost},
    components::{Notice, PageHeader, Panel, PolicyForm},
    hooks::{Session, use_load, use_refused, use_revision, use_send, use_unsaved},
    route::Route,
};

/// Properties of [`ContactPolicyPage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ContactPolicyPageProps {
    /// Who is signed in.
    pub(crate) session: Rc<Session>,
    /// Told when the edge no longer takes the token.
    pub(crate) on_refused: Callback<()>,
}

/// A policy to put in force.
#[derive(Debug, Clone, PartialEq)]
enum Change {
    /// What the form says, in place of `before`.
    Save { policy: ContactPolicy, before: ContactPolicy },
    /// What was in force before the last save.
    Undo(ContactPolicy),
}

/// What came of the last change.
#[derive(Debug, Clone, Default, PartialEq)]
enum Outcome {
    /// Nothing was changed yet.
    #[default]
    Nothing,
    /// A policy was saved; this one was in force before.
    Saved(ContactPolicy),
    /// The last save was taken back.
    Undone,
}

/// The policy in force, and for admins the form that changes it.
#[component]
pub(crate) fn ContactPolicyPage(props: &ContactPolicyPageProps) -> Html {
    let ContactPolicyPageProps { session, on_refused } = props;
    let (revision, on_retry) = use_revision();
    let policy = use_load(session.client.clone(), revision, get_contact_policy);
    let saved = use_state_eq(Outcome::default);
    let unsaved = use_unsaved();
    let link = Route::ContactPolicy.to_string();
    let typed = use_memo((), |()| {
        unsaved
            .typed(&link)
            .and_then(|typed| serde_json::from_str::<ContactPolicy>(&typed.text).ok())
    });
    let is_kept = use_state_eq(|| typed.is_some());
    let on_typed = {
        let (unsaved, link, is_kept) = (unsaved.clone(), link.clone(), is_kept.setter());
        Callback::from(move |typed: Option<ContactPolicy>| {
            if let Some(policy) = typed {
                let text = serde_json::to_string(&policy).expect("numbers and texts are JSON");
                unsaved.keep(&link, text, None);
            } else {
                unsaved.forget(&link);
                is_kept.set(false);
            }
        })
    };
    let changes = use_send(
        {
            let client = session.client.clone();
            async move |change: Change, signal: AbortSignal| {
                let (Change::Save { policy, .. } | Change::Undo(policy)) = &change;
                put_contact_policy(&client, policy, &signal).await
            }
        },
        {
            let (saved, on_change) = (saved.setter(), policy.on_change.clone());
            Callback::from(move |(change, policy): (Change, ContactPolicy)| {
                unsaved.forget(&link);
                saved.set(match change {
                    Change::Save { before, .. } => Outcome::Saved(before),
                    Change::Undo(_) => Outcome::Undone,
                });
                on_change.emit(policy);
            })
        },
    );
    use_refused(on_refused, &[&policy.phase, &changes.phase]);

    // The button that undoes goes when it has; the form's part takes the focus.
    let section = use_node_ref();
    let focused = section.clone();
    use_effect_with((*saved).clone(), move |saved| {
        if *saved != Outcome::Nothing && is_focus_lost() {
            focus(&focused);
        }
    });

    let may_change = session.operator.may(Role::Admin);
    let on_undo = match &*saved {
        Outcome::Saved(before) => {
            let (before, on_send) = (before.clone(), changes.on_send.clone());
            Some(Callback::from(move |_: MouseEvent| on_send.emit(Change::Undo(before.clone()))))
        }
        _ => None,
    };
    let told = match &*saved {
        _ if changes.phase.error().is_some() => "",
        Outcome::Nothing if *is_kept => "Your changes from before are here. They are not saved.",
        Outcome::Nothing => "",
        Outcome::Saved(_) => "Saved. It holds everywhere within ten seconds.",
        Outcome::Undone => "Undone. The policy from before holds again.",
    };
    // What a field is wrong about stands by the field.
    let failed = changes.phase.error().filter(|error| error.field().is_none());
    html! {
        <>
            <PageHeader title="Contact policy"
                note="How often people may be interrupted, over all that this workspace asks" />
            if let Some(error) = failed {
                <Notice message={error.to_string()} action="Dismiss"
                    on_retry={changes.on_forget.clone()} />
            }
            <div ref={section} tabindex="-1">
                <Panel id="policy-title" title="In force"
                    phase={policy.phase.clone()} is_loaded={policy.value.is_some()} {on_retry}>
                    if !may_change {
                        <p class="hint secondary">
                            { "Only operators with the role admin change it. You are signed in as " }
                            { &session.operator.role }{ "." }
                        </p>
                    }
                    if let Some(policy) = &policy.value {
                        <PolicyForm policy={policy.clone()} typed={(*typed).clone()} {on_typed}
                            {may_change}
                            phase={changes.phase.clone()} {told}
                            on_save={changes.on_send.reform({
                                let before = policy.clone();
                                move |policy| Change::Save { policy, before: before.clone() }
                            })}>
                            if let Some(onclick) = on_undo {
                                <button type="button" class="button" {onclick}>
                                    { "Undo last save" }
                                </button>
                            }
                        </PolicyForm>
                    }
                </Panel>
            </div>
        </>
    }
}

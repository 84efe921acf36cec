//! [`use_deeds`]: putting people into courses, taking them out, and taking either back.

use web_sys::AbortSignal;
use yew::prelude::*;

use super::use_send;
use crate::{
    api::{Client, Deed, send_deed},
    model::Phase,
    wording::deed_told,
};

/// Something to do, and what those whom it is about are called.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NamedDeed {
    /// What is done.
    pub(crate) deed: Deed,
    /// What the person is called.
    pub(crate) user: String,
    /// What the course is called.
    pub(crate) course: String,
}

/// What came of the last one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Done {
    /// In words; empty before the first.
    pub(crate) told: AttrValue,
    /// What takes it back; `None` if nothing was changed, or it was taken back.
    pub(crate) undo: Option<NamedDeed>,
}

/// What [`use_deeds`] returns.
pub(crate) struct UseDeedsHandle {
    /// The request.
    pub(crate) phase: Phase,
    /// What came of the last one.
    pub(crate) done: Done,
    /// Does it.
    pub(crate) on_send: Callback<NamedDeed>,
    /// Takes the last one back, if that is to be had.
    pub(crate) on_undo: Option<Callback<()>>,
    /// Forgets what came of the last one, or that it failed.
    pub(crate) on_forget: Callback<()>,
}

/// Does what is asked, and tells `on_change` of each that got through.
#[hook]
pub(crate) fn use_deeds(client: &Client, on_change: Callback<()>) -> UseDeedsHandle {
    let done = use_state_eq(Done::default);
    let sends = use_send(
        {
            let client = client.clone();
            async move |(named, _): (NamedDeed, bool), signal: AbortSignal| {
                send_deed(&client, &named.deed, &signal).await
            }
        },
        {
            let done = done.setter();
            Callback::from(move |((named, is_undo), changed): ((NamedDeed, bool), bool)| {
                let told = deed_told(&named.deed, (&named.user, &named.course), changed);
                let reverse = || NamedDeed { deed: named.deed.reverse(), ..named.clone() };
                done.set(Done { told: told.into(), undo: (changed && !is_undo).then(reverse) });
                on_change.emit(());
            })
        },
    );
    let on_undo = done.undo.clone().map(|undo| {
        let on_send = sends.on_send.clone();
        Callback::from(move |()| on_send.emit((undo.clone(), true)))
    });
    let (setter, forget) = (done.setter(), sends.on_forget.clone());
    let on_forget = Callback::from(move |()| {
        setter.set(Done::default());
        forget.emit(());
    });
    UseDeedsHandle {
        phase: sends.phase,
        done: (*done).clone(),
        on_send: sends.on_send.reform(|named| (named, false)),
        on_undo,
        on_forget,
    }
}

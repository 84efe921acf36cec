//! [`Session`]: the widget while the Wasm owns it.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Date, Function};
use shared::{
    command::{Field, PlacedCommand},
    placement::WidgetState,
    time::UnixMillis,
};
use web_sys::HtmlElement;
use yew::{AppHandle, Callback, Renderer};

use super::{focus, on_drawn, on_submit};
use crate::components::{Widget, WidgetProps};

/// The state that is drawn, and what draws it.
pub(super) struct Session {
    root: HtmlElement,
    app: AppHandle<Widget>,
    props: WidgetProps,
    send: Function,
    is_drawn: bool,
    had_focus: bool,
    /// Whether focus goes to what the person is told.
    leads: bool,
    /// Commands for which it is too early: Yew must first find the DOM as the edge drew it.
    waiting: Vec<Vec<Field>>,
    /// A state for which it is too early.
    newer: Option<WidgetState>,
}

impl Session {
    /// Takes over `root`. Yew does so in a microtask, and says so by [`Session::drawn`].
    pub(super) fn hydrate(root: HtmlElement, state: WidgetState, send: Function) -> Self {
        let props = WidgetProps {
            state: Rc::new(RefCell::new(state)),
            n_changes: 0,
            on_submit: Callback::from(on_submit),
            on_drawn: Callback::from(on_drawn),
        };
        let app = Renderer::with_root_and_props(root.clone().into(), props.clone()).hydrate();
        Self {
            root,
            app,
            props,
            send,
            is_drawn: false,
            had_focus: false,
            leads: false,
            waiting: vec![],
            newer: None,
        }
    }

    /// Draws a newer state. Whether it will: one that comes while Yew takes over, which may take
    /// it several turns, is drawn after that; when a second one comes, Yew has failed.
    pub(super) fn replace(&mut self, state: WidgetState) -> bool {
        if !self.is_drawn {
            return self.newer.replace(state).is_none();
        }
        self.leads |= state.told.is_some() && state.told != self.props.state.borrow().told;
        self.props.state.replace(state);
        self.draw();
        true
    }

    /// Applies a command and draws what comes of it. Returns what takes it to the edge; nothing, if
    /// the rules refuse it here.
    pub(super) fn apply(&mut self, fields: Vec<Field>) -> Option<Function> {
        if self.is_drawn {
            let command = PlacedCommand::from_fields(&fields).ok()?;
            let mut state = self.props.state.borrow_mut();
            state.apply(&command, now()).ok()?;
            state.told = None;
            drop(state);
            self.draw();
        } else {
            self.waiting.push(fields);
        }
        Some(self.send.clone())
    }

    /// The state is in the DOM now. Returns the root if what had focus in it is gone, or focus is
    /// led elsewhere.
    pub(super) fn drawn(&mut self) -> Option<HtmlElement> {
        self.is_drawn = true;
        if let Some(state) = self.newer.take() {
            self.replace(state);
        }
        for fields in std::mem::take(&mut self.waiting) {
            self.apply(fields);
        }
        let had_focus = std::mem::take(&mut self.had_focus);
        let leads = std::mem::take(&mut self.leads);
        (had_focus && (leads || focus::active(&self.root).is_none())).then(|| self.root.clone())
    }

    /// Lets go of the DOM.
    pub(super) fn end(self) {
        self.app.destroy();
    }

    fn draw(&mut self) {
        self.had_focus |= focus::active(&self.root).is_some();
        self.props.n_changes += 1;
        self.app.update(self.props.clone());
    }
}

#[expect(clippy::cast_possible_truncation, reason = "Date.now() is whole and far from the bounds")]
fn now() -> UnixMillis {
    UnixMillis(Date::now() as i64)
}

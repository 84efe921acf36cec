//! [`Session`]: the widget while the Wasm owns it.

use std::rc::Rc;

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
}

impl Session {
    /// Takes over `root`. Yew does so in a microtask, see [`Session::is_drawn`].
    pub(super) fn hydrate(root: HtmlElement, state: WidgetState, send: Function) -> Self {
        let props = WidgetProps {
            state: Rc::new(state),
            on_submit: Callback::from(on_submit),
            on_drawn: Callback::from(on_drawn),
        };
        let app = Renderer::with_root_and_props(root.clone().into(), props.clone()).hydrate();
        Self { root, app, props, send, is_drawn: false, had_focus: false }
    }

    /// Whether the take-over succeeded. If not, the edge's HTML is still good.
    pub(super) const fn is_drawn(&self) -> bool {
        self.is_drawn
    }

    /// What takes commands to the edge.
    pub(super) fn send(&self) -> Function {
        self.send.clone()
    }

    /// Draws another state.
    pub(super) fn replace(&mut self, state: WidgetState) {
        self.props.state = Rc::new(state);
        self.draw();
    }

    /// Applies a command and draws what comes of it: nothing, if the rules refuse it here.
    pub(super) fn apply(&mut self, fields: &[Field]) {
        let Ok(command) = PlacedCommand::from_fields(fields) else { return };
        if Rc::make_mut(&mut self.props.state).apply(&command, now()).is_ok() {
            self.draw();
        }
    }

    /// The state is in the DOM now. Returns the root if what had focus in it is gone.
    pub(super) fn drawn(&mut self) -> Option<HtmlElement> {
        self.is_drawn = true;
        let had_focus = std::mem::take(&mut self.had_focus);
        (had_focus && focus::active(&self.root).is_none()).then(|| self.root.clone())
    }

    /// Lets go of the DOM.
    pub(super) fn end(self) {
        self.app.destroy();
    }

    fn draw(&mut self) {
        self.had_focus |= focus::active(&self.root).is_some();
        self.app.update(self.props.clone());
    }
}

#[expect(clippy::cast_possible_truncation, reason = "Date.now() is whole and far from the bounds")]
fn now() -> UnixMillis {
    UnixMillis(Date::now() as i64)
}

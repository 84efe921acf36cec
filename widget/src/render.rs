//! Drawing at the edge.

use std::{cell::RefCell, rc::Rc};

use shared::placement::WidgetState;
use yew::{Callback, LocalServerRenderer};

use crate::components::{Widget, WidgetProps};

/// Draws `state` as the inner HTML of the widget's root.
///
/// Has what hydration needs in it, so the browser must get the very same `state`.
pub async fn render(state: &WidgetState) -> String {
    LocalServerRenderer::<Widget>::with_props(WidgetProps {
        state: Rc::new(RefCell::new(state.clone())),
        n_changes: 0,
        on_submit: Callback::noop(),
        on_drawn: Callback::noop(),
    })
    .render()
    .await
}

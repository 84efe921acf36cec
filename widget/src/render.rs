//! Drawing at the edge.

use std::rc::Rc;

use shared::placement::WidgetState;
use yew::LocalServerRenderer;

use crate::components::{Widget, WidgetProps};

/// Draws `state` as the inner HTML of the widget's root.
///
/// Has what hydration needs in it, so the browser must get the very same `state`.
pub async fn render(state: &WidgetState) -> String {
    LocalServerRenderer::<Widget>::with_props(WidgetProps {
        state: Rc::new(state.clone()),
        on_submit: yew::Callback::noop(),
        on_drawn: yew::Callback::noop(),
    })
    .render()
    .await
}

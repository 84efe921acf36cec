//! Drawing on a native target.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use shared::placement::WidgetState;

/// Draws `state`. On a native target nothing in it waits.
pub(crate) fn draw(state: &WidgetState) -> String {
    let future = pin!(widget::render(state));
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(html) => html,
        Poll::Pending => panic!("drawing waits for something"),
    }
}

//! [`use_visits`]: where the operator has been.

use yew::prelude::*;

use crate::model::Visits;

/// What is remembered; the root provides it.
#[hook]
pub(crate) fn use_visits() -> Visits {
    use_context().expect("the root provides it")
}

//! A word that says how something stands.

use yew::prelude::*;

/// Properties of [`Badge`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct BadgeProps {
    /// The word.
    pub(crate) word: AttrValue,
    /// `good`, `bad`, `changed` or `plain`. Never all that tells: the word does.
    #[prop_or("plain")]
    pub(crate) class: &'static str,
}

/// A word on a tint.
#[component]
pub(crate) fn Badge(props: &BadgeProps) -> Html {
    html! { <span class={classes!("badge", props.class)}>{ &props.word }</span> }
}

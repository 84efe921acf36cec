//! Links.

use shared::checklist::Link;
use yew::prelude::*;

use super::icons::{self, icon};

/// A link into the product stays in its tab; one out of it opens another.
pub(super) fn link_out(link: &Link<String>) -> Html {
    let is_external = link.href.starts_with("https:");
    html! {
        <a
            part="button"
            href={link.href.clone()}
            target={is_external.then_some("_blank")}
            rel={is_external.then_some("noopener")}
        >
            { &link.label }
            { for is_external.then(|| icon(icons::EXTERNAL)) }
        </a>
    }
}

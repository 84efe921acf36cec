//! The frame that content is previewed in.

use gloo::events::EventListener;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlIFrameElement;
use yew::prelude::*;

use crate::{
    api::Preview,
    browser::{BLANK, draw_widget},
};

/// Properties of [`PreviewFrame`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PreviewFrameProps {
    /// What is in it; `None` while that is not known.
    pub(crate) drawn: Option<Preview>,
    /// What it shows, in words.
    pub(crate) title: AttrValue,
}

/// A page of its own for the widget: there the widget's style sheet sees the width and the height
/// of the frame as those of the screen, so a phone's layout is a phone's. It may run no script.
#[component]
pub(crate) fn PreviewFrame(props: &PreviewFrameProps) -> Html {
    let frame = use_node_ref();
    let is_open = use_state_eq(|| false);
    let is_broken = use_state_eq(|| false);

    let (node, opened) = (frame.clone(), is_open.setter());
    use_effect_with((), move |()| {
        let frame = node.cast::<HtmlIFrameElement>();
        let listener = frame.map(|frame| {
            let listener = EventListener::new(frame.unchecked_ref(), "load", move |_| {
                opened.set(true);
            });
            // Not before somebody listens.
            frame.set_srcdoc(BLANK);
            listener
        });
        move || drop(listener)
    });
    let (node, broken) = (frame.clone(), is_broken.setter());
    use_effect_with((*is_open, props.drawn.clone()), move |(is_open, drawn)| {
        if let Some(frame) = node.cast::<HtmlIFrameElement>().filter(|_| *is_open) {
            let drawn = drawn.clone().unwrap_or_default();
            broken.set(draw_widget(&frame, &drawn.html, &drawn.css).is_err());
        }
    });
    html! {
        <>
            if *is_broken {
                <p class="field-error" role="alert">
                    { "This browser cannot show the preview. Try a newer one." }
                </p>
            }
            <iframe ref={frame} class="preview-frame" title={&props.title} sandbox="allow-same-origin" />
        </>
    }
}

//! [`Widget`]: the root.

use std::{cell::RefCell, rc::Rc};

use shared::placement::{Placement, WidgetState};
use yew::prelude::*;

#[cfg(feature = "ssr")]
use super::course_card::{course_card, course_launcher};
use super::{
    announcement::announcement, checklist_card::checklist_card, launcher::launcher, notice::notice,
    survey_card::survey_card,
};

/// Properties of [`Widget`].
#[derive(Debug, Clone, Properties)]
pub struct WidgetProps {
    /// What to draw. In the browser a command changes it in place.
    pub state: Rc<RefCell<WidgetState>>,
    /// How often the state was changed.
    #[prop_or_default]
    pub n_changes: u32,
    /// Hears every form in the widget.
    #[prop_or_default]
    pub on_submit: Callback<SubmitEvent>,
    /// Called after each drawing. Never at the edge.
    #[prop_or_default]
    pub on_drawn: Callback<()>,
}

impl PartialEq for WidgetProps {
    /// Whether they draw the same: the rest of the properties stays for the widget's life.
    fn eq(&self, other: &Self) -> bool {
        self.n_changes == other.n_changes
    }
}

/// One placement at a time, in a landmark of its own.
///
/// It is complementary rather than a dialog: it comes unasked beside the person's work,
/// so it must not take focus or hold anybody up, and stays reachable as a landmark.
///
/// The wrapper and the live region are there even when nothing is: Yew 0.23 panics on a
/// component that renders nothing (yew#4092), and a screen reader reports only on a region
/// that it knew before the message came.
#[component]
pub fn Widget(props: &WidgetProps) -> Html {
    let WidgetProps { state, on_submit, on_drawn, .. } = props;
    let state = &*state.borrow();
    let on_drawn = on_drawn.clone();
    use_effect(move || on_drawn.emit(()));

    html! {
        <div
            class="widget"
            lang={state.locale.as_str().to_owned()}
            dir={state.locale.direction().as_str()}
            onsubmit={on_submit}
        >
            if let Some(placement) = state.visible() {
                // The key keeps what was typed in one placement out of the next.
                <aside
                    key={placement.id().as_str()}
                    part={if is_minimised(placement) { "launcher" } else { "card" }}
                    aria-labelledby="rumbo-title"
                >
                    { notice(&state.labels, state.told.as_ref()) }
                    { inside(state, placement) }
                </aside>
            }
            <p class="sr-only" role="status">{ announcement(state) }</p>
        </div>
    }
}

fn is_minimised(placement: &Placement) -> bool {
    match placement {
        Placement::Checklist(_, progress) => progress.is_minimised(),
        #[cfg(feature = "ssr")]
        Placement::Course(_, enrollment) => enrollment.is_minimised == Some(true),
        Placement::Survey(..) => false,
    }
}

/// Keyed, because the card is not the launcher with other words.
fn inside(state: &WidgetState, placement: &Placement) -> Html {
    match placement {
        Placement::Checklist(checklist, progress) if progress.is_minimised() => {
            html! { <div key="launcher">{ launcher(checklist, progress) }</div> }
        }
        Placement::Checklist(checklist, progress) => html! {
            <div key="checklist" class="checklist">
                { checklist_card(&state.labels, checklist, progress) }
            </div>
        },
        Placement::Survey(survey, prompt) => survey_card(&state.labels, survey, prompt),
        #[cfg(feature = "ssr")]
        Placement::Course(course, _) if is_minimised(placement) => {
            html! { <div key="launcher">{ course_launcher(course) }</div> }
        }
        #[cfg(feature = "ssr")]
        Placement::Course(course, enrollment) => course_card(&state.labels, course, enrollment),
    }
}

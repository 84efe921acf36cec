//! What a state is on its way to the Wasm.
#![cfg(feature = "ssr")]

mod draw;
#[allow(dead_code, reason = "the other tests use the rest")]
mod samples;

use draw::draw;
use shared::placement::{Placement, WidgetState};
use widget::travel::{from_text, to_text};

/// What [`digest`] gives for what the mark stands for.
const PINNED: u64 = 0x7350_8370_9d51_9239;

/// The states that the Wasm takes over.
fn states() -> Vec<(&'static str, WidgetState)> {
    let mut views = samples::every_view("en");
    views.retain(|(_, state)| !matches!(state.visible(), Some(Placement::Course(..))));
    assert!(views.len() > 15);
    views
}

fn sent(state: &WidgetState) -> String {
    to_text(&postcard::to_allocvec(&state.for_browser()).expect("a state can be written"))
}

/// FNV-1a, over all of them.
fn digest() -> u64 {
    let texts: String = states().iter().map(|(_, state)| sent(state)).collect();
    texts.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn what_arrives_is_drawn_as_the_edge_draws_it() {
    for (name, state) in states() {
        assert_eq!(draw(&from_text(&sent(&state))), draw(&state), "{name}");
    }
}

/// If only words have changed, pin the new number. Otherwise raise `MARK` first: pages that are open
/// while the edge is deployed have a Wasm that would take the new states for old ones.
#[test]
fn what_a_mark_stands_for_stays() {
    assert_eq!(digest(), PINNED, "see the comment");
}

#[test]
#[should_panic(expected = "another build's state")]
fn another_mark_is_not_read() {
    let (_, state) = states().remove(0);
    let _ = from_text(&format!("0{}", &sent(&state)[1..]));
}

/// What pages had before there were marks: base64.
#[test]
#[should_panic(expected = "another build's state")]
fn base64_is_not_read() {
    let _ = from_text("AmVuJAVDbG9zZQ");
}

//! What the edge draws.
#![cfg(feature = "ssr")]

mod samples;

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use samples::{after, checklist, observed, state, survey};
use shared::{
    command::PlacedCommand,
    placement::{Placement, WidgetState},
};

/// Draws `state`. On a native target nothing in it waits.
fn draw(state: &WidgetState) -> String {
    let future = pin!(widget::render(state));
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(html) => html,
        Poll::Pending => panic!("drawing waits for something"),
    }
}

/// The values of the attribute `name` in `html`, in order.
fn values<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let begin = format!(" {name}=\"");
    html.split(&begin).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Each form of `html`: its markup up to its end.
fn forms(html: &str) -> Vec<&str> {
    html.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next()).collect()
}

/// The commands that the forms of `html` send when nothing is filled in, in order.
fn commands(html: &str) -> Vec<String> {
    forms(html)
        .into_iter()
        .map(|form| {
            let inputs = form.split("<input").skip(1).filter(|input| input.contains("\"hidden\""));
            let mut fields =
                vec![("placement".to_owned(), values(form, "data-placement").concat())];
            fields.extend(inputs.map(|input| {
                let input = input.split('>').next().unwrap_or_default();
                (values(input, "name").concat(), values(input, "value").concat())
            }));
            let command = fields[1].1.clone();
            if command == "answer" {
                fields.push(("rating".to_owned(), "9".to_owned()));
            }
            PlacedCommand::from_fields(&fields).expect("the form is a command");
            fields.iter().skip(1).map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// One state for each thing there is to draw.
fn every_view() -> Vec<WidgetState> {
    let answer = [("type", "answer"), ("placement", "nps"), ("rating", "9")];
    let finished = {
        let by_hand =
            |item| [("type", "complete_item"), ("placement", "get-started"), ("item", item)];
        let state = after(after(checklist("any"), &by_hand("profile")), &by_hand("guide"));
        observed(observed(state, "Process Created"), "Teammate Invited")
    };
    vec![
        checklist("any"),
        checklist("sequence"),
        observed(checklist("sequence"), "Process Created"),
        finished,
        survey(),
        after(survey(), &answer),
        after(survey(), &[("type", "dismiss"), ("placement", "nps")]),
    ]
}

#[test]
fn every_form_is_a_command_that_shared_understands() {
    assert_eq!(
        commands(&draw(&checklist("any"))),
        ["dismiss", "complete_item profile", "complete_item guide"]
    );
    assert_eq!(commands(&draw(&survey())), ["answer 9", "dismiss"]);
    for state in every_view() {
        commands(&draw(&state));
    }
}

#[test]
fn a_strict_policy_finds_nothing_inline() {
    for state in every_view() {
        let html = draw(&state);
        for inline in [" style=", "<style", "<script", " onclick", " onsubmit", "javascript:"] {
            assert!(!html.contains(inline), "{inline} in {html}");
        }
    }
}

#[test]
fn inputs_are_uncontrolled() {
    for state in every_view() {
        let html = draw(&state);
        assert!(!html.contains(" checked"), "{html}");
        assert!(!html.contains("<textarea") || html.contains("></textarea>"), "{html}");
    }
}

#[test]
fn what_authors_write_is_text_not_markup() {
    let mut state = checklist("any");
    if let Placement::Checklist(checklist, _) = &mut state.placements[0] {
        checklist.title = "<script>alert(1)</script>".to_owned();
        checklist.items[0].title = "\"><img src=x>".to_owned();
    }
    let html = draw(&state);
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    assert!(html.contains("&lt;script&gt;"), "{html}");
}

#[test]
fn ids_and_what_refers_to_them_agree() {
    for state in every_view() {
        let html = draw(&state);
        let ids = values(&html, "id");
        for name in ["aria-labelledby", "for", "form"] {
            for target in values(&html, name) {
                let n = ids.iter().filter(|id| **id == target).count();
                assert_eq!(n, 1, "{name}={target} in {html}");
            }
        }
    }
}

#[test]
fn a_locked_item_says_why_and_offers_nothing() {
    let html = draw(&checklist("sequence"));
    assert_eq!(html.matches("Opens when the steps before it are done").count(), 3);
    assert_eq!(commands(&html), ["dismiss", "complete_item profile"]);
    assert!(!html.contains("href"), "{html}");
}

#[test]
fn a_done_item_offers_its_way_back_and_progress_is_said_in_words() {
    let complete = [("type", "complete_item"), ("placement", "get-started"), ("item", "profile")];
    let html = draw(&after(checklist("any"), &complete));
    assert_eq!(commands(&html)[1], "reopen_item profile");
    assert_eq!(values(&html, "aria-valuetext"), ["1 of 4 done"]);
    assert!(html.contains(">1 of 4 done</p></div>"), "no live region in {html}");
}

#[test]
fn only_a_link_out_of_the_product_opens_another_tab() {
    let html = draw(&checklist("any"));
    let hrefs = ["/processes/new", "#invite", "https://docs.example.com/launch"];
    assert_eq!(values(&html, "href"), hrefs);
    assert_eq!((values(&html, "target"), values(&html, "rel")), (vec!["_blank"], vec!["noopener"]));
}

#[test]
fn a_question_has_eleven_ratings_and_its_thanks_take_focus() {
    let html = draw(&survey());
    assert_eq!(html.matches(r#"name="rating""#).count(), 11);
    assert!(!html.contains("data-focus"), "{html}");
    let answer = [("type", "answer"), ("placement", "nps"), ("rating", "0")];
    let html = draw(&after(survey(), &answer));
    assert_eq!((commands(&html), html.matches("data-focus").count()), (vec!["close".into()], 1));
}

#[test]
fn escape_sends_every_placement_away() {
    for state in every_view() {
        let html = draw(&state);
        let n = usize::from(state.visible().is_some());
        assert_eq!(html.matches("data-escape").count(), n, "{html}");
    }
}

#[test]
fn the_wrapper_and_the_live_region_stay_when_nothing_is_shown() {
    let html = draw(&state("ar-eg", vec![]));
    assert_eq!((values(&html, "lang"), values(&html, "dir")), (vec!["ar-eg"], vec!["rtl"]));
    assert!(html.contains(r#"role="status""#) && !html.contains("<aside"), "{html}");
}

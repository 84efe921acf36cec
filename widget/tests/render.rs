//! What the edge draws.
#![cfg(feature = "ssr")]

mod draw;
mod samples;

use draw::draw;
use samples::{Ana, every_view};
use shared::{command::PlacedCommand, placement::WidgetState};

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
            PlacedCommand::from_fields(&fields).expect("the form is a command");
            fields.iter().skip(1).map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// What is drawn of every view.
fn drawn() -> impl Iterator<Item = (WidgetState, String)> {
    every_view("en").into_iter().map(|(_, state)| {
        let html = draw(&state);
        (state, html)
    })
}

fn checklist() -> String {
    draw(&Ana::new().sees())
}

fn nps(commands: &[&str]) -> String {
    draw(&Ana::new().starts("nps").does(commands).sees())
}

/// Pins what drawn forms send: an old page in an open tab meets a new edge.
#[test]
fn form_wire_shape() {
    let list = ["minimise", "dismiss", "complete_item profile", "skip_item profile"];
    assert_eq!(commands(&checklist()), list);
    assert_eq!(commands(&nps(&[])), ["answer rating", "dismiss"]);
    assert_eq!(commands(&nps(&["nps answer rating=9"])), ["close", "follow"]);
    let minimised = Ana::new().does(&["get-started minimise"]).sees();
    assert_eq!(commands(&draw(&minimised)), ["expand"]);
    let first = draw(&Ana::new().starts("every-question").sees());
    assert_eq!(commands(&first), ["answer stars", "dismiss", "snooze"]);
    for (_, html) in drawn() {
        commands(&html);
    }
}

#[test]
fn a_strict_policy_finds_nothing_inline() {
    for (_, html) in drawn() {
        for inline in [" style=", "<style", "<script", " onclick", " onsubmit", "javascript:"] {
            assert!(!html.contains(inline), "{inline} in {html}");
        }
    }
}

#[test]
fn inputs_are_uncontrolled() {
    for (_, html) in drawn() {
        assert!(!html.contains(" checked"), "{html}");
        assert!(!html.contains("<textarea") || html.contains("></textarea>"), "{html}");
    }
}

#[test]
fn what_authors_write_is_text_not_markup() {
    let state = Ana::new()
        .rewritten("Get started with Orbit", "<script>alert(1)</script>")
        .rewritten("Invite a teammate", "\\\"><img src=x>")
        .sees();
    let html = draw(&state);
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    assert!(html.contains("&lt;img"), "{html}");
}

#[test]
fn ids_are_unique_and_what_refers_to_them_finds_one() {
    for (_, html) in drawn() {
        let ids = values(&html, "id");
        for id in &ids {
            assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id} in {html}");
        }
        for name in ["aria-labelledby", "aria-describedby", "for", "form"] {
            for target in values(&html, name) {
                assert!(ids.contains(&target), "{name}={target} in {html}");
            }
        }
    }
}

/// The loader keeps what is typed and chosen by these ids: one question must not get the answer
/// of another.
#[test]
fn inputs_of_two_questions_have_no_id_in_common() {
    let of = |html: &str| -> Vec<String> {
        let inputs = html.split('<').filter(|tag| {
            tag.starts_with("textarea") || (tag.starts_with("input") && !tag.contains("hidden"))
        });
        inputs.map(|tag| values(tag, "id").concat()).collect()
    };
    let first = Ana::new().starts("every-question");
    let before = of(&draw(&first.sees()));
    let second = Ana::new().starts("every-question").does(&["every-question answer rating=4"]);
    let after = of(&draw(&second.sees()));
    assert_eq!((before.len(), after.len()), (6, 5));
    assert!(before.iter().all(|id| !id.is_empty() && !after.contains(id)), "{before:?} {after:?}");
}

#[test]
fn a_locked_item_says_why_and_offers_nothing() {
    let html = draw(&Ana::new().in_sequence().sees());
    assert_eq!(html.matches("Opens when the steps before it are done").count(), 4);
    assert_eq!(commands(&html), ["minimise", "dismiss"]);
    assert!(!html.contains("href"), "{html}");
}

#[test]
fn what_the_vendor_does_is_theirs_and_not_next() {
    let html = checklist();
    assert!(html.contains("We do this for you"), "{html}");
    let statuses = values(&html, "data-status");
    assert_eq!(statuses, ["vendors", "next", "open", "open", "locked"]);
}

#[test]
fn says_who_may_do_it_and_by_when() {
    assert_eq!(checklist().matches("Anyone on your team can do this").count(), 1);
    assert_eq!(checklist().matches(">Due 1970-01-0").count(), 2);
    let late = draw(&Ana::new().later(4).sees());
    assert_eq!(late.matches("data-overdue").count(), 2);
    assert_eq!(late.matches(">Was due 1970-01-0").count(), 2);
}

#[test]
fn a_done_item_offers_its_way_back_and_progress_is_said_in_words() {
    let html = draw(&Ana::new().does(&["get-started complete_item item=profile"]).sees());
    assert_eq!(commands(&html), ["minimise", "dismiss", "reopen_item profile"]);
    assert_eq!(values(&html, "aria-valuetext"), ["1 of 5 done"]);
    assert!(html.contains(">1 of 5 done</p></div>"), "no live region in {html}");
}

#[test]
fn a_skipped_item_offers_its_way_back_by_the_button_that_skipped_it() {
    let button = |html: &str| {
        let ids: Vec<String> = values(html, "id").into_iter().map(str::to_owned).collect();
        ids.into_iter().find(|id| id.contains("skip"))
    };
    let html = draw(&Ana::new().does(&["get-started skip_item item=profile"]).sees());
    assert_eq!(commands(&html), ["minimise", "dismiss", "reopen_item profile"]);
    assert_eq!(button(&html), button(&checklist()));
    assert!(html.contains(", Skipped<"), "{html}");
}

#[test]
fn a_win_is_named_with_what_the_account_achieved() {
    assert!(!checklist().contains("Your first process"));
    let html = draw(&Ana::new().tracks(&["Process Created"]).sees());
    assert!(html.contains("Your team has 1 of them by now."), "{html}");
    assert!(html.contains(">Your first process. 1 of 5 done</p></div>"), "not heard: {html}");
}

#[test]
fn a_course_that_is_done_without_its_quiz_does_not_say_that_a_step_is_missing() {
    let view = |name| {
        let (_, state) = every_view("en").into_iter().find(|(it, _)| *it == name).expect(name);
        draw(&state)
    };
    let says_how_far = |html: &str| html.contains("<progress") || html.contains(" of 4 done");
    assert!(says_how_far(&view("course-half")));
    assert!(view("course-done").contains("4 of 4 done"));
    let done = view("course-done-unasked");
    assert!(done.contains("part=\"done\"") && !says_how_far(&done), "{done}");
    assert!(done.contains("rumbo-open-quiz"), "the quiz may still be taken: {done}");
}

#[test]
fn minimised_it_says_how_far_one_is() {
    let html = draw(&Ana::new().does(&["get-started minimise"]).sees());
    assert!(html.contains(">0 of 5 done<") && html.contains("Get started with Orbit"), "{html}");
    assert_eq!(values(&html, "stroke-dasharray"), ["0 5"]);
}

#[test]
fn only_a_link_out_of_the_product_opens_another_tab() {
    let state = Ana::new().tracks(&["Process Created"]).sees();
    let html = draw(&state);
    assert_eq!(values(&html, "href"), ["#invite", "https://docs.example.com/launch"]);
    assert_eq!((values(&html, "target"), values(&html, "rel")), (vec!["_blank"], vec!["noopener"]));
}

#[test]
fn a_question_has_its_ratings_and_takes_no_focus_unasked() {
    let html = nps(&[]);
    assert_eq!(html.matches(r#"name="rating""#).count(), 11);
    assert!(!html.contains("data-focus"), "{html}");
}

#[test]
fn the_next_question_and_the_thanks_take_focus_from_what_went() {
    for (commands, want) in [
        (&["nps answer rating=3"][..], "wrong"),
        (&["nps answer rating=8"], "thanks"),
        (&["nps answer rating=10"], "thanks"),
    ] {
        assert_eq!(values(&nps(commands), "data-focus"), [want]);
    }
}

#[test]
fn one_says_next_while_more_is_asked_for_sure_and_sees_how_much() {
    let send = |html: &str| html.contains(">Send<");
    assert!(send(&nps(&[])) && !nps(&[]).contains("steps"), "it may be the only one");
    let second = nps(&["nps answer rating=3"]);
    assert!(second.contains(">Next<"), "{second}");
    assert_eq!((values(&second, "max"), values(&second, "value")[0]), (vec!["3"], "1"));
    assert!(send(&nps(&["nps answer rating=3", "nps answer question=wrong"])));
}

#[test]
fn the_regions_are_there_before_what_they_say_and_focus_goes_to_it() {
    for (state, html) in drawn() {
        let n = usize::from(state.visible().is_some());
        assert_eq!(html.matches(r#"role="alert""#).count(), n, "{html}");
        assert_eq!(html.contains(r#"class="told""#), state.told.is_some(), "{html}");
        if let Some(told) = &state.told {
            assert_eq!(values(&html, "data-focus")[0], told.of, "{html}");
            assert!(html.contains(&told.text), "{html}");
        }
    }
}

#[test]
fn every_choice_is_of_its_kind() {
    let multiple = nps(&["nps answer rating=3"]);
    assert_eq!(multiple.matches(r#"type="checkbox""#).count(), 3);
    assert!(multiple.contains("Choose all that apply"), "{multiple}");
    let single = nps(&["nps answer rating=3", "nps answer question=wrong"]);
    assert_eq!(single.matches(r#"type="radio""#).count(), 2);
}

#[test]
fn escape_has_one_form_in_every_card_and_none_in_the_launcher() {
    for (state, html) in drawn() {
        let n = usize::from(state.visible().is_some() && !html.contains("rumbo-launcher"));
        assert_eq!(html.matches("data-escape").count(), n, "{html}");
    }
}

#[test]
fn the_wrapper_and_the_live_region_stay_when_nothing_is_shown() {
    let nothing = Ana::reading("ar-eg").does(&["get-started dismiss"]).sees();
    let html = draw(&WidgetState { locale: "ar-eg".to_owned().into(), ..nothing });
    assert_eq!((values(&html, "lang"), values(&html, "dir")), (vec!["ar-eg"], vec!["rtl"]));
    assert!(html.contains(r#"role="status""#) && !html.contains("<aside"), "{html}");
}

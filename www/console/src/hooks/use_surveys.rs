//! [`use_surveys`]: what the surveys of a list ask.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use yew::prelude::*;

use crate::{
    api::{Client, Response, get_content},
    browser::Flight,
    model::SurveyWords,
};

/// What is known of surveys, by their ids.
pub(crate) type Surveys = BTreeMap<String, SurveyWords>;

/// Gets what each survey in `rows` asks, once. Of a survey that cannot be had nothing is known:
/// what was said to it is then told by ids.
#[hook]
pub(crate) fn use_surveys(client: &Client, rows: Option<&[Response]>) -> Rc<Surveys> {
    let surveys = use_state_eq(Rc::<Surveys>::default);
    let known = use_mut_ref(Surveys::default);
    let wanted: BTreeSet<String> =
        rows.into_iter().flatten().map(|row| row.survey.clone()).collect();
    let setter = surveys.setter();
    use_effect_with((client.clone(), wanted), move |(client, wanted)| {
        let (client, wanted) = (client.clone(), wanted.clone());
        let flight = Flight::launch(async move |signal| {
            for id in wanted {
                if known.borrow().contains_key(&id) {
                    continue;
                }
                let place = ("survey".to_owned(), id.clone());
                let content = get_content((client.clone(), place), signal.clone()).await;
                if signal.aborted() {
                    return;
                }
                // People answered what is published; of what no longer is, the draft is nearest.
                let json = content.ok().and_then(|content| content.published.or(content.draft));
                let words = json.as_deref().map(SurveyWords::read).unwrap_or_default();
                known.borrow_mut().insert(id, words);
                setter.set(Rc::new(known.borrow().clone()));
            }
        });
        move || drop(flight)
    });
    (*surveys).clone()
}

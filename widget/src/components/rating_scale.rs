//! Eleven ratings to choose from.

use shared::survey::{NpsRating, Question};
use yew::prelude::*;

/// The Net Promoter scale, as native radio buttons: arrow keys and forms just work.
///
/// No colour tells good from bad, for that would suggest an answer.
pub(super) fn rating_scale(survey: &Question<String>) -> Html {
    html! {
        <>
            <div class="scale">
                for rating in NpsRating::all() {
                    { choice(rating, survey) }
                }
            </div>
            // The ends of the scale say it to screen readers.
            <p class="ends" aria-hidden="true">
                <span>{ survey.low.clone().unwrap_or_default() }</span>
                <span>{ survey.high.clone().unwrap_or_default() }</span>
            </p>
        </>
    }
}

fn choice(rating: NpsRating, survey: &Question<String>) -> Html {
    let points: AttrValue = rating.points().to_string().into();
    let meaning = match rating.points() {
        0 => survey.low.as_ref(),
        NpsRating::MAX => survey.high.as_ref(),
        _ => None,
    };

    html! {
        <label>
            <input type="radio" name="rating" value={&points} required=true />
            <span>{ points }</span>
            if let Some(meaning) = meaning {
                <span class="sr-only">{ [" ", meaning].concat() }</span>
            }
        </label>
    }
}

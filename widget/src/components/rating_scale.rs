//! Ratings to choose from.

use shared::{
    id::ContentId,
    survey::{Look, Question},
};
use yew::prelude::*;

use super::{
    form::input_id,
    icons::{self, icon},
};

/// A scale, as native radio buttons: arrow keys and forms just work.
///
/// No colour tells good from bad, for that would suggest an answer.
pub(super) fn rating_scale(survey: &ContentId, question: &Question<String>) -> Html {
    let (low, high) = question.kind.scale();
    let look = match question.look {
        Look::Numbers => "numbers",
        Look::Stars => "stars",
        Look::Faces => "faces",
    };
    html! {
        <>
            <div class="scale" data-look={look} data-points={(high - low + 1).to_string()}>
                for points in low..=high {
                    { rating(survey, question, points) }
                }
            </div>
            // The ends of the scale say it to screen readers.
            <p class="ends" aria-hidden="true">
                <span>{ for question.low.as_ref() }</span>
                <span>{ for question.high.as_ref() }</span>
            </p>
        </>
    }
}

fn rating(survey: &ContentId, question: &Question<String>, points: u8) -> Html {
    let (low, high) = question.kind.scale();
    let value: AttrValue = points.to_string().into();
    let meaning = match points {
        _ if points == low => question.low.as_ref(),
        _ if points == high => question.high.as_ref(),
        _ => None,
    };
    let outline = match question.look {
        Look::Numbers => None,
        Look::Stars => Some(icons::STAR),
        Look::Faces => icons::FACES.get(usize::from(points - low)).copied(),
    };
    html! {
        <label>
            <input
                type="radio"
                name="rating"
                id={input_id(survey, question, &value)}
                value={&value}
                required={!question.optional}
            />
            <span>
                { for outline.map(icon) }
                if outline.is_some() {
                    <span class="sr-only">{ value }</span>
                } else {
                    { value }
                }
            </span>
            if let Some(meaning) = meaning {
                <span class="sr-only">{ [" ", meaning].concat() }</span>
            }
        </label>
    }
}

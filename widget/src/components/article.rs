//! Articles, drawn as elements: no markup of an author's comes into the page as it is.

use shared::training::{Block, Span};
use yew::prelude::*;

/// The blocks of an article, under the heading of its lesson.
pub(super) fn article(blocks: &[Block]) -> Html {
    html! {
        <div class="article">
            for part in blocks {
                { block(part) }
            }
        </div>
    }
}

fn block(block: &Block) -> Html {
    match block {
        Block::Heading(level, spans) if *level <= 2 => html! { <h3>{ line(spans) }</h3> },
        Block::Heading(_, spans) => html! { <h4>{ line(spans) }</h4> },
        Block::Paragraph(spans) => html! { <p>{ line(spans) }</p> },
        Block::Quote(spans) => html! { <blockquote>{ line(spans) }</blockquote> },
        Block::Code(text) => html! { <pre><code>{ text }</code></pre> },
        Block::Image(url, words) => {
            html! { <img src={url.clone()} alt={words.clone()} loading="lazy" /> }
        }
        Block::List { is_ordered, items } => {
            let items = items.iter().map(|spans| html! { <li>{ line(spans) }</li> });
            if *is_ordered {
                html! { <ol>{ for items }</ol> }
            } else {
                html! { <ul>{ for items }</ul> }
            }
        }
    }
}

fn line(spans: &[Span]) -> Html {
    let spans = spans.iter().map(|span| match span {
        Span::Text(text) => html! { text },
        Span::Strong(text) => html! { <strong>{ text }</strong> },
        Span::Emphasis(text) => html! { <em>{ text }</em> },
        Span::Code(text) => html! { <code>{ text }</code> },
        Span::Link(text, url) => html! {
            <a href={url.clone()} target="_blank" rel="noopener">{ text }</a>
        },
    });
    html! { <>{ for spans }</> }
}

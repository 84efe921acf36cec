//! A rating and its category.

use yew::prelude::*;

use crate::api::Category;

/// The category's name; empty for an unknown one.
pub(super) const fn category_name(category: Category) -> &'static str {
    match category {
        Category::Promoter => "Promoter",
        Category::Passive => "Passive",
        Category::Detractor => "Detractor",
        Category::Unknown => "",
    }
}

/// The class that gives a category its colour.
pub(super) const fn category_class(category: Category) -> &'static str {
    match category {
        Category::Promoter => "promoter",
        Category::Passive => "passive",
        Category::Detractor => "detractor",
        Category::Unknown => "uncategorised",
    }
}

/// Properties of [`CategoryMark`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct CategoryMarkProps {
    /// The category.
    pub(super) category: Category,
}

/// The category's shape: up, level or down. It tells without colour; the name stands beside it.
#[component]
pub(super) fn CategoryMark(props: &CategoryMarkProps) -> Html {
    let path = match props.category {
        Category::Promoter => "M6 1.5 11 10H1Z",
        Category::Passive => "M1.5 4h9v4h-9Z",
        Category::Detractor => "M6 10.5 1 2h10Z",
        Category::Unknown => "",
    };
    html! {
        <svg class={classes!("mark", category_class(props.category))} viewBox="0 0 12 12"
            aria-hidden="true" focusable="false">
            <path d={path} />
        </svg>
    }
}

/// Properties of [`RatingBadge`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct RatingBadgeProps {
    /// The rating; `None` for a response without one.
    pub(super) rating: Option<u32>,
    /// Its category.
    pub(super) category: Category,
    /// The highest rating there is, on a scale that has one.
    pub(super) highest: Option<u32>,
}

/// The rating in a box, then its category by shape and name; what has no category is told by its
/// scale.
#[component]
pub(super) fn RatingBadge(props: &RatingBadgeProps) -> Html {
    let scale = match (props.rating, props.highest) {
        (None, _) => "No rating".to_owned(),
        (Some(_), Some(highest)) => format!("of {highest}"),
        (Some(_), None) => String::new(),
    };
    let rating = props.rating.map_or_else(|| "–".to_owned(), |rating| rating.to_string());
    html! {
        <span class={classes!("rating", category_class(props.category))}>
            <span class="rating-value">{ rating }</span>
            <span class="rating-category">
                if props.category == Category::Unknown {
                    { scale }
                } else {
                    <CategoryMark category={props.category} />
                    { category_name(props.category) }
                }
            </span>
        </span>
    }
}

//! What users answered: the score, and every response.

use web_sys::AbortSignal;
use yew::prelude::*;

use crate::{
    api::{ApiError, Client, ContentRow, download_responses, get_surveys},
    browser::{show_day, start_of_day},
    components::{ExportButton, FilterForm, Notice, NpsCard, NpsTrend, ResponsePanel},
    hooks::{
        navigate, use_export, use_load, use_now, use_nps, use_nps_trend, use_refused,
        use_responses, use_revision, use_surveys,
    },
    model::ResponseFilter,
    route::Route,
    wording::score_scope,
};

/// Properties of [`ResponsesPage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ResponsesPageProps {
    /// Asks with the operator's token.
    pub(crate) client: Client,
    /// Which responses, as the URL says.
    pub(crate) filter: ResponseFilter,
    /// Told when the edge no longer takes the token.
    pub(crate) on_refused: Callback<()>,
}

/// The responses that pass the filter, with the score over them.
#[component]
pub(crate) fn ResponsesPage(props: &ResponsesPageProps) -> Html {
    let ResponsesPageProps { client, filter, on_refused } = props;
    let (revision, refresh) = use_revision();
    let now = use_now();
    let score = use_nps(client, filter, revision);
    let trend = use_nps_trend(client, filter, revision);
    let responses = use_responses(client, filter, revision);
    let words = use_surveys(client, responses.list.rows.as_deref());
    let (surveys_revision, on_surveys) = use_revision();
    let surveys = use_load(client.clone(), surveys_revision, get_surveys);
    let export = use_export("rumbo-responses.csv", (client.clone(), filter.clone()), export_all);

    let (first, more) = (&responses.list.first, &responses.list.more);
    use_refused(
        on_refused,
        &[&score.phase, &trend.phase, first, more, &surveys.phase, &export.phase],
    );

    let on_apply = Callback::from(|filter| navigate(&Route::Responses(filter)));
    let rows = responses.list.rows.as_deref().unwrap_or_default();
    let nothing = rows.is_empty();
    let is_other = filter.survey.is_some() && !nothing && rows.iter().all(|row| row.kind != "nps");
    let is_unanswered = score.nps.as_ref().is_some_and(|nps| nps.answers == 0);
    let has_months = trend.value.as_ref().is_none_or(|months| !months.is_empty());
    let has_trend = has_months && !is_other && !is_unanswered;
    let named = |row: &ContentRow| {
        let name = if row.title.is_empty() {
            row.id.clone()
        } else {
            format!("{}: {}", row.id, row.title)
        };
        (row.id.clone().into(), name.into())
    };
    let named: Vec<_> = surveys.value.iter().flatten().map(named).collect();
    html! {
        <>
            <div class="page-header">
                <h1>{ "Responses" }</h1>
                <div class="toolbar">
                    <button type="button" class="button" onclick={refresh.reform(|_| ())}>
                        { "Refresh" }
                    </button>
                    <ExportButton phase={export.phase.clone()} disabled={nothing}
                        on_export={export.on_export.clone()} />
                </div>
            </div>
            if let Some(error) = export.phase.error() {
                <Notice message={error.to_string()} on_retry={export.on_export.clone()} />
            }
            if let Some(error) = surveys.phase.error() {
                <Notice message={format!("The surveys are missing from the filter. {error}")}
                    on_retry={on_surveys} />
            }
            <FilterForm filter={filter.clone()} surveys={named} {on_apply} />
            <NpsCard nps={score.nps} phase={score.phase} scope={score_scope(filter, show_day)}
                {is_other} on_retry={refresh.clone()} />
            if has_trend {
                <NpsTrend months={trend.value} phase={trend.phase} on_retry={refresh.clone()} />
            }
            <ResponsePanel list={responses.list} filter={filter.clone()} {now} surveys={words}
                on_retry={refresh} on_more={responses.on_more} />
        </>
    }
}

async fn export_all(
    (client, filter): (Client, ResponseFilter),
    signal: AbortSignal,
) -> Result<Vec<u8>, ApiError> {
    download_responses(&client, &filter.api_params(start_of_day), &signal).await
}

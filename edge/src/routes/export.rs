//! Lists as files: CSV and NDJSON, streamed page by page.

use futures_util::stream;
use shared::id::WorkspaceId;
use worker::{Env, Error, Response, ResponseBuilder};

use crate::{
    error::ApiError,
    http::query::Query,
    objects::workspace::{self, ResponseRow, ResponsesQuery, cursor::Cursor},
};

/// How many rows are read at once.
const PAGE: u32 = 500;

/// In which form a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// A page of JSON.
    Json,
    /// All rows, RFC 4180.
    Csv,
    /// All rows, a JSON object a line.
    Ndjson,
}

impl Format {
    /// Reads `format`.
    pub(super) fn of(query: &Query) -> Result<Self, ApiError> {
        match query.text("format") {
            None | Some("json") => Ok(Self::Json),
            Some("csv") => Ok(Self::Csv),
            Some("ndjson") => Ok(Self::Ndjson),
            Some(_) => {
                let expected = "one of json, csv, ndjson";
                Err(ApiError::InvalidQuery { name: "format", expected })
            }
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Ndjson => "application/x-ndjson",
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }
}

/// Where a download stands.
enum Next {
    Page(ResponsesQuery, bool),
    End,
}

/// All responses of `query`, as a file.
pub(super) fn responses(
    env: Env,
    workspace: WorkspaceId,
    query: ResponsesQuery,
    format: Format,
) -> Result<Response, ApiError> {
    let first = Next::Page(ResponsesQuery { limit: PAGE, ..query }, true);
    let pages = stream::try_unfold(first, move |next| {
        let (env, workspace) = (env.clone(), workspace.clone());
        async move {
            let Next::Page(query, is_first) = next else { return Ok::<_, Error>(None) };
            let page = workspace::responses(&env, &workspace, &query).await?;
            let text = write(&page.results, format, is_first)?;
            let after = page.next.as_deref().and_then(Cursor::decode);
            let next = match after {
                Some(after) => Next::Page(ResponsesQuery { after: Some(after), ..query }, false),
                None => Next::End,
            };
            Ok(Some((text.into_bytes(), next)))
        }
    });
    let file = format!("attachment; filename=\"responses.{}\"", format.extension());
    Ok(ResponseBuilder::new()
        .with_header("content-type", format.content_type())?
        .with_header("cache-control", "no-store")?
        .with_header("content-disposition", &file)?
        .from_stream(pages)?)
}

const HEADER: [&str; 11] = [
    "answered_at",
    "account",
    "account_name",
    "user",
    "user_name",
    "survey",
    "kind",
    "rating",
    "category",
    "comment",
    "id",
];

fn write(rows: &[ResponseRow], format: Format, with_header: bool) -> Result<String, Error> {
    if format != Format::Csv {
        let lines: Result<Vec<_>, _> =
            rows.iter().map(|row| serde_json::to_string(row).map(|line| line + "\n")).collect();
        return Ok(lines?.concat());
    }
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let failed = |error: csv::Error| Error::RustError(error.to_string());
    if with_header {
        writer.write_record(HEADER).map_err(failed)?;
    }
    for row in rows {
        let at = shared::time::UnixMillis(row.answered_at).to_rfc3339();
        let rating = row.rating.to_string();
        let text = |value: &Option<String>| inert(value.as_deref().unwrap_or_default());
        writer
            .write_record([
                at,
                text(&row.account),
                text(&row.account_name),
                inert(&row.user),
                text(&row.user_name),
                row.survey.clone(),
                row.kind.clone(),
                rating,
                row.category.clone(),
                text(&row.comment),
                inert(&row.id),
            ])
            .map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| Error::RustError(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Error::RustError(error.to_string()))
}

/// A cell that a spreadsheet will not run: people write comments, and `=` begins a formula.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(comment: &str) -> ResponseRow {
        ResponseRow {
            id: "m1".into(),
            kind: "nps".into(),
            survey: "nps".into(),
            account: Some("acme".into()),
            account_name: None,
            user: "ana".into(),
            user_name: None,
            rating: 9,
            category: "promoter".into(),
            comment: Some(comment.into()),
            answered_at: 0,
        }
    }

    #[test]
    fn csv_quotes_what_it_must_and_defuses_formulas() {
        let text = write(&[row("a \"b\", c\nd"), row("=1+1")], Format::Csv, true).unwrap();
        let lines: Vec<_> = text.split("\r\n").collect();
        assert_eq!(lines[0], HEADER.join(","));
        let start = "1970-01-01T00:00:00.000Z,acme,,ana,,nps,nps,9,promoter,";
        assert_eq!(lines[1], format!("{start}\"a \"\"b\"\", c\nd\",m1"));
        assert_eq!(lines[2], format!("{start}'=1+1,m1"));
    }

    #[test]
    fn ndjson_is_a_row_a_line() {
        let text = write(&[row("a"), row("b")], Format::Ndjson, true).unwrap();
        assert_eq!(text.lines().count(), 2);
        assert!(text.lines().all(|line| line.starts_with(r#"{"id":"m1""#)));
    }
}

//! Lists as files: CSV and NDJSON, streamed page by page.

use futures_util::stream;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use shared::time::UnixMillis;
use worker::{Error, ResponseBuilder};

use crate::{
    error::ApiError,
    http::{Reply, query::Query},
    objects::{Page, account::EventFields, decode, workspace::ResponseRow},
};

/// How many rows are read at once.
pub(super) const PAGE: u32 = 500;

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

/// A row of a download.
pub(super) trait Export: Serialize {
    /// What the columns of CSV are called.
    const HEADER: &'static [&'static str];

    /// The cells of CSV, one for each column.
    fn cells(&self) -> Vec<String>;
}

/// Where a download stands.
enum Next<C> {
    Page(Option<C>),
    End,
}

/// All rows that `fetch` gives, as the file `name`.
pub(super) fn download<R, C, Fetched>(
    name: &str,
    format: Format,
    fetch: impl Fn(Option<C>) -> Fetched + 'static,
) -> Result<Reply, ApiError>
where
    R: Export + 'static,
    C: DeserializeOwned + 'static,
    Fetched: Future<Output = Result<Page<R>, Error>> + 'static,
{
    let pages = stream::try_unfold(Next::Page(None), move |next| {
        let page = match next {
            Next::Page(after) => Some((after.is_none(), fetch(after))),
            Next::End => None,
        };
        async move {
            let Some((is_first, page)) = page else { return Ok::<_, Error>(None) };
            let page = page.await?;
            let text = write(&page.results, format, is_first)?;
            let after = page.next.as_deref().and_then(decode);
            let next = after.map_or(Next::End, |after| Next::Page(Some(after)));
            Ok(Some((text.into_bytes(), next)))
        }
    });
    let file = format!("attachment; filename=\"{name}.{}\"", format.extension());
    Ok(Reply::platform(ResponseBuilder::new().from_stream(pages)?)
        .with("content-type", format.content_type())
        .with("cache-control", "no-store")
        .with("content-disposition", file))
}

impl Export for ResponseRow {
    const HEADER: &'static [&'static str] = &[
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
        "answers",
        "is_complete",
        "followed_at",
    ];

    fn cells(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            UnixMillis(self.answered_at).to_rfc3339(),
            text(&self.account),
            text(&self.account_name),
            self.user.clone(),
            text(&self.user_name),
            self.survey.clone(),
            self.kind.clone(),
            self.rating.map(|rating| rating.to_string()).unwrap_or_default(),
            text(&self.category),
            text(&self.comment),
            self.id.clone(),
            self.answers.to_string(),
            self.is_complete.to_string(),
            self.followed_at.map(|at| UnixMillis(at).to_rfc3339()).unwrap_or_default(),
        ]
    }
}

impl Export for EventFields {
    const HEADER: &'static [&'static str] = &[
        "receivedAt",
        "timestamp",
        "type",
        "event",
        "name",
        "userId",
        "anonymousId",
        "groupId",
        "messageId",
        "properties",
        "traits",
        "context",
        "originalTimestamp",
    ];

    /// Text as it is, all else as JSON.
    fn cells(&self) -> Vec<String> {
        let cell = |name: &&str| match self.get(*name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        Self::HEADER.iter().map(cell).collect()
    }
}

fn write<R: Export>(rows: &[R], format: Format, with_header: bool) -> Result<String, Error> {
    if format != Format::Csv {
        let lines: Result<Vec<_>, _> =
            rows.iter().map(|row| serde_json::to_string(row).map(|line| line + "\n")).collect();
        return Ok(lines?.concat());
    }
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let failed = |error: csv::Error| Error::RustError(error.to_string());
    if with_header {
        writer.write_record(R::HEADER).map_err(failed)?;
    }
    for row in rows {
        writer.write_record(row.cells().iter().map(|cell| inert(cell))).map_err(failed)?;
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
            rating: Some(9),
            category: Some("promoter".into()),
            comment: Some(comment.into()),
            answered_at: 0,
            answers: serde_json::json!({}),
            is_complete: true,
            followed_at: None,
        }
    }

    #[test]
    fn csv_quotes_what_it_must_and_defuses_formulas() {
        let text = write(&[row("a \"b\", c\nd"), row("=1+1")], Format::Csv, true).unwrap();
        let lines: Vec<_> = text.split("\r\n").collect();
        assert_eq!(lines[0], ResponseRow::HEADER.join(","));
        let start = "1970-01-01T00:00:00.000Z,acme,,ana,,nps,nps,9,promoter,";
        assert_eq!(lines[1], format!("{start}\"a \"\"b\"\", c\nd\",m1,{{}},true,"));
        assert_eq!(lines[2], format!("{start}'=1+1,m1,{{}},true,"));
    }

    #[test]
    fn ndjson_is_a_row_a_line() {
        let text = write(&[row("a"), row("b")], Format::Ndjson, true).unwrap();
        assert_eq!(text.lines().count(), 2);
        assert!(text.lines().all(|line| line.starts_with(r#"{"id":"m1""#)));
    }
}

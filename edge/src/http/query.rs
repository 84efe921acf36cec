//! Reads query parameters.

use std::collections::HashMap;

use shared::{id::InvalidId, text::Locale, time::UnixMillis};

use super::Request;
use crate::error::ApiError;

/// The query parameters of a request. Of a repeated one the last counts.
#[derive(Debug)]
pub(crate) struct Query(HashMap<String, String>);

impl Query {
    /// Reads the URL.
    pub(crate) fn of(request: &Request) -> Result<Self, ApiError> {
        let url = request.url()?;
        Ok(Self(url.query_pairs().into_owned().filter(|(_, value)| !value.is_empty()).collect()))
    }

    /// The text of `name`, unless it is absent or empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// `locale`, the language of titles.
    pub(crate) fn locale(&self) -> Locale {
        self.text("locale").map_or_else(Locale::default, |tag| tag.to_owned().into())
    }

    /// The id in `name`.
    pub(crate) fn id<T: TryFrom<String, Error = InvalidId>>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, ApiError> {
        let parse = |text: &str| {
            T::try_from(text.to_owned())
                .map_err(|_| ApiError::InvalidQuery { name, expected: "an id" })
        };
        self.text(name).map(parse).transpose()
    }

    /// The whole number in `name`.
    pub(crate) fn integer(&self, name: &'static str) -> Result<Option<i64>, ApiError> {
        let expected = "a whole number";
        let parse =
            |text: &str| text.parse().map_err(|_| ApiError::InvalidQuery { name, expected });
        self.text(name).map(parse).transpose()
    }

    /// The instant in `name`, as milliseconds or as RFC 3339; in milliseconds.
    pub(crate) fn instant(&self, name: &'static str) -> Result<Option<i64>, ApiError> {
        let expected = "an instant: milliseconds since 1970, or as in 2026-11-21T10:00:00Z";
        let parse = |text: &str| {
            let at = text.parse().ok().or_else(|| Some(UnixMillis::parse_rfc3339(text)?.0));
            at.ok_or(ApiError::InvalidQuery { name, expected })
        };
        self.text(name).map(parse).transpose()
    }

    /// How many rows a page has: `limit`, 1 to 100, 50 unless told.
    pub(crate) fn limit(&self) -> Result<u32, ApiError> {
        let out_of_range =
            ApiError::InvalidQuery { name: "limit", expected: "a whole number from 1 to 100" };
        match self.integer("limit") {
            Ok(None) => Ok(50),
            Ok(Some(limit @ 1..=100)) => u32::try_from(limit).map_err(|_| out_of_range),
            _ => Err(out_of_range),
        }
    }
}

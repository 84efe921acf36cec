//! Which pages are meant.

use serde::{Deserialize, Serialize};

/// A pattern for the address of a page.
///
/// `/settings/*` is a path; `*` stands for anything but a slash, `**` for anything. With `#` or
/// `?` in it, the fragment or the query must fit as well; with `https://` in front, so must the
/// host. A slash at the end makes no difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PagePattern(String);

#[cfg(feature = "schema")]
impl schemars::JsonSchema for PagePattern {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PagePattern".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^(/|\\*|#|https?://)" })
    }
}

impl PagePattern {
    /// The pattern as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it can fit anything.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        ["/", "*", "#", "https://", "http://"].iter().any(|start| self.0.starts_with(start))
    }

    /// Whether it fits the page at `url`.
    #[must_use]
    pub fn fits(&self, url: &str) -> bool {
        let pattern = self.0.as_str();
        let (before_hash, hash) = split(url, '#');
        let (address, query) = split(before_hash, '?');
        let (pattern, wanted_hash) = split(pattern, '#');
        let (pattern, wanted_query) = split(pattern, '?');
        let path = if pattern.starts_with("http") { address } else { path_of(address) };
        let is_path = (pattern.is_empty() && (wanted_hash.is_some() || wanted_query.is_some()))
            || glob(without_slash(pattern), without_slash(path));
        let fits = |wanted: Option<&str>, found: Option<&str>| {
            wanted.is_none_or(|wanted| glob(wanted, found.unwrap_or_default()))
        };
        is_path && fits(wanted_hash, hash) && fits(wanted_query, query)
    }
}

impl From<&str> for PagePattern {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// `/a/b` of `https://host/a/b`.
fn path_of(address: &str) -> &str {
    let Some((_, rest)) = address.split_once("://") else { return address };
    rest.find('/').map_or("/", |start| &rest[start..])
}

fn without_slash(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}

/// Whether all of `text` fits `pattern`. Takes at most as many steps as both are long, multiplied.
fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    // `fits[j]`: the pattern so far fits the first `j` bytes.
    let mut fits = vec![false; text.len() + 1];
    fits[0] = true;
    let mut i = 0;
    while i < pattern.len() {
        let is_star = pattern[i] == b'*';
        let is_deep = is_star && pattern.get(i + 1) == Some(&b'*');
        if is_star {
            for j in 1..=text.len() {
                fits[j] = fits[j] || (fits[j - 1] && (is_deep || text[j - 1] != b'/'));
            }
        } else {
            for j in (1..=text.len()).rev() {
                fits[j] = fits[j - 1] && text[j - 1] == pattern[i];
            }
            fits[0] = false;
        }
        i += if is_deep { 2 } else { 1 };
    }
    fits[text.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, url: &str, want: bool) {
        assert_eq!(PagePattern::from(pattern).fits(url), want, "{pattern} and {url}");
    }

    #[test]
    fn fits_paths() {
        check("/", "https://app.example/", true);
        check("/", "https://app.example", true);
        check("/team", "https://app.example/team/?x=1#top", true);
        check("/team", "https://app.example/teams", false);
        check("/team/*", "https://app.example/team/7", true);
        check("/team/*", "https://app.example/team/7/edit", false);
        check("/team/**", "https://app.example/team/7/edit", true);
        check("**/edit", "https://app.example/team/7/edit", true);
        check("*", "https://app.example/a/b", false);
        check("**", "https://app.example/a/b", true);
    }

    #[test]
    fn fits_fragment_query_and_host_where_asked() {
        check("#team", "https://app.example/demo/#team", true);
        check("/demo/#tea*", "https://app.example/demo/#team", true);
        check("/demo/#", "https://app.example/demo/#team", false);
        check("/list?tab=open*", "https://app.example/list?tab=open&p=2", true);
        check("https://app.example/**", "https://app.example/a", true);
        check("https://app.example/**", "https://other.example/a", false);
    }

    #[test]
    fn does_not_blow_up() {
        let pattern = PagePattern::from("*a".repeat(50).as_str());
        assert!(!pattern.fits(&format!("/{}", "a".repeat(5_000) + "b")));
    }
}

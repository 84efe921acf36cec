//! Operator tokens.

use std::{fmt, rc::Rc, str::FromStr};

use thiserror::Error;

/// An operator token, `op_` and the secret.
///
/// Only its form is known here; whether it stands, only the edge can say. It is shown by nothing:
/// not by `Debug`, not in a URL, not in a log.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token(Rc<str>);

/// Why a text cannot be an operator token. The texts are for the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum InvalidToken {
    /// Nothing was typed.
    #[error("Enter your operator token.")]
    Empty,
    /// It is a write key or a server key.
    #[error("That is a key for a product or a server. An operator token starts with op_.")]
    EventKey,
    /// It is something else: it may have been cut or mistyped.
    #[error("An operator token starts with op_, followed by letters and digits.")]
    Malformed,
}

impl Token {
    /// The value of the `Authorization` header.
    pub(crate) fn authorization(&self) -> String {
        format!("Bearer {}", self.0)
    }

    /// The token itself, for the tab's own storage.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for Token {
    type Err = InvalidToken;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidToken::Empty);
        }
        if text.starts_with("wk_") || text.starts_with("sk_") {
            return Err(InvalidToken::EventKey);
        }
        // Also what a header may carry: `fetch` would throw on a line break or an emoji.
        let is_secret = |secret: &str| {
            !secret.is_empty()
                && secret
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~+/=".contains(&byte))
        };
        match text.strip_prefix("op_") {
            Some(secret) if is_secret(secret) => Ok(Self(text.into())),
            _ => Err(InvalidToken::Malformed),
        }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(op_…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: Result<&str, InvalidToken>) {
        assert_eq!(text.parse::<Token>().as_ref().map(Token::reveal).map_err(|error| *error), want);
    }

    #[test]
    fn a_pasted_token_may_have_spaces_around_it() {
        check(" op_a-B_9\n", Ok("op_a-B_9"));
    }

    #[test]
    fn what_cannot_be_a_token_is_refused_before_it_is_sent() {
        check("  ", Err(InvalidToken::Empty));
        check("wk_demo", Err(InvalidToken::EventKey));
        check("sk_secret", Err(InvalidToken::EventKey));
        check("op_", Err(InvalidToken::Malformed));
        check("op_a b", Err(InvalidToken::Malformed));
        check("op_a\nb", Err(InvalidToken::Malformed));
        check("op_é", Err(InvalidToken::Malformed));
        check("secret", Err(InvalidToken::Malformed));
    }

    #[test]
    fn debug_does_not_show_it() {
        assert_eq!(format!("{:?}", "op_secret".parse::<Token>()), "Ok(Token(op_…))");
    }
}

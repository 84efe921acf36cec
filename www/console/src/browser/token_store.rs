//! Where the token lives between two loads of the page.

use web_sys::Storage;

use crate::api::Token;

const KEY: &str = "rumbo.operator_token";

/// The tab's own `sessionStorage`.
///
/// Not `localStorage`: that would leave the token on the disk of a shared computer and hand it to
/// every tab for ever. Not memory alone: a reload would sign the operator out. Not a cookie: the
/// browser would attach it by itself, and requests could then be forged from other sites. A script
/// that got into the page could read it, which is what the page's policy (`script-src 'self'`,
/// nothing inline, no other origin to send it to) is for.
pub(crate) struct TokenStore;

impl TokenStore {
    /// The token of this tab, if it has one.
    pub(crate) fn load() -> Option<Token> {
        Self::storage()?.get_item(KEY).ok()??.parse().ok()
    }

    /// Keeps `token` until the tab closes. Where the browser refuses storage, until the reload.
    pub(crate) fn store(token: &Token) {
        if let Some(storage) = Self::storage() {
            let _refused = storage.set_item(KEY, token.reveal());
        }
    }

    /// Forgets the token.
    pub(crate) fn clear() {
        if let Some(storage) = Self::storage() {
            let _refused = storage.remove_item(KEY);
        }
    }

    /// `None` where the browser refuses storage.
    fn storage() -> Option<Storage> {
        gloo::utils::window().session_storage().ok().flatten()
    }
}

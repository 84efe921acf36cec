//! Every route, once.

use shared::ingest::VerbName;
use worker::Method;

use crate::access::{Access, Role};

/// A route.
#[derive(Debug)]
pub(super) struct Route {
    /// The method.
    pub(super) method: Method,
    /// The path, whole.
    pub(super) path: &'static str,
    /// What it asks of its caller.
    pub(super) access: Access,
    /// What answers it.
    pub(super) endpoint: Endpoint,
}

/// What answers a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint {
    /// `GET /health`.
    Health,
    /// `GET /rumbo.js`.
    Loader,
    /// `POST /v1/{identify,group,track,page,screen}`.
    Single(VerbName),
    /// `POST /v1/batch`.
    Batch,
    /// `POST /v1/placements`.
    Placements,
    /// `POST /v1/commands`.
    Commands,
    /// `POST /v1/responses`.
    Respond,
    /// `GET /v1/session`.
    Session,
    /// `GET /v1/responses`.
    Responses,
    /// `GET /v1/events`.
    Events,
    /// `GET /v1/accounts`.
    Accounts,
    /// `GET /v1/metrics/nps`.
    Nps,
    /// `GET /dev/routes`.
    #[cfg(feature = "dev")]
    Routes,
    /// `POST /dev/panic`.
    #[cfg(feature = "dev")]
    Panic,
}

const fn route(method: Method, path: &'static str, access: Access, endpoint: Endpoint) -> Route {
    Route { method, path, access, endpoint }
}

const fn event(path: &'static str, endpoint: Endpoint) -> Route {
    route(Method::Post, path, Access::EventKey, endpoint)
}

const VIEWER: Access = Access::Operator(Role::Viewer);

/// The table.
pub(super) static ROUTES: &[Route] = &[
    // The platform and the page.
    route(Method::Get, "/health", Access::Anyone, Endpoint::Health),
    route(Method::Get, "/rumbo.js", Access::Anyone, Endpoint::Loader),
    // Browsers and servers, with an event key.
    event("/v1/identify", Endpoint::Single(VerbName::Identify)),
    event("/v1/group", Endpoint::Single(VerbName::Group)),
    event("/v1/track", Endpoint::Single(VerbName::Track)),
    event("/v1/page", Endpoint::Single(VerbName::Page)),
    event("/v1/screen", Endpoint::Single(VerbName::Screen)),
    event("/v1/batch", Endpoint::Batch),
    // The same, as Segment's browser client calls them.
    event("/v1/i", Endpoint::Single(VerbName::Identify)),
    event("/v1/g", Endpoint::Single(VerbName::Group)),
    event("/v1/t", Endpoint::Single(VerbName::Track)),
    event("/v1/p", Endpoint::Single(VerbName::Page)),
    event("/v1/s", Endpoint::Single(VerbName::Screen)),
    event("/v1/b", Endpoint::Batch),
    event("/v1/placements", Endpoint::Placements),
    event("/v1/commands", Endpoint::Commands),
    // Servers, with a secret key.
    route(Method::Post, "/v1/responses", Access::ServerKey, Endpoint::Respond),
    // Operators, with a token.
    route(Method::Get, "/v1/session", VIEWER, Endpoint::Session),
    route(Method::Get, "/v1/responses", VIEWER, Endpoint::Responses),
    route(Method::Get, "/v1/events", VIEWER, Endpoint::Events),
    route(Method::Get, "/v1/accounts", VIEWER, Endpoint::Accounts),
    route(Method::Get, "/v1/metrics/nps", VIEWER, Endpoint::Nps),
    // Development and tests only.
    #[cfg(feature = "dev")]
    route(Method::Get, "/dev/routes", Access::Anyone, Endpoint::Routes),
    #[cfg(feature = "dev")]
    route(Method::Post, "/dev/panic", Access::Anyone, Endpoint::Panic),
];

/// The route of `method` and `path`.
pub(super) fn find(method: &Method, path: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.path == path && route.method == *method)
}

/// Whether anything is served at `path`.
pub(super) fn is_served(path: &str) -> bool {
    ROUTES.iter().any(|route| route.path == path)
}

/// Whether pages of any origin may call `path`: what takes a secret or a token is closed.
pub(super) fn is_open_to_pages(path: &str) -> bool {
    ROUTES.iter().any(|route| {
        route.path == path && matches!(route.access, Access::Anyone | Access::EventKey)
    })
}

/// The methods that `path` takes, as `Allow` lists them.
pub(super) fn methods_of(path: &str) -> String {
    let methods: Vec<String> = ROUTES
        .iter()
        .filter(|route| route.path == path)
        .map(|route| route.method.to_string())
        .collect();
    methods.join(", ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_route_stands_twice() {
        let keys: BTreeSet<_> =
            ROUTES.iter().map(|route| (route.method.to_string(), route.path)).collect();
        assert_eq!(keys.len(), ROUTES.len());
    }

    #[cfg(not(feature = "dev"))]
    #[test]
    fn a_production_build_has_no_development_route() {
        assert!(!ROUTES.iter().any(|route| route.path.starts_with("/dev")));
    }

    #[test]
    fn what_takes_a_secret_is_closed_to_pages() {
        for route in ROUTES {
            let takes_secret = matches!(route.access, Access::ServerKey | Access::Operator(_));
            assert_eq!(is_open_to_pages(route.path), !takes_secret, "{}", route.path);
        }
        assert!(!is_open_to_pages("/v1/nothing"));
    }
}

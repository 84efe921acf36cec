//! Every route, once.

use percent_encoding::percent_decode_str;
use shared::ingest::VerbName;
use worker::Method;

use crate::access::{Access, Role};

/// A route.
#[derive(Debug)]
pub(super) struct Route {
    /// The method.
    pub(super) method: Method,
    /// The path, whole; a name in braces is one segment of any text.
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
    /// `POST /v1/{identify,group,track,page,screen,alias}`.
    Single(VerbName),
    /// `POST /v1/batch`.
    Batch,
    /// `POST /v1/placements`.
    Placements,
    /// `POST /v1/commands`.
    Commands,
    /// `POST /v1/responses`.
    Respond,
    /// `GET /v1/certificates/{id}`.
    CertificateVerify,
    /// `GET /certificates/{id}`.
    CertificatePage,
    /// `PUT`, `POST` and `GET /xapi/statements`.
    Statements,
    /// `GET /v1/enrollments`.
    Enrollments,
    /// `POST /v1/enrollments`.
    Enrol,
    /// `DELETE /v1/enrollments`.
    Withdraw,
    /// `GET /v1/explain`.
    Explain,
    /// `GET /v1/contact-policy`.
    ContactPolicy,
    /// `PUT /v1/contact-policy`.
    ContactPolicyUpdate,
    /// `GET /v1/session`.
    Session,
    /// `GET /v1/responses`.
    Responses,
    /// `GET /v1/events`.
    Events,
    /// `GET /v1/accounts`.
    Accounts,
    /// `GET /v1/accounts/{id}`.
    Account,
    /// `GET /v1/accounts/{id}/audit`.
    Audit,
    /// `GET /v1/accounts/{id}/people/{user}`.
    Person,
    /// `PUT /v1/accounts/{id}/people/{user}/checklists/{checklist}/items/{item}`.
    ItemTick,
    /// `DELETE /v1/accounts/{id}/people/{user}/checklists/{checklist}/items/{item}`.
    ItemUntick,
    /// `GET /v1/metrics/nps`.
    Nps,
    /// `GET /v1/content`.
    ContentList,
    /// `GET /v1/content/{kind}/{id}`.
    Content,
    /// `GET /v1/content/{kind}/{id}/versions`.
    ContentVersions,
    /// `GET /v1/content/{kind}/{id}/preview`.
    ContentPreview,
    /// `PUT /v1/content/{kind}/{id}`.
    ContentSave,
    /// `DELETE /v1/content/{kind}/{id}`.
    ContentDiscard,
    /// `POST /v1/content/{kind}/{id}/publish`.
    ContentPublish,
    /// `POST /v1/content/{kind}/{id}/unpublish`.
    ContentUnpublish,
    /// `POST /v1/content/{kind}/{id}/rollback`.
    ContentRollback,
    /// `GET /v1/keys`.
    Keys,
    /// `POST /v1/keys`.
    KeyCreate,
    /// `PATCH /v1/keys/{id}`.
    KeyUpdate,
    /// `POST /v1/keys/{id}/rotate`.
    KeyRotate,
    /// `DELETE /v1/keys/{id}`.
    KeyRevoke,
    /// `GET /v1/tokens`.
    Tokens,
    /// `POST /v1/tokens`.
    TokenCreate,
    /// `DELETE /v1/tokens/{id}`.
    TokenRevoke,
    /// `GET /v1/identity`.
    Identity,
    /// `PUT /v1/identity`.
    IdentityUpdate,
    /// `POST /v1/identity/secrets`.
    SecretCreate,
    /// `DELETE /v1/identity/secrets/{id}`.
    SecretRevoke,
    /// `GET /dev/routes`.
    #[cfg(feature = "dev")]
    Routes,
    /// `POST /dev/panic`.
    #[cfg(feature = "dev")]
    Panic,
    /// `POST /dev/workspace`.
    #[cfg(feature = "dev")]
    Workspace,
    /// `POST /dev/faults`.
    #[cfg(feature = "dev")]
    Faults,
    /// `POST /dev/clock`.
    #[cfg(feature = "dev")]
    Clock,
    /// `POST /dev/hang`.
    #[cfg(feature = "dev")]
    Hang,
    /// `GET /dev/tasks`.
    #[cfg(feature = "dev")]
    Tasks,
}

/// Which pages may call a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Openness {
    /// None but our own: it takes a secret or a token.
    Closed,
    /// Those of any origin, all alike.
    ToAll,
    /// Those that the key allows.
    ToKeys,
}

const fn route(method: Method, path: &'static str, access: Access, endpoint: Endpoint) -> Route {
    Route { method, path, access, endpoint }
}

const fn event(path: &'static str, endpoint: Endpoint) -> Route {
    route(Method::Post, path, Access::EventKey, endpoint)
}

const VIEWER: Access = Access::Operator(Role::Viewer);
const CSM: Access = Access::Operator(Role::Csm);

const fn admin(method: Method, path: &'static str, endpoint: Endpoint) -> Route {
    route(method, path, Access::Operator(Role::Admin), endpoint)
}

/// An item of the vendor's, in one person's checklist.
const ITEM: &str = "/v1/accounts/{id}/people/{user}/checklists/{checklist}/items/{item}";

/// The table.
pub(super) static ROUTES: &[Route] = &[
    // The platform and the page.
    route(Method::Get, "/health", Access::Anyone, Endpoint::Health),
    route(Method::Get, "/rumbo.js", Access::Anyone, Endpoint::Loader),
    // Whoever was given the id of a certificate.
    route(Method::Get, "/v1/certificates/{id}", Access::Anyone, Endpoint::CertificateVerify),
    route(Method::Get, "/certificates/{id}", Access::Anyone, Endpoint::CertificatePage),
    // Browsers and servers, with an event key.
    event("/v1/identify", Endpoint::Single(VerbName::Identify)),
    event("/v1/group", Endpoint::Single(VerbName::Group)),
    event("/v1/track", Endpoint::Single(VerbName::Track)),
    event("/v1/page", Endpoint::Single(VerbName::Page)),
    event("/v1/screen", Endpoint::Single(VerbName::Screen)),
    event("/v1/alias", Endpoint::Single(VerbName::Alias)),
    event("/v1/batch", Endpoint::Batch),
    // The same, as Segment's browser client calls them.
    event("/v1/i", Endpoint::Single(VerbName::Identify)),
    event("/v1/g", Endpoint::Single(VerbName::Group)),
    event("/v1/t", Endpoint::Single(VerbName::Track)),
    event("/v1/p", Endpoint::Single(VerbName::Page)),
    event("/v1/s", Endpoint::Single(VerbName::Screen)),
    event("/v1/a", Endpoint::Single(VerbName::Alias)),
    event("/v1/b", Endpoint::Batch),
    event("/v1/placements", Endpoint::Placements),
    event("/v1/commands", Endpoint::Commands),
    // Servers, with a secret key.
    route(Method::Post, "/v1/responses", Access::ServerKey, Endpoint::Respond),
    route(Method::Get, "/xapi/statements", Access::ServerKey, Endpoint::Statements),
    route(Method::Put, "/xapi/statements", Access::ServerKey, Endpoint::Statements),
    route(Method::Post, "/xapi/statements", Access::ServerKey, Endpoint::Statements),
    // Operators, with a token.
    route(Method::Get, "/v1/session", VIEWER, Endpoint::Session),
    route(Method::Get, "/v1/responses", VIEWER, Endpoint::Responses),
    route(Method::Get, "/v1/events", VIEWER, Endpoint::Events),
    route(Method::Get, "/v1/accounts", VIEWER, Endpoint::Accounts),
    route(Method::Get, "/v1/accounts/{id}", VIEWER, Endpoint::Account),
    route(Method::Get, "/v1/enrollments", VIEWER, Endpoint::Enrollments),
    route(Method::Post, "/v1/enrollments", CSM, Endpoint::Enrol),
    route(Method::Delete, "/v1/enrollments", CSM, Endpoint::Withdraw),
    route(Method::Get, "/v1/accounts/{id}/audit", VIEWER, Endpoint::Audit),
    route(Method::Get, "/v1/accounts/{id}/people/{user}", VIEWER, Endpoint::Person),
    route(Method::Put, ITEM, CSM, Endpoint::ItemTick),
    route(Method::Delete, ITEM, CSM, Endpoint::ItemUntick),
    route(Method::Get, "/v1/metrics/nps", VIEWER, Endpoint::Nps),
    route(Method::Get, "/v1/explain", VIEWER, Endpoint::Explain),
    route(Method::Get, "/v1/contact-policy", VIEWER, Endpoint::ContactPolicy),
    // What is shown to people: every operator reads it, whoever works accounts writes it.
    route(Method::Get, "/v1/content", VIEWER, Endpoint::ContentList),
    route(Method::Get, "/v1/content/{kind}/{id}", VIEWER, Endpoint::Content),
    route(Method::Get, "/v1/content/{kind}/{id}/versions", VIEWER, Endpoint::ContentVersions),
    route(Method::Get, "/v1/content/{kind}/{id}/preview", VIEWER, Endpoint::ContentPreview),
    route(Method::Put, "/v1/content/{kind}/{id}", CSM, Endpoint::ContentSave),
    route(Method::Delete, "/v1/content/{kind}/{id}", CSM, Endpoint::ContentDiscard),
    route(Method::Post, "/v1/content/{kind}/{id}/publish", CSM, Endpoint::ContentPublish),
    route(Method::Post, "/v1/content/{kind}/{id}/unpublish", CSM, Endpoint::ContentUnpublish),
    route(Method::Post, "/v1/content/{kind}/{id}/rollback", CSM, Endpoint::ContentRollback),
    // Admins: who may send, who may read, and what a page must prove.
    admin(Method::Get, "/v1/keys", Endpoint::Keys),
    admin(Method::Post, "/v1/keys", Endpoint::KeyCreate),
    admin(Method::Patch, "/v1/keys/{id}", Endpoint::KeyUpdate),
    admin(Method::Post, "/v1/keys/{id}/rotate", Endpoint::KeyRotate),
    admin(Method::Delete, "/v1/keys/{id}", Endpoint::KeyRevoke),
    admin(Method::Get, "/v1/tokens", Endpoint::Tokens),
    admin(Method::Post, "/v1/tokens", Endpoint::TokenCreate),
    admin(Method::Delete, "/v1/tokens/{id}", Endpoint::TokenRevoke),
    admin(Method::Put, "/v1/contact-policy", Endpoint::ContactPolicyUpdate),
    admin(Method::Get, "/v1/identity", Endpoint::Identity),
    admin(Method::Put, "/v1/identity", Endpoint::IdentityUpdate),
    admin(Method::Post, "/v1/identity/secrets", Endpoint::SecretCreate),
    admin(Method::Delete, "/v1/identity/secrets/{id}", Endpoint::SecretRevoke),
    // Development and tests only.
    #[cfg(feature = "dev")]
    route(Method::Get, "/dev/routes", Access::Anyone, Endpoint::Routes),
    #[cfg(feature = "dev")]
    route(Method::Post, "/dev/panic", Access::Anyone, Endpoint::Panic),
    #[cfg(feature = "dev")]
    route(Method::Post, "/dev/workspace", Access::Anyone, Endpoint::Workspace),
    #[cfg(feature = "dev")]
    route(Method::Post, "/dev/faults", Access::Anyone, Endpoint::Faults),
    #[cfg(feature = "dev")]
    route(Method::Post, "/dev/clock", Access::Anyone, Endpoint::Clock),
    #[cfg(feature = "dev")]
    route(Method::Post, "/dev/hang", Access::Anyone, Endpoint::Hang),
    #[cfg(feature = "dev")]
    route(Method::Get, "/dev/tasks", Access::Anyone, Endpoint::Tasks),
];

/// The route of `method` and `path`, and what stands for the names in braces, decoded, in order.
pub(super) fn find(method: &Method, path: &str) -> Option<(&'static Route, Vec<String>)> {
    ROUTES
        .iter()
        .filter(|route| route.method == *method)
        .find_map(|route| Some((route, matched(route.path, path)?)))
}

/// Whether anything is served at `path`.
pub(super) fn is_served(path: &str) -> bool {
    routes_at(path).next().is_some()
}

/// Which pages may call `path`: what takes a secret or a token is closed.
pub(super) fn openness(method: &Method, path: &str) -> Openness {
    let openness = |route: &Route| match route.access {
        Access::Anyone => Openness::ToAll,
        Access::EventKey => Openness::ToKeys,
        Access::ServerKey | Access::Operator(_) => Openness::Closed,
    };
    let of_method = routes_at(path).find(|route| route.method == *method);
    let is_open = |route: &&Route| openness(route) != Openness::Closed;
    // Who asks what is allowed, or for what is not served, reads the answer if any method is open.
    let route = of_method.or_else(|| routes_at(path).find(is_open));
    route.map_or(Openness::Closed, openness)
}

/// The methods that `path` takes, as `Allow` lists them.
pub(super) fn methods_of(path: &str) -> String {
    routes_at(path).map(|route| route.method.to_string()).collect::<Vec<_>>().join(", ")
}

fn routes_at(path: &str) -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(move |route| matched(route.path, path).is_some())
}

/// What stands for the segments in braces, if `path` is of `pattern`.
fn matched(pattern: &str, path: &str) -> Option<Vec<String>> {
    let mut named = Vec::new();
    let mut segments = path.split('/');
    for wanted in pattern.split('/') {
        let segment = segments.next()?;
        if wanted.starts_with('{') {
            let text = percent_decode_str(segment).decode_utf8().ok()?;
            named.push(Some(text).filter(|text| !text.is_empty())?.into_owned());
        } else if wanted != segment {
            return None;
        }
    }
    segments.next().is_none().then_some(named)
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
            let is_closed = openness(&route.method, route.path) == Openness::Closed;
            assert_eq!(is_closed, takes_secret, "{} {}", route.method, route.path);
        }
        assert_eq!(openness(&Method::Get, "/v1/nothing"), Openness::Closed);
        assert_eq!(openness(&Method::Options, "/v1/responses"), Openness::Closed);
    }

    #[test]
    fn an_id_is_one_segment_of_any_text() {
        let found = |path| find(&Method::Get, path).map(|(route, named)| (route.endpoint, named));
        let account = |id: &str| Some((Endpoint::Account, vec![id.to_owned()]));
        assert_eq!(found("/v1/accounts/acme"), account("acme"));
        assert_eq!(found("/v1/accounts/a%2Fb%20%C3%B1"), account("a/b ñ"));
        assert_eq!(found("/v1/accounts/"), None);
        assert_eq!(found("/v1/accounts/a/b"), None);
        assert_eq!(found("/v1/accounts/%ff"), None);
        assert_eq!(found("/v1/accounts"), Some((Endpoint::Accounts, vec![])));
        let named = vec!["survey".to_owned(), "nps".to_owned()];
        assert_eq!(found("/v1/content/survey/nps"), Some((Endpoint::Content, named.clone())));
        let versions = Some((Endpoint::ContentVersions, named));
        assert_eq!(found("/v1/content/survey/nps/versions"), versions);
        assert_eq!(found("/v1/content/survey"), None);
        assert_eq!(found("/v1/content//nps"), None);
        assert_eq!(methods_of("/v1/keys/k1"), "PATCH, DELETE");
    }
}

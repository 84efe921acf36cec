//! The one route table, and how a request finds its handler.

mod answers;
mod audit;
mod certificates;
mod commands;
mod contact_policy;
mod content;
#[cfg(feature = "dev")]
mod dev;
mod enrollments;
mod events;
mod explain;
mod export;
mod health;
mod history;
mod identity;
mod keys;
mod loader;
mod operators;
mod people;
mod placements;
mod table;
mod tokens;
mod xapi;

use worker::{Env, Method, Result};

use crate::{
    access::{self, Access, Operator},
    error::ApiError,
    http::{Header, Reply, Request},
    store::content_history::Place,
};
use table::{Endpoint, Openness, Route, methods_of};

/// Answers a request, whatever it is. An error becomes a problem; nothing goes up.
pub(crate) async fn answer(request: Request, env: &Env) -> Result<Reply> {
    let text = |header| request.header(header).map(str::to_owned);
    let (accept_encoding, origin) = (text(Header::AcceptEncoding), text(Header::Origin));
    let (method, path) = (request.method(), request.path().to_owned());
    let openness =
        method.as_ref().map_or(Openness::Closed, |method| table::openness(method, &path));
    // A file for everybody is cached for everybody: its answer names no origin.
    let origin = origin.as_deref().filter(|_| openness == Openness::ToKeys);
    if method == Some(Method::Options) && openness != Openness::Closed {
        return Ok(Reply::preflight(methods_of(&path), origin));
    }
    let answered = match &method {
        Some(method) => dispatch(request, env, method, &path).await,
        None => Err(not_served(request.method_name(), &path)),
    };
    let reply = match answered {
        Ok(reply) => reply,
        Err(error @ ApiError::MethodNotAllowed(_)) => {
            error.to_reply()?.with("allow", methods_of(&path))
        }
        Err(error) => error.to_reply()?,
    };
    let reply = match openness {
        Openness::ToAll => reply.allow_origin(None),
        // Who names no origin is no page.
        Openness::ToKeys if origin.is_some() => reply.allow_origin(origin),
        Openness::ToKeys | Openness::Closed => reply,
    };
    Ok(reply.compress(accept_encoding.as_deref()))
}

async fn dispatch(
    request: Request,
    env: &Env,
    method: &Method,
    path: &str,
) -> std::result::Result<Reply, ApiError> {
    // The runtime leaves the body out of an answer to HEAD.
    let method = if *method == Method::Head { &Method::Get } else { method };
    let Some((Route { access, endpoint, .. }, named)) = table::find(method, path) else {
        return Err(not_served(method.as_ref(), path));
    };
    if let Access::Operator(least) = *access {
        let operator = access::operator(&request, env, least).await?;
        return for_operator(request, env, &operator, *endpoint, &named).await;
    }
    match endpoint {
        Endpoint::Health => health::get(),
        Endpoint::Loader => loader::get(&request, env).await,
        Endpoint::Single(verb) => events::single(request, env, *verb).await,
        Endpoint::Batch => events::batch(request, env).await,
        Endpoint::Placements => placements::post(request, env).await,
        Endpoint::Commands => commands::post(request, env).await,
        Endpoint::Respond => answers::post(request, env).await,
        Endpoint::CertificateVerify => certificates::verify(&request, env, id(&named)).await,
        Endpoint::CertificatePage => certificates::page(&request, env, id(&named)).await,
        Endpoint::Statements => xapi::answer(request, env, method).await,
        #[cfg(feature = "dev")]
        Endpoint::Routes => dev::routes(),
        #[cfg(feature = "dev")]
        Endpoint::Panic => dev::panic(&request, env).await,
        #[cfg(feature = "dev")]
        Endpoint::Workspace => dev::workspace(&request, env).await,
        #[cfg(feature = "dev")]
        Endpoint::Faults => dev::faults(&request),
        #[cfg(feature = "dev")]
        Endpoint::Clock => dev::clock(request, env).await,
        #[cfg(feature = "dev")]
        Endpoint::Hang => dev::hang().await,
        #[cfg(feature = "dev")]
        Endpoint::Tasks => dev::tasks(),
        _ => Err(ApiError::NotFound),
    }
}

/// Why nothing answers `method` at `path`.
fn not_served(method: &str, path: &str) -> ApiError {
    if table::is_served(path) {
        ApiError::MethodNotAllowed(method.to_owned())
    } else {
        ApiError::NotFound
    }
}

/// What stands for `{id}` in a path.
fn id(named: &[String]) -> &str {
    named.first().map_or("", String::as_str)
}

/// What an operator asks for; `named` is what stands for the names in braces in the path.
async fn for_operator(
    request: Request,
    env: &Env,
    operator: &Operator,
    endpoint: Endpoint,
    named: &[String],
) -> std::result::Result<Reply, ApiError> {
    match (endpoint, named) {
        (Endpoint::Person, [account, user]) => {
            return people::get(&request, env, operator, (account, user)).await;
        }
        (Endpoint::ItemTick | Endpoint::ItemUntick, [account, user, checklist, item]) => {
            let (place, is_done) =
                ((&**account, &**user, &**checklist, &**item), endpoint == Endpoint::ItemTick);
            return people::tick(&request, env, operator, place, is_done).await;
        }
        (_, [kind, id]) => {
            let place = content::place(operator, kind, id)?;
            return for_content(request, env, operator, endpoint, &place).await;
        }
        _ => {}
    }
    let id = id(named);
    match endpoint {
        Endpoint::Session => operators::session(env, operator).await,
        Endpoint::Responses => operators::responses(&request, env, operator).await,
        Endpoint::Events => history::events(&request, env, operator).await,
        Endpoint::Accounts => operators::accounts(&request, env, operator).await,
        Endpoint::Account => operators::account(&request, env, operator, id).await,
        Endpoint::Audit => audit::list(&request, env, operator, id).await,
        Endpoint::ContentList => content::list(&request, env, operator).await,
        Endpoint::Enrollments => enrollments::list(&request, env, operator).await,
        Endpoint::Enrol => enrollments::create(request, env, operator).await,
        Endpoint::Withdraw => enrollments::delete(request, env, operator).await,
        Endpoint::Nps => operators::nps(&request, env, operator).await,
        Endpoint::Explain => explain::get(&request, env, operator).await,
        Endpoint::ContactPolicy => contact_policy::get(env, operator).await,
        Endpoint::ContactPolicyUpdate => contact_policy::update(request, env, operator).await,
        Endpoint::Keys => keys::list(env, operator).await,
        Endpoint::KeyCreate => keys::create(request, env, operator).await,
        Endpoint::KeyUpdate => keys::update(request, env, operator, id).await,
        Endpoint::KeyRotate => keys::rotate(request, env, operator, id).await,
        Endpoint::KeyRevoke => keys::revoke(env, operator, id).await,
        Endpoint::Tokens => tokens::list(env, operator).await,
        Endpoint::TokenCreate => tokens::create(request, env, operator).await,
        Endpoint::TokenRevoke => tokens::revoke(env, operator, id).await,
        Endpoint::Identity => identity::get(&request, env, operator).await,
        Endpoint::IdentityUpdate => identity::update(request, env, operator).await,
        Endpoint::SecretCreate => identity::create_secret(env, operator).await,
        Endpoint::SecretRevoke => identity::revoke_secret(env, operator, id).await,
        _ => Err(ApiError::NotFound),
    }
}

/// What an operator asks for about one piece of content.
async fn for_content(
    request: Request,
    env: &Env,
    operator: &Operator,
    endpoint: Endpoint,
    place: &Place,
) -> std::result::Result<Reply, ApiError> {
    match endpoint {
        Endpoint::Content => content::get(&request, env, place).await,
        Endpoint::ContentVersions => content::versions(&request, env, place).await,
        Endpoint::ContentPreview => content::preview(&request, env, place).await,
        Endpoint::ContentSave => content::save(request, env, operator, place).await,
        Endpoint::ContentDiscard => content::discard(&request, env, operator, place).await,
        Endpoint::ContentPublish => content::publish(&request, env, operator, place).await,
        Endpoint::ContentUnpublish => content::unpublish(&request, env, operator, place).await,
        Endpoint::ContentRollback => content::rollback(request, env, operator, place).await,
        _ => Err(ApiError::NotFound),
    }
}

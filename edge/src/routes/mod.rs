//! The one route table, and how a request finds its handler.

mod answers;
mod commands;
#[cfg(feature = "dev")]
mod dev;
mod events;
mod export;
mod health;
mod loader;
mod operators;
mod placements;
mod table;

use worker::{Env, Method, Request, Response, Result};

use crate::{
    access::{self, Access},
    error::ApiError,
    http::respond,
};
use table::{Endpoint, Route, methods_of};

/// Answers a request, whatever it is. An error becomes a problem; nothing goes up.
pub(crate) async fn answer(request: Request, env: &Env) -> Result<Response> {
    let accept_encoding = request.headers().get("accept-encoding")?;
    let (method, path) = (request.method(), request.path());
    let methods = methods_of(&path);
    let is_open = table::is_open_to_pages(&path);
    if method == Method::Options && is_open {
        return respond::preflight(&methods);
    }
    let response = match dispatch(request, env, &method, &path).await {
        Ok(response) => response,
        Err(error) => {
            let is_wrong_method = matches!(error, ApiError::MethodNotAllowed(_));
            let response = error.to_response()?;
            if is_wrong_method {
                respond::with_headers(response, &[("allow", &methods)])?
            } else {
                response
            }
        }
    };
    let response = if is_open { respond::allow_any_origin(response)? } else { response };
    respond::compress(response, accept_encoding.as_deref())
}

async fn dispatch(
    request: Request,
    env: &Env,
    method: &Method,
    path: &str,
) -> std::result::Result<Response, ApiError> {
    // The runtime leaves the body out of an answer to HEAD.
    let method = if *method == Method::Head { &Method::Get } else { method };
    let Some(Route { access, endpoint, .. }) = table::find(method, path) else {
        return Err(if table::is_served(path) {
            ApiError::MethodNotAllowed(method.clone())
        } else {
            ApiError::NotFound
        });
    };
    if let Access::Operator(least) = *access {
        let operator = access::operator(&request, env, least).await?;
        return match endpoint {
            Endpoint::Session => operators::session(env, &operator).await,
            Endpoint::Responses => operators::responses(&request, env, &operator).await,
            Endpoint::Events => operators::events(&request, env, &operator).await,
            Endpoint::Accounts => operators::accounts(&request, env, &operator).await,
            Endpoint::Nps => operators::nps(&request, env, &operator).await,
            _ => Err(ApiError::NotFound),
        };
    }
    match endpoint {
        Endpoint::Health => health::get(),
        Endpoint::Loader => loader::get(&request, env).await,
        Endpoint::Single(verb) => events::single(request, env, *verb).await,
        Endpoint::Batch => events::batch(request, env).await,
        Endpoint::Placements => placements::post(request, env).await,
        Endpoint::Commands => commands::post(request, env).await,
        Endpoint::Respond => answers::post(request, env).await,
        #[cfg(feature = "dev")]
        Endpoint::Routes => dev::routes(),
        #[cfg(feature = "dev")]
        Endpoint::Panic => dev::panic(&request, env).await,
        _ => Err(ApiError::NotFound),
    }
}

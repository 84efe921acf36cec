//! Certificates, for anybody who was given their address: as data, and as a page that prints.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use shared::{
    content::Content,
    id::WorkspaceId,
    labels::Labels,
    text::{Locale, Text},
    time::UnixMillis,
};
use worker::Env;

use crate::{
    error::{ApiError, Resource},
    http::{Reply, Request, query::Query},
    objects::workspace,
    store,
    wording::Language,
};

/// What a certificate says.
#[derive(Debug, Serialize)]
struct Certificate {
    id: String,
    valid: bool,
    /// What it is called.
    title: String,
    course: String,
    /// Trait `name` of whoever has it.
    name: Option<String>,
    /// When they were done with the course.
    date: String,
    /// Who gives it.
    issuer: String,
    /// The same day, as its readers say it.
    #[serde(skip)]
    day: String,
    #[serde(skip)]
    detail: Option<String>,
    #[serde(skip)]
    locale: Locale,
}

/// `GET /v1/certificates/{id}`: whether a certificate is what it says.
///
/// - Query: `lang`, in which its names are answered where the course has them.
/// - Answer: `{id, valid: true, title, course, name, date, issuer}`.
/// - Errors: 404 `unknown_certificate`.
pub(super) async fn verify(request: &Request, env: &Env, id: &str) -> Result<Reply, ApiError> {
    Ok(Reply::json(&find(request, env, id).await?)?)
}

/// `GET /certificates/{id}`: the same as a page. Query: `download`, which makes a file of it.
pub(super) async fn page(request: &Request, env: &Env, id: &str) -> Result<Reply, ApiError> {
    let certificate = find(request, env, id).await?;
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    let is_file = Query::of(request)?.text("download").is_some();
    let place = if is_file { "attachment; filename=\"certificate.html\"" } else { "inline" };
    Ok(Reply::text(draw(&certificate, is_file))
        .with("content-disposition", place)
        .with("content-type", "text/html; charset=utf-8")
        .with("cache-control", "no-store")
        .with("content-security-policy", policy)
        .with("referrer-policy", "no-referrer")
        .with("x-robots-tag", "noindex")
        .with("x-content-type-options", "nosniff"))
}

async fn find(request: &Request, env: &Env, id: &str) -> Result<Certificate, ApiError> {
    let unknown = || ApiError::Unknown(Resource::Certificate);
    let (workspace, _) = id.split_once('.').ok_or_else(unknown)?;
    let workspace = WorkspaceId::try_from(workspace).map_err(|_| unknown())?;
    // Nothing is looked for, nor made, where there is no such workspace.
    let issuer = store::workspace::name_of(env, &workspace).await?.ok_or_else(unknown)?;
    let row = workspace::certificate(env, &workspace, id).await?.ok_or_else(unknown)?;
    let content = store::content::load_published(env, &workspace).await?;
    let course = content.iter().find_map(|content| match content {
        Content::Course(course) if course.id == row.course => Some(course),
        _ => None,
    });
    let locale = Query::of(request)?.text("lang").unwrap_or_default().to_owned();
    let locale = Locale::from(locale);
    let read = |text: &Text| text.resolve(&locale).to_owned();
    let words = course.and_then(|course| course.certificate.as_ref());
    // What was published when it was given counts where nothing is any more.
    let named = course.map_or_else(|| row.title.clone(), |course| read(&course.title));
    Ok(Certificate {
        id: id.to_owned(),
        valid: true,
        title: words.map_or_else(|| named.clone(), |words| read(&words.title)),
        detail: words.and_then(|words| words.detail.as_ref()).map(read),
        course: named,
        name: row.user_name,
        date: UnixMillis(row.satisfied_at).to_rfc3339(),
        day: Language(&locale).date(UnixMillis(row.satisfied_at)),
        issuer,
        locale,
    })
}

/// Its own, named by digest in the page's policy.
const STYLE: &str = "\
body{margin:0;font:18px/1.5 Georgia,serif;color:#1b2430;background:#f2f0ea}\
main{box-sizing:border-box;max-width:60rem;min-height:36rem;margin:2rem auto;padding:4rem;\
overflow-wrap:anywhere;\
display:flex;flex-direction:column;justify-content:center;text-align:center;background:#fff;\
border:1px solid #c9b98a;outline:1px solid #c9b98a;outline-offset:-14px}\
h1{font-size:2.2rem;font-weight:400;margin:0 0 2rem}\
.name{font-size:2rem;margin:.5rem 0;border-bottom:1px solid #c9b98a;align-self:center;\
padding:0 2rem}\
a{color:inherit}\
@media(max-width:40rem){main{margin:1rem;padding:3rem 2rem;min-height:0}\
h1{font-size:1.7rem}.name{font-size:1.5rem;padding:0 1rem}}\
.id{font:.8rem/1.4 ui-monospace,monospace;color:#5b6470;margin-top:3rem}\
@page{size:A4 landscape;margin:1cm}\
@media print{body{background:#fff}main{margin:0;max-width:none}a{display:none}}";

/// The page; a file has no link to itself.
fn draw(certificate: &Certificate, is_file: bool) -> String {
    let Certificate { id, title, course, name, date, day, issuer, detail, locale, .. } =
        certificate;
    let machine_day = date.split('T').next().unwrap_or_default();
    let line = |class: &str, text: &str| match text {
        "" => String::new(),
        text => format!("<p class=\"{class}\">{}</p>", escape(text)),
    };
    let way_to_file = || {
        let words = Labels::download(locale);
        format!("<p><a href=\"?lang={}&amp;download=1\">{words}</a></p>", locale.as_str())
    };
    let download = if is_file { String::new() } else { way_to_file() };
    format!(
        "<!doctype html><html lang=\"{lang}\" dir=\"{dir}\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{heading}</title>\
         <style>{STYLE}</style><main><h1>{heading}</h1>{name}{course}{detail}{issuer}\
         <p><time datetime=\"{machine_day}\">{day}</time></p>{id}{download}\
         </main></html>",
        lang = locale.as_str(),
        dir = locale.direction().as_str(),
        heading = escape(title),
        name = line("name", name.as_deref().unwrap_or_default()),
        course = line("course", course),
        detail = line("detail", detail.as_deref().unwrap_or_default()),
        issuer = line("issuer", issuer),
        id = line("id", id),
    )
}

/// Text as it stands in HTML.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_text() {
        let text = |text: &str| text.to_owned();
        let certificate = Certificate {
            id: text("demo.1"),
            valid: true,
            title: text("Done & dusted"),
            course: text("Basics"),
            name: Some(text("<script>alert(\"1\")</script>")),
            date: text("2026-11-22T10:00:00.000Z"),
            day: text("22 November 2026"),
            issuer: text("Demo"),
            detail: None,
            locale: Locale::default(),
        };
        let page = draw(&certificate, false);
        assert!(page.contains("&lt;script&gt;alert(&quot;1&quot;)"));
        assert!(
            page.contains("Done &amp; dusted") && page.contains("\"2026-11-22\">22 November 2026<")
        );
        assert!(!page.contains("<script"));
        assert!(page.contains("&amp;download=1") && !draw(&certificate, true).contains("<a "));
    }
}

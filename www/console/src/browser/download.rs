//! Saving a file.

use gloo::{
    file::{Blob, ObjectUrl},
    timers::callback::Timeout,
    utils::document,
};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlAnchorElement;

/// How long a browser may take to read the file before its URL is given back.
const URL_LIFE_MS: u32 = 60_000;

/// Has the browser save `bytes` as `name`.
///
/// A link would not do: the API wants the token in a header, and a link cannot send one.
pub(crate) fn save_file(name: &str, media_type: &str, bytes: &[u8]) {
    let url = ObjectUrl::from(Blob::new_with_options(bytes, Some(media_type)));
    let link: HtmlAnchorElement =
        document().create_element("a").expect("`a` is an element's name").unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Timeout::new(URL_LIFE_MS, move || drop(url)).forget();
}

//! `cargo run -p widget --example gallery TAG`: every view in the language `TAG`, as JSON lines
//! of `[name, html]`, for tests/browser/looks.test.mjs to look at.

#[path = "../tests/draw/mod.rs"]
mod draw;
#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/samples/mod.rs"]
mod samples;

fn main() {
    let tag = std::env::args().nth(1).unwrap_or_default();
    for (name, state) in samples::every_view(&tag) {
        println!("{}", serde_json::json!([name, draw::draw(&state)]));
    }
}

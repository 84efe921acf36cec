//! xAPI 1.0.3: what people do in courses, as statements that other systems read and write.

mod activity;
mod statement;

pub use activity::Activity;
pub use statement::{InvalidStatement, Statement, statement_of, verb};

/// The version that we speak.
pub const VERSION: &str = "1.0.3";

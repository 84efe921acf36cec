//! The event API: what Segment's clients send, read item by item.
//!
//! An item is read once, at the door. One bad item never sinks the others.

mod common;
mod envelope;
mod fields;
mod item;
mod object;
mod readable;
mod rejection;

pub use common::Common;
pub use envelope::{Envelope, InvalidEnvelope};
pub(crate) use fields::any_id;
pub use fields::given_id;
pub use item::{Item, Sender, Verb, VerbName};
pub use object::Object;
pub use readable::{MAX_DEPTH, Unreadable, check_readable, mend};
pub use rejection::Rejection;

/// The most bytes one item may have.
pub const MAX_ITEM_BYTES: usize = 32 * 1024;
/// The most bytes the body of a request may have.
pub const MAX_BODY_BYTES: usize = 500 * 1024;
/// The most items a batch may have.
pub const MAX_BATCH_ITEMS: usize = 2_500;
/// The most characters the name of an event may have.
pub const MAX_EVENT_NAME_CHARS: usize = 200;

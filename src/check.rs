//! What a report must fulfil before it is published: its languages say the same, numbers come from
//! the data, translations are up to date, and nothing private is in the finished files.

mod privacy;
mod texts;
mod translations;

pub use privacy::privacy;
pub use texts::texts;
pub use translations::translations;

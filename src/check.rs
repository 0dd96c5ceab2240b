//! What finished files must fulfil before they are published.

mod privacy;

pub use privacy::privacy;

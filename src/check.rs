//! What a resolved report and its finished files must fulfil before they are published.

mod privacy;
mod translations;

pub use privacy::privacy;
pub use translations::translations;

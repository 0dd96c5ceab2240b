//! Which language a page was written in first, and which one holds where texts differ.

pub use crate::compose::original::{authoritative, original};

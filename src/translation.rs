//! Pages beside their translations: which section belongs to which, and what each holds.

pub mod content;
pub mod original;
pub mod pair;
pub mod section;

pub use pair::{Pair, pairs};
pub use section::{Section, sections};

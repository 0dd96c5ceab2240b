//! What the data of a project is about.

pub mod nace;

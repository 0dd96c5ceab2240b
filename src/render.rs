//! From a report to files in memory: one writer for each form, all over the same resolved tree.

mod address;
pub mod data;
pub mod html;
mod hyphen;
mod index;
pub mod pictures;
mod search;
pub mod site;
pub mod svg;
mod template;
pub mod typst;
mod view;

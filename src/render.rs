//! From a report to files in memory: one writer for each form, all over the same resolved tree.

pub mod address;
mod assets;
pub mod data;
mod downloads;
pub mod exchange;
mod feed;
mod headers;
pub mod html;
mod hyphen;
mod index;
mod linked_data;
mod output;
pub mod pictures;
pub mod recent;
mod search;
pub mod site;
pub mod svg;
mod template;
pub mod typst;
mod view;

//! From a report to files in memory: one writer for each form, all over the same resolved tree.

pub mod svg;

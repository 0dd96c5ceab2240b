//! Pages beside their translations: which section belongs to which, what each holds, and which
//! translations still say what their originals say.

pub mod accept;
pub mod content;
pub mod exchange;
pub mod fingerprint;
pub mod pair;
pub mod section;
pub mod status;

pub use fingerprint::{Fingerprints, fingerprints};
pub use pair::{Pair, pairs};
pub use section::{Section, sections};
pub use status::{PageStatus, SectionStatus, Status, status};

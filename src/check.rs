//! What a report must fulfil before it is published: its languages say the same, numbers come from
//! the data, translations are up to date, policies are
//! complete and looked after, no two things lie at one address, colours can be told apart, and nothing private is in the finished files.

mod addresses;
mod articles;
mod palette;
mod policies;
mod privacy;
mod statements;
mod texts;
mod translations;
mod unpacked;

pub use addresses::addresses;
pub use articles::{articles, empty};
pub use palette::palette;
pub use policies::policies;
pub use policies::versions::{PolicyState, PolicyStatus, statuses as policy_statuses};
pub use privacy::{Search, privacy, registers};
pub use statements::statements;
pub use texts::{recent, texts};
pub use translations::translations;

use crate::memory::Slot;

/// What the last build compared and searched.
#[derive(Default)]
pub struct Recent {
    pub addresses: Slot<addresses::ToldAddresses>,
    pub texts: Slot<recent::ComparedPages>,
    pub privacy: Slot<privacy::SearchedFiles>,
}

//! What a kind of bill looks like.

use super::record::{Names, Record};
use super::tally::Rule;

/// A row, and what its bill looks like.
pub trait Layout: Record {
    /// The kind of bill, in words.
    const KIND: &'static str;

    /// The fields one of which tells that a bill is of this kind. Where there are none, any file will do.
    const KEYS: &'static [Names];

    /// What the totals say of the rows.
    const RULES: &'static [Rule];

    /// Whether the totals are always there.
    const HAS_TOTALS: bool;

    /// The totals.
    type Totals: Record;
}

/// A row of a kind of bill: [`Trade`](super::Trade), [`FundFlow`](super::FundFlow),
/// [`ProfitSharing`](super::ProfitSharing), or [`Untyped`](super::Untyped) for any other.
pub trait Row: Layout {}

impl<B: Layout> Row for B {}

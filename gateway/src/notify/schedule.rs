//! When a notification comes again.

use std::time::Duration;

const SECOND: u64 = 1;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

/// The documented pauses, in seconds, between one delivery that was not acknowledged and the next.
pub const PAUSES: [u64; 15] = [
    15 * SECOND,
    15 * SECOND,
    30 * SECOND,
    3 * MINUTE,
    10 * MINUTE,
    20 * MINUTE,
    30 * MINUTE,
    30 * MINUTE,
    30 * MINUTE,
    60 * MINUTE,
    3 * HOUR,
    3 * HOUR,
    3 * HOUR,
    6 * HOUR,
    6 * HOUR,
];

/// The same, so many times as fast.
pub fn pauses(speed: u32) -> impl Iterator<Item = Duration> {
    PAUSES.into_iter().map(move |pause| Duration::from_secs(pause) / speed.max(1))
}

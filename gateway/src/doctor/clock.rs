//! Time: the clock of this machine, and until when certificates are good.

use wechatpay_client::keys::Certificate;

use super::Setup;
use super::finding::{Finding, Report};
use crate::clock::Now;

const CHECK: &str = "clock";
const DAY: u64 = 86_400;
/// How long before its end a certificate is to be replaced.
const SOON: u64 = 30 * DAY;
/// 2026-01-01: this code is younger.
const EARLIEST: u64 = 1_767_225_600;
/// How far a timestamp may be from now, in seconds.
pub(super) const WINDOW: u64 = 300;

/// A day in China.
pub(super) fn date(unix: u64) -> String {
    moment(unix).date()
}

/// A moment in China.
pub(super) fn moment(unix: u64) -> Now {
    Now::at(i64::try_from(unix).unwrap_or(i64::MAX))
}

/// Whether a certificate is good, and for how long.
pub(super) fn expiry(check: &'static str, certificate: &Certificate, now: u64, anew: &str) -> Finding {
    let (from, until) = (certificate.not_before(), certificate.not_after());
    if now < from {
        let found =
            format!("{} begins to be valid on {}, and here it is {}", certificate.serial(), date(from), date(now));
        return Finding::error(check, found, "set the clock of this machine (NTP)");
    }
    let Some(left) = until.checked_sub(now) else {
        return Finding::error(check, format!("{} has expired on {}", certificate.serial(), date(until)), anew);
    };
    if left < SOON {
        let found = format!("{} expires on {}, in {} days", certificate.serial(), date(until), left / DAY);
        return Finding::warning(check, found, anew);
    }
    Finding::ok(check, format!("until {}", date(until)))
}

/// What the clock says by itself.
pub(super) fn check(setup: &Setup<'_>, report: &mut Report) {
    if setup.settings.is_empty() {
        return;
    }
    report.add(if setup.now < EARLIEST {
        let found = format!("it says {}, which is over", moment(setup.now).rfc3339());
        Finding::error(
            CHECK,
            found,
            "set the clock of this machine (NTP): WeChat Pay refuses what is signed five minutes off",
        )
    } else {
        Finding::ok(CHECK, format!("{} (compared with WeChat Pay's by --online alone)", moment(setup.now).rfc3339()))
    });
}

/// The clock against that of WeChat Pay, both in seconds since 1970.
pub(super) fn compare(here: u64, there: u64) -> Finding {
    let apart = here.abs_diff(there);
    let found = format!("it is {apart} s {} WeChat Pay's", if here < there { "behind" } else { "ahead of" });
    match apart {
        0..=60 => Finding::ok(CHECK, found),
        61..=WINDOW => Finding::warning(CHECK, found, "let NTP set the clock of this machine: 300 s are the limit"),
        _ => Finding::error(
            CHECK,
            found,
            "set the clock of this machine (NTP): WeChat Pay refuses what is signed five minutes off",
        ),
    }
}

//! When a request is sent again, and how long after.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::time::{Duration, SystemTime};

use crate::error::{Error, Outcome, Stage, TransportKind};
use crate::operation::RetryClass;
use crate::raw::RawAnswer;
use crate::signature::VerifyError;

/// The least time between two refunds of one order.
const REFUND_PAUSE: Duration = Duration::from_secs(60);

/// How often and how long the client tries.
///
/// Whether a request may be sent again at all is not a setting: it follows from what went wrong and from what the
/// operation does. A request that changes something is never sent again after a timeout.
///
/// How long all of it may take is [`ClientBuilder::deadline`](crate::ClientBuilder::deadline). An answer that asks for a
/// longer pause than there is time for, or a refund, which wants a minute between two attempts, goes back to the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { max_attempts: 3, base_delay: Duration::from_millis(200), max_delay: Duration::from_secs(5) }
    }
}

impl RetryPolicy {
    /// Every request is sent once.
    pub fn never() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// How many times a request is sent at most. 3 unless set.
    #[must_use]
    pub fn max_attempts(self, attempts: u32) -> Self {
        Self { max_attempts: attempts.max(1), ..self }
    }

    /// The pause before the second attempt, which doubles with each further one, and is randomly shortened to between half
    /// of it and all. 200 ms unless set.
    #[must_use]
    pub fn base_delay(self, delay: Duration) -> Self {
        Self { base_delay: delay, ..self }
    }

    /// The longest pause. 5 s unless set.
    #[must_use]
    pub fn max_delay(self, delay: Duration) -> Self {
        Self { max_delay: delay, ..self }
    }
}

/// What the next attempt does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Again {
    pub(crate) pause: Duration,
    /// Whether the host is to blame, so that the next one is asked.
    pub(crate) rotate: bool,
}

/// What is known when an attempt has failed.
pub(crate) struct Situation<'a> {
    pub(crate) class: RetryClass,
    pub(crate) error: &'a Error,
    /// How many attempts there were.
    pub(crate) attempts: u32,
    /// How long the pause may be: there is none where no further attempt would be in time.
    pub(crate) room: Option<Duration>,
    pub(crate) now: SystemTime,
    /// By chance, from 0 to 1.
    pub(crate) chance: f64,
}

impl RetryPolicy {
    pub(crate) fn attempts(&self) -> u32 {
        self.max_attempts
    }

    /// Whether to send again, and after which pause.
    pub(crate) fn again(&self, situation: &Situation<'_>) -> Option<Again> {
        let verdict = Verdict::of(situation.error);
        let allowed = match situation.class {
            RetryClass::Read => verdict != Verdict::Final,
            RetryClass::Write | RetryClass::Refund => matches!(verdict, Verdict::NotSent | Verdict::AsksForMore),
            // Nobody would know it again: it goes out twice only where it is certain that the first left nothing behind.
            RetryClass::Once => match verdict {
                Verdict::NotSent => true,
                Verdict::AsksForMore => situation.error.outcome() == Outcome::Refused,
                Verdict::Unknown | Verdict::Final => false,
            },
        };
        if !allowed || situation.attempts >= self.max_attempts {
            return None;
        }
        let mut pause = self.backoff(situation.attempts, situation.chance);
        if let Some(asked) = situation.error.answer().and_then(|answer| retry_after(answer, situation.now)) {
            pause = pause.max(asked);
        }
        if situation.class == RetryClass::Refund && verdict != Verdict::NotSent {
            pause = pause.max(REFUND_PAUSE);
        }
        situation.room.is_some_and(|room| pause <= room).then(|| Again { pause, rotate: blames_host(situation.error) })
    }

    /// Half of it is certain, the other half by chance: so that many clients do not come back at once.
    fn backoff(&self, attempts: u32, chance: f64) -> Duration {
        let doubled = self.base_delay.saturating_mul(2_u32.saturating_pow(attempts.saturating_sub(1)));
        let half = doubled.min(self.max_delay) / 2;
        half.saturating_add(half.mul_f64(chance.clamp(0.0, 1.0)))
    }
}

/// A number from 0 to 1: enough for a pause, and for nothing else.
pub(crate) fn chance() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 32;
    u32::try_from(bits).map_or(0.5, |bits| f64::from(bits) / f64::from(u32::MAX))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It did not go out.
    NotSent,
    /// The answer asks for the same request again.
    AsksForMore,
    /// It is not known what became of it.
    Unknown,
    /// It would be no better the next time.
    Final,
}

impl Verdict {
    fn of(error: &Error) -> Self {
        match error {
            Error::Transport(error) if error.kind == TransportKind::Connect => Self::NotSent,
            Error::Transport(_) => Self::Unknown,
            Error::Api(error) => Self::of_status(error.status),
            Error::Http(error) => Self::of_status(error.status),
            Error::Accepted(_) => Self::AsksForMore,
            // WeChat Pay probes its callers with wrong signatures: the next answer is right.
            Error::Signature(error) if error.reason == VerifyError::Probe => Self::Unknown,
            _ => Self::Final,
        }
    }

    fn of_status(status: u16) -> Self {
        match status {
            429 | 500 | 502 | 503 => Self::AsksForMore,
            100..=199 | 408 | 499 | 504 => Self::Unknown,
            _ => Self::Final,
        }
    }
}

pub(crate) fn blames_host(error: &Error) -> bool {
    match error {
        Error::Transport(_) => true,
        Error::Deadline(error) => error.stage == Stage::Answer,
        Error::Api(error) => matches!(error.status, 502..=504),
        Error::Http(error) => matches!(error.status, 500..=504),
        _ => false,
    }
}

/// The pause that an answer asks for: in seconds, or until a date.
fn retry_after(answer: &RawAnswer, now: SystemTime) -> Option<Duration> {
    let text = answer.header("Retry-After")?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{AnswerError, ApiError, Context, DeadlineError, KeySource, SignatureError};
    use crate::transport::{Failure, SettingError};

    #[test]
    fn a_pause_is_between_half_of_it_and_all_of_it() {
        let policy = RetryPolicy::default().base_delay(Duration::from_millis(200)).max_delay(Duration::from_secs(5));
        let pauses = |attempts| [0.0, 0.5, 1.0].map(|chance| policy.backoff(attempts, chance).as_millis());
        assert_eq!(pauses(1), [100, 150, 200]);
        assert_eq!(pauses(2), [200, 300, 400]);
        assert_eq!(pauses(5), [1600, 2400, 3200]);
        assert_eq!(pauses(6), [2500, 3750, 5000], "no longer than the longest");
        assert_eq!(pauses(u32::MAX), [2500, 3750, 5000]);
        for (odd, taken) in [(-1.0, 100), (2.0, 200), (f64::INFINITY, 200)] {
            assert_eq!(policy.backoff(1, odd).as_millis(), taken, "{odd}");
        }
    }

    fn context() -> Context {
        Context { attempts: 1, ..Context::new("POST", "/".into(), RetryClass::Write, 3) }
    }

    fn answer(status: u16) -> RawAnswer {
        RawAnswer::new(status, http::HeaderMap::new(), bytes::Bytes::new())
    }

    fn page(status: u16) -> Error {
        let (verified, answer, context) = (false, answer(status), context());
        Error::Http(Box::new(AnswerError { status, verified, answer, context }))
    }

    fn refused(status: u16, code: &str, verified: bool) -> Error {
        let (code, message, detail) = (code.to_owned(), String::new(), None);
        let (answer, context) = (answer(status), context());
        Error::Api(Box::new(ApiError { status, code, message, detail, verified, answer, context }))
    }

    fn untrusted(reason: VerifyError) -> Error {
        let (refresh, known_keys, source_of_keys) = (None, Vec::new(), KeySource::Given);
        let (answer, context) = (answer(200), context());
        let error = SignatureError { reason, refresh, known_keys, source_of_keys, answer, context };
        Error::Signature(Box::new(error))
    }

    /// Of which of a read, a write, a refund and one that is sent once there is another attempt.
    fn again(error: &Error) -> [bool; 4] {
        [RetryClass::Read, RetryClass::Write, RetryClass::Refund, RetryClass::Once].map(|class| {
            let (room, now) = (Some(Duration::MAX), SystemTime::UNIX_EPOCH);
            let situation = Situation { class, error, attempts: 1, room, now, chance: 0.5 };
            RetryPolicy::default().again(&situation).is_some()
        })
    }

    #[test]
    fn what_is_sent_again_follows_from_the_answer_and_the_request() {
        const ALL: [bool; 4] = [true; 4];
        const NONE: [bool; 4] = [false; 4];
        const READ: [bool; 4] = [true, false, false, false];
        const KNOWN: [bool; 4] = [true, true, true, false];
        for (error, expected) in [
            (Error::unsent(Failure::not_sent("no route"), &context()), ALL),
            (Error::unsent(Failure::not_sent(SettingError::new("root_certificates", "none")), &context()), NONE),
            (Error::unsent(Failure::timed_out("late"), &context()), READ),
            (Error::unsent(Failure::interrupted("reset"), &context()), READ),
            (untrusted(VerifyError::Probe), READ),
            (untrusted(VerifyError::NotBase64), NONE),
            (refused(429, "RATELIMIT_EXCEEDED", true), ALL),
            (refused(429, "RATELIMIT_EXCEEDED", false), KNOWN),
            (refused(429, "SYSTEM_ERROR", true), KNOWN),
            (refused(500, "SYSTEM_ERROR", true), KNOWN),
            (refused(400, "SYSTEM_ERROR", true), NONE),
            (page(429), KNOWN),
            (page(502), KNOWN),
            (page(503), KNOWN),
            (page(504), READ),
            (page(408), READ),
            (page(499), READ),
            (page(501), NONE),
            (page(404), NONE),
        ] {
            assert_eq!(again(&error), expected, "{error}");
        }
    }

    #[test]
    fn a_setting_that_is_missing_is_no_host_that_is_away() {
        let missing = || SettingError::new("root_certificates", "none");
        let error = Error::unsent(Failure::not_sent(missing()), &context());
        assert!(matches!(error, Error::Config { setting: "root_certificates", .. }), "{error:?}");
        assert_eq!((error.outcome(), blames_host(&error)), (Outcome::NotSent, false));
        // Whoever says that it may have arrived is believed.
        let error = Error::unsent(Failure::interrupted(missing()), &context());
        assert!(matches!(error, Error::Transport(_)) && error.may_have_taken_effect(), "{error:?}");
    }

    /// The next call begins with another host where this one may be away, and not where the request is at fault or there
    /// was no time.
    #[test]
    fn a_host_is_to_blame_where_it_gives_no_answer_or_says_that_it_cannot_work() {
        let late = |stage| {
            let (limit, last, answer) = (Duration::from_secs(1), None, None);
            Error::Deadline(Box::new(DeadlineError { limit, stage, last, answer, context: context() }))
        };
        for (error, expected) in [
            (Error::unsent(Failure::not_sent("no route"), &context()), true),
            (Error::unsent(Failure::timed_out("late"), &context()), true),
            (late(Stage::Answer), true),
            (late(Stage::File), false),
            (late(Stage::Keys), false),
            (late(Stage::Request), false),
            (refused(502, "SYSTEM_ERROR", false), true),
            (refused(504, "SYSTEM_ERROR", false), true),
            (refused(500, "SYSTEM_ERROR", true), false),
            (refused(429, "RATELIMIT_EXCEEDED", true), false),
            (page(500), true),
            (page(504), true),
            (page(429), false),
            (page(404), false),
            (untrusted(VerifyError::Probe), false),
        ] {
            assert_eq!(blames_host(&error), expected, "{error}");
        }
    }

    #[test]
    fn each_setting_is_kept() {
        let seconds = Duration::from_secs;
        let policy = RetryPolicy::default().max_attempts(7).base_delay(seconds(1)).max_delay(seconds(3));
        assert_eq!((policy.attempts(), policy.max_attempts(0).attempts()), (7, 1));
        assert_eq!([1, 2, 3].map(|attempts| policy.backoff(attempts, 1.0)), [1, 2, 3].map(seconds));
        assert_eq!(RetryPolicy::never().attempts(), 1);
    }

    /// Each eighth is left out by a thousand of them once in 10⁵⁷ times.
    #[test]
    fn chance_is_anywhere_from_0_to_1() {
        let mut eighths = [false; 8];
        for _ in 0..1_000 {
            let chance = chance();
            assert!((0.0..=1.0).contains(&chance), "{chance}");
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 0 to 8")]
            let eighth = (chance * 8.0) as usize;
            eighths[eighth.min(7)] = true;
        }
        assert_eq!(eighths, [true; 8]);
    }
}

//! A setting that cannot be used.

use std::fmt;
use std::time::Duration;

/// A setting of a transport that is missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingError {
    setting: &'static str,
    reason: String,
}

impl SettingError {
    /// By the name of the setting, and what is wrong with it.
    pub fn new(setting: &'static str, reason: impl Into<String>) -> Self {
        Self { setting, reason: reason.into() }
    }

    /// The setting that is missing or wrong.
    pub fn setting(&self) -> &'static str {
        self.setting
    }

    /// What is wrong with it.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the setting `{}`: {}", self.setting, self.reason)
    }
}

impl std::error::Error for SettingError {}

/// A year stands for ever: beyond that, clocks overflow.
pub(crate) const FOR_EVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A time that something may take.
pub(crate) fn time(setting: &'static str, set: Option<Duration>, default: Duration) -> Result<Duration, SettingError> {
    match set {
        Some(Duration::ZERO) => Err(SettingError::new(setting, "no answer comes in no time")),
        set => Ok(set.unwrap_or(default).min(FOR_EVER)),
    }
}

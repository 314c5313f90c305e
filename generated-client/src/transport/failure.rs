//! How far a request got that has no answer.

use std::error::Error;
use std::fmt;

/// Why there is no answer, or not the whole of it, and how far the request got.
#[derive(Debug)]
pub struct Failure {
    kind: FailureKind,
    source: Box<dyn Error + Send + Sync>,
    /// Whether others of the same request may have gone out that nobody has counted.
    #[cfg(feature = "tower")]
    unaccounted: bool,
}

/// How far a request got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// It did not go out, for certain: not a byte of it. Such a request is sent again.
    NotSent,
    /// The time was up; it may have arrived.
    TimedOut,
    /// The exchange broke; it may have arrived.
    Interrupted,
}

impl FailureKind {
    /// Its name, for metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::TimedOut => "timeout",
            Self::Interrupted => "interrupted",
        }
    }
}

impl Failure {
    fn new(kind: FailureKind, source: Box<dyn Error + Send + Sync>) -> Self {
        Self {
            kind,
            source,
            #[cfg(feature = "tower")]
            unaccounted: false,
        }
    }

    /// It did not go out: there was no connection. Only where that is certain: a write would be sent again.
    pub fn not_sent(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(FailureKind::NotSent, source.into())
    }

    /// The time was up.
    pub fn timed_out(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(FailureKind::TimedOut, source.into())
    }

    /// It broke off.
    pub fn interrupted(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(FailureKind::Interrupted, source.into())
    }

    /// How far it got.
    pub fn kind(&self) -> FailureKind {
        self.kind
    }

    /// What the network said, without the rest.
    pub fn into_source(self) -> Box<dyn Error + Send + Sync> {
        self.source
    }

    /// The same, of a request that may be one of several.
    #[cfg(feature = "tower")]
    pub(super) fn unaccounted(self) -> Self {
        Self { unaccounted: true, ..self }
    }

    #[cfg(feature = "tower")]
    pub(super) fn is_unaccounted(&self) -> bool {
        self.unaccounted
    }

    /// A failure as it is, also where it comes as any error; any other has interrupted the exchange.
    pub(super) fn of(error: Box<dyn Error + Send + Sync>) -> Self {
        error.downcast().map_or_else(Self::interrupted, |failure| *failure)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.kind {
            FailureKind::NotSent => "not sent",
            FailureKind::TimedOut => "the time was up",
            FailureKind::Interrupted => "interrupted",
        };
        write!(f, "{how}: {}", self.source)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

//! When a call has to be over, whatever it is waiting for.

use std::time::Duration;

use tokio::time::timeout;

use super::Client;
use crate::error::{Context, DeadlineError, Error, Stage};
use crate::operation::Auth;
use crate::raw::RawAnswer;
use crate::transport::setting::FOR_EVER;

/// A further attempt is begun only with this part of the time ahead of it: one that is cut off tells nothing.
const RESERVE: u32 = 4;

/// The time that one call has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    /// When it began, by the clock that never jumps.
    started: Duration,
    limit: Duration,
}

impl Deadline {
    /// What is left of it.
    pub(crate) fn left(&self, now: Duration) -> Duration {
        self.limit.saturating_sub(now.saturating_sub(self.started))
    }

    /// How long a pause may take so that there is time for another attempt, of which one takes `timeout` at most.
    pub(crate) fn room(&self, now: Duration, timeout: Duration) -> Option<Duration> {
        self.left(now).checked_sub(timeout.min(self.limit / RESERVE))
    }

    /// What goes before a request, as long as there is time for it.
    pub(crate) async fn ends<T>(
        &self,
        work: impl Future<Output = Result<T, Error>>,
        stage: Stage,
        context: &Context,
        now: Duration,
    ) -> Result<T, Error> {
        let done = timeout(self.left(now), work).await;
        done.unwrap_or_else(|_| Err(self.error(stage, None, context.clone())))
    }

    /// That it is over, and during what.
    pub(crate) fn error(&self, stage: Stage, answer: Option<RawAnswer>, context: Context) -> Error {
        Error::Deadline(Box::new(DeadlineError { limit: self.limit, stage, last: None, answer, context }))
    }
}

impl Client {
    /// The same client, whose calls have another deadline: [`ClientBuilder::deadline`](crate::ClientBuilder::deadline).
    /// It shares everything else.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use wechatpay_client::{Client, Error, operation::Operation};
    /// # async fn example(client: Client, request: impl Operation) -> Result<(), Error> {
    /// let answer = client.with_deadline(Duration::from_secs(3)).send(request).await?;
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        Self { deadline, ..self.clone() }
    }

    /// The time that a call has which begins now.
    pub(super) fn begin(&self) -> Deadline {
        Deadline { started: self.monotonic(), limit: self.deadline.min(FOR_EVER) }
    }

    /// Sees to the keys before a request, as long as there is time.
    pub(super) async fn keys_in_time(&self, auth: Auth, context: &Context, deadline: &Deadline) -> Result<(), Error> {
        let preparing = self.prepare_keys(auth);
        deadline.ends(preparing, Stage::Keys, context, self.monotonic()).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn there_is_room_for_a_pause_as_long_as_an_attempt_fits_behind_it() {
        let deadline = Deadline { started: seconds(100), limit: seconds(60) };
        assert_eq!(deadline.left(seconds(110)), seconds(50));
        assert_eq!(deadline.left(seconds(200)), Duration::ZERO);
        assert_eq!(deadline.left(seconds(90)), seconds(60), "a clock that goes back gives no time");
        assert_eq!(deadline.room(seconds(110), seconds(30)), Some(seconds(35)), "a quarter is kept");
        assert_eq!(deadline.room(seconds(110), seconds(2)), Some(seconds(48)), "or a whole attempt");
        assert_eq!(deadline.room(seconds(145), seconds(30)), Some(Duration::ZERO));
        assert_eq!(deadline.room(seconds(146), seconds(30)), None);
    }
}

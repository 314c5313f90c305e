//! When a request may be sent again: a fact of each operation, which the client, its errors and their advice go by.

/// When a request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryClass {
    /// It changes nothing: also when it is not known whether it arrived.
    Read,
    /// It changes something, and carries a number by which the service knows it again: when it did not go out, or the
    /// answer asks for it.
    Write,
    /// As [`Write`](Self::Write), at least a minute apart: refunds.
    Refund,
    /// It changes something, and nothing in it tells the service that it is the same again, where no number that may
    /// be left out is given: only when it did not go out, or when WeChat Pay has turned it away as one too many (429) and has signed that.
    Once,
}

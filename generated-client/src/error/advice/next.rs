//! What to do next, and how it is said.

use std::fmt;

/// What to do next after a refusal. Its text is a sentence for people, without the full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Next {
    /// It changes nothing: ask again later.
    AskAgain,
    /// It has changed nothing: send it again later, with growing pauses.
    SendAgain,
    /// It has changed nothing: mend what is said, and send it again.
    Mend,
    /// It has changed nothing: query what is there, and go by that.
    Query,
    /// What it asks for may not be there yet: look again later before you create another.
    LookAgain,
    /// It has changed nothing, and its number is used up: another one takes a new number.
    TakeNewNumber,
    /// It has changed nothing, and the same request will be refused again.
    GiveUp,
    /// It may have taken effect: query by its number before anything else.
    QueryByNumber,
    /// It may have taken effect: query by its number, or send the very same request again.
    QueryOrRepeat,
    /// The same of a refund, which is sent again after a minute at the earliest.
    QueryOrRepeatRefund,
    /// It may have taken effect, and carries no number by which it is known again: query before anything else.
    QueryWithoutNumber,
    /// WeChat Pay has taken it in: send the very same request again later.
    Repeat,
    /// The same of a refund: after a minute at the earliest.
    RepeatRefund,
}

impl Next {
    /// Whether a request may have taken effect, and another one in its place may count twice.
    pub fn is_caution(self) -> bool {
        matches!(self, Self::QueryByNumber | Self::QueryOrRepeat | Self::QueryOrRepeatRefund | Self::QueryWithoutNumber)
    }

    pub(in crate::error) fn text(self) -> &'static str {
        match self {
            Self::AskAgain => "Ask again later",
            Self::SendAgain => "Send it again later, with growing pauses",
            Self::Mend => "Mend that, and send it again",
            Self::Query => "Query what is there, and go by that",
            Self::LookAgain => "Look again later before you create another",
            Self::TakeNewNumber => "Another one takes a new number",
            Self::GiveUp => "The same request will be refused again",
            Self::QueryByNumber => {
                "Query by the business number before anything else, and send nothing with a new number until then"
            }
            Self::QueryOrRepeat => {
                "Query by the business number, or send the very same request again later: never one with a new number"
            }
            Self::QueryOrRepeatRefund => {
                "Query by the refund number, or send the very same request again after a minute: never one with a new \
                 number"
            }
            Self::QueryWithoutNumber => {
                "Query before anything else: no number that it must carry lets it be known again, so a second one may \
                 count twice"
            }
            Self::Repeat => "Send the very same request again later, with the same number",
            Self::RepeatRefund => "Send the very same request again after a minute, with the same number",
        }
    }
}

impl fmt::Display for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

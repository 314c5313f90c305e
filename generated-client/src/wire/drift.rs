//! What was odd about an answer that could be read all the same.

use std::fmt;
use std::ops::Deref;

/// So many places are told; how many more there are is only counted.
const MOST: usize = 64;

/// A place in an answer that is not what the documentation says. It holds no value of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    path: String,
    kind: DriftKind,
}

/// What is odd at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DriftKind {
    /// A member that no type knows. Its value is read by [`Value::at`](super::Value::at).
    UnknownMember,
    /// A value that its enum does not list. The enum has it as it came.
    UnknownValue,
    /// It came in another form, and was read as the documented one.
    Converted {
        /// The form in which it came.
        from: Form,
        /// The form that is documented.
        to: Form,
    },
    /// It could not be read, and so an optional member is as if it were absent.
    Dropped {
        /// The path of the member that is not there now: this place, or one around it.
        member: String,
        /// What was expected here, and what came.
        reason: String,
    },
    /// An item of a list is `null`: it is left out.
    NullItem,
    /// The documentation says that it always comes, and it did not.
    Missing,
}

/// A form of a value in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// Nothing, or `null`.
    Absent,
    /// `true` or `false`.
    Boolean,
    /// A number without fraction and exponent.
    Integer,
    /// Any other number.
    Number,
    /// A string.
    String,
    /// A string without a character.
    EmptyString,
    /// A string that holds JSON.
    JsonString,
    /// A list.
    List,
    /// An object.
    Object,
    /// A file.
    File,
    /// A key that comes more than once, with different values.
    Ambiguous,
    /// Something that lies too deep to be read.
    TooDeep,
    /// A string that should hold JSON, and holds none.
    NotJson,
    /// A cipher text that does not open.
    Sealed,
    /// More than one value in the place of one.
    Mixed,
}

impl Drift {
    /// The JSON path of the place, such as `$.amount.total` or `$.data[3].id`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is odd there.
    pub fn kind(&self) -> &DriftKind {
        &self.kind
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.kind)
    }
}

impl fmt::Display for DriftKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownMember => f.write_str("a member that no type knows"),
            Self::UnknownValue => f.write_str("a value that the enum does not list"),
            Self::Converted { from, to } => write!(f, "{from} was taken as {to}"),
            Self::Dropped { member, reason } => write!(f, "{reason}; so `{member}` is taken as absent"),
            Self::NullItem => f.write_str("an item that is null was left out"),
            Self::Missing => f.write_str("it should always come, and did not"),
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "null",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String => "a string",
            Self::EmptyString => "an empty string",
            Self::JsonString => "a string that holds JSON",
            Self::List => "a list",
            Self::Object => "an object",
            Self::File => "a file",
            Self::Ambiguous => "a key that comes more than once, with different values",
            Self::TooDeep => "something nested too deep",
            Self::NotJson => "a string that does not hold JSON",
            Self::Sealed => "a cipher text that does not open",
            Self::Mixed => "more than one value",
        })
    }
}

/// What came: its form and how much of it, and nothing of what it says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) form: Form,
    pub(crate) size: Option<usize>,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.form {
            Form::List => "item",
            Form::Object => "member",
            _ => "character",
        };
        match self.size {
            None => self.form.fmt(f),
            Some(size) => write!(f, "{} of {size} {unit}{}", self.form, if size == 1 { "" } else { "s" }),
        }
    }
}

/// All places of an answer that are not what the documentation says, in the order in which they were read.
///
/// It is a slice of [`Drift`], empty where there is nothing to tell. Of a flood it keeps the first 64 places, and counts
/// the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drifts {
    places: Vec<Drift>,
    more: usize,
}

impl Drifts {
    /// How many places there are beyond those that are listed.
    pub fn more(&self) -> usize {
        self.more
    }

    /// How many places there are, listed or not.
    pub(crate) fn count(&self) -> usize {
        self.places.len() + self.more
    }

    /// Whether an optional member could not be read.
    pub fn has_dropped(&self) -> bool {
        self.places.iter().any(|drift| matches!(drift.kind, DriftKind::Dropped { .. }))
    }

    pub(crate) fn push(&mut self, kind: DriftKind, path: impl FnOnce() -> String) {
        if self.places.len() < MOST {
            self.places.push(Drift { path: path(), kind });
        } else {
            self.more += 1;
        }
    }

    /// How far they go by now.
    pub(super) fn mark(&self) -> (usize, usize) {
        (self.places.len(), self.more)
    }

    /// Forgets all behind a mark.
    pub(super) fn forget(&mut self, (places, more): (usize, usize)) {
        self.places.truncate(places);
        self.more = more;
    }
}

impl Deref for Drifts {
    type Target = [Drift];

    fn deref(&self) -> &[Drift] {
        &self.places
    }
}

impl<'d> IntoIterator for &'d Drifts {
    type Item = &'d Drift;
    type IntoIter = std::slice::Iter<'d, Drift>;

    fn into_iter(self) -> Self::IntoIter {
        self.places.iter()
    }
}

impl fmt::Display for Drifts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, drift) in self.iter().enumerate() {
            write!(f, "{}{drift}", if index == 0 { "" } else { "\n" })?;
        }
        if self.more > 0 { write!(f, "\nand {} more", self.more) } else { Ok(()) }
    }
}

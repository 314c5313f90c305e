//! What has no name.

use std::fmt;

use wechatpay_spec::Names;

/// What cannot be said in Rust, and nothing but a change of the rules or of the spec can mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Two operations, or two notifications, would have one name.
    Clash { module: String, both: [String; 2] },
    /// Two products of a URL would be one module, which is behind one cargo feature.
    Products { module: String, both: [String; 2] },
    /// A multipart body that is not a file and what describes it.
    Upload { operation: String },
    /// A line of the record of names that cannot hold.
    Record { target: String, item: String, name: String, reason: &'static str },
}

impl Refusal {
    pub(super) const NO_IDENTIFIER: &'static str = "is no name that Rust takes there";
    pub(super) const TAKEN: &'static str =
        "is recorded for something else beside it too: take one of the two lines out";
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clash { module, both: [first, second] } => {
                write!(f, "`{first}` and `{second}` would have the same name in `{module}`")
            }
            Self::Products { module, both: [first, second] } => {
                write!(f, "`{first}` and `{second}` would have the same module `{module}`; leave the pages of one out")
            }
            Self::Upload { operation } => {
                write!(f, "`{operation}`: a multipart body is one part of type `file` and one that is JSON in a string")
            }
            Self::Record { target, item, name, reason } => {
                write!(f, "spec/{}: `{target}`, `{item}`: `{name}` {reason}", Names::FILE)
            }
        }
    }
}

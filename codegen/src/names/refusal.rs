//! What has no name.

use std::fmt;

use wechatpay_spec::{Item, Names, Target};

/// What cannot be said in Rust, and nothing but a change of the rules or of the spec can mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Two operations, or two notifications, would have one name.
    Clash { module: String, both: [Target; 2] },
    /// Products of a URL would be one module, which is behind one cargo feature. Each comes with what is below it.
    Products { module: String, products: Vec<(String, Vec<Target>)> },
    /// A multipart body that is not a file and what describes it.
    Upload { operation: Target },
    /// A line of the record of names that cannot hold; without a target, one of a type that stands at several places.
    Record { target: Option<Target>, item: String, name: String, reason: &'static str },
    /// What is published, and has no table in the record.
    Unrecorded { targets: Vec<Target> },
    /// A type that stands at several places, and has lost its table in the record.
    UnrecordedType { name: String },
    /// Published names whose lines the record has lost.
    Lost { renamed: Vec<Renamed> },
    /// A type that stands at several places, and cannot be one.
    Type { parties: Vec<Vec<Target>>, reason: String },
    /// A file or a feature of the client that cannot be, for those that want it.
    Client { parties: Vec<Vec<Target>>, reason: String },
}

/// What callers would find under another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    pub target: Target,
    pub item: Item,
    pub was: String,
    pub is: String,
}

/// How many of a kind are named.
const SHOWN: usize = 20;
/// What brings the record back.
const RESTORE: &str = "`git checkout HEAD -- spec/names.toml` brings back what the last commit has";

impl Refusal {
    pub(super) const NO_IDENTIFIER: &'static str = "is no name that Rust takes there";
    pub(super) const TAKEN: &'static str =
        "is recorded for something else beside it too: take one of the two lines out";

    /// Those that want what only one of them can have, or that want the same together. Of what is refused for the sake of
    /// the record, or of the client's own files, there are none.
    pub fn parties(&self) -> Vec<Vec<Target>> {
        match self {
            Self::Clash { both, .. } => both.iter().map(|target| vec![target.clone()]).collect(),
            Self::Products { products, .. } => products.iter().map(|(_, targets)| targets.clone()).collect(),
            Self::Upload { operation: target } => vec![vec![target.clone()]],
            Self::Record { target, .. } => target.iter().map(|target| vec![target.clone()]).collect(),
            Self::Client { parties, .. } | Self::Type { parties, .. } => parties.clone(),
            Self::Unrecorded { .. } | Self::UnrecordedType { .. } | Self::Lost { .. } => Vec::new(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clash { module, both: [first, second] } => {
                write!(f, "`{first}` and `{second}` would have the same name in `{module}`")
            }
            Self::Products { module, products } => {
                let urls: Vec<String> = products.iter().map(|(url, _)| format!("`{url}`")).collect();
                let urls = urls.join(" and ");
                write!(f, "{urls} would have the same module `{module}`; leave the pages of all but one out")
            }
            Self::Upload { operation } => {
                write!(f, "`{operation}`: a multipart body is one part of type `file` and one that is JSON in a string")
            }
            Self::Record { target, item, name, reason } => {
                let of = target.as_ref().map(|target| format!("`{target}`, ")).unwrap_or_default();
                write!(f, "spec/{}: {of}`{item}`: `{name}` {reason}", Names::FILE)
            }
            Self::Unrecorded { targets } => {
                let names: Vec<String> = targets.iter().take(3).map(|target| format!("`{target}`")).collect();
                let (names, more) = (names.join(", "), more(targets.len(), 3));
                write!(
                    f,
                    "spec/{} has no table for {names}{more}, which the committed spec has: their names would be made \
                     anew; {RESTORE}",
                    Names::FILE
                )
            }
            Self::UnrecordedType { name } => write!(
                f,
                "spec/{} has no table for the type `{name}`, which the last commit has: the names below it would be made \
                 anew; {RESTORE}",
                Names::FILE
            ),
            Self::Lost { renamed } => {
                write!(f, "spec/{} has lost names that callers use; {RESTORE}. Without them", Names::FILE)?;
                for Renamed { target, item, was, is } in renamed.iter().take(SHOWN) {
                    write!(f, "\n  `{target}`, `{item}`: `{was}` would become `{is}`")?;
                }
                f.write_str(&more(renamed.len(), SHOWN).replace(" and", "\n  and"))
            }
            Self::Client { reason, .. } | Self::Type { reason, .. } => f.write_str(reason),
        }
    }
}

fn more(count: usize, shown: usize) -> String {
    if count > shown { format!(" and {} more", count - shown) } else { String::new() }
}

//! The field that a correction points at.

use std::fmt;
use std::str::FromStr;

/// `amount.payer_total`; lists are not marked, an alternative is `detail#1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPath(pub Vec<Step>);

/// A name, and which of its alternatives (counted from one) where there are several.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    pub name: String,
    pub variant: Option<usize>,
}

impl FieldPath {
    /// The path of the parent, and the last step; nothing for the side itself.
    pub fn split_last(&self) -> Option<(Self, &Step)> {
        let (last, parent) = self.0.split_last()?;
        Some((Self(parent.to_vec()), last))
    }

    /// The path of something below.
    pub(super) fn below(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

impl FromStr for FieldPath {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split('.').map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl FromStr for Step {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, variant) = match text.split_once('#') {
            None => (text, None),
            Some((name, number)) => match number.parse() {
                Ok(variant @ 1..) => (name, Some(variant)),
                _ => return Err(format!("`{text}`: alternatives are counted from 1")),
            },
        };
        if name.is_empty() {
            return Err("a path is made of names with a `.` between them".to_owned());
        }
        Ok(Self { name: name.to_owned(), variant })
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            write!(f, "{}{step}", if index == 0 { "" } else { "." })?;
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.variant.map_or(Ok(()), |variant| write!(f, "#{variant}"))
    }
}

//! What was read, to be held against what is there.

use std::fmt;
use std::ops::AddAssign;

use wechatpay_spec::{Body, Content, Field, Operation, Response, Webhook};

use super::row::Line;
use super::section::Section;

/// The sums over all pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub pages: usize,
    /// Rows of all tables.
    pub rows: usize,
    /// The same rows, by what has become of them.
    pub fate: Fate,
    pub enums: usize,
    pub values: usize,
}

/// What has become of rows. Each row meets exactly one of these, so that none is lost in silence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// A field of the spec.
    pub fields: usize,
    /// A further shape of a field: the row that opens an alternative.
    pub shapes: usize,
    /// `json`, `query`, `base_uri`, …: a part of the request as such.
    pub parts: usize,
    /// What all notifications share.
    pub frame: usize,
    pub separators: usize,
    /// The answer is empty, or a stream.
    pub statements: usize,
    /// Not in the spec, as a diagnostic says.
    pub refused: usize,
}

impl Fate {
    pub fn rows(&self) -> usize {
        self.fields + self.shapes + self.parts + self.frame + self.separators + self.statements + self.refused
    }

    /// What is wrong where these are not all `rows` that there are.
    pub fn differs_from(&self, rows: usize) -> Option<String> {
        (self.rows() != rows).then(|| format!("the page has {rows} rows, of which the reader has lost sight: {self}"))
    }

    /// The fields are counted where they arrived: in the spec.
    pub fn of_operation(operation: &Operation) -> Self {
        let request = &operation.request;
        let body = match &request.body {
            Body::None => &[][..],
            Body::Json { fields, .. } => fields,
            Body::Multipart { parts } => parts,
        };
        let answer = match &operation.response {
            Response::Json { fields } => &fields[..],
            Response::Empty { .. } | Response::Stream { .. } => &[],
        };
        Self::of_fields([&request.path, &request.query.fields, &request.headers, body, answer])
    }

    pub fn of_webhook(webhook: &Webhook) -> Self {
        Self::of_fields([&webhook.resource[..], webhook.answer.as_deref().unwrap_or_default()])
    }

    fn of_fields<const N: usize>(lists: [&[Field]; N]) -> Self {
        let mut fate = Self::default();
        for field in lists.into_iter().flatten() {
            fate.fields += 1;
            match &field.content {
                Content::Leaf => {}
                Content::Fields(fields) | Content::EncodedJson(fields) => fate += Self::of_fields([fields]),
                Content::Variants(shapes) => {
                    fate.shapes += shapes.len().saturating_sub(1);
                    for shape in shapes {
                        fate += Self::of_fields([&shape.fields]);
                    }
                }
            }
        }
        fate
    }
}

/// `2 fields, 1 part`: what there is of each kind.
impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = [
            (self.fields, "field", "fields"),
            (self.shapes, "further shape", "further shapes"),
            (self.parts, "part", "parts"),
            (self.frame, "of the frame", "of the frame"),
            (self.separators, "separator", "separators"),
            (self.statements, "statement", "statements"),
            (self.refused, "refused", "refused"),
        ];
        let there = kinds.into_iter().filter(|(count, ..)| *count > 0);
        let words = there.map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }));
        f.write_str(&words.collect::<Vec<_>>().join(", "))
    }
}

impl AddAssign for Fate {
    fn add_assign(&mut self, other: Self) {
        self.fields += other.fields;
        self.shapes += other.shapes;
        self.parts += other.parts;
        self.frame += other.frame;
        self.separators += other.separators;
        self.statements += other.statements;
        self.refused += other.refused;
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.pages += other.pages;
        self.rows += other.rows;
        self.fate += other.fate;
        self.enums += other.enums;
        self.values += other.values;
    }
}

impl Counts {
    /// What a page holds, before anything is made of it.
    pub fn of_page(sections: &[Section<'_>], stray: usize) -> Self {
        let mut counts = Self { pages: 1, ..Self::default() };
        counts.rows = stray + sections.iter().map(|section| section.rows).sum::<usize>();
        for line in sections.iter().flat_map(Section::lines) {
            if let Line::Field(row) = line {
                counts.enums += usize::from(!row.description.values.is_empty());
                counts.values += row.description.values.len();
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_without_a_fate_is_told() {
        let fate = Fate { fields: 2, parts: 1, refused: 1, ..Fate::default() };
        assert_eq!(fate.differs_from(4), None);
        for rows in [3, 5] {
            let told =
                format!("the page has {rows} rows, of which the reader has lost sight: 2 fields, 1 part, 1 refused");
            assert_eq!(fate.differs_from(rows), Some(told));
        }
    }
}

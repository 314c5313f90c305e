//! What a line of a bill is read into.

use super::cells::{Cells, Titles};
use super::error::BillError;

/// The titles that a field may have, the newest first.
pub type Names = &'static [&'static str];

/// A line as a type: a row, or the totals.
pub trait Record: Sized {
    /// Those of each field.
    const COLUMNS: &'static [Names];

    /// Takes the cells, where `columns` says at which place each field stands.
    #[doc(hidden)]
    fn take(cells: Cells, columns: &Columns) -> Result<Self, BillError>;
}

/// Where the fields of a record stand in a file.
pub struct Columns(Vec<Option<usize>>);

impl Columns {
    pub(super) fn of<R: Record>(titles: &Titles, line: u64) -> Result<Self, BillError> {
        R::COLUMNS.iter().map(|own| titles.find(line, own)).collect::<Result<_, _>>().map(Self)
    }

    /// One for each field, in the order of [`Record::COLUMNS`].
    pub(super) fn iter(&self) -> impl Iterator<Item = Option<usize>> {
        self.0.iter().copied()
    }
}

/// A struct with the fields of a line, each with the function that reads it and the titles that it has had; and every
/// cell by its title.
macro_rules! record {
    ($(#[$about:meta])* $name:ident {
        $($(#[$doc:meta])* $field:ident: $type:ty, $read:ident $titles:expr;)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$doc])* pub $field: Option<$type>,)*
            cells: $crate::bill::cells::Cells,
        }

        impl $name {
            /// What stands in the column with this title, as it stands there but for its backtick; `None` where the file
            /// has no such column. Spaces in the title and the width of its brackets make no difference.
            pub fn get(&self, title: &str) -> Option<&str> {
                self.cells.get(title)
            }

            /// All columns of the file, known and unknown, from left to right: the title and what stands there.
            pub fn columns(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
                self.cells.columns()
            }

            /// The line of the file, from 1.
            pub fn line(&self) -> u64 {
                self.cells.line
            }
        }

        /// The titles of each field, by its name: the one place for them.
        #[allow(non_upper_case_globals, reason = "they are named as their fields")]
        impl $name {
            $(pub(super) const $field: $crate::bill::record::Names = &$titles;)*
        }

        impl $crate::bill::record::Record for $name {
            const COLUMNS: &'static [$crate::bill::record::Names] = &[$(Self::$field),*];

            #[allow(unused, reason = "not every record has fields")]
            fn take(
                cells: $crate::bill::cells::Cells,
                columns: &$crate::bill::record::Columns,
            ) -> Result<Self, $crate::bill::error::BillError> {
                let mut columns = columns.iter();
                Ok(Self {
                    $($field: cells.value(columns.next().flatten(), $crate::bill::values::$read)?,)*
                    cells,
                })
            }
        }
    };
}
pub(super) use record;

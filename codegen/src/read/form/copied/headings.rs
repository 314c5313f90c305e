//! Where the tables of a copied page start, and how their columns are told apart.

use crate::page::Span;
use crate::read::section::Heading;

/// How the columns of a row are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Columns {
    /// `| appid | string | 商户AppID |`
    Barred,
    /// `appid   string   商户AppID`, with tabs or blanks.
    Spaced,
    /// `appidstring商户AppID`
    RunTogether,
}

/// The head row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub heading: Heading,
    pub columns: Columns,
    pub span: Span,
}

/// All head rows of a page, from top to bottom.
pub fn headings(text: &str) -> Vec<Place> {
    let mut places: Vec<Place> = Heading::ALL.into_iter().flat_map(|heading| of(text, heading)).collect();
    places.sort_by_key(|place| place.span.start);
    places
}

fn of(text: &str, heading: Heading) -> impl Iterator<Item = Place> {
    text.match_indices(heading.words()).filter_map(move |(start, words)| {
        let mut end = start + words.len();
        let mut between = [""; 2];
        for (between, word) in between.iter_mut().zip(Heading::COLUMNS) {
            let rest = &text[end..];
            *between = &rest[..rest.find(|c| !matches!(c, ' ' | '\t' | '|')).unwrap_or(rest.len())];
            end += between.len();
            end += text[end..].starts_with(word).then_some(word.len())?;
        }
        let columns = match between[0] {
            "" => Columns::RunTogether,
            bars if bars.contains('|') => Columns::Barred,
            _ => Columns::Spaced,
        };
        Some(Place { heading, columns, span: start..end })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_row_is_found_wherever_it_stands() {
        for (text, columns) in [
            ("标题\n| 请求参数 | 类型 | 描述 |\n", Columns::Barred),
            ("|请求参数|类型|描述|", Columns::Barred),
            ("请求参数\t类型\t描述\n", Columns::Spaced),
            ("请求参数 类型 描述", Columns::Spaced),
            ("请求参数类型描述\n", Columns::RunTogether),
            ("->wait();请求参数类型描述", Columns::RunTogether),
        ] {
            let found: Vec<_> = headings(text).into_iter().map(|place| (place.heading, place.columns)).collect();
            assert_eq!(found, [(Heading::Request, columns)], "{text}");
        }
    }

    #[test]
    fn other_words_are_no_head_row() {
        for text in ["请求参数", "请求参数说明 | 类型 | 描述", "| 请求参数 | 描述 | 类型 |", "请求参数的类型描述"]
        {
            assert_eq!(headings(text), [], "{text}");
        }
    }
}

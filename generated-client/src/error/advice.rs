//! What to do about a refusal, by its code: one table, which is data, documentation and test.

use std::fmt;

const TABLE: &str = include_str!("codes.md");

/// What a refusal means, and what to do about it.
#[doc = include_str!("codes.md")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Advice {
    /// The code that it is about: of the body, or the number behind the last hyphen of the `Request-ID`.
    pub code: &'static str,
    /// The official title, in Chinese.
    pub title: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

impl Advice {
    /// What is known of a refusal: by the number in its request id, else by its code.
    pub(super) fn of(code: &str, request_id: Option<&str>) -> Option<Self> {
        request_id.and_then(number).and_then(Self::by).or_else(|| Self::by(code))
    }

    fn by(code: &str) -> Option<Self> {
        rows().find(|row| row.code == code)
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.remedy)
    }
}

/// The rows of the table. It is read only where something was refused.
fn rows() -> impl Iterator<Item = Advice> {
    TABLE.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ");
        let (code, title, remedy) = (cells.next()?.trim_matches('`'), cells.next()?, cells.next()?);
        let is_code = code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        is_code.then_some(Advice { code, title, remedy })
    })
}

/// The digits behind the last hyphen of a request id: the exact code of a refusal.
fn number(request_id: &str) -> Option<&str> {
    let (_, number) = request_id.rsplit_once('-')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_is_read_and_no_code_stands_twice() {
        let written = TABLE.lines().filter(|line| line.starts_with("| ")).count();
        let codes: Vec<&str> = rows().map(|row| row.code).collect();
        // All but the head and the line below it.
        assert_eq!(codes.len(), written - 2);
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        assert!(rows().all(|row| row.remedy.ends_with('.') && !row.title.is_empty()));
    }

    #[test]
    fn the_number_of_the_request_id_says_more_than_the_code() {
        // The example of the official table.
        let id = "08E68E97CC0610DF0618AC86BCA80120082880CF05-268578704";
        let advice = Advice::of("PARAM_ERROR", Some(id)).expect("it is in the table");
        assert_eq!((advice.code, advice.title), ("268578704", "传入的 AppID 非法"));
        for id in [None, Some(""), Some("08E6"), Some("08E6-"), Some("08E6-0"), Some("08E6-26857870x")] {
            assert_eq!(Advice::of("PARAM_ERROR", id).map(|advice| advice.code), Some("PARAM_ERROR"), "{id:?}");
        }
        assert_eq!(Advice::of("A_CODE_OF_TOMORROW", Some("08E6-0")), None);
        assert_eq!(Advice::of("code", None), None);
    }
}

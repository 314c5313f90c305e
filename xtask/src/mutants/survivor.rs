//! A mutant, by the name that cargo-mutants gives it.

use std::fmt;

/// `FILE:LINE:COLUMN: WHAT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Survivor {
    pub(super) file: String,
    pub(super) line: usize,
    column: usize,
    /// What is replaced by what, and in which function.
    pub(super) what: String,
}

impl Survivor {
    /// Reads a list, of which each line is one.
    pub(super) fn list(text: &str) -> Result<Vec<Self>, String> {
        let read = |line: &str| Self::read(line).ok_or_else(|| format!("cargo-mutants names no mutant: {line}"));
        text.lines().filter(|line| !line.is_empty()).map(read).collect()
    }

    fn read(name: &str) -> Option<Self> {
        let (place, what) = name.split_once(": ")?;
        let mut place = place.rsplitn(3, ':');
        let column = place.next()?.parse().ok()?;
        let line = place.next()?.parse().ok()?;
        Some(Self { file: place.next()?.to_owned(), line, column, what: what.to_owned() })
    }

    /// A regular expression that fits this one alone.
    pub(super) fn pattern(&self) -> String {
        let mut pattern = "^".to_owned();
        for letter in self.to_string().chars() {
            if r"\.+*?()|[]{}^$#&-~".contains(letter) {
                pattern.push('\\');
            }
            pattern.push(letter);
        }
        pattern + "$"
    }
}

impl fmt::Display for Survivor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "generated-client/src/a.rs:12:5: replace <impl Wire for A>::get -> A with vec![\"x: y\"]";

    #[test]
    fn a_name_is_read_and_written() {
        let list = Survivor::list(&format!("{NAME}\n\n")).expect("a mutant");
        let expected = ("generated-client/src/a.rs", 12, "replace <impl Wire for A>::get -> A with vec![\"x: y\"]");
        assert_eq!((list[0].file.as_str(), list[0].line, list[0].what.as_str()), expected);
        assert_eq!(list[0].to_string(), NAME);
        assert!(Survivor::list("a.rs: replace").is_err());
    }

    #[test]
    fn its_pattern_has_no_sign_with_another_meaning() {
        let survivor = &Survivor::list(NAME).expect("a mutant")[0];
        let expected =
            r#"^generated\-client/src/a\.rs:12:5: replace <impl Wire for A>::get \-> A with vec!\["x: y"\]$"#;
        assert_eq!(survivor.pattern(), expected);
    }
}

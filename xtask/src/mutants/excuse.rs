//! Why some mutants may survive, as data.

use std::fmt;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::survivor::Survivor;

/// Mutants that no test has to tell from the code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Excuses {
    #[serde(default)]
    excused: Vec<Excuse>,
}

/// A mutant by its file and its name, which has no place: lines move.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Excuse {
    file: String,
    mutant: String,
    /// A part of the line that it changes, where a function has several of the same name.
    code: Option<String>,
    reason: String,
}

impl Excuses {
    pub(super) const FILE: &str = "generated-client/mutants.toml";

    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(root.join(Self::FILE)).map_err(|error| format!("{}: {error}", Self::FILE))?;
        Self::parse(&text).map_err(|error| format!("{}: {error}", Self::FILE))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let excuses: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        match excuses.excused.iter().find(|excuse| excuse.reason.trim().is_empty()) {
            Some(excuse) => Err(format!("an excuse without a reason: {excuse}")),
            None => Ok(excuses),
        }
    }

    /// Those that fit none of all the mutants there are.
    pub(super) fn stale(&self, root: &Path, all: &[Survivor]) -> Vec<&Excuse> {
        let fits_none = |excuse: &&Excuse| !all.iter().any(|mutant| excuse.fits(mutant, || line_of(root, mutant)));
        self.excused.iter().filter(fits_none).collect()
    }

    pub(super) fn find(&self, root: &Path, survivor: &Survivor) -> Option<&Excuse> {
        self.excused.iter().find(|excuse| excuse.fits(survivor, || line_of(root, survivor)))
    }
}

impl Excuse {
    fn fits(&self, mutant: &Survivor, line: impl FnOnce() -> String) -> bool {
        self.file == mutant.file
            && self.mutant == mutant.what
            && self.code.as_ref().is_none_or(|code| line().contains(code))
    }
}

impl fmt::Display for Excuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.mutant)?;
        self.code.as_ref().map_or(Ok(()), |code| write!(f, " in `{code}`"))
    }
}

fn line_of(root: &Path, mutant: &Survivor) -> String {
    let text = fs::read_to_string(root.join(&mutant.file)).unwrap_or_default();
    text.lines().nth(mutant.line.saturating_sub(1)).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str =
        "[[excused]]\nfile = \"a.rs\"\nmutant = \"replace < with <= in f\"\ncode = \"len <\"\nreason = \"equal\"\n";

    fn mutant(name: &str) -> Survivor {
        Survivor::list(name).expect("a mutant").remove(0)
    }

    #[test]
    fn an_excuse_is_for_one_mutant() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a.rs"), "fn f() {\n    len < 1 && b < 2\n    b < 2\n").expect("it is written");
        let excuses = Excuses::parse(ONE).expect("it is right");
        let right = mutant("a.rs:2:9: replace < with <= in f");
        let others =
            ["a.rs:3:7: replace < with <= in f", "a.rs:2:9: replace < with > in f", "b.rs:2:9: replace < with <= in f"];
        assert!(excuses.find(folder.path(), &right).is_some());
        assert!(excuses.stale(folder.path(), &[right]).is_empty());
        let others: Vec<_> = others.into_iter().map(mutant).collect();
        for other in &others {
            assert!(excuses.find(folder.path(), other).is_none(), "{other}");
        }
        assert_eq!(excuses.stale(folder.path(), &others).len(), 1);
    }

    #[test]
    fn the_excuses_of_this_repository_can_be_read() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository");
        let excuses = Excuses::read(root).expect("they are right");
        assert!(excuses.excused.iter().all(|excuse| root.join(&excuse.file).is_file()), "{excuses:?}");
    }

    #[test]
    fn an_excuse_has_a_reason_and_nothing_unknown() {
        assert!(Excuses::parse(&ONE.replace("equal", " ")).is_err());
        assert!(Excuses::parse(&ONE.replace("reason", "because")).is_err());
        assert!(Excuses::parse("").expect("none").excused.is_empty());
    }
}

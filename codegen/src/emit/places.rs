//! Where files lie: each can be made, and told from every other, on every system that the repository is checked out on.

use std::collections::{BTreeMap, BTreeSet};

/// A file to be, and who it comes from: an operation or a notification, and its page.
pub struct Place {
    /// Below the repository's root.
    pub path: String,
    pub of: String,
}

/// Windows takes no path of more than 260 characters, its checkout's included.
const LONGEST: usize = 200;

/// The names that Windows keeps for devices; those of ports have a digit behind them.
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];
const PORTS: [&str; 2] = ["com", "lpt"];

const ADVICE: &str = "leave its page out, or give its name a rule";

/// Everything that is wrong with the places of files, each once.
pub fn refusals(places: &[Place]) -> Vec<String> {
    let mut reasons = BTreeSet::new();
    let mut known: BTreeMap<String, &Place> = BTreeMap::new();
    for place in places {
        let length = place.path.chars().count();
        if length > LONGEST {
            let Place { path, of } = place;
            reasons.insert(format!("{of}: the path {path} has {length} characters, and {LONGEST} at most; {ADVICE}"));
        }
        for name in place.path.split('/') {
            if let Some(why) = refused_name(name) {
                reasons.insert(format!("{}: `{name}` {why}; {ADVICE}", place.of));
            }
        }
        for path in up_to(&place.path) {
            let first = known.entry(path.to_lowercase()).or_insert(place);
            reasons.extend(clash(first, place, path));
        }
    }
    reasons.into_iter().collect()
}

/// A path, and every folder above it.
fn up_to(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash]).chain([path])
}

fn refused_name(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_port = |port: &&str| {
        stem.strip_prefix(*port).is_some_and(|number| number.len() == 1 && number.bytes().all(|c| c.is_ascii_digit()))
    };
    if DEVICES.contains(&stem.as_str()) || PORTS.iter().any(is_port) {
        Some("is the name of a device on Windows, and no file can be called so")
    } else if name.ends_with(['.', ' ']) {
        Some("ends in what Windows takes off the names of files")
    } else if name.starts_with('.') {
        Some("is the name of a hidden file")
    } else {
        None
    }
}

/// Two names for one file or folder, or a folder where a file is.
fn clash(first: &Place, second: &Place, path: &str) -> Option<String> {
    let other = &first.path[..path.len().min(first.path.len())];
    let both = || format!("{} and {}", first.of, second.of);
    if other != path {
        return Some(format!("{}: {other} and {path} are one on macOS and on Windows; {ADVICE}", both()));
    }
    // The folders of a file come before it, so one of the two ends here.
    let is_file = |place: &Place| place.path == path;
    (is_file(first) != is_file(second)).then(|| format!("{}: {path} is both a file and a folder; {ADVICE}", both()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(paths: &[&str]) -> Vec<String> {
        let place = |(index, path): (usize, &&str)| Place { path: (*path).to_owned(), of: format!("#{index}") };
        refusals(&paths.iter().enumerate().map(place).collect::<Vec<_>>())
    }

    /// As Microsoft's "Naming Files, Paths, and Namespaces" lists them.
    #[test]
    fn the_names_of_devices_are_refused() {
        let mut names: Vec<String> =
            ["con", "PRN", "Aux", "nul", "aux.get.json", "NUL.tar.gz"].map(str::to_owned).into();
        names.extend((0..=9).flat_map(|digit| [format!("COM{digit}"), format!("lpt{digit}.json")]));
        for name in names {
            for path in [format!("spec/{name}"), format!("spec/{name}/a")] {
                assert_eq!(
                    refused(&[&path]),
                    [format!(
                        "#0: `{name}` is the name of a device on Windows, and no file can be called so; {ADVICE}"
                    )]
                );
            }
        }
        let allowed = ["a/auxiliary/con_/con-a/nula/com/com10/lpt/{aux}/by_aux/coma", "a/b.aux", "console.json"];
        assert_eq!(refused(&allowed), [""; 0]);
    }

    #[test]
    fn names_that_a_system_changes_or_hides_are_refused() {
        for name in ["a.", "a ", ".git"] {
            assert_eq!(refused(&[&format!("spec/{name}/a.json")]).len(), 1, "{name}");
        }
    }

    #[test]
    fn names_that_differ_in_case_alone_are_refused() {
        assert_eq!(
            refused(&["a/Pay/x", "a/pay/y", "a/pay/z"])[0],
            format!("#0 and #1: a/Pay and a/pay are one on macOS and on Windows; {ADVICE}")
        );
        assert_eq!(refused(&["a/b/X", "a/b/x"]).len(), 1);
        assert_eq!(refused(&["a/b/x", "a/b/y", "a/c/x", "b/a"]), [""; 0]);
    }

    #[test]
    fn a_file_that_is_a_folder_too_is_refused() {
        for paths in [["a/b", "a/b/c"], ["a/b/c", "a/b"]] {
            let expected = format!("#0 and #1: a/b is both a file and a folder; {ADVICE}");
            assert_eq!(refused(&paths), [expected]);
        }
    }

    #[test]
    fn a_long_path_is_refused() {
        let longest = format!("a/{}", "x".repeat(LONGEST - 2));
        assert_eq!(refused(&[&longest]), [""; 0]);
        assert_eq!(refused(&[&format!("{longest}支")]).len(), 1);
    }
}

//! Where files lie: each can be made, and told from every other, on every system that the repository is checked out on.

use std::collections::BTreeMap;

use wechatpay_spec::Target;

use crate::names::Refusal;

/// Who wants something, and what they are called in messages.
#[derive(Clone, Debug)]
pub struct Origin {
    pub of: String,
    pub targets: Vec<Target>,
}

/// A file to be, and who it comes from: an operation or a notification, and its page.
pub struct Place {
    /// Below the repository's root.
    pub path: String,
    pub origin: Origin,
}

/// Windows takes no path of more than 260 characters, its checkout's included.
const LONGEST: usize = 200;

/// The names that Windows keeps for devices; those of ports have a digit behind them.
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];
const PORTS: [&str; 2] = ["com", "lpt"];

const ADVICE: &str = "leave its page out, or give its name a rule";

/// Everything that is wrong with the places of files, each once.
pub fn refusals(places: &[Place]) -> Vec<Refusal> {
    let mut refused = BTreeMap::new();
    let mut known: BTreeMap<String, Spellings<'_>> = BTreeMap::new();
    for place in places {
        for reason in alone(place) {
            refused.insert(reason, vec![place.origin.targets.clone()]);
        }
        for path in up_to(&place.path) {
            let form = if path == place.path { Form::File } else { Form::Folder };
            known.entry(path.to_lowercase()).or_default().entry((path, form)).or_default().push(place);
        }
    }
    for spellings in known.into_values().filter(|spellings| spellings.len() > 1) {
        let of = |places: &Vec<&Place>| places.iter().flat_map(|place| place.origin.targets.clone()).collect();
        refused.insert(clash(&spellings), spellings.values().map(of).collect());
    }
    refused.into_iter().map(|(reason, parties)| Refusal::Client { parties, reason }).collect()
}

/// What is one file or folder to some systems: each with all that lie there.
type Spellings<'a> = BTreeMap<(&'a str, Form), Vec<&'a Place>>;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    File,
    Folder,
}

/// What is wrong with a place whatever the others are.
fn alone(Place { path, origin: Origin { of, .. } }: &Place) -> Vec<String> {
    let length = path.chars().count();
    let long = (length > LONGEST)
        .then(|| format!("{of}: the path {path} has {length} characters, and {LONGEST} at most; {ADVICE}"));
    let names = path.split('/').filter_map(|name| Some((name, refused_name(name)?)));
    long.into_iter().chain(names.map(|(name, why)| format!("{of}: `{name}` {why}; {ADVICE}"))).collect()
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

/// Names for one file or folder, or a folder where a file is.
fn clash(spellings: &Spellings<'_>) -> String {
    let of: Vec<&str> = spellings.values().filter_map(|places| Some(places.first()?.origin.of.as_str())).collect();
    let mut paths: Vec<&str> = spellings.keys().map(|(path, _)| *path).collect();
    paths.dedup();
    let of = of.join(" and ");
    match paths.as_slice() {
        [path] => format!("{of}: {path} is both a file and a folder; {ADVICE}"),
        paths => format!("{of}: {} are one on macOS and on Windows; {ADVICE}", paths.join(" and ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusals_of(paths: &[&str]) -> Vec<Refusal> {
        let place = |(index, path): (usize, &&str)| Place {
            path: (*path).to_owned(),
            origin: Origin { of: format!("#{index}"), targets: vec![Target::Webhook(format!("#{index}"))] },
        };
        refusals(&paths.iter().enumerate().map(place).collect::<Vec<_>>())
    }

    fn refused(paths: &[&str]) -> Vec<String> {
        refusals_of(paths).iter().map(ToString::to_string).collect()
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

    /// All that lie below one spelling stand together.
    #[test]
    fn what_is_spelled_alike_is_one_party() {
        let webhook = |index: usize| Target::Webhook(format!("#{index}"));
        let refusals = refusals_of(&["a/Pay/x", "a/pay/y", "a/pay/z", "a/PAY/w", "b/pay/v"]);
        assert_eq!(refusals.len(), 1);
        assert_eq!(refusals[0].parties(), [vec![webhook(3)], vec![webhook(0)], vec![webhook(1), webhook(2)]]);
    }

    #[test]
    fn a_file_that_is_a_folder_too_is_refused() {
        for paths in [["a/b", "a/b/c"], ["a/b/c", "a/b"]] {
            let (file, folder) = if paths[0] == "a/b" { (0, 1) } else { (1, 0) };
            let expected = format!("#{file} and #{folder}: a/b is both a file and a folder; {ADVICE}");
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

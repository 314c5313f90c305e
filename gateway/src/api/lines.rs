//! Lines of a name, a tab and JSON, below a first line that says where they come from.

/// Each line's name and JSON.
pub fn of(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().skip(1).map(|line| line.split_once('\t').expect("what was generated has a tab in each line"))
}

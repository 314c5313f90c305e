//! Single statements taken out of a file of decisions. One that stands at an entry goes with it, and one that heads
//! several goes with the last of them.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Array, ArrayOfTables, Document, DocumentMut, Item, RawString, Table, value};
use wechatpay_spec::Place;

/// Where a table has statements that can be taken out one by one.
#[derive(Clone, Copy, Debug)]
pub struct Lists {
    pub table: &'static str,
    /// The keys that name what an entry is about: one of each group has to be left.
    pub about: &'static [&'static [&'static str]],
    /// Keys of what an entry can do without.
    pub besides: &'static [&'static str],
}

/// Without what stands at these places, and without the entries that are about nothing then.
pub fn without(text: &str, Lists { table, about, besides }: Lists, places: &BTreeSet<Place>) -> String {
    let Ok(document) = Document::parse(text) else { return text.to_owned() };
    let keys: Vec<&str> = about.iter().copied().flatten().chain(besides).copied().collect();
    let found = find(&document, text, (table, &keys), places);
    let mut document = document.into_mut();
    let Some(tables) = tables(&mut document, table) else { return text.to_owned() };
    let mut empty = BTreeSet::new();
    for (entry, cuts) in found {
        let Some(table) = tables.get_mut(entry) else { continue };
        for (key, indexes) in cuts {
            cut(table, &key, &indexes);
        }
        if about.iter().any(|keys| keys.iter().all(|key| !table.contains_key(key))) {
            empty.insert(entry);
        }
    }
    remove(&mut document, table, &empty);
    text_without_gap(&document)
}

/// Whether a file has no entry.
pub fn is_without(text: &str, table: &str) -> bool {
    Document::parse(text).is_ok_and(|document| document.get(table).is_none())
}

/// With other counts; an entry that counts nothing goes.
pub fn counted(text: &str, table: &str, counts: &BTreeMap<usize, usize>) -> String {
    let Ok(mut document) = text.parse::<DocumentMut>() else { return text.to_owned() };
    let Some(entries) = tables(&mut document, table) else { return text.to_owned() };
    for (index, count) in counts {
        match entries.get_mut(*index) {
            Some(entry) if *count == 1 => drop(entry.remove("count")),
            Some(entry) => set_count(entry, *count),
            None => {}
        }
    }
    let empty = counts.iter().filter(|(_, count)| **count == 0).map(|(index, _)| *index).collect();
    remove(&mut document, table, &empty);
    text_without_gap(&document)
}

/// Gives an entry a count, behind its page and its text where it had none.
pub fn set_count(entry: &mut Table, count: usize) {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let reason = if entry.contains_key("count") { None } else { entry.remove_entry("reason") };
    let decor = entry.get("count").and_then(Item::as_value).map(|known| known.decor().clone());
    entry["count"] = value(count);
    if let (Some(decor), Some(new)) = (decor, entry["count"].as_value_mut()) {
        *new.decor_mut() = decor;
    }
    if let Some((key, reason)) = reason {
        entry.insert_formatted(&key, reason);
    }
}

/// The line that set the first entry off from the next one goes with it.
fn text_without_gap(document: &DocumentMut) -> String {
    document.to_string().trim_start_matches('\n').to_owned()
}

fn tables<'a>(document: &'a mut DocumentMut, table: &str) -> Option<&'a mut ArrayOfTables> {
    document.get_mut(table).and_then(Item::as_array_of_tables_mut)
}

/// The indexes of values, by their key, by their entry.
type Found = BTreeMap<usize, BTreeMap<String, BTreeSet<usize>>>;

fn find(document: &Document<&str>, text: &str, (table, keys): (&str, &[&str]), places: &BTreeSet<Place>) -> Found {
    let mut found = Found::new();
    let entries = document.get(table).and_then(Item::as_array_of_tables).into_iter().flatten();
    for (entry, table) in entries.enumerate() {
        for key in keys {
            let Some(item) = table.get(key) else { continue };
            let values = item
                .as_array()
                .map_or_else(|| vec![item.span()], |array| array.iter().map(toml_edit::Value::span).collect());
            for (index, span) in values.into_iter().enumerate() {
                if span.is_some_and(|span| places.contains(&Place::of_offset(text, span.start))) {
                    found.entry(entry).or_default().entry((*key).to_owned()).or_default().insert(index);
                }
            }
        }
    }
    found
}

fn cut(table: &mut Table, key: &str, indexes: &BTreeSet<usize>) {
    let left = table.get_mut(key).and_then(Item::as_array_mut).map_or(0, |array| {
        for index in indexes.iter().rev() {
            cut_value(array, *index);
        }
        array.len()
    });
    if left == 0 {
        table.remove(key);
    }
}

/// Removes a value with the comment behind it, and keeps the one behind the value before it.
fn cut_value(array: &mut Array, index: usize) {
    let removed = array.remove(index);
    let before = text_of(removed.decor().prefix());
    let behind = |text: &str| format!("{}{}", before.split('\n').next().unwrap_or_default(), from_line_end(text));
    if !before.contains('\n') {
        if let Some(first) = array.get_mut(0).filter(|_| index == 0) {
            first.decor_mut().set_prefix(before);
        }
        return;
    }
    if let Some(next) = array.get_mut(index) {
        let prefix = behind(&text_of(next.decor().prefix()));
        next.decor_mut().set_prefix(prefix);
    } else {
        let trailing = behind(array.trailing().as_str().unwrap_or_default());
        array.set_trailing(trailing);
    }
}

fn from_line_end(text: &str) -> &str {
    text.find('\n').map_or("", |end| &text[end..])
}

/// Removes entries. What stands above one and is set off by an empty line is about those below it too, and stays as long
/// as there are any.
fn remove(document: &mut DocumentMut, name: &str, indexes: &BTreeSet<usize>) {
    for index in indexes.iter().rev() {
        let Some(entries) = tables(document, name) else { return };
        let Some(above) = entries.get(*index).map(|entry| text_of(entry.decor().prefix())) else { continue };
        entries.remove(*index);
        let next = entries.get(*index).map(|next| text_of(next.decor().prefix()));
        let ends = next.as_deref().is_none_or(|next| set_off(next).contains('#'));
        let stays = if ends { without_last(set_off(&above)) } else { set_off(&above) };
        if stays.contains('#') {
            if let Some(next) = entries.get_mut(*index) {
                let prefix = format!("{stays}{}", text_of(next.decor().prefix()));
                next.decor_mut().set_prefix(prefix);
            } else {
                let trailing = format!("{stays}{}", document.trailing().as_str().unwrap_or_default());
                document.set_trailing(trailing);
            }
        }
        if tables(document, name).is_some_and(|entries| entries.is_empty()) {
            document.remove(name);
        }
    }
}

/// What is set off from an entry, of what stands above it.
fn set_off(above: &str) -> &str {
    above.rfind("\n\n").map_or("", |end| &above[..=end])
}

/// What stands above, without what heads a section that has nothing left. The first of a file is about the whole of it.
fn without_last(above: &str) -> &str {
    let text = above.trim_end_matches('\n');
    text.rfind("\n\n").map_or(if above.starts_with('#') { above } else { "" }, |end| &above[..=end])
}

fn text_of(prefix: Option<&RawString>) -> String {
    prefix.and_then(RawString::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OVERRIDES: Lists = Lists { table: "override", about: &[&["target", "targets"]], besides: &["declined"] };
    const TEXT: &str = "\
# Of the whole file.

# Of a section.

[[override]]
targets = [
  \"GET /a\", # the first
  \"GET /b\",
]
side = \"response\" # kept

# Of this entry.
[[override]]
target = \"GET /c\"
side = \"response\"

[[override]]
target = \"GET /d\"
side = \"response\"
";

    fn without_lines(lines: &[usize]) -> String {
        let column = |line: usize| TEXT.lines().nth(line - 1).unwrap().find('"').unwrap() + 1;
        let places = lines.iter().map(|line| Place { line: *line, column: column(*line) }).collect();
        without(TEXT, OVERRIDES, &places)
    }

    #[test]
    fn a_target_goes_and_the_others_stay_as_they_are() {
        assert_eq!(without_lines(&[8]), TEXT.replace("  \"GET /b\",\n", ""));
    }

    #[test]
    fn on_one_line_no_blank_is_left() {
        let text = "[[override]]\ntargets = [\"GET /a\", \"GET /b\"]\ndeclined = [\n  { target = \"GET /c\" },\n]\n";
        let cut = |places: &[(usize, usize)]| {
            let places = places.iter().map(|(line, column)| Place { line: *line, column: *column }).collect();
            without(text, OVERRIDES, &places)
        };
        assert_eq!(cut(&[(2, 12)]), text.replace("\"GET /a\", ", ""));
        assert_eq!(cut(&[(2, 22)]), text.replace(", \"GET /b\"", ""));
        assert!(!cut(&[(4, 3)]).contains("declined"));
        assert_eq!(cut(&[(2, 12), (2, 22)]), "");
    }

    #[test]
    fn an_entry_goes_where_one_of_the_things_that_it_is_about_is_gone() {
        const PAIRS: Lists = Lists { table: "pair", about: &[&["one"], &["other"]], besides: &["except"] };
        let text = "[[pair]]\none = [\"a\", \"b\"]\nother = [\"c\"]\nexcept = [{ field = \"d\" }]\n";
        let cut = |line, column| without(text, PAIRS, &BTreeSet::from([Place { line, column }]));
        assert_eq!(cut(2, 8), text.replace("\"a\", ", ""));
        assert_eq!(cut(3, 10), "");
        assert_eq!(cut(4, 11), text.replace("except = [{ field = \"d\" }]\n", ""));
    }

    #[test]
    fn an_entry_goes_with_its_last_target_and_its_own_comment() {
        let left = without_lines(&[14]);
        assert!(!left.contains("GET /c") && !left.contains("Of this entry"), "{left}");
        assert!(left.contains("side = \"response\" # kept\n\n[[override]]\ntarget = \"GET /d\""), "{left}");
    }

    #[test]
    fn what_is_said_of_a_section_stays() {
        let left = without_lines(&[7, 8]);
        assert!(left.starts_with("# Of the whole file.\n\n# Of a section.\n"), "{left}");
        assert!(!left.contains("GET /a") && left.contains("GET /c"), "{left}");
        assert_eq!(without_lines(&[7, 8, 14, 18]), "# Of the whole file.\n");
    }

    #[test]
    fn what_heads_a_section_goes_with_the_last_entry_of_it() {
        let entry = |name: &str| format!("[[override]]\ntarget = \"GET /{name}\"\n\n");
        let text = format!("# All.\n\n# One.\n\n{}{}# Two.\n\n{}", entry("a"), entry("b"), entry("c"));
        let cut = |lines: &[usize]| {
            let places = lines.iter().map(|line| Place { line: *line, column: 10 }).collect();
            without(&text, OVERRIDES, &places)
        };
        assert_eq!(cut(&[6]), text.replacen(&entry("a"), "", 1));
        assert_eq!(cut(&[9]), text.replacen(&entry("b"), "", 1));
        assert_eq!(cut(&[6, 9]), format!("# All.\n\n# Two.\n\n{}", entry("c")));
        assert_eq!(cut(&[14]), text.replacen(&format!("# Two.\n\n{}", entry("c")), "", 1));
    }

    #[test]
    fn no_gap_is_left_where_the_first_entry_stood() {
        let text = "[[override]]\ntarget = \"GET /a\"\n\n[[override]]\ntarget = \"GET /b\"\n";
        let left = without(text, OVERRIDES, &BTreeSet::from([Place { line: 2, column: 10 }]));
        assert_eq!(left, "[[override]]\ntarget = \"GET /b\"\n");
    }

    #[test]
    fn a_count_is_lowered_and_an_entry_without_one_goes() {
        let text =
            "[[allow]]\ncode = \"a\"\ncount = 3 # of four\nreason = \"x\"\n\n[[allow]]\ncode = \"b\"\nreason = \"y\"\n";
        let left = counted(text, "allow", &BTreeMap::from([(0, 2), (1, 0)]));
        assert_eq!(left, "[[allow]]\ncode = \"a\"\ncount = 2 # of four\nreason = \"x\"\n");
        assert!(!counted(text, "allow", &BTreeMap::from([(0, 1)])).contains("count"));
        let raised = counted(text, "allow", &BTreeMap::from([(1, 2)]));
        assert!(raised.ends_with("code = \"b\"\ncount = 2\nreason = \"y\"\n"), "{raised}");
    }
}

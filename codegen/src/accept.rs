//! Entries of the allow list for what is left, each with a reason that a person fills in.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::AllowList;

use crate::decisions::{ALLOW, Decisions, Texts};
use crate::diagnostic::{Code, Diagnostic};
use crate::prune::counted;

/// The list with entries for each diagnostic of these codes, and what was written.
#[derive(Debug, Default)]
pub struct Accepted {
    pub texts: Texts,
    pub said: Vec<String>,
}

/// Raises the counts of the entries that there are, and writes new ones.
pub fn accept(left: &[Diagnostic], codes: &BTreeSet<Code>, decisions: &Decisions, texts: &Texts) -> Accepted {
    let mut found: BTreeMap<(Code, &str), usize> = BTreeMap::new();
    for diagnostic in left.iter().filter(|diagnostic| codes.contains(&diagnostic.code)) {
        *found.entry((diagnostic.code, &diagnostic.page.path)).or_default() += 1;
    }
    if found.is_empty() {
        return Accepted::default();
    }
    let mut raised = BTreeMap::new();
    let mut new = String::new();
    let mut said = Vec::new();
    for ((code, page), count) in found {
        let entries = decisions.allowed.entries().iter();
        let is_same =
            |entry: &wechatpay_spec::Allowed| entry.code == code.as_str() && entry.page == page && entry.text.is_none();
        if let Some((index, known)) = entries.enumerate().find(|(_, entry)| is_same(entry)) {
            raised.insert(index, known.count + count);
            said.push(format!(
                "spec/{ALLOW}:{}: {} of `{}` in {page}",
                known.place,
                known.count + count,
                code.as_str()
            ));
        } else {
            new.push_str(&entry(code, page, count));
            said.push(format!("spec/{ALLOW}: {count} of `{}` in {page}: its reason is to be filled in", code.as_str()));
        }
    }
    let text = texts.get(ALLOW).map_or("", String::as_str);
    let text = if raised.is_empty() { text.to_owned() } else { counted(text, "allow", &raised) };
    Accepted { texts: Texts::from([(ALLOW.to_owned(), text + &new)]), said }
}

/// The lines of an entry, with an empty one above.
pub fn entry(code: Code, page: &str, count: usize) -> String {
    let page = toml_edit::Value::from(page);
    let count = if count == 1 { String::new() } else { format!("count = {count}\n") };
    let reason = AllowList::TO_FILL_IN;
    format!("\n[[allow]]\ncode = \"{}\"\npage = {page}\n{count}reason = \"{reason}\"\n", code.as_str())
}

//! `cargo xtask find`: what is meant by a few words, the likeliest first.

use std::cmp::Reverse;
use std::fmt;

use wechatpay_spec::{Method, Target};

use super::by_hand::Item;
use super::entry::{Entry, Index, page_number};
use super::phrases::{plain, tails};

/// What was found.
pub enum Found<'i> {
    Entry { entry: &'i Entry<'i>, product: String },
    Item(&'i Item),
}

/// How well a word fits, from not at all to nothing else.
type Score = u32;

const SAME: Score = 100;
const TITLE: Score = 94;
const TAIL: Score = 90;
const PRODUCT: Score = 88;
const BEGINS: Score = 70;
const HOLDS: Score = 60;
const SEGMENT: Score = 40;
const OF_PRODUCT: Score = 30;
const LIKE: Score = 20;

/// Words are looked for each by itself: all of them have to fit. Chinese that was written in pieces is tried as one too.
pub fn find<'i>(index: &'i Index<'_>, items: &'i [Item], words: &[String]) -> Vec<Found<'i>> {
    let words: Vec<String> = words.iter().flat_map(|word| word.split_whitespace()).map(str::to_lowercase).collect();
    let mut found: Vec<(Score, Found<'i>)> = Vec::new();
    for item in items {
        found.push((all(&words, |word| of_item(item, word)), Found::Item(item)));
    }
    for entry in &index.entries {
        let score = all(&words, |word| of_entry(index, entry, word));
        let product =
            index.product(entry).map(|product| format!("{} · {}", product.zh, product.en)).unwrap_or_default();
        found.push((score, Found::Entry { entry, product }));
    }
    found.retain(|(score, _)| *score > 0);
    // What is as good stays in the order in which people look for it.
    found.sort_by_key(|(score, _)| Reverse(*score));
    found.into_iter().map(|(_, found)| found).collect()
}

fn all(words: &[String], fits: impl Fn(&str) -> Score) -> Score {
    let each: Vec<Score> = words.iter().map(|word| fits(word)).collect();
    let together = if words.len() > 1 { fits(&words.concat()) * Score::try_from(words.len()).unwrap_or(1) } else { 0 };
    let apart = if each.contains(&0) { 0 } else { each.iter().sum() };
    apart.max(together)
}

fn of_item(item: &Item, word: &str) -> Score {
    let path = item.path.to_lowercase();
    let by_alias = item.aliases.iter().map(|alias| of_title(&plain(alias).to_lowercase(), word, SAME));
    let name = path.rsplit("::").next().unwrap_or_default();
    let by_path = if name == word || path == word { SAME } else { in_path(&path, word) };
    by_alias.max().unwrap_or(0).max(by_path)
}

fn of_entry(index: &Index<'_>, entry: &Entry<'_>, word: &str) -> Score {
    let number = page_number(word).unwrap_or(word);
    if entry.pages().any(|page| page == number) || entry.links.iter().any(|link| link.to_lowercase() == word) {
        return SAME;
    }
    let by_target = match &entry.target {
        Target::Operation(id) if Method::ALL.iter().any(|method| method.lower() == word) => {
            Score::from(id.method.lower() == word)
        }
        Target::Operation(id) => of_url(&id.path.to_lowercase(), word),
        Target::Webhook(event_type) => of_title(&event_type.to_lowercase(), word, SAME),
    };
    by_target.max(of_words(index, entry, word)).max(in_path(&entry.path.to_lowercase(), word))
}

/// A title, or the beginning or a part of one.
fn of_title(title: &str, word: &str, same: Score) -> Score {
    if title == word {
        same
    } else if title.starts_with(word) {
        BEGINS
    } else if title.contains(word) {
        HOLDS
    } else {
        0
    }
}

fn of_words(index: &Index<'_>, entry: &Entry<'_>, word: &str) -> Score {
    let titles: Vec<String> =
        std::iter::once(&entry.title).chain(entry.titles).map(|it| plain(it).to_lowercase()).collect();
    let partner = if entry.is_of_partner() { word.strip_prefix("服务商") } else { None };
    let word_of = |title: &str| {
        let as_partner = partner.filter(|word| !word.is_empty()).map_or(0, |word| of_title(title, word, TITLE));
        of_title(title, word, TITLE).max(as_partner)
    };
    let of_titles = titles.iter().map(|title| word_of(title)).max().unwrap_or(0);
    let is_tail = |word: &str| titles.iter().flat_map(|title| tails(title)).any(|tail| tail == word);
    let of_tails = if is_tail(word) || partner.is_some_and(is_tail) { TAIL } else { 0 };
    let of_product = index.product(entry).map_or(0, |product| {
        let mut names = [&product.zh, &product.en].into_iter().chain(&product.also).map(|name| name.to_lowercase());
        let is_main = product.main.contains(&entry.target);
        match (names.clone().any(|name| name == word), names.any(|name| has_word(&name, word))) {
            (true, _) if is_main => PRODUCT,
            (true, _) | (_, true) => OF_PRODUCT,
            _ => 0,
        }
    });
    let likeness = titles.iter().map(|title| like(title, word)).max().unwrap_or(0);
    of_titles.max(of_tails).max(of_product).max(likeness)
}

fn has_word(name: &str, word: &str) -> bool {
    if word.is_ascii() {
        name.split(|c: char| !c.is_alphanumeric()).any(|it| it.starts_with(word))
    } else {
        name.contains(word)
    }
}

/// A URL: as it is called, with values in place of its placeholders and with a host before it; or a part of it.
fn of_url(template: &str, word: &str) -> Score {
    let url = word.split(['?', '#']).next().unwrap_or_default();
    let url = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("", |slash| &rest[slash..]));
    if !url.contains('/') {
        return if template.split('/').any(|segment| segment == url) { SEGMENT } else { 0 };
    }
    let (mine, theirs): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), url.split('/').collect());
    let fits = |(mine, theirs): (&&str, &&str)| mine == theirs || (mine.starts_with('{') && !theirs.is_empty());
    let is_same = mine.len() == theirs.len() && mine.iter().zip(&theirs).all(fits);
    match (template == url, is_same) {
        (true, _) => SAME,
        (_, true) => SAME - 1,
        _ if template.starts_with(url) => BEGINS,
        _ if template.contains(url) => HOLDS,
        _ => 0,
    }
}

/// A path in Rust, or a part of it; with the name of the crate before it, or without.
fn in_path(path: &str, word: &str) -> Score {
    let word = word.trim_start_matches("wechatpay_client::");
    if path == word {
        SAME
    } else if word.contains("::") {
        match path.find(word) {
            Some(at) if at + word.len() == path.len() => TITLE,
            Some(0) => BEGINS,
            Some(_) => HOLDS,
            None => 0,
        }
    } else if path.split("::").any(|name| name == word) {
        SEGMENT
    } else if path.split([':', '_']).any(|part| part == word) {
        SEGMENT - 5
    } else {
        0
    }
}

/// Chinese that says much the same: most pairs of its characters are in the title.
fn like(title: &str, word: &str) -> Score {
    if word.is_ascii() || word.chars().count() < 3 {
        return 0;
    }
    let chars: Vec<char> = word.chars().collect();
    let pairs = chars.windows(2).map(|pair| pair.iter().collect::<String>());
    let hits = pairs.filter(|pair| title.contains(pair.as_str())).count();
    let of = chars.len() - 1;
    if hits * 3 < of * 2 { 0 } else { Score::try_from(hits).map_or(LIKE, |hits| LIKE.min(hits * 3)) }
}

impl Found<'_> {
    /// What a caller writes, without the name of the crate.
    pub fn path(&self) -> &str {
        match self {
            Self::Entry { entry, .. } => &entry.path,
            Self::Item(item) => &item.path,
        }
    }
}

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry { entry, product } => {
                writeln!(f, "{}  ({product})", entry.title)?;
                match &entry.target {
                    Target::Operation(id) => writeln!(f, "  {id}")?,
                    Target::Webhook(event_type) => writeln!(f, "  notification {event_type}")?,
                }
                let feature =
                    entry.feature.as_ref().map(|feature| format!("  feature `{feature}`")).unwrap_or_default();
                writeln!(f, "  wechatpay_client::{}{feature}", entry.path)?;
                entry.links.first().map_or(Ok(()), |link| writeln!(f, "  {link}"))
            }
            Self::Item(item) => writeln!(f, "{}\n  wechatpay_client::{}", item.about, item.path),
        }
    }
}

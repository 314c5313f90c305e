//! Documentation comments. Labels are the page's; nothing in them may be taken for markup.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use proc_macro2::TokenStream;
use quote::quote;
use wechatpay_spec::choice::in_words;

/// `#[doc = " …"]` for each paragraph.
pub fn doc(paragraphs: &[String]) -> TokenStream {
    let mut tokens = TokenStream::new();
    for (index, paragraph) in paragraphs.iter().filter(|paragraph| !paragraph.is_empty()).enumerate() {
        let line = format!(" {paragraph}");
        tokens.extend(if index == 0 { quote!(#[doc = #line]) } else { quote!(#[doc = ""] #[doc = #line]) });
    }
    tokens
}

/// Text as it is, whatever it looks like.
pub fn text(label: &str) -> String {
    let mut escaped = String::with_capacity(label.len());
    for c in label.trim().chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            escaped.push('\\');
        }
        escaped.push(if c.is_control() { ' ' } else { c });
    }
    // A bare address would be a link that nobody has checked.
    let escaped = escaped.replace("://", ":\\//");
    // What begins a line may begin a list.
    if escaped.starts_with(['-', '+', '=', ':']) { format!("\\{escaped}") } else { escaped }
}

/// A label, or what is said in its place where the page gives none.
pub fn label(label: &str, otherwise: impl FnOnce() -> String) -> String {
    let label = text(label);
    if label.is_empty() { otherwise() } else { label }
}

/// Links to the official pages.
pub fn pages(urls: &[String]) -> String {
    let link = |(index, url): (usize, &String)| {
        let text = if index == 0 { "official page".to_owned() } else { (index + 1).to_string() };
        format!("[{text}]({})", target(url))
    };
    urls.iter().enumerate().map(link).collect::<Vec<_>>().join(", ")
}

/// A URL as the target of a link, which ends at a blank or a parenthesis.
fn target(url: &str) -> String {
    utf8_percent_encode(url, UNSAFE).to_string()
}

const UNSAFE: &AsciiSet = &CONTROLS.add(b' ').add(b'(').add(b')').add(b'<').add(b'>').add(b'\\').add(b'`').add(b'"');

/// What is said of fields of which one is needed, without the stop.
pub fn choice(alternatives: &[Vec<String>]) -> String {
    let words = in_words(alternatives, code);
    if words.is_empty() { words } else { format!("One of {words} is required") }
}

/// A word in code.
pub fn code(word: &str) -> String {
    let (fence, pad) = if word.contains('`') { ("``", " ") } else { ("`", "") };
    // Nothing between two backticks is no code.
    if word.is_empty() { "(empty)".to_owned() } else { format!("{fence}{pad}{word}{pad}{fence}") }
}

/// `#[doc(alias = "…")]`, so that the Chinese title finds the item.
pub fn alias(title: &str) -> TokenStream {
    let words: Vec<&str> = title.split_whitespace().collect();
    let alias: String = words.join(" ").chars().filter(|c| !matches!(c, '"' | '\'' | '\\')).collect();
    if alias.is_empty() { TokenStream::new() } else { quote!(#[doc(alias = #alias)]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_text_and_no_markup() {
        let cases = [
            ("用户[标识] <id> a_b", "用户\\[标识\\] \\<id\\> a\\_b"),
            ("- 一", "\\- 一"),
            ("见https://a.example/b", "见https:\\//a.example/b"),
            ("`x` *y* #1", "\\`x\\` \\*y\\* \\#1"),
        ];
        for (label, escaped) in cases {
            assert_eq!(text(label), escaped);
        }
    }

    #[test]
    fn code_may_hold_backticks() {
        assert_eq!(code("A"), "`A`");
        assert_eq!(code("`A"), "`` `A ``");
        assert_eq!(code(""), "(empty)");
    }

    #[test]
    fn a_link_ends_where_it_should() {
        let urls = ["https://a.example/b(c) d".to_owned(), "https://a.example/#e".to_owned()];
        assert_eq!(pages(&urls), "[official page](https://a.example/b%28c%29%20d), [2](https://a.example/#e)");
    }
}

//! Documentation comments. Labels are the page's; nothing in them may be taken for markup.

use proc_macro2::TokenStream;
use quote::quote;

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
    escaped.replace("://", ":\\//")
}

/// A word in code.
pub fn code(word: &str) -> String {
    format!("`{}`", word.replace('`', "'"))
}

/// `#[doc(alias = "…")]`, so that the Chinese title finds the item.
pub fn alias(title: &str) -> TokenStream {
    let words: Vec<&str> = title.split_whitespace().collect();
    let alias: String = words.join(" ").chars().filter(|c| !matches!(c, '"' | '\'' | '\\')).collect();
    if alias.is_empty() { TokenStream::new() } else { quote!(#[doc(alias = #alias)]) }
}

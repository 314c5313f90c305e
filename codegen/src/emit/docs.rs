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

/// A paragraph behind others.
pub fn doc_after(paragraph: &str) -> TokenStream {
    let line = format!(" {paragraph}");
    if paragraph.is_empty() { TokenStream::new() } else { quote!(#[doc = ""] #[doc = #line]) }
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

/// A title, as the link to the first of its official pages.
pub fn title(title: &str, urls: &[String]) -> String {
    let title = text(title);
    match urls.first() {
        Some(url) if !title.is_empty() => format!("[{title}]({})", target(url)),
        _ => title,
    }
}

/// So many further pages are told at once. More are folded.
const SHOWN: usize = 3;

/// Links to the official pages but the first, in one line.
pub fn more_pages(urls: &[String]) -> String {
    let more = urls.get(1..).unwrap_or_default();
    if more.is_empty() {
        return String::new();
    }
    if more.len() <= SHOWN {
        let link = |url: &String| format!("[{}]({})", page_name(url), target(url));
        return format!("More official pages: {}.", more.iter().map(link).collect::<Vec<_>>().join(", "));
    }
    // A folded part is HTML, and so are the links in it.
    let link = |url: &String| format!("<a href=\"{}\">{}</a>", target(url).replace('&', "&amp;"), page_name(url));
    let links = more.iter().map(link).collect::<Vec<_>>().join(", ");
    format!("<details><summary>{} more official pages</summary>{links}</details>", more.len())
}

/// The number of a page, or what it is in.
fn page_name(url: &str) -> String {
    let last = url.split(['?', '#']).next().and_then(|url| url.rsplit('/').next()).unwrap_or_default();
    let is_number = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { last.to_owned() } else { "page".to_owned() }
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

/// `#[doc(alias("…", "…"))]`: the words that an item is found by.
pub fn aliases(words: &[String]) -> TokenStream {
    if words.is_empty() { TokenStream::new() } else { quote!(#[doc(alias(#(#words),*))]) }
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
        assert_eq!(title("一[二]", &urls), "[一\\[二\\]](https://a.example/b%28c%29%20d)");
        assert_eq!(title("一", &[]), "一");
        assert_eq!(more_pages(&urls), "More official pages: [page](https://a.example/#e).");
    }

    #[test]
    fn many_links_are_folded_into_one_line() {
        let urls: Vec<String> = (1..6).map(|page| format!("https://a.example/10{page}?a=1&b=2")).collect();
        let folded = more_pages(&urls);
        assert!(folded.starts_with(
            "<details><summary>4 more official pages</summary><a href=\"https://a.example/102?a=1&amp;b=2\">102</a>, "
        ));
        assert!(folded.ends_with("105</a></details>") && !folded.contains('\n'));
        assert_eq!(more_pages(&urls[..1]), "");
    }
}

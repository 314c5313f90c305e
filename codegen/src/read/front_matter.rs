//! The front matter of a page: single-line scalars, of which two matter.

/// What is kept of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    pub title: String,
    /// Where a page sends its readers: `content: 0;url=/openapi/…` of a refresh.
    pub refresh: Option<String>,
}

impl FrontMatter {
    pub fn parse(text: &str) -> Self {
        let mut front = Self::default();
        for line in text.lines() {
            if let Some(title) = line.strip_prefix("title:") {
                unquote(title.trim()).clone_into(&mut front.title);
            } else if let Some(content) = line.trim_start().strip_prefix("content:") {
                let url = unquote(content.trim()).split_once("url=").map(|(_, url)| url.trim());
                front.refresh = url.map(decode).or(front.refresh);
            }
        }
        front
    }
}

/// The braces of a placeholder are escaped in a URL.
fn decode(url: &str) -> String {
    percent_encoding::percent_decode_str(url).decode_utf8_lossy().into_owned()
}

fn unquote(text: &str) -> &str {
    let quoted = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    quoted.unwrap_or(text)
}

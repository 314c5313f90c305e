//! One spelling of the names of pages, in sources and in links.

/// The page of a source (`openapi/v3/pay.md#post`) as links name it.
pub(crate) fn page(source: &str) -> &str {
    let file = source.split_once('#').map_or(source, |(file, _)| file);
    normal(file.strip_suffix(".md").unwrap_or(file))
}

/// Without a slash at its ends, and without the `index` that stands for such a slash.
pub(crate) fn normal(page: &str) -> &str {
    page.strip_suffix("/index").unwrap_or(page).trim_matches('/')
}

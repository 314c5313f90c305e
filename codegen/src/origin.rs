//! Where a statement comes from: its `source` is the path of a page, and the anchor of a section of it.

/// The folder of our own pages; the `source` of what they state starts with it.
pub const OWN: &str = "spec/docs/";

pub fn is_own(source: &str) -> bool {
    source.starts_with(OWN)
}

/// `openapi/v3/x.md#post` → `openapi/v3/x.md`
pub fn page_of(source: &str) -> &str {
    source.split('#').next().unwrap_or_default()
}

/// `spec/docs/openapi/v3/x.md#post` → `openapi/v3/x.md`: the page of the documentation, whoever has written it.
pub fn documented_page(source: &str) -> &str {
    let page = page_of(source);
    page.strip_prefix(OWN).unwrap_or(page)
}

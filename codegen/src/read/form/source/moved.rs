//! Pages that have moved: they state where to, and nothing else.

use wechatpay_spec::Moved;

use super::front_matter::{FrontMatter, decode};
use crate::diagnostic::{Code, Diagnostics};
use crate::page::Page;
use wechatpay_spec::unseen;

/// Where a page sends its readers. `is_empty` says that it holds no operation; then it must have moved.
pub fn read(page: &Page, front: FrontMatter, is_empty: bool, diagnostics: &mut Diagnostics) -> Option<Moved> {
    let says_moved = front.title.starts_with("Moved to ");
    let target =
        front.refresh.filter(|target| says_moved && target.starts_with('/') && unseen::first(target).is_none());
    let titled = decode(front.title.trim_start_matches("Moved to "));
    if let Some(target) = target.as_deref().filter(|target| titled != *target) {
        let message = format!("the title says `{}`, and the page leads to `{target}`", front.title);
        diagnostics.report(Code::MovedWithoutTarget, page.line_at(0), message);
    }
    let moved = target.filter(|_| is_empty).map(|to| {
        let from = page.path.strip_suffix(".md").unwrap_or(&page.path);
        Moved { from: format!("/{from}"), to }
    });
    if says_moved && moved.is_none() {
        let message = "the page has moved, but does not send its readers anywhere, or goes on";
        diagnostics.report(Code::MovedWithoutTarget, page.line_at(0), message);
    } else if is_empty && moved.is_none() {
        diagnostics.report(Code::NotAPage, page.line_at(0), "this is no page of the documentation");
    }
    moved
}

//! The host that an operation is called on, where it is not the usual one. Requests go there with the merchant's
//! signature, so it is one of WeChat's own.

use wechatpay_spec::{Base, Required, unseen};

use crate::diagnostic::{Code, Diagnostics};
use crate::read::php::Php;
use crate::read::row::Row;
use crate::read::sample::Sample;

/// The row, and the option of the samples.
pub const NAME: &str = "base_uri";

/// The domains of WeChat Pay; a host is one of them, or below one.
const DOMAINS: [&str; 2] = ["weixin.qq.com", "wechatpay.cn"];

/// The one URL that the description of `base_uri` holds.
pub fn read(row: &Row, diagnostics: &mut Diagnostics) -> Option<Base> {
    let urls = urls(&row.raw_description);
    let Some((url, others)) = urls.split_first() else {
        diagnostics.report(Code::BaseWithoutUrl, row.span.clone(), "the row names no host");
        return None;
    };
    let second = others.iter().find(|other| *other != url).map(|other| format!("besides `{url}` there is `{other}`"));
    let wrong = wrong(url).map(|why| format!("`{}` {why}", unseen::shown(url)));
    for message in wrong.into_iter().chain(second) {
        diagnostics.report(Code::BadBase, row.span.clone(), message);
    }
    Some(Base { url: (*url).to_owned(), required: row.required == Required::Yes })
}

/// Holds the row against the samples: they say as plainly where a request goes, and one of them is wrong.
pub fn compare(row: Option<&Row>, base: Option<&Base>, sample: &Sample, diagnostics: &mut Diagnostics) {
    let shown = sample.arguments.entries().iter().find(|(key, _)| key == NAME).map(|(_, value)| value);
    let message = match (row, shown) {
        (None, None) => return,
        (None, Some(_)) => "the samples name a `base_uri`, and the table has no row for it".to_owned(),
        // What may be left out is left out.
        (Some(row), None) if row.required != Required::Yes => return,
        (Some(_), None) => "the samples leave out the `base_uri` that is required".to_owned(),
        (Some(_), Some(Php::Text(url))) if base.is_none_or(|base| base.url == *url) => return,
        (Some(_), Some(Php::Text(url))) => format!("the samples name the `base_uri` `{}`", unseen::shown(url)),
        (Some(_), Some(_)) => "the samples name a `base_uri` that is no text".to_owned(),
    };
    let place = row.map_or(&sample.span, |row| &row.span).clone();
    let diagnostic = diagnostics.report(Code::BaseDisagrees, place, message);
    if row.is_some() {
        diagnostic.with_other(sample.span.clone(), "the sample");
    }
}

/// All URLs of a text: what stands in backticks is taken whole, elsewhere blanks and brackets end one.
fn urls(text: &str) -> Vec<&str> {
    let mut urls = Vec::new();
    for (index, piece) in text.split('`').enumerate() {
        if index % 2 == 1 {
            urls.extend(Some(piece.trim()).filter(|piece| piece.contains("://")));
        } else {
            let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '"') || !c.is_ascii();
            urls.extend(piece.split(ends).filter(|word| word.contains("://")));
        }
    }
    urls
}

/// Why requests must not go to a URL.
fn wrong(url: &str) -> Option<&'static str> {
    let Some(rest) = url.strip_prefix("https://") else { return Some("is no https URL") };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let plain = |text: &str, more: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c));
    if host.contains(['@', ':']) {
        return Some("names a user or a port");
    }
    let below = |domain: &str| host.strip_suffix(domain).is_some_and(|left| left.is_empty() || left.ends_with('.'));
    if !plain(host, ".-") || host.starts_with('.') || host.contains("..") || !DOMAINS.into_iter().any(below) {
        return Some("is not on a host of WeChat Pay");
    }
    if !plain(path, "/-_.") || path.contains("..") || path.contains("//") {
        return Some("is more than a host and a path");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_go_to_hosts_of_wechat_pay_alone() {
        for (url, expected) in [
            ("https://api.mch.weixin.qq.com/hk/", None),
            ("https://apihk.mch.weixin.qq.com/", None),
            ("https://weixin.qq.com", None),
            ("https://api.wechatpay.cn/", None),
            ("http://api.mch.weixin.qq.com/", Some("is no https URL")),
            ("ftp://api.mch.weixin.qq.com/", Some("is no https URL")),
            ("HTTPS://api.mch.weixin.qq.com/", Some("is no https URL")),
            ("https://weixin.qq.com.evil.com/", Some("is not on a host of WeChat Pay")),
            ("https://evilweixin.qq.com/", Some("is not on a host of WeChat Pay")),
            ("https://evil-wechatpay.cn/", Some("is not on a host of WeChat Pay")),
            ("https://qq.com/", Some("is not on a host of WeChat Pay")),
            ("https://evil.com/weixin.qq.com", Some("is not on a host of WeChat Pay")),
            ("https://evil.com#.weixin.qq.com", Some("is not on a host of WeChat Pay")),
            ("https://evil.com?.weixin.qq.com/", Some("is not on a host of WeChat Pay")),
            ("https://evil.com\\.weixin.qq.com/", Some("is not on a host of WeChat Pay")),
            ("https://a\u{430}pi.weixin.qq.com/", Some("is not on a host of WeChat Pay")),
            ("https://.weixin.qq.com/", Some("is not on a host of WeChat Pay")),
            ("https://weixin.qq.com./", Some("is not on a host of WeChat Pay")),
            ("https:///", Some("is not on a host of WeChat Pay")),
            ("https://user@api.mch.weixin.qq.com/", Some("names a user or a port")),
            ("https://weixin.qq.com@evil.com/", Some("names a user or a port")),
            ("https://api.mch.weixin.qq.com:8443/", Some("names a user or a port")),
            ("https://api.mch.weixin.qq.com/a?b", Some("is more than a host and a path")),
            ("https://api.mch.weixin.qq.com/../x", Some("is more than a host and a path")),
        ] {
            assert_eq!(wrong(url), expected, "{url}");
        }
    }

    #[test]
    fn every_url_of_a_description_is_seen() {
        for (text, expected) in [
            ("声明接入点`https://a.cn/`(香港接入)", &["https://a.cn/"][..]),
            ("接入点 https://a.cn/hk/（国内）", &["https://a.cn/hk/"]),
            ("`https://a.cn/`或`https://b.cn/`", &["https://a.cn/", "https://b.cn/"]),
            ("`https://a.cn/ x`", &["https://a.cn/ x"]),
            ("`JSON`，见(http://c.cn)", &["http://c.cn"]),
            ("声明接入点", &[]),
        ] {
            assert_eq!(urls(text), expected, "{text}");
        }
    }
}

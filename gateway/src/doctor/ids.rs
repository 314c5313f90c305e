//! Ids and URLs, by their form.

use wechatpay_client::keys;

use super::finding::{Finding, Report};
use super::settings::Settings;

/// The merchant id as headers have it, where it can be one.
pub(super) fn merchant(settings: &Settings, report: &mut Report) -> Option<String> {
    const CHECK: &str = "merchant-id";
    const REMEDY: &str = "take the number that the merchant site shows under account centre, merchant information";
    let Some(given) = &settings.merchant_id else {
        if settings.private_key.is_some() {
            report.add(Finding::error(CHECK, "there is none", REMEDY));
        }
        return None;
    };
    match keys::account_id(given) {
        Ok(id) if !(8..=10).contains(&id.len()) => {
            let found = format!("it has {} digits, and merchant ids have 8 to 10", id.len());
            report.add(Finding::warning(CHECK, found, REMEDY));
            Some(id)
        }
        Ok(id) => {
            let finding = if id == *given {
                Finding::ok(CHECK, &id)
            } else {
                Finding::warning(CHECK, format!("{id} has white space around it"), "write it without")
            };
            report.add(finding);
            Some(id)
        }
        Err(error) => {
            report.add(Finding::error(CHECK, error.to_string(), REMEDY));
            None
        }
    }
}

/// The app ids.
pub(super) fn apps(settings: &Settings, report: &mut Report) {
    for id in &settings.app_ids {
        report.add(app(id));
    }
}

fn app(id: &str) -> Finding {
    const CHECK: &str = "app-id";
    let wrong = |found: &str| {
        let remedy = "take the AppID (`wx` and 16 hexadecimal digits) that the WeChat platform of the app, the mini \
                      program or the official account shows, and bind it to the merchant id";
        Finding::error(CHECK, found, remedy)
    };
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_lower = |text: &str| !text.bytes().any(|byte| byte.is_ascii_uppercase());
    match id {
        _ if id.trim() != id => wrong("it has white space around it"),
        _ if id.len() == 18 && id.starts_with("wx") && is_hex(&id[2..]) && is_lower(id) => Finding::ok(CHECK, id),
        _ if id.len() == 18 && is_hex(id.get(2..).unwrap_or("-")) => wrong("it is written with capital letters"),
        // What is documented is no promise: the pages' own samples have other letters.
        _ if id.len() == 18 && id.starts_with("wx") => {
            let found = format!("{id} has letters that are no hexadecimal digits");
            Finding::warning(CHECK, found, "compare it with the one on the WeChat platform, letter by letter")
        }
        _ if id.len() == 32 && is_hex(id) => wrong("it looks like the app secret, and the app id is wanted"),
        _ if id.starts_with("gh_") => wrong("it is the original id of an account (`gh_…`), and the app id is wanted"),
        _ if keys::account_id(id).is_ok() => wrong("it is a number as merchant ids are: are the two swapped?"),
        _ => wrong(&format!("it has {} characters, and an app id has 18, which begin with `wx`", id.chars().count())),
    }
}

/// Where notifications go.
pub(super) fn notify_url(settings: &Settings, report: &mut Report) {
    const CHECK: &str = "notify-url";
    let Some(url) = &settings.notify_url else { return };
    let gateway = settings.base_url.as_deref().filter(|base| is_loopback(base));
    let is_for_gateway = gateway.is_some() && is_loopback(url);
    let remedy = "give an `https://` URL without a query, on a host that the internet knows, that needs no log-in and \
                  redirects nowhere";
    let host = url.strip_prefix("https://").map(host);
    let found = match host {
        None if !is_for_gateway => Some("it does not begin with `https://`"),
        _ if url.contains('?') => Some("it has a query, which WeChat Pay does not take"),
        _ if url.contains('#') => Some("it has a fragment, which no server is sent"),
        Some(host) if host.is_empty() || is_private(host) => Some("its host is one that the internet does not reach"),
        _ if url.len() > 255 => Some("it has more than 255 characters"),
        _ => None,
    };
    report.add(match found {
        None if is_for_gateway => {
            let found = format!("{url}, which a gateway on this machine reaches");
            Finding { remedy: Some(format!("for WeChat Pay, {remedy}")), ..Finding::ok(CHECK, found) }
        }
        Some(found) => Finding::error(CHECK, found, remedy),
        None => Finding::ok(CHECK, url),
    });
}

/// The host of what stands behind the scheme of a URL.
fn host(rest: &str) -> &str {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // The colons of an address in brackets begin no port.
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => host,
        _ => authority,
    }
}

/// Whether a URL without TLS stays on this machine.
fn is_loopback(url: &str) -> bool {
    let Some(host) = url.strip_prefix("http://").map(host) else { return false };
    let ip = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || ip.is_ok_and(|ip| ip.is_loopback())
}

fn is_private(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    match host.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(ip)) => {
            ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified()
        }
        Ok(std::net::IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local(),
        // A name in the local network alone.
        Err(_) => host.rsplit_once('.').is_none_or(|(_, top)| ["local", "internal"].contains(&top)),
    }
}

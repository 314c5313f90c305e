//! What the environment says of proxies, and the HTTP library would get wrong.

use std::env;

use url::Url;

use crate::transport::SettingError;

/// The variables that name the proxy for `https`: of each pair the first that is set counts, and the second pair where
/// the first one names nothing.
const VARIABLES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];
/// Those that name what goes through no proxy.
const EXCEPT: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// Refuses a proxy that speaks SOCKS: without a feature that nobody here turns on, it would be spoken to as one that
/// speaks HTTP.
pub(super) fn check() -> Result<(), SettingError> {
    match socks(|name| env::var(name).ok()) {
        Some(variable) => {
            let reason = format!(
                "the environment names one that speaks SOCKS, in `{variable}`, and this transport speaks HTTP to proxies: set \
                 `proxy` or `no_proxy`, or take a `reqwest::Client` of your own with the feature `socks` of `reqwest`"
            );
            Err(SettingError::new("proxy", reason))
        }
        None => Ok(()),
    }
}

/// The names of the proxies that it names.
pub(super) fn proxies() -> Vec<String> {
    VARIABLES.into_iter().flatten().filter_map(|name| host(&env::var(name).ok()?)).collect()
}

/// The name of a proxy, whose scheme may be left out.
fn host(url: &str) -> Option<String> {
    let url = url.trim();
    let url = if url.contains("://") { Url::parse(url) } else { Url::parse(&format!("http://{url}")) };
    url.ok()?.domain().map(str::to_owned)
}

/// The variable that names such a proxy, unless nothing goes through it.
fn socks(set: impl Fn(&str) -> Option<String>) -> Option<&'static str> {
    let first = |names: [&'static str; 2]| names.into_iter().find_map(|name| Some((name, set(name)?)));
    let (variable, url) = VARIABLES.into_iter().filter_map(first).find(|(_, url)| !url.is_empty())?;
    let is_socks = url.trim().get(..SOCKS.len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case(SOCKS));
    let is_unused = first(EXCEPT).is_some_and(|(_, hosts)| hosts.trim() == "*");
    (is_socks && !is_unused).then_some(variable)
}

/// How the schemes of such proxies begin: `socks4`, `socks5h`.
const SOCKS: &str = "socks";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_known_by_its_name() {
        for url in ["http://proxy.test:3128", "https://user:pass@Proxy.test", " proxy.test:80 ", "proxy.test"] {
            assert_eq!(host(url).as_deref(), Some("proxy.test"), "{url}");
        }
        assert_eq!(["", "http://10.0.0.1:1", "10.0.0.1"].map(host), [None, None, None]);
    }

    #[test]
    fn a_proxy_that_speaks_socks_is_found_where_it_is_the_one_that_counts() {
        let found = |set: &[(&str, &str)]| {
            socks(|name| set.iter().find(|(known, _)| *known == name).map(|(_, url)| (*url).to_owned()))
        };
        for url in ["socks5://127.0.0.1:1080", "socks5h://user:word@proxy:1080", "SOCKS4://proxy"] {
            assert_eq!(found(&[("ALL_PROXY", url)]), Some("ALL_PROXY"), "{url}");
            assert_eq!(found(&[("https_proxy", url), ("ALL_PROXY", "http://proxy")]), Some("https_proxy"), "{url}");
            assert_eq!(found(&[("HTTPS_PROXY", "http://proxy"), ("all_proxy", url)]), None, "{url}");
            assert_eq!(found(&[("HTTPS_PROXY", ""), ("all_proxy", url)]), Some("all_proxy"), "{url}");
            assert_eq!(found(&[("HTTPS_PROXY", ""), ("https_proxy", url)]), None, "{url}");
            assert_eq!(found(&[("ALL_PROXY", url), ("no_proxy", "*")]), None, "{url}");
            assert_eq!(found(&[("ALL_PROXY", url), ("no_proxy", "internal")]), Some("ALL_PROXY"), "{url}");
        }
        assert_eq!(found(&[]), None);
        assert_eq!(found(&[("ALL_PROXY", "sock")]), None);
        assert_eq!(found(&[("HTTP_PROXY", "socks5://proxy")]), None, "what is not encrypted goes through none");
    }
}

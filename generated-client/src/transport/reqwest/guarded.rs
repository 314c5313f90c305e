//! Names that an answer has told, and whose addresses nobody has vouched for.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::task;

/// Looks a name up as the system does, and gives the addresses alone that mean the same to everyone: a public name may
/// lead into the network that the client runs in.
pub(super) struct Guarded {
    /// What is connected to on the way there: the names of proxies, which the caller or the environment has named.
    trusted: Vec<String>,
    system: Arc<dyn Lookup>,
}

/// How the system looks a name up.
trait Lookup: Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync {}

impl<F: Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync> Lookup for F {}

impl Guarded {
    pub(super) fn new(trusted: Vec<String>) -> Self {
        // The port is that of the URL.
        Self { trusted, system: Arc::new(|name: &str| Ok((name, 0).to_socket_addrs()?.collect())) }
    }

    fn is_trusted(&self, name: &str) -> bool {
        self.trusted.iter().any(|trusted| trusted.eq_ignore_ascii_case(name))
    }
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let (is_trusted, system) = (self.is_trusted(name.as_str()), Arc::clone(&self.system));
        Box::pin(async move {
            let found = task::spawn_blocking(move || system(name.as_str())).await??;
            let addresses = if is_trusted { found } else { public(found)? };
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

fn public(mut addresses: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, Private> {
    let found = addresses.first().map(SocketAddr::ip);
    addresses.retain(|address| is_public(address.ip()));
    match found {
        Some(address) if addresses.is_empty() => Err(Private(address)),
        _ => Ok(addresses),
    }
}

/// A name leads into a private network.
#[derive(Debug)]
struct Private(IpAddr);

impl fmt::Display for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the link leads to {}, which is no public address", self.0)
    }
}

impl std::error::Error for Private {}

/// Whether an address means the same to everyone: not this machine, its network or a private one.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// By RFC 6890. Of 198.18.0.0/15, which is for benchmarks alone, some proxies give each name an address of its own.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    // Between a provider and its customers, where clouds have services of their own: RFC 6598.
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_near = address.is_loopback() || address.is_private() || address.is_link_local() || is_shared;
    // This network, groups, and what is kept for later.
    !is_near && first != 0 && first < 224
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // Those of the other kind in another spelling: as they are, mapped, and behind a gateway (RFC 6052, 8215, 3056).
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            embedded(high, low)
        }
        [0x64, 0xff9b, 1, ..] => false,
        // Local: unique ones, those of the link and of the site, and groups.
        [first, ..] => !matches!(first, 0xfc00..=0xfdff | 0xfe80..=0xfeff | 0xff00..=0xffff),
    }
}

#[cfg(test)]
mod tests {
    use tokio::runtime;

    use super::*;

    #[test]
    fn addresses_of_one_network_only_are_told_from_all_others() {
        for address in [
            "127.0.0.1",
            "127.255.255.254",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.100.100.200",
            "0.0.0.0",
            "0.1.2.3",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2002:a00:1::",
            "fc00::1",
            "fd12:3456:789a::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(address.parse().expect(address)), "{address}");
        }
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "198.18.0.5",
            "223.255.255.255",
            "2001:4860:4860::8888",
            "2402:4e00::1",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "2002:808:808::1",
        ] {
            assert!(is_public(address.parse().expect(address)), "{address}");
        }
    }

    #[test]
    fn a_name_is_looked_up_and_led_to_public_addresses_alone() {
        let both = ["10.0.0.1", "1.2.3.4", "::1"].map(|ip| SocketAddr::new(ip.parse().expect(ip), 0));
        let system = move |name: &str| Ok(if name == "both.example.com" { both.to_vec() } else { both[..1].to_vec() });
        let guarded = Guarded { trusted: vec!["Proxy.example.com".to_owned()], system: Arc::new(system) };
        let runtime = runtime::Builder::new_current_thread().build().expect("a runtime can be started");
        let found = |name: &str| {
            let addresses = runtime.block_on(guarded.resolve(name.parse().expect(name)));
            addresses.map(|all| all.map(|address| address.ip().to_string()).collect::<Vec<_>>())
        };
        assert_eq!(found("both.example.com").expect("one is public"), ["1.2.3.4"]);
        assert_eq!(found("proxy.example.com").expect("the way there"), ["10.0.0.1"]);
        let error = found("rebound.example.com").expect_err("it is private").to_string();
        assert_eq!(error, "the link leads to 10.0.0.1, which is no public address");
    }
}

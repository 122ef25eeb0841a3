//! Which addresses may be spoken to: a vendor's base, and the results it points at.
//!
//! A result's address comes from outside, so it is the one place where a reply could send us anywhere.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use url::{Host, Url};

use crate::model::Trouble;

/// A vendor's base address: https, or http on this machine. Without a trailing slash.
pub fn base_url(text: &str) -> Result<Url, Trouble> {
    let refused = |rule: &str| Err(Trouble::new(rule).with("address", shown(text)));
    let Ok(url) = Url::parse(text.trim().trim_end_matches('/')) else {
        return refused("account-address-unreadable");
    };
    let is_plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    match url.scheme() {
        "https" if is_plain => Ok(url),
        "http" if is_plain && is_loopback(&url) => Ok(url),
        "http" => refused("account-address-not-https"),
        _ => refused("account-address-unreadable"),
    }
}

/// The text of a base address, as requests are built on it.
pub fn base_text(url: &Url) -> Arc<str> {
    url.as_str().trim_end_matches('/').into()
}

pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// An address that a vendor gave us to fetch. `from_loopback`: the vendor itself lives on this machine.
pub fn result_url(text: &str, from_loopback: bool) -> Result<Url, Trouble> {
    let refused = || Trouble::new("download-address-refused").with("address", shown(text));
    let url = Url::parse(text).map_err(|_| refused())?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused());
    }
    let is_here = is_loopback(&url);
    match url.scheme() {
        "http" | "https" if is_here && from_loopback => Ok(url),
        "https" if !is_here && has_public_host(&url) => Ok(url),
        _ => Err(refused()),
    }
}

/// An address in the open internet that a vendor is told of, not one we fetch.
pub fn public_url(text: &str) -> Result<Url, Trouble> {
    let refused = || Trouble::new("account-address-not-public").with("address", shown(text));
    let url = Url::parse(text.trim()).map_err(|_| refused())?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    if is_plain && url.scheme() == "https" && has_public_host(&url) { Ok(url) } else { Err(refused()) }
}

/// An address without its query, short enough to show: a query may hold a signature.
pub fn shown(text: &str) -> String {
    let bare = text.split(['?', '#']).next().unwrap_or_default();
    match Url::parse(bare) {
        Ok(url) if url.has_host() => {
            let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
            format!("{}://{}{port}{}", url.scheme(), url.host_str().unwrap_or_default(), cut(url.path(), 80))
        }
        Ok(_) | Err(_) => cut(bare, 80),
    }
}

fn cut(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    text.chars().take(max - 1).chain(['…']).collect()
}

fn has_public_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => is_public_v4(ip),
        Some(Host::Ipv6(ip)) => is_public_v6(ip),
        Some(Host::Domain(name)) => is_public_name(name),
        None => false,
    }
}

/// Names that never leave a machine or a house. Behind a proxy this is all we can check.
fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let is_private = ["localhost", "local", "internal", "lan", "home", "corp", "intranet", "arpa"]
        .iter()
        .any(|last| name.rsplit('.').next() == Some(last));
    name.contains('.') && !is_private
}

/// Whether an address lies in the open internet.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_reserved = a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b)) // carriers' own, and one cloud's metadata
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19));
    !(is_reserved
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation())
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(inner) = embedded_v4(ip) {
        return is_public_v4(inner);
    }
    // Only the global unicast block is the open internet; Teredo and documentation lie inside it.
    let [first, second, ..] = ip.segments();
    (0x2000..0x4000).contains(&first) && !(first == 0x2001 && (second == 0 || second == 0xdb8))
}

/// The IPv4 address that a mapped, translated or 6to4 address really means.
fn embedded_v4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let of = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match ip.segments() {
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] => Some(of(high, low)),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(of(high, low)),
        [0x2002, high, low, ..] => Some(of(high, low)),
        _ => None,
    }
}

/// Resolves names for downloads and drops every answer that is not in the open internet, so that a name cannot
/// be turned round between the check and the call.
///
/// The system's own proxies are excepted: they may live in the house, and a result that comes through one comes from
/// outside all the same.
pub struct PublicOnly {
    pub proxies: Vec<String>,
}

impl reqwest::dns::Resolve for PublicOnly {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let host = name.as_str().to_owned();
        let is_proxy = self.proxies.iter().any(|proxy| proxy.eq_ignore_ascii_case(&host));
        Box::pin(async move {
            let found = tokio::net::lookup_host((host.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_proxy || is_public(address.ip())).collect();
            if public.is_empty() {
                return Err("the name does not lead into the open internet".into());
            }
            Ok(Box::new(public.into_iter()) as reqwest::dns::Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_https_or_on_this_machine() {
        for good in ["https://api.example.com", "https://api.example.com/", "http://127.0.0.1:9", "http://[::1]:9"] {
            assert!(base_url(good).is_ok(), "{good}");
        }
        for bad in ["http://api.example.com", "ftp://x.y", "api.example.com", "https://u:p@x.y", "https://x.y/?k=1", ""]
        {
            assert!(base_url(bad).is_err(), "{bad}");
        }
    }

    const HOSTILE: &[&str] = &[
        "file:///etc/passwd",
        "data:video/mp4;base64,AAAA",
        "ftp://example.com/a.mp4",
        "javascript:alert(1)",
        "gopher://example.com/",
        "http://example.com/a.mp4",
        "https://user:pw@example.com/a.mp4",
        "https://127.0.0.1/a",
        "https://127.1/a",
        "https://2130706433/a",
        "https://0x7f000001/a",
        "https://0177.0.0.1/a",
        "https://0/a",
        "https://localhost/a",
        "https://LOCALHOST./a",
        "https://a.localhost/a",
        "https://10.0.0.1/a",
        "https://172.16.9.9/a",
        "https://192.168.1.1/a",
        "https://169.254.169.254/latest/meta-data",
        "https://0xa9fea9fe/latest",
        "https://[::ffff:169.254.169.254]/latest",
        "https://[fd00:ec2::254]/latest",
        "https://100.100.100.200/latest",
        "https://metadata.google.internal/",
        "https://printer.local/",
        "https://router/",
        "https://[::1]/a",
        "https://[::]/a",
        "https://[fe80::1]/a",
        "https://[fc00::1]/a",
        "https://[ff02::1]/a",
        "https://[64:ff9b::7f00:1]/a",
        "https://[2002:7f00:1::]/a",
        "https://[2001:0:1::1]/a",
        "https://224.0.0.1/a",
        "https://255.255.255.255/a",
        "https://192.0.2.1/a",
        "https://198.18.0.1/a",
        "https:///a",
        "//example.com/a",
        "",
    ];

    #[test]
    fn a_result_is_never_fetched_from_inside_the_house() {
        for text in HOSTILE {
            assert!(result_url(text, false).is_err(), "{text}");
        }
        assert!(result_url("https://cdn.example.com/a.mp4?sig=1", false).is_ok());
        assert!(result_url("https://[2606:4700::1111]/a.mp4", false).is_ok());
    }

    #[test]
    fn a_vendor_on_this_machine_may_point_at_this_machine_and_no_further() {
        assert!(result_url("http://127.0.0.1:4000/a.mp4", true).is_ok());
        assert!(result_url("http://192.168.0.2/a.mp4", true).is_err());
        assert!(result_url("http://127.0.0.1:4000/a.mp4", false).is_err());
    }

    #[test]
    fn a_shown_address_has_no_query() {
        assert_eq!(shown("https://x.y/a.mp4?X-Signature=secret"), "https://x.y/a.mp4");
        assert!(!shown("https://u:hush@x.y/a").contains("hush"));
    }
}

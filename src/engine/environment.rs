//! The variables the engine reads, taken once at start: tests and the command line bring their own.

use std::collections::BTreeMap;

use crate::model::Trouble;
use crate::vendors::{self, ApiKey};

/// Keys and addresses by vendor. `Debug` shows no key.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    keys: BTreeMap<&'static str, Result<ApiKey, Trouble>>,
    urls: BTreeMap<&'static str, String>,
}

impl Environment {
    /// `<VENDOR>_API_KEY` and `SHOTLOOM_<VENDOR>_URL` of this process. An empty variable counts as absent.
    pub fn of_process() -> Self {
        let mut environment = Self::default();
        for vendor in vendors::all() {
            // What is no text is set all the same: it must not fall back to the vendor's own address.
            let text = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
            let set = |name: &str| text(name).filter(|text| !text.trim().is_empty());
            if let Some(text) = set(&key_variable(vendor.id())) {
                environment = environment.with_key(vendor.id(), &text);
            }
            if let Some(text) = set(&url_variable(vendor.id())) {
                environment = environment.with_url(vendor.id(), &text);
            }
        }
        environment
    }

    #[must_use]
    pub fn with_key(mut self, vendor: &'static str, text: &str) -> Self {
        let unsendable = || Trouble::new("account-key-unsendable").with("variable", key_variable(vendor));
        self.keys.insert(vendor, ApiKey::new(text).ok_or_else(unsendable));
        self
    }

    #[must_use]
    pub fn with_url(mut self, vendor: &'static str, url: &str) -> Self {
        self.urls.insert(vendor, url.to_owned());
        self
    }

    pub fn key(&self, vendor: &str) -> Option<&Result<ApiKey, Trouble>> {
        self.keys.get(vendor)
    }

    /// The address this vendor's variable names, as it was written.
    pub fn url(&self, vendor: &str) -> Option<&str> {
        self.urls.get(vendor).map(String::as_str)
    }
}

/// `MULEROUTER_API_KEY`.
pub fn key_variable(vendor: &str) -> String {
    format!("{}_API_KEY", shouted(vendor))
}

/// `SHOTLOOM_MULEROUTER_URL`.
pub fn url_variable(vendor: &str) -> String {
    format!("SHOTLOOM_{}_URL", shouted(vendor))
}

/// The hosts of the proxies that this system's variables name.
pub fn system_proxies() -> Vec<String> {
    let names = ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
    names.iter().filter_map(|name| std::env::var(name).ok()).filter_map(|text| host_of(&text)).collect()
}

/// `proxy.lan` of `http://user:password@proxy.lan:3128`, also where the scheme is left out.
fn host_of(text: &str) -> Option<String> {
    let text = text.trim();
    let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    url::Url::parse(&whole).ok()?.host_str().map(str::to_owned)
}

fn shouted(vendor: &str) -> String {
    vendor.to_ascii_uppercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_never_shows_in_debug() {
        let environment = Environment::default().with_key("acme", "sk-sentinel-123");
        assert!(!format!("{environment:?}").contains("sentinel"));
    }

    #[test]
    fn a_proxys_host_is_found_however_it_is_written() {
        for text in ["http://proxy.lan:3128", "proxy.lan:3128", "socks5://kim:hush@proxy.lan:1080/", " proxy.lan "] {
            assert_eq!(host_of(text).as_deref(), Some("proxy.lan"), "{text}");
        }
        assert_eq!(host_of(""), None);
    }

    #[test]
    fn a_key_that_cannot_stand_in_a_header_is_a_trouble_that_names_the_variable() {
        let environment = Environment::default().with_key("acme-two", "schlüssel");
        let Some(Err(trouble)) = environment.key("acme-two") else {
            panic!("the key must be refused");
        };
        assert_eq!(trouble.text("variable"), Some("ACME_TWO_API_KEY"));
    }
}

//! The way out of this machine: the system's proxy, none, or one a person named, whose password is a secret.

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::model::{Task, Trouble};

use super::accounts::Held;
use super::addresses::is_loopback;
use super::settings::Settings;
use super::snapshot::{KeyState, ProxyCard};
use super::transport::{Route, Transport, TransportError};

/// The way out of this machine. What stays on it is never sent through a proxy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proxy {
    /// As the system and its variables say.
    #[default]
    System,
    None,
    Manual(ManualProxy),
}

/// A proxy a person named. Its password is a secret, and stands elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManualProxy {
    pub kind: ProxyKind,
    /// `host:port`.
    pub address: String,
    /// Empty where the proxy asks for nobody.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub user: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProxyKind {
    Http,
    Socks5,
}

impl ProxyKind {
    /// Names are looked up at the proxy: that is what many people have one for.
    fn scheme(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Socks5 => "socks5h",
        }
    }
}

impl ManualProxy {
    /// Its address as a URL without user and password, or why it cannot be one.
    pub fn url(&self) -> Result<Url, Trouble> {
        let address = self.address.trim();
        // What is no address may hold a password that was pasted with it: it is not repeated.
        let unreadable = || Trouble::new("proxy-unreadable");
        let url = Url::parse(&format!("{}://{address}", self.kind.scheme())).map_err(|_| unreadable())?;
        let is_plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
            && matches!(url.path(), "" | "/");
        let has_port = address.rsplit_once(':').is_some_and(|(host, port)| {
            !host.is_empty() && port.trim_end_matches('/').parse::<u16>().is_ok_and(|port| port > 0)
        });
        if is_plain && has_port && url.host_str().is_some_and(|host| !host.is_empty()) {
            Ok(url)
        } else {
            Err(unreadable())
        }
    }

    /// The name its password is kept under.
    pub fn entry_name(&self) -> String {
        format!("proxy {}://{}@{}", self.kind.scheme(), self.user, self.address.trim())
    }
}

/// The proxy as it stands now, with its password.
pub struct Network {
    proxy: Proxy,
    password: Option<SecretString>,
    source: KeyState,
}

impl Network {
    pub fn new(settings: &Settings) -> Self {
        let mut network = Self { proxy: Proxy::System, password: None, source: KeyState::Absent };
        network.change(&settings.proxy);
        network
    }

    /// Takes another proxy. `true` when anything changed: a password belongs to one proxy and one user.
    pub fn change(&mut self, proxy: &Proxy) -> bool {
        if self.proxy == *proxy {
            return false;
        }
        let is_same_door = match (&self.proxy, proxy) {
            (Proxy::Manual(old), Proxy::Manual(new)) => old.entry_name() == new.entry_name(),
            _ => false,
        };
        self.proxy = proxy.clone();
        if !is_same_door {
            self.password = None;
            self.source = if self.entry().is_some() { KeyState::Looking } else { KeyState::Absent };
        }
        true
    }

    /// The keyring entry of its password, where it has a user.
    pub fn entry(&self) -> Option<String> {
        match &self.proxy {
            Proxy::Manual(manual) if !manual.user.is_empty() => Some(manual.entry_name()),
            Proxy::System | Proxy::None | Proxy::Manual(_) => None,
        }
    }

    pub fn is_looking(&self) -> bool {
        self.source == KeyState::Looking
    }

    /// A password for the proxy that `entry` names; an answer for an older one is dropped.
    pub fn password_came(&mut self, entry: &str, password: Option<SecretString>, source: KeyState) -> bool {
        if self.entry().as_deref() != Some(entry) {
            return false;
        }
        self.source = if password.is_some() { source } else { KeyState::Absent };
        self.password = password;
        true
    }

    pub fn password_kept(&mut self, entry: &str) {
        if self.entry().as_deref() == Some(entry) && self.source == KeyState::Session {
            self.source = KeyState::Keyring;
        }
    }

    /// What the transport goes by; a proxy that cannot be read is no reason to go without one.
    pub fn route(&self) -> Result<Route, Trouble> {
        let manual = match &self.proxy {
            Proxy::System => return Ok(Route::System),
            Proxy::None => return Ok(Route::Direct),
            Proxy::Manual(manual) => manual,
        };
        let proxy = reqwest::Proxy::all(manual.url()?).map_err(|_| Trouble::new("proxy-unreadable"))?;
        let with_user = match (&self.password, manual.user.as_str()) {
            (_, "") => proxy,
            (password, user) => {
                proxy.basic_auth(user, password.as_ref().map_or("", |password| password.expose_secret()))
            }
        };
        Ok(Route::Through(Box::new(with_user)))
    }

    /// Clients that go this way, or nowhere where the way cannot be read.
    pub fn transport(&self, submit_timeout: std::time::Duration) -> Result<Transport, TransportError> {
        Transport::new(submit_timeout, &self.route().unwrap_or(Route::Nowhere))
    }

    /// Why a task must wait before anything of it may go out.
    pub fn holds(&self, task: &Task) -> Option<Held> {
        if task.is_practice || Url::parse(&task.origin).is_ok_and(|url| is_loopback(&url)) {
            return None;
        }
        if let Err(trouble) = self.route() {
            return Some(Held::Until(Trouble { rule: "held-proxy-unreadable".to_owned(), ..trouble }));
        }
        self.is_looking().then_some(Held::Soon)
    }

    /// The proxy a request to this address goes through, as far as we know its name.
    pub fn named_for(&self, url: &str) -> Option<&str> {
        let is_here = Url::parse(url).is_ok_and(|url| is_loopback(&url));
        match &self.proxy {
            Proxy::Manual(manual) if !is_here => Some(&manual.address),
            Proxy::System | Proxy::None | Proxy::Manual(_) => None,
        }
    }

    pub fn card(&self) -> ProxyCard {
        ProxyCard { password: self.source, trouble: self.route().err() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxy(address: &str) -> ManualProxy {
        ManualProxy { kind: ProxyKind::Socks5, address: address.to_owned(), user: String::new() }
    }

    #[test]
    fn a_proxy_is_a_host_with_a_port_and_nothing_else() {
        for good in ["127.0.0.1:1080", "proxy.lan:3128", "[::1]:1080", " proxy.lan:3128 "] {
            assert!(proxy(good).url().is_ok(), "{good}");
        }
        for bad in ["", "proxy.lan", ":80", "u:p@proxy.lan:80", "http://proxy.lan:80", "proxy.lan:0", "a b:80", "h:1/x"]
        {
            let refused = proxy(bad).url().unwrap_err();
            assert!(refused.args.is_empty(), "{bad}: what may hold a password is not repeated");
        }
    }

    fn with_user(address: &str) -> Settings {
        let manual = ManualProxy { user: "kim".to_owned(), ..proxy(address) };
        Settings { proxy: Proxy::Manual(manual), ..Settings::default() }
    }

    #[test]
    fn a_password_belongs_to_one_proxy() {
        let mut network = Network::new(&with_user("one.lan:1080"));
        let entry = network.entry().unwrap();
        assert!(network.is_looking());
        assert!(network.password_came(&entry, Some("hush".into()), KeyState::Keyring));
        assert!(network.change(&with_user("two.lan:1080").proxy));
        assert!(network.password.is_none() && network.is_looking());
        assert!(!network.password_came(&entry, Some("hush".into()), KeyState::Keyring), "the answer came too late");
        assert!(network.password.is_none());
    }

    #[test]
    fn a_proxy_that_cannot_be_read_is_no_way_out() {
        let settings = Settings { proxy: Proxy::Manual(proxy("u:hush@proxy.lan:1080")), ..Settings::default() };
        let network = Network::new(&settings);
        assert!(network.route().is_err());
        assert!(!format!("{:?}", network.card()).contains("hush"));
    }
}

//! One vendor's account: its address, its keys by the origin each may go to, and whether it may be submitted through.

use std::collections::BTreeMap;
use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretString};
use url::{Origin, Url};

use super::{Door, Held};
use crate::engine::addresses::{self, base_text, shown};
use crate::engine::environment::{Environment, key_variable, url_variable};
use crate::engine::keys::entry_name;
use crate::engine::settings::Settings;
use crate::engine::snapshot::{AccountCard, AddressFrom, KeyState, KeyTest};
use crate::model::{Task, Trouble};
use crate::vendors::{ApiKey, Vendor};

/// Where a key a person typed is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    Keyring,
    /// On purpose: gone when the program ends.
    Session,
}

pub struct Account {
    pub vendor: &'static dyn Vendor,
    base: Result<Url, Trouble>,
    address: AddressFrom,
    /// It goes to the present address, whichever that is.
    environment_key: Option<ApiKey>,
    /// What is known of a key at each origin this session came by.
    places: Vec<(Origin, Place)>,
    /// Kept for a moment, so that it can be taken back.
    forgotten: Option<(Origin, Place)>,
    /// A key in the environment that cannot be sent.
    trouble: Option<Trouble>,
    /// Why nothing is submitted: the vendor said no to the key, or has no money left.
    stopped: Option<Trouble>,
    pub test: KeyTest,
    options: BTreeMap<String, String>,
}

/// A key at one origin.
enum Place {
    /// The keyring is to be asked.
    Unasked,
    Looking,
    Empty,
    Here {
        key: ApiKey,
        source: KeyState,
    },
}

/// The address requests are built on, and who says so.
pub fn read_base(
    environment: &Environment,
    settings: &Settings,
    vendor: &'static dyn Vendor,
) -> (Result<Url, Trouble>, AddressFrom) {
    if let Some(text) = environment.url(vendor.id()) {
        let named = |trouble: Trouble| trouble.with("variable", url_variable(vendor.id()));
        return (addresses::base_url(text).map_err(named), AddressFrom::Environment);
    }
    match settings.base_url(vendor.id()) {
        Some(text) => (addresses::base_url(text), AddressFrom::Settings),
        None => (addresses::base_url(vendor.default_base_url()), AddressFrom::Vendor),
    }
}

impl Account {
    pub fn new(
        vendor: &'static dyn Vendor,
        environment: &Environment,
        settings: &Settings,
        practice_only: bool,
    ) -> Self {
        let (base, address) = read_base(environment, settings, vendor);
        let mut account = Self {
            vendor,
            base,
            address,
            environment_key: None,
            places: Vec::new(),
            forgotten: None,
            trouble: None,
            stopped: None,
            test: KeyTest::Untested,
            options: options_of(settings, vendor),
        };
        // No key is even looked at where nothing but practice is wanted.
        if practice_only {
            return account;
        }
        match environment.key(vendor.id()) {
            Some(Ok(key)) => account.environment_key = Some(key.clone()),
            Some(Err(trouble)) => account.trouble = Some(trouble.clone()),
            None => account.find_place(),
        }
        account
    }

    /// Begins to know of the present origin.
    fn find_place(&mut self) {
        let Some(origin) = self.origin() else { return };
        if self.environment_key.is_none() && !self.places.iter().any(|(known, _)| *known == origin) {
            self.places.push((origin, Place::Unasked));
        }
    }

    /// Takes over what the settings say. `true` when the address changed: a key stays with the origin it belongs to.
    pub fn settle(&mut self, environment: &Environment, settings: &Settings, practice_only: bool) -> bool {
        self.options = options_of(settings, self.vendor);
        let (base, address) = read_base(environment, settings, self.vendor);
        self.address = address;
        if self.base == base {
            return false;
        }
        self.base = base;
        self.stopped = None;
        self.test = KeyTest::Untested;
        if !practice_only && self.trouble.is_none() {
            self.find_place();
        }
        true
    }

    fn origin(&self) -> Option<Origin> {
        self.base.as_ref().ok().map(Url::origin)
    }

    fn place(&self) -> Option<&Place> {
        let origin = self.origin()?;
        self.places.iter().find(|(known, _)| *known == origin).map(|(_, place)| place)
    }

    fn place_at(&mut self, origin: &Origin) -> Option<&mut Place> {
        self.places.iter_mut().find(|(known, _)| known == origin).map(|(_, place)| place)
    }

    fn entry_of(&self, origin: &Origin) -> String {
        entry_name(self.vendor.id(), &origin.ascii_serialization())
    }

    /// The key that may go to the present address.
    pub fn key(&self) -> Option<&ApiKey> {
        self.base.as_ref().ok()?;
        if self.environment_key.is_some() {
            return self.environment_key.as_ref();
        }
        match self.place()? {
            Place::Here { key, .. } => Some(key),
            Place::Unasked | Place::Looking | Place::Empty => None,
        }
    }

    pub fn source(&self) -> KeyState {
        match self.place() {
            _ if self.base.is_err() => KeyState::Absent,
            _ if self.environment_key.is_some() => KeyState::Environment,
            Some(Place::Here { source, .. }) => *source,
            Some(Place::Unasked | Place::Looking) => KeyState::Looking,
            Some(Place::Empty) | None => KeyState::Absent,
        }
    }

    pub fn base_url(&self) -> Result<Arc<str>, Trouble> {
        self.base.as_ref().map(base_text).map_err(Trouble::clone)
    }

    pub fn entry_to_read(&mut self) -> Option<(&'static str, Origin, String)> {
        let origin = self.origin()?;
        let place = self.place_at(&origin).filter(|place| matches!(place, Place::Unasked))?;
        *place = Place::Looking;
        let entry = self.entry_of(&origin);
        Some((self.vendor.id(), origin, entry))
    }

    pub fn look_again(&mut self) {
        for (_, place) in &mut self.places {
            if matches!(place, Place::Empty) {
                *place = Place::Unasked;
            }
        }
    }

    pub fn keyring_answered(&mut self, origin: &Origin, secret: Option<SecretString>) {
        // A key that was typed meanwhile counts more than the one that was kept before.
        let Some(place) = self.place_at(origin).filter(|place| matches!(place, Place::Looking)) else { return };
        *place = match secret.and_then(|secret| ApiKey::new(secret.expose_secret())) {
            Some(key) => Place::Here { key, source: KeyState::Keyring },
            None => Place::Empty,
        };
    }

    pub fn key_typed(&mut self, key: ApiKey) -> Result<(Origin, String), Trouble> {
        let origin = self.base.as_ref().map(Url::origin).map_err(Trouble::clone)?;
        // To take the old key back would replace this one.
        self.forgotten.take_if(|(at, _)| *at == origin);
        self.put(&origin, Place::Here { key, source: KeyState::Session });
        self.environment_key = None;
        self.trouble = None;
        self.go_on();
        let entry = self.entry_of(&origin);
        Ok((origin, entry))
    }

    fn put(&mut self, origin: &Origin, place: Place) {
        match self.place_at(origin) {
            Some(known) => *known = place,
            None => self.places.push((origin.clone(), place)),
        }
    }

    pub fn key_kept(&mut self, origin: &Origin) {
        if let Some(Place::Here { source, .. }) = self.place_at(origin) {
            *source = KeyState::Keyring;
        }
    }

    pub fn forget(&mut self) -> Option<String> {
        let origin = self.origin()?;
        let place = self.place_at(&origin)?;
        if matches!(place, Place::Here { .. }) {
            let gone = std::mem::replace(place, Place::Empty);
            self.forgotten = Some((origin.clone(), gone));
            self.go_on();
        } else {
            *place = Place::Empty;
        }
        Some(self.entry_of(&origin))
    }

    pub fn restore(&mut self) -> Option<(Origin, String, Option<ApiKey>)> {
        let (origin, place) = self.forgotten.take()?;
        let Place::Here { key, source } = place else { return None };
        let was_kept = source == KeyState::Keyring;
        let to_write = was_kept.then(|| key.clone());
        self.put(&origin, Place::Here { key, source: KeyState::Session });
        let entry = self.entry_of(&origin);
        Some((origin, entry, to_write))
    }

    pub fn let_go(&mut self) {
        self.forgotten = None;
    }

    pub fn stop(&mut self, why: Trouble) -> bool {
        let is_news = self.stopped.as_ref().map(|known| &known.rule) != Some(&why.rule);
        self.stopped = Some(why);
        is_news
    }

    pub fn key_is_good(&mut self) {
        if self.stopped.as_ref().is_some_and(|why| why.rule == "held-key-refused") {
            self.stopped = None;
        }
    }

    /// The account's advanced options by id.
    pub fn options(&self) -> &BTreeMap<String, String> {
        &self.options
    }

    pub fn go_on(&mut self) {
        self.stopped = None;
        self.test = KeyTest::Untested;
    }

    pub fn door(&self, task: &Task, is_paid: bool, practice_only: bool) -> Result<Door, Held> {
        let base_url = self.base_url().map_err(Held::Until)?;
        if base_url != task.origin {
            let moved = Trouble::new("held-address-changed");
            return Err(Held::Until(moved.with("was", shown(&task.origin)).with("now", shown(&base_url))));
        }
        if self.source() == KeyState::Looking && !practice_only {
            return Err(Held::Soon);
        }
        let door = self.live_door(practice_only).map_err(Held::Until)?;
        match &self.stopped {
            Some(why) if is_paid => Err(Held::Until(why.clone())),
            Some(_) | None => Ok(door),
        }
    }

    pub fn live_door(&self, practice_only: bool) -> Result<Door, Trouble> {
        let base = self.base.as_ref().map_err(Trouble::clone)?;
        let no_key = || {
            Trouble::new("held-no-key")
                .with("vendor", self.vendor.name())
                .with("variable", key_variable(self.vendor.id()))
        };
        let key = self.key().filter(|_| !practice_only).ok_or_else(no_key)?;
        let (base_url, bound_to) = (base_text(base), base.origin());
        let options = self.options.clone();
        Ok(Door { vendor: self.vendor, base_url, key: key.clone(), bound_to, options: Arc::new(options) })
    }

    /// Another address of this vendor that has a key of its own.
    fn key_elsewhere(&self) -> Option<String> {
        let origin = self.origin();
        let is_elsewhere =
            |(known, place): &&(Origin, Place)| Some(known) != origin.as_ref() && matches!(place, Place::Here { .. });
        let found = self.places.iter().find(is_elsewhere).map(|(known, _)| known.ascii_serialization());
        found.filter(|_| self.source() == KeyState::Absent)
    }

    pub fn card(&self, practice_only: bool) -> AccountCard {
        let vendor = self.vendor;
        let own = std::iter::once(vendor.default_base_url());
        AccountCard {
            vendor: vendor.id(),
            name: vendor.name(),
            base_url: self.base.as_ref().map(|url| base_text(url).to_string()).unwrap_or_default(),
            address: self.address,
            known_addresses: own.chain(vendor.other_base_urls().iter().copied()).collect(),
            key: self.source(),
            key_variable: key_variable(vendor.id()),
            url_variable: url_variable(vendor.id()),
            key_elsewhere: self.key_elsewhere(),
            is_practice: practice_only || self.key().is_none(),
            stopped: self.stopped.clone(),
            test: self.test.clone(),
            trouble: self.base.as_ref().err().or(self.trouble.as_ref()).cloned(),
            options: vendor.options(),
        }
    }
}

fn options_of(settings: &Settings, vendor: &dyn Vendor) -> BTreeMap<String, String> {
    settings.accounts.get(vendor.id()).map(|account| account.options.clone()).unwrap_or_default()
}

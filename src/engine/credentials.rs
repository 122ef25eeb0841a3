//! What a person does with keys, addresses and the proxy. Nothing here waits: the keyring has its own threads.

use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use url::Origin;

use crate::library::files::write_durably;
use crate::model::{Task, Trouble};
use crate::vendors::{self, ApiKey};

use super::accounts::Keep;
use super::addresses::{base_url, public_url};
use super::command::Command;
use super::event::{Event, Job};
use super::keys::{self, KeyringTrouble, PATIENCE, PATIENCE_WITH_A_PROMPT};
use super::proxy::Proxy;
use super::run::{Run, now_millis};
use super::settings::{CapsRead, Settings};
use super::snapshot::{KeyState, Notice, Tone};
use super::timers::Timer;

/// How long a forgotten key can be taken back; a little longer than the window offers it.
const TAKE_BACK: Duration = Duration::from_secs(15);

impl Run {
    pub fn accounts_changed(&mut self) {
        self.look_at_offerings();
        self.show_accounts();
        self.wake_held();
    }

    pub fn show_accounts(&mut self) {
        self.screen.accounts_changed(&self.accounts, &self.network);
    }

    /// Asks the keyring for every key that is not known yet.
    pub fn read_keys(&mut self) {
        for (vendor, origin, entry) in self.accounts.entries_to_read() {
            let store = Arc::clone(&self.options.keys);
            self.jobs.spawn(Job::Keyring(vendor, origin.clone()), async move {
                let answer = keys::ask(store, PATIENCE, move |store| store.read(&entry)).await;
                Event::KeyRead { vendor, origin, answer }
            });
        }
    }

    pub fn on_key_read(
        &mut self,
        vendor: &'static str,
        origin: &Origin,
        answer: Result<Option<SecretString>, KeyringTrouble>,
    ) {
        if let Err(why) = &answer {
            // No notice: a system without a keyring practises in peace, and the settings say what can be done.
            tracing::info!(vendor, %why, "no key from the keyring");
        }
        self.accounts.keyring_answered(vendor, origin, answer);
        self.accounts_changed();
    }

    pub fn store_key(&mut self, vendor: &'static str, key: ApiKey, keep: Keep) {
        let (origin, entry) = match self.accounts.key_typed(vendor, key.clone()) {
            Ok(place) => place,
            Err(trouble) => return self.screen.notify_bad(trouble),
        };
        self.accounts_changed();
        match keep {
            Keep::Keyring => self.write_key(vendor, origin, entry, key),
            Keep::Session => self.say(Tone::Good, Trouble::new("key-for-session-chosen")),
        }
    }

    fn write_key(&mut self, vendor: &'static str, origin: Origin, entry: String, key: ApiKey) {
        let store = Arc::clone(&self.options.keys);
        let secret = SecretString::from(key.expose());
        let mut turn = self.keyring_turns.at(&entry);
        self.jobs.spawn(Job::Other("keyring"), async move {
            turn.comes().await;
            let answer = keys::ask(store, PATIENCE_WITH_A_PROMPT, move |store| store.write(&entry, &secret)).await;
            Event::KeyWritten { vendor, origin, answer }
        });
    }

    pub fn on_key_written(&mut self, vendor: &'static str, origin: &Origin, answer: &Result<(), KeyringTrouble>) {
        self.accounts.keyring_is(answer.clone());
        if answer.is_ok() {
            self.accounts.key_kept(vendor, origin);
        }
        self.show_accounts();
        self.say_kept(answer, "key-stored", "key-for-session");
    }

    fn say_kept(&self, answer: &Result<(), KeyringTrouble>, kept: &str, not_kept: &str) {
        match answer {
            Ok(()) => self.say(Tone::Good, Trouble::new(kept)),
            Err(why) => self.say(Tone::Plain, Trouble::new(not_kept).with("why", keyring_word(why))),
        }
    }

    fn say(&self, tone: Tone, said: Trouble) {
        self.screen.notify(Notice { tone, said, undo: None });
    }

    pub fn forget_key(&mut self, vendor: &'static str) {
        let Some(entry) = self.accounts.forget(vendor) else { return };
        self.accounts_changed();
        self.timers.set(TAKE_BACK, Timer::ForgottenKey(vendor));
        let undo = Some(Command::RestoreKey { vendor });
        self.screen.notify(Notice { tone: Tone::Plain, said: Trouble::new("key-forgotten"), undo });
        self.delete_entry(entry);
    }

    fn delete_entry(&mut self, entry: String) {
        let store = Arc::clone(&self.options.keys);
        let mut turn = self.keyring_turns.at(&entry);
        self.jobs.spawn(Job::Other("keyring"), async move {
            turn.comes().await;
            Event::KeyDeleted(keys::ask(store, PATIENCE_WITH_A_PROMPT, move |store| store.forget(&entry)).await)
        });
    }

    pub fn on_key_deleted(&mut self, answer: Result<(), KeyringTrouble>) {
        match answer {
            // Where there is no keyring, nothing of it is left there.
            Ok(()) | Err(KeyringTrouble::Absent) => {}
            Err(why) => {
                let said = Trouble::new("key-not-forgotten").with("why", keyring_word(&why));
                self.accounts.keyring_is(Err(why));
                self.show_accounts();
                self.say(Tone::Bad, said);
            }
        }
    }

    pub fn restore_key(&mut self, vendor: &'static str) {
        let Some((origin, entry, to_write)) = self.accounts.restore(vendor) else {
            return self.screen.notify_bad(Trouble::new("key-gone"));
        };
        self.accounts_changed();
        if let Some(key) = to_write {
            self.write_key(vendor, origin, entry, key);
        }
    }

    pub fn ask_keyring(&mut self) {
        self.accounts.look_again();
        self.read_keys();
        self.show_accounts();
    }

    pub fn unlock_keyring(&mut self) {
        let store = Arc::clone(&self.options.keys);
        self.jobs.spawn(Job::Other("keyring"), async move {
            Event::KeyringUnlocked(keys::ask(store, PATIENCE_WITH_A_PROMPT, |store| store.unlock()).await)
        });
    }

    pub fn on_keyring_unlocked(&mut self, answer: &Result<(), KeyringTrouble>) {
        self.accounts.keyring_is(answer.clone());
        match answer {
            Ok(()) => {
                self.ask_keyring();
                self.read_proxy_password();
            }
            Err(why) => {
                self.show_accounts();
                self.screen.notify_bad(Trouble::from(why));
            }
        }
    }

    /// 401 and 403 stop this account's submits, and so does a lack of money. A person hears it once.
    /// Gives the refusal back, with the place where money can be mended.
    pub fn note_refusal(&mut self, task: &Task, refusal: Trouble) -> Trouble {
        let rule = match refusal.rule.as_str() {
            "vendor-key-refused" => "held-key-refused",
            "vendor-no-balance" => "held-no-balance",
            _ => return refusal,
        };
        let Some(vendor) = vendors::by_id(&task.vendor) else { return refusal };
        let words = refusal.text("words").unwrap_or_default().to_owned();
        if !task.is_practice {
            let why = Trouble::new(rule).with("vendor", vendor.name()).with("site", vendor.site()).with("words", words);
            if self.accounts.stop(&task.vendor, why) {
                self.show_accounts();
            }
        }
        let rule = if rule == "held-no-balance" { "vendor-no-balance-at" } else { "vendor-key-refused" };
        Trouble { rule: rule.to_owned(), ..refusal }.with("site", vendor.site())
    }

    pub fn try_again(&mut self, vendor: &'static str) {
        self.accounts.go_on(vendor);
        self.accounts_changed();
    }

    /// Takes other settings over, unless one of them can never be right.
    pub fn change_settings(&mut self, mut settings: Settings) {
        settings.own_prices.dated(&self.calendar.date(now_millis()).to_string());
        if let Err(trouble) = check(&settings, &self.settings) {
            // What was shown stays as it was.
            self.screen.settings_changed(&self.settings);
            return self.screen.notify_bad(trouble);
        }
        self.write_settings(&settings);
        self.settings = settings;
        self.screen.settings_changed(&self.settings);
        self.screen.spending_changed();
        self.lay_lines();
        self.settle_accounts();
        if self.network.change(&self.settings.proxy) {
            self.rebuild_transport();
            self.read_proxy_password();
        }
        // A vendor that was paused may go on.
        self.wake_held();
    }

    /// Caps that cannot be read stay in their file until a person has been at the settings: a louder clip lifts no cap.
    fn write_settings(&mut self, settings: &Settings) {
        if self.caps_read == CapsRead::Lost && settings.is_in_passing(&self.settings) {
            return;
        }
        let Ok(text) = serde_json::to_vec_pretty(settings) else { return };
        if let Err(error) = write_durably(&self.library.settings_path(), &text) {
            self.library_failed(&error);
        }
        self.caps_read = CapsRead::Known;
    }

    fn settle_accounts(&mut self) {
        let has_moved = self.accounts.settle(&self.options.environment, &self.settings);
        self.look_at_offerings();
        self.show_accounts();
        if has_moved {
            self.read_keys();
        }
        self.wake_held();
    }

    /// New clients; what is on the wire keeps the old ones to its end.
    fn rebuild_transport(&mut self) {
        match self.network.transport(self.options.submit_timeout) {
            Ok(transport) => self.transport = transport,
            Err(error) => self.screen.notify_bad(Trouble::from(&error)),
        }
        self.accounts_changed();
    }

    pub fn read_proxy_password(&mut self) {
        let Some(entry) = self.network.entry().filter(|_| self.network.is_looking()) else { return };
        let store = Arc::clone(&self.options.keys);
        let name = entry.clone();
        self.jobs.spawn(Job::ProxyPassword(entry.clone()), async move {
            let answer = keys::ask(store, PATIENCE, move |store| store.read(&name)).await;
            Event::ProxyPasswordRead { entry, answer }
        });
    }

    pub fn on_proxy_password_read(&mut self, entry: &str, answer: Result<Option<SecretString>, KeyringTrouble>) {
        self.accounts.keyring_is(answer.as_ref().map(|_| ()).map_err(KeyringTrouble::clone));
        if self.network.is_looking() && self.network.password_came(entry, answer.ok().flatten(), KeyState::Keyring) {
            self.rebuild_transport();
        } else {
            self.show_accounts();
        }
    }

    pub fn store_proxy_password(&mut self, password: SecretString, keep: Keep) {
        let Some(entry) = self.network.entry() else { return };
        let secret = SecretString::from(password.expose_secret());
        self.network.password_came(&entry, Some(password), KeyState::Session);
        self.rebuild_transport();
        if keep == Keep::Session {
            return self.say(Tone::Good, Trouble::new("proxy-password-for-session-chosen"));
        }
        let (store, name) = (Arc::clone(&self.options.keys), entry.clone());
        let mut turn = self.keyring_turns.at(&entry);
        self.jobs.spawn(Job::Other("keyring"), async move {
            turn.comes().await;
            let answer = keys::ask(store, PATIENCE_WITH_A_PROMPT, move |store| store.write(&name, &secret)).await;
            Event::ProxyPasswordWritten { entry, answer }
        });
    }

    pub fn on_proxy_password_written(&mut self, entry: &str, answer: &Result<(), KeyringTrouble>) {
        self.accounts.keyring_is(answer.clone());
        if answer.is_ok() {
            self.network.password_kept(entry);
        }
        self.show_accounts();
        self.say_kept(answer, "proxy-password-stored", "proxy-password-for-session");
    }

    pub fn forget_proxy_password(&mut self) {
        let Some(entry) = self.network.entry() else { return };
        self.network.password_came(&entry, None, KeyState::Absent);
        self.rebuild_transport();
        self.delete_entry(entry);
    }
}

/// Why what is new in these settings can never be right.
fn check(settings: &Settings, before: &Settings) -> Result<(), Trouble> {
    for (vendor, account) in &settings.accounts {
        if before.accounts.get(vendor) == Some(account) {
            continue;
        }
        account.base_url.as_deref().map(base_url).transpose()?;
        for text in account.options.values().filter(|value| value.contains("://")) {
            public_url(text)?;
        }
    }
    match &settings.proxy {
        Proxy::Manual(manual) if settings.proxy != before.proxy => manual.url().map(drop),
        Proxy::System | Proxy::None | Proxy::Manual(_) => Ok(()),
    }
}

/// What is wrong with the keyring, as a word that a sentence picks by.
fn keyring_word(trouble: &KeyringTrouble) -> &'static str {
    match trouble {
        KeyringTrouble::Absent => "absent",
        KeyringTrouble::Locked => "locked",
        KeyringTrouble::Silent => "silent",
        KeyringTrouble::Broken { .. } => "broken",
    }
}

pub fn broken_keyring() -> KeyringTrouble {
    KeyringTrouble::Broken { detail: "–".to_owned() }
}

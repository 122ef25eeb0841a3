//! Trying a key with a call that costs nothing, and what its answer means in words.

use crate::model::Trouble;
use crate::vendors::outcome::{BalanceAnswer, of_balance};
use crate::vendors::{self, Vendor};

use super::event::{Event, Job};
use super::run::Run;
use super::snapshot::{KeyTest, Tone};
use super::transport::Came;

impl Run {
    pub fn test_key(&mut self, vendor: &'static str) {
        let door = match self.accounts.live_door(vendor).and_then(|door| self.network.route().map(|_| door)) {
            Ok(door) => door,
            Err(trouble) => return self.tell_test(vendor, told(Tone::Bad, trouble)),
        };
        let Some(request) = door.vendor.test_key(&door.base_url) else {
            let said = Trouble::new("key-test-none").with("vendor", door.vendor.name());
            return self.tell_test(vendor, told(Tone::Plain, said));
        };
        self.tell_test(vendor, KeyTest::Asking);
        let (transport, base_url) = (self.transport.clone(), door.base_url.clone());
        self.jobs.spawn(Job::KeyTest(vendor), async move {
            let came = match transport.poll(&door, &request).await {
                Ok(came) => came,
                Err(error) => Came::NeverLeft { why: error.to_string() },
            };
            Event::KeyTested { vendor, base_url, came }
        });
    }

    pub fn on_key_tested(&mut self, vendor: &'static str, base_url: &str, came: &Came) {
        let Some(translator) = vendors::by_id(vendor) else { return };
        // An answer from an address that was left meanwhile says nothing of this one.
        if !self.accounts.origin(vendor, false).is_ok_and(|now| *now == *base_url) {
            return;
        }
        let test = judge(translator, came, self.network.named_for(base_url));
        if matches!(&test, KeyTest::Told { tone: Tone::Good, .. }) {
            self.accounts.key_is_good(vendor);
        }
        self.tell_test(vendor, test);
        self.wake_held();
    }

    pub fn key_test_broke(&mut self, vendor: &'static str) {
        self.tell_test(vendor, told(Tone::Bad, Trouble::new("engine-worker-broke")));
    }

    fn tell_test(&mut self, vendor: &'static str, test: KeyTest) {
        self.accounts.key_test(vendor, test);
        self.show_accounts();
    }
}

fn told(tone: Tone, said: Trouble) -> KeyTest {
    KeyTest::Told { tone, said, balance: None }
}

fn judge(vendor: &dyn Vendor, came: &Came, proxy: Option<&str>) -> KeyTest {
    let about = |rule: &str| Trouble::new(rule).with("vendor", vendor.name()).with("site", vendor.site());
    if let Came::NeverLeft { why } | Came::Lost { why } = came {
        return told(Tone::Bad, unreached(about, why, proxy));
    }
    match of_balance(vendor, came.wire()) {
        BalanceAnswer::Balance(balance) => {
            KeyTest::Told { tone: Tone::Good, said: about("key-test-good"), balance: Some(balance) }
        }
        BalanceAnswer::Refused(refusal) => {
            let words = refusal.words.unwrap_or_default();
            match refusal.code {
                402 => told(Tone::Plain, about("key-test-no-money").with("words", words)),
                code => told(Tone::Bad, about("key-test-refused").with("code", code).with("words", words)),
            }
        }
        BalanceAnswer::Trouble(trouble) => {
            let words = trouble.words.unwrap_or_default();
            told(Tone::Plain, about("key-test-unclear").with("code", trouble.code).with("words", words))
        }
    }
}

/// Nothing is known of the key; whose fault it was is said as far as it can be told.
fn unreached(about: impl Fn(&str) -> Trouble, why: &str, proxy: Option<&str>) -> Trouble {
    let blames_proxy = ["tunnel", "proxy", "socks"].iter().any(|word| why.to_ascii_lowercase().contains(word));
    match proxy {
        Some(proxy) => about("key-test-proxy").with("proxy", proxy).with("detail", why),
        None if blames_proxy => about("key-test-system-proxy").with("detail", why),
        None => about("key-test-unreached").with("detail", why),
    }
}

//! Money in the window: the price on the button, caps that block, the ledger, one's own prices, and one click as one wish.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

mod studio;

use std::sync::Arc;

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2};
use egui_kittest::kittest::NodeT as _;
use shotloom::engine::snapshot::{KeyState, LedgerLine, LedgerPage};
use shotloom::engine::{Command, Settings};
use shotloom::model::cap::{Cap, Spent};
use shotloom::model::ledger::Sums;
use shotloom::model::price::{Amounts, Money, OwnPrice};
use shotloom::model::{Draft, Language, Mode, Secs};
use shotloom::words::Words;
use studio::{FakeEngine, Studio, samples};

const CENT: u64 = 10_000;

fn five_seconds() -> Draft {
    Draft { seconds: Secs(5), mode: Some(Mode::Std), ..samples::draft("a fox in the snow") }
}

/// With a key, so that it costs something.
fn live(draft: Draft) -> FakeEngine {
    let mut engine = FakeEngine::new().with_draft(draft);
    engine.set_key(KeyState::Keyring);
    engine
}

fn own(per_sec: Money, sound: bool) -> OwnPrice {
    let offering = shotloom::vendors::DEFAULT_OFFERING.to_owned();
    OwnPrice { offering, mode: Mode::Std, sound, per_sec, set_on: "2026-11-20".to_owned() }
}

/// Ten cents a silent second, fifteen a loud one.
fn priced(draft: Draft) -> FakeEngine {
    let mut engine = live(draft);
    let settings = Arc::make_mut(&mut engine.snapshot.settings);
    settings.own_prices.set(own(Money::MicroUsd(10 * CENT), false));
    settings.own_prices.set(own(Money::MicroUsd(15 * CENT), true));
    engine
}

fn with_cap(cents: u64, spent: u64) -> FakeEngine {
    let mut engine = priced(five_seconds());
    Arc::make_mut(&mut engine.snapshot.settings).caps.day = Cap { micro_usd: Some(cents * CENT), ..Cap::default() };
    let spent = Amounts::of(Some(Money::MicroUsd(spent * CENT)));
    engine.snapshot.spent = Spent { day: spent, month: spent };
    engine
}

fn submits(told: &[Command]) -> usize {
    told.iter().filter(|command| matches!(command, Command::Submit { .. })).count()
}

fn changed(told: &[Command]) -> &Settings {
    match told.last() {
        Some(Command::ChangeSettings(settings)) => settings,
        _ => unreachable!("{told:?}"),
    }
}

mod the_button {
    use super::*;

    #[test]
    fn carries_count_by_seconds_by_mode_by_sound() {
        let mut studio = Studio::open(priced(five_seconds()));
        assert_eq!(studio.count("Generate  $0.50"), 1);
        for _ in 0..2 {
            studio.click("Videos: +1");
        }
        assert_eq!(studio.count("Generate  $1.50"), 1);
        studio.click("Sound");
        assert_eq!(studio.count("Generate  $2.25"), 1);
    }

    #[test]
    fn says_credits_where_the_price_is_in_credits() {
        let mut engine = live(five_seconds());
        Arc::make_mut(&mut engine.snapshot.settings).own_prices.set(own(Money::MilliCredits(16_900), false));
        assert_eq!(Studio::open(engine).count("Generate  84.5 credits"), 1);
    }

    #[test]
    fn says_nothing_that_nobody_knows() {
        let studio = Studio::open(live(five_seconds()));
        assert_eq!((studio.count("Generate"), studio.count("price unknown")), (1, 1));
    }

    #[test]
    fn orders_ten_at_most() {
        let mut studio = Studio::open(priced(five_seconds()));
        for _ in 0..12 {
            studio.get("Videos: +1").click();
            studio.settle();
        }
        studio.click("Generate  $5.00");
        let told = studio.told();
        assert!(matches!(&told[..], [Command::Submit { count: 10, .. }]), "{told:?}");
    }

    #[test]
    fn is_shut_by_a_cap_and_says_which() {
        let mut studio = Studio::open(with_cap(100, 60));
        studio.click("Generate  $0.50");
        assert_eq!(submits(&studio.told()), 0);
        let node = studio.get("Generate  $0.50");
        let why = node.accesskit_node().description().unwrap_or_default();
        assert!(["$1.00", "$0.60", "$0.50", "settings"].iter().all(|fact| why.contains(fact)), "{why}");
    }

    #[test]
    fn sends_up_to_the_cap() {
        let mut studio = Studio::open(with_cap(100, 50));
        studio.click("Generate  $0.50");
        assert_eq!(submits(&studio.told()), 1);
    }

    #[test]
    fn is_shut_by_a_cap_where_the_price_is_unknown() {
        let mut engine = with_cap(100, 0);
        Arc::make_mut(&mut engine.snapshot.settings).own_prices = Settings::default().own_prices;
        let studio = Studio::open(engine);
        let node = studio.get("Generate");
        let why = node.accesskit_node().description().unwrap_or_default();
        assert!(why.contains("unknown") && why.contains("settings"), "{why}");
    }

    #[test]
    fn practises_under_any_cap() {
        let mut engine = with_cap(0, 900);
        engine.set_key(KeyState::Absent);
        let mut studio = Studio::open(engine);
        studio.click("Generate (practice)");
        assert_eq!(submits(&studio.told()), 1);
    }
}

mod one_click_is_one_wish {
    use super::*;

    fn key(studio: &mut Studio, repeat: bool, modifiers: Modifiers) {
        studio.window.event(Event::Key { key: Key::Enter, physical_key: None, pressed: true, repeat, modifiers });
        studio.settle();
    }

    /// The engine took the batch at once, as a fast one does.
    fn next_batch(studio: &mut Studio) {
        studio.engine.snapshot.next_batch += 1;
        studio.engine.publish();
        studio.settle();
    }

    #[test]
    fn a_key_that_is_held_down_sends_once() {
        let mut studio = Studio::open(priced(five_seconds()));
        let mut sent = 0;
        for press in 0..30 {
            key(&mut studio, press > 0, Modifiers::COMMAND);
            sent += submits(&studio.told());
            next_batch(&mut studio);
        }
        assert_eq!(sent, 1);
    }

    #[test]
    fn enter_held_on_the_focused_button_sends_once() {
        let mut studio = Studio::open(priced(five_seconds()));
        studio.get("Generate  $0.50").focus();
        studio.settle();
        let mut sent = 0;
        for press in 0..30 {
            key(&mut studio, press > 0, Modifiers::NONE);
            sent += submits(&studio.told());
            next_batch(&mut studio);
        }
        assert_eq!(sent, 1);
    }

    #[test]
    fn a_double_click_sends_once_however_fast_the_engine_is() {
        let mut studio = Studio::open_quick(priced(five_seconds()));
        let at = studio.get("Generate  $0.50").rect().center();
        let mut sent = 0;
        for _ in 0..2 {
            for pressed in [true, false] {
                click_at(&mut studio, at, pressed);
            }
            studio.window.step();
            studio.engine.serve();
            sent += submits(&studio.engine.take_heard());
            studio.engine.snapshot.next_batch += 1;
            studio.engine.publish();
        }
        studio.settle();
        sent += submits(&studio.told());
        assert_eq!(sent, 1);
    }

    fn click_at(studio: &mut Studio, pos: Pos2, pressed: bool) {
        studio.window.event(Event::PointerMoved(pos));
        let button = PointerButton::Primary;
        studio.window.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
    }

    #[test]
    fn the_same_batch_is_never_sent_twice() {
        let mut studio = Studio::open(priced(five_seconds()));
        for _ in 0..3 {
            key(&mut studio, false, Modifiers::COMMAND);
        }
        assert_eq!(submits(&studio.told()), 1);
    }
}

mod the_ledger {
    use super::*;

    fn sums(videos: u64, cents: u64) -> Sums {
        let amounts = Amounts::of(Some(Money::MicroUsd(cents * CENT)));
        Sums { videos, seconds: 5 * videos, estimate: amounts, billed: amounts, counted: amounts, ..Sums::default() }
    }

    fn ledger() -> FakeEngine {
        let mut engine = live(five_seconds());
        let line = |name: &str, sums| LedgerLine { name: name.to_owned(), sums };
        engine.ledger = vec![line("2026-11-27", sums(3, 150)), line("2026-11-02", sums(1, 56))];
        let mut month = sums(4, 206);
        month.unknown = 2;
        month.counted.milli_credits = 84_500;
        month.counted.unpriced = 1;
        month.refunded = 1;
        month.unsettled = Amounts::of(Some(Money::MicroUsd(56 * CENT)));
        engine.snapshot.ledger =
            Arc::new(LedgerPage { today: sums(3, 150), this_month: month, whole: month, ..LedgerPage::default() });
        engine
    }

    fn opened(engine: FakeEngine, language: Language, size: Vec2) -> Studio {
        let mut studio = Studio::open_in(engine, language, size);
        studio.press_with(Modifiers::COMMAND, Key::Num4);
        studio
    }

    fn usual() -> Studio {
        opened(ledger(), Language::English, Vec2::new(1280.0, 800.0))
    }

    #[test]
    fn shows_today_and_this_month_and_says_what_a_sum_does_not() {
        let studio = usual();
        for words in [
            "Today",
            "$1.50",
            "This month",
            "$2.06 + 84.5 credits",
            "2 of unknown outcome, counted as spent",
            "1 of unknown price, in no sum",
            "1 failed at no charge, says the vendor",
            "$0.56 stands for failed videos",
        ] {
            assert!(studio.sees(words), "{words}");
        }
    }

    #[test]
    fn a_line_says_estimate_against_bill() {
        let studio = usual();
        assert!(studio.sees("2026-11-27: Videos 3, Seconds 15 s, Expected $1.50, Billed $1.50, Counts as $1.50"));
        assert!(studio.sees("2026-11-02: "));
    }

    #[test]
    fn is_asked_by_month_and_by_kind() {
        use shotloom::model::ledger::By;
        let mut studio = usual();
        studio.told();
        studio.click("Lines: By project");
        studio.click("Earlier month");
        let told = studio.told();
        let asked: Vec<_> =
            told.iter().filter_map(|c| if let Command::BrowseLedger(query) = c { Some(query) } else { None }).collect();
        assert!(asked.iter().any(|query| query.by == By::Project), "{told:?}");
        assert!(asked.last().is_some_and(|query| query.month.month == 10), "{told:?}");
        assert!(studio.sees("Nothing was spent this month"));
        studio.click("Later month");
        assert!(studio.sees("2026-11-27"));
    }

    #[test]
    fn is_summed_no_more_once_it_is_left() {
        let mut studio = usual();
        studio.told();
        studio.press_with(Modifiers::COMMAND, Key::Num1);
        let told = studio.told();
        assert!(matches!(&told[..], [Command::BrowseLedger(query)] if query.len == 0), "{told:?}");
    }

    #[test]
    fn fits_the_narrowest_window_in_both_languages() {
        for language in Language::ALL {
            let words = Words::of(language);
            let studio = opened(ledger(), language, Vec2::new(960.0, 600.0));
            let queue = studio.get(words.get("queue-title")).rect().left();
            for id in ["ledger-export", "ledger-month-after"] {
                let control = studio.get(words.get(id)).rect();
                assert!(control.right() < queue, "{id} in {language:?} at {control:?} lies under the queue");
            }
        }
    }
}

mod the_settings {
    use super::*;

    fn settings_page(engine: FakeEngine) -> Studio {
        let mut studio = Studio::open_in(engine, Language::English, Vec2::new(1280.0, 2400.0));
        studio.press_with(Modifiers::COMMAND, Key::Comma);
        studio.told();
        studio
    }

    #[test]
    fn a_cap_is_typed_and_taken_and_lifted() {
        let mut studio = settings_page(live(five_seconds()));
        studio.write("Cap: A day, US dollars", "12.5");
        studio.press(Key::Enter);
        let told = studio.told();
        assert_eq!(changed(&told).caps.day.micro_usd, Some(1_250 * CENT));
        studio.write("Cap: A month, credits", "900");
        studio.press(Key::Enter);
        let told = studio.told();
        assert_eq!(changed(&told).caps.month.milli_credits, Some(900_000));
        assert_eq!(changed(&told).caps.day.micro_usd, Some(1_250 * CENT), "the other one stands");
        studio.get("Cap: A day, US dollars").focus();
        studio.settle();
        studio.press_with(Modifiers::COMMAND, Key::A);
        studio.press(Key::Backspace);
        studio.press(Key::Enter);
        assert_eq!(changed(&studio.told()).caps.day, Cap::default());
    }

    #[test]
    fn what_is_no_amount_changes_nothing_and_says_why_and_escape_drops_it() {
        let mut studio = settings_page(with_cap(100, 0));
        studio.write("Cap: A day, US dollars", "lots");
        studio.press(Key::Enter);
        assert!(studio.told().is_empty());
        assert!(studio.sees("lots” is no amount in dollars"));
        studio.field("Cap: A day, US dollars").focus();
        studio.settle();
        studio.press(Key::Escape);
        assert!(!studio.sees("is no amount"));
        assert_eq!(studio.field("Cap: A day, US dollars").value().as_deref(), Some("1.00"));
        studio.write("Cap: A day, US dollars", "7");
        studio.press(Key::Escape);
        assert_eq!(studio.field("Cap: A day, US dollars").value().as_deref(), Some("1.00"));
        studio.click("Kling V3 · MuleRouter");
        let price = "Kling V3 · MuleRouter: std, silent";
        let before = studio.field(price).value();
        studio.write(price, "cheap");
        studio.press(Key::Enter);
        assert!(studio.sees("cheap” is no amount in dollars"));
        studio.write(price, "5");
        studio.press(Key::Escape);
        assert_eq!(studio.field(price).value(), before);
        assert!(studio.told().is_empty());
    }

    #[test]
    fn ones_own_price_is_typed_shown_as_yours_and_taken_back() {
        let mut studio = settings_page(live(five_seconds()));
        studio.click("Kling V3 · MuleRouter");
        studio.write("Kling V3 · MuleRouter: std, silent", "0.11");
        studio.press(Key::Enter);
        let told = studio.told();
        let price = changed(&told).own_prices.get(shotloom::vendors::DEFAULT_OFFERING, Mode::Std, false).cloned();
        assert_eq!(price.map(|price| price.per_sec), Some(Money::MicroUsd(11 * CENT)));
        assert_eq!(studio.count("yours"), 1);
        studio.click("Take the list's price again: Kling V3 · MuleRouter: std, silent");
        assert_eq!(changed(&studio.told()).own_prices.iter().count(), 0);
        assert_eq!(studio.count("yours"), 0);
    }

    #[test]
    fn how_many_run_at_once_is_chosen_between_one_and_twenty() {
        let mut studio = settings_page(live(five_seconds()));
        studio.click("Videos at once at MuleRouter: +1");
        assert_eq!(changed(&studio.told()).at_once("mulerouter"), 4);
        for _ in 0..25 {
            studio.get("Videos at once at MuleRouter: +1").click();
            studio.settle();
        }
        assert_eq!(studio.engine.snapshot.settings.at_once("mulerouter"), 20);
    }

    #[test]
    fn a_vendor_is_paused_there_too() {
        let mut studio = settings_page(live(five_seconds()));
        studio.click("Pause MuleRouter");
        assert!(matches!(&studio.told()[..], [Command::PauseVendor(vendor)] if &**vendor == "mulerouter"));
        assert!(studio.sees("MuleRouter is paused: nothing more is sent to it"));
    }
}

mod what_vendors_tell {
    use super::*;
    use shotloom::engine::snapshot::{AccountCard, BalanceCard, Estimate, EstimateSaid};
    use shotloom::model::price::Balance;

    const CREDITS: Money = Money::MilliCredits(84_500);

    /// A draft for the offering whose vendor tells its price, with a key for it.
    fn teller() -> FakeEngine {
        let row = shotloom::vendors::rows().find(|row| row.caps.has_estimate).expect("one tells its price");
        let draft = Draft { offering: row.id.into(), mode: None, ..five_seconds() };
        let mut engine = FakeEngine::new().with_draft(draft);
        let account = AccountCard {
            vendor: row.vendor,
            name: "Teller",
            key: KeyState::Keyring,
            is_practice: false,
            ..engine.snapshot.accounts[0].clone()
        };
        engine.snapshot.accounts = [account].into();
        engine
    }

    fn asked(told: &[Command]) -> usize {
        told.iter().filter(|command| matches!(command, Command::AskEstimate(_))).count()
    }

    fn answer(studio: &mut Studio, said: EstimateSaid) {
        let draft = Arc::clone(&studio.engine.snapshot.desk.as_ref().expect("a draft").draft);
        studio.engine.snapshot.estimate = Some(Estimate { draft, said });
        studio.engine.publish();
        studio.settle();
    }

    #[test]
    fn the_price_is_asked_for_once_the_draft_rests_and_stands_on_the_button() {
        let mut studio = Studio::open(teller());
        studio.window.run_steps(8);
        assert_eq!(asked(&studio.told()), 1);
        studio.window.run_steps(20);
        assert_eq!(asked(&studio.told()), 0, "once is enough");
        answer(&mut studio, EstimateSaid::Asking);
        assert_eq!(studio.count("price: asking…"), 1);
        answer(&mut studio, EstimateSaid::Costs(CREDITS));
        assert_eq!(studio.count("Generate  84.5 credits"), 1);
        studio.click("Videos: +1");
        assert_eq!(studio.count("Generate  169 credits"), 1);
    }

    #[test]
    fn an_estimate_of_another_draft_is_no_price_of_this_one() {
        let mut studio = Studio::open(teller());
        answer(&mut studio, EstimateSaid::Costs(CREDITS));
        studio.told();
        studio.click("Sound");
        studio.window.run_steps(8);
        assert_eq!(studio.count("Generate  84.5 credits"), 0);
        assert_eq!(asked(&studio.told()), 1, "it is asked anew");
    }

    #[test]
    fn nobody_is_asked_without_a_key() {
        let mut engine = teller();
        let account = AccountCard { key: KeyState::Absent, is_practice: true, ..engine.snapshot.accounts[0].clone() };
        engine.snapshot.accounts = [account].into();
        let mut studio = Studio::open(engine);
        studio.window.run_steps(8);
        assert!(studio.told().is_empty());
    }

    #[test]
    fn the_balance_stands_beside_the_button_and_is_asked_for_by_a_click() {
        let mut engine = teller();
        let vendor = engine.snapshot.accounts[0].vendor;
        let card = BalanceCard { balance: Balance::Left(Money::MilliCredits(1_200_000)), at_millis: 0 };
        engine.snapshot.balances = Arc::new([(vendor, card)].into());
        let mut studio = Studio::open(engine);
        assert!(matches!(&studio.told()[..], [Command::AskBalance(_), ..]), "once, when the bar is first seen");
        studio.click("1200 credits left");
        assert!(studio.told().iter().any(|command| matches!(command, Command::AskBalance(_))));
    }
}

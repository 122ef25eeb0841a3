//! Switching the offering: the form follows the row, the draft stays whole, and every remark has its way out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops loudly")]

#[expect(dead_code, reason = "this suite uses a part of it")]
mod composing;

use composing::Window;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shotloom::model::capabilities::{Field, ImageTransport, SoundRule};
use shotloom::model::price::Price;
use shotloom::model::{AspectRatio, Capabilities, Cut, Draft, Language, Mode, Row};

static PRICES: [Price; 4] = [
    price(Mode::Std, false, 80_000),
    Price { note: Some("price-two-figures"), ..price(Mode::Std, true, 120_000) },
    price(Mode::Pro, false, 100_000),
    price(Mode::Pro, true, 150_000),
];

const fn price(mode: Mode, sound: bool, micro_usd_per_sec: u64) -> Price {
    Price { mode, sound, micro_usd_per_sec, seen_on: "2026-10-12", source: "a page", note: None }
}

fn row(id: &'static str, model_name: &'static str, change: impl FnOnce(&mut Capabilities)) -> &'static Row {
    let shipped = shotloom::vendors::row(shotloom::vendors::DEFAULT_OFFERING).unwrap();
    let mut row = Row { id, vendor: id.split('/').next().unwrap(), model_name, caps: shipped.caps.clone() };
    change(&mut row.caps);
    Box::leak(Box::new(row))
}

/// Three sellers: a plain one with two models, a bare one, and a sharp one.
fn rows() -> Vec<&'static Row> {
    vec![
        row("plain/one", "Model One", |caps| caps.modes = &[Mode::Std, Mode::Pro]),
        row("plain/omni", "Model Omni", |caps| {
            caps.modes = &[Mode::Std, Mode::Pro];
            caps.default_mode = Mode::Pro;
            caps.elements.max = 7;
        }),
        row("sharp/one", "Model One", |caps| {
            caps.modes = &[Mode::Std, Mode::Pro, Mode::FourK];
            caps.takes_watermark = true;
            caps.elements.description = Field::Demanded;
        }),
        row("bare/one", "Model One", |caps| {
            caps.modes = &[Mode::Std, Mode::Pro];
            caps.negative_prompt_max = None;
            caps.sound = SoundRule::ForcedWithCuts { rise_percent: 50 };
            caps.frames.cuts_need_one_picture = true;
            caps.transport = ImageTransport::Upload;
            caps.prices = &PRICES;
            caps.max_seconds = shotloom::model::Secs(10);
        }),
    ]
}

fn seller(vendor: &str) -> &'static str {
    match vendor {
        "plain" => "Plain",
        "sharp" => "Sharp",
        _ => "Bare",
    }
}

fn draft() -> Draft {
    Draft { prompt: "a fox in snow".into(), ..Draft::new("plain/one") }
}

fn open(draft: Draft) -> Window {
    Window::open_with(Language::English, draft, rows(), seller)
}

fn click(window: &mut Window, name: &str) {
    window.harness.get_by_label(name).click();
    window.wait();
}

fn sees(window: &Window, words: &str) -> bool {
    window.harness.query_all_by_label_contains(words).next().is_some()
}

fn offering(window: &mut Window) -> String {
    window.saved().map(|draft| draft.offering.to_string()).unwrap_or_default()
}

/// Picks an offering from the list.
fn pick(window: &mut Window, from: &str, to: &str) {
    click(window, &format!("Made by: {from}"));
    click(window, to);
}

#[test]
fn the_list_is_grouped_by_seller_and_marks_what_would_be_refused() {
    let mut window = open(Draft { negative_prompt: "blur".into(), ..draft() });
    click(&mut window, "Made by: Model One · Plain");
    for seller in ["Plain", "Sharp", "Bare"] {
        assert_eq!(window.harness.query_all_by_label(seller).count(), 1, "{seller}");
    }
    for line in ["Model One · Plain", "Model Omni · Plain", "Model One · Sharp"] {
        assert_eq!(window.harness.query_all_by_label(line).count(), 1, "{line}");
    }
    click(&mut window, "Model One · Bare: 1 thing stands in the way");
    assert_eq!(offering(&mut window), "bare/one");
}

#[test]
fn a_pick_by_keyboard_closes_the_list() {
    let mut window = open(draft());
    click(&mut window, "Made by: Model One · Plain");
    window.harness.get_by_label("Model Omni · Plain").focus();
    window.wait();
    window.harness.key_press(egui::Key::Enter);
    window.wait();
    assert!(window.harness.query_by_label("Model One · Sharp").is_none(), "the list is closed");
    assert_eq!(offering(&mut window), "plain/omni");
}

#[test]
fn a_switch_keeps_the_draft_whole_and_says_what_is_not_taken() {
    let whole = Draft { negative_prompt: "blur".into(), watermark: true, mode: Some(Mode::FourK), ..draft() };
    let mut window = open(Draft { offering: "sharp/one".into(), ..whole.clone() });
    pick(&mut window, "Model One · Sharp", "Model One · Bare: 3 things stand in the way");
    let saved = window.saved().unwrap();
    assert_eq!(*saved, Draft { offering: "bare/one".into(), ..whole });
    for words in ["A negative prompt is not taken here", "4K is not offered here", "A watermark cannot be asked for"] {
        assert!(sees(&window, words), "{words}");
    }
    // It may lie below the fold: a screen reader reaches it all the same.
    window.harness.get_by_label("Turn the watermark off").click_accesskit();
    assert!(!window.saved().unwrap().watermark);
    assert!(!sees(&window, "A watermark cannot be asked for"));
    window.harness.query_all_by_label("Remove the negative prompt").next().unwrap().click();
    assert_eq!(&*window.saved().unwrap().negative_prompt, "");
    assert!(!sees(&window, "A negative prompt is not taken here"));
}

#[test]
fn a_remark_offers_the_seller_that_takes_it_and_one_undo_brings_the_first_one_back() {
    let mut window = open(Draft { mode: Some(Mode::FourK), ..draft() });
    click(&mut window, "Use Model One · Sharp, which has 4K");
    assert_eq!(offering(&mut window), "sharp/one");
    assert!(!sees(&window, "4K is not offered here"));
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    assert_eq!(offering(&mut window), "plain/one");
    assert!(sees(&window, "4K is not offered here"));
}

#[test]
fn several_shots_say_what_the_sound_and_the_picture_will_be() {
    let mut window = open(Draft { cut: Cut::ByVendor, offering: "bare/one".into(), ..draft() });
    assert!(sees(&window, "the sound is always on here, and charged as such: about 50 % more"));
    assert!(sees(&window, "Several shots need exactly one picture here"));
    assert_eq!(window.harness.query_all_by_label("Make it one take").count(), 1);
    click(&mut window, "Make it one take");
    assert_eq!(window.saved().unwrap().cut, Cut::OneShot);
}

#[test]
fn lengths_and_options_come_from_the_row() {
    let mut window = open(Draft { offering: "bare/one".into(), seconds: shotloom::model::Secs(12), ..draft() });
    assert!(sees(&window, "The video is 12 s long, and 10 s is the most"));
    assert!(!sees(&window, "Quality: 4K"));
    assert_eq!(window.harness.query_all_by_label("Watermark").count(), 0);
    pick(&mut window, "Model One · Bare", "Model One · Sharp");
    assert!(!sees(&window, "10 s is the most"));
    assert!(sees(&window, "Quality: 4K"));
    assert_eq!(window.harness.query_all_by_label("Watermark").count(), 1);
}

#[test]
fn who_can_make_this_shows_everybody_and_one_click_switches() {
    let picky = Draft { mode: Some(Mode::FourK), aspect_ratio: AspectRatio::Square, ..draft() };
    let mut window = open(picky);
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::W);
    window.wait();
    for line in [
        "Model One · Plain: 1 thing stands in the way",
        "Model Omni · Plain: 1 thing stands in the way",
        "Model One · Sharp: Takes it as it is",
        "Model One · Bare: 1 thing stands in the way",
    ] {
        assert_eq!(window.harness.query_all_by_label(line).count(), 1, "{line}");
    }
    click(&mut window, "Use Model One · Sharp");
    assert_eq!(offering(&mut window), "sharp/one");
    assert!(!sees(&window, "Who can make this?: "), "the sheet is closed");
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    assert_eq!(offering(&mut window), "plain/one");
}

#[test]
fn who_can_make_this_names_prices_and_what_differs() {
    let mut window = open(Draft { cut: Cut::ByVendor, ..draft() });
    click(&mut window, "Who can make this?");
    assert!(sees(&window, "Sound will be on: 50 % more"));
    assert!(sees(&window, "Makes 1080p unless you choose"));
    assert!(sees(&window, "$0.60"), "5 s at 720p with the forced sound");
}

#[test]
fn what_a_vendor_sells_since_today_is_offered_and_judged_so_at_once() {
    let mut window = open(Draft { mode: Some(Mode::FourK), ..draft() });
    assert!(sees(&window, "4K is not offered here"));
    let grown = row("plain/one", "Model One", |caps| caps.modes = &Mode::ALL);
    window.publish(|snapshot| snapshot.offerings = [grown].into());
    window.wait();
    assert!(sees(&window, "Quality: 4K") && !sees(&window, "4K is not offered here"));
    window.publish(|snapshot| snapshot.offerings = [].into());
    window.wait();
    assert!(sees(&window, "4K is not offered here"), "it is as shipped again");
}

/// What a screen reader hears beside a name, which is what a tooltip tells the eye.
fn heard(window: &Window, name: &str) -> String {
    let node = window.harness.query_all_by_label_contains(name).next().unwrap();
    node.accesskit_node().data().description().unwrap_or_default().to_owned()
}

#[test]
fn what_is_to_be_said_beside_a_price_is_said_on_the_button_and_beside_the_others() {
    let draft = Draft { sound: true, ..draft() };
    let says = [(Language::English, "Two figures are known for this"), (Language::Chinese, "此项有两个已知价格")];
    for (language, note) in says {
        let bare = Draft { offering: "bare/one".into(), ..draft.clone() };
        let mut window = Window::open_with(language, bare, rows(), seller);
        assert!(heard(&window, "$0.60").contains(note), "{}", heard(&window, "$0.60"));
        click(&mut window, shotloom::words::Words::of(language).get("verb-who-can"));
        let prices = window.harness.query_all_by_label("$0.60");
        let heard: Vec<_> =
            prices.map(|price| price.accesskit_node().data().description().unwrap_or_default().to_owned()).collect();
        assert!(heard.len() == 1 && heard[0].starts_with(note), "{heard:?}");
    }
    let silent = Draft { offering: "bare/one".into(), sound: false, ..draft };
    let window = open(silent);
    assert!(!heard(&window, "$0.40").contains("Two figures"), "only where there is something to say");
}

#[test]
fn all_of_it_is_said_in_chinese_too() {
    let draft = Draft { mode: Some(Mode::FourK), ..draft() };
    let mut window = Window::open_with(Language::Chinese, draft, rows(), seller);
    assert!(sees(&window, "改用 Model One · Sharp（提供 4K）"));
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::W);
    window.wait();
    assert!(sees(&window, "可直接生成") && sees(&window, "有 1 处不符合"));
}

mod the_wire {
    use std::sync::Arc;

    use shotloom::engine::Command;
    use shotloom::engine::snapshot::{Wire, WireKind, WireOf, WireRequest};

    use super::*;

    fn shown(draft: Arc<Draft>, offering: &str) -> Wire {
        let request = WireRequest {
            kind: WireKind::Submit,
            json: "{ \"headers\": \"Bearer $KEY\" }".to_owned(),
            curl: "curl -X POST".to_owned(),
        };
        let of = WireOf::Draft { draft, offering: offering.into() };
        Wire { of, requests: vec![request], troubles: Vec::new(), task: None, answers: Vec::new() }
    }

    #[test]
    fn is_asked_for_by_a_key_and_closed_by_another() {
        let mut window = open(draft());
        window.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::U);
        window.wait();
        let asked = window.sent().into_iter().find_map(|command| match command {
            Command::ShowWire(Some(WireOf::Draft { draft, offering })) => Some((draft, offering)),
            _ => None,
        });
        let (asked, offering) = asked.unwrap();
        assert_eq!((&*asked.prompt, &*offering), ("a fox in snow", "plain/one"));
        window.publish(|snapshot| snapshot.wire = Some(Arc::new(shown(asked, "plain/one"))));
        assert!(sees(&window, "The order"));
        click(&mut window, "The wire: cURL");
        click(&mut window, "As sent to: Model One · Plain");
        click(&mut window, "Model One · Sharp");
        let other = window.sent().into_iter().any(|command| {
            matches!(command, Command::ShowWire(Some(WireOf::Draft { offering, .. })) if &*offering == "sharp/one")
        });
        assert!(other);
        window.harness.key_press(egui::Key::Escape);
        window.wait();
        assert!(window.sent().iter().any(|command| matches!(command, Command::ShowWire(None))));
    }
}

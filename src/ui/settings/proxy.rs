//! The way out: the system's proxy, none, or one of one's own.

use egui::text_edit::TextEditState;
use egui::{Id, Ui};
use secrecy::SecretString;
use zeroize::Zeroize as _;

use super::accounts::line_ui;
use super::change;
use crate::engine::command::Keep;
use crate::engine::snapshot::KeyState;
use crate::engine::{Command, ManualProxy, Proxy, ProxyKind};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Button, Segment, Weight};

/// What is typed and not yet sent.
#[derive(Default)]
pub struct ProxyPage {
    /// A proxy being described.
    draft: Option<ManualProxy>,
    password: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Choice {
    System,
    None,
    Manual(ProxyKind),
}

impl Choice {
    fn of(proxy: &Proxy) -> Self {
        match proxy {
            Proxy::System => Self::System,
            Proxy::None => Self::None,
            Proxy::Manual(manual) => Self::Manual(manual.kind),
        }
    }
}

pub fn proxy_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut ProxyPage, out: &mut Outbox) {
    ui.label(theme::small(cx.say("proxy-why")));
    let now = &cx.snapshot.settings.proxy;
    let chosen = state.draft.as_ref().map_or_else(|| Choice::of(now), |draft| Choice::Manual(draft.kind));
    let segment = |value, id| Segment { value, label: cx.words.get(id), tip: "", is_enabled: true };
    let segments = [
        segment(Choice::System, "proxy-system"),
        segment(Choice::None, "proxy-none"),
        segment(Choice::Manual(ProxyKind::Http), "proxy-http"),
        segment(Choice::Manual(ProxyKind::Socks5), "proxy-socks5"),
    ];
    match widgets::segmented(ui, cx.say("settings-proxy"), chosen, &segments) {
        Some(Choice::System) => set(cx, state, Proxy::System, out),
        Some(Choice::None) => set(cx, state, Proxy::None, out),
        Some(Choice::Manual(kind)) => state.draft = Some(ManualProxy { kind, ..described(now, state) }),
        None => {}
    }
    if let Choice::Manual(_) = chosen {
        manual_ui(ui, cx, state, out);
    }
    if let Some(trouble) = &cx.snapshot.proxy.trouble {
        line_ui(ui, icons::ERROR, color::ERROR, &cx.words.say(trouble));
    }
}

/// What was said of a proxy of one's own so far.
fn described(now: &Proxy, state: &ProxyPage) -> ManualProxy {
    match (&state.draft, now) {
        (Some(draft), _) => draft.clone(),
        (None, Proxy::Manual(manual)) => manual.clone(),
        (None, Proxy::System | Proxy::None) => {
            ManualProxy { kind: ProxyKind::Http, address: String::new(), user: String::new() }
        }
    }
}

fn set(cx: &UiContext<'_>, state: &mut ProxyPage, proxy: Proxy, out: &mut Outbox) {
    state.draft = None;
    change(cx, out, |settings| settings.proxy = proxy);
}

fn manual_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut ProxyPage, out: &mut Outbox) {
    let now = &cx.snapshot.settings.proxy;
    let mut draft = described(now, state);
    ui.horizontal(|ui| {
        field_ui(ui, cx, "proxy-address", "proxy.example.com:3128", &mut draft.address);
        field_ui(ui, cx, "proxy-user", "", &mut draft.user);
    });
    let is_new = *now != Proxy::Manual(draft.clone());
    let checked = draft.url();
    if let (Err(why), false) = (&checked, draft.address.trim().is_empty()) {
        line_ui(ui, icons::ERROR, color::ERROR, &cx.words.say(why));
    }
    let use_it = Button::new(cx.say("proxy-use")).weight(Weight::Primary).enabled(is_new && checked.is_ok());
    if is_new && use_it.show(ui).clicked() {
        return set(cx, state, Proxy::Manual(draft), out);
    }
    if !is_new && !draft.user.is_empty() {
        password_ui(ui, cx, state, out);
    }
    state.draft = is_new.then_some(draft);
}

fn field_ui(ui: &mut Ui, cx: &UiContext<'_>, word: &str, hint: &str, text: &mut String) {
    ui.vertical(|ui| {
        ui.set_width(size::PROXY_FIELD);
        ui.label(theme::label(cx.words.get(word)));
        widgets::text_line_of(ui, Id::unique(("proxy", word)), text, cx.words.get(word), hint);
    });
}

/// The proxy's password: typed once, shown never.
fn password_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut ProxyPage, out: &mut Outbox) {
    let word = match cx.snapshot.proxy.password {
        KeyState::Looking => "proxy-password-looking",
        // A password comes from no variable of ours.
        KeyState::Absent | KeyState::Environment => "proxy-password-absent",
        KeyState::Keyring => "proxy-password-keyring",
        KeyState::Session => "proxy-password-session",
    };
    ui.label(theme::small(cx.say(word)));
    let id = Id::unique("proxy-password");
    let mut wanted = None;
    ui.horizontal(|ui| {
        ui.scope(|ui| {
            ui.set_width(size::PROXY_FIELD);
            widgets::secret_line_of(ui, id, &mut state.password, cx.say("proxy-password"), cx.say("proxy-password"));
        });
        let is_given = !state.password.is_empty();
        for (keep, word) in [(Keep::Keyring, "proxy-password-keep"), (Keep::Session, "proxy-password-use")] {
            if widgets::button(ui, cx.say(word), Weight::Normal, is_given).clicked() {
                wanted = Some(keep);
            }
        }
        let is_there = matches!(cx.snapshot.proxy.password, KeyState::Keyring | KeyState::Session);
        if is_there && widgets::button(ui, cx.say("proxy-password-forget"), Weight::Danger, true).clicked() {
            out.tell(Command::ForgetProxyPassword);
        }
    });
    if let Some(keep) = wanted {
        let password = SecretString::from(state.password.as_str());
        out.tell(Command::StoreProxyPassword { password, keep });
        state.password.zeroize();
        TextEditState::default().store(ui.ctx(), id);
    }
}

//! Everything the window keeps between two frames, and the order of a frame: look, listen, draw, do, keep.

mod choosing;
mod files;
mod perform;
mod taken;

use std::sync::Arc;

use egui::{Context, Panel, Ui, ViewportCommand};

use super::action::{Action, Outbox, Route};
use super::cast::{self, CastPage};
use super::chrome;
use super::compare::{self, Compare};
use super::compose::{self, Compose};
use super::composing;
use super::context::UiContext;
use super::desk::Desk;
use super::gallery::{self, Gallery};
use super::ledger::{self, Ledger};
use super::overlay::{self, Overlay};
use super::queue::{self, Queue};
use super::settings::{self, SettingsPage};
use super::theme::{self, size};
use super::thumbs::Thumbs;
use super::toasts::{self, Toasts};
use super::viewer::{self, Viewer};
use super::wire::{self, WireView};
use super::{banner, carets, dialog, keys, questions, window};
use crate::engine::snapshot::LedgerQuery;
use crate::engine::{Command, Engine, Snapshot};
use crate::model::{Language, Row};
use crate::words::Words;

use files::FileFor;

/// The window.
pub struct App {
    engine: Engine,
    outlook: Outlook,
    desk: Desk,
    route: Route,
    screens: Screens,
    overlay: Overlay,
    files: dialog::FileAsk<FileFor>,
    toasts: Toasts,
}

/// What the window sees of the world.
struct Outlook {
    snapshot: Arc<Snapshot>,
    /// Every offering, as it is sold today and as it was shipped.
    rows: Vec<&'static Row>,
    shipped: Vec<&'static Row>,
    thumbs: Thumbs,
    system: Language,
    was_focused: Option<bool>,
    is_fitted: bool,
    /// Frames drawn, said on stderr one by one where a benchmark asked for it.
    measured_frames: Option<u64>,
}

/// What each screen remembers.
#[derive(Default)]
struct Screens {
    cast: CastPage,
    compare: Compare,
    compose: Compose,
    gallery: Gallery,
    ledger: Ledger,
    queue: Queue,
    settings: SettingsPage,
    viewer: Viewer,
    wire: WireView,
}

impl App {
    /// `system` is the language of the machine, for those who chose none.
    pub fn new(engine: Engine, rows: Vec<&'static Row>, system: Language) -> Self {
        Self {
            engine,
            outlook: Outlook {
                snapshot: Arc::default(),
                shipped: rows.clone(),
                rows,
                thumbs: Thumbs::default(),
                system,
                was_focused: None,
                is_fitted: false,
                measured_frames: std::env::var_os("SHOTLOOM_MEASURE").map(|_| 0),
            },
            desk: Desk::new(crate::vendors::DEFAULT_OFFERING),
            route: Route::default(),
            screens: Screens::default(),
            overlay: Overlay::default(),
            files: dialog::FileAsk::default(),
            toasts: Toasts::default(),
        }
    }

    /// One frame.
    pub fn show(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        composing::watch(&ctx);
        let now = ctx.input(|input| input.time);
        self.look(&ctx, now);
        let mut out = Outbox::default();
        self.listen(&ctx, &mut out);
        self.draw(ui, &mut out);
        self.take_files(&ctx, &mut out);
        self.keep(&ctx, now, out);
        keys::note_writing(&ctx);
    }

    /// Takes in what the engine shows.
    fn look(&mut self, ctx: &Context, now: f64) {
        self.receive_frames(ctx, now);
        let snapshot = self.engine.snapshot();
        if snapshot.calls > self.outlook.snapshot.calls {
            self.open(Route::Compose);
            ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
            ctx.send_viewport_cmd(ViewportCommand::Focus);
        }
        if !Arc::ptr_eq(&snapshot, &self.outlook.snapshot) {
            self.outlook.thumbs.follow(ctx, &snapshot);
            self.outlook.rows = sold(&self.outlook.shipped, &snapshot.offerings);
            self.outlook.snapshot = snapshot;
        }
        let snapshot = &self.outlook.snapshot;
        if self.desk.is_elsewhere(snapshot) {
            if let Some(save) = self.desk.save() {
                self.engine.send(save);
            }
            self.desk.follow(snapshot);
            self.screens.compose.forget();
        }
        let row = self.outlook.row(&self.desk.draft.offering);
        self.desk.judge(row, &self.outlook.rows, &snapshot.facts);
        for notice in self.engine.notices() {
            self.toasts.add(notice, now);
        }
        if !self.outlook.is_fitted {
            self.outlook.is_fitted = window::fit_screen(ctx);
        }
        let is_focused = ctx.input(|input| input.focused);
        if self.outlook.was_focused.replace(is_focused) != Some(is_focused) {
            self.engine.send(Command::WindowFocus(is_focused));
            // A hidden window draws no frames in which a save could fall due.
            if let Some(save) = self.desk.save() {
                self.engine.send(save);
            }
        }
    }

    /// Takes the verbs' keys out of the input before any widget sees them.
    fn listen(&mut self, ctx: &Context, out: &mut Outbox) {
        let snapshot = &self.outlook.snapshot;
        let is_busy = self.files.is_open() || questions::is_open(snapshot) || snapshot.wire.is_some();
        let screens = &self.screens;
        let is_asking = screens.compose.is_asking() || screens.viewer.is_asking() || screens.cast.is_asking();
        if is_busy || is_asking || self.overlay.is_open() {
            return;
        }
        if self.route == Route::Compose {
            self.screens.compose.hear(ctx, &self.outlook.context(), &mut self.desk);
        }
        if self.route == Route::Cast {
            self.screens.cast.hear(ctx);
        }
        for verb in keys::heard(ctx, &self.route) {
            out.ask(verb);
        }
    }

    fn draw(&mut self, ui: &mut Ui, out: &mut Outbox) {
        let Self { outlook, desk, route, screens, overlay, toasts, .. } = self;
        let cx = outlook.context();
        let ctx = ui.ctx().clone();
        // A clip that fills the screen stands there alone.
        let is_alone = is_full_screen(&ctx) && matches!(route, Route::Clip(_) | Route::Compare);
        if !is_alone {
            around_ui(ui, &cx, desk, route, screens, out);
            banner::banners_ui(ui, &cx, route, out);
        }
        egui::CentralPanel::default().frame(theme::stage()).show(ui, |ui| match route {
            Route::Compose => compose::compose_ui(ui, &cx, &mut screens.compose, desk, out),
            Route::Gallery => gallery::gallery_ui(ui, &cx, &mut screens.gallery, out),
            Route::Clip(_) => viewer::viewer_ui(ui, &cx, &mut screens.viewer, desk, is_alone, out),
            Route::Compare => compare::compare_ui(ui, &cx, &mut screens.compare, out),
            Route::Cast => cast::cast_ui(ui, &cx, &mut screens.cast, desk, out),
            Route::Ledger => ledger::ledger_ui(ui, &cx, &mut screens.ledger, out),
            Route::Settings => settings::settings_ui(ui, &cx, &mut screens.settings, out),
        });
        if *route != Route::Compose {
            compose::elsewhere_ui(&ctx, &cx, &mut screens.compose, desk, out);
        }
        overlay::overlay_ui(&ctx, &cx, overlay, route, desk, &mut screens.compose, out);
        wire::wire_ui(&ctx, &cx, &mut screens.wire, out);
        questions::questions_ui(&ctx, &cx, out);
        toasts::toasts_ui(&ctx, cx.words, toasts, out);
    }

    /// Does what was asked, then notices and keeps what changed.
    fn keep(&mut self, ctx: &Context, now: f64, mut out: Outbox) {
        for action in out.take() {
            match action {
                Action::Do(verb) => self.perform(ctx, verb, now),
                Action::Open(_) | Action::Watch(..) | Action::Tell(_) => self.act(action),
            }
        }
        let refused = self.desk.refused.take().map(Into::into);
        for said in refused.into_iter().chain(self.screens.compose.take_said()).chain(self.screens.cast.take_said()) {
            self.toasts.refuse(said, now);
        }
        if let Some(caret) = self.desk.take_caret() {
            carets::put(ctx, caret);
        }
        self.desk.see_caret(carets::now(ctx));
        let before = self.desk.has_changed();
        let wanted = self.desk.tick(now);
        let has_repaired = self.take_repaired(now);
        for image in self.desk.unmeasured(&self.outlook.snapshot.facts) {
            self.engine.send(Command::Measure(image));
        }
        if let Some(save) = self.desk.due_save(now) {
            self.engine.send(save);
        }
        if before || has_repaired {
            ctx.request_repaint();
        } else if let Some(secs) = wanted {
            ctx.request_repaint_after_secs(secs as f32 + 0.005);
        }
    }

    /// Puts repaired pictures in their places; whether there were any.
    fn take_repaired(&mut self, now: f64) -> bool {
        let row = self.outlook.row(&self.desk.draft.offering);
        let (has_changed, troubles) = self.desk.take_repaired(row, &self.outlook.snapshot.repairs, now);
        troubles.into_iter().for_each(|trouble| self.toasts.say(trouble, now));
        self.desk.due_repairs().into_iter().for_each(|command| self.engine.send(command));
        has_changed
    }

    fn tell(&mut self, command: Command) {
        match &command {
            Command::WantThumb(key) if !self.outlook.thumbs.ask(key) => return,
            Command::WantThumb(_) => {}
            // Whatever it is, the draft on the desk must not be older than what is seen here.
            _ => {
                if let Some(save) = self.desk.save() {
                    self.engine.send(save);
                }
            }
        }
        let closes = matches!(
            command,
            Command::NewDraft | Command::NewDraftFrom(_) | Command::OpenDraft(_) | Command::ImportFile(_)
        );
        self.engine.send(command);
        if closes {
            self.overlay.close();
            self.open(Route::Compose);
        }
    }

    fn open(&mut self, route: Route) {
        self.leave_comparison(&route);
        if self.route == Route::Cast && route != Route::Cast {
            self.leave_cast();
        }
        if self.route == Route::Compose && route != Route::Compose {
            self.screens.compose.leave();
        }
        let (was_ledger, is_ledger) = (self.route == Route::Ledger, route == Route::Ledger);
        if was_ledger && !is_ledger {
            // Nobody looks at it any more: nothing is summed for it.
            self.engine.send(Command::BrowseLedger(LedgerQuery::default()));
        } else if is_ledger && !was_ledger {
            self.screens.ledger.open();
        }
        match (&self.route, &route) {
            (_, Route::Clip(task)) => self.screens.viewer.show(task, &self.route),
            (Route::Clip(_), _) => {
                self.engine.send(Command::Watch(None));
                self.screens.viewer.hide();
            }
            (Route::Compose | Route::Gallery | Route::Compare | Route::Cast | Route::Ledger | Route::Settings, _) => {}
        }
        self.route = route;
    }
}

/// Top bar, rail and queue.
fn around_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, route: &Route, screens: &mut Screens, out: &mut Outbox) {
    Panel::top("top").exact_size(size::TOP_BAR).frame(theme::panel(theme::bar_margin())).show(ui, |ui| {
        let steps = match route {
            Route::Cast => screens.cast.steps(),
            Route::Compose | Route::Gallery | Route::Clip(_) | Route::Compare | Route::Ledger | Route::Settings => {
                desk.steps()
            }
        };
        chrome::top_bar_ui(ui, cx, desk, &screens.compose, steps, out);
    });
    Panel::left("rail").exact_size(size::RAIL).resizable(false).frame(theme::panel(theme::rail_margin())).show(
        ui,
        |ui| {
            chrome::rail_ui(ui, cx, route, out);
        },
    );
    if *route == Route::Compare {
        // Clips side by side want the whole width.
        return;
    }
    let queue_panel = Panel::right("queue").default_size(size::QUEUE).size_range(size::QUEUE_MIN..=size::QUEUE_MAX);
    queue_panel.frame(theme::panel(theme::side_margin())).show(ui, |ui| {
        queue::queue_ui(ui, cx, &mut screens.queue, out);
    });
}

fn is_full_screen(ctx: &Context) -> bool {
    ctx.input(|input| input.viewport().fullscreen.unwrap_or(false))
}

/// What is shipped, except where its vendor says otherwise.
fn sold(shipped: &[&'static Row], today: &[&'static Row]) -> Vec<&'static Row> {
    let sold = |row: &&'static Row| today.iter().copied().find(|other| other.id == row.id).unwrap_or(row);
    shipped.iter().map(sold).collect()
}

impl Outlook {
    fn row(&self, offering: &str) -> Option<&'static Row> {
        self.rows.iter().copied().find(|row| row.id == offering)
    }

    fn words(&self) -> &'static Words {
        Words::of(self.snapshot.settings.language.unwrap_or(self.system))
    }

    fn context(&self) -> UiContext<'_> {
        let since_1970 = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        UiContext {
            snapshot: &self.snapshot,
            words: self.words(),
            rows: &self.rows,
            thumbs: &self.thumbs,
            now_millis: i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX),
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
        if let Some(frames) = &mut self.outlook.measured_frames {
            *frames += 1;
            eprintln!("frame {frames}");
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.leave_cast();
        if let Some(save) = self.desk.save() {
            self.engine.send(save);
        }
        self.engine.send(Command::Quit);
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        theme::color::WINDOW.to_normalized_gamma_f32()
    }
}

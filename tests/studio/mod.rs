//! The real window over an engine that behaves, driven by accessible names. Nothing waits and nothing leaves memory.

#![expect(dead_code, clippy::expect_used, reason = "each suite uses its own part of this, and a failed one may panic")]

pub mod engine;
pub mod samples;

use egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use shotloom::engine::Command;
use shotloom::model::Language;
use shotloom::ui::{App, theme};

pub use engine::FakeEngine;

/// The window with the engine behind it.
pub struct Studio {
    pub window: Harness<'static, App>,
    pub engine: FakeEngine,
}

impl Studio {
    /// In English, of the size most people have, settled.
    pub fn open(engine: FakeEngine) -> Self {
        Self::open_in(engine, Language::English, Vec2::new(1280.0, 800.0))
    }

    /// With sixty frames a second, where the time between two clicks counts.
    pub fn open_quick(engine: FakeEngine) -> Self {
        Self::open_at(engine, Language::English, Vec2::new(1280.0, 800.0), 1.0 / 60.0)
    }

    pub fn open_in(engine: FakeEngine, language: Language, size: Vec2) -> Self {
        Self::open_at(engine, language, size, 0.25)
    }

    fn open_at(mut engine: FakeEngine, language: Language, size: Vec2, frame_secs: f32) -> Self {
        engine.publish();
        let app = App::new(engine.handle(), shotloom::vendors::rows().collect(), language);
        let window = Harness::builder()
            .with_size(size)
            .with_step_dt(frame_secs)
            .with_theme(egui::Theme::Dark)
            .with_context_setup(theme::install)
            .build_ui_state(|ui, app: &mut App| app.show(ui), app);
        let mut studio = Self { window, engine };
        studio.settle();
        studio
    }

    /// Lets window and engine talk until neither has anything to say.
    pub fn settle(&mut self) {
        for _ in 0..8 {
            self.window.run_ok();
            if !self.engine.serve() {
                return;
            }
        }
    }

    /// The one widget of this name.
    pub fn get<'a>(&'a self, name: &'a str) -> Node<'a> {
        self.window.get_by_label(name)
    }

    pub fn count(&self, name: &str) -> usize {
        self.window.query_all_by_label(name).count()
    }

    /// The one field one can write into under this name.
    pub fn field<'a>(&'a self, name: &'a str) -> Node<'a> {
        let is_field = |node: &Node<'_>| node.accesskit_node().is_text_input();
        self.all(name).find(is_field).expect("a field of this name")
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = Node<'a>> + 'a {
        self.window.query_all_by_label(name)
    }

    /// Whether some text on the screen holds these words.
    pub fn sees(&self, words: &str) -> bool {
        self.window.query_all_by_label_contains(words).next().is_some()
    }

    pub fn click(&mut self, name: &str) {
        self.get(name).click();
        self.settle();
    }

    /// Puts the caret into a field and types.
    pub fn write(&mut self, field: &str, text: &str) {
        self.field(field).focus();
        self.window.run_ok();
        self.field(field).type_text(text);
        self.settle();
    }

    pub fn press(&mut self, key: Key) {
        self.window.key_press(key);
        self.settle();
    }

    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// Turns the wheel over a place, so far down.
    pub fn scroll_at(&mut self, place: egui::Pos2, points: f32) {
        self.window.hover_at(place);
        self.window.event(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: Vec2::new(0.0, -points),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
        self.settle();
    }

    /// What the window asked for since the last look, its housekeeping left out.
    pub fn told(&mut self) -> Vec<Command> {
        self.settle();
        self.engine.take_heard()
    }

    /// Every name and value a screen reader can reach.
    pub fn spoken(&self) -> Vec<String> {
        let nodes = self.window.root().children_recursive();
        nodes.flat_map(|node| [node.accesskit_node().label(), node.accesskit_node().value()]).flatten().collect()
    }
}

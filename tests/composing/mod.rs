//! A window without a screen: the real `App` before an engine that only remembers what it was asked.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Vec2;
use egui_kittest::Harness;
use shotloom::engine::handle::{self, EngineSide};
use shotloom::engine::snapshot::{AccountCard, Desk, DraftId, KeyState, Phase};
use shotloom::engine::{Command, Settings, Snapshot};
use shotloom::model::{Draft, Language, Row};
use shotloom::ui::{App, theme};

/// The offering every test composes for.
pub const OFFERING: &str = shotloom::vendors::DEFAULT_OFFERING;

pub struct Window {
    pub harness: Harness<'static, App>,
    side: EngineSide,
    snapshot: Snapshot,
}

impl Window {
    /// Opens on this draft, with a key of one's own.
    pub fn open(draft: Draft) -> Self {
        Self::open_in(Language::English, draft)
    }

    pub fn open_in(language: Language, draft: Draft) -> Self {
        Self::open_with(language, draft, shotloom::vendors::rows().collect(), |_| "A vendor")
    }

    /// Opens before these rows; each vendor has an account under the name it is given here.
    pub fn open_with(
        language: Language,
        draft: Draft,
        rows: Vec<&'static Row>,
        name: impl Fn(&str) -> &'static str,
    ) -> Self {
        let (engine, side) = handle::pair(|| {});
        let mut vendors: Vec<_> = rows.iter().map(|row| row.vendor).collect();
        vendors.dedup();
        let account = |vendor| AccountCard {
            vendor,
            name: name(vendor),
            base_url: "https://vendor.example".into(),
            key: KeyState::Session,
            is_practice: false,
            ..AccountCard::default()
        };
        let snapshot = Snapshot {
            revision: 1,
            phase: Phase::Open,
            next_batch: 7,
            desk: Some(Desk { id: DraftId("a-draft".into()), draft: Arc::new(draft), opened: 1 }),
            accounts: vendors.into_iter().map(account).collect(),
            settings: Arc::new(Settings { language: Some(language), ..Settings::default() }),
            ..Snapshot::default()
        };
        side.face().publish(Arc::new(snapshot.clone()));
        let app = App::new(engine, rows, language);
        let harness = Harness::builder()
            .with_size(Vec2::new(1280.0, 800.0))
            .with_context_setup(theme::install)
            .build_ui_state(|ui, app: &mut App| app.show(ui), app);
        let mut window = Self { harness, side, snapshot };
        window.wait();
        window.sent();
        window
    }

    /// Shows another state of the engine.
    pub fn publish(&mut self, change: impl FnOnce(&mut Snapshot)) {
        change(&mut self.snapshot);
        self.snapshot.revision += 1;
        self.side.face().publish(Arc::new(self.snapshot.clone()));
        self.wait();
    }

    /// The engine hands over a frame of a clip.
    pub fn hand(&mut self, taken: shotloom::engine::snapshot::Taken) {
        self.side.face().hand(taken);
        self.wait();
    }

    /// Two seconds of frames: typing settles, changes are sent.
    pub fn wait(&mut self) {
        self.harness.run_steps(8);
    }

    /// One frame of a quarter of a second.
    pub fn step(&mut self) {
        self.harness.step();
    }

    /// What the window asked of the engine since the last time.
    pub fn sent(&mut self) -> Vec<Command> {
        std::iter::from_fn(|| self.side.commands.try_recv().ok()).collect()
    }

    /// The draft as it was last sent to be kept.
    pub fn saved(&mut self) -> Option<Arc<Draft>> {
        self.wait();
        self.sent().into_iter().rev().find_map(|command| match command {
            Command::SaveDraft { draft, .. } => Some(draft),
            _ => None,
        })
    }

    /// Lets a file fall.
    pub fn drop_file(&mut self, path: &str, at: egui::Pos2) {
        self.harness.hover_at(at);
        self.step();
        self.harness.input_mut().dropped_files.push(Arc::new(Dropped(path.into())));
        self.wait();
    }
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("the window reads no files".to_owned())
    }
}

//! An engine that behaves: it answers from what it holds in memory, as the real one would, and remembers what it heard.

#[path = "engine/frames.rs"]
mod frames;

use std::collections::HashMap;
use std::sync::Arc;

use shotloom::engine::command::Keep;
use shotloom::engine::handle::{EngineSide, Face, pair};
use shotloom::engine::snapshot::{
    AccountCard, Counts, Desk, DraftId, DraftLine, DraftPage, DraftQuery, DraftShelf, GalleryPage, GalleryQuery,
    KeyState, KeyTest, Keyring, LedgerLine, LedgerPage, LedgerQuery, Month, Notice, PROMPT_PAGE, Phase, PromptLine,
    PromptPage, PromptQuery, Question, QuestionAbout, QuestionId, RecentPrompts, RepairState, TaskCard, Thumb,
    ThumbKey, Tone,
};
use shotloom::engine::{Choice, Command, Engine, Settings, Snapshot};
use shotloom::media::Pixels;
use shotloom::model::cast::{KeptName, Member};
use shotloom::model::task::Life;
use shotloom::model::{Draft, Flag, Language, TaskId, TaskState, Trouble};

use super::samples;

/// As many small pictures as it holds at once.
const MAX_THUMBS: usize = 400;

pub struct FakeEngine {
    handle: Engine,
    side: EngineSide,
    face: Face,
    /// What it shows; a test may write into it and call `publish`.
    pub snapshot: Snapshot,
    /// Every finished clip, newest first.
    pub library: Vec<TaskCard>,
    /// Finished clips that no page shows: only who asks for one sees it.
    pub unlisted: Vec<TaskCard>,
    /// The lines of the only month that has any, November 2026.
    pub ledger: Vec<LedgerLine>,
    /// Every draft, the newest change first; those with a date of deletion lie in the bin.
    pub drafts: Vec<DraftLine>,
    /// Everything that was sent, newest first.
    pub prompts: Vec<PromptLine>,
    /// How often a small picture was asked for.
    pub thumbs_wanted: usize,
    /// Whether the clip that is watched plays, as it was told.
    pub is_playing: bool,
    new_thumbs: Vec<ThumbKey>,
    draft_query: DraftQuery,
    compared: Vec<TaskId>,
    heard: Vec<Command>,
}

impl FakeEngine {
    /// One account without a key, an empty library, an empty draft.
    pub fn new() -> Self {
        let (handle, side) = pair(|| {});
        let desk = Desk { id: DraftId("draft-1".into()), draft: Arc::new(samples::draft("")), opened: 1 };
        let account = AccountCard {
            vendor: "mulerouter",
            name: "MuleRouter",
            base_url: "https://api.mulerouter.ai".to_owned(),
            known_addresses: vec!["https://api.mulerouter.ai", "https://api.mulerun.com"],
            key_variable: "MULEROUTER_API_KEY".to_owned(),
            url_variable: "SHOTLOOM_MULEROUTER_URL".to_owned(),
            is_practice: true,
            ..AccountCard::default()
        };
        let snapshot = Snapshot {
            phase: Phase::Open,
            next_batch: 1,
            desk: Some(desk),
            accounts: [account].into(),
            library: "/home/kim/Videos/Shotloom".into(),
            ..Snapshot::default()
        };
        let face = side.face();
        Self {
            handle,
            side,
            face,
            snapshot,
            library: Vec::new(),
            unlisted: Vec::new(),
            ledger: Vec::new(),
            drafts: Vec::new(),
            prompts: Vec::new(),
            thumbs_wanted: 0,
            is_playing: false,
            new_thumbs: Vec::new(),
            draft_query: DraftQuery::default(),
            compared: Vec::new(),
            heard: Vec::new(),
        }
    }

    #[must_use]
    pub fn with_draft(mut self, draft: Draft) -> Self {
        self.open(Arc::new(draft));
        self
    }

    #[must_use]
    pub fn with_queue(mut self, cards: impl IntoIterator<Item = TaskCard>) -> Self {
        self.snapshot.queue = cards.into_iter().collect();
        self
    }

    #[must_use]
    pub fn with_library(mut self, cards: impl IntoIterator<Item = TaskCard>) -> Self {
        self.library = cards.into_iter().collect();
        self
    }

    #[must_use]
    pub fn with_drafts(mut self, lines: impl IntoIterator<Item = DraftLine>) -> Self {
        self.drafts = lines.into_iter().collect();
        self
    }

    /// Prompts that were sent, newest first.
    #[must_use]
    pub fn with_sent(mut self, lines: impl IntoIterator<Item = PromptLine>) -> Self {
        self.prompts = lines.into_iter().collect();
        self
    }

    #[must_use]
    pub fn with_question(mut self, id: u64, about: QuestionAbout) -> Self {
        self.snapshot.questions = [Question { id: QuestionId(id), about }].into();
        self
    }

    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        self.snapshot.settings = Arc::new(Settings { language: Some(language), ..Settings::default() });
        self
    }

    /// The account's key is here, or not.
    pub fn set_key(&mut self, key: KeyState) {
        self.account("mulerouter", key);
    }

    pub fn handle(&self) -> Engine {
        self.handle.clone()
    }

    /// Shows what it holds now.
    pub fn publish(&mut self) {
        self.snapshot.draft_page = Arc::new(self.draft_page());
        let first = |is_negative| self.prompt_page(&PromptQuery { is_negative, ..PromptQuery::default() });
        self.snapshot.recent_prompts = Arc::new(RecentPrompts { wanted: first(false), unwanted: first(true) });
        let snapshot = &mut self.snapshot;
        snapshot.revision += 1;
        let states = || snapshot.queue.iter().map(|card| card.task.state());
        snapshot.counts = Counts {
            under_way: states().filter(|state| state.is_under_way()).count(),
            unknown: states().filter(|state| *state == TaskState::Unknown).count(),
            done: self.library.len(),
        };
        self.face.publish(Arc::new(snapshot.clone()));
    }

    /// Answers everything that was asked; false when nothing was.
    pub fn serve(&mut self) -> bool {
        let mut has_heard = false;
        while let Ok(command) = self.side.commands.try_recv() {
            has_heard = true;
            self.answer(&command);
            self.heard.push(command);
        }
        if has_heard {
            self.draw_thumbs();
            self.publish();
        }
        has_heard
    }

    /// What it heard since the last time, but for the window's housekeeping.
    pub fn take_heard(&mut self) -> Vec<Command> {
        let is_word = |command: &Command| {
            !matches!(
                command,
                Command::SaveDraft { .. }
                    | Command::WindowFocus(_)
                    | Command::WantThumb(_)
                    | Command::Watch(_)
                    | Command::Playing(_)
                    | Command::BrowseDrafts(_)
                    | Command::BrowsePrompts(_)
            )
        };
        std::mem::take(&mut self.heard).into_iter().filter(is_word).collect()
    }

    fn answer(&mut self, command: &Command) {
        match command {
            Command::NewDraft => self.open(Arc::new(samples::draft(""))),
            Command::NewDraftFrom(draft) => self.open(draft.clone()),
            Command::SaveDraft { draft, .. } => {
                if let Some(desk) = &mut self.snapshot.desk {
                    desk.draft = draft.clone();
                }
            }
            Command::KeepInCast(members) => members.iter().cloned().for_each(|member| self.keep_in_cast(member)),
            Command::RenameInCast { id, name } => {
                let known = self.snapshot.cast.iter().find(|member| member.id == *id).cloned();
                known.into_iter().for_each(|member| self.keep_in_cast(Member { name: name.clone(), ..member }));
            }
            Command::KeepName(kept) => self.keep_name(kept),
            Command::DropFromCast(ids) => self.drop_from_cast(ids),
            Command::WantThumb(key) => {
                self.thumbs_wanted += 1;
                self.new_thumbs.push(key.clone());
            }
            Command::Repair { ticket, .. } => {
                Arc::make_mut(&mut self.snapshot.repairs).insert(*ticket, RepairState::UnderWay);
            }
            Command::RunAgain { .. } => self.snapshot.next_batch += 1,
            Command::Cancel(task) => self.put(task, TaskState::Cancelled),
            Command::LookAgain(task) => self.put(task, TaskState::Running),
            Command::Resolve { task, choice } => self.settle(task, choice),
            Command::Answer { question, choice } => self.answer_question(*question, choice),
            Command::Browse(query) => self.browse(query),
            Command::DeleteClips(tasks) => self.delete_clips(tasks),
            Command::UndoDelete(tasks) => self.mark_trashed(tasks, false),
            Command::Flag(flags) => self.flag(flags),
            Command::UndoFlag(flags) => self.put_flags(flags),
            Command::Compare(ids) => self.compare(ids),
            Command::ClearPreviews => self.snapshot.previews_bytes = Some(0),
            Command::TakeFrame { task, frame, into } => self.take_frame(task, *frame, into),
            Command::Playing(is_playing) => self.is_playing = *is_playing,
            Command::Watch(task) => self.snapshot.watched = task.as_ref().and_then(|task| self.find(task)),
            Command::BrowseLedger(query) => self.browse_ledger(query),
            Command::LineUp { task, before } => self.line_up(task, before.as_ref()),
            Command::PauseVendor(vendor) => self.pause(vendor, true),
            Command::ContinueVendor(vendor) => self.pause(vendor, false),
            Command::DeleteDraft(id) => self.mark_deleted(id, Some(1_760_000_500_000)),
            Command::RestoreDraft(id) => self.mark_deleted(id, None),
            Command::EmptyBin => self.drafts.retain(|line| line.deleted_at_millis.is_none()),
            Command::BrowseDrafts(query) => self.draft_query = query.clone(),
            Command::BrowsePrompts(query) => self.snapshot.prompts = Arc::new(self.prompt_page(query)),
            Command::StoreKey { vendor, keep: Keep::Keyring, .. } => self.account(vendor, KeyState::Keyring),
            Command::StoreKey { vendor, keep: Keep::Session, .. } => self.account(vendor, KeyState::Session),
            Command::ForgetKey { vendor } => self.forget_key(vendor),
            Command::RestoreKey { vendor } => self.account(vendor, KeyState::Keyring),
            Command::TestKey { vendor } => self.change_account(vendor, |card| card.test = KeyTest::Asking),
            Command::TryAgain { vendor } => self.change_account(vendor, |card| card.stopped = None),
            Command::StoreProxyPassword { keep: Keep::Keyring, .. } => self.snapshot.proxy.password = KeyState::Keyring,
            Command::StoreProxyPassword { keep: Keep::Session, .. } => self.snapshot.proxy.password = KeyState::Session,
            Command::ForgetProxyPassword => self.snapshot.proxy.password = KeyState::Absent,
            Command::AskKeyring | Command::UnlockKeyring => self.snapshot.keyring = Keyring::Open,
            Command::ChangeSettings(settings) => self.settle_accounts(settings),
            Command::OpenDraft(_)
            | Command::DuplicateDraft(_)
            | Command::ReopenDraft(_)
            | Command::RenameDraft { .. }
            | Command::ImportFile(_)
            | Command::ExportFile { .. }
            | Command::Measure(_)
            | Command::KeepPixels { .. }
            | Command::AskBalance(_)
            | Command::AskEstimate(_)
            | Command::ExportLedger { .. }
            | Command::ExportCast { .. }
            | Command::ImportCast(_)
            | Command::Submit { .. }
            | Command::SaveCopy { .. }
            | Command::ShowInFolder(_)
            | Command::OpenOutside(_)
            | Command::ChooseLibrary(_)
            | Command::WindowFocus(_)
            | Command::ShowWire(_)
            | Command::Quit => {}
        }
    }

    /// Grey ones, and only the newest are kept.
    fn draw_thumbs(&mut self) {
        if self.new_thumbs.is_empty() {
            return;
        }
        let pixels = Thumb::Here(Arc::new(Pixels { width: 16, height: 9, rgba: vec![0x60; 16 * 9 * 4] }));
        let is_full = self.snapshot.thumbs.len() > MAX_THUMBS;
        let mut thumbs = if is_full { HashMap::new() } else { (*self.snapshot.thumbs).clone() };
        thumbs.extend(self.new_thumbs.drain(..).map(|key| (key, pixels.clone())));
        self.snapshot.thumbs = Arc::new(thumbs);
    }

    fn open(&mut self, draft: Arc<Draft>) {
        let opened = self.snapshot.desk.as_ref().map_or(1, |desk| desk.opened + 1);
        self.snapshot.desk = Some(Desk { id: DraftId(format!("draft-{opened}").into()), draft, opened });
    }

    fn keep_in_cast(&mut self, member: Member) {
        let mut cast: Vec<Member> = self.snapshot.cast.iter().filter(|other| other.id != member.id).cloned().collect();
        cast.push(member);
        cast.sort_by_key(|member| (member.name.to_lowercase(), member.id.clone()));
        self.snapshot.cast = cast.into();
    }

    fn keep_name(&mut self, kept: &KeptName) {
        self.snapshot.kept_names = self.snapshot.kept_names.iter().chain([kept]).cloned().collect();
    }

    fn delete_clips(&mut self, tasks: &[TaskId]) {
        self.mark_trashed(tasks, true);
        let undo = Some(Command::UndoDelete(tasks.to_vec()));
        self.face.notify(Notice { tone: Tone::Plain, said: Trouble::new("card-delete"), undo });
    }

    fn forget_key(&mut self, vendor: &'static str) {
        self.account(vendor, KeyState::Absent);
        let undo = Some(Command::RestoreKey { vendor });
        self.face.notify(Notice { tone: Tone::Plain, said: Trouble::new("key-forgotten"), undo });
    }

    fn drop_from_cast(&mut self, ids: &[Arc<str>]) {
        let stays = |member: &&Member| !ids.contains(&member.id);
        self.snapshot.cast = self.snapshot.cast.iter().filter(stays).cloned().collect();
    }

    fn browse(&mut self, query: &GalleryQuery) {
        let fits = |card: &&TaskCard| {
            let is_shown = query.flag.is_none_or(|flag| card.flag == flag);
            is_shown && (query.search.is_empty() || card.task.draft.prompt.contains(&query.search))
        };
        let found: Vec<&TaskCard> = self.library.iter().filter(fits).collect();
        let cards = found.iter().skip(query.first).take(query.len).map(|card| (*card).clone()).collect();
        self.snapshot.gallery = Arc::new(GalleryPage { query: query.clone(), total: found.len(), cards });
    }

    fn browse_ledger(&mut self, query: &LedgerQuery) {
        let now = Month { year: 2026, month: 11 };
        let month = if query.month == Month::default() { now } else { query.month };
        let lines = if month == now { self.ledger.clone() } else { Vec::new() };
        let page = LedgerPage {
            query: LedgerQuery { month, ..query.clone() },
            total: lines.len(),
            lines: lines.into_iter().skip(query.first).take(query.len).collect(),
            now,
            ..(*self.snapshot.ledger).clone()
        };
        self.snapshot.ledger = Arc::new(page);
    }

    fn pause(&mut self, vendor: &str, is_paused: bool) {
        let paused = &mut Arc::make_mut(&mut self.snapshot.settings).paused;
        if is_paused {
            paused.insert(vendor.to_owned())
        } else {
            paused.remove(vendor)
        };
    }

    fn line_up(&mut self, task: &TaskId, before: Option<&TaskId>) {
        let mut cards = self.snapshot.queue.to_vec();
        let Some(at) = cards.iter().position(|card| card.task.id == *task) else { return };
        let card = cards.remove(at);
        let to = before.and_then(|before| cards.iter().position(|card| card.task.id == *before));
        cards.insert(to.unwrap_or(cards.len()), card);
        self.snapshot.queue = cards.into();
    }

    fn draft_page(&self) -> DraftPage {
        let query = self.draft_query.clone();
        let is_here = |line: &&DraftLine| {
            let is_on_shelf = line.deleted_at_millis.is_some() == (query.shelf == DraftShelf::Bin);
            is_on_shelf && line.heading.to_lowercase().contains(&query.search.to_lowercase())
        };
        let found: Vec<DraftLine> = self.drafts.iter().filter(is_here).cloned().collect();
        let total = if query.len == 0 { 0 } else { found.len() };
        let lines = found.into_iter().skip(query.first).take(query.len).collect();
        DraftPage { query, total, lines }
    }

    fn mark_deleted(&mut self, id: &DraftId, at: Option<i64>) {
        let meant = self.drafts.iter_mut().find(|line| line.id == *id);
        meant.into_iter().for_each(|line| line.deleted_at_millis = at);
    }

    fn prompt_page(&self, query: &PromptQuery) -> PromptPage {
        let fits = |line: &&PromptLine| {
            let is_after = query.after.is_none_or(|after| line.key < after);
            is_after && line.wording.is_negative() == query.is_negative && line.text.contains(&query.search)
        };
        let mut lines: Vec<PromptLine> = self.prompts.iter().filter(fits).take(PROMPT_PAGE + 1).cloned().collect();
        let has_more = lines.len() > PROMPT_PAGE;
        lines.truncate(PROMPT_PAGE);
        PromptPage { query: query.clone(), lines: lines.into(), has_more }
    }

    fn answer_question(&mut self, id: QuestionId, choice: &Choice) {
        let (asked, left): (Vec<Question>, Vec<Question>) =
            self.snapshot.questions.iter().cloned().partition(|question| question.id == id);
        self.snapshot.questions = left.into();
        for question in asked {
            if let QuestionAbout::Unknown { task } = question.about {
                self.settle(&task, choice);
            }
        }
    }

    fn settle(&mut self, task: &TaskId, choice: &Choice) {
        match choice {
            Choice::Found(_) => self.put(task, TaskState::Running),
            Choice::SendAgain | Choice::GiveUp => self.put(task, TaskState::GivenUp),
            Choice::Proceed | Choice::Dismiss => {}
        }
    }

    fn put(&mut self, task: &TaskId, state: TaskState) {
        let change = |card: &TaskCard| {
            let mut card = card.clone();
            if card.task.id == *task {
                Arc::make_mut(&mut card.task).life = Life { state, ..card.task.life };
            }
            card
        };
        self.snapshot.queue = self.snapshot.queue.iter().map(change).collect();
    }

    fn mark_trashed(&mut self, tasks: &[TaskId], is_trashed: bool) {
        let change = |card: &TaskCard| {
            let is_meant = tasks.contains(&card.task.id);
            TaskCard { is_trashed: if is_meant { is_trashed } else { card.is_trashed }, ..card.clone() }
        };
        self.snapshot.queue = self.snapshot.queue.iter().map(change).collect();
        self.library = self.library.iter().map(change).collect();
        self.browse(&self.snapshot.gallery.query.clone());
    }

    fn flag(&mut self, flags: &[(TaskId, Flag)]) {
        let was = |id: &TaskId| self.library.iter().find(|card| card.task.id == *id).map(|card| card.flag);
        let before = flags.iter().filter_map(|(id, _)| Some((id.clone(), was(id)?))).collect();
        self.put_flags(flags);
        let rule =
            if flags.iter().any(|(_, flag)| *flag == Flag::Rejected) { "clips-rejected" } else { "clips-picked" };
        let said = Trouble::new(rule).with("count", flags.len());
        self.face.notify(Notice { tone: Tone::Plain, said, undo: Some(Command::UndoFlag(before)) });
    }

    fn put_flags(&mut self, flags: &[(TaskId, Flag)]) {
        let change = |card: &TaskCard| {
            let asked = flags.iter().find(|(id, _)| *id == card.task.id);
            TaskCard { flag: asked.map_or(card.flag, |(_, flag)| *flag), ..card.clone() }
        };
        self.snapshot.queue = self.snapshot.queue.iter().map(change).collect();
        self.library = self.library.iter().map(change).collect();
        self.browse(&self.snapshot.gallery.query.clone());
        self.show_compared();
    }

    fn compare(&mut self, ids: &[TaskId]) {
        self.compared = ids.to_vec();
        self.show_compared();
    }

    fn show_compared(&mut self) {
        let card = |id: &TaskId| self.library.iter().find(|card| card.task.id == *id && !card.is_trashed).cloned();
        self.snapshot.compared = self.compared.iter().filter_map(card).collect();
    }

    fn account(&mut self, vendor: &str, key: KeyState) {
        self.change_account(vendor, |card| {
            card.key = key;
            card.is_practice = key == KeyState::Absent;
        });
    }

    pub fn change_account(&mut self, vendor: &str, change: impl Fn(&mut AccountCard)) {
        let mut cards = self.snapshot.accounts.to_vec();
        cards.iter_mut().filter(|card| card.vendor == vendor).for_each(change);
        self.snapshot.accounts = cards.into();
    }

    fn settle_accounts(&mut self, settings: &Settings) {
        self.snapshot.settings = Arc::new(settings.clone());
        let mut cards = self.snapshot.accounts.to_vec();
        for card in &mut cards {
            let address = settings.base_url(card.vendor).unwrap_or(card.known_addresses[0]).to_owned();
            if card.base_url != address {
                (card.key, card.is_practice, card.base_url) = (KeyState::Absent, true, address);
            }
        }
        self.snapshot.accounts = cards.into();
    }
}

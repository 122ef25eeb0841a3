//! What the window sees: collected as it changes, put out at most sixty times a second, and not at all while nothing
//! changes.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::library::{Library, Shelf, StoredTask};
use crate::model::cap::Spent;
use crate::model::cast::{KeptName, Member};
use crate::model::{Clip, Flag, Row, Task, TaskId, TaskState, Trouble};

use super::accounts::{Accounts, is_held};
use super::handle::Face;
use super::images::Images;
use super::proxy::Network;
use super::questions::Questions;
use super::settings::Settings;
use super::shelf::heading;
use super::snapshot::{
    BalanceCard, Counts, Desk, DraftLine, DraftPage, Estimate, Followed, GalleryPage, GalleryQuery, LedgerPage,
    LedgerQuery, MAX_REPAIRS, MAX_RUNNING, Notice, Origin, Phase, PromptPage, RecentPrompts, RepairState, Snapshot,
    Taken, TaskCard, Tone,
};
use super::start::Audience;
use super::wire::Wire;

const FRAME: Duration = Duration::from_millis(16);

pub struct Screen {
    face: Face,
    shown: Snapshot,
    queue: Vec<TaskCard>,
    /// Every task of a headless session, and where each stands among them.
    followed: Option<Followed>,
    places: HashMap<TaskId, usize>,
    /// The one that is watched, wherever it lies.
    watched: Option<TaskId>,
    /// It plays.
    is_playing: bool,
    stale: Stale,
    /// Which clips are compared.
    compared: Vec<TaskId>,
    has_changed: bool,
    published_at: Option<Instant>,
}

/// What has to be read from the library again.
#[derive(Default)]
struct Stale {
    queue: bool,
    gallery: bool,
    drafts: bool,
    ledger: bool,
    spent: bool,
    prompts: bool,
    compared: bool,
    watched: bool,
    origin: bool,
}

impl Screen {
    pub fn new(face: Face, audience: Audience, library: PathBuf) -> Self {
        Self {
            face,
            shown: Snapshot { library, ..Snapshot::default() },
            queue: Vec::new(),
            followed: (audience == Audience::Headless).then(Followed::default),
            places: HashMap::new(),
            compared: Vec::new(),
            watched: None,
            is_playing: false,
            stale: Stale { queue: true, gallery: true, drafts: true, prompts: true, spent: true, ..Stale::default() },
            has_changed: true,
            published_at: None,
        }
    }

    pub fn opened(&mut self) {
        self.change().phase = Phase::Open;
    }

    pub fn closed(&mut self, trouble: Trouble) {
        self.change().phase = Phase::Closed(trouble);
    }

    // --- tasks

    pub fn task_inserted(&mut self, task: &Arc<Task>) {
        self.stale.queue = true;
        self.stale.gallery = true;
        self.stale.prompts = true;
        self.spending_changed();
        if let Some(followed) = &mut self.followed {
            self.places.insert(task.id.clone(), followed.len());
            followed.push(card(Arc::clone(task), None, false));
        }
    }

    /// A task has a new face: it is put in place, and the lists are read again only where its place has changed.
    pub fn show_task(&mut self, task: &Arc<Task>, clip: Option<&Arc<Clip>>, before: TaskState) {
        self.has_changed = true;
        if before != task.state() {
            self.spending_changed();
        }
        if rank(before) != rank(task.state()) {
            self.stale.queue = true;
            self.stale.gallery = true;
        }
        let place = self.places.get(&task.id).copied();
        let followed = self.followed.as_mut().zip(place).and_then(|(followed, at)| followed.get_mut(at));
        let elsewhere = followed.into_iter().chain(&mut self.shown.watched);
        for card in self.queue.iter_mut().chain(elsewhere).filter(|card| card.task.id == task.id) {
            card.is_held = is_held(task);
            card.task = Arc::clone(task);
            card.clip = clip.cloned().or_else(|| card.clip.take());
        }
    }

    /// A line was put in another order.
    pub fn order_changed(&mut self) {
        self.stale.queue = true;
        self.has_changed = true;
    }

    pub fn is_followed(&self, id: &TaskId) -> bool {
        self.places.contains_key(id)
    }

    pub fn clips_changed(&mut self) {
        self.stale.queue = true;
        self.stale.gallery = true;
        self.stale.compared = true;
        self.stale.watched = true;
        self.stale.origin = true;
        self.has_changed = true;
    }

    /// Another task is watched, or none.
    pub fn watch(&mut self, task: Option<TaskId>) {
        self.is_playing &= task.is_some();
        if task != self.watched {
            self.watched = task;
            self.stale.watched = true;
            self.has_changed = true;
        }
    }

    pub fn browse(&mut self, query: GalleryQuery) {
        let page = GalleryPage { query, total: self.shown.gallery.total, cards: Vec::new() };
        if page.query != self.shown.gallery.query {
            self.change().gallery = Arc::new(page);
        }
        self.stale.gallery = true;
        self.has_changed = true;
    }

    /// Which clips are to be seen side by side.
    pub fn compare(&mut self, ids: Vec<TaskId>) {
        self.compared = ids;
        self.stale.compared = true;
        self.has_changed = true;
    }

    /// The clip that is watched plays, or stands.
    pub fn play(&mut self, is_playing: bool) {
        self.is_playing = is_playing && self.watched.is_some();
    }

    /// Whether somebody looks at moving pictures.
    pub fn is_watching(&self) -> bool {
        self.is_playing || !self.compared.is_empty()
    }

    /// How much the previews on the disk take.
    pub fn previews(&mut self, bytes: Option<u64>) {
        if self.shown.previews_bytes != bytes {
            self.change().previews_bytes = bytes;
        }
    }

    // --- money

    /// What was spent, or the day it was spent in, is another.
    pub fn spending_changed(&mut self) {
        self.stale.ledger = self.shown.ledger.query.len > 0;
        self.stale.spent = true;
        self.has_changed = true;
    }

    pub fn browse_ledger(&mut self, query: LedgerQuery) {
        if query != self.shown.ledger.query {
            let page = LedgerPage { query, total: 0, lines: Vec::new(), ..(*self.shown.ledger).clone() };
            self.change().ledger = Arc::new(page);
        }
        self.stale.ledger = self.shown.ledger.query.len > 0;
        self.has_changed = true;
    }

    /// The part of the ledger that has to be summed again.
    pub fn wants_ledger(&mut self) -> Option<LedgerQuery> {
        std::mem::take(&mut self.stale.ledger).then(|| self.shown.ledger.query.clone())
    }

    pub fn ledger(&mut self, page: LedgerPage) {
        self.shown.ledger = Arc::new(page);
    }

    /// Whether what counts against the caps has to be summed again. Without caps nobody asks.
    pub fn wants_spent(&mut self, has_caps: bool) -> bool {
        has_caps && std::mem::take(&mut self.stale.spent)
    }

    /// What is left at a vendor; `None` where it does not say any more.
    pub fn balance(&mut self, vendor: &'static str, card: Option<BalanceCard>) {
        let balances = Arc::make_mut(&mut self.change().balances);
        match card {
            Some(card) => balances.insert(vendor, card),
            None => balances.remove(vendor),
        };
    }

    pub fn estimate(&mut self, estimate: Estimate) {
        self.change().estimate = Some(estimate);
    }

    pub fn spent(&mut self, spent: Spent) {
        self.shown.spent = spent;
    }

    pub fn next_batch(&mut self, next_batch: u64) {
        let shown = self.change();
        shown.next_batch = next_batch;
        shown.submit_refused = None;
    }

    /// A submit that was not taken.
    pub fn refused(&mut self, trouble: Trouble) {
        self.change().submit_refused = Some(trouble.clone());
        self.notify_bad(trouble);
    }

    // --- everything else

    pub fn desk(&mut self, desk: Option<Desk>) {
        self.stale.origin |= origin_of(desk.as_ref()) != origin_of(self.shown.desk.as_ref());
        self.change().desk = desk;
    }

    pub fn called(&mut self) {
        self.change().calls += 1;
    }

    pub fn drafts_changed(&mut self) {
        self.stale.drafts = true;
        self.has_changed = true;
    }

    pub fn wants_drafts(&mut self) -> bool {
        std::mem::take(&mut self.stale.drafts)
    }

    pub fn drafts(&mut self, drafts: Arc<[DraftLine]>, page: DraftPage) {
        let desk = self.shown.desk.as_ref().map(|desk| &desk.id);
        let line = drafts.iter().find(|line| Some(&line.id) == desk);
        self.shown.desk_file = line.and_then(|line| line.file.clone());
        self.shown.drafts = drafts;
        self.shown.draft_page = Arc::new(page);
    }

    pub fn wants_prompts(&mut self) -> bool {
        std::mem::take(&mut self.stale.prompts)
    }

    pub fn recent_prompts(&mut self, recent: RecentPrompts) {
        self.shown.recent_prompts = Arc::new(recent);
    }

    pub fn prompts(&mut self, page: PromptPage) {
        self.change().prompts = Arc::new(page);
    }

    pub fn cast(&mut self, cast: Vec<Member>, kept_names: Vec<KeptName>) {
        let shown = self.change();
        shown.cast = cast.into();
        shown.kept_names = kept_names.into();
    }

    pub fn pictures_changed(&mut self, images: &Images) {
        let shown = self.change();
        shown.facts = Arc::clone(&images.facts);
        shown.thumbs = Arc::clone(&images.thumbs);
    }

    /// How far a repair is. The oldest answers are forgotten.
    pub fn repair(&mut self, ticket: u64, state: RepairState) {
        let repairs = Arc::make_mut(&mut self.change().repairs);
        repairs.insert(ticket, state);
        while repairs.len() > MAX_REPAIRS {
            let oldest = repairs.iter().find(|(_, state)| **state != RepairState::UnderWay).map(|(ticket, _)| *ticket);
            let Some(oldest) = oldest else { break };
            repairs.remove(&oldest);
        }
    }

    pub fn accounts_changed(&mut self, accounts: &Accounts, network: &Network) {
        let shown = self.change();
        shown.accounts = accounts.cards();
        shown.keyring = accounts.keyring();
        shown.proxy = network.card();
    }

    /// The offerings that are other than shipped.
    pub fn offerings(&mut self, grown: &Arc<[&'static Row]>) {
        self.change().offerings = Arc::clone(grown);
    }

    pub fn questions_changed(&mut self, questions: &Questions) {
        self.change().questions = questions.list();
    }

    /// Another wire is looked at, or none.
    pub fn wire(&mut self, wire: Option<Arc<Wire>>) {
        self.change().wire = wire;
    }

    pub fn settings_changed(&mut self, settings: &Settings) {
        self.change().settings = Arc::new(settings.clone());
    }

    pub fn notify(&self, notice: Notice) {
        self.face.notify(notice);
    }

    pub fn hand(&self, taken: Taken) {
        self.face.hand(taken);
    }

    pub fn notify_bad(&self, said: Trouble) {
        self.notify(Notice { tone: Tone::Bad, said, undo: None });
    }

    // --- publishing

    /// When the next snapshot is due; `None` while there is nothing new.
    pub fn due_at(&self) -> Option<Instant> {
        self.has_changed.then(|| self.published_at.map_or_else(Instant::now, |at| at + FRAME))
    }

    pub fn publish(&mut self, library: &Library) {
        if std::mem::take(&mut self.stale.queue) {
            self.read_queue(library);
        }
        if std::mem::take(&mut self.stale.gallery) {
            self.read_gallery(library);
        }
        if std::mem::take(&mut self.stale.compared) {
            self.read_compared(library);
        }
        if std::mem::take(&mut self.stale.watched) {
            self.shown.watched =
                self.watched.as_ref().and_then(|id| one(library, id)).map(|stored| stored_card(library, stored));
        }
        if std::mem::take(&mut self.stale.origin) {
            let found = origin_of(self.shown.desk.as_ref()).and_then(|id| one(library, &id));
            let origin = |stored: StoredTask| Origin { heading: heading(&stored.task).into(), task: stored.task.id };
            self.shown.desk_origin = found.map(origin);
        }
        self.shown.queue = self.queue.clone().into();
        self.shown.followed = self.followed.clone().unwrap_or_default();
        self.shown.revision += 1;
        self.has_changed = false;
        self.published_at = Some(Instant::now());
        self.face.publish(Arc::new(self.shown.clone()));
    }

    fn read_queue(&mut self, library: &Library) {
        match library.queue(MAX_RUNNING) {
            Ok(stored) => self.queue = stored.into_iter().map(|stored| stored_card(library, stored)).collect(),
            Err(error) => tracing::warn!(%error, "the queue cannot be read"),
        }
        match library.counts() {
            Ok(counts) => {
                self.shown.counts = Counts { under_way: counts.under_way, unknown: counts.unknown, done: counts.done };
            }
            Err(error) => tracing::warn!(%error, "the counts cannot be read"),
        }
    }

    fn read_gallery(&mut self, library: &Library) {
        let query = self.shown.gallery.query.clone();
        let shelf = query.flag.map_or(Shelf::Clips, Shelf::Flagged);
        match library.page_of(shelf, &query.search, query.first, query.len) {
            Ok((total, stored)) => {
                let cards = stored.into_iter().map(|stored| stored_card(library, stored)).collect();
                self.shown.gallery = Arc::new(GalleryPage { query, total, cards });
            }
            Err(error) => tracing::warn!(%error, "the gallery cannot be read"),
        }
    }

    fn read_compared(&mut self, library: &Library) {
        let card = |id: &TaskId| match library.task(id) {
            Ok(stored) => stored.map(|stored| stored_card(library, stored)),
            Err(error) => {
                tracing::warn!(%error, "a compared clip cannot be read");
                None
            }
        };
        let is_here = |card: &TaskCard| card.clip.is_some() && !card.is_trashed;
        self.shown.compared = self.compared.iter().filter_map(card).filter(is_here).collect();
    }

    fn change(&mut self) -> &mut Snapshot {
        self.has_changed = true;
        &mut self.shown
    }
}

fn stored_card(library: &Library, stored: StoredTask) -> TaskCard {
    let from = stored.task.draft.continued_from.as_ref().map(|from| TaskId(Arc::clone(&from.task)));
    let continues = from.and_then(|id| one(library, &id)).map(|from| heading(&from.task).into());
    let flag = stored.flag;
    TaskCard { flag, continues, ..card(Arc::new(stored.task), stored.clip.map(Arc::new), stored.is_trashed) }
}

/// Which task's video the draft on the desk goes on from.
fn origin_of(desk: Option<&Desk>) -> Option<TaskId> {
    let from = desk?.draft.continued_from.as_ref()?;
    Some(TaskId(Arc::clone(&from.task)))
}

fn one(library: &Library, id: &TaskId) -> Option<StoredTask> {
    let found = library.task(id);
    found.inspect_err(|error| tracing::warn!(%error, "a task cannot be read")).ok().flatten()
}

fn card(task: Arc<Task>, clip: Option<Arc<Clip>>, is_trashed: bool) -> TaskCard {
    TaskCard { is_held: is_held(&task), task, clip, is_trashed, flag: Flag::default(), continues: None }
}

/// Where a task stands in the queue: a change of rank moves it.
fn rank(state: TaskState) -> u8 {
    if state == TaskState::Unknown {
        0
    } else if state == TaskState::Queued {
        2
    } else if state.is_under_way() {
        1
    } else {
        3
    }
}

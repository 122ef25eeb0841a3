//! Everybody of a shelf as faces in a grid. Only the rows that are seen are drawn, and only their pictures are wanted.

use std::ops::Range;
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Align2, EventFilter, Id, Key, Modifiers, Pos2, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui};
use egui::{Vec2, WidgetInfo};

use crate::model::cast::Member;
use crate::ui::action::Outbox;
use crate::ui::compose::paint_fit;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::{fonts, icons, widgets};

/// What the grid remembers between frames.
#[derive(Default)]
pub struct Grid {
    /// Whoever the arrows came to has the keyboard in the next frame.
    wants_focus: Option<usize>,
    /// This one is to be seen.
    pub shows: Option<Arc<str>>,
    /// How far down it was scrolled.
    offset: f32,
}

/// Whose cell was clicked; a right click opens `menu` there.
pub fn grid_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Grid,
    found: &[Member],
    chosen: Option<&str>,
    out: &mut Outbox,
    mut menu: impl FnMut(&Response, &Member),
) -> Option<Arc<str>> {
    let layout = Layout::new(ui, found.len());
    let mut clicked = None;
    let mut scroll = ScrollArea::vertical().id_salt("cast-grid").auto_shrink(false);
    let shown = state.shows.take().and_then(|id| found.iter().position(|member| member.id == id));
    let wanted = state.wants_focus.or(shown);
    if let Some(index) = wanted {
        scroll = scroll.vertical_scroll_offset(layout.offset_for(index, state.offset, ui.available_height()));
    }
    let shown = scroll.show_viewport(ui, |ui, viewport| {
        ui.set_height(layout.height());
        let rows = layout.rows_in(viewport);
        for index in rows.start * layout.columns..(rows.end * layout.columns).min(found.len()) {
            let member = &found[index];
            let cell = Cell { member, is_chosen: chosen == Some(&*member.id), rect: layout.place(index, viewport) };
            let response = cell.show(ui, cx, out);
            if state.wants_focus.take_if(|wanted| *wanted == index).is_some() {
                response.request_focus();
            }
            if response.clicked() {
                clicked = Some(member.id.clone());
            }
            if let Some(next) = walked(ui, &response, index, layout.columns, found.len()) {
                state.wants_focus = Some(next);
                ui.ctx().request_repaint();
            }
            menu(&response, member);
        }
    });
    state.offset = shown.state.clamped_offset().y;
    clicked
}

/// Where the arrows lead from a cell that has the keyboard.
fn walked(ui: &Ui, response: &Response, index: usize, columns: usize, count: usize) -> Option<usize> {
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let steps = ui.input_mut(|input| {
        let mut steps = 0_isize;
        let down = columns.cast_signed();
        for (key, by) in [(Key::ArrowRight, 1), (Key::ArrowLeft, -1), (Key::ArrowDown, down), (Key::ArrowUp, -down)] {
            steps += by * input.count_and_consume_key(Modifiers::NONE, key).cast_signed();
        }
        steps
    });
    let next = index.checked_add_signed(steps).filter(|next| *next < count)?;
    (next != index).then_some(next)
}

/// Where every cell stands.
struct Layout {
    count: usize,
    columns: usize,
    cell: Vec2,
    corner: Pos2,
}

impl Layout {
    fn new(ui: &Ui, count: usize) -> Self {
        // The scroll bar stands beside the cells.
        let width = ui.available_width() - size::GAP_M;
        let columns = (((width + size::GAP_M) / (size::FACE + size::GAP_M)).floor() as usize).max(1);
        let wide = ((width - size::GAP_M * (columns - 1) as f32) / columns as f32).max(1.0);
        Self { count, columns, cell: Vec2::new(wide, wide * 0.75 + size::CELL_WORDS), corner: ui.cursor().min }
    }

    fn step(&self) -> f32 {
        self.cell.y + size::GAP_M
    }

    fn height(&self) -> f32 {
        self.count.div_ceil(self.columns) as f32 * self.step()
    }

    fn rows_in(&self, viewport: Rect) -> Range<usize> {
        let rows = self.count.div_ceil(self.columns);
        let first = (viewport.min.y / self.step()).floor().max(0.0) as usize;
        let last = (viewport.max.y / self.step()).ceil().max(0.0) as usize;
        first.min(rows)..last.min(rows)
    }

    fn place(&self, index: usize, viewport: Rect) -> Rect {
        let (row, column) = (index / self.columns, index % self.columns);
        let down = row as f32 * self.step() - viewport.min.y;
        let across = column as f32 * (self.cell.x + size::GAP_M);
        Rect::from_min_size(self.corner + Vec2::new(across, down), self.cell)
    }

    /// No further than it must: a row that is seen stays where it is.
    fn offset_for(&self, index: usize, now: f32, room: f32) -> f32 {
        let top = (index / self.columns) as f32 * self.step();
        now.min(top).max(top + self.step() - room).max(0.0)
    }
}

struct Cell<'a> {
    member: &'a Member,
    is_chosen: bool,
    rect: Rect,
}

impl Cell<'_> {
    fn show(&self, ui: &Ui, cx: &UiContext<'_>, out: &mut Outbox) -> Response {
        let (member, rect) = (self.member, self.rect);
        let response = ui.interact(rect, Id::unique(("cast", &member.id)), Sense::click());
        let args = [("name", (&*member.name).into()), ("count", member.images.len().into())];
        let name = cx.words.with("cast-member-of", &args);
        response.widget_info(|| WidgetInfo {
            current_text_value: Some(member.description.to_string()),
            ..WidgetInfo::selected(Role::ListItem, true, self.is_chosen, &name)
        });
        let (fill, line) = match (self.is_chosen, response.hovered()) {
            (true, _) => (color::ACCENT_SOFT, color::ACCENT),
            (false, true) => (color::RAISED_HOVER, color::LINE_STRONG),
            (false, false) => (color::RAISED, color::LINE),
        };
        ui.painter().rect(rect, size::RADIUS_M, fill, Stroke::new(size::HAIRLINE, line), StrokeKind::Inside);
        let words = Rect::from_min_max(egui::pos2(rect.left(), rect.bottom() - size::CELL_WORDS), rect.max);
        let face = Rect::from_min_max(rect.min, words.right_top()).shrink(3.0);
        ui.painter().rect_filled(face, size::RADIUS_S, color::STAGE);
        match member.images.first() {
            Some(image) => paint_fit(ui, cx, face, image, out),
            None => {
                let icon = if member.videos.is_empty() { icons::ELEMENT } else { icons::MOVIE };
                let font = theme::icon_font(size::ICON_EMPTY);
                ui.painter().text(face.center(), Align2::CENTER_CENTER, icon.codepoint, font, color::LINE_STRONG);
            }
        }
        self.words_ui(ui, words.shrink2(Vec2::new(10.0, 7.0)));
        widgets::focus_ring(ui, &response, size::RADIUS_M);
        response
    }

    /// The name with the number of pictures, and what it is.
    fn words_ui(&self, ui: &Ui, rect: Rect) {
        let member = self.member;
        let small = theme::font(size::TEXT_SMALL, fonts::tabular());
        let count = ui.painter().layout_no_wrap(member.images.len().to_string(), small, color::TEXT_FAINT);
        let room = rect.width() - count.size().x - size::GAP_S;
        ui.painter().galley(egui::pos2(rect.right() - count.size().x, rect.top()), count, color::TEXT_FAINT);
        let strong = theme::font(size::TEXT_BODY, fonts::medium());
        let line = |text: String, font, ink, width| {
            let mut job = egui::text::LayoutJob::simple_singleline(text, font, ink);
            job.wrap = egui::text::TextWrapping::truncate_at_width(width);
            ui.painter().layout_job(job)
        };
        let name = line(format!("@{}", member.name), strong, color::TEXT, room);
        ui.painter().galley(rect.left_top(), name, color::TEXT);
        let caption = theme::font(size::TEXT_CAPTION, egui::FontFamily::Proportional);
        let said = line(member.description.replace('\n', " "), caption, color::TEXT_FAINT, rect.width());
        ui.painter().galley(rect.left_bottom() - Vec2::new(0.0, said.size().y), said, color::TEXT_FAINT);
    }
}

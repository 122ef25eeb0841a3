//! Every colour and size of the window. Screens name tokens; a literal elsewhere would be a second theme.

use egui::style::{ScrollStyle, WidgetVisuals, Widgets};
use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, RichText, Stroke, Style, TextStyle, Theme, Vec2,
    Visuals,
};

use super::fonts;

mod surfaces;

pub use surfaces::*;

/// Colours, by what they are for.
#[expect(clippy::disallowed_methods, reason = "this is the one place where colours are made")]
pub mod color {
    use egui::Color32;

    /// Behind everything.
    pub const WINDOW: Color32 = Color32::from_rgb(0x0d, 0x0e, 0x11);
    /// Rail, top bar, side panels.
    pub const PANEL: Color32 = Color32::from_rgb(0x14, 0x16, 0x1a);
    /// Cards and blocks on a panel.
    pub const RAISED: Color32 = Color32::from_rgb(0x1c, 0x1f, 0x25);
    pub const RAISED_HOVER: Color32 = Color32::from_rgb(0x25, 0x29, 0x31);
    pub const RAISED_PRESSED: Color32 = Color32::from_rgb(0x17, 0x1a, 0x1f);
    /// Where text is typed and pictures lie.
    pub const FIELD: Color32 = Color32::from_rgb(0x0f, 0x11, 0x14);
    /// The stage around a picture: darker than all else.
    pub const STAGE: Color32 = Color32::from_rgb(0x08, 0x09, 0x0b);
    /// Behind a modal card.
    pub const VEIL: Color32 = Color32::from_rgba_premultiplied(0x02, 0x03, 0x04, 0xa8);
    /// Behind words that lie on a picture.
    pub const SCRIM: Color32 = Color32::from_rgba_premultiplied(0x00, 0x00, 0x00, 0xb0);

    pub const LINE: Color32 = Color32::from_rgb(0x26, 0x2a, 0x31);
    pub const LINE_STRONG: Color32 = Color32::from_rgb(0x3b, 0x41, 0x4b);

    pub const TEXT: Color32 = Color32::from_rgb(0xe9, 0xeb, 0xee);
    pub const TEXT_MUTED: Color32 = Color32::from_rgb(0xa7, 0xad, 0xb8);
    /// Hints and units; still 4.5 : 1 on a panel.
    pub const TEXT_FAINT: Color32 = Color32::from_rgb(0x84, 0x8b, 0x97);
    pub const DISABLED: Color32 = Color32::from_rgb(0x55, 0x5b, 0x66);
    pub const TEXT_ON_ACCENT: Color32 = Color32::from_rgb(0xff, 0xff, 0xff);

    /// The one accent.
    pub const ACCENT: Color32 = Color32::from_rgb(0x5b, 0x66, 0xf0);
    pub const ACCENT_HOVER: Color32 = Color32::from_rgb(0x6d, 0x78, 0xf8);
    pub const ACCENT_PRESSED: Color32 = Color32::from_rgb(0x4a, 0x54, 0xd0);
    /// The accent as text and thin lines on dark ground.
    pub const ACCENT_TEXT: Color32 = Color32::from_rgb(0x9c, 0xa5, 0xff);
    pub const ACCENT_SOFT: Color32 = Color32::from_rgb(0x24, 0x28, 0x4b);
    /// Behind selected words.
    pub const SELECTED: Color32 = Color32::from_rgb(0x36, 0x3d, 0x86);
    pub const FOCUS_TEXT: Color32 = Color32::from_rgb(0xb9, 0xc0, 0xff);
    pub const FOCUS: Color32 = Color32::from_rgb(0x8b, 0x95, 0xff);

    /// No money is involved.
    pub const PRACTICE: Color32 = Color32::from_rgb(0x4f, 0xd8, 0xc4);
    pub const PRACTICE_HOVER: Color32 = Color32::from_rgb(0x6b, 0xe5, 0xd3);
    pub const PRACTICE_PRESSED: Color32 = Color32::from_rgb(0x3a, 0xb5, 0xa3);
    pub const TEXT_ON_PRACTICE: Color32 = Color32::from_rgb(0x06, 0x22, 0x1e);
    pub const PRACTICE_SOFT: Color32 = Color32::from_rgb(0x10, 0x33, 0x30);

    pub const ERROR: Color32 = Color32::from_rgb(0xf5, 0x7a, 0x82);
    pub const ERROR_SOFT: Color32 = Color32::from_rgb(0x36, 0x1c, 0x21);
    pub const WARNING: Color32 = Color32::from_rgb(0xf0, 0xb9, 0x5c);
    pub const WARNING_SOFT: Color32 = Color32::from_rgb(0x33, 0x29, 0x17);
    pub const ERROR_LINE: Color32 = Color32::from_rgb(0x7d, 0x3d, 0x46);
    pub const WARNING_LINE: Color32 = Color32::from_rgb(0x5c, 0x49, 0x24);
    pub const NOTE: Color32 = Color32::from_rgb(0x7f, 0xb8, 0xf5);
    pub const NOTE_SOFT: Color32 = Color32::from_rgb(0x18, 0x27, 0x38);
    pub const GOOD: Color32 = Color32::from_rgb(0x5f, 0xcb, 0x95);
    pub const GOOD_SOFT: Color32 = Color32::from_rgb(0x14, 0x2f, 0x22);

    /// The bracket of a border that rolls, and of one that ripples.
    pub const ROLL: Color32 = Color32::from_rgb(0x9c, 0xa5, 0xff);
    pub const RIPPLE: Color32 = Color32::from_rgb(0xf5, 0xc8, 0x4b);

    /// The lines that part a cut in thirds.
    pub const THIRDS: Color32 = Color32::from_rgba_premultiplied(0x70, 0x70, 0x70, 0x70);
    /// A black ground, as it is sent.
    pub const PAD_BLACK: Color32 = Color32::from_rgb(0, 0, 0);

    /// A picture in its own colours.
    pub const UNTINTED: Color32 = Color32::WHITE;
    pub const NONE: Color32 = Color32::TRANSPARENT;
}

/// Lengths in points.
pub mod size {
    pub const GAP_XS: f32 = 4.0;
    pub const GAP_S: f32 = 8.0;
    pub const GAP_M: f32 = 12.0;
    pub const GAP_L: f32 = 16.0;
    pub const GAP_XL: f32 = 24.0;

    pub const RADIUS_S: u8 = 4;
    pub const RADIUS_M: u8 = 6;
    pub const RADIUS_L: u8 = 10;

    pub const HAIRLINE: f32 = 1.0;
    pub const FOCUS_RING: f32 = 2.0;

    pub const CONTROL_SMALL: f32 = 20.0;
    pub const CONTROL: f32 = 28.0;
    pub const CONTROL_LARGE: f32 = 36.0;
    pub const ICON: f32 = 18.0;
    pub const ICON_SMALL: f32 = 15.0;
    pub const ICON_LARGE: f32 = 22.0;
    pub const ICON_EMPTY: f32 = 36.0;

    pub const TOP_BAR: f32 = 46.0;
    pub const RAIL: f32 = 54.0;
    pub const RAIL_BUTTON: f32 = 40.0;
    pub const QUEUE: f32 = 304.0;
    pub const QUEUE_MIN: f32 = 248.0;
    pub const QUEUE_MAX: f32 = 440.0;
    /// The compose form under the stage.
    pub const FORM: f32 = 444.0;
    pub const FORM_MIN: f32 = 300.0;
    pub const STAGE_MIN: f32 = 150.0;
    pub const ACTION_BAR: f32 = 58.0;
    /// What the number of a shot takes of the stage, from its top.
    pub const STAGE_TAG: f32 = 36.0;

    pub const LABEL_ROW: f32 = 28.0;
    pub const FINDING_ROW: f32 = 20.0;
    pub const WELL_MIN: f32 = 116.0;
    pub const WELL: f32 = 190.0;
    pub const WELL_HEIGHT: f32 = 120.0;
    /// The two lines of facts below a picture.
    pub const WELL_FACTS: f32 = 36.0;
    pub const WELL_LINE: f32 = 15.0;
    /// The crop tool at its largest, what of the window stands around its picture, and the least of that.
    pub const CROP: f32 = 1100.0;
    pub const CROP_AROUND: f32 = 210.0;
    pub const CROP_LEAST: f32 = 160.0;
    /// The negative prompt stands beside the prompt where there is room for both.
    pub const PROMPT_AND_NEGATIVE: f32 = 420.0;
    pub const NEGATIVE: f32 = 84.0;
    pub const OFFERING: f32 = 176.0;
    pub const OFFERING_LIST: f32 = 240.0;
    /// The columns of "Who can make this?".
    pub const WHO_NAME: f32 = 130.0;
    pub const WHO_PRICE: f32 = 84.0;
    pub const WHO_BUTTON: f32 = 92.0;
    pub const THUMB_SMALL: f32 = 22.0;
    pub const THUMB: f32 = 64.0;
    /// A picture of an element.
    pub const VIEW: f32 = 100.0;
    pub const VIEW_HEIGHT: f32 = 116.0;

    pub const PALETTE: f32 = 560.0;
    pub const MODAL: f32 = 440.0;
    /// What of a card that hangs on a chip stands around its fields.
    pub const CARD_AROUND: f32 = 110.0;
    pub const SHEET: f32 = 720.0;
    /// Where a sheet begins, what of it stands around its list, and the least of the list.
    pub const SHEET_TOP: f32 = 56.0;
    pub const SHEET_AROUND: f32 = 190.0;
    pub const SHEET_LIST_MIN: f32 = 160.0;
    pub const DRAFT_ROW: f32 = 52.0;
    pub const PROMPT_ROW: f32 = 52.0;
    /// The chosen prompt as a whole, below the list.
    pub const PROMPT_WHOLE: f32 = 76.0;
    pub const PHRASE_ROW: f32 = 34.0;
    pub const PHRASE_NAME: f32 = 132.0;
    /// No wider than the queue it stands on: the timeline must stay free.
    pub const TOAST: f32 = 288.0;
    pub const MENU: f32 = 260.0;
    pub const TOOLTIP: f32 = 320.0;

    pub const BADGE: f32 = 20.0;
    /// A card's heading with its menu.
    pub const HEADING_ROW: f32 = 20.0;
    /// The round ground of a large play mark.
    pub const PLAY_DISC: f32 = 30.0;
    /// The poster on a queue card.
    pub const POSTER_SMALL: f32 = 84.0;
    /// One of the cast at its narrowest, and the card that opens beside the grid.
    pub const FACE: f32 = 132.0;
    pub const CAST_EDITOR: f32 = 372.0;
    /// Narrower than this there is room for the grid or the card.
    pub const CAST_BOTH: f32 = 640.0;
    pub const CAST_TEXT: f32 = 84.0;
    /// A gallery card at its narrowest, and the room for its words.
    pub const CELL: f32 = 232.0;
    pub const CELL_WORDS: f32 = 52.0;
    pub const SEARCH: f32 = 280.0;
    /// The ledger at its widest, its lines and the head of its table.
    pub const LEDGER: f32 = 980.0;
    pub const LEDGER_LINE: f32 = 32.0;
    pub const LEDGER_HEAD: f32 = 26.0;
    /// A field for an amount, and the names beside such fields.
    pub const AMOUNT: f32 = 110.0;
    pub const CAP_NAME: f32 = 90.0;
    pub const PRICE_NAME: f32 = 130.0;
    /// A page of settings at its widest.
    pub const PAGE: f32 = 760.0;
    pub const PROXY_FIELD: f32 = 230.0;
    pub const SCRUB: f32 = 18.0;
    /// The planned shots above the bar, the marks of their borders on it, and the brackets of in and out.
    pub const SHOT_LANE: f32 = 17.0;
    /// The filmstrip of the viewer, and the height below which the picture needs its room.
    pub const STRIP: f32 = 40.0;
    pub const STRIP_ROOM: f32 = 420.0;
    pub const TICK: f32 = 10.0;
    pub const MARK: f32 = 9.0;
    /// Where a time is typed.
    pub const TIME_FIELD: f32 = 132.0;
    pub const ZOOM_TEXT: f32 = 42.0;
    /// From here on the viewer's rows say more than they must.
    pub const TOOLS_WIDE: f32 = 720.0;
    pub const HEAD_WIDE: f32 = 640.0;
    /// One line of the viewer's heading.
    pub const HEAD_LINE: f32 = 17.0;
    pub const FRAME_MENU: f32 = 268.0;
    /// How far an arrow key moves an enlarged picture.
    pub const PAN_STEP: f32 = 60.0;
    pub const KNOB: f32 = 5.0;
    pub const KNOB_LIT: f32 = 7.0;
    pub const VOLUME: f32 = 90.0;
    /// Room that the frame's number, and the word of a missing sound device, want beside the transport's buttons.
    pub const FRAME_COUNT: f32 = 130.0;
    pub const NO_DEVICE: f32 = 190.0;
    /// How far above the middle of the picture a trouble begins.
    pub const TROUBLE: f32 = 80.0;
    pub const RAIL_LINE: f32 = 4.0;

    /// The strip above a compared clip, and the line between two of them.
    pub const PANE_HEAD: f32 = 34.0;
    pub const PANE_GAP: f32 = 2.0;
    pub const WIPE_GRIP: f32 = 18.0;
    pub const WIPE_KNOB: f32 = 12.0;
    /// What sets compared clips apart, and the column of its names.
    pub const APART: f32 = 150.0;
    pub const APART_MIN: f32 = 60.0;
    pub const APART_MAX: f32 = 420.0;
    pub const APART_NAME: f32 = 110.0;

    pub const TEXT_CAPTION: f32 = 11.0;
    pub const TEXT_SMALL: f32 = 12.0;
    pub const TEXT_BODY: f32 = 13.0;
    pub const TEXT_PROMPT: f32 = 14.0;
    pub const TEXT_TITLE: f32 = 15.0;
    pub const TEXT_DISPLAY: f32 = 20.0;
}

/// Lengths of the timeline, in points.
pub mod lane;

/// Durations in seconds.
pub mod time {
    /// Typing that rests this long is one undo step.
    pub const SETTLE_SECS: f64 = 0.6;
    /// A change is sent to be kept this long after it began.
    pub const SAVE_SECS: f64 = 0.3;
    /// A draft that rests this long is worth asking its price for.
    pub const ESTIMATE_SECS: f64 = 1.0;
    pub const TOAST_SECS: f64 = 6.0;
    pub const TOAST_WITH_UNDO_SECS: f64 = 10.0;
    pub const HOVER_SECS: f32 = 0.09;
    /// The animatic changes its clock ten times a second.
    pub const ANIMATIC_FRAME_SECS: f32 = 0.04;
    pub const TOOLTIP_SECS: f32 = 0.45;
}

/// Puts fonts and style into egui. Call it once, before the first frame.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts::definitions());
    ctx.set_theme(Theme::Dark);
    ctx.set_style_of(Theme::Dark, style());
}

// --- the type scale

pub fn caption(text: impl Into<String>) -> RichText {
    RichText::new(text).font(font(size::TEXT_CAPTION, FontFamily::Proportional)).color(color::TEXT_FAINT)
}

pub fn small(text: impl Into<String>) -> RichText {
    RichText::new(text).font(font(size::TEXT_SMALL, FontFamily::Proportional)).color(color::TEXT_MUTED)
}

pub fn body(text: impl Into<String>) -> RichText {
    RichText::new(text).font(font(size::TEXT_BODY, FontFamily::Proportional)).color(color::TEXT)
}

pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).font(font(size::TEXT_BODY, fonts::medium())).color(color::TEXT)
}

/// The name of a field or a group.
pub fn label(text: impl Into<String>) -> RichText {
    RichText::new(text).font(font(size::TEXT_SMALL, fonts::medium())).color(color::TEXT_MUTED)
}

pub fn title(text: impl Into<String>) -> RichText {
    RichText::new(text).font(font(size::TEXT_TITLE, fonts::semibold())).color(color::TEXT)
}

pub fn display(text: impl Into<String>) -> RichText {
    RichText::new(text).font(font(size::TEXT_DISPLAY, fonts::semibold())).color(color::TEXT)
}

/// Figures that change while one looks: counters, seconds, prices.
pub fn figures(text: impl Into<String>) -> RichText {
    RichText::new(text).font(font(size::TEXT_SMALL, fonts::tabular())).color(color::TEXT_MUTED)
}

pub fn icon(icon: super::icons::Icon, points: f32) -> RichText {
    RichText::new(icon.codepoint).font(icon_font(points))
}

pub fn icon_font(points: f32) -> FontId {
    font(points, FontFamily::Name(egui_material_icons::FONT_FAMILY.into()))
}

pub fn font(points: f32, family: FontFamily) -> FontId {
    FontId::new(points, family)
}

fn style() -> Style {
    let mut style = Style { visuals: visuals(), animation_time: time::HOVER_SECS, ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, font(size::TEXT_SMALL, FontFamily::Proportional)),
        (TextStyle::Body, font(size::TEXT_BODY, FontFamily::Proportional)),
        (TextStyle::Button, font(size::TEXT_BODY, fonts::medium())),
        (TextStyle::Heading, font(size::TEXT_TITLE, fonts::semibold())),
        (TextStyle::Monospace, font(size::TEXT_SMALL, fonts::tabular())),
    ]
    .into();
    style.spacing.item_spacing = Vec2::new(size::GAP_S, size::GAP_S);
    style.spacing.button_padding = Vec2::new(10.0, 5.0);
    style.spacing.interact_size = Vec2::new(size::CONTROL, size::CONTROL);
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(16);
    style.spacing.combo_width = 96.0;
    style.spacing.slider_width = 180.0;
    style.spacing.slider_rail_height = 4.0;
    style.spacing.icon_width = 16.0;
    style.spacing.tooltip_width = size::TOOLTIP;
    style.spacing.scroll = ScrollStyle { bar_width: 8.0, floating_width: 4.0, ..ScrollStyle::floating() };
    style.spacing.scroll.fade.strength = 0.0;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = time::TOOLTIP_SECS;
    style
}

fn visuals() -> Visuals {
    let radius = CornerRadius::same(size::RADIUS_M);
    let mut visuals = Visuals::dark();
    visuals.widgets = Widgets {
        noninteractive: state(color::PANEL, color::LINE, color::TEXT),
        inactive: state(color::RAISED, color::LINE, color::TEXT),
        hovered: state(color::RAISED_HOVER, color::LINE_STRONG, color::TEXT),
        active: state(color::RAISED_PRESSED, color::ACCENT, color::TEXT),
        open: state(color::RAISED_HOVER, color::LINE_STRONG, color::TEXT),
    };
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(color::TEXT_FAINT);
    visuals.selection.bg_fill = color::SELECTED;
    // egui draws the line of a text box in use with it, and the words of what is selected.
    visuals.selection.stroke = Stroke::new(size::HAIRLINE, color::FOCUS_TEXT);
    visuals.hyperlink_color = color::ACCENT_TEXT;
    visuals.faint_bg_color = color::RAISED;
    visuals.extreme_bg_color = color::FIELD;
    visuals.text_edit_bg_color = Some(color::FIELD);
    visuals.code_bg_color = color::FIELD;
    visuals.warn_fg_color = color::WARNING;
    visuals.error_fg_color = color::ERROR;
    visuals.window_corner_radius = CornerRadius::same(size::RADIUS_L);
    visuals.window_fill = color::RAISED;
    visuals.window_stroke = Stroke::new(size::HAIRLINE, color::LINE_STRONG);
    visuals.window_shadow = shadow();
    visuals.popup_shadow = shadow();
    visuals.menu_corner_radius = radius;
    visuals.panel_fill = color::PANEL;
    visuals.text_cursor.stroke = Stroke::new(size::FOCUS_RING, color::ACCENT_TEXT);
    // A blinking caret would redraw the window twice a second for ever.
    visuals.text_cursor.blink = false;
    visuals.slider_trailing_fill = true;
    visuals.disabled_alpha = 0.42;
    visuals
}

fn state(fill: Color32, line: Color32, text: Color32) -> WidgetVisuals {
    WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(size::HAIRLINE, line),
        corner_radius: CornerRadius::same(size::RADIUS_M),
        fg_stroke: Stroke::new(size::HAIRLINE, text),
        expansion: 0.0,
    }
}

/// A colour that a person picked.
#[expect(clippy::disallowed_methods, reason = "it is no token: it comes from a person")]
pub fn rgb([r, g, b]: [u8; 3]) -> Color32 {
    Color32::from_rgb(r, g, b)
}

/// How wide a sheet is: its usual width, or what a small screen has.
pub fn sheet_width(ctx: &egui::Context) -> f32 {
    size::SHEET.min(ctx.content_rect().width() - 4.0 * size::GAP_L)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG's contrast ratio.
    fn contrast(one: Color32, other: Color32) -> f64 {
        let light = |c: Color32| {
            let channel = |v: u8| {
                let v = f64::from(v) / 255.0;
                if v <= 0.03928 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(c.r()) + 0.7152 * channel(c.g()) + 0.0722 * channel(c.b())
        };
        let (a, b) = (light(one), light(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_colour_is_readable_where_it_stands() {
        let pairs = [
            (color::TEXT, color::RAISED_HOVER),
            (color::TEXT_MUTED, color::RAISED),
            (color::TEXT_FAINT, color::PANEL),
            (color::TEXT_FAINT, color::RAISED),
            (color::TEXT_ON_ACCENT, color::ACCENT),
            (color::TEXT_ON_PRACTICE, color::PRACTICE_PRESSED),
            (color::ACCENT_TEXT, color::ACCENT_SOFT),
            (color::FOCUS_TEXT, color::SELECTED),
            (color::PRACTICE, color::PRACTICE_SOFT),
            (color::ERROR, color::ERROR_SOFT),
            (color::WARNING, color::WARNING_SOFT),
            (color::NOTE, color::NOTE_SOFT),
            (color::GOOD, color::GOOD_SOFT),
        ];
        for (text, ground) in pairs {
            assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}: {}", contrast(text, ground));
        }
    }
}

//! The one table of verbs: label, tip, icon and keys of everything a person can do. Menu, palette, tooltips, keys
//! and the help sheet all read it, so they cannot drift apart.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::icons::{self, Icon};
use crate::words::Words;

/// Where a verb means something; elsewhere its keys are left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Everywhere,
    Compose,
    /// While a clip is in the viewer.
    Clip,
    /// Where something plays: the compose screen, the viewer and the comparison.
    Stage,
    Gallery,
    /// While clips are compared.
    Compare,
    /// The viewer or the comparison.
    Watching,
    /// Where one chooses between clips: the gallery and the comparison.
    Choosing,
    /// The compose screen or the cast: both have steps to undo.
    Desk,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub verb: Verb,
    pub label: &'static str,
    pub tip: &'static str,
    pub icon: Icon,
    pub reach: Reach,
    pub keys: &'static [KeyboardShortcut],
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

macro_rules! verbs {
    ($($verb:ident $word:literal $icon:ident $reach:ident [$($key:expr),*];)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Verb { $($verb),* }

        /// In the order of menu and help sheet.
        pub static TABLE: &[Entry] = &[$(Entry {
            verb: Verb::$verb,
            label: concat!("verb-", $word),
            tip: concat!("verb-", $word, "-tip"),
            icon: icons::$icon,
            reach: Reach::$reach,
            keys: const { &[$($key),*] },
        }),*];
    };
}

verbs! {
    Generate       "generate"        GENERATE      Compose    [ctrl(Key::Enter)];
    Practise       "practise"        PRACTICE      Compose    [];
    Wire           "wire"            WIRE          Compose    [ctrl(Key::U)];
    WhoCan         "who-can"         OFFERINGS     Compose    [ctrl_shift(Key::W)];
    Undo           "undo"            UNDO          Desk       [ctrl(Key::Z)];
    Redo           "redo"            REDO          Desk       [ctrl_shift(Key::Z), ctrl(Key::Y)];
    Play           "play"            PLAY          Stage      [plain(Key::Space)];
    SplitShot      "split-shot"      SPLIT         Compose    [ctrl(Key::B)];
    AddShot        "add-shot"        ADD           Compose    [ctrl_shift(Key::B)];
    DuplicateShot  "duplicate-shot"  COPY          Compose    [ctrl(Key::D)];
    DeleteShot     "delete-shot"     DELETE        Compose    [plain(Key::Delete)];
    MergeShots     "merge-shots"     MERGE         Compose    [ctrl(Key::J)];
    BalanceEvenly  "balance-evenly"  BALANCE       Compose    [ctrl(Key::G)];
    BalanceByPrompt "balance-by-prompt" BALANCE_BY_PROMPT Compose [ctrl_shift(Key::G)];
    LockShot       "lock-shot"       LOCK          Compose    [ctrl(Key::L)];
    LockTotal      "lock-total"      LOCK_CLOCK    Compose    [ctrl_shift(Key::L)];
    CopyShots      "copy-shots"      COPY          Compose    [ctrl(Key::C)];
    CutShots       "cut-shots"       CUT           Compose    [ctrl(Key::X)];
    PasteShots     "paste-shots"     PASTE         Compose    [ctrl(Key::V)];
    SelectAllShots "select-all-shots" MARQUEE_ALL  Compose    [ctrl(Key::A)];
    ExtendEarlier  "extend-earlier"   MARQUEE      Compose    [shift(Key::ArrowLeft)];
    ExtendLater    "extend-later"     MARQUEE      Compose    [shift(Key::ArrowRight)];
    CutScript      "cut-script"      SCRIPT        Compose    [ctrl_shift(Key::T)];
    BorderEarlier  "border-earlier"  EARLIER       Compose    [plain(Key::Comma)];
    BorderLater    "border-later"    LATER         Compose    [plain(Key::Period)];
    ShotEarlier    "shot-earlier"    ARROW_LEFT    Compose    [alt(Key::ArrowLeft)];
    ShotLater      "shot-later"      ARROW_RIGHT   Compose    [alt(Key::ArrowRight)];
    SetSeconds     "set-seconds"     CLOCK         Compose    [plain(Key::F2)];
    ZoomIn         "zoom-in"         ZOOM_IN       Compose    [plain(Key::Equals), plain(Key::Plus)];
    ZoomOut        "zoom-out"        ZOOM_OUT      Compose    [plain(Key::Minus)];
    ZoomFit        "zoom-fit"        FIT_WIDTH     Compose    [shift(Key::Z)];
    SwapFrames     "swap-frames"     SWAP          Compose    [];
    AddElement     "add-element"     ELEMENT       Compose    [];
    FixAll         "fix-all"         FIX           Compose    [];
    PromptHistory  "prompt-history"  HISTORY       Compose    [ctrl(Key::H)];
    Snippets       "snippets"        PHRASES       Compose    [ctrl(Key::I)];
    Back           "back"            ARROW_LEFT    Watching   [plain(Key::Escape)];
    FrameBack      "frame-back"      SKIP_PREVIOUS Watching   [plain(Key::ArrowLeft)];
    FrameForward   "frame-forward"   SKIP_NEXT     Watching   [plain(Key::ArrowRight)];
    ShuttleBack    "shuttle-back"    FAST_REWIND   Watching   [plain(Key::J)];
    ShuttleStop    "shuttle-stop"    PAUSE         Watching   [plain(Key::K)];
    ShuttleForward "shuttle-forward" FAST_FORWARD  Watching   [plain(Key::L)];
    SecondBack     "second-back"     SKIP_PREVIOUS Watching   [shift(Key::ArrowLeft)];
    SecondForward  "second-forward"  SKIP_NEXT     Watching   [shift(Key::ArrowRight)];
    GoToStart      "go-to-start"     TO_START      Watching   [plain(Key::Home)];
    GoToEnd        "go-to-end"       TO_END        Watching   [plain(Key::End)];
    ShotBefore     "shot-before"     ARROW_UP      Clip       [plain(Key::ArrowUp)];
    ShotAfter      "shot-after"      ARROW_DOWN    Clip       [plain(Key::ArrowDown)];
    GoToTime       "go-to-time"      TIMER         Clip       [ctrl(Key::G)];
    MarkIn         "mark-in"         MARK_IN       Clip       [plain(Key::I)];
    MarkOut        "mark-out"        MARK_OUT      Clip       [plain(Key::O)];
    GoToIn         "go-to-in"        MARK_IN       Clip       [shift(Key::I)];
    GoToOut        "go-to-out"       MARK_OUT      Clip       [shift(Key::O)];
    ClearMarks     "clear-marks"     CLOSE         Clip       [alt(Key::X)];
    Loop           "loop"            REPEAT        Watching   [plain(Key::R)];
    Mute           "mute"            SOUND_OFF     Watching   [plain(Key::M)];
    Compare        "compare"         COMPARE       Gallery    [plain(Key::V)];
    SideBySide     "side-by-side"    SIDES         Compare    [plain(Key::D)];
    Wipe           "wipe"            WIPE          Compare    [plain(Key::W)];
    Blink          "blink"           BLINK         Compare    [plain(Key::B)];
    BlinkByItself  "blink-by-itself" BLINK_AUTO    Compare    [plain(Key::A)];
    ClipBefore     "clip-before"     ARROW_UP      Compare    [plain(Key::ArrowUp)];
    ClipAfter      "clip-after"      ARROW_DOWN    Compare    [plain(Key::ArrowDown)];
    NudgeEarlier   "nudge-earlier"   EARLIER       Compare    [plain(Key::Comma)];
    NudgeLater     "nudge-later"     LATER         Compare    [plain(Key::Period)];
    NudgeBack      "nudge-back"      UNDO          Compare    [];
    NextSound      "next-sound"      SOUND_ON      Compare    [plain(Key::S)];
    ShowApart      "show-apart"      APART         Compare    [plain(Key::E)];
    PickFirst      "pick-first"      FLAG          Compare    [plain(Key::Num1)];
    PickSecond     "pick-second"     FLAG          Compare    [plain(Key::Num2)];
    PickThird      "pick-third"      FLAG          Compare    [plain(Key::Num3)];
    PickFourth     "pick-fourth"     FLAG          Compare    [plain(Key::Num4)];
    PickClips      "pick-clips"      FLAG          Choosing   [plain(Key::F)];
    RejectClips    "reject-clips"    REJECT        Choosing   [plain(Key::X)];
    LookEarlier    "look-earlier"    EARLIER       Gallery    [plain(Key::Comma)];
    LookLater      "look-later"      LATER         Gallery    [plain(Key::Period)];
    ClearSelection "clear-selection" CLOSE         Gallery    [plain(Key::Escape)];
    PictureFit     "picture-fit"     FIT_SCREEN    Watching   [ctrl(Key::Num0)];
    PictureActual  "picture-actual"  ACTUAL_SIZE   Watching   [plain(Key::Z)];
    PictureLarger  "picture-larger"  ZOOM_IN       Watching   [plain(Key::Equals), plain(Key::Plus)];
    PictureSmaller "picture-smaller" ZOOM_OUT      Watching   [plain(Key::Minus)];
    PanLeft        "pan-left"        PAN           Watching   [alt(Key::ArrowLeft)];
    PanRight       "pan-right"       PAN           Watching   [alt(Key::ArrowRight)];
    PanUp          "pan-up"          PAN           Watching   [alt(Key::ArrowUp)];
    PanDown        "pan-down"        PAN           Watching   [alt(Key::ArrowDown)];
    ContinueHere   "continue-here"   CONTINUE      Clip       [plain(Key::C)];
    ContinueLast   "continue-last"   CONTINUE      Clip       [shift(Key::C)];
    UseAsFirst     "use-as-first"    PICTURE       Clip       [alt(Key::F)];
    UseAsLast      "use-as-last"     PICTURE       Clip       [alt(Key::L)];
    UseAsView      "use-as-view"     ELEMENT       Clip       [alt(Key::E)];
    SaveFrame      "save-frame"      TAKE_FRAME    Clip       [ctrl(Key::E)];
    CopyFrame      "copy-frame"      COPY          Clip       [ctrl(Key::C)];
    NewDraft       "new-draft"       NEW           Everywhere [ctrl(Key::N)];
    OpenFile       "open-file"       FOLDER        Everywhere [ctrl(Key::O)];
    Save           "save"            SAVE          Everywhere [ctrl(Key::S)];
    SaveAs         "save-as"         SAVE          Everywhere [ctrl_shift(Key::S)];
    Drafts         "drafts"          DRAFTS        Everywhere [ctrl_shift(Key::O)];
    DuplicateDraft "duplicate-draft" COPY          Everywhere [];
    Compose        "compose"         COMPOSE       Everywhere [ctrl(Key::Num1)];
    Gallery        "gallery"         GALLERY       Everywhere [ctrl(Key::Num2)];
    Latest         "latest"          MOVIE         Everywhere [ctrl(Key::Num3)];
    Ledger         "ledger"        LEDGER        Everywhere [ctrl(Key::Num4)];
    Cast           "cast"            CAST          Everywhere [ctrl(Key::Num5)];
    Settings       "settings"        SETTINGS      Everywhere [ctrl(Key::Comma)];
    Search         "search"          SEARCH        Everywhere [ctrl(Key::F)];
    Palette        "palette"         KEYBOARD      Everywhere [ctrl(Key::K)];
    FullScreen     "full-screen"     FULL_SCREEN   Everywhere [plain(Key::F11)];
    Help           "help"            HELP          Everywhere [plain(Key::F1), plain(Key::Questionmark)];
}

impl Verb {
    pub fn entry(self) -> &'static Entry {
        // The table is written by the same macro as the enum, in the same order.
        &TABLE[self as usize]
    }

    pub fn label(self, words: &Words) -> &str {
        words.get(self.entry().label)
    }

    pub fn icon(self) -> Icon {
        self.entry().icon
    }

    /// Its tip, with its first shortcut: "Split the shot in two (Ctrl+B)".
    pub fn tip(self, words: &Words) -> String {
        let entry = self.entry();
        let tip = words.get(entry.tip);
        entry.keys.first().map_or_else(|| tip.to_owned(), |keys| format!("{tip}  ({})", keys_text(keys)))
    }

    /// A key that is held down makes one wish of it: money, a frame, a speed.
    pub fn is_once(self) -> bool {
        matches!(
            self,
            Self::Generate
                | Self::Play
                | Self::ShuttleBack
                | Self::ShuttleForward
                | Self::Loop
                | Self::Mute
                | Self::Compare
                | Self::Blink
                | Self::BlinkByItself
                | Self::PickFirst
                | Self::PickSecond
                | Self::PickThird
                | Self::PickFourth
                | Self::PickClips
                | Self::RejectClips
                | Self::PictureActual
                | Self::ContinueHere
                | Self::ContinueLast
                | Self::UseAsFirst
                | Self::UseAsLast
                | Self::UseAsView
                | Self::SaveFrame
                | Self::CopyFrame
        )
    }

    /// Its first shortcut as text, empty where it has none.
    pub fn keys_text(self) -> String {
        self.entry().keys.first().map(keys_text).unwrap_or_default()
    }
}

/// A shortcut as it is printed on keys.
pub fn keys_text(keys: &KeyboardShortcut) -> String {
    let is_mac = cfg!(target_os = "macos");
    let names = egui::ModifierNames::NAMES;
    let mut text = names.format(&keys.modifiers, is_mac);
    if !text.is_empty() {
        text.push('+');
    }
    text + key_cap(keys.logical_key)
}

fn key_cap(key: Key) -> &'static str {
    match key {
        Key::Comma => ",",
        Key::Period => ".",
        Key::Equals => "=",
        Key::Plus => "+",
        Key::Minus => "−",
        Key::Questionmark => "?",
        Key::Delete => "Del",
        Key::Escape => "Esc",
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        Key::ArrowUp => "↑",
        Key::ArrowDown => "↓",
        key => key.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Language, TaskId};
    use crate::ui::action::Route;
    use crate::ui::keys;

    #[test]
    fn every_verb_stands_in_its_own_row() {
        for entry in TABLE {
            assert_eq!(entry.verb.entry().label, entry.label);
        }
    }

    #[test]
    fn every_verb_has_a_label_and_a_tip_in_both_languages() {
        for language in Language::ALL {
            for entry in TABLE {
                let words = Words::of(language);
                assert!(words.has(entry.label), "{}", entry.label);
                assert!(words.has(entry.tip), "{}", entry.tip);
            }
        }
    }

    #[test]
    fn no_two_verbs_share_a_key_where_both_are_heard() {
        for (i, one) in TABLE.iter().enumerate() {
            for other in &TABLE[i + 1..] {
                let screens = [Route::Compose, Route::Gallery, Route::Clip(TaskId("t".into())), Route::Compare];
                let is_heard = |reach, route: &Route| keys::reaches(reach, route);
                let apart = !screens.iter().any(|route| is_heard(one.reach, route) && is_heard(other.reach, route));
                let shared = one.keys.iter().any(|keys| other.keys.contains(keys));
                assert!(apart || !shared, "{} and {}", one.label, other.label);
            }
        }
    }
}

//! What APIMart's offerings take and cost (vendors.md §2.2, 2.4, 2.5).

use crate::model::capabilities::{
    Capabilities, ElementRules, Field, FrameRules, ImageTransport, MentionSyntax, PictureLimits, RatioBesideFrame, Row,
    SoundRule, Stance,
};
use crate::model::draft::{AspectRatio, Cut, Mode};
use crate::model::price::Price;
use crate::model::storyboard::Secs;

pub static ROWS: &[Row] = &[KLING_V3, KLING_V3_OMNI];

/// L: V3's page states no length for either prompt; 2,500 is the Kling family's, and the omni page's for the negative.
const PROMPT_MAX: usize = 2_500;

/// DESIGN §3 (M): elements, reference pictures and frames together on omni.
const OMNI_SHARED_MAX: usize = 7;

/// §2.4 for the weight; the sides are the Kling family's own (§4.3), which the upload page does not repeat.
const PICTURES: PictureLimits = PictureLimits { max_bytes: 20_000_000, min_side: 300, max_stretch: 2.5 };

const KLING_V3: Row = Row {
    id: "apimart/kling-v3",
    vendor: "apimart",
    model_name: "Kling V3",
    caps: Capabilities {
        modes: &Mode::ALL,
        default_mode: Mode::Std,
        modes_elsewhere: &[],
        cuts: &Cut::ALL,
        min_seconds: Secs(3),
        max_seconds: Secs(15),
        max_shots: 6,
        prompt_max: PROMPT_MAX,
        shot_prompt_max: 512,
        negative_prompt_max: Some(PROMPT_MAX),
        aspect_ratios: &AspectRatio::ALL,
        ratio_beside_frame: RatioBesideFrame::MayBeOverridden,
        frames: FrameRules {
            takes_frames: true,
            last_alone: Stance::Refused,
            both_with_cuts: Stance::Warned,
            cuts_need_one_picture: false,
            max_references_beside_both: None,
        },
        sound: SoundRule::Choice,
        elements: ElementRules {
            max: 3,
            min_images: 2,
            max_images: 4,
            description: Field::Demanded,
            takes_videos: false,
            need_a_frame: false,
            shared_max: None,
            matched_by_text: true,
        },
        mentions: MentionSyntax::AtName,
        max_references: 0,
        references_elsewhere: Some(super::KLING_V3_OMNI),
        puts_first_reference_in: false,
        pictures: PICTURES,
        transport: ImageTransport::Upload,
        takes_watermark: true,
        takes_callback: false,
        has_estimate: false,
        has_balance: true,
        prices: V3_PRICES,
    },
};

/// §2.2, the omni differences (M); what they do not name is as on V3.
const KLING_V3_OMNI: Row = Row {
    id: "apimart/kling-v3-omni",
    vendor: "apimart",
    model_name: "Kling V3 Omni",
    caps: Capabilities {
        elements: ElementRules { shared_max: Some(OMNI_SHARED_MAX), ..KLING_V3.caps.elements },
        mentions: MentionSyntax::AtNameAndPictures,
        max_references: OMNI_SHARED_MAX,
        references_elsewhere: None,
        puts_first_reference_in: true,
        prices: OMNI_PRICES,
        ..KLING_V3.caps
    },
};

/// §2.5: the per-second figures of two public wikis (M-H).
const WIKI: Source = Source { seen_on: "2026-10-12", name: "github.com/apimartt9/kling-v3-api-ja (wiki)" };

/// §2.5: APIMart's list prices less its usual 20 % (M).
const LIST: Source = Source { seen_on: "2026-11-21", name: "apimart.ai (−20 %)" };

const V3_PRICES: &[Price] = &[
    price(Mode::Std, false, 67_200, WIKI),
    price(Mode::Std, true, 100_800, WIKI),
    price(Mode::Pro, false, 89_600, WIKI),
    // The list would make it $0.1344; the wiki and one client say $0.112.
    Price { note: Some("price-two-figures"), ..price(Mode::Pro, true, 112_000, WIKI) },
    price(Mode::FourK, false, 428_560, LIST),
    price(Mode::FourK, true, 428_560, LIST),
];

const OMNI_PRICES: &[Price] = &[
    price(Mode::Std, false, 67_200, LIST),
    price(Mode::Std, true, 89_600, LIST),
    price(Mode::Pro, false, 89_600, LIST),
    price(Mode::Pro, true, 112_000, LIST),
    price(Mode::FourK, false, 428_560, LIST),
    price(Mode::FourK, true, 428_560, LIST),
];

struct Source {
    seen_on: &'static str,
    name: &'static str,
}

const fn price(mode: Mode, sound: bool, micro_usd_per_sec: u64, source: Source) -> Price {
    Price { mode, sound, micro_usd_per_sec, seen_on: source.seen_on, source: source.name, note: None }
}

//! What CRUN's offering takes (vendors.md §3.2, 3.5). Its prices are on no page (§12); `EstimateTask` tells them.

use crate::model::capabilities::{
    Capabilities, ElementRules, Field, FrameRules, ImageTransport, MentionSyntax, PictureLimits, RatioBesideFrame, Row,
    SoundRule, Stance,
};
use crate::model::draft::{AspectRatio, Cut, Mode};
use crate::model::storyboard::Secs;
use crate::vendors::SELLS_4K;

pub static ROWS: &[Row] = &[KLING_V3];

/// The same row once the live schema has shown that 4K is taken (§3.5).
pub static WITH_4K: &[Row] =
    &[Row { caps: Capabilities { modes: &Mode::ALL, modes_elsewhere: &[], ..KLING_V3.caps }, ..KLING_V3 }];

/// §3.5 (L): no length is published; these are the Kling family's.
const PROMPT_MAX: usize = 2_500;
const SHOT_PROMPT_MAX: usize = 512;

/// L: no upload limit is published (§12); these are the Kling family's own (§4.3).
const PICTURES: PictureLimits = PictureLimits { max_bytes: 10_000_000, min_side: 300, max_stretch: 2.5 };

/// M: Kling's own units are 0.6 and 0.9 a second (§5); what CRUN makes of them is on no page.
const SOUND_RISE_PERCENT: u32 = 50;

const KLING_V3: Row = Row {
    id: "crun/kling-v3",
    vendor: "crun",
    model_name: "Kling V3",
    caps: Capabilities {
        modes: &[Mode::Std, Mode::Pro],
        default_mode: Mode::Pro,
        modes_elsewhere: &[(Mode::FourK, SELLS_4K)],
        cuts: &Cut::ALL,
        min_seconds: Secs(3),
        max_seconds: Secs(15),
        max_shots: 6,
        prompt_max: PROMPT_MAX,
        shot_prompt_max: SHOT_PROMPT_MAX,
        negative_prompt_max: None,
        aspect_ratios: &AspectRatio::ALL,
        ratio_beside_frame: RatioBesideFrame::NotTaken,
        frames: FrameRules {
            takes_frames: true,
            last_alone: Stance::Refused,
            both_with_cuts: Stance::Refused,
            cuts_need_one_picture: true,
            max_references_beside_both: None,
        },
        sound: SoundRule::ForcedWithCuts { rise_percent: SOUND_RISE_PERCENT },
        elements: ElementRules {
            max: 3,
            min_images: 1,
            max_images: 4,
            description: Field::Optional,
            takes_videos: false,
            need_a_frame: false,
            shared_max: None,
            matched_by_text: true,
        },
        mentions: MentionSyntax::AtName,
        max_references: 0,
        references_elsewhere: None,
        puts_first_reference_in: false,
        pictures: PICTURES,
        transport: ImageTransport::Upload,
        takes_watermark: false,
        takes_callback: false,
        has_estimate: true,
        has_balance: true,
        prices: &[],
    },
};

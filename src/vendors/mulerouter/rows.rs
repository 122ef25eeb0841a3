//! What MuleRouter's offerings take (vendors.md §1.3, 1.4, 1.6, 1.7). Its prices are not published (§12).

use crate::model::capabilities::{
    Capabilities, ElementRules, Elsewhere, Field, FrameRules, ImageTransport, MentionSyntax, PictureLimits,
    RatioBesideFrame, Row, SoundRule, Stance,
};
use crate::model::draft::{AspectRatio, Cut, Mode};
use crate::model::storyboard::Secs;
use crate::vendors::{SELLS_4K, SELLS_4K_OMNI};

pub static ROWS: &[Row] = &[KLING_V3, KLING_V3_OMNI];

/// Where references go.
const OMNI: Elsewhere =
    Elsewhere { offering: "mulerouter/kling-v3-omni", model_name: "Kling V3 Omni", seller: super::NAME };

/// §1.4 (M, the clients' texts): elements, reference pictures and frames together.
const OMNI_SHARED_MAX: usize = 7;

/// §1.4 (M, the clients' texts): a last frame beside a first one goes with this many reference pictures at most.
const OMNI_REFERENCES_BESIDE_BOTH_FRAMES: usize = 1;

/// "10 MB" is read as the smaller of its two meanings, so that both are kept.
const PICTURES: PictureLimits = PictureLimits { max_bytes: 10_000_000, min_side: 300, max_stretch: 2.5 };

/// §1.7: a frontal picture and one to three others.
const ELEMENTS: ElementRules = ElementRules {
    max: 3,
    min_images: 2,
    max_images: 4,
    description: Field::NotTaken,
    takes_videos: true,
    need_a_frame: true,
    shared_max: None,
    matched_by_text: false,
};

const KLING_V3: Row = Row {
    id: "mulerouter/kling-v3",
    vendor: "mulerouter",
    model_name: "Kling V3",
    caps: Capabilities {
        modes: &[Mode::Std, Mode::Pro],
        default_mode: Mode::Std,
        modes_elsewhere: &[(Mode::FourK, SELLS_4K)],
        cuts: &Cut::ALL,
        min_seconds: Secs(3),
        max_seconds: Secs(15),
        max_shots: 6,
        prompt_max: 2_500,
        shot_prompt_max: 512,
        negative_prompt_max: Some(2_500),
        aspect_ratios: &AspectRatio::ALL,
        ratio_beside_frame: RatioBesideFrame::NotTaken,
        frames: FrameRules {
            takes_frames: true,
            last_alone: Stance::Warned,
            both_with_cuts: Stance::Warned,
            cuts_need_one_picture: false,
            max_references_beside_both: None,
        },
        sound: SoundRule::Choice,
        elements: ELEMENTS,
        mentions: MentionSyntax::Positional,
        max_references: 0,
        references_elsewhere: Some(OMNI),
        puts_first_reference_in: false,
        pictures: PICTURES,
        transport: ImageTransport::Inline,
        takes_watermark: false,
        takes_callback: false,
        has_estimate: false,
        has_balance: false,
        prices: &[],
    },
};

const KLING_V3_OMNI: Row = Row {
    id: "mulerouter/kling-v3-omni",
    vendor: "mulerouter",
    model_name: "Kling V3 Omni",
    caps: Capabilities {
        default_mode: Mode::Pro,
        modes_elsewhere: &[(Mode::FourK, SELLS_4K_OMNI)],
        // M: sent always, as the client does; a first frame decides the shape.
        ratio_beside_frame: RatioBesideFrame::MayBeOverridden,
        frames: FrameRules {
            last_alone: Stance::Refused,
            max_references_beside_both: Some(OMNI_REFERENCES_BESIDE_BOTH_FRAMES),
            ..KLING_V3.caps.frames
        },
        elements: ElementRules {
            max: OMNI_SHARED_MAX,
            need_a_frame: false,
            shared_max: Some(OMNI_SHARED_MAX),
            ..ELEMENTS
        },
        max_references: OMNI_SHARED_MAX,
        references_elsewhere: None,
        ..KLING_V3.caps
    },
};

//! Every rule of preflight by name. The message id is `finding-<rule>`, in both catalogues; a test walks `ALL`.

macro_rules! rules {
    ($($name:ident = $rule:literal;)*) => {
        $(pub const $name: &str = $rule;)*
        pub const ALL: &[&str] = &[$($rule),*];
    };
}

rules! {
    // prompts
    PROMPT_EMPTY = "prompt-empty";
    PROMPT_TOO_LONG = "prompt-too-long";
    NEGATIVE_PROMPT_NOT_TAKEN = "negative-prompt-not-taken";
    NEGATIVE_PROMPT_TOO_LONG = "negative-prompt-too-long";
    // mentions
    MENTION_UNKNOWN = "mention-unknown";
    MENTION_OF_NO_PICTURE = "mention-of-no-picture";
    MENTION_OF_NOTHING = "mention-of-nothing";
    ELEMENT_NOT_MENTIONED = "element-not-mentioned";
    // cut and shots
    CUT_NOT_OFFERED = "cut-not-offered";
    SECONDS_TOO_SHORT = "seconds-too-short";
    SECONDS_TOO_LONG = "seconds-too-long";
    SHOTS_NONE = "shots-none";
    SHOTS_TOO_MANY = "shots-too-many";
    SHOTS_TOO_SHORT = "shots-too-short";
    SHOTS_TOO_LONG = "shots-too-long";
    SHOTS_DECLARED_OTHERWISE = "shots-declared-otherwise";
    SHOT_PROMPT_EMPTY = "shot-prompt-empty";
    SHOT_PROMPT_TOO_LONG = "shot-prompt-too-long";
    SHOT_TOO_SHORT = "shot-too-short";
    // frames and references
    FRAME_NOT_TAKEN = "frame-not-taken";
    LAST_FRAME_ALONE = "last-frame-alone";
    LAST_FRAME_ALONE_REFUSED = "last-frame-alone-refused";
    BOTH_FRAMES_WITH_CUTS = "both-frames-with-cuts";
    BOTH_FRAMES_WITH_CUTS_REFUSED = "both-frames-with-cuts-refused";
    CUT_NEEDS_A_PICTURE = "cut-needs-a-picture";
    CUT_TAKES_ONE_PICTURE = "cut-takes-one-picture";
    LAST_FRAME_BESIDE_REFERENCES = "last-frame-beside-references";
    REFERENCES_NOT_TAKEN = "references-not-taken";
    REFERENCES_TOO_MANY = "references-too-many";
    REFERENCES_UNMENTIONED = "references-unmentioned";
    // one picture
    PICTURE_MEASURING = "picture-measuring";
    PICTURE_UNUSABLE = "picture-unusable";
    PICTURE_UNPREPARED = "picture-unprepared";
    PICTURE_FORMAT = "picture-format";
    PICTURE_ANIMATED = "picture-animated";
    PICTURE_CMYK = "picture-cmyk";
    PICTURE_TOO_LARGE = "picture-too-large";
    PICTURE_TOO_SMALL = "picture-too-small";
    PICTURE_TOO_STRETCHED = "picture-too-stretched";
    PICTURE_ALPHA = "picture-alpha";
    PICTURE_DEEP = "picture-deep";
    PICTURE_PALETTE = "picture-palette";
    PICTURE_PROFILE = "picture-profile";
    LINK_NOT_HTTPS = "link-not-https";
    LINK_BROKEN = "link-broken";
    VIDEO_LINK_BROKEN = "video-link-broken";
    LINK_NOT_CHECKED = "link-not-checked";
    // elements
    ELEMENTS_NOT_TAKEN = "elements-not-taken";
    ELEMENTS_TOO_MANY = "elements-too-many";
    ELEMENTS_NEED_A_FRAME = "elements-need-a-frame";
    ELEMENTS_SHARE_TOO_MANY = "elements-share-too-many";
    ELEMENT_NAME_EMPTY = "element-name-empty";
    ELEMENT_NAME_INVALID = "element-name-invalid";
    ELEMENT_NAME_RESERVED = "element-name-reserved";
    ELEMENT_NAME_TWICE = "element-name-twice";
    ELEMENT_NAME_BEGINS_ANOTHER = "element-name-begins-another";
    CAST_NAMES_ALIKE = "cast-names-alike";
    ELEMENT_DESCRIPTION_MISSING = "element-description-missing";
    ELEMENT_DESCRIPTION_NOT_SENT = "element-description-not-sent";
    ELEMENT_IMAGES_TOO_FEW = "element-images-too-few";
    ELEMENT_IMAGES_TOO_MANY = "element-images-too-many";
    ELEMENT_VIDEOS_NOT_TAKEN = "element-videos-not-taken";
    ELEMENT_VIDEOS_AND_IMAGES = "element-videos-and-images";
    // options
    MODE_NOT_OFFERED = "mode-not-offered";
    RATIO_NOT_OFFERED = "ratio-not-offered";
    RATIO_FOLLOWS_FRAME = "ratio-follows-frame";
    RATIO_FOLLOWS_LINK = "ratio-follows-link";
    RATIO_MAY_FOLLOW_FRAME = "ratio-may-follow-frame";
    WATERMARK_NOT_TAKEN = "watermark-not-taken";
    SOUND_FORCED = "sound-forced";
}

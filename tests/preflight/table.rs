//! For each rule a draft that breaks it.

use shotloom::model::capabilities::{Field, RatioBesideFrame, SoundRule, Stance};
use shotloom::model::image::{ColorKind, ImageRef, PictureFacts, PictureFormat, PictureState};
use shotloom::model::preflight::{Severity, rules};
use shotloom::model::{AspectRatio, Cut, Mode, Secs, Storyboard, Trouble};

use crate::scene::{Scene, facts};

pub struct Case {
    pub rule: &'static str,
    pub severity: Severity,
    pub place: &'static str,
    /// Parts of the English sentence: the measured value and the remedy.
    pub says: &'static [&'static str],
    pub fix: Option<&'static str>,
    pub breaks: fn(&mut Scene),
}

pub fn all() -> Vec<Case> {
    [prompts(), cuts(), shots(), frames(), pictures(), warnings(), links(), elements(), videos(), names(), options()]
        .into_iter()
        .flatten()
        .collect()
}

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;
const NOTE: Severity = Severity::Note;

fn case(
    rule: &'static str,
    severity: Severity,
    place: &'static str,
    says: &'static [&'static str],
    fix: Option<&'static str>,
    breaks: fn(&mut Scene),
) -> Case {
    Case { rule, severity, place, says, fix, breaks }
}

fn prompts() -> Vec<Case> {
    vec![
        case(rules::PROMPT_EMPTY, ERROR, "prompt", &["empty", "write"], None, |s| {
            s.draft.prompt = " \n\u{3000}".into()
        }),
        case(
            rules::PROMPT_TOO_LONG,
            ERROR,
            "prompt",
            &["2514", "2500", "shorten it by 14 characters"],
            Some("shorten-prompt"),
            |s| s.draft.prompt = "雪".repeat(2_514).as_str().into(),
        ),
        case(
            rules::NEGATIVE_PROMPT_NOT_TAKEN,
            ERROR,
            "negative_prompt",
            &["remove it"],
            Some("drop-negative-prompt"),
            |s| {
                s.row.caps.negative_prompt_max = None;
                s.draft.negative_prompt = "blur".into();
            },
        ),
        case(
            rules::NEGATIVE_PROMPT_TOO_LONG,
            ERROR,
            "negative_prompt",
            &["2501", "2500", "shorten it by 1 character"],
            Some("shorten-negative-prompt"),
            |s| s.draft.negative_prompt = "a".repeat(2_501).as_str().into(),
        ),
        case(rules::MENTION_UNKNOWN, ERROR, "prompt", &["@cat", "There is @fox"], Some("plain-mention"), |s| {
            s.element("fox", 2);
            s.draft.prompt = "@fox and @cat and @cat again".into();
        }),
        case(
            rules::MENTION_OF_NO_PICTURE,
            ERROR,
            "prompt",
            &["@image2", "there is none"],
            Some("plain-mention"),
            |s| {
                s.element("fox", 2);
                s.draft.prompt = "@fox beside @image2".into();
            },
        ),
        case(
            rules::MENTION_OF_NOTHING,
            WARNING,
            "negative_prompt",
            &["@cat", "plain text"],
            Some("plain-mention"),
            |s| {
                s.draft.negative_prompt = "no @cat".into();
            },
        ),
        case(rules::ELEMENT_NOT_MENTIONED, WARNING, "elements[0].name", &["@fox", "write @fox"], None, |s| {
            s.element("fox", 2);
            s.draft.prompt = "snow".into();
        }),
    ]
}

fn cuts() -> Vec<Case> {
    vec![
        case(rules::CUT_NOT_OFFERED, ERROR, "cut", &["not offered", "choose"], Some("use-cut"), |s| {
            s.row.caps.cuts = &[Cut::OneShot];
            s.draft.cut = Cut::ByVendor;
        }),
        case(rules::SECONDS_TOO_SHORT, ERROR, "seconds", &["0 s", "3 s"], Some("set-seconds"), |s| {
            s.draft.seconds = Secs(0);
        }),
        case(rules::SECONDS_TOO_LONG, ERROR, "seconds", &["16 s", "15 s", "1 s shorter"], Some("set-seconds"), |s| {
            s.draft.cut = Cut::ByVendor;
            s.draft.seconds = Secs(16);
        }),
    ]
}

fn shots() -> Vec<Case> {
    vec![
        case(rules::SHOTS_NONE, ERROR, "shots", &["add one"], Some("add-shot"), |s| s.shots(&[])),
        case(rules::SHOTS_TOO_MANY, ERROR, "shots", &["8 shots", "6", "remove or join 2"], Some("merge-shots"), |s| {
            s.shots(&[("a", 1); 8]);
        }),
        case(rules::SHOTS_TOO_SHORT, ERROR, "shots", &["2 s", "3 s", "1 s longer"], Some("set-total"), |s| {
            s.shots(&[("a", 1), ("b", 1)]);
        }),
        case(rules::SHOTS_TOO_LONG, ERROR, "shots", &["17 s", "15 s", "2 s shorter"], Some("set-total"), |s| {
            s.shots(&[("a", 9), ("b", 8)]);
        }),
        case(
            rules::SHOTS_DECLARED_OTHERWISE,
            ERROR,
            "seconds",
            &["says 9 s", "are 7 s together"],
            Some("use-shots-total"),
            |s| {
                s.draft.cut = Cut::ByHand;
                let shots = [("a".into(), Secs(4), false), ("b".into(), Secs(3), false)];
                s.draft.storyboard = Storyboard::from_file(shots, Some(Secs(9)));
            },
        ),
        case(rules::SHOT_PROMPT_EMPTY, ERROR, "shots[1].prompt", &["Shot 2", "write"], Some("delete-shot"), |s| {
            s.shots(&[("a", 3), ("\t", 3)]);
        }),
        case(
            rules::SHOT_PROMPT_TOO_LONG,
            ERROR,
            "shots[1].prompt",
            &["shot 2", "513", "512", "shorten it by 1 character"],
            Some("shorten-shot-prompt"),
            |s| s.shots(&[("a", 3), ("b".repeat(513).as_str(), 3)]),
        ),
        case(
            rules::SHOT_TOO_SHORT,
            ERROR,
            "shots[0].seconds",
            &["Shot 1 is 0 s", "1 s"],
            Some("set-shot-seconds"),
            |s| {
                s.shots(&[("a", 0), ("b", 5)]);
            },
        ),
    ]
}

fn frames() -> Vec<Case> {
    vec![
        case(rules::FRAME_NOT_TAKEN, ERROR, "first_frame", &["remove it"], Some("drop-frame"), |s| {
            s.row.caps.frames.takes_frames = false;
            s.frame("a.png", facts());
        }),
        case(rules::LAST_FRAME_ALONE, WARNING, "last_frame", &["first"], Some("use-last-as-first"), Scene::last_frame),
        case(rules::LAST_FRAME_ALONE_REFUSED, ERROR, "last_frame", &["first"], Some("use-last-as-first"), |s| {
            s.row.caps.frames.last_alone = Stance::Refused;
            s.last_frame();
        }),
        case(rules::BOTH_FRAMES_WITH_CUTS, WARNING, "last_frame", &["ignored"], Some("drop-frame"), |s| {
            s.draft.cut = Cut::ByVendor;
            s.frame("a.png", facts());
            s.last_frame();
        }),
        case(rules::BOTH_FRAMES_WITH_CUTS_REFUSED, ERROR, "last_frame", &["remove it"], Some("drop-frame"), |s| {
            s.row.caps.frames.both_with_cuts = Stance::Refused;
            s.shots(&[("a", 3)]);
            s.frame("a.png", facts());
            s.last_frame();
        }),
        case(rules::CUT_NEEDS_A_PICTURE, ERROR, "first_frame", &["exactly one"], Some("use-cut"), |s| {
            s.row.caps.frames.cuts_need_one_picture = true;
            s.draft.cut = Cut::ByVendor;
        }),
        case(rules::CUT_TAKES_ONE_PICTURE, ERROR, "last_frame", &["exactly one"], Some("drop-frame"), |s| {
            s.row.caps.frames.cuts_need_one_picture = true;
            s.draft.cut = Cut::ByVendor;
            s.frame("a.png", facts());
            s.last_frame();
        }),
        case(rules::LAST_FRAME_BESIDE_REFERENCES, ERROR, "last_frame", &["2 ref", "1 goes"], Some("drop-frame"), |s| {
            s.row.caps.max_references = 7;
            s.row.caps.frames.max_references_beside_both = Some(1);
            let image = s.picture("r.png", facts());
            s.draft.references = vec![image.clone(), image];
            s.frame("a.png", facts());
            s.last_frame();
        }),
        case(rules::REFERENCES_UNMENTIONED, NOTE, "references[0]", &["@image1"], None, |s| {
            s.row.caps.max_references = 7;
            s.row.caps.puts_first_reference_in = true;
            let image = s.picture("r.png", facts());
            s.draft.references = vec![image];
        }),
        case(rules::REFERENCES_NOT_TAKEN, ERROR, "references[0]", &["remove it"], Some("drop-reference"), |s| {
            let image = s.picture("r.png", facts());
            s.draft.references.push(image);
        }),
        case(rules::REFERENCES_TOO_MANY, ERROR, "references[1]", &["2 ref", "1 is"], Some("drop-reference"), |s| {
            s.row.caps.max_references = 1;
            let image = s.picture("r.png", facts());
            s.draft.references = vec![image.clone(), image];
        }),
    ]
}

fn pictures() -> Vec<Case> {
    let repair = Some("repair-picture");
    vec![
        case(rules::PICTURE_MEASURING, ERROR, "first_frame", &["wait"], None, |s| {
            s.frame("a.png", facts());
            s.facts.insert(ImageRef::file("a.png"), PictureState::Measuring);
        }),
        case(rules::PICTURE_UNUSABLE, ERROR, "first_frame", &["not valid JSON"], Some("drop-frame"), |s| {
            s.unusable("a.png", Trouble::new("file-not-json").with("line", 1).with("column", 2).with("detail", "x"));
        }),
        case(rules::PICTURE_UNPREPARED, ERROR, "first_frame", &["choose another"], None, |s| {
            s.frame("a.png", facts());
            let Some(PictureState::Measured(measured)) = s.facts.get_mut(&ImageRef::file("a.png")) else { return };
            measured.prepared = None;
        }),
        case(rules::PICTURE_FORMAT, ERROR, "first_frame", &["WebP", "JPEG and PNG", "convert"], repair, |s| {
            s.frame("a.png", PictureFacts { format: PictureFormat::Webp, ..facts() });
        }),
        case(rules::PICTURE_ANIMATED, ERROR, "first_frame", &["PNG", "first picture"], repair, |s| {
            s.frame("a.png", PictureFacts { is_animated: true, ..facts() });
        }),
        case(rules::PICTURE_CMYK, ERROR, "first_frame", &["CMYK", "convert"], repair, |s| {
            s.frame("a.jpg", PictureFacts { format: PictureFormat::Jpeg, color: ColorKind::Cmyk, ..facts() });
        }),
        case(rules::PICTURE_TOO_LARGE, ERROR, "first_frame", &["10.01 MB", "10000001", "10000000"], repair, |s| {
            s.frame("a.png", PictureFacts { bytes: 10_000_001, ..facts() });
        }),
        case(rules::PICTURE_TOO_SMALL, ERROR, "first_frame", &["400×299", "299", "300"], repair, |s| {
            s.frame("a.png", PictureFacts { width: 400, height: 299, ..facts() });
        }),
        case(rules::PICTURE_TOO_STRETCHED, ERROR, "first_frame", &["2.51", "2.5", "crop"], repair, |s| {
            s.frame("a.png", PictureFacts { width: 1004, height: 400, ..facts() });
        }),
    ]
}

fn warnings() -> Vec<Case> {
    vec![
        case(rules::PICTURE_ALPHA, WARNING, "first_frame", &["transparent"], Some("repair-picture"), |s| {
            s.frame("a.png", PictureFacts { has_alpha: true, ..facts() });
        }),
        case(rules::PICTURE_DEEP, WARNING, "first_frame", &["8"], None, |s| {
            s.frame("a.png", PictureFacts { bits: 16, ..facts() });
        }),
        case(rules::PICTURE_PALETTE, WARNING, "elements[0].images[1]", &["palette"], None, |s| {
            s.element("fox", 2);
            s.draft.elements[0].images[1] = s.picture("p.png", PictureFacts { color: ColorKind::Palette, ..facts() });
        }),
        case(rules::PICTURE_PROFILE, WARNING, "first_frame", &["sRGB"], None, |s| {
            s.frame("a.png", PictureFacts { has_foreign_profile: true, ..facts() });
        }),
    ]
}

fn links() -> Vec<Case> {
    vec![
        case(rules::LINK_NOT_HTTPS, ERROR, "first_frame", &["https"], None, |s| {
            s.draft.frames.first = Some(ImageRef::parse("HTTP://example.com/a.png"));
        }),
        case(rules::LINK_BROKEN, ERROR, "first_frame", &["https"], None, |s| {
            s.draft.frames.first = Some(ImageRef::parse("https://"));
        }),
        case(rules::VIDEO_LINK_BROKEN, ERROR, "elements[0].videos[0]", &["clip.mp4", "https"], None, |s| {
            s.element("fox", 0);
            s.draft.elements[0].videos = vec!["clip.mp4".into()];
        }),
        case(rules::LINK_NOT_CHECKED, NOTE, "last_frame", &["not checked"], None, |s| {
            s.frame("a.png", facts());
            s.draft.frames.last = Some(ImageRef::parse("https://example.com/b.jpg"));
        }),
    ]
}

fn elements() -> Vec<Case> {
    vec![
        case(rules::ELEMENTS_NOT_TAKEN, ERROR, "elements", &["remove it"], Some("drop-element"), |s| {
            s.row.caps.elements.max = 0;
            s.element("fox", 2);
        }),
        case(
            rules::ELEMENTS_TOO_MANY,
            ERROR,
            "elements",
            &["4 elements", "3 is", "remove 1"],
            Some("drop-element"),
            |s| {
                ["fox", "owl", "cat", "dog"].iter().for_each(|name| s.element(name, 2));
            },
        ),
        case(rules::ELEMENTS_NEED_A_FRAME, ERROR, "elements", &["frame on this offering"], None, |s| {
            s.element("fox", 2);
            s.draft.frames.first = None;
        }),
        case(rules::ELEMENTS_SHARE_TOO_MANY, ERROR, "elements", &["3 together", "2 is"], Some("drop-element"), |s| {
            s.row.caps.elements.shared_max = Some(2);
            s.element("fox", 2);
            s.element("owl", 2);
        }),
        case(
            rules::ELEMENT_DESCRIPTION_MISSING,
            ERROR,
            "elements[0].description",
            &["fox", "say"],
            Some("describe-element"),
            |s| {
                s.row.caps.elements.description = Field::Demanded;
                s.element("fox", 2);
            },
        ),
        case(rules::ELEMENT_DESCRIPTION_NOT_SENT, NOTE, "elements[0].description", &["not sent"], None, |s| {
            s.element("fox", 2);
            s.draft.elements[0].description = "a red fox".into();
        }),
        case(
            rules::ELEMENT_IMAGES_TOO_FEW,
            ERROR,
            "elements[0].images[1]",
            &["1 picture,", "2", "1 more"],
            None,
            |s| {
                s.element("fox", 1);
            },
        ),
        case(
            rules::ELEMENT_IMAGES_TOO_MANY,
            ERROR,
            "elements[0].images[4]",
            &["5 pictures", "4 is", "remove 1"],
            Some("drop-element-image"),
            |s| s.element("fox", 5),
        ),
    ]
}

fn videos() -> Vec<Case> {
    vec![
        case(
            rules::ELEMENT_VIDEOS_NOT_TAKEN,
            ERROR,
            "elements[0].videos[0]",
            &["remove the video"],
            Some("drop-element-videos"),
            |s| {
                s.row.caps.elements.takes_videos = false;
                s.element("fox", 0);
                s.draft.elements[0].videos = vec!["https://example.com/fox.mp4".into()];
            },
        ),
        case(
            rules::ELEMENT_VIDEOS_AND_IMAGES,
            ERROR,
            "elements[0].videos[0]",
            &["remove one kind"],
            Some("drop-element-videos"),
            |s| {
                s.element("fox", 2);
                s.draft.elements[0].videos = vec!["https://example.com/fox.mp4".into()];
            },
        ),
    ]
}

fn names() -> Vec<Case> {
    let rename = Some("rename-element");
    vec![
        case(rules::ELEMENT_NAME_EMPTY, ERROR, "elements[0].name", &["subject"], rename, |s| {
            s.element("fox", 2);
            s.draft.elements[0].name = " ".into();
            s.draft.prompt = "snow".into();
        }),
        case(rules::ELEMENT_NAME_INVALID, ERROR, "elements[0].name", &["red fox", "red_fox"], rename, |s| {
            s.element("fox", 2);
            s.draft.elements[0].name = "red fox!".into();
            s.draft.prompt = "snow".into();
        }),
        case(rules::ELEMENT_NAME_RESERVED, ERROR, "elements[0].name", &["image1", "subject"], rename, |s| {
            s.element("image1", 2);
        }),
        case(rules::ELEMENT_NAME_TWICE, ERROR, "elements[1].name", &["fox", "fox_2"], rename, |s| {
            s.element("fox", 2);
            s.element("fox", 2);
        }),
        case(rules::ELEMENT_NAME_BEGINS_ANOTHER, ERROR, "elements[0].name", &["fox", "foxes"], rename, |s| {
            s.row.caps.elements.matched_by_text = true;
            s.element("fox", 2);
            s.element("foxes", 2);
        }),
    ]
}

fn options() -> Vec<Case> {
    vec![
        case(rules::MODE_NOT_OFFERED, ERROR, "mode", &["4K", "choose"], Some("use-mode"), |s| {
            s.draft.mode = Some(Mode::FourK);
        }),
        case(rules::RATIO_NOT_OFFERED, ERROR, "aspect_ratio", &["1:1", "16:9, 9:16"], Some("use-aspect-ratio"), |s| {
            s.row.caps.aspect_ratios = &[AspectRatio::Landscape, AspectRatio::Portrait];
            s.draft.aspect_ratio = AspectRatio::Square;
        }),
        case(
            rules::RATIO_FOLLOWS_FRAME,
            WARNING,
            "aspect_ratio",
            &["1280×720", "9:16"],
            Some("use-aspect-ratio"),
            |s| {
                s.frame("a.png", facts());
                s.draft.aspect_ratio = AspectRatio::Portrait;
            },
        ),
        case(rules::RATIO_FOLLOWS_LINK, WARNING, "aspect_ratio", &["16:9"], None, |s| {
            s.draft.frames.first = Some(ImageRef::parse("https://example.com/a.png"));
        }),
        case(
            rules::RATIO_MAY_FOLLOW_FRAME,
            WARNING,
            "aspect_ratio",
            &["1000×800", "may"],
            Some("repair-picture"),
            |s| {
                s.row.caps.ratio_beside_frame = RatioBesideFrame::MayBeOverridden;
                s.frame("a.png", PictureFacts { width: 1000, height: 800, ..facts() });
            },
        ),
        case(rules::WATERMARK_NOT_TAKEN, ERROR, "watermark", &["turn it off"], Some("drop-watermark"), |s| {
            s.draft.watermark = true;
        }),
        case(rules::SOUND_FORCED, WARNING, "sound", &["charged", "50 %"], None, |s| {
            s.row.caps.sound = SoundRule::ForcedWithCuts { rise_percent: 50 };
            s.draft.cut = Cut::ByVendor;
        }),
    ]
}

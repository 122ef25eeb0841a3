//! Each offering's own rules, on its own row: a draft that breaks one, and the same draft after its repair
//! (vendors.md §1–3).

use shotloom::model::image::{ImageRef, PictureFacts};
use shotloom::model::preflight::{Fix, Severity};
use shotloom::model::{AspectRatio, Cut, Language, Mode, Secs};
use shotloom::words::Words;

use crate::scene::{Scene, facts};

const V3: &str = "mulerouter/kling-v3";
const OMNI: &str = "mulerouter/kling-v3-omni";
const APIMART: &str = "apimart/kling-v3";
const APIMART_OMNI: &str = "apimart/kling-v3-omni";
const CRUN: &str = "crun/kling-v3";
const ALL: &[&str] = &[V3, OMNI, APIMART, APIMART_OMNI, CRUN];
/// Those that upload and match `@name` in the text.
const BY_TEXT: &[&str] = &[APIMART, APIMART_OMNI, CRUN];

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;
const NOTE: Severity = Severity::Note;

struct Case {
    offerings: &'static [&'static str],
    rule: &'static str,
    severity: Severity,
    place: &'static str,
    fix: Option<&'static str>,
    breaks: fn(&mut Scene),
}

#[test]
fn every_offering_keeps_its_own_rules() {
    for case in cases() {
        for offering in case.offerings {
            let mut scene = Scene::on(offering);
            (case.breaks)(&mut scene);
            let findings = scene.findings();
            let finding = findings.iter().find(|finding| finding.rule == case.rule);
            let finding = finding.unwrap_or_else(|| panic!("{offering}: no {} in {findings:#?}", case.rule));
            let spoken = (finding.severity, finding.place.to_string(), finding.fix.as_ref().map(Fix::code));
            assert_eq!(spoken, (case.severity, case.place.to_owned(), case.fix), "{offering} {}", case.rule);
            assert_eq!(
                scene.clear().is_err(),
                findings.iter().any(|f| f.severity == ERROR),
                "{offering} {}",
                case.rule
            );
            // Mending a picture is work for the media floor: the draft stays as it is.
            let Some(fix) = finding.fix.clone().filter(|fix| !matches!(fix, Fix::RepairPicture { .. })) else {
                continue;
            };
            fix.apply(&mut scene.draft, &scene.row);
            let left = scene.findings();
            assert!(left.iter().all(|finding| finding.rule != case.rule), "{offering} {} after {fix:?}", case.rule);
        }
    }
}

#[test]
fn what_breaks_one_offering_is_fine_on_the_others() {
    for case in cases() {
        for offering in ALL.iter().filter(|offering| !case.offerings.contains(offering)) {
            let mut scene = Scene::on(offering);
            (case.breaks)(&mut scene);
            assert!(scene.findings().iter().all(|finding| finding.rule != case.rule), "{offering} {}", case.rule);
        }
    }
}

#[test]
fn a_plain_draft_passes_everywhere_without_a_remark() {
    for offering in ALL {
        assert_eq!(Scene::on(offering).findings(), [], "{offering}");
    }
}

#[test]
fn what_is_sold_elsewhere_is_offered_there() {
    let sharp = (APIMART, "Kling V3 · APIMart");
    let sharp_omni = (APIMART_OMNI, "Kling V3 Omni · APIMart");
    for (offering, (seller, name)) in [(V3, sharp), (CRUN, sharp), (OMNI, sharp_omni)] {
        let mut scene = Scene::on(offering);
        scene.draft.mode = Some(Mode::FourK);
        let findings = scene.findings();
        assert_eq!(findings[0].other_fixes, [Fix::UseOffering { id: seller.into(), name: name.into() }], "{offering}");
        findings[0].other_fixes[0].apply(&mut scene.draft, &scene.row);
        assert_eq!(Scene { row: Scene::on(seller).row, ..scene }.findings(), [], "{offering} → {seller}");
    }
    let mut scene = Scene::on(V3);
    scene.element("fox", 2);
    scene.draft.frames.first = None;
    let omni = Fix::UseOffering { id: OMNI.into(), name: "Kling V3 Omni · MuleRouter".into() };
    assert_eq!(scene.findings()[0].other_fixes, [omni]);
}

#[test]
fn an_offering_is_called_by_its_name_and_never_by_its_id() {
    for offering in [V3, CRUN, OMNI] {
        let mut scene = Scene::on(offering);
        scene.draft.mode = Some(Mode::FourK);
        let finding = &scene.findings()[0];
        for (language, used) in [(Language::English, "Use Kling V3"), (Language::Chinese, "改用 Kling V3")] {
            let words = Words::of(language);
            let (said, label) = (words.finding(finding), words.fix(&finding.other_fixes[0], &finding.args));
            assert!(label.starts_with(used) && label.ends_with(" · APIMart"), "{label}");
            assert!(said.contains("APIMart") && !said.contains('/'), "{said}");
        }
    }
}

fn cases() -> Vec<Case> {
    [lengths(), frames(), references(), elements(), names(), options()].into_iter().flatten().collect()
}

fn case(
    offerings: &'static [&'static str],
    rule: &'static str,
    (severity, place, fix): (Severity, &'static str, Option<&'static str>),
    breaks: fn(&mut Scene),
) -> Case {
    Case { offerings, rule, severity, place, fix, breaks }
}

fn lengths() -> Vec<Case> {
    vec![
        case(ALL, "prompt-too-long", (ERROR, "prompt", Some("shorten-prompt")), |s| {
            s.draft.prompt = "a".repeat(2_501).as_str().into();
        }),
        case(ALL, "prompt-empty", (ERROR, "prompt", None), |s| {
            s.draft.cut = Cut::ByVendor;
            s.draft.prompt = "".into();
        }),
        case(ALL, "shot-prompt-too-long", (ERROR, "shots[0].prompt", Some("shorten-shot-prompt")), |s| {
            s.shots(&[("a".repeat(513).as_str(), 3)]);
        }),
        case(ALL, "shots-too-many", (ERROR, "shots", Some("merge-shots")), |s| s.shots(&[("a", 1); 7])),
        case(ALL, "shots-too-long", (ERROR, "shots", Some("set-total")), |s| s.shots(&[("a", 16)])),
        case(ALL, "shots-too-short", (ERROR, "shots", Some("set-total")), |s| s.shots(&[("a", 2)])),
        case(ALL, "shot-too-short", (ERROR, "shots[1].seconds", Some("set-shot-seconds")), |s| {
            s.shots(&[("a", 3), ("b", 0)]);
        }),
        case(ALL, "seconds-too-short", (ERROR, "seconds", Some("set-seconds")), |s| s.draft.seconds = Secs(2)),
        case(ALL, "seconds-too-long", (ERROR, "seconds", Some("set-seconds")), |s| s.draft.seconds = Secs(16)),
        case(&[CRUN], "negative-prompt-not-taken", (ERROR, "negative_prompt", Some("drop-negative-prompt")), |s| {
            s.draft.negative_prompt = "blur".into();
        }),
        case(
            &[V3, OMNI, APIMART, APIMART_OMNI],
            "negative-prompt-too-long",
            (ERROR, "negative_prompt", Some("shorten-negative-prompt")),
            |s| s.draft.negative_prompt = "a".repeat(2_501).as_str().into(),
        ),
    ]
}

fn frames() -> Vec<Case> {
    vec![
        case(&[V3], "last-frame-alone", (WARNING, "last_frame", Some("use-last-as-first")), Scene::last_frame),
        case(
            &[OMNI, APIMART, APIMART_OMNI, CRUN],
            "last-frame-alone-refused",
            (ERROR, "last_frame", Some("use-last-as-first")),
            Scene::last_frame,
        ),
        case(
            &[V3, OMNI, APIMART, APIMART_OMNI],
            "both-frames-with-cuts",
            (WARNING, "last_frame", Some("drop-frame")),
            |s| {
                s.shots(&[("a", 3)]);
                s.both_frames();
            },
        ),
        case(&[CRUN], "cut-takes-one-picture", (ERROR, "last_frame", Some("drop-frame")), |s| {
            s.draft.cut = Cut::ByVendor;
            s.both_frames();
        }),
        case(&[CRUN], "cut-needs-a-picture", (ERROR, "first_frame", Some("use-cut")), |s| s.shots(&[("a", 3)])),
        case(&[OMNI], "last-frame-beside-references", (ERROR, "last_frame", Some("drop-frame")), |s| {
            s.both_frames();
            s.references(2);
        }),
        case(ALL, "picture-too-small", (ERROR, "first_frame", Some("repair-picture")), |s| {
            s.frame("a.png", PictureFacts { width: 400, height: 299, ..facts() });
            s.draft.aspect_ratio = AspectRatio::Square;
        }),
        case(ALL, "picture-too-stretched", (ERROR, "first_frame", Some("repair-picture")), |s| {
            s.frame("a.png", PictureFacts { width: 1001, height: 400, ..facts() });
        }),
        case(&[V3, OMNI, CRUN], "picture-too-large", (ERROR, "first_frame", Some("repair-picture")), |s| {
            s.frame("a.png", PictureFacts { bytes: 10_000_001, ..facts() });
        }),
        case(ALL, "link-not-https", (ERROR, "first_frame", None), |s| {
            s.draft.frames.first = Some(ImageRef::parse("http://example.com/a.png"));
        }),
    ]
}

fn references() -> Vec<Case> {
    vec![
        case(&[V3, APIMART, CRUN], "references-not-taken", (ERROR, "references[0]", Some("drop-reference")), |s| {
            s.references(1);
        }),
        case(&[OMNI, APIMART_OMNI], "references-too-many", (ERROR, "references[7]", Some("drop-reference")), |s| {
            s.references(8);
        }),
        case(&[OMNI, APIMART_OMNI], "elements-share-too-many", (ERROR, "references[6]", Some("drop-reference")), |s| {
            s.frame("a.png", facts());
            s.references(7);
        }),
        case(&[APIMART_OMNI], "references-unmentioned", (NOTE, "references[0]", None), |s| {
            s.references(1);
            s.draft.prompt = "a fox".into();
        }),
    ]
}

fn elements() -> Vec<Case> {
    vec![
        case(&[V3], "elements-need-a-frame", (ERROR, "elements", None), |s| {
            s.element("fox", 2);
            s.draft.frames.first = None;
        }),
        case(&[V3, APIMART, APIMART_OMNI, CRUN], "elements-too-many", (ERROR, "elements", Some("drop-element")), |s| {
            ["a", "b", "c", "d"].iter().for_each(|name| s.element(name, 2))
        }),
        case(
            &[APIMART, APIMART_OMNI],
            "element-description-missing",
            (ERROR, "elements[0].description", Some("describe-element")),
            |s| {
                s.element("fox", 2);
                s.draft.elements[0].description = " ".into();
            },
        ),
        case(&[V3, OMNI], "element-description-not-sent", (NOTE, "elements[0].description", None), |s| {
            s.element("fox", 2);
        }),
        case(
            &[V3, OMNI, APIMART, APIMART_OMNI],
            "element-images-too-few",
            (ERROR, "elements[0].images[1]", None),
            |s| {
                s.element("fox", 1);
            },
        ),
        case(ALL, "element-images-too-many", (ERROR, "elements[0].images[4]", Some("drop-element-image")), |s| {
            s.element("fox", 5);
        }),
        case(BY_TEXT, "element-videos-not-taken", (ERROR, "elements[0].videos[0]", Some("drop-element-videos")), |s| {
            s.element("fox", 0);
            s.draft.elements[0].videos = vec!["https://example.com/fox.mp4".into()];
        }),
        case(
            &[V3, OMNI],
            "element-videos-and-images",
            (ERROR, "elements[0].videos[0]", Some("drop-element-videos")),
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
        case(BY_TEXT, "element-name-begins-another", (ERROR, "elements[0].name", rename), |s| {
            s.element("cat", 2);
            s.element("cat2", 2);
        }),
        case(ALL, "element-name-reserved", (ERROR, "elements[0].name", rename), |s| s.element("element_1", 2)),
        case(ALL, "element-name-invalid", (ERROR, "elements[0].name", rename), |s| {
            s.element("fox", 2);
            s.draft.elements[0].name = "狐狸".into();
            s.draft.prompt = "snow".into();
        }),
        case(ALL, "mention-unknown", (ERROR, "prompt", Some("plain-mention")), |s| {
            s.element("fox", 2);
            s.draft.prompt = "@fox and @cat".into();
        }),
    ]
}

fn options() -> Vec<Case> {
    vec![
        case(&[V3, OMNI, CRUN], "mode-not-offered", (ERROR, "mode", Some("use-mode")), |s| {
            s.draft.mode = Some(Mode::FourK);
        }),
        case(&[V3, OMNI, CRUN], "watermark-not-taken", (ERROR, "watermark", Some("drop-watermark")), |s| {
            s.draft.watermark = true;
        }),
        case(&[CRUN], "sound-forced", (WARNING, "sound", None), |s| {
            s.shots(&[("a", 3)]);
            s.frame("a.png", facts());
        }),
        case(&[V3, CRUN], "ratio-follows-frame", (WARNING, "aspect_ratio", Some("use-aspect-ratio")), |s| {
            s.frame("a.png", facts());
            s.draft.aspect_ratio = AspectRatio::Portrait;
        }),
        case(
            &[OMNI, APIMART, APIMART_OMNI],
            "ratio-may-follow-frame",
            (WARNING, "aspect_ratio", Some("use-aspect-ratio")),
            |s| {
                s.frame("a.png", facts());
                s.draft.aspect_ratio = AspectRatio::Portrait;
            },
        ),
    ]
}

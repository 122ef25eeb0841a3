//! Preflight, rule by rule: for each a draft that breaks it, the place it speaks of, what it says, and its repair.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops loudly")]

mod any_draft;
mod offerings;
mod scene;
mod table;

use scene::{Scene, facts};
use shotloom::model::image::{ImageRef, PictureFormat};
use shotloom::model::preflight::{Finding, Fix, Severity, rules};
use shotloom::model::{Cut, Element, Language, Secs, Trouble};
use shotloom::words::Words;

#[test]
fn a_plain_draft_passes_without_a_remark() {
    assert_eq!(Scene::new().findings(), []);
    assert_eq!(Scene::by_hand(&[("a fox", 3), ("an owl", 4)]).findings(), []);
    assert_eq!(Scene::with_element().findings(), []);
}

#[test]
fn each_rule_speaks_at_its_place_with_its_measure() {
    for case in table::all() {
        let mut scene = Scene::new();
        (case.breaks)(&mut scene);
        let findings = scene.findings();
        let finding = only(&findings, case.rule);
        assert_eq!(finding.severity, case.severity, "{}", case.rule);
        assert_eq!(finding.place.to_string(), case.place, "{}", case.rule);
        let said = Words::of(Language::English).finding(finding);
        for part in case.says {
            assert!(said.contains(part), "{}: {said:?} does not say {part:?}", case.rule);
        }
    }
}

#[test]
fn an_error_blocks_and_nothing_else_does() {
    for case in table::all() {
        let mut scene = Scene::new();
        (case.breaks)(&mut scene);
        let has_error = scene.findings().iter().any(|finding| finding.severity == Severity::Error);
        assert_eq!(scene.clear().is_err(), has_error, "{}", case.rule);
        assert!(has_error || case.severity < Severity::Error, "{}", case.rule);
    }
}

#[test]
fn after_its_repair_a_finding_is_gone() {
    for case in table::all() {
        let mut scene = Scene::new();
        (case.breaks)(&mut scene);
        let finding = only(&scene.findings(), case.rule).clone();
        assert_eq!(finding.fix.as_ref().map(Fix::code), case.fix, "{}", case.rule);
        match finding.fix {
            // Work for the media floor: the draft stays as it is.
            Some(Fix::RepairPicture { .. }) | None => {}
            Some(fix) => {
                fix.apply(&mut scene.draft, &scene.row);
                let left: Vec<&str> = scene.findings().iter().map(|finding| finding.rule).collect();
                assert!(!left.contains(&case.rule), "{} is still there after {fix:?}", case.rule);
            }
        }
    }
}

#[test]
fn an_unknown_mention_has_several_ways_out_and_each_of_them_leads_there() {
    let mut scene = Scene::with_element();
    scene.draft.prompt = "@fox and @fxo, @fxo".into();
    let finding = only(&scene.findings(), "mention-unknown").clone();
    let fixes: Vec<Fix> = finding.fix.into_iter().chain(finding.other_fixes).collect();
    let codes: Vec<&str> = fixes.iter().map(Fix::code).collect();
    assert_eq!(codes, ["respell-mention", "plain-mention", "make-element"]);
    let expected = ["@fox and @fox, @fox", "@fox and fxo, fxo", "@fox and @fxo, @fxo"];
    for (fix, prompt) in fixes.into_iter().zip(expected) {
        let mut draft = scene.draft.clone();
        fix.apply(&mut draft, &scene.row);
        assert_eq!(&*draft.prompt, prompt);
        let left = shotloom::model::preflight::preflight(&draft, &scene.row, &scene.facts);
        assert!(left.iter().all(|finding| finding.rule != "mention-unknown"), "{fix:?}");
    }
}

#[test]
fn every_rule_stands_in_the_table_and_in_both_catalogues() {
    let cases = table::all();
    for rule in rules::ALL {
        // Judged where a name is given in the cast, without a draft; its test stands beside it.
        let is_of_cast = *rule == rules::CAST_NAMES_ALIKE;
        assert!(is_of_cast || cases.iter().any(|case| case.rule == *rule), "{rule} is in no test");
        for language in Language::ALL {
            assert!(Words::of(language).has(&format!("finding-{rule}")), "{rule} is not said in {language:?}");
        }
    }
}

#[test]
fn every_sentence_and_label_is_whole_in_both_languages() {
    for case in table::all() {
        let mut scene = Scene::new();
        (case.breaks)(&mut scene);
        for finding in scene.findings() {
            for language in Language::ALL {
                let words = Words::of(language);
                let fixes = finding.fix.iter().chain(&finding.other_fixes);
                let labels = fixes.map(|fix| words.fix(fix, &finding.args));
                for text in labels.chain([words.finding(&finding)]) {
                    let is_whole =
                        !text.contains(['{', '}', '$']) && !text.contains("finding-") && !text.contains("fix-");
                    assert!(is_whole, "{}: {text}", finding.rule);
                }
            }
        }
    }
}

#[test]
fn a_picture_that_is_not_known_never_passes() {
    let mut scene = Scene::new();
    scene.draft.frames.first = Some(ImageRef::file("/nobody/looked.png"));
    assert!(scene.clear().is_err());
    scene.frame("ready.png", facts());
    let submission = scene.clear().expect("a measured picture passes");
    assert_eq!(submission.pictures().len(), 1);
}

#[test]
fn a_cause_is_said_instead_of_its_rule() {
    let mut scene = Scene::new();
    scene.unusable("gone.png", Trouble::new("file-missing").with("path", "gone.png"));
    let findings = scene.findings();
    let said = Words::of(Language::English).finding(only(&findings, rules::PICTURE_UNUSABLE));
    assert!(said.contains("gone.png"), "{said}");
}

#[test]
fn shots_under_another_cut_are_not_judged_and_neither_is_the_prompt_under_by_hand() {
    let mut scene = Scene::by_hand(&[("", 0), ("@nobody", 99)]);
    scene.draft.cut = Cut::OneShot;
    assert_eq!(scene.findings(), []);
    let mut scene = Scene::by_hand(&[("a fox", 3)]);
    scene.draft.prompt = "@nobody ".repeat(9_999).as_str().into();
    scene.draft.seconds = Secs(0);
    assert_eq!(scene.findings(), []);
}

#[test]
fn limits_are_kept_to_the_last_character_second_and_pixel() {
    let mut scene = Scene::new();
    scene.draft.prompt = "雪".repeat(2_500).as_str().into();
    scene.draft.negative_prompt = "🦊".repeat(2_500).as_str().into();
    assert_eq!(scene.findings(), []);
    for secs in [3, 15] {
        scene.draft.seconds = Secs(secs);
        assert_eq!(scene.findings(), [], "{secs} s");
    }
    let words = "a".repeat(512);
    assert_eq!(Scene::by_hand(&[(words.as_str(), 1); 6]).findings(), []);
    let mut scene = Scene::new();
    scene.frame("edge.png", shotloom::model::PictureFacts { width: 750, height: 300, bytes: 10_000_000, ..facts() });
    assert!(scene.clear().is_ok(), "300 px, exactly 2.5 and exactly 10 MB are fine: {:?}", scene.findings());
}

#[test]
fn a_mention_is_counted_as_the_vendor_spells_it() {
    let mut scene = Scene::with_element();
    // `<<<element_1>>>` has 15 characters, `@fox` four.
    scene.draft.prompt = format!("{}@fox", "a".repeat(2_485) + " ").as_str().into();
    let findings = scene.findings();
    let said = Words::of(Language::English).finding(only(&findings, rules::PROMPT_TOO_LONG));
    assert!(said.contains("2501") && said.contains("shorten it by 1 character"), "{said}");
}

#[test]
fn a_webp_by_another_name_is_called_what_it_is() {
    let mut scene = Scene::new();
    scene.frame("dusk.png", shotloom::model::PictureFacts { format: PictureFormat::Webp, ..facts() });
    let findings = scene.findings();
    let said = Words::of(Language::English).finding(only(&findings, rules::PICTURE_FORMAT));
    assert!(said.contains("WebP") && said.contains("convert"), "{said}");
}

#[test]
fn renaming_an_element_renames_its_mentions_too() {
    let mut scene = Scene::with_element();
    scene.draft.elements[0].name = "image1".into();
    scene.draft.prompt = "@image1 meets @image12 and @image1".into();
    Fix::RenameElement(0, "fox".into()).apply(&mut scene.draft, &scene.row);
    assert_eq!(&*scene.draft.prompt, "@fox meets @image12 and @fox");
}

#[test]
fn renaming_the_second_of_two_leaves_the_mentions_with_the_first() {
    let mut scene = Scene::with_element();
    scene.draft.elements.push(Element::named("fox"));
    Fix::RenameElement(1, "fox_2".into()).apply(&mut scene.draft, &scene.row);
    assert_eq!(&*scene.draft.prompt, "@fox runs");
    assert_eq!(&*scene.draft.elements[1].name, "fox_2");
}

#[test]
fn joining_shots_keeps_their_words_and_their_seconds() {
    let mut scene = Scene::by_hand(&[("a", 2), ("b", 3), ("", 1), ("c", 4)]);
    let id = scene.draft.storyboard.shots()[1].id();
    Fix::MergeShots(id).apply(&mut scene.draft, &scene.row);
    let shots = scene.draft.storyboard.shots();
    assert_eq!(shots.len(), 2);
    assert_eq!((shots[1].prompt_text(), shots[1].secs()), ("b. c", Secs(8)));
}

#[test]
fn a_repair_whose_place_is_gone_does_nothing() {
    let scene = Scene::by_hand(&[("a fox", 3)]);
    let gone = shotloom::model::ShotId(99);
    for fix in [
        Fix::DropElement(7),
        Fix::DropElementVideos(7),
        Fix::DropElementImage(7, 7),
        Fix::DropReference(7),
        Fix::RenameElement(7, "fox".into()),
        Fix::MergeShots(gone),
        Fix::DeleteShot(gone),
        Fix::ShortenShotPrompt(gone),
        Fix::RepairPicture {
            place: shotloom::model::preflight::Place::FirstFrame,
            repairs: vec![shotloom::model::repair::Repair::Convert],
        },
    ] {
        let mut draft = scene.draft.clone();
        fix.apply(&mut draft, &scene.row);
        assert_eq!(draft, scene.draft, "{fix:?}");
    }
}

fn only<'a>(findings: &'a [Finding], rule: &str) -> &'a Finding {
    let mut found = findings.iter().filter(|finding| finding.rule == rule);
    match (found.next(), found.next()) {
        (Some(finding), None) => finding,
        (first, _) => panic!("{rule} is said {} times in {findings:?}", if first.is_some() { "several" } else { "no" }),
    }
}

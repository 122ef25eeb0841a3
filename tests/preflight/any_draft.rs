//! Whatever a file holds, it is judged, and pressing repair after repair comes to an end.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use shotloom::model::preflight::{Fix, Severity};
use shotloom::model::{AspectRatio, Cut, Element, Mode, Secs, Storyboard};

use crate::scene::{Scene, facts};

fn any_secs() -> impl Strategy<Value = u64> {
    prop_oneof![0_u64..20, Just(u64::MAX), Just(u64::MAX / 2)]
}

fn any_text() -> impl Strategy<Value = String> {
    let piece =
        prop_oneof!["[a-z雪🦊@ _0-9]{0,12}", Just("@fox ".to_owned()), Just("@image1".to_owned()), "[ \\t]{0,3}"];
    (prop::collection::vec(piece, 0..8), prop_oneof![4 => Just(1_usize), 1 => Just(300)])
        .prop_map(|(pieces, times)| pieces.concat().repeat(times))
}

prop_compose! {
    fn any_scene()(
        texts in (any_text(), any_text()),
        cut in prop::sample::select(&Cut::ALL[..]),
        mode in prop::option::of(prop::sample::select(&Mode::ALL[..])),
        ratio in prop::sample::select(&AspectRatio::ALL[..]),
        secs in any_secs(),
        shots in prop::collection::vec((any_text(), any_secs(), any::<bool>()), 0..20),
        declared in prop::option::of(any_secs()),
        names in prop::collection::vec("(fox|image1|红狐|f o x|_?){1,2}", 0..6),
        counts in (0_usize..6, 0_usize..3),
        has in prop::array::uniform4(any::<bool>()),
    ) -> Scene {
        let mut scene = Scene::new();
        let [sound, watermark, has_first, has_last] = has;
        if has_first {
            scene.frame("first.png", facts());
        }
        if has_last {
            scene.last_frame();
        }
        let picture = scene.picture("p.png", facts());
        let draft = &mut scene.draft;
        (draft.prompt, draft.negative_prompt) = (texts.0.into(), texts.1.into());
        (draft.cut, draft.mode, draft.aspect_ratio, draft.seconds) = (cut, mode, ratio, Secs(secs));
        (draft.sound, draft.watermark) = (sound, watermark);
        let shots = shots.into_iter().map(|(text, secs, locked)| (text.into(), Secs(secs), locked));
        draft.storyboard = Storyboard::from_file(shots, declared.map(Secs));
        for name in names {
            let images = vec![picture.clone(); counts.0];
            let videos = vec!["https://example.com/v.mp4".into(); counts.1];
            draft.elements.push(Element { images, videos, ..Element::named(&name) });
        }
        draft.references = vec![picture; counts.1];
        scene
    }
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn repairs_come_to_an_end(mut scene in any_scene()) {
        for _ in 0..200 {
            let findings = scene.findings();
            prop_assert_eq!(findings.iter().any(|f| f.severity == Severity::Error), scene.clear().is_err());
            let Some(fix) = findings.into_iter().find_map(|finding| finding.fix) else { return Ok(()) };
            let before = scene.draft.clone();
            fix.apply(&mut scene.draft, &scene.row);
            prop_assert!(before != scene.draft, "{:?} changes nothing", fix);
        }
        prop_assert!(false, "two hundred repairs are not enough: {:?}", scene.findings());
    }

    #[test]
    fn a_shortened_text_fits(mut scene in any_scene()) {
        scene.row.caps.prompt_max = 20;
        Fix::ShortenPrompt.apply(&mut scene.draft, &scene.row);
        let (draft, syntax) = (&scene.draft, scene.row.caps.mentions);
        prop_assert!(shotloom::model::mention::rendered_len(&draft.prompt, draft, syntax) <= 20);
    }
}

//! What a vendor's page leaves open is said on the refusal, with a way out; every other refusal is said as it came.

use shotloom::model::{Draft, Element, Frames, ImageRef, Language};
use shotloom::vendors;
use shotloom::vendors::outcome::{Refusal, explained};
use shotloom::words::Words;

#[test]
fn a_refusal_that_may_rest_on_an_open_question_says_so() {
    const OMNI: &str = "/vendors/klingai/v1/kling-v3-omni/reference-image-to-video/generation";
    let cases = [
        ("mulerouter", 404, "Not Found", OMNI, "vendor-unsure-path"),
        ("mulerouter", 404, "Not Found", "/vendors/klingai/v1/kling-v3/text-to-video/generation", "vendor-refused"),
        ("mulerouter", 400, "first_frame: invalid base64", OMNI, "vendor-unsure-picture-form"),
        ("mulerouter", 400, "duration: out of range", OMNI, "vendor-refused"),
        ("mulerouter", 402, "no balance for image models", OMNI, "vendor-no-balance"),
        ("apimart", 400, "unknown field element_list", "", "vendor-unsure-elements"),
        ("apimart", 422, "image_with_roles is not allowed", "", "vendor-unsure-pictures"),
        ("apimart", 400, "duration must be a number", "", "vendor-refused"),
        ("crun", 422, "validation failed: input_compliance is required", "", "vendor-unsure-compliance"),
        ("crun", 422, "validation failed: mode", "", "vendor-refused"),
    ];
    let draft = Draft {
        frames: Frames { first: Some(ImageRef::file("a.png")), last: None },
        elements: vec![Element::named("fox")],
        ..Draft::new(vendors::DEFAULT_OFFERING)
    };
    for (vendor, code, words, endpoint, rule) in cases {
        let refusal = Refusal { code, words: Some(words.to_owned()) };
        let trouble = explained(vendors::by_id(vendor).expect("a vendor"), &refusal, endpoint, &draft);
        assert_eq!(trouble.rule, rule, "{vendor} {words}");
        for language in Language::ALL {
            assert!(Words::of(language).say(&trouble).contains(words), "the vendor's own words are kept: {words}");
        }
    }
}

#[test]
fn a_link_that_was_refused_is_no_question_of_form() {
    let draft = Draft {
        frames: Frames { first: Some(ImageRef::parse("https://example.com/a.png")), last: None },
        ..Draft::new(vendors::DEFAULT_OFFERING)
    };
    let refusal = Refusal { code: 400, words: Some("first_frame: not reachable".to_owned()) };
    let trouble = explained(vendors::by_id("mulerouter").expect("a vendor"), &refusal, "/x", &draft);
    assert_eq!(trouble.rule, "vendor-refused");
}

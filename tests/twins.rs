//! The translators before the practice vendor that judges from tables of its own: whatever preflight lets through, for
//! every offering, is valid to the letter of the vendor's page.

use shotloom::model::preflight::{Facts, clear};
use shotloom::model::{AspectRatio, Cut, Draft, Element, Frames, ImageRef, Mode, Row, Secs, Storyboard};
use shotloom::sandbox::{self, Options};
use shotloom::vendors::{self, Job};

/// What a valid submit is answered under the fault that stops it before anything is charged or drawn.
const VALID: u16 = 503;
const LINK: &str = "https://example.com/a.png";

fn link() -> ImageRef {
    ImageRef::Url(LINK.into())
}

/// Every combination of what a draft may choose.
fn drafts(row: &Row) -> Vec<Draft> {
    let mut out = Vec::new();
    for cut in Cut::ALL {
        for frames in [(false, false), (true, false), (false, true), (true, true)] {
            for elements in [0, 1, 4] {
                for references in [0, 2] {
                    for mode in [None, Some(Mode::Std), Some(Mode::Pro), Some(Mode::FourK)] {
                        let shape = Shape { cut, frames, elements, references, mode };
                        out.push(draft(row, &shape, out.len()));
                    }
                }
            }
        }
    }
    out
}

struct Shape {
    cut: Cut,
    frames: (bool, bool),
    elements: usize,
    references: usize,
    mode: Option<Mode>,
}

/// The rest follows from its number, so that everything meets everything in time.
fn draft(row: &Row, shape: &Shape, number: usize) -> Draft {
    let names = ["fox", "owl", "bear", "hare"];
    let element = |name: &&str| Element {
        description: format!("a {name}").into(),
        images: vec![link(), ImageRef::Url("https://example.com/b.png".into())],
        ..Element::named(name)
    };
    let mention = if shape.elements > 0 { "@fox runs" } else { "a fox runs" };
    let shots = [(mention, 2), ("雪地里的狐狸", 3)].map(|(prompt, secs)| (prompt.into(), Secs(secs), false));
    let [first, last] = [shape.frames.0, shape.frames.1].map(|is_there| is_there.then(link));
    let is = |bit: usize| number / bit % 2 == 1;
    Draft {
        prompt: mention.into(),
        negative_prompt: if is(1) { "blur".into() } else { "".into() },
        cut: shape.cut,
        seconds: Secs(3 + (number as u64 % 13)),
        storyboard: Storyboard::from_file(shots, None),
        mode: shape.mode,
        aspect_ratio: AspectRatio::ALL[number % 3],
        sound: is(2),
        watermark: is(4),
        frames: Frames { first, last },
        elements: names[..shape.elements].iter().map(element).collect(),
        references: vec![link(); shape.references],
        ..Draft::new(row.id)
    }
}

#[tokio::test]
async fn whatever_preflight_lets_through_is_valid_for_the_vendor() {
    let dir = tempfile::tempdir().unwrap();
    let faults = vec!["503:all".parse().unwrap()];
    let vendor = sandbox::start(Options { faults, ..Options::in_dir(dir.path()) }).await.unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    for row in vendors::rows() {
        let translator = vendors::by_id(row.vendor).unwrap();
        let mut sent = 0;
        for draft in drafts(row) {
            let Ok(submission) = clear(&draft, row, &Facts::new()) else { continue };
            let request = translator.submit(&Job { row, base_url: vendor.url(), submission: &submission });
            let shown = vendors::describe(translator, &request, submission.pictures(), None);
            let mut post = http.post(&request.url).body(shown["body"].to_string());
            for (name, value) in shown["headers"].as_object().unwrap() {
                post = post.header(name, value.as_str().unwrap());
            }
            let answer = post.send().await.unwrap();
            let (status, text) = (answer.status().as_u16(), answer.text().await.unwrap());
            assert_eq!(status, VALID, "{}: {text}\n{:#}", row.id, shown["body"]);
            sent += 1;
        }
        assert!(sent >= 20, "{}: only {sent} of these drafts are legal", row.id);
    }
    assert!(sandbox::charges(dir.path()).is_empty());
}

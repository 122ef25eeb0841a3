//! Every vendor against its goldens, which were written by hand from the vendor's pages: drafts with the request
//! they become, and replies with what they mean. A vendor without a folder fails.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops loudly")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use shotloom::model::image::{ImageRef, PictureFormat, Prepared, Sha256};
use shotloom::model::{Cut, Draft, Mode};
use shotloom::vendors::{self, ApiKey, Content, RemoteTask, Request};

#[path = "vendors/case.rs"]
mod case;
#[path = "vendors/doubts.rs"]
mod doubts;
#[path = "vendors/replies.rs"]
mod replies;
#[path = "vendors/table.rs"]
mod table;

use case::{Case, files, folder, hollow, json, list, text, with_pictures};

#[test]
fn every_draft_becomes_the_request_on_its_golden() {
    for vendor in vendors::all() {
        for path in files(&folder(*vendor).join("requests"), ".shot.json") {
            let golden = path.to_string_lossy().replace(".shot.json", ".request.json");
            let case = Case::load(*vendor, &path);
            assert_eq!(case.described(), with_pictures(&json(golden.as_ref())), "{}", path.display());
        }
    }
}

#[test]
fn every_line_of_a_table_becomes_the_request_below_it() {
    let mut pairs = 0;
    for row in vendors::rows() {
        let vendor = vendors::by_id(row.vendor).expect("a row has its vendor");
        for pair in table::of(row) {
            let shown = Case::read(vendor, &pair.story.to_string()).described();
            assert_eq!(shown["body"], with_pictures(&pair.body), "{} {}", row.id, pair.words);
            let path = text(&shown["url"]);
            let is_there = path.contains(&format!("/{}", pair.path)) && path.starts_with(vendor.default_base_url());
            assert!(is_there && shown["method"] == "POST", "{} {}: {path}", row.id, pair.words);
            pairs += 1;
        }
    }
    assert!(pairs >= 120, "{pairs} pairs");
}

#[test]
fn every_table_walks_every_cut_frame_element_sound_and_mode_that_is_legal() {
    for row in vendors::rows() {
        let pairs = table::of(row);
        let words: Vec<BTreeSet<&str>> = pairs.iter().map(|pair| pair.words.split(' ').collect()).collect();
        let has = |wanted: &[&str], absent: &[&str]| {
            words.iter().any(|words| {
                wanted.iter().all(|word| words.contains(word)) && absent.iter().all(|word| !words.contains(word))
            })
        };
        for cut in Cut::ALL {
            let is_cut = cut != Cut::OneShot;
            let frames: [(&[&str], &[&str]); 3] =
                [(&[], &["first", "last"]), (&["first"], &["last"]), (&["first", "last"], &[])];
            for (number, (wanted, absent)) in frames.into_iter().enumerate() {
                for is_with_elements in [false, true] {
                    let is_illegal = is_cut && row.caps.frames.cuts_need_one_picture && number != 1
                        || number == 0 && is_with_elements && row.caps.elements.need_a_frame;
                    let (mut wanted, mut absent) = (wanted.to_vec(), absent.to_vec());
                    wanted.push(cut.word());
                    if is_with_elements {
                        wanted.push("elements")
                    } else {
                        absent.push("elements")
                    }
                    assert!(is_illegal || has(&wanted, &absent), "{}: no line for {wanted:?}", row.id);
                }
            }
        }
        for mode in row.caps.modes {
            assert!(has(&[mode.word(), "sound"], &[]) && has(&[mode.word()], &["sound"]), "{} {mode:?}", row.id);
        }
    }
}

#[test]
fn no_request_holds_a_null_an_empty_list_or_a_field_the_endpoint_does_not_know() {
    for vendor in vendors::all() {
        let fields = json(&folder(*vendor).join("fields.json"));
        for (name, case) in case::all_of(*vendor) {
            for draft in variants(&case.draft) {
                let case = Case { draft, ..case.clone() };
                let Some(request) = case.try_request() else { continue };
                check_shape(&name, &case, &request, &fields);
            }
        }
    }
}

#[test]
fn an_estimate_asks_with_the_body_of_the_submit() {
    for vendor in vendors::all() {
        for (name, case) in case::all_of(*vendor) {
            let submission = case.submission();
            let estimate = vendor.estimate(&case.job(&submission));
            assert_eq!(estimate.is_some(), case.row.caps.has_estimate, "{name}");
            let Some(estimate) = estimate else { continue };
            let submit = case.request();
            assert_eq!(estimate.content, submit.content, "{name}");
            assert_ne!(estimate.url, submit.url, "{name}: an estimate must not order anything");
        }
    }
}

#[test]
fn a_full_request_holds_its_pictures_as_base64() {
    for vendor in vendors::all() {
        for (name, case) in case::all_of(*vendor) {
            let base64 = |sha256: &Sha256| Some(format!("base64 of {sha256}"));
            let submission = case.submission();
            let full = vendors::describe(*vendor, &case.request(), submission.pictures(), Some(&base64)).to_string();
            assert!(!full.contains("\"sha256\""), "{name} {full}");
            let is_uploaded = full.contains("\"upload\"");
            for prepared in submission.pictures().values().filter(|_| !is_uploaded) {
                assert!(full.contains(&format!("\"base64 of {}\"", prepared.sha256)), "{name} {full}");
            }
        }
    }
}

#[test]
fn polls_ask_where_their_golden_says() {
    for vendor in vendors::all() {
        for case in list(&folder(*vendor).join("polls.json")) {
            let task = RemoteTask {
                base_url: vendor.default_base_url(),
                endpoint: text(&case["endpoint"]),
                remote: text(&case["remote"]),
                language: case["language"].as_str().unwrap_or("en"),
            };
            let asked = vendors::describe(*vendor, &vendor.poll(&task), &BTreeMap::new(), None);
            assert_eq!(asked, case["request"]);
        }
    }
}

#[test]
fn what_is_asked_beside_tasks_is_what_the_golden_says() {
    for vendor in vendors::all() {
        let golden = json(&folder(*vendor).join("asks.json"));
        let base = vendor.default_base_url();
        let asks = [
            ("balance", vendor.balance(base)),
            ("test_key", vendor.test_key(base)),
            ("live_modes", vendor.live_modes(base, &vendor.rows()[0])),
        ];
        for (name, request) in asks {
            let shown = request.map(|request| vendors::describe(*vendor, &request, &BTreeMap::new(), None));
            assert_eq!(shown.as_ref(), golden.get(name), "{} {name}", vendor.id());
        }
    }
}

#[test]
fn a_submit_knows_the_endpoint_its_polls_go_to() {
    for vendor in vendors::all() {
        for (name, case) in case::all_of(*vendor) {
            let request = case.request();
            let endpoint = request.endpoint(vendor.default_base_url());
            assert!(endpoint.starts_with('/') && request.url.ends_with(endpoint), "{name} {endpoint}");
        }
    }
}

#[test]
fn every_row_belongs_to_its_vendor_and_the_default_offering_exists() {
    assert!(vendors::row(vendors::DEFAULT_OFFERING).is_some());
    let mut seen = BTreeSet::new();
    for vendor in vendors::all() {
        assert!(!vendor.rows().is_empty());
        for row in vendor.rows() {
            assert_eq!((row.vendor, row.id.split('/').next()), (vendor.id(), Some(vendor.id())));
            assert!(row.caps.modes.contains(&row.caps.default_mode));
            assert!(row.caps.min_seconds <= row.caps.max_seconds);
            assert!(seen.insert(row.id), "{} stands twice", row.id);
        }
    }
}

#[test]
fn a_mode_that_is_sold_elsewhere_is_sold_there() {
    for row in vendors::rows() {
        for (mode, elsewhere) in row.caps.modes_elsewhere {
            let seller = vendors::row(elsewhere.offering).expect("the seller is an offering");
            assert!(seller.caps.modes.contains(mode) && !row.caps.modes.contains(mode), "{}", row.id);
            assert_eq!(seller.model_name, row.model_name, "another model is no answer");
        }
    }
}

#[test]
fn an_offering_is_pointed_to_by_the_name_it_has() {
    for row in vendors::rows() {
        let modes = row.caps.modes_elsewhere.iter().map(|(_, elsewhere)| *elsewhere);
        for elsewhere in modes.chain(row.caps.references_elsewhere) {
            let there = vendors::row(elsewhere.offering).expect("it is an offering");
            let seller = vendors::by_id(there.vendor).expect("somebody sells it").name();
            assert_eq!((elsewhere.model_name, elsewhere.seller), (there.model_name, seller), "{}", row.id);
        }
    }
}

#[test]
fn a_row_grows_by_what_its_vendor_tells_and_by_nothing_else() {
    for vendor in vendors::all() {
        for row in vendor.rows() {
            assert_eq!(vendor.row_with(row, &[]), row);
            assert_eq!(vendor.row_with(row, &[Mode::Std, Mode::Pro]), row);
            let grown = vendor.row_with(row, &Mode::ALL);
            assert_eq!((grown.id, grown.caps.default_mode), (row.id, row.caps.default_mode));
            let is_asked = vendor.live_modes(vendor.default_base_url(), row).is_some();
            assert_eq!(grown.caps.modes.contains(&Mode::FourK), is_asked || row.caps.modes.contains(&Mode::FourK));
        }
    }
}

#[test]
fn a_key_is_signed_into_a_header_and_printed_nowhere() {
    for vendor in vendors::all() {
        let key = ApiKey::new(" sk-secret\n").expect("white space around a key is dropped");
        assert_eq!(format!("{key:?}"), "ApiKey(…)");
        assert!(!vendor.sign(&key).name.is_empty());
    }
}

/// The same draft under every cut, mode, sound and set of frames.
fn variants(draft: &Draft) -> Vec<Draft> {
    let frames = [false, true];
    let mut out = Vec::new();
    for cut in Cut::ALL {
        for mode in Mode::ALL.map(Some).into_iter().chain([None]) {
            for sound in [false, true] {
                for (keeps_first, keeps_last) in frames.into_iter().flat_map(|a| frames.map(|b| (a, b))) {
                    let mut draft = Draft { cut, mode, sound, ..draft.clone() };
                    draft.frames.first = draft.frames.first.filter(|_| keeps_first);
                    draft.frames.last = draft.frames.last.filter(|_| keeps_last);
                    out.push(draft);
                }
            }
        }
    }
    out
}

fn check_shape(name: &str, case: &Case, request: &Request, fields: &Value) {
    let kinds = fields.as_object().expect("fields by endpoint");
    let kind = kinds.iter().find(|(kind, _)| request.url.contains(kind.as_str()));
    let (endpoint, fields) = kind.unwrap_or_else(|| panic!("{}: no page names it", request.url));
    assert!(matches!(request.content, Content::Json(_)), "{name}: a submit is JSON");
    let shown = vendors::describe(case.vendor, request, case.submission().pictures(), None);
    let body = match fields["inside"].as_str() {
        Some(inside) => &shown["body"][inside],
        None => &shown["body"],
    };
    let body = body.as_object().expect("a submit is a JSON object");
    let listed = |key: &str| fields[key].as_array().expect("a list of fields").iter().map(text).collect::<Vec<_>>();
    for field in body.keys() {
        let is_known = listed("always").contains(&field.as_str()) || listed("known").contains(&field.as_str());
        assert!(is_known, "{name}: {endpoint} does not know {field}");
    }
    for field in listed("always") {
        assert!(body.contains_key(field), "{name}: {field} is always sent");
    }
    assert_eq!(hollow(&shown["body"]), None, "{name}: {shown}");
}

fn prepared_pictures() -> BTreeMap<ImageRef, Prepared> {
    let known = json(&case::root().join("pictures.json"));
    let prepared = |name: &String| {
        let picture = case::picture(name);
        let format = if picture.extension == ".png" { PictureFormat::Png } else { PictureFormat::Jpeg };
        let prepared = Prepared { sha256: picture.sha256, bytes: picture.bytes, format, width: 1280, height: 720 };
        (ImageRef::file(name), prepared)
    };
    known.as_object().expect("pictures by name").keys().map(prepared).collect()
}

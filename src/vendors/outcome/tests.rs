//! The table of DESIGN §4, row by row, by hand.

use super::*;

mod plain;

const ID: &str = r#"{"task_info":{"id":"t-1","status":"pending"}}"#;
const HTML: &str = "<!doctype html><title>Bad gateway</title>";

/// The table is the same for every vendor; the bodies below are in the first one's dialect.
fn vendor() -> &'static dyn Vendor {
    crate::vendors::all()[0]
}

fn reply(status: u16, body: &str) -> Reply {
    Reply { status, retry_after_secs: None, trace_id: None, body: body.as_bytes().to_vec() }
}

fn submit(status: u16, body: &str) -> Outcome {
    of_submit(vendor(), Wire::Reply(&reply(status, body)))
}

fn accepted() -> Outcome {
    Outcome::Accepted { remote: "t-1".to_owned(), word: Some("pending".to_owned()) }
}

fn rejected(code: u16, words: &str) -> Outcome {
    Outcome::Rejected(Refusal { code, words: Some(words.to_owned()) })
}

#[test]
fn a_vendor_that_was_never_reached_was_not_sent_to() {
    assert_eq!(of_submit(vendor(), Wire::NeverLeft), Outcome::NotSent);
}

#[test]
fn an_answer_lost_after_any_byte_is_unknown() {
    assert_eq!(of_submit(vendor(), Wire::Lost), Outcome::Unknown);
}

#[test]
fn server_trouble_is_unknown_whatever_its_body() {
    for status in [408, 425, 500, 502, 503, 504, 507, 520, 522, 524, 599] {
        for body in [ID, HTML, "", "{", r#"{"detail":"no"}"#, r#"{"error":{"code":400,"detail":"no"}}"#] {
            assert_eq!(submit(status, body), Outcome::Unknown, "{status} {body}");
        }
    }
}

#[test]
fn server_trouble_as_an_inner_code_is_unknown_whatever_stands_around_it() {
    for code in [408, 425, 500, 502, 503, 504, 599] {
        for status in [200, 202, 400] {
            let bare = format!(r#"{{"error":{{"code":{code},"detail":"no"}}}}"#);
            assert_eq!(submit(status, &bare), Outcome::Unknown, "{status} {bare}");
            let with_id = format!(r#"{{"task_info":{{"id":"t-1","error":{{"code":{code}}}}}}}"#);
            assert_eq!(submit(status, &with_id), Outcome::Unknown, "{status} {with_id}");
        }
    }
}

#[test]
fn a_success_that_says_nothing_is_unknown() {
    let cut = &ID[..ID.len() - 2];
    for body in [HTML, "", " ", cut, "null", "[]", "{}", "\"ok\"", r#"{"task_info":{}}"#, r#"{"message":"fine"}"#] {
        for status in [200, 201, 202, 204] {
            assert_eq!(submit(status, body), Outcome::Unknown, "{status} {body}");
        }
    }
    for nothing in [r#"{"error":null}"#, r#"{"error":""}"#, r#"{"error":{}}"#, r#"{"detail":[]}"#] {
        assert_eq!(submit(200, nothing), Outcome::Unknown, "{nothing}");
    }
    assert_eq!(submit(202, r#"{"task_info":{"id":"","status":"pending"}}"#), Outcome::Unknown);
}

#[test]
fn a_success_with_an_id_is_accepted() {
    for status in [200, 201, 202] {
        assert_eq!(submit(status, ID), accepted(), "{status}");
    }
    assert_eq!(
        submit(202, r#"{"task_info":{"id":17}}"#),
        Outcome::Accepted { remote: "17".to_owned(), word: None },
        "a number is an id too"
    );
}

#[test]
fn an_id_beside_an_inner_code_that_is_fine_is_accepted() {
    for code in [0, 200, 202] {
        let body = format!(r#"{{"task_info":{{"id":"t-1","status":"pending","error":{{"code":{code}}}}}}}"#);
        assert_eq!(submit(200, &body), accepted(), "{code}");
    }
}

#[test]
fn an_error_object_in_a_success_is_taken_by_its_code() {
    for (code, expected) in [
        (400, rejected(400, "no")),
        (402, rejected(402, "no")),
        (501, rejected(501, "no")),
        (505, rejected(505, "no")),
        (500, Outcome::Unknown),
        (408, Outcome::Unknown),
        (200, Outcome::Unknown),
    ] {
        for body in [
            format!(r#"{{"error":{{"code":{code},"detail":"no"}}}}"#),
            format!(r#"{{"task_info":{{"error":{{"code":{code},"title":"no"}}}}}}"#),
        ] {
            assert_eq!(submit(200, &body), expected, "{body}");
        }
    }
    assert!(matches!(submit(200, r#"{"error":{"code":429,"detail":"slow down"}}"#), Outcome::Busy { .. }));
}

#[test]
fn an_error_object_without_a_code_is_a_no() {
    assert_eq!(submit(200, r#"{"detail":"quota"}"#), rejected(200, "quota"));
    assert_eq!(submit(202, r#"{"task_info":{"error":{"detail":"bad frame"}}}"#), rejected(202, "bad frame"));
    assert_eq!(submit(200, r#"{"error":{"code":3002,"detail":"upstream"}}"#), rejected(200, "upstream"));
}

#[test]
fn every_other_4xx_and_501_and_505_is_a_no_with_the_vendors_words() {
    for status in [400, 401, 402, 403, 404, 405, 409, 413, 415, 422, 423, 451, 499, 501, 505] {
        assert_eq!(submit(status, r#"{"detail":"because"}"#), rejected(status, "because"), "{status}");
        assert_eq!(submit(status, HTML), Outcome::Rejected(Refusal { code: status, words: None }), "{status}");
        assert_eq!(submit(status, "Forbidden\n"), rejected(status, "Forbidden"), "{status}");
    }
}

#[test]
fn an_inner_no_is_a_no_even_beside_an_id() {
    let body = r#"{"task_info":{"id":"t-1","status":"failed","error":{"code":400,"detail":"bad frame"}}}"#;
    assert_eq!(submit(202, body), rejected(400, "bad frame"));
}

#[test]
fn words_of_any_shape_are_shown() {
    for (body, words) in [
        (r#"{"detail":"a"}"#, "a"),
        (r#"{"error":"b"}"#, "b"),
        (r#"{"message":"c"}"#, "c"),
        (r#"{"task_info":{"error":{"detail":"d"}}}"#, "d"),
        (r#"{"error":{"title":"Invalid Request"}}"#, "Invalid Request"),
        (r#"{"detail":"first","error":"second","message":"third"}"#, "first"),
        (r#"{"detail":null,"error":"second"}"#, "second"),
        (r#"{"detail":[{"loc":["body","mode"],"msg":"bad"}]}"#, r#"[{"loc":["body","mode"],"msg":"bad"}]"#),
        (r#"{"error":{"kind":7}}"#, r#"{"kind":7}"#),
        (r#"{"detail":"two\nlines\u001b[31m"}"#, "two lines [31m"),
    ] {
        assert_eq!(submit(400, body), rejected(400, words), "{body}");
    }
}

#[test]
fn endless_words_are_cut() {
    let Outcome::Rejected(refusal) = submit(400, &format!(r#"{{"detail":"{}"}}"#, "雪".repeat(5_000))) else {
        panic!("a 400 is a no");
    };
    assert_eq!(refusal.words.unwrap().chars().count(), 1_001);
}

#[test]
fn busy_waits_as_long_as_the_vendor_asks_within_bounds() {
    for status in [429, 455] {
        for (asked, secs) in [(None, 30), (Some(7), 7), (Some(0), 1), (Some(86_400), 600)] {
            let reply = Reply { retry_after_secs: asked, ..reply(status, r#"{"detail":"slow down"}"#) };
            let refusal = Refusal { code: status, words: Some("slow down".to_owned()) };
            let expected = Outcome::Busy { retry_after_secs: secs, refusal };
            assert_eq!(of_submit(vendor(), Wire::Reply(&reply)), expected, "{status} {asked:?}");
        }
    }
}

#[test]
fn a_redirect_is_never_followed() {
    for status in [300, 301, 302, 303, 304, 307, 308] {
        for body in ["", HTML, ID] {
            let Outcome::Rejected(refusal) = submit(status, body) else {
                panic!("{status} is a no");
            };
            assert_eq!(Trouble::from(&refusal).rule, "vendor-moved");
        }
    }
}

#[test]
fn a_status_nobody_defined_is_unknown() {
    for status in [100, 199, 600, 999] {
        assert_eq!(submit(status, ID), Outcome::Unknown, "{status}");
    }
}

#[test]
fn every_outcome_has_its_event_and_words() {
    let refusal = |code: u16, words: Option<&str>| Refusal { code, words: words.map(str::to_owned) };
    for (outcome, event, rule) in [
        (accepted(), TaskEvent::Accepted, None),
        (Outcome::Rejected(refusal(400, Some("no"))), TaskEvent::Rejected, Some("vendor-refused")),
        (Outcome::Rejected(refusal(400, None)), TaskEvent::Rejected, Some("vendor-refused-silently")),
        (Outcome::Rejected(refusal(401, None)), TaskEvent::Rejected, Some("vendor-key-refused")),
        (Outcome::Rejected(refusal(402, None)), TaskEvent::Rejected, Some("vendor-no-balance")),
        (Outcome::Rejected(refusal(307, None)), TaskEvent::Rejected, Some("vendor-moved")),
        (Outcome::Busy { retry_after_secs: 30, refusal: refusal(429, None) }, TaskEvent::Busy, Some("vendor-busy")),
        (Outcome::NotSent, TaskEvent::NotSent, Some("vendor-unreached")),
        (Outcome::Unknown, TaskEvent::Lost, Some("vendor-answer-lost")),
    ] {
        assert_eq!(outcome.event(), event);
        assert_eq!(outcome.trouble().map(|trouble| trouble.rule).as_deref(), rule, "{outcome:?}");
    }
}

fn poll(status: u16, body: &str) -> PollAnswer {
    of_poll(vendor(), Wire::Reply(&reply(status, body)))
}

#[test]
fn a_poll_that_fails_is_never_a_failure_of_the_task() {
    let failed = r#"{"task_info":{"id":"t-1","status":"failed"}}"#;
    for status in [302, 400, 401, 403, 404, 429, 500, 502, 503] {
        for body in ["", HTML, r#"{"detail":"unknown task"}"#, failed] {
            let PollAnswer::Trouble(trouble) = poll(status, body) else {
                panic!("{status} {body} tells nothing of the task");
            };
            assert_eq!(trouble.code, status);
        }
    }
    for body in ["", HTML, "{", "{}", r#"{"task_info":null}"#, r#"{"task_info":{"status":7}}"#] {
        let is_read = matches!(poll(200, body), PollAnswer::Progress(Progress::Running { .. }));
        assert!(is_read || matches!(poll(200, body), PollAnswer::Trouble(_)), "{body}");
    }
    assert!(matches!(of_poll(vendor(), Wire::Lost), PollAnswer::Trouble(PollTrouble { code: 0, .. })));
}

#[test]
fn a_failure_inside_200_is_a_failure() {
    let body =
        r#"{"task_info":{"id":"t-1","status":"failed","error":{"code":500,"detail":"upstream","error_code":3002}}}"#;
    let failed = Progress::Failed { word: "failed".to_owned(), words: "upstream (3002)".to_owned(), billed: None };
    assert_eq!(poll(200, body), PollAnswer::Progress(failed));
}

#[test]
fn a_poll_hears_how_long_to_stay_away() {
    let reply = Reply { retry_after_secs: Some(9_999), ..reply(429, r#"{"detail":"slow"}"#) };
    let expected = PollTrouble { code: 429, words: Some("slow".to_owned()), retry_after_secs: Some(600) };
    assert_eq!(of_poll(vendor(), Wire::Reply(&reply)), PollAnswer::Trouble(expected));
}

#[test]
fn an_upload_is_refused_by_a_4xx_and_tried_again_after_anything_else() {
    let upload = |status, body| of_upload(vendor(), Wire::Reply(&reply(status, body)));
    for status in [400, 401, 403, 404, 413, 415, 422, 455] {
        assert!(matches!(upload(status, ""), UploadAnswer::Refused(_)), "{status}");
    }
    for status in [302, 408, 425, 429, 500, 501, 503] {
        assert!(matches!(upload(status, ""), UploadAnswer::Broke(_)), "{status}");
    }
    assert!(matches!(of_upload(vendor(), Wire::Lost), UploadAnswer::Broke(_)));
    assert_eq!(upload(200, ""), UploadAnswer::Taken(Value::Null));
    assert_eq!(upload(200, r#"{"url":"x"}"#), UploadAnswer::Taken(serde_json::json!({"url": "x"})));
    assert!(matches!(upload(200, r#"{"error":{"code":400,"detail":"no"}}"#), UploadAnswer::Refused(_)));
}

#[test]
fn a_link_is_dead_when_the_store_says_so_and_only_then() {
    for status in [403, 404, 410] {
        assert_eq!(of_download(status), DownloadAnswer::LinkDied, "{status}");
    }
    for status in [204, 302, 400, 401, 408, 416, 429, 500, 502, 503, 504] {
        assert_eq!(of_download(status), DownloadAnswer::Broke, "{status}");
    }
    assert_eq!(of_download(200), DownloadAnswer::Bytes);
    assert_eq!(of_download(206), DownloadAnswer::Bytes);
}

#[test]
fn a_lack_of_money_that_comes_as_busy_is_a_no() {
    for code in [402, 1101, 1102] {
        let body = format!(r#"{{"error":{{"code":{code},"detail":"top up"}}}}"#);
        for status in [429, 400, 200] {
            assert_eq!(submit(status, &body), rejected(402, "top up"), "{status} {code}");
        }
    }
    let too_many_at_once = r#"{"error":{"code":1303,"detail":"parallel task over resource pack limit"}}"#;
    assert!(matches!(submit(429, too_many_at_once), Outcome::Busy { .. }));
}

#[test]
fn a_status_is_taken_by_its_hundred_to_the_last_one() {
    let class = |status| match submit(status, ID) {
        Outcome::Accepted { .. } => "fine",
        Outcome::Rejected(_) => "no",
        Outcome::Busy { .. } => "busy",
        Outcome::NotSent => "not sent",
        Outcome::Unknown => "doubtful",
    };
    for (status, expected) in [
        (0, "fine"),
        (1, "doubtful"),
        (199, "doubtful"),
        (200, "fine"),
        (299, "fine"),
        (300, "no"),
        (399, "no"),
        (400, "no"),
        (407, "no"),
        (408, "doubtful"),
        (409, "no"),
        (424, "no"),
        (425, "doubtful"),
        (426, "no"),
        (428, "no"),
        (429, "busy"),
        (430, "no"),
        (454, "no"),
        (455, "busy"),
        (456, "no"),
        (499, "no"),
        (500, "doubtful"),
        (501, "no"),
        (502, "doubtful"),
        (504, "doubtful"),
        (505, "no"),
        (506, "doubtful"),
    ] {
        assert_eq!(class(status), expected, "{status}");
    }
}

#[test]
fn a_bare_400_is_named_by_the_number_inside_and_any_other_no_by_its_own() {
    let body = r#"{"error":{"code":404,"detail":"no such model"}}"#;
    for (status, code) in [(399, 399), (400, 404), (401, 401), (403, 403), (422, 422)] {
        assert_eq!(submit(status, body), rejected(code, "no such model"), "{status}");
    }
}

#[test]
fn a_redirect_is_told_from_its_neighbours() {
    // Whatever stands in it: a busy word inside is not heard.
    let busy = r#"{"error":{"code":429,"detail":"slow down"}}"#;
    for (status, is_busy) in [(299, true), (300, false), (399, false), (400, true)] {
        assert_eq!(matches!(submit(status, busy), Outcome::Busy { .. }), is_busy, "{status}");
    }
}

#[test]
fn only_a_good_status_tells_of_progress() {
    let running = r#"{"task_info":{"id":"t-1","status":"processing"}}"#;
    for (status, is_read) in [(199, false), (200, true), (299, true), (300, false)] {
        assert_eq!(matches!(poll(status, running), PollAnswer::Progress(_)), is_read, "{status}");
    }
}

#[test]
fn an_upload_is_judged_by_its_hundred_to_the_last_one() {
    let upload = |status, body| match of_upload(vendor(), Wire::Reply(&reply(status, body))) {
        UploadAnswer::Taken(_) => "taken",
        UploadAnswer::Refused(_) => "refused",
        UploadAnswer::Broke(_) => "broke",
    };
    for (status, expected) in [
        (0, "taken"),
        (1, "broke"),
        (199, "broke"),
        (200, "taken"),
        (299, "taken"),
        (300, "broke"),
        (399, "broke"),
        (400, "refused"),
        (407, "refused"),
        (408, "broke"),
        (409, "refused"),
        (424, "refused"),
        (425, "broke"),
        (426, "refused"),
        (428, "refused"),
        (429, "broke"),
        (430, "refused"),
        (499, "refused"),
        (500, "broke"),
    ] {
        assert_eq!(upload(status, ""), expected, "{status}");
    }
    // A number inside is heard beside a good status only.
    let inside = r#"{"error":{"code":400,"detail":"no"}}"#;
    for (status, expected) in [(199, "broke"), (200, "refused"), (299, "refused"), (300, "broke")] {
        assert_eq!(upload(status, inside), expected, "{status}");
    }
    let lost = of_upload(vendor(), Wire::NeverLeft);
    assert_eq!(lost, UploadAnswer::Broke(Refusal { code: 0, words: None }));
}

#[test]
fn a_dead_link_is_told_from_its_neighbours() {
    for status in [199, 201, 205, 207, 402, 405, 409, 411] {
        assert_eq!(of_download(status), DownloadAnswer::Broke, "{status}");
    }
}

#[test]
fn nothing_heard_of_a_poll_has_no_code() {
    let nothing = PollAnswer::Trouble(PollTrouble { code: 0, words: None, retry_after_secs: None });
    assert_eq!(of_poll(vendor(), Wire::NeverLeft), nothing);
    assert_eq!(of_poll(vendor(), Wire::Lost), nothing);
}

#[test]
fn a_refusal_speaks_of_what_its_words_name_where_it_is_about_the_request() {
    let refusal = |code, words: &str| Refusal { code, words: Some(words.to_owned()) };
    for code in [200, 400, 415, 422] {
        assert!(refusal(code, "The FRAME is odd").speaks_of(&["mode", "frame"]), "{code}");
    }
    assert!(!refusal(400, "the prompt is odd").speaks_of(&["mode", "frame"]));
    assert!(!refusal(401, "the frame is odd").speaks_of(&["frame"]));
    assert!(!Refusal { code: 400, words: None }.speaks_of(&["frame"]));
}

#[test]
fn the_last_try_at_a_busy_vendor_tells_its_words_and_no_wait() {
    let busy =
        Outcome::Busy { retry_after_secs: 30, refusal: Refusal { code: 429, words: Some("daily limit".into()) } };
    let last = busy.last_trouble().unwrap();
    assert_eq!((last.rule.as_str(), last.text("words")), ("vendor-refused", Some("daily limit")));
    assert!(!last.args.contains_key("secs"));
    assert_eq!(busy.trouble().unwrap().rule, "vendor-busy");
    assert_eq!(Outcome::Unknown.last_trouble(), Outcome::Unknown.trouble());
    assert_eq!(accepted().last_trouble(), None);
}

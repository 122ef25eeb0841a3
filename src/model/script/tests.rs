//! Scripts as people paste them, and the shots they come to.

use super::*;
use crate::model::storyboard::TotalRule;

const RULES: BoardRules = BoardRules { min_total: Secs(3), max_total: Secs(15), max_shots: 6, total: TotalRule::Kept };

/// What a script comes to where the draft is nine seconds long.
#[track_caller]
fn check(text: &str, expected: &[(u64, &str)]) -> Script {
    let script = read(text, Secs(9), &RULES);
    let shots: Vec<(u64, &str)> = script.shots.iter().map(|shot| (shot.secs.0, &*shot.prompt)).collect();
    assert_eq!(shots, expected, "{text}");
    script
}

fn left_out(script: &Script) -> Vec<&str> {
    let texts = script.notes.iter().filter_map(|note| match note {
        Note::LeftOut(text) => Some(text.as_str()),
        Note::Joined { .. } | Note::Stretched { .. } => None,
    });
    texts.collect()
}

// --- without marks

#[test]
fn plain_lines_are_shots_that_share_the_length() {
    check("a fox runs\nshe looks up\nsnow falls", &[(3, "a fox runs"), (3, "she looks up"), (3, "snow falls")]);
    check("- a fox runs\n\n* she looks up\n", &[(5, "a fox runs"), (4, "she looks up")]);
    check("a fox runs (3s)\nshe looks up - 2 sec", &[(3, "a fox runs"), (2, "she looks up")]);
    check("", &[]);
    check(" \n---\n* * *\n", &[]);
}

#[test]
fn one_paragraph_is_cut_at_its_sentences() {
    check(
        "A fox runs. She looks up! Is it 3.5 metres?",
        &[(3, "A fox runs."), (3, "She looks up!"), (3, "Is it 3.5 metres?")],
    );
    check(
        "狐狸跑过雪地。它抬头说：“下雪了。”夜幕降临。",
        &[(3, "狐狸跑过雪地。"), (3, "它抬头说：“下雪了。”"), (3, "夜幕降临。")],
    );
    check("キツネが走る。空を見上げる。", &[(5, "キツネが走る。"), (4, "空を見上げる。")]);
    check("a fox in the snow", &[(9, "a fox in the snow")]);
}

// --- shots that are called shots

#[test]
fn shots_with_their_seconds() {
    check("Shot 1 (3s): a fox runs\nShot 2 (4s): she looks up", &[(3, "a fox runs"), (4, "she looks up")]);
    check("SHOT 1: 3s - a fox\nSHOT 2: 4s - snow", &[(3, "a fox"), (4, "snow")]);
    check("**Shot 1 (3s):** A fox.\n**Shot 2 (2 seconds):** Snow.", &[(3, "A fox."), (2, "Snow.")]);
    check("Shot one - a fox (2s)\nShot two - snow (3s)", &[(2, "a fox"), (3, "snow")]);
    check("[Shot 1] [3s] a fox\n[Shot 2] [4s] snow", &[(3, "a fox"), (4, "snow")]);
    check("Shot #1, 3 sec: a fox\nShot #2, 4 sec: snow", &[(3, "a fox"), (4, "snow")]);
    check("Scene 1 - 3 sec\na fox\nScene 2 - 4 sec\nsnow", &[(3, "a fox"), (4, "snow")]);
}

#[test]
fn what_stands_in_the_bracket_beside_the_seconds_is_kept() {
    check("Shot 1 (close-up, 3s): a fox\nShot 2 (4s, wide): snow", &[(3, "close-up: a fox"), (4, "wide: snow")]);
    check("Shot 1 (0:00-0:03, wide shot): a fox", &[(3, "wide shot: a fox")]);
    check("Shot 1 (whispering) a fox", &[(9, "(whispering) a fox")]);
}

#[test]
fn the_words_of_a_shot_go_on_over_lines() {
    check(
        "Shot 1 (3s):\nA fox runs\nthrough the snow.\n\nShot 2:\nDuration: 4s\nShe looks up.",
        &[(3, "A fox runs through the snow."), (4, "She looks up.")],
    );
    check(
        "镜头1：\n时长：3秒\n狐狸跑过\n雪地。\n镜头2：\n时长：2秒\n它抬头。",
        &[(3, "狐狸跑过雪地。"), (2, "它抬头。")],
    );
}

#[test]
fn a_list_under_a_shot_is_its_details() {
    check(
        "Shot 1 (3s): a fox\n1. red fur\n2. wet nose\nShot 2 (4s): snow",
        &[(3, "a fox red fur wet nose"), (4, "snow")],
    );
}

#[test]
fn several_shots_on_one_line() {
    check("Shot 1: a fox. Shot 2: snow. Shot 3: night.", &[(3, "a fox."), (3, "snow."), (3, "night.")]);
    check("镜头1（3秒）：狐狸。镜头2（2秒）：雪地。", &[(3, "狐狸。"), (2, "雪地。")]);
    check("[0:00-0:03] a fox [0:03-0:05] snow", &[(3, "a fox"), (2, "snow")]);
}

// --- times

#[test]
fn times_give_lengths() {
    check("0:00–0:03 a fox\n0:03–0:05 snow", &[(3, "a fox"), (2, "snow")]);
    check("00:00 - 00:03: a fox\n00:03 - 00:08: snow", &[(3, "a fox"), (5, "snow")]);
    check("[0-3s] a fox\n[3-5s] snow", &[(3, "a fox"), (2, "snow")]);
    check("0s to 3s: a fox\n3s to 5s: snow", &[(3, "a fox"), (2, "snow")]);
    check("（0秒～3秒）狐狸\n（3秒～5秒）雪地", &[(3, "狐狸"), (2, "雪地")]);
    check("0:00 a fox\n0:03 snow\n0:05 night", &[(3, "a fox"), (2, "snow"), (4, "night")]);
    check("0:00–0:03\na fox\n\n0:03–0:05\nsnow", &[(3, "a fox"), (2, "snow")]);
    check("Shot 1\n0:00-0:03\na fox\nShot 2\n0:03-0:05\nsnow", &[(3, "a fox"), (2, "snow")]);
}

#[test]
fn subtitles_are_a_script_too() {
    check(
        "1\n00:00:00,000 --> 00:00:03,000\nA fox runs\n\n2\n00:00:03,000 --> 00:00:05,500\nSnow",
        &[(3, "A fox runs"), (3, "Snow")],
    );
}

#[test]
fn fractions_are_rounded_so_that_the_end_stays_where_it_is() {
    check(
        "Shot 1 (1.5s): a\nShot 2 (1.5s): b\nShot 3 (1.5s): c\nShot 4 (1.5s): d",
        &[(2, "a"), (1, "b"), (2, "c"), (1, "d")],
    );
}

// --- lists and tables

#[test]
fn numbered_lists() {
    check("1. a fox\n2. snow", &[(5, "a fox"), (4, "snow")]);
    check("1) a fox (2s)\n2) snow (3s)", &[(2, "a fox"), (3, "snow")]);
    check("（1）狐狸\n（2）雪地", &[(5, "狐狸"), (4, "雪地")]);
    check("1、狐狸，3秒\n2、雪地，2秒", &[(3, "狐狸"), (2, "雪地")]);
    check("一、狐狸\n二、雪地", &[(5, "狐狸"), (4, "雪地")]);
    check("①狐狸\n②雪地", &[(5, "狐狸"), (4, "雪地")]);
    check("1. 3 seconds later a fox\n2. 1.5 million stars", &[(5, "3 seconds later a fox"), (4, "1.5 million stars")]);
}

#[test]
fn a_table_is_read_by_its_rows() {
    check("| Shot | Time | What |\n|---|---|---|\n| 1 | 3s | a fox |\n| 2 | 4s | snow |", &[(3, "a fox"), (4, "snow")]);
    check(
        "| 镜头 | 时长 | 画面 |\n| --- | --- | --- |\n| 1 | 3秒 | 狐狸 |\n| 2 | 2秒 | 雪地 |",
        &[(3, "狐狸"), (2, "雪地")],
    );
}

// --- Chinese, Japanese, Korean

#[test]
fn chinese_scripts() {
    check("镜头1 狐狸跑过雪地\n镜头2 它抬头", &[(5, "狐狸跑过雪地"), (4, "它抬头")]);
    check("镜头一（3秒）：狐狸跑过雪地。\n镜头二（４秒）：它抬头。", &[(3, "狐狸跑过雪地。"), (4, "它抬头。")]);
    check("【镜头1】【3秒】狐狸\n【镜头2】【2秒】雪地", &[(3, "狐狸"), (2, "雪地")]);
    check("第一镜：狐狸（3秒）\n第二镜：雪地（2秒）", &[(3, "狐狸"), (2, "雪地")]);
    check("分镜1：狐狸，时长3秒", &[(3, "狐狸")]);
    check("第1个镜头：狐狸\n第2个镜头：雪地", &[(5, "狐狸"), (4, "雪地")]);
    check("镜头1：3秒后它抬头", &[(9, "3秒后它抬头")]);
    check("镜头1狐狸\n镜头2雪地", &[(5, "狐狸"), (4, "雪地")]);
}

#[test]
fn japanese_and_korean_scripts() {
    check(
        "カット1（3秒）：キツネが走る。\nカット2（2秒）：空を見上げる。",
        &[(3, "キツネが走る。"), (2, "空を見上げる。")],
    );
    check("ショット１：キツネ\nショット２：雪", &[(5, "キツネ"), (4, "雪")]);
    check("シーン1 3秒 キツネが走る\nシーン2 2秒 雪", &[(3, "キツネが走る"), (2, "雪")]);
    check("샷 1 (3초): 여우가 달린다\n샷 2 (2초): 눈이 내린다", &[(3, "여우가 달린다"), (2, "눈이 내린다")]);
}

// --- mixed, with headings

#[test]
fn marks_may_be_mixed() {
    check(
        "Shot 1 (3s): a fox\n\n0:03–0:05 snow\n3. night\n镜头4（2秒）：月亮",
        &[(3, "a fox"), (2, "snow"), (2, "night"), (2, "月亮")],
    );
    check("1. Shot 1 (3s): a fox\n2. Shot 2 (2s): snow", &[(3, "a fox"), (2, "snow")]);
}

#[test]
fn what_stands_in_no_shot_is_told() {
    let script = check(
        "# Fox at dusk\nStyle: cinematic\n\n## Act one\nShot 1 (3s): a fox\n## Act two\nShot 2 (4s): snow\nTotal: 7s",
        &[(3, "a fox"), (4, "snow")],
    );
    assert_eq!(left_out(&script), ["Fox at dusk", "Style: cinematic", "Act one", "Act two", "Total: 7s"]);
    let script = check("Scene 1\n1. a fox\n2. snow\nScene 2\n1. night", &[(3, "a fox"), (3, "snow"), (3, "night")]);
    assert!(left_out(&script).is_empty());
    let script = check(
        "Scene 1: the forest\nShot 1 (3s): a fox\nScene 2: home\nShot 2 (2s): a door",
        &[(3, "a fox"), (2, "a door")],
    );
    assert_eq!(left_out(&script), ["the forest", "home"]);
}

#[test]
fn a_sentence_is_no_mark() {
    check(
        "Cut 3 people out of it\nPart 2 of the story begins",
        &[(5, "Cut 3 people out of it"), (4, "Part 2 of the story begins")],
    );
    check("9:16 vertical, a fox\nat 4:3 the same", &[(5, "9:16 vertical, a fox"), (4, "at 4:3 the same")]);
    check("3 seconds of silence\n12 foxes", &[(5, "3 seconds of silence"), (4, "12 foxes")]);
    check("@fox runs\n@hat falls (2s)", &[(7, "@fox runs"), (2, "@hat falls")]);
}

// --- what the offering takes

#[test]
fn seconds_that_are_wanting_are_shared_from_what_is_left() {
    check("Shot 1 (3s): a\nShot 2: b\nShot 3: c", &[(3, "a"), (3, "b"), (3, "c")]);
    check("Shot 1 (9s): a\nShot 2: b", &[(9, "a"), (6, "b")]);
    check("Shot 1 (15s): a\nShot 2: b", &[(14, "a"), (1, "b")]);
}

#[test]
fn too_long_and_too_short_is_stretched_and_told() {
    let script = check("Shot 1 (20s): a\nShot 2 (10s): b", &[(10, "a"), (5, "b")]);
    assert_eq!(script.notes, [Note::Stretched { written: Secs(30), total: Secs(15) }]);
    let script = check("Shot 1 (1s): a\nShot 2 (1s): b", &[(2, "a"), (1, "b")]);
    assert_eq!(script.notes, [Note::Stretched { written: Secs(2), total: Secs(3) }]);
    let script = check("Shot 1 (99999999999999999999s): a\nShot 2 (1s): b", &[(14, "a"), (1, "b")]);
    assert_eq!(script.total(), Secs(15));
}

#[test]
fn more_shots_than_there_may_be_are_joined_and_told() {
    let script = check(
        "one (2s)\ntwo (2s)\na long line about a fox (2s)\nfour (2s)\na long line about snow (2s)\nsix and more (1s)\nthe very last line (1s)\nno seconds here at all",
        &[
            (4, "one. two"),
            (2, "a long line about a fox"),
            (4, "four. a long line about snow"),
            (1, "six and more"),
            (1, "the very last line"),
            (2, "no seconds here at all"),
        ],
    );
    assert_eq!(script.notes, [Note::Joined { found: 8, kept: 6 }]);
    let many: String = (0..200).map(|i| format!("line {i}\n")).collect();
    let script = read(&many, Secs(5), &RULES);
    assert_eq!((script.shots.len(), script.total()), (6, Secs(6)));
    for i in 0..200 {
        assert!(script.shots.iter().any(|shot| shot.prompt.contains(&format!("line {i}"))), "line {i} is lost");
    }
}

#[test]
fn shots_written_as_a_script_read_back_as_they_were() {
    let shots = [("a fox runs.\nShe looks up", 3), ("", 2), ("狐狸（近景）", 4)];
    let board = crate::model::Storyboard::from_file(
        shots.iter().map(|(words, secs)| ((*words).into(), Secs(*secs), false)),
        None,
    );
    check(&write(board.shots()), &[(3, "a fox runs. She looks up"), (2, ""), (4, "狐狸（近景）")]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(5), failure_persistence: None, ..Default::default() })]

    /// Whatever is pasted, what comes of it fits, and no word is lost.
    #[test]
    fn any_text_comes_to_shots_that_fit(
        lines in proptest::collection::vec("(Shot |镜头|第|\\(|（|【|\\[|#|\\||- )?[0-9一二①]{0,2}(\\. |: |：|s|秒|\\)|）)?[a-z雪。 :0-9-]{0,12}(\\(3s\\)|（2秒）)?", 0..14),
    ) {
        let text = lines.join("\n");
        let script = read(&text, Secs(7), &RULES);
        proptest::prop_assert!(script.shots.len() <= 6);
        proptest::prop_assert!(script.shots.iter().all(|shot| shot.secs >= Secs(1)));
        proptest::prop_assert!(script.shots.is_empty() || (3..=15).contains(&script.total().0), "{:?}", script);
        let told: String = script.shots.iter().map(|shot| &*shot.prompt).chain(left_out(&script)).collect();
        let snow = |text: &str| text.matches('雪').count();
        proptest::prop_assert_eq!(snow(&told), snow(&text), "{}\n{:?}", text, script);
    }
}

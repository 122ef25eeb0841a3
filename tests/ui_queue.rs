//! The queue: what every card says and offers, and what the window sends for it.

mod studio;

use egui::Vec2;
use shotloom::engine::snapshot::{QuestionAbout, QuestionId, TaskCard};
use shotloom::engine::{Choice, Command};
use shotloom::model::{Language, Task, TaskState, Trouble};
use shotloom::words::Words;
use studio::samples::{card, done, queued, task};
use studio::{FakeEngine, Studio};

const FOUND: &str = "I found it";
const RESEND: &str = "It did not run: send again (may be charged twice)";
const GIVE_UP: &str = "Give up, keep the record";
const ID_FIELD: &str = "The vendor's task id";

fn studio(card: TaskCard) -> Studio {
    Studio::open(FakeEngine::new().with_queue([card]))
}

/// The queue with one card that was changed before.
fn studio_of(state: TaskState, edit: impl FnOnce(&mut Task)) -> Studio {
    let mut task = task(1, state, "a fox in the snow");
    edit(&mut task);
    studio(card(task))
}

/// What the card's menu offers, top to bottom.
fn menu_of(card: TaskCard) -> Vec<&'static str> {
    const LINES: [&str; 13] = [
        "Watch",
        "Use these settings again",
        "Practise again",
        "Send again (charged anew)",
        "Look again",
        "Show in folder",
        "Open in the system's player",
        "Save a copy…",
        "Copy path",
        "Copy the vendor's task id",
        "Cancel",
        "Move to the trash",
        "Put back from the trash",
    ];
    let mut studio = studio(card);
    let before = LINES.map(|line| studio.count(line));
    studio.click("Menu of a fox in the snow");
    let opened = LINES.into_iter().zip(before).filter(|(line, before)| studio.count(line) > *before);
    opened.map(|(line, _)| line).collect()
}

mod an_unknown_outcome {
    use super::*;

    #[test]
    fn shows_its_three_ways_out_and_says_what_may_have_happened() {
        let studio = studio(queued(TaskState::Unknown));
        for choice in [FOUND, RESEND, GIVE_UP] {
            assert_eq!(studio.count(choice), 1, "{choice}");
        }
        assert!(studio.sees("may have been charged"));
    }

    #[test]
    fn is_found_only_with_an_id() {
        let mut studio = studio(queued(TaskState::Unknown));
        studio.click(FOUND);
        assert!(studio.told().is_empty());
        studio.write(ID_FIELD, " vendor-77 ");
        studio.click(FOUND);
        let told = studio.told();
        let [Command::Resolve { task, choice: Choice::Found(id) }] = &told[..] else {
            panic!("{told:?}");
        };
        assert_eq!((&*task.0, id.as_str()), ("task-000001", "vendor-77"));
        assert_eq!(studio.count(FOUND), 0, "it runs, and there is nothing left to choose");
    }

    #[test]
    fn answers_the_question_where_there_is_one() {
        let card = queued(TaskState::Unknown);
        let about = QuestionAbout::Unknown { task: card.task.id.clone() };
        let mut studio = Studio::open(FakeEngine::new().with_queue([card]).with_question(9, about));
        studio.click(RESEND);
        let told = studio.told();
        assert!(
            matches!(&told[..], [Command::Answer { question: QuestionId(9), choice: Choice::SendAgain }]),
            "{told:?}"
        );
    }

    #[test]
    fn is_resolved_without_a_question() {
        let mut studio = studio(queued(TaskState::Unknown));
        studio.click(GIVE_UP);
        let told = studio.told();
        assert!(matches!(&told[..], [Command::Resolve { choice: Choice::GiveUp, .. }]), "{told:?}");
    }

    #[test]
    fn is_not_sent_again_by_a_menu_line() {
        assert_eq!(menu_of(queued(TaskState::Unknown)), ["Use these settings again"]);
    }
}

#[test]
fn only_what_has_not_left_can_be_cancelled() {
    for state in TaskState::ALL {
        let studio = studio(queued(state));
        let may = matches!(state, TaskState::Queued | TaskState::Uploading | TaskState::Waiting);
        assert_eq!(studio.count("Cancel"), usize::from(may), "{state:?}");
    }
}

#[test]
fn cancel_is_about_its_own_task() {
    let mut studio = studio(queued(TaskState::Waiting));
    studio.click("Cancel");
    let told = studio.told();
    assert!(matches!(&told[..], [Command::Cancel(task)] if &*task.0 == "task-000001"), "{told:?}");
    assert!(studio.sees("Cancelled"));
}

#[test]
fn run_again_carries_the_batch_the_snapshot_issued() {
    let mut engine = FakeEngine::new().with_queue([queued(TaskState::Cancelled)]);
    engine.snapshot.next_batch = 41;
    let mut studio = Studio::open(engine);
    studio.click("Send again (charged anew)");
    let told = studio.told();
    assert!(matches!(&told[..], [Command::RunAgain { batch: 41, .. }]), "{told:?}");
}

#[test]
fn a_double_click_on_run_again_carries_one_batch_twice_at_most() {
    let mut studio = studio(queued(TaskState::Cancelled));
    for _ in 0..2 {
        studio.get("Send again (charged anew)").click();
    }
    let told = studio.told();
    let batches: Vec<u64> =
        told.iter().filter_map(|c| if let Command::RunAgain { batch, .. } = c { Some(*batch) } else { None }).collect();
    assert!(batches.iter().all(|batch| *batch == 1), "{told:?}");
}

#[test]
fn a_failed_task_is_looked_at_again_only_where_its_id_is_known() {
    for state in [TaskState::Failed, TaskState::Expired] {
        let mut known = studio_of(state, |task| task.remote = Some("vendor-77".into()));
        known.click("Look again");
        let told = known.told();
        assert!(matches!(&told[..], [Command::LookAgain(_)]), "{told:?}");
        assert_eq!(studio(queued(state)).count("Look again"), 0);
    }
}

#[test]
fn a_refused_draft_is_opened_to_be_mended() {
    let mut studio = studio(queued(TaskState::Rejected));
    studio.click("Fix and send");
    let told = studio.told();
    let [Command::NewDraftFrom(draft)] = &told[..] else {
        panic!("{told:?}");
    };
    assert_eq!(&*draft.prompt, "a fox in the snow");
}

#[test]
fn the_vendors_own_words_stand_on_the_card() {
    let words = "Content policy: the prompt was flagged";
    let refusal = Trouble::new("vendor-refused").with("words", words);
    for state in [TaskState::Failed, TaskState::Rejected] {
        let studio = studio_of(state, |task| task.trouble = Some(refusal.clone()));
        assert!(studio.sees(words), "{state:?}");
    }
    let running = studio_of(TaskState::Running, |task| task.vendor_word = Some("rendering_pass_2".into()));
    assert!(running.sees("rendering_pass_2"), "a word we do not know is shown raw");
}

#[test]
fn a_waiting_task_says_how_long() {
    let studio = studio_of(TaskState::Waiting, |task| task.retry_at_millis = Some(i64::MAX / 2));
    assert!(studio.sees("−"));
}

#[test]
fn practice_is_marked_and_money_is_not() {
    let live = studio(queued(TaskState::Running));
    let practice = studio_of(TaskState::Running, |task| task.is_practice = true);
    assert!(live.sees("$0.56") && !practice.sees("$0.56"));
    assert_eq!(practice.count("PRACTICE"), live.count("PRACTICE") + 1);
}

#[test]
fn running_again_in_practice_speaks_of_no_money() {
    let mut studio = studio_of(TaskState::Failed, |task| task.is_practice = true);
    assert_eq!(studio.count("Send again (charged anew)"), 0);
    studio.click("Practise again");
    assert!(matches!(&studio.told()[..], [Command::RunAgain { .. }]));
}

#[test]
fn a_finished_card_can_do_everything_with_its_file() {
    let all = [
        "Watch",
        "Use these settings again",
        "Send again (charged anew)",
        "Show in folder",
        "Open in the system's player",
        "Save a copy…",
        "Copy path",
        "Move to the trash",
    ];
    assert_eq!(menu_of(done(1, "a fox in the snow")), all);
}

#[test]
fn a_trashed_card_keeps_its_settings_and_offers_the_way_back_but_no_file() {
    let card = TaskCard { is_trashed: true, ..done(1, "a fox in the snow") };
    let lines = ["Use these settings again", "Send again (charged anew)", "Put back from the trash"];
    assert_eq!(menu_of(card), lines);
}

#[test]
fn a_trashed_card_says_where_its_video_is_and_brings_it_back() {
    let mut studio = studio(TaskCard { is_trashed: true, ..done(1, "a fox in the snow") });
    assert!(studio.sees("In the trash") && studio.count("Done") == 0);
    studio.click("Menu of a fox in the snow");
    studio.click("Put back from the trash");
    let told = studio.told();
    assert!(matches!(&told[..], [Command::UndoDelete(back)] if back.len() == 1), "{told:?}");
}

#[test]
fn menus_follow_the_state() {
    let with_id = |state| {
        let mut task = task(1, state, "a fox in the snow");
        task.remote = Some("vendor-77".into());
        card(task)
    };
    assert_eq!(menu_of(queued(TaskState::Queued)), ["Use these settings again", "Cancel"]);
    assert_eq!(menu_of(with_id(TaskState::Running)), ["Use these settings again", "Copy the vendor's task id"]);
    let failed = ["Use these settings again", "Send again (charged anew)", "Look again", "Copy the vendor's task id"];
    assert_eq!(menu_of(with_id(TaskState::Failed)), failed);
}

#[test]
fn menu_lines_send_their_commands() {
    let lines = [
        ("Show in folder", "ShowInFolder"),
        ("Open in the system's player", "OpenOutside"),
        ("Move to the trash", "DeleteClips"),
        ("Use these settings again", "NewDraftFrom"),
        ("Send again (charged anew)", "RunAgain"),
    ];
    for (line, command) in lines {
        let mut studio = studio(done(1, "a fox in the snow"));
        studio.click("Menu of a fox in the snow");
        studio.click(line);
        let told = studio.told();
        assert!(told.len() == 1 && format!("{told:?}").starts_with(&format!("[{command}")), "{line}: {told:?}");
    }
}

#[test]
fn deleting_can_be_undone_from_the_passing_word() {
    let mut studio = studio(done(1, "a fox in the snow"));
    studio.click("Menu of a fox in the snow");
    studio.click("Move to the trash");
    // The other one takes back edits of the draft.
    studio.all("Undo").last().expect("a way back").click();
    let told = studio.told();
    assert!(matches!(&told[..], [Command::DeleteClips(_), Command::UndoDelete(back)] if back.len() == 1), "{told:?}");
}

#[test]
fn every_state_has_a_card_in_both_languages_that_fits_its_panel() {
    for language in Language::ALL {
        let cards = TaskState::ALL.into_iter().enumerate().map(|(n, state)| {
            let mut task = task(n as u64, state, &"狐狸穿过雪地，镜头缓慢推近。".repeat(40));
            task.trouble = Some(Trouble::new("vendor-refused").with("words", "no ".repeat(60)));
            card(task)
        });
        let engine = FakeEngine::new().with_queue(cards).in_language(language);
        let studio = Studio::open_in(engine, language, Vec2::new(960.0, 6000.0));
        let words = Words::of(language);
        for state in TaskState::ALL {
            assert!(studio.sees(words.state(state)), "{state:?} in {language:?}");
        }
        for button in ["unknown-resend", "unknown-give-up", "unknown-found", "card-fix", "card-cancel"] {
            for node in studio.all(words.get(button)) {
                assert!(node.rect().right() <= 960.0, "{button} in {language:?} reaches {}", node.rect());
            }
        }
    }
}

#[test]
fn a_long_prompt_is_named_by_its_first_line_only() {
    let prompt = format!("{}\nsecond line", "x".repeat(2_000));
    let studio = studio(card(task(1, TaskState::Running, &prompt)));
    assert_eq!(studio.count(&format!("Menu of {}", "x".repeat(100))), 1);
}

#[test]
fn an_empty_queue_says_what_will_stand_there() {
    assert!(Studio::open(FakeEngine::new()).sees("Nothing is being made"));
}

#[test]
fn the_last_of_two_hundred_cards_is_scrolled_to() {
    let cards = (0..200).map(|n| card(task(n, TaskState::ALL[n as usize % 15], &format!("card {n}"))));
    let mut studio = Studio::open(FakeEngine::new().with_queue(cards));
    assert_eq!(studio.count("Menu of card 199"), 0, "nobody is near");
    for _ in 0..20 {
        studio.scroll_at(egui::pos2(1150.0, 500.0), 10_000.0);
    }
    let last = studio.get("Menu of card 199").rect();
    assert!(last.bottom() <= 800.0, "{last:?}");
    assert_eq!(studio.count("Menu of card 0"), 0);
}

#[test]
fn a_held_task_says_what_it_waits_for_and_leads_there() {
    let mut held = queued(TaskState::Running);
    held.is_held = true;
    std::sync::Arc::make_mut(&mut held.task).trouble = Some(Trouble::new("held-no-key").with("vendor", "MuleRouter"));
    let studio = studio(held);
    assert!(studio.sees("Waits for you") && studio.sees("Waits for a MuleRouter key"));
    assert_eq!(studio.count("Settings"), 2, "in the rail and on the card");
}

#[test]
fn a_card_whose_clip_is_in_the_trash_says_so() {
    let card = TaskCard { is_trashed: true, ..done(1, "a fox in the snow") };
    assert!(studio(card).sees("In the trash"));
}

mod the_line {
    use super::*;
    use egui::{Event, Key, Modifiers, PointerButton};

    fn line() -> Studio {
        let cards =
            [(1, "running", TaskState::Running), (2, "second", TaskState::Queued), (3, "third", TaskState::Queued)];
        let fourth = [(4, "fourth", TaskState::Queued)];
        let cards = cards.into_iter().chain(fourth).map(|(n, prompt, state)| card(task(n, state, prompt)));
        Studio::open(FakeEngine::new().with_queue(cards))
    }

    fn order(studio: &Studio) -> Vec<String> {
        studio.engine.snapshot.queue.iter().map(|card| card.task.draft.prompt.to_string()).collect()
    }

    #[test]
    fn stands_apart_with_its_count_and_the_next_one_first() {
        let studio = line();
        assert_eq!(studio.count("3 in line"), 1);
        assert_eq!(studio.count("1 under way"), 1, "those in line are not counted twice");
        let top = |name: &str| studio.get(name).rect().top();
        assert!(top("Menu of running") < top("3 in line") && top("3 in line") < top("Menu of second"));
    }

    #[test]
    fn is_put_in_order_by_buttons() {
        let mut studio = line();
        let buttons = |studio: &Studio, name: &str| studio.all(name).count();
        assert_eq!((buttons(&studio, "Send earlier"), buttons(&studio, "Send later")), (3, 3));
        studio.all("Send later").next().expect("of the second").click();
        studio.settle();
        assert_eq!(order(&studio), ["running", "third", "second", "fourth"]);
        studio.all("Send earlier").last().expect("of the fourth").click();
        studio.settle();
        assert_eq!(order(&studio), ["running", "third", "fourth", "second"]);
    }

    #[test]
    fn is_put_in_order_by_keys() {
        let mut studio = line();
        let name = "Place of second in line: 1 of 3";
        studio.get(name).focus();
        studio.settle();
        studio.press(Key::ArrowDown);
        assert_eq!(order(&studio), ["running", "third", "second", "fourth"]);
        studio.press(Key::ArrowDown);
        assert_eq!(order(&studio), ["running", "third", "fourth", "second"]);
        studio.press(Key::ArrowUp);
        assert_eq!(order(&studio), ["running", "third", "second", "fourth"]);
        let told = studio.told();
        assert!(told.iter().all(|command| matches!(command, Command::LineUp { .. })) && told.len() == 3, "{told:?}");
    }

    #[test]
    fn is_put_in_order_by_dragging() {
        let mut studio = line();
        let from = studio.get("Place of fourth in line: 3 of 3").rect().center();
        let to = studio.get("Menu of second").rect().center();
        let button = |pos, pressed| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        studio.window.hover_at(from);
        studio.window.event(button(from, true));
        studio.window.step();
        for share in [0.3, 0.7, 1.0] {
            studio.window.event(Event::PointerMoved(from + (to - from) * share));
            studio.window.step();
        }
        studio.window.event(button(to, false));
        studio.settle();
        assert_eq!(order(&studio), ["running", "fourth", "second", "third"]);
    }

    #[test]
    fn of_another_vendor_is_not_mixed_in() {
        let mut practice = task(5, TaskState::Queued, "practice");
        practice.is_practice = true;
        let cards = [card(task(2, TaskState::Queued, "live")), card(practice)];
        let studio = Studio::open(FakeEngine::new().with_queue(cards));
        assert_eq!(studio.count("Send earlier"), 0, "each is alone in its line");
    }

    #[test]
    fn a_pause_is_unmistakable_and_ends_by_one_click() {
        let mut studio = line();
        studio.click("Pause a vendor");
        studio.click("Pause MuleRouter");
        assert!(studio.sees("MuleRouter is paused: nothing more is sent to it"));
        assert_eq!(studio.count("In line · paused"), 3);
        studio.click("Let MuleRouter go on");
        assert!(!studio.sees("is paused"));
        let told = studio.told();
        assert!(matches!(&told[..], [Command::PauseVendor(_), Command::ContinueVendor(_)]), "{told:?}");
    }
}

//! Drafts, prompts that were sent, phrases, and undo: each driven by keys and by accessible names.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod studio;

use egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT as _;
use shotloom::engine::snapshot::{DraftId, DraftLine, PromptKey, PromptLine};
use shotloom::engine::{Command, WriteTo};
use shotloom::model::sent::Wording;
use shotloom::model::snippet::{Phrase, Snippet};
use shotloom::model::storyboard::{Secs, Storyboard};
use shotloom::model::{Cut, Draft};
use studio::{FakeEngine, Studio, samples};

const CTRL: Modifiers = Modifiers::COMMAND;
const ALT: Modifiers = Modifiers::ALT;

fn line(id: &str, heading: &str) -> DraftLine {
    DraftLine {
        id: DraftId(id.into()),
        heading: heading.into(),
        has_title: true,
        opening: "a red fox".into(),
        cut: Cut::ByHand,
        seconds: Secs(12),
        shots: 6,
        changed_at_millis: 1_760_000_000_000,
        deleted_at_millis: None,
        file: None,
    }
}

/// The sheet of drafts over three of them; the first lies on the desk.
fn drafts() -> Studio {
    let lines = [line("draft-1", "Fox at dusk"), line("boat", "Paper boat"), line("street", "灯笼街")];
    let mut studio = Studio::open(FakeEngine::new().with_drafts(lines));
    studio.press_with(CTRL | Modifiers::SHIFT, Key::O);
    studio
}

fn draft_of(studio: &Studio) -> &Draft {
    &studio.engine.snapshot.desk.as_ref().unwrap().draft
}

/// What was last sent to be kept.
fn kept(studio: &mut Studio) -> Draft {
    studio.window.run_steps(8);
    studio.settle();
    draft_of(studio).clone()
}

#[test]
fn a_line_says_what_its_draft_is_made_of() {
    let studio = drafts();
    let value = studio.get("Paper boat").accesskit_node().value().unwrap();
    assert_eq!(value, "I cut · 6 shots · 12 s · a red fox");
}

#[test]
fn the_arrows_choose_a_draft_and_enter_opens_it() {
    let mut studio = drafts();
    studio.press(Key::ArrowDown);
    studio.press(Key::Enter);
    let told = studio.told();
    assert!(matches!(&told[..], [Command::OpenDraft(id)] if *id.0 == *"boat"), "{told:?}");
    assert_eq!(studio.count("Paper boat"), 0, "the sheet is closed");
}

#[test]
fn words_find_a_draft_in_any_script() {
    let mut studio = drafts();
    studio.field("Search drafts").type_text("灯");
    studio.settle();
    assert_eq!((studio.count("灯笼街"), studio.count("Paper boat")), (1, 0));
    studio.press(Key::Enter);
    assert!(matches!(&studio.told()[..], [Command::OpenDraft(id)] if *id.0 == *"street"));
}

#[test]
fn a_draft_is_renamed_where_it_stands() {
    let mut studio = drafts();
    studio.press(Key::ArrowDown);
    studio.press(Key::F2);
    studio.field("Title of the draft").type_text(" two");
    studio.settle();
    studio.press(Key::Enter);
    let told = studio.told();
    let is_it = |command: &Command| matches!(command, Command::RenameDraft { id, title } if *id.0 == *"boat" && **title == *"Paper boat two");
    assert!(told.iter().any(is_it), "{told:?}");
    assert!(studio.sees("灯笼街"), "the sheet is still open");
}

#[test]
fn escape_gives_a_new_name_up_and_not_the_sheet() {
    let mut studio = drafts();
    studio.press(Key::ArrowDown);
    studio.press(Key::F2);
    studio.field("Title of the draft").type_text("wrong");
    studio.settle();
    studio.press(Key::Escape);
    assert!(studio.told().is_empty());
    assert_eq!(studio.count("Paper boat"), 1);
    studio.press(Key::Escape);
    assert_eq!(studio.count("Paper boat"), 0);
}

#[test]
fn the_draft_on_the_desk_is_renamed_there_and_that_can_be_undone() {
    let mut studio = drafts();
    studio.press(Key::F2);
    studio.field("Title of the draft").type_text("!");
    studio.settle();
    studio.press(Key::Enter);
    assert_eq!(&*kept(&mut studio).title, "Fox at dusk!");
    studio.press(Key::Escape);
    studio.press_with(CTRL, Key::Z);
    assert_eq!(&*kept(&mut studio).title, "");
}

#[test]
fn a_deleted_draft_lies_in_the_bin_until_it_is_put_back() {
    let mut studio = drafts();
    studio.press(Key::ArrowDown);
    studio.press(Key::Delete);
    assert_eq!(studio.count("Paper boat"), 0);
    studio.click("Shelf: Bin");
    assert_eq!((studio.count("Paper boat"), studio.count("灯笼街")), (1, 0));
    studio.click("Put back: Paper boat");
    studio.click("Shelf: Drafts");
    assert_eq!(studio.count("Paper boat"), 1);
    let told = studio.told();
    assert!(matches!(&told[..], [Command::DeleteDraft(_), Command::RestoreDraft(_)]), "{told:?}");
}

#[test]
fn the_bin_is_emptied_by_the_second_press_only() {
    let mut studio = drafts();
    studio.press(Key::Delete);
    studio.click("Shelf: Bin");
    studio.click("Empty the bin…");
    assert!(studio.told().iter().all(|command| !matches!(command, Command::EmptyBin)));
    studio.click("Delete 1 draft for good");
    assert!(matches!(&studio.told()[..], [Command::EmptyBin]));
    assert!(studio.sees("The bin is empty"));
}

#[test]
fn ctrl_s_writes_to_the_file_a_draft_belongs_to() {
    let mut studio = Studio::open(FakeEngine::new());
    studio.engine.snapshot.desk_file = Some(std::path::PathBuf::from("/home/kim/fox.shot.json").into());
    studio.engine.publish();
    studio.settle();
    studio.write("Prompt", "a fox");
    studio.press_with(CTRL, Key::S);
    let told = studio.told();
    let [Command::ExportFile { draft, to: WriteTo::ItsFile, .. }] = &told[..] else { panic!("{told:?}") };
    assert_eq!(&*draft.prompt, "a fox");
}

// --- what was sent before

fn sent(number: i64, text: &str, wording: Wording) -> PromptLine {
    let key = PromptKey { used_at_millis: 1_760_000_000_000 - number, id: 1_000 - number };
    PromptLine { key, text: text.into(), wording, uses: 2, title: "Fox".into() }
}

fn with_history(prompt: &str) -> Studio {
    let texts = [("a red fox", Wording::Whole), ("雪地里的狐狸", Wording::Shot), ("blur", Wording::Negative)];
    let lines = (0..).zip(texts).map(|(number, (text, wording))| sent(number, text, wording));
    let mut studio = Studio::open(FakeEngine::new().with_draft(samples::draft(prompt)).with_sent(lines));
    studio.field("Prompt").focus();
    studio.settle();
    studio
}

fn prompt(studio: &mut Studio) -> String {
    kept(studio).prompt.to_string()
}

#[test]
fn alt_and_the_arrows_walk_through_what_was_sent_and_back() {
    let mut studio = with_history("mine");
    studio.press_with(ALT, Key::ArrowUp);
    assert_eq!(prompt(&mut studio), "a red fox");
    studio.press_with(ALT, Key::ArrowUp);
    studio.press_with(ALT, Key::ArrowUp);
    assert_eq!(prompt(&mut studio), "雪地里的狐狸");
    studio.press_with(ALT, Key::ArrowDown);
    studio.press_with(ALT, Key::ArrowDown);
    assert_eq!(prompt(&mut studio), "mine");
}

#[test]
fn words_typed_just_before_a_walk_are_an_undo_step_of_their_own() {
    let mut studio = with_history("mine");
    studio.press(Key::End);
    studio.window.event(egui::Event::Text(" too".to_owned()));
    studio.window.step();
    studio.window.key_press_modifiers(ALT, Key::ArrowUp);
    studio.window.run_steps(4);
    assert_eq!(prompt(&mut studio), "a red fox");
    studio.press_with(CTRL, Key::Z);
    assert_eq!(prompt(&mut studio), "mine too");
    studio.press_with(CTRL, Key::Z);
    assert_eq!(prompt(&mut studio), "mine");
}

#[test]
fn after_a_phrase_was_put_in_another_sheet_gives_the_keyboard_back_where_one_writes_now() {
    let mut studio = with_history("a fox");
    studio.press_with(CTRL, Key::I);
    studio.press(Key::Enter);
    assert_ne!(prompt(&mut studio), "a fox");
    studio.click("Negative prompt");
    assert!(studio.field("Negative prompt").is_focused());
    studio.press_with(CTRL, Key::H);
    studio.press(Key::Escape);
    assert!(studio.field("Negative prompt").is_focused());
}

#[test]
fn a_phrase_is_moved_by_the_mouse_within_its_group() {
    let mut studio = with_history("a fox");
    studio.press_with(CTRL, Key::I);
    assert!(studio.get("Move phrase up: Push in").accesskit_node().is_disabled(), "it is the first of its group");
    studio.click("Move phrase down: Push in");
    let shipped = |place: usize, studio: &Studio| match &phrases(studio)[place].phrase {
        Phrase::Shipped { shipped } => shipped.to_string(),
        Phrase::Own { label, .. } => label.to_string(),
    };
    assert_eq!((shipped(0, &studio), shipped(1, &studio)), ("pull-out".to_owned(), "push-in".to_owned()));
    studio.click("Move phrase up: Push in");
    assert_eq!(shipped(0, &studio), "push-in");
}

#[test]
fn the_walk_goes_on_beyond_the_first_page() {
    let lines = (0..90).map(|number| sent(number, &format!("take {number}"), Wording::Whole));
    let mut studio = Studio::open(FakeEngine::new().with_draft(samples::draft("mine")).with_sent(lines));
    studio.field("Prompt").focus();
    for _ in 0..90 {
        studio.press_with(ALT, Key::ArrowUp);
    }
    assert_eq!(prompt(&mut studio), "take 89");
}

#[test]
fn a_prompt_found_again_takes_the_place_of_the_one_there_and_undo_brings_that_back() {
    let mut studio = with_history("mine");
    studio.press_with(CTRL, Key::H);
    assert_eq!(
        studio.get("雪地里的狐狸").accesskit_node().value().unwrap(),
        "Shot · Fox · now · 2 times".replace("now", &ago(&studio))
    );
    studio.field("Search everything you ever sent").type_text("狐");
    studio.settle();
    assert_eq!(studio.count("a red fox"), 0);
    studio.press(Key::Enter);
    assert_eq!(prompt(&mut studio), "雪地里的狐狸");
    studio.press_with(CTRL, Key::Z);
    assert_eq!(prompt(&mut studio), "mine");
}

/// The age every sample has by now.
fn ago(studio: &Studio) -> String {
    let value = studio.get("a red fox").accesskit_node().value().unwrap();
    value.split(" · ").nth(2).unwrap().to_owned()
}

#[test]
fn shift_and_enter_puts_an_old_prompt_in_at_the_caret() {
    let mut studio = with_history("mine: ");
    studio.press_with(CTRL, Key::End);
    studio.press_with(CTRL, Key::H);
    studio.press_with(Modifiers::SHIFT, Key::Enter);
    assert_eq!(prompt(&mut studio), "mine: a red fox");
    studio.field("Prompt").type_text("!");
    assert_eq!(prompt(&mut studio), "mine: a red fox!");
}

#[test]
fn negative_prompts_stand_apart() {
    let mut studio = with_history("mine");
    studio.press_with(CTRL, Key::H);
    assert_eq!(studio.count("blur"), 0);
    studio.click("Which prompts: Negative");
    assert_eq!((studio.count("blur"), studio.count("a red fox")), (1, 0));
}

#[test]
fn a_sheet_that_is_closed_gives_the_caret_back() {
    let mut studio = with_history("mine");
    studio.press_with(CTRL, Key::End);
    studio.press_with(CTRL, Key::H);
    studio.press(Key::Escape);
    studio.window.event(egui::Event::Text("!".to_owned()));
    assert_eq!(prompt(&mut studio), "mine!");
}

// --- phrases

#[test]
fn a_phrase_is_found_by_its_name_and_put_in_at_its_distance() {
    let mut studio = with_history("a fox");
    studio.press_with(CTRL, Key::End);
    studio.press_with(CTRL, Key::I);
    studio.field("Search phrases").type_text("push");
    studio.settle();
    studio.press(Key::Enter);
    assert_eq!(prompt(&mut studio), "a fox, the camera slowly pushes in");
    studio.press_with(CTRL, Key::Z);
    assert_eq!(prompt(&mut studio), "a fox");
}

#[test]
fn a_sheet_opened_from_the_palette_gives_the_caret_back_too() {
    let mut studio = with_history("mine");
    studio.press_with(CTRL, Key::End);
    studio.press_with(CTRL, Key::K);
    studio.window.event(egui::Event::Text("phrases".to_owned()));
    studio.settle();
    studio.press(Key::Enter);
    assert_eq!(studio.count("Push in"), 1);
    studio.press(Key::Escape);
    studio.window.event(egui::Event::Text("!".to_owned()));
    assert_eq!(prompt(&mut studio), "mine!");
}

fn phrases(studio: &Studio) -> Vec<Snippet> {
    studio.engine.snapshot.settings.snippets.as_deref().map(<[Snippet]>::to_vec).unwrap_or_default()
}

#[test]
fn a_phrase_of_ones_own_is_kept_changed_moved_deleted_and_put_back() {
    let mut studio = with_history("a fox");
    studio.press_with(CTRL, Key::I);
    studio.click("Add a phrase");
    studio.click("Group: Mood");
    studio.write("Name", "Mine");
    studio.write("Words", "a mood of mine");
    studio.click("Keep");
    let own = Phrase::Own { label: "Mine".into(), text: "a mood of mine".into() };
    assert_eq!(phrases(&studio).last().unwrap().phrase, own);
    let count = phrases(&studio).len();

    studio.field("Search phrases").focus();
    studio.settle();
    studio.press_with(ALT, Key::ArrowDown);
    let code = |place: usize| match &phrases(&studio)[place].phrase {
        Phrase::Shipped { shipped } => shipped.to_string(),
        Phrase::Own { label, .. } => label.to_string(),
    };
    assert_eq!((code(0), code(1)), ("pull-out".to_owned(), "push-in".to_owned()));

    studio.write("Search phrases", "mood of mine");
    studio.press(Key::Delete);
    assert_eq!(phrases(&studio).len(), count, "Del is the search's while something stands in it");
    studio.click("Delete phrase: Mine");
    assert_eq!(phrases(&studio).len(), count - 1);
    studio.click("Put back");
    studio.press_with(CTRL, Key::A);
    studio.press(Key::Backspace);
    assert_eq!(phrases(&studio).last().unwrap().phrase, own);

    studio.click("Change phrase: Push in");
    studio.press(Key::Tab);
    studio.window.event(egui::Event::Text(", slowly".to_owned()));
    studio.settle();
    studio.click("Keep");
    let changed = Phrase::Own { label: "Push in".into(), text: "the camera slowly pushes in, slowly".into() };
    assert_eq!(phrases(&studio)[1].phrase, changed);

    studio.click("Bring back the shipped phrases");
    assert_eq!((phrases(&studio).len(), code_of(&studio, 0)), (count + 1, "push-in".to_owned()));
}

fn code_of(studio: &Studio, place: usize) -> String {
    match &phrases(studio)[place].phrase {
        Phrase::Shipped { shipped } => shipped.to_string(),
        Phrase::Own { label, .. } => label.to_string(),
    }
}

#[test]
fn the_shipped_phrases_read_in_the_persons_language() {
    let engine = FakeEngine::new().in_language(shotloom::model::Language::Chinese);
    let mut studio = Studio::open_in(engine, shotloom::model::Language::Chinese, egui::Vec2::new(1280.0, 800.0));
    studio.press_with(CTRL, Key::I);
    assert_eq!(studio.get("推近").accesskit_node().value().unwrap(), "镜头缓慢推近");
}

// --- undo

#[test]
fn undo_is_never_done_twice_by_the_box_that_has_the_keyboard() {
    let mut studio = Studio::open(FakeEngine::new());
    studio.write("Prompt", "a fox");
    studio.window.run_steps(8);
    studio.field("Prompt").type_text(" runs");
    studio.window.run_steps(8);
    studio.press_with(CTRL, Key::Z);
    assert_eq!(prompt(&mut studio), "a fox");
    studio.press_with(CTRL, Key::Z);
    assert_eq!(prompt(&mut studio), "");
    studio.press_with(CTRL | Modifiers::SHIFT, Key::Z);
    studio.press_with(CTRL, Key::Y);
    assert_eq!(prompt(&mut studio), "a fox runs");
}

#[test]
fn after_an_undo_one_goes_on_writing_where_one_was() {
    let mut studio = Studio::open(FakeEngine::new());
    studio.write("Prompt", "a fox runs");
    studio.window.run_steps(8);
    studio.press_with(CTRL, Key::Home);
    studio.press(Key::ArrowRight);
    studio.field("Prompt").type_text(" red");
    studio.window.run_steps(8);
    assert_eq!(prompt(&mut studio), "a red fox runs");
    studio.press_with(CTRL, Key::End);
    studio.press_with(CTRL, Key::Z);
    studio.window.event(egui::Event::Text("n arctic".to_owned()));
    assert_eq!(prompt(&mut studio), "an arctic fox runs");
}

#[test]
fn undo_goes_back_to_the_shot_that_was_written_in() {
    let shots = [("one".into(), Secs(3), false), ("two".into(), Secs(3), false)];
    let board = Draft { cut: Cut::ByHand, storyboard: Storyboard::from_file(shots, None), ..samples::draft("") };
    let mut studio = Studio::open(FakeEngine::new().with_draft(board));
    studio.write("Prompt of shot 1", "!");
    studio.window.run_steps(8);
    studio.press_with(CTRL, Key::D);
    let names: Vec<String> = studio.spoken().into_iter().filter(|name| name.starts_with("Prompt of shot")).collect();
    assert!(names.iter().all(|name| name != "Prompt of shot 1"), "the copy is selected: {names:?}");
    studio.press_with(CTRL, Key::Z);
    let texts = |draft: &Draft| draft.storyboard.shots().iter().map(|shot| shot.prompt.to_string()).collect::<Vec<_>>();
    assert_eq!(texts(&kept(&mut studio)).len(), 2);
    studio.window.event(egui::Event::Text("?".to_owned()));
    assert_eq!(texts(&kept(&mut studio))[0].len(), 5, "one writes on in the first shot");
}

#[test]
fn undo_opens_the_element_that_was_written_in() {
    let mut studio = Studio::open(FakeEngine::new());
    studio.click("Add element");
    studio.window.run_steps(8);
    studio.press_with(CTRL, Key::A);
    studio.window.event(egui::Event::Text("fox".to_owned()));
    studio.press(Key::Enter);
    assert_eq!(&*kept(&mut studio).elements[0].name, "fox");
    studio.press(Key::Escape);
    assert!(studio.count("Remove") == 0);
    studio.press_with(CTRL, Key::Z);
    assert_ne!(&*kept(&mut studio).elements[0].name, "fox");
    assert!(studio.count("Remove") == 1, "its editor is open again");
}

#[test]
fn everything_on_the_desk_can_be_undone_step_by_step() {
    let mut studio = Studio::open(FakeEngine::new());
    studio.write("Prompt", "a fox");
    studio.window.run_steps(8);
    studio.click("Add element");
    studio.press(Key::Escape);
    studio.click("Cut: I cut");
    let last = kept(&mut studio);
    assert!(last.cut == Cut::ByHand && last.elements.len() == 1);
    let mut steps = 0;
    while kept(&mut studio) != samples::draft("") && steps < 9 {
        studio.press_with(CTRL, Key::Z);
        steps += 1;
    }
    assert_eq!(kept(&mut studio), samples::draft(""), "after {steps} steps");
    for _ in 0..steps {
        studio.press_with(CTRL | Modifiers::SHIFT, Key::Z);
    }
    assert_eq!(kept(&mut studio), last);
}

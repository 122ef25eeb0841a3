//! Questions of the engine that must be answered before anything else: one card at a time.
//!
//! An unknown outcome is no such question: it waits on its own card in the queue.

use egui::Context;

use super::action::Outbox;
use super::context::UiContext;
use super::theme::{self, size};
use super::widgets::{self, Weight};
use crate::engine::snapshot::{Question, QuestionAbout};
use crate::engine::{Choice, Command, Snapshot};

pub fn is_open(snapshot: &Snapshot) -> bool {
    first(snapshot).is_some()
}

/// The first question that stops the work, with its words.
fn first(snapshot: &Snapshot) -> Option<(&Question, Card)> {
    snapshot.questions.iter().find_map(|question| Some((question, card(&question.about)?)))
}

struct Card {
    title: &'static str,
    body: &'static str,
    proceed: &'static str,
    args: Vec<(&'static str, crate::model::Arg)>,
}

fn card(about: &QuestionAbout) -> Option<Card> {
    match about {
        QuestionAbout::SameAgain { seconds_ago, is_practice } => Some(Card {
            title: "question-same-again-title",
            body: if *is_practice { "question-same-again-practice" } else { "question-same-again" },
            proceed: "question-same-again-proceed",
            args: vec![("seconds", (*seconds_ago).into())],
        }),
        QuestionAbout::PictureChanged { image } => Some(Card {
            title: "question-picture-changed-title",
            body: "question-picture-changed",
            proceed: "question-picture-changed-proceed",
            args: vec![("file", image.to_string().into())],
        }),
        QuestionAbout::Unknown { .. } => None,
    }
}

pub fn questions_ui(ctx: &Context, cx: &UiContext<'_>, out: &mut Outbox) {
    let Some((question, card)) = first(cx.snapshot) else {
        return;
    };
    let mut choice = None;
    let closed = widgets::modal(ctx, "question", cx.say(card.title), |ui| {
        ui.label(theme::body(cx.words.with(card.body, &card.args)));
        ui.add_space(size::GAP_M);
        ui.horizontal(|ui| {
            if widgets::button(ui, cx.words.get(card.proceed), Weight::Primary, true).clicked() {
                choice = Some(Choice::Proceed);
            }
            if widgets::button(ui, cx.words.get("question-dismiss"), Weight::Normal, true).clicked() {
                choice = Some(Choice::Dismiss);
            }
        });
    });
    if let Some(choice) = choice.or(closed.then_some(Choice::Dismiss)) {
        out.tell(Command::Answer { question: question.id, choice });
    }
}

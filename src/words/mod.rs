//! Everything said to a person, in English and 简体中文. Pure: data in, text out.
//!
//! A `Trouble`'s rule is its message id; a finding's is `finding-<rule>`, a fix's `fix-<code>`, a state's
//! `state-<word>`.

use std::collections::HashMap;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub use crate::model::Language;
use crate::model::image::{ColorKind, PictureFacts};
use crate::model::preflight::{Finding, Fix};
use crate::model::{Arg, Args, TaskState, Trouble};

mod catalogues;

/// The catalogues of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    /// Messages without arguments, formatted once: a window asks for them every frame.
    plain: HashMap<String, String>,
}

impl Words {
    pub fn of(language: Language) -> &'static Self {
        static ENGLISH: OnceLock<Words> = OnceLock::new();
        static CHINESE: OnceLock<Words> = OnceLock::new();
        match language {
            Language::English => ENGLISH.get_or_init(|| Self::load(language)),
            Language::Chinese => CHINESE.get_or_init(|| Self::load(language)),
        }
    }

    /// A message without arguments. A missing one shows its id, and a test finds it.
    pub fn get<'a>(&'a self, id: &'a str) -> &'a str {
        self.plain.get(id).map_or(id, String::as_str)
    }

    /// A message with arguments.
    pub fn with(&self, id: &str, args: &[(&str, Arg)]) -> String {
        let mut fluent = FluentArgs::new();
        for (name, value) in args {
            fluent.set((*name).to_owned(), fluent_value(value));
        }
        self.format(id, &fluent)
    }

    pub fn say(&self, trouble: &Trouble) -> String {
        self.format(&trouble.rule, &fluent_args(&trouble.args))
    }

    /// A finding with a cause is said by it.
    pub fn finding(&self, finding: &Finding) -> String {
        if let Some(cause) = &finding.cause {
            return self.say(cause);
        }
        self.format(&format!("finding-{}", finding.rule), &fluent_args(&finding.args))
    }

    /// The label of a one-click repair. `args` are its finding's; `value` is what the repair brings in.
    pub fn fix(&self, fix: &Fix, args: &Args) -> String {
        let value = fix.value();
        let mut fluent = fluent_args(args);
        if let Some(value) = &value {
            fluent.set("value", fluent_value(value));
        }
        self.format(&format!("fix-{}", fix.code()), &fluent)
    }

    /// What was measured of a picture: its format, size, shape and weight, and whatever else there is to know of it, a
    /// phrase each.
    pub fn picture_facts(&self, facts: &PictureFacts) -> Vec<String> {
        let color = match facts.color {
            ColorKind::Grey => "facts-grey",
            ColorKind::Rgb => "facts-rgb",
            ColorKind::Palette => "facts-palette",
            ColorKind::Cmyk => "facts-cmyk",
        };
        let odd = [
            (facts.has_alpha, "facts-alpha"),
            (facts.is_animated, "facts-animated"),
            (facts.has_foreign_profile, "facts-profile"),
            (facts.orientation != 1, "facts-turned"),
        ];
        let args = [
            ("bytes", facts.bytes.into()),
            ("bits", u64::from(facts.bits).into()),
            ("orientation", u64::from(facts.orientation).into()),
        ];
        let said = ["facts-bytes", color, "facts-depth"].into_iter();
        let said = said.chain(odd.into_iter().filter(|(is_so, _)| *is_so).map(|(_, id)| id));
        let plain = [facts.format.name().to_owned(), format!("{}×{}", facts.width, facts.height), facts.ratio_text()];
        plain.into_iter().chain(said.map(|id| self.with(id, &args))).collect()
    }

    pub fn state(&self, state: TaskState) -> &str {
        let id = format!("state-{}", state.word());
        self.plain.get(&id).map_or(state.word(), String::as_str)
    }

    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    fn format(&self, id: &str, args: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned()
    }

    fn load(language: Language) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![tag(language)]);
        // Isolation marks would show as boxes and end up in copied text; neither language needs them.
        bundle.set_use_isolating(false);
        // `NUMBER`; without it a message that calls it would show the call.
        let builtins = bundle.add_builtins();
        debug_assert!(builtins.is_ok(), "{builtins:?}");
        let mut plain = HashMap::new();
        for source in catalogues::of(language) {
            // A broken catalogue keeps its readable messages; `words_are_whole` fails on it.
            let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        for id in catalogues::ids(language) {
            let mut errors = Vec::new();
            let Some(pattern) = bundle.get_message(&id).and_then(|message| message.value()) else {
                continue;
            };
            let text = bundle.format_pattern(pattern, None, &mut errors).into_owned();
            if errors.is_empty() {
                plain.insert(id, text);
            }
        }
        Self { bundle, plain }
    }
}

fn tag(language: Language) -> LanguageIdentifier {
    // Only plural rules depend on it.
    language.code().parse().unwrap_or_default()
}

fn fluent_args(args: &Args) -> FluentArgs<'_> {
    args.iter().map(|(name, value)| (name.as_str(), fluent_value(value))).collect()
}

fn fluent_value(arg: &Arg) -> FluentValue<'_> {
    match arg {
        Arg::Number(number) => FluentValue::from(*number),
        Arg::Text(text) => FluentValue::from(text.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_is_said_with_its_facts_in_both_languages() {
        let trouble = Trouble::new("file-unknown-key").with("key", "shots[0].len");
        assert!(Words::of(Language::English).say(&trouble).contains("shots[0].len"));
        assert!(Words::of(Language::Chinese).say(&trouble).contains("shots[0].len"));
        assert_ne!(Words::of(Language::English).say(&trouble), Words::of(Language::Chinese).say(&trouble));
    }

    #[test]
    fn catalogues_are_whole_and_parse_in_both_languages() {
        let [english, chinese] = Language::ALL.map(catalogues::ids);
        assert_eq!(english, chinese, "both catalogues hold the same messages in the same order");
        for language in Language::ALL {
            for source in catalogues::of(language) {
                assert!(FluentResource::try_new((*source).to_owned()).is_ok(), "{source}");
            }
        }
    }

    #[test]
    fn no_message_is_written_twice() {
        for language in Language::ALL {
            let mut ids = catalogues::ids(language);
            ids.sort();
            let twice: Vec<&str> = ids.windows(2).filter(|two| two[0] == two[1]).map(|two| &*two[0]).collect();
            assert!(twice.is_empty(), "the later one hides the earlier one: {twice:?}");
        }
    }

    #[test]
    fn nothing_is_left_in_english() {
        let (english, chinese) = (Words::of(Language::English), Words::of(Language::Chinese));
        for id in catalogues::ids(Language::English) {
            let (Some(en), Some(zh)) = (english.plain.get(&id), chinese.plain.get(&id)) else {
                continue;
            };
            let is_name = catalogues::SAME_IN_BOTH.contains(&id.as_str());
            assert!(is_name || en != zh, "{id} is not translated: {zh}");
        }
    }

    #[test]
    fn no_message_shows_a_piece_of_its_own_grammar() {
        for language in Language::ALL {
            let sources: Vec<String> = catalogues::of(language).iter().map(|source| (*source).to_owned()).collect();
            for id in catalogues::ids(language) {
                let mut args = Args::new();
                for name in sources.iter().flat_map(|source| names_in(source)) {
                    args.insert(name, 7_u64.into());
                }
                let text = Words::of(language).format(&id, &fluent_args(&args));
                let is_about_braces = id == "file-not-object";
                assert!(is_about_braces || !text.contains('{'), "{id}: {text}");
            }
        }
    }

    /// Every `$name` of a catalogue.
    fn names_in(source: &str) -> impl Iterator<Item = String> {
        source.split('$').skip(1).map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
    }

    #[test]
    fn every_state_and_finding_has_words() {
        for language in Language::ALL {
            for state in TaskState::ALL {
                assert!(Words::of(language).has(&format!("state-{}", state.word())), "{state:?}");
            }
        }
    }
}

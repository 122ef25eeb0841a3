//! A reader of the marks at the head of a line. Full-width letters and figures read as their plain twins.

/// The rest of a line, read from its front.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'a> {
    rest: &'a str,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next letter, folded.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next().map(folded)
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let letter = self.rest.chars().next()?;
        self.rest = &self.rest[letter.len_utf8()..];
        Some(folded(letter))
    }

    pub(super) fn skip_spaces(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
    }

    pub(super) fn take(&mut self, is_wanted: impl Fn(char) -> bool) -> Option<char> {
        self.peek().filter(|letter| is_wanted(*letter)).and_then(|_| self.next())
    }

    pub(super) fn take_while(&mut self, is_wanted: impl Fn(char) -> bool) -> usize {
        let mut count = 0;
        while self.take(&is_wanted).is_some() {
            count += 1;
        }
        count
    }

    /// A word in any case; where it ends in a letter of our alphabet it must end there.
    pub(super) fn word(&mut self, word: &str) -> bool {
        let mut tried = *self;
        let is_there = word.chars().all(|wanted| tried.take(|letter| same_letter(letter, wanted)).is_some());
        let is_whole = !word.ends_with(|c: char| c.is_ascii_alphabetic())
            || !tried.peek().is_some_and(|letter| letter.is_ascii_alphabetic());
        if is_there && is_whole {
            *self = tried;
        }
        is_there && is_whole
    }

    pub(super) fn any_word(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.word(word))
    }

    /// A whole number: 12, １２, 十二, ⑫.
    pub(super) fn number(&mut self) -> Option<u64> {
        if let Some(circled) = self.peek().and_then(circled) {
            self.next();
            return Some(circled);
        }
        let mut tried = *self;
        let mut value: Option<u64> = None;
        while let Some(digit) = tried.peek().and_then(|letter| letter.to_digit(10)) {
            tried.next();
            value = Some(value.unwrap_or(0).saturating_mul(10).saturating_add(digit.into()));
        }
        let value = value.or_else(|| tried.chinese_number())?;
        *self = tried;
        Some(value)
    }

    /// One to ten in words.
    pub(super) fn english_number(&mut self) -> Option<u64> {
        const WORDS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        WORDS.iter().zip(1..).find(|(word, _)| self.word(word)).map(|(_, number)| number)
    }

    /// 一 to 九十九.
    fn chinese_number(&mut self) -> Option<u64> {
        let digit = |scan: &mut Self| {
            let value = scan.peek().and_then(chinese_digit)?;
            scan.next();
            Some(value)
        };
        let tens = digit(self);
        if self.take(|letter| letter == '十').is_none() {
            return tens;
        }
        Some(tens.unwrap_or(1) * 10 + digit(self).unwrap_or(0))
    }

    /// A number that may have a fraction, in thousandths.
    pub(super) fn millis(&mut self) -> Option<u64> {
        let whole = self.number()?;
        let mut tried = *self;
        let mut fraction = 0;
        if tried.take(|letter| letter == '.').is_some() {
            let mut place = 100;
            let mut has_digits = false;
            while let Some(digit) = tried.peek().and_then(|letter| letter.to_digit(10)) {
                tried.next();
                fraction += u64::from(digit) * place;
                place /= 10;
                has_digits = true;
            }
            if has_digits {
                *self = tried;
            } else {
                fraction = 0;
            }
        }
        Some(whole.saturating_mul(1_000).saturating_add(fraction))
    }
}

fn same_letter(letter: char, wanted: char) -> bool {
    letter == wanted || letter.to_lowercase().eq(wanted.to_lowercase())
}

/// Full-width letters, figures and marks as their plain twins.
pub(super) fn folded(letter: char) -> char {
    match u32::from(letter) {
        code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(letter),
        0x3000 => ' ',
        _ => letter,
    }
}

/// Chinese and Japanese letters and their marks: they are written without spaces.
pub(super) fn is_wide(letter: char) -> bool {
    matches!(u32::from(letter), 0x3000..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0xff00..=0xffef)
}

fn circled(letter: char) -> Option<u64> {
    let code = u32::from(letter);
    (0x2460..=0x2473).contains(&code).then(|| u64::from(code - 0x2460 + 1))
}

fn chinese_digit(letter: char) -> Option<u64> {
    let place = "一二三四五六七八九".chars().position(|digit| digit == letter);
    match letter {
        '两' => Some(2),
        _ => place.map(|place| place as u64 + 1),
    }
}

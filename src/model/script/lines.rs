//! Lines into shots: what begins one, what goes on with it, what belongs to none.

use super::Written;
use super::head::{self, Head, Mark};
use super::scan::{folded, is_wide};

/// The shots of a text in order, and what stands in none.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub shots: Vec<Written>,
    pub left_out: Vec<String>,
}

pub(super) fn read(text: &str) -> Found {
    let broken = broken_at_marks(text);
    let lines: Vec<Line> = broken.lines().filter_map(Line::of).collect();
    if lines.iter().any(|line| line.head.mark.is_some()) {
        return Reader::of(&lines).read(&lines);
    }
    let plain: Vec<&Line> = lines.iter().filter(|line| !line.is_heading).collect();
    let left_out = lines.iter().filter(|line| line.is_heading).map(|line| line.words.clone()).collect();
    let shots = match &plain[..] {
        // One paragraph is cut at its sentences.
        [only] if only.head.millis.is_none() => sentences(&only.words).into_iter().map(Written::of).collect(),
        lines => lines.iter().map(|line| Written { words: line.words.clone(), millis: line.head.millis }).collect(),
    };
    Found { shots, left_out }
}

/// A line that says something.
struct Line {
    head: Head,
    words: String,
    /// It is about the whole: "# Act one", "Total: 15s".
    is_heading: bool,
}

impl Line {
    fn of(line: &str) -> Option<Self> {
        let line = line.trim();
        // A lone number counts subtitles; a line without a letter draws a rule.
        let says_something = line.chars().any(char::is_alphabetic) || head::read(line).0 != Head::default();
        if !says_something {
            return None;
        }
        let is_of_the_whole = ["total", "总时长", "總時長", "总长", "全体"].iter().any(|word| begins_with(line, word));
        if is_of_the_whole {
            return Some(Self { head: Head::default(), words: line.to_owned(), is_heading: true });
        }
        let (mut head, words) = head::read(line);
        let (words, millis) = match head == Head::default() {
            true => (words.to_owned(), None),
            false => bracket_opened(undressed(words)),
        };
        head.millis = head.millis.or(millis);
        let (words, millis) = head::read_tail(&words);
        head.millis = head.millis.or(millis);
        let words = undressed(words).to_owned();
        Some(Self { head, words, is_heading: line.starts_with('#') && head.mark.is_none() })
    }
}

fn begins_with(line: &str, word: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Without bullets before and the stars of bold letters around.
fn undressed(words: &str) -> &str {
    let words = words.trim_start_matches(|c: char| c.is_whitespace() || "#>*•·-–—|".contains(c));
    words.trim_end_matches(|c: char| c.is_whitespace() || "*|".contains(c))
}

/// What a bracket at the head says beside the length: "(close-up, 3s): a fox", or its end alone where the head has
/// read its beginning: "wide shot): a fox".
fn bracket_opened(words: &str) -> (String, Option<u64>) {
    let Some((end, close)) = words.char_indices().find(|(_, c)| matches!(folded(*c), ')' | ']' | '】')) else {
        return (words.to_owned(), None);
    };
    let (inside, after) = (&words[..end], words[end + close.len_utf8()..].trim_start());
    let is_open = |c: char| matches!(folded(c), '(' | '[' | '【');
    if let Some(inside) = inside.strip_prefix(is_open) {
        let (kept, millis) = head::read_tail(inside);
        let is_length = millis.is_some() && !kept.contains(is_open);
        return if is_length { (format!("{kept}{after}"), millis) } else { (words.to_owned(), None) };
    }
    if inside.contains(is_open) { (words.to_owned(), None) } else { (format!("{inside}{after}"), None) }
}

/// Who begins a shot in this script.
struct Reader {
    has_shots: bool,
    /// A scene is a chapter that holds shots, not one itself.
    scenes_are_headings: bool,
}

impl Reader {
    fn of(lines: &[Line]) -> Self {
        let has = |wanted: fn(Mark) -> bool| lines.iter().any(|line| line.head.mark.is_some_and(wanted));
        let has_shots = has(|mark| mark == Mark::Shot);
        let mut scenes = lines.iter().filter(|line| line.head.mark == Some(Mark::Scene));
        let are_empty = scenes.all(|line| line.words.is_empty() && line.head.millis.is_none());
        let has_items = has(|mark| matches!(mark, Mark::Number(_) | Mark::Time));
        Self { has_shots, scenes_are_headings: has_shots || (are_empty && has_items) }
    }

    fn read(&self, lines: &[Line]) -> Found {
        let mut found = Found::default();
        let mut open: Option<Open> = None;
        for line in lines {
            match self.place(line, open.as_ref(), found.shots.len()) {
                Place::Begins => {
                    close(&mut open, line.head.from, &mut found);
                    let written = Written { words: line.words.clone(), millis: line.head.millis };
                    open = Some(Open { written, from: line.head.from, has_details: false });
                }
                Place::GoesOn => {
                    let Some(shot) = &mut open else {
                        continue;
                    };
                    shot.written.millis = shot.written.millis.or(line.head.millis);
                    shot.from = shot.from.or(line.head.from);
                    shot.has_details |= matches!(line.head.mark, Some(Mark::Number(_)));
                    shot.written.go_on(&line.words);
                }
                Place::Nowhere if line.words.is_empty() => {}
                Place::Nowhere => found.left_out.push(line.words.clone()),
            }
        }
        close(&mut open, None, &mut found);
        found
    }

    fn place(&self, line: &Line, open: Option<&Open>, closed: usize) -> Place {
        let goes_on = if open.is_some() { Place::GoesOn } else { Place::Nowhere };
        let is_bare = open.is_some_and(|shot| shot.written.words.is_empty() && shot.written.millis.is_none());
        match line.head.mark {
            Some(Mark::Scene) if self.scenes_are_headings => Place::Nowhere,
            Some(Mark::Shot | Mark::Scene) => Place::Begins,
            // The time under a heading that says none is that heading's.
            Some(Mark::Time) if is_bare => Place::GoesOn,
            Some(Mark::Time) => Place::Begins,
            // Under a shot that is called one, a list that begins anew is its details.
            Some(Mark::Number(number)) if self.has_shots => {
                let is_next = number == closed as u64 + 2 && open.is_some_and(|shot| !shot.has_details);
                if is_next || open.is_none() { Place::Begins } else { Place::GoesOn }
            }
            Some(Mark::Number(_)) => Place::Begins,
            None if line.is_heading => Place::Nowhere,
            None => goes_on,
        }
    }
}

enum Place {
    Begins,
    GoesOn,
    Nowhere,
}

/// The shot that is being read.
struct Open {
    written: Written,
    /// Where it begins: where the next one begins tells its length.
    from: Option<u64>,
    has_details: bool,
}

/// `next` is where the shot after it begins.
fn close(open: &mut Option<Open>, next: Option<u64>, found: &mut Found) {
    let Some(Open { mut written, from, .. }) = open.take() else {
        return;
    };
    if let (None, Some(from), Some(next)) = (written.millis, from, next) {
        written.millis = next.checked_sub(from).filter(|millis| *millis > 0);
    }
    // "Scene 2" over a list of its own is a heading; a shot that says its seconds waits for its words.
    if !written.words.is_empty() || written.millis.is_some() {
        found.shots.push(written);
    }
}

impl Written {
    fn of(words: &str) -> Self {
        Self { words: words.to_owned(), millis: None }
    }

    fn go_on(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        let is_glued = self.words.chars().next_back().is_none_or(is_wide) || words.chars().next().is_some_and(is_wide);
        if !is_glued {
            self.words.push(' ');
        }
        self.words.push_str(words);
    }
}

/// The sentences of a paragraph.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut from = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let ends = match letter {
            '。' | '！' | '？' => !next.is_some_and(|next| "。！？”」』）".contains(next)),
            '.' | '!' | '?' | '…' => next.is_none_or(char::is_whitespace),
            '”' | '」' | '』' => text[..at].ends_with(['。', '！', '？']),
            _ => false,
        };
        if ends {
            let end = at + letter.len_utf8();
            sentences.push(text[from..end].trim());
            from = end;
        }
    }
    sentences.push(text[from..].trim());
    sentences.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
    sentences
}

/// Several shots on one line stand on lines of their own: "Shot 1: a fox. Shot 2: snow", "[0:00-0:03] fox [0:03-0:05]
/// snow". A row of a table becomes a line that is read as any other.
fn broken_at_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(row) = line.trim().strip_prefix('|') {
            // The row over a rule names the columns.
            let is_head = lines.peek().is_some_and(|next| is_table_rule(next));
            if !is_head {
                push_row(&mut out, row);
            }
            continue;
        }
        let mut from = 0;
        for (at, letter) in line.char_indices() {
            let may_begin = at > from && !line[from..at].trim().is_empty() && is_before_a_mark(&line[..at]);
            if may_begin && (letter.is_alphanumeric() || "[【(（".contains(letter)) && begins_a_shot(&line[at..]) {
                out.push_str(&line[from..at]);
                out.push('\n');
                from = at;
            }
        }
        out.push_str(&line[from..]);
        out.push('\n');
    }
    out
}

fn is_before_a_mark(text: &str) -> bool {
    text.chars().next_back().map(folded).is_some_and(|c| c.is_whitespace() || ".!?;。！？；,，、)]】".contains(c))
        // The head of the line goes on: "1. Shot 1".
        && !head::read(text.trim_start()).1.is_empty()
}

/// A mark that says so itself, not one that could be part of a sentence.
fn begins_a_shot(text: &str) -> bool {
    let (head, words) = head::read(text);
    let read = &text[..text.len() - words.len()];
    match head.mark {
        Some(Mark::Shot | Mark::Scene) => {
            read.trim_end().ends_with([':', '：', ')', '）', ']', '】', '-', '–', '—', '.'])
        }
        Some(Mark::Time) => head.millis.is_some() && read.chars().map(folded).any(|c| c == ':'),
        Some(Mark::Number(_)) | None => false,
    }
}

/// `|---|:--:|`
fn is_table_rule(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.contains("--") && line.chars().all(|c| "|-: ".contains(c))
}

/// `| 1 | 3s | a fox |`: a cell that is but a number is the shot's.
fn push_row(out: &mut String, row: &str) {
    let cells = row.split('|').map(str::trim).filter(|cell| !cell.is_empty());
    for (index, cell) in cells.enumerate() {
        out.push_str(cell);
        let is_number = index == 0 && cell.bytes().all(|byte| byte.is_ascii_digit());
        out.push_str(if is_number { ". " } else { " " });
    }
    out.push('\n');
}

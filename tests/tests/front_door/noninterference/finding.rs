//! What is printed when somebody can tell the worlds apart.

use std::fmt::{Display, Formatter, Result, Write as _};

use inzage::proof;

use super::{trace::Trace, twins::Answer};

/// Somebody can tell the worlds apart.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The trace.
    pub trace: Trace,
    /// After which of its steps.
    pub step: usize,
    /// Who.
    pub viewer: String,
    /// Their first name; nothing for who is not logged in.
    pub who: &'static str,
    /// By asking what.
    pub question: String,
    /// What they got: in the world without what is hidden, and in the one with it.
    pub answers: [Answer; 2],
}

/// How much of an answer is shown around the first difference.
const SHOWN: usize = 1_500;

impl Display for Finding {
    fn fmt(&self, to: &mut Formatter<'_>) -> Result {
        let [a, b] = &self.answers;
        writeln!(to, "\n{} can tell that something happened that is hidden from them.\n", self.viewer)?;
        writeln!(to, "The smallest trace (seed {}), told apart after step {}:\n{}", self.trace.seed, self.step, self.trace)?;
        writeln!(to, "What they asked:\n{}\n", self.question)?;
        if a.bytes != b.bytes {
            let (a, b) = (plain(a), plain(b));
            let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
            writeln!(to, "Without what is hidden:\n{}\n\nWith it:\n{}", around(&a, same), around(&b, same))
        } else {
            let text = |answer: &Answer| proof::statements(&answer.statements).unwrap_or_else(|| answer.statements.clone());
            let (a, b) = (text(a), text(b));
            writeln!(to, "The answers are the same, and what they took is not: statements with the rows that each returned or changed.")?;
            writeln!(to, "Only without what is hidden:\n{}\nOnly with it:\n{}", beside(&a, &b), beside(&b, &a))
        }
    }
}

/// An answer as it came, a header a line.
fn plain(answer: &Answer) -> String {
    let mut text = format!("{}\n", answer.bytes.status);
    for (name, value) in &answer.bytes.headers {
        let _ = writeln!(text, "{name}: {value}");
    }
    text + &answer.bytes.body
}

fn around(text: &str, at: usize) -> String {
    let from = at.saturating_sub(SHOWN / 2);
    let shown: String = text.chars().skip(from).take(SHOWN).collect();
    let (before, after) = (if from > 0 { "… " } else { "" }, if text.chars().count() > from + SHOWN { " …" } else { "" });
    format!("{before}{shown}{after}")
}

/// The lines that a text has and another has not, or has more often.
fn beside(text: &str, other: &str) -> String {
    let mut left: Vec<&str> = other.lines().collect();
    let lines = text.lines().filter(|line| match left.iter().position(|one| one == line) {
        Some(at) => {
            left.remove(at);
            false
        }
        None => true,
    });
    lines.map(|line| format!("  {line}\n")).collect()
}

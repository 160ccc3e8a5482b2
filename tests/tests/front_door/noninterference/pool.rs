//! What questions are made of: ids and cursors that were seen, ids of what is hidden, ids that never were, junk.

use serde_json::Value;

use crate::chance::Chance;

/// The letters of an id; see `inzage::ids`.
const LETTERS: &str = "0123456789abcdefghjkmnpqrstvwxyz";
/// Words of what is hidden, and what else somebody may try.
const WORDS: &[&str] =
    &["diary", "Pages from a diary 1", "What nobody else may read", "Between ourselves", "Perhaps a course", "%", "'", "\u{0}", "", "é"];

/// What was seen so far.
#[derive(Debug, Default)]
pub struct Pool {
    /// Ids seen in both worlds.
    pub seen: Vec<String>,
    /// Idempotency keys that somebody used.
    pub keys: Vec<String>,
    /// Ids of everybody of the organisation.
    pub people: Vec<String>,
    /// Ids of what is in one world alone.
    pub hidden: Vec<String>,
    /// Cursors: whose they are, of which list, and what they are.
    pub cursors: Vec<(String, String, String)>,
}

/// The ids in a text.
pub fn ids(text: &str) -> Vec<String> {
    let word = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let id = |word: &&str| {
        word.split_once('_')
            .is_some_and(|(kind, rest)| !kind.is_empty() && rest.len() == 26 && rest.chars().all(|one| LETTERS.contains(one)))
    };
    text.split(|letter| !word(letter)).filter(id).map(str::to_owned).collect()
}

impl Pool {
    /// Takes in what an answer of both worlds has.
    pub fn take_in(&mut self, whose: &str, body: &str) {
        for id in ids(body) {
            if !self.seen.contains(&id) && !id.starts_with("version_") {
                self.seen.push(id);
            }
        }
        if let Ok(answer) = serde_json::from_str(body) {
            self.cursors_of(whose, "", &answer);
        }
    }

    /// Takes in ids of one world alone.
    pub fn take_in_hidden(&mut self, text: &str) {
        for id in ids(text) {
            if !self.seen.contains(&id) && !self.hidden.contains(&id) && !id.starts_with("version_") {
                self.hidden.push(id);
            }
        }
    }

    fn cursors_of(&mut self, whose: &str, list: &str, value: &Value) {
        match value {
            Value::Object(fields) => {
                // A list holds its cursors itself, or in its edges or the place where its page stands.
                for (name, value) in fields {
                    match value {
                        Value::String(cursor) if name.to_lowercase().ends_with("cursor") => {
                            let cursor = (whose.to_owned(), list.to_owned(), cursor.clone());
                            if !self.cursors.contains(&cursor) {
                                self.cursors.push(cursor);
                            }
                        }
                        other if ["edges", "pageInfo"].contains(&name.as_str()) => self.cursors_of(whose, list, other),
                        // An alias begins with the field's name.
                        other => self.cursors_of(whose, name.split("__").next().unwrap_or(name), other),
                    }
                }
            }
            Value::Array(values) => values.iter().for_each(|value| self.cursors_of(whose, list, value)),
            _ => {}
        }
    }

    /// An id to try: often a hidden one, also as if it were of another kind of thing.
    pub fn id(&self, chance: &mut Chance) -> String {
        let from = if chance.percent(40) && !self.hidden.is_empty() { &self.hidden } else { &self.seen };
        let id = chance.pick(from).cloned().unwrap_or_default();
        match chance.below(10) {
            0 => self.of_another_kind(&id, chance),
            1 => never(&id),
            2 => "junk".to_owned(),
            _ => id,
        }
    }

    /// An id that is hidden or never was.
    pub fn hidden_id(&self, chance: &mut Chance) -> String {
        let id = chance.pick(&self.hidden).or_else(|| self.seen.first()).cloned().unwrap_or_default();
        match chance.below(4) {
            0 => self.of_another_kind(&never(&id), chance),
            1 => never(&id),
            _ => id,
        }
    }

    fn of_another_kind(&self, id: &str, chance: &mut Chance) -> String {
        let kind = chance.pick(&self.seen).and_then(|other| other.split_once('_')).map_or("case", |(kind, _)| kind);
        id.split_once('_').map_or_else(String::new, |(_, rest)| format!("{kind}_{rest}"))
    }

    /// A cursor to go on from in a list: one that somebody was given there.
    pub fn cursor(&self, whose: &str, list: &str, chance: &mut Chance) -> Option<String> {
        let given: Vec<_> = self.cursors(whose, list).collect();
        chance.pick(&given).map(|cursor| (*cursor).clone())
    }

    /// The cursors that somebody was given in a list.
    pub fn cursors(&self, whose: &str, list: &str) -> impl Iterator<Item = &String> {
        self.cursors.iter().filter(move |(of, at, _)| of == whose && at == list).map(|(_, _, cursor)| cursor)
    }

    /// A cursor of whomever and whatever list.
    pub fn any_cursor(&self, chance: &mut Chance) -> String {
        chance.pick(&self.cursors).map(|(_, _, cursor)| cursor.clone()).unwrap_or_default()
    }
}

/// A text to try.
pub fn text(chance: &mut Chance) -> String {
    chance.pick(WORDS).copied().unwrap_or_default().to_owned()
}

/// An id of the same kind that never was.
pub fn never(id: &str) -> String {
    let mut letters: Vec<char> = id.chars().collect();
    if let Some(one) = letters.len().checked_sub(5).and_then(|at| letters.get_mut(at)) {
        *one = if *one == '0' { '8' } else { '0' };
    }
    letters.into_iter().collect()
}

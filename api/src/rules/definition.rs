//! A definition is checked before anything uses it: what is wrong is told with file, line and rule.

use std::collections::BTreeSet;

use entity::words::{EventKind, Office, SeatKind, StepKind};
use toml::Spanned;

use super::{
    command,
    procedure::{Procedure, Text},
};

/// The longest name within a definition: it is kept in columns of this width.
const LONGEST_NAME: usize = 32;

/// Why a definition cannot be used. It names the file, the line where there is one, and the rule that it breaks.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {rule}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
pub struct Unusable {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// What is wrong.
    pub rule: String,
}

/// What is wrong, and at which byte.
type Wrong = (Option<usize>, String);

impl Procedure {
    /// Reads and checks a definition.
    ///
    /// # Errors
    /// [`Unusable`] for text that is no TOML, for unknown words and missing translations, and for a definition that
    /// contradicts itself.
    pub fn read(file: &str, text: &str) -> Result<Self, Unusable> {
        let unusable = |(at, rule): Wrong| Unusable {
            file: file.to_owned(),
            line: at.map(|at| text.get(..at).unwrap_or(text).matches('\n').count() + 1),
            rule,
        };
        let procedure: Self =
            toml::from_str(text).map_err(|error| unusable((error.span().map(|span| span.start), error.message().to_owned())))?;
        match procedure.check(text) {
            Ok(()) => Ok(procedure),
            Err(wrong) => Err(unusable(wrong)),
        }
    }

    fn check(&self, text: &str) -> Result<(), Wrong> {
        if self.version < 1 {
            return Err((text.find("version"), "a version counts from 1".to_owned()));
        }
        if self.retention_years < 1 || self.reading.length < 1 {
            return Err((text.find("retention_years"), "retention and the reading period last at least one".to_owned()));
        }
        if self.board_stands_in != Office::Supervisor {
            let rule = "who acts in the board's place is not of the board, and judges nothing: SUPERVISOR (S9)";
            return Err((text.find("board_stands_in"), rule.to_owned()));
        }
        self.check_texts()?;
        self.check_names()?;
        self.check_steps()?;
        self.check_terms()?;
        self.check_questions()
    }

    /// Every text says something in both languages. That both are there is the reader's to say.
    fn check_texts(&self) -> Result<(), Wrong> {
        let mut texts: Vec<&Text> = vec![&self.name, &self.confidentiality];
        texts.extend(self.bodies.iter().map(|body| &body.title));
        texts.extend(self.services.iter().map(|service| &service.title));
        texts.extend(self.steps.iter().map(|step| &step.title));
        texts.extend(self.steps.iter().flat_map(|step| step.waivers.iter().map(|waiver| &waiver.title)));
        texts.extend(self.terms.iter().map(|term| &term.title));
        texts.extend(self.grounds.iter().map(|ground| &ground.title));
        texts.extend(self.doors.iter().flat_map(|door| [&door.title, &door.text]));
        texts.extend(self.questions.iter().map(|question| &question.text));
        let answers = || self.questions.iter().flat_map(|question| &question.answers);
        texts.extend(answers().map(|answer| &answer.text));
        texts.extend(answers().filter_map(|answer| answer.referral.as_ref()));
        match texts.iter().flat_map(|text| [&text.nl, &text.en]).find(|text| text.get_ref().trim().is_empty()) {
            Some(empty) => Err((Some(empty.span().start), "a text says something, in Dutch and in English".to_owned())),
            None => Ok(()),
        }
    }

    fn check_names(&self) -> Result<(), Wrong> {
        distinct("body", self.bodies.iter().map(|body| &body.name))?;
        distinct("service", self.services.iter().map(|service| &service.name))?;
        distinct("step", self.steps.iter().map(|step| &step.name))?;
        distinct("term", self.terms.iter().map(|term| &term.name))?;
        distinct("ground", self.grounds.iter().map(|ground| &ground.ground))?;
        distinct("question", self.questions.iter().map(|question| &question.name))?;
        for step in &self.steps {
            distinct("waiver", step.waivers.iter().map(|waiver| &waiver.name))?;
        }
        let steps = || self.steps.iter().map(|step| &step.name);
        known("step", steps(), self.steps.iter().flat_map(|step| &step.after))?;
        known("step", steps(), self.terms.iter().filter_map(|term| term.step.as_ref()))?;
        known("step", steps(), self.grounds.iter().flat_map(|ground| &ground.steps))?;
        known("step", steps(), [&self.files_at])?;
        let services = || self.services.iter().map(|service| &service.name);
        known("service", services(), self.doors.iter().flat_map(|door| &door.services))
    }

    fn check_steps(&self) -> Result<(), Wrong> {
        const COMMISSION: [SeatKind; 3] = [SeatKind::BoardAppointee, SeatKind::StaffRepresentative, SeatKind::IndependentThird];
        for step in &self.steps {
            let wrong = |rule: &str| Err((Some(step.name.span().start), format!("step `{}`: {rule}", step.name.get_ref())));
            let judges = step.kind == StepKind::Judgement;
            if judges == step.seats.is_empty() {
                return wrong("a step of judgement has seats, and no other step has");
            }
            let alone = matches!(step.seats[..], [SeatKind::ComplaintsOfficer | SeatKind::Handler]);
            let commission = step.seats.len() == COMMISSION.len() && COMMISSION.iter().all(|seat| step.seats.contains(seat));
            if judges && !alone && !commission {
                return wrong("who judges is one officer or handler, or a commission of three seats, each of its own kind (S15)");
            }
            if !judges && !step.waivers.is_empty() {
                return wrong("where no hearing is held, none is waived");
            }
            for with in &step.with {
                let parts = ["complainant", "accused", "manager"];
                if !parts.contains(&with.as_str()) && self.bodies.iter().all(|body| body.name.get_ref() != with) {
                    return wrong(&format!("`{with}` takes part and is neither a body nor complainant, accused or manager"));
                }
            }
        }
        // From the steps that may come first, and those that somebody may jump to, every other must be reached.
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        loop {
            let more = self.steps.iter().filter(|step| {
                !reached.contains(step.name.get_ref().as_str())
                    && (step.after.is_empty()
                        || !step.skipped_by.is_empty()
                        || step.after.iter().any(|before| reached.contains(before.get_ref().as_str())))
            });
            let more: Vec<&str> = more.map(|step| step.name.get_ref().as_str()).collect();
            if more.is_empty() {
                break;
            }
            reached.extend(more);
        }
        if let Some(step) = self.steps.iter().find(|step| !reached.contains(step.name.get_ref().as_str())) {
            return Err((Some(step.name.span().start), format!("step `{}`: nothing leads to it", step.name.get_ref())));
        }
        match self.step(self.files_at.get_ref()) {
            Some(step) if step.kind != StepKind::Informal => Ok(()),
            _ => Err((Some(self.files_at.span().start), "a complaint is filed at a step that answers or judges".to_owned())),
        }
    }

    fn check_terms(&self) -> Result<(), Wrong> {
        for term in &self.terms {
            let wrong = |rule: &str| Err((Some(term.name.span().start), format!("term `{}`: {rule}", term.name.get_ref())));
            if term.length == 0 {
                return wrong("a term lasts at least one day");
            }
            if term.extension.is_some_and(|extension| extension.length == 0 || extension.times == 0) {
                return wrong("an extension lasts at least one day, and is given at least once");
            }
            if term.met_by.is_empty() {
                return wrong("nothing meets it");
            }
            if term.met_by.contains(&term.from) {
                return wrong("it is met by the event that it runs from");
            }
            // A term of one step is met at that step; one of the whole case at any.
            let kinds = self.steps.iter().filter(|step| term.step.as_ref().is_none_or(|own| own.get_ref() == step.name.get_ref()));
            let kinds: Vec<StepKind> = kinds.map(|step| step.kind).collect();
            let happens = |event: EventKind| kinds.iter().any(|kind| command::happens_at(event, *kind));
            if !happens(term.from) {
                return wrong("it runs from an event that does not happen there");
            }
            if !term.met_by.iter().any(|event| happens(*event)) {
                return wrong("nothing meets it: none of the events that meet it happens there");
            }
        }
        Ok(())
    }

    /// Triage ends somewhere, whatever is answered (S2).
    fn check_questions(&self) -> Result<(), Wrong> {
        let answers = || self.questions.iter().flat_map(|question| &question.answers);
        known("question", self.questions.iter().map(|question| &question.name), answers().filter_map(|answer| answer.next.as_ref()))?;
        known("service", self.services.iter().map(|service| &service.name), answers().filter_map(|answer| answer.service.as_ref()))?;
        let mut asked: BTreeSet<&str> = self.questions.first().map(|first| first.name.get_ref().as_str()).into_iter().collect();
        for question in &self.questions {
            let wrong = |rule: &str| Err((Some(question.name.span().start), format!("question `{}`: {rule}", question.name.get_ref())));
            if !asked.contains(question.name.get_ref().as_str()) {
                return wrong("no answer before it leads to it, so it is never asked");
            }
            if question.answers.len() < 2 {
                return wrong("a question has at least two answers");
            }
            for answer in &question.answers {
                let ways = [answer.next.is_some(), answer.service.is_some(), answer.referral.is_some()];
                if ways.iter().filter(|way| **way).count() != 1 {
                    return wrong("an answer leads to one thing: another question, a service of this procedure, or a referral");
                }
                asked.extend(answer.next.as_ref().map(|next| next.get_ref().as_str()));
                // Only forward, so that nobody goes round in circles.
                let place = |name: &str| self.questions.iter().position(|one| one.name.get_ref() == name);
                if answer.next.as_ref().is_some_and(|next| place(next.get_ref()) <= place(question.name.get_ref())) {
                    return wrong("an answer leads back to a question that was asked");
                }
            }
        }
        Ok(())
    }
}

fn distinct<'a>(what: &str, names: impl Iterator<Item = &'a Spanned<String>>) -> Result<(), Wrong> {
    let mut known = BTreeSet::new();
    for name in names {
        let wrong = |rule: &str| Err((Some(name.span().start), format!("{what} `{}`: {rule}", name.get_ref())));
        if name.get_ref().is_empty() || name.get_ref().len() > LONGEST_NAME {
            return wrong("a name has 1 to 32 characters");
        }
        if !known.insert(name.get_ref()) {
            return wrong("there is another one of this name");
        }
    }
    Ok(())
}

fn known<'a>(
    what: &str,
    names: impl Iterator<Item = &'a Spanned<String>>,
    used: impl IntoIterator<Item = &'a Spanned<String>>,
) -> Result<(), Wrong> {
    let names: BTreeSet<&String> = names.map(Spanned::get_ref).collect();
    match used.into_iter().find(|name| !names.contains(name.get_ref())) {
        Some(name) => Err((Some(name.span().start), format!("there is no {what} `{}`", name.get_ref()))),
        None => Ok(()),
    }
}

//! The procedure, for people: its bodies and how to reach them, where somebody belongs, its steps, terms, grounds and doors.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use entity::words::{Consequence, EventKind, Language, Manner, OwedTo, Responsible, SeatKind, StepKind};

use super::answer::language;
use crate::rules;

/// A procedure as a case follows it.
pub struct Procedure(pub(super) Arc<rules::procedure::Procedure>);

/// A procedure as a case follows it.
#[Object]
impl Procedure {
    /// Its own name, such as `wij30`.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// Its version. A case keeps the one it was opened under.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Its name in your language.
    async fn name(&self, ctx: &Context<'_>) -> &str {
        self.0.name.in_language(language(ctx))
    }

    /// The document it was taken from.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// The confidentiality duty that everybody who takes part accepts.
    async fn confidentiality(&self, ctx: &Context<'_>) -> &str {
        self.0.confidentiality.in_language(language(ctx))
    }

    /// Where the procedure is published.
    async fn procedure_url(&self) -> Option<&str> {
        self.0.links.procedure.as_deref()
    }

    /// Where the form is published.
    async fn form_url(&self) -> Option<&str> {
        self.0.links.form.as_deref()
    }

    /// Where the privacy regulation is published.
    async fn privacy_url(&self) -> Option<&str> {
        self.0.links.privacy.as_deref()
    }

    /// The bodies, and how to reach them.
    async fn bodies(&self, ctx: &Context<'_>) -> Vec<Body> {
        let language = language(ctx);
        let bodies = self.0.bodies.iter().map(|body| Body {
            name: body.name.get_ref().clone(),
            title: body.title.in_language(language).to_owned(),
            address: body.address.clone(),
            phone: body.phone.clone(),
            email: body.email.clone(),
            website: body.website.clone(),
        });
        bodies.collect()
    }

    /// The services that complaints are about.
    async fn services(&self, ctx: &Context<'_>) -> Vec<Named> {
        self.0.services.iter().map(|service| Named::of(service, language(ctx))).collect()
    }

    /// Questions that tell where somebody belongs. The first is asked first; each answer leads on, to a service of this
    /// procedure, or to a referral.
    async fn triage(&self, ctx: &Context<'_>) -> Vec<Question> {
        let language = language(ctx);
        let questions = self.0.questions.iter().map(|question| Question {
            name: question.name.get_ref().clone(),
            text: question.text.in_language(language).to_owned(),
            answers: question
                .answers
                .iter()
                .map(|answer| Answer {
                    text: answer.text.in_language(language).to_owned(),
                    next: answer.next.as_ref().map(|next| next.get_ref().clone()),
                    service: answer.service.as_ref().map(|service| service.get_ref().clone()),
                    referral: answer.referral.as_ref().map(|referral| referral.in_language(language).to_owned()),
                })
                .collect(),
        });
        questions.collect()
    }

    /// Its steps, in order.
    async fn steps(&self, ctx: &Context<'_>) -> Vec<Step> {
        self.0.steps.iter().map(|step| Step::of(step, language(ctx))).collect()
    }

    /// Its terms.
    async fn terms(&self, ctx: &Context<'_>) -> Vec<Term> {
        let terms = self.0.terms.iter().map(|term| Term {
            name: term.name.get_ref().clone(),
            title: term.title.in_language(language(ctx)).to_owned(),
            step: term.step.as_ref().map(|step| step.get_ref().clone()),
            manner: term.manner,
            from: term.from,
            owed_to: term.owed_to,
            responsible: term.responsible,
        });
        terms.collect()
    }

    /// The grounds on which a complaint need not be taken up.
    async fn grounds(&self, ctx: &Context<'_>) -> Vec<GroundForRefusal> {
        let grounds = self.0.grounds.iter().map(|rule| GroundForRefusal {
            ground: rule.ground.get_ref().clone(),
            title: rule.title.in_language(language(ctx)).to_owned(),
            follows: rule.follows,
        });
        grounds.collect()
    }

    /// Doors outside the organisation.
    async fn doors(&self, ctx: &Context<'_>) -> Vec<Door> {
        self.0.doors.iter().map(|door| Door::of(door, language(ctx))).collect()
    }
}

/// A body, and how to reach it.
#[derive(SimpleObject)]
struct Body {
    /// Its name in the procedure.
    name: String,
    /// What it is called.
    title: String,
    /// Post.
    address: Option<String>,
    /// Phone.
    phone: Option<String>,
    /// Mail.
    email: Option<String>,
    /// Website.
    website: Option<String>,
}

/// Something that a procedure names.
#[derive(SimpleObject)]
pub struct Named {
    /// Its name in the procedure.
    name: String,
    /// How it reads.
    title: String,
}

impl Named {
    pub(super) fn of(named: &rules::procedure::Named, language: Language) -> Self {
        Self { name: named.name.get_ref().clone(), title: named.title.in_language(language).to_owned() }
    }
}

/// A question that tells where somebody belongs.
#[derive(SimpleObject)]
struct Question {
    /// Its name in the procedure.
    name: String,
    /// The question.
    text: String,
    /// Its answers.
    answers: Vec<Answer>,
}

/// An answer. It leads to one of three things.
#[derive(SimpleObject)]
#[graphql(name = "TriageAnswer")]
struct Answer {
    /// The answer.
    text: String,
    /// The next question, by name.
    next: Option<String>,
    /// It belongs here: the service that the complaint is about.
    service: Option<String>,
    /// It belongs elsewhere: where to go, and how.
    referral: Option<String>,
}

/// A step of the procedure.
#[derive(SimpleObject)]
pub struct Step {
    /// Its name in the procedure.
    name: String,
    /// What it is called.
    title: String,
    /// What kind of step it is.
    kind: StepKind,
    /// Who takes part in it: the names of bodies, `complainant`, `accused`, `manager`.
    with: Vec<String>,
    /// The steps one of which comes first; none when it may come first itself.
    after: Vec<String>,
    /// The seats of those who judge.
    seats: Vec<SeatKind>,
    /// On what grounds the hearing may be left out.
    waivers: Vec<Named>,
}

impl Step {
    pub(super) fn of(step: &rules::procedure::Step, language: Language) -> Self {
        Self {
            name: step.name.get_ref().clone(),
            title: step.title.in_language(language).to_owned(),
            kind: step.kind,
            with: step.with.clone(),
            after: step.after.iter().map(|before| before.get_ref().clone()).collect(),
            seats: step.seats.clone(),
            waivers: step.waivers.iter().map(|waiver| Named::of(waiver, language)).collect(),
        }
    }
}

/// A term of a procedure.
#[derive(SimpleObject)]
struct Term {
    /// Its name in the procedure.
    name: String,
    /// What is due.
    title: String,
    /// The step that it belongs to; `null` for the whole case.
    step: Option<String>,
    /// Of what manner of complaint it is; `null` for both.
    manner: Option<Manner>,
    /// The event that it runs from.
    from: EventKind,
    /// To whom it is owed.
    owed_to: OwedTo,
    /// Who has to see to it.
    responsible: Responsible,
}

/// A ground on which a complaint need not be taken up.
#[derive(SimpleObject)]
struct GroundForRefusal {
    /// Its name in the procedure.
    ground: String,
    /// How it reads.
    title: String,
    /// What follows.
    follows: Consequence,
}

/// A door outside the organisation.
#[derive(SimpleObject)]
pub struct Door {
    /// What it is called.
    title: String,
    /// How to get there.
    text: String,
}

impl Door {
    pub(super) fn of(door: &rules::procedure::Door, language: Language) -> Self {
        Self { title: door.title.in_language(language).to_owned(), text: door.text.in_language(language).to_owned() }
    }
}

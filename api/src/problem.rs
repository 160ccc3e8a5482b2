//! Expected refusals: a code for programs, a path to the field, and a sentence for people that tells what to do.

use async_graphql::Enum;
use entity::words::Language;

use crate::rules::command::Requirement;

/// What kind of refusal it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
pub enum ProblemCode {
    /// Log in first.
    NotSignedIn,
    /// There is no such thing for you.
    NotFound,
    /// Somebody in your standing cannot do this.
    NotYours,
    /// It cannot be done in this phase.
    NotNow,
    /// Something else has to come first.
    NotYet,
    /// The case changed since you saw it.
    Outdated,
    /// The idempotency key was used for something else.
    KeyReused,
    /// A value is missing.
    Missing,
    /// A value is too long, or there are too many.
    TooLong,
    /// A value does not have the form that it should.
    Malformed,
    /// A date or time lies where it cannot.
    OutOfRange,
    /// The same thing is named twice.
    Duplicate,
    /// The person takes part in the case and cannot take this place.
    TakesPart,
    /// The place is taken.
    Taken,
    /// Log-in failed.
    WrongCredentials,
    /// The password is too easy to guess.
    WeakPassword,
    /// The invitation, the code, or the token, is unknown, used or expired.
    Expired,
    /// Too many tries from one address.
    TooOften,
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of refusal it is.
    pub code: ProblemCode,
    /// The path to the field, from `input` on.
    pub path: Vec<String>,
    /// What to do, in Dutch.
    nl: String,
    /// What to do, in English.
    en: String,
}

impl Problem {
    /// A refusal with its sentences.
    #[must_use]
    pub fn new(code: ProblemCode, path: &[&str], nl: impl Into<String>, en: impl Into<String>) -> Self {
        let path = std::iter::once("input").chain(path.iter().copied()).map(str::to_owned).collect();
        Self { code, path, nl: nl.into(), en: en.into() }
    }

    /// The same refusal of a mutation whose fields are not gathered in an `input`.
    #[must_use]
    pub fn without_input(mut self) -> Self {
        self.path.retain(|part| part != "input");
        self
    }

    /// The sentence in a language.
    #[must_use]
    pub fn message(&self, language: Language) -> &str {
        match language {
            Language::Nl => &self.nl,
            Language::En => &self.en,
        }
    }

    /// Nobody is logged in.
    #[must_use]
    pub fn not_signed_in() -> Self {
        Self::new(ProblemCode::NotSignedIn, &[], "Log eerst in.", "Log in first.")
    }

    /// Unknown, hidden and foreign alike.
    #[must_use]
    pub fn not_found(path: &[&str]) -> Self {
        Self::new(
            ProblemCode::NotFound,
            path,
            "Dit bestaat niet voor u. Controleer de verwijzing.",
            "There is no such thing for you. Check the id.",
        )
    }

    /// Not for this standing.
    #[must_use]
    pub fn not_yours() -> Self {
        Self::new(
            ProblemCode::NotYours,
            &[],
            "In uw rol in deze zaak kunt u dit niet doen.",
            "In your standing in this case you cannot do this.",
        )
    }

    /// The confidentiality duty comes before anything else (S35).
    #[must_use]
    pub fn duty_first() -> Self {
        Self::new(
            ProblemCode::NotYours,
            &[],
            "Aanvaard eerst de geheimhoudingsplicht (acceptConfidentiality).",
            "Accept the confidentiality duty first (acceptConfidentiality).",
        )
    }

    /// Not in this phase.
    #[must_use]
    pub fn not_now() -> Self {
        Self::new(
            ProblemCode::NotNow,
            &[],
            "In deze fase van de zaak kan dit niet (meer).",
            "This cannot be done in this phase of the case.",
        )
    }

    /// Too many tries.
    #[must_use]
    pub fn too_often() -> Self {
        Self::new(ProblemCode::TooOften, &[], "Te vaak geprobeerd. Wacht een minuut.", "Tried too often. Wait a minute.")
    }

    /// The case moved on.
    #[must_use]
    pub fn outdated() -> Self {
        Self::new(
            ProblemCode::Outdated,
            &["seenVersion"],
            "De zaak is intussen veranderd. Lees haar opnieuw en besluit dan.",
            "The case has changed since you saw it. Read it again, then decide.",
        )
    }

    /// Another command had this key.
    #[must_use]
    pub fn key_reused() -> Self {
        Self::new(
            ProblemCode::KeyReused,
            &["idempotencyKey"],
            "Deze sleutel is al voor iets anders gebruikt. Neem een nieuwe.",
            "This key was used for something else. Take a new one.",
        )
    }

    /// A value is missing.
    #[must_use]
    pub fn missing(path: &[&str]) -> Self {
        Self::new(ProblemCode::Missing, path, "Vul dit in.", "Fill this in.")
    }

    /// Something else has to come first.
    #[must_use]
    pub fn not_yet(requirement: Requirement) -> Self {
        let (nl, en) = match requirement {
            Requirement::NotAcknowledged => ("De ontvangst is al bevestigd.", "Receipt was acknowledged already."),
            Requirement::AccusedIdentified => {
                ("Stel eerst vast wie er bedoeld wordt (identifyStaff).", "Say first which account is meant by the name (identifyStaff).")
            }
            Requirement::SomebodyToIdentify => ("Van iedereen is bekend wie het is.", "Everybody complained of is known by account."),
            Requirement::SomebodyToInform => {
                ("Iedereen die geïnformeerd moet worden, is geïnformeerd.", "Everybody who is to be informed is informed.")
            }
            Requirement::AccusedInformed => {
                ("Informeer eerst een beklaagde: beide kanten worden gehoord.", "Inform an accused first: both sides are heard.")
            }
            Requirement::NotContacted => ("Er is al contact vastgelegd.", "Contact was recorded already."),
            Requirement::SeatsFilled => ("Vul eerst de zetels die oordelen.", "Fill the seats that judge first."),
            Requirement::SomebodySits => ("Er zit nog niemand die gewraakt kan worden.", "Nobody sits yet who could be challenged."),
            Requirement::NoChallenge => ("Er moet eerst op een wraking worden beslist.", "A challenge has to be decided on first."),
            Requirement::ChallengePending => ("Er is geen wraking waarop nog beslist moet worden.", "No challenge waits for a decision."),
            Requirement::ReadingOver => (
                "Er is na de zitting nog een stuk binnengekomen; de leestermijn loopt nog (readingUntil).",
                "A document came in after the hearing; the period for reading it still runs (readingUntil).",
            ),
            Requirement::HearingWaivable => {
                ("Deze procedure laat de hoorzitting niet weg.", "This procedure does not let the hearing be left out.")
            }
            Requirement::NoExplanationOffered => ("Er staat al een mondelinge toelichting.", "An oral explanation is offered already."),
            Requirement::ExplanationOffered => ("Bied eerst een mondelinge toelichting aan.", "Offer an oral explanation first."),
            Requirement::DraftComplete => {
                ("Het concept moet over elk klachtonderdeel een oordeel geven.", "The draft has to rule on every grievance.")
            }
            Requirement::MeasureOpen => ("Er staat geen maatregel meer open.", "No measure is open."),
            Requirement::ToForward => ("Er wacht niets op doorzending.", "Nothing waits to be forwarded."),
            Requirement::OutcomeUnknown => ("Er staat geen doorzending open.", "No forwarded complaint waits for its outcome."),
            Requirement::TermExtendable => {
                ("Er loopt geen termijn die (nog) verlengd mag worden.", "No term runs that may (still) be extended.")
            }
            Requirement::TermsRunning => ("De termijnen kunnen nu niet worden opgeschort.", "The terms cannot be suspended now."),
            Requirement::TermsSuspended => ("De termijnen zijn niet opgeschort.", "The terms are not suspended."),
            Requirement::NotRated => ("De tevredenheid is al gegeven.", "Satisfaction was given already."),
            Requirement::StepAhead => ("Dit is de laatste stap van de procedure.", "This is the last step of the procedure."),
            Requirement::TaskOpen => ("Er staat geen taak meer open.", "Nothing is left to do."),
        };
        Self::new(ProblemCode::NotYet, &[], nl, en)
    }
}

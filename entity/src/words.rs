//! The domain's words as closed lists. Each is written once and serves as the column's value, as the input of the
//! rules and as the GraphQL enumeration.

use async_graphql::Enum;
use sea_orm::{DeriveActiveEnum, EnumIter, sea_query::StringLen, strum};
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($( $(#[$doc:meta])* $name:ident { $( $(#[$vdoc:meta])* $variant:ident ),+ $(,)? } )+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Enum, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
        #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum $name { $( $(#[$vdoc])* $variant ),+ }

        impl $name {
            /// Every word of this list, in the order in which it is written here.
            pub fn all() -> impl Iterator<Item = Self> {
                <Self as strum::IntoEnumIterator>::iter()
            }
        }
    )+ };
}

words! {
    /// As what a person looks at one case. It is singular: who takes part in a case looks as that alone,
    /// whatever office they hold elsewhere (S36).
    Standing {
        /// Who complains, or complains for somebody.
        Complainant,
        /// A staff member complained of, once informed.
        Accused,
        /// Another staff member involved, once informed.
        InvolvedStaff,
        /// Sits on the commission in this case.
        CommissionMember,
        /// Keeps the commission's papers in this case.
        Secretary,
        /// Holds the board's office and takes no part in the case in another way.
        Board,
        /// Named in the case and not told of it yet: for them it does not exist (S37).
        Uninformed,
        /// Has nothing to do with the case, or no longer has.
        Outsider,
    }

    /// What somebody is in a case, whether or not they may look at it yet.
    Role {
        /// Who complains, or complains for somebody.
        Complainant,
        /// Whom the complaint is about.
        Accused,
        /// Another staff member involved.
        InvolvedStaff,
        /// Sits on the commission.
        CommissionMember,
        /// Keeps the commission's papers.
        Secretary,
    }

    /// The seats of a commission, and its secretary (S15).
    SeatKind {
        /// The staff member or manager whom the board appoints.
        BoardAppointee,
        /// The representative of the staff.
        StaffRepresentative,
        /// The independent third.
        IndependentThird,
        /// Not a seat that judges: keeps the papers.
        Secretary,
    }

    /// An office held in an organisation.
    Office {
        /// May be seated in a commission.
        CommissionMember,
        /// May be a commission's secretary.
        Secretary,
        /// Acts for the board.
        Board,
        /// Runs a location or a team.
        Manager,
        /// The independent complaints officer.
        ComplaintsOfficer,
        /// Manages accounts and settings, and inspects no case.
        Administrator,
    }

    /// In which capacity somebody complains (S1).
    Capacity {
        /// The client themselves.
        Client,
        /// The legal representative of the client.
        LegalRepresentative,
        /// Next of kin of a client who died.
        NextOfKin,
        /// Somebody else with an interest.
        OtherInterestedPerson,
    }

    /// Where a case is in its procedure.
    Phase {
        /// Filed and official; the terms run.
        Filed,
        /// Taken up by the commission.
        Admissible,
        /// The hearing has a date.
        HearingScheduled,
        /// The hearing was held; the commission deliberates.
        Heard,
        /// The verdict is out.
        VerdictIssued,
        /// The board has said whether, and which, measures follow.
        MeasuresDecided,
        /// Ended with a closing letter.
        Closed,
        /// Not taken up, with reasons.
        NotTakenUp,
        /// Withdrawn by the complainant.
        Withdrawn,
    }

    /// What is complained of.
    GrievanceKind {
        /// Conduct.
        Conduct,
        /// Something said or written.
        Utterance,
        /// Something done or left undone.
        Act,
    }

    /// The nature of a complaint, as the register counts it.
    Nature {
        /// How somebody was treated.
        Treatment,
        /// What was told, or not told.
        Information,
        /// The quality of the guidance.
        Quality,
        /// Agreements, planning and reachability.
        Organisation,
        /// Privacy and personal data.
        Privacy,
        /// A decision.
        Decision,
        /// Something else.
        Other,
    }

    /// On what ground a complaint need not be taken up (S11).
    Ground {
        /// Another organisation handles or handled it.
        HandledElsewhere,
        /// It concerns facts of more than twelve months before filing.
        TooLongAgo,
        /// Objection or appeal is open with the commissioning body.
        ObjectionOrAppealOpen,
        /// It is anonymous.
        Anonymous,
        /// It concerns a third party whom the organisation hired.
        HiredThirdParty,
    }

    /// What a ruling says of a grievance.
    RulingOutcome {
        /// The grievance is founded.
        Founded,
        /// The grievance is unfounded.
        Unfounded,
    }

    /// To whom the organisation owes that a term is met.
    OwedTo {
        /// The complainant's side.
        Complainant,
        /// Both parties.
        Parties,
    }

    /// Why a letter was written.
    LetterKind {
        /// The complaint was received.
        Acknowledgement,
        /// The complaint is taken up.
        TakenUp,
        /// The complaint is not taken up, and why.
        NotTakenUp,
        /// An accused or involved staff member is informed of the case.
        Notice,
        /// Whether, and which, measures follow.
        Measures,
        /// The end: procedure followed, outcome, lead time.
        Closing,
    }

    /// Whom a letter or a request for documents is addressed to.
    Addressee {
        /// The complainant.
        Complainant,
        /// One accused or involved staff member, or in a request the accused.
        Accused,
        /// The organisation, by its board.
        Organisation,
    }

    /// A thing that can be inspected. Each row of the table in `domain.md`, section 4, is one or more of these.
    Thing {
        /// That the case exists, its phase and its procedure.
        Case,
        /// The complaint: its grievances, its nature, the wished-for solution.
        Complaint,
        /// Who takes part.
        Participant,
        /// Address, phone and mail of the complainant.
        ComplainantContact,
        /// Address, phone and mail of a staff member in the case.
        StaffContact,
        /// A document of the dossier.
        DossierDocument,
        /// What the commission asked to be handed in.
        DocumentRequest,
        /// Date and place of a hearing.
        Hearing,
        /// Who is summoned to a hearing.
        Summons,
        /// The minutes of a hearing.
        Minutes,
        /// The commission's notes of its deliberation.
        Deliberation,
        /// A verdict that is not issued yet.
        DraftVerdict,
        /// A verdict that is out.
        IssuedVerdict,
        /// A measure that the board has not decided on yet.
        ProposedMeasure,
        /// A measure that the board decided on.
        DecidedMeasure,
        /// A letter to the complainant.
        LetterToComplainant,
        /// A letter to an accused or involved staff member.
        LetterToStaff,
        /// A deadline owed to the complainant.
        DeadlineToComplainant,
        /// A deadline owed to both parties.
        DeadlineToParties,
    }

    /// What happened, for the timeline and for the terms that run from it or are met by it.
    EventKind {
        /// The complaint was filed.
        Filed,
        /// Its receipt was acknowledged.
        Acknowledged,
        /// A seat of the commission was taken.
        MemberSeated,
        /// The complaint was taken up.
        TakenUp,
        /// The complaint was not taken up.
        NotTakenUp,
        /// Who is meant by a name in the complaint was established.
        StaffIdentified,
        /// An involved staff member was named.
        StaffInvolved,
        /// An accused or involved staff member was informed.
        StaffInformed,
        /// A document entered the dossier.
        DocumentAdmitted,
        /// Documents were asked for.
        DocumentsRequested,
        /// A hearing was given a date.
        HearingScheduled,
        /// A hearing was held.
        HearingHeld,
        /// Minutes were made and sent.
        MinutesRecorded,
        /// The commission deliberated.
        Deliberated,
        /// A verdict was drafted.
        VerdictDrafted,
        /// The verdict was issued.
        VerdictIssued,
        /// A measure was recorded.
        MeasureRecorded,
        /// The measures were decided and told.
        MeasuresDecided,
        /// A measure was carried out.
        MeasureCarriedOut,
        /// The case was closed.
        Closed,
        /// The complainant withdrew the complaint.
        Withdrawn,
    }

    /// A language of the product.
    Language {
        /// Dutch.
        Nl,
        /// English.
        En,
    }

    /// What an upload is for, which decides under which prefix and key it is kept (S31).
    Destination {
        /// For the dossier.
        Dossier,
        /// On condition that the other party may not see it.
        Withheld,
    }
}

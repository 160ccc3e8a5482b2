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
        /// Stands beside the complainant: a lay person whom the complainant invited.
        ConfidantOfComplainant,
        /// Stands beside an accused: a lay person whom that accused invited.
        ConfidantOfAccused,
        /// Runs a step before the commission or the officer, or registered the signal.
        Manager,
        /// Handles the complaint alone: the independent complaints officer, or another handler.
        Officer,
        /// Sits on the commission in this case.
        CommissionMember,
        /// Keeps the commission's papers in this case.
        Secretary,
        /// Holds the board's office and takes no part in the case in another way.
        Board,
        /// Named in the case and not told of it yet: for them it does not exist (S37).
        Uninformed,
        /// Takes part and has not accepted the confidentiality duty yet: sees that the case exists, and the duty (S35).
        Unbound,
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
        /// A lay person on one party's side.
        Confidant,
        /// Runs a step before the commission or the officer, or registered the signal.
        Manager,
        /// Handles the complaint alone.
        Officer,
        /// Sits on the commission.
        CommissionMember,
        /// Keeps the commission's papers.
        Secretary,
    }

    /// The seats of those who judge, and the commission's secretary (S15).
    SeatKind {
        /// The staff member or manager whom the board appoints.
        BoardAppointee,
        /// The representative of the staff.
        StaffRepresentative,
        /// The independent third.
        IndependentThird,
        /// The independent complaints officer, who judges alone.
        ComplaintsOfficer,
        /// Somebody who had no part in the conduct, and handles the complaint alone.
        Handler,
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
        /// Acts in the board's place where the board itself is complained of (S9).
        Supervisor,
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
        /// A signal was registered: a concern, dissatisfaction or complaint that is talked about, and not official yet.
        Signalled,
        /// An oral complaint was written down and waits for the complainant to confirm it.
        Unconfirmed,
        /// Official, and received by the body of its step; the terms run.
        Filed,
        /// Taken up.
        Admissible,
        /// The hearing has a date.
        HearingScheduled,
        /// The hearing was held, or waived; those who judge deliberate.
        Heard,
        /// The body of a step without a hearing has answered in writing.
        Responded,
        /// The verdict is out.
        VerdictIssued,
        /// The board has said whether, and which, measures follow.
        MeasuresDecided,
        /// Ended to satisfaction without a judgement (S8).
        Settled,
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
        /// There will be no hearing, and why.
        HearingWaived,
        /// The written answer to the complaint.
        Response,
        /// A term is extended, suspended or runs again, and why.
        TermNotice,
        /// The complaint goes to, or went to, another body.
        Forwarding,
        /// The complaint was solved.
        Settlement,
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
        /// That the case exists.
        Existence,
        /// The case itself: its phase, its procedure, its course.
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
        /// Date, participants and outcome of a talk in a step.
        StepRecord,
        /// What was noted of such a talk.
        StepNote,
        /// A care document for which consent is not given, or no longer (S18).
        CareDocument,
        /// A consent, and its revocation (S19).
        Consent,
        /// Who stands beside a party.
        Confidant,
        /// What a party and their confidant note for themselves.
        ConfidantNote,
        /// That somebody who judges was challenged.
        Challenge,
        /// Where the complaint was forwarded to.
        Forwarding,
        /// What the organisation has to do after the end.
        Task,
        /// How satisfied the complainant is with the handling.
        Satisfaction,
    }

    /// What happened, for the timeline and for the terms that run from it or are met by it.
    EventKind {
        /// A signal was registered.
        Registered,
        /// An oral complaint was written down.
        TakenDown,
        /// The complaint became official.
        Filed,
        /// The body of a step received it.
        Received,
        /// A talk of a step was recorded.
        StepRecorded,
        /// Somebody was asked to run a step.
        ManagerAssigned,
        /// Those who judge had contact with the complainant.
        ContactMade,
        /// An oral explanation was offered.
        ExplanationOffered,
        /// An oral explanation was held.
        ExplanationHeld,
        /// The complainant wants no oral explanation.
        ExplanationDeclined,
        /// The complaint was answered in writing.
        Responded,
        /// It was solved.
        Settled,
        /// Its receipt was acknowledged.
        Acknowledged,
        /// A seat of those who judge was taken.
        MemberSeated,
        /// A seat came free, or the part of somebody who ran a step ended.
        MemberLeft,
        /// Somebody who judges was challenged.
        Challenged,
        /// That challenge was decided on.
        ChallengeDecided,
        /// The board is complained of, and another acts in its place (S9).
        BoardReplaced,
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
        /// A document left the dossier, because consent was revoked (S18).
        DocumentLeft,
        /// A care document was supplied.
        CareDocumentSupplied,
        /// Consent was given.
        ConsentGiven,
        /// Consent was revoked.
        ConsentRevoked,
        /// Somebody stands beside a party from now on.
        ConfidantJoined,
        /// Somebody no longer does.
        ConfidantLeft,
        /// Documents were asked for.
        DocumentsRequested,
        /// A hearing was given a date.
        HearingScheduled,
        /// A hearing was held.
        HearingHeld,
        /// There will be no hearing, and why.
        HearingWaived,
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
        /// A term was extended.
        TermExtended,
        /// The terms were suspended.
        TermsSuspended,
        /// The terms run again.
        TermsResumed,
        /// The complaint was sent to another body.
        Forwarded,
        /// What came of it there was recorded.
        ForwardingEnded,
        /// The complainant said how satisfied they are with the handling.
        SatisfactionGiven,
        /// The organisation did what it had to do after the end.
        TaskDone,
    }

    /// How a signal or complaint came in.
    Channel {
        /// The portal.
        Portal,
        /// The form on the website.
        WebForm,
        /// A letter.
        Letter,
        /// A mail.
        Email,
        /// By phone.
        Phone,
        /// In person.
        InPerson,
    }

    /// Whether an official complaint was made by word of mouth or in writing: terms can differ.
    Manner {
        /// By word of mouth, then written down and confirmed.
        Oral,
        /// In writing.
        Written,
    }

    /// What a signal is (S3).
    SignalKind {
        /// A concern.
        Concern,
        /// Dissatisfaction.
        Dissatisfaction,
        /// A complaint.
        Complaint,
        /// Praise.
        Praise,
    }

    /// What kind of step of a procedure it is.
    StepKind {
        /// Talks, in search of a solution.
        Informal,
        /// A body answers in writing, without a hearing.
        Response,
        /// A commission or an officer hears both sides and judges.
        Judgement,
    }

    /// What a talk came to.
    StepOutcome {
        /// Solved.
        Solved,
        /// Not solved.
        NotSolved,
        /// Somebody whom it needs declined the talk.
        Declined,
    }

    /// What is held.
    MeetingKind {
        /// A hearing of both sides.
        Hearing,
        /// The complainant explains the complaint.
        OralExplanation,
    }

    /// What a consent is for (S18, S19).
    ConsentPurpose {
        /// Care documents go to those who judge, and so into the dossier.
        CareDocuments,
        /// Others are contacted.
        ContactOthers,
        /// Personal data are passed to others.
        ShareData,
        /// The complaint is sent to another body.
        Forwarding,
    }

    /// What follows when a complaint is not taken up on a ground (S11).
    Consequence {
        /// Nothing.
        Nothing,
        /// It is forwarded to whom it belongs to.
        Forward,
        /// It is passed on, and the organisation oversees until the outcome is known.
        PassOnAndOversee,
    }

    /// What is left to do after the end of a case (S13, S23).
    TaskKind {
        /// Discuss internally what can be improved structurally.
        InternalDiscussion,
        /// Tell the staff member what came of it.
        FeedbackToStaff,
        /// See to it that a forwarded complaint is handled.
        Oversight,
    }

    /// What was decided on a challenge.
    ChallengeOutcome {
        /// The member goes.
        Upheld,
        /// The member stays.
        Dismissed,
    }

    /// Who has to see to it that a term is met.
    Responsible {
        /// The board.
        Board,
        /// The manager of a step.
        Manager,
        /// The commission.
        Commission,
        /// The officer or handler.
        Officer,
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

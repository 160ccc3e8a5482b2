//! Who may inspect what: the table of the domain page, section 4, and nothing else.
//!
//! The store enumerates [`may_inspect`] to build its SQL, so a change here is a change of every query.
//! Withheld documents (S31) are not in this table on purpose: for everybody but their submitter they do not exist,
//! and the submitter reaches them through a module of their own.

use entity::words::{Phase, Standing, Thing};

/// How much of a kind of thing a standing may inspect in one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grant {
    /// It does not exist for them.
    Nothing,
    /// What is their own: a letter to them, a hearing they are summoned to, their own contact details.
    Own,
    /// All there is of it in the case.
    Everything,
}

/// Whether somebody who looks at a case in `standing` may inspect `thing` while the case is in `phase`.
///
/// Source: IZW, WIJ 8-10, S9, S30, S35-S37. An uninformed accused and an outsider inspect nothing, in any phase; who has not
/// accepted the confidentiality duty finds that the case exists.
#[must_use]
pub fn may_inspect(standing: Standing, thing: Thing, _phase: Phase) -> Grant {
    let [complainant, accused, involved, manager, officer, member, secretary, board] = row(thing);
    match standing {
        // Who stands beside a party looks with that party's eyes; the party's own is theirs.
        Standing::Complainant | Standing::ConfidantOfComplainant => complainant,
        Standing::Accused | Standing::ConfidantOfAccused => accused,
        Standing::InvolvedStaff => involved,
        Standing::Manager => manager,
        Standing::Officer => officer,
        Standing::CommissionMember => member,
        Standing::Secretary => secretary,
        Standing::Board => board,
        Standing::Unbound if thing == Thing::Existence => Grant::Everything,
        Standing::Unbound | Standing::Uninformed | Standing::Outsider => Grant::Nothing,
    }
}

/// One row of the table. No phase changes any cell so far: what waits for a moment (a verdict that is issued, a
/// measure that is decided, a consent that is given) is a thing of its own, and an accused before that moment is `Uninformed`.
#[rustfmt::skip]
fn row(thing: Thing) -> [Grant; 8] {
    const Y: Grant = Grant::Everything;
    const O: Grant = Grant::Own;
    const N: Grant = Grant::Nothing;
    match thing {
        //                                complainant's side
        //                                |  accused's side
        //                                |  |  involved staff
        //                                |  |  |  manager of a step
        //                                |  |  |  |  officer
        //                                |  |  |  |  |  seated commission
        //                                |  |  |  |  |  |  secretary
        //                                |  |  |  |  |  |  |  board
        Thing::Existence             => [ Y, Y, Y, Y, Y, Y, Y, Y ],
        Thing::Case                  => [ Y, Y, Y, Y, Y, Y, Y, Y ],
        Thing::Complaint             => [ Y, Y, Y, Y, Y, Y, Y, Y ],
        Thing::Participant           => [ Y, Y, Y, Y, Y, Y, Y, Y ],
        Thing::Confidant             => [ O, O, N, N, Y, Y, Y, Y ],
        Thing::ConfidantNote         => [ O, O, N, N, N, N, N, N ],
        Thing::ComplainantContact    => [ Y, N, N, N, Y, N, Y, Y ],
        Thing::StaffContact          => [ N, O, O, N, Y, N, Y, Y ],
        Thing::StepRecord            => [ O, O, O, O, Y, Y, Y, Y ],
        Thing::StepNote              => [ O, O, O, O, O, O, O, O ],
        Thing::DossierDocument       => [ Y, Y, Y, N, Y, Y, Y, Y ],
        Thing::DocumentRequest       => [ Y, Y, N, N, Y, Y, Y, Y ],
        Thing::CareDocument          => [ Y, N, N, O, N, N, N, N ],
        Thing::Consent               => [ Y, N, N, O, Y, Y, Y, Y ],
        Thing::Challenge             => [ Y, Y, N, N, Y, Y, Y, Y ],
        Thing::Hearing               => [ Y, Y, O, N, Y, Y, Y, Y ],
        Thing::Summons               => [ Y, Y, O, N, Y, Y, Y, Y ],
        Thing::Minutes               => [ Y, Y, Y, N, Y, Y, Y, Y ],
        Thing::Deliberation          => [ N, N, N, N, Y, Y, Y, N ],
        Thing::DraftVerdict          => [ N, N, N, N, Y, Y, Y, N ],
        Thing::IssuedVerdict         => [ Y, Y, Y, N, Y, Y, Y, Y ],
        Thing::ProposedMeasure       => [ N, N, N, N, N, N, N, Y ],
        Thing::DecidedMeasure        => [ Y, Y, N, O, Y, Y, Y, Y ],
        Thing::LetterToComplainant   => [ Y, N, N, N, Y, Y, Y, Y ],
        Thing::LetterToStaff         => [ N, O, O, N, Y, Y, Y, Y ],
        Thing::DeadlineToComplainant => [ Y, N, N, O, Y, Y, Y, Y ],
        Thing::DeadlineToParties     => [ Y, Y, N, O, Y, Y, Y, Y ],
        Thing::Forwarding            => [ Y, N, N, N, Y, Y, Y, Y ],
        Thing::Task                  => [ N, N, N, N, N, N, N, Y ],
        Thing::Satisfaction          => [ Y, N, N, N, N, N, N, Y ],
    }
}

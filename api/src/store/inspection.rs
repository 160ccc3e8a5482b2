//! From rules to SQL: for every entity, the condition under which a viewer may inspect a row.
//!
//! The condition is made of what [`may_inspect`] says of every standing, thing and phase, so that SQL and rules cannot
//! drift apart. No decision is written here: an entity says which [`Thing`] a row is and what makes it somebody's own.

use std::{collections::HashMap, sync::LazyLock};

use entity::{
    care_document, case, case_invitation, challenge, citation, complaint_draft, confidant_note, confidentiality, consent, contact,
    deadline, deliberation, document, document_request, dossier_seal, event, forwarding, grievance, hearing, letter, measure, minutes,
    office, organisation, participant, person, ruling, satisfaction, step_attendance, step_note, step_record, summons, suspension, task,
    upload, verdict,
    words::{Addressee, OwedTo, Phase, Role, Standing, Thing},
};
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, EntityTrait, IntoSimpleExpr,
    sea_query::{CaseStatement, Expr, ExprTrait, Func, IntoColumnRef, Query, SelectStatement, SubQueryStatement},
};
use uuid::Uuid;

use super::session::Viewer;
#[cfg(feature = "proof")]
use crate::leak::{self, Leak};
use crate::rules::{
    disclosure,
    inspection::{Grant, may_inspect},
};

/// An entity that says who may inspect its rows. Without this it cannot be read through a session.
pub trait Inspectable: EntityTrait {
    /// The condition, on this entity's own table, under which `viewer` may inspect a row.
    fn visible_to(viewer: &Viewer) -> Condition;
}

/// An entity whose rows belong to a case.
pub trait OfCase: Inspectable {
    /// The column that names the case.
    const CASE: Self::Column;

    /// The case that a row belongs to.
    fn case_of(row: &Self::Model) -> Uuid;

    /// In which order its rows are told. The last column makes the order total.
    fn order() -> Vec<Self::Column>;

    /// The people whom a row names, so that they can be fetched together.
    fn people(_: &Self::Model) -> Vec<Uuid> {
        Vec::new()
    }
}

/// The alias under which a viewer's own participation is looked up.
const SEEN: &str = "seen";

/// What the rules let somebody inspect of a thing: the phases in which that is everything, and those in which it is their own.
#[derive(Debug, Default, PartialEq, Eq)]
struct Granted {
    everything: Vec<Phase>,
    own: Vec<Phase>,
}

/// What the rules grant, asked once: they are pure.
static GRANTED: LazyLock<HashMap<(Standing, Thing), Granted>> = LazyLock::new(|| {
    let each = Standing::all().flat_map(|standing| Thing::all().map(move |thing| (standing, thing)));
    let granted = |(standing, thing)| {
        let phases = |wanted| Phase::all().filter(move |phase| may_inspect(standing, thing, *phase) == wanted).collect();
        ((standing, thing), Granted { everything: phases(Grant::Everything), own: phases(Grant::Own) })
    };
    each.map(granted).collect()
});

/// Which rows are which thing.
enum Guard {
    /// Every row.
    Always,
    /// Rows for which this holds.
    When(Expr),
}

/// The condition that `viewer` may inspect rows of the case `case_id`, where `things` says which row is which thing
/// and `own` when a row of that thing is the viewer's own.
fn visible(viewer: &Viewer, case_id: impl IntoColumnRef, things: &[(Guard, Thing)], own: impl Fn(Thing) -> Option<Expr>) -> Condition {
    let case_id = Expr::col(case_id.into_column_ref());
    let mut any = Condition::any();
    // Standings to which the rules grant the same are one branch.
    let mut by_grants: Vec<(Vec<Standing>, Vec<&Granted>)> = Vec::new();
    for standing in Standing::all() {
        let grants: Vec<_> = things.iter().filter_map(|(_, thing)| GRANTED.get(&(standing, *thing))).collect();
        if grants.iter().all(|granted| **granted == Granted::default()) {
            continue;
        }
        match by_grants.iter_mut().find(|(_, known)| *known == grants) {
            Some((standings, _)) => standings.push(standing),
            None => by_grants.push((vec![standing], grants)),
        }
    }
    for (standings, grants) in by_grants {
        let rows = rows_of(&case_id, things, &grants, &own);
        let by = looks_as(viewer, &case_id, &standings);
        any = any.add(match rows {
            Some(rows) => Condition::all().add(by).add(rows),
            None => by,
        });
    }
    // An empty `any` would be left out of the SQL, and so hold for every row.
    if any.is_empty() { any.add(never()) } else { any }
}

/// Whether the viewer looks at a case in one of these standings.
pub(super) fn looks_as(viewer: &Viewer, case_id: &Expr, standings: &[Standing]) -> Condition {
    let mut seated = participation(viewer, case_id);
    let words = standings.iter().map(ActiveEnum::to_value);
    let stands = Expr::col((SEEN, participant::Column::Standing)).is_in(words);
    #[cfg(feature = "proof")]
    let stands = if leak::on(Leak::StaleRight) && standings.contains(&Standing::ConfidantOfComplainant) {
        stands.or(Expr::col((SEEN, participant::Column::Role)).eq(Role::Confidant))
    } else {
        stands
    };
    seated.and_where(stands);
    let by = Condition::any().add(Expr::exists(seated));
    // Whoever acts for the board looks as the board once they accepted the confidentiality duty (S35).
    let accepted = accepted(viewer, case_id);
    let by_office = match (standings.contains(&Standing::Board), standings.contains(&Standing::Unbound)) {
        _ if !viewer.acts_for_board() => None,
        (true, true) => Some(office_of_board(viewer, case_id)),
        (true, false) => Some(office_of_board(viewer, case_id).add(Expr::exists(accepted))),
        (false, true) => Some(office_of_board(viewer, case_id).add(Expr::not_exists(accepted))),
        (false, false) => None,
    };
    match by_office {
        Some(by_office) => by.add(by_office),
        None => by,
    }
}

/// Which rows the grants reach, a grant for each thing; `None` for all of them.
fn rows_of(case_id: &Expr, things: &[(Guard, Thing)], grants: &[&Granted], own: &impl Fn(Thing) -> Option<Expr>) -> Option<Condition> {
    let mut rows = Condition::any();
    for ((guard, thing), granted) in things.iter().zip(grants) {
        for (grant, phases) in [(Grant::Everything, &granted.everything), (Grant::Own, &granted.own)] {
            if phases.is_empty() {
                continue;
            }
            let mut row = Condition::all();
            if let Guard::When(holds) = guard {
                row = row.add(holds.clone());
            }
            if grant == Grant::Own {
                row = row.add(own(*thing).unwrap_or_else(never));
            }
            if phases.len() < Phase::all().count() {
                row = row.add(
                    case_id.clone().in_subquery(
                        Query::select()
                            .column(case::Column::Id)
                            .from(case::Entity)
                            .and_where(case::Column::Phase.is_in(phases.iter().copied()))
                            .to_owned(),
                    ),
                );
            }
            if row.is_empty() {
                return None;
            }
            rows = rows.add(row);
        }
    }
    Some(if rows.is_empty() { rows.add(never()) } else { rows })
}

/// The viewer's own participation in the case: at most one row, since standing is singular (S36).
fn participation(viewer: &Viewer, case_id: &Expr) -> SelectStatement {
    Query::select()
        .expr(one())
        .from_as(participant::Entity, SEEN)
        .and_where(Expr::col((SEEN, participant::Column::CaseId)).eq(case_id.clone()))
        .and_where(Expr::col((SEEN, participant::Column::PersonId)).eq(viewer.person()))
        .to_owned()
}

/// The viewer's own acceptance of the confidentiality duty in the case.
fn accepted(viewer: &Viewer, case_id: &Expr) -> SelectStatement {
    Query::select()
        .expr(one())
        .from_as(confidentiality::Entity, "accepted")
        .and_where(Expr::col(("accepted", confidentiality::Column::CaseId)).eq(case_id.clone()))
        .and_where(Expr::col(("accepted", confidentiality::Column::PersonId)).eq(viewer.person()))
        .to_owned()
}

/// Whether a column names the viewer, or the person beside whom the viewer stands in the case.
fn on_my_side(viewer: &Viewer, case_id: impl IntoColumnRef, person: impl IntoColumnRef) -> Expr {
    let person = Expr::col(person.into_column_ref());
    let mut beside = participation(viewer, &Expr::col(case_id.into_column_ref()));
    beside.and_where(Expr::col((SEEN, participant::Column::AssistsId)).eq(person.clone()));
    person.eq(viewer.person()).or(Expr::exists(beside))
}

/// Who acts for the board in the case, unless they take part in it in any other way (S9, S36).
fn office_of_board(viewer: &Viewer, case_id: &Expr) -> Condition {
    let here = Query::select()
        .expr(one())
        .from_as(case::Entity, "owned")
        .and_where(Expr::col(("owned", case::Column::Id)).eq(case_id.clone()))
        .and_where(Expr::col(("owned", case::Column::OrganisationId)).eq(viewer.organisation()))
        .and_where(Expr::col(("owned", case::Column::BoardOffice)).is_in(viewer.board_offices().map(|office| office.to_value())))
        .to_owned();
    Condition::all().add(Expr::exists(here)).add(Expr::not_exists(participation(viewer, case_id)))
}

/// What an `EXISTS` selects.
fn one() -> Expr {
    Expr::Constant(1.into())
}

/// A condition that holds for no row.
fn never() -> Expr {
    Expr::Constant(false.into())
}

fn always(thing: Thing) -> [(Guard, Thing); 1] {
    [(Guard::Always, thing)]
}

fn nobodys_own(_: Thing) -> Option<Expr> {
    None
}

/// The standing in which the viewer looks at the case of the row at hand, as one of the words of [`Standing`].
pub(super) fn standing(viewer: &Viewer) -> Expr {
    let case_id = case::Column::Id.into_simple_expr();
    let mut seat = participation(viewer, &case_id);
    seat.clear_selects().column((SEEN, participant::Column::Standing));
    let word = |standing: Standing| Expr::val(standing.to_value());
    let otherwise = if viewer.acts_for_board() {
        let here = case::Column::BoardOffice.is_in(viewer.board_offices());
        let bound = Expr::exists(accepted(viewer, &case_id));
        CaseStatement::new()
            .case(here.clone().and(bound), word(Standing::Board))
            .case(here, word(Standing::Unbound))
            .finally(word(Standing::Outsider))
            .into()
    } else {
        word(Standing::Outsider)
    };
    Func::coalesce([Expr::from(SubQueryStatement::SelectStatement(seat)), otherwise]).into()
}

macro_rules! of_case {
    ($module:ident, order: [$($order:ident),+] $(, people: $people:expr)? ) => {
        impl OfCase for $module::Entity {
            const CASE: $module::Column = $module::Column::CaseId;

            fn case_of(row: &$module::Model) -> Uuid {
                row.case_id
            }

            fn order() -> Vec<$module::Column> {
                vec![$($module::Column::$order),+]
            }

            $(fn people(row: &$module::Model) -> Vec<Uuid> {
                let people: fn(&$module::Model) -> Vec<Uuid> = $people;
                people(row)
            })?
        }
    };
}

impl Inspectable for case::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, case::Column::Id), &always(Thing::Existence), nobodys_own)
    }
}

/// The condition under which a case is open to the viewer: they accepted the confidentiality duty (S35).
pub(super) fn open_to(viewer: &Viewer) -> Condition {
    visible(viewer, (case::Entity, case::Column::Id), &always(Thing::Case), nobodys_own)
}

impl Inspectable for grievance::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, grievance::Column::CaseId), &always(Thing::Complaint), nobodys_own)
    }
}
of_case!(grievance, order: [Ordinal, Id]);

impl Inspectable for participant::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        let things = Role::all().map(|role| (Guard::When(participant::Column::Role.eq(role)), disclosure::participant(role)));
        visible(viewer, (Self, participant::Column::CaseId), &things.collect::<Vec<_>>(), |_| {
            let (case_id, person) = ((Self, participant::Column::CaseId), participant::Column::PersonId.eq(viewer.person()));
            Some(person.or(on_my_side(viewer, case_id, (Self, participant::Column::AssistsId))))
        })
    }
}
of_case!(participant, order: [Since, Role, Name, Id], people: |row| row.person_id.into_iter().chain(row.assists_id).collect());

impl Inspectable for contact::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        let things = Role::all().map(|role| (Guard::When(contact::Column::Role.eq(role)), disclosure::contact(role))).collect::<Vec<_>>();
        visible(viewer, (Self, contact::Column::CaseId), &things, |_| {
            let mine = Query::select()
                .expr(one())
                .from_as(participant::Entity, "mine")
                .and_where(Expr::col(("mine", participant::Column::Id)).equals((Self, contact::Column::ParticipantId)))
                .and_where(on_my_side(viewer, ("mine", participant::Column::CaseId), ("mine", participant::Column::PersonId)))
                .to_owned();
            Some(Expr::exists(mine))
        })
    }
}
of_case!(contact, order: [Id]);

impl Inspectable for document::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        // What left the dossier is nothing that the rules know.
        let things = [(Guard::When(document::Column::LeftAt.is_null()), Thing::DossierDocument)];
        visible(viewer, (Self, document::Column::CaseId), &things, nobodys_own)
    }
}
of_case!(document, order: [AdmittedAt, Id], people: |row| vec![row.submitted_by]);

impl Inspectable for document_request::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, document_request::Column::CaseId), &always(Thing::DocumentRequest), nobodys_own)
    }
}
of_case!(document_request, order: [RequestedAt, Id]);

/// Whether the viewer is summoned to the hearing that a column names.
fn summoned(viewer: &Viewer, hearing_id: impl IntoColumnRef) -> Expr {
    let to_it = Query::select()
        .expr(one())
        .from_as(summons::Entity, "to_it")
        .and_where(Expr::col(("to_it", summons::Column::HearingId)).eq(Expr::col(hearing_id.into_column_ref())))
        .and_where(Expr::col(("to_it", summons::Column::PersonId)).eq(viewer.person()))
        .to_owned();
    Expr::exists(to_it)
}

impl Inspectable for hearing::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, hearing::Column::CaseId), &always(Thing::Hearing), |_| Some(summoned(viewer, (Self, hearing::Column::Id))))
    }
}
of_case!(hearing, order: [ScheduledAt, Id]);

impl Inspectable for summons::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, summons::Column::CaseId), &always(Thing::Summons), |_| Some(summons::Column::PersonId.eq(viewer.person())))
    }
}
of_case!(summons, order: [Id]);

impl Inspectable for minutes::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, minutes::Column::CaseId), &always(Thing::Minutes), nobodys_own)
    }
}
of_case!(minutes, order: [RecordedAt, Id]);

impl Inspectable for deliberation::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, deliberation::Column::CaseId), &always(Thing::Deliberation), nobodys_own)
    }
}
of_case!(deliberation, order: [WrittenAt, Id], people: |row| vec![row.author_id]);

impl Inspectable for verdict::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        let things = [
            (Guard::When(verdict::Column::IssuedAt.is_not_null()), Thing::IssuedVerdict),
            (Guard::When(verdict::Column::IssuedAt.is_null()), Thing::DraftVerdict),
        ];
        visible(viewer, (Self, verdict::Column::CaseId), &things, nobodys_own)
    }
}
of_case!(verdict, order: [DraftedAt, Id]);

/// What belongs to a verdict is visible as the verdict is.
fn with_verdict(viewer: &Viewer, verdict_id: Expr) -> Condition {
    let verdict = Query::select()
        .expr(one())
        .from(verdict::Entity)
        .and_where(Expr::col((verdict::Entity, verdict::Column::Id)).eq(verdict_id))
        .cond_where(verdict::Entity::visible_to(viewer))
        .to_owned();
    Condition::all().add(Expr::exists(verdict))
}

impl Inspectable for ruling::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        with_verdict(viewer, Expr::col((Self, ruling::Column::VerdictId)))
    }
}
of_case!(ruling, order: [GrievanceId, Id]);

impl Inspectable for citation::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        with_verdict(viewer, Expr::col((Self, citation::Column::VerdictId)))
    }
}
of_case!(citation, order: [RulingId, DocumentId, Id]);

impl Inspectable for dossier_seal::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        with_verdict(viewer, Expr::col((Self, dossier_seal::Column::VerdictId)))
    }
}
of_case!(dossier_seal, order: [DocumentId, Id]);

impl Inspectable for measure::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        let things = [
            (Guard::When(measure::Column::DecidedAt.is_not_null()), Thing::DecidedMeasure),
            (Guard::When(measure::Column::DecidedAt.is_null()), Thing::ProposedMeasure),
        ];
        visible(viewer, (Self, measure::Column::CaseId), &things, |_| Some(measure::Column::OwnerId.eq(viewer.person())))
    }
}
of_case!(measure, order: [RecordedAt, Id], people: |row| vec![row.owner_id]);

impl Inspectable for letter::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        let things = [
            (Guard::When(letter::Column::Addressee.eq(Addressee::Complainant)), Thing::LetterToComplainant),
            (Guard::When(letter::Column::Addressee.eq(Addressee::Accused)), Thing::LetterToStaff),
        ];
        visible(viewer, (Self, letter::Column::CaseId), &things, |_| {
            Some(on_my_side(viewer, (Self, letter::Column::CaseId), (Self, letter::Column::PersonId)))
        })
    }
}
of_case!(letter, order: [SentAt, Id], people: |row| vec![row.sent_by]);

impl Inspectable for deadline::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        let things =
            OwedTo::all().map(|owed| (Guard::When(deadline::Column::OwedTo.eq(owed)), disclosure::deadline(owed))).collect::<Vec<_>>();
        visible(viewer, (Self, deadline::Column::CaseId), &things, |_| {
            // Those of the step that the viewer runs.
            let mut mine = participation(viewer, &Expr::col((Self, deadline::Column::CaseId)));
            mine.and_where(Expr::col((SEEN, participant::Column::Step)).equals((Self, deadline::Column::Step)));
            Some(Expr::exists(mine))
        })
    }
}
of_case!(deadline, order: [DueOn, Term, Id]);

impl Inspectable for event::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        #[cfg(feature = "proof")]
        if leak::on(Leak::RedactedEvent) {
            return visible(viewer, (Self, event::Column::CaseId), &always(Thing::Case), nobodys_own);
        }
        let things = Thing::all().map(|thing| (Guard::When(event::Column::Thing.eq(thing)), thing)).collect::<Vec<_>>();
        visible(viewer, (Self, event::Column::CaseId), &things, |thing| match thing {
            Thing::Hearing | Thing::Summons => Some(summoned(viewer, (Self, event::Column::SubjectId))),
            Thing::StepRecord => Some(attended(viewer, (Self, event::Column::SubjectId), true)),
            Thing::Confidant => {
                let named = Query::select()
                    .expr(one())
                    .from_as(participant::Entity, "named")
                    .and_where(Expr::col(("named", participant::Column::Id)).equals((Self, event::Column::SubjectId)))
                    .and_where(on_my_side(viewer, ("named", participant::Column::CaseId), ("named", participant::Column::AssistsId)))
                    .to_owned();
                Some(Expr::exists(named))
            }
            Thing::CareDocument | Thing::Consent => Some(event::Column::ActorId.eq(viewer.person())),
            Thing::DecidedMeasure => {
                let owned = Query::select()
                    .expr(one())
                    .from_as(measure::Entity, "owned_measure")
                    .and_where(Expr::col(("owned_measure", measure::Column::Id)).equals((Self, event::Column::SubjectId)))
                    .and_where(Expr::col(("owned_measure", measure::Column::OwnerId)).eq(viewer.person()))
                    .to_owned();
                Some(Expr::exists(owned))
            }
            _ => None,
        })
    }
}
of_case!(event, order: [Seq, Id], people: |row| vec![row.actor_id]);

/// Whether the viewer took part in the talk that a column names; with `side`, also whether the party did beside whom the
/// viewer stands.
fn attended(viewer: &Viewer, record_id: impl IntoColumnRef, side: bool) -> Expr {
    let (case_id, person) = (("there", step_attendance::Column::CaseId), ("there", step_attendance::Column::PersonId));
    let mine = if side { on_my_side(viewer, case_id, person) } else { Expr::col(person).eq(viewer.person()) };
    let there = Query::select()
        .expr(one())
        .from_as(step_attendance::Entity, "there")
        .and_where(Expr::col(("there", step_attendance::Column::RecordId)).eq(Expr::col(record_id.into_column_ref())))
        .and_where(mine)
        .to_owned();
    Expr::exists(there)
}

impl Inspectable for step_record::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, step_record::Column::CaseId), &always(Thing::StepRecord), |_| {
            Some(attended(viewer, (Self, step_record::Column::Id), true))
        })
    }
}
of_case!(step_record, order: [HeldOn, RecordedAt, Id], people: |row| vec![row.recorded_by]);

impl Inspectable for step_attendance::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, step_attendance::Column::CaseId), &always(Thing::StepRecord), |_| {
            Some(attended(viewer, (Self, step_attendance::Column::RecordId), true))
        })
    }
}
of_case!(step_attendance, order: [Name, Id], people: |row| row.person_id.into_iter().collect());

impl Inspectable for step_note::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, step_note::Column::CaseId), &always(Thing::StepNote), |_| {
            Some(attended(viewer, (Self, step_note::Column::RecordId), false))
        })
    }
}
of_case!(step_note, order: [WrittenAt, Id], people: |row| vec![row.author_id]);

impl Inspectable for consent::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, consent::Column::CaseId), &always(Thing::Consent), |_| Some(consent::Column::RecordedBy.eq(viewer.person())))
    }
}
of_case!(consent, order: [GivenAt, Id], people: |row| vec![row.recorded_by]);

impl Inspectable for care_document::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, care_document::Column::CaseId), &always(Thing::CareDocument), |_| {
            Some(care_document::Column::SuppliedBy.eq(viewer.person()))
        })
    }
}
of_case!(care_document, order: [SuppliedAt, Id], people: |row| vec![row.supplied_by]);

impl Inspectable for confidant_note::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, confidant_note::Column::CaseId), &always(Thing::ConfidantNote), |_| {
            Some(on_my_side(viewer, (Self, confidant_note::Column::CaseId), (Self, confidant_note::Column::SideId)))
        })
    }
}
of_case!(confidant_note, order: [WrittenAt, Id], people: |row| vec![row.author_id]);

impl Inspectable for case_invitation::Entity {
    /// Whoever gave it.
    fn visible_to(viewer: &Viewer) -> Condition {
        Condition::all().add(case_invitation::Column::InvitedBy.eq(viewer.person()))
    }
}
of_case!(case_invitation, order: [CreatedAt, Id]);

impl Inspectable for challenge::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, challenge::Column::CaseId), &always(Thing::Challenge), nobodys_own)
    }
}
of_case!(challenge, order: [MadeAt, Id], people: |row| vec![row.challenger_id]);

impl Inspectable for forwarding::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, forwarding::Column::CaseId), &always(Thing::Forwarding), nobodys_own)
    }
}
of_case!(forwarding, order: [OpenedAt, Id]);

impl Inspectable for task::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, task::Column::CaseId), &always(Thing::Task), nobodys_own)
    }
}
of_case!(task, order: [OpenedAt, Kind, Id], people: |row| row.done_by.into_iter().collect());

impl Inspectable for satisfaction::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, satisfaction::Column::CaseId), &always(Thing::Satisfaction), nobodys_own)
    }
}
of_case!(satisfaction, order: [GivenAt, Id]);

impl Inspectable for suspension::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        visible(viewer, (Self, suspension::Column::CaseId), &always(Thing::DeadlineToParties), nobodys_own)
    }
}
of_case!(suspension, order: [FromOn, Id]);

impl Inspectable for person::Entity {
    /// Oneself; the staff directory of one's organisation; who takes part in a case that one may inspect; and for an
    /// administrator every account of the organisation.
    fn visible_to(viewer: &Viewer) -> Condition {
        let mut beside = Query::select();
        beside
            .expr(one())
            .from(participant::Entity)
            .and_where(Expr::col((participant::Entity, participant::Column::PersonId)).equals((Self, person::Column::Id)));
        #[cfg(feature = "proof")]
        let narrow = !leak::on(Leak::BackEdge);
        #[cfg(not(feature = "proof"))]
        let narrow = true;
        if narrow {
            beside.cond_where(participant::Entity::visible_to(viewer));
        }
        let here = Condition::all().add(person::Column::OrganisationId.eq(viewer.organisation()));
        if viewer.administers() {
            // Who follows one case with an access code has no account to manage.
            return here.add(person::Column::AccessDigest.is_null());
        }
        let known = Condition::any()
            .add(person::Column::Id.eq(viewer.person()))
            .add(person::Column::StaffSince.is_not_null())
            .add(Expr::exists(beside));
        here.add(known)
    }
}

impl Inspectable for organisation::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        Condition::all().add(organisation::Column::Id.eq(viewer.organisation()))
    }
}

impl Inspectable for office::Entity {
    /// Who holds which office is known throughout the organisation.
    fn visible_to(viewer: &Viewer) -> Condition {
        Condition::all().add(office::Column::OrganisationId.eq(viewer.organisation()))
    }
}

impl Inspectable for upload::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        Condition::all().add(upload::Column::PersonId.eq(viewer.person()))
    }
}

impl Inspectable for complaint_draft::Entity {
    fn visible_to(viewer: &Viewer) -> Condition {
        Condition::all().add(complaint_draft::Column::PersonId.eq(viewer.person()))
    }
}

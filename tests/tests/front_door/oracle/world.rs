//! Random worlds: organisations with people and offices of every kind, and cases in every phase in which anybody may be
//! anything, written straight into the tables.

mod beside;
mod people;
mod rows;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    care_document, case, case_invitation, challenge, citation, confidant_note, confidentiality, consent, contact, deadline, deliberation,
    document, document_request, dossier_seal, event, forwarding, grievance, hearing, letter, login_session, measure, minutes, office,
    organisation, participant, person, ruling, satisfaction, step_attendance, step_note, step_record, summons, suspension, task, verdict,
    withheld_document as withheld,
    words::{Channel, EventKind, Language, Nature, Office, Phase, Standing},
};
use inzage::rules::disclosure;
use sea_orm::{ActiveModelBehavior, ActiveModelTrait, DatabaseConnection, EntityTrait, IntoActiveModel, TransactionTrait};
use uuid::Uuid;

/// Numbers that are the same for the same seed (SplitMix64).
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or_default()
    }

    fn chance(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    fn id(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes((u128::from(self.next()) << 64 | u128::from(self.next())).to_le_bytes()).into_uuid()
    }

    pub(super) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

macro_rules! world {
    ($($field:ident: $entity:ident),+ $(,)?) => {
        /// Everything that is written, in the order in which the database takes it.
        #[derive(Default)]
        pub(super) struct World { $(pub(super) $field: Vec<$entity::Model>),+ }

        impl World {
            pub(super) async fn write(&self, database: &DatabaseConnection) {
                let tx = database.begin().await.expect("a transaction");
                $(write::<$entity::Entity>(&tx, &self.$field).await;)+
                tx.commit().await.expect("written");
            }
        }
    };
}

world! {
    organisations: organisation, people: person, offices: office, log_ins: login_session, cases: case, participants: participant,
    accepted: confidentiality, contacts: contact, grievances: grievance, requests: document_request, documents: document, withheld: withheld, hearings: hearing,
    summons: summons, minutes: minutes, deliberations: deliberation, verdicts: verdict, rulings: ruling, citations: citation,
    seals: dossier_seal, measures: measure, letters: letter, deadlines: deadline, events: event, step_records: step_record,
    attendances: step_attendance, step_notes: step_note, consents: consent, care_documents: care_document,
    confidant_notes: confidant_note, invitations: case_invitation, challenges: challenge, forwardings: forwarding, tasks: task,
    satisfactions: satisfaction, suspensions: suspension,
}

async fn write<E>(tx: &sea_orm::DatabaseTransaction, rows: &[E::Model])
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelBehavior + Send,
{
    for rows in rows.chunks(500) {
        let rows = rows.iter().map(|row| row.clone().into_active_model().reset_all());
        E::insert_many(rows).exec_without_returning(tx).await.expect("rows are written");
    }
}

/// What the worlds of one run have in common.
pub(super) struct Given {
    pub(super) procedure: Uuid,
    pub(super) hash: String,
    pub(super) now: DateTime<Utc>,
}

const PEOPLE: usize = 19;
const CASES: usize = 8;
/// The steps of the procedure.
const STEPS: [&str; 4] = ["talk", "mediation", "board", "commission"];

/// A world of three organisations.
pub(super) fn random(seed: u64, given: &Given) -> World {
    let (mut random, mut world) = (Random(seed), World::default());
    for number in 0..3 {
        let organisation_id = random.id();
        let slug = format!("oracle-{:08x}-{number}", seed & 0xffff_ffff);
        world.organisations.push(organisation::Model {
            id: organisation_id,
            name: slug.clone(),
            slug,
            procedure_id: given.procedure,
            created_at: given.now,
        });
        let people: Vec<Uuid> = (0..PEOPLE).map(|at| somebody(&mut random, &mut world, given, organisation_id, at)).collect();
        for _ in 0..CASES {
            let id = random.id();
            Course { random: &mut random, world: &mut world, given, people: &people, organisation_id, id, events: 0 }.run();
        }
    }
    world
}

/// A person, staff or not, with no office, one or two; some gave one up, and some left.
fn somebody(random: &mut Random, world: &mut World, given: &Given, organisation_id: Uuid, at: usize) -> Uuid {
    let (id, since) = (random.id(), given.now - TimeDelta::days(900));
    world.people.push(person::Model {
        id,
        organisation_id,
        email: format!("somebody-{at}@oracle.example"),
        name: format!("Somebody {at}"),
        function: None,
        staff_since: (at > 2).then_some(since),
        password_hash: Some(given.hash.clone()),
        access_digest: None,
        language: Language::En,
        password_changed_at: Some(since),
        created_at: since,
        ended_at: (at > 3 && random.chance(12)).then_some(given.now),
    });
    let mut kinds: Vec<Office> = Office::all().collect();
    // Everybody but the first four may hold offices; the third and fourth act for the board, and in its place, in any case.
    let held = if at < 4 { 0 } else { random.below(3) };
    let mut offices: Vec<Office> = (0..held).map(|_| kinds.remove(random.below(kinds.len()))).collect();
    match at {
        2 => offices.push(Office::Board),
        3 => offices.push(Office::Supervisor),
        _ => {}
    }
    for kind in offices {
        let until = (at > 3 && random.chance(6)).then_some(given.now);
        world.offices.push(office::Model { id: random.id(), person_id: id, organisation_id, kind, since, until });
    }
    world.log_ins.push(login_session::Model { id, person_id: id, started_at: given.now, ended_at: None });
    id
}

/// A case in the making.
pub(super) struct Course<'a> {
    pub(super) random: &'a mut Random,
    pub(super) world: &'a mut World,
    pub(super) given: &'a Given,
    people: &'a [Uuid],
    pub(super) organisation_id: Uuid,
    pub(super) id: Uuid,
    events: i32,
}

impl Course<'_> {
    fn run(&mut self) {
        let phases: Vec<Phase> = Phase::all().collect();
        let phase = self.random.pick(&phases);
        let ended = matches!(phase, Phase::Closed | Phase::NotTakenUp | Phase::Withdrawn | Phase::Settled);
        let supervised = self.random.chance(2);
        let row = case::Model {
            id: self.id,
            organisation_id: self.organisation_id,
            procedure_id: self.given.procedure,
            reference: format!("{:016x}", self.random.next()),
            phase,
            step: self.random.pick(&STEPS).to_owned(),
            channel: Channel::Portal,
            signal: None,
            account: None,
            signature: None,
            manner: None,
            board_office: if supervised { Office::Supervisor } else { Office::Board },
            service: None,
            nature: Nature::Other,
            wished_solution: None,
            filed_at: self.given.now - TimeDelta::days(40),
            official_at: None,
            acknowledged_at: None,
            contacted_at: None,
            reading_until: None,
            hearing_waiver: None,
            suspended_at: None,
            ground: None,
            closed_at: ended.then_some(self.given.now),
            events: 0,
        };
        let at = self.world.cases.len();
        self.world.cases.push(row);
        let began = self.random.pick(&[EventKind::Registered, EventKind::TakenDown]);
        self.happened(began, None);
        self.happened(EventKind::Filed, None);
        self.happened(EventKind::Received, None);
        if supervised {
            self.happened(EventKind::BoardReplaced, None);
        }
        let parties = self.participants(phase);
        self.dossier(&parties);
        // How far it came, whatever became of it then.
        let stages = [
            Phase::Filed,
            Phase::Admissible,
            Phase::HearingScheduled,
            Phase::Heard,
            Phase::VerdictIssued,
            Phase::MeasuresDecided,
            Phase::Closed,
        ];
        let stage = stages.iter().position(|one| *one == phase).unwrap_or_else(|| match phase {
            Phase::Withdrawn => self.random.below(6),
            Phase::Settled => self.random.below(4),
            _ => 0,
        });
        self.letters(stage, phase, &parties);
        if stage >= 2 {
            self.hearings(&parties, stage >= 3);
        }
        if stage >= 3 {
            self.verdict(stage >= 4);
        }
        if stage >= 4 {
            self.measures(stage >= 5);
        }
        self.deadlines();
        self.beside(&parties);
        self.world.cases[at].events = self.events;
    }

    fn happened(&mut self, kind: EventKind, subject_id: Option<Uuid>) {
        self.happened_by(kind, subject_id, self.people[0]);
    }

    fn happened_by(&mut self, kind: EventKind, subject_id: Option<Uuid>, actor_id: Uuid) {
        self.events += 1;
        self.world.events.push(event::Model {
            id: self.random.id(),
            case_id: self.id,
            seq: self.events,
            kind,
            // As the product writes it; whether that is right is what is asked.
            thing: disclosure::tells_of(kind),
            actor_id,
            actor_standing: Standing::Board,
            subject_id,
            at: self.given.now,
        });
    }
}

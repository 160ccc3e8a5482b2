//! A database with many cases, written straight into the tables: organisations of a thousand cases and the same number of
//! people each, so that what one person sees does not depend on how many cases there are in all.
//!
//! The spread within an organisation: a complainant has 20 cases, of which 10 run; a commission member 100, of which 50
//! run; a secretary 200. Each case has the events that its course would have left, and the deadlines that follow from them.

use std::{collections::HashMap, path::Path};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    case, citation, confidentiality, contact, deadline, document, dossier_seal, event, grievance, hearing, letter, measure, minutes,
    office, organisation, participant, person, ruling, summons, verdict,
    words::{
        Addressee, Capacity, Channel, EventKind, GrievanceKind, Language, LetterKind, Manner, MeetingKind, Nature, Office, Phase, Role,
        RulingOutcome, SeatKind, Standing,
    },
};
use front_door::world::PASSWORD;
use inzage::{
    clock::Clock,
    ids,
    rules::{
        calendar::{Calendar, day_of},
        disclosure,
        procedure::Procedure,
        term,
    },
    server::{self, PROCEDURES, Settings},
};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, EntityTrait,
    IntoActiveModel, Iterable, TransactionTrait,
};
use uuid::Uuid;

/// Cases of one organisation.
const CASES: usize = 1_000;
/// Complainants of one organisation.
pub const COMPLAINANTS: usize = 50;
/// Commission members of one organisation.
pub const MEMBERS: usize = 30;
const COACHES: usize = 20;
const SECRETARIES: usize = 5;
/// Values in one statement: SQLite takes 32,766.
const VALUES: usize = 30_000;

/// What was seeded.
pub struct Seeded {
    pub organisations: Vec<Organisation>,
    pub rows: usize,
}

/// An organisation. Its people log in as `role-number@slug.example`.
pub struct Organisation {
    pub slug: String,
    pub coaches: Vec<Uuid>,
    pub managers: Vec<Uuid>,
}

/// The short name of the organisation with this number.
pub fn slug(number: usize) -> String {
    format!("org-{number}")
}

/// Numbers that look random and are the same every time (SplitMix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn id(&mut self) -> Uuid {
        let bits = u128::from(self.next()) << 64 | u128::from(self.next());
        uuid::Builder::from_random_bytes(bits.to_le_bytes()).into_uuid()
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn hex(&mut self) -> String {
        (0..4).map(|_| format!("{:016x}", self.next())).collect()
    }

    /// A text of about so many characters.
    fn text(&mut self, length: usize) -> String {
        const WORDS: [&str; 16] = [
            "appointment",
            "coach",
            "said",
            "that",
            "the",
            "letter",
            "client",
            "municipality",
            "was",
            "not",
            "received",
            "on",
            "time",
            "again",
            "because",
            "agreed",
        ];
        let mut text = String::with_capacity(length + 16);
        while text.len() < length {
            text.push_str(WORDS[(self.next() % 16) as usize]);
            text.push(' ');
        }
        text.trim_end().to_owned()
    }
}

/// Rows that wait to be written.
#[derive(Default)]
struct Rows {
    people: Vec<person::Model>,
    offices: Vec<office::Model>,
    cases: Vec<case::Model>,
    participants: Vec<participant::Model>,
    contacts: Vec<contact::Model>,
    grievances: Vec<grievance::Model>,
    documents: Vec<document::Model>,
    hearings: Vec<hearing::Model>,
    summons: Vec<summons::Model>,
    minutes: Vec<minutes::Model>,
    verdicts: Vec<verdict::Model>,
    rulings: Vec<ruling::Model>,
    citations: Vec<citation::Model>,
    seals: Vec<dossier_seal::Model>,
    measures: Vec<measure::Model>,
    letters: Vec<letter::Model>,
    deadlines: Vec<deadline::Model>,
    confidentiality: Vec<confidentiality::Model>,
    events: Vec<event::Model>,
}

impl Rows {
    async fn write(self, tx: &DatabaseTransaction) -> usize {
        let mut written = write::<person::Entity>(tx, self.people).await + write::<office::Entity>(tx, self.offices).await;
        written += write::<case::Entity>(tx, self.cases).await + write::<participant::Entity>(tx, self.participants).await;
        written += write::<contact::Entity>(tx, self.contacts).await + write::<grievance::Entity>(tx, self.grievances).await;
        written += write::<document::Entity>(tx, self.documents).await + write::<hearing::Entity>(tx, self.hearings).await;
        written += write::<summons::Entity>(tx, self.summons).await + write::<minutes::Entity>(tx, self.minutes).await;
        written += write::<verdict::Entity>(tx, self.verdicts).await + write::<ruling::Entity>(tx, self.rulings).await;
        written += write::<citation::Entity>(tx, self.citations).await + write::<dossier_seal::Entity>(tx, self.seals).await;
        written += write::<measure::Entity>(tx, self.measures).await + write::<letter::Entity>(tx, self.letters).await;
        written += write::<confidentiality::Entity>(tx, self.confidentiality).await;
        written + write::<deadline::Entity>(tx, self.deadlines).await + write::<event::Entity>(tx, self.events).await
    }
}

async fn write<E>(tx: &DatabaseTransaction, rows: Vec<E::Model>) -> usize
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelBehavior + Send,
{
    let (number, at_once) = (rows.len(), VALUES / E::Column::iter().count());
    let mut rows = rows.into_iter().map(|row| row.into_active_model().reset_all()).peekable();
    while rows.peek().is_some() {
        E::insert_many(rows.by_ref().take(at_once)).exec_without_returning(tx).await.expect("rows are written");
    }
    number
}

/// Makes the database and fills it. The data folder keeps its keys.
pub async fn seed(data: &Path, url: Option<&str>, cases: usize, then: Option<&str>) -> Seeded {
    let settings = Settings {
        listen: "127.0.0.1:0".parse().expect("an address"),
        data: data.to_owned(),
        database_url: url.map(str::to_owned),
        max_upload: 1024,
        clock: Clock::default(),
        graphiql: false,
    };
    let parts = server::open(&settings).await.expect("the database is made");
    let (_, file, text) = PROCEDURES[0];
    let procedure_id = parts.store.system().procedure(file, text).await.expect("the procedure is kept");
    let hash = parts.identity.passwords().hash(PASSWORD).await.expect("a hash");
    parts.store.close().await;
    let procedure = Procedure::read(file, text).expect("the procedure");

    let connection = connect(data, url).await;
    let mut seeded = Seeded { organisations: Vec::new(), rows: 0 };
    for number in 0..cases.div_ceil(CASES) {
        let mut founding = Founding {
            random: Random::new(number as u64 + 17),
            rows: Rows::default(),
            procedure: &procedure,
            now: settings.clock.now(),
            id: Uuid::nil(),
            hash: &hash,
            slug: slug(number),
        };
        founding.id = founding.random.id();
        let row = organisation::Model {
            id: founding.id,
            slug: founding.slug.clone(),
            name: format!("Organisation {number}"),
            procedure_id,
            created_at: founding.now - TimeDelta::days(1_000),
        };
        let cast = founding.cast();
        for at in 0..CASES.min(cases - number * CASES) {
            founding.case(at, procedure_id, &cast);
        }
        let tx = connection.begin().await.expect("a transaction");
        seeded.rows += write::<organisation::Entity>(&tx, vec![row]).await + founding.rows.write(&tx).await;
        tx.commit().await.expect("it is kept");
        let ids = |people: &[Named]| people.iter().map(|named| named.id).collect();
        seeded.organisations.push(Organisation { slug: founding.slug, coaches: ids(&cast.coaches), managers: ids(&cast.managers) });
    }
    if let Some(then) = then {
        connection.execute_unprepared(then).await.expect("the statement is carried out");
    }
    finish(&connection, url).await;
    connection.close().await.expect("the connection closes");
    seeded
}

/// A connection that checks and keeps nothing while it writes: what goes wrong here is thrown away.
async fn connect(data: &Path, url: Option<&str>) -> DatabaseConnection {
    let file = format!("sqlite://{}", data.join("inzage.db").display());
    let mut options = ConnectOptions::new(url.unwrap_or(&file));
    options.max_connections(1).sqlx_logging(false).map_sqlx_sqlite_opts(|sqlite| {
        sqlite.foreign_keys(false).pragma("journal_mode", "OFF").pragma("synchronous", "OFF").pragma("cache_size", "-2000000")
    });
    let connection = Database::connect(options).await.expect("the database answers");
    if url.is_some() {
        connection.execute_unprepared("SET session_replication_role = replica").await.expect("no foreign keys");
    }
    connection
}

/// What a database that has been in use would have: statistics, and no work left over from the seeding.
async fn finish(connection: &DatabaseConnection, url: Option<&str>) {
    let after = if url.is_some() { ["VACUUM ANALYZE", "CHECKPOINT"] } else { ["ANALYZE", "PRAGMA journal_mode = WAL"] };
    for statement in after {
        connection.execute_unprepared(statement).await.expect("the database is made ready");
    }
}

#[derive(Clone)]
struct Named {
    id: Uuid,
    name: String,
}

struct Cast {
    complainants: Vec<Named>,
    coaches: Vec<Named>,
    members: Vec<Named>,
    secretaries: Vec<Named>,
    board: Vec<Named>,
    managers: Vec<Named>,
}

/// An organisation in the making.
struct Founding<'a> {
    random: Random,
    rows: Rows,
    procedure: &'a Procedure,
    now: DateTime<Utc>,
    id: Uuid,
    hash: &'a str,
    slug: String,
}

/// After how many days of its course a case stands in a phase.
fn days(phase: Phase) -> i64 {
    match phase {
        Phase::Filed => 5,
        Phase::NotTakenUp => 12,
        Phase::Withdrawn => 18,
        Phase::Admissible => 19,
        Phase::HearingScheduled => 22,
        Phase::Heard => 40,
        Phase::VerdictIssued => 48,
        Phase::MeasuresDecided => 55,
        Phase::Closed => 60,
        Phase::Signalled | Phase::Unconfirmed | Phase::Responded | Phase::Settled => unreachable!("no case here is in this phase"),
    }
}

impl Founding<'_> {
    fn cast(&mut self) -> Cast {
        Cast {
            complainants: self.people("complainant", COMPLAINANTS, None, None),
            coaches: self.people("coach", COACHES, Some("Coach"), None),
            members: self.people("member", MEMBERS, Some("Staff officer"), Some(Office::CommissionMember)),
            secretaries: self.people("secretary", SECRETARIES, Some("Secretary"), Some(Office::Secretary)),
            board: self.people("board", 2, Some("Director"), Some(Office::Board)),
            managers: self.people("manager", 2, Some("Team leader"), Some(Office::Manager)),
        }
    }

    fn people(&mut self, role: &str, number: usize, function: Option<&str>, held: Option<Office>) -> Vec<Named> {
        let since = self.now - TimeDelta::days(1_000);
        let mut all = Vec::new();
        for at in 0..number {
            let named = Named { id: self.random.id(), name: format!("{role} {at} van Test") };
            self.rows.people.push(person::Model {
                id: named.id,
                access_digest: None,
                organisation_id: self.id,
                email: format!("{role}-{at}@{}.example", self.slug),
                name: named.name.clone(),
                function: function.map(str::to_owned),
                staff_since: function.map(|_| since),
                password_hash: Some(self.hash.to_owned()),
                language: Language::En,
                password_changed_at: Some(since),
                created_at: since,
                ended_at: None,
            });
            if let Some(kind) = held {
                let id = self.random.id();
                self.rows.offices.push(office::Model { id, person_id: named.id, organisation_id: self.id, kind, since, until: None });
            }
            all.push(named);
        }
        all
    }

    /// The case with this number: who, and how far it has come.
    fn case(&mut self, at: usize, procedure_id: Uuid, cast: &Cast) {
        // Every 50 consecutive cases have one complainant each, and one phase; so everybody has of every phase.
        let block = at / COMPLAINANTS % 20;
        let phase = match (block % 2, block / 2) {
            (0, 0) => Phase::Filed,
            (0, 1) => Phase::Admissible,
            (0, 2) => Phase::HearingScheduled,
            (0, 3 | 4) => Phase::Heard,
            (0, 5..=8) => Phase::VerdictIssued,
            (0, _) => Phase::MeasuresDecided,
            (_, 0) => Phase::Withdrawn,
            (_, 1) => Phase::NotTakenUp,
            _ => Phase::Closed,
        };
        let closed = block % 2 == 1;
        let ago = if closed { 120 + self.random.below(800) } else { self.random.below(12) };
        let id = self.random.id();
        let random = self.random.next().to_le_bytes();
        let filed_at = self.now - TimeDelta::days(days(phase) + i64::try_from(ago).unwrap_or_default()) - self.seconds();
        let mut course = Course {
            case: case::Model {
                id,
                organisation_id: self.id,
                procedure_id,
                reference: ids::reference([random[0], random[1], random[2], random[3], random[4]]),
                phase,
                step: "commission".to_owned(),
                channel: Channel::Portal,
                signal: None,
                account: None,
                signature: None,
                manner: Some(Manner::Written),
                board_office: Office::Board,
                service: None,
                official_at: Some(filed_at),
                contacted_at: None,
                reading_until: None,
                hearing_waiver: None,
                suspended_at: None,
                nature: Nature::Treatment,
                wished_solution: Some(self.random.text(120)),
                filed_at,
                acknowledged_at: None,
                ground: None,
                closed_at: closed.then(|| filed_at + TimeDelta::days(days(phase))),
                events: 0,
            },
            complainant: cast.complainants[at % COMPLAINANTS].clone(),
            accused: cast.coaches[(at / 3) % COACHES].clone(),
            members: [0, 1, 2].map(|seat| cast.members[(at % 10) * 3 + seat].clone()),
            secretary: cast.secretaries[at % SECRETARIES].clone(),
            board: cast.board[at % 2].clone(),
            manager: cast.managers[at % 2].clone(),
            events: Vec::new(),
        };
        self.run(&mut course);
        self.deadlines(&course);
        // Everybody who looks has accepted the duty; of those who act for the board only the note says so.
        for member in &cast.board {
            let accepted_at = course.at(1);
            self.rows.confidentiality.push(confidentiality::Model { case_id: id, person_id: member.id, accepted_at });
        }
        self.rows.cases.push(course.case);
        self.rows.events.extend(course.events);
    }

    /// Some moment of a day.
    fn seconds(&mut self) -> TimeDelta {
        TimeDelta::seconds(i64::try_from(self.random.below(30_000)).unwrap_or_default())
    }

    /// What happened up to the day that the case has reached.
    fn run(&mut self, course: &mut Course) {
        let reached = days(course.case.phase);
        let taken_up = reached > 12;
        let (complainant, accused) = self.intake(course, taken_up);
        let documents = self.dossier(course, taken_up);
        if taken_up {
            course.happened(&mut self.random, EventKind::TakenUp, 12, &Actor::Secretary, None);
            course.happened(&mut self.random, EventKind::StaffInformed, 14, &Actor::Secretary, Some(accused));
            self.letter(course, LetterKind::TakenUp, 12, &Actor::Secretary);
        }
        match course.case.phase {
            Phase::NotTakenUp => {
                course.case.ground = Some("TOO_LONG_AGO".to_owned());
                course.happened(&mut self.random, EventKind::NotTakenUp, 12, &Actor::Secretary, None);
                self.letter(course, LetterKind::NotTakenUp, 12, &Actor::Secretary);
                return;
            }
            Phase::Withdrawn => {
                course.happened(&mut self.random, EventKind::Withdrawn, 18, &Actor::Complainant, None);
                return;
            }
            _ => {}
        }
        if reached >= 20 {
            self.hearing(course, complainant, accused, reached >= 32);
        }
        if reached >= 40 {
            self.verdict(course, &documents, reached >= 45);
        }
        if reached >= 48 {
            self.measures(course, reached >= 55);
        }
        if course.case.phase == Phase::Closed {
            let letter = self.letter(course, LetterKind::Closing, 60, &Actor::Board);
            course.happened(&mut self.random, EventKind::Closed, 60, &Actor::Board, Some(letter));
        }
    }

    /// Filing, acknowledgement, and who takes part; gives the participants who are parties.
    fn intake(&mut self, course: &mut Course, informed: bool) -> (Uuid, Uuid) {
        let case_id = course.case.id;
        course.happened(&mut self.random, EventKind::Filed, 0, &Actor::Complainant, None);
        course.happened(&mut self.random, EventKind::Received, 0, &Actor::Complainant, None);
        let complainant = self.participant(course, &course.complainant.clone(), Role::Complainant, Standing::Complainant, None, Some(0));
        let standing = if informed { Standing::Accused } else { Standing::Uninformed };
        let accused = self.participant(course, &course.accused.clone(), Role::Accused, standing, None, informed.then_some(14));
        self.rows.contacts.push(contact::Model {
            id: self.random.id(),
            participant_id: complainant,
            case_id,
            role: Role::Complainant,
            address: "Kanaalstraat 12".to_owned(),
            postcode: Some("3531 CK".to_owned()),
            town: "Utrecht".to_owned(),
            phone: Some("030 555 01 23".to_owned()),
            email: Some("somebody@home.example".to_owned()),
        });
        for (ordinal, kind) in [(1, GrievanceKind::Conduct), (2, GrievanceKind::Utterance)] {
            let (id, description) = (self.random.id(), self.random.text(300));
            let occurred_on = Some(day_of(course.at(-20)));
            self.rows.grievances.push(grievance::Model { id, case_id, ordinal, kind, description, occurred_on });
        }
        let letter = self.letter(course, LetterKind::Acknowledgement, 2, &Actor::Board);
        course.case.acknowledged_at = Some(course.at(2));
        course.happened(&mut self.random, EventKind::Acknowledged, 2, &Actor::Board, Some(letter));
        let seats = [SeatKind::BoardAppointee, SeatKind::StaffRepresentative, SeatKind::IndependentThird];
        for (seat, member) in seats.into_iter().zip(course.members.clone()) {
            let id = self.participant(course, &member, Role::CommissionMember, Standing::CommissionMember, Some(seat), Some(4));
            course.happened(&mut self.random, EventKind::MemberSeated, 4, &Actor::Board, Some(id));
        }
        let secretary = course.secretary.clone();
        let id = self.participant(course, &secretary, Role::Secretary, Standing::Secretary, Some(SeatKind::Secretary), Some(4));
        course.happened(&mut self.random, EventKind::MemberSeated, 4, &Actor::Board, Some(id));
        (complainant, accused)
    }

    fn participant(
        &mut self,
        course: &Course,
        named: &Named,
        role: Role,
        standing: Standing,
        seat: Option<SeatKind>,
        informed: Option<i64>,
    ) -> Uuid {
        let id = self.random.id();
        self.rows.participants.push(participant::Model {
            id,
            case_id: course.case.id,
            person_id: Some(named.id),
            role,
            standing,
            seat,
            step: None,
            assists_id: None,
            name: named.name.clone(),
            capacity: (role == Role::Complainant).then_some(Capacity::Client),
            client_name: None,
            authority: None,
            since: course.at(if seat.is_some() { 4 } else { 0 }),
            informed_at: informed.map(|day| course.at(day)),
            ended_at: None,
        });
        id
    }

    fn dossier(&mut self, course: &mut Course, informed: bool) -> Vec<(Uuid, String)> {
        let mut documents = Vec::new();
        for number in 0..5_i64 {
            let accused = informed && number > 2;
            let (actor, day) = if accused { (Actor::Accused, 12 + number) } else { (Actor::Complainant, 3) };
            let (id, sha256) = (self.random.id(), self.random.hex());
            let (person, standing) = course.who(&actor);
            self.rows.documents.push(document::Model {
                id,
                case_id: course.case.id,
                organisation_id: self.id,
                submitted_by: person,
                submitted_as: standing,
                request_id: None,
                title: format!("Letter {number} about the appointments"),
                file_name: format!("letter-{number}.pdf"),
                media_type: "application/pdf".to_owned(),
                size: 40_000 + number,
                sha256: sha256.clone(),
                blob: self.random.hex(),
                sealed_key: format!("{}{}", self.random.hex(), self.random.hex()),
                key_id: "0123456789abcdef".to_owned(),
                admitted_at: course.at(day),
                consent_revoked_at: None,
                left_at: None,
            });
            course.happened(&mut self.random, EventKind::DocumentAdmitted, day, &actor, Some(id));
            documents.push((id, sha256));
        }
        documents
    }

    fn hearing(&mut self, course: &mut Course, complainant: Uuid, accused: Uuid, held: bool) {
        let (id, case_id) = (self.random.id(), course.case.id);
        self.rows.hearings.push(hearing::Model {
            id,
            case_id,
            kind: MeetingKind::Hearing,
            declined_at: None,
            starts_at: course.at(32),
            place: "Room 2".to_owned(),
            scheduled_at: course.at(20),
            held_at: held.then(|| course.at(32)),
        });
        course.happened(&mut self.random, EventKind::HearingScheduled, 20, &Actor::Secretary, Some(id));
        for (participant_id, named) in [(complainant, &course.complainant), (accused, &course.accused)] {
            let row = self.random.id();
            let companion = Some("A sister".to_owned());
            self.rows.summons.push(summons::Model {
                id: row,
                hearing_id: id,
                case_id,
                participant_id,
                person_id: Some(named.id),
                companion,
            });
        }
        if held {
            course.happened(&mut self.random, EventKind::HearingHeld, 32, &Actor::Secretary, Some(id));
            let (row, body) = (self.random.id(), self.random.text(2_000));
            self.rows.minutes.push(minutes::Model { id: row, hearing_id: id, case_id, body, recorded_at: course.at(33) });
            course.happened(&mut self.random, EventKind::MinutesRecorded, 33, &Actor::Secretary, Some(row));
        }
    }

    fn verdict(&mut self, course: &mut Course, documents: &[(Uuid, String)], issued: bool) {
        let (id, case_id) = (self.random.id(), course.case.id);
        let reasoning = self.random.text(1_500);
        let issued_at = issued.then(|| course.at(45));
        self.rows.verdicts.push(verdict::Model { id, case_id, reasoning, drafted_at: course.at(40), issued_at });
        course.happened(&mut self.random, EventKind::VerdictDrafted, 40, &Actor::Member, Some(id));
        let grievances: Vec<Uuid> = self.rows.grievances.iter().rev().take(2).map(|row| row.id).collect();
        for (grievance_id, (document_id, _)) in grievances.into_iter().zip(documents) {
            let (row, reasons) = (self.random.id(), self.random.text(500));
            let outcome = if self.random.below(2) == 0 { RulingOutcome::Founded } else { RulingOutcome::Unfounded };
            self.rows.rulings.push(ruling::Model { id: row, verdict_id: id, case_id, grievance_id, outcome, reasons });
            let cited = self.random.id();
            self.rows.citations.push(citation::Model { id: cited, ruling_id: row, verdict_id: id, case_id, document_id: *document_id });
        }
        if issued {
            course.happened(&mut self.random, EventKind::VerdictIssued, 45, &Actor::Member, Some(id));
            for (document_id, sha256) in documents {
                let row = self.random.id();
                let (document_id, sha256) = (*document_id, sha256.clone());
                self.rows.seals.push(dossier_seal::Model { id: row, verdict_id: id, case_id, document_id, sha256 });
            }
        }
    }

    fn measures(&mut self, course: &mut Course, decided: bool) {
        for _ in 0..2 {
            let (id, description) = (self.random.id(), self.random.text(150));
            self.rows.measures.push(measure::Model {
                id,
                case_id: course.case.id,
                description,
                owner_id: course.manager.id,
                due_on: day_of(course.at(90)),
                recorded_at: course.at(47),
                decided_at: decided.then(|| course.at(55)),
                done_on: None,
                evidence: None,
                effect: None,
            });
            course.happened(&mut self.random, EventKind::MeasureRecorded, 47, &Actor::Board, Some(id));
        }
        if decided {
            let letter = self.letter(course, LetterKind::Measures, 55, &Actor::Board);
            course.happened(&mut self.random, EventKind::MeasuresDecided, 55, &Actor::Board, Some(letter));
        }
    }

    fn letter(&mut self, course: &Course, kind: LetterKind, day: i64, by: &Actor) -> Uuid {
        let (id, body) = (self.random.id(), self.random.text(700));
        self.rows.letters.push(letter::Model {
            id,
            case_id: course.case.id,
            kind,
            addressee: Addressee::Complainant,
            person_id: Some(course.complainant.id),
            body,
            sent_by: course.who(by).0,
            sent_at: course.at(day),
        });
        id
    }

    /// The deadlines that follow from what happened, as the product keeps them.
    fn deadlines(&mut self, course: &Course) {
        let mut running: HashMap<&str, deadline::Model> = HashMap::new();
        for happened in &course.events {
            for term in &self.procedure.terms {
                if let Some(row) =
                    running.get_mut(term.name.get_ref().as_str()).filter(|row| row.met_at.is_none() && row.lapsed_at.is_none())
                {
                    row.met_at = term.met_by.contains(&happened.kind).then_some(happened.at);
                    row.lapsed_at = (row.met_at.is_none() && term.lapses_on.contains(&happened.kind)).then_some(happened.at);
                }
                if term.from == happened.kind && term.runs_in(&course.case.step, course.case.manner) {
                    let computation = term::due(term.span(), day_of(happened.at), &Calendar::default());
                    let row = deadline::Model {
                        id: self.random.id(),
                        case_id: course.case.id,
                        organisation_id: Some(self.id),
                        term: term.name.get_ref().clone(),
                        owed_to: term.owed_to,
                        responsible: term.responsible,
                        step: term.step.as_ref().map(|step| step.get_ref().clone()),
                        runs_from: term.from,
                        from_at: happened.at,
                        due_on: computation.due,
                        computation: serde_json::to_string(&computation).expect("JSON"),
                        extensions: None,
                        extensions_left: 0,
                        suspended_at: None,
                        met_at: None,
                        lapsed_at: None,
                    };
                    running.insert(term.name.get_ref(), row);
                }
            }
        }
        // The end of a case ends its terms.
        let ended = course.case.closed_at;
        self.rows.deadlines.extend(
            running.into_values().map(|row| deadline::Model { lapsed_at: row.lapsed_at.or(ended.filter(|_| row.met_at.is_none())), ..row }),
        );
    }
}

/// Who does something in a case.
enum Actor {
    Complainant,
    Accused,
    Member,
    Secretary,
    Board,
}

/// A case and what happened in it.
struct Course {
    case: case::Model,
    complainant: Named,
    accused: Named,
    members: [Named; 3],
    secretary: Named,
    board: Named,
    manager: Named,
    events: Vec<event::Model>,
}

impl Course {
    fn at(&self, day: i64) -> DateTime<Utc> {
        self.case.filed_at + TimeDelta::days(day)
    }

    fn who(&self, actor: &Actor) -> (Uuid, Standing) {
        match actor {
            Actor::Complainant => (self.complainant.id, Standing::Complainant),
            Actor::Accused => (self.accused.id, Standing::Accused),
            Actor::Member => (self.members[0].id, Standing::CommissionMember),
            Actor::Secretary => (self.secretary.id, Standing::Secretary),
            Actor::Board => (self.board.id, Standing::Board),
        }
    }

    fn happened(&mut self, random: &mut Random, kind: EventKind, day: i64, by: &Actor, subject_id: Option<Uuid>) {
        let (actor_id, actor_standing) = self.who(by);
        self.case.events += 1;
        self.events.push(event::Model {
            id: random.id(),
            case_id: self.case.id,
            seq: self.case.events,
            kind,
            thing: disclosure::tells_of(kind),
            actor_id,
            actor_standing,
            subject_id,
            at: self.at(day),
        });
    }
}

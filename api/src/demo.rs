//! A demonstration: an organisation, a cast in every role, and four cases in different phases. Everything is made by the
//! commands themselves, by the people who would do it, on a clock that walks through the past months.

use std::fmt::Write as _;

use async_graphql::ID;
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    grievance, measure, participant,
    words::{Capacity, Destination, GrievanceKind, Language, Nature, Office, RulingOutcome, SeatKind, Standing, StepOutcome},
};
use futures_util::stream;
use uuid::Uuid;

use crate::{
    clock::{self, Clock},
    commands::{
        InCase, Outcome,
        complaint::{self, Acceptance, AccusedForm, ComplaintForm, FileComplaint, GrievanceForm, StepTakenForm},
        confidentiality::{self, AcceptConfidentiality},
        dossier::{self, SubmitDocument, SubmitWithheldDocument},
        hearing::{self, RecordHearing, ScheduleHearing, Summon},
        intake::{self, AcknowledgeReceipt, SeatMember, TakeUpComplaint},
        measures::{self, CloseCase, DecideMeasures, RecordMeasure, ReportMeasure},
        staff::{self, InformStaff},
        verdict::{self, DraftVerdict, IssueVerdict, NoteDeliberation, RulingInput},
    },
    error::{Error, Failure},
    identity::InvitePerson,
    ids::{self, Kind, id},
    server::{self, PROCEDURES, Parts, Settings},
    store::{Done, Plan, Session, Window, system::Invited},
};

/// The demonstration's organisation.
pub const ORGANISATION: &str = "wij30";
const NAME: &str = "WIJ 3.0 (demonstration)";
/// The password of everybody in the demonstration.
pub const PASSWORD: &str = "paperclip-harbour-violet-42";

/// Address, name, job title of staff, offices, and what they are there to show.
type Member = (&'static str, &'static str, Option<&'static str>, &'static [Office], &'static str);

const CAST: &[Member] = &[
    ("noor@wij30.example", "Noor Bakker", None, &[], "complains (two cases)"),
    ("yusuf@wij30.example", "Yusuf Demir", None, &[], "complains for his mother"),
    ("ineke@wij30.example", "Ineke Smit", None, &[], "complains as next of kin, and withholds a document"),
    ("sander@wij30.example", "Sander de Wit", Some("Coach"), &[], "is accused; informed of one case, not of the other"),
    ("fatima@wij30.example", "Fatima el Amrani", Some("Coach"), &[], "is accused"),
    ("joost@wij30.example", "Joost Vermeer", Some("Team leader"), &[Office::Manager], "manages a location, and has no part in a case"),
    ("hanna@wij30.example", "Hanna Kuipers", Some("Staff officer"), &[Office::CommissionMember], "sits on the commission"),
    ("pieter@wij30.example", "Pieter Groen", Some("Coach"), &[Office::CommissionMember], "sits on the commission"),
    ("marleen@wij30.example", "Marleen Vos", Some("Independent"), &[Office::CommissionMember], "sits on the commission"),
    ("bas@wij30.example", "Bas Hendriks", Some("Secretary"), &[Office::Secretary], "is the commission's secretary"),
    ("erik@wij30.example", "Erik van Dam", Some("Director"), &[Office::Board], "acts for the board"),
    ("lotte@wij30.example", "Lotte Jansen", Some("Director"), &[Office::Board], "acts for the board, and is accused in a case"),
    (
        "olaf@wij30.example",
        "Olaf Prins",
        Some("Officer"),
        &[Office::ComplaintsOfficer],
        "is the complaints officer, who has no part in this road",
    ),
];
const ADMINISTRATOR: (&str, &str) = ("anna@wij30.example", "Anna de Boer");

/// Makes the demonstration, unless the database has it already, and says who can log in.
///
/// # Errors
/// When the data folder or the database cannot be used.
pub async fn prepare(settings: &Settings) -> Result<String, Error> {
    let now = settings.clock.now();
    let past = Clock::at(now - TimeDelta::days(150));
    let parts = server::open(&Settings { clock: past.clone(), ..settings.clone() }).await?;
    let known = parts.store.system().organisations().await?;
    if known.iter().any(|name| name != NAME) {
        parts.store.close().await;
        let reason = "this database serves real organisations, and everybody in a demonstration has the same password";
        return Err(Error::Settings(format!("{reason}; choose another --data folder or DATABASE_URL")));
    }
    if known.is_empty() {
        let made = Demonstration { parts: &parts, clock: past, now }.make().await;
        made.map_err(|failure| match failure {
            Failure::Internal(error) => error,
            Failure::Refused(problems) => Error::Settings(format!("the demonstration was refused: {problems:?}")),
        })?;
    }
    parts.store.close().await;
    Ok(log_ins())
}

fn log_ins() -> String {
    let mut told =
        String::from("\nInzage, demonstration. Organisation `wij30`, and everybody's password is `paperclip-harbour-violet-42`.\n\n");
    let cast = CAST.iter().map(|(email, name, _, _, what)| (*email, *name, *what));
    for (email, name, what) in cast.chain([(ADMINISTRATOR.0, ADMINISTRATOR.1, "manages accounts, and inspects no case")]) {
        if writeln!(told, "  {email:<22} {name:<17} {what}").is_err() {
            break;
        }
    }
    told + "\n  GraphQL   http://{address}/graphql\n  GraphiQL  http://{address}/graphiql\n\n"
}

struct Demonstration<'a> {
    parts: &'a Parts,
    clock: Clock,
    now: DateTime<Utc>,
}

impl Demonstration<'_> {
    fn days_ago(&self, days: i64) {
        self.clock.set(self.now - TimeDelta::days(days));
    }

    async fn make(&self) -> Result<(), Failure> {
        let system = self.parts.store.system();
        let mut procedure = None;
        for (key, file, text) in PROCEDURES {
            let id = system.procedure(file, text).await?;
            procedure = procedure.or(Some(id).filter(|_| *key == ORGANISATION));
        }
        let procedure = procedure.ok_or(Error::Invariant("the program comes with a procedure"))?;
        let first = Invited {
            email: ADMINISTRATOR.0.to_owned(),
            name: ADMINISTRATOR.1.to_owned(),
            function: Some("Administrator".to_owned()),
            staff: true,
            offices: vec![Office::Administrator],
        };
        let code = ids::secret(clock::random()?);
        system.found(ORGANISATION, NAME, procedure, &first, &code).await?;
        self.parts.identity.accept(&code, PASSWORD, Language::En).await?;
        for (email, name, function, offices, _) in CAST {
            let administrator = self.session(ADMINISTRATOR.0).await?;
            let input = InvitePerson {
                idempotency_key: key()?,
                email: (*email).to_owned(),
                name: (*name).to_owned(),
                function: function.map(str::to_owned),
                staff: function.is_some(),
                offices: offices.to_vec(),
            };
            if let (_, Some(code)) = self.parts.identity.invite(&administrator, input).await? {
                self.parts.identity.accept(&code, PASSWORD, Language::En).await?;
            }
        }
        self.closed().await?;
        self.deliberated().await?;
        self.scheduled().await?;
        self.filed().await
    }

    /// A session for one command, as a request would have it.
    async fn session(&self, email: &str) -> Result<Session, Failure> {
        let tokens = self.parts.identity.log_in(ORGANISATION, email, PASSWORD).await?;
        let session = self.parts.identity.authenticate(&tokens.access_token).await?;
        Ok(session.ok_or(Error::Invariant("who has just logged in has a session"))?)
    }

    async fn person(&self, email: &str) -> Result<ID, Failure> {
        Ok(id(Kind::Person, self.session(email).await?.viewer().person()))
    }

    async fn at(&self, session: &Session, case: Uuid) -> Result<InCase, Failure> {
        let seen = async || -> Result<_, Failure> {
            let file = session.case_file(case, &Plan::default()).await?.ok_or(Error::Invariant("the cast acts where it may look"))?;
            let seen_version = id(Kind::Version, file.version);
            Ok((file.standing, InCase { case_id: id(Kind::Case, case), seen_version, idempotency_key: key()? }))
        };
        let (standing, at) = seen().await?;
        if standing != Standing::Unbound {
            return Ok(at);
        }
        confidentiality::accept_confidentiality(session, &AcceptConfidentiality { at }).await?;
        Ok(seen().await?.1)
    }

    /// A complaint that mediation did not solve, and that goes to the commission.
    fn filing(&self, form: ComplaintForm) -> Result<FileComplaint, Failure> {
        let held_on = Some(self.clock.today());
        let mediation = StepTakenForm { step: Some("mediation".to_owned()), held_on, outcome: Some(StepOutcome::NotSolved) };
        let form = ComplaintForm { step: Some("commission".to_owned()), steps_taken: Some(vec![mediation]), ..form };
        Ok(FileComplaint { idempotency_key: key()?, form, confidentiality: Some(Acceptance::Accepted) })
    }

    async fn file(&self, email: &str, form: ComplaintForm) -> Result<Uuid, Failure> {
        let session = self.session(email).await?;
        let done = complaint::file_complaint(&session, &self.filing(form)?).await?;
        case_of(done)
    }

    async fn acknowledge(&self, case: Uuid, letter: &str) -> Result<(), Failure> {
        let board = self.session("erik@wij30.example").await?;
        let input = AcknowledgeReceipt { at: self.at(&board, case).await?, letter: letter.to_owned() };
        done(intake::acknowledge_receipt(&board, &input).await)
    }

    async fn seat_everybody(&self, case: Uuid) -> Result<(), Failure> {
        for (seat, email) in [
            (SeatKind::BoardAppointee, "hanna@wij30.example"),
            (SeatKind::StaffRepresentative, "pieter@wij30.example"),
            (SeatKind::IndependentThird, "marleen@wij30.example"),
            (SeatKind::Secretary, "bas@wij30.example"),
        ] {
            let board = self.session("erik@wij30.example").await?;
            let input = SeatMember { at: self.at(&board, case).await?, seat, person_id: self.person(email).await? };
            done(intake::seat_member(&board, &input).await)?;
        }
        Ok(())
    }

    async fn take_up_and_inform(&self, case: Uuid, letter: &str) -> Result<(), Failure> {
        let secretary = self.session("bas@wij30.example").await?;
        let input = TakeUpComplaint { at: self.at(&secretary, case).await?, letter: letter.to_owned() };
        done(intake::take_up_complaint(&secretary, &input).await)?;
        for party in secretary.of_case::<participant::Entity>(case, Window::WHOLE).await?.iter().filter(|one| one.informed_at.is_none()) {
            let input = InformStaff {
                at: self.at(&secretary, case).await?,
                participant_id: id(Kind::Participant, party.id),
                letter: "A complaint has been filed that concerns you. You can read the whole dossier here, and hand in what you find important.".to_owned(),
            };
            done(staff::inform_staff(&secretary, &input).await)?;
        }
        Ok(())
    }

    async fn upload(&self, session: &Session, destination: Destination, text: &str) -> Result<ID, Failure> {
        let piece = stream::iter([Ok::<_, ()>(bytes::Bytes::copy_from_slice(text.as_bytes()))]);
        let content = self.parts.store.content();
        let stored = content.receive(destination, session.viewer().organisation(), "text/plain", piece).await;
        let stored = stored.map_err(|_| Error::Invariant("the demonstration's documents are accepted"))?;
        Ok(id(Kind::Upload, self.parts.store.system().note_upload(session.viewer(), stored).await?))
    }

    async fn hand_in(&self, email: &str, case: Uuid, title: &str, file_name: &str, text: &str) -> Result<Uuid, Failure> {
        let session = self.session(email).await?;
        let input = SubmitDocument {
            at: self.at(&session, case).await?,
            upload_id: self.upload(&session, Destination::Dossier, text).await?,
            title: title.to_owned(),
            file_name: file_name.to_owned(),
            request_id: None,
        };
        let done = dossier::submit_document(&session, &input).await?;
        Ok(done.subject_id.ok_or(Error::Invariant("a submission makes a document"))?)
    }

    async fn schedule(&self, case: Uuid, in_days: i64, place: &str) -> Result<(), Failure> {
        let secretary = self.session("bas@wij30.example").await?;
        let participants = secretary.of_case::<participant::Entity>(case, Window::WHOLE).await?;
        let summons = participants
            .iter()
            .filter(|one| one.seat.is_none())
            .map(|one| Summon { participant_id: id(Kind::Participant, one.id), companion: None })
            .collect();
        let input = ScheduleHearing {
            at: self.at(&secretary, case).await?,
            starts_at: self.clock.now() + TimeDelta::days(in_days),
            place: place.to_owned(),
            summons,
        };
        done(hearing::schedule_hearing(&secretary, &input).await)
    }

    async fn hold(&self, case: Uuid, minutes: &str) -> Result<(), Failure> {
        let secretary = self.session("bas@wij30.example").await?;
        let input = RecordHearing { at: self.at(&secretary, case).await?, held_at: self.clock.now(), minutes: minutes.to_owned() };
        done(hearing::record_hearing(&secretary, &input).await)
    }

    async fn draft(&self, case: Uuid, reasoning: &str, outcomes: &[(RulingOutcome, &str)], documents: &[Uuid]) -> Result<(), Failure> {
        let member = self.session("hanna@wij30.example").await?;
        let at = self.at(&member, case).await?;
        let grievances = member.of_case::<grievance::Entity>(case, Window::WHOLE).await?;
        let rulings = grievances
            .iter()
            .zip(outcomes)
            .map(|(grievance, (outcome, reasons))| RulingInput {
                grievance_id: id(Kind::Grievance, grievance.id),
                outcome: *outcome,
                reasons: (*reasons).to_owned(),
                document_ids: documents.iter().map(|document| id(Kind::Document, *document)).collect(),
            })
            .collect();
        let input = DraftVerdict { at, reasoning: reasoning.to_owned(), rulings };
        done(verdict::draft_verdict(&member, &input).await)
    }

    /// A case that went all the way.
    async fn closed(&self) -> Result<(), Failure> {
        self.days_ago(140);
        let form = ComplaintForm {
            grievances: Some(vec![
                grieved(GrievanceKind::Conduct, "My coach cancelled four appointments in a row, each time on the morning itself."),
                grieved(GrievanceKind::Utterance, "In the hall he said, so that others heard it, that I did not want to work."),
            ]),
            nature: Some(Nature::Treatment),
            wished_solution: Some("Another coach, and an apology.".to_owned()),
            accused: Some(vec![AccusedForm { staff_id: Some(self.person("sander@wij30.example").await?), name: None, board: None }]),
            ..address(Capacity::Client, "Noor Bakker", "Kanaalstraat 12", "Utrecht")
        };
        let case = self.file("noor@wij30.example", form).await?;
        self.days_ago(136);
        self.acknowledge(case, "We received your complaint. The commission says within three weeks whether it takes it up.").await?;
        self.seat_everybody(case).await?;
        self.days_ago(128);
        self.take_up_and_inform(case, "The commission takes your complaint up. You will be invited to a hearing.").await?;
        self.days_ago(120);
        let diary = self
            .hand_in(
                "noor@wij30.example",
                case,
                "Appointments of March",
                "appointments.txt",
                "3, 10, 17 and 24 March: cancelled that morning.\n",
            )
            .await?;
        self.days_ago(116);
        let reply = self
            .hand_in("sander@wij30.example", case, "My side of it", "reply.txt", "I was ill twice. I should have called sooner.\n")
            .await?;
        self.days_ago(114);
        self.schedule(case, 8, "Krommerijn 101, Utrecht, room 2").await?;
        self.days_ago(106);
        self.hold(case, "Both parties were heard. The coach regretted the late cancellations and denied the remark.").await?;
        self.days_ago(95);
        self.draft(
            case,
            "The commission rests on the appointments and on what both parties said at the hearing.",
            &[
                (RulingOutcome::Founded, "Four cancellations on the day itself are not the care that a client may expect."),
                (RulingOutcome::Unfounded, "What was said in the hall cannot be established."),
            ],
            &[diary, reply],
        )
        .await?;
        let member = self.session("marleen@wij30.example").await?;
        done(verdict::issue_verdict(&member, &IssueVerdict { at: self.at(&member, case).await? }).await)?;
        self.days_ago(85);
        self.decide(case).await?;
        self.days_ago(60);
        let board = self.session("erik@wij30.example").await?;
        let measure = board.of_case::<measure::Entity>(case, Window::WHOLE).await?.first().map(|row| row.id);
        let input = ReportMeasure {
            at: self.at(&board, case).await?,
            measure_id: id(Kind::Measure, measure.ok_or(Error::Invariant("a measure was decided"))?),
            done_on: self.clock.today(),
            evidence: "The agreement on cancellations was discussed in the team meeting and is in the handbook.".to_owned(),
            effect: "No cancellation on the day itself since.".to_owned(),
        };
        done(measures::report_measure(&board, &input).await)?;
        self.days_ago(58);
        let letter =
            "The commission's procedure was followed: hearing, verdict, measures. One grievance was founded, one was not.".to_owned();
        done(measures::close_case(&board, &CloseCase { at: self.at(&board, case).await?, letter }).await)
    }

    async fn decide(&self, case: Uuid) -> Result<(), Failure> {
        let board = self.session("erik@wij30.example").await?;
        let input = RecordMeasure {
            at: self.at(&board, case).await?,
            description: "An agreement on how and when appointments are cancelled.".to_owned(),
            owner_id: self.person("joost@wij30.example").await?,
            due_on: self.clock.today() + TimeDelta::days(30),
        };
        let measure = measures::record_measure(&board, &input).await?.subject_id;
        let input = DecideMeasures {
            at: self.at(&board, case).await?,
            measure_ids: measure.into_iter().map(|measure| id(Kind::Measure, measure)).collect(),
            letter: "One measure follows: a firm agreement on cancelling appointments.".to_owned(),
        };
        done(measures::decide_measures(&board, &input).await)
    }

    /// A case in which the commission deliberates, and in which one document was withheld.
    async fn deliberated(&self) -> Result<(), Failure> {
        self.days_ago(50);
        let form = ComplaintForm {
            client_name: Some("Gerrit Smit".to_owned()),
            authority: Some("I am his daughter; the certificate of inheritance is with the notary.".to_owned()),
            grievances: Some(vec![grieved(GrievanceKind::Act, "My father's plan was changed twice without anybody telling him or us.")]),
            nature: Some(Nature::Information),
            wished_solution: Some("An explanation of why nobody told us.".to_owned()),
            accused: Some(vec![AccusedForm { staff_id: Some(self.person("fatima@wij30.example").await?), name: None, board: None }]),
            ..address(Capacity::NextOfKin, "Ineke Smit", "Dorpsweg 3", "Bunnik")
        };
        let case = self.file("ineke@wij30.example", form).await?;
        self.days_ago(47);
        self.acknowledge(case, "We received your complaint, and we are sorry for your loss. The commission answers within three weeks.")
            .await?;
        self.seat_everybody(case).await?;
        self.days_ago(40);
        self.take_up_and_inform(case, "The commission takes your complaint up.").await?;
        self.days_ago(33);
        let letters = self
            .hand_in(
                "ineke@wij30.example",
                case,
                "Both versions of the plan",
                "plans.txt",
                "Plan of 1 May. Plan of 9 June: two mornings fewer.\n",
            )
            .await?;
        let ineke = self.session("ineke@wij30.example").await?;
        let input = SubmitWithheldDocument {
            case_id: id(Kind::Case, case),
            idempotency_key: key()?,
            upload_id: self.upload(&ineke, Destination::Withheld, "What my father wrote about it in his last weeks.\n").await?,
            title: "Pages from my father's diary".to_owned(),
            file_name: "diary.txt".to_owned(),
        };
        done(dossier::submit_withheld_document(&ineke, &input).await)?;
        self.days_ago(30);
        self.schedule(case, 6, "Krommerijn 101, Utrecht, room 1").await?;
        self.days_ago(24);
        self.hold(case, "The daughter explained what the changes meant to her father. The coach said that she had told the ward.").await?;
        self.days_ago(20);
        let member = self.session("pieter@wij30.example").await?;
        let body = "The plan was changed on the ward's request; who told whom is not on paper.".to_owned();
        done(verdict::note_deliberation(&member, &NoteDeliberation { at: self.at(&member, case).await?, body }).await)?;
        self.draft(
            case,
            "Changing a plan and telling the client are one act.",
            &[(RulingOutcome::Founded, "Neither version shows that anybody told the client.")],
            &[letters],
        )
        .await
    }

    /// A case about a member of the board, who looks at it as an accused does.
    async fn scheduled(&self) -> Result<(), Failure> {
        self.days_ago(26);
        let form = ComplaintForm {
            client_name: Some("Emine Demir".to_owned()),
            authority: Some("My mother's written authorisation, which I brought to the office.".to_owned()),
            grievances: Some(vec![grieved(GrievanceKind::Act, "The director refused to put her decision on paper.")]),
            nature: Some(Nature::Decision),
            accused: Some(vec![AccusedForm { staff_id: Some(self.person("lotte@wij30.example").await?), name: None, board: None }]),
            ..address(Capacity::LegalRepresentative, "Yusuf Demir", "Amsterdamsestraatweg 210", "Utrecht")
        };
        let case = self.file("yusuf@wij30.example", form).await?;
        self.days_ago(22);
        self.acknowledge(case, "We received your complaint. It concerns a member of the board, who has no part in handling it.").await?;
        self.seat_everybody(case).await?;
        self.days_ago(12);
        self.take_up_and_inform(case, "The commission takes your complaint up.").await?;
        self.days_ago(9);
        self.schedule(case, 16, "Krommerijn 101, Utrecht, room 2").await
    }

    /// A case that has just come in: the coach does not know of it.
    async fn filed(&self) -> Result<(), Failure> {
        self.days_ago(2);
        let form = ComplaintForm {
            grievances: Some(vec![grieved(GrievanceKind::Conduct, "My messages have not been answered for three weeks.")]),
            nature: Some(Nature::Organisation),
            wished_solution: Some("An answer.".to_owned()),
            accused: Some(vec![AccusedForm { staff_id: Some(self.person("sander@wij30.example").await?), name: None, board: None }]),
            ..address(Capacity::Client, "Noor Bakker", "Kanaalstraat 12", "Utrecht")
        };
        self.file("noor@wij30.example", form).await.map(|_| ())
    }
}

fn key() -> Result<String, Error> {
    Ok(clock::new_id()?.simple().to_string())
}

fn done(outcome: Outcome) -> Result<(), Failure> {
    outcome.map(|_| ())
}

fn case_of(done: Done) -> Result<Uuid, Failure> {
    Ok(done.case_id.ok_or(Error::Invariant("filing opens a case"))?)
}

fn grieved(kind: GrievanceKind, description: &str) -> GrievanceForm {
    GrievanceForm { kind: Some(kind), description: Some(description.to_owned()), occurred_on: None }
}

fn address(capacity: Capacity, name: &str, street: &str, town: &str) -> ComplaintForm {
    ComplaintForm {
        capacity: Some(capacity),
        name: Some(name.to_owned()),
        address: Some(street.to_owned()),
        town: Some(town.to_owned()),
        phone: Some("030 555 01 23".to_owned()),
        ..ComplaintForm::default()
    }
}

//! Takes a trace in both worlds, and after every step has everybody ask from whom all that is hidden is hidden.

use chrono::TimeDelta;
use front_door::{step::Exchange, world::CAST};
use futures_util::{StreamExt, stream};
use inzage::leak::Leak;
use serde_json::Value;

use super::{
    acts::{Act, Course},
    finding::Finding,
    hidden::{Apart, Hidden},
    pool::Pool,
    questions::{again, aimed, by_ids, ids_in, made_up, paged, probe},
    trace::{Step, Trace},
    twins::{Answer, NEXT_DOOR, Question, Twins, ask},
};
use crate::{chance::Chance, everything::fixed, introspection::Schema, viewer::Viewer};

/// How many requests are under way at once.
const AT_ONCE: usize = 6;
/// Who can come to take part in the case at hand. Everybody else sees nothing of it, and looks around less often.
const TAKING_PART: &[&str] = &["noor", "sander", "fatima", "yusuf", "joost", "hanna", "pieter", "marleen", "bas", "erik", "lotte"];
/// How often the same is asked again where only the statements differ, or which of several errors: what runs at once inside
/// a request can take turns in more than one order. What tells something does so however often it is asked.
const AGAIN: usize = 30;

/// A trace under way.
struct Run<'a> {
    twins: &'a Twins,
    schema: &'a Schema,
    trace: &'a Trace,
    look: Look,
    here: &'static str,
    courses: [Course; 2],
    apart: Apart,
    hidden: Vec<Hidden>,
    done: Vec<Done>,
    pool: Pool,
    /// Leaks that are planted one after the other, until somebody finds them.
    leaks: Vec<Leak>,
    found: Vec<(Leak, Box<Finding>)>,
}

/// A mutation that was carried out in both worlds.
struct Done {
    by: &'static str,
    name: String,
    inputs: Box<[Value; 2]>,
}

/// Who looks, when, and how much they ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Everybody, after every step, and more after the last.
    Everybody,
    /// One alone, after the last step, and as much as they can.
    Only(&'static str),
}

/// Takes a trace in an organisation of its own. Gives what somebody found out, if anything.
pub async fn take(twins: &Twins, schema: &Schema, trace: &Trace, here: &'static str, look: Look) -> Option<Box<Finding>> {
    let mut run = Run::begun(twins, schema, trace, here, look).await;
    for (at, step) in trace.steps.iter().enumerate() {
        if let Some(found) = run.step(at, *step).await {
            return Some(found);
        }
        if let Some(found) = run.looked_at(at).await {
            return Some(found);
        }
    }
    None
}

/// Takes a trace with leaks planted, one at a time, in what everybody asks. Gives those that were found, and by what.
pub async fn take_leaking(
    twins: &Twins,
    schema: &Schema,
    trace: &Trace,
    here: &'static str,
    leaks: Vec<Leak>,
) -> Vec<(Leak, Box<Finding>)> {
    let mut run = Run::begun(twins, schema, trace, here, Look::Everybody).await;
    run.leaks = leaks;
    for (at, step) in trace.steps.iter().enumerate() {
        if let Some(found) = run.step(at, *step).await {
            panic!("nothing is planted in the steps themselves, and yet: {found}");
        }
        run.looked_at_leaking(at).await;
        if run.leaks.is_empty() {
            break;
        }
        // Without a leak they learn the ids and cursors from which they make up what they ask next.
        if let Some(found) = run.looked_at(at).await {
            panic!("nothing is planted, and yet: {found}");
        }
    }
    run.found
}

impl<'a> Run<'a> {
    async fn begun(twins: &'a Twins, schema: &'a Schema, trace: &'a Trace, here: &'static str, look: Look) -> Self {
        twins.found(here).await;
        let (courses, mut pool) = (<[Course; 2]>::default(), Pool::default());
        // Ids are no secrets: somebody may have anybody's.
        for (name, ..) in CAST {
            pool.people.push(twins.a.person_of(here, name).id().await);
        }
        let (apart, hidden, done) = (Apart::default(), Vec::new(), Vec::new());
        Self { twins, schema, trace, look, here, courses, apart, hidden, done, pool, leaks: Vec::new(), found: Vec::new() }
    }

    /// Takes a step, in both worlds or in one alone. Gives what its taker found out, if anything.
    async fn step(&mut self, at: usize, step: Step) -> Option<Box<Finding>> {
        // Time passes: what is dated anew tells.
        for world in [&self.twins.a, &self.twins.b] {
            world.clock.set(world.clock.now() + TimeDelta::minutes(1));
        }
        match step {
            Step::Both(act) => self.both(at, act).await,
            Step::Alone(hidden) => {
                self.alone(at, hidden).await;
                None
            }
        }
    }

    /// Everybody from whom all is hidden that is in one world alone.
    fn unknowing(&self) -> Vec<Viewer> {
        let here = CAST.iter().map(|(name, ..)| Some((self.here, *name)));
        // The others next door saw what happened there in traces before this one.
        let next_door = ["yusuf", "sander", "anna"].map(|name| Some((NEXT_DOOR, name)));
        let all = here.chain(next_door).chain([None]).map(|person| Viewer { person });
        let all = all.filter(|viewer| match self.look {
            Look::Everybody => true,
            Look::Only(name) => viewer.person.map_or("", |(_, name)| name) == name,
        });
        all.filter(|viewer| self.hidden.iter().all(|hidden| hidden.from(*viewer, &self.courses[0]))).collect()
    }

    fn finding(&self, step: usize, viewer: impl ToString, who: &'static str, question: &str, answers: [Answer; 2]) -> Box<Finding> {
        Box::new(Finding { trace: self.trace.clone(), step, viewer: viewer.to_string(), who, question: question.to_owned(), answers })
    }

    /// A step in both worlds. Who takes it and knows of nothing hidden gets the same answers.
    async fn both(&mut self, at: usize, act: Act) -> Option<Box<Finding>> {
        let (a, b) = (&self.twins.a, &self.twins.b);
        let [of_a, of_b] = &mut self.courses;
        let label = format!("{} {at}", self.here);
        a.steps.begin(&label);
        b.steps.begin(&label);
        tokio::join!(of_a.goes_on(a, act), of_b.goes_on(b, act));
        let (told_a, told_b) = (a.steps.end(), b.steps.end());
        let unknowing = self.unknowing();
        let knows_nothing = |by: &'static str| unknowing.contains(&Viewer { person: Some((self.here, by)) });
        let (told_a, told_b) =
            (told_a.into_iter().map(without_code).collect::<Vec<_>>(), told_b.into_iter().map(without_code).collect::<Vec<_>>());
        let of_a: Vec<_> = told_a.iter().filter(|exchange| knows_nothing(exchange.by)).collect();
        let of_b: Vec<_> = told_b.iter().filter(|exchange| knows_nothing(exchange.by)).collect();
        assert_eq!(of_a.len(), of_b.len(), "both worlds take the same step {at}: {act:?}\n{}", self.trace);
        self.twins.compared(of_a.len() as u64);
        for (a, b) in told_a.iter().zip(&told_b) {
            let name = a.asked.strip_prefix("mutation Act").and_then(|rest| rest.split(['{', '(']).nth(2)).map(str::trim);
            if let Some(name) = name.filter(|_| a.asked == b.asked) {
                let inputs = Box::new([a.variables["input"].clone(), b.variables["input"].clone()]);
                self.done.push(Done { by: a.by, name: name.to_owned(), inputs });
            }
        }
        for exchange in &told_a {
            self.pool.keys.extend(exchange.variables["input"]["idempotencyKey"].as_str().map(str::to_owned));
            self.pool.take_in(exchange.by, &exchange.answer.body);
        }
        let differs = of_a.iter().zip(&of_b).find(|(a, b)| a.answer != b.answer);
        differs.map(|(a, b)| {
            let answers = [Answer::of(a.answer.clone()), Answer::of(b.answer.clone())];
            let asked = format!("{}\n{}", a.asked, a.variables);
            self.finding(at, format!("{} of {}, who takes this step,", a.by, self.here), a.by, &asked, answers)
        })
    }

    /// A step in one world. Its ids are kept, for the others to try.
    async fn alone(&mut self, at: usize, hidden: Hidden) {
        let world = &self.twins.b;
        world.steps.begin(&format!("{} alone {at}", self.here));
        hidden.happens(world, &self.courses[1], &mut self.apart, self.here).await;
        let told = world.steps.end();
        // What they see of the case in the one world and not in the other is hidden from others.
        let doer = Viewer { person: Some((self.here, hidden.by())) };
        let question = Question::Graph(ids_in(self.schema, &self.courses[0].case));
        let label = format!("what is hidden after {} {at}", self.here);
        let (a, b) =
            tokio::join!(ask(&self.twins.a, 0, doer, &question, &label, None), ask(&self.twins.b, 1, doer, &question, &label, None));
        self.pool.take_in("", &a.bytes.body);
        self.pool.take_in_hidden(&b.bytes.body);
        for exchange in told {
            self.pool.keys.extend(exchange.variables["input"]["idempotencyKey"].as_str().map(str::to_owned));
            self.pool.take_in_hidden(&exchange.answer.body);
        }
        self.hidden.push(hidden);
    }

    /// What everybody asks after a step who knows of nothing hidden.
    fn asked(&self, at: usize) -> Vec<(Viewer, Question)> {
        let last = at + 1 == self.trace.steps.len();
        // After what is hidden from them always, and after every other step on the way that they may take themselves.
        let both = matches!(self.trace.steps.get(at), Some(Step::Both(_)));
        if both && !last && at.is_multiple_of(2) {
            return Vec::new();
        }
        if self.hidden.is_empty() || self.look != Look::Everybody && !last {
            return Vec::new();
        }
        let unknowing = self.unknowing();
        let (looking, times) = match self.look {
            // On the way some of them look around, each time others.
            Look::Everybody if !last => (self.some(at, unknowing), 1),
            Look::Everybody => (unknowing, 1),
            Look::Only(_) => (unknowing, 10),
        };
        let questions = |viewer| {
            let mut questions = self.questions(at, viewer, times);
            if last {
                let mut chance = Chance::of(self.trace.seed).with(&format!("aimed by {viewer}"));
                questions.extend(aimed(self.schema, &self.pool, &mut chance).into_iter().map(Question::Graph));
            }
            questions.into_iter().map(move |question| (viewer, question))
        };
        looking.into_iter().flat_map(questions).collect()
    }

    /// Two of those who can take part in the case, and now and then somebody else.
    fn some(&self, at: usize, unknowing: Vec<Viewer>) -> Vec<Viewer> {
        let mut chance = Chance::of(self.trace.seed).with(&format!("who looks after {at}"));
        let takes_part = |viewer: &Viewer| viewer.person.is_some_and(|(at, name)| at == self.here && TAKING_PART.contains(&name));
        let (inside, outside): (Vec<_>, Vec<_>) = unknowing.into_iter().partition(takes_part);
        let mut some = chance.some(&inside, 2);
        if chance.percent(30) {
            some.extend(chance.pick(&outside));
        }
        some
    }

    /// Everybody asks the same as ever, of a server in which each of the leaks is planted in turn.
    async fn looked_at_leaking(&mut self, at: usize) {
        for (viewer, question) in self.asked(at) {
            let asked =
                stream::iter(self.leaks.clone()).map(async |leak| (leak, told_apart(self.twins, viewer, &question, Some(leak)).await));
            let answers: Vec<_> = asked.buffered(AT_ONCE).collect().await;
            for (leak, (answers, _)) in answers.into_iter().filter(|(_, (_, differ))| *differ) {
                self.leaks.retain(|left| *left != leak);
                let who = viewer.person.map_or("", |(_, name)| name);
                let finding = self.finding(at, viewer, who, &question.to_string(), answers);
                self.found.push((leak, finding));
            }
            if self.leaks.is_empty() {
                return;
            }
        }
    }

    /// Everybody who knows of nothing hidden looks around.
    async fn looked_at(&mut self, at: usize) -> Option<Box<Finding>> {
        let asked = self.asked(at);
        let twins = self.twins;
        let mut answers = stream::iter(asked)
            .map(async |(viewer, question)| {
                let answers = told_apart(twins, viewer, &question, None).await;
                (viewer, question, answers)
            })
            .buffered(AT_ONCE);
        let mut bodies = Vec::new();
        let mut found = None;
        while let Some((viewer, question, (answers, differ))) = answers.next().await {
            if differ {
                found = Some((viewer, question, answers));
                break;
            }
            let [a, _] = answers;
            bodies.push((viewer.to_string(), a.bytes.body));
        }
        drop(answers);
        bodies.iter().for_each(|(whose, body)| self.pool.take_in(whose, body));
        found.map(|(viewer, question, answers)| {
            let who = viewer.person.map_or("", |(_, name)| name);
            self.finding(at, viewer, who, &question.to_string(), answers)
        })
    }

    /// What somebody asks after a step: so many times a little of everything.
    fn questions(&self, at: usize, viewer: Viewer, times: usize) -> Vec<Question> {
        let whose = viewer.to_string();
        let mut chance = Chance::of(self.trace.seed).with(&format!("{at} {whose}"));
        let mut questions = Vec::new();
        for _ in 0..times {
            let mut ids = vec![self.courses[0].case.clone()];
            ids.extend(chance.pick(&self.pool.seen).cloned());
            ids.extend(chance.pick(&self.pool.hidden).cloned());
            let mut texts = chance.some(&fixed(self.schema, &ids), 2);
            for _ in 0..3 {
                texts.push(made_up(self.schema, &self.pool, &whose, &mut chance));
            }
            texts.push(by_ids(&self.pool, &mut chance));
            for case in [Some(self.courses[0].case.as_str()), None] {
                texts.extend(paged(self.schema, &self.pool, &whose, case, &mut chance));
            }
            texts.extend(probe(self.schema, &self.pool, &mut chance));
            questions.extend(texts.into_iter().map(Question::Graph));
            let theirs: Vec<_> = self.done.iter().filter(|done| viewer.person == Some((self.here, done.by))).collect();
            if let Some(done) = chance.pick(&theirs) {
                let text = again(self.schema, &done.name, &mut chance);
                questions.push(Question::Again(text, done.inputs.clone()));
            }
            let id = if chance.percent(60) { self.pool.hidden_id(&mut chance) } else { self.pool.id(&mut chance) };
            questions.push(Question::Route(format!("/content/{id}")));
            if chance.percent(30) {
                questions.push(Question::Upload(if chance.percent(50) { "dossier" } else { "withheld" }));
            }
        }
        questions
    }
}

/// An exchange without the one-time code that it gave, if it did: a secret is random in each world.
fn without_code(mut exchange: Exchange) -> Exchange {
    if exchange.asked.contains("inviteConfidant(")
        && let Ok(answer) = serde_json::from_str::<Value>(&exchange.answer.body)
        && let Some(code) = answer["data"]["inviteConfidant"]["code"].as_str()
    {
        exchange.answer.body = exchange.answer.body.replace(code, &"?".repeat(code.len()));
    }
    exchange
}

/// Asks both the same, and says whether the answers, or what they took, can be told apart.
async fn told_apart(twins: &Twins, viewer: Viewer, question: &Question, leak: Option<Leak>) -> ([Answer; 2], bool) {
    let answers = twins.ask(viewer, question, leak).await;
    let [a, b] = &answers;
    if a == b {
        return (answers, false);
    }
    let several_errors = [a, b].iter().all(|answer| answer.bytes.body.starts_with("{\"errors\":["));
    if a.bytes != b.bytes && !several_errors {
        return (answers, true);
    }
    let (mut of_a, mut of_b) = (vec![a.clone()], vec![b.clone()]);
    for _ in 0..AGAIN {
        let [a, b] = twins.ask(viewer, question, leak).await;
        of_a.push(a);
        of_b.push(b);
        let answered = |of: &[Answer], one: &Answer| of.iter().any(|other| other.bytes == one.bytes);
        let took = |of: &[Answer], one: &Answer| of.iter().any(|other| other.statements == one.statements);
        if of_b.iter().any(|one| answered(&of_a, one)) && of_b.iter().any(|one| took(&of_a, one)) {
            return (answers, false);
        }
    }
    (answers, true)
}

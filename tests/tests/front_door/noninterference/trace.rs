//! Traces: what happens, step by step, in both worlds or in one alone; how they are made up, and made smaller.

use super::{
    acts::{Act, COURSE, on_the_way},
    hidden::{Hidden, KINDS},
};
use crate::chance::Chance;

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// In both worlds.
    Both(Act),
    /// In one world alone.
    Alone(Hidden),
}

/// A trace.
#[derive(Clone, Debug)]
pub struct Trace {
    /// What set it off, and sets the questions off.
    pub seed: u64,
    /// The steps.
    pub steps: Vec<Step>,
}

impl Trace {
    /// The trace that a number sets off. It has something hidden in it. The kinds of hidden acts take turns, so that a few
    /// traces have all of them.
    pub fn of(seed: u64) -> Self {
        let mut chance = Chance::of(seed);
        let turn = usize::try_from(seed).unwrap_or_default();
        let mut kinds: Vec<&[Hidden]> = KINDS.iter().cycle().skip(turn % KINDS.len()).take(1).copied().collect();
        // The first traces have one kind each, so that as many as can know nothing, and go to the end; later ones mix kinds,
        // and end anywhere.
        let first = turn < KINDS.len();
        let mixed = if first { 0 } else { chance.below(3) };
        // A first draft ends a trace early, and so goes with nothing that comes later.
        let goes_with_others = |kind: &&[Hidden]| !kind.contains(&Hidden::FirstDraft);
        kinds.extend((0..mixed).filter_map(|_| chance.pick(KINDS).copied().filter(goes_with_others)));
        let acts: Vec<Hidden> = kinds.concat();
        loop {
            let end = match COURSE.iter().position(|act| *act == Act::Draft) {
                Some(draft) if acts.contains(&Hidden::FirstDraft) => draft,
                _ if first => COURSE.len(),
                _ => 4 + chance.below(COURSE.len() - 3),
            };
            let steps = Self::steps(&mut chance, &acts, end);
            // Of each kind something, where the course went far enough for it.
            if kinds.first().is_some_and(|first| steps.iter().any(|step| matches!(step, Step::Alone(hidden) if first.contains(hidden)))) {
                return Self { seed, steps };
            }
        }
    }

    fn steps(chance: &mut Chance, acts: &[Hidden], end: usize) -> Vec<Step> {
        let mut steps = Vec::new();
        for (at, act) in COURSE.iter().enumerate().take(end) {
            steps.push(Step::Both(*act));
            let open: Vec<Hidden> = acts.iter().copied().filter(|hidden| hidden.can_happen(*act)).collect();
            for _ in 0..3 {
                if chance.percent(40) {
                    steps.extend(chance.pick(&open).map(|hidden| Step::Alone(*hidden)));
                }
                if chance.percent(25) {
                    steps.extend(chance.pick(&on_the_way(*act)).map(|act| Step::Both(*act)));
                }
            }
            // Somebody who looks at little is there where measures are considered.
            if acts.contains(&Hidden::Consider) && *act == Act::Inform {
                steps.push(Step::Both(Act::Involve));
            }
            // Somebody stands beside Noor for a while where it is hidden what her side notes.
            if acts.contains(&Hidden::Note("noor")) {
                match act {
                    Act::TakeUp => steps.push(Step::Both(Act::Beside)),
                    Act::Schedule => steps.push(Step::Both(Act::Revoke)),
                    _ => {}
                }
            }
            // After the decision on measures she has nothing to withdraw any more once the case is closed.
            if at + 1 == end && *act != Act::Close && chance.percent(25) {
                steps.push(Step::Both(Act::Withdraw));
            }
        }
        steps
    }

    /// Smaller traces, the smallest first: cut off after a step that is hidden, cut off after `last`, and without one step
    /// that is not the course itself.
    pub fn smaller(&self, last: usize) -> Vec<Self> {
        let steps = &self.steps[..=last.min(self.steps.len() - 1)];
        let mut smaller = Vec::new();
        let alone = |(at, step): (usize, &Step)| matches!(step, Step::Alone(_)).then_some(at + 1);
        for end in steps.iter().enumerate().filter_map(alone).filter(|end| *end < steps.len()) {
            smaller.push(Self { seed: self.seed, steps: steps[..end].to_vec() });
        }
        if steps.len() < self.steps.len() {
            smaller.push(Self { seed: self.seed, steps: steps.to_vec() });
        }
        for (at, step) in steps.iter().enumerate() {
            if !matches!(step, Step::Both(act) if COURSE.contains(act)) {
                let mut without = steps.to_vec();
                without.remove(at);
                smaller.push(Self { seed: self.seed, steps: without });
            }
        }
        smaller
    }
}

impl std::fmt::Display for Trace {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, step) in self.steps.iter().enumerate() {
            match step {
                Step::Both(act) => writeln!(to, "  {at:2}. in both worlds: {act:?}")?,
                Step::Alone(hidden) => writeln!(to, "  {at:2}. in one world alone: {hidden:?}, by {}", hidden.by())?,
            }
        }
        Ok(())
    }
}

//! Chance that can be had again: what a number sets off is the same on every machine.

/// A source of numbers (SplitMix64).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The source that a number sets off.
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// Another source, set off by this one's number and some words.
    pub fn with(&self, words: &str) -> Self {
        Self(words.bytes().fold(self.0 ^ 0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is at least one.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 1).unwrap_or_default() % end
    }

    /// Whether something happens that happens so many times in a hundred.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several; `None` of none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        if from.is_empty() { None } else { from.get(self.below(from.len())) }
    }

    /// So many of several, in their order, or all when there are fewer.
    pub fn some<T: Clone>(&mut self, from: &[T], many: usize) -> Vec<T> {
        let mut left = many.min(from.len());
        let mut taken = Vec::new();
        for (at, one) in from.iter().enumerate() {
            if self.below(from.len() - at) < left {
                taken.push(one.clone());
                left -= 1;
            }
        }
        taken
    }
}

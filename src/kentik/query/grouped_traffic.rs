//! Which conversations make which rows, and what the rows count.
use super::{
    columns::Counter,
    counters::{Contribution, Counters},
};
use crate::{
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    network::{FlowCounts, Network, flows},
};
use std::collections::HashMap;

/// The most numbers that are held: rows times columns times intervals.
const MAX_NUMBERS: usize = 8 << 20;

/// Which conversations make which rows.
#[derive(Default)]
pub struct GroupedTraffic {
    pub rows: Vec<Vec<String>>,
    /// The conversations that have a row, by their places in the network.
    conversations: Vec<u32>,
    /// Both ends of each of them, by their places in the network.
    ends: Vec<[u32; 2]>,
    /// What each of them contributes to rows, one after the other, and where that starts.
    contributions: Vec<Contribution>,
    starts: Vec<usize>,
}

impl GroupedTraffic {
    /// How many contributions there are so far.
    pub fn contribution_count(&self) -> usize {
        self.contributions.len()
    }
    /// Adds directions of a conversation, whose contributions begin at `first`, to a row.
    pub fn add(&mut self, first: usize, row: u32, directions: u8) {
        let own = &mut self.contributions[first..];
        match own.iter_mut().find(|one| one.row == row) {
            Some(one) => one.directions |= directions,
            None => self.contributions.push(Contribution { row, directions }),
        }
    }
    /// Keeps a conversation whose contributions begin at `first`, if there are any.
    pub fn end_conversation(&mut self, first: usize, conversation: u32, ends: [u32; 2]) {
        if self.contributions.len() > first {
            self.conversations.push(conversation);
            self.ends.push(ends);
            self.starts.push(first);
        }
    }
    /// These rows alone, in this order.
    pub fn only(self, wanted: &[usize]) -> GroupedTraffic {
        let new_rows = wanted.iter().zip(0u32..);
        let new_rows: HashMap<usize, u32> = new_rows.map(|(row, at)| (*row, at)).collect();
        let mut kept = GroupedTraffic::default();
        for at in 0..self.conversations.len() {
            let first = kept.contributions.len();
            let own = self.contributions_of(at).iter();
            let own = own.filter_map(|one| {
                let row = *new_rows.get(&(one.row as usize))?;
                Some(Contribution { row, ..*one })
            });
            kept.contributions.extend(own);
            kept.end_conversation(first, self.conversations[at], self.ends[at]);
        }
        let mut rows = self.rows;
        kept.rows = wanted
            .iter()
            .map(|row| std::mem::take(&mut rows[*row]))
            .collect();
        kept
    }
    fn contributions_of(&self, at: usize) -> &[Contribution] {
        let end = self
            .starts
            .get(at.saturating_add(1))
            .copied()
            .unwrap_or(self.contributions.len());
        &self.contributions[self.starts[at]..end]
    }
    /// Counts all rows between neighbouring boundaries.
    pub fn count(
        &self,
        network: &Network,
        counters: &[Counter],
        boundaries: &[Millis],
    ) -> Result<Counters> {
        let steps = boundaries.len().saturating_sub(1);
        let numbers = self
            .rows
            .len()
            .saturating_mul(steps)
            .saturating_mul(counters.len());
        if numbers > MAX_NUMBERS {
            return Err(refused(
                "the answer is too large; ask for a shorter span, fewer rows or fewer aggregates",
            ));
        }
        let fresh = || Counters::new(self.rows.len(), counters, steps);
        let see = |counted: &mut Counters, at: usize, passed: &[FlowCounts]| {
            for contribution in self.contributions_of(at) {
                passed
                    .iter()
                    .for_each(|one| counted.add(contribution, self.ends[at], one));
            }
        };
        let parts = flows::count(network, &self.conversations, boundaries, fresh, see);
        let mut parts = parts.into_iter();
        let first = parts.next().unwrap_or_else(fresh);
        Ok(parts.fold(first, Counters::merged))
    }
}

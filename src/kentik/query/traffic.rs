//! The traffic that a query is about, brought into rows and counted.
use super::{
    cells::{BACK, BACK_IN, BACK_OUT, Cells, FORTH, FORTH_IN, FORTH_OUT, Share},
    conditions::Condition,
    measures::Count,
    routers::{Behind, Router, Spot},
    sight::{Lookup, Side, Sight},
};
use crate::{
    base::{
        clock::Millis,
        problem::{Result, refused},
    },
    network::{Flow, FlowCounts, Network, flows},
};
use std::{collections::HashMap, sync::Arc};

/// Numbers that are held at the most: rows times columns times intervals.
const MOST: usize = 8 << 20;

/// All traffic that the asked devices saw and that meets the condition.
pub struct Traffic {
    pub network: Arc<Network>,
    pub routers: Vec<Router>,
    pub lookup: Lookup,
    pub condition: Condition,
}

/// Which conversations make which rows.
#[derive(Default)]
pub struct Grouped {
    pub rows: Vec<Vec<String>>,
    places: Vec<u32>,
    /// Both ends of each conversation, by their places in the network.
    ends: Vec<[u32; 2]>,
    /// The shares of each conversation, one after the other, and where they start.
    shares: Vec<Share>,
    starts: Vec<usize>,
}

impl Traffic {
    /// The rows of all that passes. However many devices see it, a row has a conversation once.
    pub fn grouped(&self, row: impl Fn(&Sight) -> Vec<String>) -> Grouped {
        let behind = Behind::of(&self.routers, self.network.hosts());
        let mut grouped = Grouped::default();
        let mut known: HashMap<Vec<String>, u32> = HashMap::new();
        for (place, flow) in flows::all(&self.network).enumerate() {
            let first = grouped.shares.len();
            for (router, spots) in behind.seen(flow.places()) {
                for is_forth in [true, false] {
                    let sight = self.sight(flow, router, spots, is_forth);
                    if !self.condition.holds(&sight, &self.lookup) {
                        continue;
                    }
                    let next = known.len() as u32;
                    let row = *known.entry(row(&sight)).or_insert(next);
                    grouped.add(first, row, parts(&sight, is_forth));
                }
            }
            if grouped.shares.len() > first {
                grouped.places.push(place as u32);
                grouped.ends.push(flow.places());
                grouped.starts.push(first);
            }
        }
        grouped.rows = vec![vec![]; known.len()];
        known
            .into_iter()
            .for_each(|(row, at)| grouped.rows[at as usize] = row);
        grouped
    }
    fn sight<'a>(
        &'a self,
        flow: Flow<'a>,
        router: usize,
        [client, server]: [Option<Spot>; 2],
        is_forth: bool,
    ) -> Sight<'a> {
        let router = &self.routers[router];
        let side = |host, port, spot: Option<Spot>| Side {
            host,
            port,
            is_behind: spot.is_some(),
            interface: spot.and_then(|spot| router.ports.get(spot.port?)),
        };
        let ports = match flow.has_ports() {
            true => flow.ports(),
            false => [0; 2],
        };
        let client = side(flow.client(), ports[0], client);
        let server = side(flow.server(), ports[1], server);
        let (source, destination) = match is_forth {
            true => (client, server),
            false => (server, client),
        };
        Sight {
            flow,
            router,
            source,
            destination,
        }
    }
}

fn parts(sight: &Sight, is_forth: bool) -> u8 {
    let [part, out, into] = match is_forth {
        true => [FORTH, FORTH_OUT, FORTH_IN],
        false => [BACK, BACK_OUT, BACK_IN],
    };
    let set = |bit, is_behind| if is_behind { bit } else { 0 };
    part | set(out, sight.source.is_behind) | set(into, sight.destination.is_behind)
}

impl Grouped {
    fn add(&mut self, first: usize, row: u32, parts: u8) {
        match self.shares[first..]
            .iter_mut()
            .find(|share| share.row == row)
        {
            Some(share) => share.parts |= parts,
            None => self.shares.push(Share { row, parts }),
        }
    }
    /// These rows alone, in this order.
    pub fn only(self, wanted: &[usize]) -> Grouped {
        let places = wanted.iter().zip(0u32..);
        let places: HashMap<usize, u32> = places.map(|(row, at)| (*row, at)).collect();
        let mut kept = Grouped::default();
        for at in 0..self.places.len() {
            let first = kept.shares.len();
            let shares = self.shares_of(at).iter();
            let shares = shares.filter_map(|share| {
                let row = *places.get(&(share.row as usize))?;
                Some(Share { row, ..*share })
            });
            kept.shares.extend(shares);
            if kept.shares.len() > first {
                kept.places.push(self.places[at]);
                kept.ends.push(self.ends[at]);
                kept.starts.push(first);
            }
        }
        let mut rows = self.rows;
        kept.rows = wanted
            .iter()
            .map(|row| std::mem::take(&mut rows[*row]))
            .collect();
        kept
    }
    fn shares_of(&self, at: usize) -> &[Share] {
        let end = self
            .starts
            .get(at + 1)
            .copied()
            .unwrap_or(self.shares.len());
        &self.shares[self.starts[at]..end]
    }
    /// Counts all rows between neighbouring moments.
    pub fn counted(
        &self,
        network: &Network,
        counts: &[Count],
        moments: &[Millis],
    ) -> Result<Cells> {
        let steps = moments.len().saturating_sub(1);
        let cells = self
            .rows
            .len()
            .saturating_mul(steps)
            .saturating_mul(counts.len());
        if cells > MOST {
            return Err(refused(
                "the answer is too large; ask for a shorter span, fewer rows or fewer aggregates",
            ));
        }
        let fresh = || Cells::new(self.rows.len(), counts, steps);
        let see = |cells: &mut Cells, at: usize, passed: &[FlowCounts]| {
            for share in self.shares_of(at) {
                passed
                    .iter()
                    .for_each(|one| cells.add(share, self.ends[at], one));
            }
        };
        let mut parts = flows::count(network, &self.places, moments, fresh, see).into_iter();
        let first = parts.next().unwrap_or_else(fresh);
        Ok(parts.fold(first, Cells::merged))
    }
}

//! Recorded values, put in the place of the generated ones.
use super::{gather::gather, resolved_query::ResolvedQuery, tally::Column};
use crate::network::{
    model::time_range::TimeRange,
    world::{ids::at_node, recorded_values::RecordedOwner, scope::Scope},
};

/// Puts recorded values in the place of the generated ones of their buckets.
pub fn replace(
    resolved: &ResolvedQuery,
    scope: Scope,
    spans: &[TimeRange],
    columns: &mut [Column],
) {
    let Some(owner) = owner(resolved, scope) else {
        return;
    };
    let recorded = resolved.network.recorded();
    let asked = resolved.metrics.iter().zip(&resolved.query.specs);
    for ((metric, spec), column) in asked.zip(columns) {
        let pieces = recorded.pieces(owner, resolved.category, &spec.name, spans);
        if pieces.is_empty() {
            continue;
        }
        let replaced: Vec<TimeRange> = pieces.iter().map(|piece| piece.span).collect();
        let alone = ResolvedQuery {
            metrics: &[*metric],
            ..*resolved
        };
        let mut generated = gather(&alone, &[scope], &replaced);
        for (at, piece) in pieces.iter().enumerate() {
            let generated = generated[0].number(at).map_or(0, |number| *number);
            if let Some(sum) = column.number(piece.row) {
                *sum = sum.wrapping_sub(generated).wrapping_add(piece.value);
            }
        }
    }
}

/// Whose recorded values a scope has.
fn owner(resolved: &ResolvedQuery, scope: Scope) -> Option<RecordedOwner> {
    let host = |place| resolved.network.host_at(place);
    let id = match scope {
        Scope::Device(place) => host(place).id,
        Scope::CustomPart(at, place) if resolved.customs[at as usize].covers(host(place)) => {
            host(place).id
        }
        Scope::CustomPart(..) | Scope::Custom(_) => return None,
        Scope::Vlan(oid) => oid,
        Scope::Application(place) => resolved.query.subjects[place].oid,
        Scope::Node(node) => at_node(node, 0),
        Scope::Network | Scope::System => 0,
    };
    Some((resolved.category.level, id))
}

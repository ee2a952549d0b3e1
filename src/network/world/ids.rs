//! Ids of objects on a Command appliance: its nodes number them alike, so each has a part of its own.

/// The node of an object, which is the upper half of its id; 0 on a Discover appliance.
pub fn node_of(id: i64) -> i64 {
    id >> 32
}

/// The id of what a node itself knows as `local`.
pub fn at_node(node: i64, local: i64) -> i64 {
    (node << 32) + local
}

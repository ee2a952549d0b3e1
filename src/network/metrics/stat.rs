//! Rows of an answer; serialized, they are what the API sends.
use super::value::Value;
use crate::{base::clock::Millis, network::parallel};
use serde::Serialize;

/// One row: the values of one object and bucket, in the order of the specs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stat {
    pub oid: i64,
    pub time: Millis,
    pub duration: i64,
    pub values: Vec<Value>,
}

/// Appends rows as the inside of a JSON list, written by all cores that are free.
pub fn write_rows(rows: &[Stat], to: &mut Vec<u8>) -> serde_json::Result<()> {
    let blocks: Vec<&[Stat]> = rows.chunks((rows.len() / 128).max(64)).collect();
    let lists = parallel::map(&blocks, serde_json::to_vec);
    let lists = lists.into_iter().collect::<serde_json::Result<Vec<_>>>()?;
    to.reserve(lists.iter().map(Vec::len).sum());
    for (nth, list) in lists.into_iter().enumerate() {
        if nth > 0 {
            to.push(b',');
        }
        // Without the brackets around it.
        to.extend_from_slice(&list[1..list.len() - 1]);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_written_like_a_list() {
        let row = |oid| Stat {
            oid,
            time: 0,
            duration: 30_000,
            values: vec![Value::Count(oid * 7), Value::Mean(None)],
        };
        for count in [0, 1, 64, 65, 9000] {
            let rows: Vec<Stat> = (0..count).map(row).collect();
            let mut list = b"[".to_vec();
            write_rows(&rows, &mut list).unwrap();
            list.push(b']');
            assert_eq!(list, serde_json::to_vec(&rows).unwrap());
        }
    }
}

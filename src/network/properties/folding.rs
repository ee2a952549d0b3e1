//! What values of several buckets are together, and whether two values are alike.
use crate::network::{Entry, Frequency, Samples, Value};

/// What buckets that follow each other are together: per key, by the kind of the values.
pub fn folded(vtype: &str, values: Vec<Value>) -> Value {
    let mut values = values.into_iter();
    let first = values.next().unwrap();
    values.fold(first, |one, next| joined(vtype, one, next))
}

fn joined(vtype: &str, one: Value, next: Value) -> Value {
    match (one, next) {
        (Value::Count(one), Value::Count(next)) => Value::Count(match vtype {
            "count" => one + next,
            "snap" => next,
            _ => one.max(next),
        }),
        (Value::Samples(one), Value::Samples(next)) => Value::Samples(Samples {
            count: one.count + next.count,
            sum: one.sum + next.sum,
            sum2: one.sum2 + next.sum2,
        }),
        (Value::Frequencies(one), Value::Frequencies(next)) => {
            let mut all = std::collections::BTreeMap::new();
            for Frequency { value, freq } in one.into_iter().chain(next) {
                *all.entry((value * 1000.0) as i64).or_insert(0) += freq;
            }
            let back = |(us, freq)| Frequency {
                value: us as f64 / 1000.0,
                freq,
            };
            Value::Frequencies(all.into_iter().map(back).collect())
        }
        // What nobody has open any more has no entry.
        (Value::Detail(_), next @ Value::Detail(_)) if vtype == "snap" => next,
        (Value::Detail(mut one), Value::Detail(next)) => {
            for entry in next {
                match one.iter_mut().find(|known| known.key == entry.key) {
                    Some(known) => {
                        let so_far = std::mem::replace(&mut known.value, Value::Count(0));
                        known.value = joined(vtype, so_far, entry.value);
                    }
                    None => one.push(entry),
                }
            }
            Value::Detail(one)
        }
        other => panic!("{other:?} do not join"),
    }
}

/// Whether two values are equal, but for the order of keys and the last digits of sums.
pub fn alike(one: &Value, other: &Value) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= a.abs() * 1e-9;
    match (one, other) {
        (Value::Samples(one), Value::Samples(other)) => {
            one.count == other.count && near(one.sum, other.sum) && near(one.sum2, other.sum2)
        }
        (Value::Detail(one), Value::Detail(other)) => {
            let is_there = |entry: &Entry| {
                let mut same = other.iter().filter(|known| known.key == entry.key);
                same.any(|known| alike(&entry.value, &known.value))
            };
            one.len() == other.len() && one.iter().all(is_there)
        }
        (one, other) => one == other,
    }
}

//! API keys with the levels that they are for, as they stand on the command line.
use super::option_values::api_key;
use crate::twin::access::Level;
use std::str::FromStr;

/// One key or several: `KEY`, `read_only=KEY`, `read_only=KEY,full_system=KEY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelKeys(pub Vec<(Level, String)>);

impl FromStr for LevelKeys {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let mut pieces: Vec<String> = vec![];
        for piece in text.split(',') {
            // A key may have commas in it: another one begins where a level does.
            match pieces.last_mut() {
                Some(before) if with_level(piece)?.is_none() => {
                    *before += ",";
                    *before += piece;
                }
                _ => pieces.push(piece.to_owned()),
            }
        }
        let keys = pieces.iter().map(|piece| {
            let (level, key) = with_level(piece)?.unwrap_or((Level::FullSystem, piece));
            Ok((level, api_key(key)?))
        });
        keys.collect::<Result<_, String>>().map(Self)
    }
}

/// The level before an equals sign, and the key behind it. What is nearly a level is a mistake.
fn with_level(text: &str) -> Result<Option<(Level, &str)>, String> {
    let Some((name, key)) = text.split_once('=') else {
        return Ok(None);
    };
    let found = Level::ALL.into_iter().find(|level| level.as_str() == name);
    if let Some(level) = found {
        return Ok(Some((level, key)));
    }
    let mut all = Level::ALL.into_iter();
    match all.find(|level| strsim::osa_distance(level.as_str(), &name.to_lowercase()) < 3) {
        Some(near) => {
            let levels = Level::ALL.map(Level::as_str).join(", ");
            Err(format!(
                "did you mean {}=KEY? The levels are {levels}",
                near.as_str()
            ))
        }
        None => Ok(None),
    }
}

/// The keys of all that was given; a level has one key, and a key one level.
pub fn one_key_a_level(given: &[LevelKeys]) -> Result<Vec<(Level, &str)>, String> {
    let mut found: Vec<(Level, &str)> = vec![];
    for (level, key) in given.iter().flat_map(|keys| &keys.0) {
        if found.iter().any(|(other, _)| other == level) {
            return Err(format!(
                "--api-key: {} is given more than one key",
                level.as_str()
            ));
        }
        if let Some((other, _)) = found.iter().find(|(_, other)| other == key) {
            return Err(format!(
                "--api-key: {} and {} are given the same key; each level needs its own",
                other.as_str(),
                level.as_str()
            ));
        }
        found.push((*level, key));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Level::*;

    #[test]
    fn keys_are_read_with_and_without_a_level() {
        let read = |text: &str| text.parse::<LevelKeys>().map(|keys| keys.0);
        let keys = |keys: &[(Level, &str)]| {
            Ok(keys
                .iter()
                .map(|(l, k)| (*l, (*k).to_owned()))
                .collect::<Vec<_>>())
        };
        assert_eq!(read("abc"), keys(&[(FullSystem, "abc")]));
        assert_eq!(read("a,b=="), keys(&[(FullSystem, "a,b==")]));
        assert_eq!(read("read_only=abc="), keys(&[(ReadOnly, "abc=")]));
        assert_eq!(
            read("k,read_only=a,b,full_write=c"),
            keys(&[(FullSystem, "k"), (ReadOnly, "a,b"), (FullWrite, "c")])
        );
        for wrong in [
            "",
            "read_only=",
            "read-only=a",
            "Read_only=a",
            "fullwrite=a",
            "a b",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_level_has_one_key_and_a_key_one_level() {
        let given = |texts: &[&str]| {
            let all: Vec<LevelKeys> = texts.iter().map(|text| text.parse().unwrap()).collect();
            one_key_a_level(&all).map(|keys| keys.len())
        };
        assert_eq!(given(&["a", "read_only=b"]), Ok(2));
        assert!(given(&["a", "full_system=b"]).is_err());
        assert!(given(&["a", "read_only=a"]).is_err());
    }
}

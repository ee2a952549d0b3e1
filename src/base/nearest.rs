//! The name that was probably meant.

/// Of these names the one that a wrong one is nearest to, if any is near.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody misspells a name of this length, and the distance takes the product of both.
    if wrong.len() > 100 {
        return None;
    }
    let folded = wrong.to_lowercase();
    let most = (wrong.chars().count() / 3).clamp(1, 3);
    names
        .into_iter()
        .map(|name| {
            (
                strsim::damerau_levenshtein(&folded, &name.to_lowercase()),
                name,
            )
        })
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let names = ["name", "description", "dynamic"];
        for (wrong, meant) in [
            ("nmae", Some("name")),
            ("Name", Some("name")),
            ("desciption", Some("description")),
            ("value", None),
            ("", None),
        ] {
            assert_eq!(nearest(wrong, names), meant, "{wrong}");
        }
    }
}

//! What a parser says, in our own words.

/// A part of a parser's sentence, and what is said in its place.
const SENTENCES: [(&str, &str); 16] = [
    ("EOF while parsing", "it ends too soon"),
    ("trailing c", "something stands after its end"),
    ("expected value", "a value is missing"),
    ("key must be a string", "a name must stand in double quotes"),
    ("expected `", "a separator or bracket is missing"),
    ("expected ident", "a word must be true, false or null"),
    (
        "control character",
        "a control character in a text must be escaped",
    ),
    (
        "invalid escape",
        "a backslash in a text must begin an escape",
    ),
    ("surrogate", "an escape in a text is half of a character"),
    ("unicode code point", "a text is not UTF-8"),
    ("invalid number", "a number is not written as JSON has it"),
    ("number out of range", "a number is too large"),
    ("recursion limit", "it is nested too deep"),
    (
        "multiple YAML documents",
        "there is a second document; a file holds one",
    ),
    (
        "invalid IP address syntax",
        "`cidr` must be a subnet such as 10.1.0.0/24",
    ),
    (
        "mapping start",
        "it must be a map of sections such as `tags:`",
    ),
];

/// The sentence of a parser without its place.
pub fn plain_words(said: &str) -> String {
    let said = said.lines().next().unwrap_or_default();
    let said = said.find(" at line ").map_or(said, |at| &said[..at]);
    if let Some(rest) = said.strip_prefix("unknown variant ") {
        return rest.replacen(", expected", " is not known; it must be", 1);
    }
    if let Some(rest) = said.strip_prefix("unknown field ") {
        return format!(
            "there is no {}",
            rest.replacen(", expected", "; it must be", 1)
        );
    }
    if let Some(name) = said.strip_prefix("missing field ") {
        return format!("{name} is required");
    }
    if let Some(name) = said.strip_prefix("duplicate field ") {
        return format!("{name} is given twice");
    }
    if let Some(name) = said.strip_prefix("duplicate mapping key: ") {
        let name = name.split(", set").next().unwrap_or_default();
        return format!("`{name}` is given twice");
    }
    for prefix in ["invalid type: ", "invalid value: ", "invalid length "] {
        let rest = said.strip_prefix(prefix);
        if let Some((given, wanted)) = rest.and_then(|rest| rest.rsplit_once(", expected ")) {
            return format!("it must be {wanted}, not {given}");
        }
    }
    if said.starts_with("invalid u") || said.starts_with("invalid i") && !said.contains(' ') {
        return "it must be an integer".into();
    }
    let known = SENTENCES.iter().find(|(part, _)| said.contains(part));
    known.map_or(said, |(_, ours)| ours).to_owned()
}

#[cfg(test)]
mod tests {
    use super::plain_words;

    #[test]
    fn no_word_of_a_parser_is_left() {
        for (said, ours) in [
            (
                "EOF while parsing an object at line 1 column 1",
                "it ends too soon",
            ),
            (
                "unknown variant `x`, expected `a` or `b`",
                "`x` is not known; it must be `a` or `b`",
            ),
            (
                "invalid type: string \"x\", expected u64 at line 1 column 3",
                "it must be u64, not string \"x\"",
            ),
            (
                "duplicate mapping key: seed, set DuplicateKeyPolicy in Options",
                "`seed` is given twice",
            ),
            ("missing field `name`", "`name` is required"),
            ("`cidr` is ours", "`cidr` is ours"),
        ] {
            assert_eq!(plain_words(said), ours);
        }
    }
}

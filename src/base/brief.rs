//! Sentences for clients, and for the log, kept short however long the input that they speak of is.
use std::borrow::Cow;

/// The most characters of a sentence.
const SENTENCE: usize = 300;
/// The most characters of input that a sentence repeats.
const INPUT: usize = 100;

/// The sentence, with long input in it cut, and itself no longer than 300 characters. Input stands
/// between backticks or is one long word.
pub fn brief(sentence: &str) -> Cow<'_, str> {
    if sentence.len() <= INPUT {
        return sentence.into();
    }
    let parts = sentence.split('`').enumerate();
    let cut_parts: Vec<String> = parts
        .map(|(nth, part)| match nth % 2 {
            0 => words(part),
            _ => cut(part, INPUT).into_owned(),
        })
        .collect();
    cut(&cut_parts.join("`"), SENTENCE).into_owned().into()
}

/// A text of a client's as it is given back: at most 100 characters of it.
pub fn shortened(text: &str) -> Cow<'_, str> {
    cut(text, INPUT)
}

/// A text of no more than so many characters; dots stand for what is left out.
pub fn cut(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most {
        return text.into();
    }
    match text.char_indices().nth(most) {
        None => text.into(),
        Some(_) => {
            let kept = text.char_indices().nth(most.saturating_sub(1));
            let end = kept.map_or(text.len(), |(at, _)| at);
            format!("{}…", &text[..end]).into()
        }
    }
}

fn words(part: &str) -> String {
    let words: Vec<_> = part.split(' ').map(|word| cut(word, INPUT)).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_stays_and_what_is_long_is_cut() {
        assert_eq!(brief("`name` is required"), "`name` is required");
        let long = "é".repeat(5000);
        let told = brief(&format!("`value`: `{long}` is not allowed")).into_owned();
        assert!(told.starts_with("`value`: `é") && told.ends_with("é…` is not allowed"));
        assert!(told.chars().count() < 140, "{told}");
        let told = brief(&format!("There is no device with the id {long}.")).into_owned();
        assert!(told.chars().count() < 140, "{told}");
        let told = brief(&"many words ".repeat(1000)).into_owned();
        assert_eq!(told.chars().count(), 300);
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
    }
}

//! The secrets of a device: stored whole, answered as a mask.

/// Every character but the last three as a star.
pub fn masked(secret: &str) -> String {
    let hidden = secret.chars().count().saturating_sub(3);
    let shown = secret.chars().skip(hidden);
    "*".repeat(hidden).chars().chain(shown).collect()
}

/// Puts a secret back where its mask was sent.
pub fn restore(secret: &mut Option<String>, stored: Option<&String>) {
    let Some(stored) = stored else { return };
    if secret.as_ref().is_some_and(|sent| *sent == masked(stored)) {
        *secret = Some(stored.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn the_last_three_characters_are_shown() {
        assert_eq!(masked("minie"), "**nie");
        assert_eq!(masked("pässwört"), "*****ört");
        assert_eq!([masked("nie"), masked("")], ["nie", ""]);
    }
}

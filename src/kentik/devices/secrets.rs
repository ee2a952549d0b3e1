//! The secrets of a device: kept whole, answered as a mask.
use super::{Device, SnmpV3Conf};

/// Every character but the last three as a star.
pub fn masked(secret: &str) -> String {
    let hidden = secret.chars().count().saturating_sub(3);
    let shown = secret.chars().skip(hidden);
    "*".repeat(hidden).chars().chain(shown).collect()
}

/// Puts a secret back where its mask was sent.
fn keep(secret: &mut Option<String>, kept: Option<&String>) {
    let Some(kept) = kept else { return };
    if secret.as_ref().is_some_and(|sent| *sent == masked(kept)) {
        *secret = Some(kept.clone());
    }
}

impl Device {
    /// Clients send back what they were shown.
    pub(super) fn keep_secrets(&mut self, before: &Self) {
        keep(
            &mut self.device_bgp_password,
            before.device_bgp_password.as_ref(),
        );
        let kept = before.device_snmp_v3_conf.as_ref();
        if let Some(conf) = &mut self.device_snmp_v3_conf {
            let passphrase = |kept: &'_ SnmpV3Conf| kept.privacy_passphrase.clone();
            keep(
                &mut conf.privacy_passphrase,
                kept.and_then(passphrase).as_ref(),
            );
        }
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

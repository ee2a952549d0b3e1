//! The file format that every analyser reads: a header, and each packet behind its time and length.

/// A capture file, and how many packets it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Capture {
    pub bytes: Vec<u8>,
    pub packets: u64,
}

/// The longest packet that is kept whole.
const SNAP_LENGTH: u32 = 65_535;
const ETHERNET: u32 = 1;

impl Default for Capture {
    /// A file without packets: magic number, version 2.4, no time zone, and what is kept of packets.
    fn default() -> Self {
        let mut bytes = Vec::with_capacity(4096);
        bytes.extend(0xa1b2_c3d4u32.to_le_bytes());
        bytes.extend(2u16.to_le_bytes());
        bytes.extend(4u16.to_le_bytes());
        bytes.extend([0; 8]);
        bytes.extend(SNAP_LENGTH.to_le_bytes());
        bytes.extend(ETHERNET.to_le_bytes());
        Capture { bytes, packets: 0 }
    }
}

impl Capture {
    /// Adds a packet that was seen so many microseconds after the epoch.
    pub(in crate::network) fn add(&mut self, at: i64, frame: &[u8]) {
        let parts = [at.div_euclid(1_000_000), at.rem_euclid(1_000_000)];
        let lengths = [frame.len() as i64; 2];
        for number in parts.into_iter().chain(lengths) {
            self.bytes.extend((number as u32).to_le_bytes());
        }
        self.bytes.extend_from_slice(frame);
        self.packets += 1;
    }
}

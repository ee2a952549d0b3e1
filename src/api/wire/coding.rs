//! Bodies that come compressed (RFC 9110, 8.4.1).
use crate::{
    api::body_room::BodyRoom,
    base::{
        brief::shortened,
        problem::{Problem, Result, malformed},
    },
};
use bytes::Bytes;
use flate2::{Decompress, FlushDecompress, Status, read::MultiGzDecoder};
use http::{HeaderMap, header::CONTENT_ENCODING};
use std::io::{Cursor, Read};
use tokio::task::yield_now;

/// How much is decoded before somebody else has a turn, in bytes.
const PIECE: usize = 256 * 1024;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Coding {
    Gzip,
    Deflate,
}

impl Coding {
    /// How a body is compressed, if it is.
    pub fn of(headers: &HeaderMap) -> Result<Option<Self>> {
        let mut found = None;
        for line in headers.get_all(CONTENT_ENCODING) {
            let words = line.as_bytes().split(|byte| *byte == b',');
            for word in words.map(<[u8]>::trim_ascii) {
                let is = |name: &str| word.eq_ignore_ascii_case(name.as_bytes());
                let coding = match () {
                    () if word.is_empty() || is("identity") => continue,
                    () if is("gzip") || is("x-gzip") => Some(Self::Gzip),
                    () if is("deflate") => Some(Self::Deflate),
                    () => None,
                };
                // One coding after another is what nobody sends who means well.
                let Some(coding) = coding.filter(|_| found.is_none()) else {
                    let given = String::from_utf8_lossy(line.as_bytes());
                    let given = shortened(&given).into_owned();
                    return Err(Problem::Coding { given });
                };
                found = Some(coding);
            }
        }
        Ok(found)
    }

    /// What was compressed, if it is no more than `most` bytes.
    pub async fn decode(self, sent: Bytes, most: usize, room: &mut BodyRoom) -> Result<Bytes> {
        let mut pieces: Box<dyn Pieces> = match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(Cursor::new(sent))),
            Self::Deflate => Box::new(Deflated::new(sent)),
        };
        let mut whole = Vec::new();
        loop {
            let more = pieces.next(&mut whole);
            let more = more.map_err(|()| malformed(self.broken()))?;
            if whole.len() > most {
                return Err(Problem::TooLarge(most));
            }
            if !more {
                return Ok(whole.into());
            }
            room.hold_growing(whole.len().saturating_add(PIECE)).await?;
            yield_now().await;
        }
    }

    fn broken(self) -> &'static str {
        match self {
            Self::Gzip => "the body is not gzip, as Content-Encoding says, or it is cut or altered",
            Self::Deflate => {
                "the body is not deflate, as Content-Encoding says, or it is cut or altered"
            }
        }
    }
}

/// A body that is decoded piece by piece.
trait Pieces: Send {
    /// Adds a piece; false at the end.
    fn next(&mut self, whole: &mut Vec<u8>) -> Result<bool, ()>;
}

impl Pieces for MultiGzDecoder<Cursor<Bytes>> {
    fn next(&mut self, whole: &mut Vec<u8>) -> Result<bool, ()> {
        let piece = self.by_ref().take(PIECE as u64).read_to_end(whole);
        piece.map(|read| read > 0).map_err(|_| ())
    }
}

/// `deflate` is the format of zlib; some send what is inside of it, without its frame.
struct Deflated {
    sent: Bytes,
    state: Decompress,
}

impl Deflated {
    fn new(sent: Bytes) -> Self {
        let has_frame = matches!(*sent, [first, second, ..]
            if first & 0xf == 8 && u16::from_be_bytes([first, second]) % 31 == 0);
        Self {
            sent,
            state: Decompress::new(has_frame),
        }
    }
}

impl Pieces for Deflated {
    fn next(&mut self, whole: &mut Vec<u8>) -> Result<bool, ()> {
        whole.reserve(PIECE);
        let (taken, given) = (self.state.total_in(), self.state.total_out());
        let rest = usize::try_from(taken)
            .ok()
            .and_then(|at| self.sent.get(at..));
        let status =
            self.state
                .decompress_vec(rest.unwrap_or_default(), whole, FlushDecompress::None);
        match status.map_err(|_| ())? {
            Status::StreamEnd => Ok(false),
            // Neither read nor wrote: it ends too early.
            _ if (taken, given) == (self.state.total_in(), self.state.total_out()) => Err(()),
            _ => Ok(true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{
        Compression,
        write::{DeflateEncoder, GzEncoder, ZlibEncoder},
    };
    use std::io::Write;

    const TEXT: &[u8] = br#"{"name": "compressed"}"#;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(vec![], Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }
    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(vec![], Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }
    async fn decoded(coding: Coding, sent: &[u8]) -> Result<Bytes> {
        let sent = Bytes::copy_from_slice(sent);
        coding.decode(sent, 1 << 20, &mut BodyRoom::default()).await
    }

    #[tokio::test]
    async fn what_was_compressed_comes_back() {
        let members = [gzip(&TEXT[..5]), gzip(&TEXT[5..])].concat();
        let mut bare = DeflateEncoder::new(vec![], Compression::default());
        bare.write_all(TEXT).unwrap();
        for (coding, sent) in [
            (Coding::Gzip, gzip(TEXT)),
            (Coding::Gzip, members),
            (Coding::Deflate, zlib(TEXT)),
            (Coding::Deflate, bare.finish().unwrap()),
        ] {
            assert_eq!(decoded(coding, &sent).await.unwrap(), TEXT);
        }
        let long = vec![b' '; 1 << 20];
        assert_eq!(decoded(Coding::Gzip, &gzip(&long)).await.unwrap(), long);
        assert_eq!(decoded(Coding::Deflate, &zlib(&long)).await.unwrap(), long);
    }

    #[tokio::test]
    async fn what_is_cut_or_altered_is_refused_and_what_grows_is_too_large() {
        for (coding, whole) in [(Coding::Gzip, gzip(TEXT)), (Coding::Deflate, zlib(TEXT))] {
            for length in 0..whole.len() {
                let cut = decoded(coding, &whole[..length]).await;
                assert!(
                    matches!(cut, Err(Problem::Malformed(_))),
                    "{coding:?} {length}"
                );
            }
            let mut altered = whole.clone();
            let at = altered.len() - 2;
            altered[at] ^= 0xff;
            assert!(decoded(coding, &altered).await.is_err(), "{coding:?}");
        }
        let bomb = vec![0; 30 << 20];
        for (coding, bomb) in [(Coding::Gzip, gzip(&bomb)), (Coding::Deflate, zlib(&bomb))] {
            let refused = decoded(coding, &bomb).await;
            assert!(matches!(refused, Err(Problem::TooLarge(_))), "{coding:?}");
        }
    }

    #[test]
    fn codings_are_read_in_any_case() {
        let of = |value: &'static str| {
            let value = http::HeaderValue::from_static(value);
            Coding::of(&HeaderMap::from_iter([(CONTENT_ENCODING, value)]))
        };
        assert_eq!(of("identity").unwrap(), None);
        assert_eq!(of("X-GZIP, identity").unwrap(), Some(Coding::Gzip));
        assert_eq!(of(" Deflate ").unwrap(), Some(Coding::Deflate));
        for other in ["br", "gzip, gzip", "gzip;q=1", "zstd"] {
            let refused = of(other).unwrap_err().to_string();
            assert!(refused.contains("gzip, deflate"), "{refused}");
        }
    }
}

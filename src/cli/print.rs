//! Text on standard output.
use anyhow::Result;
use std::io::Write;

/// Prints to standard output; who reads only a part of it is no error.
pub fn print(text: &str) -> Result<()> {
    match writeln!(std::io::stdout(), "{}", text.trim_end()) {
        Err(why) if why.kind() != std::io::ErrorKind::BrokenPipe => Err(why.into()),
        _ => Ok(()),
    }
}

//! `wiretwin health`: asks a running server whether it is ready.
use anyhow::{Context, Result, anyhow, bail};
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

/// Succeeds when the server at this address is ready.
pub fn run(url: &str) -> Result<()> {
    let host = url
        .strip_prefix("http://")
        .ok_or_else(|| anyhow!("give an address such as http://127.0.0.1:8080"))?;
    let host = host.trim_end_matches('/');
    let mut stream = TcpStream::connect(host).with_context(|| format!("{url} does not answer"))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(
        stream,
        "GET /_wiretwin/health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    match answer.starts_with("HTTP/1.1 200 ") {
        true => Ok(()),
        false => bail!(
            "{url} is not ready: {}",
            answer.lines().next().unwrap_or_default()
        ),
    }
}

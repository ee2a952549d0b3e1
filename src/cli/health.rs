//! `wiretwin health`: asks a running server whether it is ready, where the same options and environment
//! as those of `serve` say that it listens.
mod any_certificate;

use crate::server::{
    listen_address::{ListenAddress, callable},
    option_values::HttpListen,
};
use any_certificate::client_config;
use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

const TIMEOUT: Duration = Duration::from_secs(3);

#[derive(Args)]
pub struct HealthOptions {
    /// Where the server listens for HTTPS; it is asked there when plain HTTP is off.
    #[arg(
        long,
        default_value = "127.0.0.1:8443",
        env = "WIRETWIN_LISTEN",
        value_name = "ADDRESS:PORT"
    )]
    listen: ListenAddress,
    /// Where the server listens for plain HTTP.
    #[arg(
        long,
        default_value = "127.0.0.1:8080",
        env = "WIRETWIN_HTTP_LISTEN",
        value_name = "ADDRESS:PORT|off"
    )]
    http_listen: HttpListen,
    /// Where to ask, in place of these: http://ADDRESS:PORT or https://ADDRESS:PORT.
    #[arg(long, env = "WIRETWIN_HEALTH_URL")]
    url: Option<String>,
}

/// Succeeds when the server is ready.
pub fn run(options: &HealthOptions) -> Result<()> {
    let (address, secure) = match (&options.url, &options.http_listen) {
        (Some(url), _) => read_url(url)?,
        (None, HttpListen::At(address)) => (address.clone(), false),
        (None, HttpListen::Off) => (options.listen.clone(), true),
    };
    if address.port == 0 {
        bail!("{address}: port 0 is no port to ask at; give the one that the server picked");
    }
    let scheme = if secure { "https" } else { "http" };
    let url = format!("{scheme}://{address}");
    let stream = connect(&address.resolve()?).with_context(|| format!("{url} does not answer"))?;
    let answer = match secure {
        false => ask(stream, &address),
        true => tls(stream).and_then(|stream| ask(stream, &address)),
    };
    let answer = answer.with_context(|| format!("{url} does not answer"))?;
    match answer.starts_with("HTTP/1.1 200 ") {
        true => Ok(()),
        false => bail!(
            "{url} is not ready: {}",
            answer.lines().next().unwrap_or("it answers nothing")
        ),
    }
}

fn read_url(url: &str) -> Result<(ListenAddress, bool)> {
    let (secure, host) = match (url.strip_prefix("http://"), url.strip_prefix("https://")) {
        (Some(host), _) => (false, host),
        (_, Some(host)) => (true, host),
        _ => bail!("--url: give an address such as http://127.0.0.1:8080"),
    };
    let address = host.trim_end_matches('/').parse();
    Ok((address.map_err(|why| anyhow!("--url: {why}"))?, secure))
}

/// A connection to the first of these addresses that takes one.
fn connect(addresses: &[SocketAddr]) -> Result<TcpStream> {
    let mut failed = anyhow!("it has no address");
    for address in addresses {
        match TcpStream::connect_timeout(&callable(*address), TIMEOUT) {
            Ok(stream) => {
                stream.set_read_timeout(Some(TIMEOUT))?;
                stream.set_write_timeout(Some(TIMEOUT))?;
                return Ok(stream);
            }
            Err(why) => failed = why.into(),
        }
    }
    Err(failed)
}

fn tls(stream: TcpStream) -> Result<rustls::StreamOwned<rustls::ClientConnection, TcpStream>> {
    let server = stream.peer_addr()?.ip().into();
    let connection = rustls::ClientConnection::new(client_config()?, server)?;
    Ok(rustls::StreamOwned::new(connection, stream))
}

/// The first bytes of the answer: more than its first line.
fn ask(mut stream: impl Read + Write, host: &ListenAddress) -> Result<String> {
    write!(
        stream,
        "GET /_wiretwin/health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )?;
    stream.flush()?;
    let mut answer = [0; 512];
    let length = stream.read(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer[..length]).into_owned())
}

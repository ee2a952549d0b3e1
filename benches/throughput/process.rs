//! The servers, each a process of its own that ends with this one.
use crate::{
    bare::{self, Plan},
    call::{Call, KEY},
    wire::{Client, Target},
};
use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_secs(60);

/// What a server writes once it accepts connections.
#[derive(Deserialize, Serialize)]
pub struct Ready {
    pub http: String,
    pub https: String,
    pub ca_file: PathBuf,
}

pub struct Server {
    child: Child,
    pub ready: Ready,
    /// The time from its start until it said that it is ready.
    pub ready_after: Duration,
}

/// Another build of the program, to be compared with this one.
pub fn other_build() -> Option<PathBuf> {
    env::var_os("WIRETWIN_BENCH_BESIDE").map(PathBuf::from)
}

/// This build of the program with none of the caller's settings, in a folder of its own.
pub fn wiretwin(folder: &Path) -> Command {
    build(env!("CARGO_BIN_EXE_wiretwin").as_ref(), folder)
}

fn build(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::null());
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("WIRETWIN_") {
            command.env_remove(name);
        }
    }
    command
}

impl Server {
    /// `wiretwin serve` with `options` beside the free ports, the key and the ready file.
    pub async fn wiretwin(folder: &Path, options: &[&str]) -> Result<Self> {
        Self::serve(wiretwin(folder), folder, options).await
    }

    /// The same with another build of the program.
    pub async fn other(program: &Path, folder: &Path, options: &[&str]) -> Result<Self> {
        Self::serve(build(program, folder), folder, options).await
    }

    async fn serve(mut command: Command, folder: &Path, options: &[&str]) -> Result<Self> {
        command
            .arg("serve")
            .args(["--listen", "127.0.0.1:0", "--http-listen", "127.0.0.1:0"])
            .args(["--api-key", KEY, "--log", "warn", "--ready-file"])
            .arg(folder.join("ready.json"))
            .args(options);
        Self::start(command, folder).await
    }

    /// This program again, as the bare server.
    pub async fn bare(folder: &Path, plan: &Plan) -> Result<Self> {
        let file = folder.join("plan.json");
        fs::write(&file, serde_json::to_vec(plan)?)?;
        let mut command = Command::new(env::current_exe()?);
        // Its end of the pipe closes with this process, however that ends.
        command.env(bare::PLAN, file).stdin(Stdio::piped());
        Self::start(command, folder).await
    }

    async fn start(mut command: Command, folder: &Path) -> Result<Self> {
        let file = folder.join("ready.json");
        let log = folder.join("server.log");
        let _ = fs::remove_file(&file);
        let output = fs::File::create(&log)?;
        command.stdout(output.try_clone()?).stderr(output);
        let start = Instant::now();
        let mut child = command
            .spawn()
            .with_context(|| format!("cannot start {command:?}"))?;
        let ready_after = loop {
            if file.exists() {
                break start.elapsed();
            }
            let ended = child.try_wait()?;
            if ended.is_some() || start.elapsed() > PATIENCE {
                let _ = child.kill();
                let _ = child.wait();
                let said = fs::read_to_string(&log).unwrap_or_default();
                let how = ended.map_or("is not ready".into(), |status| status.to_string());
                bail!("{command:?}: {how}\n{said}");
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        };
        let mut ready: Ready = serde_json::from_slice(&fs::read(&file)?)?;
        ready.ca_file = folder.join(ready.ca_file);
        Ok(Self {
            child,
            ready,
            ready_after,
        })
    }

    /// Its listener with or without TLS.
    pub fn target(&self, tls: bool) -> Result<Arc<Target>> {
        let (url, scheme) = match tls {
            true => (&self.ready.https, "https://"),
            false => (&self.ready.http, "http://"),
        };
        let address = url.strip_prefix(scheme).and_then(|a| a.parse().ok());
        let address = address.with_context(|| format!("`{url}` in the ready file"))?;
        Ok(Arc::new(match tls {
            true => Target::tls(address, &fs::read(&self.ready.ca_file)?)?,
            false => Target::plain(address),
        }))
    }

    /// The content type and body that a request gets; an error when the status is another.
    pub async fn ask(&self, call: &Call) -> Result<(String, Vec<u8>)> {
        let mut client = Client::connect(self.target(false)?).await?;
        let answer = client.send(&call.message).await?;
        ensure!(
            answer.status == call.expected,
            "{}{}",
            answer.head,
            String::from_utf8_lossy(answer.body)
        );
        let kind = crate::wire::header(answer.head, "content-type").unwrap_or_default();
        Ok((kind.to_owned(), answer.body.to_vec()))
    }

    /// Resident memory in MiB, where the system tells.
    pub fn resident(&self) -> Option<f64> {
        memory(self.child.id(), "VmRSS")
    }
}

/// A field of a process's memory in MiB, where the system tells.
pub fn memory(process: u32, field: &str) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let mut lines = status.lines();
    let value = lines.find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
    let kilobytes: f64 = value.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! The processes of the appliance: what they use, since when they run, and how they are restarted.
use crate::{
    api::{CreatedEmpty, Name, Operation, View, get, post, read_only},
    base::{
        clock::Millis,
        platform::Platform,
        problem::{Problem, Result, refused},
        seed::Seed,
    },
    store::{Draft, Kind, Object, Resource, Unique},
    twin::access::{Level::*, Permit},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Serialize, JsonSchema)]
#[schemars(extend("examples" = [{"process": "excap", "start_time": 1448474250000i64, "cpu": 12.5, "cpu_time": 8412, "mem_percent": 41.2, "mem_virt": 6291456, "mem_res": 3407872, "can_restart": true}]))]
struct Process {
    /// The name, by which it is restarted.
    #[schemars(transform = read_only)]
    process: String,
    /// Since when it runs, in ms since the epoch.
    #[schemars(transform = read_only)]
    start_time: Millis,
    /// What it uses of the processors now, in percent.
    #[schemars(transform = read_only)]
    cpu: f64,
    /// The processor time that it used since it was started, in seconds.
    #[schemars(transform = read_only)]
    cpu_time: i64,
    /// Its part of the memory, in percent.
    #[schemars(transform = read_only)]
    mem_percent: f64,
    /// Its virtual memory, in kilobytes.
    #[schemars(transform = read_only)]
    mem_virt: i64,
    /// What of it lies in the memory, in kilobytes.
    #[schemars(transform = read_only)]
    mem_res: i64,
    /// Whether it can be restarted.
    #[schemars(transform = read_only)]
    can_restart: bool,
}

/// What is kept of a process: all else that is shown of it follows from the time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Started {
    #[serde(default)]
    #[schemars(skip)]
    pub id: i64,
    /// The name of the process.
    pub process: String,
    /// When it was started, in ms since the epoch.
    pub start_time: Millis,
}

impl Resource for Started {
    const KIND: &str = "process";
    const PATH: &str = "processes";
    const TITLE: &str = "process";
    const UNIQUE: Option<Unique<Self>> = Some(Unique {
        field: "process",
        key: |started| started.process.as_str().into(),
    });

    fn id(&self) -> i64 {
        self.id
    }
    fn set_id_and_time(&mut self, id: i64, _: Millis) {
        self.id = id;
    }
    fn check(&self) -> Result<()> {
        Program::named(&self.process).map(drop).map_err(|_| {
            let names: Vec<_> = PROGRAMS.iter().map(|program| program.name).collect();
            refused(format!("`process` must be one of {}", names.join(", ")))
        })
    }
}

#[rustfmt::skip]
pub fn operations() -> Vec<Operation> {
    vec![
        get ("/extrahop/processes",                   FullSystem, list,    "Retrieve the processes of the appliance."),
        post("/extrahop/processes/{process}/restart", FullSystem, restart, "Restart a process.").refusing(&[422]),
    ]
}

async fn list(permit: Permit) -> Result<View<Vec<Process>>> {
    let (state, now) = (permit.store.state(), permit.clock.now());
    let processes = state.all::<Started>().map(|started| {
        let program = Program::named(&started.process)?;
        Ok(program.running(started.start_time, permit.seed, now))
    });
    permit.answer(&processes.collect::<Result<Vec<_>>>()?)
}

async fn restart(permit: Permit, Name(process): Name) -> Result<CreatedEmpty> {
    let restarted = permit.write(move |draft| {
        let missing = || Problem::NotFound(format!("There is no process named `{process}`."));
        let id = draft.id_of_key(Started::KIND, &process);
        let id = id.ok_or_else(missing)?;
        if !Program::named(&process)?.can_restart {
            return Err(refused(format!("`{process}` cannot be restarted")));
        }
        draft.note("Restart process", format!("process {process}"));
        let start_time = draft.stamp.at;
        draft.update(id, |started: &Started| {
            let process = started.process.clone();
            Ok(Started {
                id,
                process,
                start_time,
            })
        })
    });
    restarted.await.map(|()| CreatedEmpty)
}

/// How long the appliance had run when the twin began: 26 days and some hours.
const UPTIME: Millis = 2_266_380_000;

/// Every process of the platform runs; those that no fixture names since the appliance was
/// switched on, one after the other.
pub fn complete(draft: &mut Draft, platform: Platform) -> Result<()> {
    let kind = Kind::of::<Started>();
    for (program, nth) in PROGRAMS.iter().zip(0..) {
        let missing = draft.id_of_key(kind.name, program.name).is_none();
        if missing && program.runs_on(platform) {
            draft.place(Object::new(Started {
                id: draft.next_id(kind),
                process: program.name.to_owned(),
                start_time: draft.stamp.at - UPTIME + nth * 350,
            }))?;
        }
    }
    Ok(())
}

/// What runs on an appliance, and what it uses at most times.
struct Program {
    name: &'static str,
    /// In percent.
    cpu: f64,
    /// In kilobytes.
    memory: i64,
    can_restart: bool,
}

/// Kilobytes.
const MEMORY: i64 = 8 * 1024 * 1024;

#[rustfmt::skip]
const PROGRAMS: [Program; 16] = [
    Program { name: "exadmin",      cpu: 0.4,  memory: 98_304,    can_restart: true },
    Program { name: "exalerts",     cpu: 0.8,  memory: 65_536,    can_restart: true },
    Program { name: "examf",        cpu: 0.6,  memory: 73_728,    can_restart: true },
    Program { name: "exapi",        cpu: 0.7,  memory: 81_920,    can_restart: true },
    Program { name: "exbridge",     cpu: 1.6,  memory: 196_608,   can_restart: true },
    Program { name: "excap",        cpu: 12.5, memory: 3_407_872, can_restart: true },
    Program { name: "exconfig",     cpu: 0.1,  memory: 32_768,    can_restart: false },
    Program { name: "exflowlogs",   cpu: 0.3,  memory: 57_344,    can_restart: true },
    Program { name: "exsnmpq",      cpu: 0.1,  memory: 24_576,    can_restart: true },
    Program { name: "exnotify",     cpu: 0.2,  memory: 28_672,    can_restart: true },
    Program { name: "exportal",     cpu: 1.2,  memory: 163_840,   can_restart: true },
    Program { name: "exremote",     cpu: 0.2,  memory: 40_960,    can_restart: true },
    Program { name: "exsearch",     cpu: 1.1,  memory: 262_144,   can_restart: true },
    Program { name: "exstatmirror", cpu: 0.5,  memory: 49_152,    can_restart: true },
    Program { name: "extrend",      cpu: 0.9,  memory: 131_072,   can_restart: true },
    Program { name: "webserver",    cpu: 0.3,  memory: 36_864,    can_restart: true },
];

impl Program {
    fn named(name: &str) -> Result<&'static Self> {
        let found = PROGRAMS.iter().find(|program| program.name == name);
        found.ok_or_else(|| Problem::NotFound(format!("There is no process named `{name}`.")))
    }
    /// A Command appliance captures nothing itself.
    fn runs_on(&self, platform: Platform) -> bool {
        platform == Platform::Discover || !["excap", "exflowlogs"].contains(&self.name)
    }
    /// What is seen of it at a moment: the same within a second.
    fn running(&self, start_time: Millis, seed: Seed, now: Millis) -> Process {
        let seed = seed.of(("process", self.name));
        let second = now.div_euclid(1000);
        let runs = (second - start_time.div_euclid(1000)).max(0);
        let swing = 0.7 + 0.6 * seed.of(("cpu", second)).unit();
        let grown = 0.95 + 0.1 * seed.of(("memory", start_time)).unit();
        let mem_res = (self.memory as f64 * grown) as i64 / 4 * 4;
        Process {
            process: self.name.to_owned(),
            start_time,
            cpu: tenths(self.cpu * swing),
            cpu_time: (runs as f64 * self.cpu / 100.0) as i64,
            mem_percent: tenths(100.0 * mem_res as f64 / MEMORY as f64),
            mem_virt: mem_res.saturating_add(mem_res / 5 * 4),
            mem_res,
            can_restart: self.can_restart,
        }
    }
}

/// Rounded to one decimal.
fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

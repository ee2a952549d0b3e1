//! How fast wiretwin answers beside a bare axum server that sends the same bytes; how soon its router
//! is built and it is ready, how much memory it takes, how it does with 100,000 devices, and how long
//! metric queries take, alone and beside other requests.
//!
//! `cargo bench --bench throughput` measures everything, `-- one list` only the cases with one of
//! these words in their name, `-- --quick` (or `WIRETWIN_BENCH_QUICK=1`) in seconds instead of
//! minutes. A missed goal is printed, never an error: other machines are slower, and shared.
//!
//! `WIRETWIN_BENCH_BESIDE=PROGRAM` puts another build of wiretwin in the place of the bare server.
//!
//! Both servers are processes of their own. Load and servers share the cores, so the ratio is what
//! counts, not the rate; rounds alternate, and the ratio is the median of the pairs.

#[path = "throughput/bare.rs"]
mod bare;
#[path = "throughput/beside.rs"]
mod beside;
#[path = "throughput/call.rs"]
mod call;
#[path = "throughput/compare.rs"]
mod compare;
#[path = "throughput/drawing.rs"]
mod drawing;
#[path = "throughput/figures.rs"]
mod figures;
#[path = "throughput/growth.rs"]
mod growth;
#[path = "throughput/large.rs"]
mod large;
#[path = "throughput/load.rs"]
mod load;
#[path = "throughput/options.rs"]
mod options;
#[path = "throughput/process.rs"]
mod process;
#[path = "throughput/queries.rs"]
mod queries;
#[path = "throughput/router.rs"]
mod router;
#[path = "throughput/startup.rs"]
mod startup;
#[path = "throughput/wire.rs"]
mod wire;

use options::Options;
use std::env;

// wiretwin has it too; with another one, the bare server would be compared by its allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    if let Some(plan) = env::var_os(bare::PLAN) {
        return runtime.block_on(bare::serve(plan.as_ref()));
    }
    if env::var_os(drawing::CHILD).is_some() {
        return drawing::draw();
    }
    match Options::from_command_line(env::args().skip(1))? {
        Some(options) => runtime.block_on(measure(&options)),
        None => {
            println!("Nothing is measured in a test run; use `cargo bench --bench throughput`.");
            Ok(())
        }
    }
}

async fn measure(options: &Options) -> anyhow::Result<()> {
    compare::run(options).await?;
    router::run(options);
    startup::run(options).await?;
    large::run(options).await?;
    queries::run(options)?;
    growth::run(options)?;
    drawing::run(options)?;
    beside::run(options).await
}

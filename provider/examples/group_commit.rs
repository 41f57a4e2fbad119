//! Times the registry: 1,000 operations by one worker, by ten and by a hundred, beside commits of one's own.
//!
//! `cargo run --release -p terraform-provider-extid --example group_commit -- [FOLDER]`

#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use extid::journal::{Event, Evidence, Origin, Outcome, Verdict};
use extid::registry::sqlite::Sqlite;
use extid::registry::{After, Begin, Change, Finish, Location, MountTable, ObjectWrite, Registry};
use extid::{Document, RunId, Status};

type Failure = Box<dyn std::error::Error + Send + Sync>;

const OPERATIONS: u32 = 1_000;

fn main() -> Result<(), Failure> {
    let parent = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let folder = tempfile::tempdir_in(parent)?;

    let (first, making) = timed(|| open(folder.path(), "first"))?;
    drop(first);
    let (again, opening) = timed(|| open(folder.path(), "first"))?;
    drop(again);
    println!("make {making:.1?}, open again {opening:.1?}");

    for workers in [1, 10, 100] {
        let name = format!("workers-{workers}");
        let registry = open(folder.path(), &name)?;
        let ((), took) = timed(|| apply(&registry, workers))?;
        let (verified, walk) = timed(|| Ok(registry.verify(None).wait()?))?;
        report(&format!("{workers:>3} workers, one registry"), took);
        println!("    {} entries verified in {walk:.1?}", verified.entries);
    }

    // Each worker with a connection of its own: they share the file, and no commit.
    let registries = (0..10)
        .map(|_| open(folder.path(), "own"))
        .collect::<Result<Vec<_>, _>>()?;
    let ((), took) = timed(|| {
        let next = AtomicU32::new(0);
        join(
            registries
                .iter()
                .map(|registry| || work(registry, &next))
                .collect(),
        )
    })?;
    report(" 10 workers, own commits", took);
    Ok(())
}

fn report(what: &str, took: Duration) {
    println!(
        "{what}: {took:.1?}, {:.0} operations/s",
        f64::from(OPERATIONS) / took.as_secs_f64()
    );
}

fn timed<T>(run: impl FnOnce() -> Result<T, Failure>) -> Result<(T, Duration), Failure> {
    let start = Instant::now();
    let answer = run()?;
    Ok((answer, start.elapsed()))
}

fn open(folder: &Path, name: &str) -> Result<Sqlite, Failure> {
    let location = Location::parse(&format!("sqlite:{name}.db"), folder)?;
    let origin = Origin {
        run: RunId::generate(),
        principal: None,
        change_ref: None,
    };
    Ok(Sqlite::open_or_create(
        &location,
        origin,
        &MountTable::of_this_process(),
    )?)
}

fn apply(registry: &Sqlite, workers: usize) -> Result<(), Failure> {
    let next = AtomicU32::new(0);
    join((0..workers).map(|_| || work(registry, &next)).collect())
}

fn join<F: FnOnce() -> Result<(), Failure> + Send>(workers: Vec<F>) -> Result<(), Failure> {
    thread::scope(|scope| {
        let running: Vec<_> = workers.into_iter().map(|work| scope.spawn(work)).collect();
        running
            .into_iter()
            .try_for_each(|worker| worker.join().map_err(|_| "a worker panicked")?)
    })
}

/// Creations in two steps, until there are enough.
fn work(registry: &Sqlite, next: &AtomicU32) -> Result<(), Failure> {
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= OPERATIONS {
            return Ok(());
        }
        let document = serde_json::json!({
            "name": format!("bot-{number}"), "owner": "platform", "purpose": "answers tickets of customers",
            "class": "agents", "environment": "production", "expires_at": "2027-03-01T00:00:00Z",
        });
        let write = ObjectWrite {
            reference: format!("agent/bot-{number}").parse()?,
            status: Some(Status::Active),
            document: Document::new(&document)?,
            edges: Vec::new(),
        };
        let operation = registry
            .begin(Begin {
                event: Event::Created,
                change: Change::Create(write),
                lease: extid::Duration::from_minutes(10),
            })
            .wait()?;
        let outcome = Outcome {
            verdict: Verdict::Done,
            evidence: Evidence::new().word("mechanism", "created").count("status", 201),
            residual: None,
        };
        registry
            .finish(Finish {
                operation: operation.id,
                outcome,
                after: After::AsIntended,
            })
            .wait()?;
    }
}

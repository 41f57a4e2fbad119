//! Runs the cases by a few workers and says how each ended.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::arguments::Arguments;
use crate::case::Case;
use crate::cases;
use crate::programs::Program;

/// A case on one program.
pub(crate) struct Job<'a> {
    pub(crate) case: &'static Case,
    pub(crate) program: &'a Program,
}

impl Job<'_> {
    pub(crate) fn name(&self) -> String {
        format!("{}::{}", self.case.name, self.program.label)
    }
}

/// How one ended.
pub(crate) struct Ended<'a> {
    pub(crate) job: &'a Job<'a>,
    pub(crate) how: How,
}

pub(crate) enum How {
    Ok,
    /// What this Terraform cannot do.
    NotApplicable(String),
    /// The message, and where it came from.
    Failed(String),
}

thread_local! {
    /// What the case of this worker panicked with.
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What the arguments ask for: a case's programs one after another, so that neither worker waits long at the end.
pub(crate) fn jobs<'a>(programs: &'a [Program], arguments: &Arguments) -> Vec<Job<'a>> {
    cases::all()
        .flat_map(|case| programs.iter().map(move |program| Job { case, program }))
        .filter(|job| arguments.want(&job.name()))
        .collect()
}

pub(crate) fn all<'a>(jobs: &'a [Job<'a>], threads: usize) -> Vec<Ended<'a>> {
    panic::set_hook(Box::new(|info| SAID.set(info.to_string())));
    let next = AtomicUsize::new(0);
    let ended = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let start = Instant::now();
                    let how = one(job);
                    say(job, &how, start.elapsed());
                    ended.lock().expect("no worker panics").push(Ended { job, how });
                }
            });
        }
    });
    // Back to the usual one.
    let _ = panic::take_hook();
    ended.into_inner().expect("no worker panics")
}

fn one(job: &Job<'_>) -> How {
    if let Some(why) = job.case.needs.missing(job.program) {
        return How::NotApplicable(why);
    }
    match panic::catch_unwind(AssertUnwindSafe(|| (job.case.run)(job.program))) {
        Ok(()) => How::Ok,
        Err(_) => How::Failed(SAID.take()),
    }
}

fn say(job: &Job<'_>, how: &How, took: Duration) {
    let took = took.as_secs_f32();
    match how {
        How::Ok => println!("test {} ... ok ({took:.1} s)", job.name()),
        How::NotApplicable(why) => println!("test {} ... n.a.: {why}", job.name()),
        How::Failed(_) => println!("test {} ... FAILED ({took:.1} s)", job.name()),
    }
}

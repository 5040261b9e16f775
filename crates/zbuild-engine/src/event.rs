//! What a build tells while it goes on.
//!
//! One thread tells everything, in the order in which it happened: a caller needs no lock and sees each action
//! start before it finishes.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::exec::{ActionError, Outcome};
use crate::explain::Reason;
use crate::graph::ActionId;

/// Something that happened in a build.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// Another build of this workspace is under way; this one starts when that is done.
    Waiting {
        /// The other's process.
        holder: Option<u32>,
    },
    /// It is known what there is to do.
    Planned {
        /// Actions wanted.
        wanted: usize,
        /// Those of them that are up to date.
        up_to_date: usize,
    },
    /// Something is to be done, and is begun after this. Whoever ends builds in order listens for interrupts from
    /// here on: before it, an interrupt may simply end the process.
    Working,
    /// An action starts to run. Actions that are taken from a cache do not.
    Started {
        /// The action.
        action: ActionId,
        /// Why it runs.
        reasons: &'a [Reason],
        /// Time since the build began.
        at: Duration,
    },
    /// An action that runs waits for what another process holds.
    Waits {
        /// The action.
        action: ActionId,
        /// What it waits for; `None` if it goes on.
        what: Option<&'a str>,
    },
    /// An action is done. Those that [`Event::Planned`] counts as up to date are not told of.
    Finished {
        /// The action.
        action: ActionId,
        /// How.
        outcome: Outcome,
        /// What it told the user, now or when it ran.
        message: &'a [u8],
        /// How long it ran; zero if it did not.
        duration: Duration,
        /// Time since the build began.
        at: Duration,
    },
    /// An action failed.
    Failed {
        /// The action.
        action: ActionId,
        /// Why.
        error: &'a ActionError,
        /// What it told the user.
        message: &'a [u8],
        /// How long it ran.
        duration: Duration,
        /// Time since the build began.
        at: Duration,
    },
    /// Something that the user should know and that failed no action.
    Warning {
        /// The action that it is about.
        action: Option<ActionId>,
        /// One line.
        text: &'a str,
    },
    /// Where the build stands; after each start and end.
    Progress(Progress),
    /// What was made is being uploaded to the remote service; the build waits for that.
    Uploading {
        /// Results that are not there yet.
        pending: usize,
    },
    /// The build is over.
    Summary(&'a Summary),
}

/// Where a build stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Actions that are done, well or not.
    pub done: usize,
    /// Actions wanted.
    pub wanted: usize,
    /// Actions under way.
    pub running: usize,
    /// An estimate of what is left, from how long things took before. `None` if nothing is known.
    pub remaining: Option<Duration>,
}

/// What became of a build.
#[derive(Debug, Default)]
pub struct Summary {
    /// Actions wanted.
    pub wanted: usize,
    /// Those that were up to date.
    pub up_to_date: usize,
    /// Those whose outputs were brought back from the content store.
    pub restored: usize,
    /// Those whose outputs came from the action cache.
    pub cached: usize,
    /// Those that ran, here or elsewhere.
    pub ran: usize,
    /// Those of them that ran on another machine.
    pub ran_elsewhere: usize,
    /// Where actions may run elsewhere: why those that ran here did, and how many each.
    pub stayed: BTreeMap<String, usize>,
    /// Those that failed.
    pub failed: Vec<Failure>,
    /// Those that never started, because something before them failed or the build ended early.
    pub skipped: usize,
    /// Whether the caller stopped it.
    pub cancelled: bool,
    /// How long it took.
    pub duration: Duration,
}

/// An action that failed.
#[derive(Debug)]
pub struct Failure {
    /// The action.
    pub action: ActionId,
    /// Why.
    pub error: ActionError,
    /// What it told the user.
    pub message: Vec<u8>,
}

impl Summary {
    /// Whether everything that was wanted is there.
    pub fn is_success(&self) -> bool {
        self.failed.is_empty() && self.skipped == 0 && !self.cancelled
    }

    /// Counts in what became of another build.
    pub fn add(&mut self, other: Self) {
        let Self { wanted, up_to_date, restored, cached, ran, ran_elsewhere, .. } = other;
        self.wanted += wanted;
        self.up_to_date += up_to_date;
        self.restored += restored;
        self.cached += cached;
        self.ran += ran;
        self.ran_elsewhere += ran_elsewhere;
        for (reason, count) in other.stayed {
            *self.stayed.entry(reason).or_default() += count;
        }
        self.failed.extend(other.failed);
        self.skipped += other.skipped;
        self.cancelled |= other.cancelled;
        self.duration += other.duration;
    }

    pub(crate) fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::UpToDate => self.up_to_date += 1,
            Outcome::Restored => self.restored += 1,
            Outcome::Cached => self.cached += 1,
            Outcome::Ran => self.ran += 1,
            Outcome::RanElsewhere => {
                self.ran += 1;
                self.ran_elsewhere += 1;
            }
        }
    }
}

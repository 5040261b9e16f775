//! Running an action on another machine, where there is one for it. Whatever that comes to, the action can run
//! here afterwards as if nothing had been.

use std::borrow::Cow;
use std::path::PathBuf;

use super::outputs::remove;
use super::restore::move_over;
use super::run::{Failure, Ran};
use super::{ActionError, Context, Outcome};
use crate::action::Work;
use crate::elsewhere::{Elsewhere, Place};
use crate::graph::Bound;
use crate::path::FileId;
use crate::remote::{Brought, Ended, Job, Permit, Remote};

/// Bytes of what a failed action told there, for a warning.
const TOLD_BYTES_MAX: usize = 300;

/// Where an action ran and why.
#[derive(Default)]
pub(super) struct How {
    pub(super) outcome: Option<Outcome>,
    /// Why it ran here.
    pub(super) stayed: Option<String>,
    /// How it failed on the other machine.
    failed_there: Option<String>,
}

/// A place on another machine for an action.
pub(super) struct Berth<'a> {
    remote: &'a Remote,
    elsewhere: Cow<'a, Elsewhere>,
    _permit: Permit<'a>,
}

/// Waits for a place on another machine, if the action may run on one. Notes why not.
pub(super) fn berth<'a>(cx: &Context<'a>, action: &'a Bound, how: &mut How) -> Option<Berth<'a>> {
    let remote = cx.remote.filter(|remote| remote.executes())?;
    let is_call = matches!(action.work, Work::Call(_));
    let elsewhere = match (&action.place, &action.work) {
        (Place::Anywhere(_) | Place::Asked(_), _) if is_call && !remote.calls() => {
            how.stayed = Some("the service's machines cannot do what this program does itself".to_owned());
            return None;
        }
        (Place::Anywhere(elsewhere), _) => Cow::Borrowed(&**elsewhere),
        (Place::Asked(ask), _) => match (ask.0)() {
            Ok(elsewhere) => Cow::Owned(elsewhere),
            Err(reason) => {
                how.stayed = Some(reason);
                return None;
            }
        },
        (Place::HereFor(reason), _) => {
            how.stayed = Some((*reason).to_owned());
            return None;
        }
        (Place::Here, Work::Command(_)) => {
            how.stayed = Some("what it needs elsewhere is not declared".to_owned());
            return None;
        }
        (Place::Here, Work::Call(_)) => {
            how.stayed = Some("this program does it itself".to_owned());
            return None;
        }
        (Place::Here, _) => return None,
    };
    let permit = remote.permit(cx.cancel)?;
    Some(Berth { remote, elsewhere, _permit: permit })
}

impl Berth<'_> {
    /// Runs the action there. `None` if it must run here.
    pub(super) fn run(self, cx: &Context<'_>, action: &Bound, how: &mut How) -> Option<Result<Ran, Failure>> {
        let job = Job {
            graph: cx.graph,
            root: cx.files.root(),
            action,
            elsewhere: &self.elsewhere,
            staging: cx.staging,
        };
        match self.remote.run(&job, cx.cancel) {
            Some(Ended::Well(Brought { files, told })) => {
                how.outcome = Some(Outcome::RanElsewhere);
                Some(match place(cx, files) {
                    Ok(()) => Ok(told.into()),
                    Err(error) => Err((told.message, error)),
                })
            }
            Some(Ended::Stay(stay)) => {
                how.stayed = Some(stay.0);
                None
            }
            Some(Ended::Badly(code, message)) => {
                let told = String::from_utf8_lossy(&message);
                let told: String = told.trim().chars().take(TOLD_BYTES_MAX).collect();
                how.stayed = Some("it failed there".to_owned());
                how.failed_there = Some(format!("code {code}: {}", told.replace('\n', " | ")));
                None
            }
            None if cx.cancel.is_cancelled() => Some(Err((Vec::new(), ActionError::Cancelled))),
            None => {
                how.stayed = Some("the service did not run it".to_owned());
                None
            }
        }
    }
}

impl How {
    /// What the user should know of an action that ran here well after it failed elsewhere.
    pub(super) fn contradiction(&self, cx: &Context<'_>, action: &Bound) -> Option<String> {
        let told = self.failed_there.as_ref()?;
        match action.work {
            Work::Call(_) => cx.remote?.no_more_calls(),
            _ => cx.remote?.contradicted(told),
        }
        Some(format!("it failed on the other machine and not here ({told})"))
    }
}

fn place(cx: &Context<'_>, files: Vec<(FileId, PathBuf)>) -> Result<(), ActionError> {
    for (file, from) in files {
        let place = cx.files.absolute(file);
        let moved = move_over(cx.staging, &from, &place);
        moved.map_err(|source| {
            let _ = remove(&from);
            ActionError::Write { path: cx.files.path(file), source }
        })?;
        cx.files.forget(file);
    }
    Ok(())
}

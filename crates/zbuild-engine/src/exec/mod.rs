//! One action, from the question whether it is up to date to the record of what it left. Runs on a thread of
//! its own; decides nothing about other actions.

#[cfg_attr(not(feature = "remote"), path = "nowhere.rs")]
mod elsewhere;
mod error;
mod inputs;
mod outputs;
mod restore;
mod run;

use std::path::Path;
use std::time::{Duration, Instant};

use crate::action::Work;
use crate::cancel::Cancel;
use crate::digest::{Content, Digest};
use crate::explain::{Preimage, Reason};
use crate::files::Files;
use crate::graph::{ActionId, Bound, Graph};
use crate::jobs::{Jobs, Token, Tokens};
use crate::key::{self, DigestSink};
use crate::log::{ActionRecord, seconds_since_1970};
use crate::path::{self, FileId};
use crate::process::CallerEnvironment;
use crate::store::{ActionResult, Store};
use crate::turns::{Turn, Turns};

pub use error::ActionError;

pub(crate) use outputs::remove;

use elsewhere::{Berth, How};
use outputs::Collected;

/// What the threads of a build share.
pub(crate) struct Context<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) files: &'a Files,
    pub(crate) store: Option<&'a Store>,
    #[cfg(feature = "remote")]
    pub(crate) remote: Option<&'a crate::remote::Remote>,
    pub(crate) jobs: &'a Jobs,
    pub(crate) tokens: &'a Tokens,
    pub(crate) turns: &'a Turns,
    pub(crate) cancel: &'a Cancel,
    pub(crate) environment: &'a CallerEnvironment,
    /// A folder of the workspace for what is being made; empty at the start of a build.
    pub(crate) staging: &'a Path,
}

/// How an action got its outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// They were there and right.
    UpToDate,
    /// They had been made here before and were brought back from the content store.
    Restored,
    /// They had been made under the same key before, here or elsewhere, and were taken from the cache.
    Cached,
    /// It ran.
    Ran,
    /// It ran on another machine.
    RanElsewhere,
}

impl Outcome {
    /// A word for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::UpToDate => "up-to-date",
            Self::Restored => "restored",
            Self::Cached => "cached",
            Self::Ran => "ran",
            Self::RanElsewhere => "ran-elsewhere",
        }
    }
}

/// An action that is done.
pub(crate) struct Done {
    pub(crate) outcome: Outcome,
    /// What to remember. `None` if it must not count as up to date.
    pub(crate) record: Option<ActionRecord>,
    /// What it told the user.
    pub(crate) message: Vec<u8>,
    /// What went wrong without harming the result: each a line for the user.
    pub(crate) warnings: Vec<String>,
    /// What its key was made of, if that may be new.
    pub(crate) preimage: Option<Preimage>,
    pub(crate) duration: Duration,
    /// Why it ran here, where others run elsewhere.
    pub(crate) stayed: Option<String>,
}

/// An action that failed.
pub(crate) struct Failed {
    pub(crate) error: ActionError,
    /// What the process told the user before.
    pub(crate) message: Vec<u8>,
    pub(crate) duration: Duration,
}

/// What is told of an action while it is performed.
pub(crate) enum Note {
    /// It is about to run, for these reasons.
    Starts(Vec<Reason>),
    /// It runs, and waits for what another process holds; `None`: not any more.
    Waits(Option<String>),
}

/// Hears what is told.
pub(crate) type Tell<'a> = &'a dyn Fn(Note);

/// The declared part of a key, with what it is made of.
struct Declared {
    contents: Vec<Content>,
    sink: DigestSink,
    key: Digest,
}

/// Brings the outputs of an action up to date. All its producers are done.
pub(crate) fn perform(
    cx: &Context<'_>,
    id: ActionId,
    previous: Option<&ActionRecord>,
    last_preimage: impl FnOnce() -> Option<Preimage>,
    tell: Tell<'_>,
) -> Result<Done, Failed> {
    let (files, graph) = (cx.files, cx.graph);
    let action = graph.bound(id);
    let declared = declare(files, graph, action)?;
    if action.is_group() {
        return Ok(Done::unchanged(None));
    }
    let reasons = assess_declared(files, graph, action, &declared, previous, last_preimage)?;
    match previous {
        Some(previous) if reasons.is_empty() => Ok(Done::unchanged(Some(previous))),
        _ => match restore::from_store(cx, action, &declared, previous)? {
            Some(done) => Ok(done),
            None => run(cx, id, &declared, reasons, tell),
        },
    }
}

/// Why an action is not up to date; nothing if it is.
pub(crate) fn assess(
    files: &Files,
    graph: &Graph,
    action: &Bound,
    previous: Option<&ActionRecord>,
    last_preimage: impl FnOnce() -> Option<Preimage>,
) -> Result<Vec<Reason>, ActionError> {
    let declared = declare(files, graph, action)?;
    if action.is_group() {
        return Ok(Vec::new());
    }
    assess_declared(files, graph, action, &declared, previous, last_preimage)
}

fn assess_declared(
    files: &Files,
    graph: &Graph,
    action: &Bound,
    declared: &Declared,
    previous: Option<&ActionRecord>,
    last_preimage: impl FnOnce() -> Option<Preimage>,
) -> Result<Vec<Reason>, ActionError> {
    let Some(previous) = previous else { return Ok(vec![Reason::NeverBuilt]) };
    let contents = |file: &FileId| (*file, files.content(*file).unwrap_or(Content::Absent));
    let discovered: Vec<_> = previous.discovered.iter().map(contents).collect();
    if full_key(files, declared, &discovered) == previous.key {
        return Ok(outputs::differences(files, action, previous)?);
    }
    let Some(before) = last_preimage() else { return Ok(vec![Reason::Unknown]) };
    let now = preimage(files, graph, action, declared, &discovered);
    let reasons = now.differences(&before);
    Ok(if reasons.is_empty() { vec![Reason::Unknown] } else { reasons })
}

/// What judging many actions by stamps uses again and again.
#[derive(Default)]
pub(crate) struct Scratch {
    sink: DigestSink,
    contents: Vec<Content>,
}

/// Whether an action is up to date, judged by stamps alone; `None` if a file would have to be read to know.
pub(crate) fn is_clean(
    files: &Files,
    graph: &Graph,
    action: &Bound,
    previous: Option<&ActionRecord>,
    scratch: &mut Scratch,
) -> Option<bool> {
    let Some(previous) = previous else {
        // A group is up to date when its inputs are there: nothing is remembered of it.
        let mut inputs = action.inputs.iter().filter(|_| action.is_group());
        return Some(action.is_group() && inputs.all(|&file| files.quick(file) != Some(Content::Absent)));
    };
    let Scratch { sink, contents } = scratch;
    contents.clear();
    let declared = action.inputs.len() + action.optional_inputs.len();
    let read = key::declared_inputs(action).chain(previous.discovered.iter().copied());
    files.quick_all(read, Files::quick, contents)?;
    sink.clear();
    key::describe(sink, graph, action, &contents[..declared]);
    let discovered = previous.discovered.iter().copied().zip(contents[declared..].iter().copied());
    describe_discovered(files, sink, discovered);
    if sink.digest() != previous.key {
        return Some(false);
    }
    contents.clear();
    let outputs = previous.outputs.iter();
    files.quick_all(outputs.clone().map(|&(file, _)| file), Files::quick_output, contents)?;
    Some(outputs.map(|(_, content)| content).eq(contents.iter()))
}

impl Done {
    fn unchanged(previous: Option<&ActionRecord>) -> Self {
        Self {
            outcome: Outcome::UpToDate,
            record: previous.cloned(),
            message: Vec::new(),
            warnings: Vec::new(),
            preimage: None,
            duration: Duration::ZERO,
            stayed: None,
        }
    }
}

fn declare(files: &Files, graph: &Graph, action: &Bound) -> Result<Declared, ActionError> {
    let mut contents = Vec::with_capacity(action.inputs.len() + action.optional_inputs.len());
    for (index, file) in key::declared_inputs(action).enumerate() {
        let content = files.content(file)?;
        if content == Content::Absent && index < action.inputs.len() {
            let path = files.path(file);
            let producer = graph.producer(&path).map(|id| graph.name(id).to_owned());
            return Err(ActionError::MissingInput { path, producer });
        }
        contents.push(content);
    }
    let mut sink = DigestSink::default();
    key::describe(&mut sink, graph, action, &contents);
    let key = sink.digest();
    Ok(Declared { contents, sink, key })
}

fn full_key(files: &Files, declared: &Declared, discovered: &[(FileId, Content)]) -> Digest {
    let mut sink = declared.sink.clone();
    describe_discovered(files, &mut sink, discovered.iter().copied());
    sink.digest()
}

fn describe_discovered(
    files: &Files,
    sink: &mut impl key::KeySink,
    discovered: impl ExactSizeIterator<Item = (FileId, Content)> + Clone,
) {
    if discovered.len() > 0 {
        let table = files.table();
        let named = discovered.map(|(file, content)| (table.paths.bytes(file), content));
        // What lies beside the root is another workspace's affair elsewhere.
        let elsewhere = named.clone().any(|(path, _)| {
            let path = path::names(path).unwrap_or(path);
            path.first() == Some(&b'/') && !files.shared.iter().any(|place| path::is_within(path, place))
        });
        if elsewhere {
            sink.field(key::Field::WorkingDirectory, b"workspace", path::to_bytes(files.root()));
        }
        key::describe_discovered(sink, named);
    }
}

fn preimage(
    files: &Files,
    graph: &Graph,
    action: &Bound,
    declared: &Declared,
    discovered: &[(FileId, Content)],
) -> Preimage {
    let mut preimage = Preimage::default();
    key::describe(&mut preimage, graph, action, &declared.contents);
    describe_discovered(files, &mut preimage, discovered.iter().copied());
    preimage
}

fn run(
    cx: &Context<'_>,
    id: ActionId,
    declared: &Declared,
    reasons: Vec<Reason>,
    tell: Tell<'_>,
) -> Result<Done, Failed> {
    let action = cx.graph.bound(id);
    let mut how = How::default();
    let seat = Seat::take(cx, action, &mut how).ok_or(ActionError::Cancelled)?;
    tell(Note::Starts(reasons));
    let started = Instant::now();
    let started_at = cx.files.now();
    let failed = |message, error| Failed { error, message, duration: started.elapsed() };
    let held = outputs::prepare(cx, action).map_err(|error| failed(Vec::new(), error))?;
    let ran = seat.run(cx, action, &mut how, tell);
    let duration = started.elapsed();
    let mut ran = match ran {
        Ok(ran) => ran,
        Err((message, error)) => return Err(failed(message, error)),
    };
    let found = inputs::discovered(cx, id, &mut ran, started_at);
    let found = found.map_err(|error| failed(ran.message.clone(), error))?;
    let collected = outputs::collect(cx, action).map_err(|error| failed(ran.message.clone(), error))?;
    held.release();
    let mut warnings = found.warnings;
    warnings.extend(how.contradiction(cx, action));
    let unstable = inputs::changed_meanwhile(cx, action, declared, started_at);
    let stable = unstable.is_none() && found.stable && !ran.unknown;
    warnings.extend(unstable);
    let key = full_key(cx.files, declared, &found.files);
    let duration_ms = u32::try_from(duration.as_millis()).unwrap_or(u32::MAX);
    if stable && action.cacheable {
        let paths =
            found.files.iter().map(|&(file, _)| cx.files.table().paths.bytes(file).to_vec()).collect();
        let result = ActionResult {
            outputs: Vec::new(),
            message: ran.message.clone(),
            discovered: paths,
            duration_ms,
        };
        warnings.extend(restore::to_store(cx, action, &declared.key, &key, result, &collected));
    }
    let record = stable.then(|| record(cx, key, &collected, &found.files, duration_ms));
    Ok(Done {
        outcome: how.outcome.unwrap_or(Outcome::Ran),
        record,
        message: ran.message,
        warnings,
        preimage: Some(preimage(cx.files, cx.graph, action, declared, &found.files)),
        duration,
        stayed: how.stayed,
    })
}

/// What an action that is about to run holds: a token of this machine, or a place on another.
enum Seat<'a> {
    Here(Here<'a>),
    Elsewhere(Berth<'a>),
}

/// What an action holds that runs on this machine.
struct Here<'a> {
    turn: Option<Turn<'a>>,
    tokens: Vec<Token<'a>>,
}

impl<'a> Here<'a> {
    fn take(cx: &Context<'a>, action: &'a Bound) -> Option<Self> {
        // The turn first: who holds a token never waits for a turn.
        let turn = match &action.turn {
            Some(name) => Some(cx.turns.take(name, cx.cancel)?),
            None => None,
        };
        let mut tokens = vec![cx.tokens.acquire(cx.cancel)?];
        if matches!(&action.work, Work::Command(command) if command.jobs_flag.is_some()) {
            tokens.extend(cx.tokens.free(cx.jobs.limit() - 1));
        }
        Some(Self { turn, tokens })
    }
}

impl<'a> Seat<'a> {
    /// Waits for one. `None` if the build is cancelled.
    fn take(cx: &Context<'a>, action: &'a Bound, how: &mut How) -> Option<Self> {
        match elsewhere::berth(cx, action, how) {
            Some(berth) => Some(Self::Elsewhere(berth)),
            None => Here::take(cx, action).map(Self::Here),
        }
    }

    /// Runs the action there; here if that is of no use.
    fn run(
        self,
        cx: &Context<'a>,
        action: &'a Bound,
        how: &mut How,
        tell: Tell<'_>,
    ) -> Result<run::Ran, run::Failure> {
        let mut here = match self {
            Self::Here(here) => here,
            Self::Elsewhere(berth) => match berth.run(cx, action, how) {
                Some(ran) => return ran,
                None => Here::take(cx, action).ok_or_else(|| (Vec::new(), ActionError::Cancelled))?,
            },
        };
        run::run(cx, action, here.turn.take(), here.tokens.len(), tell)
    }
}

fn record(
    cx: &Context<'_>,
    key: Digest,
    collected: &[Collected],
    discovered: &[(FileId, Content)],
    duration_ms: u32,
) -> ActionRecord {
    ActionRecord {
        key,
        outputs: collected.iter().map(|output| (output.file, output.content)).collect(),
        discovered: discovered.iter().map(|&(file, _)| file).collect(),
        duration_ms,
        recorded_at: seconds_since_1970(cx.files.now()),
    }
}

//! One build: what is clean is told by stamps in one pass; the rest goes to threads, most urgent first.
//!
//! This thread decides, records and tells; the threads of [`crate::exec`] work. They meet in one channel.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::session::Session;
use super::{BuildError, Options, Request};
use crate::event::{Event, Failure, Summary};
use crate::exec::{self, ActionError, Context, Done, Failed, Note, Outcome, Scratch};
use crate::explain::Reason;
use crate::graph::ActionId;
use crate::jobs::Tokens;
use crate::log::ActionRecord;
use crate::path::FileId;
use crate::process::CallerEnvironment;
use crate::schedule::Schedule;
use crate::turns::Turns;
use crate::why::LastTime;

/// How long a build waits for news before it looks whether it was cancelled.
const CANCEL_POLL: Duration = Duration::from_millis(100);

/// News from a thread.
enum News {
    Noted(ActionId, Note),
    Ended(ActionId, Result<Done, Failed>),
}

pub(super) fn build(
    options: &Options,
    request: &Request<'_>,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Result<Summary, BuildError> {
    let started = Instant::now();
    let Some(session) = Session::open(options, request.graph, Some(request.cancel), on_event)? else {
        let summary = Summary { cancelled: true, duration: started.elapsed(), ..Summary::default() };
        on_event(Event::Summary(&summary));
        return Ok(summary);
    };
    let mut build = Build {
        started,
        started_at: SystemTime::now(),
        request,
        session,
        schedule: Schedule::new(request.graph, request.targets.as_deref()),
        summary: Summary::default(),
        reasons: vec![Vec::new(); request.graph.len()],
        on_event,
        scratch: Scratch::default(),
    };
    build.pass_over_clean();
    if !build.schedule.is_done() {
        build.run(options)?;
    }
    build.finish();
    Ok(build.summary)
}

struct Build<'a> {
    started: Instant,
    /// By the precise clock, which is ahead of the one that files are stamped with.
    started_at: SystemTime,
    request: &'a Request<'a>,
    session: Session,
    schedule: Schedule<'a>,
    summary: Summary,
    /// By action: why it started.
    reasons: Vec<Vec<Reason>>,
    on_event: &'a mut dyn FnMut(Event<'_>),
    scratch: Scratch,
}

impl Build<'_> {
    /// Marks as done what is up to date, as far as stamps tell and producers are done.
    fn pass_over_clean(&mut self) {
        let graph = self.request.graph;
        self.session.look(graph, self.schedule.wanted());
        for &id in graph.order() {
            if self.schedule.is_ready(id) && self.is_clean(id) {
                self.schedule.done(id);
                self.summary.up_to_date += 1;
            }
        }
        self.summary.wanted = self.schedule.wanted_count();
        let planned = Event::Planned { wanted: self.summary.wanted, up_to_date: self.summary.up_to_date };
        (self.on_event)(planned);
    }

    fn is_clean(&mut self, id: ActionId) -> bool {
        let graph = self.request.graph;
        let record = self.session.log.action(self.session.hashes[id.index()]);
        exec::is_clean(&self.session.files, graph, graph.bound(id), record, &mut self.scratch) == Some(true)
    }

    fn run(&mut self, options: &Options) -> Result<(), BuildError> {
        let state = |source| BuildError::State { path: self.session.staging.clone(), source };
        (self.on_event)(Event::Working);
        self.session.announce();
        let staging = self.session.make_staging().map_err(state)?;
        self.schedule.rank(|id| self.session.last_duration(id));
        self.session.files.await_tick(self.started_at);
        let tokens = Tokens::new(&options.jobs).map_err(BuildError::Jobs)?;
        let turns = Turns::default();
        let environment = CallerEnvironment(options.environment.clone());
        let (files, why) = (Arc::clone(&self.session.files), Arc::clone(&self.session.why));
        let cx = Context {
            graph: self.request.graph,
            files: &files,
            store: options.store.as_deref(),
            #[cfg(feature = "remote")]
            remote: options.remote.as_deref(),
            jobs: &options.jobs,
            tokens: &tokens,
            turns: &turns,
            cancel: self.request.cancel,
            environment: &environment,
            staging: &staging,
        };
        thread::scope(|scope| {
            let (sender, receiver) = mpsc::channel();
            loop {
                while self.may_start(options, &turns) {
                    let Some(id) = self.next_unclean() else { break };
                    let (sender, cx, why) = (sender.clone(), &cx, &*why);
                    let (record, hash) = (self.session.record(id).cloned(), self.session.hashes[id.index()]);
                    let work = move || work(cx, id, record.as_ref(), || why.last_time(hash), &sender);
                    scope.spawn(work);
                }
                if self.schedule.running() == 0 {
                    break;
                }
                self.hear(&receiver);
            }
        });
        // What is left there was in use by processes that were ended; the next build clears it.
        let _ = exec::remove(&staging);
        #[cfg(feature = "remote")]
        self.finish_remote(options);
        Ok(())
    }

    /// Waits for what is being uploaded, and passes on what the user should know.
    #[cfg(feature = "remote")]
    fn finish_remote(&mut self, options: &Options) {
        let Some(remote) = &options.remote else { return };
        let pending = remote.pending();
        if pending > 0 {
            (self.on_event)(Event::Uploading { pending });
        }
        for text in remote.finish(self.request.cancel) {
            (self.on_event)(Event::Warning { action: None, text: &text });
        }
    }

    fn may_start(&self, options: &Options, turns: &Turns) -> bool {
        let stopped = !self.summary.failed.is_empty() && !self.request.keep_going;
        let at_once = at_once(options).saturating_add(turns.waiting());
        !stopped && !self.request.cancel.is_cancelled() && self.schedule.running() < at_once
    }

    /// The most urgent action that is ready and, now that its producers are done, not clean.
    fn next_unclean(&mut self) -> Option<ActionId> {
        while let Some(id) = self.schedule.start() {
            if !self.is_clean(id) {
                return Some(id);
            }
            self.schedule.done(id);
            self.summary.up_to_date += 1;
        }
        None
    }

    fn hear(&mut self, receiver: &Receiver<News>) {
        match receiver.recv_timeout(CANCEL_POLL) {
            Ok(News::Noted(id, Note::Starts(reasons))) => {
                (self.on_event)(Event::Started { action: id, reasons: &reasons, at: self.started.elapsed() });
                self.reasons[id.index()] = reasons;
            }
            Ok(News::Noted(id, Note::Waits(what))) => {
                return (self.on_event)(Event::Waits { action: id, what: what.as_deref() });
            }
            Ok(News::Ended(id, Ok(done))) => self.succeeded(id, done),
            Ok(News::Ended(id, Err(failed))) => self.failed(id, failed),
            Err(_) => return,
        }
        (self.on_event)(Event::Progress(self.schedule.progress()));
    }

    fn succeeded(&mut self, id: ActionId, done: Done) {
        let hash = self.session.hashes[id.index()];
        let mut warnings = done.warnings;
        let saved = match done.record {
            Some(record) => {
                let outputs = record.outputs.iter().map(|&(file, _)| file);
                let files: Vec<FileId> = outputs.chain(record.discovered.iter().copied()).collect();
                self.session.save(&files, Some((hash, record)))
            }
            None => self.session.log.forget(hash),
        };
        if let Some(preimage) = done.preimage {
            let reasons = self.reasons[id.index()].iter().map(Reason::to_string).collect();
            let last = LastTime { at: self.session.now_seconds(), reasons, preimage };
            // Without it an explanation is poorer; nothing else depends on it.
            let _ = self.session.why.append(hash, &last);
        }
        warnings.extend(saved.err().map(|error| format!("cannot write the build log: {error}")));
        self.schedule.done(id);
        self.summary.count(done.outcome);
        if let Some(reason) = done.stayed {
            *self.summary.stayed.entry(reason).or_default() += 1;
        }
        if done.outcome != Outcome::UpToDate {
            (self.on_event)(Event::Finished {
                action: id,
                outcome: done.outcome,
                message: &done.message,
                duration: done.duration,
                at: self.started.elapsed(),
            });
        }
        for text in &warnings {
            (self.on_event)(Event::Warning { action: Some(id), text });
        }
    }

    fn failed(&mut self, id: ActionId, failed: Failed) {
        self.schedule.failed(id);
        if matches!(failed.error, ActionError::Cancelled) {
            self.summary.skipped += 1;
            return;
        }
        (self.on_event)(Event::Failed {
            action: id,
            error: &failed.error,
            message: &failed.message,
            duration: failed.duration,
            at: self.started.elapsed(),
        });
        self.summary.failed.push(Failure { action: id, error: failed.error, message: failed.message });
    }

    fn finish(&mut self) {
        if let Err(error) = self.session.save_rest() {
            let text = format!("cannot write the build log: {error}");
            (self.on_event)(Event::Warning { action: None, text: &text });
        }
        self.summary.skipped += self.schedule.unstarted_count();
        self.summary.cancelled = self.request.cancel.is_cancelled();
        self.summary.duration = self.started.elapsed();
        (self.on_event)(Event::Summary(&self.summary));
    }
}

/// How many actions may be under way, here and elsewhere; each place has its own limit.
fn at_once(options: &Options) -> usize {
    #[cfg(feature = "remote")]
    let elsewhere = options.remote.as_ref().map_or(0, |remote| remote.actions_at_once());
    #[cfg(not(feature = "remote"))]
    let elsewhere = 0;
    options.jobs.limit().saturating_add(elsewhere)
}

/// What a thread of a build does.
fn work(
    cx: &Context<'_>,
    id: ActionId,
    record: Option<&ActionRecord>,
    last_time: impl FnOnce() -> Option<LastTime>,
    sender: &Sender<News>,
) {
    // The receiver outlives every sender; if it did not, nobody would want the news.
    let tell = |note| drop(sender.send(News::Noted(id, note)));
    let performed = panic::catch_unwind(AssertUnwindSafe(|| {
        exec::perform(cx, id, record, || Some(last_time()?.preimage), &tell)
    }));
    let result = performed.unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
        Err(ActionError::Call(format!("it panicked: {text}")).into())
    });
    drop(sender.send(News::Ended(id, result)));
}

//! A build while it runs: on a terminal one line that is drawn over, elsewhere a line for each action
//! that ran.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use zbuild_engine::{ActionId, Event, Graph, Outcome, Progress};

use super::json;
use super::report::{Report, human};
use crate::diagnostic::with_causes;

/// How often the line is drawn anew.
const REDRAW: Duration = Duration::from_millis(100);
/// Columns of a terminal that does not say how many it has.
const COLUMNS_DEFAULT: usize = 80;

/// Shows the events of one build.
pub(super) struct Progressing<'a> {
    report: &'a Report,
    graph: &'a Graph,
    line: Option<StatusLine>,
}

impl<'a> Progressing<'a> {
    pub(super) fn new(report: &'a Report, graph: &'a Graph) -> Self {
        let drawn = report.terminal && !report.json && !report.quiet;
        Self { report, graph, line: drawn.then(StatusLine::new) }
    }

    /// Takes an event of the engine.
    pub(super) fn event(&mut self, event: &Event<'_>) {
        if self.report.json {
            if let Some(event) = json::event(event, self.graph) {
                self.report.event(&event);
            }
            return;
        }
        match event {
            Event::Waiting { holder } => {
                let by = holder.map_or_else(String::new, |process| format!(" (process {process})"));
                self.say(&format!("waiting for another zbuild in this project{by}"));
            }
            Event::Started { action, reasons, .. } => self.started(*action, reasons),
            Event::Waits { action, what } => self.waits(*action, *what),
            Event::Finished { action, outcome, message, duration, .. } => {
                self.finished(*action, *outcome, message, *duration);
            }
            Event::Failed { action, error, message, .. } => {
                self.ended(*action);
                self.above(|report| {
                    report.bytes(message);
                    let error = failure(self.graph.description(*action), &with_causes(error));
                    report.bytes(error.as_bytes());
                });
            }
            Event::Uploading { pending } => self.say(&format!("sharing {pending} results")),
            Event::Warning { text, .. } => self.say(&format!("warning: {text}")),
            Event::Progress(progress) => {
                if let Some(line) = &self.line {
                    line.update(|state| state.progress = *progress);
                }
            }
            _ => {}
        }
    }

    fn started(&mut self, action: ActionId, reasons: &[zbuild_engine::Reason]) {
        let description = self.graph.description(action);
        if let Some(line) = &self.line {
            line.update(|state| {
                state.running.insert(action, (description.to_owned(), Instant::now()));
            });
        }
        if self.report.verbose {
            for reason in reasons {
                self.say(&format!("{description}: {reason}"));
            }
            if let Some(command) = self.graph.command(action) {
                self.say(&format!("{command:?}"));
            }
        }
    }

    fn waits(&mut self, action: ActionId, what: Option<&str>) {
        let description = self.graph.description(action);
        match (&self.line, what) {
            (Some(line), _) => line.update(|state| {
                if let Some((name, _)) = state.running.get_mut(&action) {
                    *name = what.map_or_else(
                        || description.to_owned(),
                        |what| format!("{description} waits for {what}"),
                    );
                }
            }),
            (None, Some(what)) => self.say(&format!("  {description} waits for {what}")),
            (None, None) => {}
        }
    }

    fn finished(&mut self, action: ActionId, outcome: Outcome, message: &[u8], duration: Duration) {
        self.ended(action);
        // Messages of earlier runs are shown again: a warning stays until it is mended.
        if !message.is_empty() {
            self.above(|report| report.bytes(message));
        }
        let plain = self.line.is_none() || self.report.verbose;
        if plain
            && (matches!(outcome, Outcome::Ran | Outcome::RanElsewhere) || self.report.verbose)
            && self.shown(action)
        {
            let description = self.graph.description(action);
            let how = match outcome {
                Outcome::Ran => human(duration),
                Outcome::RanElsewhere => format!("{}, elsewhere", human(duration)),
                other => other.name().to_owned(),
            };
            self.say(&format!("  {description} ({how})"));
        }
    }

    /// Copies and files that are written say nothing to people.
    fn shown(&self, action: ActionId) -> bool {
        self.report.verbose || self.graph.description(action) != self.graph.name(action)
    }

    fn ended(&mut self, action: ActionId) {
        if let Some(line) = &self.line {
            line.update(|state| {
                state.running.remove(&action);
            });
        }
    }

    fn say(&self, text: &str) {
        self.above(|report| report.line(text));
    }

    /// Prints with the status line out of the way.
    fn above(&self, print: impl FnOnce(&Report)) {
        match &self.line {
            Some(line) => line.update(|_| {
                Report::text(CLEAR_LINE);
                print(self.report);
            }),
            None => print(self.report),
        }
    }
}

fn failure(description: &str, error: &str) -> String {
    if error.starts_with("error: ") || error.contains("\nerror") {
        format!("{error}\nerror: {description} failed")
    } else {
        format!("error: {description} failed: {error}")
    }
}

/// Back to the start of the line, and what stands there away.
const CLEAR_LINE: &str = "\r\x1b[K";

/// The line, drawn by a thread of its own so that its clock runs while nothing happens.
struct StatusLine {
    state: Arc<Mutex<State>>,
    stop: Option<mpsc::Sender<()>>,
    drawing: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct State {
    progress: Progress,
    running: BTreeMap<ActionId, (String, Instant)>,
}

impl StatusLine {
    fn new() -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let (stop, stopped) = mpsc::channel();
        let drawn = Arc::clone(&state);
        let drawing = std::thread::spawn(move || {
            while stopped.recv_timeout(REDRAW) == Err(mpsc::RecvTimeoutError::Timeout) {
                let state = drawn.lock().unwrap_or_else(PoisonError::into_inner);
                write(&state.text(columns()));
            }
            write(CLEAR_LINE);
        });
        Self { state, stop: Some(stop), drawing: Some(drawing) }
    }

    /// Changes what is shown. The line is not drawn meanwhile.
    fn update(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Drop for StatusLine {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(drawing) = self.drawing.take() {
            let _panicked = drawing.join();
        }
    }
}

impl State {
    /// `[3/7] crate core 12 s, program app 1 s; about 8 s left`, as far as it fits.
    fn text(&self, columns: usize) -> String {
        if self.running.is_empty() {
            return String::new();
        }
        let Progress { done, wanted, remaining, .. } = self.progress;
        let running = self.running.values();
        let running: Vec<String> =
            running.map(|(name, since)| format!("{name} {} s", since.elapsed().as_secs())).collect();
        let left = remaining.map_or_else(String::new, |left| format!("; about {} left", human(left)));
        let text = format!("[{done}/{wanted}] {}{left}", running.join(", "));
        let fitting: String = text.chars().take(columns.saturating_sub(1)).collect();
        format!("{CLEAR_LINE}{fitting}")
    }
}

fn columns() -> usize {
    terminal_size::terminal_size_of(std::io::stderr()).map_or(COLUMNS_DEFAULT, |(width, _)| width.0.into())
}

fn write(text: &str) {
    let _closed = std::io::Write::write_all(&mut std::io::stderr().lock(), text.as_bytes());
}

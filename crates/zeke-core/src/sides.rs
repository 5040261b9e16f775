//! Reads every unit: what it declares, and what its bodies do.
//!
//! Zig files are parsed once, each on its own, and their trees serve both readers. The trees of Rust's parser
//! cannot leave their thread, so that each of its readers parses for itself.

use std::num::NonZero;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

use ghost_abi::model::{Interface, Location, Machine};
use ghost_abi::rust_source::{self, Cfg, CrateFile, Offers};
use ghost_abi::source::{SourceFile, SourceProblem, SourceView};
use ghost_abi::zig_source::{self, Tree, TreeParser};

use crate::build;
use crate::built;
use crate::cache::Cache;
use crate::effects::Origin;
use crate::finding::{Language, Place};
use crate::project::{Project, Source, Unit};
use crate::rust::{self, RustFacts};
use crate::zig::{self, ZigFacts};

/// A unit that was read.
pub(crate) struct Side<'a> {
    pub(crate) unit: &'a Unit,
    pub(crate) view: SourceView,
    pub(crate) rust: RustFacts,
    pub(crate) zig: ZigFacts,
    /// The trees of its Zig files, where something crosses.
    pub(crate) trees: zig::Parsed<'a>,
}

impl<'a> Side<'a> {
    /// A unit in which nothing was found.
    fn empty(unit: &'a Unit) -> Self {
        Self {
            unit,
            view: SourceView::new(unit.folder.as_str(), &MACHINE),
            rust: RustFacts::default(),
            zig: ZigFacts::default(),
            trees: zig::Parsed::default(),
        }
    }
}

/// The machine whose layouts are compared.
const MACHINE: Machine = Machine::X86_64_LINUX;
/// How much Zig one worker parses at a time, in bytes.
const CHUNK_BYTES: usize = 128 << 10;

/// What one worker does at a time.
enum Task<'a> {
    /// Parses files that begin with the one of this number.
    Trees(usize, &'a [Source]),
    Declarations,
    Bodies,
}

/// The trees of a unit's Zig files while they are made.
struct Forest<'a> {
    /// Whether anything may cross in the unit.
    crosses: bool,
    parts: Mutex<Parts<'a>>,
    /// All of them, once the last one is there.
    whole: OnceLock<zig::Parsed<'a>>,
}

struct Parts<'a> {
    parsed: zig::Parsed<'a>,
    /// How many chunks of files are not parsed yet.
    left: usize,
}

impl<'a> Forest<'a> {
    /// A forest of which nothing is parsed. Where nothing crosses, nothing is to be.
    fn of(unit: &'a Unit) -> Self {
        let crosses = may_cross(unit);
        let grows = unit.language == Language::Zig && crosses;
        let left = if grows { chunks(&unit.files).len() } else { 0 };
        let parsed = if grows { zig::Parsed::new(&unit.files) } else { zig::Parsed::default() };
        let forest = Self { crosses, parts: Mutex::new(Parts { parsed, left }), whole: OnceLock::new() };
        if left == 0 {
            forest.close(&mut forest.parts());
        }
        forest
    }

    fn parts(&self) -> MutexGuard<'_, Parts<'a>> {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts the trees of one chunk in their place.
    fn add(&self, first: usize, trees: Vec<Option<Tree>>) {
        let mut parts = self.parts();
        parts.parsed.trees.splice(first..first + trees.len(), trees);
        parts.left -= 1;
        if parts.left == 0 {
            self.close(&mut parts);
        }
    }

    fn close(&self, parts: &mut Parts<'a>) {
        self.whole.get_or_init(|| std::mem::take(&mut parts.parsed));
    }
}

/// What came of a task.
enum Part {
    View(SourceView),
    Rust(RustFacts),
    Zig(ZigFacts),
    /// Trees, which stand in their forest already.
    Grown,
    /// The reader itself failed.
    Failed,
}

/// Reads all units in parallel.
pub(crate) fn read<'p>(project: &'p Project, cache: Option<&Cache>) -> Vec<Side<'p>> {
    let mut sides: Vec<Side<'_>> = project.units.iter().map(Side::empty).collect();
    let forests: Vec<Forest<'_>> = project.units.iter().map(Forest::of).collect();
    let reader = Reader { cache, project, surroundings: build::Surroundings::of(project), forests: &forests };
    let failed = reader.run(&mut sides);
    let builds = built::Builds::of(project);
    for ((side, forest), failed) in sides.iter_mut().zip(forests).zip(failed) {
        side.trees = forest.whole.into_inner().unwrap_or_default();
        built::leave_out(&builds, side);
        finish(side, failed);
    }
    sides.sort_by(|a, b| (&a.unit.folder, a.unit.language).cmp(&(&b.unit.folder, b.unit.language)));
    sides
}

/// What a function makes of each item, in their order; nothing where it panicked.
pub(crate) fn in_parallel<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<Option<T>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(items.iter().map(|_| None).collect::<Vec<_>>());
    let worker = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return };
            let result = catch_unwind(AssertUnwindSafe(|| work(item))).ok();
            if let Some(slot) = done.lock().unwrap_or_else(PoisonError::into_inner).get_mut(index) {
                *slot = result;
            }
        }
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    let started = thread::scope(|scope| {
        let start = || {
            let thread = thread::Builder::new().stack_size(rust_source::STACK_BYTES);
            thread.spawn_scoped(scope, worker).is_ok()
        };
        (0..workers).filter(|_| start()).count()
    });
    if started == 0 {
        worker();
    }
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a unit has a word without which nothing can cross, so that its bodies need no reading.
fn may_cross(unit: &Unit) -> bool {
    let words = ["extern", "export", "no_mangle"];
    unit.files.iter().any(|file| words.iter().any(|word| file.text.contains(word)))
}

/// Files side by side that are parsed together.
fn chunks(files: &[Source]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut bytes = CHUNK_BYTES;
    for (index, file) in files.iter().enumerate() {
        if let Some(last) = out.last_mut().filter(|_| bytes + file.text.len() <= CHUNK_BYTES) {
            last.end = index + 1;
        } else {
            out.push(index..index + 1);
            bytes = 0;
        }
        bytes += file.text.len();
    }
    out
}

/// What all tasks read from.
#[derive(Clone, Copy)]
struct Reader<'p, 'c> {
    project: &'p Project,
    cache: Option<&'c Cache>,
    surroundings: build::Surroundings,
    /// The trees of each unit.
    forests: &'c [Forest<'p>],
}

impl<'p> Reader<'p, '_> {
    /// Reads every unit into its side, and says in which of them a reader failed.
    fn run(self, sides: &mut [Side<'p>]) -> Vec<bool> {
        let tasks = self.tasks();
        let parts = in_parallel(&tasks, |(index, task)| self.part(*index, task));
        let mut failed = vec![false; sides.len()];
        for ((index, _), part) in tasks.iter().zip(parts) {
            let side = &mut sides[*index];
            match part.unwrap_or(Part::Failed) {
                Part::View(view) => side.view = view,
                Part::Rust(facts) => side.rust = facts,
                Part::Zig(facts) => side.zig = facts,
                Part::Grown => {}
                Part::Failed => failed[*index] = true,
            }
        }
        failed
    }

    /// The tasks of every unit, the largest first. What waits for trees stands behind all that make them, so that
    /// a worker that waits has another one to wait for.
    fn tasks(self) -> Vec<(usize, Task<'p>)> {
        let mut tasks = Vec::new();
        for (index, unit) in self.project.units.iter().enumerate() {
            tasks.push((index, Task::Declarations));
            if self.forests[index].crosses {
                tasks.push((index, Task::Bodies));
                if unit.language == Language::Zig {
                    let chunks = chunks(&unit.files).into_iter();
                    tasks.extend(chunks.map(|range| (index, Task::Trees(range.start, &unit.files[range]))));
                }
            }
        }
        let bytes = |files: &[Source]| files.iter().map(|file| file.text.len()).sum::<usize>();
        tasks.sort_by_cached_key(|(index, task)| {
            let unit = &self.project.units[*index];
            let (files, order) = match task {
                Task::Bodies => (unit.files.as_slice(), 0),
                Task::Declarations => (unit.files.as_slice(), 1),
                Task::Trees(_, files) => (*files, 2),
            };
            let waits = unit.language == Language::Zig && !matches!(task, Task::Trees(..));
            (waits, std::cmp::Reverse(bytes(files)), order)
        });
        tasks
    }

    fn part(self, index: usize, task: &Task<'_>) -> Part {
        let (unit, forest) = (&self.project.units[index], &self.forests[index]);
        match (task, unit.language) {
            (Task::Trees(first, files), _) => {
                // Others wait for these: a parser that fails leaves none.
                let trees = catch_unwind(AssertUnwindSafe(|| self.trees(files))).ok();
                let part = if trees.is_some() { Part::Grown } else { Part::Failed };
                forest.add(*first, trees.unwrap_or_else(|| vec![None; files.len()]));
                part
            }
            (Task::Declarations, _) => Part::View(self.view(unit, forest)),
            (Task::Bodies, Language::Rust) => Part::Rust(match self.cache {
                Some(cache) => cache.facts(unit, || rust::read(unit)),
                None => rust::read(unit),
            }),
            (Task::Bodies, _) => Part::Zig(zig::read(forest.whole.wait())),
        }
    }

    fn trees(self, files: &[Source]) -> Vec<Option<Tree>> {
        let Some(mut parser) = TreeParser::new() else { return vec![None; files.len()] };
        let tree = |file: &Source| match self.cache {
            Some(cache) => cache.tree(&file.text, || parser.parse(&file.text)),
            None => parser.parse(&file.text),
        };
        files.iter().map(tree).collect()
    }

    fn view(self, unit: &Unit, forest: &Forest<'_>) -> SourceView {
        let files: Vec<SourceFile<'_>> =
            unit.files.iter().map(|file| SourceFile { path: &file.path, text: &file.text }).collect();
        let name = unit.folder.as_str();
        if unit.language != Language::Rust {
            return zig_source::read_parsed(name, &files, &forest.whole.wait().trees, &MACHINE);
        }
        // Types that cross may stand in packages that this one depends on.
        let mut units = vec![unit];
        units.extend(build::dependencies(self.project, unit));
        let known = units.iter().map(|unit| configuration(self.project, self.surroundings, unit));
        let known: Vec<Cfg> = known.collect();
        let read = || read_rust(name, &units, &known);
        match self.cache {
            Some(cache) => cache.view(&units, &format!("{known:?}"), read),
            None => read(),
        }
    }
}

/// Reads what the first of some packages declares, with types of the others, each in its own configuration.
fn read_rust(name: &str, units: &[&Unit], known: &[Cfg]) -> SourceView {
    let names: Vec<String> =
        units.iter().map(|unit| if units.len() > 1 { build::library(unit) } else { String::new() }).collect();
    let files = units.iter().zip(&names).zip(known).enumerate().flat_map(|(index, ((unit, krate), cfg))| {
        let offers = if index == 0 { Offers::All } else { Offers::Types };
        unit.files.iter().map(move |source| {
            let file = SourceFile { path: &source.path, text: &source.text };
            CrateFile { file, krate, cfg, offers }
        })
    });
    rust_source::read_crates(name, &files.collect::<Vec<_>>(), &MACHINE)
}

/// Puts what was read of a unit in order. A fault of a reader costs that unit alone, and is said.
fn finish(side: &mut Side<'_>, failed: bool) {
    // What a helper looks for, the body looks for.
    for effects in &side.rust.exports {
        let Some(body) = side.view.facts.bodies.get_mut(&effects.symbol) else { continue };
        let nulls = effects.returns.iter().find(|flow| flow.what == Origin::Null);
        body.returns_null = body.returns_null.take().or_else(|| nulls.map(|flow| located(&flow.at)));
        for param in &effects.reads_text {
            if let Some(used) = body.params.get_mut(*param) {
                used.read_to_terminator = true;
            }
        }
    }
    let crosses = |interface: &Interface| !interface.functions.is_empty() || !interface.statics.is_empty();
    if failed {
        *side = Side::empty(side.unit);
        let file = side.unit.files.first().map(|file| file.path.clone()).unwrap_or_default();
        side.view.problems.push(SourceProblem {
            location: Location { file, line: 1, column: 1 },
            message: "this unit could not be analysed: a fault of zeke itself".to_owned(),
        });
    } else if !crosses(&side.view.exports) && !crosses(&side.view.imports) {
        // Bodies matter where something crosses.
        let view = std::mem::replace(&mut side.view, SourceView::new("", &MACHINE));
        *side = Side { view, ..Side::empty(side.unit) };
    }
}

fn located(at: &Place) -> Location {
    Location { file: at.file.clone(), line: at.line, column: at.column }
}

/// What is on in the build of a unit. Loose files are built without features, on Linux; what a
/// package's build turns on is not known here.
fn configuration(project: &Project, surroundings: build::Surroundings, unit: &Unit) -> Cfg {
    if unit.has_manifest {
        let known = match build::features(project, unit) {
            Some(features) => Cfg::with_features(features),
            None => Cfg::unknown(),
        };
        let known = if surroundings.is_for_linux { known.on_linux() } else { known };
        return match surroundings.has_debug_assertions {
            Some(on) => known.with_debug_assertions(on),
            None => known,
        };
    }
    let named =
        [("target_os", "linux"), ("target_family", "unix"), ("target_env", "gnu"), ("panic", "unwind")]
            .map(|(name, value)| (name.to_owned(), Some(value.to_owned())));
    let machine = [("target_arch", "x86_64"), ("target_pointer_width", "64"), ("target_endian", "little")]
        .map(|(name, value)| (name.to_owned(), Some(value.to_owned())));
    let plain = ["unix", "debug_assertions"].map(|name| (name.to_owned(), None));
    Cfg::exactly(named.into_iter().chain(machine).chain(plain))
}

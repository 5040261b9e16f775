//! The course that every build takes, of one crate or of several.
//!
//! The order matters: nothing is written outside the private part of the cache before header and
//! bindings compiled; the manifest is put in place last, so that every file it names is there.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use ghost_abi::symbols::SymbolTable;

use crate::binary::Binary;
use crate::built::Built;
use crate::cargo::Compiled;
use crate::error::BuildError;
use crate::event::{Event, Step};
use crate::layout::Layout;
use crate::lock;
use crate::publish::failed;
use crate::publishing::Done;
use crate::remembered;
use crate::request::Environment;
use crate::snapshot::{Digest, Moment, Recorder, Snapshot, digest_file, now, wait_until_after};
use crate::state::{self, Freshness, State};

/// Where a build takes place.
pub(crate) struct Place<'a> {
    pub(crate) env: &'a Environment,
    pub(crate) layout: Layout,
    /// The file of the request's state.
    pub(crate) memory: Utf8PathBuf,
}

/// What builds differ in: what is compiled, and what is read of it.
pub(crate) trait Course {
    /// What cargo left.
    type Made;
    /// What the witnesses of the interface say.
    type Said;

    fn place(&self) -> &Place<'_>;

    /// What the library in the end is called.
    fn library_name(&self) -> &str;

    /// Libraries that are made, parts of the one in the end included; only one build of each goes on at a time.
    fn called(&self) -> BTreeSet<&str>;

    /// Packages that are known before the library is compiled to need debug information: it would have to be
    /// compiled again otherwise. What is not known comes out in the end.
    fn foresee(&self, events: &mut dyn FnMut(Event)) -> Result<Vec<String>, BuildError>;

    /// Compiles, with debug information in these packages as well.
    fn compile(
        &self,
        debug_packages: &[String],
        events: &mut dyn FnMut(Event),
    ) -> Result<Self::Made, BuildError>;

    /// The library in the end.
    fn library<'m>(&self, made: &'m Self::Made) -> &'m Compiled;

    /// Records everything that decided what cargo left.
    fn record(&self, made: &Self::Made, recorder: &mut Recorder<'_>);

    /// Asks the witnesses. `library` is the one in the end.
    fn read(&self, made: &Self::Made, library: &Binary) -> Result<Self::Said, BuildError>;

    /// Packages whose debug information would describe what is not described.
    fn more_debug(&self, said: &Self::Said, made: &Self::Made, have: &[String]) -> Vec<String>;

    /// Writes header and bindings, has them compiled, and puts everything in place. `symbols` are those of the library
    /// in the end.
    fn publish(
        &self,
        made: &Self::Made,
        said: Self::Said,
        symbols: &SymbolTable,
        debug_packages: &[String],
        events: &mut dyn FnMut(Event),
    ) -> Result<Done, BuildError>;
}

/// Goes the course. `last` is the state of the build before.
pub(crate) fn run<C: Course>(
    course: &C,
    last: Option<Box<State>>,
    events: &mut dyn FnMut(Event),
) -> Result<Built, BuildError> {
    let Place { env, layout, memory } = course.place();
    let lock = lock::take(layout, &course.called(), &env.children, events)?;
    let last = if lock.waited {
        match state::check(memory, env) {
            Freshness::Fresh(built) => return Ok(*built),
            Freshness::Stale { last, .. } => last,
        }
    } else {
        last
    };
    if let Some(last) = &last {
        last.tell_cargo(layout)?;
    }
    events(Event::Step { step: Step::Compile });
    let mut debug_packages = match &last {
        Some(last) => last.debug_packages.clone(),
        None => course.foresee(events)?,
    };
    let (mut made, mut snapshot) = settled(course, &debug_packages, events)?;
    let mut content = content_of(course.library(&made), &snapshot)?;
    if let Some(last) = last
        && let Some(built) = unchanged(course, *last, &content, &snapshot)?
    {
        return Ok(built);
    }
    events(Event::Step { step: Step::Interface });
    let mut library = Binary::read(course.library(&made), course.library_name())?;
    let mut said = course.read(&made, &library)?;
    let more = course.more_debug(&said, &made, &debug_packages);
    if !more.is_empty() {
        debug_packages.extend(more);
        (made, snapshot) = settled(course, &debug_packages, events)?;
        content = content_of(course.library(&made), &snapshot)?;
        library = Binary::read(course.library(&made), course.library_name())?;
        said = course.read(&made, &library)?;
    }
    // The bytes need not be kept while compilers run.
    let Binary { symbols, .. } = library;
    let Done { manifest, manifest_path, files } =
        course.publish(&made, said, &symbols, &debug_packages, events)?;
    let inputs = snapshot.inputs(env);
    let state = State::after(&layout.cache("state"), snapshot, &files, content, debug_packages)?;
    remembered::write(memory, &state)?;
    Ok(Built { manifest, manifest_path, inputs, fresh: false })
}

/// How often cargo is asked before a build goes on with what somebody keeps touching.
const ASKED_MAX: usize = 4;

/// Compiles, and asks cargo once more where something was touched meanwhile: a lock file that
/// cargo wrote itself, a source that a build script wrote or that somebody saved.
fn settled<C: Course>(
    course: &C,
    debug_packages: &[String],
    events: &mut dyn FnMut(Event),
) -> Result<(C::Made, Snapshot), BuildError> {
    let once =
        |before: &Snapshot, events: &mut dyn FnMut(Event)| -> Result<(C::Made, Snapshot), BuildError> {
            let since = begin(&course.place().layout)?;
            let made = course.compile(debug_packages, events)?;
            let mut recorder = Recorder::new(course.place().env, since).after(before);
            course.record(&made, &mut recorder);
            Ok((made, recorder.finish()))
        };
    let mut last = once(&Snapshot::default(), events)?;
    for _ in 1..ASKED_MAX {
        if !last.1.is_unsettled() {
            break;
        }
        // The same messages again are not news.
        let (_, before) = last;
        last = once(&before, &mut |event| {
            if matches!(event, Event::Cargo { .. }) {
                events(event);
            }
        })?;
    }
    Ok(last)
}

/// The last build, where cargo left the same libraries and nothing else changed either: only the
/// state is new.
fn unchanged<C: Course>(
    course: &C,
    last: State,
    content: &Digest,
    snapshot: &Snapshot,
) -> Result<Option<Built>, BuildError> {
    let Place { env, layout, memory } = course.place();
    if last.content != *content || !last.outputs_intact(&layout.cache("state")) {
        return Ok(None);
    }
    let Some((manifest, manifest_path)) = last.manifest() else { return Ok(None) };
    let inputs = snapshot.inputs(env);
    remembered::write(memory, &last.under(snapshot.clone()))?;
    Ok(Some(Built { manifest, manifest_path, inputs, fresh: false }))
}

/// The moment before cargo looks at anything, a tick later than whatever happened until now.
pub(crate) fn begin(layout: &Layout) -> Result<Moment, BuildError> {
    let folder = layout.cache("state");
    let broken = |source| failed("write", &folder, source);
    let before = now(&folder).map_err(broken)?;
    wait_until_after(&folder, before).map_err(broken)?;
    now(&folder).map_err(broken)
}

/// A digest of everything that header, bindings and manifest are made from.
fn content_of(library: &Compiled, snapshot: &Snapshot) -> Result<Digest, BuildError> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&snapshot.content_digest());
    for (_, file) in &library.libraries {
        hasher.update(&digest_file(file).map_err(|source| failed("read", file, source))?);
    }
    Ok(*hasher.finalize().as_bytes())
}

//! Whether a request's last build is still good: decided from one file, without starting a process.

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::built::Built;
use crate::cargo;
use crate::error::BuildError;
use crate::layout::Layout;
use crate::manifest::Manifest;
use crate::publish::{Published, failed};
use crate::remembered;
use crate::request::{Environment, Request};
use crate::snapshot::{Digest, Snapshot, Stamp, Verdict, digest_file, now, wait_until_after};

/// What a build left, for the next one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct State {
    /// What decided the result.
    pub(crate) snapshot: Snapshot,
    /// What was published.
    outputs: Vec<Output>,
    /// The manifest among them.
    manifest: Utf8PathBuf,
    /// A digest of the libraries as cargo left them and of everything that decided the rest.
    pub(crate) content: Digest,
    /// Packages that must carry debug information, found by the build before.
    pub(crate) debug_packages: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Output {
    path: Utf8PathBuf,
    stamp: Option<Stamp>,
    digest: Digest,
}

/// What the last build's state says.
#[derive(Debug)]
pub(crate) enum Freshness {
    /// Nothing changed.
    Fresh(Box<Built>),
    /// Something did.
    Stale {
        /// What, in words.
        why: String,
        /// The last state, if there is one.
        last: Option<Box<State>>,
    },
}

/// The file that holds the state of a request: one for each set of options.
pub(crate) fn path(layout: &Layout, request: &Request, env: &Environment) -> Utf8PathBuf {
    // What does not change the result is not part of its name.
    let mut plain = request.clone();
    plain.manifest_path = env.absolute(&request.manifest_path);
    for also in &mut plain.also {
        also.manifest_path = env.absolute(&also.manifest_path);
    }
    plain.output_dir = request.output_dir.as_deref().map(|folder| env.absolute(folder));
    plain.root = Utf8PathBuf::new();
    (plain.jobs, plain.locked, plain.offline) = (None, false, false);
    let bytes = postcard::to_stdvec(&plain).unwrap_or_default();
    layout.cache("state").join(&blake3::hash(&bytes).to_hex()[..32])
}

/// Decides whether anything is to be done.
pub(crate) fn check(path: &Utf8Path, env: &Environment) -> Freshness {
    let because = |why: String, last| Freshness::Stale { why, last };
    let Some(mut state) = remembered::read::<State>(path) else {
        return because("it was not built before with these options".to_owned(), None);
    };
    let clock = path.parent().unwrap_or(path);
    let mut changed = false;
    match state.snapshot.verify(env, clock) {
        Verdict::Holds => {}
        Verdict::Restamped(snapshot) => {
            state.snapshot = *snapshot;
            changed = true;
        }
        Verdict::Changed(why) => return because(why, Some(Box::new(state))),
    }
    for index in 0..state.outputs.len() {
        match state.outputs[index].verify(clock) {
            Ok(None) => {}
            Ok(Some(stamp)) => {
                state.outputs[index].stamp = Some(stamp);
                changed = true;
            }
            Err(why) => return because(why, Some(Box::new(state))),
        }
    }
    let Some(manifest) = read_manifest(&state.manifest) else {
        return because(format!("{} cannot be read", state.manifest), Some(Box::new(state)));
    };
    if changed {
        // Only saves the next check some reading: that it fails changes nothing.
        let _unsaved = remembered::write(path, &state);
    }
    let inputs = state.snapshot.inputs(env);
    Freshness::Fresh(Box::new(Built { manifest, manifest_path: state.manifest, inputs, fresh: true }))
}

fn read_manifest(path: &Utf8Path) -> Option<Manifest> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

impl Output {
    fn verify(&self, clock: &Utf8Path) -> Result<Option<Stamp>, String> {
        let Ok(Some(now_is)) = Stamp::of(&self.path) else {
            return Err(format!("{} is gone", self.path));
        };
        if self.stamp == Some(now_is) {
            return Ok(None);
        }
        match digest_file(&self.path) {
            Ok(digest) if digest == self.digest => {
                let settled = now(clock).is_ok_and(|now| now_is.older_than(now));
                Ok(settled.then_some(now_is))
            }
            _ => Err(format!("{} is not what was published", self.path)),
        }
    }
}

impl State {
    /// The state after publishing. Waits until the file system's clock has ticked, so that whoever
    /// alters an output later leaves another time on it.
    pub(crate) fn after(
        folder: &Utf8Path,
        snapshot: Snapshot,
        published: &[Published],
        content: Digest,
        debug_packages: Vec<String>,
    ) -> Result<Self, BuildError> {
        let mut outputs = Vec::new();
        for file in published {
            let stamp = Stamp::of(&file.path).map_err(|source| failed("read", &file.path, source))?;
            outputs.push(Output { path: file.path.clone(), stamp, digest: file.digest });
        }
        let last = outputs.iter().filter_map(|output| output.stamp.map(|stamp| stamp.touched())).max();
        let ticked = match last {
            Some(last) => wait_until_after(folder, last).map_err(|source| failed("write", folder, source))?,
            None => true,
        };
        if !ticked {
            for output in &mut outputs {
                output.stamp = None;
            }
        }
        let manifest = published.last().map(|file| file.path.clone()).unwrap_or_default();
        Ok(Self { snapshot, outputs, manifest, content, debug_packages })
    }

    /// Makes cargo forget what changed since under a time that it would not look at.
    pub(crate) fn tell_cargo(&self, layout: &Layout) -> Result<(), BuildError> {
        let changed = self.snapshot.changed_secretly();
        if changed.is_empty() {
            return Ok(());
        }
        for folder in ["cargo", "cargo-unoptimised"] {
            cargo::forget(&layout.cache(folder), &changed)?;
        }
        Ok(())
    }

    /// The same outputs, found to be right under another snapshot.
    pub(crate) fn under(self, snapshot: Snapshot) -> Self {
        Self { snapshot, ..self }
    }

    /// Whether everything that was published is still in place.
    pub(crate) fn outputs_intact(&self, clock: &Utf8Path) -> bool {
        self.outputs.iter().all(|output| output.verify(clock).is_ok())
    }

    /// The manifest, and where it is.
    pub(crate) fn manifest(&self) -> Option<(Manifest, Utf8PathBuf)> {
        Some((read_manifest(&self.manifest)?, self.manifest.clone()))
    }
}

//! Several static Rust crates of one program, linked as one library.
//!
//! Each crate is built for its own bindings and interface; what is linked is one archive that ghostbind
//! makes of all of them, because two Rust archives in one program may link and still be wrong. An optional crate is
//! part of it if it was built, which is known only then.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::{Companion, Environment, Request};
use zbuild_engine::{Action, Call, CallContext, CallOutput, Digest};

use super::crate_elsewhere::Work;
use super::optional::is_built;
use super::response;
use super::rust::{CrateBuild, GHOSTBIND, RustLibrary, library_file, write_bytes, write_file};
use super::scope::Links;
use super::unit::Unit;
use super::{Faults, Lowering};
use crate::config::CrateType;

/// Longest name that is made of the crates' own.
const NAME_BYTES_MAX: usize = 64;

impl Lowering<'_> {
    /// Lets static crates point at one archive where there are several.
    pub(super) fn unite(&mut self, unit: &Unit, links: &mut Links) {
        let is_part = |l: &&RustLibrary| l.kind == CrateType::Staticlib;
        let mut parts: Vec<&RustLibrary> = links.rust.iter().filter(is_part).collect();
        // Optional ones come last: a crate that is there anyway goes before itself as an optional one.
        parts.sort_by_key(|part| (part.marker.is_some(), &part.bindings));
        parts.dedup_by(|a, b| a.bindings == b.bindings);
        if parts.len() < 2 {
            return;
        }
        let (file, response) = if parts.iter().any(|part| part.marker.is_some()) {
            self.united_if_built(unit, &parts)
        } else {
            let names: Vec<&str> = parts.iter().filter_map(|part| part.bindings.file_stem()).collect();
            let mut name = format!("rust_{}", names.join("_"));
            if name.len() > NAME_BYTES_MAX {
                name = short_name(&name);
            }
            let requests: Vec<&Request> = parts.iter().map(|part| &part.request).collect();
            let request = united(&name, &requests);
            self.united(unit, &name, request)
        };
        for library in &mut links.rust {
            if is_part(&&*library) {
                library.files = vec![(CrateType::Staticlib, file.clone())];
                library.response.clone_from(&response);
            }
        }
    }

    /// The archive and its response file, by an action that is added once.
    fn united(&mut self, unit: &Unit, name: &str, request: Request) -> (Utf8PathBuf, Utf8PathBuf) {
        let target = &unit.setting.target;
        let folder = self.layout.artifacts(target, &request.profile);
        let file = folder.join(library_file(name, CrateType::Staticlib, target.system()));
        let response = super::Places::objects(&unit.setting, "").join(format!("{name}.rsp"));
        if self.crates.contains_key(&file) {
            return (file, response);
        }
        self.crates.insert(file.clone(), request.clone());
        let strip = unit.setting.strip;
        let material = self.material(&request, strip);
        let manifests: Vec<Utf8PathBuf> = std::iter::once(&request.manifest_path)
            .chain(request.also.iter().map(|also| &also.manifest_path))
            .cloned()
            .collect();
        let build = CrateBuild {
            env: self.crate_env(strip, &request),
            request,
            response: self.workspace.root.join(&response),
            faults: self.faults.clone(),
        };
        let (request, env) = (build.request.clone(), build.env.clone());
        let call = Call::new("rust-crates", material, move |context| build.run(context));
        let action = Action::call(format!("rust:{file}"), call)
            .description(format!("crates {}", name.trim_start_matches("rust_")))
            .inputs(manifests.iter().map(|manifest| manifest.as_std_path()))
            .output(file.as_std_path())
            .output(self.layout.manifest(target, name).as_std_path())
            .output(self.workspace.root.join(&response).as_std_path());
        let action = self.with_cargo(action, GHOSTBIND);
        let action = self.crate_anywhere(
            action,
            &unit.setting,
            env,
            request,
            Work::Library { response: response.clone() },
        );
        self.graph.add(action);
        (file, response)
    }

    /// The same where some crates are optional: the archive of those that were built. It is the program's own, as
    /// it is known only there which crates are optional.
    fn united_if_built(&mut self, unit: &Unit, parts: &[&RustLibrary]) -> (Utf8PathBuf, Utf8PathBuf) {
        let (workspace, strip) = (self.workspace, unit.setting.strip);
        let root = &workspace.root;
        let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
        let places: Vec<Utf8PathBuf> = parts.iter().map(|part| self.relative(&part.bindings)).collect();
        let name = short_name(&format!("{} {places:?}", unit.objects));
        let target = &unit.setting.target;
        let archive = library_file(&name, CrateType::Staticlib, target.system());
        let folder = unit.objects.join("optional");
        let (file, response) = (root.join(&folder).join(&archive), folder.join(format!("{name}.rsp")));
        let request = &parts[0].request;
        if self.crates.insert(file.clone(), request.clone()).is_some() {
            return (file, response);
        }
        let candidate = |part: &&RustLibrary| Candidate {
            request: part.request.clone(),
            archive: self.relative(part.file()),
            response: root.join(&part.response),
            marker: part.marker.clone(),
        };
        let build = UnionBuild {
            candidates: parts.iter().map(candidate).collect(),
            env: self.crate_env(strip, request),
            faults: self.faults.clone(),
            root: root.clone(),
            made: self.relative(&self.layout.artifacts(target, &request.profile).join(&archive)),
            file: folder.join(&archive),
            response: response.clone(),
            name,
        };
        let material: Vec<String> = parts.iter().map(|part| self.material(&part.request, strip)).collect();
        let markers = parts.iter().filter_map(|part| part.marker.clone());
        let inputs: Vec<Utf8PathBuf> = (parts.iter())
            .flat_map(|part| {
                [part.file().to_owned(), root.join(&part.response), part.request.manifest_path.clone()]
            })
            .chain(markers)
            .collect();
        let material = format!("{} {}", build.name, material.join(" "));
        let call = Call::new("rust-crates-if-built", material, move |context| build.run(context));
        let action = Action::call(format!("rust:{file}"), call)
            .description(format!("crates {}", names.join(" ")))
            .inputs(inputs.iter().map(|input| input.as_std_path()))
            .output(file.as_std_path())
            .output(root.join(&response).as_std_path());
        let action = self.with_cargo(action, GHOSTBIND);
        self.graph.add(action);
        (file, response)
    }
}

/// What is asked of ghostbind for several crates.
fn united(name: &str, requests: &[&Request]) -> Request {
    let companion = |request: &&Request| Companion {
        manifest_path: request.manifest_path.clone(),
        package: request.package.clone(),
        features: request.features.clone(),
        all_features: request.all_features,
        no_default_features: request.no_default_features,
    };
    Request {
        also: requests[1..].iter().map(companion).collect(),
        name: Some(name.to_owned()),
        combined_only: true,
        crate_types: vec![ghostbind::CrateType::Staticlib],
        ..requests[0].clone()
    }
}

fn short_name(long: &str) -> String {
    format!("rust_{}", &Digest::of(long.as_bytes()).to_string()[..16])
}

/// A crate that is part of the archive if it is built.
struct Candidate {
    request: Request,
    /// Its own archive, relative to the root, and what Zig must link for it, absolute.
    archive: Utf8PathBuf,
    response: Utf8PathBuf,
    /// What says whether it was built, where that is open.
    marker: Option<Utf8PathBuf>,
}

/// What the action does.
struct UnionBuild {
    name: String,
    candidates: Vec<Candidate>,
    env: Environment,
    faults: Faults,
    root: Utf8PathBuf,
    /// Where ghostbind leaves the archive, and where it and what Zig must link for it are wanted. Relative to the root.
    made: Utf8PathBuf,
    file: Utf8PathBuf,
    response: Utf8PathBuf,
}

impl UnionBuild {
    fn run(&self, context: &CallContext<'_>) -> Result<CallOutput, String> {
        let mut requests: Vec<Request> = Vec::new();
        for candidate in &self.candidates {
            if !candidate.marker.as_deref().map_or(Ok(true), is_built)? {
                continue;
            }
            let request = &candidate.request;
            match requests.iter_mut().find(|known| known.manifest_path == request.manifest_path) {
                // One crate for two parts of the program, with the features of both.
                Some(known) => {
                    known.features.extend(request.features.iter().cloned());
                    known.features.sort();
                    known.features.dedup();
                    known.no_default_features &= request.no_default_features;
                }
                None => requests.push(request.clone()),
            }
        }
        let [first, others @ ..] = requests.as_slice() else {
            // What stands in for one stands in for all.
            return self.take(&self.candidates[0]);
        };
        if others.is_empty() {
            let same = |c: &&Candidate| c.request == *first;
            let missing =
                "error: a crate is asked for twice, with other features each time: name the same ones";
            return self.take(self.candidates.iter().find(same).ok_or(missing)?);
        }
        let build = CrateBuild {
            request: united(&self.name, &requests.iter().collect::<Vec<_>>()),
            env: self.env.clone(),
            response: self.root.join(&self.response),
            faults: self.faults.clone(),
        };
        let output = build.run(context)?;
        self.leave(&self.made, &build.response)?;
        Ok(output)
    }

    /// The only crate that is there is linked as it is.
    fn take(&self, candidate: &Candidate) -> Result<CallOutput, String> {
        self.leave(&candidate.archive, &candidate.response)?;
        Ok(CallOutput::default())
    }

    /// Leaves an archive and what Zig must link for it, which names the archive at its new place.
    fn leave(&self, archive: &Utf8Path, response: &Utf8Path) -> Result<(), String> {
        let from = self.root.join(archive);
        let bytes = fs::read(&from).map_err(|error| format!("cannot read {from}: {error}"))?;
        write_bytes(&self.root.join(&self.file), &bytes)?;
        let text =
            fs::read_to_string(response).map_err(|error| format!("cannot read {response}: {error}"))?;
        let (old, new) = (response::text([archive.as_str()])?, response::text([self.file.as_str()])?);
        write_file(&self.root.join(&self.response), &text.replacen(&old, &new, 1))
    }
}

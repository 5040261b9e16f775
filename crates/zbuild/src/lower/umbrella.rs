//! Several static Rust crates of one program, linked as one library.
//!
//! Each crate is built for its own bindings and interface; what is linked is one archive that ghostbind
//! makes of all of them, because two Rust archives in one program may link and still be wrong.

use camino::Utf8PathBuf;
use ghostbind::{Companion, Request};
use zbuild_engine::{Action, Call, Digest};

use super::Lowering;
use super::rust::{CrateBuild, GHOSTBIND, RustLibrary, library_file};
use super::scope::Links;
use super::unit::Unit;
use crate::config::CrateType;

/// Longest name that is made of the crates' own.
const NAME_BYTES_MAX: usize = 64;

impl Lowering<'_> {
    /// Lets static crates point at one archive where there are several.
    pub(super) fn unite(&mut self, unit: &Unit, links: &mut Links) {
        let is_part = |l: &&RustLibrary| l.kind == CrateType::Staticlib && l.marker.is_none();
        let mut parts: Vec<&RustLibrary> = links.rust.iter().filter(is_part).collect();
        parts.sort_by(|a, b| a.bindings.cmp(&b.bindings));
        parts.dedup_by(|a, b| a.bindings == b.bindings);
        let [first, others @ ..] = parts.as_slice() else { return };
        if others.is_empty() {
            return;
        }
        let names: Vec<&str> = parts.iter().filter_map(|part| part.bindings.file_stem()).collect();
        let mut name = format!("rust_{}", names.join("_"));
        if name.len() > NAME_BYTES_MAX {
            name = format!("rust_{}", &Digest::of(name.as_bytes()).to_string()[..16]);
        }
        let companion = |part: &&RustLibrary| Companion {
            manifest_path: part.request.manifest_path.clone(),
            package: part.request.package.clone(),
            features: part.request.features.clone(),
            all_features: part.request.all_features,
            no_default_features: part.request.no_default_features,
        };
        let request = Request {
            also: others.iter().map(companion).collect(),
            name: Some(name.clone()),
            combined_only: true,
            crate_types: vec![ghostbind::CrateType::Staticlib],
            ..first.request.clone()
        };
        let (file, response) = self.united(unit, &name, request);
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
        let action = self.crate_anywhere(action, &unit.setting, env, request, response.clone());
        self.graph.add(action);
        (file, response)
    }
}

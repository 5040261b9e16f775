//! Features of a named machine: each must be somebody's.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use ghostbind::zig::root::{PROGRAM_ROOT, default_root};
use ghostbind::zig::sources::collect;

use super::Lowering;
use super::places::Places;
use crate::config::{Config, CrateSource};
use crate::diagnostic::{Diagnostic, nearest};
use crate::project::{CrateManifest, MemberKind};
use crate::setting::Setting;
use crate::zig_text::BuildScript;

impl Lowering<'_> {
    /// Notes an error for each feature of a machine, which `config` names, that no crate and no Zig code of the
    /// workspace has.
    pub(super) fn check_platform_features(&mut self, setting: &Setting, config: &Config) {
        if setting.features.is_empty() {
            return;
        }
        let known = self.known_features();
        for feature in setting.features.iter().filter(|f| !known.contains(&f.value)) {
            let message = format!("nobody in this workspace has a feature `{}`", feature.value);
            let hint = match nearest(&feature.value, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "a crate has it in [features], Zig code by `build_options.features` or a project by `project.features`".to_owned(),
            };
            let mut error = Diagnostic::error(message).hint(hint);
            error.place = Some(config.place(feature));
            if !self.errors.contains(&error) {
                self.errors.push(error);
            }
        }
    }

    /// What crates declare, projects declare and Zig code names.
    fn known_features(&mut self) -> BTreeSet<String> {
        let mut known = BTreeSet::new();
        for member in &self.workspace.members {
            let mut folders = vec![member.folder.clone()];
            if let MemberKind::Project(_, project) = &member.kind {
                known.extend(project.features.iter().map(|f| f.value.clone()));
                for spec in &project.rust_crates {
                    if let CrateSource::Path(path) = &spec.source {
                        folders.push(ghostbind::layout::normalize(&member.folder.join(&path.value)));
                    }
                }
                if let Some(script) = &project.build.build_zig {
                    let text = std::fs::read_to_string(member.folder.join(&script.value)).unwrap_or_default();
                    known.extend(BuildScript::read(&text).options);
                }
                let mut roots = vec![member.folder.join(PROGRAM_ROOT)];
                roots.extend(default_root(&member.folder, &project.name.value).ok());
                for module in &project.zig_modules {
                    let folder = ghostbind::layout::normalize(&member.folder.join(&module.path.value));
                    match &module.root {
                        Some(root) => roots.push(folder.join(&root.value)),
                        None => roots.extend(default_root(&folder, &module.name.value).ok()),
                    }
                }
                roots.extend(project.artifacts.iter().map(|a| member.folder.join(&a.root.value)));
                let roots = roots.iter().map(Utf8PathBuf::as_path);
                known.extend(collect(roots, &mut self.scan, &Places::is_output).features);
            }
            for folder in folders {
                let file = folder.join("Cargo.toml");
                if let Ok(manifest) = CrateManifest::read(&file, &file) {
                    known.extend(manifest.features);
                }
            }
        }
        known
    }
}

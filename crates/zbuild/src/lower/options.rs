//! `@import("build_options")`: what a project's Zig code can know about its build.
//!
//! ```zig
//! pub const name: []const u8 = "my-app";
//! pub const version: []const u8 = "0.1.0";
//! pub const target: []const u8 = "production";   // the name in `targets`, else empty
//! pub const features = struct { pub const telemetry: bool = true; };
//! pub const crates = struct { pub const greeting: bool = true; };   // false: optional and left out
//! ```

use std::collections::BTreeSet;
use std::fmt::Write;

use camino::Utf8PathBuf;
use zbuild_engine::{Action, Call, CallOutput};

use super::Lowering;
use super::optional::is_built;
use super::rust::write_file;
use super::scope::ScopeId;
use crate::config::Form;

impl Lowering<'_> {
    /// The module of a scope, absolute. The action that makes it is added once.
    pub(super) fn build_options(&mut self, scope: ScopeId) -> Utf8PathBuf {
        let unit = self.scopes.list[scope].unit.clone();
        let path = self.workspace.root.join(&unit.objects).join("build_options.zig");
        if !self.options_written.insert(path.clone()) {
            return path;
        }
        let text = self.options_text(scope);
        let scope = &self.scopes.list[scope];
        let always: Vec<String> = (unit.project.rust_crates.iter())
            .filter(|c| !scope.optional.iter().any(|o| o.name == c.name.value))
            .map(|c| c.name.value.clone())
            .collect();
        let optional: Vec<(String, Utf8PathBuf)> =
            scope.optional.iter().filter_map(|l| Some((l.name.clone(), l.marker.clone()?))).collect();
        let markers: Vec<Utf8PathBuf> = optional.iter().map(|(_, marker)| marker.clone()).collect();
        let made = path.clone();
        let material = format!("{text}{always:?}{optional:?}");
        let call = Call::new("build-options", material, move |_| {
            let mut crates: Vec<(String, bool)> = always.iter().map(|name| (name.clone(), true)).collect();
            for (name, marker) in &optional {
                crates.push((name.clone(), is_built(marker)?));
            }
            crates.sort();
            let bools = crates.iter().map(|(name, on)| (name.as_str(), *on));
            write_file(
                &made,
                &format!(
                    "{text}{}",
                    container("crates", "Crates; false: optional, and its build failed.", bools)
                ),
            )?;
            Ok(CallOutput::default())
        });
        let action = Action::call(format!("options:{}", unit.objects), call)
            .description(format!("options of {}", unit.name))
            .inputs(markers.iter().map(|marker| marker.as_std_path()))
            .output(path.as_std_path());
        self.graph.add(action);
        path
    }

    fn options_text(&mut self, scope: ScopeId) -> String {
        let unit = &self.scopes.list[scope].unit;
        let of_workspace = match &self.workspace.config.form {
            Form::Workspace(workspace) => workspace.version.as_ref(),
            Form::Project(_) => None,
        };
        let version = unit.project.version.as_ref().or(of_workspace).map_or("0.0.0", |v| v.value.as_str());
        let on: BTreeSet<&str> = unit.setting.features.iter().map(|f| f.value.as_str()).collect();
        let platforms = self.workspace.config.platforms.iter().chain(&unit.config.platforms);
        let mut known: BTreeSet<&str> =
            platforms.flat_map(|p| &p.features).map(|f| f.value.as_str()).collect();
        known.extend(unit.project.features.iter().map(|f| f.value.as_str()));
        known.extend(&on);
        let mut text = "//! Written by zbuild.\n\n".to_owned();
        let target = unit.setting.name.as_deref().unwrap_or_default();
        for (name, value) in
            [("name", unit.project.name.value.as_str()), ("version", version), ("target", target)]
        {
            let _infallible = writeln!(text, "pub const {name}: []const u8 = {};", literal(value));
        }
        let bools = known.iter().map(|name| (*name, on.contains(name)));
        text + &container("features", "Features; true for those that are on.", bools)
    }
}

fn container<'a>(name: &str, doc: &str, bools: impl Iterator<Item = (&'a str, bool)>) -> String {
    let mut text = format!("\n/// {doc}\npub const {name} = struct {{\n");
    for (name, on) in bools {
        let _infallible = writeln!(text, "    pub const @{}: bool = {on};", literal(name));
    }
    text + "};\n"
}

/// A Zig string literal.
fn literal(text: &str) -> String {
    let mut literal = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            c if c.is_control() => {
                let _infallible = write!(literal, "\\u{{{:x}}}", u32::from(c));
            }
            c => literal.push(c),
        }
    }
    literal + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_survive_as_literals() {
        assert_eq!(literal("a\"b\\c\u{1b}ß"), r#""a\"b\\c\u{1b}ß""#);
        let text = container("features", "d", [("hot-reload", true), ("x", false)].into_iter());
        assert!(
            text.contains(
                "    pub const @\"hot-reload\": bool = true;\n    pub const @\"x\": bool = false;\n"
            )
        );
    }
}

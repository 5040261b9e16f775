//! For which machine and how a project is built, from the command line and the files together.
//!
//! The command line goes before a named machine, that before the project's own keys. A name in
//! `targets` goes before a triple that is called the same.

use ghostbind::target::{self, ROWS, Target, TargetError};

use crate::config::{Config, Located, Optimization, Platform, Project};
use crate::diagnostic::{Diagnostic, nearest};

/// What the command line asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// A name from `targets`, a Zig triple or a Rust triple.
    pub target: Option<String>,
    /// How to optimise.
    pub optimization: Option<Optimization>,
    /// `native`, `baseline` or the name of a processor.
    pub cpu: Option<String>,
    /// Whether what nobody named a machine for is built for any machine like this one, rather than for this very
    /// one: where other machines do the work.
    pub any_like_this: bool,
}

/// For which machine and how.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The name in `targets`, if it has one.
    pub name: Option<String>,
    /// The machine.
    pub target: Target,
    /// Whether the machine is this one with all that its processor offers: nobody named a triple.
    pub native: bool,
    /// How to optimise.
    pub optimization: Optimization,
    /// Features of the named machine, which crates and Zig code may know.
    pub features: Vec<Located<String>>,
    /// What was asked for with `--cpu`.
    pub cpu: Option<String>,
    /// Whether debug information is left out.
    pub strip: bool,
}

impl Setting {
    /// The processor for Zig and C, as Zig spells it: what was asked for, else what the target itself needs.
    #[must_use]
    pub fn cpu(&self) -> Option<String> {
        match self.cpu.as_deref() {
            // What both compilers take anyway, except on this machine, where Zig takes all that there is.
            None | Some("baseline") if self.target.zig_cpu.is_some() => self.target.zig_cpu.clone(),
            asked => asked.map(in_zigs_spelling),
        }
    }
}

/// A processor's name as Zig has it: Rust's `x86-64-v3` is its `x86_64_v3`, and means the same.
pub(crate) fn in_zigs_spelling(cpu: &str) -> String {
    cpu.replace(['-', '.'], "_")
}

/// The named machines that a project knows: those of the file in force, and its own where that has none of the name.
#[derive(Debug, Clone, Copy)]
pub struct Machines<'a> {
    workspace: &'a Config,
    own: Option<&'a Config>,
}

impl<'a> Machines<'a> {
    /// Those of the file in force and of a project's own file, if it has one.
    #[must_use]
    pub fn new(workspace: &'a Config, own: Option<&'a Config>) -> Self {
        Self { workspace, own }
    }

    /// All of them, each with the file that names it.
    pub fn all(self) -> impl Iterator<Item = (&'a Config, &'a Platform)> {
        let named = |config: &Config, name: &str| config.platforms.iter().any(|p| p.name.value == name);
        let of = |config: &'a Config| config.platforms.iter().map(move |platform| (config, platform));
        let own = self.own.into_iter().flat_map(of);
        of(self.workspace).chain(own.filter(move |(_, p)| !named(self.workspace, &p.name.value)))
    }

    /// The one of this name.
    #[must_use]
    pub fn find(self, name: &str) -> Option<(&'a Config, &'a Platform)> {
        self.all().find(|(_, platform)| platform.name.value == name)
    }
}

/// What an error about a machine points at.
type Blame<'a> = &'a dyn Fn(String) -> Diagnostic;

/// Works out the setting of one project. `workspace` is the file in force; `project` is absent for a member that has
/// only a Cargo.toml. `host` is Rust's name of this machine.
///
/// # Errors
/// An unknown target (the nearest are named), one that contradicts itself, or one that the project
/// forbids.
pub fn resolve(
    choices: &Choices,
    workspace: &Config,
    project: Option<(&Config, &Project)>,
    host: &str,
) -> Result<Setting, Diagnostic> {
    let machines = Machines::new(workspace, project.map(|(own, _)| own));
    let own_target = project.and_then(|(config, p)| p.target.as_ref().map(|t| (config, t)));
    let (name, target, native) = match (&choices.target, own_target) {
        (Some(asked), _) => named(asked, machines, host, &|message| Diagnostic::error(message))?,
        (None, Some((config, own))) => {
            let blame = |message| config.error_at(own, message);
            named(&own.value, machines, host, &blame)?
        }
        (None, None) => {
            (None, this_machine(host, &|message| Diagnostic::error(message))?, !choices.any_like_this)
        }
    };
    let platform = name.as_ref().and_then(|name| machines.find(name)).map(|(_, platform)| platform);
    let build = project.map(|(_, p)| &p.build);
    let optimization = choices
        .optimization
        .or_else(|| platform?.optimization.as_ref().map(|o| o.value))
        .or_else(|| build?.optimization.as_ref().map(|o| o.value))
        .unwrap_or_default();
    if let (Some((config, project)), false) = (project, target.host)
        && let Some(allowed) = project.build.cross_compile.as_ref().filter(|allowed| !allowed.value)
    {
        let message =
            format!("`{}` is another machine than this one, and `cross_compile` is false", target.zig);
        return Err(config.error_at(allowed, message).hint("set it to true, or build for `native`"));
    }
    Ok(Setting {
        name,
        target,
        native,
        optimization,
        features: platform.map(|p| p.features.clone()).unwrap_or_default(),
        cpu: choices.cpu.clone(),
        strip: build.and_then(|build| build.strip.as_ref()).is_some_and(|strip| strip.value),
    })
}

/// The machine behind a name or triple, and whether it is simply this one.
fn named(
    asked: &str,
    machines: Machines<'_>,
    host: &str,
    blame: Blame<'_>,
) -> Result<(Option<String>, Target, bool), Diagnostic> {
    if let Some((config, platform)) = machines.find(asked) {
        let (target, native) = of_platform(config, platform, host)?;
        return Ok((Some(platform.name.value.clone()), target, native));
    }
    if is_native(asked) {
        return Ok((None, this_machine(host, blame)?, true));
    }
    let rust = ROWS.iter().any(|row| row.rust == asked);
    let found = if rust {
        target::resolve(None, Some(asked), host)
    } else {
        target::resolve(Some(asked), None, host)
    };
    found.map(|target| (None, target, false)).map_err(|error| match error {
        TargetError::Unknown { suggestions, .. } => unknown(asked, machines, suggestions, blame),
        other => blame(other.to_string()),
    })
}

fn unknown(asked: &str, machines: Machines<'_>, suggestions: Vec<String>, blame: Blame<'_>) -> Diagnostic {
    let names: Vec<&str> = machines.all().map(|(_, p)| p.name.value.as_str()).collect();
    let rust = nearest(asked, ROWS.iter().map(|row| row.rust));
    let zig = nearest(asked, ROWS.iter().map(|row| row.zig));
    let mut near: Vec<String> = nearest(asked, names.iter().copied())
        .into_iter()
        .chain(zig)
        .chain(rust)
        .map(ToOwned::to_owned)
        .collect();
    near.extend(suggestions);
    let mut seen = Vec::new();
    near.retain(|n| !seen.contains(n) && (seen.push(n.clone()), true).1);
    let diagnostic =
        blame(format!("unknown target `{asked}`: no name in `targets`, no Zig triple, no Rust triple"));
    // A triple has a dash; what has none was to be a name.
    if !names.is_empty() && !asked.contains('-') && !names.iter().any(|name| near.iter().any(|n| n == name)) {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        return diagnostic.hint(format!("`targets` names {}", names.join(", ")));
    }
    if near.is_empty() {
        return diagnostic.hint("`ghostbind targets` lists every target under both names");
    }
    let near: Vec<String> = near.iter().map(|n| format!("`{n}`")).collect();
    diagnostic.hint(format!("the nearest are {}", near.join(", ")))
}

fn of_platform(config: &Config, platform: &Platform, host: &str) -> Result<(Target, bool), Diagnostic> {
    let zig = platform.zig_target.as_ref();
    let rust = platform.rust_target.as_ref();
    let at = zig.or(rust).unwrap_or(&platform.name);
    let found = target::resolve(zig.map(|z| z.value.as_str()), rust.map(|r| r.value.as_str()), host);
    let target = found.map_err(|error| {
        let wrong = match &error {
            TargetError::Unknown { side: "Rust", .. } => rust.unwrap_or(at),
            _ => at,
        };
        config.error_at(wrong, error.to_string())
    })?;
    let native = target.host && zig.is_none_or(|z| is_native(&z.value));
    Ok((target, native))
}

fn is_native(name: &str) -> bool {
    matches!(name, "native" | "native-native" | "native-native-native")
}

fn this_machine(host: &str, blame: Blame<'_>) -> Result<Target, Diagnostic> {
    target::resolve(None, None, host).map_err(|error| blame(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Form, parse};
    use crate::diagnostic::SourceFile;

    const HOST: &str = "x86_64-unknown-linux-gnu";

    fn config(text: &str) -> Config {
        parse(&SourceFile::new("zbuild.json", text)).unwrap()
    }

    fn project(target: &str, rest: &str) -> Config {
        let targets = r#""targets": {
            "small": { "zig_target": "arm-linux-gnueabihf", "rust_target": "arm-unknown-linux-gnueabihf", "optimization": "ReleaseSmall", "features": ["x"] },
            "here": { "zig_target": "native", "rust_target": "x86_64-unknown-linux-gnu" },
            "torn": { "zig_target": "x86_64-linux-gnu", "rust_target": "aarch64-unknown-linux-gnu" },
            "typo": { "rust_target": "x86_64-unknown-linux-gun" }
        }"#;
        config(&format!(r#"{{ "project": {{ "name": "a"{target} }}, {targets}{rest} }}"#))
    }

    fn resolved(config: &Config, target: Option<&str>) -> Result<Setting, Diagnostic> {
        let choices = Choices { target: target.map(ToOwned::to_owned), ..Choices::default() };
        let Form::Project(project) = &config.form else { panic!() };
        resolve(&choices, config, Some((config, project)), HOST)
    }

    fn check(target: Option<&str>, own: &str, expected: (&str, bool, Optimization)) {
        let own = if own.is_empty() { String::new() } else { format!(r#", "target": "{own}""#) };
        let config = project(&own, r#", "build": { "optimization": "ReleaseFast" }"#);
        let setting = resolved(&config, target).unwrap();
        assert_eq!((setting.target.zig.as_str(), setting.native, setting.optimization), expected);
    }

    fn check_error(target: Option<&str>, own: &str, rest: &str, expected: &str) {
        let own = if own.is_empty() { String::new() } else { format!(r#", "target": "{own}""#) };
        let error = resolved(&project(&own, rest), target).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn command_line_then_name_then_project() {
        use Optimization::{ReleaseFast, ReleaseSmall};
        check(None, "", ("x86_64-linux-gnu", true, ReleaseFast));
        check(None, "x86_64-linux-gnu", ("x86_64-linux-gnu", false, ReleaseFast));
        check(Some("native"), "aarch64-linux-gnu", ("x86_64-linux-gnu", true, ReleaseFast));
        check(Some("here"), "aarch64-linux-gnu", ("x86_64-linux-gnu", true, ReleaseFast));
        check(Some("small"), "", ("arm-linux-gnueabihf", false, ReleaseSmall));
        check(None, "small", ("arm-linux-gnueabihf", false, ReleaseSmall));
        check(Some("aarch64-unknown-linux-gnu"), "", ("aarch64-linux-gnu", false, ReleaseFast));
        check(Some("x86_64-linux-gnu.2.17"), "", ("x86_64-linux-gnu.2.17", false, ReleaseFast));
        check(Some("x86_64"), "", ("x86_64-linux-gnu", false, ReleaseFast));
    }

    #[test]
    fn where_others_do_the_work_any_machine_like_this_one_is_meant() {
        let check = |target: Option<&str>, expected: bool| {
            let choices =
                Choices { target: target.map(ToOwned::to_owned), any_like_this: true, ..Choices::default() };
            let config = project("", "");
            let Form::Project(project) = &config.form else { panic!() };
            let setting = resolve(&choices, &config, Some((&config, project)), HOST).unwrap();
            assert_eq!((setting.native, setting.target.host), (expected, true), "{target:?}");
        };
        check(None, false);
        check(Some("native"), true);
    }

    #[test]
    fn errors_say_where_and_what_is_near() {
        check_error(Some("smal"), "", "", "the nearest are `small`");
        check_error(Some("x86_64-linux-gun"), "", "", "`x86_64-linux-gnu`");
        check_error(None, "x86_64-unknown-linux-gun", "", "zbuild.json:1:39: error: unknown target");
        check_error(Some("torn"), "", "", "are different machines");
        check_error(Some("typo"), "", "", "zbuild.json:5:38: error: unknown Rust target");
        check_error(
            Some("small"),
            "",
            r#", "build": { "cross_compile": false }"#,
            "`cross_compile` is false",
        );
    }
}

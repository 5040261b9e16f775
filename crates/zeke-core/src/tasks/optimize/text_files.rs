//! `zbuild.json`: edited as text, so that everything around a change stays.

use camino::Utf8Path;
use jsonc_parser::ast::{Object, ObjectPropName, Value};
use jsonc_parser::common::Ranged as _;

use super::{Advice, Optimized, Wanted};

/// Optimisations that are for looking at a program, not for running it.
const SLOW: [&str; 3] = ["Debug", "debug", "none"];

pub(super) fn zbuild(
    file: &Utf8Path,
    text: &str,
    wanted: &Wanted,
    out: &mut Optimized,
) -> Result<Option<String>, String> {
    let parsed = jsonc_parser::parse_to_ast(
        text,
        &jsonc_parser::CollectOptions::default(),
        &jsonc_parser::ParseOptions::default(),
    )
    .map_err(|e| e.to_string())?;
    let Some(Value::Object(root)) = &parsed.value else { return Err("it is no object".to_owned()) };
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    let mut advise =
        |at: usize, setting: String, message: String, reason: &str, edit: Option<(usize, usize, String)>| {
            out.advice.push(Advice {
                file: file.as_str().to_owned(),
                line: text[..at].matches('\n').count() + 1,
                setting,
                message,
                reason: reason.to_owned(),
                in_patch: edit.is_some(),
            });
            edits.extend(edit);
        };
    let target = object(root, "targets")
        .and_then(|targets| Some((wanted.profile.as_str(), object(targets, &wanted.profile)?)));
    let sections = object(root, "build").map(|build| ("build", build)).into_iter().chain(target);
    for (name, section) in sections {
        if let Some(Value::StringLit(found)) = get(section, "optimization")
            && SLOW.contains(&found.value.as_ref())
        {
            let range = found.range();
            let message = format!("`\"optimization\": \"{}\"` becomes `\"ReleaseFast\"`", found.value);
            let reason = "both sides are built without optimisation";
            let edit = (range.start, range.end, "\"ReleaseFast\"".to_owned());
            advise(range.start, format!("{name}.optimization"), message, reason, Some(edit));
        }
        if let Some(Value::BooleanLit(strip)) = get(section, "strip")
            && !strip.value
        {
            let range = strip.range();
            let message = "`\"strip\": false` becomes `true`".to_owned();
            let reason = "debug information is most of a program's size";
            advise(
                range.start,
                format!("{name}.strip"),
                message,
                reason,
                Some((range.start, range.end, "true".to_owned())),
            );
        }
        if wanted.target_analysis {
            targets(name, section, &mut advise);
        }
    }
    // From behind, so that positions stay.
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.0));
    let mut better = text.to_owned();
    for (start, end, with) in edits {
        better.replace_range(start..end, &with);
    }
    Ok(Some(better))
}

/// Looks at what both sides are built for.
fn targets(
    name: &str,
    section: &Object<'_>,
    advise: &mut impl FnMut(usize, String, String, &str, Option<(usize, usize, String)>),
) {
    let Some(Value::StringLit(zig)) = get(section, "zig_target") else { return };
    if zig.value == "native" {
        let message = "`\"zig_target\": \"native\"` is whatever machine builds".to_owned();
        let reason =
            "the Zig side may use instructions that the machine of production lacks, the Rust side does not";
        advise(zig.range().start, format!("{name}.zig_target"), message, reason, None);
    }
    if let Some(Value::StringLit(rust)) = get(section, "rust_target")
        && let Some(part) = different(&zig.value, &rust.value)
    {
        let message = format!(
            "`\"zig_target\": \"{}\"` and `\"rust_target\": \"{}\"` are not the same {part}",
            zig.value, rust.value
        );
        let reason = "both sides are linked into one program: what is built for another machine does not link, or fails when \
                      it runs";
        advise(rust.range().start, format!("{name}.rust_target"), message, reason, None);
    }
}

fn get<'v, 'a>(object: &'v Object<'a>, key: &str) -> Option<&'v Value<'a>> {
    let is_key = |name: &ObjectPropName<'_>| name.as_str() == key;
    object.properties.iter().find(|property| is_key(&property.name)).map(|property| &property.value)
}

fn object<'v, 'a>(parent: &'v Object<'a>, key: &str) -> Option<&'v Object<'a>> {
    match get(parent, key)? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// In what a target of Zig and one of Rust differ, in words; `None` where nothing says that they do.
fn different(zig: &str, rust: &str) -> Option<&'static str> {
    let machine = |name: &str| match name {
        "i386" | "i586" | "i686" => "x86".to_owned(),
        "thumb" | "armv7" | "armv6" | "thumbv7em" => "arm".to_owned(),
        "riscv64gc" => "riscv64".to_owned(),
        name => name.to_owned(),
    };
    let first = |text: &str| machine(text.split('-').next().unwrap_or(text));
    // `x86_64_v3` and `x86_64+avx2` are still x86_64; `native` may be anything.
    if zig.is_empty() || zig.starts_with("native") {
        return None;
    }
    if first(zig) != first(rust) {
        return Some("machine");
    }
    let systems = [
        ("linux", "linux"),
        ("windows", "windows"),
        ("macos", "darwin"),
        ("freebsd", "freebsd"),
        ("wasi", "wasi"),
    ];
    let system = systems.iter().find(|(zig_name, _)| zig.contains(zig_name));
    if system.is_some_and(|(_, rust_name)| !rust.contains(rust_name)) {
        return Some("system");
    }
    let libraries = ["musl", "gnu", "msvc"];
    let library = |text: &str| libraries.into_iter().find(|name| text.contains(name));
    match (library(zig), library(rust)) {
        (Some(zig), Some(rust)) if zig != rust => Some("C library"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(usize, &str, bool)], better: &str) {
        let wanted = Wanted { profile: "production".into(), target_analysis: true, dependency_graph: true };
        let mut out = Optimized::default();
        let is = zbuild(Utf8Path::new("zbuild.json"), text, &wanted, &mut out).unwrap();
        let told: Vec<(usize, &str, bool)> =
            out.advice.iter().map(|a| (a.line, a.setting.as_str(), a.in_patch)).collect();
        assert_eq!((told.as_slice(), is.as_deref()), (expected, Some(better)), "{text}");
    }

    #[test]
    fn the_build_and_the_target_that_is_asked_for_are_looked_at() {
        check(
            "{\n  \"build\": { \"optimization\": \"ReleaseSafe\" }\n}",
            &[],
            "{\n  \"build\": { \"optimization\": \"ReleaseSafe\" }\n}",
        );
        check(
            "{\n  // why\n  \"build\": { \"strip\": false, \"optimization\": \"debug\" },\n}",
            &[(3, "build.optimization", true), (3, "build.strip", true)],
            "{\n  // why\n  \"build\": { \"strip\": true, \"optimization\": \"ReleaseFast\" },\n}",
        );
        let target = |name: &str, zig: &str, rust: &str| {
            format!(
                "{{\"targets\": {{\n\"{name}\": {{\"zig_target\": \"{zig}\",\n\"rust_target\": \"{rust}\"}}}}}}"
            )
        };
        let both = |zig: &str, rust: &str, expected: &[(usize, &str, bool)]| {
            let text = target("production", zig, rust);
            check(&text, expected, &text);
        };
        let wrong = [(3, "production.rust_target", false)];
        both("x86_64-linux-gnu", "x86_64-unknown-linux-gnu", &[]);
        both("x86-linux-musl", "i686-unknown-linux-musl", &[]);
        both("aarch64-macos", "aarch64-apple-darwin", &[]);
        both("aarch64-linux-gnu", "x86_64-unknown-linux-gnu", &wrong);
        both("x86_64-windows-gnu", "x86_64-unknown-linux-gnu", &wrong);
        both("x86_64-linux-musl", "x86_64-unknown-linux-gnu", &wrong);
        both("native", "x86_64-unknown-linux-gnu", &[(2, "production.zig_target", false)]);
        let other = target("development", "native", "x86_64-unknown-linux-gnu");
        check(&other, &[], &other);
    }
}

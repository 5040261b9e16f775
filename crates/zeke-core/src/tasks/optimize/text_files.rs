//! `zbuild.json` and `build.zig`: edited as text, so that everything around a change stays.

use camino::Utf8Path;
use jsonc_parser::ast::{Object, ObjectPropName, Value};
use jsonc_parser::common::Ranged as _;

use super::{Advice, Facts, Optimized, Wanted, line_of};

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
        let zig = get(section, "zig_target");
        if wanted.target_analysis
            && let Some(Value::StringLit(found)) = zig
            && found.value == "native"
        {
            let message = "`\"zig_target\": \"native\"` is whatever machine builds".to_owned();
            let reason = "the Zig side may use instructions that the machine of production lacks, the Rust side does not";
            advise(found.range().start, format!("{name}.zig_target"), message, reason, None);
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

/// A line of `build.zig`: what it holds, what it becomes, and why.
struct Row {
    holds: &'static str,
    becomes: Option<&'static str>,
    target: bool,
    reason: &'static str,
}

const ROWS: [Row; 8] = [
    Row {
        holds: ".optimize = .Debug",
        becomes: Some(".optimize = optimize"),
        target: false,
        reason: "the program is built without optimisation whatever the command line says",
    },
    Row {
        holds: ".lto = .full",
        becomes: Some(".lto = .none"),
        target: false,
        reason: "Zig's link-time optimisation cannot look into Rust's archive, and full optimisation of a mixed link fails on \
                 duplicate runtime symbols",
    },
    Row {
        holds: ".want_lto = true",
        becomes: Some(".want_lto = false"),
        target: false,
        reason: "Zig's link-time optimisation cannot look into Rust's archive, and a mixed link fails on duplicate runtime symbols",
    },
    Row {
        holds: "want_lto = true;",
        becomes: Some("want_lto = false;"),
        target: false,
        reason: "Zig's link-time optimisation cannot look into Rust's archive, and a mixed link fails on duplicate runtime symbols",
    },
    Row {
        holds: ".strip = false",
        becomes: Some(".strip = optimize != .Debug"),
        target: false,
        reason: "debug information is most of a program's size",
    },
    Row {
        holds: ".cpu_model = .native",
        becomes: None,
        target: true,
        reason: "the Zig side may use instructions that the machine of production lacks, and Rust is built for the baseline",
    },
    Row {
        holds: ".single_threaded = true",
        becomes: None,
        target: false,
        reason: "Rust's standard library may start threads; what Zig made unsynchronised is then reached by several",
    },
    Row {
        holds: "@tagName(target.result.cpu.arch)",
        becomes: None,
        target: true,
        reason: "an architecture alone is no target: give the whole triple, `target.result.zigTriple(b.allocator)`",
    },
];

pub(super) fn build_zig(
    file: &Utf8Path,
    text: &str,
    wanted: &Wanted,
    facts: &Facts,
    out: &mut Optimized,
) -> String {
    let mut better = String::new();
    let has_option = text.contains("standardOptimizeOption");
    for (nth, line) in text.split_inclusive('\n').enumerate() {
        let (code, comment) = line.find("//").map_or((line, ""), |at| line.split_at(at));
        let mut code = code.to_owned();
        for row in ROWS.iter().filter(|row| !row.target || wanted.target_analysis) {
            if !code.contains(row.holds) {
                continue;
            }
            // What a change names must be there.
            let becomes = row.becomes.filter(|becomes| has_option || !becomes.contains("optimize"));
            let message = match becomes {
                Some(becomes) => format!("`{}` becomes `{becomes}`", row.holds),
                None => format!("`{}`", row.holds),
            };
            out.advice.push(advice(file, nth + 1, row.holds, message, row.reason, becomes.is_some()));
            if let Some(becomes) = becomes {
                code = code.replace(row.holds, becomes);
            }
        }
        better.push_str(&code);
        better.push_str(comment);
    }
    if !has_option && (text.contains("addExecutable") || text.contains("addLibrary")) {
        let message = "no `standardOptimizeOption`".to_owned();
        let reason = "the command line cannot ask for an optimised build";
        out.advice.push(advice(file, line_of(text, "pub fn build"), "optimize", message, reason, false));
    }
    let links_rust = !facts.static_crates.is_empty()
        && (text.contains(".a\"") || text.contains("linkLibrary") || text.contains("addObjectFile"));
    if links_rust && !text.contains("unwind") && !text.contains("addRustCrate") {
        let message = "a Rust archive is linked without `unwind`".to_owned();
        let reason = "the archive refers to `_Unwind_*`, also with `panic = \"abort\"`: add `linkSystemLibrary(\"unwind\", .{})`";
        out.advice.push(advice(file, line_of(text, "link"), "link", message, reason, false));
    }
    better
}

fn advice(
    file: &Utf8Path,
    line: usize,
    setting: &str,
    message: String,
    reason: &str,
    in_patch: bool,
) -> Advice {
    let (file, setting, reason) = (file.as_str().to_owned(), setting.to_owned(), reason.to_owned());
    Advice { file, line, setting, message, reason, in_patch }
}

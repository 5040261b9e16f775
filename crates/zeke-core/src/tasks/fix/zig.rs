//! What Zig says is wrong and there is one way to put right: names that changed from version to
//! version, and the rules about unused and unchanged names.

mod lists;
mod names;

use std::fmt::Write as _;

use camino::Utf8Path;

use super::{Files, Fix, Problem};

/// A name that changed: what stands in the code, and what it is called now.
struct Renamed {
    old: &'static str,
    new: &'static str,
    /// The first version that has the new name.
    since: (u32, u32),
}

/// Renamings, each found in the release notes of the version. Only used on lines that an error names.
const RENAMED: &[Renamed] = &[
    Renamed { old: "callconv(.C)", new: "callconv(.c)", since: (0, 14) },
    Renamed { old: "callconv(.Inline)", new: "callconv(.@\"inline\")", since: (0, 14) },
    Renamed { old: "std.heap.GeneralPurposeAllocator(", new: "std.heap.DebugAllocator(", since: (0, 14) },
    Renamed { old: "std.rand.", new: "std.Random.", since: (0, 13) },
    Renamed { old: "std.ChildProcess", new: "std.process.Child", since: (0, 12) },
    Renamed { old: "std.mem.tokenize(", new: "std.mem.tokenizeAny(", since: (0, 11) },
    Renamed { old: "std.mem.split(", new: "std.mem.splitSequence(", since: (0, 11) },
    Renamed { old: "std.mem.trimLeft(", new: "std.mem.trimStart(", since: (0, 15) },
    Renamed { old: "std.mem.trimRight(", new: "std.mem.trimEnd(", since: (0, 15) },
    Renamed { old: "std.mem.page_size", new: "std.heap.pageSize()", since: (0, 14) },
    Renamed { old: "std.time.sleep(", new: "std.Thread.sleep(", since: (0, 15) },
    Renamed { old: "std.zig.CrossTarget", new: "std.Target.Query", since: (0, 12) },
    Renamed { old: "std.build.Builder", new: "std.Build", since: (0, 11) },
    Renamed { old: "std.os.getenv(", new: "std.posix.getenv(", since: (0, 12) },
    Renamed { old: "std.TailQueue", new: "std.DoublyLinkedList", since: (0, 12) },
    Renamed { old: "std.sort.sort(", new: "std.mem.sort(", since: (0, 11) },
    Renamed { old: "std.math.absCast(", new: "@abs(", since: (0, 12) },
    Renamed { old: "std.io.getStdOut()", new: "std.fs.File.stdout()", since: (0, 15) },
    Renamed { old: "std.io.getStdErr()", new: "std.fs.File.stderr()", since: (0, 15) },
    Renamed { old: "std.fmt.allocPrintZ(", new: "std.fmt.allocPrintSentinel(", since: (0, 15) },
    Renamed { old: "@fabs(", new: "@abs(", since: (0, 12) },
    Renamed { old: "@maximum(", new: "@max(", since: (0, 10) },
    Renamed { old: "@minimum(", new: "@min(", since: (0, 10) },
    Renamed { old: "@enumToInt(", new: "@intFromEnum(", since: (0, 11) },
    Renamed { old: "@ptrToInt(", new: "@intFromPtr(", since: (0, 11) },
    Renamed { old: "@boolToInt(", new: "@intFromBool(", since: (0, 11) },
    Renamed { old: "@errorToInt(", new: "@intFromError(", since: (0, 11) },
];

/// Builtins that took the type of their result, which is inferred since 0.11.
const TYPED: &[(&str, &str)] = &[
    ("@intToEnum(", "@enumFromInt("),
    ("@intToPtr(", "@ptrFromInt("),
    ("@intToFloat(", "@floatFromInt("),
    ("@floatToInt(", "@intFromFloat("),
    ("@intCast(", "@intCast("),
    ("@floatCast(", "@floatCast("),
    ("@truncate(", "@truncate("),
    ("@bitCast(", "@bitCast("),
    ("@ptrCast(", "@ptrCast("),
    ("@errSetCast(", "@errorCast("),
];

/// Repairs what can be repaired; the files change in place.
pub(super) fn repair(files: &mut Files, problems: &[Problem], version: &str) -> Vec<Fix> {
    let mut done = Vec::new();
    let own = problems.iter().filter(|p| Utf8Path::new(&p.file).extension() == Some("zig"));
    let mut own: Vec<&Problem> = own.collect();
    // From behind, so that lines stay where they are.
    own.sort_by_key(|problem| std::cmp::Reverse((problem.file.clone(), problem.line, problem.column)));
    for problem in own {
        // A file that is imported and not there has no text.
        let here = files.get(&problem.file).and_then(|text| repaired(text, problem, version_of(version)));
        let found = here.map(|(better, change)| (problem.file.clone(), better, change)).or_else(|| {
            [names::misspelt, names::not_public, names::moved].iter().find_map(|rule| rule(files, problem))
        });
        if let Some((file, better, change)) = found {
            files.insert(file, better);
            let (file, line, problem) = (problem.file.clone(), problem.line, problem.message.clone());
            done.push(Fix { file, line, problem, change });
        }
    }
    done
}

fn version_of(text: &str) -> (u32, u32) {
    let mut parts = text.split(['.', '-']).filter_map(|part| part.parse().ok());
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

fn repaired(text: &str, problem: &Problem, version: (u32, u32)) -> Option<(String, String)> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let nth = problem.line.checked_sub(1)?;
    let line = *lines.get(nth)?;
    let list =
        || problem.message.contains("no member named 'init'").then(|| lists::with_allocator(text, nth))?;
    let (new, change) = executable(text, problem).or_else(list).or_else(|| {
        let changed = unchanged(line, problem)
            .or_else(|| unused(line, problem))
            .or_else(|| lacking(line, problem))
            .or_else(|| discarded(line, problem))
            .or_else(|| untried(line, problem))
            .or_else(|| renamed(line, version))
            .or_else(|| typed(line, problem));
        changed.map(|(line, change)| (with_line(&lines, nth, &line), change))
    })?;
    (new != text).then_some((new, change))
}

fn with_line(lines: &[&str], nth: usize, line: &str) -> String {
    let mut out: Vec<&str> = lines.to_vec();
    out[nth] = line;
    out.concat()
}

/// `var` that is never changed.
fn unchanged(line: &str, problem: &Problem) -> Option<(String, String)> {
    if !problem.message.contains("local variable is never mutated") {
        return None;
    }
    let before = problem.column.checked_sub(1)?;
    let at = line.get(..before)?.rfind("var ")?;
    Some((format!("{}const {}", &line[..at], &line[at + 4..]), "`var` becomes `const`".to_owned()))
}

/// Names that nobody uses: a line that says so is added behind.
fn unused(line: &str, problem: &Problem) -> Option<(String, String)> {
    let name: String = line
        .get(problem.column.checked_sub(1)?..)?
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    if name.is_empty() {
        return None;
    }
    let indent: String = line.chars().take_while(|c| c.is_whitespace() && *c != '\n').collect();
    let added = format!("`_ = {name};` is added");
    if problem.message.contains("unused local") && line.trim_end().ends_with(';') {
        return Some((format!("{line}{indent}_ = {name};\n"), added));
    }
    if problem.message.contains("unused capture") {
        let at = problem.column - 1;
        return Some((
            format!("{}_{}", &line[..at], &line[at + name.len()..]),
            format!("`{name}` becomes `_`"),
        ));
    }
    if problem.message.contains("unused function parameter") && line.trim_end().ends_with('{') {
        return Some((format!("{line}{indent}    _ = {name};\n"), added));
    }
    None
}

/// `expected ';' after statement`: where it is missing, Zig says exactly.
fn lacking(line: &str, problem: &Problem) -> Option<(String, String)> {
    let mark =
        [';', ','].into_iter().find(|c| problem.message.starts_with(&format!("expected '{c}' after ")))?;
    let (before, behind) = line.split_at_checked(problem.column.checked_sub(1)?)?;
    // It may point at the last letter before, or behind it.
    let word = behind.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(0);
    let (more, behind) = behind.split_at(word);
    let what = problem.message.rsplit(' ').next().unwrap_or_default();
    Some((format!("{before}{more}{mark}{behind}"), format!("`{mark}` is added behind the {what}")))
}

/// `_ = name;` of something that is used.
fn discarded(line: &str, problem: &Problem) -> Option<(String, String)> {
    let name = line.trim().strip_prefix("_ = ")?.strip_suffix(';')?;
    let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_');
    (problem.message.starts_with("pointless discard") && is_name)
        .then(|| (String::new(), format!("`_ = {name};` goes, as `{name}` is used")))
}

/// A call that may fail, and nobody looks.
fn untried(line: &str, problem: &Problem) -> Option<(String, String)> {
    let call = line.trim_start();
    let starts = call.starts_with(|c: char| c.is_alphabetic() || c == '_') && !call.starts_with("defer");
    let is_ignored = problem.message.starts_with("error") && problem.message.ends_with(" is ignored");
    if !is_ignored || !starts {
        return None;
    }
    let indent = &line[..line.len() - call.len()];
    Some((format!("{indent}try {call}"), "`try` is added: the error goes to the caller".to_owned()))
}

fn renamed(line: &str, version: (u32, u32)) -> Option<(String, String)> {
    let row = RENAMED.iter().find(|row| line.contains(row.old) && version >= row.since)?;
    let mut new = line.replace(row.old, row.new);
    if version >= (0, 16) {
        // The files of the standard streams moved once more.
        new = new.replace("std.fs.File.std", "std.Io.File.std");
    }
    Some((new, format!("`{}` becomes `{}`", row.old.trim_end_matches('('), row.new.trim_end_matches('('))))
}

/// `@intCast(u32, x)` becomes `@as(u32, @intCast(x))`.
fn typed(line: &str, problem: &Problem) -> Option<(String, String)> {
    let counted = problem.message.contains("expected 1 argument, found 2");
    let unknown = problem.message.contains("invalid builtin function");
    if !counted && !unknown {
        return None;
    }
    TYPED.iter().find_map(|(old, new)| {
        let at = line.find(old)?;
        let inside = at + old.len();
        let end = inside + closing(&line[inside..])?;
        let (ty, value) = split(&line[inside..end])?;
        let made = format!("@as({}, {new}{}))", ty.trim(), value.trim());
        let line = format!("{}{made}{}", &line[..at], &line[end + 1..]);
        Some((line, format!("`{old}…)` becomes `{made}`")))
    })
}

/// Where the bracket that is open closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The arguments before and behind the first comma outside of brackets.
fn split(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => return Some((&text[..at], &text[at + 1..])),
            _ => {}
        }
    }
    None
}

/// In `build.zig`, what `addExecutable` and its like took before 0.15 becomes a module.
fn executable(text: &str, problem: &Problem) -> Option<(String, String)> {
    let about = problem.message.contains("root_source_file")
        || problem.message.contains("no field named 'path'")
        || problem.message.contains("root_module")
        || problem.message.contains("no field named 'target'");
    if !about || Utf8Path::new(&problem.file).file_name() != Some("build.zig") {
        return None;
    }
    let start = text
        .match_indices(".root_source_file = ")
        .map(|(at, _)| at)
        .find(|at| !text[..*at].trim_end().ends_with("createModule(.{"))?;
    let mut fields = Vec::new();
    let mut rest = text[start..].to_owned();
    let mut taken = 0;
    // The fields of a module stand together in every build file that people were told to write.
    loop {
        let trimmed = rest.trim_start();
        let skipped = rest.len() - trimmed.len();
        let known = [".root_source_file", ".target", ".optimize", ".strip", ".single_threaded", ".link_libc"];
        let Some(field) = known.iter().find(|field| trimmed.starts_with(&format!("{field} ="))) else {
            break;
        };
        let value_at = trimmed.find('=')? + 1;
        let end = field_end(&trimmed[value_at..])? + value_at;
        let value = trimmed[value_at..end].trim();
        let value = if *field == ".root_source_file" { path_of(value) } else { value.to_owned() };
        fields.push(format!("{field} = {value},"));
        let comma = usize::from(trimmed[end..].starts_with(','));
        taken += skipped + end + comma;
        rest = trimmed[end + comma..].to_owned();
    }
    if fields.is_empty() {
        return None;
    }
    let indent: String = text[..start].chars().rev().take_while(|c| *c == ' ').collect();
    let mut inner = String::new();
    for field in &fields {
        let _ = write!(
            inner,
            "
{indent}    {field}"
        );
    }
    let module = format!(".root_module = b.createModule(.{{{inner}\n{indent}}}),");
    let better = format!("{}{module}{}", &text[..start], &text[start + taken..]);
    Some((better, "`.root_source_file` and what belongs to it become `.root_module`".to_owned()))
}

/// Where the value of a field ends: at a comma or bracket outside of brackets.
fn field_end(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' | ',' if depth == 0 => return Some(at),
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// `.{ .path = "src/main.zig" }` is `b.path("src/main.zig")`.
fn path_of(value: &str) -> String {
    let literal = value.split('"').nth(1);
    match literal {
        Some(path) if value.starts_with(".{") => format!("b.path(\"{path}\")"),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, (line, column, message): (usize, usize, &str), expected: &str) {
        let problem =
            Problem { file: "build.zig".into(), line, column, message: message.into(), symbol: None };
        let found = repaired(text, &problem, (0, 17)).map(|(text, _)| text);
        assert_eq!(found.as_deref().unwrap_or("nothing"), expected, "{text}");
    }

    #[test]
    fn zig_is_repaired() {
        check("    var x = 1;\n", (1, 9, "local variable is never mutated"), "    const x = 1;\n");
        check("    const x = 1;\n", (1, 11, "unused local constant"), "    const x = 1;\n    _ = x;\n");
        check(
            "fn f(a: u8) void {\n}\n",
            (1, 6, "unused function parameter"),
            "fn f(a: u8) void {\n    _ = a;\n}\n",
        );
        check(
            "x = @intCast(u32, f(a, b));\n",
            (1, 5, "expected 1 argument, found 2"),
            "x = @as(u32, @intCast(f(a, b)));\n",
        );
        check(
            "fn f() callconv(.C) void {}\n",
            (1, 8, "union 'x' has no member named 'C'"),
            "fn f() callconv(.c) void {}\n",
        );
        check("fn f() void {}\n", (1, 1, "something else"), "nothing");
        check("    const b = a + 1\n", (1, 20, "expected ';' after statement"), "    const b = a + 1;\n");
        check("    b: u32 // x\n", (1, 8, "expected ',' after field"), "    b: u32, // x\n");
        check("    _ = a;\n", (1, 9, "pointless discard of function parameter"), "");
        check("    g(1);\n", (1, 6, "error union of type '@TypeOf(g)!void' is ignored"), "    try g(1);\n");
        check(
            "    .name = \"a\",\n    .root_source_file = .{ .path = \"src/a.zig\" },\n    .target = target,\n",
            (2, 1, "no field named 'root_source_file' in struct 'Build.ExecutableOptions'"),
            "    .name = \"a\",\n    .root_module = b.createModule(.{\n        .root_source_file = b.path(\"src/a.zig\"),\n        \
             .target = target,\n    }),\n",
        );
    }
}

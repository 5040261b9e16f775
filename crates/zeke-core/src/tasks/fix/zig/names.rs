//! Names that are one slip away from what was meant, where there is only one thing that can have been.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use super::super::{Files, Problem};

/// Slips that a name may have: a letter too many, one too few, another, or two exchanged.
fn slips_max(name: &str) -> usize {
    match name.len() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

/// The one name that is nearest to what was written; `None` where two are as near.
fn meant<'n>(written: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let near = |name: &'n str| {
        let slips = strsim::osa_distance(written, name);
        (1..=slips_max(written)).contains(&slips).then_some((slips, name))
    };
    let mut near: Vec<(usize, &str)> = known.filter_map(near).collect::<BTreeSet<_>>().into_iter().collect();
    near.truncate(2);
    match near.as_slice() {
        [(_, name)] => Some(name),
        [(first, name), (second, _)] if first < second => Some(name),
        _ => None,
    }
}

/// What stands between the quotes in a message.
fn quoted(message: &str) -> Option<&str> {
    message.split('\'').nth(1)
}

/// `cuont` where the file has a `count`. The file, its new text, and what was changed.
pub(super) fn misspelt(files: &Files, problem: &Problem) -> Option<(String, String, String)> {
    if !problem.message.starts_with("use of undeclared identifier") {
        return None;
    }
    let (text, name) = (files.get(&problem.file)?, quoted(&problem.message)?);
    let at = place(text, problem.line, problem.column)?;
    if !text[at..].starts_with(name) {
        return None;
    }
    let better = meant(name, declared(text).into_iter())?;
    let new = format!("{}{better}{}", &text[..at], &text[at + name.len()..]);
    Some((problem.file.clone(), new, format!("`{name}` becomes `{better}`")))
}

/// Names that a file declares: behind `const`, `var` and `fn`, before a colon, and between bars.
fn declared(text: &str) -> BTreeSet<&str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut names = BTreeSet::new();
    let mut before = "";
    let mut rest = text;
    while let Some(start) = rest.find(is_word) {
        let word_on = &rest[start..];
        let end = word_on.find(|c: char| !is_word(c)).unwrap_or(word_on.len());
        let (word, behind) = word_on.split_at(end);
        let captured = rest[..start].trim_end().ends_with(['|', '*']) || behind.starts_with('|');
        let is_field = rest[..start].ends_with('.');
        if !is_field && (["const", "var", "fn"].contains(&before) || behind.starts_with(':') || captured) {
            names.insert(word);
        }
        (before, rest) = (word, behind);
    }
    names
}

/// A function of an imported file that lacks its `pub`.
pub(super) fn not_public(files: &Files, problem: &Problem) -> Option<(String, String, String)> {
    if !problem.message.contains("is not marked 'pub'") {
        return None;
    }
    let name = quoted(&problem.message)?;
    let user = files.get(&problem.file)?;
    let folder = Utf8Path::new(&problem.file).parent().unwrap_or(Utf8Path::new(""));
    let imported = user.split("@import(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let imported: BTreeSet<String> = imported.map(|path| joined(folder, path)).collect();
    let mut found = Vec::new();
    for file in imported {
        let Some(text) = files.get(&file) else { continue };
        for head in [format!("fn {name}("), format!("const {name} "), format!("const {name}:")] {
            // What is at the beginning of a line is what the file itself declares.
            let at = text
                .match_indices(&head)
                .map(|(at, _)| at)
                .find(|at| text[..*at].ends_with('\n') || *at == 0);
            found.extend(at.map(|at| (file.clone(), at)));
        }
    }
    let [(file, at)] = found.as_slice() else { return None };
    let text = files.get(file)?;
    Some((file.clone(), format!("{}pub {}", &text[..*at], &text[*at..]), format!("`{name}` becomes public")))
}

/// An import of a file that lies elsewhere, or is called a little otherwise: Zig names the file that is not there.
pub(super) fn moved(files: &Files, problem: &Problem) -> Option<(String, String, String)> {
    if !problem.message.starts_with("unable to load") || !problem.message.contains("FileNotFound") {
        return None;
    }
    let wanted = Utf8Path::new(&problem.file);
    let zig =
        || files.keys().map(|path| Utf8Path::new(path.as_str())).filter(|p| p.extension() == Some("zig"));
    let elsewhere: Vec<&Utf8Path> = zig().filter(|path| path.file_name() == wanted.file_name()).collect();
    let better = match elsewhere.as_slice() {
        [one] => (*one).to_owned(),
        [] => {
            let beside = zig().filter(|path| path.parent() == wanted.parent());
            wanted.with_file_name(meant(wanted.file_name()?, beside.filter_map(|path| path.file_name()))?)
        }
        _ => return None,
    };
    let (user, at, written) = zig().find_map(|user| imports(files, user, wanted))?;
    let folder = Utf8Path::new(user).parent().unwrap_or(Utf8Path::new(""));
    // Only what is below can be imported without knowing the root of the module.
    let relative = better.strip_prefix(folder).ok()?;
    let text = files.get(user)?;
    let new = format!("{}{relative}{}", &text[..at], &text[at + written.len()..]);
    Some((user.to_owned(), new, format!("`{written}` becomes `{relative}`")))
}

/// Where a file imports another: the path in the import, and what it is.
fn imports<'f>(files: &'f Files, user: &'f Utf8Path, wanted: &Utf8Path) -> Option<(&'f str, usize, &'f str)> {
    let text = files.get(user.as_str())?;
    let folder = user.parent().unwrap_or(Utf8Path::new(""));
    text.match_indices("@import(\"").find_map(|(at, mark)| {
        let at = at + mark.len();
        let path = text[at..].split('"').next()?;
        (joined(folder, path) == wanted.as_str()).then_some((user.as_str(), at, path))
    })
}

fn joined(folder: &Utf8Path, path: &str) -> String {
    let mut out = Utf8PathBuf::new();
    for part in folder.join(path).components() {
        match part.as_str() {
            "." => {}
            ".." => {
                out.pop();
            }
            name => out.push(name),
        }
    }
    out.into_string().replace('\\', "/")
}

/// Where a line and a column are in a text.
fn place(text: &str, line: usize, column: usize) -> Option<usize> {
    let before: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let at = before + column.checked_sub(1)?;
    text.is_char_boundary(at).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_only_be_meant_is_found() {
        let files: Files = [
            ("main.zig", "const util = @import(\"utils.zig\");\nfn f(count: u32, other: u32) void {\n    _ = cuont + xther + zz;\n    util.one();\n}\n"),
            ("util.zig", "fn one() void {}\nconst S = struct {\n    fn two() void {}\n};\n"),
            ("deep/user.zig", "const util = @import(\"util.zig\");\n"),
            ("near.zig", "const util = @import(\"util.zig\");\n"),
        ]
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .into();
        let check = |file: &str, (line, column, message): (usize, usize, &str), expected: &[&str]| {
            let problem = Problem { file: file.into(), line, column, message: message.into(), symbol: None };
            let found = [misspelt, not_public, moved].iter().find_map(|rule| rule(&files, &problem));
            let Some((file, new, _)) = found else { return assert!(expected.is_empty(), "{message}") };
            let old = files.get(&file).unwrap();
            let changed: Vec<&str> = new.lines().filter(|line| !old.contains(line)).collect();
            assert_eq!([&[file.as_str()], changed.as_slice()].concat(), expected, "{message}");
        };
        let undeclared = |name: &str| format!("use of undeclared identifier '{name}'");
        check("main.zig", (3, 9, &undeclared("cuont")), &["main.zig", "    _ = count + xther + zz;"]);
        check("main.zig", (3, 25, &undeclared("zz")), &[]);
        check("near.zig", (1, 1, "'one' is not marked 'pub'"), &["util.zig", "pub fn one() void {}"]);
        check("near.zig", (1, 1, "'two' is not marked 'pub'"), &[]);
        let lost = |file: &str| format!("unable to load \"{file}\": FileNotFound");
        let found = &["main.zig", "const util = @import(\"util.zig\");"];
        check("utils.zig", (1, 1, &lost("utils.zig")), found);
        // What is meant would lead out of the folder.
        check("deep/util.zig", (1, 1, &lost("util.zig")), &[]);
    }
}

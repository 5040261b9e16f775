//! Declarations that do not fit what the other side exports, and exports that nobody can see.

use camino::Utf8Path;
use ghost_abi::source::Language;

use super::super::boundary::Boundary;
use super::super::signatures::declared;
use super::{Files, Fix, Problem};
use crate::finding::{CrossingKind, Severity};
use crate::project::{Project, Source};

/// The project as it is now, with the files as they were changed.
fn project(files: &Files, root: &Utf8Path) -> Option<Project> {
    let mut project = Project::load(root).ok()?;
    for file in project.units.iter_mut().flat_map(|unit| unit.files.iter_mut()) {
        if let Some(text) = files.get(&file.path) {
            *file = Source { path: file.path.clone(), text: text.clone() };
        }
    }
    Some(project)
}

/// Declarations of the user's side become what the other side exports.
pub(super) fn declarations(files: &mut Files, root: &Utf8Path) -> Vec<Fix> {
    let Some(project) = project(files, root) else { return Vec::new() };
    let boundary = Boundary::of(&project);
    let mut done = Vec::new();
    let wrong = boundary
        .analysis
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error && f.class.id().starts_with("sig-"));
    for finding in wrong {
        let places = [Some(&finding.location), finding.peer.as_ref()];
        let used = places.into_iter().flatten().find_map(|at| {
            let uses = boundary.analysis.boundary.iter().filter(|c| c.kind == CrossingKind::Use);
            uses.filter(|c| {
                c.location.file == at.file && c.location.line <= at.line && at.line <= c.location.line + 20
            })
            .filter(|c| finding.message.contains(&format!("`{}`", c.symbol)))
            .max_by_key(|c| c.location.line)
        });
        let Some(used) = used else { continue };
        let Some(unit) = boundary.unit_of(&used.location.file) else { continue };
        let Some(library) = boundary.offering(&used.symbol, unit) else { continue };
        let Some(function) = library.exports().function(&used.symbol) else { continue };
        let Some(new) = declared(unit.language, library.exports(), function) else { continue };
        let Some(text) = files.get(&used.location.file) else { continue };
        if let Some(better) = replaced(text, &used.symbol, &new, unit.language)
            && better != *text
        {
            files.insert(used.location.file.clone(), better);
            done.push(Fix {
                file: used.location.file.clone(),
                line: usize::try_from(used.location.line).unwrap_or(1),
                problem: finding.message.clone(),
                change: format!("the declaration of `{}` becomes what the other side exports", used.symbol),
            });
        }
    }
    done
}

/// The text with another declaration of a function. Types with a name keep the name they have here.
fn replaced(text: &str, symbol: &str, new: &str, language: Language) -> Option<String> {
    let head = format!("fn {symbol}(");
    let start = text.match_indices(&head).map(|(at, _)| at).find(|at| {
        let end = text[*at..].find([';', '{']).map_or(text.len(), |end| at + end);
        text[end..].starts_with(';')
    })?;
    let end = start + text[start..].find(';')?;
    let (old_params, old_ret) = parts(&text[start..end], &head)?;
    let at = new.find(&head)?;
    let (new_params, new_ret) = parts(&new[at..], &head)?;
    let same = old_params.len() == new_params.len();
    let params: Vec<String> = new_params
        .iter()
        .enumerate()
        .map(|(nth, new)| match old_params.get(nth).filter(|_| same) {
            Some(old) if is_named(new, language) => old.clone(),
            Some(old) => format!("{}: {}", name_of(old), type_of(new)),
            None => new.clone(),
        })
        .collect();
    let ret = if is_named(&format!("_: {new_ret}"), language) { old_ret } else { new_ret };
    Some(format!("{}{head}{}){}{}", &text[..start], params.join(", "), ret, &text[end..]))
}

/// Parameters, and what stands behind them.
fn parts(declaration: &str, head: &str) -> Option<(Vec<String>, String)> {
    let inside = declaration.strip_prefix(head)?;
    let (mut depth, mut params, mut start) = (0, Vec::new(), 0);
    for (at, c) in inside.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => {
                let last = inside[start..at].trim();
                if !last.is_empty() {
                    params.push(last.to_owned());
                }
                return Some((params, inside[at + 1..].trim_end().to_owned()));
            }
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                params.push(inside[start..at].trim().to_owned());
                start = at + 1;
            }
            _ => {}
        }
    }
    None
}

fn name_of(param: &str) -> &str {
    param.split_once(':').map_or("_", |(name, _)| name.trim())
}

fn type_of(param: &str) -> &str {
    param.split_once(':').map_or(param, |(_, ty)| ty.trim())
}

/// Whether a type is one that the file must have declared: a name with a capital letter.
fn is_named(param: &str, language: Language) -> bool {
    let ty = type_of(param);
    let words = ty.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
    let plain = |word: &&str| {
        word.rsplit("::").next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    let mut named = words.filter(plain);
    named.any(|word| !(language == Language::Rust && word == "Option"))
}

/// Functions that a linker misses and that are there without being exported.
pub(super) fn missing(files: &mut Files, problems: &[Problem], root: &Utf8Path) -> Vec<Fix> {
    let symbols: Vec<&String> = problems.iter().filter_map(|problem| problem.symbol.as_ref()).collect();
    if symbols.is_empty() {
        return Vec::new();
    }
    let Some(project) = project(files, root) else { return Vec::new() };
    let boundary = Boundary::of(&project);
    let mut done = Vec::new();
    for symbol in symbols {
        let Some((language, at)) = boundary.hidden(symbol) else { continue };
        let Some(text) = files.get(&at.file) else { continue };
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        let Some(line) = usize::try_from(at.line).ok().and_then(|line| lines.get_mut(line.checked_sub(1)?))
        else {
            continue;
        };
        let indent: String = line.chars().take_while(|c| *c == ' ').collect();
        let change = if language == Language::Rust {
            if !line.contains("extern \"C\"") {
                continue;
            }
            *line = format!("{indent}#[unsafe(no_mangle)]\n{line}");
            "`#[unsafe(no_mangle)]` is added"
        } else {
            let Some(at) = line.find("fn ") else { continue };
            line.insert_str(at, "export ");
            "`export` is added"
        };
        files.insert(at.file.clone(), lines.concat());
        done.push(Fix {
            file: at.file.clone(),
            line: usize::try_from(at.line).unwrap_or(1),
            problem: format!("undefined symbol `{symbol}`"),
            change: change.to_owned(),
        });
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_take_the_types_of_the_export() {
        let check = |text: &str, new: &str, expected: &str| {
            assert_eq!(replaced(text, "f", new, Language::Zig).as_deref(), Some(expected));
        };
        check("extern fn f(a: u32) u32;\n", "extern fn f(value: u64) u64", "extern fn f(a: u64) u64;\n");
        check(
            "extern fn f(a: *Local, n: u32) void;",
            "extern fn f(x: ?*Theirs, n: usize) void",
            "extern fn f(a: *Local, n: usize) void;",
        );
        check(
            "extern fn f(a: u8) void;",
            "extern fn f(a: u8, b: u16) void",
            "extern fn f(a: u8, b: u16) void;",
        );
    }
}

//! What a compiler would read for code that a model wrote, from outside of the project: it prints what
//! it read in its errors, and those go back to the model. Such code is refused before it is compiled.
//!
//! Programs are not held by this: they are confined when they run (`proof::confine`).

/// Macros that read a file while the code is compiled.
const READERS: [&str; 3] = ["include_str", "include_bytes", "include"];
/// What C and Zig have before the path of such a file.
const PATHS: [&str; 3] = ["#include", "@cInclude", "@embedFile"];

/// The first line of code that has a compiler read what lies outside, or may do so.
pub(crate) fn reads_outside(code: &str) -> Option<&str> {
    code.lines().find(|line| {
        line.contains(".incbin")
            || PATHS.iter().any(|word| line.split(word).skip(1).any(leads_outside))
            || line.contains("#[")
                && line
                    .split("path")
                    .skip(1)
                    .any(|after| after.trim_start().starts_with('=') && leads_outside(after))
            || line.match_indices("include").any(|(at, _)| is_reader(line, at, code))
    })
}

/// Whether a macro stands here that reads anything else than a file beside its own.
fn is_reader(line: &str, at: usize, code: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (before, rest) = line.split_at(at);
    let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    if !READERS.contains(&name) || before.ends_with(|c: char| is_word(c) || "#@.".contains(c)) {
        return false;
    }
    let Some(arguments) = after.trim_start().strip_prefix('!') else {
        // Under another name it could not be seen any more; `include` alone is a word as well.
        return name != "include" || before.ends_with("::");
    };
    let arguments = arguments.trim_start().trim_start_matches(['(', '[', '{']).trim_start();
    if arguments.is_empty() {
        // The path is on the next line.
        let behind = code.split_once(line).map_or("", |(_, behind)| behind);
        return !is_plain_path(behind.trim_start());
    }
    !is_plain_path(arguments)
}

/// Whether what follows names a file by a path that leads outside; nothing at all does not.
fn leads_outside(after: &str) -> bool {
    let path = after.trim_start_matches([' ', '\t', '(', '=', '"', '<', 'r', '#']);
    let path = path.split(['"', '>']).next().unwrap_or_default();
    !is_inside(path)
}

fn is_plain_path(argument: &str) -> bool {
    let literal =
        argument.trim_start_matches(['r', '#']).strip_prefix('"').and_then(|rest| rest.split_once('"'));
    literal.is_some_and(|(path, _)| is_inside(path))
}

/// Whether a path leads to a file beside or below. An escape could hide where it leads.
fn is_inside(path: &str) -> bool {
    !path.starts_with('/') && !path.contains(['\\', ':']) && path.split('/').all(|part| part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_outside_are_not_read() {
        for code in [
            "const _: () = panic!(\"{}\", include_str!(\"/etc/hostname\"));",
            "include_bytes!(\"../../secret\")",
            "let x = include! { \"/etc/passwd\" };",
            "include_str!(concat!(env!(\"HOME\"), \"/.my.cnf\"))",
            "include_str!(\n    \"/etc/passwd\"\n)",
            "include_str!(r\"C:\\x\")",
            "include_str!(\"\\x2fetc/passwd\")",
            "use std::include_str as read;",
            "use core::include as read;",
            "call!(include_bytes)",
            "#[path = \"/etc/passwd\"]\nmod x;",
            "#[path = \"../../x.rs\"]",
            "#[cfg_attr(unix, path = \"/etc/passwd\")]",
            "global_asm!(\".incbin \\\"/etc/passwd\\\"\");",
            "#include \"/etc/passwd\"",
            "#include <../../x>",
            "const c = @cImport(@cInclude(\"/etc/passwd\"));",
            "const x = @embedFile(\"../../x\");",
        ] {
            assert!(reads_outside(code).is_some(), "{code}");
        }
        for code in [
            "const X: &str = include_str!(\"data/x.txt\");",
            "include_bytes!(\n    \"x.bin\"\n)",
            "#include <stdint.h>\n#include \"store.h\"",
            "@cInclude(\"store.h\")",
            "const x = @embedFile(\"x.bin\");",
            "#[path = \"other.rs\"]\nmod other;",
            "// the numbers include /etc and ../x, as said",
            "let includes = included(include);",
            "std::fs::read_to_string(\"../x\")",
        ] {
            assert_eq!(reads_outside(code), None, "{code}");
        }
    }
}

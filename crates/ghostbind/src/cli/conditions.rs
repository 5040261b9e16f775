//! What a result depends on beside the content of files, for a build system that keeps only depfiles.
//!
//! A list of variables, of files that must not be there and of folders whose names matter, with a digest
//! of how all that stood. Whoever reads it (`packages/zig/conditions.zig`) takes the digest again: equal
//! means that the files of the depfile decide alone. The token is the reader's own; it stands here only
//! if the build that it was given to succeeded.
//!
//! Text, one item a line. The digest is that of all items in order, each with a zero behind it and a
//! digest of its own: of a variable its value's, of several variables or of a folder's names the XOR of
//! each one's.

use std::fmt::Write as _;

use camino::Utf8Path;

use crate::built::{Built, Inputs};
use crate::error::BuildError;
use crate::publish;
use crate::request::Environment;

/// The first line.
const HEAD: &str = "ghostbind conditions 1";
/// Variables that cargo and rustc read themselves: more of them than matter, never fewer.
const PREFIXES: [&str; 2] = ["CARGO_", "RUST"];

/// Writes the list, as things stand. `holds` is whether the build still is good, asked when the list is made.
pub(super) fn write(
    path: &Utf8Path,
    token: &str,
    built: &Built,
    env: &Environment,
    holds: impl Fn() -> bool,
) -> Result<(), BuildError> {
    let mut text = text(token, &built.inputs, env);
    if !holds() {
        text = unknown(token);
    }
    publish::prepare_shared(path.parent().unwrap_or(path))?;
    publish::text(path, text.as_bytes(), path.file_name().unwrap_or_default()).map(drop)
}

fn text(token: &str, inputs: &Inputs, env: &Environment) -> String {
    let items = items(inputs);
    // What cannot be said in a line or cannot be known is never as it was.
    if inputs.untracked.is_some() || items.iter().any(|item| item.contains('\n')) {
        return unknown(token);
    }
    let mut text = format!("{HEAD}\ntoken {token}\nstate {}\n", state(&items, env).to_hex());
    for item in items {
        let _in_memory = writeln!(text, "{item}");
    }
    text
}

/// A list that never is as it was.
fn unknown(token: &str) -> String {
    format!("{HEAD}\ntoken {token}\nstate unknown\n")
}

fn items(inputs: &Inputs) -> Vec<String> {
    let mut items: Vec<String> = PREFIXES.iter().map(|prefix| format!("prefix {prefix}")).collect();
    let mut names: Vec<&String> = inputs.variables.iter().map(|(name, _)| name).collect();
    names.retain(|name| !PREFIXES.iter().any(|prefix| name.starts_with(prefix)));
    names.dedup();
    items.extend(names.iter().map(|name| format!("variable {name}")));
    items.extend(inputs.absent.iter().map(|path| format!("absent {path}")));
    items.extend(inputs.folders.iter().map(|path| format!("folder {path}")));
    items
}

fn state(items: &[String], env: &Environment) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for item in items {
        let (kind, what) = item.split_once(' ').unwrap_or((item, ""));
        let digest = match kind {
            "prefix" => together(env.vars.iter().filter_map(|(name, value)| {
                let name = name.as_encoded_bytes();
                name.starts_with(what.as_bytes()).then(|| [name, b"=", value.as_encoded_bytes()].concat())
            })),
            "variable" => match env.vars.get(std::ffi::OsStr::new(what)) {
                Some(value) => *blake3::hash(value.as_encoded_bytes()).as_bytes(),
                None => [0; 32],
            },
            "absent" => [u8::from(Utf8Path::new(what).exists()); 32],
            _ => match std::fs::read_dir(what) {
                Ok(entries) => {
                    together(entries.flatten().map(|entry| entry.file_name().as_encoded_bytes().to_vec()))
                }
                Err(_) => [0xff; 32],
            },
        };
        hasher.update(item.as_bytes()).update(&[0]).update(&digest);
    }
    hasher.finalize()
}

/// A digest of several texts that do not have an order.
fn together(texts: impl Iterator<Item = Vec<u8>>) -> [u8; 32] {
    let mut sum = [0; 32];
    for text in texts {
        let digest = blake3::hash(&text);
        sum.iter_mut().zip(digest.as_bytes()).for_each(|(sum, byte)| *sum ^= byte);
    }
    sum
}

#[cfg(test)]
mod tests {
    use camino::Utf8PathBuf;

    use super::*;

    #[test]
    fn whatever_is_listed_changes_the_state() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let names = root.join("names");
        std::fs::create_dir(&names).unwrap();
        let inputs = Inputs {
            absent: vec![root.join("absent")],
            folders: vec![names.clone()],
            variables: vec![("PICKED".to_owned(), None), ("CARGO_X".to_owned(), None)],
            ..Inputs::default()
        };
        let vars = std::cell::RefCell::new(vec![("RUSTFLAGS", "-g")]);
        let now = || {
            let vars = vars
                .borrow()
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into()))
                .collect::<Vec<_>>();
            text("t", &inputs, &Environment::new(vars, Utf8PathBuf::from("/")))
        };
        let mut seen = vec![now()];
        assert!(seen[0].starts_with("ghostbind conditions 1\ntoken t\nstate "), "{}", seen[0]);
        assert!(
            seen[0].contains("\nvariable PICKED\n") && !seen[0].contains("variable CARGO_X"),
            "{}",
            seen[0]
        );
        let mut changed = |what: &str| {
            let text = now();
            assert!(!seen.contains(&text), "{what} changed nothing: {text}");
            seen.push(text);
        };
        vars.borrow_mut().push(("PICKED", ""));
        changed("a variable");
        vars.borrow_mut().push(("CARGO_NEW", "1"));
        changed("a variable of cargo's");
        std::fs::write(root.join("absent"), "").unwrap();
        changed("a file that appeared");
        std::fs::write(names.join("new"), "").unwrap();
        changed("a name in a folder");
        vars.borrow_mut().push(("OTHER", "1"));
        assert_eq!(seen.last(), Some(&now()));
        let unknown = Inputs { untracked: Some("why".to_owned()), ..Inputs::default() };
        let env = Environment::new(Vec::new(), Utf8PathBuf::from("/"));
        assert_eq!(text("t", &unknown, &env), "ghostbind conditions 1\ntoken t\nstate unknown\n");
    }
}

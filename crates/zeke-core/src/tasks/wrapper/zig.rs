//! Zig over a library of Rust: the declarations in a namespace, and wrappers beside them.

use std::collections::BTreeSet;

use ghost_abi::emit::EmitError;
use ghost_abi::emit::zig::{IdiomaticOptions, ZigOptions, idiomatic, module};
use ghost_abi::model::Interface;

use super::Wrapper;

/// The name that stands for the module in between.
const PLACE: &str = "zeke-raw";

pub(super) fn write(interface: &Interface, left_out: Vec<(String, String)>) -> Result<Wrapper, EmitError> {
    let raw = module(interface, &ZigOptions::default())?;
    let over = idiomatic(interface, &IdiomaticOptions { raw: Some(PLACE.to_owned()) })?;
    let import = format!("pub const raw = @import(\"{PLACE}\");");
    let body = over.lines().filter(|line| !line.starts_with("//!")).collect::<Vec<_>>().join("\n");
    let types: BTreeSet<&str> = interface.types.keys().map(String::as_str).collect();
    // In Zig a name that an inner and an outer scope both declare is ambiguous.
    let raw = renamed(&raw, &|name, before, after| types.contains(name) && before != '.' && after != ':');
    let body = renamed(&body, &|name, before, _| types.contains(name) && before == '.');
    let inside = raw.lines().filter(|line| !line.starts_with("//!"));
    let inside: Vec<String> =
        inside.map(|line| if line.is_empty() { String::new() } else { format!("    {line}") }).collect();
    let inside = inside.join("\n");
    let namespace = format!(
        "/// The functions as the library exports them.\npub const raw = struct {{\n{}\n}};",
        inside.trim_matches('\n')
    );
    let text = format!(
        "//! Zig over `{}`, written by zeke. Memory that the library made goes back to it through `deinit`;\n\
         //! null and lengths that differ are errors.\n\n{}\n",
        interface.name.replace(['`', '\n'], " "),
        body.trim().replace(&import, &namespace)
    );
    let names = names(&text);
    Ok(Wrapper { text, left_out, names })
}

/// The text with `Raw` behind the names that are told: a name, the character before it, and the first
/// one behind it that is no blank. Only `raw.name` has a dot before a name that is a type's.
fn renamed(text: &str, is: &dyn Fn(&str, char, char) -> bool) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let code = if line.trim_start().starts_with("//") { "" } else { line };
        let mut rest = code;
        let mut before = ' ';
        while let Some(first) = rest.chars().next() {
            let is_name = |c: char| c.is_alphanumeric() || c == '_';
            let end = if is_name(first) {
                rest.find(|c| !is_name(c)).unwrap_or(rest.len())
            } else {
                first.len_utf8()
            };
            let (word, after) = rest.split_at(end);
            out.push_str(word);
            if is_name(first) && is(word, before, after.trim_start().chars().next().unwrap_or(' ')) {
                out.push_str("Raw");
            }
            before = word.chars().next_back().unwrap_or(' ');
            rest = after;
        }
        if code.is_empty() {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// Public functions of the file and of its structs, less those of `raw`, which cannot be called
/// without their library.
fn names(text: &str) -> Vec<String> {
    let mut owner: Option<String> = None;
    let mut out = Vec::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("pub const ").filter(|rest| rest.ends_with("= struct {")) {
            owner = rest.split(' ').next().map(str::to_owned);
        } else if line == "};" {
            owner = None;
        }
        let name = |rest: &str| rest.split('(').next().map(str::to_owned);
        if owner.as_deref() == Some("raw") {
            continue;
        }
        if let (Some(owner), Some(name)) = (&owner, line.strip_prefix("    pub fn ").and_then(name)) {
            out.push(format!("{owner}.{name}"));
        } else if let Some(name) = line.strip_prefix("pub fn ").and_then(name) {
            out.push(name);
        }
    }
    out
}

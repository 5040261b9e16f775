//! Names in a Zig file: every one is fit to be written, and none hides another.

use std::collections::BTreeMap;

use super::super::AddressOnly;
use super::super::names::{Scope, has, identifier, type_names};
use crate::model::Interface;

/// Keywords of Zig 0.14 to 0.17.
const KEYWORDS: &str = "\
    addrspace align allowzero and anyframe anytype asm async await break callconv catch comptime \
    const continue defer else enum errdefer error export extern fn for if inline linksection noalias \
    noinline nosuspend opaque or orelse packed pub resume return struct suspend switch test \
    threadlocal try union unreachable usingnamespace var volatile while";

/// Names that mean a type or value wherever they stand bare; integers of any width are others.
const PRIMITIVES: &str = "\
    _ anyerror anyframe anyopaque bool c_char c_int c_long c_longdouble c_longlong c_short c_uint \
    c_ulong c_ulonglong c_ushort comptime_float comptime_int f128 f16 f32 f64 f80 false isize \
    noreturn null true type undefined usize void";

/// `name` as Zig wants it written where it stands alone: bare, or `@"name"`.
pub(super) fn quoted(name: &str) -> String {
    let bare = !has(PRIMITIVES, name) && !is_integer(name);
    if bare { member(name) } else { format!("@{}", string(name)) }
}

/// The same for a member, which a dot or a container tells from a primitive.
pub(super) fn member(name: &str) -> String {
    let bare = name != "_"
        && name.starts_with(|c: char| c == '_' || c.is_ascii_alphabetic())
        && name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric())
        && !has(KEYWORDS, name);
    if bare { name.to_owned() } else { format!("@{}", string(name)) }
}

/// Whether `name` is `u` or `i` and a width.
fn is_integer(name: &str) -> bool {
    let digits = name.strip_prefix(['u', 'i']).unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A string literal.
pub(super) fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(c),
            c if c.is_alphanumeric() => out.push(c),
            c => out.extend(c.escape_unicode()),
        }
    }
    out.push('"');
    out
}

/// Every name of one file, as it is written.
#[derive(Debug)]
pub(super) struct Names<'a> {
    /// Types, by key.
    pub(super) types: BTreeMap<&'a str, String>,
    /// Constants, in the order of the interface.
    pub(super) constants: Vec<String>,
    /// Names at file level, not quoted.
    file: Scope,
}

impl<'a> Names<'a> {
    pub(super) fn new(interface: &'a Interface, addresses: &[AddressOnly]) -> Self {
        let mut file = Scope::default();
        for address in addresses {
            file.reserve(&address.symbol);
        }
        for function in &interface.functions {
            file.reserve(&function.symbol);
        }
        for item in &interface.statics {
            file.reserve(&item.symbol);
        }
        let constants =
            interface.constants.iter().map(|c| quoted(&file.claim(&identifier(&c.name)))).collect();
        let types = type_names(interface, &mut file);
        let types = types.into_iter().map(|(key, name)| (key, quoted(&name))).collect();
        Self { types, constants, file }
    }

    /// Names for parameters, which hide nothing of the file; `None` for one without a name.
    pub(super) fn params<'n>(&self, names: impl Iterator<Item = Option<&'n str>>) -> Vec<Option<String>> {
        let mut scope = self.file.clone();
        names.map(|name| name.filter(|n| *n != "_").map(|n| quoted(&scope.claim(&identifier(n))))).collect()
    }
}

/// Names for the members of one container.
pub(super) fn members<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut scope = Scope::default();
    names.map(|name| member(&scope.claim(&identifier(name)))).collect()
}

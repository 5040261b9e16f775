//! What a Zig library offers to other languages, and the texts that say so.
//!
//! The library itself says what exists; an unoptimised build of the same sources says what it looks like,
//! as optimisation loses results and constness; the sources add names and documentation.

use std::collections::BTreeSet;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use ghost_abi::Interface;
use ghost_abi::debug_info::read_debug_info;
use ghost_abi::emit::{self, EmitError};
use ghost_abi::merge::{Witnesses, merge};
use ghost_abi::model::{Field, Repr, Type, TypeDef, TypeKind};
use ghost_abi::source::SourceFile;
use ghost_abi::symbols::read_symbols;
use ghost_abi::zig_source;

use crate::error::BuildError;
use crate::layout::Layout;
use crate::publish::failed;
use crate::request::Environment;
use crate::target::Target;
use crate::tools::Tools;
use crate::verify::{Verifier, Written};

pub use ghost_abi::emit::rust::Edition;

/// A Zig library whose interface is wanted.
#[derive(Debug, Clone)]
pub struct ZigLibrary<'a> {
    /// Its name, as its users write it.
    pub name: &'a str,
    /// The library as it is linked. Its symbol table says what exists.
    pub library: &'a Utf8Path,
    /// An unoptimised build of the same sources with debug information.
    pub described: &'a Utf8Path,
    /// The same sources in the library's own mode, with debug information: the library, or where that was made
    /// without, an object. They may tell modes apart.
    pub own: &'a Utf8Path,
    /// The sources: how locations show them, and where they are.
    pub sources: &'a [(Utf8PathBuf, Utf8PathBuf)],
    /// The machine.
    pub target: &'a Target,
    /// Symbols that are somebody else's to describe: of modules that have a library of their own.
    pub others: &'a BTreeSet<String>,
}

impl ZigLibrary<'_> {
    /// Reads the interface.
    pub fn read(&self) -> Result<Interface, BuildError> {
        let unreadable = |path: &Utf8Path, error| BuildError::Interface {
            what: path.to_string(),
            source: Box::<dyn std::error::Error + Send + Sync>::from(error),
        };
        let bytes = fs::read(self.library).map_err(|source| failed("read", self.library, source))?;
        let mut symbols =
            read_symbols(&bytes).map_err(|error| unreadable(self.library, error.to_string()))?;
        symbols.symbols.retain(|symbol| !self.others.contains(&symbol.name));
        let wanted: BTreeSet<String> = symbols.exports().iter().map(|s| s.name.clone()).collect();
        if wanted.is_empty() {
            return Err(BuildError::NoExports { name: self.name.to_owned() });
        }
        let bytes = fs::read(self.described).map_err(|source| failed("read", self.described, source))?;
        let debug = read_debug_info(&bytes, &wanted, self.target.machine())
            .map_err(|error| unreadable(self.described, error.to_string()))?;
        let texts = self.texts()?;
        let files: Vec<SourceFile<'_>> = texts.iter().map(|(path, text)| SourceFile { path, text }).collect();
        let source = zig_source::read(self.name, &files, &self.target.machine());
        let merged = merge(&Witnesses {
            name: self.name,
            symbols: &symbols,
            debug: Some(&debug),
            source: Some(&source.exports),
            hidden: &source.facts.hidden,
        });
        if merged.undescribed.is_empty() {
            let bytes = fs::read(self.own).map_err(|source| failed("read", self.own, source))?;
            let own = read_debug_info(&bytes, &wanted, self.target.machine());
            return match own.ok().and_then(|own| contradiction(&merged.interface, &own)) {
                None => Ok(merged.interface),
                Some(message) => Err(unreadable(self.library, message)),
            };
        }
        Err(BuildError::Undescribed {
            symbols: merged.undescribed.iter().map(|u| u.symbol.clone()).collect(),
            notes: merged.undescribed.iter().map(|u| format!("{}: {}", u.symbol, u.reason)).collect(),
        })
    }

    fn texts(&self) -> Result<Vec<(&str, String)>, BuildError> {
        let read = |(_, path): &(Utf8PathBuf, Utf8PathBuf)| {
            fs::read(path)
                .map_err(|source| failed("read", path, source))
                .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        };
        self.sources.iter().map(|source| Ok((source.0.as_str(), read(source)?))).collect()
    }
}

/// Where a library has a type otherwise than an unoptimised build of its sources.
fn contradiction(described: &Interface, own: &Interface) -> Option<String> {
    let told = |name: &str, one: Option<u64>, other: Option<u64>| {
        let shown = |size: Option<u64>| size.map_or_else(String::new, |bytes| format!(" ({bytes} bytes)"));
        Some(format!(
            "`{name}` is not the same in this mode{} as in an unoptimised build{}: declare what crosses the boundary \
             without looking at the mode",
            shown(other),
            shown(one)
        ))
    };
    for (name, one) in described.types.iter().filter(|(_, definition)| is_shown(definition)) {
        let Some(other) = own.types.get(name) else { continue };
        if differ(size(one), size(other)) || moved(&one.kind, &other.kind) {
            return told(name, size(one), size(other));
        }
    }
    // The two may have different types under one name of the source.
    for function in &own.functions {
        let Some(one) = described.function(&function.symbol) else { continue };
        for param in function.params.iter().filter(|param| param.name.is_some()) {
            let Some(same) = one.params.iter().find(|same| same.name == param.name) else { continue };
            let (Some(one), Some(other)) = (behind(described, &same.ty), behind(own, &param.ty)) else {
                continue;
            };
            if is_shown(one) && differ(size(one), size(other)) {
                return told(&one.name, size(one), size(other));
            }
        }
    }
    None
}

fn size(definition: &TypeDef) -> Option<u64> {
    definition.layout.map(|layout| layout.size_bytes)
}

fn differ(one: Option<u64>, other: Option<u64>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}

/// Whether others see its inside.
fn is_shown(definition: &TypeDef) -> bool {
    match &definition.kind {
        TypeKind::Struct(record) | TypeKind::Union(record) => record.repr != Repr::Native,
        _ => false,
    }
}

/// The record that a type leads to.
fn behind<'a>(interface: &'a Interface, ty: &'a Type) -> Option<&'a TypeDef> {
    let mut ty = interface.resolve(ty);
    for _ in 0..POINTERS_MAX {
        ty = match ty {
            Type::Pointer(pointer) => interface.resolve(&pointer.pointee),
            Type::Array { element, .. } => interface.resolve(element),
            Type::Named(name) => return interface.types.get(name),
            _ => return None,
        };
    }
    None
}

/// Most pointers and arrays around a record that are looked through.
const POINTERS_MAX: usize = 8;

/// Whether a field of one has another place, or none, in the other.
fn moved(one: &TypeKind, other: &TypeKind) -> bool {
    let (TypeKind::Struct(one), TypeKind::Struct(other)) = (one, other) else { return false };
    let place = |field: &Field| (field.offset_bytes, field.bits);
    // Packed structs are one integer to LLVM.
    other.fields.len() > 1
        && other.fields.iter().any(|field| {
            let same = one.fields.iter().find(|same| same.name == field.name);
            same.is_none_or(|same| place(same) != place(field))
        })
}

/// The texts of an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// The C header.
    pub header: String,
    /// The Zig module of declarations.
    pub zig: String,
    /// The Rust declarations.
    pub rust: String,
    /// The interface as JSON.
    pub json: String,
}

/// Writes an interface in every language. `version` is that of the Zig that compiled the library.
pub fn write(interface: &Interface, edition: Edition, version: &str) -> Result<Texts, BuildError> {
    let inexpressible = |error: EmitError| BuildError::Inexpressible {
        name: interface.name.clone(),
        problems: error.problems.iter().map(ToString::to_string).collect(),
    };
    let problems = emit::zig::passed_otherwise(interface, version).map_err(inexpressible)?;
    if !problems.is_empty() {
        return Err(inexpressible(EmitError { problems }));
    }
    let options = emit::rust::RustOptions { edition, ..emit::rust::RustOptions::default() };
    // Modules share types by importing them: each has them in its header, and a C file may include both.
    let header = emit::c::COptions { shared_types: true, ..emit::c::COptions::default() };
    let json = serde_json::to_string_pretty(interface)
        .map_err(|error| BuildError::Interface { what: interface.name.clone(), source: Box::new(error) })?;
    Ok(Texts {
        header: emit::c::header(interface, &header).map_err(inexpressible)?,
        zig: emit::zig::module(interface, &emit::zig::ZigOptions::default()).map_err(inexpressible)?,
        rust: emit::rust::declarations(interface, &options).map_err(inexpressible)?,
        json: json + "\n",
    })
}

/// Compiles header and Zig module once, so that nobody meets a text that does not compile.
pub fn verify(
    name: &str,
    texts: &Texts,
    env: &Environment,
    tools: &Tools,
    layout: &Layout,
    target: &Target,
) -> Result<(), BuildError> {
    Verifier { env, tools, layout, target }.verify(&Written {
        name,
        header: &texts.header,
        freestanding: true,
        bindings: &texts.zig,
        wrappers: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ghost_abi::model::Machine;

    fn view(text: &str) -> Interface {
        zig_source::read("m", &[SourceFile { path: "m.zig", text }], &Machine::X86_64_LINUX).exports
    }

    /// What two builds of a source have; `expected` is the type that they have otherwise.
    fn check(described: &str, own: &str, expected: Option<&str>) {
        let found = contradiction(&view(described), &view(own));
        assert_eq!(found.as_deref().and_then(|text| text.split('`').nth(1)), expected, "{found:?}");
    }

    #[test]
    fn types_of_two_modes() {
        let f = "export fn f(x: *const Ctx) void { _ = x; }";
        let small = format!("const Ctx = extern struct {{ a: u32, b: u32 }}; {f}");
        check(&small, &small, None);
        check(&format!("const Ctx = extern struct {{ a: u32, c: u32, b: u32 }}; {f}"), &small, Some("Ctx"));
        check(&format!("const Ctx = extern struct {{ b: u32, a: u32 }}; {f}"), &small, Some("Ctx"));
        let other =
            "const Slow = extern struct { a: u64, b: u32 }; export fn f(x: *const Slow) void { _ = x; }";
        check(other, &small, Some("Slow"));
        // What nobody looks into may be what it likes.
        let own = |field: &str| format!("const Ctx = struct {{ a: {field} }}; {f}");
        check(&own("u64"), &own("u8"), None);
    }
}

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
use ghost_abi::model::{Field, Repr, TypeDef, TypeKind};
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
        let library = bytes;
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
            // What debug information the library itself has is worth a look: its sources may tell modes apart.
            let own = read_debug_info(&library, &wanted, self.target.machine());
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
    let promises = |kind: &TypeKind| match kind {
        TypeKind::Struct(record) | TypeKind::Union(record) => {
            matches!(record.repr, Repr::C { .. } | Repr::CPacked(_) | Repr::Bits(_))
        }
        _ => false,
    };
    let alike = described.types.iter().filter(|(_, definition)| promises(&definition.kind));
    let mut pairs = alike.filter_map(|(name, one)| Some((name, one, own.types.get(name)?)));
    let size = |definition: &TypeDef| definition.layout.map(|layout| layout.size_bytes);
    let (name, one, other) = pairs.find(|(_, one, other)| {
        size(one).zip(size(other)).is_some_and(|(one, other)| one != other) || moved(&one.kind, &other.kind)
    })?;
    let shown = |definition| size(definition).map_or_else(String::new, |bytes| format!(" ({bytes} bytes)"));
    Some(format!(
        "`{name}` is not the same in this mode{} as in an unoptimised build{}: declare what crosses the boundary \
         without looking at the mode",
        shown(other),
        shown(one)
    ))
}

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

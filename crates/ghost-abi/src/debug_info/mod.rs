//! The debug information: what every export really looks like.
//!
//! Of the three witnesses this one knows types and layouts as the compiler decided them, through
//! macros, conditional compilation and dependencies alike. It does not know documentation,
//! aliases, sentinels, and which layouts the source *promises* ([`Repr::Unknown`]).
//!
//! Types are named by their last path segment; where two paths share it, by as many more as tell
//! them apart. Types of one path and another content (two versions of a crate) are two types, of
//! which the later ones in the order of their size get a number. What is reachable only behind a pointer and cannot be written in C (a `Vec` inside)
//! is [`TypeKind::Opaque`], and nothing behind it is followed.
//!
//! [`Repr::Unknown`]: crate::model::Repr::Unknown
//! [`TypeKind::Opaque`]: crate::model::TypeKind::Opaque

mod fingerprint;
mod image;
mod lower;
mod names;
mod records;
mod rust;
mod sections;
mod zig;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use gimli::{Dwarf, DwarfSections, EndianSlice, RunTimeEndian};
use object::{BinaryFormat, ExportTarget, FileKind, Object, ObjectKind, ObjectSymbol, SymbolKind};

pub use crate::container::ReadError;
use crate::container::{Member, is_read_only, members, plain_name};
use crate::model::{Interface, Machine};
use image::{Image, Wanted};
use lower::Lowering;

/// Reads what the debug information of a library says about the wanted symbols.
///
/// Symbols that it does not describe are absent from the result; a library without debug
/// information gives an empty interface. A function of Zig that LLVM wrote down may lack parameters
/// and its result: its `seen.debug` is false, and [`merge`](crate::merge) completes it from source.
/// `machine` is that of the library's symbol table.
pub fn read_debug_info(
    bytes: &[u8],
    wanted: &BTreeSet<String>,
    machine: Machine,
) -> Result<Interface, ReadError> {
    let mut interface = Interface::new("", machine);
    let mut types = lower::Finished::default();
    let mut missing = wanted.clone();
    for member in members(bytes)? {
        if missing.is_empty() {
            break;
        }
        read_member(&member, &mut missing, &mut interface, &mut types)?;
    }
    interface.types = types.types;
    interface.functions.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    interface.statics.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    names::shorten(&mut interface);
    Ok(interface)
}

fn read_member(
    member: &Member<'_>,
    missing: &mut BTreeSet<String>,
    interface: &mut Interface,
    types: &mut lower::Finished,
) -> Result<(), ReadError> {
    if member.kind == FileKind::CoffImport {
        return Ok(());
    }
    let name = member.name.as_deref();
    let file = object::File::parse(member.bytes).map_err(|e| ReadError::malformed(name, e))?;
    let layout = sections::Layout::of(&file);
    let defined = Defined::of(&file, &layout, missing);
    if defined.addresses.is_empty() || file.section_by_name(".debug_info").is_none() {
        return Ok(());
    }
    let sections = DwarfSections::load(|id| sections::load(&file, &layout, id.name(), name))?;
    let endian = if file.is_little_endian() { RunTimeEndian::Little } else { RunTimeEndian::Big };
    let dwarf: Dwarf<_> = sections.borrow(|s: &Cow<'_, [u8]>| EndianSlice::new(s, endian));
    // Only what this member defines: another one may well declare the same name.
    let names = defined.addresses.values().flatten().cloned().collect();
    let Defined { addresses, read_only, thread_locals } = defined;
    let wanted = Wanted { names: &names, addresses, thread_locals };
    let (mut image, found) = Image::read(dwarf, &wanted, name)?;
    let mut lowering = Lowering::new(&mut image, interface.machine, types);
    for (symbol, found) in found {
        if found.variable {
            let writable = !read_only.contains(&symbol);
            let lowered = lowering.variable(&symbol, found.die, writable);
            interface.statics.extend(lowered.map_err(|s| s.into_error(name))?);
        } else {
            let lowered = lowering.function(&symbol, found.die);
            interface.functions.push(lowered.map_err(|s| s.into_error(name))?);
        }
        missing.remove(&symbol);
    }
    lowering.finish().map_err(|s| s.into_error(name))
}

/// The wanted symbols that an object defines.
#[derive(Default)]
struct Defined {
    addresses: BTreeMap<u64, Vec<String>>,
    read_only: BTreeSet<String>,
    thread_locals: BTreeSet<String>,
}

impl Defined {
    fn of(file: &object::File<'_>, layout: &sections::Layout, wanted: &BTreeSet<String>) -> Self {
        let mut defined = Self::default();
        let linked = matches!(file.kind(), ObjectKind::Dynamic | ObjectKind::Executable);
        if linked && file.format() == BinaryFormat::Elf {
            for symbol in file.dynamic_symbols() {
                defined.symbol(file, layout, &symbol, wanted);
            }
        } else if linked {
            for export in file.exports().into_iter().flatten().flatten() {
                if let (Some(name), ExportTarget::Address { address }) =
                    (export.name().name(), export.target())
                {
                    defined.add(file, name, address, wanted);
                }
            }
        } else {
            for symbol in file.symbols() {
                defined.symbol(file, layout, &symbol, wanted);
            }
        }
        defined
    }

    fn symbol<'a>(
        &mut self,
        file: &object::File<'_>,
        layout: &sections::Layout,
        symbol: &impl ObjectSymbol<'a>,
        wanted: &BTreeSet<String>,
    ) {
        if !symbol.is_global() || symbol.is_undefined() {
            return;
        }
        let Ok(name) = symbol.name_bytes() else { return };
        let Some(name) = self.add(file, name, layout.address(symbol), wanted) else { return };
        let section = symbol.section_index().and_then(|s| file.section_by_index(s).ok());
        if section.is_some_and(|s| is_read_only(&s)) {
            self.read_only.insert(name.clone());
        }
        if symbol.kind() == SymbolKind::Tls {
            self.thread_locals.insert(name);
        }
    }

    fn add(
        &mut self,
        file: &object::File<'_>,
        name: &[u8],
        address: u64,
        wanted: &BTreeSet<String>,
    ) -> Option<String> {
        let name = plain_name(file, name);
        wanted.contains(&name).then(|| {
            self.addresses.entry(address).or_default().push(name.clone());
            name
        })
    }
}

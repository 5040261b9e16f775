//! The symbol table: which names a built library really has.
//!
//! Of the three witnesses this one decides what *exists*. It knows neither parameters nor types.
//!
//! Absent: no linker is modelled. Versions, comdat selection and archive order stay out.

mod exports;
mod machine;
mod runtime;

use std::collections::BTreeSet;

use object::read::coff::{ImportFile, ImportType};
use object::{
    BinaryFormat, ExportTarget, FileKind, Object, ObjectKind, ObjectSection, ObjectSymbol, SectionKind,
    SymbolKind, SymbolScope,
};

pub use crate::container::{Container, ReadError};
use crate::container::{Member, is_read_only, members, plain_name, undecorated};
use crate::model::Machine;

/// Most symbols of one library. Firefox's `libxul` with everything static has 2 million.
const SYMBOLS_MAX: usize = 1 << 23;

/// What a library's symbol tables say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SymbolTable {
    /// The family of file formats.
    pub format: Format,
    /// One object, an archive, or something linked.
    pub container: Container,
    /// The processor, as LLVM and Zig spell it: `x86_64`, `aarch64`.
    pub architecture: &'static str,
    /// The facts about that machine that decide layouts.
    pub machine: Machine,
    /// Names of the archive's members that are objects, in the archive's order. Empty for one file.
    pub members: Vec<String>,
    /// What is defined for others, ordered by name. Of something linked: what the loader offers.
    pub symbols: Vec<Symbol>,
    /// What is used and not defined by any member.
    pub undefined: BTreeSet<String>,
}

/// A family of object file formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Linux, the BSDs, bare metal.
    Elf,
    /// Apple's systems.
    MachO,
    /// Windows: objects, import libraries and what is linked of them.
    Coff,
    /// WebAssembly: objects in LLVM's convention, and modules.
    Wasm,
}

/// A name that something else can link against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// The name as C writes it: without the underscore that Mach-O and 32-bit COFF prepend.
    pub name: String,
    /// What lies there.
    pub kind: Kind,
    /// Whether it is left out when a shared library is linked. COFF objects do not know.
    pub hidden: bool,
    /// Whether another definition of that name may replace it.
    pub weak: bool,
    /// Whether a program may write there. Always false for functions.
    pub writable: bool,
    /// Size in bytes, 0 where the format does not keep it.
    pub size_bytes: u64,
    /// The member of the archive that defines it.
    pub member: Option<String>,
    /// Where it lies. Two symbols at one place are two names of one thing.
    pub place: Option<Place>,
}

/// Where a symbol lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The object, counted in the archive's order.
    pub member: u32,
    /// The section of that object; 0 in something linked, where addresses are unique.
    pub section: u32,
    /// The address, or the offset in that section.
    pub address: u64,
}

/// What a symbol is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Code.
    Function,
    /// A variable.
    Data,
    /// A variable that every thread has its own of.
    ThreadLocal,
    /// The table does not say: labels in assembly.
    Unknown,
}

/// Reads the symbol tables of an object, an archive or a shared library.
pub fn read_symbols(bytes: &[u8]) -> Result<SymbolTable, ReadError> {
    let members = members(bytes)?;
    let archive = members.first().is_none_or(|m| m.name.is_some());
    let mut reader = Reader::default();
    for (index, member) in members.iter().enumerate() {
        // `MEMBERS_MAX` is below `u32::MAX`.
        reader.member_index = u32::try_from(index).unwrap_or(u32::MAX);
        reader.member(member)?;
    }
    let Some(target) = reader.target else {
        return Err(ReadError::malformed(None, "an archive without a single object"));
    };
    let mut symbols = reader.symbols;
    symbols.sort_by(|a, b| (&a.name, a.place).cmp(&(&b.name, b.place)));
    let mut undefined = reader.undefined;
    for symbol in &symbols {
        undefined.remove(&symbol.name);
    }
    let container = match (archive, reader.linked) {
        (true, _) => Container::Archive,
        (false, true) => Container::Linked,
        (false, false) => Container::Object,
    };
    let names = members.iter().filter_map(|m| m.name.as_deref().map(str::to_owned)).collect();
    Ok(SymbolTable {
        format: target.format,
        container,
        architecture: target.architecture,
        machine: target.machine,
        members: names,
        symbols,
        undefined,
    })
}

#[derive(Default)]
struct Reader {
    target: Option<Target>,
    member_index: u32,
    linked: bool,
    symbols: Vec<Symbol>,
    undefined: BTreeSet<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Target {
    format: Format,
    architecture: &'static str,
    machine: Machine,
}

impl Reader {
    fn member(&mut self, member: &Member<'_>) -> Result<(), ReadError> {
        let name = member.name.as_deref();
        if member.kind == FileKind::CoffImport {
            return self.short_import(name, member.bytes);
        }
        let file = object::File::parse(member.bytes).map_err(|e| ReadError::malformed(name, e))?;
        self.check_target(name, machine::of(&file, name)?)?;
        match file.kind() {
            ObjectKind::Dynamic | ObjectKind::Executable => {
                self.linked = true;
                self.linked_file(&file)
            }
            _ => {
                // A module has no symbol table for the linker; what it has is what it exports.
                let is_module =
                    file.format() == BinaryFormat::Wasm && file.section_by_name("linking").is_none();
                self.linked |= is_module;
                self.relocatable(name, &file)
            }
        }
    }

    fn check_target(&mut self, member: Option<&str>, found: Target) -> Result<(), ReadError> {
        match self.target {
            Some(expected) if expected != found => Err(ReadError::MixedMachines {
                member: member.map(str::to_owned),
                found: found.architecture.to_owned(),
                expected: expected.architecture.to_owned(),
            }),
            _ => {
                self.target = Some(found);
                Ok(())
            }
        }
    }

    fn push(&mut self, symbol: Symbol) -> Result<(), ReadError> {
        if self.symbols.len() >= SYMBOLS_MAX {
            let member = symbol.member;
            return Err(ReadError::TooMany { member, what: "symbols", limit: SYMBOLS_MAX });
        }
        self.symbols.push(symbol);
        Ok(())
    }

    /// A record of an import library: one function or variable of a DLL.
    fn short_import(&mut self, member: Option<&str>, bytes: &[u8]) -> Result<(), ReadError> {
        let import = ImportFile::parse(bytes).map_err(|e| ReadError::malformed(member, e))?;
        let target = machine::of_import(&import, member)?;
        self.check_target(member, target)?;
        let kind = match import.import_type() {
            ImportType::Code => Kind::Function,
            _ => Kind::Data,
        };
        let x86 = target.architecture == "x86";
        let name = if x86 { undecorated(import.symbol(), true) } else { lossy(import.symbol()) };
        self.push(Symbol {
            name,
            kind,
            hidden: false,
            weak: false,
            writable: kind == Kind::Data,
            size_bytes: 0,
            member: member.map(str::to_owned),
            place: None,
        })
    }

    fn relocatable(&mut self, member: Option<&str>, file: &object::File<'_>) -> Result<(), ReadError> {
        // Only these formats have a visibility; the reader reports every COFF symbol as hidden.
        let has_visibility =
            matches!(file.format(), BinaryFormat::Elf | BinaryFormat::MachO | BinaryFormat::Wasm);
        for symbol in file.symbols() {
            if !symbol.is_global() || symbol.kind() == SymbolKind::File {
                continue;
            }
            let Ok(bytes) = symbol.name_bytes() else {
                return Err(ReadError::malformed(member, "a symbol's name lies outside the string table"));
            };
            if bytes.is_empty() {
                continue;
            }
            let name = plain_name(file, bytes);
            if symbol.is_undefined() {
                self.undefined.insert(name);
                continue;
            }
            let section = symbol.section_index();
            let kind = kind_of(symbol.kind());
            let index = section.and_then(|s| u32::try_from(s.0).ok());
            self.push(Symbol {
                name,
                kind,
                hidden: has_visibility && symbol.scope() == SymbolScope::Linkage,
                weak: symbol.is_weak(),
                writable: kind != Kind::Function && section.is_none_or(|s| is_writable(file, s)),
                size_bytes: symbol.size(),
                member: member.map(str::to_owned),
                place: index.map(|section| Place {
                    member: self.member_index,
                    section,
                    address: symbol.address(),
                }),
            })?;
        }
        Ok(())
    }

    /// Something linked: what counts is what its loader offers.
    fn linked_file(&mut self, file: &object::File<'_>) -> Result<(), ReadError> {
        match file.format() {
            BinaryFormat::Elf => self.dynamic_symbols(file),
            _ => self.export_table(file),
        }
    }

    fn dynamic_symbols(&mut self, file: &object::File<'_>) -> Result<(), ReadError> {
        for symbol in file.dynamic_symbols() {
            let Ok(bytes) = symbol.name_bytes() else {
                return Err(ReadError::malformed(None, "a symbol's name lies outside the string table"));
            };
            if bytes.is_empty() || !symbol.is_global() {
                continue;
            }
            let name = plain_name(file, bytes);
            if symbol.is_undefined() {
                self.undefined.insert(name);
                continue;
            }
            let kind = kind_of(symbol.kind());
            let section = symbol.section_index();
            self.push(Symbol {
                name,
                kind,
                hidden: symbol.scope() == SymbolScope::Linkage,
                weak: symbol.is_weak(),
                writable: kind != Kind::Function && section.is_none_or(|s| is_writable(file, s)),
                size_bytes: symbol.size(),
                member: None,
                place: section.map(|_| Place { member: 0, section: 0, address: symbol.address() }),
            })?;
        }
        Ok(())
    }

    /// Mach-O's export trie, PE's export directory.
    fn export_table(&mut self, file: &object::File<'_>) -> Result<(), ReadError> {
        let mut sections: Vec<_> = file
            .sections()
            .map(|s| (s.address(), s.address().saturating_add(s.size()), s.index(), s.kind()))
            .collect();
        sections.sort_unstable_by_key(|section| section.0);
        for export in file.exports().map_err(|e| ReadError::malformed(None, e))? {
            let export = export.map_err(|e| ReadError::malformed(None, e))?;
            let name = export.name();
            let Some(bytes) = name.name() else { continue };
            let (address, kind) = match export.target() {
                ExportTarget::Address { address } => (Some(address), None),
                ExportTarget::Tls { .. } | ExportTarget::TlvDescriptor { .. } => {
                    (None, Some(Kind::ThreadLocal))
                }
                ExportTarget::Resolver { .. } => (None, Some(Kind::Function)),
                _ => (None, Some(Kind::Unknown)),
            };
            let section = address.and_then(|a| {
                let after = sections.partition_point(|s| s.0 <= a);
                sections[..after].last().filter(|s| a < s.1)
            });
            let kind = kind.unwrap_or(match section {
                Some((.., SectionKind::Text)) => Kind::Function,
                Some(_) => Kind::Data,
                None => Kind::Unknown,
            });
            self.push(Symbol {
                name: plain_name(file, bytes),
                kind,
                hidden: false,
                weak: export.is_weak(),
                writable: kind != Kind::Function && section.is_none_or(|s| is_writable(file, s.2)),
                size_bytes: 0,
                member: None,
                place: address.map(|address| Place { member: 0, section: 0, address }),
            })?;
        }
        Ok(())
    }
}

fn kind_of(kind: SymbolKind) -> Kind {
    match kind {
        SymbolKind::Text => Kind::Function,
        SymbolKind::Data => Kind::Data,
        SymbolKind::Tls => Kind::ThreadLocal,
        _ => Kind::Unknown,
    }
}

fn is_writable(file: &object::File<'_>, section: object::SectionIndex) -> bool {
    !file.section_by_index(section).is_ok_and(|s| is_read_only(&s))
}

fn lossy(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

//! The debug information of one object: its units, and where to find a name or an address in them.
//!
//! One pass over a unit remembers only where scopes and types lie; attributes of types are read
//! when a wanted symbol leads there. Everything is linear in the size of the sections, also when
//! they are hostile: tables of abbreviations may not overlap, attribute lists and names are capped.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use gimli::{
    Abbreviations, AttributeValue, DebugAbbrev, DebuggingInformationEntry, Dwarf, EndianSlice, Reader as _,
    RunTimeEndian, Section as _, UnitHeader, UnitOffset, constants as dw,
};

use super::zig::Writer;
use crate::container::ReadError;

/// Longest name that is read. Generic Rust types reach tens of kilobytes.
const NAME_BYTES_MAX: usize = 1 << 16;
/// Most attributes of one entry. Compilers use at most 20.
const ATTRIBUTES_MAX: usize = 128;
/// Most direct children that are looked at (fields, variants, parameters).
const CHILDREN_MAX: usize = 1 << 16;
/// Most entries that may be visited while types are resolved, over all of them.
const VISITS_MAX: usize = 1 << 24;
/// Most bytes of names that may be read, over all of them: many entries may share one long name.
const TEXT_BYTES_MAX: usize = 1 << 28;
/// Most scopes around a type.
const SCOPES_MAX: usize = 256;
/// Bytes of a table of files that cost as much as visiting an entry.
const LINE_BYTES_PER_VISIT: usize = 32;

pub(super) type R<'a> = EndianSlice<'a, RunTimeEndian>;
pub(super) type Unit<'a> = gimli::Unit<R<'a>>;
pub(super) type Raw<'a> = DebuggingInformationEntry<R<'a>>;

/// Which compiler's conventions a unit follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Rust,
    /// Zig, and who wrote it down.
    Zig(Writer),
    /// C, and whatever else has C's types.
    C,
}

impl Language {
    /// Whether what a unit says about a function may lack parameters or the result.
    pub(super) fn is_partial(self) -> bool {
        matches!(self, Self::Zig(writer) if writer != Writer::Own)
    }
}

/// An entry of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct DieId {
    pub(super) unit: usize,
    pub(super) offset: UnitOffset,
}

/// Where a scope or a type begins, and in which other one.
struct Scope {
    offset: usize,
    parent: Option<usize>,
}

pub(super) struct Image<'a> {
    dwarf: Dwarf<R<'a>>,
    units: Vec<UnitInfo<'a>>,
    visits: usize,
    text_bytes: Cell<usize>,
    /// Tables of files, by where they begin.
    files: HashMap<usize, Option<gimli::LineProgramHeader<R<'a>>>>,
}

struct UnitInfo<'a> {
    unit: Unit<'a>,
    start: usize,
    language: Language,
    scopes: Vec<Scope>,
}

/// What a unit says about a wanted symbol.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) die: DieId,
    pub(super) variable: bool,
    /// How well it fits; the best of several wins, the first of equals.
    fit: Fit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Variables of threads have no address to be told apart by, and on some processors no location.
    ThreadLocal,
    Name,
    Address,
    Linkage,
}

/// What is looked for: names, and the addresses of those names in this object.
pub(super) struct Wanted<'w> {
    pub(super) names: &'w BTreeSet<String>,
    pub(super) addresses: BTreeMap<u64, Vec<String>>,
    /// Those of the names that are variables of threads.
    pub(super) thread_locals: BTreeSet<String>,
}

impl<'a> Image<'a> {
    /// Reads the units and finds the wanted symbols in one pass.
    pub(super) fn read(
        dwarf: Dwarf<R<'a>>,
        wanted: &Wanted<'_>,
        member: Option<&str>,
    ) -> Result<(Self, BTreeMap<String, Found>), ReadError> {
        let damaged = |e: gimli::Error| ReadError::malformed(member, format!("debug information: {e}"));
        let mut headers = Vec::new();
        let mut iter = dwarf.units();
        while let Some(header) = iter.next().map_err(damaged)? {
            headers.push(header);
        }
        let tables = abbreviations(&dwarf, &headers).map_err(damaged)?;
        let mut image = Self {
            dwarf,
            units: Vec::with_capacity(headers.len()),
            visits: 0,
            text_bytes: Cell::new(0),
            files: HashMap::new(),
        };
        let mut found = BTreeMap::new();
        for (header, table) in headers.into_iter().zip(tables) {
            if let Some(info) = image.unit_info(header, table).map_err(damaged)? {
                image.units.push(info);
                let at = image.units.len() - 1;
                let scopes = image.scan(at, wanted, &mut found).map_err(damaged)?;
                image.units[at].scopes = scopes;
            }
        }
        Ok((image, found))
    }

    pub(super) fn language(&self, die: DieId) -> Language {
        self.units[die.unit].language
    }

    /// The entry itself.
    pub(super) fn entry(&mut self, die: DieId) -> Result<Entry<'a>, Stop> {
        self.visit()?;
        let raw = self.units[die.unit].unit.entry(die.offset)?;
        Ok(Entry { die, raw })
    }

    /// The entries directly inside.
    pub(super) fn children(&mut self, die: DieId) -> Result<Vec<Entry<'a>>, Stop> {
        let unit = &self.units[die.unit].unit;
        let mut raw = unit.entries_raw(Some(die.offset))?;
        let mut children = Vec::new();
        let mut visits = 0;
        let mut entry = DebuggingInformationEntry::null();
        loop {
            visits += 1;
            if self.visits + visits > VISITS_MAX {
                return Err(Stop::TooMany);
            }
            let depth = raw.next_depth();
            if raw.is_empty() || (depth <= 0 && visits > 1) {
                break;
            }
            if depth == 1 {
                if raw.read_entry(&mut entry)? {
                    if children.len() >= CHILDREN_MAX {
                        return Err(Stop::TooMany);
                    }
                    let id = DieId { unit: die.unit, offset: entry.offset() };
                    children.push(Entry { die: id, raw: entry.clone() });
                }
            } else if let Some(abbreviation) = raw.read_abbreviation()? {
                raw.skip_attributes(abbreviation.attributes())?;
                if depth == 0 && !abbreviation.has_children() {
                    break;
                }
            }
        }
        self.visits += visits;
        Ok(children)
    }

    /// The names of the scopes around an entry, outermost first, and its own name last.
    pub(super) fn path(&mut self, die: DieId) -> Result<Vec<String>, Stop> {
        let scopes = &self.units[die.unit].scopes;
        let mut at = scopes.binary_search_by_key(&die.offset.0, |s| s.offset).ok();
        let mut offsets = Vec::new();
        while let Some(index) = at {
            offsets.push(UnitOffset(scopes[index].offset));
            at = scopes[index].parent;
            if offsets.len() > SCOPES_MAX {
                return Err(Stop::TooMany);
            }
        }
        if offsets.is_empty() {
            offsets.push(die.offset);
        }
        let mut path = Vec::new();
        for offset in offsets.into_iter().rev() {
            let entry = self.entry(DieId { unit: die.unit, offset })?;
            path.extend(self.name(&entry));
        }
        Ok(path)
    }

    pub(super) fn name(&self, entry: &Entry<'a>) -> Option<String> {
        // Beyond the limit nothing more is read, and the next entry that is visited is an error.
        if self.text_bytes.get() > TEXT_BYTES_MAX {
            return None;
        }
        let name = self.text(entry.die.unit, entry.raw.attr_value(dw::DW_AT_name)?)?;
        self.text_bytes.set(self.text_bytes.get() + name.len());
        Some(name)
    }

    /// Follows a reference to another entry, also into another unit.
    pub(super) fn reference(&self, entry: &Entry<'a>, attribute: gimli::DwAt) -> Option<DieId> {
        match entry.raw.attr_value(attribute)? {
            AttributeValue::UnitRef(offset) => Some(DieId { unit: entry.die.unit, offset }),
            AttributeValue::DebugInfoRef(offset) => {
                let unit = self.units.partition_point(|u| u.start <= offset.0).checked_sub(1)?;
                let offset = UnitOffset(offset.0 - self.units[unit].start);
                Some(DieId { unit, offset })
            }
            _ => None,
        }
    }

    fn visit(&mut self) -> Result<(), Stop> {
        self.spend(1)
    }

    /// Counts work against what one object may cost.
    pub(super) fn spend(&mut self, visits: usize) -> Result<(), Stop> {
        self.visits = self.visits.saturating_add(visits);
        let within = self.visits <= VISITS_MAX && self.text_bytes.get() <= TEXT_BYTES_MAX;
        if within { Ok(()) } else { Err(Stop::TooMany) }
    }

    fn unit_info(
        &self,
        header: UnitHeader<R<'a>>,
        abbreviations: Arc<Abbreviations>,
    ) -> Result<Option<UnitInfo<'a>>, gimli::Error> {
        let start = match header.debug_info_offset() {
            Some(offset) => offset.0,
            None => return Ok(None),
        };
        let unit = bare_unit(&self.dwarf, header, abbreviations)?;
        let root = unit.entry(unit.header.root_offset())?;
        let producer =
            root.attr_value(dw::DW_AT_producer).and_then(|v| text(&self.dwarf, &unit, v)).unwrap_or_default();
        let language = match root.attr_value(dw::DW_AT_language) {
            Some(AttributeValue::Language(dw::DW_LANG_Rust)) => Language::Rust,
            Some(AttributeValue::Language(dw::DW_LANG_Zig)) => Language::Zig(Writer::Own),
            _ if producer.starts_with("zig ") => Language::Zig(Writer::of_llvm(&producer)),
            _ => Language::C,
        };
        Ok(Some(UnitInfo { unit, start, language, scopes: Vec::new() }))
    }

    fn text(&self, unit: usize, value: AttributeValue<R<'a>>) -> Option<String> {
        text(&self.dwarf, &self.units[unit].unit, value)
    }

    fn scan(
        &self,
        at: usize,
        wanted: &Wanted<'_>,
        found: &mut BTreeMap<String, Found>,
    ) -> Result<Vec<Scope>, gimli::Error> {
        let info = &self.units[at];
        let mut raw = info.unit.entries_raw(None)?;
        let mut scopes: Vec<Scope> = Vec::new();
        let mut open: Vec<(isize, usize)> = Vec::new();
        let mut entry = DebuggingInformationEntry::null();
        while !raw.is_empty() {
            let depth = raw.next_depth();
            let offset = raw.next_offset();
            let mut ahead = raw.clone();
            let Some(abbreviation) = raw.read_abbreviation()? else { continue };
            if abbreviation.attributes().len() > ATTRIBUTES_MAX {
                return Err(gimli::Error::InvalidAbbreviationCode(abbreviation.code()));
            }
            let tag = abbreviation.tag();
            if matches!(tag, dw::DW_TAG_subprogram | dw::DW_TAG_variable) {
                ahead.read_entry(&mut entry)?;
                self.consider(at, &entry, wanted, found);
            }
            if is_scope(tag) {
                while open.last().is_some_and(|(d, _)| *d >= depth) {
                    open.pop();
                }
                let parent = open.last().map(|(_, index)| *index);
                scopes.push(Scope { offset: offset.0, parent });
                open.push((depth, scopes.len() - 1));
            }
            raw.skip_attributes(abbreviation.attributes())?;
        }
        Ok(scopes)
    }

    fn consider(&self, at: usize, entry: &Raw<'a>, wanted: &Wanted<'_>, found: &mut BTreeMap<String, Found>) {
        let info = &self.units[at];
        let flag = |name| matches!(entry.attr_value(name), Some(AttributeValue::Flag(true)));
        // Elsewhere an entry with an origin is a copy without types. Zig's own backend describes each instance
        // of a generic function whole, and names the generic one beside it.
        let instance = entry.has_attr(dw::DW_AT_linkage_name) && matches!(info.language, Language::Zig(_));
        if flag(dw::DW_AT_declaration) || (entry.has_attr(dw::DW_AT_abstract_origin) && !instance) {
            return;
        }
        let string = |attribute| {
            let value = entry.attr_value(attribute)?;
            bytes(&self.dwarf, &info.unit, value)
        };
        let mut offer = |name: &str, fit: Fit| {
            let die = DieId { unit: at, offset: entry.offset() };
            let variable = entry.tag() == dw::DW_TAG_variable;
            let new = Found { die, variable, fit };
            found
                .entry(name.to_owned())
                .and_modify(|old| {
                    if old.fit < fit {
                        *old = new;
                    }
                })
                .or_insert(new);
        };
        let linkage = string(dw::DW_AT_linkage_name).and_then(|b| std::str::from_utf8(b).ok());
        if let Some(linkage) = linkage {
            if wanted.names.contains(linkage) {
                offer(linkage, Fit::Linkage);
            }
            if !matches!(info.language, Language::Zig(_)) {
                return;
            }
        }
        let name = string(dw::DW_AT_name).and_then(|b| std::str::from_utf8(b).ok());
        let zig = matches!(info.language, Language::Zig(_));
        if zig && let Some(address) = self.address(info, entry) {
            for symbol in wanted.addresses.get(&address).into_iter().flatten() {
                offer(symbol, Fit::Address);
            }
        }
        if let Some(name) = name
            && wanted.names.contains(name)
        {
            if flag(dw::DW_AT_external) {
                offer(name, Fit::Name);
            } else if zig && wanted.thread_locals.contains(name) {
                offer(name, Fit::ThreadLocal);
            }
        }
    }

    /// Where a function begins or a variable lies.
    fn address(&self, info: &UnitInfo<'a>, entry: &Raw<'a>) -> Option<u64> {
        if let Some(low) = entry.attr_value(dw::DW_AT_low_pc) {
            return self.dwarf.attr_address(&info.unit, low).ok().flatten();
        }
        let AttributeValue::Exprloc(expression) = entry.attr_value(dw::DW_AT_location)? else {
            return None;
        };
        let mut operations = expression.operations(info.unit.encoding());
        match operations.next().ok()?? {
            gimli::Operation::Address { address } => Some(address),
            gimli::Operation::AddressIndex { index } => self.dwarf.address(&info.unit, index).ok(),
            _ => None,
        }
    }
}

/// One entry, with its place.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    pub(super) die: DieId,
    pub(super) raw: Raw<'a>,
}

impl Entry<'_> {
    pub(super) fn tag(&self) -> gimli::DwTag {
        self.raw.tag()
    }

    pub(super) fn unsigned(&self, attribute: gimli::DwAt) -> Option<u64> {
        self.raw.attr(attribute)?.udata_value()
    }

    pub(super) fn flag(&self, attribute: gimli::DwAt) -> bool {
        matches!(self.raw.attr_value(attribute), Some(AttributeValue::Flag(true)))
    }
}

/// Why a type could not be resolved.
#[derive(Debug)]
pub(super) enum Stop {
    Damaged(gimli::Error),
    TooMany,
}

impl From<gimli::Error> for Stop {
    fn from(error: gimli::Error) -> Self {
        Self::Damaged(error)
    }
}

impl Stop {
    pub(super) fn into_error(self, member: Option<&str>) -> ReadError {
        match self {
            Self::Damaged(e) => ReadError::malformed(member, format!("debug information: {e}")),
            Self::TooMany => ReadError::TooMany {
                member: member.map(str::to_owned),
                what: "entries of debug information behind its exports",
                limit: VISITS_MAX,
            },
        }
    }
}

fn is_scope(tag: gimli::DwTag) -> bool {
    matches!(
        tag,
        dw::DW_TAG_namespace
            | dw::DW_TAG_subprogram
            | dw::DW_TAG_structure_type
            | dw::DW_TAG_class_type
            | dw::DW_TAG_union_type
            | dw::DW_TAG_enumeration_type
    )
}

/// One table a unit. A table ends where the next one begins, so that reading all of them is linear
/// however the headers point.
fn abbreviations<'a>(
    dwarf: &Dwarf<R<'a>>,
    headers: &[UnitHeader<R<'a>>],
) -> Result<Vec<Arc<Abbreviations>>, gimli::Error> {
    let section = *dwarf.debug_abbrev.reader();
    let starts: BTreeSet<usize> = headers.iter().map(|h| h.debug_abbrev_offset().0).collect();
    let mut tables: BTreeMap<usize, Arc<Abbreviations>> = BTreeMap::new();
    let mut tables_of = Vec::with_capacity(headers.len());
    for header in headers {
        let start = header.debug_abbrev_offset().0;
        if let Some(table) = tables.get(&start) {
            tables_of.push(Arc::clone(table));
            continue;
        }
        let end = starts.range(start + 1..).next().copied().unwrap_or(usize::MAX);
        let length = end.min(section.len());
        let bytes = section.slice().get(..length).unwrap_or_default();
        let table = DebugAbbrev::new(bytes, section.endian())
            .abbreviations(header.debug_abbrev_offset())
            .map(Arc::new)?;
        tables.insert(start, Arc::clone(&table));
        tables_of.push(table);
    }
    Ok(tables_of)
}

/// A unit without its line program, which is only wanted where a wanted symbol is declared.
fn bare_unit<'a>(
    dwarf: &Dwarf<R<'a>>,
    header: UnitHeader<R<'a>>,
    abbreviations: Arc<Abbreviations>,
) -> Result<Unit<'a>, gimli::Error> {
    let encoding = header.encoding();
    let mut unit = gimli::Unit {
        abbreviations,
        name: None,
        comp_dir: None,
        low_pc: 0,
        str_offsets_base: gimli::DebugStrOffsetsBase::default_for_encoding_and_file(
            encoding,
            dwarf.file_type,
        ),
        addr_base: gimli::DebugAddrBase(0),
        loclists_base: gimli::DebugLocListsBase::default_for_encoding_and_file(encoding, dwarf.file_type),
        rnglists_base: gimli::DebugRngListsBase::default_for_encoding_and_file(encoding, dwarf.file_type),
        line_program: None,
        dwo_id: None,
        header,
    };
    let root = unit.entry(unit.header.root_offset())?;
    if let Some(AttributeValue::DebugStrOffsetsBase(base)) = root.attr_value(dw::DW_AT_str_offsets_base) {
        unit.str_offsets_base = base;
    }
    if let Some(AttributeValue::DebugAddrBase(base)) = root.attr_value(dw::DW_AT_addr_base) {
        unit.addr_base = base;
    }
    Ok(unit)
}

fn text<'a>(dwarf: &Dwarf<R<'a>>, unit: &Unit<'a>, value: AttributeValue<R<'a>>) -> Option<String> {
    Some(String::from_utf8_lossy(bytes(dwarf, unit, value)?).into_owned())
}

/// The bytes of a string, up to its terminator. Not gimli's own: that one looks for the terminator
/// through the whole section, which a hostile file makes quadratic.
fn bytes<'a>(dwarf: &Dwarf<R<'a>>, unit: &Unit<'a>, value: AttributeValue<R<'a>>) -> Option<&'a [u8]> {
    let (section, offset) = match value {
        AttributeValue::String(string) => return Some(string.slice()),
        AttributeValue::DebugStrRef(offset) => (dwarf.debug_str.reader(), offset.0),
        AttributeValue::DebugLineStrRef(offset) => (dwarf.debug_line_str.reader(), offset.0),
        AttributeValue::DebugStrOffsetsIndex(index) => {
            let offset = dwarf.string_offset(unit, index).ok()?;
            (dwarf.debug_str.reader(), offset.0)
        }
        _ => return None,
    };
    let rest = section.slice().get(offset..)?;
    let rest = &rest[..rest.len().min(NAME_BYTES_MAX)];
    let end = rest.iter().position(|b| *b == 0)?;
    Some(&rest[..end])
}

impl<'a> Image<'a> {
    /// Where an entry is declared.
    pub(super) fn location(&mut self, entry: &Entry<'a>) -> Option<crate::model::Location> {
        let line = u32::try_from(entry.unsigned(dw::DW_AT_decl_line)?).ok()?;
        let file = entry.unsigned(dw::DW_AT_decl_file)?;
        let unit = &self.units[entry.die.unit].unit;
        let root = unit.entry(unit.header.root_offset()).ok()?;
        let AttributeValue::DebugLineRef(offset) = root.attr_value(dw::DW_AT_stmt_list)? else {
            return None;
        };
        self.read_files(offset, entry.die.unit);
        let header = self.files.get(&offset.0)?.as_ref()?;
        let file = header.file(file)?;
        let unit = &self.units[entry.die.unit].unit;
        let string = |value| text(&self.dwarf, unit, value);
        let mut path = String::new();
        if let Some(directory) = file.directory(header).and_then(string) {
            path.push_str(&directory);
            path.push('/');
        }
        path.push_str(&string(file.path_name())?);
        self.text_bytes.set(self.text_bytes.get() + path.len());
        let column = entry.unsigned(dw::DW_AT_decl_column).and_then(|c| u32::try_from(c).ok());
        Some(crate::model::Location { file: path, line, column: column.unwrap_or(0) })
    }

    /// Reads a table of files, once.
    fn read_files(&mut self, offset: gimli::DebugLineOffset, unit: usize) {
        if self.files.contains_key(&offset.0) || self.visits > VISITS_MAX {
            return;
        }
        let size = self.units[unit].unit.header.address_size();
        let program = self.dwarf.debug_line.program(offset, size, None, None).ok();
        let header = program.map(|program| program.header().clone());
        let bytes = header.as_ref().map_or(0, gimli::LineProgramHeader::header_length);
        self.visits = self.visits.saturating_add(bytes / LINE_BYTES_PER_VISIT);
        self.files.insert(offset.0, header);
    }
}

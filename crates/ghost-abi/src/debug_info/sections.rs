//! The sections of one object that hold debug information, as if a linker had placed it.
//!
//! A relocatable object's sections all begin at address 0, and what its debug information says is
//! zeros with instructions how to fill them. [`Layout`] gives every section a place of its own, so
//! that an address names one thing; [`load`] carries out the instructions.

use std::borrow::Cow;

use object::read::{CompressionFormat, RelocationTarget};
use object::{BinaryFormat, Object, ObjectKind, ObjectSection, ObjectSymbol, RelocationKind, SectionKind};

use crate::container::ReadError;

/// Where the first section of a relocatable object is placed. Not 0: that stands for "nowhere".
const BASE: u64 = 0x1_0000;
/// Room between sections, so that the end of one is not the start of the next.
const GAP: u64 = 0x40;

/// The address of every section of an object.
pub(super) struct Layout {
    placed: Option<Vec<u64>>,
}

impl Layout {
    pub(super) fn of(file: &object::File<'_>) -> Self {
        let relocatable = matches!(file.kind(), ObjectKind::Relocatable | ObjectKind::Unknown);
        // In WebAssembly every place already holds what it would hold if the object were linked alone.
        let relocatable = relocatable && file.format() != BinaryFormat::Wasm;
        if !relocatable || file.sections().any(|s| s.address() != 0) {
            return Self { placed: None };
        }
        let mut placed = Vec::new();
        let mut next = BASE;
        for section in file.sections() {
            let index = section.index().0;
            if placed.len() <= index {
                placed.resize(index + 1, 0);
            }
            if is_loaded(section.kind()) {
                placed[index] = next;
                next = next.wrapping_add(section.size()).wrapping_add(GAP);
            }
        }
        Self { placed: Some(placed) }
    }

    /// The address of a symbol that is defined here.
    pub(super) fn address<'a>(&self, symbol: &impl ObjectSymbol<'a>) -> u64 {
        symbol.address().wrapping_add(self.base(symbol.section_index()))
    }

    fn base(&self, section: Option<object::SectionIndex>) -> u64 {
        match (&self.placed, section) {
            (Some(placed), Some(index)) => placed.get(index.0).copied().unwrap_or(0),
            _ => 0,
        }
    }
}

/// Whether a section has addresses when the program runs. Debug information has offsets only.
fn is_loaded(kind: SectionKind) -> bool {
    use SectionKind as K;
    matches!(
        kind,
        K::Text
            | K::Data
            | K::ReadOnlyData
            | K::ReadOnlyDataWithRel
            | K::ReadOnlyString
            | K::UninitializedData
            | K::Tls
            | K::UninitializedTls
            | K::TlsVariables
    )
}

/// The contents of a section, relocated. Empty when the object does not have it.
pub(super) fn load<'a>(
    file: &object::File<'a>,
    layout: &Layout,
    name: &str,
    member: Option<&str>,
) -> Result<Cow<'a, [u8]>, ReadError> {
    let Some(section) = file.section_by_name(name) else {
        return Ok(Cow::Borrowed(&[]));
    };
    let range = section.compressed_file_range().map_err(|e| ReadError::malformed(member, e))?;
    if range.format != CompressionFormat::None {
        return Err(ReadError::Compressed { member: member.map(str::to_owned), section: name.to_owned() });
    }
    let data = section.data().map_err(|e| ReadError::malformed(member, e))?;
    let mut relocations = section.relocations().peekable();
    if relocations.peek().is_none() {
        return Ok(Cow::Borrowed(data));
    }
    let mut data = data.to_vec();
    let little = file.is_little_endian();
    for (offset, relocation) in relocations {
        if let Some(value) = target_value(file, layout, &relocation) {
            patch(&mut data, offset, &relocation, value, little);
        }
    }
    Ok(Cow::Owned(data))
}

/// What a relocation adds to the place it is about. `None` for kinds that no reader here needs:
/// differences of addresses (RISC-V) and thread-local offsets.
fn target_value(file: &object::File<'_>, layout: &Layout, relocation: &object::Relocation) -> Option<u64> {
    if !matches!(relocation.kind(), RelocationKind::Absolute | RelocationKind::SectionOffset) {
        return None;
    }
    let base = match relocation.target() {
        RelocationTarget::Symbol(index) => {
            let symbol = file.symbol_by_index(index).ok()?;
            layout.address(&symbol)
        }
        RelocationTarget::Section(index) => {
            // Mach-O writes the address that the section has in this file into the place itself.
            if file.format() == BinaryFormat::MachO {
                return None;
            }
            let section = file.section_by_index(index).ok()?;
            let own = if is_loaded(section.kind()) { section.address() } else { 0 };
            own.wrapping_add(layout.base(Some(index)))
        }
        RelocationTarget::Absolute => 0,
        _ => return None,
    };
    Some(base.wrapping_add_signed(relocation.addend()))
}

/// Writes a value of 32 or 64 bits. A relocation outside the section is left out: what it should
/// have filled stays a zero, and the readers treat a wrong offset as damage anyway.
fn patch(data: &mut [u8], offset: u64, relocation: &object::Relocation, value: u64, little: bool) {
    let width = usize::from(relocation.size() / 8);
    if !matches!(width, 4 | 8) {
        return;
    }
    let Some(place) = usize::try_from(offset)
        .ok()
        .and_then(|at| Some(at..at.checked_add(width)?))
        .and_then(|range| data.get_mut(range))
    else {
        return;
    };
    let before = if relocation.has_implicit_addend() { read(place, little) } else { 0 };
    let value = value.wrapping_add(before);
    let bytes = value.to_le_bytes();
    for (i, byte) in place.iter_mut().enumerate() {
        *byte = bytes[if little { i } else { width - 1 - i }];
    }
}

fn read(place: &[u8], little: bool) -> u64 {
    let fold = |value: u64, byte: &u8| (value << 8) | u64::from(*byte);
    if little { place.iter().rev().fold(0, fold) } else { place.iter().fold(0, fold) }
}

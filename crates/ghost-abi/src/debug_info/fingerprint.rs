//! What tells two types of one path apart: two versions of one crate in one library.
//!
//! Debug information names a type by its path, which does not have the crate's version. A type is
//! known by its content: size, fields with their places, what they hold, and what their pointers
//! lead to, some steps deep. Two types that agree in all of that are one type to every caller.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use gimli::constants as dw;

use super::image::{DieId, Entry, Stop};
use super::lower::Lowering;

/// How many pointers are followed, one behind the other.
const POINTERS_MAX: u8 = 3;
/// Deepest nesting by value that is told apart. One enum that carries data has three levels.
const DEPTH_MAX: usize = 512;

/// What was computed, by entry and number of pointers that were left to follow. `None` while it is.
pub(super) type Fingerprints = HashMap<(DieId, u8), Option<u64>>;

/// Attributes that decide what a type is to its users.
const ATTRIBUTES: &[gimli::DwAt] = &[
    dw::DW_AT_byte_size,
    dw::DW_AT_alignment,
    dw::DW_AT_data_member_location,
    dw::DW_AT_data_bit_offset,
    dw::DW_AT_bit_size,
    dw::DW_AT_const_value,
    dw::DW_AT_discr_value,
    dw::DW_AT_count,
    dw::DW_AT_upper_bound,
    dw::DW_AT_encoding,
];

impl<'a> Lowering<'_, 'a> {
    /// A number that only types of the same content share.
    pub(super) fn fingerprint(&mut self, die: DieId) -> Result<u64, Stop> {
        self.content(die, POINTERS_MAX, 0)
    }

    fn content(&mut self, die: DieId, pointers: u8, depth: usize) -> Result<u64, Stop> {
        if depth > DEPTH_MAX {
            // So deep inside it is known by its name and size.
            let entry = self.image.entry(die)?;
            let mut hasher = DefaultHasher::new();
            self.add(&entry, &mut hasher);
            return Ok(hasher.finish());
        }
        match self.fingerprints.get(&(die, pointers)) {
            Some(Some(known)) => return Ok(*known),
            // By value only what is damaged contains itself.
            Some(None) => return Ok(0),
            None => {}
        }
        self.fingerprints.insert((die, pointers), None);
        let entry = self.image.entry(die)?;
        let mut hasher = DefaultHasher::new();
        self.add(&entry, &mut hasher);
        let is_pointer = matches!(entry.tag(), dw::DW_TAG_pointer_type | dw::DW_TAG_reference_type);
        if !is_pointer {
            self.target(&entry, pointers, depth, &mut hasher)?;
            self.parts(&entry, pointers, depth, &mut hasher)?;
        } else if let Some(fewer) = pointers.checked_sub(1) {
            self.target(&entry, fewer, depth, &mut hasher)?;
        }
        let content = hasher.finish();
        self.fingerprints.insert((die, pointers), Some(content));
        Ok(content)
    }

    /// What an entry says of itself.
    fn add(&mut self, entry: &Entry<'a>, hasher: &mut DefaultHasher) {
        entry.tag().0.hash(hasher);
        self.image.name(entry).hash(hasher);
        for attribute in ATTRIBUTES {
            let value = entry.raw.attr(*attribute);
            value
                .and_then(|value| value.udata_value().map(u64::cast_signed).or(value.sdata_value()))
                .hash(hasher);
        }
    }

    fn target(
        &mut self,
        entry: &Entry<'a>,
        pointers: u8,
        depth: usize,
        hasher: &mut DefaultHasher,
    ) -> Result<(), Stop> {
        if let Some(target) = self.image.reference(entry, dw::DW_AT_type) {
            self.content(target, pointers, depth + 1)?.hash(hasher);
        }
        Ok(())
    }

    /// Fields, variants, parameters; not the types and functions that only stand inside.
    fn parts(
        &mut self,
        entry: &Entry<'a>,
        pointers: u8,
        depth: usize,
        hasher: &mut DefaultHasher,
    ) -> Result<(), Stop> {
        if depth > DEPTH_MAX {
            return Ok(());
        }
        for child in self.image.children(entry.die)? {
            if !matches!(
                child.tag(),
                dw::DW_TAG_member
                    | dw::DW_TAG_enumerator
                    | dw::DW_TAG_variant_part
                    | dw::DW_TAG_variant
                    | dw::DW_TAG_subrange_type
                    | dw::DW_TAG_formal_parameter
            ) {
                continue;
            }
            self.add(&child, hasher);
            // The type of an array's index means nothing, and differs between units.
            if child.tag() != dw::DW_TAG_subrange_type {
                self.target(&child, pointers, depth, hasher)?;
            }
            self.parts(&child, pointers, depth + 1, hasher)?;
        }
        Ok(())
    }
}

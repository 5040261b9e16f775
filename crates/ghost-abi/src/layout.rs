//! Sizes, alignments and offsets from declarations, by the C rules of a machine.
//!
//! Only what a declaration promises is computed: a type whose compiler may order fields as it
//! likes has no layout here, nor has anything that contains one by value.

use std::collections::BTreeMap;

use crate::model::{BitRange, Field, Int, Interface, Layout, Machine, Record, Repr, Type, TypeDef, TypeKind};

/// Deepest nesting of types by value that is followed.
const DEPTH_MAX: u32 = 64;

/// The layout of a type in use, where every part of it is known.
#[must_use]
pub fn of(types: &BTreeMap<String, TypeDef>, machine: &Machine, ty: &Type) -> Option<Layout> {
    Layouts::new(types, machine).of(ty)
}

/// Computes layouts and offsets for every type of an interface that has none and whose parts are
/// known. What a witness measured is left as it is.
pub fn fill(interface: &mut Interface) {
    let mut layouts = Layouts::new(&interface.types, &interface.machine);
    let mut computed = Vec::new();
    for (name, def) in &interface.types {
        computed.push((name.clone(), layouts.named(name, 0), layouts.places(&def.kind)));
    }
    for (name, layout, places) in computed {
        let Some(def) = interface.types.get_mut(&name) else { continue };
        if def.layout.is_none() {
            def.layout = layout;
        }
        let (TypeKind::Struct(record) | TypeKind::Union(record)) = &mut def.kind else { continue };
        for (field, place) in record.fields.iter_mut().zip(places) {
            match place {
                Place::Bytes(offset) if field.offset_bytes.is_none() => field.offset_bytes = Some(offset),
                Place::Bits(range) if field.bits.is_none() => field.bits = Some(range),
                _ => {}
            }
        }
    }
}

/// Places fields one after the other. `parts` are layouts with the alignment in force for each.
/// Returns offsets, size and alignment; `None` when a size does not fit in 64 bits.
#[must_use]
pub fn sequence(parts: &[(u64, u64)], align_min: u64) -> Option<(Vec<u64>, Layout)> {
    let mut end = 0_u64;
    let mut align = align_min.max(1);
    let mut offsets = Vec::with_capacity(parts.len());
    for &(size, part_align) in parts {
        let start = end.checked_next_multiple_of(part_align.max(1))?;
        offsets.push(start);
        end = start.checked_add(size)?;
        align = align.max(part_align);
    }
    Some((offsets, Layout { size_bytes: end.checked_next_multiple_of(align)?, align_bytes: align }))
}

/// The layout of an integer in memory, on machines that align numbers of 8 bytes to 8.
#[must_use]
pub fn of_int(int: Int) -> Layout {
    let bytes = u64::from(int.bits).div_ceil(8).max(1).next_power_of_two();
    Layout { size_bytes: bytes, align_bytes: bytes.min(16) }
}

/// Width in bits of a type inside a bit-packed struct.
#[must_use]
pub fn bits_of(types: &BTreeMap<String, TypeDef>, machine: &Machine, ty: &Type) -> Option<u32> {
    bits_at(types, *machine, ty, 0)
}

fn bits_at(types: &BTreeMap<String, TypeDef>, machine: Machine, ty: &Type, depth: u32) -> Option<u32> {
    if depth > DEPTH_MAX {
        return None;
    }
    match ty {
        Type::Void => Some(0),
        Type::Bool => Some(1),
        Type::Int(int) => Some(u32::from(int.bits)),
        Type::Float(bits) => Some(u32::from(*bits)),
        Type::RustChar => Some(32),
        Type::Pointer(_) | Type::FnPointer(_) => Some(u32::from(machine.pointer_bytes) * 8),
        Type::Array { .. } | Type::Never | Type::Foreign(_) => None,
        Type::Named(name) => match &types.get(name)?.kind {
            TypeKind::Alias(target) => bits_at(types, machine, target, depth + 1),
            TypeKind::Enum(e) => e.tag.map(|tag| u32::from(tag.bits)),
            TypeKind::Struct(Record { repr: Repr::Bits(bits), .. })
            | TypeKind::Union(Record { repr: Repr::Bits(bits), .. }) => Some(u32::from(*bits)),
            _ => None,
        },
    }
}

enum Place {
    Unknown,
    Bytes(u64),
    Bits(BitRange),
}

/// A computation with a memory, so that shared types cost once.
pub(crate) struct Layouts<'a> {
    types: &'a BTreeMap<String, TypeDef>,
    machine: &'a Machine,
    known: BTreeMap<&'a str, Option<Layout>>,
}

impl<'a> Layouts<'a> {
    pub(crate) fn new(types: &'a BTreeMap<String, TypeDef>, machine: &'a Machine) -> Self {
        Self { types, machine, known: BTreeMap::new() }
    }

    pub(crate) fn of(&mut self, ty: &'a Type) -> Option<Layout> {
        self.at(ty, 0)
    }

    /// The layout of a type by its name.
    pub(crate) fn of_name(&mut self, name: &str) -> Option<Layout> {
        self.named(name, 0)
    }

    fn at(&mut self, ty: &'a Type, depth: u32) -> Option<Layout> {
        if depth > DEPTH_MAX {
            return None;
        }
        let bytes = |n: u64| Some(Layout { size_bytes: n, align_bytes: n });
        match ty {
            Type::Bool => bytes(1),
            Type::Int(int) => Some(self.of_int(*int)),
            Type::Float(80) => self.float80(),
            Type::Float(64) => {
                Some(Layout { size_bytes: 8, align_bytes: u64::from(self.machine.wide_align_bytes) })
            }
            Type::Float(bits) => bytes(u64::from(*bits) / 8),
            Type::RustChar => bytes(4),
            Type::Pointer(_) | Type::FnPointer(_) => bytes(u64::from(self.machine.pointer_bytes)),
            Type::Array { element, len } => {
                let element = self.at(element, depth + 1)?;
                Some(Layout { size_bytes: element.size_bytes.checked_mul(*len)?, ..element })
            }
            Type::Named(name) => self.named(name, depth + 1),
            Type::Void | Type::Never | Type::Foreign(_) => None,
        }
    }

    fn of_int(&self, int: Int) -> Layout {
        let layout = of_int(int);
        if layout.size_bytes == 8 {
            return Layout { align_bytes: u64::from(self.machine.wide_align_bytes), ..layout };
        }
        layout
    }

    fn of_bits(&self, bits: u16) -> Layout {
        self.of_int(Int { signed: false, bits, spelling: crate::model::IntSpelling::Fixed })
    }

    /// x87's extended type: padded to its alignment.
    fn float80(&self) -> Option<Layout> {
        match self.machine.pointer_bytes {
            8 => Some(Layout { size_bytes: 16, align_bytes: 16 }),
            4 => Some(Layout { size_bytes: 12, align_bytes: 4 }),
            _ => None,
        }
    }

    fn named(&mut self, name: &str, depth: u32) -> Option<Layout> {
        let (key, def) = self.types.get_key_value(name)?;
        if let Some(known) = self.known.get(key.as_str()) {
            return *known;
        }
        // A type that contains itself by value meets this and has no layout.
        self.known.insert(key, None);
        let layout = def.layout.or_else(|| self.of_kind(&def.kind, depth));
        self.known.insert(key, layout);
        layout
    }

    fn of_kind(&mut self, kind: &'a TypeKind, depth: u32) -> Option<Layout> {
        match kind {
            TypeKind::Struct(record) => Some(self.record(record, depth)?.1),
            TypeKind::Union(record) => self.union(record, depth),
            TypeKind::Enum(e) => e.tag.map(|tag| self.of_int(tag)),
            TypeKind::Alias(target) => self.at(target, depth + 1),
            TypeKind::Opaque => None,
        }
    }

    fn record(&mut self, record: &'a Record, depth: u32) -> Option<(Vec<u64>, Layout)> {
        let (cap, least) = match record.repr {
            Repr::C { align } => (u64::MAX, align.unwrap_or(1)),
            Repr::CPacked(cap) => (cap, 1),
            Repr::Transparent => (u64::MAX, 1),
            Repr::Bits(bits) => {
                return Some((Vec::new(), self.of_bits(bits)));
            }
            Repr::Native | Repr::Unknown => return None,
        };
        let parts = record
            .fields
            .iter()
            .map(|f| self.at(&f.ty, depth + 1).map(|l| (l.size_bytes, l.align_bytes.min(cap))))
            .collect::<Option<Vec<_>>>()?;
        sequence(&parts, least)
    }

    fn union(&mut self, record: &'a Record, depth: u32) -> Option<Layout> {
        let (cap, least) = match record.repr {
            Repr::C { align } => (u64::MAX, align.unwrap_or(1)),
            Repr::CPacked(cap) => (cap, 1),
            Repr::Transparent => (u64::MAX, 1),
            Repr::Bits(bits) => {
                return Some(self.of_bits(bits));
            }
            Repr::Native | Repr::Unknown => return None,
        };
        let mut size = 0;
        let mut align = least.max(1);
        for field in &record.fields {
            let layout = self.at(&field.ty, depth + 1)?;
            size = size.max(layout.size_bytes);
            align = align.max(layout.align_bytes.min(cap));
        }
        Some(Layout { size_bytes: size.checked_next_multiple_of(align)?, align_bytes: align })
    }

    fn places(&mut self, kind: &'a TypeKind) -> Vec<Place> {
        match kind {
            TypeKind::Struct(Record { fields, repr: Repr::Bits(_) }) => self.bit_places(fields),
            TypeKind::Struct(record) => match self.record(record, 0) {
                Some((offsets, _)) => offsets.into_iter().map(Place::Bytes).collect(),
                None => record.fields.iter().map(|_| Place::Unknown).collect(),
            },
            TypeKind::Union(record) if record.repr != Repr::Native => {
                record.fields.iter().map(|_| Place::Bytes(0)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn bit_places(&self, fields: &[Field]) -> Vec<Place> {
        let mut offset = 0;
        let mut known = true;
        let place = |field: &Field| {
            let width = bits_of(self.types, self.machine, &field.ty);
            known &= width.is_some();
            let width = width.unwrap_or(0);
            let here: u32 = offset;
            // A struct of so many bits is none.
            let Some(end) = here.checked_add(width) else {
                known = false;
                return Place::Unknown;
            };
            offset = end;
            if known { Place::Bits(BitRange { offset: here, width }) } else { Place::Unknown }
        };
        fields.iter().map(place).collect()
    }
}

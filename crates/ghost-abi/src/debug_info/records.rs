//! Structs, unions and enums: fields with their offsets, variants with their values.
//!
//! A Rust enum that carries data is described as the C types that its `repr` promises: a tag and a
//! union after it (`repr(C)`), or a union of structs that each begin with the tag (`repr(u8)`). An
//! enum whose fields lie elsewhere has no such promise and is opaque.

use gimli::{AttributeValue, constants as dw};

use super::image::{DieId, Entry, Language, Stop};
use super::lower::{Lowering, layout};
use crate::model::{
    BitRange, Enum, Field, Int, IntSpelling, Layout, Record, Repr, Type, TypeDef, TypeKind, Variant,
};

/// Deepest nesting of arrays and wrappers while a size is computed.
const SIZE_DEPTH_MAX: usize = 32;

/// Width of the tag of a `repr(C)` enum, on every machine with a `std`.
const C_INT_BITS: u16 = 32;

/// What a variant carries.
struct Body {
    name: String,
    fields: Vec<Placed>,
}

/// A field with what decides where C would put it.
struct Placed {
    field: Field,
    offset: u64,
    size: u64,
    align: u64,
}

impl<'a> Lowering<'_, 'a> {
    pub(super) fn record_kind(&mut self, name: &str, entry: &Entry<'a>) -> Result<TypeKind, Stop> {
        let language = self.image.language(entry.die);
        if entry.flag(dw::DW_AT_declaration)
            || (language != Language::C && entry.unsigned(dw::DW_AT_byte_size) == Some(0))
        {
            return Ok(TypeKind::Opaque);
        }
        if matches!(language, Language::Zig(_)) && entry.tag() == dw::DW_TAG_structure_type {
            // Zig's own backend gives a packed struct the integer that it is.
            if let Type::Int(backing) = self.type_of(entry, 0)? {
                return self.bit_fields(entry, backing.bits).map(TypeKind::Struct);
            }
        }
        match entry.tag() {
            dw::DW_TAG_enumeration_type => self.enumeration(entry).map(TypeKind::Enum),
            dw::DW_TAG_union_type => self.fields(entry).map(|f| TypeKind::Union(unknown(f))),
            _ => {
                let children = self.image.children(entry.die)?;
                match children.iter().find(|c| c.tag() == dw::DW_TAG_variant_part) {
                    // Zig's tagged unions promise no layout.
                    Some(_) if language != Language::Rust => Ok(TypeKind::Opaque),
                    Some(part) => self.enum_with_data(name, entry, part),
                    None if children.is_empty() && entry.unsigned(dw::DW_AT_byte_size).is_none() => {
                        Ok(TypeKind::Opaque)
                    }
                    None => self.fields(entry).map(|f| TypeKind::Struct(unknown(f))),
                }
            }
        }
    }

    fn enumeration(&mut self, entry: &Entry<'a>) -> Result<Enum, Stop> {
        let language = self.image.language(entry.die);
        let bits = entry.unsigned(dw::DW_AT_byte_size).and_then(|b| u16::try_from(b.checked_mul(8)?).ok());
        let tag = match self.type_of(entry, 0)? {
            Type::Int(int) => Some(int),
            _ => bits.map(|bits| Int { signed: false, bits, spelling: IntSpelling::Fixed }),
        };
        let mut variants = Vec::new();
        for child in self.image.children(entry.die)? {
            if child.tag() == dw::DW_TAG_enumerator {
                let name = self.image.name(&child).unwrap_or_default();
                let value = constant(&child, dw::DW_AT_const_value, tag);
                variants.push(variant(name, value.unwrap_or(0)));
            }
        }
        let open = language == Language::C;
        Ok(Enum { tag, open, variants })
    }

    fn fields(&mut self, entry: &Entry<'a>) -> Result<Vec<Field>, Stop> {
        Ok(self.placed_fields(entry)?.into_iter().map(|p| p.field).collect())
    }

    /// Fields in the order of declaration. Those without a size are left out: C has no such thing.
    fn placed_fields(&mut self, entry: &Entry<'a>) -> Result<Vec<Placed>, Stop> {
        let rust = self.image.language(entry.die) == Language::Rust;
        let mut placed = Vec::new();
        for child in self.image.children(entry.die)? {
            if child.tag() != dw::DW_TAG_member || child.flag(dw::DW_AT_external) {
                continue;
            }
            let Some(target) = self.image.reference(&child, dw::DW_AT_type) else { continue };
            let size = self.size_of(target, 0)?;
            if rust && size == Some(0) {
                continue;
            }
            let name = self.image.name(&child).unwrap_or_default();
            let ty = self.ty(target, 0)?;
            let offset = child.unsigned(dw::DW_AT_data_member_location);
            let bits = bit_range(&child);
            let offset_bytes = match bits {
                Some(_) => offset,
                None => Some(offset.unwrap_or(0)),
            };
            let name = name.strip_prefix("__").filter(|n| is_number(n)).unwrap_or(&name).to_owned();
            placed.push(Placed {
                field: Field { name, ty, offset_bytes, bits, docs: Vec::new(), location: None },
                offset: offset.unwrap_or(0),
                size: size.unwrap_or(0),
                align: child.unsigned(dw::DW_AT_alignment).unwrap_or(1).max(1),
            });
        }
        Ok(placed)
    }

    /// The fields of Zig's `packed struct`: bits of one integer.
    fn bit_fields(&mut self, entry: &Entry<'a>, backing: u16) -> Result<Record, Stop> {
        let mut fields: Vec<Field> = Vec::new();
        let mut starts = Vec::new();
        for child in self.image.children(entry.die)? {
            if child.tag() == dw::DW_TAG_member {
                let offset = child.unsigned(dw::DW_AT_data_bit_offset).unwrap_or(0);
                starts.push(u32::try_from(offset).unwrap_or(u32::MAX));
                let ty = self.type_of(&child, 0)?;
                fields.push(field(self.image.name(&child).unwrap_or_default(), ty, 0));
            }
        }
        // A field reaches to where the next one begins.
        let ends = starts.iter().copied().skip(1).chain([u32::from(backing)]);
        for ((field, start), end) in fields.iter_mut().zip(&starts).zip(ends) {
            field.offset_bytes = None;
            field.bits = Some(BitRange { offset: *start, width: end.saturating_sub(*start) });
        }
        Ok(Record { fields, repr: Repr::Bits(backing) })
    }

    /// Size in bytes, where the entries say it.
    pub(super) fn size_of(&mut self, die: DieId, depth: usize) -> Result<Option<u64>, Stop> {
        if depth > SIZE_DEPTH_MAX {
            return Err(Stop::TooMany);
        }
        let entry = self.image.entry(die)?;
        if let Some(size) = entry.unsigned(dw::DW_AT_byte_size) {
            return Ok(Some(size));
        }
        match entry.tag() {
            dw::DW_TAG_pointer_type | dw::DW_TAG_reference_type => {
                Ok(Some(u64::from(self.machine.pointer_bytes)))
            }
            dw::DW_TAG_array_type => {
                let Some(element) = self.image.reference(&entry, dw::DW_AT_type) else {
                    return Ok(None);
                };
                let Some(mut size) = self.size_of(element, depth + 1)? else { return Ok(None) };
                for child in self.image.children(die)? {
                    if child.tag() == dw::DW_TAG_subrange_type {
                        let count = child
                            .unsigned(dw::DW_AT_count)
                            .or_else(|| child.unsigned(dw::DW_AT_upper_bound)?.checked_add(1));
                        size = size.saturating_mul(count.unwrap_or(0));
                    }
                }
                Ok(Some(size))
            }
            dw::DW_TAG_typedef
            | dw::DW_TAG_const_type
            | dw::DW_TAG_volatile_type
            | dw::DW_TAG_atomic_type => match self.image.reference(&entry, dw::DW_AT_type) {
                Some(target) => self.size_of(target, depth + 1),
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    fn enum_with_data(&mut self, name: &str, entry: &Entry<'a>, part: &Entry<'a>) -> Result<TypeKind, Stop> {
        let Some(discriminant) = self.image.reference(part, dw::DW_AT_discr) else {
            return Ok(TypeKind::Opaque);
        };
        let discriminant = self.image.entry(discriminant)?;
        let tag_offset = discriminant.unsigned(dw::DW_AT_data_member_location);
        let Type::Int(tag) = self.type_of(&discriminant, 0)? else { return Ok(TypeKind::Opaque) };
        let mut variants = Vec::new();
        let mut bodies = Vec::new();
        for child in self.image.children(part.die)? {
            if child.tag() != dw::DW_TAG_variant {
                continue;
            }
            let Some(value) = constant(&child, dw::DW_AT_discr_value, Some(tag)) else {
                // A variant that is told by another's invalid values has no tag.
                return Ok(TypeKind::Opaque);
            };
            for member in self.image.children(child.die)? {
                let Some(target) = self.image.reference(&member, dw::DW_AT_type) else { continue };
                let variant_name = self.image.name(&member).unwrap_or_default();
                variants.push(variant(variant_name.clone(), value));
                let body = self.image.entry(target)?;
                let fields = self.placed_fields(&body)?;
                bodies.push(Body { name: variant_name, fields });
            }
        }
        let tag_bytes = u64::from(tag.bits / 8);
        let carries_data = bodies.iter().any(|b| !b.fields.is_empty());
        if tag_offset != Some(0) || tag_bytes == 0 || !carries_data {
            return Ok(TypeKind::Opaque);
        }
        let tag_layout = Layout { size_bytes: tag_bytes, align_bytes: tag_bytes };
        let start = payload_start(&bodies, tag_bytes);
        let tagged = bodies.iter().all(|b| follows_c(&b.fields, 0, tag_bytes));
        // Where both forms fit they are one in memory. A narrow tag comes from `repr(u8)` far more
        // often than from `repr(C, u8)`.
        let narrow = tag.bits < C_INT_BITS;
        match start {
            Some(start) if !(tagged && narrow) => {
                let tag = self.tag_type(name, tag, variants, tag_layout);
                Ok(self.tag_then_union(name, tag, bodies, start, layout(entry)))
            }
            _ if tagged => {
                let tag = self.tag_type(name, tag, variants, tag_layout);
                Ok(self.union_of_tagged(name, &tag, bodies))
            }
            _ => Ok(TypeKind::Opaque),
        }
    }

    fn tag_type(&mut self, name: &str, tag: Int, variants: Vec<Variant>, layout: Layout) -> Type {
        let kind = TypeKind::Enum(Enum { tag: Some(tag), open: false, variants });
        self.add_definition(definition(format!("{name}_Tag"), kind, Some(layout)))
    }

    /// `struct { tag; union { … } }`, the form of `repr(C)`.
    fn tag_then_union(
        &mut self,
        name: &str,
        tag: Type,
        bodies: Vec<Body>,
        start: u64,
        whole: Option<Layout>,
    ) -> TypeKind {
        let mut parts = Vec::new();
        for body in bodies.into_iter().filter(|b| !b.fields.is_empty()) {
            let fields = body
                .fields
                .into_iter()
                .map(|p| Field { offset_bytes: Some(p.offset - start), ..p.field })
                .collect();
            let kind = TypeKind::Struct(unknown(fields));
            let path = format!("{name}_{}_Body", body.name);
            let ty = self.add_definition(definition(path, kind, None));
            parts.push(field(body.name, ty, 0));
        }
        let payload_layout = whole.map(|w| Layout {
            size_bytes: w.size_bytes.saturating_sub(start),
            align_bytes: w.align_bytes.min(start.max(1)),
        });
        let kind = TypeKind::Union(unknown(parts));
        let payload = self.add_definition(definition(format!("{name}_Payload"), kind, payload_layout));
        TypeKind::Struct(unknown(vec![
            field("tag".to_owned(), tag, 0),
            field("payload".to_owned(), payload, start),
        ]))
    }

    /// `union { struct { tag; … }; … }`, the form of `repr(u8)`.
    fn union_of_tagged(&mut self, name: &str, tag: &Type, bodies: Vec<Body>) -> TypeKind {
        let mut parts = Vec::new();
        for body in bodies {
            let mut fields = vec![field("tag".to_owned(), tag.clone(), 0)];
            fields.extend(body.fields.into_iter().map(|p| Field { offset_bytes: Some(p.offset), ..p.field }));
            let kind = TypeKind::Struct(unknown(fields));
            let path = format!("{name}_{}_Body", body.name);
            let ty = self.add_definition(definition(path, kind, None));
            parts.push(field(body.name, ty, 0));
        }
        TypeKind::Union(unknown(parts))
    }
}

/// Where the union after the tag begins, if all variants agree with C about it.
fn payload_start(bodies: &[Body], tag_bytes: u64) -> Option<u64> {
    let align = bodies.iter().flat_map(|b| &b.fields).map(|p| p.align).max()?;
    let start = tag_bytes.checked_next_multiple_of(align)?;
    bodies.iter().all(|b| follows_c(&b.fields, start, start)).then_some(start)
}

/// Whether fields lie where C would put them: one after the other from `next`, each aligned
/// relative to `origin`.
fn follows_c(fields: &[Placed], origin: u64, mut next: u64) -> bool {
    fields.iter().all(|p| {
        let relative = next.checked_sub(origin).and_then(|next| next.checked_next_multiple_of(p.align));
        let expected = relative.and_then(|offset| offset.checked_add(origin));
        next = p.offset.saturating_add(p.size);
        expected == Some(p.offset)
    })
}

fn unknown(fields: Vec<Field>) -> Record {
    Record { fields, repr: Repr::Unknown }
}

fn field(name: String, ty: Type, offset: u64) -> Field {
    Field { name, ty, offset_bytes: Some(offset), bits: None, docs: Vec::new(), location: None }
}

fn variant(name: String, value: i128) -> Variant {
    Variant { name, value, docs: Vec::new(), location: None }
}

fn definition(name: String, kind: TypeKind, layout: Option<Layout>) -> TypeDef {
    TypeDef { layout, ..TypeDef::new(name, kind) }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A constant, read with the sign of the integer it belongs to: LLVM writes -1 of an `i8` tag as
/// 255 or as -1, depending on the form.
fn constant(entry: &Entry<'_>, attribute: gimli::DwAt, tag: Option<Int>) -> Option<i128> {
    let attribute = entry.raw.attr(attribute)?;
    let wide = match attribute.raw_value() {
        AttributeValue::Sdata(value) => i128::from(value),
        AttributeValue::Udata(value) | AttributeValue::Data8(value) => i128::from(value),
        AttributeValue::Data1(value) => i128::from(value),
        AttributeValue::Data2(value) => i128::from(value),
        AttributeValue::Data4(value) => i128::from(value),
        AttributeValue::Data16(value) => value.cast_signed(),
        _ => i128::from(attribute.sdata_value()?),
    };
    let Some(Int { signed, bits, .. }) = tag else { return Some(wide) };
    if !(1..128).contains(&bits) {
        return Some(wide);
    }
    let unused = 128 - u32::from(bits);
    let high = wide.cast_unsigned() << unused;
    Some(if signed { high.cast_signed() >> unused } else { (high >> unused).cast_signed() })
}

fn bit_range(entry: &Entry<'_>) -> Option<BitRange> {
    let width = u32::try_from(entry.unsigned(dw::DW_AT_bit_size)?).ok()?;
    let offset = u32::try_from(entry.unsigned(dw::DW_AT_data_bit_offset).unwrap_or(0)).ok()?;
    Some(BitRange { offset, width })
}

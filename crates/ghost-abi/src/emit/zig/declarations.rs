//! The declarations of a Zig module, in order.

use super::super::layout;
use super::super::lines::{Lines, doc_lines};
use super::super::plan::{BitField, Body, Planned, Shape};
use super::super::value::{Float, Literal, literal};
use super::super::{AddressOnly, Cause, Problem};
use super::hazard::{self, Hazard};
use super::names::{members, quoted, string};
use super::types::{Place, Types, convention, int_name};
use crate::model::{Constant, Enum, Function, Int, Location, Static, Type};

/// Longest line of a function before its parameters get lines of their own.
const LINE_CHARS_MAX: usize = 100;

/// Writes one module's declarations.
pub(super) struct Writer<'p> {
    types: &'p Types<'p>,
    lines: Lines,
    problems: Vec<Problem>,
}

impl<'p> Writer<'p> {
    pub(super) fn new(types: &'p Types<'p>) -> Self {
        Self { types, lines: Lines::default(), problems: Vec::new() }
    }

    /// The text, and what could not be written.
    pub(super) fn finish(self) -> (String, Vec<Problem>) {
        (self.lines.finish(), self.problems)
    }

    pub(super) fn constants(&mut self) {
        let interface = self.types.plan.interface;
        for (constant, name) in interface.constants.iter().zip(&self.types.names.constants) {
            match self.constant(constant) {
                Ok((ty, value)) => {
                    self.docs(&constant.docs, "");
                    self.lines.line(format!("pub const {name}{ty} = {value};"));
                }
                Err(cause) => self.problem(&constant.name, None, cause),
            }
        }
        self.lines.blank();
    }

    pub(super) fn types(&mut self) {
        for planned in &self.types.plan.types {
            let name = &self.types.names.types[planned.key];
            let written = match &planned.shape {
                Shape::Opaque => {
                    self.docs(&planned.def.docs, "");
                    self.lines.line(format!("pub const {name} = opaque {{}};"));
                    Ok(())
                }
                Shape::Struct(body) => self.record(planned, "struct", name, body),
                Shape::Union(body) => self.record(planned, "union", name, body),
                Shape::Enum(tag, kind) => {
                    self.enumeration(planned, name, *tag, kind);
                    Ok(())
                }
                Shape::Alias(target) => self.types.value(target).map(|target| {
                    self.docs(&planned.def.docs, "");
                    self.lines.line(format!("pub const {name} = {target};"));
                }),
                Shape::Bits(tag, fields) => self.bits(planned, name, *tag, fields),
            };
            if let Err(cause) = written {
                self.problem(&planned.def.name, planned.def.location.as_ref(), cause);
            }
            self.lines.blank();
        }
    }

    pub(super) fn statics(&mut self) {
        for item in &self.types.plan.interface.statics {
            if let Err(cause) = self.static_(item) {
                self.problem(&item.symbol, item.location.as_ref(), cause);
            }
            self.lines.blank();
        }
    }

    pub(super) fn functions(&mut self) {
        for function in &self.types.plan.interface.functions {
            if let Err(cause) = self.function(function) {
                self.problem(&function.symbol, function.location.as_ref(), cause);
            }
            self.lines.blank();
        }
    }

    /// Symbols that exist and that Zig cannot use.
    pub(super) fn addresses(&mut self, addresses: &[AddressOnly]) {
        for AddressOnly { symbol, why } in addresses {
            self.lines.line("/// Only its address can be used here:");
            for why in why {
                self.docs(&[format!("- {why}")], "");
            }
            self.lines.line(format!("pub extern const {}: anyopaque;", quoted(symbol)));
            self.lines.blank();
        }
    }

    /// A block that refuses to compile where Zig lays out a type otherwise than the library.
    pub(super) fn assertions(&mut self) {
        let mut checks = Vec::new();
        for planned in &self.types.plan.types {
            self.checks(planned, &mut checks);
        }
        if checks.is_empty() {
            return;
        }
        let machine = self.types.plan.interface.machine;
        self.lines.line("comptime {");
        self.lines.line("    // The layouts above hold where pointers and `long` have these sizes.");
        let (pointer, long) = (machine.pointer_bytes, machine.c_long_bytes);
        self.lines.line(format!("    if (@sizeOf(usize) == {pointer} and @sizeOf(c_long) == {long}) {{"));
        for (condition, message) in checks {
            self.lines.line(format!("        if ({condition})"));
            self.lines.line(format!("            @compileError({});", string(&message)));
        }
        self.lines.line("    }");
        self.lines.line("}");
    }

    /// Conditions that must not hold, each with the message for when it does.
    fn checks(&self, planned: &Planned<'_>, checks: &mut Vec<(String, String)>) {
        let name = &self.types.names.types[planned.key];
        if matches!(planned.shape, Shape::Opaque | Shape::Alias(_)) {
            return;
        }
        if let Some(layout) = planned.def.layout {
            let (size, align) = (layout.size_bytes, layout.align_bytes);
            checks.push((
                format!("@sizeOf({name}) != {size} or @alignOf({name}) != {align}"),
                format!("size or alignment of {name} differs from the library's"),
            ));
        }
        match &planned.shape {
            Shape::Struct(body) => {
                let names = members(body.fields.iter().map(|f| f.name.as_str()));
                for (field, member) in body.fields.iter().zip(names) {
                    if let Some(offset) = field.offset_bytes {
                        let literal = member_string(&member);
                        checks.push((
                            format!("@offsetOf({name}, {literal}) != {offset}"),
                            format!("offset of {name}.{member} differs from the library's"),
                        ));
                    }
                }
            }
            Shape::Bits(_, fields) => {
                let names = members(fields.iter().map(|b| b.field.name.as_str()));
                for (bits, member) in fields.iter().zip(names) {
                    let literal = member_string(&member);
                    checks.push((
                        format!("@bitOffsetOf({name}, {literal}) != {}", bits.offset),
                        format!("first bit of {name}.{member} differs from the library's"),
                    ));
                }
            }
            _ => {}
        }
    }

    fn record(
        &mut self,
        planned: &Planned<'_>,
        word: &str,
        name: &str,
        body: &Body<'_>,
    ) -> Result<(), Cause> {
        let names = members(body.fields.iter().map(|f| f.name.as_str()));
        let mut fields = Vec::new();
        for (nth, (field, member)) in body.fields.iter().zip(names).enumerate() {
            let ty = self.types.value(&field.ty)?;
            let natural = layout::of(self.types.plan.interface, &field.ty).map(|of| of.align_bytes);
            let align = match (body.pack, body.align, natural) {
                _ if body.aligns[nth].is_some() => format!(" align({})", body.aligns[nth].unwrap_or(1)),
                (Some(pack), _, Some(natural)) if pack >= natural => String::new(),
                (Some(pack), _, Some(_)) | (Some(pack @ 1), _, None) => format!(" align({pack})"),
                (Some(pack), _, None) => format!(" align(@min({pack}, @alignOf({ty})))"),
                // The record is aligned through its first field, which Zig has no other way for.
                (None, Some(align), Some(_)) if nth == 0 => format!(" align({align})"),
                (None, Some(align), None) if nth == 0 => format!(" align(@max({align}, @alignOf({ty})))"),
                _ => String::new(),
            };
            fields.push(format!("    {member}: {ty}{align},"));
        }
        self.docs(&planned.def.docs, "");
        self.lines.line(format!("pub const {name} = extern {word} {{"));
        for (field, line) in body.fields.iter().zip(fields) {
            self.docs(&field.docs, "    ");
            self.lines.line(line);
        }
        self.lines.line("};");
        Ok(())
    }

    fn enumeration(&mut self, planned: &Planned<'_>, name: &str, tag: Int, kind: &Enum) {
        self.docs(&planned.def.docs, "");
        self.lines.line(format!("pub const {name} = enum({}) {{", int_name(tag, Place::Value)));
        let names = members(kind.variants.iter().map(|v| v.name.as_str()));
        let mut first: Vec<(i128, &str)> = Vec::new();
        let mut again = Vec::new();
        for (variant, member) in kind.variants.iter().zip(&names) {
            if let Some((_, same)) = first.iter().find(|(value, _)| *value == variant.value) {
                again.push((variant, member, *same));
            } else {
                first.push((variant.value, member));
                self.docs(&variant.docs, "    ");
                self.lines.line(format!("    {member} = {},", variant.value));
            }
        }
        if kind.open || first.is_empty() {
            self.lines.line("    _,");
        }
        // Zig has one name for a value.
        for (variant, member, same) in again {
            self.lines.blank();
            self.docs(&variant.docs, "    ");
            self.lines.line(format!("    pub const {member}: @This() = .{same};"));
        }
        self.lines.line("};");
    }

    fn bits(
        &mut self,
        planned: &Planned<'_>,
        name: &str,
        tag: Int,
        fields: &[BitField<'_>],
    ) -> Result<(), Cause> {
        let names = members(fields.iter().map(|b| b.field.name.as_str()).chain(["_unused"]));
        let (unused, names) = names.split_last().map_or(("_unused", names.as_slice()), |(u, n)| (u, n));
        self.docs(&planned.def.docs, "");
        self.lines.line(format!("pub const {name} = packed struct(u{}) {{", tag.bits));
        let mut next = 0;
        let mut gaps = 0;
        let mut gap = |lines: &mut Lines, bits: u32| {
            if bits > 0 {
                let suffix = if gaps == 0 { String::new() } else { gaps.to_string() };
                gaps += 1;
                lines.line(format!("    {unused}{suffix}: u{bits} = 0,"));
            }
        };
        for (BitField { field, offset, width }, member) in fields.iter().zip(names) {
            gap(&mut self.lines, offset - next);
            let ty = self.types.bit_field(&field.ty, *width)?;
            for doc in doc_lines(&field.docs) {
                self.lines.line(format!("    /// {doc}").trim_end());
            }
            self.lines.line(format!("    {member}: {ty},"));
            next = offset + width;
        }
        gap(&mut self.lines, u32::from(tag.bits) - next);
        self.lines.line("};");
        Ok(())
    }

    fn static_(&mut self, item: &Static) -> Result<(), Cause> {
        let ty = self.types.value(&item.ty)?;
        let thread_local = if item.thread_local { "threadlocal " } else { "" };
        let word = if item.mutable { "var" } else { "const" };
        self.docs(&item.docs, "");
        self.lines.line(format!("pub extern {thread_local}{word} {}: {ty};", quoted(&item.symbol)));
        Ok(())
    }

    fn function(&mut self, function: &Function) -> Result<(), Cause> {
        let params: Vec<_> = function.params.iter().map(|p| (p.name.as_deref(), &p.ty)).collect();
        let params = self.types.params(&params, function.variadic)?;
        let callconv = convention(&function.callconv)?.map(|c| format!("callconv({c}) ")).unwrap_or_default();
        let name = quoted(&function.symbol);
        let ret = self.types.result(&function.ret)?;
        let line = format!("pub extern fn {name}({}) {callconv}{ret};", params.join(", "));
        self.docs(&function.docs, "");
        if let Some(hazard) = hazard::of(self.types.plan, function) {
            self.refused(hazard, &name, params.len(), &line);
            return Ok(());
        }
        if line.len() <= LINE_CHARS_MAX {
            self.lines.line(line);
            return Ok(());
        }
        self.lines.line(format!("pub extern fn {name}("));
        for param in &params {
            // Zig has no comma behind the dots.
            let comma = if param == "..." { "" } else { "," };
            self.lines.line(format!("    {param}{comma}"));
        }
        self.lines.line(format!(") {callconv}{ret};"));
        Ok(())
    }

    /// A function whose call does not compile, where Zig would make it wrongly.
    fn refused(&mut self, hazard: Hazard, name: &str, params: usize, line: &str) {
        let blank = vec!["_: anytype"; params].join(", ");
        // A function without parameters is not generic: its call would be no error of its own.
        let blank = if blank.is_empty() { "comptime _: void" } else { &blank };
        let message = "this version of Zig passes the struct otherwise than C: pass a pointer";
        let refused = format!("fn {name}({blank}) noreturn {{");
        let reason = format!("@compileError({});", string(message));
        if hazard == Hazard::Always {
            self.lines.line(format!("pub {refused}"));
            self.lines.line(format!("    {reason}"));
            self.lines.line("}");
        } else {
            let version = "@import(\"builtin\").zig_version";
            self.lines.line(format!(
                "pub const {name} = if ({version}.major > 0 or {version}.minor >= 17) struct {{"
            ));
            self.lines.line(format!("    {}", line.trim_start_matches("pub ")));
            self.lines.line(format!("}}.{name} else struct {{"));
            self.lines.line(format!("    {refused}"));
            self.lines.line(format!("        {reason}"));
            self.lines.line("    }");
            self.lines.line(format!("}}.{name};"));
        }
    }

    /// The annotation and value of a constant.
    fn constant(&self, constant: &Constant) -> Result<(String, String), Cause> {
        let ty = |ty: &Type| Ok(format!(": {}", self.types.value(ty)?));
        Ok(match literal(self.types.plan, constant)? {
            Literal::Bool(value) => (ty(&constant.ty)?, value.to_string()),
            Literal::Int(value, _) => (ty(&constant.ty)?, value.to_string()),
            Literal::Float(_, Float::Number(text)) => (ty(&constant.ty)?, text),
            Literal::Float(bits, value) => (ty(&constant.ty)?, special(bits, &value)),
            // A pointer to an array of known length with a terminator becomes every kind of string.
            Literal::Str(text) => (String::new(), string(text)),
            Literal::Enum(value, key) => (ty(&constant.ty)?, self.enum_value(value, key)),
        })
    }

    fn enum_value(&self, value: i128, key: &str) -> String {
        let named = match self.types.plan.shape(key) {
            Some(Shape::Enum(_, kind)) => {
                let names = members(kind.variants.iter().map(|v| v.name.as_str()));
                kind.variants.iter().zip(names).find(|(variant, _)| variant.value == value)
            }
            _ => None,
        };
        named.map_or_else(|| format!("@enumFromInt({value})"), |(_, name)| format!(".{name}"))
    }

    fn docs(&mut self, docs: &[String], indent: &str) {
        for doc in doc_lines(docs) {
            self.lines.line(format!("{indent}/// {doc}").trim_end());
        }
    }

    fn problem(&mut self, name: &str, location: Option<&Location>, cause: Cause) {
        let (name, location) = (name.to_owned(), location.cloned());
        self.problems.push(Problem { name, path: Vec::new(), cause, location });
    }
}

/// A member's name as a string literal.
fn member_string(member: &str) -> String {
    match member.strip_prefix('@') {
        Some(literal) => literal.to_owned(),
        None => string(member),
    }
}

/// An infinity or NaN by its bits: Zig has names for them in its standard library only.
fn special(bits: u8, value: &Float) -> String {
    let (exponent, fraction): (u32, u32) = match bits {
        16 => (5, 10),
        32 => (8, 23),
        64 => (11, 52),
        // One bit before the point is explicit.
        80 => (15, 64),
        _ => (15, 112),
    };
    let mut pattern = ((1_u128 << exponent) - 1) << fraction;
    if bits == 80 {
        pattern |= 1 << 63;
    }
    match value {
        Float::Nan => pattern |= 1 << if bits == 80 { 62 } else { fraction - 1 },
        Float::Infinity { negative: true } => pattern |= 1 << (exponent + fraction),
        Float::Infinity { negative: false } | Float::Number(_) => {}
    }
    format!("@bitCast(@as(u{bits}, 0x{pattern:x}))")
}

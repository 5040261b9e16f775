//! The declarations of a header, in order.

use std::collections::BTreeSet;

use super::super::layout;
use super::super::lines::{Lines, doc_lines, function_docs, promise};
use super::super::names::identifier;
use super::super::plan::{BitField, Body, Planned, Shape, fits};
use super::super::value::literal;
use super::super::{AddressOnly, C, Cause, Problem};
use super::frame::Defined;
use super::names::SymbolName;
use super::prelude::Need;
use super::types::Types;
use super::{Attributes, COptions, builtins, comment, literals};
use crate::model::{Enum, Function, Int, IntSpelling, Location, Static, Type};

/// Longest line of a function before its parameters get lines of their own.
const LINE_CHARS_MAX: usize = 100;

/// Writes one header's declarations, and remembers what they need.
pub(super) struct Writer<'p> {
    types: &'p Types<'p>,
    /// What stands before the declarations already.
    defined: &'p Defined,
    /// Whether types have guards of their own.
    shared: bool,
    attributes: &'p Attributes,
    lines: Lines,
    needs: BTreeSet<Need>,
    problems: Vec<Problem>,
}

impl<'p> Writer<'p> {
    pub(super) fn new(types: &'p Types<'p>, defined: &'p Defined, options: &'p COptions) -> Self {
        let (shared, attributes) = (options.shared_types, &options.attributes);
        let (lines, needs, problems) = (Lines::default(), BTreeSet::new(), Vec::new());
        Self { types, defined, shared, attributes, lines, needs, problems }
    }

    /// The text, what it needs before it, and what could not be written.
    pub(super) fn finish(self) -> (String, BTreeSet<Need>, Vec<Problem>) {
        (self.lines.finish(), self.needs, self.problems)
    }

    pub(super) fn constants(&mut self) {
        let plan = self.types.plan;
        for (constant, name) in plan.interface.constants.iter().zip(&self.types.names.constants) {
            match literal(plan, constant).and_then(|value| literals::literal(self.types, &value)) {
                Ok(value) => {
                    self.docs(&doc_lines(&constant.docs), "");
                    self.lines.line(format!("#define {name} {value}"));
                }
                Err(cause) => self.problem(&constant.name, None, cause),
            }
        }
        self.lines.blank();
    }

    /// Records and opaque types that are named before they are defined.
    pub(super) fn forward_declarations(&mut self) {
        let plan = self.types.plan;
        let mut defined = BTreeSet::new();
        let mut forward = BTreeSet::new();
        for planned in &plan.types {
            for ty in planned.shape.mentions() {
                ty.names(false, &mut |key, _| {
                    if !defined.contains(key) {
                        forward.insert(key.to_owned());
                    }
                });
            }
            defined.insert(planned.key);
        }
        for Planned { key, def, shape } in &plan.types {
            let name = &self.types.names.types[key];
            match shape {
                _ if self.defined.names.contains(name) => {}
                _ if self.defined.tags.contains(name) => {
                    let word = match shape {
                        Shape::Enum(..) => "enum",
                        Shape::Union(_) => "union",
                        _ => "struct",
                    };
                    self.lines.line(format!("typedef {word} {name} {name};"));
                }
                Shape::Opaque => {
                    self.docs(&doc_lines(&def.docs), "");
                    self.lines.line(format!("typedef struct {name} {name};"));
                }
                Shape::Struct(_) if forward.contains(*key) => {
                    self.lines.line(format!("typedef struct {name} {name};"));
                }
                Shape::Union(_) if forward.contains(*key) => {
                    self.lines.line(format!("typedef union {name} {name};"));
                }
                _ => {}
            }
        }
        self.lines.blank();
    }

    pub(super) fn types(&mut self) {
        for planned in &self.types.plan.types {
            let wide = self.types.is_wide(&Type::Named(planned.key.to_owned()));
            let name = &self.types.names.types[planned.key];
            if self.defined.has(name) {
                if !matches!(planned.shape, Shape::Opaque) {
                    self.assert_layout(planned, name);
                }
                continue;
            }
            let before = std::mem::take(&mut self.lines);
            self.begin_wide(wide && !matches!(planned.shape, Shape::Opaque));
            let written = match &planned.shape {
                Shape::Opaque => Ok(()),
                Shape::Struct(body) => self.record(planned, "struct", name, body),
                Shape::Union(body) => self.record(planned, "union", name, body),
                Shape::Enum(tag, kind) => self.enumeration(planned, name, *tag, kind),
                Shape::Alias(target) => self.types.declare(target, name, false).map(|declaration| {
                    self.docs(&doc_lines(&planned.def.docs), "");
                    self.lines.line(format!("typedef {declaration};"));
                }),
                Shape::Bits(tag, fields) => self.bits(planned, name, *tag, fields),
            };
            self.end_wide(wide && !matches!(planned.shape, Shape::Opaque));
            let text = std::mem::replace(&mut self.lines, before);
            self.guarded(name, text);
            if let Err(cause) = written {
                self.problem(&planned.def.name, planned.def.location.as_ref(), cause);
            }
            self.lines.blank();
        }
    }

    /// Adds a type. Its guard names the whole of its definition: another type of the name is still an error.
    fn guarded(&mut self, name: &str, text: Lines) {
        let text = text.finish();
        if text.trim().is_empty() {
            return;
        }
        if !self.shared {
            return self.lines.line(text.trim_end());
        }
        let digest = fingerprint(&text.replace(self.types.macros, ""));
        let guard = format!("GHOST_TYPE_{name}_{digest:016X}");
        self.lines.line(format!("#ifndef {guard}\n#define {guard}"));
        self.lines.line(text.trim_end());
        self.lines.line("#endif");
    }

    pub(super) fn statics(&mut self) {
        for item in &self.types.plan.interface.statics {
            let wide = self.types.is_wide(&item.ty);
            self.begin_wide(wide);
            if let Err(cause) = self.static_(item) {
                self.problem(&item.symbol, item.location.as_ref(), cause);
            }
            self.end_wide(wide);
            self.lines.blank();
        }
    }

    pub(super) fn functions(&mut self) {
        for function in &self.types.plan.interface.functions {
            let wide =
                function.params.iter().map(|p| &p.ty).chain([&function.ret]).any(|ty| self.types.is_wide(ty));
            self.begin_wide(wide);
            let known = builtins::is_known(&function.symbol);
            if known {
                builtins::begin(&mut self.lines);
            }
            if let Err(cause) = self.function(function) {
                self.problem(&function.symbol, function.location.as_ref(), cause);
            }
            if known {
                builtins::end(&mut self.lines);
            }
            self.end_wide(wide);
            self.lines.blank();
        }
    }

    /// Symbols that exist and that C cannot use.
    pub(super) fn addresses(&mut self, addresses: &[AddressOnly]) {
        for AddressOnly { symbol, why } in addresses {
            let mut docs = vec!["Only its address can be used here:".to_owned()];
            docs.extend(why.iter().map(|why| format!("- {why}")));
            self.docs(&docs, "");
            // A name that C cannot have is nobody's loss here.
            if identifier(symbol) == *symbol {
                let name = &self.types.names.symbols[symbol.as_str()];
                let declare = |name: &str| format!("extern const unsigned char {name}[]");
                let declarations = (declare(&name.c), name.cpp.as_deref().map(declare));
                self.symbol(symbol, name, declarations, "");
            }
            self.lines.blank();
        }
    }

    fn record(
        &mut self,
        planned: &Planned<'_>,
        word: &str,
        name: &str,
        body: &Body<'_>,
    ) -> Result<(), Cause> {
        let names = self.types.names.fields(body.fields.iter().map(|f| f.name.as_str()));
        let mut declarations = Vec::new();
        for ((field, name), align) in body.fields.iter().zip(&names).zip(&body.aligns) {
            let aligned = align.map(|bytes| self.aligned(bytes)).unwrap_or_default();
            declarations.push(format!("{aligned}{}", self.types.declare(&field.ty, name, false)?));
        }
        self.docs(&doc_lines(&planned.def.docs), "");
        if let Some(pack) = body.pack {
            self.lines.line(format!("#pragma pack(push, {pack})"));
        }
        let aligned = body.align.map(|bytes| self.aligned(bytes));
        let advised = match planned.shape {
            Shape::Struct(_) => self.attributes.structs.words(&planned.def.advice),
            _ => String::new(),
        };
        self.lines.line(format!("typedef {word} {advised}{}{name} {{", aligned.unwrap_or_default()));
        for (field, declaration) in body.fields.iter().zip(declarations) {
            self.docs(&doc_lines(&field.docs), "  ");
            self.lines.line(format!("  {declaration};"));
        }
        self.lines.line(format!("}} {name};"));
        if body.pack.is_some() {
            self.lines.line("#pragma pack(pop)");
        }
        self.assert_layout(planned, name);
        for (field, field_name) in body.fields.iter().zip(&names) {
            if let Some(offset) = field.offset_bytes {
                self.needs.insert(Need::Assertions);
                self.lines.line(format!("{}_OFFSET({name}, {field_name}, {offset});", self.types.macros));
            }
        }
        Ok(())
    }

    /// What asks for an alignment, before a record's name or a field.
    fn aligned(&mut self, bytes: u64) -> String {
        self.needs.insert(Need::Aligned);
        format!("{}_ALIGNED({bytes}) ", self.types.macros)
    }

    fn enumeration(&mut self, planned: &Planned<'_>, name: &str, tag: Int, kind: &Enum) -> Result<(), Cause> {
        let tag_name = self.types.int(layout::storage(tag))?;
        if tag.bits > 64 {
            return Err(Cause::Width { language: C, what: format!("enumeration of {} bits", tag.bits) });
        }
        self.docs(&doc_lines(&planned.def.docs), "");
        let advised = self.attributes.enums.words(&planned.def.advice);
        let plain = tag.spelling == IntSpelling::CInt
            && !kind.variants.is_empty()
            && kind.variants.iter().all(|v| fits(v.value, literals::INT));
        if plain {
            self.lines.line(format!("typedef enum {advised}{name} {{"));
            self.variants(planned.key, kind);
            self.lines.line(format!("}} {name};"));
        } else {
            // C cannot give an enumeration a type before C23: the type is the integer, and the
            // enumeration beside it names the values.
            if !kind.variants.is_empty() {
                self.lines.line(format!("enum {advised}{name}"));
                self.lines.line("#ifdef __cplusplus");
                self.lines.line(format!("  : {tag_name}"));
                self.lines.line("#endif");
                self.lines.line("{");
                self.variants(planned.key, kind);
                self.lines.line("};");
                self.lines.line("#ifndef __cplusplus");
            }
            self.lines.line(format!("typedef {tag_name} {name};"));
            if !kind.variants.is_empty() {
                self.lines.line("#endif");
            }
        }
        self.assert_layout(planned, name);
        Ok(())
    }

    fn variants(&mut self, key: &str, kind: &Enum) {
        for (variant, name) in kind.variants.iter().zip(&self.types.names.variants[key]) {
            self.docs(&doc_lines(&variant.docs), "  ");
            self.lines.line(format!("  {name} = {},", literals::integer(variant.value)));
        }
    }

    fn bits(
        &mut self,
        planned: &Planned<'_>,
        name: &str,
        tag: Int,
        fields: &[BitField<'_>],
    ) -> Result<(), Cause> {
        let tag_name = self.types.int(layout::storage(tag))?;
        self.docs(&doc_lines(&planned.def.docs), "");
        self.lines.line(format!("typedef {tag_name} {name};"));
        let names = self.types.names.fields(fields.iter().map(|b| b.field.name.as_str()));
        for (BitField { field, offset, width }, field_name) in fields.iter().zip(names) {
            self.docs(&doc_lines(&field.docs), "");
            let ones = |width: u32| if width >= 64 { u64::MAX } else { (1 << width) - 1 };
            // No literal of C has more than 64 bits.
            let mask = match width.checked_sub(64) {
                Some(high @ 1..) => {
                    format!("((({name})0x{:X} << 64 | 0x{:X}) << {offset})", ones(high), u64::MAX)
                }
                _ => format!("(({name})0x{:X} << {offset})", ones(*width)),
            };
            self.lines.line(format!("#define {name}_{field_name}_SHIFT {offset}"));
            self.lines.line(format!("#define {name}_{field_name}_MASK {mask}"));
        }
        self.assert_layout(planned, name);
        Ok(())
    }

    fn assert_layout(&mut self, planned: &Planned<'_>, name: &str) {
        if let Some(layout) = planned.def.layout {
            self.needs.insert(Need::Assertions);
            let (size, align) = (layout.size_bytes, layout.align_bytes);
            self.lines.line(format!("{}_LAYOUT({name}, {size}, {align});", self.types.macros));
        }
    }

    fn static_(&mut self, item: &Static) -> Result<(), Cause> {
        let name = &self.types.names.symbols[item.symbol.as_str()];
        let thread_local = if item.thread_local {
            self.needs.insert(Need::ThreadLocal);
            format!("{}_THREAD_LOCAL ", self.types.macros)
        } else {
            String::new()
        };
        let mut docs = doc_lines(&item.docs);
        docs.extend(promise(&item.ty).map(|promise| format!("- value: {promise}")));
        let declare = |name: &str| {
            Ok(format!("extern {thread_local}{}", self.types.declare(&item.ty, name, !item.mutable)?))
        };
        let declarations = both(name, declare)?;
        self.docs(&docs, "");
        self.symbol(&item.symbol, name, declarations, "");
        Ok(())
    }

    fn function(&mut self, function: &Function) -> Result<(), Cause> {
        let name = &self.types.names.symbols[function.symbol.as_str()];
        let params: Vec<_> = function.params.iter().map(|p| (p.name.as_deref(), &p.ty)).collect();
        let param_names = self.types.names.params(params.iter().map(|(name, _)| *name));
        let params = self.types.params(&params, function.variadic)?;
        let convention = self.types.convention(&function.callconv)?;
        let noreturn = if function.ret == Type::Never {
            self.needs.insert(Need::Noreturn);
            format!("{}_NORETURN ", self.types.macros)
        } else {
            String::new()
        };
        let spaced = convention.as_ref().map(|c| format!("{c} ")).unwrap_or_default();
        let before = format!("{noreturn}{}", self.attributes.before(function));
        let declare = |name: &str| {
            let one_line = format!("{spaced}{name}({})", params.join(", "));
            let one_line = format!("{before}{}", self.types.declare(&function.ret, &one_line, false)?);
            if one_line.len() <= LINE_CHARS_MAX {
                return Ok(one_line);
            }
            let head = format!("{spaced}{name}(\n    {})", params.join(",\n    "));
            Ok(format!("{before}{}", self.types.declare(&function.ret, &head, false)?))
        };
        let declarations = both(name, declare)?;
        self.docs(&function_docs(function, &param_names), "");
        self.symbol(&function.symbol, name, declarations, &self.attributes.behind(function));
        Ok(())
    }

    /// Writes a declaration, and the other one for C++ where that language reserves the name.
    /// An assembler name stands before attributes.
    fn symbol(&mut self, symbol: &str, name: &SymbolName, (c, cpp): (String, Option<String>), behind: &str) {
        let prefix = self.types.macros;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '$');
        let quoted = !symbol.chars().all(plain);
        let word = if quoted { "QUOTED" } else { "SYMBOL" };
        let asm = || format!(" {prefix}_{word}({})", literals::string(symbol));
        if name.renamed || cpp.is_some() {
            self.needs.insert(Need::Symbol);
            self.needs.extend(quoted.then_some(Need::Quoted));
        }
        let Some(cpp) = cpp else {
            let suffix = if name.renamed { asm() } else { String::new() };
            self.lines.line(format!("{c}{suffix}{behind};"));
            return;
        };
        self.lines.line("#ifdef __cplusplus");
        self.lines.line(format!("{cpp}{}{behind};", asm()));
        self.lines.line("#else");
        self.lines.line(format!("{c}{behind};"));
        self.lines.line("#endif");
    }

    fn docs(&mut self, docs: &[String], indent: &str) {
        if docs.is_empty() {
            return;
        }
        self.lines.line(format!("{indent}/**"));
        for doc in docs {
            self.lines.line(format!("{indent} * {}", comment(doc)).trim_end());
        }
        self.lines.line(format!("{indent} */"));
    }

    fn begin_wide(&mut self, wide: bool) {
        if wide {
            self.needs.insert(Need::Wide);
            self.lines.line("#ifdef __SIZEOF_INT128__");
        }
    }

    fn end_wide(&mut self, wide: bool) {
        if wide {
            self.lines.line("#endif");
        }
    }

    fn problem(&mut self, name: &str, location: Option<&Location>, cause: Cause) {
        let (name, location) = (name.to_owned(), location.cloned());
        self.problems.push(Problem { name, path: Vec::new(), cause, location });
    }
}

/// The declarations of a symbol in C and, where the names differ, in C++.
fn both(
    name: &SymbolName,
    declare: impl Fn(&str) -> Result<String, Cause>,
) -> Result<(String, Option<String>), Cause> {
    Ok((declare(&name.c)?, name.cpp.as_deref().map(declare).transpose()?))
}

/// FNV-1a: tells definitions apart, and is the same everywhere.
fn fingerprint(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

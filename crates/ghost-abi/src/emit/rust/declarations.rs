//! The items of a list of Rust declarations, in order.

use std::collections::BTreeMap;

use super::super::layout;
use super::super::lines::{Lines, doc_lines, function_docs, promise};
use super::super::plan::{BitField, Body, Planned, Shape};
use super::super::value::{Float, Literal, literal};
use super::super::{Cause, Problem};
use super::names::{members, params};
use super::types::{Types, convention, int_name};
use super::{Edition, Enums, RustOptions};
use crate::model::{Constant, Enum, Function, Int, IntSpelling, Location, Static, Type};

/// Longest line of a function before its parameters get lines of their own.
const LINE_CHARS_MAX: usize = 100;

/// What no user of generated items wants to hear. Attributes of a whole file could not be
/// `include!`d.
const ALLOW: &str =
    "#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]";

/// Writes one list of items.
pub(super) struct Writer<'p> {
    types: &'p Types<'p>,
    options: RustOptions,
    lines: Lines,
    problems: Vec<Problem>,
}

impl<'p> Writer<'p> {
    pub(super) fn new(types: &'p Types<'p>, options: RustOptions) -> Self {
        Self { types, options, lines: Lines::default(), problems: Vec::new() }
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
                    self.docs(&doc_lines(&constant.docs), "");
                    self.lines.line(ALLOW);
                    self.lines.line(format!("pub const {name}: {ty} = {value};"));
                }
                Err(cause) => self.problem(&constant.name, None, cause),
            }
            self.lines.blank();
        }
    }

    /// What gives a field the alignment that its type does not have. Padding would not do: a number among floating-point
    /// numbers travels otherwise.
    pub(super) fn alignments(&mut self) {
        for (bytes, name) in &self.types.names.aligned {
            self.lines.line(format!("/// Aligns the field behind it to {bytes} bytes."));
            self.lines.line(ALLOW);
            self.lines.line(format!("#[repr(C, align({bytes}))]"));
            self.lines.line("#[derive(Debug, Clone, Copy)]");
            self.lines.line(format!("pub struct {name};"));
            self.lines.blank();
        }
    }

    pub(super) fn types(&mut self) {
        for planned in &self.types.plan.types {
            let name = &self.types.names.types[planned.key];
            let written = match &planned.shape {
                Shape::Opaque => {
                    self.opaque(planned, name);
                    Ok(())
                }
                Shape::Struct(body) => self.record(planned, "struct", name, body),
                Shape::Union(body) => self.record(planned, "union", name, body),
                Shape::Enum(tag, kind) => self.enumeration(planned, name, *tag, kind),
                Shape::Alias(target) => self.types.value(target).map(|target| {
                    self.docs(&doc_lines(&planned.def.docs), "");
                    self.lines.line(ALLOW);
                    self.lines.line(format!("pub type {name} = {target};"));
                }),
                Shape::Bits(tag, fields) => self.bits(planned, name, *tag, fields),
            };
            if let Err(cause) = written {
                self.problem(&planned.def.name, planned.def.location.as_ref(), cause);
            }
            self.lines.blank();
        }
    }

    /// Blocks of functions and variables, one for each calling convention.
    pub(super) fn symbols(&mut self) {
        let interface = self.types.plan.interface;
        let mut blocks: BTreeMap<&str, Vec<Item<'_>>> = BTreeMap::new();
        for item in &interface.statics {
            blocks.entry("C").or_default().push(Item::Static(item));
        }
        for function in &interface.functions {
            match convention(&function.callconv) {
                Ok(abi) => blocks.entry(abi).or_default().push(Item::Function(function)),
                Err(cause) => self.problem(&function.symbol, function.location.as_ref(), cause),
            }
        }
        for (abi, items) in blocks {
            self.lines.line(ALLOW);
            let word = if self.options.edition == Edition::E2024 { "unsafe " } else { "" };
            self.lines.line(format!("{word}extern \"{abi}\" {{"));
            for (nth, item) in items.iter().enumerate() {
                if nth > 0 {
                    self.lines.blank();
                }
                let (symbol, location, written) = match item {
                    Item::Static(item) => (&item.symbol, item.location.as_ref(), self.static_(item)),
                    Item::Function(function) => {
                        (&function.symbol, function.location.as_ref(), self.function(function))
                    }
                };
                if let Err(cause) = written {
                    self.problem(symbol, location, cause);
                }
            }
            self.lines.line("}");
            self.lines.blank();
        }
    }

    /// An item that refuses to compile where Rust lays out a type otherwise than the library.
    pub(super) fn assertions(&mut self) {
        let mut checks = Vec::new();
        for planned in &self.types.plan.types {
            if matches!(planned.shape, Shape::Opaque | Shape::Alias(_)) {
                continue;
            }
            let name = &self.types.names.types[planned.key];
            if let Some(layout) = planned.def.layout {
                checks.push(format!("::core::mem::size_of::<{name}>() == {}", layout.size_bytes));
                checks.push(format!("::core::mem::align_of::<{name}>() == {}", layout.align_bytes));
            }
            if let Shape::Struct(body) = &planned.shape {
                let names = members(body.fields.iter().map(|f| f.name.as_str()));
                for (field, member) in body.fields.iter().zip(names) {
                    if let Some(offset) = field.offset_bytes {
                        checks.push(format!("::core::mem::offset_of!({name}, {member}) == {offset}"));
                    }
                }
            }
        }
        if checks.is_empty() {
            return;
        }
        let machine = self.types.plan.interface.machine;
        self.lines.line("// The layouts above hold where pointers and `long` have these sizes.");
        self.lines
            .line(format!("#[cfg(target_pointer_width = \"{}\")]", u32::from(machine.pointer_bytes) * 8));
        self.lines.line("const _: () = {");
        self.lines.line(format!(
            "    if ::core::mem::size_of::<::core::ffi::c_long>() == {} {{",
            machine.c_long_bytes
        ));
        for check in checks {
            self.lines.line(format!("        assert!({check});"));
        }
        self.lines.line("    }");
        self.lines.line("};");
    }

    fn opaque(&mut self, planned: &Planned<'_>, name: &str) {
        self.docs(&doc_lines(&planned.def.docs), "");
        self.lines.line(ALLOW);
        self.lines.line("#[repr(C)]");
        self.lines.line(format!("pub struct {name} {{"));
        self.lines.line("    _private: [u8; 0],");
        self.lines
            .line("    _marker: ::core::marker::PhantomData<(*mut u8, ::core::marker::PhantomPinned)>,");
        self.lines.line("}");
    }

    fn record(
        &mut self,
        planned: &Planned<'_>,
        word: &str,
        name: &str,
        body: &Body<'_>,
    ) -> Result<(), Cause> {
        let mut fields = Vec::new();
        let gaps: Vec<String> = body.fields.iter().map(|f| format!("_align_{}", f.name)).collect();
        let names =
            members(body.fields.iter().map(|f| f.name.as_str()).chain(gaps.iter().map(String::as_str)));
        let (names, gaps) = names.split_at(body.fields.len());
        for (nth, field) in body.fields.iter().enumerate() {
            let gap = body.aligns[nth]
                .map(|bytes| format!("    pub {}: [{}; 0],", gaps[nth], self.types.names.aligned[&bytes]));
            fields.push((gap, format!("    pub {}: {},", names[nth], self.types.value(&field.ty)?)));
        }
        let key = Type::Named(planned.key.to_owned());
        let debug = if self.types.is_underivable(&key) { "" } else { "Debug, " };
        self.docs(&doc_lines(&planned.def.docs), "");
        self.lines.line(ALLOW);
        self.lines.line(match (body.pack, body.align) {
            (Some(pack), _) => format!("#[repr(C, packed({pack}))]"),
            (None, Some(align)) => format!("#[repr(C, align({align}))]"),
            (None, None) => "#[repr(C)]".to_owned(),
        });
        self.lines.line(format!("#[derive({debug}Clone, Copy)]"));
        self.lines.line(format!("pub {word} {name} {{"));
        for (field, (gap, line)) in body.fields.iter().zip(fields) {
            if let Some(gap) = gap {
                self.lines.line(gap);
            }
            self.docs(&doc_lines(&field.docs), "    ");
            self.lines.line(line);
        }
        self.lines.line("}");
        Ok(())
    }

    fn enumeration(&mut self, planned: &Planned<'_>, name: &str, tag: Int, kind: &Enum) -> Result<(), Cause> {
        let variants = kind.variants.iter().zip(members(kind.variants.iter().map(|v| v.name.as_str())));
        let mut values: Vec<i128> = kind.variants.iter().map(|v| v.value).collect();
        values.sort_unstable();
        let distinct = values.windows(2).all(|pair| pair[0] != pair[1]);
        self.docs(&doc_lines(&planned.def.docs), "");
        self.lines.line(ALLOW);
        if self.options.enums == Enums::Closed && !kind.open && distinct && !values.is_empty() {
            // An attribute takes no alias of C's: the number of bits is the same.
            let repr = int_name(Int { spelling: fixed(tag.spelling), ..layout::storage(tag) })?;
            self.lines.line(format!("#[repr({repr})]"));
            self.lines.line("#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]");
            self.lines.line(format!("pub enum {name} {{"));
            for (variant, member) in variants {
                self.docs(&doc_lines(&variant.docs), "    ");
                self.lines.line(format!("    {member} = {},", variant.value));
            }
            self.lines.line("}");
            return Ok(());
        }
        self.lines.line("#[repr(transparent)]");
        self.lines.line("#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]");
        self.lines.line(format!("pub struct {name}(pub {});", int_name(layout::storage(tag))?));
        if values.is_empty() {
            return Ok(());
        }
        self.lines.blank();
        self.lines.line(ALLOW);
        self.lines.line(format!("impl {name} {{"));
        for (variant, member) in variants {
            self.docs(&doc_lines(&variant.docs), "    ");
            self.lines.line(format!("    pub const {member}: Self = Self({});", variant.value));
        }
        self.lines.line("}");
        Ok(())
    }

    fn bits(
        &mut self,
        planned: &Planned<'_>,
        name: &str,
        tag: Int,
        fields: &[BitField<'_>],
    ) -> Result<(), Cause> {
        let int = int_name(layout::storage(tag))?;
        let names = members(fields.iter().map(|b| b.field.name.as_str()));
        self.docs(&doc_lines(&planned.def.docs), "");
        self.lines.line(ALLOW);
        self.lines.line("#[repr(transparent)]");
        self.lines.line("#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]");
        self.lines.line(format!("pub struct {name}(pub {int});"));
        self.lines.blank();
        self.lines.line(ALLOW);
        self.lines.line(format!("impl {name} {{"));
        for (nth, (BitField { field, offset, width }, member)) in fields.iter().zip(names).enumerate() {
            if nth > 0 {
                self.lines.blank();
            }
            let ones = if *width >= 128 { u128::MAX } else { (1_u128 << width) - 1 };
            let is_bool = *width == 1 && *self.types.plan.resolve(&field.ty) == Type::Bool;
            let (ty, get, put) = if is_bool {
                ("bool", format!("self.0 >> {offset} & 0x1 != 0"), format!("(value as {int})"))
            } else {
                (int.as_str(), format!("self.0 >> {offset} & 0x{ones:x}"), format!("(value & 0x{ones:x})"))
            };
            self.docs(&doc_lines(&field.docs), "    ");
            let bare = member.strip_prefix("r#").unwrap_or(&member);
            self.lines.line(format!("    pub const fn {member}(self) -> {ty} {{"));
            self.lines.line(format!("        {get}"));
            self.lines.line("    }");
            self.lines.blank();
            self.lines.line(format!("    /// The same with another `{bare}`, of which {width} bits count."));
            self.lines.line(format!("    pub const fn with_{bare}(self, value: {ty}) -> Self {{"));
            self.lines.line(format!("        Self(self.0 & !(0x{ones:x} << {offset}) | {put} << {offset})"));
            self.lines.line("    }");
        }
        self.lines.line("}");
        Ok(())
    }

    fn static_(&mut self, item: &Static) -> Result<(), Cause> {
        let name = &self.types.names.symbols[item.symbol.as_str()];
        let ty = self.types.value(&item.ty)?;
        let mut docs = doc_lines(&item.docs);
        docs.extend(promise(&item.ty).map(|promise| format!("- value: {promise}")));
        self.docs(&docs, "    ");
        self.link_name(&item.symbol, name);
        if item.thread_local {
            return Err(Cause::ThreadLocal);
        }
        let word = if item.mutable { "static mut" } else { "static" };
        self.lines.line(format!("    pub {word} {name}: {ty};"));
        Ok(())
    }

    fn function(&mut self, function: &Function) -> Result<(), Cause> {
        let name = &self.types.names.symbols[function.symbol.as_str()];
        let list: Vec<_> = function.params.iter().map(|p| (p.name.as_deref(), &p.ty)).collect();
        let names = params(list.iter().map(|(name, _)| *name)).into_iter().map(Some).collect::<Vec<_>>();
        let list = self.types.params(&list, function.variadic)?;
        let ret = self.types.result(&function.ret)?;
        self.docs(&function_docs(function, &names), "    ");
        self.link_name(&function.symbol, name);
        let line = format!("    pub fn {name}({}){ret};", list.join(", "));
        if line.len() <= LINE_CHARS_MAX {
            self.lines.line(line);
            return Ok(());
        }
        self.lines.line(format!("    pub fn {name}("));
        for param in &list {
            let comma = if param == "..." { "" } else { "," };
            self.lines.line(format!("        {param}{comma}"));
        }
        self.lines.line(format!("    ){ret};"));
        Ok(())
    }

    fn link_name(&mut self, symbol: &str, name: &str) {
        if name.strip_prefix("r#").unwrap_or(name) != symbol {
            self.lines.line(format!("    #[link_name = {symbol:?}]"));
        }
    }

    /// The type and value of a constant.
    fn constant(&self, constant: &Constant) -> Result<(String, String), Cause> {
        let ty = self.types.value(&constant.ty);
        Ok(match literal(self.types.plan, constant)? {
            Literal::Bool(value) => (ty?, value.to_string()),
            Literal::Int(value, _) => (ty?, value.to_string()),
            Literal::Float(_, Float::Number(text)) => (ty?, text),
            Literal::Float(bits, Float::Nan) => (ty?, format!("f{bits}::NAN")),
            Literal::Float(bits, Float::Infinity { negative }) => {
                (ty?, format!("f{bits}::{}INFINITY", if negative { "NEG_" } else { "" }))
            }
            Literal::Str(text) => ("&str".to_owned(), format!("{text:?}")),
            Literal::Enum(value, key) => {
                let name = &self.types.names.types[key];
                match self.types.plan.shape(key) {
                    Some(Shape::Enum(_, kind)) if self.options.enums == Enums::Closed => {
                        let names = members(kind.variants.iter().map(|v| v.name.as_str()));
                        let nth = kind.variants.iter().position(|v| v.value == value);
                        let nth =
                            nth.ok_or_else(|| Cause::Value { value: value.to_string(), ty: name.clone() })?;
                        (ty?, format!("{name}::{}", names[nth]))
                    }
                    _ => (ty?, format!("{name}({value})")),
                }
            }
        })
    }

    fn docs(&mut self, docs: &[String], indent: &str) {
        for doc in without_doctests(docs) {
            self.lines.line(format!("{indent}/// {doc}").trim_end());
        }
    }

    fn problem(&mut self, name: &str, location: Option<&Location>, cause: Cause) {
        let (name, location) = (name.to_owned(), location.cloned());
        self.problems.push(Problem { name, path: Vec::new(), cause, location });
    }
}

/// The same documentation without anything that `cargo test` would compile as Rust: the examples
/// in it are the other side's.
fn without_doctests(docs: &[String]) -> Vec<String> {
    let mut fence: Option<String> = None;
    let mut out = Vec::new();
    for doc in docs {
        let text = doc.trim_start();
        let marks: String = text.chars().take_while(|c| text.starts_with(*c) && "`~".contains(*c)).collect();
        let mut line = doc.clone();
        match &fence {
            Some(open) if marks.starts_with(open.as_str()) => fence = None,
            None if marks.len() >= 3 => {
                line = format!("{marks}text");
                fence = Some(marks);
            }
            // Four spaces make a block of code as well.
            None if doc.len() - text.len() > 3 => line = format!("   {text}"),
            Some(_) | None => {}
        }
        out.push(line);
    }
    out
}

enum Item<'a> {
    Static(&'a Static),
    Function(&'a Function),
}

fn fixed(spelling: IntSpelling) -> IntSpelling {
    match spelling {
        IntSpelling::Size => IntSpelling::Size,
        _ => IntSpelling::Fixed,
    }
}

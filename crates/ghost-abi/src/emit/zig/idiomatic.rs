//! Wrappers as a Zig programmer would write them, beside the raw module.
//!
//! Every rule reads declarations only, so that the same interface gives the same wrappers:
//!
//! - **Handles.** An opaque type with exactly one function that takes nothing but a mutable pointer
//!   to it, returns nothing and has a word of [`RELEASE`] in its name (of [`SURE_RELEASE`] where several
//!   have) becomes a struct; that function is `deinit`. Functions that return a mutable pointer to it and
//!   take none are constructors: the first with a word of [`CREATE`] is `init`. Functions whose first parameter points to it are
//!   methods. Null from a constructor is `error.InitFailed`.
//! - **Slices.** A pointer of unsaid or several elements directly before a `usize` whose name has a
//!   word of [`LENGTH`] becomes a slice (records only where the name is a word of [`SURE_LENGTH`], has the
//!   pointer's name in it, or the pointer's name is a plural); several of one element type whose names are those of operands (`a` and `b`, `lhs` and
//!   `rhs`, `dst` and `src`, a `result` behind its operands) share the length, and slices of different lengths are
//!   `error.LengthMismatch`.
//! - **Errors.** A closed enumeration with a value 0 named as in [`SUCCESS`] and others, whose name
//!   ends as in [`ERRORS`], becomes an error set; a function that returns it returns `Set!void`.
//! - **Strings.** `const char *` becomes `[:0]const u8` as a parameter and, borrowed, a `?[:0]const u8`
//!   as a result. Where exactly one function releases `char *`, a result of that type is an
//!   `OwnedString`, whose `deinit` is the one way to free it; null is `error.NullString`.
//! - Everything else keeps its type. Variadic functions and everything not wrapped is in `raw`.

use std::collections::BTreeMap;

use super::super::lines::{Lines, doc_lines, harmless};
use super::super::names::{Scope, has, identifier};
use super::super::plan::{Plan, Shape};
use super::super::{EmitError, Problem};
use super::hazard;
use super::names::{Names, member, quoted, string};
use super::types::{Place, Types};
use crate::Interface;
use crate::model::{Enum, Extent, Function, IntSpelling, Nullability, Param, Pointer, Type};

/// Words of functions that end a value's life.
const RELEASE: &str = "free destroy close delete drop deinit release dispose";
/// Those that leave nothing behind.
const SURE_RELEASE: &str = "free destroy delete";
/// Words of functions that begin one.
const CREATE: &str = "new create init open make build";
/// Words of parameters that count elements.
const LENGTH: &str = "len length size count n num";
/// Those that count nothing else.
const SURE_LENGTH: &str = "len length";
/// Names of buffers of which one is copied to the other.
const COPIED: &str = "dst dest destination src source";
/// Names of operands that have one length.
const PEERS: &str = "lhs rhs left right first second xs ys zs as bs re im real imag";
/// Names of what becomes of operands, element by element.
const RESULTS: &str = "out output result results res sum product dst dest y z c r";
/// Names of the value 0 of an error code, in lower case.
const SUCCESS: &str = "ok success none noerror succeeded";
/// How the names of error codes end.
const ERRORS: &[&str] = &["Error", "ErrorCode", "Status", "Code"];

/// What a caller may choose about wrappers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdiomaticOptions {
    /// What the wrappers `@import` as raw module; `<name>.zig` beside them where absent.
    pub raw: Option<String>,
}

/// Writes wrappers around the module that [`module`](super::module) writes.
pub fn idiomatic(interface: &Interface, options: &IdiomaticOptions) -> Result<String, EmitError> {
    // What the raw module cannot have, the wrappers cannot either.
    super::module(interface, &super::ZigOptions::default())?;
    let plan = Plan::new(interface)?;
    let mut names = Names::new(interface, &[]);
    for name in names.types.values_mut() {
        *name = format!("raw.{}", member(unquoted(name)));
    }
    let types = Types { plan: &plan, names: &names };
    let mut writer = Writer::new(&types);
    let mut lines = Lines::default();
    lines
        .line(format!("//! Wrappers for `{}`, written by Ghost. Edits are lost.", harmless(&interface.name)));
    lines.blank();
    let raw = options.raw.clone().unwrap_or_else(|| format!("{}.zig", interface.name));
    lines.line(format!("pub const raw = @import({});", string(&raw)));
    lines.blank();
    writer.write();
    if !writer.problems.is_empty() {
        return Err(EmitError { problems: writer.problems });
    }
    lines.line(writer.lines.finish());
    Ok(lines.finish())
}

/// A function and how it is wrapped.
struct Wrapped<'p> {
    function: &'p Function,
    /// The handle that it belongs to.
    owner: Option<&'p str>,
    role: Role,
    name: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Free,
    Method,
    Constructor,
    Release,
}

struct Writer<'p> {
    types: &'p Types<'p>,
    lines: Lines,
    problems: Vec<Problem>,
    /// Handles by key, with the function that releases them.
    handles: BTreeMap<&'p str, &'p Function>,
    /// The one function that releases `char *`.
    string_release: Option<&'p Function>,
    scope: Scope,
    /// The functions that make errors of codes, by the type's name.
    checks: BTreeMap<String, String>,
}

impl<'p> Writer<'p> {
    fn new(types: &'p Types<'p>) -> Self {
        let functions = &types.plan.interface.functions;
        let mut handles: BTreeMap<&str, Vec<&Function>> = BTreeMap::new();
        let mut strings = Vec::new();
        for function in functions.iter().filter(|f| f.ret == Type::Void && has_word(&f.symbol, RELEASE)) {
            if let [only] = function.params.as_slice() {
                if let Some((key, true)) = handle(types, &only.ty) {
                    handles.entry(key).or_default().push(function);
                } else if is_text(&only.ty) == Some(true) {
                    strings.push(function);
                }
            }
        }
        let one = |list: Vec<&'p Function>| if let [only] = list.as_slice() { Some(*only) } else { None };
        let handles = handles.into_iter().filter_map(|(key, list)| Some((key, one(surest(list))?))).collect();
        let mut scope = Scope::default();
        for name in ["raw", "self", "result", "OwnedString", "handle", "init", "deinit", "slice"] {
            scope.reserve(name);
        }
        let string_release = one(strings);
        let (lines, problems, checks) = (Lines::default(), Vec::new(), BTreeMap::new());
        Self { types, lines, problems, handles, string_release, scope, checks }
    }

    fn write(&mut self) {
        let own =
            self.types.plan.types.iter().map(|planned| (planned.key, own_name(self.types, planned.key)));
        let own: BTreeMap<&str, String> = own.collect();
        for name in own.values() {
            self.scope.reserve(name.clone());
        }
        for planned in &self.types.plan.types {
            if let Shape::Enum(_, kind) = &planned.shape
                && is_error_code(&own[planned.key], kind)
            {
                let check = self.scope.claim(&format!("check{}", own[planned.key]));
                self.checks.insert(own[planned.key].clone(), check);
            }
        }
        let wrapped = self.wrapped();
        for planned in &self.types.plan.types {
            let name = &own[planned.key];
            if let Shape::Enum(_, kind) = &planned.shape
                && is_error_code(name, kind)
            {
                self.error_set(name, &self.types.names.types[planned.key], kind);
            } else if !self.handles.contains_key(planned.key) {
                let there = &self.types.names.types[planned.key];
                self.lines.line(format!("pub const {} = {there};", quoted(name)));
            }
            self.lines.blank();
        }
        if let Some(release) = self.string_release {
            self.owned_string(release);
        }
        for key in self.handles.keys().copied().collect::<Vec<_>>() {
            self.lines.line(format!("pub const {} = struct {{", quoted(&own[key])));
            self.lines.line(format!("    handle: *{},", self.types.names.types[key]));
            for one in wrapped.iter().filter(|one| one.owner == Some(key)) {
                self.lines.blank();
                self.function(one, "    ");
            }
            self.lines.line("};");
            self.lines.blank();
        }
        for one in wrapped.iter().filter(|one| one.owner.is_none()) {
            self.function(one, "");
            self.lines.blank();
        }
    }

    /// Every function that is wrapped, with its place and name.
    fn wrapped(&mut self) -> Vec<Wrapped<'p>> {
        let plan = self.types.plan;
        let mut initialised: Vec<&str> = Vec::new();
        let mut out = Vec::new();
        // Methods of different handles may have one name. Parameters may have none of them.
        let file = self.scope.clone();
        let mut scopes: BTreeMap<Option<&str>, Scope> = BTreeMap::new();
        for function in plan.interface.functions.iter().filter(|f| !f.variadic) {
            if self.string_release.is_some_and(|release| release.symbol == function.symbol) {
                continue;
            }
            let first = function.params.first().and_then(|p| handle(self.types, &p.ty));
            let made = handle(self.types, &function.ret).filter(|(_, mutable)| *mutable);
            let released = self.handles.iter().find(|(_, release)| release.symbol == function.symbol);
            let (owner, role) = match (released, first, made) {
                (Some((key, _)), _, _) => (Some(*key), Role::Release),
                (_, Some((key, _)), _) if self.handles.contains_key(key) => (Some(key), Role::Method),
                (_, _, Some((key, _))) if self.handles.contains_key(key) => (Some(key), Role::Constructor),
                _ => (None, Role::Free),
            };
            let (name, fixed) = match (role, owner) {
                (Role::Release, _) => ("deinit".to_owned(), true),
                (Role::Constructor, Some(key))
                    if has_word(&function.symbol, CREATE) && !initialised.contains(&key) =>
                {
                    initialised.push(key);
                    ("init".to_owned(), true)
                }
                (_, Some(key)) => {
                    let release = &self.handles[key].symbol;
                    let prefix = release.rfind('_').map_or("", |at| &release[..=at]);
                    let rest = function.symbol.strip_prefix(prefix).filter(|rest| !rest.is_empty());
                    (camel(rest.unwrap_or(&function.symbol)), false)
                }
                (_, None) => (camel(&function.symbol), false),
            };
            let scope = scopes.entry(owner).or_insert_with(|| file.clone());
            // Both are reserved: a method that is called so gets a name beside them.
            let name = if fixed { name } else { scope.claim(&name) };
            self.scope.reserve(&name);
            out.push(Wrapped { function, owner, role, name });
        }
        out
    }

    fn error_set(&mut self, name: &str, there: &str, kind: &Enum) {
        let variants: Vec<String> = kind.variants.iter().map(|v| identifier(&v.name)).collect();
        self.lines.line(format!("pub const {} = error{{", quoted(name)));
        for (variant, named) in kind.variants.iter().zip(&variants) {
            if variant.value != 0 {
                self.lines.line(format!("    {},", member(named)));
            }
        }
        self.lines.line("};");
        self.lines.blank();
        let check = quoted(&self.checks[name]);
        self.lines.line(format!("fn {check}(result: {there}) {}!void {{", quoted(name)));
        self.lines.line("    return switch (result) {");
        for (variant, named) in kind.variants.iter().zip(&variants) {
            let named = member(named);
            let then = if variant.value == 0 { "{}".to_owned() } else { format!("error.{named}") };
            self.lines.line(format!("        .{named} => {then},"));
        }
        self.lines.line("    };");
        self.lines.line("}");
    }

    fn owned_string(&mut self, release: &Function) {
        let release = member(&release.symbol);
        self.lines.line("/// Text of the library, which frees it.");
        self.lines.line("pub const OwnedString = struct {");
        self.lines.line("    slice: [:0]u8,");
        self.lines.blank();
        self.lines.line("    pub fn deinit(self: OwnedString) void {");
        self.lines.line(format!("        raw.{release}(self.slice.ptr);"));
        self.lines.line("    }");
        self.lines.line("};");
        self.lines.blank();
    }

    fn function(&mut self, one: &Wrapped<'_>, indent: &str) {
        if hazard::of(self.types.plan, one.function).is_some() {
            // Whether it can be called is for the raw module to say.
            let (name, symbol) = (quoted(&one.name), member(&one.function.symbol));
            self.lines.line(format!("{indent}pub const {name} = raw.{symbol};"));
            return;
        }
        match self.signature(one) {
            Ok(Signature { params, checks, call, ret, result }) => {
                for doc in doc_lines(&one.function.docs) {
                    self.lines.line(format!("{indent}/// {doc}").trim_end());
                }
                self.lines.line(format!("{indent}pub fn {}({params}) {ret} {{", quoted(&one.name)));
                for check in checks {
                    self.lines.line(format!("{indent}    {check}"));
                }
                self.lines.line(format!("{indent}    {}", result.replace(CALL, &call)));
                self.lines.line(format!("{indent}}}"));
            }
            Err(cause) => self.problems.push(Problem {
                name: one.function.symbol.clone(),
                path: Vec::new(),
                cause,
                location: one.function.location.clone(),
            }),
        }
    }

    fn signature(&self, one: &Wrapped<'_>) -> Result<Signature, super::super::Cause> {
        let function = one.function;
        let mut scope = self.scope.clone();
        let names: Vec<String> = function
            .params
            .iter()
            .enumerate()
            .map(|(nth, p)| {
                let name = p.name.as_deref().filter(|n| *n != "_").map(identifier);
                quoted(&scope.claim(&name.unwrap_or_else(|| format!("arg{nth}"))))
            })
            .collect();
        let mut out = Signature::default();
        let (mut params, mut args) = (Vec::new(), Vec::new());
        let slices = self.slices(function);
        for (nth, (param, name)) in function.params.iter().zip(&names).enumerate() {
            if nth == 0 && matches!(one.role, Role::Method | Role::Release) {
                let owner = one.owner.map(|key| quoted(&own_name(self.types, key))).unwrap_or_default();
                params.push(format!("self: {owner}"));
                args.push("self.handle".to_owned());
            } else if let Some(run) = slices.iter().find(|run| run.contains(&nth)) {
                let Type::Pointer(pointer) = &param.ty else { continue };
                let element = self.types.spell(&pointer.pointee, Place::Memory)?;
                params.push(format!("{name}: []{}{element}", if pointer.mutable { "" } else { "const " }));
                args.push(format!("{name}.ptr"));
                if nth > run.start {
                    let check =
                        format!("if ({name}.len != {}.len) return error.LengthMismatch;", names[run.start]);
                    out.checks.push(check);
                }
            } else if let Some(run) = slices.iter().find(|run| run.end == nth) {
                args.push(format!("{}.len", names[run.start]));
            } else if is_text(&param.ty) == Some(false) {
                params.push(format!("{name}: [:0]const u8"));
                args.push(format!("{name}.ptr"));
            } else {
                params.push(format!("{name}: {}", self.types.value(&param.ty)?));
                args.push(name.clone());
            }
        }
        out.params = params.join(", ");
        out.call = format!("raw.{}({})", member(&function.symbol), args.join(", "));
        let failing = if out.checks.is_empty() { "" } else { "error{LengthMismatch}!" };
        let len = scope.claim("len");
        self.result(one, failing, &len, &mut out)?;
        Ok(out)
    }

    fn result(
        &self,
        one: &Wrapped<'_>,
        failing: &str,
        len: &str,
        out: &mut Signature,
    ) -> Result<(), super::super::Cause> {
        let ret = &one.function.ret;
        let with = |error: &str| match failing {
            "" => format!("error{{{error}}}!"),
            _ => format!("error{{ LengthMismatch, {error} }}!"),
        };
        let error_code = match self.types.plan.resolve(ret) {
            Type::Named(key) => match self.types.plan.shape(key) {
                Some(Shape::Enum(_, kind)) => {
                    Some(own_name(self.types, key)).filter(|name| is_error_code(name, kind))
                }
                _ => None,
            },
            _ => None,
        };
        (out.ret, out.result) = if one.role == Role::Constructor {
            let owner = one.owner.map(|key| quoted(&own_name(self.types, key))).unwrap_or_default();
            if matches!(ret, Type::Pointer(pointer) if pointer.nullable == Nullability::NonNull) {
                (format!("{failing}{owner}"), format!("return .{{ .handle = {CALL} }};"))
            } else {
                let made = format!("return .{{ .handle = {CALL} orelse return error.InitFailed }};");
                (format!("{}{owner}", with("InitFailed")), made)
            }
        } else if let Some(name) = error_code {
            let set = quoted(&name);
            let set = if failing.is_empty() { set } else { format!("({set} || error{{LengthMismatch}})") };
            (format!("{set}!void"), format!("return {}({CALL});", quoted(&self.checks[&name])))
        } else if is_text(ret) == Some(true) && self.string_release.is_some() {
            let span = format!("const result: [*:0]u8 = @ptrCast({CALL} orelse return error.NullString);\n");
            let indent = if one.owner.is_some() { "        " } else { "    " };
            let end = format!(
                "var {len}: usize = 0;\nwhile (result[{len}] != 0) {len} += 1;\nreturn .{{ .slice = result[0..{len} :0] }};"
            );
            let body = format!("{span}{end}").replace('\n', &format!("\n{indent}"));
            (format!("{}OwnedString", with("NullString")), body)
        } else if is_text(ret) == Some(false) {
            let indent = if one.owner.is_some() { "        " } else { "    " };
            let body = format!(
                "const result: [*:0]const u8 = @ptrCast({CALL} orelse return null);\nvar {len}: usize = 0;\n\
                 while (result[{len}] != 0) {len} += 1;\nreturn result[0..{len} :0];"
            );
            (format!("{failing}?[:0]const u8"), body.replace('\n', &format!("\n{indent}")))
        } else {
            (format!("{failing}{}", self.types.result(ret)?), format!("return {CALL};"))
        };
        Ok(())
    }

    /// Runs of parameters that become slices; the length stands at the end of each.
    fn slices(&self, function: &Function) -> Vec<std::ops::Range<usize>> {
        let mut out = Vec::new();
        for (nth, param) in function.params.iter().enumerate() {
            let Type::Int(int) = self.types.plan.resolve(&param.ty) else { continue };
            let named = param.name.as_deref().is_some_and(|name| has_word(name, LENGTH));
            if int.spelling != IntSpelling::Size || int.signed || !named {
                continue;
            }
            let element = |at: usize| self.element(&function.params[at].ty);
            let Some(last) = nth.checked_sub(1).and_then(element) else { continue };
            if !self.counts(param.name.as_deref(), function.params[nth - 1].name.as_deref(), last) {
                continue;
            }
            let mut start = nth - 1;
            while start > 0
                && element(start - 1) == Some(last)
                && self.share_a_length(&function.params[start - 1], &function.params[nth - 1])
            {
                start -= 1;
            }
            out.push(start..nth);
        }
        out
    }

    /// Whether two pointers surely have the length that stands behind the second one: bytes before a buffer are
    /// a key, a digest or a path as often, and what a function writes before what it reads is a result.
    fn share_a_length(&self, earlier: &Param, counted: &Param) -> bool {
        let (Type::Pointer(one), Type::Pointer(other)) = (&earlier.ty, &counted.ty) else { return false };
        let name = |param: &Param| param.name.clone().unwrap_or_default().to_lowercase();
        let (earlier, counted) = (name(earlier), name(counted));
        let both = |words: &str| has(words, &earlier) && has(words, &counted);
        let stem = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_').to_owned();
        let letter = |name: &str| name.len() == 1;
        if both(COPIED) {
            return true;
        }
        if one.mutable == other.mutable {
            let numbered = !stem(&earlier).is_empty() && stem(&earlier) == stem(&counted);
            return both(PEERS) || numbered || letter(&earlier) && letter(&counted);
        }
        let bytes = matches!(self.types.plan.resolve(&one.pointee), Type::Int(int) if int.bits == 8);
        !bytes && other.mutable && (letter(&earlier) || has(PEERS, &earlier)) && has(RESULTS, &counted)
    }

    /// Whether a number surely counts what stands before it: how often to do something with one record is
    /// a `count` as well. A length is; so is what counts plain values, or has the pointer's name in its
    /// own, or stands behind a name in the plural.
    fn counts(&self, number: Option<&str>, pointer: Option<&str>, element: &Type) -> bool {
        let (number, pointer) = (number.unwrap_or_default(), pointer.unwrap_or_default());
        let record = matches!(self.types.plan.resolve(element), Type::Named(key)
            if !matches!(self.types.plan.shape(key), Some(Shape::Enum(..) | Shape::Alias(_))));
        let named = !pointer.is_empty() && number.contains(pointer.trim_end_matches('s'));
        !record || has_word(number, SURE_LENGTH) || named || pointer.ends_with('s')
    }

    /// What a pointer of one or more elements points to.
    fn element<'t>(&self, ty: &'t Type) -> Option<&'t Type> {
        match ty {
            Type::Pointer(pointer)
                if matches!(pointer.extent, Extent::Unknown | Extent::Many)
                    && !self.types.plan.is_opaque(&pointer.pointee) =>
            {
                Some(&pointer.pointee)
            }
            _ => None,
        }
    }
}

/// Stands for a call in a body: no name has it in it.
const CALL: &str = "\u{1}";

#[derive(Default)]
struct Signature {
    params: String,
    checks: Vec<String>,
    call: String,
    ret: String,
    /// The body, in which [`CALL`] stands for the call.
    result: String,
}

/// The opaque type behind a pointer, and whether it may be changed through it.
fn handle<'p>(types: &'p Types<'p>, ty: &'p Type) -> Option<(&'p str, bool)> {
    let Type::Pointer(pointer) = ty else { return None };
    match types.plan.resolve(&pointer.pointee) {
        Type::Named(key) if matches!(types.plan.shape(key), Some(Shape::Opaque)) => {
            Some((key, pointer.mutable))
        }
        _ => None,
    }
}

/// For a pointer to text ended by zero: whether it may be changed.
fn is_text(ty: &Type) -> Option<bool> {
    match ty {
        Type::Pointer(pointer) => {
            match pointer.as_ref() {
                Pointer {
                    pointee: Type::Int(int), extent: Extent::Unknown | Extent::Sentinel(0), ..
                } if int.spelling == IntSpelling::CChar => Some(pointer.mutable),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Those that surely end a value: one with a `deinit` or `close` beside its `destroy` lives on after it.
fn surest(list: Vec<&Function>) -> Vec<&Function> {
    let sure = |f: &&Function| has_word(&f.symbol, SURE_RELEASE);
    if list.iter().any(sure) { list.into_iter().filter(sure).collect() } else { list }
}

fn is_error_code(name: &str, kind: &Enum) -> bool {
    let distinct =
        |(nth, v): (usize, &crate::model::Variant)| kind.variants[..nth].iter().all(|w| w.value != v.value);
    !kind.open
        && kind.variants.len() > 1
        && kind.variants.iter().enumerate().all(distinct)
        && ERRORS.iter().any(|end| name.ends_with(end))
        && kind.variants.iter().any(|v| v.value == 0 && has(SUCCESS, &v.name.to_lowercase().replace('_', "")))
}

fn has_word(name: &str, words: &str) -> bool {
    name.split('_').any(|word| has(words, word))
}

fn own_name(types: &Types<'_>, key: &str) -> String {
    let name = &types.names.types[key];
    let name = unquoted(name.strip_prefix("raw.").unwrap_or(name));
    // Names that the wrappers have for themselves.
    if matches!(name, "raw" | "self" | "result") { format!("{name}_") } else { name.to_owned() }
}

fn unquoted(name: &str) -> &str {
    name.strip_prefix("@\"").and_then(|name| name.strip_suffix('"')).unwrap_or(name)
}

/// `sort_i32` becomes `sortI32`.
fn camel(symbol: &str) -> String {
    let mut out = String::new();
    for word in identifier(symbol).split('_').filter(|word| !word.is_empty()) {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if !out.is_empty() => out.extend(first.to_uppercase().chain(letters)),
            Some(_) => out.push_str(word),
            None => {}
        }
    }
    identifier(&out)
}

//! Rust over a library of Zig: declarations in a private module, and safe functions beside them.
//!
//! A function is safe where its contract lets its wrapper check everything that the library relies
//! on; where it does not, the wrapper is `unsafe` and says what its caller must know.

mod names;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use ghost_abi::emit::EmitError;
use ghost_abi::emit::rust::{RustOptions, declarations, symbols};
use ghost_abi::model::{Enum, Extent, Interface, Nullability, Pointer, Type, TypeKind};

use super::super::boundary::Library;
use super::super::contract::guards::{Guard, Literal, OnNull};
use super::super::contract::words::{has_word, words};
use super::super::contract::{Contract, Contracts, Gives, Role, element, is_opaque, pointer, text};
use super::super::spelling;
use super::{CheckedEnum, Wrapper, checked_enums};
use names::{distinct, listed, mentions, method_name, param_names, type_name, unique};

/// Words that begin the names of functions which answer a question: `false` is an answer.
const QUESTION: &str = "is has contains can should equal equals eq empty exists any all matches valid";

pub(super) fn write(
    library: Library<'_>,
    interface: &Interface,
    mut left_out: Vec<(String, String)>,
) -> Result<Wrapper, EmitError> {
    let raw = declarations(interface, &RustOptions::default())?;
    let contracts = library.contracts_over(interface);
    let mut writer = Writer {
        library,
        contracts: &contracts,
        symbols: symbols(interface),
        names: BTreeMap::new(),
        enums: BTreeMap::new(),
        errors: Errors::default(),
    };
    let mut body = String::new();
    for handle in 0..contracts.handles.len() {
        writer.handle(handle, &mut body);
    }
    for contract in &contracts.functions {
        let owner = match contract.role {
            Role::Plain => None,
            _ => continue,
        };
        match writer.function(contract, owner) {
            Ok(text) => body.push_str(&text),
            Err(reason) => left_out.push((contract.function.symbol.clone(), reason)),
        }
    }
    if contracts.functions.iter().any(|c| c.gives == Gives::OwnedText) {
        writer.owned_text(&mut body);
    }
    let text = writer.file(&raw, &body);
    Ok(Wrapper { text, left_out, names: Vec::new() })
}

struct Writer<'a> {
    library: Library<'a>,
    contracts: &'a Contracts<'a>,
    /// What the declarations call each function.
    symbols: BTreeMap<String, String>,
    /// Names that are taken, in each handle and beside them.
    names: BTreeMap<Option<usize>, BTreeSet<String>>,
    /// Enumerations that wrappers take or give: name, integer type, variants.
    enums: BTreeMap<String, (String, Vec<(String, i128)>)>,
    errors: Errors,
}

/// Which reasons for a refusal the file needs.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a variant that is written or not")]
struct Errors {
    length: bool,
    failed: bool,
    code: bool,
    value: bool,
    /// Enumerations of the library that say what went wrong.
    codes: BTreeSet<String>,
}

/// A parameter on its way.
struct Passed {
    /// `name: Type`; `None` where the caller does not give it.
    param: Option<String>,
    /// Statements before the call.
    before: Vec<String>,
    /// What the raw function is given.
    arg: String,
    /// What the caller must promise, where the wrapper cannot check it.
    promise: Option<String>,
    /// Whether a statement before may return an error.
    fails: bool,
}

impl Passed {
    fn plain(name: &str, ty: &str, arg: String) -> Self {
        Self { param: Some(format!("{name}: {ty}")), before: Vec::new(), arg, promise: None, fails: false }
    }
}

/// A result on its way.
struct Returned {
    ty: String,
    /// Statements behind `let result = …;`, the last one the value.
    after: Vec<String>,
    fails: bool,
}

impl Writer<'_> {
    /// What the declarations call a function.
    fn raw<'s>(&'s self, symbol: &'s str) -> &'s str {
        self.symbols.get(symbol).map_or(symbol, String::as_str)
    }

    fn interface(&self) -> &Interface {
        self.contracts.interface
    }

    fn handle(&mut self, nth: usize, out: &mut String) {
        let contracts = self.contracts;
        let handle = &contracts.handles[nth];
        let name = type_name(&handle.name);
        let raw = handle.key.map_or_else(|| "std::ffi::c_void".to_owned(), |key| format!("raw::{key}"));
        let made: Vec<String> = handle.makers().map(|f| format!("`{}`", f.symbol)).collect();
        let _ = write!(
            out,
            "/// What {} makes. It is ended by `{}` when it is dropped, once.\n\
             #[derive(Debug)]\npub struct {name} {{\n    handle: NonNull<{raw}>,\n}}\n\nimpl {name} {{\n",
            made.join(" or "),
            handle.destroys.symbol
        );
        let is_inside = |role| matches!(role, Role::Creates(n) | Role::Method(n) | Role::Fills { handle: n, .. } if n == nth);
        let inside = contracts.functions.iter().filter(|c| is_inside(c.role));
        for contract in inside {
            match self.function(contract, Some(nth)) {
                Ok(text) => {
                    for line in text.lines() {
                        let _ = writeln!(out, "{}", format!("    {line}").trim_end());
                    }
                }
                Err(reason) => {
                    let _ = writeln!(out, "    // `{}` is not wrapped: {reason}", contract.function.symbol);
                }
            }
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
        let destroys = self.raw(&handle.destroys.symbol);
        let _ = write!(
            out,
            "}}\n\nimpl Drop for {name} {{\n    fn drop(&mut self) {{\n        \
             // SAFETY: the handle was made by the library and is given back once, here.\n        \
             unsafe {{ raw::{destroys}(self.handle.as_ptr()) }};\n    }}\n}}\n\n"
        );
    }

    fn function(&mut self, contract: &Contract<'_>, owner: Option<usize>) -> Result<String, String> {
        let function = contract.function;
        if function.variadic {
            return Err("a variadic function has no safe form".to_owned());
        }
        let checked = checked_enums(self.library, contract);
        let mut passed = Vec::new();
        for nth in 0..function.params.len() {
            passed.push(self.param(contract, nth, &checked)?);
        }
        let returned = self.result(contract);
        let fails = returned.fails || passed.iter().any(|p| p.fails);
        let promises: Vec<&String> = passed.iter().filter_map(|p| p.promise.as_ref()).collect();
        let unsafety = if promises.is_empty() { "" } else { "unsafe " };
        let mut out = String::new();
        for line in &function.docs {
            let _ = writeln!(out, "{}", format!("/// {line}").trim_end());
        }
        if function.docs.is_empty() {
            let _ = writeln!(out, "/// `{}` of the library.", function.symbol);
        }
        if !promises.is_empty() {
            let _ = writeln!(out, "///\n/// # Safety");
        }
        for promise in &promises {
            let _ = writeln!(out, "/// {promise}");
        }
        let params: Vec<&str> = passed.iter().filter_map(|p| p.param.as_deref()).collect();
        let ty = if fails { format!("Result<{}, Error>", returned.ty) } else { returned.ty.clone() };
        let arrow = if ty == "()" { String::new() } else { format!(" -> {ty}") };
        let name = unique(self.names.entry(owner).or_default(), method_name(self.contracts, contract, owner));
        let _ = writeln!(out, "pub {unsafety}fn {name}({}){arrow} {{", params.join(", "));
        for line in passed.iter().flat_map(|p| &p.before) {
            let _ = writeln!(out, "    {line}");
        }
        let args: Vec<&str> = passed.iter().map(|p| p.arg.as_str()).collect();
        let call = format!("unsafe {{ raw::{}({}) }}", self.raw(&function.symbol), args.join(", "));
        let _ = writeln!(out, "    // SAFETY: {}", safety(contract, &promises));
        if returned.ty == "()" && returned.after.is_empty() {
            let _ = writeln!(out, "    {call};");
            if fails {
                out.push_str("    Ok(())\n");
            }
        } else if returned.after == ["result"] {
            let _ = writeln!(out, "    {}", if fails { format!("Ok({call})") } else { call });
        } else {
            let bound = if function.ret == Type::Void { "" } else { "let result = " };
            let _ = writeln!(out, "    {bound}{call};");
            let last = returned.after.len().saturating_sub(1);
            for (nth, line) in returned.after.iter().enumerate() {
                let line = if nth == last && fails && !returned.fails {
                    format!("Ok({line})")
                } else {
                    line.clone()
                };
                let _ = writeln!(out, "    {line}");
            }
        }
        out.push_str("}\n\n");
        Ok(out)
    }

    fn param(
        &mut self,
        contract: &Contract<'_>,
        nth: usize,
        checked: &[CheckedEnum],
    ) -> Result<Passed, String> {
        let param = &contract.function.params[nth];
        let name = param_names(contract).swap_remove(nth);
        if nth == 0 && matches!(contract.role, Role::Method(_)) {
            let mutable = pointer(self.interface(), &param.ty).is_some_and(|p| p.mutable);
            let (receiver, arg) = if mutable {
                ("&mut self", "self.handle.as_ptr()")
            } else {
                ("&self", "self.handle.as_ptr()")
            };
            return Ok(Passed {
                param: Some(receiver.to_owned()),
                before: Vec::new(),
                arg: arg.to_owned(),
                promise: None,
                fails: false,
            });
        }
        if matches!(contract.role, Role::Fills { param, .. } if param == nth) {
            let before = vec!["let mut made = ptr::null_mut();".to_owned()];
            let arg = "&mut made".to_owned();
            return Ok(Passed { param: None, before, arg, promise: None, fails: false });
        }
        if let Some(found) = checked.iter().find(|c| c.param == nth) {
            return Ok(self.enum_param(&name, &param.ty, found));
        }
        if let Some(slice) = contract.slice_of(nth) {
            return self.slice_param(contract, slice, nth, &name);
        }
        match self.interface().resolve(&param.ty).clone() {
            Type::Named(key) => Ok(self.named_param(&name, &key, &param.ty)),
            Type::Pointer(pointer) => Ok(self.pointer_param(contract, nth, &name, &pointer)),
            Type::FnPointer(_) => {
                let ty = Self::spell(&param.ty);
                let promise = format!(
                    "`{name}` must not unwind, and must stay callable as long as the library calls it."
                );
                Ok(Passed { promise: Some(promise), ..Passed::plain(&name, &ty, name.clone()) })
            }
            _ => Ok(Passed::plain(&name, &Self::spell(&param.ty), name.clone())),
        }
    }

    fn enum_param(&mut self, name: &str, ty: &Type, found: &CheckedEnum) -> Passed {
        let int = Self::spell(ty);
        match &found.name {
            Some(kind) => {
                let kind = type_name(kind);
                self.enums.insert(kind.clone(), (int.clone(), found.variants.clone()));
                Passed::plain(name, &kind, format!("{name} as {int}"))
            }
            None => Passed {
                promise: Some(format!(
                    "`{name}` is a value that the library has a name for: it does not look."
                )),
                ..Passed::plain(name, &int, name.to_owned())
            },
        }
    }

    fn slice_param(
        &mut self,
        contract: &Contract<'_>,
        slice: &super::super::contract::Slice,
        nth: usize,
        name: &str,
    ) -> Result<Passed, String> {
        let first = param_names(contract).swap_remove(slice.pointers.start);
        if nth == slice.len {
            let ty = Self::spell(&contract.function.params[nth].ty);
            if ty == "usize" {
                let arg = format!("{first}.len()");
                return Ok(Passed { param: None, before: Vec::new(), arg, promise: None, fails: false });
            }
            self.errors.length = true;
            let before = vec![format!(
                "let {name} = <{ty} as std::convert::TryFrom<usize>>::try_from({first}.len()).map_err(|_| Error::Length)?;"
            )];
            return Ok(Passed { param: None, before, arg: name.to_owned(), promise: None, fails: true });
        }
        let ty = &contract.function.params[nth].ty;
        let item = element(self.interface(), ty).cloned().ok_or("its elements are not known")?;
        let spelled = Self::spell(&item);
        let mutable = pointer(self.interface(), ty).is_some_and(|p| p.mutable);
        let (slice_ty, take) = if mutable { ("&mut ", "as_mut_ptr") } else { ("&", "as_ptr") };
        let mut passed = Passed::plain(name, &format!("{slice_ty}[{spelled}]"), format!("{name}.{take}()"));
        if self.holds_pointers(&item, 0) {
            passed.promise = Some(format!("The pointers in `{name}` are ones that the library may follow."));
        }
        if nth > slice.pointers.start {
            self.errors.length = true;
            passed.before.push(format!("if {name}.len() != {first}.len() {{"));
            passed.before.push("    return Err(Error::Length);".to_owned());
            passed.before.push("}".to_owned());
            passed.fails = true;
        }
        Ok(passed)
    }

    fn named_param(&mut self, name: &str, key: &str, ty: &Type) -> Passed {
        let spelled = Self::spell(ty);
        if let Some((int, kind)) = self.closed_enum(key) {
            let own = type_name(key);
            self.enums.insert(own.clone(), (int, named_values(&kind)));
            return Passed::plain(name, &own, format!("raw::{key}({name} as _)"));
        }
        let mut passed = Passed::plain(name, &spelled, name.to_owned());
        if self.holds_pointers(&Type::Named(key.to_owned()), 0) {
            passed.promise = Some(format!("The pointers in `{name}` are ones that the library may follow."));
        }
        passed
    }

    fn pointer_param(
        &mut self,
        contract: &Contract<'_>,
        nth: usize,
        name: &str,
        pointer: &Pointer,
    ) -> Passed {
        let ty = &contract.function.params[nth].ty;
        let checks_null = contract.guards[nth].null.is_shown();
        if text(self.interface(), ty) == Some(false) {
            return Passed::plain(name, "&CStr", format!("{name}.as_ptr().cast()"));
        }
        let target = &pointer.pointee;
        let plain = !is_opaque(self.interface(), target) && !self.holds_pointers(target, 0);
        if pointer.extent == Extent::One && plain && self.every_value_is_valid(target) {
            let item = Self::spell(target);
            let (reference, cast) = if pointer.mutable { ("&mut ", "from_mut") } else { ("&", "from_ref") };
            if checks_null && pointer.nullable == Nullability::Nullable {
                let null = if pointer.mutable { "null_mut" } else { "null" };
                let arg = format!("{name}.map_or(ptr::{null}(), ptr::{cast})");
                return Passed::plain(name, &format!("Option<{reference}{item}>"), arg);
            }
            return Passed::plain(name, &format!("{reference}{item}"), format!("ptr::{cast}({name})"));
        }
        let spelled = Self::spell(ty);
        let promise =
            format!("`{name}` points to what the library expects there, for as long as it expects it.");
        Passed { promise: Some(promise), ..Passed::plain(name, &spelled, name.to_owned()) }
    }

    fn result(&mut self, contract: &Contract<'_>) -> Returned {
        let ret = contract.function.ret.clone();
        let plain = |ty: &str, after: &[&str], fails| Returned {
            ty: ty.to_owned(),
            after: after.iter().map(|line| (*line).to_owned()).collect(),
            fails,
        };
        if let Role::Fills { handle, .. } = contract.role {
            return self.filled(contract, handle);
        }
        match contract.gives {
            Gives::Nothing => plain("()", &[], false),
            Gives::Handle(nth) => {
                self.errors.failed = true;
                let name = type_name(&self.contracts.handles[nth].name);
                let after =
                    format!("NonNull::new(result).map(|handle| {name} {{ handle }}).ok_or(Error::Failed)");
                plain(&name, &[&after], true)
            }
            Gives::OwnedText => plain(
                "Option<OwnedText>",
                &["NonNull::new(result).map(|text| OwnedText { text: text.cast() })"],
                false,
            ),
            Gives::BorrowedText => plain(
                "Option<CString>",
                &[
                    "if result.is_null() {",
                    "    return None;",
                    "}",
                    "// SAFETY: text of the library, valid now; it is copied because nothing says for how long.",
                    "Some(unsafe { CStr::from_ptr(result.cast()) }.to_owned())",
                ],
                false,
            ),
            Gives::Pointer => plain(&Self::spell(&ret), &["result"], false),
            Gives::Value => self.value(contract, &ret),
        }
    }

    /// The handle that the library put into `made`, where its result does not say that it failed. What it made and
    /// calls a failure is dropped.
    fn filled(&mut self, contract: &Contract<'_>, nth: usize) -> Returned {
        let name = type_name(&self.contracts.handles[nth].name);
        self.errors.failed = true;
        let mut after = vec![format!(
            "let made = NonNull::new(made).map(|handle| {name} {{ handle }}).ok_or(Error::Failed);"
        )];
        let ret = &contract.function.ret;
        let mut unless = |failed: &str, error: &str| {
            after.extend([format!("if {failed} {{"), format!("    return Err({error});"), "}".to_owned()]);
        };
        match self.interface().resolve(ret).clone() {
            Type::Bool => unless("!result", "Error::Failed"),
            Type::Int(_) => {
                let zero_fails = refusals(contract).contains(&&Literal::Int(0));
                let failed = if zero_fails { "result == 0" } else { "result != 0" };
                unless(failed, "Error::Code(result as i64)");
                self.errors.code = true;
            }
            _ => {
                let said = self.value(contract, ret);
                if said.ty == "()" && said.fails {
                    after.push(format!("let () = {}?;", said.after.join("\n    ")));
                }
            }
        }
        after.push("made".to_owned());
        Returned { ty: name, after, fails: true }
    }

    fn value(&mut self, contract: &Contract<'_>, ret: &Type) -> Returned {
        let made = |ty: &str, after: Vec<String>, fails| Returned { ty: ty.to_owned(), after, fails };
        let refuses = refusals(contract);
        let body = self.library.body(&contract.function.symbol);
        let asks = words(&contract.function.symbol).iter().any(|word| has_word(word, QUESTION));
        match self.interface().resolve(ret).clone() {
            Type::Bool
                if !asks
                    && (refuses.contains(&&Literal::Bool(false)) || body.contains("catch return false"))
                    && body.contains("return true") =>
            {
                self.errors.failed = true;
                made("()", vec!["if result { Ok(()) } else { Err(Error::Failed) }".to_owned()], true)
            }
            Type::Int(int)
                if int.signed && refuses.iter().any(|l| matches!(l, Literal::Int(code) if *code < 0)) =>
            {
                self.errors.code = true;
                let ty = Self::spell(ret);
                let after = "if result < 0 { Err(Error::Code(i64::from(result))) } else { Ok(result) }";
                let after = if int.bits == 64 {
                    after.replace("i64::from(result)", "result as i64")
                } else {
                    after.to_owned()
                };
                made(&ty, vec![after], true)
            }
            Type::Named(key) => match self.closed_enum(&key) {
                Some((int, kind)) => {
                    let name = type_name(&key);
                    self.enums.insert(name.clone(), (int, named_values(&kind)));
                    self.errors.value = true;
                    let from = format!("{name}::from_raw(result.0)");
                    if is_error_code(&name, &kind) {
                        let variants = distinct(&named_values(&kind));
                        let success = variants.iter().find(|(_, value, _)| *value == 0);
                        let success = success.map_or("", |(_, _, name)| name.as_str());
                        let after = vec![
                            format!("match {from}? {{"),
                            format!("    {name}::{success} => Ok(()),"),
                            format!("    code => Err(Error::{name}(code)),"),
                            "}".to_owned(),
                        ];
                        self.errors.codes.insert(name);
                        made("()", after, true)
                    } else {
                        made(&name, vec![from], true)
                    }
                }
                None => made(&Self::spell(ret), vec!["result".to_owned()], false),
            },
            _ => made(&Self::spell(ret), vec!["result".to_owned()], false),
        }
    }

    /// The integer's name and the values of an enumeration without other values.
    fn closed_enum(&self, key: &str) -> Option<(String, Enum)> {
        match &self.interface().types.get(key)?.kind {
            TypeKind::Enum(kind) if !kind.open && !kind.variants.is_empty() => {
                let tag = kind.tag?;
                let sign = if tag.signed { 'i' } else { 'u' };
                Some((format!("{sign}{}", tag.bits), kind.clone()))
            }
            _ => None,
        }
    }

    fn holds_pointers(&self, ty: &Type, depth: usize) -> bool {
        let interface = self.interface();
        match interface.resolve(ty) {
            Type::Pointer(_) | Type::FnPointer(_) => true,
            Type::Array { element, .. } => self.holds_pointers(element, depth),
            Type::Named(key) if depth < 16 => match interface.types.get(key).map(|def| &def.kind) {
                Some(TypeKind::Struct(record) | TypeKind::Union(record)) => {
                    record.fields.iter().any(|field| self.holds_pointers(&field.ty, depth + 1))
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether whatever bytes the library writes there are a value of the type in Rust.
    fn every_value_is_valid(&self, ty: &Type) -> bool {
        match self.interface().resolve(ty) {
            Type::Int(_) | Type::Float(_) | Type::Bool => true,
            Type::Array { element, .. } => self.every_value_is_valid(element),
            Type::Named(key) => match self.interface().types.get(key).map(|def| &def.kind) {
                Some(TypeKind::Struct(record)) => {
                    record.fields.iter().all(|f| self.every_value_is_valid(&f.ty))
                }
                // Written as a newtype over its integer.
                Some(TypeKind::Enum(_)) => true,
                _ => false,
            },
            _ => false,
        }
    }

    /// A type as the declarations spell it, seen from beside them.
    fn spell(ty: &Type) -> String {
        spelling::rust(ty, "raw")
    }

    fn owned_text(&self, out: &mut String) {
        let Some(release) = self.contracts.text_release else { return };
        let (release, symbol) = (&release.symbol, self.raw(&release.symbol));
        let _ = write!(
            out,
            "/// Text that the library made. It goes back to `{release}` when it is dropped, once.\n\
             #[derive(Debug)]\npub struct OwnedText {{\n    text: NonNull<std::ffi::c_char>,\n}}\n\n\
             impl std::ops::Deref for OwnedText {{\n    type Target = CStr;\n\n    fn deref(&self) -> &CStr {{\n        \
             // SAFETY: the library ends its text with a zero, and it lives until it is dropped.\n        \
             unsafe {{ CStr::from_ptr(self.text.as_ptr()) }}\n    }}\n}}\n\n\
             impl Drop for OwnedText {{\n    fn drop(&mut self) {{\n        \
             // SAFETY: it was made by the library and is given back once, here.\n        \
             unsafe {{ raw::{symbol}(self.text.as_ptr().cast()) }};\n    }}\n}}\n\n"
        );
    }

    fn file(&mut self, raw: &str, body: &str) -> String {
        let (types, held) = self.reached(body);
        let mut out = format!(
            "//! Rust over `{}`, written by zeke. What the library made goes back to it when it is dropped;\n\
             //! null, lengths that differ and values without a name are errors.\n\n",
            self.library.name()
        );
        let uses = [("CStr", "CStr"), ("CString", "CString")];
        let named: Vec<&str> =
            uses.iter().filter(|(word, _)| mentions(body, word)).map(|(_, name)| *name).collect();
        if !named.is_empty() {
            let _ = writeln!(out, "use std::ffi::{};", listed(&named));
        }
        if body.contains("ptr::null") || body.contains("ptr::from_") {
            out.push_str("use std::ptr;\n");
        }
        if body.contains("NonNull<") {
            out.push_str("use std::ptr::NonNull;\n");
        }
        if !types.is_empty() {
            let types: Vec<&str> = types.iter().map(String::as_str).collect();
            let _ = writeln!(out, "\npub use self::raw::{};", listed(&types));
        }
        out.push('\n');
        out.push_str(&self.error());
        for (name, (int, variants)) in &self.enums {
            let read = body.contains(&format!("{name}::from_raw")) || held.contains_key(name);
            out.push_str(&enumeration(name, int, variants, read));
            if let Some(key) = held.get(name) {
                out.push_str(&conversions(name, key));
            }
        }
        out.push_str(body);
        out.push_str(
            "/// The functions as the library exports them.\n\
             #[allow(\n    dead_code,\n    non_camel_case_types,\n    non_snake_case,\n    non_upper_case_globals,\n    \
             reason = \"the names are the library's\"\n)]\nmod raw {\n",
        );
        // Edition 2015 knows `::std` and no `::core`.
        for line in raw.replace("::core::", "::std::").lines() {
            let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        }
        out.push_str("}\n");
        out
    }

    /// Types of the declarations that the wrappers' users need a name for, and closed enumerations in
    /// their fields: the name here and the key.
    fn reached(&mut self, body: &str) -> (BTreeSet<String>, BTreeMap<String, String>) {
        let contracts = self.contracts;
        let interface = contracts.interface;
        let is_handle = |key: &str| contracts.handles.iter().any(|h| h.key == Some(key));
        let spelled = |key: &&String| mentions(body, key) && body.contains(&format!("raw::{key}"));
        let mut open: Vec<&str> = interface.types.keys().filter(spelled).map(String::as_str).collect();
        let (mut types, mut held) = (BTreeSet::new(), BTreeMap::new());
        while let Some(key) = open.pop() {
            let Some(def) = interface.types.get(key).filter(|_| !is_handle(key)) else { continue };
            let (TypeKind::Struct(record) | TypeKind::Union(record)) = &def.kind else {
                // One that is passed is made on the way; where the library writes one, it has the library's type.
                let is_seen =
                    || body.split(&format!("raw::{key}")).skip(1).any(|rest| !rest.starts_with('('));
                let is_closed = self.closed_enum(key).is_some();
                if is_closed && is_seen() {
                    self.is_held(key, &mut held);
                } else if !is_closed && matches!(def.kind, TypeKind::Enum(_)) {
                    types.insert(key.to_owned());
                }
                continue;
            };
            if !types.insert(key.to_owned()) {
                continue;
            }
            for field in &record.fields {
                let mut ty = interface.resolve(&field.ty);
                while let Type::Array { element, .. } = ty {
                    ty = interface.resolve(element);
                }
                let Type::Named(inner) = ty else { continue };
                if !self.is_held(inner, &mut held) {
                    open.push(inner);
                }
            }
        }
        (types, held)
    }

    /// Whether a type is a closed enumeration; it is one that can be turned into the library's and back then.
    fn is_held(&mut self, key: &str, held: &mut BTreeMap<String, String>) -> bool {
        let Some((int, kind)) = self.closed_enum(key) else { return false };
        let name = type_name(key);
        self.errors.value = true;
        self.enums.insert(name.clone(), (int, named_values(&kind)));
        held.insert(name, key.to_owned());
        true
    }

    fn error(&self) -> String {
        let mut rows = vec![
            (
                self.errors.length,
                "Length",
                "",
                "Slices that must be of one length are not, or are too long.",
                "lengths do not fit",
            ),
            (
                self.errors.failed,
                "Failed",
                "",
                "The library refused, or has no memory.",
                "the library failed",
            ),
            (
                self.errors.code,
                "Code",
                "i64",
                "The library's own code for what went wrong.",
                "the library returned {value}",
            ),
            (
                self.errors.value,
                "UnknownValue",
                "i64",
                "A value that the library has no name for.",
                "unknown value {value}",
            ),
        ];
        rows.extend(self.errors.codes.iter().map(|name| {
            (
                true,
                name.as_str(),
                name.as_str(),
                "What the library says went wrong.",
                "the library says {value:?}",
            )
        }));
        let used: Vec<_> = rows.into_iter().filter(|(used, ..)| *used).collect();
        if used.is_empty() {
            return String::new();
        }
        let mut out = String::from(
            "/// Why a call did not do what it was asked to.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum Error {\n",
        );
        for (_, variant, held, doc, _) in &used {
            let held = if held.is_empty() { String::new() } else { format!("({held})") };
            let _ = writeln!(out, "    /// {doc}\n    {variant}{held},");
        }
        out.push_str(
            "}\n\nimpl std::fmt::Display for Error {\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {\n        match self {\n",
        );
        for (_, variant, held, _, message) in &used {
            let held = if held.is_empty() { "" } else { "(value)" };
            let _ = writeln!(out, "            Self::{variant}{held} => write!(f, \"{message}\"),");
        }
        out.push_str("        }\n    }\n}\n\nimpl std::error::Error for Error {}\n\n");
        out
    }
}

/// What the function gives for what it looks for and cannot use.
fn refusals<'c>(contract: &'c Contract<'_>) -> Vec<&'c Literal> {
    let of = |guard: &'c Guard| {
        let null = if let OnNull::Returns(literal) = &guard.null { Some(literal) } else { None };
        null.into_iter().chain(guard.above.as_ref().map(|(_, literal)| literal))
    };
    contract.guards.iter().flat_map(of).collect()
}

fn safety(contract: &Contract<'_>, promises: &[&String]) -> &'static str {
    if !promises.is_empty() {
        "the caller's promises, and what is checked above."
    } else if contract.function.params.is_empty() {
        "it takes nothing, so that nothing can be wrong."
    } else {
        "handles are live, slices and references are what their types say."
    }
}

fn enumeration(name: &str, int: &str, variants: &[(String, i128)], read: bool) -> String {
    let mut out = format!(
        "/// `{name}` of the library: these values and no others.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq)]\n#[repr({int})]\npub enum {name} {{\n"
    );
    let distinct = distinct(variants);
    for (variant, value, name) in &distinct {
        let _ = writeln!(out, "    /// `{variant}`.\n    {name} = {value},");
    }
    out.push_str("}\n\n");
    if !read {
        return out;
    }
    let _ = writeln!(
        out,
        "impl {name} {{\n    fn from_raw(value: {int}) -> Result<Self, Error> {{\n        match value {{"
    );
    for (_, value, name) in &distinct {
        let _ = writeln!(out, "            {value} => Ok(Self::{name}),");
    }
    out.push_str("            other => Err(Error::UnknownValue(other as i64)),\n        }\n    }\n}\n\n");
    out
}

/// An enumeration as the fields of structs have it, and back.
fn conversions(name: &str, key: &str) -> String {
    format!(
        "impl From<{name}> for raw::{key} {{\n    fn from(value: {name}) -> Self {{\n        raw::{key}(value as _)\n    }}\n}}\n\n\
         impl std::convert::TryFrom<raw::{key}> for {name} {{\n    type Error = Error;\n\n    \
         fn try_from(value: raw::{key}) -> Result<Self, Error> {{\n        Self::from_raw(value.0)\n    }}\n}}\n\n"
    )
}

fn named_values(kind: &Enum) -> Vec<(String, i128)> {
    kind.variants.iter().map(|v| (v.name.clone(), v.value)).collect()
}

fn is_error_code(name: &str, kind: &Enum) -> bool {
    let ends = ["Error", "ErrorCode", "Status", "Code", "Result"].iter().any(|end| name.ends_with(end));
    ends && kind.variants.len() > 1
        && kind
            .variants
            .iter()
            .any(|v| v.value == 0 && has_word(&v.name, "ok success none noerror succeeded"))
}

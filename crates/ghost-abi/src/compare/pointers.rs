//! Pointers to data and to functions: null, const, terminators, conventions.

use super::pairing::{Pairing, Side, Text};
use super::show::Shown;
use super::site::{Flow, Place, Site};
use super::{Class, Severity};
use crate::model::{CallConv, Extent, FnPointer, Int, IntSpelling, Nullability, Pointer, Type};
use crate::source::Language;

/// What a declaration says about null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Null {
    /// It says that null is a value: `?*T`, `Option<&T>`.
    Allowed,
    /// It cannot say: raw pointers.
    Unsaid,
    Excluded,
    Unknown,
}

fn null_of(pointer: &Pointer) -> Null {
    match (pointer.nullable, pointer.extent) {
        (Nullability::Nullable, Extent::Unknown) => Null::Unsaid,
        (Nullability::Nullable, _) => Null::Allowed,
        (Nullability::NonNull, _) => Null::Excluded,
        (Nullability::Unknown, _) => Null::Unknown,
    }
}

fn null_of_fn(pointer: &FnPointer) -> Null {
    match pointer.nullable {
        Nullability::Nullable => Null::Allowed,
        Nullability::NonNull => Null::Excluded,
        Nullability::Unknown => Null::Unknown,
    }
}

impl<'a> Pairing<'a> {
    pub(super) fn pointers(
        &mut self,
        e: &'a Pointer,
        a: &'a Pointer,
        pair: (&'a Type, &'a Type),
        site: Site<'_>,
    ) {
        self.null((null_of(e), null_of(a)), pair, site);
        self.constness(e, a, pair, site);
        self.sentinel(e, a, pair, site);
        if e.pointee == Type::Void || a.pointee == Type::Void {
            return;
        }
        let inner = site.pointee(e.mutable || a.mutable);
        match (&e.pointee, &a.pointee) {
            (Type::Array { .. }, Type::Array { .. }) => self.types(&e.pointee, &a.pointee, inner),
            // A pointer to an array is a pointer to its first element.
            (Type::Array { element, .. }, other) if !matches!(other, Type::Named(_)) => {
                self.types(element, other, inner);
            }
            (other, Type::Array { element, .. }) if !matches!(other, Type::Named(_)) => {
                self.types(other, element, inner);
            }
            (e, a) => self.types(e, a, inner),
        }
    }

    /// Somebody gives what may be null to somebody who excludes it.
    fn null(&mut self, (e, a): (Null, Null), pair: (&Type, &Type), site: Site<'_>) {
        let given = |giver, receiver| receiver == Null::Excluded && giver == Null::Allowed;
        let declared = match site.flow {
            Flow::In => given(e, a),
            Flow::Out => given(a, e),
            Flow::Both => given(e, a) || given(a, e),
        };
        if declared {
            let severity = if site.flow == Flow::Both { Severity::Warning } else { Severity::Error };
            self.differ(Class::NullabilityMismatch, severity, pair, site, "may be null on one side only");
            return;
        }
        let shown = match (site.flow, e, a) {
            (Flow::Out, Null::Excluded, Null::Unsaid) => {
                self.returned_null(site).or_else(|| self.called_with_null(site))
            }
            (Flow::In, Null::Unsaid, Null::Excluded) => self.passed_null(site),
            _ => None,
        };
        if let Some(shown) = shown {
            let (el, al) = (self.options.expected_language, self.options.actual_language);
            let text = Text {
                message: format!(
                    "{} of `{}` is declared never null, but null is given",
                    site.what, site.symbol
                ),
                evidence: format!(
                    "{el} declares `{}`, {al} has `{}`; {shown}",
                    Shown(pair.0, el),
                    Shown(pair.1, al)
                ),
                fix: (el == Language::Zig).then(|| format!("declare it as `?{}`", Shown(pair.0, el))),
            };
            self.add(Class::NullabilityMismatch, Severity::Error, Side::Expected, site, text);
        }
    }

    /// Where the offering side's body returns null.
    fn returned_null(&self, site: Site<'_>) -> Option<String> {
        if site.behind || site.place != Place::Signature {
            return None;
        }
        let body = self.facts(Side::Actual)?.bodies.get(site.symbol)?;
        body.returns_null.as_ref().map(|at| format!("null is returned at {}:{}", at.file, at.line))
    }

    /// Where the offering side's body gives null to a callback.
    fn called_with_null(&self, site: Site<'_>) -> Option<String> {
        let (param, argument) = site.called?;
        let body = self.facts(Side::Actual)?.bodies.get(site.symbol)?;
        let mut given = body.given_nulls.iter();
        let (.., at) = given.find(|(p, a, _)| (*p, *a) == (param, argument))?;
        Some(format!("null is given at {}:{}", at.file, at.line))
    }

    /// Where the declaring side's code passes null.
    fn passed_null(&self, site: Site<'_>) -> Option<String> {
        let calls = self.facts(Side::Expected)?.calls.get(site.symbol)?;
        calls.null_arguments.get(&site.param?).map(|at| format!("null is passed at {}:{}", at.file, at.line))
    }

    fn constness(&mut self, e: &Pointer, a: &Pointer, pair: (&Type, &Type), site: Site<'_>) {
        // Fields are written by whoever owns the struct; a declaration there proves nothing.
        if e.mutable == a.mutable || site.place == Place::Field {
            return;
        }
        let declared_const = match site.flow {
            Flow::In => !e.mutable,
            Flow::Out => !a.mutable,
            Flow::Both => return,
        };
        if !declared_const {
            return;
        }
        if site.place == Place::Callback {
            self.differ(Class::SigPointerConst, Severity::Info, pair, site, "is const on one side only");
            return;
        }
        if site.flow == Flow::Out {
            let handle = matches!(&e.pointee, Type::Void | Type::Foreign(_)) || self.is_opaque(&e.pointee);
            // Constness of a handle keeps nobody from anything.
            if !handle {
                let why = "is const on the other side, and writable here";
                self.differ(Class::SigPointerConst, Severity::Warning, pair, site, why);
            }
            return;
        }
        let exclusive = a.nullable == Nullability::NonNull && self.options.actual_language == Language::Rust;
        let severity = match self.written(site) {
            Some(false) => return,
            Some(true) => Severity::Error,
            None if exclusive => Severity::Error,
            // Whoever does not know what is in it is not kept from anything.
            None if self.is_opaque(&e.pointee) => Severity::Info,
            // A body that was read, and shows nothing, writes perhaps.
            None if self.is_read(site) => Severity::Info,
            None => Severity::Warning,
        };
        self.differ(
            Class::SigPointerConst,
            severity,
            pair,
            site,
            "is written to by the other side, and const here",
        );
    }

    fn is_opaque(&self, ty: &Type) -> bool {
        matches!(super::pairing::resolve(self.expected, ty), super::pairing::Resolved::Opaque)
    }

    /// Whether the offering side's body was read.
    fn is_read(&self, site: Site<'_>) -> bool {
        self.facts(Side::Actual).is_some_and(|facts| facts.bodies.contains_key(site.symbol))
    }

    /// Whether the offering side's body writes through a parameter.
    fn written(&self, site: Site<'_>) -> Option<bool> {
        let body = self.facts(Side::Actual)?.bodies.get(site.symbol)?;
        let used = body.params.get(site.param?)?;
        if used.written { Some(true) } else { used.understood.then_some(false) }
    }

    /// One side looks for a terminator that the other does not promise.
    fn sentinel(&mut self, e: &Pointer, a: &Pointer, pair: (&Type, &Type), site: Site<'_>) {
        if let (Extent::Sentinel(x), Extent::Sentinel(y)) = (e.extent, a.extent) {
            if x != y {
                self.differ(Class::SigSentinel, Severity::Error, pair, site, "ends with another value");
            }
            return;
        }
        if !is_byte(&e.pointee) || !is_byte(&a.pointee) {
            if self.is_endless(e, a, site) {
                let why = "has an end that is marked on one side only";
                self.differ(Class::SigSentinel, Severity::Warning, pair, site, why);
            }
            return;
        }
        let severity = match site.flow {
            Flow::In => self.unterminated_argument(e, a, site),
            Flow::Out => self.unterminated_result(e, a, site),
            Flow::Both => None,
        };
        if let Some(severity) = severity {
            self.differ(Class::SigSentinel, severity, pair, site, "is terminated on one side only");
        }
    }

    /// Whether one side looks for the end of a list, and nothing in the other one, whose types cannot promise it,
    /// could have put it there.
    fn is_endless(&self, e: &Pointer, a: &Pointer, site: Site<'_>) -> bool {
        let (receiver, giver, on) = match site.flow {
            Flow::In => (a, e, Side::Expected),
            Flow::Out => (e, a, Side::Actual),
            Flow::Both => return false,
        };
        let marked = matches!(receiver.extent, Extent::Sentinel(0)) && giver.extent == Extent::Unknown;
        let ends = self.facts(on).and_then(|facts| facts.ends).filter(|_| marked && !site.behind);
        ends.is_some_and(|ends| match giver.pointee {
            Type::Pointer(_) => !ends.null,
            _ => !ends.zero,
        })
    }

    /// What the declaring side passes has no terminator, and the other side looks for one.
    fn unterminated_argument(&self, e: &Pointer, a: &Pointer, site: Site<'_>) -> Option<Severity> {
        let promised = |p: &Pointer| matches!(p.extent, Extent::Sentinel(_)) || is_c_char(&p.pointee);
        let vague = e.extent == Extent::Unknown && self.options.expected_language == Language::Zig;
        if promised(e) || vague {
            return None;
        }
        if matches!(a.extent, Extent::Sentinel(_)) {
            return Some(Severity::Warning);
        }
        let body = site.param.and_then(|i| self.facts(Side::Actual)?.bodies.get(site.symbol)?.params.get(i));
        match body {
            Some(used) if used.read_to_terminator => Some(Severity::Error),
            Some(_) => None,
            None => (is_c_char(&a.pointee) && !a.mutable && !site.counted).then_some(Severity::Warning),
        }
    }

    /// What the other side returns has no terminator, and the declaring side looks for one.
    fn unterminated_result(&self, e: &Pointer, a: &Pointer, site: Site<'_>) -> Option<Severity> {
        let wanted = matches!(e.extent, Extent::Sentinel(_))
            || (is_c_char(&e.pointee) && self.options.expected_language != Language::Zig);
        let promised = matches!(a.extent, Extent::Sentinel(_)) || is_c_char(&a.pointee);
        if !wanted || promised || a.extent == Extent::Unknown && self.options.actual_language == Language::Zig
        {
            return None;
        }
        let body = self.facts(Side::Actual).and_then(|f| f.bodies.get(site.symbol));
        let terminated = site.place == Place::Signature && !site.behind && body.is_some_and(|b| b.terminates);
        (!terminated).then_some(Severity::Warning)
    }

    pub(super) fn fn_pointers(
        &mut self,
        e: &'a FnPointer,
        a: &'a FnPointer,
        pair: (&'a Type, &'a Type),
        site: Site<'_>,
    ) {
        let spelled = self.options.option_is_a_spelling
            && e.nullable == Nullability::Nullable
            && self.options.expected_language == Language::Rust
            && site.flow == Flow::In;
        let given = if spelled { Null::Unsaid } else { null_of_fn(e) };
        self.null((given, null_of_fn(a)), pair, site);
        self.callconv(&e.callconv, &a.callconv, site);
        if e.variadic != a.variadic {
            let why = "is a callback with `...` on one side only";
            self.differ(Class::SigVariadic, Severity::Error, pair, site, why);
        } else if e.params.len() != a.params.len() {
            let why =
                format!("is a callback with {} parameters here and {} there", e.params.len(), a.params.len());
            self.differ(Class::SigCallback, Severity::Error, pair, site, &why);
        } else if reordered(e, a) {
            let why = "takes its context in another place on the other side";
            self.differ(Class::SigCallback, Severity::Error, pair, site, why);
        } else {
            for (i, (e, a)) in e.params.iter().zip(&a.params).enumerate() {
                let what = format!("parameter {} of the callback {}", i + 1, site.what);
                let called = site.param.map(|param| (param, i));
                self.types(&e.ty, &a.ty, Site { called, ..site.callback(&what, site.flow.reversed()) });
            }
        }
        let what = format!("the result of the callback {}", site.what);
        self.types(&e.ret, &a.ret, site.callback(&what, site.flow));
    }

    /// Reports conventions that differ where the odd one is written.
    pub(super) fn callconv(&mut self, e: &CallConv, a: &CallConv, site: Site<'_>) {
        let same = match (e, a) {
            (CallConv::Native, _) | (_, CallConv::Native) => false,
            (CallConv::Other(e), CallConv::Other(a)) => {
                plain_convention(e) == plain_convention(a) || is_c_here(e) && is_c_here(a)
            }
            (CallConv::Other(other), _) | (_, CallConv::Other(other)) => is_c_here(other),
            _ => true,
        };
        if same {
            return;
        }
        let on = if *a == CallConv::Native && *e != CallConv::Native { Side::Actual } else { Side::Expected };
        let language = self.language(on);
        let fix = match language {
            Language::Zig => "write `callconv(.c)`",
            _ => "write `extern \"C\"`",
        };
        let text = Text {
            message: format!(
                "{} of `{}` has another calling convention on the other side",
                site.what, site.symbol
            ),
            evidence: format!(
                "{}: {} in {}, {} in {}",
                site.what,
                convention(e, self.options.expected_language),
                self.options.expected_language,
                convention(a, self.options.actual_language),
                self.options.actual_language
            ),
            fix: Some(fix.to_owned()),
        };
        self.add(Class::SigCallconv, Severity::Error, on, site, text);
    }
}

/// Whether the one untyped pointer among the parameters stands somewhere else on the other side.
fn reordered(e: &FnPointer, a: &FnPointer) -> bool {
    let untyped = |pointer: &FnPointer| -> Option<usize> {
        let is = |ty: &Type| matches!(ty, Type::Pointer(pointer) if pointer.pointee == Type::Void);
        let mut found = pointer.params.iter().enumerate().filter(|(_, param)| is(&param.ty));
        found.next().filter(|_| found.next().is_none()).map(|(index, _)| index)
    };
    matches!((untyped(e), untyped(a)), (Some(x), Some(y)) if x != y)
}

fn is_byte(ty: &Type) -> bool {
    matches!(ty, Type::Int(Int { bits: 8, .. }))
}

fn is_c_char(ty: &Type) -> bool {
    matches!(ty, Type::Int(Int { spelling: IntSpelling::CChar, .. }))
}

fn convention(callconv: &CallConv, language: Language) -> String {
    match callconv {
        CallConv::C => "C".to_owned(),
        CallConv::CUnwind => "C with unwinding".to_owned(),
        CallConv::Native => format!("{language}'s own convention"),
        CallConv::Other(name) => name.clone(),
    }
}

/// A convention's name without the architecture that Zig puts before it.
fn plain_convention(name: &str) -> String {
    let name = name.to_lowercase();
    let prefixes = ["x86_64_", "x86_", "aarch64_", "arm_"];
    let plain = prefixes.iter().find_map(|p| name.strip_prefix(p)).unwrap_or(&name);
    match plain {
        "sysv64" => "sysv".to_owned(),
        "win64" => "win".to_owned(),
        other => other.replace('_', ""),
    }
}

/// Conventions that are C's on the machines described here.
fn is_c_here(name: &str) -> bool {
    matches!(plain_convention(name).as_str(), "sysv" | "system" | "system-unwind" | "aapcs" | "cdecl")
}

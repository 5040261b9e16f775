//! Functions that one side gives to the other, and what they are called with.

use std::collections::{BTreeMap, HashSet};

use ghost_abi::model::{Extent, Interface, Param, Type, TypeKind};

use super::is_c_string;
use crate::analyze::{Side, place};
use crate::effects::Origin;
use crate::finding::{Class, Finding, Place, Severity};
use crate::knowledge::Knowledge;
use crate::rust::Call;
use crate::zig::ZigUses;

/// What Rust gives to functions of Zig.
pub(super) fn imported_calls(side: &Side<'_>, sides: &[Side<'_>], found: &mut Vec<Finding>) {
    let known = Knowledge::of(side, sides);
    let mut elsewhere = HashSet::new();
    for call in &side.rust.calls {
        on_other_threads(call, &known, &mut elsewhere, found);
        let declared = side.view.imports.function(&call.symbol);
        given_functions(call, side, &known, found);
        for index in &call.ended {
            let param =
                |f: &ghost_abi::model::Function| f.params.get(*index).is_some_and(|p| is_c_string(&p.ty));
            if declared.is_some_and(param) || known.is_terminated(&call.symbol, *index) {
                found.push(cut_short(call, &known));
            }
        }
        for (index, arg) in call.args.iter().enumerate() {
            if !matches!(arg, Origin::Text { terminated: false }) && !call.unterminated.contains(&index) {
                continue;
            }
            let param = declared.and_then(|f| f.params.get(index));
            let offered = sides
                .iter()
                .filter_map(|other| other.view.exports.function(&call.symbol))
                .find_map(|f| f.params.get(index));
            // A length that goes along makes a terminator unnecessary.
            let next = declared.and_then(|f| f.params.get(index + 1));
            let counted = next.is_some_and(|p| matches!(p.ty, Type::Int(_)));
            let needs = |p: Option<&Param>| !counted && p.is_some_and(|p| is_c_string(&p.ty));
            // A type that says that a zero ends it does not look at lengths.
            let ends =
                |p: &Param| matches!(&p.ty, Type::Pointer(to) if matches!(to.extent, Extent::Sentinel(_)));
            if needs(param)
                || needs(offered)
                || offered.is_some_and(ends)
                || known.is_terminated(&call.symbol, index)
            {
                found.push(Finding {
                    class: Class::UnterminatedString,
                    severity: Severity::Error,
                    message: format!("text without a terminator is given to `{}`", call.symbol),
                    location: call.at.clone(),
                    peer: known.effects(&call.symbol).map(|effects| effects.location.clone()),
                    evidence: "a `str` has no terminator".to_owned(),
                    fix: Some("pass a `CString`, or a C string literal".to_owned()),
                });
            }
        }
    }
}

/// A zero among the bytes ends the text before the zero that was put behind it.
fn cut_short(call: &Call, known: &Knowledge<'_>) -> Finding {
    Finding {
        class: Class::StringInteriorNul,
        severity: Severity::Error,
        message: format!("bytes that may hold a NUL are given to `{}` as a C string", call.symbol),
        location: call.at.clone(),
        peer: known.effects(&call.symbol).map(|effects| effects.location.clone()),
        evidence: "a zero is put behind them, and nobody looks for another one".to_owned(),
        fix: Some("refuse bytes that hold a NUL, or use `CString::new`".to_owned()),
    }
}

/// Cells that are borrowed while a function of Zig is called that comes back and borrows them again.
pub(super) fn borrowed_again(side: &Side<'_>, uses: &[ZigUses], found: &mut Vec<Finding>) {
    for lent in &side.rust.lent_cells {
        let again = uses.iter().flat_map(|uses| &uses.called_by_callbacks).find(|(symbol, _)| {
            side.rust
                .borrows
                .get(*symbol)
                .into_iter()
                .flatten()
                .any(|borrow| borrow.cell == lent.borrow.cell && (borrow.mutable || lent.borrow.mutable))
        });
        let Some((symbol, at)) = again else { continue };
        found.push(Finding {
            class: Class::PanicAcrossFfi,
            severity: Severity::Error,
            message: format!(
                "`{}` calls back while `{}` is borrowed, and `{symbol}` borrows it again",
                lent.function, lent.borrow.cell
            ),
            location: lent.at.clone(),
            peer: Some(at.clone()),
            evidence: "a second borrow of a `RefCell` panics, and the process aborts".to_owned(),
            fix: Some("end the borrow before calling back, for example on a copy".to_owned()),
        });
    }
}

/// What belongs to the thread that asked for it is used on another one: said once.
fn on_other_threads<'c>(
    call: &'c Call,
    known: &Knowledge<'_>,
    said: &mut HashSet<(&'c str, &'c str)>,
    found: &mut Vec<Finding>,
) {
    let Some(thread) = &call.on_thread else { return };
    for giver in &call.given_by {
        let Some(effects) = known.effects(giver).filter(|effects| effects.thread_bound) else { continue };
        if said.insert((giver, &call.at.file)) {
            found.push(Finding {
                class: Class::ThreadNonSendHandle,
                severity: Severity::Error,
                message: format!("what `{giver}` gave to one thread is used on another"),
                location: thread.clone(),
                peer: Some(effects.location.clone()),
                evidence: "it lies in a variable of which each thread has its own".to_owned(),
                fix: Some("open it on the thread that uses it".to_owned()),
            });
        }
    }
}

/// Functions of Rust that are given to Zig: what runs on another thread, what had to use a static.
fn given_functions(call: &Call, side: &Side<'_>, known: &Knowledge<'_>, found: &mut Vec<Finding>) {
    let Some(effects) = known.effects(&call.symbol) else { return };
    for (param, used) in &call.callbacks {
        let thread = effects.calls_on_thread.iter().find(|(called, _)| called == param);
        if let Some(((_, thread), at)) = thread.zip(used.unsynchronised.as_ref()) {
            found.push(Finding {
                class: Class::CallbackThread,
                severity: Severity::Error,
                message: format!(
                    "`{}` runs on another thread and changes what is not synchronised",
                    used.function
                ),
                location: at.clone(),
                peer: Some(thread.clone()),
                evidence: format!("it is given to `{}`", call.symbol),
                fix: Some("use an atomic, or lock around the change".to_owned()),
            });
            continue;
        }
        let declared = side.view.imports.function(&call.symbol).and_then(|f| f.params.get(*param));
        let imports = &side.view.imports;
        let without_context = declared.is_some_and(|declared| match imports.resolve(&declared.ty) {
            Type::FnPointer(callback) => !callback.params.iter().any(|p| is_context(imports, &p.ty)),
            _ => false,
        });
        if without_context && used.state.is_some() {
            found.push(Finding {
                class: Class::CallbackNoUserData,
                severity: Severity::Warning,
                message: format!("the callback of `{}` has no context pointer", call.symbol),
                location: effects.location.clone(),
                peer: Some(used.begins.clone()),
                evidence: format!("`{}`, which is given to it, uses a static", used.function),
                fix: Some("pass a `?*anyopaque` along, and give it back to the callback".to_owned()),
            });
        }
    }
}

/// Whether a parameter may carry anything that its owner likes: an untyped pointer, or one to a
/// type that only its owner knows. Text and numbers are data.
fn is_context(interface: &Interface, ty: &Type) -> bool {
    let Type::Pointer(pointer) = interface.resolve(ty) else { return false };
    match interface.resolve(&pointer.pointee) {
        Type::Void => true,
        Type::Named(name) => interface.types.get(name).is_none_or(|def| def.kind == TypeKind::Opaque),
        _ => false,
    }
}

/// The same of callbacks that are fields of a struct.
fn table_callbacks(side: &Side<'_>, uses: &[ZigUses], found: &mut Vec<Finding>) {
    let exports = &side.view.exports;
    for ((symbol, param, field), global) in uses.iter().flat_map(|uses| &uses.table_callbacks) {
        let declared = exports.function(symbol).and_then(|function| function.params.get(*param));
        let Some(Type::Pointer(pointer)) = declared.map(|param| exports.resolve(&param.ty)) else { continue };
        let Type::Named(name) = exports.resolve(&pointer.pointee) else { continue };
        let Some(TypeKind::Struct(record)) = exports.types.get(name).map(|def| &def.kind) else { continue };
        let Some(member) = record.fields.iter().find(|member| &member.name == field) else { continue };
        let Type::FnPointer(callback) = exports.resolve(&member.ty) else { continue };
        let Some(location) = &member.location else { continue };
        if callback.params.iter().any(|param| is_context(exports, &param.ty)) {
            continue;
        }
        found.push(Finding {
            class: Class::CallbackNoUserData,
            severity: Severity::Warning,
            message: format!("the callback `{name}.{field}` has no context pointer"),
            location: place(location),
            peer: Some(global.clone()),
            evidence: "the function that is given for it uses a global".to_owned(),
            fix: Some("pass a `*mut c_void` along, and give it back to the callback".to_owned()),
        });
    }
}

/// Callbacks without a context pointer whose owner had to use globals.
pub(super) fn callbacks(side: &Side<'_>, uses: &[ZigUses], found: &mut Vec<Finding>) {
    table_callbacks(side, uses, found);
    let globals: BTreeMap<&(String, usize), &Place> =
        uses.iter().flat_map(|uses| uses.global_callbacks.iter()).collect();
    for function in &side.view.exports.functions {
        let Some(location) = &function.location else { continue };
        for (index, param) in function.params.iter().enumerate() {
            let Type::FnPointer(callback) = side.view.exports.resolve(&param.ty) else { continue };
            let context = callback.params.iter().any(|p| is_context(&side.view.exports, &p.ty));
            let Some(global) = globals.get(&(function.symbol.clone(), index)) else { continue };
            if context {
                continue;
            }
            found.push(Finding {
                class: Class::CallbackNoUserData,
                severity: Severity::Warning,
                message: format!("the callback of `{}` has no context pointer", function.symbol),
                location: place(location),
                peer: Some((*global).clone()),
                evidence: "the function that is given to it uses a global".to_owned(),
                fix: Some("pass a `*mut c_void` along, and give it back to the callback".to_owned()),
            });
        }
    }
}

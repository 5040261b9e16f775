//! What a function promises, in sentences.

use ghost_abi::model::{FnPointer, Type};

use super::contract::guards::{Literal, OnNull};
use super::contract::{Contract, Contracts, Gives, Role, element, pointer, text};

/// Who owns what, one sentence each.
#[must_use]
pub fn ownership(all: &Contracts<'_>, contract: &Contract<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let handle = |nth: usize| all.handles.get(nth);
    match contract.role {
        Role::Destroys(nth) => {
            let name = handle(nth).map_or("handle", |h| h.name.as_str());
            out.push(format!(
                "Takes the `{name}` back: it must not be used afterwards, nor given back twice."
            ));
        }
        Role::Method(nth) => {
            let name = handle(nth).map_or("handle", |h| h.name.as_str());
            out.push(format!("Borrows the `{name}` for the call."));
        }
        Role::ReleasesText => {
            out.push("Takes text back that this library gave; nothing else may free it.".to_owned());
        }
        Role::Fills { handle: nth, param } => {
            if let Some(h) = handle(nth) {
                out.push(format!(
                    "The caller owns the `{}` that it puts where `{}` points to, and gives it to `{}`.",
                    h.name,
                    contract.param_name(param),
                    h.destroys.symbol
                ));
            }
        }
        Role::Creates(_) | Role::Plain => {}
    }
    match contract.gives {
        Gives::Handle(nth) => {
            if let Some(h) = handle(nth) {
                out.push(format!(
                    "The caller owns the `{}` and gives it to `{}`.",
                    h.name, h.destroys.symbol
                ));
            }
        }
        Gives::OwnedText => {
            let release = all.text_release.map_or("the library", |f| f.symbol.as_str());
            out.push(format!("The caller owns the text and gives it to `{release}`."));
        }
        Gives::BorrowedText => out.push("The text belongs to the library: it is read, not freed.".to_owned()),
        Gives::Pointer => {
            out.push("Neither the declaration nor the body says who owns the result.".to_owned());
        }
        Gives::Nothing | Gives::Value => {}
    }
    out.extend(borrows(all, contract));
    out
}

fn borrows(all: &Contracts<'_>, contract: &Contract<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let interface = all.interface;
    let name = |nth: usize| format!("`{}`", contract.param_name(nth));
    let how = if contract.goes_on {
        "which must stay until the work that it starts has ended"
    } else {
        "for the call"
    };
    for slice in &contract.slices {
        let names: Vec<String> = slice.pointers.clone().map(name).collect();
        let verb = if names.len() == 1 { "points" } else { "point" };
        out.push(format!("{} {verb} to {} elements, borrowed {how}.", names.join(", "), name(slice.len)));
    }
    for (nth, param) in contract.function.params.iter().enumerate() {
        let is_told = match contract.role {
            Role::Destroys(_) | Role::ReleasesText => true,
            Role::Fills { param, .. } => param == nth,
            _ => contract.slice_of(nth).is_some(),
        };
        if is_told {
            continue;
        }
        if text(interface, &param.ty).is_some() {
            out.push(format!("{} is text that ends with a zero, borrowed {how}.", name(nth)));
        } else if element(interface, &param.ty).is_some() {
            let mutable = pointer(interface, &param.ty).is_some_and(|p| p.mutable);
            let verb = if mutable { "written" } else { "read" };
            out.push(format!("What {} points to may be {verb}; how many elements is not said.", name(nth)));
        } else if let Type::FnPointer(callback) = interface.resolve(&param.ty) {
            out.push(called_back(&name(nth), callback, contract.goes_on));
        }
    }
    out
}

fn called_back(name: &str, callback: &FnPointer, goes_on: bool) -> String {
    let when = if goes_on { "perhaps on another thread, after the call" } else { "during the call" };
    let context = callback.params.iter().any(|p| matches!(p.ty, Type::Pointer(_)));
    let and = if context { "" } else { "; it gets no context pointer" };
    format!("{name} is called back {when}{and}.")
}

/// What comes back when something is wrong, one sentence each.
#[must_use]
pub fn errors(all: &Contracts<'_>, contract: &Contract<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for (nth, guard) in contract.guards.iter().enumerate() {
        let name = contract.param_name(nth);
        let is_pointer =
            contract.function.params.get(nth).is_some_and(|p| pointer(all.interface, &p.ty).is_some());
        match &guard.null {
            OnNull::Returns(Literal::Void) => {
                out.push(format!("Null for `{name}` is allowed and does nothing."));
            }
            OnNull::Returns(literal) => out.push(format!("Null for `{name}` gives {}.", shown(literal))),
            OnNull::Checked if is_pointer => out.push(format!("Null for `{name}` is looked for.")),
            OnNull::Unknown if is_pointer => {
                out.push(format!("Null for `{name}` is not looked for: it must not be passed."));
            }
            _ => {}
        }
        if let Some((limit, literal)) = &guard.above {
            out.push(format!("`{name}` above {limit} gives {}.", shown(literal)));
        }
    }
    match contract.gives {
        Gives::Handle(_) | Gives::OwnedText | Gives::BorrowedText | Gives::Pointer => {
            let never = pointer(all.interface, &contract.function.ret)
                .is_some_and(|p| p.nullable == ghost_abi::model::Nullability::NonNull);
            if !never {
                out.push("Null when it fails, as far as the declaration says.".to_owned());
            }
        }
        _ => {}
    }
    out
}

/// A value as a reader of either language knows it.
#[must_use]
pub fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Void => "nothing".to_owned(),
        Literal::Null => "null".to_owned(),
        Literal::Bool(value) => format!("`{value}`"),
        Literal::Int(value) => format!("`{value}`"),
        Literal::Variant(name) => format!("`{name}`"),
    }
}

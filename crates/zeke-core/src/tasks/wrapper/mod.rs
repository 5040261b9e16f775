//! One self-contained file through which one language uses a library of the other safely.

mod checked;
mod rust;
mod zig;

use std::fmt::Write as _;

use ghost_abi::emit::EmitError;
use ghost_abi::model::{Extent, Interface, Location, Nullability, Pointer, Type, TypeDef, TypeKind};
use ghost_abi::source::Language;

use super::boundary::Library;
use super::contract::{Contracts, Role};
use super::seal::sealed;
use super::signatures::spellable;
use crate::proof::{Check, Program, Step};

pub use checked::{CheckedEnum, checked_enums};

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapper {
    /// Its text.
    pub text: String,
    /// Functions that it does not have, each with the reason.
    pub left_out: Vec<(String, String)>,
    /// Names that a check must mention for the compiler to look at everything: `Sorter.init`.
    pub names: Vec<String>,
}

/// Writes the wrapper of a library for `language`, of the exports that stand in `files`; of all
/// exports where none are named. What stands in no file of the project goes with the library's root.
pub fn wrapper(library: Library<'_>, language: Language, files: &[&str]) -> Result<Wrapper, EmitError> {
    let mut interface = library.exports().clone();
    if !files.is_empty() {
        let whole = library.root().is_some_and(|root| files.contains(&root));
        let wanted = |at: &Location| files.contains(&at.file.as_str());
        interface.functions.retain(|f| f.location.as_ref().map_or(whole, wanted));
        interface.statics.clear();
    }
    let named = with_named_handles(library, &interface);
    let (mut interface, left_out) = spellable(language, &named);
    interface.name = library.name();
    let mut made = match language {
        Language::Rust => rust::write(library, &interface, left_out)?,
        _ => zig::write(&interface, left_out)?,
    };
    made.text = sealed(&made.text);
    Ok(made)
}

/// The interface with a type of its own for every handle that is an untyped pointer: for the linker
/// nothing changes, and the other compiler tells handles apart.
#[must_use]
pub fn with_named_handles(library: Library<'_>, interface: &Interface) -> Interface {
    let contracts: Contracts<'_> = library.contracts_over(interface);
    let mut out = interface.clone();
    for (nth, handle) in contracts.handles.iter().enumerate().filter(|(_, handle)| handle.key.is_none()) {
        let mut name = handle.name.clone();
        while out.types.contains_key(&name) {
            name.push('_');
        }
        let maker = handle.makers().next().map_or("", |maker| maker.symbol.as_str());
        let def = TypeDef {
            docs: vec![format!("What `{maker}` makes and `{}` ends.", handle.destroys.symbol)],
            ..TypeDef::new(&name, TypeKind::Opaque)
        };
        out.types.insert(name.clone(), def);
        for contract in &contracts.functions {
            let Some(function) = out.functions.iter_mut().find(|f| f.symbol == contract.function.symbol)
            else {
                continue;
            };
            match contract.role {
                Role::Creates(own) if own == nth => function.ret = named(&contracts, &function.ret, &name),
                Role::Fills { handle, param } if handle == nth => {
                    if let Type::Pointer(place) = &mut function.params[param].ty {
                        place.pointee = named(&contracts, &place.pointee, &name);
                    }
                }
                Role::Destroys(own) | Role::Method(own) if own == nth => {
                    if let Some(first) = function.params.first_mut() {
                        first.ty = named(&contracts, &first.ty, &name);
                    }
                }
                _ => {}
            }
        }
    }
    out
}

fn named(contracts: &Contracts<'_>, ty: &Type, name: &str) -> Type {
    let pointer = super::contract::pointer(contracts.interface, ty);
    let (mutable, nullable) = pointer.map_or((true, Nullability::Nullable), |p| (p.mutable, p.nullable));
    Type::Pointer(Box::new(Pointer {
        pointee: Type::Named(name.to_owned()),
        mutable,
        nullable,
        extent: Extent::One,
    }))
}

/// What proves a wrapper: it compiles, whole, against the library as it declares itself.
#[must_use]
pub fn check(language: Language, file: &str, wrapper: &Wrapper) -> Check {
    let path = format!("{{scratch}}/{file}");
    let mut files = vec![(file.to_owned(), wrapper.text.clone())];
    let step = if language == Language::Rust {
        Step::new(
            Program::Rustc,
            [
                "--crate-type".to_owned(),
                "lib".to_owned(),
                "--crate-name".to_owned(),
                "wrapper".to_owned(),
                "--emit".to_owned(),
                "metadata".to_owned(),
                "-o".to_owned(),
                "{scratch}/wrapper.rmeta".to_owned(),
                path,
            ],
        )
    } else {
        // Zig looks at what is mentioned only.
        let mut text = format!("const wrapper = @import(\"{file}\");\n\ntest {{\n    _ = wrapper.raw;\n");
        for name in &wrapper.names {
            let _ = writeln!(text, "    _ = &wrapper.{name};");
        }
        text.push_str("}\n");
        files.push(("zeke_check.zig".to_owned(), text));
        Step::new(Program::Zig, ["test", "-fno-emit-bin", "{scratch}/zeke_check.zig"])
    };
    Check { claim: format!("{file} compiles"), files, steps: vec![step], ..Check::default() }
}

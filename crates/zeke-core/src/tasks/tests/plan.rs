//! How each function can be called at all.

use std::collections::BTreeMap;

use ghost_abi::model::{Extent, FnPointer, Function, Interface, Nullability, Repr, Type, TypeKind};

use super::super::boundary::{Boundary, Library};
use super::super::contract::{Contract, Contracts, Gives, Role, element, is_opaque, pointer, text};
use super::{LeftOut, values};

/// The functions that can be called, and how.
pub(crate) struct Plan<'a> {
    pub(super) contracts: &'a Contracts<'a>,
    pub(super) calls: Vec<Call<'a>>,
    /// How to make each handle that can be made, by its index.
    pub(super) makers: BTreeMap<usize, Maker<'a>>,
    pub(super) left_out: Vec<LeftOut>,
}

/// A function that can be called.
pub(super) struct Call<'a> {
    pub(super) contract: &'a Contract<'a>,
    pub(super) args: Vec<Arg>,
    /// Whether a second call with the same arguments should give the same.
    pub(super) stable: bool,
}

/// How to make a handle.
pub(super) struct Maker<'a> {
    pub(super) function: &'a Function,
    pub(super) args: Vec<Arg>,
    /// Texts to try, in order; one empty text where none is taken.
    pub(super) texts: Vec<String>,
}

/// An argument.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Arg {
    /// The handle that the function works on.
    Handle(usize),
    /// The pointer of a slice.
    Slice { element: Type, mutable: bool },
    /// The length of a slice.
    Len,
    /// Text that ends with a zero.
    Text,
    /// A place for one value, or for as many as the function may want where that is not said.
    Place { element: Type, mutable: bool, count: usize },
    /// An integer.
    Int { signed: bool, bits: u16, start: i128 },
    /// A plain value: floating point, truth value, enumeration, struct.
    Value(Type),
    /// A place for a handle that the function makes.
    Made(usize),
    /// A function that counts its calls.
    Callback(Box<FnPointer>),
    /// What a callback gets along.
    Context,
}

/// How many elements stand behind a pointer of which the interface does not say how many: enough for
/// the third power of what tests pass as a length there.
const UNSAID_ELEMENTS: usize = 1024;

impl<'a> Plan<'a> {
    pub(super) fn of(boundary: &Boundary<'_>, library: Library<'_>, contracts: &'a Contracts<'a>) -> Self {
        let mut plan = Self { contracts, calls: Vec::new(), makers: BTreeMap::new(), left_out: Vec::new() };
        for (nth, handle) in contracts.handles.iter().enumerate() {
            let maker = handle.makers().find_map(|function| {
                let contract = contracts.contract_of(&function.symbol)?;
                let args = args(contracts, contract, &BTreeMap::new()).ok()?;
                let is_simple =
                    |arg: &Arg| matches!(arg, Arg::Text | Arg::Int { .. } | Arg::Value(_) | Arg::Made(_));
                if !args.iter().all(is_simple) {
                    return None;
                }
                let users = boundary.users_text(library, &function.symbol);
                let texts = values::texts(&function.docs, users);
                let texts = if args.contains(&Arg::Text) { texts } else { vec![String::new()] };
                Some(Maker { function, args, texts })
            });
            if let Some(maker) = maker {
                plan.makers.insert(nth, maker);
            }
        }
        for contract in &contracts.functions {
            match plan.call(contract) {
                Ok(call) => plan.calls.push(call),
                Err(reason) => {
                    plan.left_out.push(LeftOut { symbol: contract.function.symbol.clone(), reason });
                }
            }
        }
        plan
    }

    fn call(&self, contract: &'a Contract<'a>) -> Result<Call<'a>, String> {
        let function = contract.function;
        let symbol = &function.symbol;
        if function.variadic {
            return Err("it takes any number of arguments".to_owned());
        }
        if values::has_effects(symbol) {
            return Err("its name says that it may end, wait or reach out of the process".to_owned());
        }
        if contract.goes_on {
            return Err("its work goes on after the call".to_owned());
        }
        if function.ret == Type::Never {
            return Err("it does not return".to_owned());
        }
        if matches!(contract.role, Role::Destroys(_) | Role::ReleasesText) {
            return Ok(Call { contract, args: Vec::new(), stable: false });
        }
        let args = args(self.contracts, contract, &self.makers)?;
        Ok(Call { contract, args, stable: !values::changes(symbol) })
    }

    /// The call of a function.
    pub(super) fn interface(&self) -> &'a Interface {
        self.contracts.interface
    }
}

fn args(
    contracts: &Contracts<'_>,
    contract: &Contract<'_>,
    makers: &BTreeMap<usize, Maker<'_>>,
) -> Result<Vec<Arg>, String> {
    let params = contract.function.params.iter().enumerate();
    params.map(|(nth, param)| arg(contracts, contract, makers, nth, &param.ty)).collect()
}

fn arg(
    contracts: &Contracts<'_>,
    contract: &Contract<'_>,
    makers: &BTreeMap<usize, Maker<'_>>,
    nth: usize,
    ty: &Type,
) -> Result<Arg, String> {
    let interface = contracts.interface;
    let name = contract.param_name(nth);
    if let Some(handle) = handle_arg(contract, makers, nth) {
        return handle;
    }
    if contract.takes_over[nth] {
        return Err(format!("`{name}` goes over to it, and a test has nothing that it could free"));
    }
    if values::outside(&name) {
        return Err(format!("`{name}` reaches out of the process"));
    }
    if let Some(slice) = contract.slice_of(nth) {
        if slice.len == nth {
            return Ok(Arg::Len);
        }
        let element = element(interface, ty).ok_or("its elements are not known")?.clone();
        plain(interface, &element, 0)?;
        let mutable = pointer(interface, ty).is_some_and(|p| p.mutable);
        return Ok(Arg::Slice { element, mutable });
    }
    match interface.resolve(ty) {
        Type::Int(int) => {
            let start = i128::from(!super::super::contract::words::has_word(
                &name,
                "index idx i pos position offset at",
            ));
            Ok(Arg::Int { signed: int.signed, bits: int.bits, start })
        }
        Type::Float(32 | 64) | Type::Bool => Ok(Arg::Value(ty.clone())),
        Type::Named(key) if !is_opaque(interface, ty) => {
            plain(interface, &Type::Named(key.clone()), 0)?;
            Ok(Arg::Value(ty.clone()))
        }
        Type::FnPointer(callback) => {
            let all = callback.params.iter().map(|p| &p.ty).chain([&callback.ret]);
            let unknown = all.clone().any(|ty| matches!(interface.resolve(ty), Type::Foreign(_)));
            let by_value = |ty: &Type| matches!(interface.resolve(ty), Type::Named(_));
            if unknown || callback.variadic || by_value(&callback.ret) {
                return Err(format!("the callback `{name}` cannot be written"));
            }
            Ok(Arg::Callback(callback.clone()))
        }
        Type::Pointer(pointer) => {
            if text(interface, ty) == Some(false) {
                return Ok(Arg::Text);
            }
            if interface.resolve(&pointer.pointee) == &Type::Void {
                let mut types = contract.function.params.iter().map(|p| interface.resolve(&p.ty));
                let has_callback = types.any(|ty| matches!(ty, Type::FnPointer(_)));
                return has_callback
                    .then_some(Arg::Context)
                    .ok_or_else(|| format!("what `{name}` points to is not said"));
            }
            if text(interface, ty).is_some() || is_opaque(interface, &pointer.pointee) {
                return Err(format!("what `{name}` points to is not known"));
            }
            plain(interface, &pointer.pointee, 0)?;
            let count = if pointer.extent == Extent::One { 1 } else { UNSAID_ELEMENTS };
            Ok(Arg::Place { element: pointer.pointee.clone(), mutable: pointer.mutable, count })
        }
        _ => Err(format!("no value is known for `{name}`")),
    }
}

/// The argument that is a handle, or a place for one.
fn handle_arg(
    contract: &Contract<'_>,
    makers: &BTreeMap<usize, Maker<'_>>,
    nth: usize,
) -> Option<Result<Arg, String>> {
    match contract.role {
        Role::Fills { handle, param } if param == nth => Some(Ok(Arg::Made(handle))),
        Role::Method(handle) if nth == 0 && makers.contains_key(&handle) => Some(Ok(Arg::Handle(handle))),
        Role::Method(_) if nth == 0 => Some(Err("its handle cannot be made here".to_owned())),
        _ => None,
    }
}

/// Whether values of a type can be made of numbers alone.
fn plain(interface: &Interface, ty: &Type, depth: usize) -> Result<(), String> {
    match interface.resolve(ty) {
        Type::Int(_) | Type::Float(32 | 64) | Type::Bool => Ok(()),
        Type::Array { element, .. } => plain(interface, element, depth + 1),
        Type::Named(key) if depth < 8 => match interface.types.get(key).map(|def| &def.kind) {
            Some(TypeKind::Struct(record)) if matches!(record.repr, Repr::C { .. } | Repr::Transparent) => {
                record.fields.iter().try_for_each(|field| plain(interface, &field.ty, depth + 1))
            }
            Some(TypeKind::Enum(kind)) if !kind.variants.is_empty() => Ok(()),
            // Made of zeros, which are a value of every number.
            Some(TypeKind::Union(record))
                if matches!(record.repr, Repr::C { .. })
                    && record.fields.iter().all(|field| is_number(interface, &field.ty)) =>
            {
                Ok(())
            }
            _ => Err(format!("no value is known for a `{key}`")),
        },
        _ => Err("it takes values with pointers inside".to_owned()),
    }
}

/// Whether a type is a number, or an array of them.
fn is_number(interface: &Interface, ty: &Type) -> bool {
    match interface.resolve(ty) {
        Type::Int(_) | Type::Float(32 | 64) | Type::Bool => true,
        Type::Array { element, .. } => is_number(interface, element),
        _ => false,
    }
}

impl Maker<'_> {
    /// Whether the handle comes through a parameter.
    pub(super) fn fills(&self) -> bool {
        self.args.iter().any(|arg| matches!(arg, Arg::Made(_)))
    }
}

impl Call<'_> {
    pub(super) fn symbol(&self) -> &str {
        &self.contract.function.symbol
    }

    /// Whether the declaration in the other language lets null be passed.
    pub(super) fn may_be_null(&self, interface: &Interface, nth: usize) -> bool {
        let ty = interface.resolve(&self.contract.function.params[nth].ty);
        matches!(ty, Type::Pointer(pointer) if pointer.nullable != Nullability::NonNull)
    }

    /// Whether it gives something that a test can look at.
    pub(super) fn gives_anything(&self) -> bool {
        let written =
            |arg: &Arg| matches!(arg, Arg::Slice { mutable: true, .. } | Arg::Place { mutable: true, .. });
        self.contract.gives != Gives::Nothing || self.args.iter().any(written)
    }

    /// Whether the interface says all that there is to know about how much memory it needs: no pointer
    /// without a count, and no number that may have to fit the lengths.
    pub(super) fn says_sizes(&self) -> bool {
        let unsaid = |arg: &Arg| {
            matches!(arg, Arg::Int { .. }) || matches!(arg, Arg::Place { count, .. } if *count > 1)
        };
        !self.args.iter().any(unsaid)
    }

    pub(super) fn has_length(&self) -> bool {
        self.args.iter().any(|arg| matches!(arg, Arg::Len | Arg::Text))
    }
}

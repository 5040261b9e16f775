//! What a function of a boundary promises: who owns what it takes and gives, which parameters are
//! one slice, what it checks.
//!
//! Every rule reads declarations, names and bodies of the side that offers the function, and says
//! nothing where they are silent.

pub mod guards;
pub mod words;

use std::collections::BTreeMap;
use std::ops::Range;

use ghost_abi::model::{Extent, Function, IntSpelling, Interface, Pointer, Repr, Type, TypeKind};

use crate::effects::{Effects, Origin};
use guards::{Guard, Guards};
use words::{CREATE, LENGTH, RELEASE, has_word, shared_prefix};

/// The functions of an interface with their promises.
#[derive(Debug, Clone)]
pub struct Contracts<'a> {
    /// What the functions and types stand in.
    pub interface: &'a Interface,
    /// Functions in the order of their symbols.
    pub functions: Vec<Contract<'a>>,
    /// Things with a beginning and an end.
    pub handles: Vec<Handle<'a>>,
    /// The one function that frees text, where there is just one.
    pub text_release: Option<&'a Function>,
}

/// A function and its promises.
#[derive(Debug, Clone)]
pub struct Contract<'a> {
    /// The function.
    pub function: &'a Function,
    /// What it is for the one who calls it.
    pub role: Role,
    /// Parameters that are one slice together.
    pub slices: Vec<Slice>,
    /// What it does with each parameter that it cannot use, in order.
    pub guards: Vec<Guard>,
    /// What its result is.
    pub gives: Gives,
    /// Whether its body starts work that goes on after it returned.
    pub goes_on: bool,
    /// For each parameter whether the function takes the memory over, and frees it.
    pub takes_over: Vec<bool>,
}

/// What a function is for the one who calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Gives a handle; its index in [`Contracts::handles`].
    Creates(usize),
    /// Puts a handle where a parameter points to.
    Fills {
        /// The handle's index.
        handle: usize,
        /// The parameter.
        param: usize,
    },
    /// Ends a handle.
    Destroys(usize),
    /// Works on a handle, its first parameter.
    Method(usize),
    /// Frees text that another function gave.
    ReleasesText,
    /// Nothing of all that.
    Plain,
}

/// Something opaque with functions that begin and end it.
#[derive(Debug, Clone)]
pub struct Handle<'a> {
    /// Its name: the type's, or what the names of its functions share.
    pub name: String,
    /// Key of the type behind the pointer; `None` for an untyped pointer.
    pub key: Option<&'a str>,
    /// Functions that give one.
    pub creates: Vec<&'a Function>,
    /// Functions that put one where a parameter points to, and which parameter.
    pub fills: Vec<(&'a Function, usize)>,
    /// The function that ends it.
    pub destroys: &'a Function,
}

impl<'a> Handle<'a> {
    /// All that begin one.
    pub fn makers(&self) -> impl Iterator<Item = &'a Function> {
        self.creates.iter().copied().chain(self.fills.iter().map(|(function, _)| *function))
    }
}

/// Pointers that share the length behind them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// The pointers.
    pub pointers: Range<usize>,
    /// The length.
    pub len: usize,
}

/// What a result is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// Nothing.
    Nothing,
    /// A value.
    Value,
    /// A new handle.
    Handle(usize),
    /// Text that the caller gives back.
    OwnedText,
    /// Text that belongs to the library.
    BorrowedText,
    /// A pointer of which nothing is known.
    Pointer,
}

impl<'a> Contracts<'a> {
    pub(crate) fn of(
        interface: &'a Interface,
        guards: &BTreeMap<String, Guards>,
        effects: &[Effects],
    ) -> Self {
        let handles = handles(interface, &|function| {
            let releases = |effects: &Effects| effects.releases.iter().any(|r| r.param == 0 && !r.inside);
            let known = guards.get(&function.symbol).map_or("", |known| known.body.as_str());
            let name = function.params.first().and_then(|param| param.name.as_deref());
            effects.iter().find(|e| e.symbol == function.symbol).is_some_and(releases)
                || name.is_some_and(|name| words::frees(known, name))
        });
        let releases: Vec<&Function> = interface
            .functions
            .iter()
            .filter(|f| has_word(&f.symbol, RELEASE))
            .filter(|f| matches!(f.params.as_slice(), [only] if text(interface, &only.ty).is_some()))
            .collect();
        let text_release = if let [only] = releases.as_slice() { Some(*only) } else { None };
        let mut all = Self { interface, functions: Vec::new(), handles, text_release };
        all.functions = interface
            .functions
            .iter()
            .map(|function| {
                let known = guards.get(&function.symbol);
                let effects = effects.iter().find(|effects| effects.symbol == function.symbol);
                all.contract(function, known, effects)
            })
            .collect();
        all
    }

    fn contract(
        &self,
        function: &'a Function,
        known: Option<&Guards>,
        effects: Option<&Effects>,
    ) -> Contract<'a> {
        let none = Guard::default();
        let guards = (0..function.params.len())
            .map(|nth| known.and_then(|k| k.params.get(nth)).unwrap_or(&none).clone())
            .collect();
        let threads = effects.is_some_and(|e| !e.calls_on_thread.is_empty());
        let named = has_word(&function.symbol, "async spawn start background schedule thread detach");
        let body = known.map_or("", |k| k.body.as_str());
        let role = self.role(function);
        // What is begun here and ended by another function may well be called a start.
        let named = named && (body.is_empty() || !matches!(role, Role::Creates(_) | Role::Fills { .. }));
        let takes_over = (0..function.params.len())
            .map(|nth| self.takes_over(function, role, nth, effects, body))
            .collect();
        Contract {
            function,
            role,
            slices: slices(self.interface, function),
            guards,
            gives: self.gives(function, effects),
            goes_on: threads || named || body.contains("spawn"),
            takes_over,
        }
    }

    /// Whether the memory behind a parameter belongs to the function from then on: its body frees it, or
    /// its name says so. A handle's method may end something else of the handle's, for which it is given
    /// a key: that is lent.
    fn takes_over(
        &self,
        function: &Function,
        role: Role,
        nth: usize,
        effects: Option<&Effects>,
        body: &str,
    ) -> bool {
        let param = &function.params[nth];
        let Some(pointer) = pointer(self.interface, &param.ty) else { return false };
        if effects.is_some_and(|e| e.releases.iter().any(|r| r.param == nth && !r.inside)) {
            return true;
        }
        let is_handle = matches!(role, Role::Method(_)) && nth == 0;
        let lent = is_handle || (!pointer.mutable && (nth > 0 || text(self.interface, &param.ty).is_some()));
        (has_word(&function.symbol, RELEASE) && !lent)
            || param.name.as_deref().is_some_and(|name| words::frees(body, name))
    }

    fn role(&self, function: &Function) -> Role {
        let same = |other: &Function| other.symbol == function.symbol;
        for (nth, handle) in self.handles.iter().enumerate() {
            if same(handle.destroys) {
                return Role::Destroys(nth);
            }
            if handle.creates.iter().any(|made| same(made)) {
                return Role::Creates(nth);
            }
            if let Some((_, param)) = handle.fills.iter().find(|(filled, _)| same(filled)) {
                return Role::Fills { handle: nth, param: *param };
            }
        }
        if self.text_release.is_some_and(same) {
            return Role::ReleasesText;
        }
        self.handle_of(function).map_or(Role::Plain, Role::Method)
    }

    /// The handle that the first parameter is.
    fn handle_of(&self, function: &Function) -> Option<usize> {
        let first = function.params.first()?;
        let pointer = pointer(self.interface, &first.ty)?;
        let key = pointee_key(self.interface, pointer);
        if let Some(key) = key {
            return self.handles.iter().position(|handle| handle.key == Some(key));
        }
        let is_untyped = self.interface.resolve(&pointer.pointee) == &Type::Void;
        let is_context = first
            .name
            .as_deref()
            .is_some_and(|name| has_word(name, "user userdata data callback buf buffer"));
        if !is_untyped || is_context {
            return None;
        }
        let untyped = self.handles.iter().enumerate().filter(|(_, handle)| handle.key.is_none());
        untyped.max_by_key(|(_, h)| shared_prefix(&h.destroys.symbol, &function.symbol)).map(|(nth, _)| nth)
    }

    fn gives(&self, function: &Function, effects: Option<&Effects>) -> Gives {
        if let Role::Creates(handle) = self.role(function) {
            return Gives::Handle(handle);
        }
        let ret = self.interface.resolve(&function.ret);
        match ret {
            Type::Void | Type::Never => Gives::Nothing,
            Type::Pointer(pointer) => {
                let owned =
                    effects.is_some_and(|e| e.returns.iter().any(|f| matches!(f.what, Origin::Owned(_))));
                let borrowed = effects.is_some_and(|e| {
                    e.returns.iter().any(|f| {
                        matches!(f.what, Origin::Text { .. } | Origin::Inside(_) | Origin::Argument(_))
                    })
                });
                match text(self.interface, ret) {
                    Some(_) if self.text_release.is_some() && !borrowed && (owned || pointer.mutable) => {
                        Gives::OwnedText
                    }
                    Some(false) if !owned => Gives::BorrowedText,
                    _ => Gives::Pointer,
                }
            }
            _ => Gives::Value,
        }
    }

    /// The contract of a function.
    #[must_use]
    pub fn contract_of(&self, symbol: &str) -> Option<&Contract<'a>> {
        self.functions.iter().find(|contract| contract.function.symbol == symbol)
    }
}

impl Contract<'_> {
    /// The slice that a parameter belongs to, as pointer or as length.
    #[must_use]
    pub fn slice_of(&self, param: usize) -> Option<&Slice> {
        self.slices.iter().find(|slice| slice.len == param || slice.pointers.contains(&param))
    }

    /// Name of a parameter; one is made where it has none.
    #[must_use]
    pub fn param_name(&self, nth: usize) -> String {
        let name = self.function.params.get(nth).and_then(|param| param.name.clone());
        name.filter(|name| name != "_").unwrap_or_else(|| format!("arg{nth}"))
    }
}

/// Types that a function ends, by its name or as its body shows, with the functions that begin them.
fn handles<'a>(interface: &'a Interface, frees: &dyn Fn(&Function) -> bool) -> Vec<Handle<'a>> {
    let mut found: Vec<Handle<'_>> = Vec::new();
    let ends = interface.functions.iter().filter(|f| has_word(&f.symbol, RELEASE) || frees(f));
    let ends: Vec<(&Function, &Pointer)> = ends
        .filter_map(|f| match f.params.as_slice() {
            [only] => Some((f, pointer(interface, &only.ty)?)),
            _ => None,
        })
        .filter(|(f, _)| text(interface, &f.params[0].ty).is_none())
        .collect();
    for (destroys, ended) in &ends {
        let key = pointee_key(interface, ended);
        if key.is_none() && interface.resolve(&ended.pointee) != &Type::Void {
            continue;
        }
        let is_one = |given: &Pointer| given.mutable && is_pointer_to(interface, given, key);
        let belongs = |function: &Function| {
            let takes_one = function.params.iter().any(|param| {
                key.is_some()
                    && pointer(interface, &param.ty).is_some_and(|p| pointee_key(interface, p) == key)
            });
            let rivals = ends.iter().filter(|(_, other)| pointee_key(interface, other) == key);
            let best = rivals.max_by_key(|(other, _)| shared_prefix(&other.symbol, &function.symbol));
            !takes_one && best.is_some_and(|(other, _)| other.symbol == destroys.symbol)
        };
        let makes = |function: &&Function| {
            pointer(interface, &function.ret).is_some_and(is_one)
                && (key.is_some() || has_word(&function.symbol, CREATE))
                && belongs(function)
        };
        let fills = |function: &'a Function| {
            let param = place_for(interface, function, &is_one)?;
            (has_word(&function.symbol, CREATE) && belongs(function)).then_some((function, param))
        };
        let creates: Vec<&Function> = interface.functions.iter().filter(makes).collect();
        let fills: Vec<(&Function, usize)> = interface.functions.iter().filter_map(fills).collect();
        if creates.is_empty() && fills.is_empty() {
            continue;
        }
        let name = key.map_or_else(|| words::owner(&destroys.symbol, RELEASE), str::to_owned);
        found.push(Handle { name, key, creates, fills, destroys });
    }
    found
}

/// The parameter that points to a place for one pointer of a kind, of a function that gives no pointer otherwise.
fn place_for(interface: &Interface, function: &Function, is_one: &dyn Fn(&Pointer) -> bool) -> Option<usize> {
    let is_place = |nth: &usize| {
        let place = pointer(interface, &function.params[*nth].ty).filter(|place| place.mutable);
        place.is_some_and(|place| pointer(interface, &place.pointee).is_some_and(is_one))
    };
    let nth = (0..function.params.len()).find(is_place)?;
    let is_one_of_many = slices(interface, function).iter().any(|slice| slice.pointers.contains(&nth));
    (!is_one_of_many && pointer(interface, &function.ret).is_none()).then_some(nth)
}

/// Runs of pointers before a length.
fn slices(interface: &Interface, function: &Function) -> Vec<Slice> {
    let mut out = Vec::new();
    for (nth, param) in function.params.iter().enumerate() {
        let Type::Int(int) = interface.resolve(&param.ty) else { continue };
        let named = param.name.as_deref().is_some_and(|name| has_word(name, LENGTH));
        // A length without a name is believed where it has a length's own type.
        let unnamed = param.name.is_none() && int.spelling == IntSpelling::Size && !int.signed;
        if !(named || unnamed) || int.bits < 16 {
            continue;
        }
        let element = |at: usize| element(interface, &function.params[at].ty);
        let Some(last) = nth.checked_sub(1).and_then(element) else { continue };
        let mut start = nth - 1;
        // Text that ends itself has no part in a length behind it.
        let is_text = |at: usize| text(interface, &function.params[at].ty) == Some(false);
        while start > 0 && element(start - 1) == Some(last) && !is_text(start - 1) {
            start -= 1;
        }
        out.push(Slice { pointers: start..nth, len: nth });
    }
    out
}

/// What a pointer of one or more elements points to.
#[must_use]
pub fn element<'t>(interface: &'t Interface, ty: &'t Type) -> Option<&'t Type> {
    let pointer = pointer(interface, ty)?;
    let many = matches!(pointer.extent, Extent::Unknown | Extent::Many);
    (many && !is_opaque(interface, &pointer.pointee)).then_some(&pointer.pointee)
}

/// The pointer that a type is.
#[must_use]
pub fn pointer<'t>(interface: &'t Interface, ty: &'t Type) -> Option<&'t Pointer> {
    match interface.resolve(ty) {
        Type::Pointer(pointer) => Some(pointer),
        _ => None,
    }
}

/// For a pointer to text ended by zero: whether it may be changed.
#[must_use]
pub fn text(interface: &Interface, ty: &Type) -> Option<bool> {
    let pointer = pointer(interface, ty)?;
    let Type::Int(int) = interface.resolve(&pointer.pointee) else { return None };
    let ends = pointer.extent == Extent::Sentinel(0) && int.bits == 8;
    let is_char = pointer.extent == Extent::Unknown && int.spelling == IntSpelling::CChar;
    (ends || is_char).then_some(pointer.mutable)
}

/// Whether a type has no values on the other side.
#[must_use]
pub fn is_opaque(interface: &Interface, ty: &Type) -> bool {
    match interface.resolve(ty) {
        Type::Void | Type::Never | Type::Foreign(_) => true,
        Type::Named(key) => match interface.types.get(key).map(|def| &def.kind) {
            Some(TypeKind::Struct(record) | TypeKind::Union(record)) => {
                matches!(record.repr, Repr::Native | Repr::Unknown)
            }
            Some(TypeKind::Enum(_) | TypeKind::Alias(_)) => false,
            Some(TypeKind::Opaque) | None => true,
        },
        _ => false,
    }
}

/// Whether a pointer is one to the record of this key, or to anything where there is none.
fn is_pointer_to(interface: &Interface, pointer: &Pointer, key: Option<&str>) -> bool {
    match key {
        Some(key) => pointee_key(interface, pointer) == Some(key),
        None => interface.resolve(&pointer.pointee) == &Type::Void,
    }
}

/// The named record behind a pointer.
fn pointee_key<'t>(interface: &'t Interface, pointer: &'t Pointer) -> Option<&'t str> {
    match interface.resolve(&pointer.pointee) {
        Type::Named(key) if !matches!(interface.types.get(key).map(|t| &t.kind), Some(TypeKind::Enum(_))) => {
            Some(key)
        }
        _ => None,
    }
}

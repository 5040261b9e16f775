//! What is written, decided once for every language.
//!
//! A type shows its inside when every reader would lay it out alike; otherwise it is opaque, and a
//! [`Problem`] wherever a *value* of it crosses the boundary. Types that nothing emitted mentions
//! and that cannot show their inside are left out.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{self, Observed};
use super::order::{self, Cycle};
use super::{Cause, EmitError, Problem};
use crate::model::{
    CallConv, Enum, Field, FnPointer, Function, Int, IntSpelling, Interface, Record, Repr, Type, TypeDef,
    TypeKind,
};

/// An interface ready to be spelled: everything in it can be written, save what one language lacks.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// Functions, statics and constants are spelled straight from here.
    pub(super) interface: &'a Interface,
    /// Types in an order in which everything that must be known stands before its user.
    pub(super) types: Vec<Planned<'a>>,
    shapes: BTreeMap<&'a str, Shape<'a>>,
}

/// A type and what is shown of it.
#[derive(Debug, Clone)]
pub(super) struct Planned<'a> {
    /// Its name in [`Interface::types`].
    pub(super) key: &'a str,
    /// Where documentation and layout stand.
    pub(super) def: &'a TypeDef,
    /// What is shown.
    pub(super) shape: Shape<'a>,
}

/// What is shown of a type.
#[derive(Debug, Clone)]
pub(super) enum Shape<'a> {
    /// Nothing. There is no value of it on this side.
    Opaque,
    /// Fields one after the other.
    Struct(Body<'a>),
    /// Fields on top of each other.
    Union(Body<'a>),
    /// Named integers over this one.
    Enum(Int, &'a Enum),
    /// Another name. Also what is left of a transparent record.
    Alias(&'a Type),
    /// Bits in an integer.
    Bits(Int, Vec<BitField<'a>>),
}

/// Fields that take room, and what the record demands of their places.
#[derive(Debug, Clone)]
pub(super) struct Body<'a> {
    pub(super) fields: Vec<&'a Field>,
    /// For each field the alignment that it must be given to lie where it does, where its type's is not enough.
    pub(super) aligns: Vec<Option<u64>>,
    /// The record's least alignment, where it is more than its fields'.
    pub(super) align: Option<u64>,
    /// The most alignment that a field may ask for.
    pub(super) pack: Option<u64>,
}

/// A field of a bit record.
#[derive(Debug, Clone, Copy)]
pub(super) struct BitField<'a> {
    pub(super) field: &'a Field,
    pub(super) offset: u32,
    pub(super) width: u32,
}

impl<'a> Plan<'a> {
    /// Decides everything, or says all that stands in the way.
    pub(super) fn new(interface: &'a Interface) -> Result<Self, EmitError> {
        let mut planner = Planner { interface, states: BTreeMap::new(), problems: Vec::new(), depth: 0 };
        for key in interface.types.keys() {
            // What it blames is told where a value of the type is asked for.
            let _ = planner.standing(key);
        }
        for function in &interface.functions {
            planner.function(function);
        }
        planner.statics_and_constants();
        let mut types = planner.written();
        let mut problems = planner.problems;
        match order::declaration_order(&types) {
            Ok(ordered) => types = ordered,
            Err(Cycle { of, chain }) => problems.push(Problem {
                name: of.name.clone(),
                path: Vec::new(),
                cause: Cause::ByValueCycle(chain),
                location: of.location.clone(),
            }),
        }
        if !problems.is_empty() {
            return Err(EmitError { problems });
        }
        let shapes = types.iter().map(|t| (t.key, t.shape.clone())).collect();
        Ok(Self { interface, types, shapes })
    }

    /// What is shown of the type with this key.
    pub(super) fn shape(&self, key: &str) -> Option<&Shape<'a>> {
        self.shapes.get(key)
    }

    /// Alignments that fields are given.
    pub(super) fn alignments(&self) -> BTreeSet<u64> {
        let bodies = self.types.iter().filter_map(|planned| match &planned.shape {
            Shape::Struct(body) | Shape::Union(body) => Some(body),
            _ => None,
        });
        bodies.flat_map(|body| body.aligns.iter().flatten().copied()).collect()
    }

    /// Follows aliases and transparent records to what they stand for.
    pub(super) fn resolve<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let mut at = ty;
        // A cycle of aliases was refused when the plan was made.
        while let Type::Named(name) = at {
            match self.shapes.get(name.as_str()) {
                Some(Shape::Alias(target)) => at = target,
                _ => break,
            }
        }
        at
    }

    /// Whether `ty` has no values on this side, so that only a pointer to one is possible.
    pub(super) fn is_opaque(&self, ty: &Type) -> bool {
        match self.resolve(ty) {
            Type::Void | Type::Never => true,
            Type::Named(name) => matches!(self.shapes.get(name.as_str()), Some(Shape::Opaque) | None),
            _ => false,
        }
    }
}

/// Why a type cannot show its inside, and the way to the reason.
#[derive(Debug, Clone)]
struct Blame {
    path: Vec<String>,
    cause: Cause,
}

impl From<Cause> for Blame {
    fn from(cause: Cause) -> Self {
        Self { path: Vec::new(), cause }
    }
}

impl Blame {
    fn under(mut self, step: String) -> Self {
        self.path.insert(0, step);
        self
    }
}

enum State<'a> {
    Visiting,
    Done(Result<Shape<'a>, Blame>),
}

struct Planner<'a> {
    interface: &'a Interface,
    states: BTreeMap<&'a str, State<'a>>,
    problems: Vec<Problem>,
    /// How many types are being decided, each for the one before it.
    depth: usize,
}

/// Deepest nesting of types by value. C's compilers and Zig's give up long before.
const DEPTH_MAX: usize = 256;

impl<'a> Planner<'a> {
    fn function(&mut self, function: &'a Function) {
        let mut blames = Vec::new();
        if let Err(cause) = callable(&function.callconv) {
            blames.push(cause.into());
        }
        for (nth, param) in function.params.iter().enumerate() {
            let step = param_step(param.name.as_deref(), nth);
            blames.extend(self.passed(&param.ty).map(|blame| blame.under(step)));
        }
        if !matches!(function.ret, Type::Void | Type::Never) {
            blames.extend(self.passed(&function.ret).map(|blame| blame.under("the result".to_owned())));
        }
        for Blame { path, cause } in blames {
            self.problems.push(Problem {
                name: function.symbol.clone(),
                path,
                cause,
                location: function.location.clone(),
            });
        }
    }

    fn statics_and_constants(&mut self) {
        for item in &self.interface.statics {
            let blame = self.by_value(&item.ty).err().or_else(|| self.callbacks(&item.ty));
            if let Some(Blame { path, cause }) = blame {
                let (name, location) = (item.symbol.clone(), item.location.clone());
                self.problems.push(Problem { name, path, cause, location });
            }
        }
    }

    /// What keeps a value of `ty` from being an argument or a result.
    fn passed(&mut self, ty: &'a Type) -> Option<Blame> {
        if let Type::Array { .. } = self.interface.resolve(ty) {
            return Some(Cause::ArrayByValue.into());
        }
        self.by_value(ty).err().or_else(|| self.callbacks(ty))
    }

    /// What keeps a function pointer anywhere in the spelling of `ty` from being called.
    fn callbacks(&mut self, ty: &'a Type) -> Option<Blame> {
        match ty {
            Type::Pointer(pointer) => self.callbacks(&pointer.pointee),
            Type::Array { element, .. } => self.callbacks(element),
            Type::FnPointer(callback) => self.callback(callback),
            _ => None,
        }
    }

    fn callback(&mut self, callback: &'a FnPointer) -> Option<Blame> {
        for (nth, param) in callback.params.iter().enumerate() {
            if let Some(blame) = self.passed(&param.ty) {
                return Some(
                    blame.under(format!("{} of the callback", param_step(param.name.as_deref(), nth))),
                );
            }
        }
        if matches!(callback.ret, Type::Void | Type::Never) {
            return None;
        }
        self.passed(&callback.ret).map(|blame| blame.under("the result of the callback".to_owned()))
    }

    /// Whether a value of `ty` can exist on both sides.
    fn by_value(&mut self, ty: &'a Type) -> Result<(), Blame> {
        match ty {
            Type::Void | Type::Never => Err(Cause::NoValue.into()),
            Type::Array { element, .. } => self.by_value(element),
            Type::Named(name) => match self.standing(name)? {
                Standing::Complete => Ok(()),
                Standing::Opaque => Err(Cause::OpaqueByValue(name.clone()).into()),
                Standing::Alias(target) => self.by_value(target),
            },
            _ => Ok(mentioned(self.interface, ty)?),
        }
    }

    /// How the type with this name stands, deciding it first where nobody has.
    fn standing(&mut self, name: &str) -> Result<Standing<'a>, Blame> {
        let Some((key, def)) = self.interface.types.get_key_value(name) else {
            return Err(Cause::Undefined(name.to_owned()).into());
        };
        if !self.states.contains_key(key.as_str()) {
            if self.depth >= DEPTH_MAX {
                return Err(Cause::TooDeep(name.to_owned()).into());
            }
            self.states.insert(key, State::Visiting);
            self.depth += 1;
            let shape = self.decide(def);
            self.depth -= 1;
            self.states.insert(key, State::Done(shape));
        }
        match &self.states[key.as_str()] {
            State::Visiting => Err(Cause::ByValueCycle(name.to_owned()).into()),
            State::Done(Err(blame)) => Err(blame.clone()),
            State::Done(Ok(Shape::Opaque)) => Ok(Standing::Opaque),
            State::Done(Ok(Shape::Alias(target))) => Ok(Standing::Alias(target)),
            State::Done(Ok(_)) => Ok(Standing::Complete),
        }
    }

    fn decide(&mut self, def: &'a TypeDef) -> Result<Shape<'a>, Blame> {
        match &def.kind {
            TypeKind::Opaque => Ok(Shape::Opaque),
            TypeKind::Alias(Type::Void) => Ok(Shape::Alias(&Type::Void)),
            TypeKind::Alias(target @ Type::Named(name)) => match self.standing(name) {
                Err(Blame {
                    cause: cause @ (Cause::ByValueCycle(_) | Cause::Undefined(_) | Cause::TooDeep(_)),
                    path,
                }) => Err(Blame { path, cause }),
                // Whatever the target turns out to be, this is another name for it.
                _ => Ok(Shape::Alias(target)),
            },
            TypeKind::Alias(target) => self.by_value(target).map(|()| Shape::Alias(target)),
            TypeKind::Enum(kind) => {
                let tag = layout::enum_tag(kind, def.layout);
                for variant in &kind.variants {
                    if !fits(variant.value, tag) {
                        let ty = format!("{} bits of `{}`", tag.bits, def.name);
                        return Err(Cause::Value { value: variant.value.to_string(), ty }.into());
                    }
                }
                Ok(Shape::Enum(tag, kind))
            }
            TypeKind::Struct(record) => match record.repr {
                Repr::Bits(bits) => self.bits(def, record, bits),
                _ => self.record(def, record).map(|body| collapse(record, body, Shape::Struct)),
            },
            TypeKind::Union(record) => match record.repr {
                Repr::Bits(_) => Err(Cause::NativeLayout(def.name.clone()).into()),
                _ => self.record(def, record).map(|body| collapse(record, body, Shape::Union)),
            },
        }
    }

    fn record(&mut self, def: &'a TypeDef, record: &'a Record) -> Result<Body<'a>, Blame> {
        let native = || Blame::from(Cause::NativeLayout(def.name.clone()));
        // What its compiler decided for this very library may be known all the same.
        let decided = def.layout.is_some() && record.fields.iter().all(|f| f.offset_bytes.is_some());
        if record.repr == Repr::Native && (record.fields.is_empty() || !decided) {
            return Err(native());
        }
        let mut fields: Vec<&Field> =
            record.fields.iter().filter(|f| !layout::is_zero_sized(self.interface, &f.ty)).collect();
        if fields.is_empty() {
            return Err(Cause::ZeroSized(def.name.clone()).into());
        }
        for field in &fields {
            let step = || format!("field `{}` of `{}`", field.name, def.name);
            self.by_value(&field.ty).map_err(|blame| blame.under(step()))?;
        }
        let (mut align, mut pack) = (None, None);
        let is_struct = matches!(def.kind, TypeKind::Struct(_));
        let mut aligns = None;
        match record.repr {
            // Fields of Zig may ask for more themselves, which only the whole shows.
            Repr::C { align: least } => {
                align = least.max(def.layout.map(|whole| whole.align_bytes));
                if is_struct {
                    aligns = layout::alignments(self.interface, &fields, def.layout);
                }
            }
            Repr::CPacked(most) => pack = Some(most),
            Repr::Transparent if fields.len() == 1 => {}
            Repr::Transparent | Repr::Bits(_) => return Err(native()),
            Repr::Unknown | Repr::Native => {
                if is_struct {
                    fields.sort_by_key(|field| field.offset_bytes);
                    match layout::observe(self.interface, &fields, def.layout) {
                        Observed::Natural => {}
                        Observed::Packed => pack = Some(1),
                        Observed::Other => {
                            let explained = layout::alignments(self.interface, &fields, def.layout);
                            aligns = Some(explained.ok_or_else(native)?);
                        }
                    }
                } else if fields.iter().any(|field| field.offset_bytes.is_some_and(|at| at != 0)) {
                    return Err(native());
                }
                align = def.layout.map(|whole| whole.align_bytes).filter(|_| pack.is_none());
            }
        }
        let aligns = aligns.unwrap_or_else(|| vec![None; fields.len()]);
        let natural = fields
            .iter()
            .zip(&aligns)
            .map(|(field, own)| layout::of(self.interface, &field.ty).map(|of| of.align_bytes).max(*own))
            .try_fold(1, |most, of| of.map(|of| most.max(of)));
        let align = align.filter(|least| natural.is_none_or(|natural| *least > natural));
        Ok(Body { fields, aligns, align, pack })
    }

    fn bits(&self, def: &'a TypeDef, record: &'a Record, bits: u16) -> Result<Shape<'a>, Blame> {
        let mut fields = Vec::new();
        let mut next = 0;
        let Interface { types, machine, .. } = self.interface;
        for field in &record.fields {
            let unknown = || Blame::from(Cause::Bits(format!("{}.{}", def.name, field.name)));
            let (offset, width) = match field.bits {
                Some(range) => (range.offset, range.width),
                None => (next, crate::layout::bits_of(types, machine, &field.ty).ok_or_else(unknown)?),
            };
            let end = offset.checked_add(width).ok_or_else(unknown)?;
            if offset < next || end > u32::from(bits) {
                return Err(unknown());
            }
            next = end;
            if width > 0 {
                fields.push(BitField { field, offset, width });
            }
        }
        Ok(Shape::Bits(Int { signed: false, bits, spelling: IntSpelling::Fixed }, fields))
    }

    /// A type that contains itself is wrong even where nobody asks for a value of it.
    fn cycles(&mut self) {
        for (key, state) in &self.states {
            let State::Done(Err(Blame { path, cause: cause @ Cause::ByValueCycle(of) })) = state else {
                continue;
            };
            // The others on the way round blame this one.
            if of == key {
                let def = &self.interface.types[*key];
                let (name, path, cause) = (def.name.clone(), path.clone(), cause.clone());
                self.problems.push(Problem { name, path, cause, location: def.location.clone() });
            }
        }
    }

    /// All types that are written: those that can show their inside, and those that they, the
    /// functions and the statics mention.
    fn written(&mut self) -> Vec<Planned<'a>> {
        self.cycles();
        let mut queue: Vec<&'a Type> = Vec::new();
        let mut keys: BTreeSet<&'a str> = BTreeSet::new();
        for function in &self.interface.functions {
            queue.extend(function.params.iter().map(|p| &p.ty).chain([&function.ret]));
        }
        queue.extend(self.interface.statics.iter().map(|s| &s.ty));
        queue.extend(self.interface.constants.iter().map(|c| &c.ty));
        for (key, state) in &self.states {
            if let State::Done(Ok(shape)) = state {
                keys.insert(key);
                queue.extend(shape.mentions());
            }
        }
        while let Some(ty) = queue.pop() {
            queue.extend(ty.inner());
            if let Type::Named(name) = ty
                && let Some((key, _)) = self.interface.types.get_key_value(name)
            {
                keys.insert(key);
            }
        }
        let mut planned = Vec::new();
        for key in keys {
            let def = &self.interface.types[key];
            let shape = match &self.states[key] {
                State::Done(Ok(shape)) => shape.clone(),
                State::Done(Err(_)) | State::Visiting => Shape::Opaque,
            };
            for ty in shape.mentions() {
                if let Some(Blame { path, cause }) = self.callbacks(ty) {
                    let (name, location) = (def.name.clone(), def.location.clone());
                    self.problems.push(Problem { name, path, cause, location });
                }
            }
            planned.push(Planned { key, def, shape });
        }
        planned
    }
}

impl<'a> Shape<'a> {
    /// The types that stand in its definition, in order.
    pub(super) fn mentions(&self) -> Vec<&'a Type> {
        match self {
            Self::Opaque | Self::Enum(..) => Vec::new(),
            Self::Struct(body) | Self::Union(body) => body.fields.iter().map(|f| &f.ty).collect(),
            Self::Alias(target) => vec![*target],
            Self::Bits(_, fields) => fields.iter().map(|b| &b.field.ty).collect(),
        }
    }
}

#[derive(Clone, Copy)]
enum Standing<'a> {
    Complete,
    Opaque,
    Alias(&'a Type),
}

/// A transparent record is written as what it holds, which is how its values travel. So is one of
/// Rust's own with a single field: unlike C's it travels as that field does.
fn collapse<'a>(record: &Record, body: Body<'a>, shape: impl FnOnce(Body<'a>) -> Shape<'a>) -> Shape<'a> {
    match body.fields.as_slice() {
        [only]
            if matches!(record.repr, Repr::Transparent | Repr::Native)
                && body.pack.is_none()
                && body.align.is_none() =>
        {
            Shape::Alias(&only.ty)
        }
        _ => shape(body),
    }
}

/// Whether the spelling of `ty` has a meaning: names are defined, nothing foreign, callable callbacks.
fn mentioned(interface: &Interface, ty: &Type) -> Result<(), Cause> {
    match ty {
        Type::Foreign(text) => return Err(Cause::Foreign(text.clone())),
        Type::Named(name) if !interface.types.contains_key(name) => {
            return Err(Cause::Undefined(name.clone()));
        }
        Type::FnPointer(callback) => callable(&callback.callconv)?,
        _ => {}
    }
    ty.inner().try_for_each(|ty| mentioned(interface, ty))
}

fn callable(callconv: &CallConv) -> Result<(), Cause> {
    match callconv {
        CallConv::Native => Err(Cause::NativeCall),
        CallConv::C | CallConv::CUnwind | CallConv::Other(_) => Ok(()),
    }
}

fn param_step(name: Option<&str>, nth: usize) -> String {
    name.map_or_else(|| format!("parameter {}", nth + 1), |name| format!("parameter `{name}`"))
}

/// Whether `value` is a value of `int`.
pub(super) fn fits(value: i128, int: Int) -> bool {
    int.holds(value)
}

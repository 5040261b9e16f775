//! One file's declarations, freed from syntax trees: what the lowering works on.
//!
//! Everything is owned and names are unresolved, so that files can be read independently of each
//! other. Types and constant expressions keep only what can matter at a boundary.

use std::fmt;
use std::rc::Rc;

use proc_macro2::{Span, TokenStream};

use super::cfg::{Cfg, Predicate};
use super::items::At;
use crate::model::{Advice, CallConv, Location, Machine};
use crate::source::{Body, SourceProblem};

/// Names of the enclosing modules, outermost first; the file's own modules are guessed from its path.
pub(super) type Scope = Rc<[String]>;

#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The scope of its crate's root.
    pub(super) root: Vec<String>,
    /// The name of its crate, where that is known.
    pub(super) krate: String,
    /// Whether the constants in it are offered to the other side.
    pub(super) constants: bool,
    pub(super) items: Vec<Item>,
    pub(super) uses: Vec<Use>,
    pub(super) problems: Vec<SourceProblem>,
    /// Macros that the file defines, in order.
    pub(super) rules: Vec<Rules>,
    /// Calls of macros where items stand, in order.
    pub(super) calls: Vec<Call>,
    /// Modules that it declares.
    pub(super) modules: Vec<Module>,
    /// The module that it is by its path.
    pub(super) module: Scope,
    /// Files that it takes in by their paths.
    pub(super) taken: Vec<Taken>,
}

/// `include!("file.rs")`, or `#[path = "file.rs"] mod name;`.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) scope: Scope,
    /// The name of the module; what is included has none.
    pub(super) name: Option<String>,
    /// Where the file lies, as seen from this one's folder.
    pub(super) path: String,
    pub(super) cfg: Vec<Predicate>,
}

impl Outline {
    /// Leaves only what types are made of.
    pub(super) fn keep_types(&mut self) {
        self.items.retain(|item| !matches!(item.kind, Kind::Function(_) | Kind::Static(_)));
        self.problems.clear();
    }

    /// Settles every condition by the configuration of the file's crate.
    pub(super) fn judge(&mut self, cfg: &Cfg, machine: Machine) {
        let judge = |conditions: &mut Vec<Predicate>| {
            for condition in conditions {
                condition.judge(cfg, machine);
            }
        };
        let repr = |repr: &mut ReprAttr| {
            repr.conditional.iter_mut().for_each(|(condition, _)| condition.judge(cfg, machine));
        };
        let fields = |fields: &mut Vec<FieldItem>| fields.iter_mut().for_each(|field| judge(&mut field.cfg));
        self.uses.iter_mut().for_each(|import| judge(&mut import.cfg));
        self.modules.iter_mut().for_each(|module| judge(&mut module.cfg));
        for item in &mut self.items {
            judge(&mut item.cfg);
            match &mut item.kind {
                Kind::Record(record) => {
                    repr(&mut record.repr);
                    fields(&mut record.fields);
                }
                Kind::Enum(item) => {
                    repr(&mut item.repr);
                    for variant in &mut item.variants {
                        judge(&mut variant.cfg);
                        fields(&mut variant.fields);
                    }
                }
                _ => {}
            }
        }
    }
}

/// `mod name;` or `mod name { … }`.
#[derive(Debug)]
pub(super) struct Module {
    /// The scope of what stands in it.
    pub(super) scope: Scope,
    /// What must hold for it to be there.
    pub(super) cfg: Vec<Predicate>,
    /// Whether its items stand in a file of their own, at the usual place.
    pub(super) in_file: bool,
}

/// A `macro_rules!` macro.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) name: String,
    /// Where it is defined, among the bytes that were parsed.
    pub(super) offset: usize,
    pub(super) tokens: TokenStream,
}

/// A call of a macro.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) name: String,
    pub(super) tokens: TokenStream,
    pub(super) span: Span,
    pub(super) at: At,
    pub(super) docs: Vec<String>,
}

/// `use path::to::Name as Alias`; `alias` is `*` for a glob.
#[derive(Debug)]
pub(super) struct Use {
    pub(super) scope: Scope,
    pub(super) path: Vec<String>,
    pub(super) alias: String,
    pub(super) public: bool,
    pub(super) cfg: Vec<Predicate>,
}

#[derive(Debug)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) scope: Scope,
    pub(super) docs: Vec<String>,
    pub(super) advice: Advice,
    pub(super) location: Location,
    pub(super) cfg: Vec<Predicate>,
    pub(super) public: bool,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    Function(Box<FunctionItem>),
    Static(Box<StaticItem>),
    Record(Box<RecordItem>),
    Enum(Box<EnumItem>),
    /// `type` with its generic parameters.
    Alias(Vec<String>, TypeExpr),
    /// `type` in an `impl`, which only its own path means.
    AssociatedType(TypeExpr),
    /// `const fn`: its parameters, and what it comes to.
    ConstFunction(Vec<(String, TypeExpr)>, TypeExpr, ConstExpr),
    /// `type` without a definition, in an `extern` block.
    ForeignType,
    Const(TypeExpr, ConstExpr),
}

/// Who sees a function or static.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Linkage {
    /// Defined and offered under this symbol.
    Exported(String),
    /// Declared in an `extern` block under this symbol.
    Imported(String),
    /// Defined, and named by no attribute.
    Plain,
}

#[derive(Debug)]
pub(super) struct FunctionItem {
    pub(super) linkage: Linkage,
    pub(super) callconv: CallConv,
    pub(super) params: Vec<(Option<String>, TypeExpr)>,
    pub(super) ret: TypeExpr,
    pub(super) variadic: bool,
    pub(super) generics: Vec<String>,
    /// The type that `Self` stands for.
    pub(super) self_type: Option<TypeExpr>,
    pub(super) body: Option<Body>,
}

#[derive(Debug)]
pub(super) struct StaticItem {
    pub(super) linkage: Linkage,
    pub(super) ty: TypeExpr,
    pub(super) mutable: bool,
    pub(super) thread_local: bool,
}

#[derive(Debug)]
pub(super) struct RecordItem {
    pub(super) union: bool,
    pub(super) repr: ReprAttr,
    pub(super) generics: Vec<String>,
    pub(super) defaults: Vec<GenericArg>,
    pub(super) fields: Vec<FieldItem>,
}

#[derive(Debug)]
pub(super) struct FieldItem {
    pub(super) name: String,
    pub(super) ty: TypeExpr,
    pub(super) docs: Vec<String>,
    pub(super) location: Location,
    pub(super) cfg: Vec<Predicate>,
}

#[derive(Debug)]
pub(super) struct EnumItem {
    pub(super) repr: ReprAttr,
    pub(super) generics: Vec<String>,
    pub(super) defaults: Vec<GenericArg>,
    pub(super) variants: Vec<VariantItem>,
}

#[derive(Debug)]
pub(super) struct VariantItem {
    pub(super) name: String,
    pub(super) docs: Vec<String>,
    pub(super) location: Location,
    pub(super) cfg: Vec<Predicate>,
    pub(super) discriminant: Option<ConstExpr>,
    pub(super) fields: Vec<FieldItem>,
}

/// What `repr` attributes say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ReprAttr {
    pub(super) c: bool,
    pub(super) transparent: bool,
    pub(super) packed: Option<u64>,
    pub(super) align: Option<u64>,
    /// The name of an integer type.
    pub(super) int: Option<String>,
    /// What `cfg_attr` adds under a condition.
    pub(super) conditional: Vec<(Predicate, ReprAttr)>,
    /// Whether more or less alignment is asked for under a condition that nobody knows.
    pub(super) uncertain: bool,
}

impl ReprAttr {
    /// With what is added under conditions, save those that are known to be off.
    pub(super) fn settled(&self, cfg: &Cfg, machine: Machine) -> Self {
        let mut all = Self { conditional: Vec::new(), ..self.clone() };
        for (condition, more) in &self.conditional {
            let state = cfg.holds(condition, machine);
            if state == Some(false) {
                continue;
            }
            all.c |= more.c;
            all.transparent |= more.transparent;
            all.packed = all.packed.or(more.packed);
            all.align = all.align.max(more.align);
            all.int = all.int.or_else(|| more.int.clone());
            all.uncertain |= state.is_none() && (more.packed.is_some() || more.align.is_some());
        }
        all
    }
}

/// A type as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TypeExpr {
    Unit,
    Never,
    /// Path segments, and the generic arguments of the last one.
    Path(Vec<String>, Vec<GenericArg>),
    Pointer {
        mutable: bool,
        to: Box<TypeExpr>,
    },
    Reference {
        mutable: bool,
        to: Box<TypeExpr>,
    },
    Array(Box<TypeExpr>, Box<ConstExpr>),
    Function(Box<FunctionTypeExpr>),
    /// What cannot cross, as it is written.
    Other(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum GenericArg {
    Type(TypeExpr),
    Const(ConstExpr),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FunctionTypeExpr {
    pub(super) callconv: CallConv,
    pub(super) params: Vec<(Option<String>, TypeExpr)>,
    pub(super) ret: TypeExpr,
    pub(super) variadic: bool,
}

/// A constant expression as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ConstExpr {
    /// With the name of the type that its suffix gives it; `char` for a character.
    Int(i128, Option<String>),
    /// With the width that its suffix gives it.
    Float(String, Option<u8>),
    Bool(bool),
    Str(String),
    Path(Vec<String>),
    Negate(Box<ConstExpr>),
    Not(Box<ConstExpr>),
    Binary(BinaryOp, Box<ConstExpr>, Box<ConstExpr>),
    Cast(Box<ConstExpr>, Box<TypeExpr>),
    /// `size_of::<T>()`.
    SizeOf(Box<TypeExpr>),
    /// `align_of::<T>()`.
    AlignOf(Box<TypeExpr>),
    Compare(Comparison, Box<ConstExpr>, Box<ConstExpr>),
    /// Condition, and what stands behind it and behind `else`.
    If(Box<[ConstExpr; 3]>),
    /// A subject with patterns and what they lead to; a pattern that takes everything is `None`.
    Match(Box<ConstExpr>, Vec<(Option<Vec<ConstExpr>>, ConstExpr)>),
    /// Names with their types and values, and what comes behind them.
    Block(Vec<(String, Option<TypeExpr>, ConstExpr)>, Box<ConstExpr>),
    Call(Vec<String>, Vec<ConstExpr>),
    Method(Box<ConstExpr>, String, Vec<ConstExpr>),
    /// What stands in a list, or how often one thing does.
    List(Vec<ConstExpr>),
    Repeat(Box<ConstExpr>),
    /// Something that is not evaluated.
    Other,
}

impl ConstExpr {
    /// Whether it is written as a number.
    pub(super) fn is_number(&self) -> bool {
        match self {
            Self::Int(..) => true,
            Self::Negate(inner) | Self::Not(inner) => inner.is_number(),
            Self::Binary(_, left, right) => left.is_number() && right.is_number(),
            _ => false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    And,
    Or,
    Xor,
    Shl,
    Shr,
}

impl fmt::Display for TypeExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit => f.write_str("()"),
            Self::Never => f.write_str("!"),
            Self::Path(segments, args) => {
                f.write_str(segments.last().map_or("", String::as_str))?;
                if args.is_empty() {
                    return Ok(());
                }
                f.write_str("<")?;
                for (i, arg) in args.iter().enumerate() {
                    f.write_str(if i == 0 { "" } else { ", " })?;
                    match arg {
                        GenericArg::Type(ty) => ty.fmt(f)?,
                        GenericArg::Const(ConstExpr::Int(n, _)) => write!(f, "{n}")?,
                        GenericArg::Const(_) => f.write_str("_")?,
                    }
                }
                f.write_str(">")
            }
            Self::Pointer { mutable, to } => write!(f, "*{} {to}", if *mutable { "mut" } else { "const" }),
            Self::Reference { mutable, to } => write!(f, "&{}{to}", if *mutable { "mut " } else { "" }),
            Self::Array(element, len) => match **len {
                ConstExpr::Int(n, _) => write!(f, "[{element}; {n}]"),
                _ => write!(f, "[{element}; _]"),
            },
            Self::Function(function) => function.fmt(f),
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for FunctionTypeExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.callconv {
            CallConv::C => f.write_str("extern \"C\" fn(")?,
            CallConv::CUnwind => f.write_str("extern \"C-unwind\" fn(")?,
            CallConv::Native => f.write_str("fn(")?,
            CallConv::Other(name) => write!(f, "extern \"{name}\" fn(")?,
        }
        for (i, (_, ty)) in self.params.iter().enumerate() {
            write!(f, "{}{ty}", if i == 0 { "" } else { ", " })?;
        }
        f.write_str(if self.variadic { ", ...)" } else { ")" })?;
        if self.ret == TypeExpr::Unit { Ok(()) } else { write!(f, " -> {}", self.ret) }
    }
}

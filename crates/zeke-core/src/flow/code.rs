//! What functions of both languages do, in the words that following them needs: values, places, branches, ways out.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::finding::Place;

/// The functions of a unit.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Program {
    /// Whether values end with the block that has them, as Rust's do.
    pub(crate) drops: bool,
    /// Paths that [`Spot`]s count.
    pub(crate) files: Vec<String>,
    pub(crate) routines: Vec<Routine>,
    /// Variables outside of functions.
    pub(crate) globals: Vec<String>,
    /// Fields that point to something else.
    pub(crate) pointers: Vec<String>,
    /// Fields that hold numbers, truths and other plain values.
    pub(crate) plain: Vec<String>,
}

/// Routines by what calls name them with.
#[derive(Default)]
pub(crate) struct Names<'p> {
    named: HashMap<&'p str, Vec<usize>>,
    /// What runs where a value of a type ends, by the type.
    ends: HashMap<&'p str, usize>,
    /// Types that have functions.
    owners: HashSet<&'p str>,
    /// Whether anything looks whether bytes are text.
    pub(crate) checks_text: bool,
}

impl<'p> Names<'p> {
    pub(crate) fn of(program: &'p Program) -> Self {
        let mut names = Self::default();
        for (index, routine) in program.routines.iter().enumerate() {
            names.named.entry(routine.name.as_str()).or_default().push(index);
            names.owners.insert(routine.owner.as_str());
            if program.drops && routine.name == "drop" && !routine.owner.is_empty() {
                names.ends.insert(routine.owner.as_str(), index);
            }
        }
        names
    }

    pub(crate) fn named(&self, name: &str) -> &[usize] {
        self.named.get(name).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn is_owner(&self, ty: &str) -> bool {
        self.owners.contains(ty)
    }

    pub(crate) fn end_of(&self, ty: &str) -> Option<usize> {
        self.ends.get(ty).copied()
    }
}

impl Program {
    /// The number of a file, which is added where it is not known.
    pub(crate) fn file(&mut self, path: &str) -> u32 {
        let known = self.files.iter().position(|known| known == path);
        let index = known.unwrap_or_else(|| {
            self.files.push(path.to_owned());
            self.files.len() - 1
        });
        u32::try_from(index).unwrap_or_default()
    }

    pub(crate) fn place(&self, at: Spot) -> Place {
        let file = self.files.get(at.file as usize).cloned().unwrap_or_default();
        Place { file, line: at.line, column: at.column }
    }
}

/// A function with a body.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Routine {
    pub(crate) name: String,
    /// The type that it belongs to.
    pub(crate) owner: String,
    /// The name the linker knows, where it is exported.
    pub(crate) symbol: Option<String>,
    pub(crate) params: Vec<Param>,
    pub(crate) body: Expr,
}

/// A parameter.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Param {
    pub(crate) name: String,
    /// Its type without what stands around the name.
    pub(crate) ty: String,
    /// Whether it comes as a value of that type, and not as a pointer to one.
    pub(crate) by_value: bool,
    /// Whether it is a number, a truth or text, which stands for nothing.
    pub(crate) plain: bool,
}

/// Where something stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Spot {
    pub(crate) file: u32,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// Something that is done, or has a value.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Expr {
    pub(crate) at: Spot,
    pub(crate) kind: Kind,
}

/// What an [`Expr`] is.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// Parts of which nothing is known but that they are looked at.
    Parts(Vec<Expr>),
    #[default]
    Nothing,
    Null,
    Error,
    Bool(bool),
    Int(i64),
    Name(String),
    Field(Box<Expr>, String),
    /// One of several: `list[index]`.
    Item(Box<Expr>, Box<Expr>),
    /// A part of the same memory: `text[a..b]`.
    Slice(Box<Expr>, Vec<Expr>),
    Address(Box<Expr>),
    Deref(Box<Expr>),
    Record {
        ty: String,
        fields: Vec<(String, Expr)>,
    },
    Call(Box<Call>),
    Code {
        params: Vec<Pattern>,
        body: Box<Expr>,
    },
    Let {
        pattern: Pattern,
        ty: String,
        value: Box<Expr>,
        /// What runs where the pattern does not fit; it does not come back.
        otherwise: Option<Box<Expr>>,
    },
    Assign(Box<Expr>, Box<Expr>),
    /// `x += y`
    Adjust(Box<Expr>, Box<Expr>),
    /// Statements; whether the last one's value is the block's, and whether names end with it.
    Block(Vec<Expr>),
    /// A condition of which nothing but its text is known.
    Test {
        condition: Box<Expr>,
        text: String,
    },
    If {
        condition: Box<Expr>,
        /// What a value that is there is called within.
        payload: Option<Pattern>,
        then: Box<Expr>,
        otherwise: Option<Box<Expr>>,
    },
    Switch {
        subject: Box<Expr>,
        text: String,
        arms: Vec<Arm>,
    },
    Loop {
        /// What it runs over.
        over: Option<Box<Expr>>,
        condition: Option<Box<Expr>>,
        payload: Option<Pattern>,
        body: Box<Expr>,
        next: Option<Box<Expr>>,
    },
    /// A block or loop that is left by its name.
    Labeled(String, Box<Expr>),
    Return(Option<Box<Expr>>),
    Break(String, Option<Box<Expr>>),
    Continue(String),
    /// Whether a value is as a pattern says; binds what that names.
    Matches {
        subject: Box<Expr>,
        pattern: Pattern,
    },
    /// What is missing ends the program: `.?`, `unwrap()`.
    Unwrap(Box<Expr>),
    /// What is missing ends the function: `try`, `?`.
    Try(Box<Expr>),
    /// `orelse`, `catch`
    OrElse {
        value: Box<Expr>,
        payload: Option<Pattern>,
        otherwise: Box<Expr>,
    },
    Defer {
        body: Box<Expr>,
        /// Whether it runs where the function fails only.
        on_error: bool,
    },
    Not(Box<Expr>),
    Both {
        left: Box<Expr>,
        right: Box<Expr>,
        /// Whether one of them is enough.
        either: bool,
    },
    Equal {
        left: Box<Expr>,
        right: Box<Expr>,
        negated: bool,
    },
}

/// A call.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Call {
    /// What stands before the last part of its name: a module, a type.
    pub(crate) path: String,
    pub(crate) name: String,
    /// Whether the other side offers it, under this name.
    pub(crate) foreign: bool,
    /// What a method is called on.
    pub(crate) receiver: Option<Expr>,
    pub(crate) args: Vec<Expr>,
}

/// One of several ways.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Arm {
    pub(crate) pattern: Pattern,
    /// The pattern as it stands in the text.
    pub(crate) text: String,
    pub(crate) guard: Option<Expr>,
    pub(crate) body: Expr,
}

/// What a value is held against.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) enum Pattern {
    /// Fits for all that is known, and binds nothing.
    #[default]
    Any,
    /// Fits in any case, where nothing before it did.
    Else,
    Bind(String),
    Null,
    There(Box<Pattern>),
    Failed,
    Bool(bool),
    Int(i64),
    /// A variant, or a record, with the patterns of its fields.
    Variant(String, Vec<(String, Pattern)>),
    Tuple(Vec<Pattern>),
    /// Something that may fit or not.
    Maybe(Vec<String>),
}

impl Expr {
    pub(crate) fn new(at: Spot, kind: Kind) -> Self {
        Self { at, kind }
    }

    /// Parts of which nothing is known.
    pub(crate) fn parts(at: Spot, parts: Vec<Self>) -> Self {
        Self { at, kind: if parts.is_empty() { Kind::Nothing } else { Kind::Parts(parts) } }
    }
}

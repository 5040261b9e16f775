//! What code does with what crosses the boundary, in words that both languages share.
//!
//! Facts are plain data, drawn from one unit at a time; the rules hold the facts of both sides
//! against each other.

use serde::{Deserialize, Serialize};

use crate::finding::Place;

/// What the body of an exported function does with what crosses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "facts of a function that do not depend on each other")]
pub(crate) struct Effects {
    /// The name the linker knows.
    pub(crate) symbol: String,
    /// Where the function begins.
    pub(crate) location: Place,
    /// Its parameters, in order.
    pub(crate) params: Vec<Parameter>,
    /// Every value that it may return.
    pub(crate) returns: Vec<Flow>,
    /// What it writes through pointer parameters: the parameter and the value.
    pub(crate) writes: Vec<(usize, Flow)>,
    /// What it takes back and frees.
    pub(crate) releases: Vec<Release>,
    /// Which borrowed arguments it keeps after it returned.
    pub(crate) keeps: Vec<Keep>,
    /// Where it changes what lies behind a parameter, so that pointers into it may die.
    pub(crate) changes: Vec<Change>,
    /// Parameters whose end it finds by a terminator, itself or by a helper.
    pub(crate) reads_text: Vec<usize>,
    /// Zeros that it writes behind a parameter, where it writes nothing else.
    pub(crate) terminators: Vec<(usize, Place)>,
    /// Function pointer parameters that it calls on another thread, and where that thread begins.
    pub(crate) calls_on_thread: Vec<(usize, Place)>,
    /// Function pointers in fields of what a parameter points to that a thread calls: the
    /// parameter, the field, and where that thread begins.
    pub(crate) fields_on_thread: Vec<(usize, String, Place)>,
    /// Function pointer parameters that it puts away, and where to.
    pub(crate) stores: Vec<(usize, Slot)>,
    /// Whether it waits until threads have ended.
    pub(crate) joins: bool,
    /// Where it returns text to which nobody added a terminator, as a pointer alone.
    pub(crate) bare_returns: Vec<Place>,
    /// The same, where nobody promised that it ends.
    pub(crate) unended: Vec<Place>,
    /// Where it copies such text behind a parameter.
    pub(crate) bare_writes: Vec<(usize, Place)>,
    /// Whether what it returns belongs to the thread that called it.
    pub(crate) thread_bound: bool,
    /// Variables of which each thread has its own that it uses.
    pub(crate) thread_locals: Vec<String>,
    /// Whether the text that it gives is made of digits and other plain characters.
    pub(crate) ascii: bool,
    /// Whether all memory of its side comes from `malloc`.
    pub(crate) malloced: bool,
    /// Parameters behind which it changes anything.
    pub(crate) mutates: Vec<(usize, Place)>,
    /// What it takes back for each answer that it gives, where that could be followed.
    pub(crate) outcomes: Vec<Outcome>,
    /// Parameters behind which, however far, it writes a zero.
    pub(crate) cuts: Vec<usize>,
    /// Parameters of which it follows a pointer that was put there by another call.
    pub(crate) follows: Vec<usize>,
    /// Untyped pointers that it keeps for those that it calls back later.
    pub(crate) contexts: Vec<Keep>,
}

/// One of the answers that a function gives, and what it has taken back then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outcome {
    pub(crate) answer: Answer,
    /// Parameters that it took.
    pub(crate) takes: Vec<usize>,
}

/// What a function answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Answer {
    Null,
    /// Something that is there.
    There,
    Bool(bool),
    Int(i64),
    Unknown,
}

/// Where a function pointer is put away: a field of a type, or a variable outside of functions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Slot {
    /// The type that has the field; empty for a variable, or where the type is not known.
    pub(crate) owner: String,
    /// The field or variable.
    pub(crate) name: String,
}

/// A parameter of an exported function.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Parameter {
    /// Its name.
    pub(crate) name: String,
    /// What it points to, as text; empty where it is no pointer.
    pub(crate) pointee: String,
    /// Its type without any pointer around it.
    pub(crate) holds: String,
    /// Whether its declaration demands that it lives for ever.
    pub(crate) lasting: bool,
}

impl Parameter {
    /// Whether it is an untyped pointer, as contexts of callbacks are.
    pub(crate) fn is_untyped(&self) -> bool {
        matches!(self.pointee.rsplit("::").next(), Some("c_void" | "anyopaque"))
    }
}

/// A value on its way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Flow {
    /// Where it comes from.
    pub(crate) what: Origin,
    /// Where it leaves.
    pub(crate) at: Place,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Origin {
    /// Memory that the caller owns from now on.
    Owned(Resource),
    /// A pointer into what a parameter points to.
    Inside(Interior),
    /// The parameter itself.
    Argument(usize),
    /// Text that lives for ever, and whether a terminator stands behind it.
    Text {
        /// Whether it ends with a zero.
        terminated: bool,
    },
    /// A pointer to something that ends with the function; its name.
    Dead(String),
    /// Null.
    Null,
    /// Nothing that could be followed.
    Unknown,
}

/// Memory with an owner.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Resource {
    /// What made it.
    pub(crate) kind: ResourceKind,
    /// What lies in it, as text without path; empty where unknown.
    pub(crate) holds: String,
}

/// What made a [`Resource`], and so what must free it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum ResourceKind {
    /// `Box` of one value.
    Box,
    /// `Box` of a slice: its length is its capacity.
    BoxedSlice,
    /// `Vec`: its capacity may be larger than its length.
    Vec,
    /// `CString`: its length is found by its terminator.
    CString,
    /// `Arc` or `Rc`.
    Shared,
    /// An allocator of Zig.
    Zig,
    /// Something of Rust's that is given away with `into_raw`.
    Unknown,
}

impl ResourceKind {
    /// Whether memory of one kind may be given back as the other.
    pub(crate) fn fits(self, other: Self) -> bool {
        let slice = |kind| matches!(kind, Self::Vec | Self::BoxedSlice);
        let unknown = |kind, other| kind == Self::Unknown && other != Self::Zig;
        self == other || slice(self) && slice(other) || unknown(self, other) || unknown(other, self)
    }
}

/// A parameter that is taken back and freed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Release {
    /// Which parameter.
    pub(crate) param: usize,
    /// As what.
    pub(crate) resource: Resource,
    /// Whether a pointer that lies in the parameter is freed, and not the parameter itself.
    pub(crate) inside: bool,
    /// Whether a `Vec` is rebuilt with its length as its capacity.
    pub(crate) length_as_capacity: bool,
    /// Where.
    pub(crate) at: Place,
}

/// A pointer into what a parameter points to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Interior {
    /// Which parameter.
    pub(crate) param: usize,
    /// The field it was reached through, where that is known.
    pub(crate) field: Option<String>,
    /// Whether it points into memory of an element's own, which stays when the container moves it.
    pub(crate) owned_by_element: bool,
    /// Whether the elements lie in memory of their own: boxes.
    pub(crate) boxed: bool,
}

/// A change behind a parameter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Change {
    /// Which parameter.
    pub(crate) param: usize,
    /// The field that is changed, where that is known.
    pub(crate) field: Option<String>,
    /// Whether what it held may be dropped, and not only moved.
    pub(crate) drops: bool,
}

impl Change {
    /// Whether a pointer may be stale after this change.
    pub(crate) fn invalidates(&self, pointer: &Interior) -> bool {
        let other_field = matches!((&self.field, &pointer.field), (Some(a), Some(b)) if a != b);
        !other_field && (self.drops || !(pointer.owned_by_element || pointer.boxed))
    }
}

/// A borrowed argument that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Keep {
    /// Which parameter.
    pub(crate) param: usize,
    /// By what.
    pub(crate) by: Keeper,
    /// Where.
    pub(crate) at: Place,
}

/// What keeps a borrowed argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Keeper {
    /// A static or global.
    Static,
    /// What another parameter points to, or what is returned.
    Handle,
    /// A thread that goes on.
    Thread,
}

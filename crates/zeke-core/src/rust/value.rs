//! What is known of a value while a body is read.

use crate::effects::{Resource, ResourceKind};

/// A set of parameters, by index; the 64th and later are not followed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Params(u64);

impl Params {
    pub(super) const NONE: Self = Self(0);

    pub(super) fn one(index: usize) -> Self {
        Self(u32::try_from(index).ok().and_then(|i| 1_u64.checked_shl(i)).unwrap_or(0))
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        (0..64).filter(move |index| self.0 >> index & 1 == 1)
    }
}

/// A value: what it is, whose memory it refers to, and who decided it.
#[derive(Debug, Clone, Default)]
pub(super) struct Val {
    pub(super) what: What,
    /// Parameters whose memory it still refers to; copies refer to none.
    pub(super) holds: Params,
    /// Parameters, or what lies behind them, that decided its value.
    pub(super) tainted: Params,
    /// The pointee of the last pointer cast, where there was one.
    pub(super) cast: Option<String>,
}

/// What a value is.
#[derive(Debug, Clone, Default)]
pub(super) enum What {
    #[default]
    Unknown,
    /// A parameter as it came.
    Param(usize),
    /// What lies behind a parameter, or a pointer into it.
    Behind(usize),
    /// A local value that frees its memory when it goes.
    Local(ResourceKind),
    /// A pointer whose memory the receiver must free.
    Raw(Resource),
    /// A pointer into a local variable or a temporary: its name, and what would own the memory if
    /// the variable were forgotten.
    Dead(String, Option<ResourceKind>),
    /// A literal or constant text.
    Text { terminated: bool },
    /// A static, or what a lock on it gives.
    Static,
    /// A thread, by its index in the walk.
    Thread(usize),
    /// The result of a conversion of the caller's bytes to UTF-8.
    Utf8(Box<Self>),
    /// The result of making a C string of the caller's bytes.
    MaybeCString,
    /// What a function of the other side gave: its symbol.
    Foreign(String),
    /// A null pointer.
    Null,
}

impl Val {
    pub(super) fn new(what: What) -> Self {
        Self { what, ..Self::default() }
    }

    /// The same taint and memory, but another thing.
    pub(super) fn with(&self, what: What) -> Self {
        Self { what, ..self.clone() }
    }

    /// A value that was copied out: it refers to nobody's memory.
    pub(super) fn copied(&self, what: What) -> Self {
        Self { what, holds: Params::NONE, tainted: self.tainted, cast: None }
    }

    /// Something made of several values.
    pub(super) fn made_of<'v>(parts: impl IntoIterator<Item = &'v Self>) -> Self {
        parts.into_iter().fold(Self::default(), |all, part| Self {
            holds: all.holds.and(part.holds),
            tainted: all.tainted.and(part.tainted),
            ..all
        })
    }

    pub(super) fn is_tainted(&self) -> bool {
        !self.tainted.is_empty()
    }

    /// The parameter whose memory this is, or points into.
    pub(super) fn behind(&self) -> Option<usize> {
        match self.what {
            What::Param(index) | What::Behind(index) => Some(index),
            _ => None,
        }
    }
}

/// What lies in an `Option` or `Result`: the same value, without the doubt.
pub(super) fn unwrapped(val: Val) -> Val {
    match val.what {
        What::Utf8(ref inner) => {
            let what = (**inner).clone();
            val.with(what)
        }
        What::MaybeCString => val.with(What::Local(ResourceKind::CString)),
        _ => val,
    }
}

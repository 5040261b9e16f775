//! Where in a comparison two types meet.

use crate::model::Location;

/// Who hands values over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Flow {
    /// From the declaring side to the offering one: an argument.
    In,
    /// From the offering side to the declaring one: a result.
    Out,
    /// Either may write: a variable, what stands behind a mutable pointer.
    Both,
}

impl Flow {
    /// The flow of what stands behind a pointer.
    pub(super) fn behind(self, mutable: bool) -> Self {
        if mutable { Self::Both } else { self }
    }

    /// The flow of the arguments of a callback that flows this way: its receiver calls it.
    pub(super) fn reversed(self) -> Self {
        match self {
            Self::In => Self::Out,
            Self::Out => Self::In,
            Self::Both => Self::Both,
        }
    }
}

/// What a pair of types belongs to; it decides the class of plain differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The signature of a function, or a variable.
    Signature,
    /// The signature of a function pointer, wherever the pointer stands.
    Callback,
    /// A field.
    Field,
}

/// One meeting of two types.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Site<'s> {
    pub(super) symbol: &'s str,
    /// What meets, for messages: "parameter `x`".
    pub(super) what: &'s str,
    pub(super) expected_at: Option<&'s Location>,
    pub(super) actual_at: Option<&'s Location>,
    pub(super) flow: Flow,
    pub(super) place: Place,
    /// Whether a pointer stands between the function and these types.
    pub(super) behind: bool,
    /// Whether both sides kept how integers are spelled.
    pub(super) spelled: bool,
    /// Whether the types are those of a parameter, result, variable or field itself, and not inside or behind of it.
    pub(super) whole: bool,
    /// The parameter that is a callback, and that one's own parameter, where the types are this one's.
    pub(super) called: Option<(usize, usize)>,
    /// The parameter, where the types are its own and not behind or inside of it.
    pub(super) param: Option<usize>,
    /// Whether the next parameter or field is an integer, perhaps a length.
    pub(super) counted: bool,
}

impl<'s> Site<'s> {
    /// The site behind a pointer that stands here.
    pub(super) fn pointee(self, mutable: bool) -> Self {
        Self {
            flow: self.flow.behind(mutable),
            behind: true,
            whole: false,
            called: None,
            param: None,
            counted: false,
            ..self
        }
    }

    /// The site of an element or of a part that shares this place.
    pub(super) fn part(self) -> Self {
        Self { param: None, called: None, whole: false, ..self }
    }

    /// The site of a callback's parameter or result.
    pub(super) fn callback(self, what: &'s str, flow: Flow) -> Self {
        Self {
            what,
            flow,
            place: Place::Callback,
            behind: false,
            whole: true,
            called: None,
            param: None,
            counted: false,
            ..self
        }
    }
}

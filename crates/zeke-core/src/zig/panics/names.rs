//! Which names of a body are as the caller chose them.

use std::collections::{HashMap, HashSet};

use super::super::tree::{Function, children};
use super::super::uses::is_integer;

/// Names of one body.
#[derive(Default)]
pub(super) struct Names<'t> {
    /// Integers of the caller, with their types.
    integers: HashMap<&'t str, &'t str>,
    /// Memory of the caller, with the type of the integers in it.
    elements: HashMap<&'t str, &'t str>,
    /// Arrays and slices.
    bounded: HashSet<&'t str>,
    /// Of those, slices whose length the caller chose.
    open: HashSet<&'t str>,
    /// Pointers that may be null.
    optionals: HashSet<&'t str>,
    /// Everything that the caller gave, or that was made of it.
    given: HashSet<&'t str>,
    /// What a condition has looked at.
    checked: HashSet<&'t str>,
}

impl<'t> Names<'t> {
    /// The parameters of a function that the other side calls.
    pub(super) fn of(function: &Function<'t>) -> Self {
        let mut names = Self::default();
        for (name, ty) in parameters(function) {
            let integer = is_integer(ty).then_some(ty);
            // What a handle holds is this side's own.
            let direct = integer.is_some() || ty.trim_start_matches('?').starts_with('[');
            names.bind(name, integer, (false, false), direct && !name.is_empty());
            names.holds(name, element(ty));
            // Contexts of callbacks are what their owner gave.
            if ty.starts_with("?*") && !ty.ends_with("anyopaque") || ty.starts_with("?[*") {
                names.may_be_null(name);
            }
        }
        names
    }

    /// A name gets a value: an integer of the caller, something with bounds that are the caller's or
    /// not, or anything that was made of what the caller gave.
    pub(super) fn bind(
        &mut self,
        name: &'t str,
        integer: Option<&'t str>,
        (bounded, open): (bool, bool),
        given: bool,
    ) {
        self.integers.remove(name);
        self.integers.extend(integer.map(|ty| (name, ty)));
        for (set, holds) in [(&mut self.bounded, bounded), (&mut self.open, open), (&mut self.given, given)] {
            if holds {
                set.insert(name);
            } else {
                set.remove(name);
            }
        }
        self.optionals.remove(name);
        self.checked.remove(name);
        self.elements.remove(name);
    }

    /// What a name points to holds integers of the caller.
    pub(super) fn holds(&mut self, name: &'t str, element: Option<&'t str>) {
        self.elements.extend(element.map(|ty| (name, ty)));
    }

    /// The type of the integers that lie behind a name.
    pub(super) fn element(&self, name: &str) -> Option<&'t str> {
        self.elements.get(name).copied()
    }

    pub(super) fn may_be_null(&mut self, name: &'t str) {
        self.optionals.insert(name);
    }

    pub(super) fn check(&mut self, name: &'t str) {
        self.checked.insert(name);
    }

    pub(super) fn is_checked(&self, name: &str) -> bool {
        self.checked.contains(name)
    }

    /// The type of an integer of the caller that nobody has looked at.
    pub(super) fn integer(&self, name: &str) -> Option<&'t str> {
        self.integers.get(name).copied().filter(|_| !self.is_checked(name))
    }

    pub(super) fn is_bounded(&self, name: &str) -> bool {
        self.bounded.contains(name)
    }

    pub(super) fn is_open(&self, name: &str) -> bool {
        self.open.contains(name) && !self.is_checked(name)
    }

    pub(super) fn is_optional(&self, name: &str) -> bool {
        self.optionals.contains(name) && !self.is_checked(name)
    }

    pub(super) fn is_given(&self, name: &str) -> bool {
        self.given.contains(name)
    }

    /// Whether the caller chose a value that nobody has looked at.
    pub(super) fn is_chosen(&self, name: &str) -> bool {
        self.integer(name).is_some() || self.is_open(name) || self.is_optional(name)
    }

    pub(super) fn any_given(&self) -> bool {
        !self.given.is_empty()
    }
}

/// Names and types of a function's parameters, in order.
pub(super) fn parameters<'t>(function: &Function<'t>) -> Vec<(&'t str, &'t str)> {
    let list = children(function.node).into_iter().find(|node| node.kind() == "parameters");
    let text = |parameter: ghost_abi::zig_source::Node<'t>, field| {
        parameter.child_by_field_name(field).map_or("", |node| function.file.slice(node))
    };
    let all = list.map(children).unwrap_or_default().into_iter();
    all.map(|parameter| (text(parameter, "name"), text(parameter, "type"))).collect()
}

/// The integers that a constant slice or pointer to many of them points to.
fn element(ty: &str) -> Option<&str> {
    let (_, element) = ty.trim_start_matches('?').strip_prefix('[')?.split_once(']')?;
    let element = element.strip_prefix("const ")?;
    is_integer(element).then_some(element)
}

/// Pointers to many elements have no bounds.
pub(super) fn is_many_pointer(ty: &str) -> bool {
    ty.starts_with("[*")
}

/// Bits of an integer type.
pub(super) fn bits(ty: &str) -> Option<u32> {
    match ty {
        "c_short" | "c_ushort" => Some(16),
        "c_int" | "c_uint" => Some(32),
        "usize" | "isize" | "c_long" | "c_ulong" | "c_longlong" | "c_ulonglong" => Some(64),
        _ => ty.strip_prefix(['u', 'i'])?.parse().ok(),
    }
}

fn is_signed(ty: &str) -> bool {
    ty.starts_with('i') || matches!(ty, "c_short" | "c_int" | "c_long" | "c_longlong")
}

/// Whether a cast loses values that a caller may well give: negative ones, and those that do not fit
/// into a smaller type. That a length is above four billion is nobody's mistake.
pub(super) fn narrows(from: &str, to: &str) -> bool {
    let (Some(had), Some(has)) = (bits(from), bits(to)) else { return false };
    is_signed(from) && !is_signed(to) || has < had && !(had == 64 && has >= 32)
}

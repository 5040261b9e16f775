//! The order in which types are declared.
//!
//! C wants a record complete before a value of it is used and an alias, enumeration or bit record
//! declared before it is named at all; pointers to records are content with a forward declaration,
//! so that types may point to each other in circles. Languages that do not care get the same order.

use std::collections::BTreeMap;

use super::plan::{Planned, Shape};
use crate::model::{Type, TypeDef};

/// Types that cannot be declared, because each needs the next, and the last the first.
#[derive(Debug)]
pub(super) struct Cycle<'a> {
    pub(super) of: &'a TypeDef,
    pub(super) chain: String,
}

/// Sorts `planned`, keeping the given order where nothing asks for another.
pub(super) fn declaration_order<'a>(planned: &[Planned<'a>]) -> Result<Vec<Planned<'a>>, Cycle<'a>> {
    let index = planned.iter().map(|t| (t.key, t)).collect();
    let mut sorter = Sorter { index, done: BTreeMap::new(), chain: Vec::new(), sorted: Vec::new() };
    for one in planned {
        sorter.visit(one)?;
    }
    Ok(sorter.sorted)
}

struct Sorter<'s, 'a> {
    index: BTreeMap<&'a str, &'s Planned<'a>>,
    done: BTreeMap<&'a str, bool>,
    chain: Vec<&'a str>,
    sorted: Vec<Planned<'a>>,
}

impl<'a> Sorter<'_, 'a> {
    fn visit(&mut self, one: &Planned<'a>) -> Result<(), Cycle<'a>> {
        match self.done.get(one.key) {
            Some(true) => return Ok(()),
            Some(false) => return Err(self.cycle(one)),
            None => {}
        }
        self.done.insert(one.key, false);
        self.chain.push(one.key);
        let mut needs = Vec::new();
        let complete = !matches!(one.shape, Shape::Alias(_) | Shape::Bits(..));
        for ty in one.shape.mentions() {
            self.needs(ty, complete, &mut needs);
        }
        for key in needs {
            if let Some(needed) = self.index.get(key).copied() {
                self.visit(needed)?;
            }
        }
        self.chain.pop();
        self.done.insert(one.key, true);
        self.sorted.push(one.clone());
        Ok(())
    }

    /// The types that must stand before a use of `ty`; `complete` where a value of it is used.
    fn needs(&self, ty: &Type, complete: bool, out: &mut Vec<&'a str>) {
        match ty {
            Type::Pointer(pointer) => self.needs(&pointer.pointee, false, out),
            // An array of an incomplete type is no type in C, not even behind a pointer.
            Type::Array { element, .. } => self.needs(element, true, out),
            Type::FnPointer(callback) => {
                for ty in callback.params.iter().map(|p| &p.ty).chain([&callback.ret]) {
                    self.needs(ty, false, out);
                }
            }
            Type::Named(name) => {
                let Some(named) = self.index.get(name.as_str()) else { return };
                match &named.shape {
                    Shape::Struct(_) | Shape::Union(_) if complete => out.push(named.key),
                    Shape::Opaque | Shape::Struct(_) | Shape::Union(_) => {}
                    Shape::Enum(..) | Shape::Bits(..) => out.push(named.key),
                    Shape::Alias(target) => {
                        out.push(named.key);
                        // What the alias's own spelling needs, it asks for itself.
                        if complete && matches!(target, Type::Named(_) | Type::Array { .. }) {
                            self.needs(target, true, out);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn cycle(&self, one: &Planned<'a>) -> Cycle<'a> {
        let start = self.chain.iter().position(|key| *key == one.key).unwrap_or(0);
        let mut chain: Vec<&str> = self.chain[start..].to_vec();
        chain.push(one.key);
        Cycle { of: one.def, chain: chain.join(" -> ") }
    }
}

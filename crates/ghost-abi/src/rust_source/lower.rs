//! From the outlines of all files to the two interfaces of a view.

use std::collections::BTreeMap;

use super::cfg::Cfg;
use super::consts;
use super::modules;
use super::names::Names;
use super::offers;
use super::outline::{FunctionItem, Item, Kind, Linkage, Outline, StaticItem};
use super::types::{Context, Types};
use crate::layout;
use crate::model::{Constant, ConstantValue, Function, Interface, Machine, Param, Seen, Static, Type};
use crate::source::{Hidden, HiddenReason, LeftOut, Number, SourceView};

const SEEN: Seen = Seen { symbol: false, debug: false, source: true };

pub(super) fn lower(name: &str, mut outlines: Vec<Outline>, machine: Machine, cfg: &Cfg) -> SourceView {
    let mut view = SourceView::new(name, &machine);
    for outline in &mut outlines {
        view.problems.append(&mut outline.problems);
    }
    modules::gate(&mut outlines);
    let names = Names::new(&outlines, cfg, machine);
    let mut exports = Side::new(&names, machine, cfg);
    let mut imports = Side::new(&names, machine, cfg);
    let mut apart = Side::new(&names, machine, cfg);
    for item in outlines.iter().flat_map(|o| &o.items) {
        let state = cfg.hold(&item.cfg, machine);
        match &item.kind {
            Kind::Function(function) => {
                let off = (state == Some(false)).then(|| HiddenReason::Cfg(shown(item)));
                match (&function.linkage, off) {
                    (Linkage::Exported(symbol), None) => {
                        exports.function(item, function, symbol, state);
                        if *symbol != item.name {
                            let reason = HiddenReason::OtherName(symbol.clone());
                            view.facts.hidden.push(apart.hidden(item, function, &item.name, reason));
                        }
                        if let Some(body) = &function.body {
                            view.facts.bodies.entry(symbol.clone()).or_insert_with(|| body.clone());
                        }
                    }
                    (Linkage::Imported(symbol), None) => imports.import(item, function, symbol, state),
                    (Linkage::Imported(_), Some(_)) => {}
                    (Linkage::Exported(symbol), Some(reason)) => {
                        view.facts.hidden.push(apart.hidden(item, function, symbol, reason));
                    }
                    (Linkage::Plain, _) => {
                        let reason = HiddenReason::NoAttribute;
                        view.facts.hidden.push(apart.hidden(item, function, &item.name, reason));
                    }
                }
            }
            Kind::Static(_) if state == Some(false) => {}
            Kind::Static(static_) => match &static_.linkage {
                Linkage::Exported(symbol) => exports.static_(item, static_, symbol, state),
                Linkage::Imported(symbol) => imports.static_(item, static_, symbol, state),
                Linkage::Plain => {}
            },
            _ => {}
        }
    }
    for offer in offers::find(&outlines, &names, cfg, machine) {
        exports.constant(&offer);
    }
    view.facts.left_out = std::mem::take(&mut exports.left_out);
    if !exports.functions.is_empty() || !imports.functions.is_empty() {
        view.facts.numbers =
            outlines.iter().flat_map(|o| &o.items).filter_map(|item| apart.number(item)).collect();
    }
    exports.into_interface(&mut view.exports);
    imports.into_interface(&mut view.imports);
    view.facts.hidden.sort_by(|a, b| a.function.symbol.cmp(&b.function.symbol));
    view.problems.sort();
    view
}

fn shown(item: &Item) -> String {
    item.cfg.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// One interface in the making.
struct Side<'a> {
    types: Types<'a>,
    /// By symbol, with whether its `cfg` is known to be on.
    functions: BTreeMap<String, (Function, bool)>,
    /// What is declared of functions that have been declared before: each may be wrong by itself.
    again: Vec<Function>,
    statics: BTreeMap<String, (Static, bool)>,
    constants: Vec<Constant>,
    /// Where each of the constants is declared, by name.
    offered: BTreeMap<&'a str, &'a Item>,
    left_out: Vec<LeftOut>,
}

impl<'a> Side<'a> {
    fn new(names: &'a Names<'a>, machine: Machine, cfg: &'a Cfg) -> Self {
        Self {
            types: Types::new(names, machine, cfg),
            functions: BTreeMap::new(),
            again: Vec::new(),
            statics: BTreeMap::new(),
            constants: Vec::new(),
            offered: BTreeMap::new(),
            left_out: Vec::new(),
        }
    }

    /// Of several definitions of one symbol, one that is known to be on wins, then the first.
    fn function(&mut self, item: &'a Item, function: &'a FunctionItem, symbol: &str, on: Option<bool>) {
        let on = on == Some(true);
        if self.functions.get(symbol).is_some_and(|(_, other)| *other || !on) {
            return;
        }
        let function = self.lower_function(item, function, symbol);
        self.functions.insert(symbol.to_owned(), (function, on));
    }

    /// A declaration of another's function. Of those whose `cfg` is not known only one counts: they may
    /// be meant for different machines.
    fn import(&mut self, item: &'a Item, function: &'a FunctionItem, symbol: &str, on: Option<bool>) {
        let both_on = on == Some(true) && self.functions.get(symbol).is_some_and(|(_, other)| *other);
        if both_on {
            let function = self.lower_function(item, function, symbol);
            self.again.push(function);
        } else {
            self.function(item, function, symbol, on);
        }
    }

    fn lower_function(&mut self, item: &'a Item, function: &'a FunctionItem, symbol: &str) -> Function {
        let mut at = Context { scope: &item.scope, ..Context::default() };
        if let Some(own) = &function.self_type {
            let own = self.types.lower(own, &at);
            at.bound.insert("Self", own);
        }
        for generic in &function.generics {
            at.bound.insert(generic, Type::Foreign(generic.clone()));
        }
        let mut param =
            |(name, ty): &(Option<String>, _)| Param { name: name.clone(), ty: self.types.lower(ty, &at) };
        let params = function.params.iter().map(&mut param).collect();
        Function {
            symbol: symbol.to_owned(),
            params,
            ret: self.types.lower(&function.ret, &at),
            variadic: function.variadic,
            callconv: function.callconv.clone(),
            docs: item.docs.clone(),
            advice: item.advice.clone(),
            location: Some(item.location.clone()),
            seen: SEEN,
        }
    }

    fn hidden(
        &mut self,
        item: &'a Item,
        function: &'a FunctionItem,
        symbol: &str,
        reason: HiddenReason,
    ) -> Hidden {
        Hidden { function: self.lower_function(item, function, symbol), reason }
    }

    fn static_(&mut self, item: &'a Item, static_: &StaticItem, symbol: &str, on: Option<bool>) {
        let on = on == Some(true);
        if self.statics.get(symbol).is_some_and(|(_, other)| *other || !on) {
            return;
        }
        let at = Context { scope: &item.scope, ..Context::default() };
        let lowered = Static {
            symbol: symbol.to_owned(),
            ty: self.types.lower(&static_.ty, &at),
            mutable: static_.mutable,
            thread_local: static_.thread_local,
            docs: item.docs.clone(),
            location: Some(item.location.clone()),
            seen: SEEN,
        };
        self.statics.insert(symbol.to_owned(), (lowered, on));
    }

    /// A constant under the name that it is offered by. What is not certain is left out, and told.
    fn constant(&mut self, (name, item): &(&'a str, &'a Item)) {
        let Kind::Const(ty, expr) = &item.kind else { return };
        let at = Context { scope: &item.scope, ..Context::default() };
        let lowered = self.types.lower(ty, &at);
        let plain = consts::behind_aliases(&self.types, lowered.clone());
        let types = &self.types;
        let value = consts::evaluate(expr, &plain, &at, types.names, types.machine, types.cfg);
        let fits = match (&value, &plain) {
            (Some(ConstantValue::Int(n)), Type::Int(int)) => consts::fitting(*n, *int).is_some(),
            (Some(ConstantValue::Str(_)), _)
            | (Some(ConstantValue::Int(_)), Type::RustChar)
            | (Some(ConstantValue::Float(_)), Type::Float(_))
            | (Some(ConstantValue::Bool(_)), Type::Bool) => true,
            (Some(ConstantValue::Int(_)), Type::Named(key)) => types.is_enum(key),
            _ => false,
        };
        let number = matches!(value, Some(ConstantValue::Int(_)));
        let Some(value) = value.filter(|_| fits) else {
            return match &plain {
                Type::Int(_) | Type::Float(_) | Type::Bool | Type::RustChar => {
                    self.leave_out(name, item, "the value is not known without a compiler");
                }
                // A number's type of another crate.
                Type::Named(key)
                    if number && !types.is_record(key) || types.is_only_a_name(key) && expr.is_number() =>
                {
                    self.leave_out(name, item, "the type is not known");
                }
                _ => {}
            };
        };
        let ty = if matches!(value, ConstantValue::Str(_)) { text_type() } else { lowered };
        if let Some(first) = self.offered.get(name) {
            if first.location != item.location {
                let at = &first.location;
                let why = format!("the one in {}:{} has the name", at.file, at.line);
                self.leave_out(name, item, &why);
            }
            return;
        }
        self.offered.insert(name, item);
        self.constants.push(Constant { name: (*name).to_owned(), ty, value, docs: item.docs.clone() });
    }

    /// A constant that is a whole number, or a type around one.
    fn number(&mut self, item: &'a Item) -> Option<Number> {
        let Kind::Const(ty, expr) = &item.kind else { return None };
        if self.types.cfg.hold(&item.cfg, self.types.machine) == Some(false) {
            return None;
        }
        let at = Context { scope: &item.scope, ..Context::default() };
        let ty = self.types.lower(ty, &at);
        let plain = consts::behind_aliases(&self.types, ty);
        let types = &self.types;
        let value = consts::evaluate(expr, &plain, &at, types.names, types.machine, types.cfg)?;
        let family = item.scope.last().filter(|name| !name.ends_with('/')).cloned().unwrap_or_default();
        Some(Number {
            in_module: !family.starts_with(|c: char| c.is_ascii_uppercase()),
            family,
            name: item.name.clone(),
            value: value.as_int()?,
            location: item.location.clone(),
        })
    }

    fn leave_out(&mut self, name: &str, item: &Item, why: &str) {
        let location = item.location.clone();
        self.left_out.push(LeftOut { name: name.to_owned(), location, why: why.to_owned() });
    }

    fn into_interface(mut self, into: &mut Interface) {
        self.types.finish();
        let names = self.types.settled_names();
        into.functions = self.functions.into_values().map(|(f, _)| f).chain(self.again).collect();
        into.functions.sort_by(|a, b| a.symbol.cmp(&b.symbol));
        into.statics = self.statics.into_values().map(|(s, _)| s).collect();
        into.constants = self.constants;
        into.types = self.types.done;
        if !names.is_empty() {
            into.rename_types(&names);
        }
        layout::fill(into);
    }
}

/// Text as C sees it: bytes, ended by a zero.
fn text_type() -> Type {
    use crate::model::{Extent, Int, IntSpelling, Nullability, Pointer};
    Type::Pointer(Box::new(Pointer {
        pointee: Type::Int(Int { signed: false, bits: 8, spelling: IntSpelling::Fixed }),
        mutable: false,
        nullable: Nullability::NonNull,
        extent: Extent::Sentinel(0),
    }))
}

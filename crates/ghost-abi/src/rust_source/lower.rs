//! From the outlines of all files to the two interfaces of a view.

use std::collections::BTreeMap;

use super::cfg::Cfg;
use super::consts::{self, Value};
use super::modules;
use super::names::Names;
use super::outline::{FunctionItem, Item, Kind, Linkage, Outline, StaticItem};
use super::types::{Context, Types};
use crate::layout;
use crate::model::{Constant, ConstantValue, Function, Interface, Machine, Param, Seen, Static, Type};
use crate::source::{Hidden, HiddenReason, SourceView};

const SEEN: Seen = Seen { symbol: false, debug: false, source: true };

pub(super) fn lower(name: &str, mut outlines: Vec<Outline>, machine: Machine, cfg: &Cfg) -> SourceView {
    let mut view = SourceView::new(name, &machine);
    for outline in &mut outlines {
        view.problems.append(&mut outline.problems);
    }
    modules::gate(&mut outlines);
    let names = Names::new(&outlines);
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
                    (Linkage::Imported(symbol), None) => imports.function(item, function, symbol, state),
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
            Kind::Const(..) if item.public && state != Some(false) => exports.constant(item),
            _ => {}
        }
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
    statics: BTreeMap<String, (Static, bool)>,
    constants: Vec<Constant>,
}

impl<'a> Side<'a> {
    fn new(names: &'a Names<'a>, machine: Machine, cfg: &'a Cfg) -> Self {
        Self {
            types: Types::new(names, machine, cfg),
            functions: BTreeMap::new(),
            statics: BTreeMap::new(),
            constants: Vec::new(),
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
            advice: function.advice.clone(),
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

    fn constant(&mut self, item: &'a Item) {
        let Kind::Const(ty, expr) = &item.kind else { return };
        let at = Context { scope: &item.scope, ..Context::default() };
        let types = &self.types;
        let Some(value) = consts::evaluate(expr, &at, types.names, types.machine, types.cfg) else { return };
        if self.constants.iter().any(|c| c.name == item.name) {
            return;
        }
        let (ty, value) = match (value, ty) {
            (Value::Str(text), _) => (text_type(), ConstantValue::Str(text)),
            (value, ty) => (self.types.lower(ty, &at), constant_value(value)),
        };
        let value = match (value, &ty) {
            (ConstantValue::Int(n), Type::Int(int)) => ConstantValue::Int(consts::wrap(n, *int)),
            (ConstantValue::Int(n), Type::Named(_) | Type::RustChar) => ConstantValue::Int(n),
            (ConstantValue::Int(_), _) => return,
            (other, _) => other,
        };
        self.constants.push(Constant { name: item.name.clone(), ty, value, docs: item.docs.clone() });
    }

    fn into_interface(mut self, into: &mut Interface) {
        self.types.finish();
        let names = self.types.settled_names();
        into.functions = self.functions.into_values().map(|(f, _)| f).collect();
        into.statics = self.statics.into_values().map(|(s, _)| s).collect();
        into.constants = self.constants;
        into.types = self.types.done;
        if !names.is_empty() {
            into.rename_types(&names);
        }
        layout::fill(into);
    }
}

fn constant_value(value: Value) -> ConstantValue {
    match value {
        Value::Int(n) => ConstantValue::Int(n),
        Value::Float(text) => ConstantValue::Float(text),
        Value::Bool(b) => ConstantValue::Bool(b),
        Value::Str(text) => ConstantValue::Str(text),
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

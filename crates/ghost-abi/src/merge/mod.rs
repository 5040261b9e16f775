//! Three witnesses become one interface.
//!
//! The symbol table says which exports exist; nothing else is let in, nothing that it names is
//! silently left out. Debug information says what they look like. Source adds what binaries lose:
//! documentation, names, spellings of integers, sentinels, constness, which layouts are promised.
//! Where the two contradict each other about a width or a count, debug information is right (it
//! was written by the compiler that made the library) and a [`Note`] says so.
//!
//! An export that debug information lost (LLVM merges identical functions, Zig forgets what is
//! returned through memory) is described by source alone. One that nobody describes is
//! [`Undescribed`].

mod definitions;
mod reach;
mod unify;

use std::collections::BTreeSet;

use crate::model::{Function, Interface, Param, Static, Type};
use crate::symbols::{Kind, Symbol, SymbolTable};
use unify::{Unifier, is_record};

/// What is known about one library.
#[derive(Debug, Clone)]
pub struct Witnesses<'a> {
    /// The name of the interface: the library's, as its users write it.
    pub name: &'a str,
    /// Its symbol table.
    pub symbols: &'a SymbolTable,
    /// What [`read_debug_info`](crate::debug_info::read_debug_info) gave for its exports.
    pub debug: Option<&'a Interface>,
    /// What a source reader says that the library exports.
    pub source: Option<&'a Interface>,
}

/// What the witnesses say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// Every export that somebody describes.
    pub interface: Interface,
    /// Every export that nobody describes, ordered by symbol.
    pub undescribed: Vec<Undescribed>,
    /// Where the witnesses contradict each other, ordered by symbol.
    pub notes: Vec<Note>,
}

/// An export without a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undescribed {
    /// The name the linker knows.
    pub symbol: String,
    /// Why nobody describes it, lowercase, without a full stop.
    pub reason: String,
}

/// A contradiction between witnesses that did not stop the merge.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// The export or the type that it is about.
    pub about: String,
    /// What they say, lowercase, without a full stop.
    pub message: String,
}

/// Merges what the witnesses say.
#[must_use]
pub fn merge(witnesses: &Witnesses<'_>) -> Merged {
    let machine = witnesses.symbols.machine;
    let nothing = Interface::new(witnesses.name, machine);
    let mut merger = Merger {
        witnesses,
        unifier: Unifier::new(witnesses.debug.unwrap_or(&nothing), witnesses.source.unwrap_or(&nothing)),
        interface: Interface::new(witnesses.name, machine),
        undescribed: Vec::new(),
    };
    for symbol in witnesses.symbols.exports() {
        merger.export(symbol);
    }
    let Merger { unifier, mut interface, undescribed, .. } = merger;
    let (definitions, mut notes) = unifier.finish(&mut interface);
    interface.types = definitions;
    if let Some(source) = witnesses.source {
        interface.constants.clone_from(&source.constants);
    }
    reach::keep_needed(&mut interface);
    notes.sort();
    notes.dedup();
    Merged { interface, undescribed, notes }
}

struct Merger<'a> {
    witnesses: &'a Witnesses<'a>,
    unifier: Unifier<'a>,
    interface: Interface,
    undescribed: Vec<Undescribed>,
}

impl Merger<'_> {
    fn export(&mut self, symbol: &Symbol) {
        let described = match symbol.kind {
            Kind::Function => self.function(symbol),
            Kind::Data | Kind::ThreadLocal => self.variable(symbol),
            Kind::Unknown => self.function(symbol) || self.variable(symbol),
        };
        if !described {
            let reason = self.reason(symbol);
            self.undescribed.push(Undescribed { symbol: symbol.name.clone(), reason });
        }
    }

    fn function(&mut self, symbol: &Symbol) -> bool {
        let name = &symbol.name;
        let debug = self.unifier.debug.function(name);
        let source = self.unifier.source.function(name);
        let mut function = match (debug, source) {
            (Some(debug), Some(source)) => self.both(debug, source),
            (Some(debug), None) => debug.clone(),
            (None, Some(source)) => self.source_alone(symbol, source),
            (None, None) => return false,
        };
        function.seen.symbol = true;
        self.interface.functions.push(function);
        true
    }

    fn both(&mut self, debug: &Function, source: &Function) -> Function {
        let symbol = &debug.symbol;
        let ret = self.returned(symbol, &debug.ret, &source.ret);
        let mut params = Vec::new();
        if debug.params.len() == source.params.len() {
            for (index, (d, s)) in debug.params.iter().zip(&source.params).enumerate() {
                let ty = self.unifier.ty(&d.ty, &s.ty, &|| format!("{symbol}: parameter {}", index + 1));
                params.push(Param { name: s.name.clone().or_else(|| d.name.clone()), ty });
            }
        } else {
            self.unifier.note(
                symbol,
                format!(
                    "the source declares {} parameters, the library has {}; the library is followed",
                    source.params.len(),
                    debug.params.len()
                ),
            );
            params.clone_from(&debug.params);
        }
        Function {
            symbol: symbol.clone(),
            params,
            ret,
            variadic: debug.variadic || source.variadic,
            callconv: source.callconv.clone(),
            docs: source.docs.clone(),
            location: source.location.clone().or_else(|| debug.location.clone()),
            seen: crate::model::Seen { symbol: true, debug: true, source: true },
        }
    }

    /// Zig's optimised debug information says `void` where a record is returned through memory.
    fn returned(&mut self, symbol: &str, debug: &Type, source: &Type) -> Type {
        if *debug == Type::Void && is_record(self.unifier.source, source) {
            return source.clone();
        }
        self.unifier.ty(debug, source, &|| format!("{symbol}: result"))
    }

    /// A function that debug information lost. Where it was merged with another one that has the
    /// same signature in the source, that one's types are its types.
    fn source_alone(&mut self, symbol: &Symbol, source: &Function) -> Function {
        let twin = self
            .witnesses
            .symbols
            .same_place(symbol)
            .into_iter()
            .find_map(|other| self.unifier.debug.function(&other.name));
        if let Some(twin) = twin
            && self.unifier.agree(twin, source)
        {
            let mut merged = self.both(twin, source);
            merged.symbol.clone_from(&source.symbol);
            merged.location.clone_from(&source.location);
            merged.seen.debug = false;
            return merged;
        }
        source.clone()
    }

    fn variable(&mut self, symbol: &Symbol) -> bool {
        let name = &symbol.name;
        let debug = self.unifier.debug.static_(name);
        let source = self.unifier.source.static_(name);
        let mut variable = match (debug, source) {
            (Some(debug), Some(source)) => Static {
                symbol: name.clone(),
                ty: self.unifier.ty(&debug.ty, &source.ty, &|| name.clone()),
                mutable: debug.mutable,
                thread_local: source.thread_local,
                docs: source.docs.clone(),
                location: source.location.clone().or_else(|| debug.location.clone()),
                seen: crate::model::Seen { symbol: true, debug: true, source: true },
            },
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => return false,
        };
        variable.seen.symbol = true;
        // A `static` with interior mutability is no constant to C, whatever its declaration says.
        variable.mutable |= debug.is_none() && symbol.writable;
        variable.thread_local |= symbol.kind == Kind::ThreadLocal;
        self.interface.statics.push(variable);
        true
    }

    fn reason(&self, symbol: &Symbol) -> String {
        let twins: BTreeSet<&str> =
            self.witnesses.symbols.same_place(symbol).into_iter().map(|s| s.name.as_str()).collect();
        let has_debug =
            self.witnesses.debug.is_some_and(|d| !d.functions.is_empty() || !d.statics.is_empty());
        let source = match self.witnesses.source {
            Some(_) => "the source does not declare it under this name",
            None => "no source was read",
        };
        let debug = if let Some(twin) = twins.first() {
            format!("the compiler merged it with `{twin}` and dropped its debug information")
        } else if has_debug {
            "the debug information does not mention it".to_owned()
        } else {
            "the library has no debug information for its exports".to_owned()
        };
        format!("{debug}, and {source}")
    }
}

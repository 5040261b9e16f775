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
mod functions;
mod reach;
mod unify;

use std::collections::BTreeMap;

pub(crate) use reach::keep_needed;

use crate::model::{CallConv, Function, Interface, Seen, Static};
use crate::source::Hidden;
use crate::symbols::{Kind, Place, Symbol, SymbolTable};
use unify::Unifier;

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
    /// Functions of the source that no attribute exports as far as the reader can see: a macro may
    /// make the attribute. Believed where name and signature fit an export.
    pub hidden: &'a [Hidden],
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
        places: places(witnesses.symbols),
    };
    // First what both describe: it explains names that the source uses and does not define.
    let exports = witnesses.symbols.exports();
    let (by_debug, rest): (Vec<_>, Vec<_>) = exports.into_iter().partition(|s| merger.is_in_debug(&s.name));
    for symbol in by_debug.into_iter().chain(rest) {
        merger.export(symbol);
    }
    let Merger { unifier, mut interface, undescribed, .. } = merger;
    let (definitions, mut notes) = unifier.finish(&mut interface);
    interface.types = definitions;
    interface.functions.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    interface.statics.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    if let Some(source) = witnesses.source {
        interface.constants.clone_from(&source.constants);
    }
    reach::keep_needed(&mut interface);
    notes.sort();
    notes.dedup();
    let mut undescribed = undescribed;
    undescribed.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    Merged { interface, undescribed, notes }
}

/// The convention of a function that a macro exports.
fn exported(written: CallConv) -> CallConv {
    if written == CallConv::Native { CallConv::C } else { written }
}

struct Merger<'a> {
    witnesses: &'a Witnesses<'a>,
    unifier: Unifier<'a>,
    interface: Interface,
    undescribed: Vec<Undescribed>,
    /// The symbols of each place, ordered by name.
    places: BTreeMap<Place, Vec<&'a Symbol>>,
}

fn places(symbols: &SymbolTable) -> BTreeMap<Place, Vec<&Symbol>> {
    let mut places: BTreeMap<Place, Vec<&Symbol>> = BTreeMap::new();
    for symbol in &symbols.symbols {
        if let Some(place) = symbol.place {
            places.entry(place).or_default().push(symbol);
        }
    }
    places
}

impl<'a> Merger<'a> {
    fn is_in_debug(&self, symbol: &str) -> bool {
        let debug = self.unifier.debug;
        debug.function(symbol).is_some() || debug.static_(symbol).is_some()
    }

    fn export(&mut self, symbol: &Symbol) {
        let described = match symbol.kind {
            Kind::Function => self.function(symbol),
            Kind::Data | Kind::ThreadLocal => self.variable(symbol),
            Kind::Unknown => {
                self.function(symbol).and_then(|done| if done { Ok(true) } else { self.variable(symbol) })
            }
        };
        let source = match described {
            Ok(true) => return,
            Ok(false) if self.witnesses.source.is_some() => {
                "the source does not declare it under this name".to_owned()
            }
            Ok(false) => "no source was read".to_owned(),
            Err(name) => format!("the source declares it with `{name}`, which it does not define"),
        };
        let reason = format!("{}, and {source}", self.why_not_in_debug(symbol));
        self.undescribed.push(Undescribed { symbol: symbol.name.clone(), reason });
    }

    /// Whether somebody describes the function. `Err` is a type of its signature that nobody defines.
    fn function(&mut self, symbol: &Symbol) -> Result<bool, String> {
        let name = &symbol.name;
        let debug = self.unifier.debug.function(name);
        let source = self.unifier.source.function(name);
        let hidden = self.witnesses.hidden.iter().map(|h| &h.function).filter(|h| h.symbol == *name);
        let twin = self.twin(symbol);
        let unifier = &mut self.unifier;
        let described = match (debug, source) {
            (Some(debug), Some(source)) => Some(unifier.function(debug, source)),
            // Zig through LLVM, and no source to complete it.
            (Some(debug), None) if !debug.seen.debug => None,
            (Some(debug), None) => {
                let mut hidden = hidden;
                // What a macro made of it is called as the library says: of the text count names and words.
                let found = hidden.find_map(|h| unifier.function_if_equal(debug, h));
                found
                    .map(|found| Function { callconv: exported(found.callconv), ..found })
                    .or_else(|| Some(debug.clone()))
            }
            (None, Some(source)) => Some(unifier.merged_away(twin, source)?),
            (None, None) => {
                let mut fitting = hidden.filter(|h| twin.is_some_and(|t| unifier.agree(t, h)));
                let found = fitting.next().map(|h| self.unifier.merged_away(twin, h)).transpose()?;
                found.map(|found| Function { callconv: exported(found.callconv), ..found })
            }
        };
        let Some(mut function) = described else { return Ok(false) };
        function.seen.symbol = true;
        self.interface.functions.push(function);
        Ok(true)
    }

    /// A function at the same place, which debug information describes.
    fn twin(&self, symbol: &Symbol) -> Option<&'a Function> {
        let debug = self.unifier.debug;
        self.same_place(symbol).find_map(|other| debug.function(&other.name))
    }

    /// Other names of the same thing. LLVM merges identical functions into one such place.
    fn same_place(&self, symbol: &Symbol) -> impl Iterator<Item = &'a Symbol> {
        let here = symbol.place.and_then(|place| self.places.get(&place)).cloned().unwrap_or_default();
        let (name, kind) = (symbol.name.clone(), symbol.kind);
        here.into_iter().filter(move |other| other.name != name && other.kind == kind)
    }

    fn variable(&mut self, symbol: &Symbol) -> Result<bool, String> {
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
                seen: Seen { symbol: true, debug: true, source: true },
            },
            (Some(debug), None) => debug.clone(),
            (None, Some(source)) => {
                Static { ty: self.unifier.explained(&source.ty, false)?, ..source.clone() }
            }
            (None, None) => return Ok(false),
        };
        variable.seen.symbol = true;
        // A `static` with interior mutability is no constant to C, whatever its declaration says.
        variable.mutable |= debug.is_none() && symbol.writable;
        variable.thread_local |= symbol.kind == Kind::ThreadLocal;
        self.interface.statics.push(variable);
        Ok(true)
    }

    fn why_not_in_debug(&self, symbol: &Symbol) -> String {
        let twin = self.same_place(symbol).next();
        let has_debug =
            self.witnesses.debug.is_some_and(|d| !d.functions.is_empty() || !d.statics.is_empty());
        if self.unifier.debug.function(&symbol.name).is_some() {
            "the debug information of this Zig build lacks parameters and results".to_owned()
        } else if let Some(twin) = twin {
            let twin = &twin.name;
            format!("the compiler merged it with `{twin}` and dropped its debug information")
        } else if has_debug {
            "the debug information does not mention it".to_owned()
        } else {
            "the library has no debug information for its exports".to_owned()
        }
    }
}

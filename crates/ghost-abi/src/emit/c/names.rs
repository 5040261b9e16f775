//! Names that a header must not use, and names made for what it declares.

use std::collections::BTreeMap;

use super::super::AddressOnly;
use super::super::names::{Scope, has, identifier, type_names};
use super::super::plan::{Plan, Shape};
use crate::model::{Enum, Variant};

/// Reserved in C, up to C23.
const C_KEYWORDS: &str = "\
    alignas alignof auto bool break case char const constexpr continue default do double else enum \
    extern false float for goto if inline int long nullptr register restrict return short signed \
    sizeof static static_assert struct switch thread_local true typedef typeof typeof_unqual union \
    unsigned void volatile while";

/// Reserved in C++ only, up to C++23. Contextual ones (`final`, `module`) may be used as names.
const CPP_KEYWORDS: &str = "\
    and and_eq asm atomic_cancel atomic_commit atomic_noexcept bitand bitor catch char16_t char32_t \
    char8_t class co_await co_return co_yield compl concept const_cast consteval constinit decltype \
    delete dynamic_cast explicit export friend mutable namespace new noexcept not not_eq operator or \
    or_eq private protected public reinterpret_cast requires static_cast synchronized template this \
    throw try typeid typename using virtual wchar_t xor xor_eq";

/// What the headers included here declare, and macros that are there in nearly every C program
/// (gcc predefines `linux` and `unix` outside strict modes). No name of ours may be one of them.
const TAKEN: &str = "\
    std NULL offsetof size_t ptrdiff_t max_align_t nullptr_t int8_t int16_t int32_t int64_t uint8_t \
    uint16_t uint32_t uint64_t intptr_t uintptr_t intmax_t uintmax_t SIZE_MAX PTRDIFF_MIN PTRDIFF_MAX \
    INT8_MIN INT16_MIN INT32_MIN INT64_MIN INT8_MAX INT16_MAX INT32_MAX INT64_MAX UINT8_MAX UINT16_MAX \
    UINT32_MAX UINT64_MAX INTPTR_MIN INTPTR_MAX UINTPTR_MAX INTMAX_MIN INTMAX_MAX UINTMAX_MAX WCHAR_MIN \
    WCHAR_MAX WINT_MIN WINT_MAX SIG_ATOMIC_MIN SIG_ATOMIC_MAX errno stdin stdout stderr EOF linux unix i386";

/// Macros of headers that many programs include (math.h, complex.h, sys/types.h, windows.h). Only
/// names that nobody uses, those of parameters, give way to them.
const MACROS: &str = "\
    I complex imaginary assert noreturn INFINITY NAN DOMAIN OVERFLOW UNDERFLOW major minor arm mips \
    sparc near far small hyper interface min max ERROR IN OUT OPTIONAL CONST VOID DELETE TRUE FALSE \
    STRICT IGNORE CALLBACK ABSOLUTE RELATIVE";

/// How a symbol is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SymbolName {
    /// The name in C, and in C++ unless `cpp` differs.
    pub(super) c: String,
    /// The name in C++, where that language reserves the other.
    pub(super) cpp: Option<String>,
    /// Whether the linker knows it by another name than `c`.
    pub(super) renamed: bool,
}

/// Every name of one header.
#[derive(Debug)]
pub(super) struct Names<'a> {
    /// Types, by key.
    pub(super) types: BTreeMap<&'a str, String>,
    /// Functions and variables, by symbol.
    pub(super) symbols: BTreeMap<&'a str, SymbolName>,
    /// Constants, in the order of the interface.
    pub(super) constants: Vec<String>,
    /// Enumerators, by key of the type, in order of declaration.
    pub(super) variants: BTreeMap<&'a str, Vec<String>>,
    /// Names at file level: a parameter that has one of them hides it.
    file: Scope,
}

impl<'a> Names<'a> {
    /// Symbols keep their names, whatever else must give way; then constants, types, enumerators.
    pub(super) fn new(plan: &Plan<'a>, prefix_variants: bool, addresses: &'a [AddressOnly]) -> Self {
        let interface = plan.interface;
        let mut file = Scope::default();
        for word in [C_KEYWORDS, CPP_KEYWORDS, TAKEN].into_iter().flat_map(str::split_ascii_whitespace) {
            file.reserve(word);
        }
        let functions = interface.functions.iter().map(|f| f.symbol.as_str());
        let statics = interface.statics.iter().map(|s| s.symbol.as_str());
        let addresses = addresses.iter().map(|address| address.symbol.as_str());
        let all: Vec<&str> = functions.chain(statics).chain(addresses).collect();
        for symbol in &all {
            file.reserve(*symbol);
        }
        let symbols = all.into_iter().map(|symbol| (symbol, symbol_name(symbol, &mut file))).collect();
        let constants = interface.constants.iter().map(|c| file.claim(&identifier(&c.name))).collect();
        let types = type_names(interface, &mut file);
        let variants = variants(plan, &types, &mut file, prefix_variants);
        Self { types, symbols, constants, variants, file }
    }

    /// A name at file level that nothing else has.
    pub(super) fn claim(&mut self, wanted: &str) -> String {
        self.file.claim(wanted)
    }

    /// Names for parameters; `None` for one without a name.
    pub(super) fn params<'n>(&self, names: impl Iterator<Item = Option<&'n str>>) -> Vec<Option<String>> {
        let mut scope = self.file.clone();
        for word in MACROS.split_ascii_whitespace() {
            scope.reserve(word);
        }
        names.map(|name| name.filter(|n| *n != "_").map(|n| scope.claim(&identifier(n)))).collect()
    }

    /// Names for the fields of one record. In C++ a field must not have the name of a type that
    /// the record uses.
    pub(super) fn fields<'n>(&self, names: impl Iterator<Item = &'n str>) -> Vec<String> {
        let mut scope = Scope::default();
        for word in [C_KEYWORDS, CPP_KEYWORDS, TAKEN].into_iter().flat_map(str::split_ascii_whitespace) {
            scope.reserve(word);
        }
        for name in self.types.values().chain(&self.constants) {
            scope.reserve(name);
        }
        names.map(|name| scope.claim(&identifier(name))).collect()
    }
}

/// Enumerators share one scope in C. They keep their names as long as nothing else has them; the
/// enumerations for which that fails write all of theirs as `Type_Variant`.
fn variants<'a>(
    plan: &Plan<'a>,
    types: &BTreeMap<&'a str, String>,
    file: &mut Scope,
    prefix_all: bool,
) -> BTreeMap<&'a str, Vec<String>> {
    let enums: Vec<(&str, &Enum)> = plan
        .types
        .iter()
        .filter_map(|planned| match planned.shape {
            Shape::Enum(_, kind) => Some((planned.key, kind)),
            _ => None,
        })
        .collect();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for variant in enums.iter().flat_map(|(_, kind)| &kind.variants) {
        *uses.entry(identifier(&variant.name)).or_default() += 1;
    }
    let kept = |kind: &Enum| {
        kind.variants.iter().map(|v| identifier(&v.name)).all(|name| uses[&name] == 1 && !file.has(&name))
    };
    let prefixed: Vec<bool> = enums.iter().map(|(_, kind)| prefix_all || !kept(kind)).collect();
    enums
        .iter()
        .zip(prefixed)
        .map(|((key, kind), prefixed)| {
            let name = |variant: &Variant| {
                let own = identifier(&variant.name);
                if prefixed { format!("{}_{own}", types[key]) } else { own }
            };
            (*key, kind.variants.iter().map(|v| file.claim(&name(v))).collect())
        })
        .collect()
}

fn symbol_name(symbol: &str, file: &mut Scope) -> SymbolName {
    let plain = identifier(symbol);
    if plain != symbol || has(C_KEYWORDS, symbol) || has(TAKEN, symbol) {
        return SymbolName { c: file.claim(&format!("{plain}_")), cpp: None, renamed: true };
    }
    if has(CPP_KEYWORDS, symbol) {
        return SymbolName { c: plain, cpp: Some(file.claim(&format!("{symbol}_"))), renamed: false };
    }
    SymbolName { c: plain, cpp: None, renamed: false }
}

//! What a library offers on purpose, out of everything its tables name.

use super::runtime::{is_mangled, is_runtime};
use super::{Container, Format, Kind, Symbol, SymbolTable};

/// How rustc ends the names of the objects it makes. Objects that a build script compiled from C
/// have other names, and a cdylib does not offer what they define.
const RUST_OBJECT: &str = ".rcgu.o";

/// Crates of Rust's own library that define unmangled names: arithmetic that LLVM calls, and C's
/// mathematical functions. Formats with visibility hide them, COFF cannot. The others define none,
/// and a user's crate may be called `core`.
const SYSROOT: &[&str] = &["compiler_builtins-", "panic_unwind-"];

/// What linkers export of a WebAssembly module by themselves: its memory, its table, and where things lie.
const WASM_LINKER: &[&str] = &[
    "memory",
    "__indirect_function_table",
    "__data_end",
    "__heap_base",
    "__heap_end",
    "__global_base",
    "__memory_base",
    "__table_base",
    "__dso_handle",
    "__stack_pointer",
    "__stack_low",
    "__stack_high",
    "__wasm_call_ctors",
    "__tls_base",
    "__tls_size",
    "__tls_align",
    "__wasm_init_tls",
];

/// Members that Zig's compiler adds to a library, without what its versions put before and behind them. A module's
/// own member is called after the module, which may begin in the same way.
const ZIG_RUNTIME: &[&str] = &["compiler_rt", "ubsan_rt", "c", "zigc"];

impl SymbolTable {
    /// The symbols that the library offers, ordered by name, each name once.
    ///
    /// Of something linked, what its loader offers. Of a static library that rustc made, what the
    /// same crate would offer as a cdylib. Runtimes, compiler-made names and linker-made names are
    /// left out of both.
    #[must_use]
    pub fn exports(&self) -> Vec<&Symbol> {
        let rust = self.members.iter().any(|m| m.ends_with(RUST_OBJECT));
        let mut offered: Vec<&Symbol> = self
            .symbols
            .iter()
            .filter(|s| !s.hidden && !is_runtime(&s.name) && !is_mangled(&s.name))
            .filter(|s| !self.is_module() || !WASM_LINKER.contains(&s.name.as_str()))
            .filter(|s| match self.container {
                Container::Linked => true,
                _ if rust => is_rust_export(s),
                _ => !s.member.as_deref().is_some_and(|m| is_zig_runtime(file_name(m))),
            })
            .collect();
        // The table is ordered by name; a name that several members define is one export.
        offered.dedup_by(|later, first| later.name == first.name);
        offered
    }

    /// A WebAssembly module, for which no linker is needed any more.
    fn is_module(&self) -> bool {
        self.format == Format::Wasm && self.container == Container::Linked
    }

    /// Other names of the same thing, ordered. LLVM merges identical functions into one such place.
    #[must_use]
    pub fn same_place(&self, symbol: &Symbol) -> Vec<&Symbol> {
        let Some(place) = symbol.place else { return Vec::new() };
        self.symbols
            .iter()
            .filter(|s| s.place == Some(place) && s.name != symbol.name && s.kind == symbol.kind)
            .collect()
    }
}

/// A symbol of no kind is a label of inline assembly, which rustc does not offer from a cdylib.
fn is_rust_export(symbol: &Symbol) -> bool {
    symbol.kind != Kind::Unknown
        && symbol.member.as_deref().is_none_or(|m| m.ends_with(RUST_OBJECT) && !starts_with_any(m, SYSROOT))
}

fn is_zig_runtime(member: &str) -> bool {
    // `libc.a.o` is Zig's, `c.o` a module of the user.
    let (in_library, name) = match member.strip_prefix("lib") {
        Some(name) => (true, name),
        None => (false, member),
    };
    let stem = name.split('.').next().unwrap_or(name);
    let stem = stem.strip_suffix("_zcu").unwrap_or(stem);
    ZIG_RUNTIME.contains(&stem) && (in_library || stem != "c")
}

fn starts_with_any(name: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|p| name.starts_with(p))
}

/// Zig names members by their path in its cache.
fn file_name(member: &str) -> &str {
    member.rsplit(['/', '\\']).next().unwrap_or(member)
}

#[cfg(test)]
mod tests {
    use super::is_zig_runtime;

    #[test]
    fn a_module_is_no_runtime_whatever_it_is_called() {
        for name in [
            "compiler_rt.o",
            "libcompiler_rt.a.o",
            "compiler_rt_zcu.o",
            "libc.a.o",
            "libzigc_zcu.o",
            "zigc.obj",
            "ubsan_rt.o",
        ] {
            assert!(is_zig_runtime(name), "{name}");
        }
        for name in
            ["zigcsv.o", "libzigclient.a.o", "compiler_rt_tests_zcu.o", "libcurl_zcu.o", "c.o", "api.o"]
        {
            assert!(!is_zig_runtime(name), "{name}");
        }
    }
}

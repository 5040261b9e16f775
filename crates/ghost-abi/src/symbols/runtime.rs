//! Names that languages and linkers put into every library.
//!
//! A table, with the reason of each row. Most runtimes hide their symbols where the format can, so
//! these rows matter where it cannot (COFF), where everything was melted into one object (fat
//! LTO), and for the few that are visible on purpose.

enum Row {
    Is(&'static str),
    StartsWith(&'static str),
}
use Row::{Is, StartsWith};

const RUNTIME: &[Row] = &[
    // Rust: the unwinder's entry, visible in every staticlib (rust-lang/rust#44322).
    Is("rust_eh_personality"),
    StartsWith("DW.ref."),
    // Rust: allocator and panic entry points, the debugger's section, the marker of a crate's metadata.
    StartsWith("__rust_"),
    StartsWith("__rustc"),
    StartsWith("__rdl_"),
    StartsWith("__rg_"),
    StartsWith("rust_metadata_"),
    StartsWith("_rust_extern_with_linkage_"),
    // LLVM: constants that got a name when units were split, and instrumentation.
    StartsWith("anon."),
    StartsWith("__llvm_"),
    StartsWith("__covrec_"),
    // compiler-rt of Rust and of Zig.
    StartsWith("__compilerrt_"),
    StartsWith("__zig_"),
    StartsWith("__ubsan_handle_"),
    // Linkers.
    Is("_init"),
    Is("_fini"),
    Is("_edata"),
    Is("_end"),
    Is("__bss_start"),
    Is("__data_start"),
    Is("_GLOBAL_OFFSET_TABLE_"),
    Is("_DYNAMIC"),
    // Mach-O: the image itself.
    Is("_mh_dylib_header"),
    Is("_mh_execute_header"),
    Is("__dso_handle"),
    // Apple: what C compilers call for `@available`; Rust's std brings it since 1.91.
    Is("__isOSVersionAtLeast"),
    Is("__isPlatformVersionAtLeast"),
    // MinGW: tables of initialisers and of thread-local storage; it offers whatever is global.
    StartsWith("__xc_"),
    StartsWith("__xi_"),
    StartsWith("__xl_"),
    StartsWith("__xp_"),
    StartsWith("__xt_"),
    Is("_tls_end"),
    Is("_tls_index"),
    Is("_tls_start"),
    Is("_tls_used"),
    // Windows: entry points and the skeleton of an import library.
    Is("DllMain"),
    StartsWith("DllMainCRTStartup"),
    StartsWith("_DllMainCRTStartup"),
    Is("_load_config_used"),
    Is("__ImageBase"),
    StartsWith("__imp_"),
    StartsWith("__IMPORT_DESCRIPTOR_"),
    StartsWith("_IMPORT_DESCRIPTOR_"),
    Is("__NULL_IMPORT_DESCRIPTOR"),
    Is("_NULL_IMPORT_DESCRIPTOR"),
    StartsWith("\u{7f}"),
    StartsWith("_head_"),
    StartsWith("__head_"),
    // MinGW: pointers to variables that may turn out to be a DLL's, and defaults of weak names.
    StartsWith(".refptr."),
    StartsWith(".weak."),
    // MSVC and MinGW: merged constants.
    StartsWith("__real@"),
    StartsWith("__xmm@"),
    StartsWith("__ymm@"),
    StartsWith("??_"),
];

/// Whether a name belongs to a language's runtime or to the linker.
pub(super) fn is_runtime(name: &str) -> bool {
    RUNTIME.iter().any(|row| match row {
        Is(known) => *known == name,
        StartsWith(prefix) => name.starts_with(prefix),
    })
}

/// Whether a compiler made the name from a path (Rust's legacy and v0 schemes).
pub(super) fn is_mangled(name: &str) -> bool {
    match name.as_bytes() {
        [b'_', b'R', ..] => rustc_demangle::try_demangle(name).is_ok(),
        // Legacy names look like C++'s, less their last part: `17h` and a hash of 16 digits.
        [b'_', b'Z', b'N', ..] => name
            .rfind("17h")
            .and_then(|at| name.get(at + 3..at + 20))
            .is_some_and(|tail| tail.ends_with('E') && tail[..16].bytes().all(|b| b.is_ascii_hexdigit())),
        _ => false,
    }
}

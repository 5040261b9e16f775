//! System libraries of a Rust static library, for Zig's linker.

use crate::manifest::NativeLibs;

/// What becomes of an argument that rustc lists.
enum Becomes {
    /// Another one.
    This(&'static str),
    /// Nothing.
    Nothing,
}

/// Rows of (what rustc lists, what it becomes). Anything else stays as it is.
const TABLE: &[(&str, Becomes)] = &[
    // Zig has no libgcc: it brings LLVM's unwinder, which has the same `_Unwind_*` symbols.
    ("-lgcc_s", Becomes::This("-lunwind")),
    ("-lgcc_eh", Becomes::This("-lunwind")),
    // Arithmetic helpers are in the compiler_rt that Zig adds to every program.
    ("-lgcc", Becomes::Nothing),
    ("-lcompiler-rt", Becomes::Nothing),
    // Parts of libc since glibc 2.34, and always of musl: Zig's `-lc` stands for all of them.
    ("-lutil", Becomes::This("-lc")),
    ("-lrt", Becomes::This("-lc")),
    ("-lpthread", Becomes::This("-lc")),
    ("-l:libpthread.a", Becomes::This("-lc")),
    ("-lm", Becomes::This("-lc")),
    ("-ldl", Becomes::This("-lc")),
    ("-lexecinfo", Becomes::This("-lc")),
    // C++ comes with Zig as LLVM's library, under which it takes GNU's name as well.
    ("-lstdc++", Becomes::This("-lc++")),
    // macOS: the one library that holds libc and its parts.
    ("-lSystem", Becomes::This("-lc")),
    // Windows: the C runtime comes with Zig's `-lc`.
    ("-lmsvcrt", Becomes::This("-lc")),
    ("-lmingwex", Becomes::This("-lc")),
    ("-lmingw32", Becomes::This("-lc")),
    ("/defaultlib:msvcrt", Becomes::This("-lc")),
    ("/defaultlib:libcmt", Becomes::This("-lc")),
    ("legacy_stdio_definitions.lib", Becomes::Nothing),
];

/// Both lists, from rustc's.
pub(crate) fn libs(rustc: Vec<String>) -> NativeLibs {
    let mut zig: Vec<String> = Vec::new();
    let mut words = rustc.iter();
    while let Some(word) = words.next() {
        if word == "-framework" {
            zig.push(word.clone());
            zig.extend(words.next().cloned());
            continue;
        }
        let becomes = TABLE.iter().find(|(from, _)| from == word).map(|(_, to)| to);
        let becomes = match becomes {
            Some(Becomes::This(to)) => (*to).to_owned(),
            Some(Becomes::Nothing) => continue,
            // `kernel32.lib`, as rustc lists for MSVC.
            None => word.strip_suffix(".lib").map_or_else(|| word.clone(), |name| format!("-l{name}")),
        };
        if !zig.contains(&becomes) {
            zig.push(becomes);
        }
    }
    // For MinGW std leaves the unwinder out of its list: rustc itself names it when it links.
    if rustc.iter().any(|word| word == "-lkernel32") && !zig.iter().any(|lib| lib == "-lunwind") {
        zig.push("-lunwind".to_owned());
    }
    // For a reader who looks at the list: libc, the unwinder, then the rest.
    zig.sort_by_key(|lib| match lib.as_str() {
        "-lc" => 0,
        "-lunwind" => 1,
        _ => 2,
    });
    NativeLibs { rust: rustc, zig }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rustc_lists_for_zig() {
        let check = |rustc: &str, expected: &str| {
            let libs = libs(rustc.split_whitespace().map(str::to_owned).collect());
            assert_eq!(libs.zig.join(" "), expected, "{rustc}");
        };
        check("-lgcc_s -lutil -lrt -lpthread -lm -ldl -lc", "-lc -lunwind");
        check("", "");
        check("-lstdc++ -lgcc_s -lc", "-lc -lunwind -lc++");
        check(
            "-lkernel32 -lntdll -luserenv -lws2_32 -ldbghelp -lgcc_eh -l:libpthread.a -lmsvcrt",
            "-lc -lunwind -lkernel32 -lntdll -luserenv -lws2_32 -ldbghelp",
        );
        check(
            "-lkernel32 -lntdll -luserenv -lws2_32 -ldbghelp",
            "-lunwind -lkernel32 -lntdll -luserenv -lws2_32 -ldbghelp",
        );
        check(
            "-framework CoreFoundation -framework Security -liconv -lSystem -lc -lm",
            "-lc -framework CoreFoundation -framework Security -liconv",
        );
        check("kernel32.lib /defaultlib:msvcrt", "-lc -lkernel32");
    }
}

//! System libraries of a Rust static library, for Zig's linker.

use camino::{Utf8Path, Utf8PathBuf};

use crate::layout::relative;
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

/// How the file of a library may be called: before and behind its name.
const FILES: &[(&str, &str)] = &[
    ("lib", ".a"),
    ("lib", ".so"),
    ("lib", ".dylib"),
    ("lib", ".tbd"),
    ("lib", ".dll.a"),
    ("", ".lib"),
    ("", ".dll.a"),
];

/// Both lists, from rustc's. `folders` are those in which build scripts say that libraries lie: one in which a
/// library of the list really lies stands before it, seen from `root` where it lies below.
pub(crate) fn libs(rustc: Vec<String>, folders: &[&Utf8Path], root: &Utf8Path) -> NativeLibs {
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
            let folder = becomes.strip_prefix("-l").and_then(|name| folder_of(name, folders));
            let folder = folder.map(|folder| format!("-L{}", from_root(folder, root)));
            zig.extend(folder.filter(|folder| !zig.contains(folder)));
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

/// The files of the list's libraries that lie in folders of the list.
#[cfg(feature = "cli")]
pub(crate) fn files(libs: &NativeLibs, root: &Utf8Path) -> Vec<Utf8PathBuf> {
    let words = |mark: &'static str| libs.zig.iter().filter_map(move |word| word.strip_prefix(mark));
    let folders: Vec<Utf8PathBuf> = words("-L").map(|folder| root.join(folder)).collect();
    let named = |name: &str| folders.iter().find_map(|folder| file_of(name, folder));
    words("-l").filter_map(named).collect()
}

fn folder_of<'f>(name: &str, folders: &[&'f Utf8Path]) -> Option<&'f Utf8Path> {
    folders.iter().copied().find(|folder| file_of(name, folder).is_some())
}

fn file_of(name: &str, folder: &Utf8Path) -> Option<Utf8PathBuf> {
    let mut files = FILES.iter().map(|(before, behind)| folder.join(format!("{before}{name}{behind}")));
    files.find(|file| file.is_file())
}

fn from_root(folder: &Utf8Path, root: &Utf8Path) -> Utf8PathBuf {
    if folder.starts_with(root) { relative(folder, root) } else { folder.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A crate may bring a library that is no system's: an import library, or one that its build script made.
    #[test]
    fn libraries_of_crates_come_with_their_folder() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        for (name, file) in [("a", "libwindows.0.53.0.a"), ("b", "libdeep.so"), ("c", "other.txt")] {
            std::fs::create_dir_all(root.join(name)).unwrap();
            std::fs::write(root.join(name).join(file), "").unwrap();
        }
        let folders: Vec<_> = ["c", "b", "a"].iter().map(|name| root.join(name)).collect();
        let folders: Vec<_> = folders.iter().map(Utf8PathBuf::as_path).collect();
        #[cfg(feature = "cli")]
        let files_there = [root.join("a/libwindows.0.53.0.a"), root.join("b/libdeep.so")];
        let check = |root: &Utf8Path, expected: &str| {
            let listed = ["-lwindows.0.53.0", "-ldeep", "-lother", "-lwindows.0.53.0", "-lc"];
            let libs = libs(listed.map(str::to_owned).to_vec(), &folders, root);
            assert_eq!(libs.zig.join(" "), expected);
            #[cfg(feature = "cli")]
            assert_eq!(files(&libs, root), files_there);
        };
        check(root, "-lc -La -lwindows.0.53.0 -Lb -ldeep -lother");
        let elsewhere = format!("-lc -L{root}/a -lwindows.0.53.0 -L{root}/b -ldeep -lother");
        check(Utf8Path::new("/elsewhere"), &elsewhere);
    }

    #[test]
    fn what_rustc_lists_for_zig() {
        let check = |rustc: &str, expected: &str| {
            let libs = libs(rustc.split_whitespace().map(str::to_owned).collect(), &[], Utf8Path::new("/"));
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

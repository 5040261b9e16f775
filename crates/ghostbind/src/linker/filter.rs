//! What linkers and compilers of the GNU family are told and Zig refuses or must not hear.
//!
//! One table: each row says which argument, where it applies, what becomes of it and why. What no
//! row matches is handed on, so that Zig's own message tells about it.

use std::ffi::OsString;

/// The target as far as rows ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Machine {
    arch: String,
    system: String,
    abi: String,
}

impl Machine {
    /// The machine of a Zig triple, versions left aside.
    pub(super) fn of(triple: &str) -> Self {
        let mut parts = triple.splitn(3, '-');
        let mut part = || parts.next().unwrap_or_default().split('.').next().unwrap_or_default().to_owned();
        Self { arch: part(), system: part(), abi: part() }
    }

    pub(super) fn is_apple(&self) -> bool {
        matches!(self.system.as_str(), "macos" | "ios" | "tvos" | "watchos" | "visionos" | "maccatalyst")
    }
}

/// Where a row applies.
enum On {
    Any,
    Windows,
    Musl,
    Apple,
    Arm,
    Riscv,
}

impl On {
    fn holds(&self, machine: &Machine) -> bool {
        match self {
            Self::Any => true,
            Self::Windows => machine.system == "windows",
            Self::Musl => machine.abi.starts_with("musl"),
            Self::Apple => machine.is_apple(),
            Self::Arm => machine.arch.starts_with("arm") || machine.arch.starts_with("thumb"),
            Self::Riscv => machine.arch.starts_with("riscv"),
        }
    }
}

/// Which argument a row means.
enum What {
    /// This one.
    Is(&'static str),
    /// One that begins so.
    Begins(&'static str),
    /// A file of this name, wherever it lies.
    File(&'static str),
    /// A file whose name begins and ends so.
    Like(&'static str, &'static str),
    /// This one and the argument behind it.
    With(&'static str),
    /// A word for the linker, by itself or in a list behind `-Wl,`: this one.
    Word(&'static str),
    /// A word for the linker that begins so.
    Words(&'static str),
    /// A word for the linker, and the word behind it.
    Pair(&'static str, &'static str),
}

/// What becomes of it.
enum To {
    Nothing,
    This(&'static str),
    /// The same, looked for as an archive whatever was said before.
    Archive,
}

use On::{Any, Apple, Arm, Musl, Riscv, Windows};
use To::{Archive, Nothing, This};
use What::{Begins, File, Is, Like, Pair, With, Word, Words};

/// A row: what, where, what becomes of it, why.
type Row = (What, On, To, &'static str);

const TABLE: &[Row] = &[
    // The target is said once, in Zig's way.
    (Begins("--target="), Any, Nothing, "Zig does not read triples with a vendor; -target is given"),
    (With("-target"), Any, Nothing, "the target is given"),
    (Is("-m64"), Any, Nothing, "the target is given"),
    (Is("-m32"), Any, Nothing, "the target is given"),
    (With("-arch"), Apple, Nothing, "the target is given"),
    (With("-isysroot"), Apple, Nothing, "a host's path, or the SDK that is given"),
    (Begins("-mmacosx-version-min="), Apple, Nothing, "part of Zig's triple"),
    (Begins("-march="), Arm, Nothing, "Zig reads names of processors there; -mcpu is given"),
    (Begins("-march="), Riscv, Nothing, "Zig reads names of processors there; -mcpu is given"),
    (Begins("-mfpu="), Arm, Nothing, "part of Zig's processor"),
    (Begins("-mfloat-abi="), Arm, Nothing, "part of Zig's triple"),
    (Begins("-mabi="), Riscv, Nothing, "part of Zig's triple"),
    (Begins("-Wp,-D_FORTIFY_SOURCE"), Any, Nothing, "Zig splits -Wp, and refuses the definition"),
    // Which linker, and how it is driven.
    (Begins("-fuse-ld="), Any, Nothing, "Zig has its own linkers"),
    (Like("-B", "gcc-ld"), Any, Nothing, "the folder of rustc's own linker"),
    (Is("-fno-use-linker-plugin"), Any, Nothing, "GCC's plugin; there is none"),
    (Words("-plugin"), Any, Nothing, "GCC's plugin; there is none"),
    (Is("-nostartfiles"), Musl, Nothing, "rustc brings startup objects of its own; Zig's are used"),
    (Is("-nodefaultlibs"), Any, Nothing, "libc, unwinder and arithmetic are Zig's, which adds them itself"),
    // Libraries that Zig has under another name, or has already.
    (Is("-lgcc_s"), Any, This("-lunwind"), "the unwinder is LLVM's"),
    (Is("-lgcc_eh"), Any, This("-lunwind"), "the unwinder is LLVM's"),
    (Is("-lgcc"), Any, Nothing, "arithmetic is in Zig's compiler_rt"),
    (Is("-lssp"), Any, Nothing, "stack protection is part of Zig's runtime"),
    (Is("-lssp_nonshared"), Any, Nothing, "stack protection is part of Zig's runtime"),
    (Is("-l:libpthread.a"), Any, Nothing, "Zig does not look up libraries by file; libc has it"),
    (Is("-l:libpthread.dll.a"), Any, Nothing, "Zig does not look up libraries by file; libc has it"),
    (Is("-lpthread"), Windows, Nothing, "std uses Windows' own threads"),
    (Is("-lwinpthread"), Windows, Nothing, "std uses Windows' own threads"),
    (Is("-lwindows"), Windows, Archive, "an import library of the crate `windows`, no DLL"),
    (Begins("-lwindows."), Windows, Archive, "an import library of the crate `windows`, no DLL"),
    (Is("-lmsvcrt"), Windows, Nothing, "Zig links the C runtime that its headers are for"),
    (Is("-lmingwex"), Windows, Nothing, "part of Zig's own C runtime"),
    (Is("-lmingw32"), Windows, Nothing, "part of Zig's own C runtime"),
    (Is("-mthreads"), Windows, Nothing, "the C runtime has threads"),
    (
        Is("-liconv"),
        Apple,
        Nothing,
        "declared by the crate `libc` and not used; there is none without an SDK",
    ),
    // Startup objects that rustc ships for linkers without a C library.
    (File("crt1.o"), Musl, Nothing, "Zig's startup object is used"),
    (File("rcrt1.o"), Musl, Nothing, "Zig's startup object is used"),
    (File("Scrt1.o"), Musl, Nothing, "Zig's startup object is used"),
    (File("crti.o"), Musl, Nothing, "Zig's startup object is used"),
    (File("crtn.o"), Musl, Nothing, "Zig's startup object is used"),
    (File("crtbegin.o"), Musl, Nothing, "Zig's startup object is used"),
    (File("crtbeginS.o"), Musl, Nothing, "Zig's startup object is used"),
    (File("crtend.o"), Musl, Nothing, "Zig's startup object is used"),
    (File("crtendS.o"), Musl, Nothing, "Zig's startup object is used"),
    (Like("-L", "self-contained"), Any, Nothing, "rustc's copies of libc and unwinder; Zig's are used"),
    (File("crt2.o"), Windows, Nothing, "Zig's startup object is used"),
    (File("dllcrt2.o"), Windows, Nothing, "Zig's startup object is used"),
    (File("rsbegin.o"), Windows, Nothing, "registers frames for GCC's unwinder"),
    (File("rsend.o"), Windows, Nothing, "registers frames for GCC's unwinder"),
    // Arithmetic twice: COFF and Mach-O have no weak symbols that would give way.
    (Like("libcompiler_builtins-", ".rlib"), Windows, Nothing, "the same symbols are in Zig's compiler_rt"),
    // Words that Zig's linkers do not have. Each asks for a check, an optimisation or a layout.
    (Word("--no-undefined-version"), Any, Nothing, "refused by older Zig; a check only"),
    (Pair("-z", "nostart-stop-gc"), Any, Nothing, "Zig keeps such sections anyway"),
    (Pair("-z", "text"), Any, Nothing, "a check only"),
    (Pair("-z", "separate-code"), Any, Nothing, "a layout of sections; programs run without it"),
    (Pair("-z", "pack-relative-relocs"), Any, Nothing, "an optimisation"),
    (
        Word("--fix-cortex-a53-843419"),
        Any,
        Nothing,
        "a workaround for one processor, which Zig does not have",
    ),
    (Words("--exclude-libs"), Any, Nothing, "rustc's version script decides what is exported"),
    (Words("--dynamic-list"), Any, Nothing, "rustc lists everything that a program exports"),
    (Word("--warn-common"), Any, Nothing, "a check only"),
    (Word("--no-fatal-warnings"), Any, Nothing, "the default"),
    (Word("--fatal-warnings"), Any, Nothing, "a check only"),
    (Words("--icf"), Any, Nothing, "an optimisation"),
    (Words("--threads"), Any, Nothing, "Zig decides"),
    (Word("--no-rosegment"), Any, Nothing, "a layout of sections; programs run without it"),
    (Word("-Bsymbolic-functions"), Any, This("-Bsymbolic"), "the one that Zig has; stronger"),
    (Word("--no-keep-memory"), Any, Nothing, "for GNU's linker"),
    (Words("--pack-dyn-relocs"), Any, Nothing, "an optimisation"),
    (Word("--no-dynamic-linker"), Any, Nothing, "what a static program has anyway"),
    (Words("--error-limit"), Any, Nothing, "how much is said"),
    (Word("--stats"), Any, Nothing, "how much is said"),
    (Pair("-exported_symbols_list", ""), Apple, Nothing, "refused by older Zig; hides symbols only"),
    (Pair("-exported_symbol", ""), Apple, Nothing, "refused by older Zig; hides symbols only"),
    (Word("-dylib"), Apple, Nothing, "said by -dynamiclib as well"),
];

/// Puts arguments through the table.
pub(super) fn filter(machine: &Machine, args: Vec<OsString>) -> Vec<OsString> {
    let mut kept = Vec::new();
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        // What is no text is a path, and no row means it.
        let Some(text) = arg.to_str() else {
            kept.push(arg);
            continue;
        };
        if text == "-Xlinker" {
            let Some(word) = args.next() else { break };
            let word = word.to_string_lossy().into_owned();
            kept.extend(
                words(machine, &[&word]).into_iter().flat_map(|word| ["-Xlinker".into(), word.into()]),
            );
            continue;
        }
        // rustc's list of a DLL's exports is a file to read, not a word that Zig's linker knows.
        if let Some(file) = text.strip_prefix("-Wl,").filter(|list| is_definition(list)) {
            kept.push(file.into());
            continue;
        }
        if let Some(list) = text.strip_prefix("-Wl,") {
            let words = words(machine, &list.split(',').collect::<Vec<_>>());
            if !words.is_empty() {
                kept.push(format!("-Wl,{}", words.join(",")).into());
            }
            continue;
        }
        match TABLE.iter().find(|(what, on, ..)| on.holds(machine) && what.means(text)) {
            None => kept.push(arg),
            Some((what, _, to, _)) => {
                match to {
                    Nothing => {}
                    This(other) => kept.push((*other).into()),
                    Archive => kept.extend(["-Wl,-Bstatic".into(), arg, "-Wl,-Bdynamic".into()]),
                }
                if matches!(what, With(_)) {
                    args.next();
                }
            }
        }
    }
    kept
}

/// Whether a word is the path of a module definition file.
fn is_definition(word: &str) -> bool {
    let name = word.strip_suffix("def").and_then(|name| name.strip_suffix('.'));
    name.is_some_and(|name| !name.starts_with('-') && !name.contains(','))
}

impl What {
    /// Whether an argument of the driver is meant.
    fn means(&self, arg: &str) -> bool {
        let name = || arg.rsplit(['/', '\\']).next().unwrap_or(arg);
        match self {
            Is(text) | With(text) => arg == *text,
            Begins(text) => arg.starts_with(text),
            File(text) => name() == *text,
            Like(begin, end) if begin.starts_with('-') => arg.starts_with(begin) && arg.ends_with(end),
            Like(begin, end) => name().starts_with(begin) && name().ends_with(end),
            Word(_) | Words(_) | Pair(..) => false,
        }
    }

    /// How many words at the front of a list for the linker are meant.
    fn means_words(&self, words: &[&str]) -> usize {
        match (self, words) {
            (Word(text), [first, ..]) if first == text => 1,
            (Words(text), [first, ..]) if first.starts_with(text) => {
                // `--icf=all` is one word, `--dynamic-list FILE` two.
                if first.contains('=') || words.len() == 1 {
                    1
                } else {
                    1 + usize::from(!words[1].starts_with('-'))
                }
            }
            (Pair(first, second), [one, two, ..]) if one == first && (second.is_empty() || two == second) => {
                2
            }
            _ => 0,
        }
    }
}

fn words(machine: &Machine, mut list: &[&str]) -> Vec<String> {
    let mut kept = Vec::new();
    while let Some(first) = list.first() {
        let row = TABLE.iter().find_map(|(what, on, to, _)| {
            let count = if on.holds(machine) { what.means_words(list) } else { 0 };
            (count > 0).then_some((count, to))
        });
        let count = match row {
            None => {
                kept.push((*first).to_owned());
                1
            }
            Some((count, to)) => {
                if let This(other) = to {
                    kept.push((*other).to_owned());
                }
                count
            }
        };
        list = &list[count..];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(triple: &str, given: &str, expected: &str) {
        let args = given.split_whitespace().map(OsString::from).collect();
        let kept = filter(&Machine::of(triple), args);
        let kept: Vec<&str> = kept.iter().filter_map(|arg| arg.to_str()).collect();
        assert_eq!(kept.join(" "), expected, "{triple}: {given}");
    }

    #[test]
    fn what_rustc_says_to_a_linker() {
        check(
            "x86_64-linux-gnu.2.17",
            "-m64 /t/symbols.o a.o -Wl,--as-needed -Wl,-Bstatic /r/libstd-1.rlib /r/libcompiler_builtins-2.rlib \
             -Wl,-Bdynamic -lgcc_s -lutil -lc -L /t/raw -Wl,--eh-frame-hdr -Wl,-z,noexecstack -fuse-ld=lld \
             -B/r/lib/rustlib/x/bin/gcc-ld -Wl,-z,nostart-stop-gc -Wl,--version-script=/t/list \
             -Wl,--no-undefined-version -shared -Wl,-z,relro,-z,now -Wl,-O1 -nodefaultlibs -o x.so",
            "/t/symbols.o a.o -Wl,--as-needed -Wl,-Bstatic /r/libstd-1.rlib /r/libcompiler_builtins-2.rlib \
             -Wl,-Bdynamic -lunwind -lutil -lc -L /t/raw -Wl,--eh-frame-hdr -Wl,-z,noexecstack \
             -Wl,--version-script=/t/list -shared -Wl,-z,relro,-z,now -Wl,-O1 -o x.so",
        );
        check(
            "x86_64-linux-musl",
            "/s/self-contained/rcrt1.o crti.o a.o -L/s/self-contained -nostartfiles -static-pie /s/crtn.o",
            "a.o -static-pie",
        );
        check(
            "x86_64-windows-gnu",
            "-fno-use-linker-plugin -Wl,--dynamicbase dllcrt2.o a.o /r/libcompiler_builtins-2.rlib -lkernel32 \
             -lgcc_eh -l:libpthread.a -lmsvcrt -lwindows.0.53.0 -lwindowscodecs -Wl,--out-implib=x.dll.a rsend.o",
            "-Wl,--dynamicbase a.o -lkernel32 -lunwind -Wl,-Bstatic -lwindows.0.53.0 -Wl,-Bdynamic -lwindowscodecs \
             -Wl,--out-implib=x.dll.a",
        );
        check(
            "aarch64-macos-none",
            "-arch arm64 -mmacosx-version-min=11.0.0 a.o -liconv -lSystem -Wl,-exported_symbols_list,/t/l -dynamiclib -Wl,-dylib",
            "a.o -lSystem -dynamiclib",
        );
    }

    #[test]
    fn what_crates_say_to_a_c_compiler() {
        check(
            "arm-linux-gnueabihf",
            "-O2 --target=arm-unknown-linux-gnueabihf -march=armv6 -mfpu=vfp -c a.c",
            "-O2 -c a.c",
        );
        check("x86_64-linux-gnu", "-march=x86-64-v3 -c a.c", "-march=x86-64-v3 -c a.c");
        check("aarch64-linux-gnu", "-target aarch64-unknown-linux-gnu -c a.c", "-c a.c");
    }

    #[test]
    fn words_for_the_linker_wherever_they_stand() {
        let any = "x86_64-linux-gnu";
        check(any, "-Wl,--icf=all,--gc-sections,-z,text,-z,now", "-Wl,--gc-sections,-z,now");
        check(any, "-Xlinker --warn-common -Xlinker --gc-sections", "-Xlinker --gc-sections");
        check(any, "-Wl,--dynamic-list,/t/list -Wl,--dynamic-list=/t/list a.o", "a.o");
        check(any, "-Wl,--dynamic-list,--gc-sections", "-Wl,--gc-sections");
        check("x86_64-windows-gnu", "-Wl,/t/list.def a.o", "/t/list.def a.o");
        check(any, "-Wl,-Bsymbolic-functions", "-Wl,-Bsymbolic");
        check(any, "-Wl,-rpath,/a/b -Wl,-soname,libx.so", "-Wl,-rpath,/a/b -Wl,-soname,libx.so");
    }

    #[test]
    fn each_row_has_its_reason() {
        assert!(TABLE.iter().all(|(.., reason)| reason.len() > 8));
    }
}

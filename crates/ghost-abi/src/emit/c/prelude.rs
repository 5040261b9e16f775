//! What a header needs before its first declaration: includes, and macros for what C11, C++ and
//! the compilers spell differently. Only those that this header uses.

use std::collections::BTreeSet;

use super::super::lines::Lines;
use super::types::{CONVENTIONS, Types};
use super::{Attributes, Frame};

/// Something that the declarations of a header use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    Assertions,
    Wide,
    Aligned,
    Noreturn,
    ThreadLocal,
    Symbol,
    /// Symbols that an assembler takes in quotes only.
    Quoted,
}

/// Writes includes and macros.
pub(super) fn write(
    lines: &mut Lines,
    types: &Types<'_>,
    needs: &BTreeSet<Need>,
    frame: &Frame,
    attributes: &Attributes,
) {
    let prefix = types.macros;
    includes(lines, frame);
    undefined_macros(lines, attributes);
    if needs.contains(&Need::Assertions) {
        assertions(lines, types);
    }
    if needs.contains(&Need::Wide) {
        let [signed, unsigned] = types.wide;
        lines.line("/* What uses integers of 128 bits is declared where the compiler has them. */");
        lines.line("#ifdef __SIZEOF_INT128__");
        lines.line(format!("__extension__ typedef __int128 {signed};"));
        lines.line(format!("__extension__ typedef unsigned __int128 {unsigned};"));
        lines.line("#endif");
        lines.blank();
    }
    if needs.contains(&Need::Aligned) {
        either(
            lines,
            "defined(_MSC_VER) && !defined(__clang__)",
            &format!("{prefix}_ALIGNED(bytes) __declspec(align(bytes))"),
            &format!("{prefix}_ALIGNED(bytes) __attribute__((aligned(bytes)))"),
        );
    }
    if needs.contains(&Need::Noreturn) {
        either(
            lines,
            "defined(__cplusplus)",
            &format!("{prefix}_NORETURN [[noreturn]]"),
            &format!("{prefix}_NORETURN _Noreturn"),
        );
    }
    if needs.contains(&Need::ThreadLocal) {
        // GCC and Clang assume that a C++ `thread_local` needs to be initialised at run time.
        lines.line("#if defined(__GNUC__)");
        lines.line(format!("#define {prefix}_THREAD_LOCAL __thread"));
        lines.line("#elif defined(__cplusplus)");
        lines.line(format!("#define {prefix}_THREAD_LOCAL thread_local"));
        lines.line("#else");
        lines.line(format!("#define {prefix}_THREAD_LOCAL _Thread_local"));
        lines.line("#endif");
        lines.blank();
    }
    if needs.contains(&Need::Symbol) {
        symbol(lines, prefix);
    }
    if needs.contains(&Need::Quoted) {
        // GCC hands the name to the assembler as it is, Clang quotes it.
        let name = format!("{prefix}_TEXT(__USER_LABEL_PREFIX__) name");
        either(
            lines,
            "defined(__clang__)",
            &format!("{prefix}_QUOTED(name) {prefix}_SYMBOL(name)"),
            &format!("{prefix}_QUOTED(name) __asm__(\"\\\"\" {name} \"\\\"\")"),
        );
    }
    for (_, word) in CONVENTIONS {
        if types.conventions.borrow().contains(word) {
            convention(lines, prefix, word);
        }
    }
}

/// The words of an attribute that are macros by C's custom, and whether they have arguments.
fn macros(text: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_word = |c: char| c == '_' || c.is_alphanumeric();
        let end = if is_word(c) { rest.find(|c| !is_word(c)).unwrap_or(rest.len()) } else { c.len_utf8() };
        let (word, behind) = rest.split_at(end);
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            'A'..='Z' if depth == 0 && !word.contains(char::is_lowercase) => {
                found.push((word, behind.trim_start().starts_with('(')));
            }
            _ => {}
        }
        rest = behind;
    }
    found
}

fn includes(lines: &mut Lines, frame: &Frame) {
    for include in ["stdbool", "stddef", "stdint"] {
        lines.line(format!("#include <{include}.h>"));
    }
    for include in &frame.includes {
        // A header of the crate's own project is there for that project only.
        let own = include.starts_with('"');
        if own {
            lines.line("#ifdef __has_include");
            lines.line(format!("#if __has_include({include})"));
        }
        lines.line(format!("#include {include}"));
        if own {
            lines.line("#endif");
            lines.line("#endif");
        }
    }
    lines.blank();
    if let Some(text) = &frame.after_includes {
        lines.line(text.trim());
        lines.blank();
    }
}

fn undefined_macros(lines: &mut Lines, attributes: &Attributes) {
    let macros: BTreeSet<(&str, bool)> = attributes.texts().flat_map(macros).collect();
    for (name, with_arguments) in macros {
        lines.line(format!("#ifndef {name}"));
        lines.line(format!("#define {name}{}", if with_arguments { "(...)" } else { "" }));
        lines.line("#endif");
        lines.blank();
    }
}

fn either(lines: &mut Lines, condition: &str, then: &str, otherwise: &str) {
    lines.line(format!("#if {condition}"));
    lines.line(format!("#define {then}"));
    lines.line("#else");
    lines.line(format!("#define {otherwise}"));
    lines.line("#endif");
    lines.blank();
}

fn assertions(lines: &mut Lines, types: &Types<'_>) {
    let prefix = types.macros;
    let machine = types.plan.interface.machine;
    let (pointer, long) = (machine.pointer_bytes, machine.c_long_bytes);
    lines.line("/* The layouts below hold where pointers and `long` have these sizes. */");
    lines.line("#ifdef __cplusplus");
    lines.line(format!("#define {prefix}_ASSERT static_assert"));
    lines.line(format!("#define {prefix}_ALIGNOF alignof"));
    lines.line("#else");
    lines.line(format!("#define {prefix}_ASSERT _Static_assert"));
    lines.line(format!("#define {prefix}_ALIGNOF _Alignof"));
    lines.line("#endif");
    lines.line(format!("#define {prefix}_ELSEWHERE (sizeof(void *) != {pointer} || sizeof(long) != {long})"));
    lines.line(format!("#define {prefix}_LAYOUT(type, size, align) {prefix}_ASSERT( \\"));
    lines.line(format!(
        "  {prefix}_ELSEWHERE || (sizeof(type) == (size) && {prefix}_ALIGNOF(type) == (align)), \\"
    ));
    lines.line("  \"size or alignment of \" #type \" differs from the library's\")");
    lines.line(format!("#define {prefix}_OFFSET(type, field, offset) {prefix}_ASSERT( \\"));
    lines.line(format!("  {prefix}_ELSEWHERE || offsetof(type, field) == (offset), \\"));
    lines.line("  \"offset of \" #type \".\" #field \" differs from the library's\")");
    lines.blank();
}

fn symbol(lines: &mut Lines, prefix: &str) {
    lines.line("/* The linker's name of what C or C++ cannot call by it. */");
    lines.line("#if defined(__GNUC__)");
    lines.line(format!("#define {prefix}_TEXT_(text) #text"));
    lines.line(format!("#define {prefix}_TEXT(text) {prefix}_TEXT_(text)"));
    lines.line(format!("#define {prefix}_SYMBOL(name) __asm__({prefix}_TEXT(__USER_LABEL_PREFIX__) name)"));
    lines.line("#else");
    lines.line("#error \"this header renames symbols, for which the compiler has no means\"");
    lines.line("#endif");
    lines.blank();
}

fn convention(lines: &mut Lines, prefix: &str, word: &str) {
    // On other machines these conventions do not exist, and C's own takes their place.
    let x86 = "defined(_M_IX86) || defined(__i386__)";
    let x86_64 = "defined(_M_X64) || defined(__x86_64__)";
    let (machine, microsoft, gnu) = match word {
        "SYSTEM" => ("defined(_WIN32) && !defined(_WIN64)", " __stdcall", "stdcall"),
        "STDCALL" | "WINAPI" => (x86, " __stdcall", "stdcall"),
        "FASTCALL" => (x86, " __fastcall", "fastcall"),
        "THISCALL" => (x86, " __thiscall", "thiscall"),
        "VECTORCALL" => (x86_64, " __vectorcall", "vectorcall"),
        "WIN64" => (x86_64, "", "ms_abi"),
        _ => (x86_64, "", "sysv_abi"),
    };
    lines.line(format!("#if !({machine})"));
    lines.line(format!("#define {prefix}_{word}"));
    lines.line("#elif defined(_MSC_VER) && !defined(__clang__)");
    lines.line(format!("#define {prefix}_{word}{microsoft}"));
    lines.line("#else");
    lines.line(format!("#define {prefix}_{word} __attribute__(({gnu}))"));
    lines.line("#endif");
    lines.blank();
}

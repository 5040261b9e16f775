//! Which machine an object was built for, and what that decides.

use object::read::coff::ImportFile;
use object::{Architecture, BinaryFormat, Object};

use super::{Format, ReadError, Target};
use crate::model::{Arch, Machine};

pub(super) fn of(file: &object::File<'_>, member: Option<&str>) -> Result<Target, ReadError> {
    let format = match file.format() {
        BinaryFormat::Elf => Format::Elf,
        BinaryFormat::MachO => Format::MachO,
        BinaryFormat::Coff | BinaryFormat::Pe => Format::Coff,
        BinaryFormat::Wasm => Format::Wasm,
        other => return Err(ReadError::malformed(member, format!("unexpected format {other:?}"))),
    };
    target(format, file.architecture(), file.is_little_endian(), member)
}

pub(super) fn of_import(import: &ImportFile<'_>, member: Option<&str>) -> Result<Target, ReadError> {
    target(Format::Coff, import.architecture(), true, member)
}

fn target(
    format: Format,
    architecture: Architecture,
    little_endian: bool,
    member: Option<&str>,
) -> Result<Target, ReadError> {
    let Some((name, pointer_bytes, char_signed)) = known(architecture) else {
        let detail = format!("processor {architecture:?} is not known here");
        return Err(ReadError::malformed(member, detail));
    };
    // Apple and Microsoft chose a signed `char` everywhere, whatever the processor's own convention.
    let c_char_signed = char_signed || !matches!(format, Format::Elf | Format::Wasm);
    let c_long_bytes = if format == Format::Coff { 4 } else { pointer_bytes.max(4) };
    let wide_align_bytes = if name == "x86" && format != Format::Coff { 4 } else { 8 };
    let arch = if name.starts_with("aarch64") && !little_endian { Arch::Other } else { Arch::of(name) };
    let machine =
        Machine { pointer_bytes, c_long_bytes, c_char_signed, little_endian, wide_align_bytes, arch };
    Ok(Target { format, architecture: name, machine })
}

/// Name, width of a pointer in bytes, and whether ELF systems there have a signed `char`.
/// The signs are those of `core::ffi::c_char`.
fn known(architecture: Architecture) -> Option<(&'static str, u8, bool)> {
    Some(match architecture {
        Architecture::X86_64 => ("x86_64", 8, true),
        Architecture::X86_64_X32 => ("x86_64", 4, true),
        Architecture::I386 => ("x86", 4, true),
        Architecture::Aarch64 => ("aarch64", 8, false),
        Architecture::Aarch64_Ilp32 => ("aarch64", 4, false),
        Architecture::Arm => ("arm", 4, false),
        Architecture::Riscv32 => ("riscv32", 4, false),
        Architecture::Riscv64 => ("riscv64", 8, false),
        Architecture::PowerPc => ("powerpc", 4, false),
        Architecture::PowerPc64 => ("powerpc64", 8, false),
        Architecture::S390x => ("s390x", 8, false),
        Architecture::LoongArch32 => ("loongarch32", 4, true),
        Architecture::LoongArch64 => ("loongarch64", 8, true),
        Architecture::Mips => ("mips", 4, true),
        Architecture::Mips64 => ("mips64", 8, true),
        Architecture::Mips64_N32 => ("mips64", 4, true),
        Architecture::Sparc | Architecture::Sparc32Plus => ("sparc", 4, true),
        Architecture::Sparc64 => ("sparc64", 8, true),
        Architecture::M68k => ("m68k", 4, true),
        Architecture::Csky => ("csky", 4, false),
        Architecture::Hexagon => ("hexagon", 4, false),
        Architecture::Xtensa => ("xtensa", 4, false),
        Architecture::Msp430 => ("msp430", 2, false),
        Architecture::Avr => ("avr", 2, true),
        Architecture::Wasm32 => ("wasm32", 4, true),
        Architecture::Wasm64 => ("wasm64", 8, true),
        _ => return None,
    })
}

//! What the built files are, read off them.

use std::fs;

use camino::Utf8Path;
use object::read::elf::{ElfFile64, FileHeader as _};
use object::{Architecture, BinaryFormat, Object as _};

fn read(path: &Utf8Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The highest version of glibc's symbols that a library wants.
pub(super) fn highest_glibc(path: &Utf8Path) -> (u32, u32) {
    let bytes = read(path);
    let file: ElfFile64<'_> = ElfFile64::parse(bytes.as_slice()).unwrap();
    let (endian, sections) = (file.endian(), file.elf_section_table());
    let (mut needs, strings) = sections.gnu_verneed(endian, bytes.as_slice()).unwrap().unwrap();
    let strings = sections.strings(endian, bytes.as_slice(), strings).unwrap();
    let mut highest = (0, 0);
    while let Some((_, mut versions)) = needs.next().unwrap() {
        while let Some(version) = versions.next().unwrap() {
            let name = String::from_utf8_lossy(version.name(endian, strings).unwrap()).into_owned();
            let Some(numbers) = name.strip_prefix("GLIBC_") else { continue };
            let mut numbers = numbers.split('.').map(|n| n.parse::<u32>().unwrap_or_default());
            highest = highest.max((numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default()));
        }
    }
    highest
}

/// No interpreter, no shared library.
pub(super) fn is_static(path: &Utf8Path) {
    let bytes = read(path);
    let file: ElfFile64<'_> = ElfFile64::parse(bytes.as_slice()).unwrap();
    let endian = file.endian();
    let headers = file.elf_header().program_headers(endian, bytes.as_slice()).unwrap();
    assert!(headers.iter().all(|header| header.p_type.get(endian) != object::elf::PT_INTERP), "{path}");
    assert!(file.imports().unwrap().next().is_none(), "{path}");
}

pub(super) fn is_dll(path: &Utf8Path, exports: &[&str]) {
    let bytes = read(path);
    let file = object::File::parse(bytes.as_slice()).unwrap();
    assert_eq!((file.format(), file.architecture()), (BinaryFormat::Pe, Architecture::X86_64));
    let names = file.exports().unwrap().map(|export| format!("{:?}", export.unwrap().name()));
    let found: Vec<String> = names.collect();
    for export in exports {
        assert!(found.iter().any(|name| name.contains(export)), "{export} is missing in {found:?}");
    }
    // Nothing that a bare Windows lacks.
    for import in file.imports().unwrap() {
        let library = String::from_utf8_lossy(import.unwrap().library()).to_lowercase();
        assert!(!library.contains("libgcc") && !library.contains("winpthread"), "{library}");
    }
}

pub(super) fn is_import_library(path: &Utf8Path, of: &str) {
    let bytes = read(path);
    assert!(bytes.starts_with(b"!<arch>\n"), "{path}");
    assert!(bytes.windows(of.len()).any(|window| window == of.as_bytes()), "{path} does not name {of}");
    assert!(bytes.windows(7).any(|window| window == b"mix_sum"), "{path}");
}

pub(super) fn is_program(path: &Utf8Path) {
    let bytes = read(path);
    let file = object::File::parse(bytes.as_slice()).unwrap();
    assert_eq!((file.format(), file.architecture()), (BinaryFormat::Pe, Architecture::X86_64));
    assert!(file.entry() != 0);
}

pub(super) fn is_mach_o(path: &Utf8Path) {
    let bytes = read(path);
    let file = object::File::parse(bytes.as_slice()).unwrap();
    assert_eq!((file.format(), file.architecture()), (BinaryFormat::MachO, Architecture::Aarch64));
}

/// Whether floats are passed in registers of their own: a flag of ARM's ELF header.
pub(super) fn is_hard_float(path: &Utf8Path) -> bool {
    let bytes = read(path);
    let object::FileFlags::Elf { e_flags, .. } = object::File::parse(bytes.as_slice()).unwrap().flags()
    else {
        return false;
    };
    e_flags.0 & object::elf::EF_ARM_ABI_FLOAT_HARD != 0
}

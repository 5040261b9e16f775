//! What a built library is made of: one object, or an archive of members.
//!
//! Both binary readers come through here, so that they agree on what a member is and on what they
//! refuse. Nothing is copied: members borrow from the bytes.

use std::borrow::Cow;

use object::read::archive::ArchiveFile;
use object::{Architecture, BinaryFormat, FileKind, Object, ObjectKind, ObjectSection};

/// Most members that an archive may have. The largest real one (a C++ engine) has 40,000.
const MEMBERS_MAX: usize = 1 << 20;

/// Why a built library could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The first bytes belong to no format that is known here.
    #[error("not an object file, a shared library or an archive: it begins with {magic}")]
    UnknownFormat {
        /// The first bytes, printable.
        magic: String,
    },
    /// A thin archive: the members are files elsewhere.
    #[error("a thin archive names its members but does not hold them; make it with `ar rcs`, without `T`")]
    ThinArchive,
    /// Several libraries for several machines in one file.
    #[error("a universal binary holds one library a machine; take one out with `lipo -thin`")]
    Universal,
    /// Intermediate code of a compiler.
    #[error(
        "{} holds LLVM bitcode, not machine code; build without `-C linker-plugin-lto` and without `-flto`",
        place(member.as_deref())
    )]
    Bitcode {
        /// The member of the archive.
        member: Option<String>,
    },
    /// The bytes contradict their own format.
    #[error("{} is damaged: {detail}", place(member.as_deref()))]
    Malformed {
        /// The member of the archive.
        member: Option<String>,
        /// What contradicts.
        detail: String,
    },
    /// Members for different machines.
    #[error("{} was built for {found}, the members before it for {expected}", place(member.as_deref()))]
    MixedMachines {
        /// The member of the archive.
        member: Option<String>,
        /// Its machine.
        found: String,
        /// That of the members before.
        expected: String,
    },
    /// A section is stored compressed.
    #[error("{} holds compressed debug information ({section}); link without `--compress-debug-sections`", place(member.as_deref()))]
    Compressed {
        /// The member of the archive.
        member: Option<String>,
        /// The section.
        section: String,
    },
    /// More of something than any honest library has.
    #[error("{} has more than {limit} {what}", place(member.as_deref()))]
    TooMany {
        /// The member of the archive.
        member: Option<String>,
        /// What there is too much of.
        what: &'static str,
        /// How much is accepted.
        limit: usize,
    },
}

fn place(member: Option<&str>) -> Cow<'static, str> {
    member.map_or(Cow::Borrowed("the library"), |m| Cow::Owned(format!("member `{m}`")))
}

impl ReadError {
    pub(crate) fn malformed(member: Option<&str>, detail: impl std::fmt::Display) -> Self {
        Self::Malformed { member: member.map(str::to_owned), detail: detail.to_string() }
    }
}

/// What kind of file holds the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// One relocatable object.
    Object,
    /// An archive of objects: a static library, or an import library of Windows.
    Archive,
    /// A shared library or a program.
    Linked,
}

/// One object inside.
pub(crate) struct Member<'a> {
    /// Its name inside the archive, `None` when the file is no archive.
    pub(crate) name: Option<Cow<'a, str>>,
    pub(crate) kind: FileKind,
    pub(crate) bytes: &'a [u8],
}

/// The members of a library. What is no object at all (metadata, notes) is left out.
pub(crate) fn members(bytes: &[u8]) -> Result<Vec<Member<'_>>, ReadError> {
    if is_bitcode(bytes) {
        return Err(ReadError::Bitcode { member: None });
    }
    // An archive without members is shorter than what the file reader looks at.
    if bytes.starts_with(b"!<arch>\n") || bytes.starts_with(b"!<thin>\n") {
        return archive_members(bytes);
    }
    match FileKind::parse(bytes) {
        Ok(FileKind::MachOFat32 | FileKind::MachOFat64) => Err(ReadError::Universal),
        Ok(kind) if is_object(kind) => Ok(vec![Member { name: None, kind, bytes }]),
        _ => Err(ReadError::UnknownFormat { magic: printable_start(bytes) }),
    }
}

fn archive_members(bytes: &[u8]) -> Result<Vec<Member<'_>>, ReadError> {
    let archive = ArchiveFile::parse(bytes).map_err(|e| ReadError::malformed(None, e))?;
    if archive.is_thin() {
        return Err(ReadError::ThinArchive);
    }
    let mut members = Vec::new();
    // Members do not overlap: formats that list their places could name one part again and again.
    let mut left = bytes.len();
    for (count, member) in archive.members().enumerate() {
        if count >= MEMBERS_MAX {
            return Err(ReadError::TooMany { member: None, what: "members", limit: MEMBERS_MAX });
        }
        let member = member.map_err(|e| ReadError::malformed(None, e))?;
        let name = String::from_utf8_lossy(member.name());
        let data = member.data(bytes).map_err(|e| ReadError::malformed(Some(&name), e))?;
        left = left
            .checked_sub(data.len())
            .ok_or_else(|| ReadError::malformed(Some(&name), "it overlaps other members"))?;
        if is_bitcode(data) {
            return Err(ReadError::Bitcode { member: Some(name.into_owned()) });
        }
        if let Ok(kind) = FileKind::parse(data)
            && is_object(kind)
        {
            members.push(Member { name: Some(name), kind, bytes: data });
        }
    }
    Ok(members)
}

fn is_object(kind: FileKind) -> bool {
    matches!(
        kind,
        FileKind::Elf32
            | FileKind::Elf64
            | FileKind::MachO32
            | FileKind::MachO64
            | FileKind::Coff
            | FileKind::CoffBig
            | FileKind::CoffImport
            | FileKind::Pe32
            | FileKind::Pe64
            | FileKind::Wasm
    )
}

/// LLVM's bitcode, plain or in the wrapper that Apple's tools put around it.
fn is_bitcode(bytes: &[u8]) -> bool {
    bytes.starts_with(b"BC\xc0\xde") || bytes.starts_with(&[0xde, 0xc0, 0x17, 0x0b])
}

fn printable_start(bytes: &[u8]) -> String {
    const SHOWN: usize = 8;
    match bytes {
        [] => "nothing, it is empty".to_owned(),
        _ => format!("\"{}\"", bytes[..bytes.len().min(SHOWN)].escape_ascii()),
    }
}

/// Whether a program may not write to what lies in a section. Sections that the loader fills in
/// and then locks count: `.data.rel.ro`, `__DATA_CONST`.
pub(crate) fn is_read_only(section: &object::Section<'_, '_>) -> bool {
    use object::SectionKind as K;
    matches!(section.kind(), K::Text | K::ReadOnlyData | K::ReadOnlyDataWithRel | K::ReadOnlyString)
        || section.name_bytes().is_ok_and(|n| n.starts_with(b".data.rel.ro"))
        || section.segment_name_bytes().is_ok_and(|n| n == Some(b"__DATA_CONST"))
}

/// The name as C writes it. Mach-O prepends an underscore, Windows on 32-bit x86 too, where the
/// bytes of the arguments may follow after an `@`.
pub(crate) fn plain_name(file: &object::File<'_>, name: &[u8]) -> String {
    let linked = matches!(file.kind(), ObjectKind::Dynamic | ObjectKind::Executable);
    match file.format() {
        BinaryFormat::MachO => undecorated(name, false),
        BinaryFormat::Coff if file.architecture() == Architecture::I386 => undecorated(name, true),
        // The export table has the name without the underscore, and the `@` where nobody took it off.
        BinaryFormat::Pe if linked && file.architecture() == Architecture::I386 => {
            String::from_utf8_lossy(without_argument_bytes(name)).into_owned()
        }
        _ => String::from_utf8_lossy(name).into_owned(),
    }
}

/// The same for a name whose decoration is known.
pub(crate) fn undecorated(name: &[u8], arguments: bool) -> String {
    let name = match name {
        [b'_', rest @ ..] if arguments => without_argument_bytes(rest),
        [b'_', rest @ ..] => rest,
        _ => name,
    };
    String::from_utf8_lossy(name).into_owned()
}

fn without_argument_bytes(name: &[u8]) -> &[u8] {
    match name.iter().rposition(|b| *b == b'@') {
        Some(at @ 1..) if at + 1 < name.len() && name[at + 1..].iter().all(u8::is_ascii_digit) => &name[..at],
        _ => name,
    }
}

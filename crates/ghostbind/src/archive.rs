//! Static libraries that rustc made, told by their bytes, and which of them must not be in one program.
//!
//! That two archives link proves nothing: the second one may allocate through the first one's
//! allocator, or abort where it wanted to catch a panic. What is read here: which rustc made an
//! archive, how it panics, whether it brings an allocator of its own, whether link-time optimisation
//! melted the runtime into it, and what it exports.
//!
//! ```no_run
//! use camino::Utf8Path;
//! use ghostbind::archive::{RustArchive, refuse_mixture};
//!
//! # fn main() -> Result<(), ghostbind::BuildError> {
//! let one = RustArchive::read(Utf8Path::new("libone.a"))?;
//! let two = RustArchive::read(Utf8Path::new("libtwo.a"))?;
//! // An archive that is not Rust's mixes with everything.
//! let both: Vec<RustArchive> = one.into_iter().chain(two).collect();
//! refuse_mixture(&both)?;
//! # Ok(())
//! # }
//! ```

use std::collections::BTreeSet;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use ghost_abi::symbols::{Container, Symbol, SymbolTable, read_symbols};

use crate::error::BuildError;
use crate::publish::failed;

/// What decides whether an archive of Rust may be in one program with another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RustArchive {
    /// The file.
    pub path: Utf8PathBuf,
    /// The compilers whose version it carries: `1.95.0 (59807616e 2026-04-14)`. Several where archives
    /// were put into one.
    pub rustc: BTreeSet<String>,
    /// The builds of the standard library inside, by the hash in their objects' names.
    pub std: BTreeSet<String>,
    /// How it panics; `None` where it cannot panic or cannot be told.
    pub panic: Option<Panic>,
    /// Whether it has a `#[global_allocator]`.
    pub global_allocator: bool,
    /// Whether link-time optimisation melted the runtime into its own objects.
    pub melted: bool,
    /// Symbols that it offers.
    pub exports: BTreeSet<String>,
    /// How many of its objects define Rust's runtime.
    runtimes: usize,
}

/// What a panic does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panic {
    /// It unwinds.
    Unwind,
    /// It ends the process.
    Abort,
}

/// The function through which every Rust program unwinds; each archive with the standard library has one.
pub(crate) const PERSONALITY: &str = "rust_eh_personality";

/// Whether an archive asks for [`PERSONALITY`] and has none: of a crate without `std`, whose copy of what every
/// Rust program is made of was compiled for programs that unwind.
pub(crate) fn lacks_personality(table: &SymbolTable) -> bool {
    table.undefined.contains(PERSONALITY)
}

impl RustArchive {
    /// Reads a library. `None` if it is none of Rust's archives.
    pub fn read(path: &Utf8Path) -> Result<Option<Self>, BuildError> {
        let bytes = fs::read(path).map_err(|source| failed("read", path, source))?;
        Self::from_bytes(path, &bytes)
    }

    /// The same of bytes that were read already.
    pub fn from_bytes(path: &Utf8Path, bytes: &[u8]) -> Result<Option<Self>, BuildError> {
        let table = read_symbols(bytes)
            .map_err(|error| BuildError::Interface { what: path.to_string(), source: Box::new(error) })?;
        Ok(Self::of(path, bytes, &table))
    }

    /// The same where the symbols were read as well.
    pub(crate) fn of(path: &Utf8Path, bytes: &[u8], table: &SymbolTable) -> Option<Self> {
        let made_by_rustc = table.members.iter().any(|member| member.ends_with(".rcgu.o"));
        if table.container != Container::Archive
            || !(made_by_rustc || table.symbols.iter().any(is_personality))
        {
            return None;
        }
        let runtimes: Vec<&Symbol> = table.symbols.iter().filter(|symbol| is_personality(symbol)).collect();
        let in_std = |symbol: &&Symbol| symbol.member.as_ref().is_some_and(|m| m.starts_with("std-"));
        Some(Self {
            path: path.to_owned(),
            rustc: compilers(bytes),
            std: builds_of_std(table),
            panic: panic_of(table),
            global_allocator: has_allocator(table),
            melted: !runtimes.iter().all(in_std),
            exports: table.exports().into_iter().map(|symbol| symbol.name.clone()).collect(),
            runtimes: runtimes.len(),
        })
    }

    /// Why this one is several archives in one already.
    fn is_mixture(&self) -> Option<String> {
        let mixed = if self.rustc.len() > 1 {
            let versions: Vec<&str> = self.rustc.iter().map(String::as_str).collect();
            format!("objects of rustc {}", versions.join(" and of rustc "))
        } else if self.runtimes > 1 {
            "Rust's runtime more than once".to_owned()
        } else if self.std.len() > 1 {
            "more than one build of the standard library".to_owned()
        } else {
            return None;
        };
        Some(format!(
            "{} holds {mixed}: a static library of Rust was linked into it, for example by a build script",
            self.path
        ))
    }
}

/// Refuses archives that must not be in one program, with every reason.
pub fn refuse_mixture(archives: &[RustArchive]) -> Result<(), BuildError> {
    let mut reasons: Vec<String> = archives.iter().filter_map(RustArchive::is_mixture).collect();
    for (nth, one) in archives.iter().enumerate() {
        for other in &archives[nth + 1..] {
            reasons.extend(conflicts(one, other));
        }
    }
    if archives.len() > 1 {
        reasons.extend(archives.iter().filter(|archive| archive.melted).map(|archive| {
            format!(
                "{} was made with fat link-time optimisation, which leaves a second copy of Rust's runtime",
                archive.path
            )
        }));
        reasons.extend(archives.iter().filter(|archive| archive.global_allocator).map(|archive| {
            format!(
                "{} has a global allocator: the other archives' memory would come from it, or theirs be freed by it",
                archive.path
            )
        }));
    }
    if reasons.is_empty() { Ok(()) } else { Err(BuildError::Mixed { reasons }) }
}

fn conflicts(one: &RustArchive, other: &RustArchive) -> Vec<String> {
    let mut reasons = Vec::new();
    let (a, b) = (&one.path, &other.path);
    match (one.rustc.first(), other.rustc.first()) {
        (Some(first), Some(second)) if first != second => {
            reasons.push(format!("{a} was made by rustc {first}, {b} by rustc {second}"));
        }
        _ if !one.std.is_empty() && !other.std.is_empty() && one.std != other.std => {
            reasons.push(format!("{a} and {b} hold different builds of the standard library"));
        }
        _ => {}
    }
    if let (Some(first), Some(second)) = (one.panic, other.panic)
        && first != second
    {
        let word = |panic| if panic == Panic::Abort { "aborts" } else { "unwinds" };
        reasons.push(format!(
            "a panic {} in {a} and {} in {b}: one of the two would do what the other does",
            word(first),
            word(second)
        ));
    }
    reasons.extend(
        one.exports.intersection(&other.exports).map(|symbol| format!("{a} and {b} both export `{symbol}`")),
    );
    reasons
}

fn is_personality(symbol: &Symbol) -> bool {
    symbol.name == PERSONALITY
}

/// Whether a crate brings an allocator. Then its own object defines what every allocation calls (up to
/// Rust 1.92 by way of `__rg_alloc`); else the object that the compiler adds does.
fn has_allocator(table: &SymbolTable) -> bool {
    let objects = |name: &str| -> BTreeSet<u32> {
        let named = table.symbols.iter().filter(|symbol| is_runtime_name(&symbol.name, name));
        named.filter_map(|symbol| symbol.place.map(|place| place.member)).collect()
    };
    let added =
        &objects("__rust_no_alloc_shim_is_unstable") | &objects("__rust_no_alloc_shim_is_unstable_v2");
    let allocating = objects("__rust_alloc");
    !objects("__rg_alloc").is_empty() || (!added.is_empty() && !allocating.is_subset(&added))
}

/// A function of the runtime, mangled (`_RNvCs…_7___rustc12___rust_alloc`) or not.
fn is_runtime_name(symbol: &str, name: &str) -> bool {
    symbol == name
        || (symbol.contains("__rustc") && symbol.strip_suffix(name).is_some_and(|rest| rest.ends_with('_')))
}

/// The builds of the standard library, by the hash in the names of objects: of those that catch a panic first, as
/// every build of it does. A user's crate may be called `std` as well.
fn builds_of_std(table: &SymbolTable) -> BTreeSet<String> {
    let catching = table.symbols.iter().filter(|symbol| is_panic_handler(&symbol.name));
    let names = catching.filter_map(|symbol| symbol.member.as_deref()?.strip_prefix("std-"));
    let hash = |name: &str| name.split('.').next().unwrap_or(name).to_owned();
    names.filter(|name| name.contains(".std.")).map(hash).collect()
}

/// The function that a panic calls, mangled (`_RNvCs…_7___rustc17rust_begin_unwind`) or not.
fn is_panic_handler(symbol: &str) -> bool {
    const NAME: &str = "rust_begin_unwind";
    symbol == NAME || (symbol.contains("__rustc") && symbol.ends_with(NAME))
}

fn panic_of(table: &SymbolTable) -> Option<Panic> {
    let member = |crate_name: &str| {
        let (begin, inside) = (format!("{crate_name}-"), format!(".{crate_name}."));
        table.members.iter().any(|m| m.starts_with(&begin) && m.contains(&inside))
    };
    let raises = |name: &&str| table.undefined.contains(*name);
    if member("panic_unwind") || RAISES.iter().any(raises) {
        Some(Panic::Unwind)
    } else if member("panic_abort") || table.symbols.iter().any(is_personality) {
        Some(Panic::Abort)
    } else {
        None
    }
}

/// What only a runtime that unwinds calls.
const RAISES: &[&str] = &["_Unwind_RaiseException", "_CxxThrowException"];

/// Begins what rustc writes into every object.
const MARK: &[u8] = b"rustc version ";
/// Longest version.
const VERSION_BYTES_MAX: usize = 64;

/// The compilers that left their version: `rustc version 1.95.0 (59807616e 2026-04-14)`.
fn compilers(bytes: &[u8]) -> BTreeSet<String> {
    let found = memchr::memmem::find_iter(bytes, MARK).filter_map(|at| {
        let rest = &bytes[at + MARK.len()..];
        let rest = &rest[..rest.len().min(VERSION_BYTES_MAX)];
        let end = rest.iter().position(|byte| *byte == b')')?;
        let text = std::str::from_utf8(&rest[..=end]).ok()?;
        is_version(text).then(|| text.to_owned())
    });
    found.collect()
}

/// A number, a commit and a date: prose has no such thing.
fn is_version(text: &str) -> bool {
    let Some((number, rest)) = text.split_once(" (") else { return false };
    let Some((commit, date)) = rest.trim_end_matches(')').split_once(' ') else { return false };
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.contains('.')
        && commit.bytes().all(|byte| byte.is_ascii_hexdigit())
        && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_from_prose() {
        let text = b"\0rustc version 1.95.0 (59807616e 2026-04-14)\0the rustc version (which one) rustc version 1.94.1 (abc 2026-01-02)";
        let found: Vec<String> = compilers(text).into_iter().collect();
        assert_eq!(found, ["1.94.1 (abc 2026-01-02)", "1.95.0 (59807616e 2026-04-14)"]);
        assert!(compilers(b"rustc version ").is_empty());
    }
}

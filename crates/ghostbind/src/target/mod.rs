//! Which machine a build is for, under both its names.
//!
//! A Zig triple may carry versions (`x86_64-linux.5.10-gnu.2.17`): they are handed to Zig and never
//! reach a path. Nothing here asks a compiler: the table decides, and tests hold the table against
//! the compilers.

mod table;

use ghost_abi::model::{Arch, Machine};

pub use table::{ROWS, Row};

/// A machine that something is built for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Zig's triple as `-target` takes it, with the versions that the user gave.
    pub zig: String,
    /// Zig's triple without versions, for paths and manifests.
    pub zig_name: String,
    /// Rust's triple.
    pub rust: String,
    /// What `-mcpu` must say so that Zig's baseline is Rust's, where they differ.
    pub zig_cpu: Option<String>,
    /// What `-C target-cpu` must say, where a processor was asked for.
    pub rust_cpu: Option<String>,
    /// Whether this is the machine that builds.
    pub host: bool,
}

/// Why a target cannot be built for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// Not a name of the table.
    #[error("unknown {side} target `{name}`{}", nearest(.suggestions))]
    Unknown {
        /// Whose name it should be: `Zig` or `Rust`.
        side: &'static str,
        /// What was asked for.
        name: String,
        /// The nearest names, best first.
        suggestions: Vec<String>,
    },
    /// A Rust target that Zig cannot build for.
    #[error("Rust target `{name}` has no Zig counterpart: {why}")]
    WithoutZig {
        /// Rust's name.
        name: String,
        /// What Zig lacks.
        why: &'static str,
    },
    /// Not a processor of the target.
    #[error("`{rust}` has no processor `{cpu}`{}", nearest(.suggestions))]
    UnknownCpu {
        /// Rust's name of the target.
        rust: String,
        /// What was asked for.
        cpu: String,
        /// The nearest names, best first.
        suggestions: Vec<String>,
    },
    /// Two names, two machines.
    #[error("Zig target `{zig}` and Rust target `{rust}` are different machines ({why})")]
    Different {
        /// Zig's name.
        zig: String,
        /// Rust's name.
        rust: String,
        /// What either name means to the other side.
        why: String,
    },
    /// The Rust compiler builds on a machine that the table does not hold.
    #[error("the host `{0}` has no Zig counterpart")]
    Host(String),
}

fn nearest(suggestions: &[String]) -> String {
    if suggestions.is_empty() {
        String::new()
    } else {
        format!("; the nearest are {}", suggestions.join(", "))
    }
}

/// Number of names offered for a misspelt one.
const SUGGESTIONS_MAX: usize = 3;

/// Finds the machine behind the names given, `host` (a Rust triple) where none is.
///
/// A Zig name may be `native`, a bare architecture (the host's system and ABI), and may leave the
/// ABI out (Zig's default for that system) or carry versions. Its architecture and its system may be
/// `native` each for itself.
pub fn resolve(zig: Option<&str>, rust: Option<&str>, host: &str) -> Result<Target, TargetError> {
    let host_row = by_rust(host).ok_or_else(|| TargetError::Host(host.to_owned()))?;
    let zig = zig.map(|name| ZigTriple::parse(name, host_row)).transpose()?;
    let row = match (&zig, rust) {
        (None, None) => *host_row,
        (None, Some(rust)) => *by_rust(rust).ok_or_else(|| unknown_rust(rust))?,
        // The host's own target is meant by its Zig name before any other row of that name.
        (Some(zig), None) if zig.name == host_row.zig => *host_row,
        (Some(zig), None) => *by_zig(&zig.name).ok_or_else(|| unknown_zig(&zig.given))?,
        (Some(zig), Some(rust)) => both(zig, rust)?,
    };
    let host = row.rust == host;
    Ok(Target {
        zig: zig.map_or_else(|| row.zig.to_owned(), |zig| zig.full),
        zig_name: row.zig.to_owned(),
        rust: row.rust.to_owned(),
        zig_cpu: row.cpu.map(str::to_owned),
        rust_cpu: None,
        host,
    })
}

impl Target {
    /// Takes a processor: `native`, `baseline` (what both compilers take anyway) or a name, in Rust's
    /// spelling (`cortex-a53`) or Zig's (`cortex_a53`). `known` are rustc's names for the target.
    pub(crate) fn set_cpu(&mut self, cpu: &str, known: &[String]) -> Result<(), TargetError> {
        if cpu == "baseline" {
            return Ok(());
        }
        let zig = |name: &str| name.replace(['-', '.'], "_");
        let Some(name) = known.iter().find(|name| zig(name) == zig(cpu)) else {
            let suggestions = closest(cpu, known.iter().map(String::as_str)).map(str::to_owned);
            let suggestions = suggestions.take(SUGGESTIONS_MAX).collect();
            return Err(TargetError::UnknownCpu {
                rust: self.rust.clone(),
                cpu: cpu.to_owned(),
                suggestions,
            });
        };
        self.zig_cpu = Some(zig(name));
        self.rust_cpu = Some(name.clone());
        Ok(())
    }

    /// The glibc version that the Zig triple asks for: `2.17` of `x86_64-linux-gnu.2.17`.
    pub fn glibc(&self) -> Option<&str> {
        let abi = self.zig.splitn(3, '-').nth(2)?;
        let (name, version) = abi.split_once('.')?;
        name.starts_with("gnu").then_some(version)
    }

    /// The facts that decide layouts.
    pub fn machine(&self) -> Machine {
        machine(&self.zig_name)
    }

    /// The operating system as Zig calls it.
    pub fn system(&self) -> &str {
        self.zig_name.split('-').nth(1).unwrap_or_default()
    }

    /// Whether objects are in the format of most systems and of machines without one, ELF.
    pub(crate) fn is_elf(&self) -> bool {
        let others = ["windows", "macos", "ios", "tvos", "watchos", "visionos", "uefi", "wasi"];
        !others.contains(&self.system()) && !self.arch().starts_with("wasm")
    }

    /// The architecture as Zig calls it.
    pub fn arch(&self) -> &str {
        self.zig_name.split('-').next().unwrap_or_default()
    }

    /// The ABI as Zig calls it.
    pub fn abi(&self) -> &str {
        self.zig_name.splitn(3, '-').nth(2).unwrap_or_default()
    }
}

/// A Zig triple in its parts, versions apart.
struct ZigTriple {
    given: String,
    /// With versions, ABI filled in.
    full: String,
    /// Without versions.
    name: String,
}

impl ZigTriple {
    fn parse(given: &str, host: &Row) -> Result<Self, TargetError> {
        let plain =
            |name: &str| Self { given: given.to_owned(), full: name.to_owned(), name: name.to_owned() };
        if matches!(given, "native" | "native-native" | "native-native-native") {
            return Ok(plain(host.zig));
        }
        let mut parts = given.splitn(3, '-');
        let arch = parts.next().unwrap_or_default();
        let Some(system) = parts.next() else {
            return bare(arch, host).map(plain).ok_or_else(|| unknown_zig(given));
        };
        let (of_arch, of_system) = host.zig.split_once('-').unwrap_or((host.zig, ""));
        let of_system = of_system.split('-').next().unwrap_or_default();
        let arch = if arch == "native" { of_arch } else { arch };
        let native = unversioned(system) == Some("native");
        let system = if native { system.replacen("native", of_system, 1) } else { system.to_owned() };
        let system_name = unversioned(&system).ok_or_else(|| unknown_zig(given))?;
        let abi = match parts.next() {
            Some(abi) => abi.to_owned(),
            // The ABI that is found on this machine.
            None if native => {
                bare(arch, host).and_then(|name| name.splitn(3, '-').nth(2)).unwrap_or("none").to_owned()
            }
            None => default_abi(system_name, arch),
        };
        let abi_name = unversioned(&abi).ok_or_else(|| unknown_zig(given))?;
        Ok(Self {
            given: given.to_owned(),
            full: format!("{arch}-{system}-{abi}"),
            name: format!("{arch}-{system_name}-{abi_name}"),
        })
    }
}

/// What a bare architecture means: the host's system, and the ABI of the host's family.
fn bare(arch: &str, host: &Row) -> Option<&'static str> {
    let mut host_parts = host.zig.splitn(3, '-').skip(1);
    let (system, abi) = (host_parts.next()?, host_parts.next()?);
    let family = ["gnu", "musl", "android", "ohos"].into_iter().find(|family| abi.starts_with(family));
    ROWS.iter().map(|row| row.zig).find(|name| {
        let mut parts = name.splitn(3, '-');
        parts.next() == Some(arch)
            && parts.next() == Some(system)
            && parts.next().is_some_and(|theirs| family.map_or(theirs == abi, |f| theirs.starts_with(f)))
    })
}

/// `gnu` of `gnu.2.17`; `None` if what follows the name is not a version or a range of versions.
fn unversioned(part: &str) -> Option<&str> {
    let Some((name, version)) = part.split_once('.') else { return Some(part) };
    let digits = |v: &str| !v.is_empty() && v.split('.').all(|n| n.parse::<u32>().is_ok());
    let named = |v: &str| !v.is_empty() && v.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    version.split("...").all(|v| digits(v) || named(v)).then_some(name)
}

fn default_abi(system: &str, arch: &str) -> String {
    let applies = |row: &&(&str, &str, &str)| {
        (row.0 == system || row.0.is_empty()) && (row.1 == arch || row.1.is_empty())
    };
    table::DEFAULT_ABI.iter().find(applies).map_or("none", |row| row.2).to_owned()
}

fn by_zig(name: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.zig == name)
}

fn by_rust(name: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.rust == name)
}

fn both(zig: &ZigTriple, rust: &str) -> Result<Row, TargetError> {
    if let Some(row) = ROWS.iter().find(|row| row.zig == zig.name && row.rust == rust) {
        return Ok(*row);
    }
    let of_zig = by_zig(&zig.name).ok_or_else(|| unknown_zig(&zig.given))?;
    let of_rust = by_rust(rust).ok_or_else(|| unknown_rust(rust))?;
    let why =
        format!("Rust's name for the first is `{}`, Zig's for the second `{}`", of_zig.rust, of_rust.zig);
    Err(TargetError::Different { zig: zig.given.clone(), rust: rust.to_owned(), why })
}

fn unknown_zig(name: &str) -> TargetError {
    // Someone who gives Rust's name on Zig's side wants the same machine.
    let same = by_rust(name).map(|row| row.zig);
    unknown("Zig", name, same, ROWS.iter().map(|row| row.zig))
}

fn unknown_rust(name: &str) -> TargetError {
    if let Some((_, why)) = table::WITHOUT_ZIG.iter().find(|(part, _)| name.contains(part)) {
        return TargetError::WithoutZig { name: name.to_owned(), why };
    }
    let same = by_zig(name).map(|row| row.rust);
    unknown("Rust", name, same, ROWS.iter().map(|row| row.rust))
}

fn unknown(
    side: &'static str,
    name: &str,
    same: Option<&'static str>,
    names: impl Iterator<Item = &'static str>,
) -> TargetError {
    let mut suggestions: Vec<String> = same.into_iter().map(str::to_owned).collect();
    for known in closest(name, names) {
        if suggestions.len() == SUGGESTIONS_MAX {
            break;
        }
        if !suggestions.iter().any(|s| s == known) {
            suggestions.push(known.to_owned());
        }
    }
    TargetError::Unknown { side, name: name.to_owned(), suggestions }
}

/// Names by their likeness to a misspelt one, best first.
fn closest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    let mut scored: Vec<(f64, &str)> =
        names.map(|known| (-strsim::normalized_damerau_levenshtein(name, known), known)).collect();
    scored.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
    scored.into_iter().map(|(_, known)| known)
}

/// Architectures whose plain `char` is unsigned (`core::ffi::c_char`), except on Windows and Apple systems.
const CHAR_UNSIGNED: &[&str] = &[
    "aarch64",
    "aarch64_be",
    "arm",
    "armeb",
    "thumb",
    "thumbeb",
    "csky",
    "hexagon",
    "msp430",
    "powerpc",
    "powerpc64",
    "powerpc64le",
    "riscv32",
    "riscv64",
    "s390x",
    "xtensa",
];
const BIG_ENDIAN: &[&str] = &[
    "aarch64_be",
    "armeb",
    "thumbeb",
    "mips",
    "mips64",
    "powerpc",
    "powerpc64",
    "s390x",
    "sparc",
    "sparc64",
    "m68k",
    "bpfeb",
];

fn machine(zig: &str) -> Machine {
    let mut parts = zig.splitn(3, '-');
    let mut part = || parts.next().unwrap_or_default();
    let (arch, system, abi) = (part(), part(), part());
    let wide = arch.contains("64") || matches!(arch, "s390x" | "bpfel" | "bpfeb" | "amdgcn");
    let pointer_bytes = match arch {
        "avr" | "msp430" => 2,
        _ if wide && !abi.ends_with("32") => 8,
        _ => 4,
    };
    let windows = matches!(system, "windows" | "uefi");
    let apple = matches!(system, "macos" | "ios" | "tvos" | "watchos" | "visionos" | "maccatalyst");
    Machine {
        pointer_bytes,
        c_long_bytes: if windows { 4 } else { pointer_bytes.max(4) },
        c_char_signed: windows || apple || !CHAR_UNSIGNED.contains(&arch),
        little_endian: !BIG_ENDIAN.contains(&arch),
        wide_align_bytes: if arch == "x86" && !windows { 4 } else { 8 },
        arch: Arch::of(arch),
    }
}

#[cfg(test)]
mod tests;

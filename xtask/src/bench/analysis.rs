//! How long `zeke analyze` takes over a generated project of 100,000 lines in both languages.

use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Setting, median_ms};
use crate::children::{cannot_start, command};
use crate::report::Failure;

/// Rust and Zig modules; together they have more than 100,000 lines.
const MODULES: usize = 145;
/// Types with their functions in a module.
const TYPES: usize = 10;
/// Rounds whose median counts.
const ROUNDS: usize = 11;

/// The row of the table.
pub(super) fn rows(setting: &Setting) -> Result<String, Failure> {
    let folder =
        tempfile::tempdir().map_err(|e| Failure::environment(format!("no temporary folder: {e}")))?;
    let root = Utf8PathBuf::from_path_buf(folder.path().to_owned())
        .map_err(|path| Failure::environment(format!("{} is not UTF-8", path.display())))?;
    let lines = generate(&root).map_err(|e| Failure::work(format!("{root}: {e}")))?;
    let zeke = setting.tools.join(format!("zeke{}", std::env::consts::EXE_SUFFIX));
    let cold = rounds(&zeke, &root, &["--no-cache"])?;
    let again = rounds(&zeke, &root, &[])?;
    let edited = |file: &str| edited(&zeke, &root, &root.join(file));
    let (of_zig, of_rust) = (edited("zig/m7.zig")?, edited("rust/src/m7.rs")?);
    Ok(format!(
        "| analysis of {lines} lines | `zeke analyze --no-cache` | {cold:.2} | | under a second |\n\
         | the same files again | `zeke analyze` | {again:.2} | | |\n\
         | one Zig file was edited | `zeke analyze` | {of_zig:.2} | | |\n\
         | one Rust file was edited | `zeke analyze` | {of_rust:.2} | | |\n"
    ))
}

/// The median where a file is another one each time.
fn edited(zeke: &Utf8Path, root: &Utf8Path, file: &Utf8Path) -> Result<f64, Failure> {
    let text = fs::read_to_string(file).map_err(|e| Failure::work(format!("{file}: {e}")))?;
    rounds_after(zeke, root, &[], |round| fs::write(file, format!("// {round}\n{text}")))
}

fn rounds(zeke: &Utf8Path, root: &Utf8Path, more: &[&str]) -> Result<f64, Failure> {
    rounds_after(zeke, root, more, |_| Ok(()))
}

/// The median of the rounds, in milliseconds. What is cached is kept in the project's own folder.
fn rounds_after(
    zeke: &Utf8Path,
    root: &Utf8Path,
    more: &[&str],
    prepare: impl Fn(usize) -> std::io::Result<()>,
) -> Result<f64, Failure> {
    let mut times = Vec::with_capacity(ROUNDS);
    // Round 0 fills the cache.
    for round in 0..=ROUNDS {
        prepare(round).map_err(|e| Failure::work(format!("{root}: {e}")))?;
        let mut analyze = command(zeke);
        analyze.args(["analyze", "--output-format", "json", "--project", root.as_str()]).args(more);
        analyze.env("XDG_CACHE_HOME", root.join("cache"));
        analyze.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        let status = analyze.status().map_err(|e| cannot_start(&analyze, &e))?;
        if round > 0 {
            times.push(start.elapsed());
        }
        if !status.success() {
            return Err(Failure::work(format!("bench: the generated project is not clean ({status})")));
        }
    }
    Ok(median_ms(&mut times))
}

/// Writes the project; gives its lines.
fn generate(root: &Utf8Path) -> std::io::Result<usize> {
    let (rust, zig) = (root.join("rust/src"), root.join("zig"));
    fs::create_dir_all(&rust)?;
    fs::create_dir_all(&zig)?;
    let manifest = "[package]\nname = \"big\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n\
                    [lib]\ncrate-type = [\"staticlib\"]\n";
    fs::write(root.join("rust/Cargo.toml"), manifest)?;
    fs::write(zig.join("build.zig"), "pub fn build(_: *@import(\"std\").Build) void {}\n")?;
    let (mut lib, mut main, mut lines) = (String::new(), String::new(), 0);
    for module in 0..MODULES {
        let _ = writeln!(lib, "mod m{module};");
        let _ = writeln!(main, "pub const m{module} = @import(\"m{module}.zig\");");
        for (folder, extension, template) in [(&rust, "rs", RUST), (&zig, "zig", ZIG)] {
            let text: String =
                (0..TYPES).map(|ty| template.replace("KEY", &format!("{module}_{ty}"))).collect();
            lines += text.lines().count();
            fs::write(folder.join(format!("m{module}.{extension}")), text)?;
        }
    }
    fs::write(rust.join("lib.rs"), lib)?;
    fs::write(zig.join("main.zig"), main)?;
    Ok(lines)
}

const RUST: &str = include_str!("analysis.rs.txt");
const ZIG: &str = include_str!("analysis.zig.txt");

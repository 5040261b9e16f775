//! Compiling what was written, once, before anyone else has to.
//!
//! The header is read by Zig's C compiler as C11 and as C++ for the very target, without any
//! system header, and for the host by the system's C compiler as well. The module is analysed by Zig with every
//! declaration in it. A text that passed is remembered by its digest.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

use crate::error::BuildError;
use crate::layout::Layout;
use crate::process::Invocation;
use crate::publish::failed;
use crate::request::Environment;
use crate::target::Target;
use crate::tools::Tools;

/// What is to be compiled.
pub(crate) struct Written<'a> {
    /// The crate, as files and module are named.
    pub(crate) name: &'a str,
    /// The C header.
    pub(crate) header: &'a str,
    /// Whether the header includes nothing but freestanding headers, so that it can be read for
    /// targets whose C library is not there.
    pub(crate) freestanding: bool,
    /// The Zig module.
    pub(crate) bindings: &'a str,
    /// Wrappers around it, which import it by its file's name.
    pub(crate) wrappers: Option<&'a str>,
}

/// The tools and the place for it.
pub(crate) struct Verifier<'a> {
    pub(crate) env: &'a Environment,
    pub(crate) tools: &'a Tools,
    pub(crate) layout: &'a Layout,
    pub(crate) target: &'a Target,
}

/// Imports the module and touches each declaration: Zig analyses only what is used. The
/// structure that reflection gives changed its shape in 0.17.
const TOUCH_ALL: &str = r#"const m = @import("m");
comptime {
    @setEvalBranchQuota(1_000_000);
    const info = @typeInfo(m).@"struct";
    if (@hasField(@TypeOf(info), "decl_names")) {
        for (info.decl_names) |name| {
            _ = &@field(m, name);
        }
    } else {
        for (info.decls) |decl| {
            _ = &@field(m, decl.name);
        }
    }
}
"#;

impl Verifier<'_> {
    /// Compiles both texts.
    pub(crate) fn verify(&self, written: &Written<'_>) -> Result<(), BuildError> {
        let marker = self.marker(written);
        if marker.exists() {
            return Ok(());
        }
        let parent = self.layout.cache("verify");
        fs::create_dir_all(&parent).map_err(|source| failed("create", &parent, source))?;
        let folder = tempfile::Builder::new()
            .prefix(written.name)
            .tempdir_in(&parent)
            .map_err(|source| failed("write", &parent, source))?;
        let at = Utf8PathBuf::from_path_buf(folder.path().to_owned()).map_err(|path| {
            failed("use", &parent, std::io::Error::other(format!("{} is not UTF-8", path.display())))
        })?;
        self.header(written, &at)?;
        self.module(written, &at)?;
        let verified = marker.parent().unwrap_or(&parent);
        fs::create_dir_all(verified).map_err(|source| failed("create", verified, source))?;
        fs::write(&marker, []).map_err(|source| failed("write", &marker, source))
    }

    fn marker(&self, written: &Written<'_>) -> Utf8PathBuf {
        let mut hasher = blake3::Hasher::new();
        let cc = self.tools.cc.as_ref().map_or("", |cc| &cc.version);
        let parts = [
            env!("GHOSTBIND_BUILD"),
            &self.tools.zig_version,
            cc,
            &self.target.zig,
            self.target.zig_cpu.as_deref().unwrap_or_default(),
            written.name,
            written.header,
            written.bindings,
            written.wrappers.unwrap_or_default(),
        ];
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
        self.layout.cache("verified").join(&hasher.finalize().to_hex()[..32])
    }

    fn header(&self, written: &Written<'_>, folder: &Utf8Path) -> Result<(), BuildError> {
        let header = write(folder, &format!("{}.h", written.name), written.header)?;
        let source = write(folder, "include.c", &format!("#include \"{}.h\"\n", written.name))?;
        // What the owner calls deprecated is declared all the same.
        let strict = ["-Wall", "-Wextra", "-Werror", "-Wno-deprecated-declarations", "-fsyntax-only"];
        if written.freestanding {
            let include = self.tools.zig_lib.join("include");
            let target = format!("--target={}", clang_target(self.target));
            for (language, standard) in [("c", "-std=c11"), ("c++", "-std=c++11")] {
                let zig = Invocation::new(&self.tools.zig, folder, &self.env.vars)
                    .args(["clang", &target, "-ffreestanding", "-nostdinc", "-isystem", include.as_str()])
                    .args(["-x", language, standard])
                    .args(strict)
                    .args([source.as_str()]);
                self.run(&zig, "header", written.name, &header)?;
            }
        }
        if let Some(cc) = self.tools.cc.as_ref().filter(|_| self.target.host) {
            let cc = Invocation::new(&cc.path, folder, &self.env.vars)
                .args(["-std=c11"])
                .args(strict)
                .args([source.as_str()]);
            self.run(&cc, "header", written.name, &header)?;
        }
        Ok(())
    }

    fn module(&self, written: &Written<'_>, folder: &Utf8Path) -> Result<(), BuildError> {
        let module = write(folder, &format!("{}.zig", written.name), written.bindings)?;
        self.touch_all(written, folder, &module)?;
        if let Some(text) = written.wrappers {
            let wrappers = write(folder, &format!("{}.idiomatic.zig", written.name), text)?;
            self.touch_all(written, folder, &wrappers)?;
        }
        Ok(())
    }

    fn touch_all(
        &self,
        written: &Written<'_>,
        folder: &Utf8Path,
        module: &Utf8Path,
    ) -> Result<(), BuildError> {
        // Behind a name that no crate's module can have.
        let root = write(folder, "touch-all.zig", TOUCH_ALL)?;
        let mut zig = Invocation::new(&self.tools.zig, folder, &self.env.vars)
            .args(["build-obj", "-fno-emit-bin", "-target", &self.target.zig])
            .args(["--cache-dir", self.layout.cache("zig").as_str()])
            .args(["--dep", "m", &format!("-Mroot={root}"), &format!("-Mm={module}")]);
        if let Some(cpu) = &self.target.zig_cpu {
            zig = zig.args([format!("-mcpu={cpu}")]);
        }
        self.run(&zig, "bindings", written.name, module)
    }

    /// Runs a compiler. What it rejects is kept beside the cache, to look at.
    fn run(
        &self,
        compiler: &Invocation,
        what: &'static str,
        name: &str,
        file: &Utf8Path,
    ) -> Result<(), BuildError> {
        let finished = self.env.children.output(compiler)?;
        if finished.status.success() {
            return Ok(());
        }
        let kept = self.layout.cache("rejected");
        fs::create_dir_all(&kept).map_err(|source| failed("create", &kept, source))?;
        let kept = kept.join(file.file_name().unwrap_or(name));
        fs::copy(file, &kept).map_err(|source| failed("write", &kept, source))?;
        Err(BuildError::Rejected {
            what,
            name: name.to_owned(),
            compiler: compiler.program.to_string(),
            messages: finished.stderr.replace(file.as_str(), kept.as_str()).trim().to_owned(),
        })
    }
}

fn write(folder: &Utf8Path, name: &str, text: &str) -> Result<Utf8PathBuf, BuildError> {
    let path = folder.join(name);
    fs::write(&path, text).map_err(|source| failed("write", &path, source))?;
    Ok(path)
}

/// Clang's triple: layouts depend on the architecture, the system and its ABI.
pub(crate) fn clang_target(target: &Target) -> String {
    let arch = match target.arch() {
        "x86" => "i386",
        other => other,
    };
    let (system, abi) = match (target.system(), target.abi()) {
        ("freestanding", abi) => ("none", abi),
        ("macos" | "ios" | "tvos" | "watchos" | "visionos" | "maccatalyst", abi) => ("macosx", abi),
        ("uefi", _) => ("windows", "msvc"),
        (system, abi) => (system, abi),
    };
    match abi {
        "none" => format!("{arch}-unknown-{system}"),
        abi => format!("{arch}-unknown-{system}-{abi}"),
    }
}

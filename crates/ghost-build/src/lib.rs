//! Zig modules for Cargo projects, from `build.rs`.
//!
//! ```no_run
//! // In the `main` of build.rs:
//! ghost_build::Build::new("zig_modules/algorithms").compile();
//! ```
//!
//! ```ignore
//! // src/lib.rs
//! mod algorithms {
//!     include!(concat!(env!("OUT_DIR"), "/algorithms.rs"));
//! }
//! ```
//!
//! The module is compiled for the target and at the level of optimisation that Cargo asks for, and linked
//! statically. What it exports, by `export fn` or `@export`, is read from the library that was built and
//! written down as Rust declarations (`OUT_DIR/<name>.rs`) and as a C header (`OUT_DIR/include/<name>.h`); sizes
//! and offsets are asserted in both. Nothing but Zig is needed: `ZIG` names it, else it is looked up on PATH.
//!
//! Absent: no libclang, no `zig build`, no file outside of `OUT_DIR`.

mod cargo;
mod compile;
mod error;

use camino::{Utf8Path, Utf8PathBuf};

pub use compile::Compiled;
pub use error::Error;

/// How a Zig module is built. [`Self::compile`] does it.
#[derive(Debug, Clone)]
pub struct Build {
    /// The module's folder, or its root file.
    path: Utf8PathBuf,
    name: Option<String>,
    root: Option<Utf8PathBuf>,
    optimization: Option<String>,
    cpu: Option<String>,
    libc: Option<bool>,
    imports: Vec<(String, Utf8PathBuf)>,
}

impl Build {
    /// The module in a folder, or the one that begins with a Zig file, relative to the package.
    ///
    /// In a folder the root file is `src/<name>.zig`, `src/root.zig`, `src/lib.zig`, else the only Zig file in
    /// `src`. Its name is the folder's or the file's.
    pub fn new(path: impl AsRef<Utf8Path>) -> Self {
        Self {
            path: path.as_ref().to_owned(),
            name: None,
            root: None,
            optimization: None,
            cpu: None,
            libc: None,
            imports: Vec::new(),
        }
    }

    /// What the library and the files about it are called.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The root file, relative to the module's folder.
    #[must_use]
    pub fn root(mut self, file: impl AsRef<Utf8Path>) -> Self {
        self.root = Some(file.as_ref().to_owned());
        self
    }

    /// Zig's optimisation mode: `Debug`, `ReleaseSafe`, `ReleaseFast` or `ReleaseSmall`. Without it Cargo's
    /// `opt-level` decides: 0 is `Debug`, 1 `ReleaseSafe`, 2 and 3 `ReleaseFast`, `s` and `z` `ReleaseSmall`.
    #[must_use]
    pub fn optimize(mut self, mode: impl Into<String>) -> Self {
        self.optimization = Some(mode.into());
        self
    }

    /// The processor, by Zig's name. Without it rustc's `target-cpu` decides, else the target's baseline.
    #[must_use]
    pub fn cpu(mut self, cpu: impl Into<String>) -> Self {
        self.cpu = Some(cpu.into());
        self
    }

    /// Whether the module may use C's library, as `std.heap.c_allocator` does. By default it may wherever the
    /// target has one: Rust's standard library links it anyway.
    #[must_use]
    pub fn libc(mut self, libc: bool) -> Self {
        self.libc = Some(libc);
        self
    }

    /// Another Zig module that this one imports by `name`: a folder or a root file, as for [`Self::new`].
    #[must_use]
    pub fn import(mut self, name: impl Into<String>, path: impl AsRef<Utf8Path>) -> Self {
        self.imports.push((name.into(), path.as_ref().to_owned()));
        self
    }

    /// Builds the module and tells Cargo about it. What goes wrong becomes Cargo's error.
    pub fn compile(&self) {
        if let Err(error) = self.try_compile() {
            cargo::error(&error);
        }
    }

    /// The same, for those who want to know.
    ///
    /// # Errors
    /// Zig is missing, the target is unknown to it, the module does not compile, or it exports what Rust and C
    /// cannot have.
    pub fn try_compile(&self) -> Result<Compiled, Error> {
        let env = cargo::environment()?;
        let compiled = compile::compile(self, &env)?;
        cargo::tell(&compiled);
        Ok(compiled)
    }
}

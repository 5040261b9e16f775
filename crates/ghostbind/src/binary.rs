//! The library that is asked what it exports, read once.

use std::fs;

use camino::Utf8PathBuf;
use ghost_abi::symbols::{SymbolTable, read_symbols};

use crate::archive::{RustArchive, refuse_mixture};
use crate::cargo::Compiled;
use crate::error::BuildError;
use crate::publish::failed;
use crate::request::CrateType;

/// A library as cargo left it.
pub(crate) struct Binary {
    pub(crate) path: Utf8PathBuf,
    pub(crate) bytes: Vec<u8>,
    pub(crate) symbols: SymbolTable,
}

impl Binary {
    /// Reads what was compiled, and refuses an archive that is several in one. `name` is what the library is called.
    pub(crate) fn read(compiled: &Compiled, name: &str) -> Result<Self, BuildError> {
        // The archive has everything; a shared library lists only what its linker kept.
        let library = compiled.libraries.iter().min_by_key(|(kind, _)| *kind != CrateType::Staticlib);
        let Some((kind, path)) = library else { return Err(BuildError::NoExports { name: name.to_owned() }) };
        let bytes = fs::read(path).map_err(|source| failed("read", path, source))?;
        let symbols = read_symbols(&bytes)
            .map_err(|error| BuildError::Interface { what: path.to_string(), source: Box::new(error) })?;
        if *kind == CrateType::Staticlib {
            refuse_mixture(RustArchive::of(path, &bytes, &symbols).as_slice())?;
        }
        Ok(Self { path: path.clone(), bytes, symbols })
    }
}

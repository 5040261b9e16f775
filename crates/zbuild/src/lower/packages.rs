//! Zig packages: a folder, or an archive by URL and hash that `zbuild fetch` brings.

use camino::Utf8PathBuf;
use ghostbind::zig::root::default_root;

use super::Lowering;
use super::unit::Unit;
use crate::config::ZigPackage;

impl Lowering<'_> {
    /// The root file of a package.
    pub(super) fn zig_package(&mut self, unit: &Unit, spec: &ZigPackage) -> Option<Utf8PathBuf> {
        let Some(path) = &spec.path else {
            let at = spec.url.as_ref().unwrap_or(&spec.name);
            self.errors.push(unit.error_at(at, "packages by URL are not supported yet").hint("use `path`"));
            return None;
        };
        let folder = unit.path(&path.value);
        let root = match &spec.root {
            Some(root) => self.named_root(unit, root, &folder),
            None => default_root(&folder, &spec.name.value)
                .map_err(|error| unit.error_at(path, error).hint("name the file with `root`")),
        };
        root.map_err(|error| self.errors.push(error)).ok()
    }
}

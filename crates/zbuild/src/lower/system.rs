//! Libraries of the machine that a program runs on, as `-l` names them. For this very machine Zig looks for them where
//! the machine has them, and what it finds there is an input; for another one it has a few itself, the C library first.

use camino::{Utf8Path, Utf8PathBuf};
use zbuild_engine::Action;

use super::Lowering;
use super::scope::Links;
use super::unit::Unit;
use crate::config::Project;

/// The C library, which Zig has itself.
const LIBC: &str = "c";

/// Folders of a machine's libraries in Zig's order, less those that are links to them. `$` is the machine's triple.
const FOLDERS: &[&str] =
    &["/usr/local/lib64", "/usr/local/lib", "/usr/lib/$", "/usr/lib64", "/usr/lib", "/lib/$"];

/// Whether a project is for this very machine, since it links what only that has.
pub(crate) fn is_of_this_machine(project: &Project) -> bool {
    project.system_libraries.iter().any(|library| library.value != LIBC)
}

impl Links {
    /// System libraries that not every machine has.
    pub(super) fn of_the_machine(&self) -> impl Iterator<Item = &str> {
        self.system.iter().map(String::as_str).filter(|&library| library != LIBC)
    }
}

impl Lowering<'_> {
    /// What a linker is told of a part's system libraries.
    pub(super) fn system_flags(&self, unit: &Unit, links: &Links) -> Vec<String> {
        let own = links.of_the_machine().next().and(unit.setting.native.then(|| self.library_path()));
        let folders = own.unwrap_or_default().into_iter().map(|folder| format!("-L{folder}"));
        folders.chain(links.system.iter().map(|library| format!("-l{library}"))).collect()
    }

    /// The same action with the files that these libraries are, or would be if they were there, among its inputs.
    pub(super) fn with_system_libraries(&self, action: Action, unit: &Unit, links: &Links) -> Action {
        if !unit.setting.native {
            return action;
        }
        let triple = &unit.setting.target.zig_name;
        let known = FOLDERS.iter().map(|folder| Utf8PathBuf::from(folder.replace('$', triple)));
        let folders: Vec<Utf8PathBuf> = self.library_path().into_iter().chain(known).collect();
        links
            .of_the_machine()
            .flat_map(|library| sought(&folders, library))
            .fold(action, Action::optional_input)
    }

    /// Folders that the caller's compilers look into first.
    fn library_path(&self) -> Vec<Utf8PathBuf> {
        let path = self.env.var("LIBRARY_PATH").unwrap_or_default();
        path.split(':').filter(|folder| Utf8Path::new(folder).is_absolute()).map(Into::into).collect()
    }
}

/// Where a library is looked for, up to where it is found.
fn sought(folders: &[Utf8PathBuf], library: &str) -> Vec<Utf8PathBuf> {
    let files =
        |folder: &Utf8PathBuf| ["so", "a"].map(|ending| folder.join(format!("lib{library}.{ending}")));
    let all: Vec<Utf8PathBuf> = folders.iter().flat_map(files).collect();
    let found = all.iter().position(|file| file.exists()).map_or(all.len(), |at| at + 1);
    all.into_iter().take(found).collect()
}

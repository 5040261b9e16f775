//! `cargo xtask tidy`: the house rules that no compiler holds.

mod code_map;
mod imports;
mod licences;
mod links;
mod sizes;
mod text;

use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::{Metadata, MetadataCommand};

use crate::children::{command, output_of};
use crate::report::Failure;

/// Runs every rule and prints all that is wrong, not the first.
pub(crate) fn run_tidy(root: &Utf8Path) -> Result<(), Failure> {
    let metadata = MetadataCommand::new()
        .current_dir(root)
        .exec()
        .map_err(|e| Failure::environment(format!("cargo metadata: {e}")))?;
    let files = tracked_files(root)?;
    let mut wrong = Vec::new();
    wrong.extend(imports::check(root, &metadata));
    wrong.extend(code_map::check(root));
    wrong.extend(licences::check(root, &metadata));
    wrong.extend(text::check(root, &files));
    wrong.extend(links::check(root, &files));
    let (oversize, report) = sizes::check(root, &files);
    wrong.extend(oversize);
    print!("{report}");
    if wrong.is_empty() {
        println!("tidy: {} files, {} packages, nothing wrong", files.len(), metadata.packages.len());
        return Ok(());
    }
    for line in &wrong {
        println!("{line}");
    }
    Err(Failure::work(format!("{} house rules broken", wrong.len())))
}

/// Files that git tracks or would track, relative to `root`.
fn tracked_files(root: &Utf8Path) -> Result<Vec<Utf8PathBuf>, Failure> {
    let mut git = command("git");
    git.current_dir(root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let listing = output_of(&mut git)
        .ok_or_else(|| Failure::environment("`git ls-files` failed; tidy needs a git checkout"))?;
    let mut files: Vec<Utf8PathBuf> =
        listing.split('\0').filter(|name| !name.is_empty()).map(Into::into).collect();
    files.retain(|file| root.join(file).is_file());
    files.sort();
    files.dedup();
    Ok(files)
}

/// Members of the workspace, by name.
fn members(metadata: &Metadata) -> impl Iterator<Item = &cargo_metadata::Package> {
    metadata.packages.iter().filter(|package| metadata.workspace_members.contains(&package.id))
}

//! What an action left at the service, brought here. Names and links that would lead out of their folder are
//! refused; every byte is digested on the way.

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use bazel_remote_apis::build::bazel::remote::execution::v2 as api;
use prost::Message;

use super::Stay;
use crate::remote::client::{Client, Fault};

/// Folders deeper than this are no output.
const DEPTH_MAX: usize = 512;

/// Why outputs could not be brought.
pub(super) enum Lack {
    /// The service's fault.
    Fault(Fault),
    /// The service has the result and lacks bytes of it.
    Gone,
    /// The action must run here.
    Stay(Stay),
}

impl From<Fault> for Lack {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<std::io::Error> for Lack {
    fn from(error: std::io::Error) -> Self {
        Self::Fault(Fault::Local(error))
    }
}

impl From<Stay> for Lack {
    fn from(stay: Stay) -> Self {
        Self::Stay(stay)
    }
}

/// What a result names, by path.
pub(super) enum Left<'a> {
    File(&'a api::OutputFile),
    Folder(&'a api::OutputDirectory),
    Link(&'a str),
}

/// What a result names.
#[expect(deprecated, reason = "services of before version 2.1 tell links by their kind")]
pub(super) fn named(result: &api::ActionResult) -> HashMap<&str, Left<'_>> {
    let files = result.output_files.iter().map(|file| (file.path.as_str(), Left::File(file)));
    let folders = result.output_directories.iter().map(|folder| (folder.path.as_str(), Left::Folder(folder)));
    let links = [&result.output_symlinks, &result.output_file_symlinks, &result.output_directory_symlinks];
    let links = links.into_iter().flatten().map(|link| (link.path.as_str(), Left::Link(&link.target)));
    files.chain(folders).chain(links).collect()
}

/// Puts an output at `place`, where nothing is.
pub(super) async fn bring(client: &Client, left: &Left<'_>, place: &Path) -> Result<(), Lack> {
    match left {
        Left::File(file) => {
            let digest = file.digest.as_ref().ok_or(Fault::WrongBytes)?;
            bring_file(client, digest, file.is_executable, &file.contents, place).await
        }
        Left::Folder(folder) => {
            let digest = folder.tree_digest.as_ref().ok_or(Fault::WrongBytes)?;
            let bytes = client.read(digest).await?.ok_or(Lack::Gone)?;
            let tree = api::Tree::decode(bytes.as_slice()).map_err(|_| Fault::WrongBytes)?;
            bring_tree(client, &tree, place).await
        }
        Left::Link(target) => link(target, 0, place),
    }
}

async fn bring_tree(client: &Client, tree: &api::Tree, place: &Path) -> Result<(), Lack> {
    let function = client.abilities().await?.function;
    let children: HashMap<api::Digest, &api::Directory> =
        tree.children.iter().map(|child| (function.of_bytes(&child.encode_to_vec()), child)).collect();
    let root = tree.root.clone().unwrap_or_default();
    let mut pending = vec![(place.to_owned(), &root, 0_usize)];
    while let Some((place, directory, depth)) = pending.pop() {
        if depth > DEPTH_MAX {
            return Err(Fault::WrongBytes.into());
        }
        fs::create_dir(&place)?;
        for file in &directory.files {
            let digest = file.digest.as_ref().ok_or(Fault::WrongBytes)?;
            bring_file(client, digest, file.is_executable, &[], &place.join(plain(&file.name)?)).await?;
        }
        for symlink in &directory.symlinks {
            link(&symlink.target, depth, &place.join(plain(&symlink.name)?))?;
        }
        for folder in &directory.directories {
            let digest = folder.digest.as_ref().ok_or(Fault::WrongBytes)?;
            let child = children.get(digest).copied().ok_or(Fault::WrongBytes)?;
            pending.push((place.join(plain(&folder.name)?), child, depth + 1));
        }
    }
    Ok(())
}

async fn bring_file(
    client: &Client,
    digest: &api::Digest,
    executable: bool,
    inline: &[u8],
    place: &Path,
) -> Result<(), Lack> {
    let function = client.abilities().await?.function;
    if !inline.is_empty() && function.of_bytes(inline) == *digest {
        fs::write(place, inline)?;
    } else if !client.read_to(digest, place).await? {
        return Err(Lack::Gone);
    }
    if executable {
        // Whoever may read it may run it, as a linker leaves it.
        let mode = fs::metadata(place)?.permissions().mode();
        fs::set_permissions(place, fs::Permissions::from_mode(mode | (mode & 0o444) >> 2))?;
    }
    Ok(())
}

/// Makes a link that stays within the output; `depth` folders lie between it and the output's top.
fn link(target: &str, depth: usize, place: &Path) -> Result<(), Lack> {
    if !stays_inside(target, depth) {
        return Err(Stay::of("it left a link that leads out of its output").into());
    }
    Ok(std::os::unix::fs::symlink(target, place)?)
}

/// Whether a link `depth` folders below the output's top leads to something in the output, whatever the names in it
/// are: after a name, which may be a link itself, nobody knows what `..` means.
fn stays_inside(target: &str, depth: usize) -> bool {
    let parts = || target.split('/').filter(|part| !matches!(*part, "" | "."));
    let up = parts().take_while(|part| *part == "..").count();
    !target.is_empty() && !target.starts_with('/') && up <= depth && parts().skip(up).all(|part| part != "..")
}

/// A name in a folder that is one.
fn plain(name: &str) -> Result<&str, Fault> {
    if matches!(name, "" | "." | "..") || name.contains(['/', '\0']) {
        Err(Fault::WrongBytes)
    } else {
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::stays_inside;

    #[test]
    fn links_stay_inside() {
        let check = |target: &str, depth: usize, expected: bool| {
            assert_eq!(stays_inside(target, depth), expected, "{target} at {depth}");
        };
        check("copy", 0, true);
        check("./a//b", 0, true);
        check("..", 0, false);
        check("../x", 1, true);
        check("../../x", 1, false);
        check(".././../x/y", 2, true);
        check("/etc", 3, false);
        check("", 3, false);
        // With `s/l -> ..` this leads four folders above the top.
        check("s/l/s/l/../../../../etc", 0, false);
        check("a/../b", 3, false);
    }
}

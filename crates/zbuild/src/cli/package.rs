//! `zbuild package`: what was built as one archive a target, with checksums and a bill of materials.

use std::collections::BTreeMap;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::Environment;
use sha2::{Digest, Sha256};

use super::archive::{Entry, tar_gz};
use super::args::{BuildArgs, PackageArgs};
use super::report::Report;
use super::signals::Interrupts;
use super::{bom, build, files};
use crate::build::Build;
use crate::config::Form;
use crate::diagnostic::{Diagnostic, Place};
use crate::failure::Failure;
use crate::lower::{Product, ProductKind};
use crate::project::{Member, MemberKind, Workspace, relative_to};
use crate::setting;

/// The time of all files, where `SOURCE_DATE_EPOCH` does not say: 1980, the first that every archive can hold.
const SECONDS: u64 = 315_532_800;
/// The last time that fits into a header.
const SECONDS_MAX: u64 = 0o77_777_777_777;
/// Files of a project's folder that go along, by the beginning of their names.
const ALONG: &[&str] = &["LICENSE", "LICENCE", "COPYING", "NOTICE", "README"];
/// The list of what lies in the folder of archives, as `sha256sum -c` reads it.
const SUMS: &str = "SHA256SUMS";

pub(super) fn command(args: &PackageArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let workspace = Workspace::open(&env.cwd, args.build.config.as_deref())?;
    let names = if args.build.all_targets {
        workspace.target_names(args.build.project.as_deref())?.into_iter().map(Some).collect()
    } else {
        vec![args.build.target.clone()]
    };
    let folder = match &args.dist {
        Some(folder) => env.absolute(folder),
        None => workspace.root.join("zig-out/package"),
    };
    let cancel = Interrupts::watched(&env.children, report)?;
    let mut made = Vec::new();
    for target in names {
        let wanted = BuildArgs { target, ..args.build.clone() };
        let mut prepared = build::prepare(&wanted, env, report, false)?;
        if let Some((_, exit_code)) = build::settle(&mut prepared, &cancel, report)? {
            return Ok(exit_code);
        }
        let (_, exit_code) = build::run(&prepared, None, &cancel, report)?;
        if exit_code != 0 {
            return Ok(exit_code);
        }
        made.extend(package(&prepared, &wanted, env, &folder)?);
    }
    for (name, bytes) in &made {
        write(&folder.join(name), bytes)?;
        report.line(&format!("  {}", relative_to(&folder.join(name), &env.cwd)));
    }
    write(&folder.join(SUMS), sums(&folder, &made).as_bytes())?;
    Ok(0)
}

/// The checksums of what was made, and of what else the list named and is still there.
fn sums(folder: &Utf8Path, made: &[(String, Vec<u8>)]) -> String {
    let before = fs::read_to_string(folder.join(SUMS)).unwrap_or_default();
    let mut sums: BTreeMap<&str, String> = BTreeMap::new();
    for (sum, name) in before.lines().filter_map(|line| line.split_once("  ")) {
        if folder.join(name).is_file() {
            sums.insert(name, sum.to_owned());
        }
    }
    sums.extend(made.iter().map(|(name, bytes)| (name.as_str(), hex(&Sha256::digest(bytes)))));
    sums.iter().fold(String::new(), |list, (name, sum)| list + sum + "  " + name + "\n")
}

/// The archive of one target and its bill of materials.
fn package(
    build: &Build,
    args: &BuildArgs,
    env: &Environment,
    folder: &Utf8Path,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let workspace = &build.workspace;
    let members = workspace.select(args.project.as_deref())?;
    let members = workspace.members_for(members, args.target.as_deref());
    let alone = args.project.is_some() || workspace.here.is_some();
    let alone = members.first().copied().filter(|_| alone);
    let (name, version) = name_and_version(workspace, alone);
    let stem = format!("{name}-{version}-{}", target_name(build, args, &members)?);
    let bom = bom::bill_of_materials(build, &name, &version, &members).map_err(Failure::work)?;
    let mut entries =
        vec![Entry { path: format!("{stem}/sbom.cdx.json"), bytes: bom.clone(), executable: false }];
    let mut files: BTreeMap<String, (Utf8PathBuf, bool)> = BTreeMap::new();
    for Product { kind, path, .. } in build.lowered.products.iter().filter(|p| !p.kind.is_test()) {
        let below = path.strip_prefix(&build.lowered.outputs).unwrap_or(path);
        // Archives that lie on top for `-L` have their usual place here.
        let on_top = below.parent().is_none_or(|folder| folder.as_str().is_empty());
        let place = if on_top { Utf8Path::new("lib").join(below) } else { below.to_owned() };
        files.insert(format!("{stem}/{place}"), (path.clone(), *kind == ProductKind::Program));
    }
    // What a member that is packed alone says of itself goes before what its workspace says.
    for folder in std::iter::once(&workspace.root).chain(alone.map(|member| &member.folder)) {
        for entry in folder.read_dir_utf8().into_iter().flatten().flatten() {
            let file = entry.file_name();
            if ALONG.iter().any(|start| file.to_uppercase().starts_with(start)) && entry.path().is_file() {
                files.insert(format!("{stem}/{file}"), (entry.path().to_owned(), false));
            }
        }
    }
    for (path, (from, executable)) in files {
        let bytes = fs::read(&from).map_err(|error| {
            Failure::work(
                Diagnostic::error(format!("cannot read the file: {error}")).at(Place::File(from.clone())),
            )
        })?;
        entries.push(Entry { path, bytes, executable });
    }
    let archive = tar_gz(&entries, seconds(env)?).map_err(|error| {
        Failure::work(
            Diagnostic::error(format!("cannot write the archive: {error}"))
                .at(Place::File(folder.to_owned())),
        )
    })?;
    Ok(vec![(format!("{stem}.tar.gz"), archive), (format!("{stem}.cdx.json"), bom)])
}

/// The time of all files.
fn seconds(env: &Environment) -> Result<u64, Failure> {
    let Some(text) = env.var("SOURCE_DATE_EPOCH").filter(|text| !text.is_empty()) else { return Ok(SECONDS) };
    text.parse().ok().filter(|seconds| *seconds <= SECONDS_MAX).ok_or_else(|| {
        let error = Diagnostic::error(format!("SOURCE_DATE_EPOCH is `{text}`, which is no time"));
        error.hint("it counts seconds since 1970").into()
    })
}

/// Those of a member that is packed alone, else those of the file in force.
fn name_and_version(workspace: &Workspace, alone: Option<&Member>) -> (String, String) {
    let (mut name, mut version) = match &workspace.config.form {
        Form::Project(project) => (&project.name.value, &project.version),
        Form::Workspace(workspace) => (&workspace.name.value, &workspace.version),
    };
    if let Some(member) = alone {
        name = &member.name;
        if let MemberKind::Project(_, project) = &member.kind
            && project.version.is_some()
        {
            version = &project.version;
        }
    }
    (name.clone(), version.as_ref().map_or_else(|| "0.0.0".to_owned(), |v| v.value.clone()))
}

/// The target's name if it has one, else Zig's triple of the machine.
fn target_name(build: &Build, args: &BuildArgs, members: &[&Member]) -> Result<String, Failure> {
    let choices = setting::Choices { target: args.target.clone(), ..setting::Choices::default() };
    let project = members.first().and_then(|member| match &member.kind {
        MemberKind::Project(config, project) => Some((config, &**project)),
        MemberKind::Crate(_) => None,
    });
    let setting = setting::resolve(&choices, &build.workspace.config, project, &build.tools.host)?;
    Ok(setting.name.unwrap_or(setting.target.zig_name))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

/// Writes a file into a folder that may not be there yet.
fn write(path: &Utf8Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|error| {
        let message = format!("cannot make the folder: {error}");
        Failure::work(Diagnostic::error(message).at(Place::File(folder.to_owned())))
    })?;
    files::write(path, bytes)
}

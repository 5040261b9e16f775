//! `zbuild package`: what was built as one archive a target, with checksums and a bill of materials.

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
use crate::project::{MemberKind, Workspace, relative_to};
use crate::setting;

/// The time of all files, where `SOURCE_DATE_EPOCH` does not say: 1980, the first that every archive can hold.
const SECONDS: u64 = 315_532_800;
/// Files of a project's folder that go along, by the beginning of their names.
const ALONG: &[&str] = &["LICENSE", "LICENCE", "COPYING", "NOTICE", "README"];

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
        let wanted = BuildArgs { target, all_targets: false, ..args.build.clone() };
        let mut prepared = build::prepare(&wanted, env, report, false)?;
        if let Some(exit_code) = build::settle(&mut prepared, &cancel, report)? {
            return Ok(exit_code);
        }
        let (_, exit_code) = build::run(&prepared, None, &cancel, report)?;
        if exit_code != 0 {
            return Ok(exit_code);
        }
        made.extend(package(&prepared, &wanted, env, &folder)?);
    }
    let mut sums = String::new();
    for (name, bytes) in &made {
        write(&folder.join(name), bytes)?;
        sums.extend([&hex(&Sha256::digest(bytes)), "  ", name, "\n"]);
        report.line(&format!("  {}", relative_to(&folder.join(name), &env.cwd)));
    }
    write(&folder.join("SHA256SUMS"), sums.as_bytes())?;
    Ok(0)
}

/// The archive of one target and its bill of materials.
fn package(
    build: &Build,
    args: &BuildArgs,
    env: &Environment,
    folder: &Utf8Path,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let (name, version) = name_and_version(build);
    let stem = format!("{name}-{version}-{}", target_name(build, args)?);
    let bom = bom::bill_of_materials(build, &name, &version).map_err(Failure::work)?;
    let mut entries =
        vec![Entry { path: format!("{stem}/sbom.cdx.json"), bytes: bom.clone(), executable: false }];
    let mut files: Vec<(Utf8PathBuf, String, bool)> = Vec::new();
    for Product { kind, path, .. } in build.lowered.products.iter().filter(|p| !p.kind.is_test()) {
        let below = match (kind, path.extension()) {
            (ProductKind::Program, _) => "bin",
            (ProductKind::Header, Some("rs")) => "rust",
            (ProductKind::Header, _) => "include",
            _ => "lib",
        };
        let file = path.file_name().unwrap_or_default();
        files.push((path.clone(), format!("{stem}/{below}/{file}"), *kind == ProductKind::Program));
    }
    for entry in build.workspace.root.read_dir_utf8().into_iter().flatten().flatten() {
        let file = entry.file_name();
        if ALONG.iter().any(|start| file.to_uppercase().starts_with(start)) && entry.path().is_file() {
            files.push((entry.path().to_owned(), format!("{stem}/{file}"), false));
        }
    }
    for (from, path, executable) in files {
        let bytes = fs::read(&from).map_err(|error| {
            Failure::work(
                Diagnostic::error(format!("cannot read the file: {error}")).at(Place::File(from.clone())),
            )
        })?;
        entries.push(Entry { path, bytes, executable });
    }
    let seconds = env.var("SOURCE_DATE_EPOCH").and_then(|text| text.parse().ok()).unwrap_or(SECONDS);
    let archive = tar_gz(&entries, seconds).map_err(|error| {
        Failure::work(
            Diagnostic::error(format!("cannot write the archive: {error}"))
                .at(Place::File(folder.to_owned())),
        )
    })?;
    Ok(vec![(format!("{stem}.tar.gz"), archive), (format!("{stem}.cdx.json"), bom)])
}

fn name_and_version(build: &Build) -> (String, String) {
    let (name, version) = match &build.workspace.config.form {
        Form::Project(project) => (&project.name, &project.version),
        Form::Workspace(workspace) => (&workspace.name, &workspace.version),
    };
    (name.value.clone(), version.as_ref().map_or_else(|| "0.0.0".to_owned(), |v| v.value.clone()))
}

/// The target's name if it has one, else Zig's triple of the machine.
fn target_name(build: &Build, args: &BuildArgs) -> Result<String, Failure> {
    let workspace = &build.workspace;
    let choices = setting::Choices { target: args.target.clone(), ..setting::Choices::default() };
    let members = workspace.members_for(workspace.select(args.project.as_deref())?, args.target.as_deref());
    let project = members.first().and_then(|member| match &member.kind {
        MemberKind::Project(config, project) => Some((config, &**project)),
        MemberKind::Crate(_) => None,
    });
    let setting = setting::resolve(&choices, &workspace.config, project, &build.tools.host)?;
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

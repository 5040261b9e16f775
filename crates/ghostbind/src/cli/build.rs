//! `ghostbind build` and `ghostbind headers`.

use std::io::Write as _;
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};

use super::args::{BuildArgs, CrateArgs, Format, HeadersArgs};
use super::project::{self, Member};
use super::render::{self, Renderer};
use super::{conditions, delivery, depfile};
use crate::built::Built;
use crate::error::BuildError;
use crate::layout::root_for;
#[cfg(unix)]
use crate::process::RunError;
use crate::request::{Companion, CrateType, Environment, Request};

pub(super) fn build(args: &BuildArgs, env: &Environment) -> u8 {
    let mut renderer = Renderer::new(&args.output);
    match run(args, env, &mut renderer) {
        Ok(Some(_)) => renderer.end(),
        Ok(None) => renderer.nothing(),
        Err(error) => renderer.failed(&error),
    }
}

pub(super) fn headers(args: &HeadersArgs, env: &Environment) -> u8 {
    let mut renderer = Renderer::new(&args.build.output);
    let built = match run(&args.build, env, &mut renderer) {
        Ok(Some(built)) => built,
        Ok(None) => return renderer.nothing(),
        Err(error) => return renderer.failed(&error),
    };
    if args.build.output.message_format == Format::Json {
        return renderer.end();
    }
    let root = env.absolute(&root_for(&env.cwd));
    let mut text = Vec::new();
    if args.print {
        let header = root.join(&built.manifest.headers[0].path);
        match std::fs::read(&header) {
            Ok(bytes) => text = bytes,
            Err(source) => {
                return renderer.failed(&BuildError::File { action: "read", path: header, source });
            }
        }
    } else if args.include_dir {
        // The folder that can be used without thinking: the second where the first hides a header.
        let safe = built.manifest.include_dirs.iter().find(|dir| dir.shadows.is_none());
        if let Some(dir) = safe {
            let _in_memory = writeln!(text, "{}", root.join(&dir.path));
        }
    } else {
        for header in &built.manifest.headers {
            let _in_memory = writeln!(text, "{}", root.join(&header.path));
        }
    }
    render::stdout(&text)
}

/// `None` for a member of a workspace that has nothing to build.
fn run(args: &BuildArgs, env: &Environment, renderer: &mut Renderer) -> Result<Option<Built>, BuildError> {
    let begun = Instant::now();
    let Some(mut request) = request(&args.krate, env, renderer)? else { return Ok(None) };
    request.output_dir.clone_from(&args.output_dir);
    request.bindings = args.bindings.into();
    let mut built = built_once(&request, env, renderer)?;
    if !args.linked.is_empty() {
        all_linked(&args.linked, &built)?;
    }
    if let Some(folder) = &args.copy_to {
        let mut tries = 1;
        while !delivery::copy(&built, &env.absolute(&request.root), &env.absolute(folder))? {
            if tries == DELIVERIES_MAX {
                return Err(BuildError::Replaced { name: built.manifest.krate.name });
            }
            tries += 1;
            built = built_once(&request, env, renderer)?;
        }
    }
    if let Some(path) = &args.depfile {
        depfile::write(&env.absolute(path), &built, env)?;
    }
    if let (Some(path), Some(token)) = (&args.conditions, &args.token) {
        // What changed since the build began is not how things stood for it.
        let holds = || crate::build::holds(&request, env);
        conditions::write(&env.absolute(path), token, &built, env, holds)?;
    }
    renderer.finished(&built, &request.root, begun.elapsed());
    Ok(Some(built))
}

/// How often a copy is tried while other builds of the same crate put other files in place.
const DELIVERIES_MAX: usize = 5;

fn built_once(request: &Request, env: &Environment, renderer: &mut Renderer) -> Result<Built, BuildError> {
    // Only a build that has something to do tells anything, and only that one has children to end.
    #[cfg(unix)]
    let mut watch = None;
    let built = crate::build(request, env, &mut |event| {
        #[cfg(unix)]
        watch.get_or_insert_with(|| super::signals::watch(&env.children));
        renderer.event(event);
    });
    #[cfg(unix)]
    if matches!(built, Err(BuildError::Run(RunError::Interrupted))) {
        super::signals::wait_for_the_end();
    }
    built
}

/// The error for system libraries that the manifest names and the caller does not link.
fn all_linked(linked: &[String], built: &Built) -> Result<(), BuildError> {
    let mut missing = Vec::new();
    let mut words = built.manifest.native_libs.zig.iter();
    while let Some(word) = words.next() {
        let name = match word.as_str() {
            "-framework" => format!("framework:{}", words.next().map_or("", String::as_str)),
            word if word.starts_with("-L") => continue,
            word => word.trim_start_matches("-l").to_owned(),
        };
        if !linked.contains(&name) && !missing.contains(&name) {
            missing.push(name);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(BuildError::Request {
        what: format!(
            "`{}` needs system libraries that are not linked: {}",
            built.manifest.krate.name,
            missing.join(", ")
        ),
        hint: Some(
            "link them and say so with --linked; in build.zig: `.system_libraries` and `.frameworks`"
                .to_owned(),
        ),
    })
}

/// The crates that manifests and packages name; `None` if they name none.
fn crates(
    root: &Utf8Path,
    manifests: &[Utf8PathBuf],
    packages: &[String],
) -> Result<Option<Request>, BuildError> {
    let Some(first) = manifests.first() else { return Ok(None) };
    if manifests.len() > 1 && !packages.is_empty() {
        return Err(BuildError::Request {
            what: "--package cannot go with several --manifest-path".to_owned(),
            hint: Some("name each package by its own Cargo.toml".to_owned()),
        });
    }
    let mut request = Request::new(first, root);
    request.package = packages.first().cloned();
    let of_manifest =
        |manifest: &Utf8PathBuf| Companion { manifest_path: manifest.clone(), ..Companion::default() };
    let of_package = |package: &String| Companion { package: Some(package.clone()), ..of_manifest(first) };
    request.also = manifests[1..].iter().map(of_manifest).collect();
    request.also.extend(packages.iter().skip(1).map(of_package));
    Ok(Some(request))
}

/// The request that the arguments make, or `None` if there is nothing to build.
pub(super) fn request(
    args: &CrateArgs,
    env: &Environment,
    renderer: &mut Renderer,
) -> Result<Option<Request>, BuildError> {
    let root = root_for(&env.cwd);
    let mut manifests = Vec::new();
    let here = [Utf8PathBuf::from("Cargo.toml")];
    let named = if args.manifest_path.is_empty() { here.as_slice() } else { &args.manifest_path };
    for path in named {
        if env.absolute(path).exists() {
            manifests.push(path.clone());
            continue;
        }
        match project::member(&root, path)? {
            Some(Member::Crate(manifest)) => manifests.push(manifest),
            Some(Member::NoCrate(folder)) => {
                renderer.note(&format!("{folder} has no crate: there is nothing to bind"));
            }
            None => manifests.push(path.clone()),
        }
    }
    let Some(mut request) = crates(&root, &manifests, &args.package)? else { return Ok(None) };
    request.name.clone_from(&args.name);
    request.zig_target.clone_from(&args.target.zig_target);
    request.rust_target.clone_from(&args.target.rust_target);
    request.cpu.clone_from(&args.target.cpu);
    if let Some(name) = &args.target.target_config {
        let named = project::target(&root, name)?;
        request.zig_target = named.zig_target;
        request.rust_target = named.rust_target;
        request.features_if_declared = named.features;
        request.profile = named.profile.unwrap_or(request.profile);
    }
    if let Some(profile) = &args.profile {
        request.profile.clone_from(profile);
    } else if args.release {
        "release".clone_into(&mut request.profile);
    }
    let features = args.features.features.iter().flat_map(|list| list.split([',', ' ']));
    let features = features.filter(|name| !name.is_empty()).map(str::to_owned).collect();
    if request.also.is_empty() {
        request.features = features;
    } else {
        request.shared_features = features;
    }
    request.all_features = args.features.all_features;
    request.no_default_features = args.features.no_default_features;
    for also in &mut request.also {
        also.all_features = args.features.all_features;
        also.no_default_features = args.features.no_default_features;
    }
    request.crate_types = args.crate_type.iter().map(|kind| CrateType::from(*kind)).collect();
    request.locked = args.cargo.locked || args.cargo.frozen;
    request.offline = args.cargo.offline || args.cargo.frozen;
    request.jobs = args.cargo.jobs;
    Ok(Some(request))
}

//! The folder of tools for one target, and the variables that send cargo, `cc`, CMake and bindgen
//! there. What the user has set himself stays.

use std::fmt::Write as _;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

use super::{SETTINGS, Settings, TOOLS};
use crate::cargo::Config;
use crate::error::BuildError;
use crate::layout::Layout;
use crate::process::Invocation;
use crate::publish::failed;
use crate::request::Environment;
use crate::snapshot::which;
use crate::target::Target;
use crate::tools::Tools;
use crate::verify::clang_target;

/// Name and value of an environment variable.
pub(crate) type Variable = (String, String);

/// Folders of a tool set: what is named by its path, and what is found on PATH.
const FOLDERS: [&str; 2] = ["bin", "path"];
/// A tool that programs look up on PATH.
const ON_PATH: &str = "dlltool";
/// Include paths as bindgen takes them.
const INCLUDES: &str = "includes";
/// CMake's description of the target.
const CMAKE: &str = "toolchain.cmake";
/// Bindgen's variable of arguments, alone for every target.
const CLANG_ARGS: &str = "BINDGEN_EXTRA_CLANG_ARGS";
/// CMake's variable of such a description, likewise.
const CMAKE_FILE: &str = "CMAKE_TOOLCHAIN_FILE";

/// Whether building for a target takes Zig's tools: for every other machine, and for this one with
/// another version of its C library.
pub(crate) fn is_needed(target: &Target) -> bool {
    !target.host || target.zig != target.zig_name
}

/// Makes the tools for a target where it needs them, and tells the variables for cargo. `links` is
/// whether a linker will be needed.
pub(crate) fn prepare(
    env: &Environment,
    tools: &Tools,
    layout: &Layout,
    target: &Target,
    config: &Config,
    links: bool,
) -> Result<Vec<Variable>, BuildError> {
    if !is_needed(target) {
        return Ok(Vec::new());
    }
    let own_linker = config.text(env, &["target", &target.rust, "linker"]).is_some();
    if links && !own_linker {
        can_link(env, target)?;
    }
    let program = env.program.clone().or_else(|| which(env, "ghostbind"));
    let Some(program) = program else {
        // An archive of Rust alone needs no other program.
        return if links && !own_linker { Err(nobody_links()) } else { Ok(Vec::new()) };
    };
    let settings = Settings {
        zig: tools.zig.to_string(),
        target: target.zig.clone(),
        cpu: target.zig_cpu.clone(),
        sdk: env.var("SDKROOT").map(str::to_owned),
    };
    let folder = folder(env, tools, layout, target, &settings, &program)?;
    let mut variables = beside_those_of(env, target, variables(target, &folder));
    if own_linker {
        variables.retain(|(name, _)| !name.ends_with("_LINKER"));
    }
    if target.system() == "windows" && target.abi() == "gnu" {
        let path = env.var("PATH").unwrap_or_default();
        let separator = if cfg!(windows) { ';' } else { ':' };
        variables.push(("PATH".to_owned(), format!("{path}{separator}{}", folder.join("path"))));
    }
    Ok(variables)
}

fn nobody_links() -> BuildError {
    BuildError::ToolMissing {
        tool: "ghostbind",
        install:
            "put the program `ghostbind` on PATH: it is the linker of builds for other machines; or name a \
                  program that calls `ghostbind::linker::enter` in `Environment::program`"
                .to_owned(),
    }
}

/// Targets whose libraries Zig does not carry: a part of the Zig triple, what is missing, what helps.
const LACKING: &[(&str, &str, &str)] = &[
    ("-android", "Android's C library, which Zig does not carry", "the NDK's compiler"),
    ("-ohos", "OpenHarmony's C library, which Zig does not carry", "the SDK's compiler"),
    (
        "-windows-msvc",
        "Microsoft's libraries, which Zig does not carry (x86_64-windows-gnu needs none)",
        "a linker",
    ),
    ("-emscripten-", "Emscripten", "emcc"),
    ("-ios-", "Apple's SDK", "a linker that has it"),
    ("-tvos-", "Apple's SDK", "a linker that has it"),
    ("-watchos-", "Apple's SDK", "a linker that has it"),
    ("-visionos-", "Apple's SDK", "a linker that has it"),
];

fn can_link(env: &Environment, target: &Target) -> Result<(), BuildError> {
    let lacking = LACKING.iter().find(|(part, ..)| target.zig_name.contains(part));
    let Some((_, what, help)) = lacking else { return Ok(()) };
    if what.starts_with("Apple") && env.var("SDKROOT").is_some() {
        return Ok(());
    }
    let name = linker_variable(target);
    Err(BuildError::CannotLink {
        target: target.rust.clone(),
        what: (*what).to_owned(),
        hint: format!("build a static library (--crate-type staticlib), or set {name} to {help}"),
    })
}

pub(crate) fn linker_variable(target: &Target) -> String {
    format!("CARGO_TARGET_{}_LINKER", underscored(&target.rust).to_uppercase())
}

fn underscored(triple: &str) -> String {
    triple.replace(['-', '.'], "_")
}

/// Which of the tools rustc is to link with. The name tells it how to talk.
fn linker(target: &Target) -> Option<&'static str> {
    match (target.arch(), target.system(), target.abi()) {
        (_, "emscripten", _) => None,
        ("wasm32" | "wasm64", ..) => Some("wasm-ld"),
        (_, "freestanding", _) => Some("ld.lld"),
        (_, "uefi", _) | (_, _, "msvc") => Some("lld-link"),
        _ => Some("cc"),
    }
}

fn variables(target: &Target, folder: &Utf8Path) -> Vec<Variable> {
    let triple = underscored(&target.rust);
    let tool =
        |name: &str| folder.join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)).to_string();
    let mut all: Vec<Variable> =
        linker(target).map(|name| (linker_variable(target), tool(name))).into_iter().collect();
    // Zig has no C library there, and its compiler no headers.
    if matches!(target.abi(), "msvc") || matches!(target.system(), "uefi" | "emscripten") {
        return all;
    }
    for (variable, name) in [("CC", "cc"), ("CXX", "c++"), ("AR", "ar"), ("RANLIB", "ranlib")] {
        all.push((format!("{variable}_{triple}"), tool(name)));
    }
    all.push((format!("{CMAKE_FILE}_{triple}"), folder.join(CMAKE).to_string()));
    if let Ok(includes) = fs::read_to_string(folder.join(INCLUDES)) {
        all.push((format!("{CLANG_ARGS}_{triple}"), includes));
    }
    all
}

/// Those that the user leaves to us. What he says to bindgen for every target stands behind ours: bindgen takes the
/// more special variable alone.
fn beside_those_of(env: &Environment, target: &Target, mut variables: Vec<Variable>) -> Vec<Variable> {
    variables.retain(|(name, _)| !is_set(env, target, name));
    let ours = variables.iter_mut().find(|(name, _)| name.starts_with(CLANG_ARGS));
    if let Some(((_, ours), said)) = ours.zip(env.var(CLANG_ARGS)) {
        ours.push(' ');
        ours.push_str(said);
    }
    variables
}

/// Whether the user has said something of the kind himself, in either spelling of the triple.
fn is_set(env: &Environment, target: &Target, name: &str) -> bool {
    let triple = underscored(&target.rust);
    let kind = name.strip_suffix(triple.as_str()).map(|kind| format!("{kind}{}", target.rust));
    let general =
        name.strip_suffix(triple.as_str()).map(|kind| format!("TARGET_{}", kind.trim_end_matches('_')));
    // A description of a machine is never meant for this one.
    let any = name.starts_with(CMAKE_FILE).then(|| CMAKE_FILE.to_owned());
    [Some(name.to_owned()), kind, general, any].iter().flatten().any(|name| env.var(name).is_some())
}

/// The folder of the tools, made once: its name is a digest of everything in it.
fn folder(
    env: &Environment,
    tools: &Tools,
    layout: &Layout,
    target: &Target,
    settings: &Settings,
    program: &Utf8Path,
) -> Result<Utf8PathBuf, BuildError> {
    let parent = layout.cache("tools");
    let json = serde_json::to_vec(settings).unwrap_or_default();
    let mut hasher = blake3::Hasher::new();
    // Another Zig at the same place has its headers elsewhere.
    let zig = [tools.zig_version.as_bytes(), tools.zig_lib.as_str().as_bytes()];
    let ours = [program.as_str().as_bytes(), env!("CARGO_PKG_VERSION").as_bytes()];
    for part in [json.as_slice()].into_iter().chain(zig).chain(ours) {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    let folder = parent.join(&hasher.finalize().to_hex()[..16]);
    if folder.is_dir() {
        return Ok(folder);
    }
    fs::create_dir_all(&parent).map_err(|source| failed("create", &parent, source))?;
    let staging = tempfile::tempdir_in(&parent).map_err(|source| failed("write", &parent, source))?;
    let at = Utf8PathBuf::from_path_buf(staging.path().join("tools")).map_err(|path| {
        failed("use", &parent, std::io::Error::other(format!("{} is not UTF-8", path.display())))
    })?;
    for name in FOLDERS {
        let part = at.join(name);
        fs::create_dir_all(&part).map_err(|source| failed("create", &part, source))?;
        fs::write(part.join(SETTINGS), &json).map_err(|source| failed("write", &part, source))?;
        for tool in TOOLS.iter().filter(|tool| (tool.zig == ON_PATH) == (name == "path")) {
            let link = part.join(format!("{}{}", tool.name, std::env::consts::EXE_SUFFIX));
            link_to(program, &link).map_err(|source| failed("create", &link, source))?;
        }
    }
    let cmake = at.join(CMAKE);
    fs::write(&cmake, cmake_text(target, &folder)).map_err(|source| failed("write", &cmake, source))?;
    if let Some(includes) = includes(env, tools, target)? {
        let file = at.join(INCLUDES);
        fs::write(&file, includes).map_err(|source| failed("write", &file, source))?;
    }
    match fs::rename(&at, &folder) {
        Err(_) if folder.is_dir() => Ok(folder),
        Err(source) => Err(failed("create", &folder, source)),
        Ok(()) => Ok(folder),
    }
}

/// Makes a folder with Zig as the C compiler of a machine that has none, and names what is to be its linker.
pub(crate) fn stand_in(
    folder: &Utf8Path,
    program: &Utf8Path,
    zig: &Utf8Path,
    target: &str,
) -> std::io::Result<Utf8PathBuf> {
    let settings = Settings { zig: zig.to_string(), target: target.to_owned(), cpu: None, sdk: None };
    fs::create_dir_all(folder)?;
    fs::write(folder.join(SETTINGS), serde_json::to_vec(&settings)?)?;
    let linker = folder.join(format!("cc{}", std::env::consts::EXE_SUFFIX));
    link_to(program, &linker)?;
    Ok(linker)
}

#[cfg(unix)]
fn link_to(program: &Utf8Path, link: &Utf8Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(program, link)
}

/// Links of names need a right there that most users do not have.
#[cfg(not(unix))]
fn link_to(program: &Utf8Path, link: &Utf8Path) -> std::io::Result<()> {
    fs::hard_link(program, link).or_else(|_| fs::copy(program, link).map(drop))
}

/// What CMake calls a system.
const CMAKE_SYSTEMS: &[(&str, &str)] = &[
    ("linux", "Linux"),
    ("windows", "Windows"),
    ("macos", "Darwin"),
    ("freebsd", "FreeBSD"),
    ("netbsd", "NetBSD"),
    ("openbsd", "OpenBSD"),
    ("wasi", "WASI"),
];

fn cmake_text(target: &Target, folder: &Utf8Path) -> String {
    let known = CMAKE_SYSTEMS.iter().find(|(zig, _)| *zig == target.system());
    let system = known.map_or("Generic", |(_, cmake)| cmake);
    let mut text =
        format!("set(CMAKE_SYSTEM_NAME {system})\nset(CMAKE_SYSTEM_PROCESSOR {})\n", target.arch());
    let tools = [
        ("C_COMPILER", "cc"),
        ("CXX_COMPILER", "c++"),
        ("ASM_COMPILER", "cc"),
        ("AR", "ar"),
        ("RANLIB", "ranlib"),
    ];
    for (variable, name) in tools {
        let tool = folder.join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        // A bracket argument takes any path as it is.
        let _in_memory = writeln!(text, "set(CMAKE_{variable} [==[{tool}]==])");
    }
    text.push_str("set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)\n");
    for kind in ["LIBRARY", "INCLUDE", "PACKAGE"] {
        let _in_memory = writeln!(text, "set(CMAKE_FIND_ROOT_PATH_MODE_{kind} ONLY)");
    }
    if system == "Generic" {
        text.push_str("set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)\n");
    }
    text
}

/// Where the headers of the target lie, as arguments for libclang: asked of Zig's compiler. `None`
/// where it has none.
fn includes(env: &Environment, tools: &Tools, target: &Target) -> Result<Option<String>, BuildError> {
    let nothing = if cfg!(windows) { "NUL" } else { "/dev/null" };
    let asked = Invocation::new(&tools.zig, &env.cwd, &env.vars).args([
        "cc",
        "-target",
        &target.zig,
        "-E",
        "-v",
        "-x",
        "c",
        nothing,
    ]);
    let finished = env.children.output(&asked)?;
    if !finished.status.success() {
        return Ok(None);
    }
    let own = tools.zig_lib.join("include");
    let mut words = vec![format!("--target={}", clang_target(target)), "-nostdlibinc".to_owned()];
    for folder in include_folders(&finished.stderr) {
        // libclang's own headers fit it better, where it has them.
        let flag = if Utf8Path::new(folder) == own { "-idirafter" } else { "-isystem" };
        words.extend([flag.to_owned(), folder.to_owned()]);
    }
    let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    Ok(Some(quoted.join(" ")))
}

/// As a shell would quote it, which is how bindgen reads the variable.
fn quoted(word: &str) -> String {
    let plain = word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_=./,+:".contains(&b));
    if plain { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// The list that clang prints with `-v`.
fn include_folders(verbose: &str) -> impl Iterator<Item = &str> {
    let lines = verbose.lines().skip_while(|line| !line.starts_with("#include <...> search starts here"));
    lines.skip(1).take_while(|line| line.starts_with(' ')).map(str::trim)
}

/// What helps against words of Zig's linker, by the words.
const HINTS: &[(&str, &str)] = &[
    ("unable to find framework", "frameworks come with Apple's SDK: set SDKROOT to its folder"),
    (
        "unable to find dynamic system library",
        "Zig carries the C library of the target alone: build this library for the target, and name its folder with \
         `cargo::rustc-link-search` or RUSTFLAGS=-Lnative=FOLDER",
    ),
];

/// What helps against a message of the linker, where that is known.
pub(crate) fn hint(message: &str) -> Option<&'static str> {
    HINTS.iter().find(|(words, _)| message.contains(words)).map(|(_, hint)| *hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_headers_are_read_off_clang() {
        let text = "clang version\nignoring x\n#include \"...\" search starts here:\n#include <...> search starts here:\n \
                    /z/lib/include\n /a b/generic\nEnd of search list.\n";
        assert_eq!(include_folders(text).collect::<Vec<_>>(), ["/z/lib/include", "/a b/generic"]);
        assert_eq!(quoted("/a b/it's"), "'/a b/it'\\''s'");
        assert_eq!(quoted("-isystem"), "-isystem");
    }

    #[test]
    fn what_the_user_has_set_stays() {
        let target =
            crate::target::resolve(Some("aarch64-linux-gnu"), None, "x86_64-unknown-linux-gnu").unwrap();
        let check = |said: &[(&str, &str)], expected: &[&str]| {
            let said = said.iter().map(|(name, value)| ((*name).into(), (*value).into()));
            let env = Environment::new(said, Utf8PathBuf::from("/"));
            let ours = ["CC", "CMAKE_TOOLCHAIN_FILE", "BINDGEN_EXTRA_CLANG_ARGS"];
            let ours = ours.map(|name| (format!("{name}_aarch64_unknown_linux_gnu"), "ours".to_owned()));
            let kept = beside_those_of(&env, &target, ours.to_vec());
            let kept: Vec<String> = kept
                .iter()
                .map(|(name, value)| format!("{}={value}", name.replace("_aarch64_unknown_linux_gnu", "")))
                .collect();
            assert_eq!(kept, expected, "{:?}", env.vars);
        };
        let (cmake, bindgen) = ("CMAKE_TOOLCHAIN_FILE=ours", "BINDGEN_EXTRA_CLANG_ARGS=ours");
        check(&[], &["CC=ours", cmake, bindgen]);
        // The machine's own compiler is not one for another machine; a file that describes one is.
        check(&[("CC", "gcc")], &["CC=ours", cmake, bindgen]);
        check(&[("CC_aarch64-unknown-linux-gnu", "gcc")], &[cmake, bindgen]);
        check(&[("TARGET_CC", "gcc")], &[cmake, bindgen]);
        check(&[("CMAKE_TOOLCHAIN_FILE", "/f")], &["CC=ours", bindgen]);
        let both = "BINDGEN_EXTRA_CLANG_ARGS=ours -I/more";
        check(&[("BINDGEN_EXTRA_CLANG_ARGS", "-I/more")], &["CC=ours", cmake, both]);
        check(&[("BINDGEN_EXTRA_CLANG_ARGS_aarch64_unknown_linux_gnu", "-I/x")], &["CC=ours", cmake]);
    }

    #[test]
    fn linkers_by_target() {
        let of =
            |zig: &str| linker(&crate::target::resolve(Some(zig), None, "x86_64-unknown-linux-gnu").unwrap());
        assert_eq!(of("aarch64-linux-gnu"), Some("cc"));
        assert_eq!(of("wasm32-freestanding"), Some("wasm-ld"));
        assert_eq!(of("thumb-freestanding-eabihf"), Some("ld.lld"));
        assert_eq!(of("x86_64-windows-msvc"), Some("lld-link"));
    }
}

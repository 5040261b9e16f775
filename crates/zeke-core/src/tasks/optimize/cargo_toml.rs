//! `Cargo.toml`: the profile that a production build takes. Comments and order stay as they are.

use camino::Utf8Path;
use toml_edit::{DocumentMut, Item, Table, value};

use super::{Advice, Facts, Optimized, Wanted, line_of};

/// A setting of the profile: what is there, what should be, and why.
struct Setting<'a> {
    key: &'a str,
    should: Option<toml_edit::Value>,
    reason: &'a str,
}

pub(super) fn improve(
    root: &Utf8Path,
    folder: &Utf8Path,
    text: &str,
    wanted: &Wanted,
    facts: &Facts,
    out: &mut Optimized,
) -> Result<Option<String>, String> {
    let mut document: DocumentMut = text.parse().map_err(|e: toml_edit::TomlError| e.message().to_owned())?;
    let file = folder.join("Cargo.toml").as_str().replace('\\', "/");
    if let Some(above) = workspace_above(root, folder)
        && !document.contains_key("workspace")
    {
        if document.contains_key("profile") {
            out.advice.push(Advice {
                file,
                line: line_of(text, "[profile"),
                setting: "profile".to_owned(),
                message: format!("profiles of a member are ignored: {above} decides"),
                reason: "Cargo reads profiles of the workspace's root only".to_owned(),
                in_patch: false,
            });
        }
        return Ok(None);
    }
    let profile = profile_name(&document, &wanted.profile);
    // What production wants is nothing to develop with.
    let developing = matches!(profile.as_str(), "dev" | "test");
    for setting in settings(&document, &profile, facts, folder).into_iter().filter(|_| !developing) {
        apply(&mut document, &profile, &setting, text, &file, out);
    }
    kinds(&document, text, &file, facts, folder, out);
    Ok(Some(document.to_string()))
}

/// The manifest of the workspace that a package is a member of, where one lies above it.
fn workspace_above(root: &Utf8Path, folder: &Utf8Path) -> Option<String> {
    folder.ancestors().skip(1).map(|above| above.join("Cargo.toml")).find_map(|path| {
        let text = crate::paths::text(&root.join(&path)).ok()?;
        let document: DocumentMut = text.parse().ok()?;
        document.contains_key("workspace").then(|| path.to_string())
    })
}

/// Profiles that cargo has without being told.
const BUILT_IN: [&str; 4] = ["dev", "release", "test", "bench"];

fn profile_name(document: &DocumentMut, wanted: &str) -> String {
    let own = document.get("profile").and_then(|profiles| profiles.get(wanted)).is_some();
    match wanted {
        _ if own => wanted.to_owned(),
        "production" => "release".to_owned(),
        "development" | "debug" => "dev".to_owned(),
        _ => wanted.to_owned(),
    }
}

/// A setting of a profile: its own, or that of the profile which it inherits.
fn get<'d>(document: &'d DocumentMut, profile: &str, key: &str) -> Option<&'d Item> {
    let profiles = document.get("profile")?;
    let mut name = profile;
    // Whoever inherits in a circle inherits nothing.
    for _ in 0..=profiles.as_table_like()?.len() {
        let own = profiles.get(name);
        if let Some(item) = own.and_then(|own| own.get(key)) {
            return Some(item);
        }
        name = own?.get("inherits")?.as_str()?;
    }
    None
}

fn settings<'a>(document: &DocumentMut, profile: &str, facts: &Facts, folder: &Utf8Path) -> Vec<Setting<'a>> {
    let get = |key: &str| get(document, profile, key);
    let is_full = |item: &Item| item.as_bool() == Some(true) || item.as_str() == Some("fat");
    // A workspace's profile is that of every package below it.
    let is_workspace = document.contains_key("workspace");
    let rules = |of: &Utf8Path| of == folder || is_workspace && of.starts_with(folder);
    let several =
        facts.static_crates.len() > 1 && !facts.umbrella && facts.static_crates.iter().any(|of| rules(of));
    let mut out = Vec::new();
    if several && get("lto").is_some_and(is_full) {
        let reason = "more than one Rust archive is linked into the program: with full link-time optimisation each brings \
                      its own runtime, and linking fails on duplicate symbols";
        out.push(Setting { key: "lto", should: Some("off".into()), reason });
    } else if get("lto").is_none() && !several {
        let reason = "calls between crates are inlined; thin link-time optimisation stays inside the Rust archive, so that \
                      Zig's linker never sees bitcode";
        out.push(Setting { key: "lto", should: Some("thin".into()), reason });
    }
    if get("codegen-units").and_then(Item::as_integer) != Some(1) {
        let reason = "16 units, the default, keep functions of different units from being inlined";
        out.push(Setting { key: "codegen-units", should: Some(1.into()), reason });
    }
    match get("panic").and_then(Item::as_str) {
        Some("abort") if facts.catches_panics => {
            let reason =
                "`catch_unwind` is used to keep panics on this side, and with `abort` it catches nothing";
            out.push(Setting { key: "panic", should: Some("unwind".into()), reason });
        }
        None if !facts.outlives_panics && facts.static_crates.iter().any(|f| f == folder) => {
            let reason = "no panic is caught, and one that reaches `extern \"C\"` aborts anyway: unwinding tables are dead weight";
            out.push(Setting { key: "panic", should: Some("abort".into()), reason });
        }
        _ => {}
    }
    let level = get("opt-level");
    if level.is_some_and(|l| matches!(l.as_integer(), Some(0 | 1))) {
        let reason = "it turns most optimisations off";
        out.push(Setting { key: "opt-level", should: Some(3.into()), reason });
    }
    if get("strip").is_none() {
        let reason = "debug information of the standard library is most of an archive's size; symbols stay for backtraces";
        out.push(Setting { key: "strip", should: Some("debuginfo".into()), reason });
    }
    if get("debug-assertions").and_then(Item::as_bool) == Some(true) {
        let reason = "assertions of debug builds run in production";
        out.push(Setting { key: "debug-assertions", should: Some(false.into()), reason });
    }
    if get("incremental").and_then(Item::as_bool) == Some(true) {
        let reason = "incremental compilation splits the code into many units";
        out.push(Setting { key: "incremental", should: Some(false.into()), reason });
    }
    out
}

fn apply(
    document: &mut DocumentMut,
    profile: &str,
    setting: &Setting<'_>,
    text: &str,
    file: &str,
    out: &mut Optimized,
) {
    let Some(should) = &setting.should else { return };
    let profiles = document.entry("profile").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let Some(profiles) = profiles.as_table_like_mut() else { return };
    let new = || {
        let mut table = Table::new();
        // Cargo takes a profile of another name only where it says what it is like.
        if !BUILT_IN.contains(&profile) {
            table.insert("inherits", value("release"));
        }
        Item::Table(table)
    };
    let Some(table) = profiles.entry(profile).or_insert_with(new).as_table_like_mut() else {
        return;
    };
    let shown = should.to_string().trim().to_owned();
    let key = setting.key;
    let message = if let Some(item) = table.get_mut(key) {
        let before = item.to_string().trim().to_owned();
        // The value changes and what is written around it stays.
        if let Some(own) = item.as_value_mut() {
            let around = own.decor().clone();
            *own = should.clone();
            *own.decor_mut() = around;
        }
        format!("`{key} = {before}` becomes `{shown}`")
    } else {
        table.insert(key, value(should.clone()));
        format!("`{key} = {shown}` is added")
    };
    out.advice.push(Advice {
        file: file.to_owned(),
        line: line_of(text, &format!("[profile.{profile}]")),
        setting: format!("profile.{profile}.{key}"),
        message,
        reason: setting.reason.to_owned(),
        in_patch: true,
    });
}

/// A crate that others link must be made as a library that they can link.
fn kinds(
    document: &DocumentMut,
    text: &str,
    file: &str,
    facts: &Facts,
    folder: &Utf8Path,
    out: &mut Optimized,
) {
    if !facts.static_crates.iter().any(|f| f == folder) {
        return;
    }
    let kinds = document.get("lib").and_then(|lib| lib.get("crate-type")).and_then(Item::as_array);
    let has = |kind: &str| kinds.is_some_and(|kinds| kinds.iter().any(|k| k.as_str() == Some(kind)));
    if has("staticlib") || has("cdylib") {
        return;
    }
    out.advice.push(Advice {
        file: file.to_owned(),
        line: line_of(text, "[lib]"),
        setting: "lib.crate-type".to_owned(),
        message: "neither `staticlib` nor `cdylib` is among the crate's types".to_owned(),
        reason: "cargo by itself makes nothing that Zig can link; ghostbind and zbuild ask for it themselves"
            .to_owned(),
        in_patch: false,
    });
}

/// Flags for every build, in `.cargo/config.toml`.
pub(super) fn config(
    file: &Utf8Path,
    text: &str,
    facts: &Facts,
    out: &mut Optimized,
) -> Result<Option<String>, String> {
    let document: DocumentMut = text.parse().map_err(|e: toml_edit::TomlError| e.message().to_owned())?;
    let mut flags = Vec::new();
    strings(document.as_item(), &mut flags);
    let rows = [
        (
            "target-cpu=native",
            "the library runs on this processor only, and Zig's side of the program is built for its own",
        ),
        (
            "linker-plugin-lto",
            "the archive holds LLVM's bitcode then, of a version that Zig's LLVM need not read",
        ),
        (
            "panic=abort",
            "`catch_unwind` is used to keep panics on this side, and with `abort` it catches nothing",
        ),
    ];
    for (flag, reason) in rows {
        let matters = flag != "panic=abort" || facts.catches_panics;
        if matters && flags.iter().any(|text| text.contains(flag)) {
            // Comments may name it as well.
            let code = |line: &str| line.split('#').next().unwrap_or(line).contains(flag);
            let line = text.lines().position(code).unwrap_or(0) + 1;
            out.advice.push(Advice {
                file: file.as_str().replace('\\', "/"),
                line,
                setting: "rustflags".to_owned(),
                message: format!("`{flag}` is set for every build"),
                reason: reason.to_owned(),
                in_patch: false,
            });
        }
    }
    Ok(None)
}

/// Every text in a document.
fn strings(item: &Item, out: &mut Vec<String>) {
    if let Some(text) = item.as_str() {
        out.push(text.to_owned());
    } else if let Some(list) = item.as_array() {
        out.extend(list.iter().filter_map(|value| value.as_str()).map(str::to_owned));
    } else if let Some(table) = item.as_table_like() {
        table.iter().for_each(|(_, item)| strings(item, out));
    }
}

#[cfg(test)]
mod tests {
    use camino::Utf8PathBuf;

    use super::*;

    #[test]
    fn profiles_inherit_and_rule_the_workspace() {
        let check = |facts: &Facts, folder: &str, text: &str, expected: &[(&str, &str)]| {
            let document: DocumentMut = text.parse().unwrap();
            let profile = profile_name(&document, "production");
            let found = settings(&document, &profile, facts, Utf8Path::new(folder));
            let value = |setting: &Setting<'_>| setting.should.as_ref().unwrap().to_string();
            let found: Vec<(&str, String)> = found.iter().map(|s| (s.key, value(s))).collect();
            let found: Vec<(&str, &str)> = found.iter().map(|(key, value)| (*key, value.as_str())).collect();
            assert_eq!(found, expected, "{text}");
        };
        let crates = |folders: &[&str]| Facts {
            static_crates: folders.iter().copied().map(Utf8PathBuf::from).collect(),
            ..Facts::default()
        };
        let rest = "codegen-units = 1\npanic = \"abort\"\nstrip = true\n";
        let full = format!("[profile.release]\nlto = \"fat\"\n{rest}");
        check(&crates(&["a"]), "a", &full, &[]);
        check(&crates(&["a", "b"]), "a", &full, &[("lto", "\"off\"")]);
        // The workspace's root is no library itself.
        let root = format!("[workspace]\nmembers = [\"r/*\"]\n{full}");
        check(&crates(&["r/a", "r/b"]), "", &root, &[("lto", "\"off\"")]);
        check(&crates(&["r/a"]), "", &root, &[]);
        check(&Facts { umbrella: true, ..crates(&["r/a", "r/b"]) }, "", &root, &[]);
        let own = format!("[profile.production]\ninherits = \"release\"\n{full}");
        check(&crates(&["a"]), "a", &own, &[]);
        let circle = format!("[profile.production]\ninherits = \"production\"\n{rest}");
        check(&crates(&["a"]), "a", &circle, &[("lto", "\"thin\"")]);
        // Whoever waits for a thread hears of its panic.
        let bare = "[profile.release]\nlto = \"thin\"\ncodegen-units = 1\nstrip = true\n";
        check(&crates(&["a"]), "a", bare, &[("panic", "\"abort\"")]);
        check(&Facts { outlives_panics: true, ..crates(&["a"]) }, "a", bare, &[]);
    }

    #[test]
    fn flags_for_every_build_are_told_and_comments_are_not() {
        let check = |catches_panics: bool, text: &str, expected: &[(usize, &str)]| {
            let facts = Facts { catches_panics, ..Facts::default() };
            let mut out = Optimized::default();
            config(Utf8Path::new(".cargo/config.toml"), text, &facts, &mut out).unwrap();
            let told: Vec<(usize, &str)> =
                out.advice.iter().map(|a| (a.line, a.message.split('`').nth(1).unwrap())).collect();
            assert_eq!(told, expected, "{text}");
        };
        let native =
            "# target-cpu=native was too much\n[build]\nrustflags = [\"-C\", \"target-cpu=native\"]\n";
        check(false, native, &[(3, "target-cpu=native")]);
        check(false, "# target-cpu=native\n[build]\n", &[]);
        check(
            false,
            "[target.x86_64-unknown-linux-gnu]\nrustflags = \"-Clinker-plugin-lto\"\n",
            &[(2, "linker-plugin-lto")],
        );
        let abort = "[build]\nrustflags = [\"-Cpanic=abort\"]\n";
        check(false, abort, &[]);
        check(true, abort, &[(2, "panic=abort")]);
    }
}

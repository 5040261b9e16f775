//! What the user's profile says about symbols, where cargo's messages do not tell.

use camino::Utf8Path;
use toml::{Table, Value};

use super::Config;
use super::config::{find, plain};
use crate::request::Environment;

/// What is taken out of a library before it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strip {
    /// Nothing.
    Nothing,
    /// Debug information.
    Debug,
    /// Debug information, and every symbol that nobody links against.
    Symbols,
}

/// What the profile says. `debug` is whether it asks for debug information, by cargo's messages.
pub(crate) fn strip_of(
    env: &Environment,
    config: &Config,
    workspace: &Utf8Path,
    profile: &str,
    debug: bool,
) -> Strip {
    let said = profile_setting(env, config, workspace, profile, "strip");
    match said.as_deref() {
        Some("true" | "symbols") => Strip::Symbols,
        Some("debuginfo") => Strip::Debug,
        // What cargo does of itself: without debug information asked for, that of std goes too.
        _ if debug => Strip::Nothing,
        _ => Strip::Debug,
    }
}

/// A setting of the user's profile, as text.
pub(crate) fn profile_setting(
    env: &Environment,
    config: &Config,
    workspace: &Utf8Path,
    profile: &str,
    key: &str,
) -> Option<String> {
    setting(env, config, &manifest_of(workspace), profile, key, INHERIT_DEPTH_MAX)
}

/// The table `[profile]` of a workspace.
pub(crate) fn profiles(workspace: &Utf8Path) -> Table {
    let manifest = manifest_of(workspace);
    manifest.get("profile").and_then(Value::as_table).cloned().unwrap_or_default()
}

fn manifest_of(workspace: &Utf8Path) -> Table {
    let manifest = std::fs::read_to_string(workspace.join("Cargo.toml")).ok();
    manifest.and_then(|text| text.parse::<Table>().ok()).unwrap_or_default()
}

/// Longest chain of `inherits` that is followed.
const INHERIT_DEPTH_MAX: usize = 16;

/// A profile's setting, by cargo's order: environment and configuration before the manifest, then
/// the profile that it inherits from.
fn setting(
    env: &Environment,
    config: &Config,
    manifest: &Table,
    profile: &str,
    key: &str,
    depth: usize,
) -> Option<String> {
    if let Some(value) = config.text(env, &["profile", profile, key]) {
        return Some(value);
    }
    let table = find(manifest, &["profile", profile]).and_then(Value::as_table);
    if let Some(value) = table.and_then(|table| table.get(key)) {
        return Some(plain(value));
    }
    let inherits = config
        .text(env, &["profile", profile, "inherits"])
        .or_else(|| table.and_then(|table| table.get("inherits")).map(plain))
        .or_else(|| inherited(profile).map(str::to_owned))?;
    if depth == 0 { None } else { setting(env, config, manifest, &inherits, key, depth - 1) }
}

/// What cargo's built-in profiles inherit from.
fn inherited(profile: &str) -> Option<&'static str> {
    match profile {
        "test" => Some("dev"),
        "bench" => Some("release"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_order_of_settings() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let text = "[profile.release]\nstrip = true\n[profile.mine]\ninherits = 'release'\n[profile.kept]\n\
                    inherits = 'release'\nstrip = 'none'\n[profile.loop]\ninherits = 'loop'\n";
        std::fs::write(root.join("Cargo.toml"), text).unwrap();
        let mut env = Environment::new([], root);
        let of =
            |env: &Environment, profile: &str, debug| strip_of(env, &Config::default(), root, profile, debug);
        assert_eq!(of(&env, "release", false), Strip::Symbols);
        assert_eq!(of(&env, "mine", false), Strip::Symbols);
        assert_eq!(of(&env, "kept", true), Strip::Nothing);
        assert_eq!(of(&env, "loop", false), Strip::Debug);
        assert_eq!(of(&env, "dev", true), Strip::Nothing);
        assert_eq!(of(&env, "dev", false), Strip::Debug);
        env.set("CARGO_PROFILE_RELEASE_STRIP", "debuginfo");
        assert_eq!(of(&env, "release", true), Strip::Debug);
    }
}

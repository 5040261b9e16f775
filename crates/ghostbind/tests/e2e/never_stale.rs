//! Never stale: random edits of everything that decides a build, and after each one the truth.
//!
//! Two judges. The published library must hold the mark of every input as it is now: each input's value
//! ends up in it as text. And a cargo with a target folder of its own builds the same sources: where
//! ghostbind says that nothing is to be done, that cargo's library must have the very bytes that it had
//! when ghostbind last did something, or ghostbind's own must be what is built from nothing. From time to time
//! everything is built from nothing and compared anyway.
//!
//! `GHOST_TEST_FULL` makes it hundreds of edits; `GHOST_SEED` repeats a run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::{Duration, Instant};

use camino::Utf8PathBuf;

use crate::errors::published;
use crate::project::{Project, command, is_full};

/// What the inputs say now.
#[derive(Debug, Clone, Default)]
struct World {
    values: BTreeMap<&'static str, u32>,
    feature: bool,
    watched_files: BTreeSet<u32>,
}

/// Inputs with a value, and where it stands. The value of a variable is in no file.
const INPUTS: &[(&str, &str)] = &[
    ("source", "app/src/lib.rs"),
    ("module", "app/src/deep/inner.rs"),
    ("helper", "helper/src/lib.rs"),
    ("included", "app/data/included.txt"),
    ("watched", "app/watched/value.txt"),
    ("script", "app/build.rs"),
    ("config", ".cargo/config.toml"),
];

impl World {
    fn get(&self, name: &str) -> u32 {
        self.values.get(name).copied().unwrap_or_default()
    }

    fn text(&self, name: &str) -> String {
        let value = self.get(name);
        match name {
            "source" => format!(
                "#[path = \"deep/inner.rs\"]\npub mod inner;\n\
                 #[unsafe(no_mangle)]\npub static MARKS: [&'static [u8]; 1] = [ALL.as_bytes()];\n\
                 const ALL: &str = concat!(\"@source={value}@\", include_str!(\"../data/included.txt\"), env!(\"SCRIPT\"));\n\
                 fn code(nth: usize) -> &'static str {{\n    match nth {{\n        0 => ALL,\n        1 => inner::INNER,\n        2 => helper::HELPER,\n\
                 \x20       3 => match option_env!(\"DEEP\") {{ Some(deep) => deep, None => \"@deep=0@\" }},\n\
                 \x20       4 if cfg!(feature = \"more\") => \"@feature=true@\",\n        4 => \"@feature=false@\",\n        _ => CONFIG,\n    }}\n}}\n\
                 include!(concat!(env!(\"OUT_DIR\"), \"/config.rs\"));\n\
                 #[unsafe(no_mangle)]\npub extern \"C\" fn mark(nth: usize) -> *const u8 {{ std::hint::black_box(code(nth)).as_ptr() }}\n"
            ).replace("#[unsafe(no_mangle)]\npub static MARKS: [&'static [u8]; 1] = [ALL.as_bytes()];\n", ""),
            "module" => format!("pub const INNER: &str = \"@module={value}@\";\n"),
            "helper" => format!("pub const HELPER: &str = \"@helper={value}@\";\n"),
            "included" | "watched" => format!("@{name}={value}@"),
            // The watched folder by its names, and its file by its content.
            "script" => format!(
                "use std::{{env, fs}};\nfn main() {{\n    println!(\"cargo::rerun-if-changed=watched\");\n    println!(\"cargo::rerun-if-changed=build.rs\");\n\
                 \x20   println!(\"cargo::rerun-if-env-changed=WATCHED\");\n    println!(\"cargo::rerun-if-env-changed=FROM_CONFIG\");\n\
                 \x20   let mut names: Vec<String> = fs::read_dir(\"watched\").unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();\n    names.sort();\n\
                 \x20   println!(\"cargo::rustc-env=SCRIPT=@script={value}@@names={{}}@@variable={{}}@{{}}\", names.join(\"+\"), env::var(\"WATCHED\").unwrap_or(\"0\".into()), fs::read_to_string(\"watched/value.txt\").unwrap());\n\
                 \x20   let config = env::var(\"FROM_CONFIG\").unwrap_or_default();\n\
                 \x20   fs::write(format!(\"{{}}/config.rs\", env::var(\"OUT_DIR\").unwrap()), format!(\"const CONFIG: &str = \\\"{{config}}\\\";\")).unwrap();\n}}\n"
            ),
            "config" => format!("[env]\nFROM_CONFIG = \"@config={value}@\"\n"),
            other => unreachable!("{other}"),
        }
    }

    /// What must be in the library, and stand there in just this value.
    fn marks(&self) -> Vec<String> {
        let named =
            ["source", "module", "helper", "included", "watched", "script", "config", "variable", "deep"];
        let mut marks: Vec<String> =
            named.iter().map(|name| format!("@{name}={}@", self.get(name))).collect();
        marks.push(format!("@feature={}@", self.feature));
        let mut folder: Vec<String> = self.watched_files.iter().map(|n| format!("f{n}")).collect();
        folder.push("value.txt".into());
        folder.sort();
        marks.push(format!("@names={}@", folder.join("+")));
        marks
    }
}

/// A small generator of numbers, so that a seed repeats a run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

struct Run {
    p: Project,
    world: World,
    /// The library of cargo's own when ghostbind last did something, by feature.
    known: BTreeMap<bool, blake3::Hash>,
    next: u32,
}

impl Run {
    fn new(p: Project) -> Self {
        p.write("Cargo.toml", "[workspace]\nmembers = [\"app\", \"helper\"]\nresolver = \"3\"\n");
        p.write("app/Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[features]\nmore = []\n[dependencies]\nhelper = { path = \"../helper\" }\n");
        p.write(
            "helper/Cargo.toml",
            "[package]\nname = \"helper\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
        );
        let world = World::default();
        for (name, path) in INPUTS {
            p.write(path, &world.text(name));
        }
        Self { p, world, known: BTreeMap::new(), next: 1 }
    }

    fn set(&mut self, name: &'static str) -> u32 {
        self.next += 1;
        self.world.values.insert(name, self.next);
        self.next
    }

    /// One edit. Says what it was, and whether something must be done after it (`None`: may be).
    fn edit(&mut self, dice: &mut Dice) -> (String, Option<bool>) {
        let (name, path) = INPUTS[usize::try_from(dice.roll(INPUTS.len() as u64)).unwrap()];
        match dice.roll(16) {
            0..=4 => {
                self.set(name);
                self.p.write(path, &self.world.text(name));
                (format!("{path} changed"), Some(true))
            }
            5 | 6 => {
                let file = self.p.root.join(path);
                let before = fs::metadata(&file).unwrap().modified().unwrap();
                let back = before - Duration::from_secs(dice.roll(3) * 1000);
                self.set(name);
                self.p.write(path, &self.world.text(name));
                fs::File::options().append(true).open(&file).unwrap().set_modified(back).unwrap();
                (format!("{path} changed under an old time"), Some(true))
            }
            7 => {
                self.p.write(path, &self.world.text(name));
                (format!("{path} was touched"), Some(false))
            }
            8 => self.variable("WATCHED", "variable", |value| value.to_string()),
            9 => self.variable("DEEP", "deep", |value| format!("@deep={value}@")),
            10 => {
                let nth = u32::try_from(dice.roll(3)).unwrap();
                if self.world.watched_files.remove(&nth) {
                    fs::remove_file(self.p.root.join(format!("app/watched/f{nth}"))).unwrap();
                } else {
                    self.world.watched_files.insert(nth);
                    self.p.write(&format!("app/watched/f{nth}"), "");
                }
                ("the watched folder".into(), Some(true))
            }
            11 => {
                self.world.feature ^= true;
                ("the feature".into(), None)
            }
            12 => self.manifest(dice),
            13 => self.output(dice),
            14 => {
                let toolchain = self.p.root.join("rust-toolchain.toml");
                if fs::remove_file(&toolchain).is_err() {
                    fs::write(&toolchain, "[toolchain]\ncomponents = []\n").unwrap();
                }
                ("the toolchain file".into(), None)
            }
            _ => ("nothing".into(), Some(false)),
        }
    }

    fn variable(
        &mut self,
        variable: &str,
        name: &'static str,
        text: fn(u32) -> String,
    ) -> (String, Option<bool>) {
        let value = if self.world.get(name) == 0 { self.set(name) } else { 0 };
        self.world.values.insert(name, value);
        if value == 0 {
            self.p.vars.remove(std::ffi::OsStr::new(variable));
        } else {
            self.p.vars.insert(variable.into(), text(value).into());
        }
        (format!("the variable {variable}"), Some(true))
    }

    /// Something about packages that changes no mark.
    fn manifest(&mut self, dice: &mut Dice) -> (String, Option<bool>) {
        if dice.roll(2) == 0 {
            fs::remove_file(self.p.root.join("Cargo.lock")).unwrap();
            return ("the lock file".into(), Some(true));
        }
        self.next += 1;
        let text =
            format!("[package]\nname = \"helper\"\nversion = \"0.1.{}\"\nedition = \"2024\"\n", self.next);
        self.p.write("helper/Cargo.toml", &text);
        ("the version of a dependency".into(), Some(true))
    }

    fn output(&mut self, dice: &mut Dice) -> (String, Option<bool>) {
        let files: Vec<String> = published(&self.p).into_keys().collect();
        let file = Utf8PathBuf::from(&files[usize::try_from(dice.roll(files.len() as u64)).unwrap()]);
        if dice.roll(2) == 0 {
            fs::remove_file(&file).unwrap();
            (format!("{file} was deleted"), Some(true))
        } else {
            let times = fs::metadata(&file).unwrap().modified().unwrap();
            let mut bytes = fs::read(&file).unwrap();
            let at = bytes.len() / 2;
            bytes[at] ^= 1;
            fs::write(&file, bytes).unwrap();
            fs::File::options().append(true).open(&file).unwrap().set_modified(times).unwrap();
            (format!("{file} was tampered with"), Some(true))
        }
    }

    /// Whether ghostbind found nothing to do.
    fn ghostbind(&self) -> bool {
        let mut args = vec!["--message-format", "json"];
        if self.world.feature {
            args.extend(["--features", "more"]);
        }
        let run = self.p.build("app", &args).succeeds();
        run.last_event()["fresh"].as_bool().unwrap()
    }

    fn library(&self) -> Vec<u8> {
        fs::read(self.p.root.join(".ghostbind/cache/target/release/libapp.a")).unwrap()
    }

    /// The library of a cargo of its own, and whether that cargo had something to do.
    fn cargo(&self) -> (blake3::Hash, bool) {
        let target = self.p.root.join("twin");
        let mut cargo = command("cargo");
        cargo.current_dir(self.p.root.join("app")).env_clear().envs(&self.p.vars);
        cargo.env("CARGO_TARGET_DIR", &target).env_remove("RUSTUP_TOOLCHAIN");
        cargo.args(["rustc", "--lib", "--release", "--crate-type", "staticlib", "--message-format", "json"]);
        if self.world.feature {
            cargo.args(["--features", "more"]);
        }
        let output = cargo.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let worked = String::from_utf8_lossy(&output.stdout).contains("\"fresh\":false");
        (blake3::hash(&fs::read(target.join("release/libapp.a")).unwrap()), worked)
    }

    fn step(&mut self, dice: &mut Dice) -> String {
        let (what, needed) = self.edit(dice);
        let fresh = self.ghostbind();
        let library = self.library();
        for mark in self.world.marks() {
            let found = memchr::memmem::find(&library, mark.as_bytes()).is_some();
            assert!(found, "{what}: fresh is {fresh}, and the library has no {mark}");
        }
        if needed == Some(true) {
            assert!(!fresh, "{what}: it was called fresh");
        }
        if needed == Some(false) {
            assert!(fresh, "{what}: work was done for nothing");
        }
        let (now, worked) = self.cargo();
        if fresh && !what.contains("touched") {
            assert!(!worked, "{what}: called fresh where cargo had work to do");
        }
        let known = self.known.insert(self.world.feature, now);
        // Cargo misses what changed under an old time and catches up when something else makes it look: then
        // its library changes although nothing is stale here. What is built from nothing decides.
        if fresh && known.is_some_and(|known| known != now) {
            println!("{what}: called fresh, and cargo made another library of it");
            self.compare_with_a_build_of_nothing();
        }
        assert!(self.ghostbind(), "{what}: it did not settle");
        what
    }

    /// Builds everything from nothing and compares.
    fn compare_with_a_build_of_nothing(&self) {
        let before = published(&self.p);
        let (old, aside) = (self.p.root.join(".ghostbind"), self.p.root.join("aside"));
        fs::rename(&old, &aside).unwrap();
        assert!(!self.ghostbind());
        let after = published(&self.p);
        for (file, bytes) in &before {
            assert!(after[file] == *bytes, "{file} is another one when it is built from nothing");
        }
        fs::remove_dir_all(&old).unwrap();
        fs::rename(&aside, &old).unwrap();
    }
}

#[test]
fn random_edits_never_leave_anything_stale() {
    let full = is_full();
    let seed =
        std::env::var("GHOST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0x9E37_79B9_7F4A_7C15);
    let (steps, limit) = if full { (400, Duration::from_hours(4)) } else { (30, Duration::from_secs(75)) };
    let Some(mut p) = Project::new() else { return };
    // What is compiled in pieces has other bytes than what is compiled from nothing.
    p.vars.insert("CARGO_INCREMENTAL".into(), "0".into());
    let mut run = Run::new(p);
    let mut dice = Dice(seed);
    assert!(!run.ghostbind());
    run.known.insert(false, run.cargo().0);
    let begun = Instant::now();
    let mut history = Vec::new();
    for nth in 0..steps {
        println!("seed {seed}, step {nth}, so far {history:?}");
        history.push(run.step(&mut dice));
        if nth % 100 == 20 {
            run.compare_with_a_build_of_nothing();
        }
        // A loaded machine makes fewer steps, never none.
        if begun.elapsed() > limit && nth > 8 {
            break;
        }
    }
    println!("{} edits", history.len());
}

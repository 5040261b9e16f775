//! What is run is bounded, sees no secrets, and leaves a receipt that can be run again.

#![allow(clippy::unwrap_used, reason = "what cannot go on has failed")]

use std::fs;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use zeke_core::cancel::Cancel;
use zeke_core::proof::{Check, Confinement, Program, Proof, Prover, ReplayVerdict, Step, Verdict};
use zeke_core::receipt::LedgerError;
use zeke_core::surroundings::Surroundings;

struct World {
    _folder: tempfile::TempDir,
    root: Utf8PathBuf,
    surroundings: Surroundings,
    cancel: Cancel,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
        for name in ["project", "scratch", "state"] {
            fs::create_dir(root.join(name)).unwrap();
        }
        let mut surroundings = Surroundings {
            vars: std::env::vars().collect(),
            cwd: root.join("project"),
            scratch: root.join("scratch"),
        };
        surroundings.vars.insert("XDG_STATE_HOME".to_owned(), root.join("state").to_string());
        surroundings.vars.insert("OPENAI_API_KEY".to_owned(), "sk-secret".to_owned());
        Self { _folder: folder, root, surroundings, cancel: Cancel::new() }
    }

    fn prover(&self) -> Prover {
        Prover::new(&self.surroundings, Utf8Path::new("."), &self.cancel)
    }

    fn scratch_is_empty(&self) -> bool {
        fs::read_dir(self.root.join("scratch")).unwrap().count() == 0
    }
}

/// Compiles a Rust program and runs it, for so long.
fn program(text: &str, timeout: Duration) -> Check {
    Check {
        claim: "the program runs".to_owned(),
        files: vec![("main.rs".to_owned(), text.to_owned())],
        steps: vec![
            Step::new(Program::Rustc, ["--edition=2024", "main.rs", "-o", "{scratch}/main"]),
            Step::new(Program::Built("main".to_owned()), [""; 0]).within(timeout),
        ],
        ..Check::default()
    }
}

const LONG: Duration = Duration::from_mins(1);

#[test]
fn claims_are_what_the_compiler_and_the_program_say() {
    let world = World::new();
    let check = |text: &str, expected: &dyn Fn(&Proof) -> bool| {
        let proof = world.prover().prove(&program(text, LONG));
        assert!(expected(&proof), "{text}: {proof:?}");
        assert!(world.scratch_is_empty());
    };
    check("fn main() { println!(\"out\"); }", &|proof| {
        let receipt = proof.receipt.as_ref().unwrap();
        proof.is_verified()
            && proof.outputs.last().unwrap() == "out\n"
            && receipt.exit_code == Some(0)
            && receipt.command.ends_with("-o {scratch}/main && ./main")
            && receipt.steps[0].tool_version.starts_with("rustc 1.")
    });
    check("fn main() { let x: u32 = \"\"; }", &|proof| {
        let Verdict::Refuted { output } = &proof.verdict else { return false };
        output.contains("mismatched types") && proof.receipt.as_ref().unwrap().steps.len() == 1
    });
    check("fn main() { std::process::exit(7) }", &|proof| {
        matches!(proof.verdict, Verdict::Refuted { .. })
            && proof.receipt.as_ref().unwrap().exit_code == Some(7)
    });
    check("fn main() { std::process::abort() }", &|proof| {
        matches!(proof.verdict, Verdict::Refuted { .. })
            && proof.receipt.as_ref().unwrap().exit_code.is_none()
    });
    let secrets = "fn main() { for (k, v) in std::env::vars() { assert!(!v.contains(\"sk-secret\"), \"{k}\"); } \
                   assert!(std::env::var(\"HOME\").unwrap().contains(\"scratch\")); }";
    check(secrets, &Proof::is_verified);
}

#[test]
fn a_program_that_was_made_is_confined() {
    let mut world = World::new();
    let (home, project) = (world.root.join("home"), world.root.join("project"));
    fs::create_dir(&home).unwrap();
    fs::write(home.join("private"), "mine").unwrap();
    fs::write(project.join("data.txt"), "1").unwrap();
    let vars = &mut world.surroundings.vars;
    for (name, folder) in [("RUSTUP_HOME", ".rustup"), ("CARGO_HOME", ".cargo")] {
        let real = Utf8PathBuf::from(vars.get("HOME").cloned().unwrap_or_default()).join(folder);
        vars.entry(name.to_owned()).or_insert_with(|| real.to_string());
    }
    vars.insert("HOME".to_owned(), home.to_string());
    vars.insert("CC".to_owned(), "cc".to_owned());
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port();
    let held = Confinement::of_this_system();
    let check = |held: bool, what: &str, body: &str| {
        if !held {
            println!("skipped: this system does not hold programs to this: {what}");
            return;
        }
        let proof = world.prover().prove(&program(&format!("fn main() {{ {body} }}"), LONG));
        assert!(proof.is_verified(), "{what}: {proof:?}");
    };
    let refused = |call: String| format!("assert!({call}.is_err())");
    check(held.files, "no private file", &refused(format!("std::fs::read(\"{home}/private\")")));
    check(held.files, "no list of the home folder", &refused(format!("std::fs::read_dir(\"{home}\")")));
    check(held.files, "no new file", &refused(format!("std::fs::write(\"{project}/new\", \"\")")));
    check(held.files, "no change", &refused(format!("std::fs::write(\"{project}/data.txt\", \"\")")));
    check(held.files, "no removal", &refused(format!("std::fs::remove_file(\"{project}/data.txt\")")));
    check(
        held.network,
        "no connection",
        &refused(format!("std::net::TcpStream::connect((\"127.0.0.1\", {port}))")),
    );
    check(held.network, "no datagram", &refused("std::net::UdpSocket::bind(\"127.0.0.1:0\")".to_owned()));
    let large = "let mut v: Vec<u8> = Vec::new(); assert!(v.try_reserve_exact(5 << 30).is_err())";
    check(held.size && cfg!(target_os = "linux"), "no more memory than is allowed", large);
    let environment = "for (name, _) in std::env::vars() { \
                       assert!(![\"CC\", \"CARGO_HOME\", \"RUSTUP_HOME\"].contains(&name.as_str()), \"{name}\") }";
    check(true, "no variables but a few", environment);
    // What tests are for goes on.
    check(true, "the project is read", &format!("assert!(std::fs::read(\"{project}/data.txt\").is_ok())"));
    check(
        true,
        "files of its own",
        "std::fs::write(\"x\", \"1\").unwrap(); std::fs::remove_file(\"x\").unwrap()",
    );
    check(true, "threads", "std::thread::spawn(|| 1).join().unwrap();");
    let program = "let all = std::process::Command::new(\"sh\").args([\"-c\", \"exit 3\"]).status().unwrap(); \
                   assert_eq!(all.code(), Some(3))";
    check(cfg!(unix), "programs of the system", program);
    assert_eq!(fs::read_to_string(project.join("data.txt")).unwrap(), "1");
}

#[test]
fn a_program_that_does_not_end_is_ended() {
    let world = World::new();
    let check = |text: &str, timeout: Duration, why: &str| {
        let proof = world.prover().prove(&program(text, timeout));
        let Verdict::Unverified { reason } = &proof.verdict else { panic!("{proof:?}") };
        assert!(reason.contains(why), "{reason}");
        assert_eq!(proof.receipt.unwrap().verdict, "unverified");
        assert!(world.scratch_is_empty());
    };
    check("fn main() { loop { std::thread::park() } }", Duration::from_millis(300), "took too long");
    check("fn main() { loop { println!(\"{}\", \"x\".repeat(4096)) } }", LONG, "wrote too much");
    let started = Instant::now();
    let cancel = world.cancel.clone();
    let canceller = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(1));
        cancel.set();
    });
    check("fn main() { loop { std::thread::park() } }", LONG, "cancelled");
    canceller.join().unwrap();
    assert!(started.elapsed() < LONG);
}

#[test]
fn a_missing_tool_and_a_path_outside_leave_a_claim_unverified() {
    let mut world = World::new();
    world.surroundings.vars.insert("PATH".to_owned(), world.root.join("empty").to_string());
    for name in ["GHOST_ZIG", "ZIG", "RUSTC"] {
        world.surroundings.vars.remove(name);
    }
    let check = |check: &Check, why: &str| {
        let proof = world.prover().prove(check);
        let Verdict::Unverified { reason } = &proof.verdict else { panic!("{proof:?}") };
        assert!(reason.contains(why), "{reason}");
        assert!(proof.receipt.is_none());
    };
    check(&Check { steps: vec![Step::new(Program::Zig, ["version"])], ..Check::default() }, "not on PATH");
    let outside = vec![("../escaped".to_owned(), String::new())];
    check(&Check { files: outside, ..Check::default() }, "not a path inside");
    assert!(!world.root.join("escaped").exists());
}

#[test]
fn receipts_are_replayed() {
    let world = World::new();
    let prover = world.prover();
    fs::write(world.root.join("project/value.txt"), "1").unwrap();
    let mut check = program("fn main() { assert_eq!(include_str!(env!(\"F\")), \"1\") }", LONG);
    check.files[0].1 = "fn main() { let f = std::env::args().nth(1).unwrap(); \
                        assert_eq!(std::fs::read_to_string(f).unwrap(), \"1\") }"
        .to_owned();
    check.inputs = vec!["value.txt".to_owned()];
    check.steps[1].args = vec!["{project}/value.txt".to_owned()];
    let receipt = prover.prove(&check).receipt.unwrap();

    let ledger = prover.ledger().unwrap();
    assert_eq!(ledger.list().unwrap(), std::slice::from_ref(&receipt));
    let found = ledger.find(&receipt.id[..6]).unwrap();
    assert_eq!(prover.replay(&found).verdict, ReplayVerdict::Holds);
    assert!(prover.replay(&found).same_output);
    assert_eq!(ledger.list().unwrap().len(), 1, "replays leave no receipts");

    fs::write(world.root.join("project/value.txt"), "2").unwrap();
    let stale = ReplayVerdict::Stale { changed: vec!["value.txt".to_owned()], same_outcome: false };
    assert_eq!(prover.replay(&found).verdict, stale);

    let content = fs::read_dir(ledger.folder().join("contents")).unwrap().next().unwrap().unwrap().path();
    fs::write(content, "fn main() {}").unwrap();
    let ReplayVerdict::CannotRun { reason } = prover.replay(&found).verdict else { panic!() };
    assert!(reason.contains("not as it was written"), "{reason}");

    let file = fs::read_dir(ledger.folder()).unwrap().map(|entry| entry.unwrap().path());
    let file = file.into_iter().find(|path| path.is_file()).unwrap();
    let text = fs::read_to_string(&file).unwrap().replace("\"verified\"", "\"refuted\"");
    fs::write(file, text).unwrap();
    assert!(matches!(ledger.list(), Err(LedgerError::Changed { .. })));
    assert!(ledger.find("zz").is_err());
}

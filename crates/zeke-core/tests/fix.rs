//! A repair takes minutes: what the user writes meanwhile is not overwritten.

#![allow(clippy::unwrap_used, reason = "what cannot go on has failed")]

use std::fs;

use camino::Utf8Path;
use zeke_core::cancel::Cancel;
use zeke_core::edit::{Journal, JournalError};
use zeke_core::proof::Prover;
use zeke_core::surroundings::Surroundings;
use zeke_core::tasks::fix::{Failed, fix};

const WRONG: &str = "pub fn f(s: String) -> usize {\n    g(s)\n}\nfn g(s: &str) -> usize {\n    s.len()\n}\n";
const LOG: &str = "error[E0308]: mismatched types\n --> lib.rs:2:7\n  |\n2 |     g(s)\n";

#[test]
fn what_the_user_writes_meanwhile_stays() {
    let folder = tempfile::tempdir().unwrap();
    let root = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
    let (project, state) = (root.join("project"), root.join("state"));
    fs::create_dir(&project).unwrap();
    fs::write(project.join("lib.rs"), WRONG).unwrap();
    let mut surroundings =
        Surroundings { vars: std::env::vars().collect(), cwd: project.clone(), scratch: root.clone() };
    surroundings.vars.insert("XDG_STATE_HOME".to_owned(), state.to_string());
    let prover = Prover::new(&surroundings, &project, &Cancel::new());
    let failed = Failed { log: LOG.to_owned(), command: Vec::new() };
    let with_more = format!("{WRONG}// mine\n");
    let fixed =
        fix(&prover, &surroundings, &failed, &mut |_| fs::write(project.join("lib.rs"), &with_more).unwrap())
            .unwrap();
    assert!(fixed.proof.is_verified(), "{fixed:?}");
    let patch = fixed.changes.diff();
    assert!(patch.contains("-    g(s)\n+    g(&s)\n") && !patch.contains("mine"), "{patch}");
    let journal = Journal::new(&project, &state);
    let error = journal.apply(&fixed.changes, "").unwrap_err();
    assert!(matches!(&error, JournalError::Changed { files } if files == &["lib.rs"]), "{error}");
    assert_eq!(fs::read_to_string(project.join("lib.rs")).unwrap(), with_more);
    fs::write(project.join("lib.rs"), WRONG).unwrap();
    journal.apply(&fixed.changes, "").unwrap();
    assert!(fs::read_to_string(project.join("lib.rs")).unwrap().contains("g(&s)"));
}

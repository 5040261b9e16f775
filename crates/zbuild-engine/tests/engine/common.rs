//! A workspace in a temporary folder, with real processes, that tells which actions ran.
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zbuild_engine::{
    Action, Cancel, Command, Engine, Event, Graph, GraphBuilder, Jobs, Options, Reason, Request, Store,
    Summary,
};

pub(crate) struct Workspace {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) root: PathBuf,
    pub(crate) options: Options,
    pub(crate) cancel: Cancel,
    pub(crate) keep_going: bool,
}

/// What a build did, by the names of actions.
#[derive(Debug, Default)]
pub(crate) struct Built {
    pub(crate) ran: Vec<String>,
    pub(crate) cached: Vec<String>,
    pub(crate) restored: Vec<String>,
    pub(crate) elsewhere: Vec<String>,
    pub(crate) failed: Vec<(String, String)>,
    pub(crate) warnings: Vec<String>,
    pub(crate) reasons: Vec<(String, Vec<String>)>,
    pub(crate) messages: String,
    pub(crate) summary: Summary,
}

impl Workspace {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        // Names that people have.
        let root = dir.path().join("my wörk space");
        fs::create_dir(&root).unwrap();
        let mut options = Options::new(&root, &root.join(".state"), Jobs::new(2));
        options.store = Some(Arc::new(Store::open(&dir.path().join("store")).unwrap()));
        options.environment = vec![("PATH".into(), std::env::var_os("PATH").unwrap())];
        Self { dir, root, options, cancel: Cancel::new().unwrap(), keep_going: false }
    }

    /// Another folder with the same store.
    pub(crate) fn sibling(&self, name: &str) -> Self {
        let other = Self::new();
        let root = other.dir.path().join(name);
        fs::create_dir(&root).unwrap();
        let mut options = Options::new(&root, &root.join(".state"), Jobs::new(2));
        options.store.clone_from(&self.options.store);
        options.environment.clone_from(&self.options.environment);
        Self { root, options, ..other }
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        String::from_utf8_lossy(&fs::read(self.root.join(path)).unwrap()).into_owned()
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        self.root.join(path).symlink_metadata().is_ok()
    }

    pub(crate) fn remove(&self, path: &str) {
        let path = self.root.join(path);
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }

    pub(crate) fn graph(&self, actions: Vec<Action>) -> Graph {
        let mut builder = GraphBuilder::new(&self.root);
        builder.pool("single", 1);
        for action in actions {
            builder.add(action);
        }
        builder.finish().unwrap()
    }

    pub(crate) fn build(&self, actions: Vec<Action>) -> Built {
        self.build_graph(&self.graph(actions))
    }

    pub(crate) fn build_graph(&self, graph: &Graph) -> Built {
        self.build_targets(graph, None)
    }

    pub(crate) fn build_targets(&self, graph: &Graph, targets: Option<&[&str]>) -> Built {
        let mut built = Built::default();
        let targets = targets.map(|names| names.iter().map(|name| graph.find(name).unwrap()).collect());
        let request = Request { graph, targets, keep_going: self.keep_going, cancel: &self.cancel };
        let summary =
            Engine::new(self.options.clone()).build(&request, &mut |event| built.hear(graph, &event));
        built.summary = summary.unwrap();
        for list in [&mut built.ran, &mut built.cached, &mut built.restored, &mut built.elsewhere] {
            list.sort();
        }
        built.failed.sort();
        built
    }
}

impl Built {
    fn hear(&mut self, graph: &Graph, event: &Event<'_>) {
        let name = |action| graph.name(action).to_owned();
        match event {
            Event::Started { action, reasons, .. } => {
                self.ran.push(name(*action));
                let reasons = reasons.iter().map(Reason::to_string).collect();
                self.reasons.push((name(*action), reasons));
            }
            Event::Finished { action, outcome, message, .. } => {
                self.messages.push_str(&String::from_utf8_lossy(message));
                match outcome {
                    zbuild_engine::Outcome::Cached => self.cached.push(name(*action)),
                    zbuild_engine::Outcome::Restored => self.restored.push(name(*action)),
                    zbuild_engine::Outcome::RanElsewhere => self.elsewhere.push(name(*action)),
                    _ => {}
                }
            }
            Event::Failed { action, error, message, .. } => {
                self.messages.push_str(&String::from_utf8_lossy(message));
                let source = std::error::Error::source(error).map(|source| format!(": {source}"));
                self.failed.push((name(*action), format!("{error}{}", source.unwrap_or_default())));
            }
            Event::Warning { text, .. } => self.warnings.push((*text).to_owned()),
            _ => {}
        }
    }

    /// Asserts which actions ran, in a build that succeeded.
    #[track_caller]
    pub(crate) fn ran(&self, expected: &[&str]) -> &Self {
        assert_eq!(self.ran, expected, "{self:?}");
        assert!(self.summary.is_success(), "{self:?}");
        self
    }

    /// Asserts which of those ran on another machine.
    #[track_caller]
    pub(crate) fn elsewhere(&self, expected: &[&str]) -> &Self {
        assert_eq!(self.elsewhere, expected, "{self:?}");
        self
    }

    #[track_caller]
    pub(crate) fn cached(&self, expected: &[&str]) -> &Self {
        assert_eq!(self.cached, expected, "{self:?}");
        self
    }

    #[track_caller]
    pub(crate) fn restored(&self, expected: &[&str]) -> &Self {
        assert_eq!(self.restored, expected, "{self:?}");
        self
    }

    /// Asserts that the build failed with one action, and how.
    #[track_caller]
    pub(crate) fn failed(&self, action: &str, error: &str) -> &Self {
        assert_eq!(self.failed, [(action.to_owned(), error.to_owned())], "{self:?}");
        assert!(!self.summary.is_success());
        self
    }

    #[track_caller]
    pub(crate) fn because(&self, action: &str, expected: &[&str]) -> &Self {
        let reasons =
            self.reasons.iter().find(|(name, _)| name == action).map(|(_, reasons)| reasons.clone());
        assert_eq!(reasons.as_deref().unwrap_or_default(), expected, "{self:?}");
        self
    }
}

/// An action that runs a shell script.
pub(crate) fn sh(name: &str, script: &str) -> Action {
    let path = std::env::var_os("PATH").unwrap();
    Action::run(name, Command::new("sh").args(["-ec", script]).env("PATH", path))
}

/// An action that joins its inputs into its output.
pub(crate) fn cat(name: &str, inputs: &[&str], output: &str) -> Action {
    let quoted: Vec<String> = inputs.iter().map(|input| format!("'{input}'")).collect();
    sh(name, &format!("cat {} > '{output}'", quoted.join(" "))).inputs(inputs).output(output)
}

/// Runs a program of the system; whether it succeeded.
#[expect(clippy::disallowed_methods, reason = "tests prepare what no library does")]
pub(crate) fn system(program: &str, arguments: &[&str]) -> bool {
    std::process::Command::new(program).args(arguments).status().is_ok_and(|status| status.success())
}

/// Where a program is, if it is installed.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

pub(crate) fn list(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Whether the long runs are asked for.
pub(crate) fn is_full() -> bool {
    std::env::var_os("GHOST_TEST_FULL").is_some_and(|value| !value.is_empty())
}

/// Numbers that look random and are the same for the same seed (xorshift64*).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap() % limit
    }
}

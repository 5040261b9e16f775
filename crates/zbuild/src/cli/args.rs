//! Arguments, as clap reads them.

use std::ffi::OsString;
use std::ops::Deref;

use camino::Utf8PathBuf;
use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser};
use clap::{ArgMatches, Args, FromArgMatches, Parser, Subcommand, ValueEnum};
use ghostbind::Environment;
use zbuild_engine::Jobs;

#[cfg(feature = "remote")]
use super::remote::RemoteArgs;
use crate::build::Conduct;
use crate::config::Optimization;
use crate::failure::Failure;
use crate::lower::Wish;
use crate::setting::Choices;

/// Builds software written in Zig, Rust and C.
#[derive(Debug, Parser)]
#[command(name = "zbuild", version, about, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 done, 1 the work failed, 2 usage or configuration, 3 the environment \
                        lacks something, 130 interrupted. `zbuild run` ends with the program's own code.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) output: Output,
}

impl Arguments {
    /// What the process was called with.
    ///
    /// # Errors
    /// What is wrong with it; or the help or the version, where that was asked for.
    pub(super) fn of_process() -> Result<Self, clap::Error> {
        Self::plain_build(std::env::args_os()).map_or_else(Self::try_parse, Ok)
    }

    /// The arguments of `zbuild build` alone, if that is what they are. It is what is typed all day, mostly when
    /// nothing changed, and setting up a parser for every option would be a fifth of all that is then done.
    fn plain_build(args: impl Iterator<Item = OsString>) -> Option<Self> {
        let plain = args.skip(1).eq(["build"]);
        plain.then(|| Self {
            command: Command::Build(Deferred(BuildArgs::default())),
            output: Output::default(),
        })
    }
}

/// What is said, and how.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Output {
    /// Say more: commands, and why each runs
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// How it is said: for people, or as one JSON object a line on standard output (for `run` on
    /// standard error, as standard output is the program's)
    #[arg(long, global = true, value_enum, default_value_t = MessageFormat::Human, value_name = "FORMAT")]
    pub(super) message_format: MessageFormat,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    #[default]
    Human,
    Json,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Build what zbuild.json describes
    Build(Deferred<BuildArgs>),
    /// Build a program and run it
    #[command(
        after_help = "Examples:\n  zbuild run\n  zbuild run -- --port 8080\n  zbuild run helper -- FILE"
    )]
    Run(Deferred<RunArgs>),
    /// Build and run the tests of the Zig code and the Rust crates
    Test(Deferred<TestArgs>),
    /// Build again whenever a source changes
    #[command(after_help = "Examples:\n  zbuild watch\n  zbuild watch --run -- --port 8080")]
    Watch(Deferred<WatchArgs>),
    /// Tell why something would be built now, and why it last was
    #[command(
        after_help = "Examples:\n  zbuild why\n  zbuild why zig-out/bin/app\n  zbuild why 'crate core'"
    )]
    Why(Deferred<WhyArgs>),
    /// Show the graph: for Graphviz, as JSON, or as a page to pan and search
    #[command(after_help = "Examples:\n  zbuild graph | dot -Tsvg > graph.svg\n  \
                            zbuild graph --format html --output graph.html\n  zbuild graph zig-out/bin/app")]
    Graph(Deferred<GraphArgs>),
    /// Look after the content store: what it holds, whether it is sound, what may go
    #[command(after_help = "Examples:\n  zbuild cache stat\n  zbuild cache verify\n  \
                            zbuild cache gc --max-size 2G --max-age 30d")]
    Cache(CacheArgs),
    /// Remove what was built; the content store stays
    #[command(after_help = "Examples:\n  zbuild clean\n  zbuild clean --project backend")]
    Clean(CleanArgs),
    /// Write a small project that builds and runs
    #[command(
        after_help = "Examples:\n  zbuild init my-app\n  zbuild init --template workspace my-workspace"
    )]
    Init(InitArgs),
    /// Add a dependency to zbuild.json
    #[command(
        after_help = "Examples:\n  zbuild add rust rure --version 0.2\n  zbuild add rust core --path rust/core \
                            --features serde\n  zbuild add zig text --path libs/text\n  zbuild add zig \
                            https://example.org/clap.tar.gz"
    )]
    Add(AddArgs),
    /// Build, and pack what was built into one archive a target, with checksums and a bill of materials
    #[command(
        after_help = "Examples:\n  zbuild package --release\n  zbuild package --all-targets --dist dist"
    )]
    Package(Deferred<PackageArgs>),
    /// Fetch what crates and Zig packages need, so that `--offline` builds work
    Fetch(FetchArgs),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the JSON Schema of zbuild.json
    Schema,
    /// Build a crate that another machine sent
    #[command(name = crate::lower::crate_elsewhere::COMMAND, hide = true)]
    CrateElsewhere,
}

/// Arguments that are made when their command is meant: making those of every command costs more than to read one.
#[derive(Debug)]
pub(super) struct Deferred<T>(T);

impl<T> Deref for Deferred<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: FromArgMatches> FromArgMatches for Deferred<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<T: Args> Args for Deferred<T> {
    fn augment_args(command: clap::Command) -> clap::Command {
        // What a command does is said where it is listed.
        command.defer(|command| {
            let about = command.get_about().cloned().unwrap_or_default();
            T::augment_args(command).about(about)
        })
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        command.defer(T::augment_args_for_update)
    }
}

/// What is built, and how.
#[expect(clippy::struct_excessive_bools, reason = "flags are booleans")]
#[derive(Debug, Clone, Default, Args)]
pub(super) struct BuildArgs {
    /// The zbuild.json, or the folder that holds it [default: the nearest upwards]
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub(super) config: Option<Utf8PathBuf>,
    /// The member of the workspace to build [default: all]
    #[arg(short, long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(super) project: Option<String>,
    /// What to build for: a name from `targets`, a Zig triple, a Rust triple, or `native`
    #[arg(short, long, value_name = "TARGET")]
    pub(super) target: Option<String>,
    /// Build for every target that zbuild.json names
    #[arg(long, conflicts_with = "target")]
    pub(super) all_targets: bool,
    /// Optimise so, whatever zbuild.json says
    #[arg(short = 'O', long, visible_alias = "optimization", value_name = "MODE",
          value_parser = PossibleValuesParser::new(Optimization::ALL.map(Optimization::as_str)))]
    pub(super) optimize: Option<String>,
    /// The same as `--optimize ReleaseFast`
    #[arg(long, conflicts_with = "optimize")]
    pub(super) release: bool,
    /// The processor to build for: `native`, `baseline`, or its name
    #[arg(long, value_name = "CPU")]
    pub(super) cpu: Option<String>,
    /// Where outputs go [default: zig-out beside zbuild.json]
    #[arg(long, value_name = "FOLDER", value_parser = path())]
    pub(super) output_dir: Option<Utf8PathBuf>,
    /// How much runs at once [default: the number of processors]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) jobs: Option<u32>,
    /// Run independent actions at once; this is the default, see --jobs
    #[arg(long, conflicts_with = "no_parallel")]
    pub(super) parallel: bool,
    /// Run one action after the other, the same as --jobs 1
    #[arg(long, conflicts_with = "jobs")]
    pub(super) no_parallel: bool,
    /// Take outputs from the content store and keep them there; this is the default
    #[arg(long, conflicts_with = "no_cache")]
    pub(super) cache: bool,
    /// Neither take outputs from the content store nor keep them there
    #[arg(long)]
    pub(super) no_cache: bool,
    /// After a failure, go on with what does not depend on it
    #[arg(short, long)]
    pub(super) keep_going: bool,
    /// Do not use the network
    #[arg(long)]
    pub(super) offline: bool,
    #[cfg(feature = "remote")]
    #[command(flatten)]
    pub(super) remote: RemoteArgs,
    /// Write what ran when, for Perfetto or Chrome's tracing page
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub(super) trace: Option<Utf8PathBuf>,
}

#[derive(Debug, Clone, Args)]
pub(super) struct RunArgs {
    #[command(flatten)]
    pub(super) build: BuildArgs,
    /// The program, where there are several [default: the project's own]
    #[arg(value_name = "PROGRAM")]
    pub(super) program: Option<String>,
    /// Arguments for the program
    #[arg(last = true, value_name = "ARGS")]
    pub(super) args: Vec<OsString>,
}

#[derive(Debug, Clone, Args)]
pub(super) struct TestArgs {
    #[command(flatten)]
    pub(super) build: BuildArgs,
    /// Write the results as XML too, in the form of `JUnit`
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub(super) junit: Option<Utf8PathBuf>,
}

#[derive(Debug, Clone, Args)]
pub(super) struct WatchArgs {
    #[command(flatten)]
    pub(super) build: BuildArgs,
    /// Run the program, and start it anew after each build that changed something
    #[arg(long)]
    pub(super) run: bool,
    /// Arguments for the program
    #[arg(last = true, value_name = "ARGS", requires = "run")]
    pub(super) args: Vec<OsString>,
}

#[derive(Debug, Clone, Args)]
pub(super) struct WhyArgs {
    #[command(flatten)]
    pub(super) build: BuildArgs,
    /// A file that is built, a product, or an action [default: all that is not up to date]
    #[arg(value_name = "WHAT")]
    pub(super) what: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub(super) struct GraphArgs {
    #[command(flatten)]
    pub(super) build: BuildArgs,
    /// A file that is built, a product, or an action, with all that it needs [default: everything]
    #[arg(value_name = "WHAT")]
    pub(super) what: Option<String>,
    /// In which form
    #[arg(long, value_enum, default_value_t = GraphFormat::Dot, value_name = "FORMAT")]
    pub(super) format: GraphFormat,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_parser = path())]
    pub(super) output: Option<Utf8PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    /// Graphviz
    Dot,
    /// One JSON object
    Json,
    /// A page that needs nothing else
    Html,
}

#[derive(Debug, Clone, Args)]
pub(super) struct CacheArgs {
    /// The zbuild.json, or the folder that holds it [default: the nearest upwards]
    #[arg(long, value_name = "FILE", global = true, value_parser = path())]
    pub(super) config: Option<Utf8PathBuf>,
    #[command(subcommand)]
    pub(super) command: CacheCommand,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum CacheCommand {
    /// Say how much there is
    Stat,
    /// Read everything, and remove what is not sound
    Verify,
    /// Remove what was not used for longest, until the limits hold
    Gc {
        /// How much may stay, such as 500M or 10G [default: 20G]
        #[arg(long, value_name = "SIZE", value_parser = super::cache::parse_size)]
        max_size: Option<u64>,
        /// What was not used for this long goes, such as 12h or 30d [default: 90d]
        #[arg(long, value_name = "AGE", value_parser = super::cache::parse_age)]
        max_age: Option<std::time::Duration>,
    },
}

#[derive(Debug, Clone, Args)]
pub(super) struct CleanArgs {
    /// The zbuild.json, or the folder that holds it [default: the nearest upwards]
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub(super) config: Option<Utf8PathBuf>,
    /// The member of the workspace whose own files are removed [default: the one worked in, else all]
    #[arg(short, long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(super) project: Option<String>,
}

/// What is added, and where it comes from.
#[derive(Debug, Clone, Args)]
pub(super) struct AddArgs {
    /// The language of the dependency
    pub(super) language: Language,
    /// Its name, by which it is imported; for a Zig package its URL or archive, which says the name itself
    pub(super) name: String,
    /// Its folder, relative to zbuild.json
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["version", "git"])]
    pub(super) path: Option<String>,
    /// The version of a crate in the registry, as in Cargo.toml
    #[arg(long, value_name = "VERSION", conflicts_with = "git")]
    pub(super) version: Option<String>,
    /// The repository of a crate
    #[arg(long, value_name = "URL", requires = "rev")]
    pub(super) git: Option<String>,
    /// The commit in that repository
    #[arg(long, value_name = "COMMIT", requires = "git")]
    pub(super) rev: Option<String>,
    /// Where a Zig package is fetched from: an archive, or a repository as `git+https://…#COMMIT`
    #[arg(long, value_name = "URL", conflicts_with_all = ["path", "version", "git"])]
    pub(super) url: Option<String>,
    /// The hash that a Zig package must have [default: that of what is fetched]
    #[arg(long, value_name = "HASH")]
    pub(super) hash: Option<String>,
    /// Features of a crate
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(super) features: Vec<String>,
    /// Leave a crate's default features off
    #[arg(long)]
    pub(super) no_default_features: bool,
    /// What a crate is built as
    #[arg(long, value_name = "TYPE", value_parser = ["staticlib", "cdylib"])]
    pub(super) crate_type: Option<String>,
    /// Go on without a crate whose build fails
    #[arg(long)]
    pub(super) optional: bool,
    /// The member of the workspace that gets it
    #[arg(short, long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(super) project: Option<String>,
    /// The zbuild.json, or the folder that holds it [default: the nearest upwards]
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub(super) config: Option<Utf8PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    /// A crate
    Rust,
    /// A module or a package
    Zig,
}

#[derive(Debug, Clone, Args)]
pub(super) struct PackageArgs {
    #[command(flatten)]
    pub(super) build: BuildArgs,
    /// Where the archives go [default: zig-out/package]
    #[arg(long, value_name = "FOLDER", value_parser = path())]
    pub(super) dist: Option<Utf8PathBuf>,
}

#[derive(Debug, Clone, Args)]
pub(super) struct FetchArgs {
    /// The zbuild.json, or the folder that holds it [default: the nearest upwards]
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub(super) config: Option<Utf8PathBuf>,
}

/// What `init` can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Template {
    /// A Zig program that calls a Rust crate
    ZigApp,
    /// A Rust program that calls a Zig module
    RustApp,
    /// A workspace of both, with two targets
    Workspace,
}

#[derive(Debug, Clone, Args)]
pub(super) struct InitArgs {
    /// What is written
    #[arg(long, value_enum, default_value_t = Template::ZigApp, value_name = "TEMPLATE")]
    pub(super) template: Template,
    /// The folder of the project [default: this one]
    pub(super) folder: Option<Utf8PathBuf>,
    /// The project's name [default: the folder's]
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
}

/// A path that is not empty, as one is where a script's variable is not set.
fn path() -> impl TypedValueParser<Value = Utf8PathBuf> {
    NonEmptyStringValueParser::new().map(Utf8PathBuf::from)
}

impl BuildArgs {
    /// What is wanted.
    pub(super) fn wish(&self, env: &Environment, tests: bool) -> Wish {
        let release = self.release.then_some(Optimization::ReleaseFast);
        Wish {
            project: self.project.clone(),
            choices: Choices {
                target: self.target.clone(),
                optimization: self.optimize.as_deref().and_then(Optimization::from_name).or(release),
                cpu: self.cpu.clone(),
                any_like_this: false,
            },
            output_dir: self.output_dir.as_ref().map(|folder| env.absolute(folder)),
            folder_per_target: self.all_targets,
            tests,
            offline: self.offline,
        }
    }

    /// How to go about it.
    pub(super) fn conduct(&self, env: &Environment, shared: Option<&Jobs>) -> Result<Conduct, Failure> {
        let jobs = if self.no_parallel { Some(1) } else { self.jobs };
        let jobs = jobs.and_then(|n| usize::try_from(n).ok());
        // As with make, a number that is asked for is kept, whatever the caller shares.
        let shared_jobs = shared.filter(|_| jobs.is_none()).cloned();
        Ok(Conduct {
            jobs,
            shared_jobs,
            cache: !self.no_cache,
            keep_going: self.keep_going,
            #[cfg(feature = "remote")]
            remote: self.remote.options(env, self.no_cache)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn arguments_are_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_plain_build_is_what_the_parser_would_say() {
        let plain = |line: &str| Arguments::plain_build(line.split(' ').map(OsString::from));
        let parsed = Arguments::try_parse_from(["zbuild", "build"]).unwrap();
        assert_eq!(format!("{:?}", plain("zbuild build").unwrap()), format!("{parsed:?}"));
        for other in ["zbuild", "zbuild build -v", "zbuild test", "zbuild build build"] {
            assert!(plain(other).is_none(), "{other}");
        }
    }

    #[test]
    fn what_is_empty_is_refused() {
        for line in [
            "build --project=",
            "build --config=",
            "build --output-dir=",
            "build --trace=",
            "test --junit=",
            "graph --output=",
            "package --dist=",
            "clean --project=",
            "cache --config= stat",
            "add rust a --path b --project=",
            "fetch --config=",
        ] {
            let words = std::iter::once("zbuild").chain(line.split(' '));
            assert!(Arguments::try_parse_from(words).is_err(), "{line}");
        }
    }

    #[test]
    fn the_documents_command_lines_are_accepted() {
        let lines = [
            "zbuild build --project zig-frontend --target production --parallel --cache",
            "zbuild build --config zig_modules/algorithms/zbuild.json --target x86_64-unknown-linux-gnu --output-dir target/zig",
            "zbuild run -- --flag value",
            "zbuild build -v --message-format json",
            "zbuild --quiet test",
        ];
        for line in lines {
            Arguments::try_parse_from(line.split(' ')).unwrap_or_else(|error| panic!("{line}: {error}"));
        }
    }
}

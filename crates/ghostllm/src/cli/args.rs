//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args as Arguments, Parser, Subcommand};

use crate::limits::Limits;
use crate::money::Dollars;

/// What `--help` ends with.
macro_rules! after {
    ($($line:literal),*) => {
        concat!(
            "Examples:\n",
            $("  ", $line, "\n",)*
            "\nExit codes: 0 done, 1 the work failed, 2 usage or configuration, 3 the environment lacks something."
        )
    };
}

/// One API in front of every model.
#[derive(Debug, Parser)]
#[command(name = "ghostllm", version, max_term_width = 100)]
#[command(after_help = after!(
    "ghostllm serve",
    "ghostllm serve --config ghostllm.toml",
    "ghostllm key create --name ci"
))]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve. Without a configuration: providers from the usual environment variables, a SQLite file in your
    /// data directory, and a first key, printed once.
    #[command(after_help = after!(
        "ghostllm serve",
        "ghostllm serve --config ghostllm.toml",
        "ghostllm serve --listen 127.0.0.1:0 --log debug"
    ))]
    Serve(Serve),
    /// Make, list, revoke and rotate keys.
    #[command(subcommand, after_help = after!(
        "ghostllm key create --name ci --rpm 60",
        "ghostllm key list --json"
    ))]
    Key(Key),
    /// What was used, by whom, at what price.
    #[command(subcommand, after_help = after!("ghostllm usage list --since 24h"))]
    Usage(Usage),
    /// Make, list and delete teams.
    #[command(subcommand, after_help = after!(
        "ghostllm team create --name search --budget-month 200",
        "ghostllm team list"
    ))]
    Team(Team),
    /// Set and show what keys and teams may spend.
    #[command(subcommand, after_help = after!(
        "ghostllm budget set --team search --month 300",
        "ghostllm budget list"
    ))]
    Budget(Budget),
    /// Say who would answer, and why.
    #[command(subcommand, after_help = after!("ghostllm route explain --model fast"))]
    Route(Route),
    /// Check a configuration, and say what is missing in it.
    #[command(after_help = after!(
        "ghostllm check --config ghostllm.toml",
        "ghostllm check --example",
        "ghostllm check --providers"
    ))]
    Check(Check),
    /// Ask a running gateway whether it is ready. Exit code 0: it is.
    #[command(after_help = after!(
        "ghostllm healthcheck --address 127.0.0.1:4000",
        "ghostllm healthcheck --config ghostllm.toml"
    ))]
    Healthcheck(Healthcheck),
    /// Measure a running gateway.
    #[command(after_help = after!(
        "ghostllm bench --model gpt-5-mini --seconds 10",
        "ghostllm bench --url http://127.0.0.1:4000 --stream --connections 64"
    ))]
    Bench(Bench),
    /// An upstream for trying and testing: every dialect, the same words each time, no model.
    #[command(after_help = after!(
        "ghostllm mock --port 4010",
        "ghostllm mock --chunks 50 --chunk-delay-ms 20",
        "ghostllm mock --error-percent 10 --error-status 429 --retry-after 2"
    ))]
    Mock(MockOptions),
    /// Print completions for a shell.
    #[command(
        after_help = after!("ghostllm completions bash > ~/.local/share/bash-completion/completions/ghostllm")
    )]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// Where the configuration is, and how to print.
#[derive(Clone, Debug, Arguments)]
pub(super) struct Common {
    /// The configuration file.
    #[arg(long, short, value_name = "FILE", env = "GHOSTLLM_CONFIG", global = true)]
    pub(super) config: Option<PathBuf>,
    /// Print JSON.
    #[arg(long, global = true)]
    pub(super) json: bool,
}

#[derive(Debug, Arguments)]
pub(super) struct Serve {
    /// The configuration file. It is read again when it changes.
    #[arg(long, short, value_name = "FILE", env = "GHOSTLLM_CONFIG")]
    pub(super) config: Option<PathBuf>,
    /// Address and port for clients, in place of the configuration's.
    #[arg(long, visible_alias = "bind", value_name = "ADDRESS:PORT")]
    pub(super) listen: Option<String>,
    /// The port for clients, in place of the configuration's.
    #[arg(long, conflicts_with = "listen")]
    pub(super) port: Option<u16>,
    /// The address for clients, in place of the configuration's.
    #[arg(long, conflicts_with = "listen")]
    pub(super) host: Option<String>,
    /// What to log: error, warn, info, debug, trace, or a filter by module.
    #[arg(long, value_name = "FILTER", env = "GHOSTLLM_LOG", default_value = "info")]
    pub(super) log: String,
    /// Log JSON, one object a line.
    #[arg(long)]
    pub(super) log_json: bool,
}

#[derive(Debug, Arguments)]
pub(super) struct MockOptions {
    /// Where to listen.
    #[arg(long, visible_alias = "bind", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:4010")]
    pub(super) listen: String,
    /// Where to listen on 127.0.0.1.
    #[arg(long, conflicts_with = "listen")]
    pub(super) port: Option<u16>,
    /// What it says.
    #[arg(long)]
    pub(super) text: Option<String>,
    /// In how many pieces a stream says it.
    #[arg(long, default_value_t = 20)]
    pub(super) chunks: usize,
    /// Milliseconds before an answer begins.
    #[arg(long, default_value_t = 0)]
    pub(super) latency_ms: u64,
    /// Milliseconds between two pieces of a stream.
    #[arg(long, default_value_t = 0)]
    pub(super) chunk_delay_ms: u64,
    /// The status of answers that fail.
    #[arg(long, default_value_t = 503)]
    pub(super) error_status: u16,
    /// How many of a hundred requests fail.
    #[arg(long, default_value_t = 0)]
    pub(super) error_percent: u32,
    /// `retry-after` of answers that fail, in seconds.
    #[arg(long)]
    pub(super) retry_after: Option<u64>,
    /// After how many pieces the connection of a stream is closed.
    #[arg(long)]
    pub(super) cut_after: Option<usize>,
    /// Never call a tool.
    #[arg(long)]
    pub(super) no_tools: bool,
    /// Tokens that each answer claims to have read.
    #[arg(long, default_value_t = 25)]
    pub(super) prompt_tokens: u64,
}

#[derive(Debug, Subcommand)]
pub(super) enum Route {
    /// Say who would answer for a model, in which order, and why. Offline: every target counts as well.
    #[command(after_help = after!(
        "ghostllm route explain --model fast --config ghostllm.toml",
        "ghostllm route explain --model fast --tags eu --json"
    ))]
    Explain {
        /// The model, as clients name it.
        #[arg(long, short)]
        model: String,
        /// Tags that a target must have.
        #[arg(long, value_delimiter = ',', value_name = "TAG")]
        tags: Vec<String>,
        /// What the client sends as `x-ghostllm-session`.
        #[arg(long)]
        session: Option<String>,
        /// The client's dialect.
        #[arg(long, default_value = "openai-chat")]
        dialect: String,
        /// Providers that the key may reach. Without: all.
        #[arg(long = "provider", value_delimiter = ',', value_name = "NAME")]
        providers: Vec<String>,
        /// The random number that weights are drawn with.
        #[arg(long, default_value_t = 0)]
        random: u64,
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Debug, Arguments)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(super) struct Check {
    /// The configuration file. Without: what the environment gives.
    #[arg(long, short, value_name = "FILE", env = "GHOSTLLM_CONFIG")]
    pub(super) config: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
    /// Print the configuration's JSON Schema instead.
    #[arg(long, conflicts_with_all = ["example", "providers"])]
    pub(super) schema: bool,
    /// Print an example configuration instead.
    #[arg(long, conflicts_with = "providers")]
    pub(super) example: bool,
    /// List the kinds of providers instead.
    #[arg(long)]
    pub(super) providers: bool,
}

#[derive(Debug, Arguments)]
pub(super) struct Healthcheck {
    /// The gateway's address and port.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(super) address: Option<String>,
    /// The gateway's configuration, to read the address from.
    #[arg(long, short, value_name = "FILE", env = "GHOSTLLM_CONFIG")]
    pub(super) config: Option<PathBuf>,
}

#[derive(Debug, Arguments)]
pub(super) struct Bench {
    /// Where to send requests; without a path, to `/v1/chat/completions`.
    #[arg(long, default_value = "http://127.0.0.1:4000")]
    pub(super) url: String,
    /// The key.
    #[arg(long, env = "GHOSTLLM_KEY", default_value = "none", hide_env_values = true)]
    pub(super) key: String,
    /// The model.
    #[arg(long, default_value = "mock")]
    pub(super) model: String,
    /// A header more, as `NAME: VALUE`.
    #[arg(long, value_name = "HEADER")]
    pub(super) header: Vec<String>,
    /// Ask for streams.
    #[arg(long)]
    pub(super) stream: bool,
    /// Connections at one time.
    #[arg(long, default_value_t = 16)]
    pub(super) connections: usize,
    /// For how long.
    #[arg(long, default_value_t = 5)]
    pub(super) seconds: u64,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// Limits as options.
#[derive(Clone, Debug, Default, Arguments)]
pub(super) struct LimitOptions {
    /// Requests a minute.
    #[arg(long, value_name = "N")]
    pub(super) rpm: Option<u64>,
    /// Tokens a minute.
    #[arg(long, value_name = "N")]
    pub(super) tpm: Option<u64>,
    /// Requests at one time.
    #[arg(long, value_name = "N")]
    pub(super) concurrency: Option<u32>,
    /// Dollars a day.
    #[arg(long, value_name = "DOLLARS")]
    pub(super) budget_day: Option<Dollars>,
    /// Dollars a month.
    #[arg(long, value_name = "DOLLARS")]
    pub(super) budget_month: Option<Dollars>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Make a key. It is shown this once.
    #[command(after_help = after!(
        "ghostllm key create --name ci --rpm 60 --model gpt-5-mini",
        "ghostllm key create --name ada --team search --expires 30d --json"
    ))]
    Create {
        /// A name for people.
        #[arg(long)]
        name: String,
        /// The team it belongs to.
        #[arg(long)]
        team: Option<String>,
        /// A model it may ask for; `*` at the end stands for anything. Repeat for more. Without: all.
        #[arg(long = "model", visible_alias = "models", value_name = "MODEL", value_delimiter = ',')]
        models: Vec<String>,
        /// A provider it may reach. Repeat for more. Without: all.
        #[arg(long = "provider", visible_alias = "providers", value_name = "NAME", value_delimiter = ',')]
        providers: Vec<String>,
        /// When it ends: 2027-01-31, RFC 3339, or a span such as 30d.
        #[arg(long, visible_alias = "expires-in", value_name = "TIME")]
        expires: Option<String>,
        /// A note of your own. Repeat for more.
        #[arg(long, value_name = "NAME=VALUE")]
        metadata: Vec<String>,
        #[command(flatten)]
        limits: LimitOptions,
        #[command(flatten)]
        common: Common,
    },
    /// List keys.
    #[command(after_help = after!("ghostllm key list", "ghostllm key list --all --json"))]
    List {
        /// Also those that are revoked.
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Make a key invalid, for ever.
    #[command(after_help = after!("ghostllm key revoke key_4fT2"))]
    Revoke {
        /// Its id.
        #[arg(value_name = "ID", required_unless_present = "id_option")]
        id: Option<String>,
        #[arg(long = "id", hide = true, value_name = "ID")]
        id_option: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Give a key another secret. It is shown this once.
    #[command(after_help = after!("ghostllm key rotate key_4fT2 --grace 1h"))]
    Rotate {
        /// Its id.
        #[arg(value_name = "ID", required_unless_present = "id_option")]
        id: Option<String>,
        #[arg(long = "id", hide = true, value_name = "ID")]
        id_option: Option<String>,
        /// How long the old secret still works, such as 1h.
        #[arg(long, value_name = "SPAN")]
        grace: Option<String>,
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Usage {
    /// List requests, newest first.
    #[command(after_help = after!(
        "ghostllm usage list --since 24h",
        "ghostllm usage list --key key_4fT2 --json"
    ))]
    List {
        /// Of one key, by id.
        #[arg(long, value_name = "ID")]
        key: Option<String>,
        /// Of one model.
        #[arg(long)]
        model: Option<String>,
        /// Not before: 2027-01-31, RFC 3339, or the last so much, such as 24h.
        #[arg(long, value_name = "TIME")]
        since: Option<String>,
        /// At most so many.
        #[arg(long, default_value_t = 1000)]
        limit: u32,
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Team {
    /// Make a team, or give one other limits.
    #[command(
        visible_alias = "set",
        after_help = after!("ghostllm team create --name search --rpm 600 --budget-month 200")
    )]
    Create {
        /// Its name.
        #[arg(long)]
        name: String,
        #[command(flatten)]
        limits: LimitOptions,
        #[command(flatten)]
        common: Common,
    },
    /// List teams.
    #[command(after_help = after!("ghostllm team list", "ghostllm team list --json"))]
    List {
        #[command(flatten)]
        common: Common,
    },
    /// Delete a team that has no keys.
    #[command(after_help = after!("ghostllm team delete search"))]
    Delete {
        /// Its name.
        name: String,
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Budget {
    /// Set what a key or a team may spend.
    #[command(after_help = after!(
        "ghostllm budget set --key key_4fT2 --day 5",
        "ghostllm budget set --team search --month none"
    ))]
    Set {
        /// The key, by id.
        #[arg(long, value_name = "ID", required_unless_present = "team", conflicts_with = "team")]
        key: Option<String>,
        /// The team, by name.
        #[arg(long, value_name = "NAME")]
        team: Option<String>,
        /// Dollars a day; `none` for no limit.
        #[arg(long, value_name = "DOLLARS")]
        day: Option<String>,
        /// Dollars a month; `none` for no limit.
        #[arg(long, value_name = "DOLLARS")]
        month: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Show what is spent, and of what.
    #[command(visible_alias = "show", after_help = after!(
        "ghostllm budget list",
        "ghostllm budget list --json"
    ))]
    List {
        #[command(flatten)]
        common: Common,
    },
}

impl LimitOptions {
    pub(super) fn limits(&self) -> Limits {
        Limits {
            rpm: self.rpm,
            tpm: self.tpm,
            concurrency: self.concurrency,
            budget_day: self.budget_day,
            budget_month: self.budget_month,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::Args;

    /// Every command's help ends with examples that can be said, and with the exit codes.
    #[test]
    fn help_has_examples_and_exit_codes() {
        fn check(command: &clap::Command, path: &str) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples: Vec<&str> = help.lines().filter_map(|line| line.strip_prefix("  ")).collect();
            assert!(!examples.is_empty() && help.contains("Exit codes: 0 "), "{path}: {help}");
            for example in examples {
                let words = example.split(' ').take_while(|word| *word != ">");
                if let Err(error) = Args::try_parse_from(words) {
                    panic!("{path}: {example}: {error}");
                }
            }
            command.get_subcommands().for_each(|inner| check(inner, &format!("{path} {}", inner.get_name())));
        }
        check(&Args::command(), "ghostllm");
    }
}

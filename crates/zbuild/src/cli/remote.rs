//! The options that say which Remote Execution service is used, and how.

use camino::Utf8PathBuf;
use clap::Args;
use ghostbind::Environment;
use zbuild_engine::{Endpoint, Execution, RemoteOptions};

use crate::diagnostic::Diagnostic;
use crate::failure::Failure;

#[derive(Debug, Clone, Default, Args)]
pub(super) struct RemoteArgs {
    /// A Remote Execution service that shares what is built: grpc://host:port[/instance], or grpcs:// for TLS
    /// [variable: `ZBUILD_REMOTE`; a token for it: `ZBUILD_REMOTE_TOKEN`; a header: `ZBUILD_REMOTE_HEADER`, as
    /// `name=value`]
    #[arg(long, value_name = "URL", conflicts_with = "no_cache")]
    remote: Option<Endpoint>,
    /// Take what the service has, and give it nothing
    #[arg(long)]
    remote_read_only: bool,
    /// Certificates that the service's may be signed by, instead of the system's
    #[arg(long, value_name = "FILE")]
    remote_ca: Option<Utf8PathBuf>,
    /// Run actions on the service's machines, as far as they can run there
    #[arg(long, conflicts_with_all = ["remote_read_only", "no_cache"])]
    remote_exec: bool,
    /// How many actions the service runs at once for this build [default: 16]
    #[arg(long, value_name = "N", requires = "remote_exec", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    remote_exec_jobs: Option<u32>,
    /// What a machine of the service must be, by the service's own names, such as `OSFamily=linux`; beside and
    /// before those in zbuild.json
    #[arg(long, value_name = "NAME=VALUE", requires = "remote_exec", value_parser = property)]
    remote_platform: Vec<(String, String)>,
}

fn property(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write NAME=VALUE".to_owned()),
    }
}

impl RemoteArgs {
    /// The service to use, if one is: the argument's, else the variable's.
    pub(super) fn options(
        &self,
        env: &Environment,
        no_cache: bool,
    ) -> Result<Option<RemoteOptions>, Failure> {
        let given = env.var("ZBUILD_REMOTE").filter(|text| !text.is_empty() && !no_cache);
        let endpoint = match (&self.remote, given) {
            (Some(endpoint), _) => endpoint.clone(),
            (None, Some(text)) => text.parse().map_err(|error| {
                Failure::from(
                    Diagnostic::error(format!("{error}")).hint("it stands in the variable ZBUILD_REMOTE"),
                )
            })?,
            (None, None) if self.remote_exec => {
                let error = Diagnostic::error("--remote-exec needs a service to run actions on");
                return Err(error.hint("name it with --remote or in the variable ZBUILD_REMOTE").into());
            }
            (None, None) => return Ok(None),
        };
        let mut options = RemoteOptions::new(endpoint);
        options.token = env.var("ZBUILD_REMOTE_TOKEN").filter(|token| !token.is_empty()).map(str::to_owned);
        if let Some(header) = env.var("ZBUILD_REMOTE_HEADER").filter(|header| !header.is_empty()) {
            let (name, value) = property(header).map_err(|_| {
                // Its text may be a secret.
                Diagnostic::error("ZBUILD_REMOTE_HEADER is not of the form name=value")
            })?;
            options.headers.push((name.to_lowercase(), value));
        }
        options.read_only = self.remote_read_only;
        if let Some(file) = &self.remote_ca {
            let path = env.absolute(file);
            let unreadable = |error| Diagnostic::error(format!("cannot read {file}: {error}"));
            options.authorities = Some(std::fs::read(&path).map_err(unreadable)?);
        }
        if self.remote_exec {
            let mut execution = Execution::default();
            if let Some(jobs) = self.remote_exec_jobs {
                execution.jobs = usize::try_from(jobs).unwrap_or(execution.jobs);
            }
            execution.platform.clone_from(&self.remote_platform);
            options.execution = Some(execution);
        }
        Ok(Some(options))
    }
}

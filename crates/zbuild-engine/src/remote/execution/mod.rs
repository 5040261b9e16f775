//! Actions on the service's machines.
//!
//! An action goes there with everything it may read and comes back with its outputs, or it stays: whatever is wrong
//! with the service, with a worker or with what was declared of the action, the build goes on here. A failure there
//! is no failure until the action failed here too, since only that tells a broken action from a broken worker.

mod inputs;
mod memory;
mod operation;
mod outputs;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bazel_remote_apis::build::bazel::remote::execution::v2 as api;
use prost::Message;
use tonic::Code;

use self::inputs::{Blob, Inputs, Maker, Source, Tools};
use self::memory::Memory;
use self::outputs::Lack;
use super::client::{Client, Fault};
use super::lock;
use crate::action::Command;
use crate::call::CallOutput;
use crate::depfile;
use crate::elsewhere::Elsewhere;
use crate::graph::{Bound, Graph};
use crate::path::{self, FileId};

/// Attempts to run an action at a service that loses what it was given.
const ATTEMPTS_MAX: u32 = 3;
/// How long a service may take to hear that nobody waits for some actions any more.
const CANCEL_PATIENCE: Duration = Duration::from_secs(2);
/// Bytes of text of an action that are shown.
const MESSAGE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How actions run at the service.
#[derive(Debug, Clone)]
pub struct Execution {
    /// How many at once.
    pub jobs: usize,
    /// What a worker must be, by the service's own names.
    pub platform: Vec<(String, String)>,
    /// How long an action may wait for a worker.
    pub queue_limit: Duration,
    /// How long an action may run, where it has no limit of its own.
    pub run_limit: Duration,
    /// A file of this machine that remembers digests of files; without one they are read in each build.
    pub memory: Option<PathBuf>,
}

impl Default for Execution {
    /// Sixteen at once, on any worker, a minute in the queue, ten minutes of work.
    fn default() -> Self {
        Self {
            jobs: 16,
            platform: Vec::new(),
            queue_limit: Duration::from_mins(1),
            run_limit: Duration::from_mins(10),
            memory: None,
        }
    }
}

/// Why an action runs here: completes "it runs here, since …".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stay(pub(crate) String);

impl Stay {
    fn of(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// An action to run.
pub(crate) struct Job<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) root: &'a Path,
    pub(crate) action: &'a Bound,
    pub(crate) elsewhere: &'a Elsewhere,
    /// A folder for what it left, of this build alone.
    pub(crate) staging: &'a Path,
}

/// What an action left, in the staging folder.
pub(crate) struct Brought {
    /// What to put where.
    pub(crate) files: Vec<(FileId, PathBuf)>,
    /// What it told, and a call also what it read.
    pub(crate) told: CallOutput,
}

/// How running an action went that the service took.
pub(crate) enum Ended {
    Well(Brought),
    Stay(Stay),
    /// It ended with this code and text.
    Badly(i32, Vec<u8>),
}

/// What a build knows of a service that runs actions.
pub(super) struct Executor {
    client: Arc<Client>,
    execution: Execution,
    memory: Memory,
    tools: Tools,
    /// Hashes of blobs that the service has.
    there: Mutex<HashSet<String>>,
    /// Tools are uploaded by one action; the others wait for it.
    uploading: tokio::sync::Mutex<()>,
    counter: AtomicU64,
    abandoned: operation::Abandoned,
}

/// An action as the service is told of it.
struct Order {
    inputs: Inputs,
    /// The command and the action.
    messages: Vec<Blob>,
    digest: api::Digest,
    /// Paths of outputs as the service names them.
    outputs: Vec<(FileId, String)>,
}

impl Executor {
    /// Asks whether the service runs actions.
    pub(super) async fn new(client: Arc<Client>, execution: Execution) -> Result<Self, Fault> {
        let abilities = client.abilities().await?;
        if !abilities.executes {
            return Err(Fault::NoExecution);
        }
        let memory = Memory::load(abilities.function, execution.memory.clone());
        Ok(Self {
            client,
            execution,
            memory,
            tools: Tools::default(),
            there: Mutex::default(),
            uploading: tokio::sync::Mutex::default(),
            counter: AtomicU64::new(0),
            abandoned: operation::Abandoned::default(),
        })
    }

    /// Writes down what was learnt of files.
    pub(super) fn save(&self) {
        self.memory.save();
    }

    /// Lets the service end what nobody waits for any more. One that cannot, or does not listen, is let be.
    pub(super) async fn cancel_abandoned(&self) {
        let names = std::mem::take(&mut *lock(&self.abandoned));
        let telling = async {
            for name in names {
                let _refused = self.client.cancel(name).await;
            }
        };
        let _deaf = tokio::time::timeout(CANCEL_PATIENCE, telling).await;
    }

    /// Runs an action and brings what it left.
    pub(super) async fn run(&self, job: &Job<'_>) -> Result<Ended, Fault> {
        let function = self.client.abilities().await?.function;
        let maker =
            Maker { function, memory: &self.memory, tools: &self.tools, graph: job.graph, root: job.root };
        let order = match maker.inputs(job.action, job.elsewhere).and_then(|i| self.order(&maker, job, i)) {
            Ok(order) => order,
            Err(stay) => return Ok(Ended::Stay(stay)),
        };
        let mut anew = !job.action.cacheable;
        let mut attempt = 1;
        loop {
            let again = attempt < ATTEMPTS_MAX;
            attempt += 1;
            self.upload(&order).await?;
            let wanted = operation::Wanted { action: &order.digest, anew };
            let ran = operation::run(&self.client, &self.execution, &wanted, &self.abandoned).await;
            let result = match finished(ran) {
                Ok(result) => result,
                Err(fault) if again && fault.is_loss() => {
                    // What it had it has no more.
                    lock(&self.there).clear();
                    continue;
                }
                Err(fault) => return Err(fault),
            };
            match self.collect(job, &order, &result).await {
                Ok(ended) => return Ok(ended),
                Err(Lack::Gone) if again => anew = true,
                Err(Lack::Gone) => return Ok(Ended::Stay(Stay::of("the service lost what it left"))),
                Err(Lack::Stay(stay)) => return Ok(Ended::Stay(stay)),
                Err(Lack::Fault(fault)) => return Err(fault),
            }
        }
    }

    fn order(&self, maker: &Maker<'_>, job: &Job<'_>, inputs: Inputs) -> Result<Order, Stay> {
        let action = job.action;
        let mut outputs = Vec::new();
        let stdout = action.stdout;
        let files = action.outputs.iter().map(|output| output.file).chain(action.depfile);
        for file in files.filter(|file| Some(*file) != stdout) {
            let text = String::from_utf8(maker.graph.paths().bytes(file).to_vec());
            let text = text.map_err(|_| Stay::of("a file's name is not UTF-8"))?;
            if text.starts_with('/') || text.starts_with("../") {
                return Err(Stay::of("it writes beside the workspace"));
            }
            if !outputs.iter().any(|(known, _)| *known == file) {
                outputs.push((file, text));
            }
        }
        let platform = self.platform();
        let mut command = command(&job.elsewhere.command)?;
        let report = job.elsewhere.report.iter().map(|report| report.path.clone());
        command.output_paths = outputs.iter().map(|(_, path)| path.clone()).chain(report).collect();
        command.output_paths.sort_unstable();
        say_to_old_services(&mut command, action, maker.graph, platform.as_ref());
        let command = command.encode_to_vec();
        let command_digest = maker.function.of_bytes(&command);
        let limit = self.execution.run_limit;
        let message = api::Action {
            command_digest: Some(command_digest.clone()),
            input_root_digest: Some(inputs.root.clone()),
            timeout: Some(bazel_remote_apis::google::protobuf::Duration {
                seconds: i64::try_from(limit.as_secs()).unwrap_or(i64::MAX),
                nanos: i32::try_from(limit.subsec_nanos()).unwrap_or(0),
            }),
            do_not_cache: !action.cacheable,
            platform,
            ..Default::default()
        };
        let bytes = message.encode_to_vec();
        let digest = maker.function.of_bytes(&bytes);
        let messages = vec![
            Blob { digest: command_digest, source: Source::Memory(command) },
            Blob { digest: digest.clone(), source: Source::Memory(bytes) },
        ];
        Ok(Order { inputs, messages, digest, outputs })
    }

    fn platform(&self) -> Option<api::Platform> {
        let mut properties: Vec<api::platform::Property> = self
            .execution
            .platform
            .iter()
            .map(|(name, value)| api::platform::Property { name: name.clone(), value: value.clone() })
            .collect();
        properties.sort_unstable_by(|a, b| (&a.name, &a.value).cmp(&(&b.name, &b.value)));
        (!properties.is_empty()).then_some(api::Platform { properties })
    }

    /// Gives the service what it lacks.
    async fn upload(&self, order: &Order) -> Result<(), Fault> {
        {
            let _one_at_a_time = self.uploading.lock().await;
            // A tool's own folder comes last in its list and so tells that all of it is there.
            let tools = order.inputs.tools.iter().filter(|tool| !self.has(&tool.root));
            self.upload_blobs(tools.flat_map(|tool| tool.blobs.iter())).await?;
        }
        self.upload_blobs(order.inputs.own.iter().chain(&order.messages)).await
    }

    fn has(&self, digest: &api::Digest) -> bool {
        lock(&self.there).contains(&digest.hash)
    }

    async fn upload_blobs(&self, blobs: impl Iterator<Item = &Blob>) -> Result<(), Fault> {
        let mut seen = HashSet::new();
        let blobs: Vec<&Blob> =
            blobs.filter(|blob| !self.has(&blob.digest) && seen.insert(&blob.digest.hash)).collect();
        let digests: Vec<api::Digest> = blobs.iter().map(|blob| blob.digest.clone()).collect();
        let missing: HashSet<String> =
            self.client.missing(&digests).await?.into_iter().map(|digest| digest.hash).collect();
        let mut small: Vec<(api::Digest, Vec<u8>)> = Vec::new();
        let mut bytes = 0;
        for blob in blobs.iter().filter(|blob| missing.contains(&blob.digest.hash)) {
            match &blob.source {
                Source::File(place) if !self.client.is_small(blob.digest.size_bytes).await? => {
                    self.client.write_from(&blob.digest, place).await?;
                    continue;
                }
                Source::File(place) => small.push((blob.digest.clone(), tokio::fs::read(place).await?)),
                Source::Memory(data) => small.push((blob.digest.clone(), data.clone())),
            }
            bytes += small.last().map_or(0, |(_, data)| data.len());
            if bytes >= super::client::BATCH_BYTES_MAX {
                self.client.write_small(std::mem::take(&mut small)).await?;
                bytes = 0;
            }
        }
        self.client.write_small(small).await?;
        lock(&self.there).extend(digests.into_iter().map(|digest| digest.hash));
        Ok(())
    }

    async fn collect(&self, job: &Job<'_>, order: &Order, result: &api::ActionResult) -> Result<Ended, Lack> {
        let stdout = self.text(&result.stdout_raw, result.stdout_digest.as_ref()).await?;
        let stderr = self.text(&result.stderr_raw, result.stderr_digest.as_ref()).await?;
        let mut files = Vec::new();
        let mut message = stderr;
        match job.action.stdout {
            Some(file) => {
                let place = self.staged(job);
                std::fs::write(&place, &stdout)?;
                files.push((file, place));
            }
            None => message = [stdout, message].concat(),
        }
        message.truncate(MESSAGE_BYTES_MAX);
        if result.exit_code != 0 {
            return Ok(Ended::Badly(result.exit_code, message));
        }
        let named = outputs::named(result);
        // All of them are named before any is brought.
        let report = job.elsewhere.report.as_ref();
        for path in order.outputs.iter().map(|(_, path)| path).chain(report.map(|report| &report.path)) {
            if !named.contains_key(path.as_str()) {
                return Err(Stay::of(format!("it came back without {path}")).into());
            }
        }
        let told = match report {
            Some(report) => {
                let place = self.staged(job);
                outputs::bring(&self.client, &named[report.path.as_str()], &place).await?;
                let bytes = std::fs::read(&place)?;
                std::fs::remove_file(&place)?;
                (report.read)(&bytes).map_err(Stay)?
            }
            None => CallOutput { message, ..CallOutput::default() },
        };
        for (file, path) in &order.outputs {
            let place = self.staged(job);
            outputs::bring(&self.client, &named[path.as_str()], &place).await?;
            if Some(*file) == job.action.depfile {
                localise(&place, job.elsewhere, &order.inputs)?;
            }
            files.push((*file, place));
        }
        Ok(Ended::Well(Brought { files, told }))
    }

    /// What an action wrote: in the result itself, or as a blob.
    async fn text(&self, raw: &[u8], digest: Option<&api::Digest>) -> Result<Vec<u8>, Lack> {
        match digest {
            Some(digest) if raw.is_empty() && digest.size_bytes > 0 => {
                self.client.read(digest).await?.ok_or(Lack::Gone)
            }
            _ => Ok(raw.to_vec()),
        }
    }

    fn staged(&self, job: &Job<'_>) -> PathBuf {
        job.staging.join(format!("elsewhere-{}", self.counter.fetch_add(1, Ordering::Relaxed)))
    }
}

/// The result, if the service finished the action.
fn finished(response: Result<api::ExecuteResponse, Fault>) -> Result<api::ActionResult, Fault> {
    let response = response?;
    let status = response.status.unwrap_or_default();
    match (Code::from_i32(status.code), response.result) {
        (Code::Ok, Some(result)) => Ok(result),
        (Code::Ok, None) => Err(Fault::WrongBytes),
        (code, _) => {
            let status = tonic::Status::new(code, status.message);
            Err(Fault::Refused { what: "running an action", status: Box::new(status) })
        }
    }
}

/// What cannot be said in the protocol stays here.
fn command(command: &Command) -> Result<api::Command, Stay> {
    if command.cwd.is_some() {
        return Err(Stay::of("it runs in a folder of its own"));
    }
    let text = |text: &std::ffi::OsStr| {
        text.to_str().map(str::to_owned).ok_or_else(|| Stay::of("its command line is not UTF-8"))
    };
    let mut arguments = vec![text(command.program.as_os_str())?];
    for argument in &command.args {
        let argument = text(argument)?;
        if names_this_machine(&argument) {
            return Err(Stay::of(format!("its command line names {argument}, a path of this machine")));
        }
        arguments.push(argument);
    }
    let mut environment_variables = Vec::new();
    // The map is sorted, as the protocol wants it.
    for (name, value) in &command.environment.set {
        let variable = api::command::EnvironmentVariable { name: text(name)?, value: text(value)? };
        environment_variables.push(variable);
    }
    let working_directory = inputs::WORKSPACE.to_owned();
    Ok(api::Command { arguments, environment_variables, working_directory, ..Default::default() })
}

/// Whether an argument is an absolute path, alone or as the value of an option: `/x`, `-I/x`, `--option=/x`.
fn names_this_machine(argument: &str) -> bool {
    let value = argument.split_once('=').map_or(argument, |(_, value)| value);
    let after_letter = argument.strip_prefix('-').and_then(|option| option.get(1..)).unwrap_or_default();
    [argument, value, after_letter].iter().any(|text| text.starts_with('/'))
}

/// Services of before version 2.1 know outputs by their kind, and the platform by the command; later ones pass
/// over this.
#[expect(deprecated, reason = "it is for services that know nothing else")]
fn say_to_old_services(
    command: &mut api::Command,
    action: &Bound,
    graph: &Graph,
    platform: Option<&api::Platform>,
) {
    command.platform = platform.cloned();
    let folder = |path: &String| {
        let kind = action.outputs.iter().find(|output| graph.paths().bytes(output.file) == path.as_bytes());
        kind.is_some_and(|output| output.kind == crate::action::OutputKind::Directory)
    };
    let (folders, files) = command.output_paths.iter().cloned().partition(folder);
    (command.output_directories, command.output_files) = (folders, files);
}

/// Takes the other machine's folder out of a depfile. One that names files which the action was not given tells
/// that it read what it has no right to.
fn localise(place: &Path, elsewhere: &Elsewhere, inputs: &Inputs) -> Result<(), Lack> {
    let listed = depfile::parse(&std::fs::read(place)?)
        .map_err(|why| Stay::of(format!("its depfile is none: {why}")))?;
    let is_absolute = |path: &&Vec<u8>| path.first() == Some(&b'/');
    // Tools stand at places that nothing else has, and so tell where the folder is there.
    let tools: Vec<Vec<u8>> =
        elsewhere.tools.iter().map(|tool| [b"/", path::to_bytes(&tool.place), b"/"].concat()).collect();
    let folder = listed.iter().filter(is_absolute).find_map(|path| {
        let at = |tool: &Vec<u8>| path.windows(tool.len()).position(|window| window == tool);
        tools.iter().find_map(at).map(|at| path[..=at].to_vec())
    });
    let mut local = Vec::with_capacity(listed.len());
    for path in &listed {
        let below = match &folder {
            Some(folder) => path.strip_prefix(folder.as_slice()).unwrap_or(path),
            None => path,
        };
        let ours = below.len() == path.len()
            || inputs.has(below)
            || tools.iter().any(|tool| below.starts_with(&tool[1..]));
        if !ours || below.first() == Some(&b'/') || below.starts_with(b"../") {
            let path = path::from_bytes(path).display();
            return Err(Stay::of(format!("it read {path} of the other machine, which is no input")).into());
        }
        local.push(below.to_vec());
    }
    if folder.is_some() {
        std::fs::write(place, depfile::write(&local))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::names_this_machine;

    #[test]
    fn paths_of_this_machine_are_told_from_other_arguments() {
        for theirs in ["/x", "-I/x", "-L/x y", "--sysroot=/x", "-Mroot=/x.zig", "-L=/x"] {
            assert!(names_this_machine(theirs), "{theirs}");
        }
        for ours in [
            "x/y",
            "-Ix/y",
            "-I",
            "-",
            "",
            "--dep",
            "-Mroot=src/main.zig",
            "$ORIGIN/../lib",
            "-é/x",
            "@a/b.rsp",
        ] {
            assert!(!names_this_machine(ours), "{ours}");
        }
    }
}

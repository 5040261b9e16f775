//! Workers of the stub: each action runs in a fresh folder with its inputs and its variables and nothing else, so
//! that one whose inputs are not complete fails.

use std::collections::HashMap;
use std::fmt::Write;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use bazel_remote_apis::build::bazel::remote::execution::v2 as api;
use bazel_remote_apis::google::longrunning::operations_server::Operations as Longrunning;
use bazel_remote_apis::google::longrunning::{self, Operation, operation};
use bazel_remote_apis::google::{protobuf, rpc};
use prost::Message;
use sha2::Digest as _;
use tonic::{Code, Request, Response, Status};

use super::stub::{Answer, Pieces, Receiver, Stub};
use api::execution_server::Execution;
use api::execution_stage::Value as Stage;

/// What goes wrong with running actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It says that it runs none.
    Closed,
    /// It says that it does and refuses.
    Refuses,
    /// No worker ever comes.
    Queues,
    /// A worker never ends.
    Hangs,
    /// The connection is cut while the action runs.
    Cuts,
    /// The service restarts while the action runs and knows nothing of it.
    Restarts,
    /// Once, everything that it was given is gone when the action is to start.
    LosesInputs,
    /// Once, what the action left is gone when it is asked for.
    LosesOutputs,
    /// Every action fails.
    Breaks,
    /// Actions end well and leave nothing.
    LeavesNothing,
    /// A link to a file of the machine that asks, instead of each output.
    LinksOut,
    /// The worker dies.
    Crashes,
    /// Depfiles name files of the worker.
    Peeks,
}

/// What the workers did and are to do.
#[derive(Default)]
pub(crate) struct Works {
    trouble: Mutex<Option<Trouble>>,
    /// Commands that ran.
    ran: Mutex<Vec<api::Command>>,
    done: Mutex<HashMap<String, api::ExecuteResponse>>,
    /// Operations that are under way.
    under_way: Mutex<Vec<String>>,
    /// Operations that were cancelled.
    cancelled: Mutex<Vec<String>>,
}

/// Where an action runs; gone afterwards.
struct Folder {
    place: PathBuf,
    _dir: tempfile::TempDir,
}

impl Folder {
    fn path(&self) -> &Path {
        &self.place
    }
}

impl Works {
    pub(super) fn is_open(&self) -> bool {
        *self.trouble.lock().unwrap() != Some(Trouble::Closed)
    }
}

impl Stub {
    pub(crate) fn trouble(&self, trouble: Option<Trouble>) {
        *self.0.works.trouble.lock().unwrap() = trouble;
    }

    /// Commands that ran on workers.
    pub(crate) fn ran(&self) -> Vec<api::Command> {
        self.0.works.ran.lock().unwrap().clone()
    }

    /// Operations that never end by themselves, and those of them that were cancelled.
    pub(crate) fn hanging(&self) -> (Vec<String>, Vec<String>) {
        let sorted = |names: &Mutex<Vec<String>>| {
            let mut names = names.lock().unwrap().clone();
            names.sort();
            names
        };
        (sorted(&self.0.works.under_way), sorted(&self.0.works.cancelled))
    }

    fn blob(&self, digest: &api::Digest) -> Option<Vec<u8>> {
        let found = self.0.blobs.lock().unwrap().get(&digest.hash).cloned();
        found.or_else(|| (digest.size_bytes == 0).then(Vec::new))
    }

    fn keep(&self, bytes: Vec<u8>) -> api::Digest {
        let mut hash = String::new();
        for byte in sha2::Sha256::digest(&bytes) {
            write!(hash, "{byte:02x}").unwrap();
        }
        let digest = api::Digest { hash, size_bytes: i64::try_from(bytes.len()).unwrap() };
        self.0.blobs.lock().unwrap().insert(digest.hash.clone(), bytes);
        digest
    }

    fn message<M: Message + Default>(&self, digest: Option<&api::Digest>) -> Result<M, Status> {
        let missing = || Status::failed_precondition("a blob is missing");
        let bytes = self.blob(digest.ok_or_else(missing)?).ok_or_else(missing)?;
        M::decode(bytes.as_slice()).map_err(|error| Status::invalid_argument(error.to_string()))
    }

    /// Runs an action as a worker does.
    fn work(&self, digest: &api::Digest, trouble: Option<Trouble>) -> Result<api::ActionResult, Status> {
        let action: api::Action = self.message(Some(digest))?;
        let command: api::Command = self.message(action.command_digest.as_ref())?;
        let folder = tempfile::tempdir().unwrap();
        self.lay_out(action.input_root_digest.as_ref(), folder.path())?;
        let folder = Folder { place: folder.path().join(&command.working_directory), _dir: folder };
        for path in &command.output_paths {
            fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
        }
        let mut result = if trouble == Some(Trouble::Breaks) {
            api::ActionResult {
                exit_code: 1,
                stderr_raw: b"worker: cannot find the thing".to_vec(),
                ..Default::default()
            }
        } else {
            run(&command, folder.path())
        };
        self.0.works.ran.lock().unwrap().push(command.clone());
        if trouble != Some(Trouble::LeavesNothing) {
            for path in &command.output_paths {
                self.pick_up(folder.path(), path, trouble, &mut result);
            }
        }
        Ok(result)
    }

    fn lay_out(&self, digest: Option<&api::Digest>, place: &Path) -> Result<(), Status> {
        let directory: api::Directory = self.message(digest)?;
        fs::create_dir_all(place).unwrap();
        let mut names: Vec<&String> = directory.files.iter().map(|file| &file.name).collect();
        assert!(names.is_sorted(), "the protocol wants sorted names");
        names.extend(directory.directories.iter().map(|folder| &folder.name));
        for file in &directory.files {
            let bytes = self.blob(file.digest.as_ref().unwrap());
            let place = place.join(&file.name);
            fs::write(&place, bytes.ok_or_else(|| Status::failed_precondition("a blob is missing"))?)
                .unwrap();
            let mode = if file.is_executable { 0o555 } else { 0o444 };
            fs::set_permissions(&place, fs::Permissions::from_mode(mode)).unwrap();
        }
        for folder in &directory.directories {
            self.lay_out(folder.digest.as_ref(), &place.join(&folder.name))?;
        }
        names.sort();
        names.dedup();
        assert_eq!(names.len(), directory.files.len() + directory.directories.len(), "names are unique");
        Ok(())
    }

    fn pick_up(&self, root: &Path, path: &str, trouble: Option<Trouble>, result: &mut api::ActionResult) {
        let place = root.join(path);
        let Ok(metadata) = place.symlink_metadata() else { return };
        let link = |path: &str, target: &str| api::OutputSymlink {
            path: path.to_owned(),
            target: target.to_owned(),
            ..Default::default()
        };
        if trouble == Some(Trouble::LinksOut) {
            result.output_symlinks.push(link(path, "/etc/passwd"));
        } else if metadata.is_symlink() {
            let target = fs::read_link(&place).unwrap();
            result.output_symlinks.push(link(path, target.to_str().unwrap()));
        } else if metadata.is_dir() {
            let mut tree = api::Tree::default();
            let root = self.directory(&place, &mut tree);
            tree.root = Some(root);
            let tree_digest = Some(self.keep(tree.encode_to_vec()));
            let folder = api::OutputDirectory { path: path.to_owned(), tree_digest, ..Default::default() };
            result.output_directories.push(folder);
        } else {
            let mut bytes = fs::read(&place).unwrap();
            if trouble == Some(Trouble::Peeks) && Path::new(path).extension().is_some_and(|end| end == "d") {
                bytes.splice(bytes.len() - 1.., *b" /usr/include/peeked.h\n");
            }
            let file = api::OutputFile {
                path: path.to_owned(),
                digest: Some(self.keep(bytes)),
                is_executable: metadata.permissions().mode() & 0o100 != 0,
                ..Default::default()
            };
            result.output_files.push(file);
        }
    }

    fn directory(&self, place: &Path, tree: &mut api::Tree) -> api::Directory {
        let mut directory = api::Directory::default();
        for name in crate::common::list(place) {
            let below = place.join(&name);
            let metadata = below.symlink_metadata().unwrap();
            if metadata.is_symlink() {
                let target = fs::read_link(&below).unwrap().to_str().unwrap().to_owned();
                directory.symlinks.push(api::SymlinkNode { name, target, ..Default::default() });
            } else if metadata.is_dir() {
                let child = self.directory(&below, tree);
                let digest = Some(self.keep(child.encode_to_vec()));
                tree.children.push(child);
                directory.directories.push(api::DirectoryNode { name, digest });
            } else {
                let digest = Some(self.keep(fs::read(&below).unwrap()));
                let is_executable = metadata.permissions().mode() & 0o100 != 0;
                directory.files.push(api::FileNode { name, digest, is_executable, ..Default::default() });
            }
        }
        directory
    }

    /// What comes of an action: from the cache, else from a worker.
    fn outcome(&self, request: &api::ExecuteRequest, trouble: Option<Trouble>) -> api::ExecuteResponse {
        let digest = request.action_digest.clone().unwrap();
        let known = self.0.results.lock().unwrap().get(&digest.hash).cloned();
        if let Some(result) = known.filter(|_| !request.skip_cache_lookup) {
            return api::ExecuteResponse { result: Some(result), cached_result: true, ..Default::default() };
        }
        match self.work(&digest, trouble) {
            Ok(result) => {
                if result.exit_code == 0 {
                    self.0.results.lock().unwrap().insert(digest.hash, result.clone());
                }
                api::ExecuteResponse { result: Some(result), ..Default::default() }
            }
            Err(status) => failed(status.code(), status.message()),
        }
    }
}

fn failed(code: Code, message: &str) -> api::ExecuteResponse {
    let status = rpc::Status { code: code as i32, message: message.to_owned(), details: Vec::new() };
    api::ExecuteResponse { status: Some(status), ..Default::default() }
}

#[expect(clippy::disallowed_methods, reason = "this is what a worker does")]
fn run(command: &api::Command, folder: &Path) -> api::ActionResult {
    let mut child = std::process::Command::new(&command.arguments[0]);
    child.args(&command.arguments[1..]).current_dir(folder).env_clear();
    child.envs(command.environment_variables.iter().map(|variable| (&variable.name, &variable.value)));
    let mut ended = child.output();
    // A program that was just written may be held open by a child that another test is starting.
    for _ in 0..50 {
        if !matches!(&ended, Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
        ended = child.output();
    }
    match ended {
        Ok(output) => api::ActionResult {
            exit_code: output.status.code().unwrap_or(137),
            stdout_raw: output.stdout,
            stderr_raw: output.stderr,
            ..Default::default()
        },
        Err(error) => api::ActionResult {
            exit_code: 127,
            stderr_raw: error.to_string().into_bytes(),
            ..Default::default()
        },
    }
}

fn operation(name: &str, stage: Stage, response: Option<&api::ExecuteResponse>) -> Operation {
    let any = |kind: &str, bytes| protobuf::Any {
        type_url: format!("type.googleapis.com/build.bazel.remote.execution.v2.{kind}"),
        value: bytes,
    };
    let metadata = api::ExecuteOperationMetadata { stage: stage as i32, ..Default::default() };
    Operation {
        name: name.to_owned(),
        metadata: Some(any("ExecuteOperationMetadata", metadata.encode_to_vec())),
        done: response.is_some(),
        result: response
            .map(|response| operation::Result::Response(any("ExecuteResponse", response.encode_to_vec()))),
    }
}

type Operations = Pieces<Operation>;

/// What a service says, then an end; it stays silent for ever where `open`.
fn say(operations: Vec<Result<Operation, Status>>, open: bool) -> Response<Operations> {
    let (sender, receiver) = tokio::sync::mpsc::channel(operations.len().max(1));
    #[expect(clippy::disallowed_methods, reason = "ends with the process, as the service does")]
    tokio::spawn(async move {
        for operation in operations {
            let _heard = sender.send(operation).await;
        }
        if open {
            tokio::time::sleep(Duration::from_mins(10)).await;
        }
    });
    Response::new(Box::pin(Receiver(receiver)))
}

#[tonic::async_trait]
impl Execution for Stub {
    type ExecuteStream = Operations;
    type WaitExecutionStream = Operations;

    async fn execute(&self, request: Request<api::ExecuteRequest>) -> Answer<Operations> {
        self.enter(&request)?;
        let request = request.into_inner();
        let trouble = *self.0.works.trouble.lock().unwrap();
        let name = format!("operation-{}", self.calls());
        match trouble {
            Some(Trouble::Refuses) => return Err(Status::unimplemented("no workers were ever bought")),
            Some(Trouble::Queues | Trouble::Hangs) => {
                self.0.works.under_way.lock().unwrap().push(name.clone());
                let queues = trouble == Some(Trouble::Queues);
                let stage = if queues { Stage::Queued } else { Stage::Executing };
                return Ok(say(vec![Ok(operation(&name, stage, None))], true));
            }
            Some(Trouble::Crashes) => {
                let response = failed(Code::Internal, "the worker died");
                return Ok(say(vec![Ok(operation(&name, Stage::Completed, Some(&response)))], false));
            }
            Some(Trouble::LosesInputs) => {
                self.0.blobs.lock().unwrap().clear();
                self.trouble(None);
            }
            _ => {}
        }
        let stub = self.clone();
        let response = tokio::task::spawn_blocking(move || stub.outcome(&request, trouble)).await.unwrap();
        if trouble == Some(Trouble::LosesOutputs) {
            let result = response.result.clone().unwrap_or_default();
            let gone = result.output_files.iter().filter_map(|file| file.digest.as_ref());
            gone.for_each(|digest| drop(self.0.blobs.lock().unwrap().remove(&digest.hash)));
            self.trouble(None);
        }
        let begun = Ok(operation(&name, Stage::Executing, None));
        let cut = || Err(Status::unavailable("the network is down"));
        Ok(match trouble {
            Some(Trouble::Cuts) => {
                self.0.works.done.lock().unwrap().insert(name, response);
                say(vec![begun, cut()], false)
            }
            Some(Trouble::Restarts) => {
                self.trouble(None);
                say(vec![begun, cut()], false)
            }
            _ => {
                let ended = Ok(operation(&name, Stage::Completed, Some(&response)));
                say(vec![Ok(operation(&name, Stage::Queued, None)), begun, ended], false)
            }
        })
    }

    async fn wait_execution(&self, request: Request<api::WaitExecutionRequest>) -> Answer<Operations> {
        self.enter(&request)?;
        let name = request.into_inner().name;
        match self.0.works.done.lock().unwrap().remove(&name) {
            Some(response) => Ok(say(vec![Ok(operation(&name, Stage::Completed, Some(&response)))], false)),
            None => Err(Status::not_found("no such operation")),
        }
    }
}

#[tonic::async_trait]
impl Longrunning for Stub {
    async fn list_operations(
        &self,
        _: Request<longrunning::ListOperationsRequest>,
    ) -> Answer<longrunning::ListOperationsResponse> {
        Err(Status::unimplemented("nobody asks"))
    }

    async fn get_operation(&self, _: Request<longrunning::GetOperationRequest>) -> Answer<Operation> {
        Err(Status::unimplemented("nobody asks"))
    }

    async fn delete_operation(
        &self,
        _: Request<longrunning::DeleteOperationRequest>,
    ) -> Answer<protobuf::Empty> {
        Err(Status::unimplemented("nobody asks"))
    }

    async fn cancel_operation(
        &self,
        request: Request<longrunning::CancelOperationRequest>,
    ) -> Answer<protobuf::Empty> {
        self.enter(&request)?;
        self.0.works.cancelled.lock().unwrap().push(request.into_inner().name);
        Ok(Response::new(protobuf::Empty::default()))
    }

    async fn wait_operation(&self, _: Request<longrunning::WaitOperationRequest>) -> Answer<Operation> {
        Err(Status::unimplemented("nobody asks"))
    }
}

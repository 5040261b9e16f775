//! One action at the service: asked for, waited for, asked after when the connection is cut.

use std::sync::Mutex;
use std::time::Duration;

use bazel_remote_apis::build::bazel::remote::execution::v2 as api;
use bazel_remote_apis::google::longrunning::operations_client::OperationsClient;
use bazel_remote_apis::google::longrunning::{
    CancelOperationRequest, Operation, operation::Result as Outcome,
};
use prost::Message;
use tokio::time::Instant;
use tonic::{Code, Status, Streaming};

use super::Execution;
use crate::remote::client::{Client, Fault};
use crate::remote::lock;
use api::execution_client::ExecutionClient;
use api::execution_stage::Value as Stage;

/// Cuts of the connection after which an action is given up.
const CUTS_MAX: u32 = 5;
/// Time before the service is asked again after the first cut; it grows.
const PAUSE: Duration = Duration::from_millis(100);

/// What is asked for.
pub(super) struct Wanted<'a> {
    pub(super) action: &'a api::Digest,
    /// Whether a result that the service has is not wanted: its bytes are gone.
    pub(super) anew: bool,
}

/// Operations that go on at the service and that nobody here waits for any more.
pub(super) type Abandoned = Mutex<Vec<String>>;

/// An action under way.
struct Following<'a> {
    /// The service's name of the operation.
    name: String,
    begun: Instant,
    queued: bool,
    /// Since when it is not queued, as far as the service says.
    running: Instant,
    cuts: u32,
    abandoned: &'a Abandoned,
}

impl Drop for Following<'_> {
    fn drop(&mut self) {
        if !self.name.is_empty() {
            lock(self.abandoned).push(std::mem::take(&mut self.name));
        }
    }
}

/// Runs an action at the service. One that is given up, or whose waiting is, is among the `abandoned` then.
pub(super) async fn run(
    client: &Client,
    execution: &Execution,
    wanted: &Wanted<'_>,
    abandoned: &Abandoned,
) -> Result<api::ExecuteResponse, Fault> {
    let now = Instant::now();
    let mut following =
        Following { name: String::new(), begun: now, queued: false, running: now, cuts: 0, abandoned };
    // A service may begin to answer only when it has something to say, so all of it is one waiting.
    let (what, limit) = following.patience(execution);
    let mut stream = within(what, limit, now, client.execute(wanted)).await?;
    loop {
        let (what, limit) = following.patience(execution);
        match tokio::time::timeout_at(limit, stream.message()).await {
            Err(_) => return Err(silent(what, limit, now)),
            Ok(Ok(Some(operation))) => {
                if let Some(response) = following.hear(operation)? {
                    return Ok(response);
                }
            }
            Ok(cut) => {
                let status = cut.err().unwrap_or_else(|| Status::unavailable("the connection was cut"));
                stream = within(what, limit, now, following.again(client, status)).await?;
            }
        }
    }
}

impl Following<'_> {
    /// What is waited for and until when. A service that does not say that the action is queued runs it.
    fn patience(&self, execution: &Execution) -> (&'static str, Instant) {
        if self.queued {
            ("waiting for a worker", self.begun + execution.queue_limit)
        } else {
            ("running an action", self.running + execution.run_limit)
        }
    }

    fn hear(&mut self, operation: Operation) -> Result<Option<api::ExecuteResponse>, Fault> {
        if operation.done || operation.result.is_some() {
            // It is over: there is nothing to give up.
            self.name.clear();
        } else if !operation.name.is_empty() {
            self.name = operation.name;
        }
        let metadata = operation.metadata.as_ref().and_then(decode::<api::ExecuteOperationMetadata>);
        if let Some(metadata) = metadata {
            let queued = metadata.stage == Stage::Queued as i32;
            if self.queued && !queued {
                self.running = Instant::now();
            }
            self.queued = queued;
        }
        match operation.result {
            Some(Outcome::Response(any)) => decode(&any).map(Some).ok_or(Fault::WrongBytes),
            Some(Outcome::Error(status)) => {
                Err(refused(Status::new(Code::from_i32(status.code), status.message)))
            }
            None if operation.done => Err(Fault::WrongBytes),
            None => Ok(None),
        }
    }

    /// Follows the operation on a new connection.
    async fn again(&mut self, client: &Client, status: Status) -> Result<Streaming<Operation>, Fault> {
        let cut = matches!(
            status.code(),
            Code::Unavailable | Code::Unknown | Code::Internal | Code::Cancelled | Code::Aborted
        );
        loop {
            if !cut || self.name.is_empty() || self.cuts >= CUTS_MAX {
                return Err(refused(status));
            }
            tokio::time::sleep(PAUSE * 2_u32.pow(self.cuts)).await;
            self.cuts += 1;
            match client.wait_for(&self.name).await {
                Err(Fault::Refused { status, .. }) if status.code() == Code::Unavailable => {}
                answer => return answer,
            }
        }
    }
}

async fn within<T>(
    what: &'static str,
    limit: Instant,
    begun: Instant,
    call: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    tokio::time::timeout_at(limit, call).await.unwrap_or_else(|_| Err(silent(what, limit, begun)))
}

fn silent(what: &'static str, limit: Instant, begun: Instant) -> Fault {
    Fault::Silent { what, limit: limit - begun }
}

fn refused(status: Status) -> Fault {
    Fault::Refused { what: "running an action", status: Box::new(status) }
}

fn decode<M: Message + Default>(any: &bazel_remote_apis::google::protobuf::Any) -> Option<M> {
    M::decode(any.value.as_slice()).ok()
}

impl Client {
    async fn execute(&self, wanted: &Wanted<'_>) -> Result<Streaming<Operation>, Fault> {
        let request = api::ExecuteRequest {
            instance_name: self.instance().to_owned(),
            skip_cache_lookup: wanted.anew,
            action_digest: Some(wanted.action.clone()),
            digest_function: self.abilities().await?.function.number(),
            inline_stdout: true,
            inline_stderr: true,
            ..Default::default()
        };
        let mut client = ExecutionClient::new(self.service());
        client.execute(request).await.map(tonic::Response::into_inner).map_err(refused)
    }

    /// Tells the service that nobody waits for an operation any more.
    pub(super) async fn cancel(&self, name: String) -> Result<(), Status> {
        let mut client = OperationsClient::new(self.service());
        client.cancel_operation(CancelOperationRequest { name }).await.map(drop)
    }

    async fn wait_for(&self, name: &str) -> Result<Streaming<Operation>, Fault> {
        let mut client = ExecutionClient::new(self.service());
        let request = api::WaitExecutionRequest { name: name.to_owned() };
        client.wait_execution(request).await.map(tonic::Response::into_inner).map_err(refused)
    }
}

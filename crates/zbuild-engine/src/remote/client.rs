//! Calls of the protocol, each with a limit of time and of size.

use std::io;
use std::path::Path;
use std::time::Duration;

use bazel_remote_apis::build::bazel::remote::execution::v2 as api;
use bazel_remote_apis::google::bytestream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::OnceCell;
use tonic::metadata::{Ascii, MetadataKey, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Certificate, Channel, ClientTlsConfig};
use tonic::{Code, Request, Status};

use super::RemoteOptions;
use super::digests::Function;
use api::action_cache_client::ActionCacheClient;
use api::capabilities_client::CapabilitiesClient;
use api::content_addressable_storage_client::ContentAddressableStorageClient;
use bytestream::byte_stream_client::ByteStreamClient;

/// Bytes of blobs in one message, where a service does not say less. gRPC's own limit is 4 MiB with all around it.
pub(super) const BATCH_BYTES_MAX: usize = 3 * 1024 * 1024;
/// Bytes of a message that is taken.
const MESSAGE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Bytes of a piece of a large blob.
const CHUNK_BYTES: usize = 1024 * 1024;
/// Bytes of a record: a list of files, never the files.
const RECORD_BYTES_MAX: i64 = 64 * 1024 * 1024;
/// Time after which a silent connection is looked after.
const TCP_KEEPALIVE: Duration = Duration::from_secs(30);
/// Digests in one question.
const DIGESTS_MAX: usize = 1000;

/// Why a call was of no use.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error("{what}: {}", .status.message())]
    Refused { what: &'static str, status: Box<Status> },
    #[error("{what}: no answer within {} s", .limit.as_secs_f32())]
    Silent { what: &'static str, limit: Duration },
    #[error("it sent bytes that are not what it was asked for")]
    WrongBytes,
    #[error("it counts digests in a way that is not known here")]
    UnknownDigests,
    #[error("it does not run actions")]
    NoExecution,
    #[error("{0}")]
    Local(#[from] io::Error),
}

impl Fault {
    /// Whether asking again cannot help.
    pub(super) fn is_final(&self) -> bool {
        match self {
            Self::Refused { status, .. } => {
                matches!(status.code(), Code::Unauthenticated | Code::PermissionDenied | Code::Unimplemented)
            }
            Self::UnknownDigests | Self::NoExecution => true,
            Self::Silent { .. } | Self::WrongBytes | Self::Local(_) => false,
        }
    }

    /// Whether the service says that it lacks what it was given, or lost an action.
    pub(super) fn is_loss(&self) -> bool {
        match self {
            Self::Refused { status, .. } => {
                matches!(status.code(), Code::FailedPrecondition | Code::NotFound)
            }
            _ => false,
        }
    }
}

pub(super) type Service = InterceptedService<Channel, Authorise>;

#[derive(Clone)]
pub(super) struct Authorise(Vec<(MetadataKey<Ascii>, MetadataValue<Ascii>)>);

impl Interceptor for Authorise {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        for (name, value) in &self.0 {
            request.metadata_mut().insert(name.clone(), value.clone());
        }
        Ok(request)
    }
}

/// What a service says of itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Abilities {
    pub(super) function: Function,
    batch_bytes_max: usize,
    /// Whether it runs actions.
    pub(super) executes: bool,
}

pub(super) struct Client {
    channel: Channel,
    authorise: Authorise,
    instance: String,
    patience: Duration,
    abilities: OnceCell<Abilities>,
}

impl Client {
    /// A client; inside the runtime, and not connected yet.
    pub(super) fn new(options: &RemoteOptions) -> io::Result<Self> {
        let scheme = if options.endpoint.tls { "https" } else { "http" };
        let address = format!("{scheme}://{}", options.endpoint.authority);
        let mut endpoint = Channel::from_shared(address)
            .map_err(io::Error::other)?
            .connect_timeout(options.patience)
            .tcp_nodelay(true)
            // Pings of HTTP/2 are taken for an attack by services that wait in silence, more than one in five minutes
            // for most of them; those of TCP nobody minds.
            .tcp_keepalive(Some(TCP_KEEPALIVE))
            .user_agent(concat!("zbuild/", env!("CARGO_PKG_VERSION")))
            .map_err(io::Error::other)?;
        if options.endpoint.tls {
            let tls = match &options.authorities {
                Some(pem) => ClientTlsConfig::new().ca_certificate(Certificate::from_pem(pem)),
                None => ClientTlsConfig::new().with_native_roots(),
            };
            endpoint = endpoint.tls_config(tls).map_err(io::Error::other)?;
        }
        let token = options.token.as_ref().map(|token| ("authorization", format!("Bearer {token}")));
        let headers = options.headers.iter().map(|(name, value)| (name.as_str(), value.clone()));
        let header = |(name, value): (&str, String)| {
            let name = MetadataKey::from_bytes(name.as_bytes()).map_err(io::Error::other)?;
            let mut value = MetadataValue::try_from(value).map_err(io::Error::other)?;
            value.set_sensitive(true);
            io::Result::Ok((name, value))
        };
        let authorise = token.into_iter().chain(headers).map(header).collect::<Result<_, _>>()?;
        Ok(Self {
            channel: endpoint.connect_lazy(),
            authorise: Authorise(authorise),
            instance: options.endpoint.instance.clone(),
            patience: options.patience,
            abilities: OnceCell::new(),
        })
    }

    pub(super) fn instance(&self) -> &str {
        &self.instance
    }

    pub(super) fn service(&self) -> Service {
        InterceptedService::new(self.channel.clone(), self.authorise.clone())
    }

    fn storage(&self) -> ContentAddressableStorageClient<Service> {
        ContentAddressableStorageClient::new(self.service()).max_decoding_message_size(MESSAGE_BYTES_MAX)
    }

    fn actions(&self) -> ActionCacheClient<Service> {
        ActionCacheClient::new(self.service()).max_decoding_message_size(MESSAGE_BYTES_MAX)
    }

    /// Waits for an answer, not for ever.
    async fn within<T>(
        &self,
        what: &'static str,
        limit: Duration,
        call: impl Future<Output = Result<T, Status>>,
    ) -> Result<T, Fault> {
        match tokio::time::timeout(limit, call).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(status)) => Err(Fault::Refused { what, status: Box::new(status) }),
            Err(_) => Err(Fault::Silent { what, limit }),
        }
    }

    /// What the service says of itself, asked once.
    pub(super) async fn abilities(&self) -> Result<Abilities, Fault> {
        let ask = || async {
            let request = api::GetCapabilitiesRequest { instance_name: self.instance.clone() };
            let mut client = CapabilitiesClient::new(self.service());
            let call = client.get_capabilities(request);
            let answer = self.within("asking what it can", self.patience, call).await?.into_inner();
            let cache = answer.cache_capabilities.unwrap_or_default();
            let function = Function::of(&cache.digest_functions).ok_or(Fault::UnknownDigests)?;
            // Zero means that the service sets no limit.
            let limit = usize::try_from(cache.max_batch_total_size_bytes).unwrap_or(0);
            let batch_bytes_max = if limit == 0 { BATCH_BYTES_MAX } else { limit.min(BATCH_BYTES_MAX) };
            let executes = answer.execution_capabilities.is_some_and(|execution| execution.exec_enabled);
            Ok(Abilities { function, batch_bytes_max, executes })
        };
        self.abilities.get_or_try_init(ask).await.copied()
    }

    /// The result under this digest of an action, if there is one.
    pub(super) async fn action_result(
        &self,
        action: &api::Digest,
    ) -> Result<Option<api::ActionResult>, Fault> {
        let request = api::GetActionResultRequest {
            instance_name: self.instance.clone(),
            action_digest: Some(action.clone()),
            digest_function: self.abilities().await?.function.number(),
            ..Default::default()
        };
        let mut client = self.actions();
        match self.within("asking for a result", self.patience, client.get_action_result(request)).await {
            Ok(answer) => Ok(Some(answer.into_inner())),
            Err(fault) => absent(fault),
        }
    }

    pub(super) async fn put_action_result(
        &self,
        action: &api::Digest,
        result: api::ActionResult,
    ) -> Result<(), Fault> {
        let request = api::UpdateActionResultRequest {
            instance_name: self.instance.clone(),
            action_digest: Some(action.clone()),
            action_result: Some(result),
            digest_function: self.abilities().await?.function.number(),
            ..Default::default()
        };
        let mut client = self.actions();
        self.within("keeping a result", self.patience, client.update_action_result(request)).await.map(drop)
    }

    /// Those of the blobs that the service lacks.
    pub(super) async fn missing(&self, digests: &[api::Digest]) -> Result<Vec<api::Digest>, Fault> {
        let function = self.abilities().await?.function;
        let mut missing = Vec::new();
        for some in digests.chunks(DIGESTS_MAX) {
            let request = api::FindMissingBlobsRequest {
                instance_name: self.instance.clone(),
                blob_digests: some.to_vec(),
                digest_function: function.number(),
            };
            let mut client = self.storage();
            let call = client.find_missing_blobs(request);
            let answer = self.within("asking what it lacks", self.patience, call).await?.into_inner();
            missing.extend(answer.missing_blob_digests);
        }
        Ok(missing)
    }

    /// A record, whole in memory. `None` if the service lacks it.
    pub(super) async fn read(&self, digest: &api::Digest) -> Result<Option<Vec<u8>>, Fault> {
        if digest.size_bytes > RECORD_BYTES_MAX {
            return Err(Fault::WrongBytes);
        }
        let mut bytes = Vec::new();
        Ok(self.stream(digest, &mut Sink::Memory(&mut bytes)).await?.then_some(bytes))
    }

    /// Writes a blob to `path`, where nothing is. `false` if the service lacks it; the file may be there then.
    pub(super) async fn read_to(&self, digest: &api::Digest, path: &Path) -> Result<bool, Fault> {
        let file = tokio::fs::OpenOptions::new().write(true).create_new(true).open(path).await?;
        let mut file = tokio::io::BufWriter::new(file);
        let whole = self.stream(digest, &mut Sink::File(&mut file)).await?;
        file.flush().await?;
        Ok(whole)
    }

    /// Gives the pieces of a blob, and checks that they are it.
    async fn stream(&self, digest: &api::Digest, sink: &mut Sink<'_>) -> Result<bool, Fault> {
        let function = self.abilities().await?.function;
        let mut hasher = function.hasher();
        if digest.size_bytes > 0 {
            let name = self.resource("blobs", function, digest);
            let request = bytestream::ReadRequest { resource_name: name, read_offset: 0, read_limit: 0 };
            let mut client =
                ByteStreamClient::new(self.service()).max_decoding_message_size(MESSAGE_BYTES_MAX);
            let what = "reading bytes";
            let mut pieces = match self.within(what, self.patience, client.read(request)).await {
                Ok(answer) => answer.into_inner(),
                Err(fault) => return absent::<()>(fault).map(|_| false),
            };
            let mut left = digest.size_bytes;
            while left > 0 {
                let piece = match self.within(what, self.patience, pieces.message()).await {
                    Ok(Some(piece)) => piece.data,
                    Ok(None) => break,
                    Err(fault) => return absent::<()>(fault).map(|_| false),
                };
                left = left.saturating_sub_unsigned(piece.len() as u64);
                if left < 0 {
                    return Err(Fault::WrongBytes);
                }
                hasher.update(&piece);
                match sink {
                    Sink::Memory(bytes) => bytes.extend_from_slice(&piece),
                    Sink::File(file) => file.write_all(&piece).await?,
                }
            }
        }
        if hasher.finish() == *digest { Ok(true) } else { Err(Fault::WrongBytes) }
    }

    /// Uploads small blobs in as few messages as they fit in.
    pub(super) async fn write_small(&self, blobs: Vec<(api::Digest, Vec<u8>)>) -> Result<(), Fault> {
        let limit = self.abilities().await?.batch_bytes_max;
        let (mut batch, mut bytes) = (Vec::new(), 0);
        for (digest, data) in blobs {
            if bytes + data.len() > limit && !batch.is_empty() {
                self.write_batch(std::mem::take(&mut batch)).await?;
                bytes = 0;
            }
            bytes += data.len();
            batch.push(api::batch_update_blobs_request::Request {
                digest: Some(digest),
                data,
                ..Default::default()
            });
        }
        if batch.is_empty() { Ok(()) } else { self.write_batch(batch).await }
    }

    /// Whether a blob of this size goes into a batch.
    pub(super) async fn is_small(&self, size: i64) -> Result<bool, Fault> {
        let limit = self.abilities().await?.batch_bytes_max.min(CHUNK_BYTES);
        Ok(usize::try_from(size).is_ok_and(|size| size <= limit))
    }

    async fn write_batch(
        &self,
        requests: Vec<api::batch_update_blobs_request::Request>,
    ) -> Result<(), Fault> {
        let request = api::BatchUpdateBlobsRequest {
            instance_name: self.instance.clone(),
            requests,
            digest_function: self.abilities().await?.function.number(),
        };
        let mut client = self.storage();
        let call = client.batch_update_blobs(request);
        let what = "keeping bytes";
        let answer = self.within(what, self.patience * 3, call).await?.into_inner();
        let refused =
            answer.responses.into_iter().filter_map(|response| response.status).find(|s| s.code != 0);
        match refused {
            None => Ok(()),
            Some(status) => {
                let status = Status::new(Code::from_i32(status.code), status.message);
                Err(Fault::Refused { what, status: Box::new(status) })
            }
        }
    }

    /// Uploads a blob of any size from a file, in pieces. A service that has it meanwhile ends that early.
    pub(super) async fn write_from(&self, digest: &api::Digest, path: &Path) -> Result<(), Fault> {
        let function = self.abilities().await?.function;
        let mut file = tokio::fs::File::open(path).await?;
        let name = self.resource(&format!("uploads/{}/blobs", unique()?), function, digest);
        let (sender, receiver) = tokio::sync::mpsc::channel(2);
        let size = digest.size_bytes;
        let patience = self.patience;
        let what = "keeping bytes";
        let sending = async move {
            let mut offset = 0;
            while offset < size {
                let mut data = vec![0; CHUNK_BYTES];
                let read = file.read(&mut data).await?;
                if read == 0 {
                    break;
                }
                data.truncate(read);
                let write_offset = offset;
                offset = offset.saturating_add_unsigned(read as u64);
                let resource_name = if write_offset == 0 { name.clone() } else { String::new() };
                let piece = bytestream::WriteRequest {
                    resource_name,
                    write_offset,
                    finish_write: offset >= size,
                    data,
                };
                match tokio::time::timeout(patience, sender.send(piece)).await {
                    Ok(Ok(())) => {}
                    // The service has heard enough.
                    Ok(Err(_)) => break,
                    Err(_) => return Err(Fault::Silent { what, limit: patience }),
                }
            }
            drop(sender);
            Ok(())
        };
        let mut client = ByteStreamClient::new(self.service());
        let mut call = std::pin::pin!(client.write(Pieces(receiver)));
        tokio::select! {
            // A service that had it already may say how much that is, or nothing sensible.
            answer = &mut call => {
                answer.map(drop).map_err(|status| Fault::Refused { what, status: Box::new(status) })
            }
            sent = sending => {
                sent?;
                self.within(what, patience * 3, call).await.map(drop)
            }
        }
    }

    fn resource(&self, kind: &str, function: Function, digest: &api::Digest) -> String {
        let instance = if self.instance.is_empty() { String::new() } else { format!("{}/", self.instance) };
        format!("{instance}{kind}/{}{}/{}", function.prefix(), digest.hash, digest.size_bytes)
    }
}

/// Where bytes of the service go.
enum Sink<'a> {
    Memory(&'a mut Vec<u8>),
    File(&'a mut tokio::io::BufWriter<tokio::fs::File>),
}

/// The pieces of an upload as a stream.
struct Pieces(tokio::sync::mpsc::Receiver<bytestream::WriteRequest>);

impl futures_core::Stream for Pieces {
    type Item = bytestream::WriteRequest;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.0.poll_recv(cx)
    }
}

/// That something is not there is an answer.
fn absent<T>(fault: Fault) -> Result<Option<T>, Fault> {
    match fault {
        Fault::Refused { status, .. } if status.code() == Code::NotFound => Ok(None),
        fault => Err(fault),
    }
}

/// A random name in the form of a UUID, which the protocol asks for.
fn unique() -> Result<String, Fault> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let number = u128::from_be_bytes(bytes);
    let group = |shift: u32, digits: usize| {
        let mask = (1u128 << (digits * 4)) - 1;
        format!("{:0digits$x}", (number >> shift) & mask)
    };
    Ok([group(96, 8), group(80, 4), group(64, 4), group(48, 4), group(0, 12)].join("-"))
}

//! A Remote Execution service in this process whose mood can change while builds use it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bazel_remote_apis::build::bazel::remote::execution::v2 as api;
use bazel_remote_apis::google::bytestream;
use bazel_remote_apis::google::longrunning::operations_server::OperationsServer;
use tonic::transport::{Identity, ServerTlsConfig};
use tonic::{Request, Response, Status, Streaming};

use super::worker::Works;
use api::action_cache_server::{ActionCache, ActionCacheServer};
use api::capabilities_server::{Capabilities, CapabilitiesServer};
use api::content_addressable_storage_server::{ContentAddressableStorage, ContentAddressableStorageServer};
use api::execution_server::ExecutionServer;
use bytestream::byte_stream_server::{ByteStream, ByteStreamServer};

/// How the service answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    Good,
    /// Every byte that it gives is another.
    Lies,
    /// Results are there, their bytes are gone.
    Forgets,
    /// Says that something is there and gives nothing of it.
    Stalls,
    /// Takes nothing more.
    Full,
    /// Takes every piece of a large blob, and never says that it has it.
    Swallows,
    /// Refuses every call, as while it restarts.
    Gone,
    /// Wants a token that nobody has.
    Locked,
    /// Results are garbage.
    Babbles,
}

#[derive(Clone)]
pub(crate) struct Stub(pub(super) Arc<State>);

pub(super) struct State {
    mood: Mutex<Mood>,
    pub(super) blobs: Mutex<HashMap<String, Vec<u8>>>,
    pub(super) results: Mutex<HashMap<String, api::ActionResult>>,
    pub(super) works: Works,
    calls: AtomicUsize,
    /// Tokens that came.
    tokens: Mutex<Vec<String>>,
}

pub(super) type Answer<T> = Result<Response<T>, Status>;
pub(super) type Pieces<T> = Pin<Box<dyn futures_core::Stream<Item = Result<T, Status>> + Send>>;

impl Stub {
    /// Starts a service on loopback. It ends with the process.
    pub(crate) fn start() -> (Self, SocketAddr) {
        Self::start_with(None)
    }

    /// Starts one that speaks TLS and shows this certificate.
    pub(crate) fn start_tls(certificate: &str, key: &str) -> (Self, SocketAddr) {
        Self::start_with(Some(ServerTlsConfig::new().identity(Identity::from_pem(certificate, key))))
    }

    fn start_with(tls: Option<ServerTlsConfig>) -> (Self, SocketAddr) {
        let stub = Self(Arc::new(State {
            mood: Mutex::new(Mood::Good),
            blobs: Mutex::default(),
            results: Mutex::default(),
            works: Works::default(),
            calls: AtomicUsize::new(0),
            tokens: Mutex::default(),
        }));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let service = stub.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let incoming = tonic::transport::server::TcpIncoming::from(listener);
                let mut server = tonic::transport::Server::builder();
                if let Some(tls) = tls {
                    server = server.tls_config(tls).unwrap();
                }
                let server = server
                    .add_service(CapabilitiesServer::new(service.clone()))
                    .add_service(ActionCacheServer::new(service.clone()))
                    .add_service(ContentAddressableStorageServer::new(service.clone()))
                    .add_service(ExecutionServer::new(service.clone()))
                    .add_service(OperationsServer::new(service.clone()))
                    .add_service(ByteStreamServer::new(service));
                server.serve_with_incoming(incoming).await.unwrap();
            });
        });
        (stub, address)
    }

    pub(crate) fn mood(&self, mood: Mood) {
        *self.0.mood.lock().unwrap() = mood;
    }

    pub(crate) fn calls(&self) -> usize {
        self.0.calls.load(Ordering::SeqCst)
    }

    pub(crate) fn blobs(&self) -> usize {
        self.0.blobs.lock().unwrap().len()
    }

    pub(crate) fn tokens(&self) -> Vec<String> {
        self.0.tokens.lock().unwrap().clone()
    }

    pub(super) fn enter<T>(&self, request: &Request<T>) -> Result<Mood, Status> {
        self.0.calls.fetch_add(1, Ordering::SeqCst);
        for name in ["authorization", "x-key"] {
            let token = request.metadata().get(name).and_then(|value| value.to_str().ok());
            self.0.tokens.lock().unwrap().extend(token.map(str::to_owned));
        }
        let mood = *self.0.mood.lock().unwrap();
        match mood {
            Mood::Gone => Err(Status::unavailable("restarting")),
            Mood::Locked => Err(Status::unauthenticated("who are you?")),
            mood => Ok(mood),
        }
    }
}

#[tonic::async_trait]
impl Capabilities for Stub {
    async fn get_capabilities(
        &self,
        request: Request<api::GetCapabilitiesRequest>,
    ) -> Answer<api::ServerCapabilities> {
        self.enter(&request)?;
        let cache_capabilities = Some(api::CacheCapabilities {
            digest_functions: vec![api::digest_function::Value::Sha256 as i32],
            max_batch_total_size_bytes: 1000,
            ..Default::default()
        });
        let execution_capabilities = Some(api::ExecutionCapabilities {
            exec_enabled: self.0.works.is_open(),
            digest_function: api::digest_function::Value::Sha256 as i32,
            ..Default::default()
        });
        let answer =
            api::ServerCapabilities { cache_capabilities, execution_capabilities, ..Default::default() };
        Ok(Response::new(answer))
    }
}

#[tonic::async_trait]
impl ActionCache for Stub {
    async fn get_action_result(
        &self,
        request: Request<api::GetActionResultRequest>,
    ) -> Answer<api::ActionResult> {
        let mood = self.enter(&request)?;
        let key = request.into_inner().action_digest.unwrap().hash;
        let found = self.0.results.lock().unwrap().get(&key).cloned();
        match found {
            Some(_) if mood == Mood::Babbles => Ok(Response::new(api::ActionResult::default())),
            Some(result) => Ok(Response::new(result)),
            None => Err(Status::not_found("no such result")),
        }
    }

    async fn update_action_result(
        &self,
        request: Request<api::UpdateActionResultRequest>,
    ) -> Answer<api::ActionResult> {
        if self.enter(&request)? == Mood::Full {
            return Err(Status::resource_exhausted("full"));
        }
        let request = request.into_inner();
        let result = request.action_result.unwrap();
        // What a complete service holds to: a result names only what is there.
        let blobs = self.0.blobs.lock().unwrap();
        let key = request.action_digest.unwrap().hash;
        assert!(blobs.contains_key(&key), "the action itself is there");
        for file in &result.output_files {
            let digest = file.digest.as_ref().unwrap();
            assert!(blobs.contains_key(&digest.hash), "{} is there", file.path);
        }
        self.0.results.lock().unwrap().insert(key, result.clone());
        Ok(Response::new(result))
    }
}

#[tonic::async_trait]
impl ContentAddressableStorage for Stub {
    async fn find_missing_blobs(
        &self,
        request: Request<api::FindMissingBlobsRequest>,
    ) -> Answer<api::FindMissingBlobsResponse> {
        self.enter(&request)?;
        let blobs = self.0.blobs.lock().unwrap();
        let asked = request.into_inner().blob_digests.into_iter();
        let missing_blob_digests = asked.filter(|digest| !blobs.contains_key(&digest.hash)).collect();
        Ok(Response::new(api::FindMissingBlobsResponse { missing_blob_digests }))
    }

    async fn batch_update_blobs(
        &self,
        request: Request<api::BatchUpdateBlobsRequest>,
    ) -> Answer<api::BatchUpdateBlobsResponse> {
        let mood = self.enter(&request)?;
        let mut responses = Vec::new();
        let requests = request.into_inner().requests;
        let bytes: usize = requests.iter().map(|request| request.data.len()).sum();
        assert!(bytes <= 1000 || requests.len() == 1, "batches keep to the limit");
        for request in requests {
            let digest = request.digest.unwrap();
            let code = if mood == Mood::Full { tonic::Code::ResourceExhausted } else { tonic::Code::Ok };
            if mood != Mood::Full {
                self.0.blobs.lock().unwrap().insert(digest.hash.clone(), request.data);
            }
            let status = Some(bazel_remote_apis::google::rpc::Status {
                code: code as i32,
                message: "full".to_owned(),
                details: Vec::new(),
            });
            responses.push(api::batch_update_blobs_response::Response { digest: Some(digest), status });
        }
        Ok(Response::new(api::BatchUpdateBlobsResponse { responses }))
    }

    async fn batch_read_blobs(
        &self,
        _: Request<api::BatchReadBlobsRequest>,
    ) -> Answer<api::BatchReadBlobsResponse> {
        Err(Status::unimplemented("not used"))
    }

    type GetTreeStream = Pieces<api::GetTreeResponse>;

    async fn get_tree(&self, _: Request<api::GetTreeRequest>) -> Answer<Self::GetTreeStream> {
        Err(Status::unimplemented("not used"))
    }

    type GetChunkMappingStream = Pieces<api::GetChunkMappingResponse>;

    async fn get_chunk_mapping(
        &self,
        _: Request<api::GetChunkMappingRequest>,
    ) -> Answer<Self::GetChunkMappingStream> {
        Err(Status::unimplemented("not used"))
    }

    async fn register_chunk_mapping(
        &self,
        _: Request<Streaming<api::RegisterChunkMappingRequest>>,
    ) -> Answer<api::RegisterChunkMappingResponse> {
        Err(Status::unimplemented("not used"))
    }

    async fn split_blob(&self, _: Request<api::SplitBlobRequest>) -> Answer<api::SplitBlobResponse> {
        Err(Status::unimplemented("not used"))
    }

    async fn splice_blob(&self, _: Request<api::SpliceBlobRequest>) -> Answer<api::SpliceBlobResponse> {
        Err(Status::unimplemented("not used"))
    }
}

#[tonic::async_trait]
impl ByteStream for Stub {
    type ReadStream = Pieces<bytestream::ReadResponse>;

    async fn read(&self, request: Request<bytestream::ReadRequest>) -> Answer<Self::ReadStream> {
        let mood = self.enter(&request)?;
        let name = request.into_inner().resource_name;
        let hash = name.split('/').nth(1).unwrap().to_owned();
        let found = self.0.blobs.lock().unwrap().get(&hash).cloned().filter(|_| mood != Mood::Forgets);
        let Some(mut data) = found else { return Err(Status::not_found("no such blob")) };
        if mood == Mood::Lies {
            for byte in &mut data {
                *byte ^= 1;
            }
        }
        let (sender, receiver) = tokio::sync::mpsc::channel(1);
        #[expect(clippy::disallowed_methods, reason = "ends with the process, as the service does")]
        tokio::spawn(async move {
            if mood == Mood::Stalls {
                tokio::time::sleep(Duration::from_mins(10)).await;
            }
            for piece in data.chunks(700) {
                let piece = bytestream::ReadResponse { data: piece.to_vec() };
                if sender.send(Ok(piece)).await.is_err() {
                    return;
                }
            }
        });
        Ok(Response::new(Box::pin(Receiver(receiver))))
    }

    async fn write(
        &self,
        request: Request<Streaming<bytestream::WriteRequest>>,
    ) -> Answer<bytestream::WriteResponse> {
        let mood = self.enter(&request)?;
        if mood == Mood::Full {
            return Err(Status::resource_exhausted("full"));
        }
        let mut pieces = request.into_inner();
        let (mut name, mut data) = (String::new(), Vec::new());
        while let Some(piece) = pieces.message().await? {
            if name.is_empty() {
                name = piece.resource_name;
            }
            assert_eq!(piece.write_offset, i64::try_from(data.len()).unwrap());
            data.extend(piece.data);
            if piece.finish_write {
                break;
            }
        }
        if mood == Mood::Swallows {
            return std::future::pending().await;
        }
        let hash = name.split('/').nth(3).unwrap().to_owned();
        let committed_size = i64::try_from(data.len()).unwrap();
        self.0.blobs.lock().unwrap().insert(hash, data);
        Ok(Response::new(bytestream::WriteResponse { committed_size }))
    }

    async fn query_write_status(
        &self,
        _: Request<bytestream::QueryWriteStatusRequest>,
    ) -> Answer<bytestream::QueryWriteStatusResponse> {
        Err(Status::unimplemented("not used"))
    }
}

pub(super) struct Receiver<T>(pub(super) tokio::sync::mpsc::Receiver<T>);

impl<T> futures_core::Stream for Receiver<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<Option<T>> {
        self.0.poll_recv(cx)
    }
}

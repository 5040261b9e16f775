//! Our records as results of the action cache.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::PathBuf;

use bazel_remote_apis::build::bazel::remote::execution::v2 as api;
use prost::Message;

use super::client::{Client, Fault};
use super::digests::Function;
use crate::codec;
use crate::digest::Digest;
use crate::store::{self, ActionResult, Store, StoredOutput};

/// The name of the record among the output files; the others are called by their own digest.
const RECORD: &str = "record";
const RESULT_MAGIC: [u8; 8] = *b"zbract\0\x01";
const SETS_MAGIC: [u8; 8] = *b"zbrset\0\x01";

/// What a record is about, and so what its key means.
#[derive(Clone, Copy)]
enum Kind {
    Result,
    Sets,
}

/// An `Action` that no service runs and that names one of our keys.
struct Name {
    command: Vec<u8>,
    action: Vec<u8>,
    digest: api::Digest,
}

impl Name {
    fn new(function: Function, kind: Kind, key: &Digest) -> Self {
        let kind = match kind {
            Kind::Result => "result",
            Kind::Sets => "sets",
        };
        let command = api::Command {
            arguments: ["zbuild-cache", "1", kind, &key.to_string()].map(str::to_owned).to_vec(),
            ..Default::default()
        };
        let command = command.encode_to_vec();
        let action = api::Action {
            command_digest: Some(function.of_bytes(&command)),
            input_root_digest: Some(function.of_bytes(&[])),
            ..Default::default()
        };
        let action = action.encode_to_vec();
        let digest = function.of_bytes(&action);
        Self { command, action, digest }
    }

    /// What the service has to have for the name to be whole: the command, the action, an empty folder.
    fn blobs(&self, function: Function) -> Vec<(api::Digest, Vec<u8>)> {
        let blobs = [self.command.clone(), self.action.clone(), Vec::new()];
        blobs.map(|bytes| (function.of_bytes(&bytes), bytes)).to_vec()
    }
}

/// The sets of files that actions with this declared key read.
pub(super) async fn sets(client: &Client, declared: &Digest) -> Result<Option<Vec<Vec<Vec<u8>>>>, Fault> {
    let function = client.abilities().await?.function;
    let name = Name::new(function, Kind::Sets, declared);
    let Some(found) = client.action_result(&name.digest).await? else { return Ok(None) };
    let Some(bytes) = record(client, &found).await? else { return Ok(None) };
    Ok(codec::unseal(SETS_MAGIC, &bytes).map(store::decode_sets))
}

/// What the action with this key left; every blob that it names is in `store` then.
pub(super) async fn result(
    client: &Client,
    key: &Digest,
    store: &Store,
) -> Result<Option<ActionResult>, Fault> {
    let function = client.abilities().await?.function;
    let name = Name::new(function, Kind::Result, key);
    let Some(found) = client.action_result(&name.digest).await? else { return Ok(None) };
    let Some(bytes) = record(client, &found).await? else { return Ok(None) };
    let decoded = codec::unseal(RESULT_MAGIC, &bytes).and_then(ActionResult::decode);
    let Some(result) = decoded else { return Err(Fault::WrongBytes) };
    let there: HashMap<Digest, &api::Digest> = found
        .output_files
        .iter()
        .filter_map(|file| Some((Digest::from_hex(&file.path)?, file.digest.as_ref()?)))
        .collect();
    // Listings first: they name the rest.
    for output in &result.outputs {
        if let StoredOutput::Tree { listing } = output
            && !fetch(client, store, listing, &there).await?
        {
            return Ok(None);
        }
    }
    let Some(blobs) = store.named_blobs(&result)? else { return Err(Fault::WrongBytes) };
    for blob in blobs {
        if !fetch(client, store, &blob, &there).await? {
            return Ok(None);
        }
    }
    Ok(Some(result))
}

async fn record(client: &Client, found: &api::ActionResult) -> Result<Option<Vec<u8>>, Fault> {
    let record = found.output_files.iter().find(|file| file.path == RECORD);
    match record.and_then(|file| file.digest.as_ref()) {
        Some(digest) => client.read(digest).await,
        None => Err(Fault::WrongBytes),
    }
}

/// Brings a blob into the store. `false` if the service lacks it.
async fn fetch(
    client: &Client,
    store: &Store,
    blob: &Digest,
    there: &HashMap<Digest, &api::Digest>,
) -> Result<bool, Fault> {
    if store.has_blob(blob) {
        return Ok(true);
    }
    let Some(digest) = there.get(blob) else { return Err(Fault::WrongBytes) };
    let temporary = store.temporary();
    let read = client.read_to(digest, &temporary).await;
    let adopted = match &read {
        Ok(true) => store.adopt(blob, &temporary)?,
        _ => false,
    };
    if !adopted {
        let _ = std::fs::remove_file(&temporary);
    }
    match read? {
        true if !adopted => Err(Fault::WrongBytes),
        whole => Ok(whole),
    }
}

/// What an action left, ready to be uploaded.
pub(super) struct Offer {
    key: Digest,
    result: Vec<u8>,
    declared: Digest,
    /// What it read, where it tells.
    set: Option<Vec<Vec<u8>>>,
    /// Blobs and where they lie in the store.
    blobs: Vec<(Digest, PathBuf)>,
}

impl Offer {
    /// `None` if the store lacks something by now.
    pub(super) fn new(
        store: &Store,
        declared: &Digest,
        key: &Digest,
        result: &ActionResult,
        discovers: bool,
    ) -> Option<Self> {
        let blobs: HashSet<Digest> = store.blobs_of(result).ok()??.into_iter().collect();
        Some(Self {
            key: *key,
            result: codec::seal(RESULT_MAGIC, &result.encode()),
            declared: *declared,
            set: discovers.then(|| result.discovered.clone()),
            blobs: blobs.into_iter().map(|blob| (blob, store.blob_path(&blob))).collect(),
        })
    }

    /// Uploads it: bytes first, so that a result never names what is not there.
    pub(super) async fn put(&self, client: &Client) -> Result<Option<()>, Fault> {
        let function = client.abilities().await?.function;
        let mut files = Vec::with_capacity(self.blobs.len());
        for (blob, path) in &self.blobs {
            let path = path.clone();
            let digest =
                tokio::task::spawn_blocking(move || function.of_reader(&mut File::open(path)?)).await;
            files.push((blob, digest.map_err(std::io::Error::other)??));
        }
        let digests: Vec<api::Digest> = files.iter().map(|(_, digest)| digest.clone()).collect();
        let missing: HashSet<String> =
            client.missing(&digests).await?.into_iter().map(|digest| digest.hash).collect();
        let mut small = Vec::new();
        for ((_, path), (_, digest)) in self.blobs.iter().zip(&files) {
            if !missing.contains(&digest.hash) {
            } else if client.is_small(digest.size_bytes).await? {
                small.push((digest.clone(), tokio::fs::read(path).await?));
            } else {
                client.write_from(digest, path).await?;
            }
        }
        client.write_small(small).await?;
        let named = files.iter().map(|(blob, digest)| (blob.to_string(), digest.clone()));
        put_record(client, function, Kind::Result, &self.key, &self.result, named.collect()).await?;
        if let Some(set) = &self.set {
            let mut sets = sets(client, &self.declared).await?.unwrap_or_default();
            if store::remember(&mut sets, set) {
                let sealed = codec::seal(SETS_MAGIC, &store::encode_sets(&sets));
                put_record(client, function, Kind::Sets, &self.declared, &sealed, Vec::new()).await?;
            }
        }
        Ok(Some(()))
    }
}

async fn put_record(
    client: &Client,
    function: Function,
    kind: Kind,
    key: &Digest,
    record: &[u8],
    mut files: Vec<(String, api::Digest)>,
) -> Result<(), Fault> {
    let name = Name::new(function, kind, key);
    let mut blobs = name.blobs(function);
    let digest = function.of_bytes(record);
    blobs.push((digest.clone(), record.to_vec()));
    files.push((RECORD.to_owned(), digest));
    client.write_small(blobs).await?;
    let output = |(path, digest)| api::OutputFile { path, digest: Some(digest), ..Default::default() };
    let result =
        api::ActionResult { output_files: files.into_iter().map(output).collect(), ..Default::default() };
    client.put_action_result(&name.digest, result).await
}

//! What outlives the process: keys, teams, usage, spending. Nothing on the path of a request waits for it: keys
//! are read into a snapshot, usage comes in batches, both on threads of their own. That is why the trait may
//! block, and why a database behind a network can take SQLite's place without the hot path noticing.

mod rows;
mod schema;
mod sqlite;

use std::path::PathBuf;

pub use sqlite::{Sqlite, default_path};

use crate::clock::{Moment, Period};
use crate::keys::{KeyHash, KeyRecord, TeamRecord};
use crate::ledger::UsageRow;
use crate::limits::Limits;
use crate::money::Dollars;

/// Storage of one gateway, or of many that share it.
pub trait Store: Send {
    /// The number of the last change to keys and teams. Only ever grows.
    fn epoch(&mut self) -> Result<u64, StoreError>;

    /// All keys and teams as of one epoch.
    fn directory(&mut self) -> Result<Directory, StoreError>;

    /// Makes one change, and says the epoch that has it.
    fn change(&mut self, change: &Change) -> Result<u64, StoreError>;

    /// Adds usage rows, all or none. A row that is there already (by request id) is left as it is.
    fn add_usage(&mut self, rows: &[UsageRow]) -> Result<(), StoreError>;

    /// Usage rows, newest first.
    fn usage(&mut self, query: &UsageQuery) -> Result<Vec<UsageRow>, StoreError>;

    /// What was spent by whom in the periods that `at` lies in.
    fn spending(&mut self, at: Moment) -> Result<Vec<Spending>, StoreError>;

    /// Deletes usage rows older than `before`; spending stays.
    fn prune_usage(&mut self, before: Moment) -> Result<usize, StoreError>;
}

/// All keys and teams as of one epoch.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    /// The epoch.
    pub epoch: u64,
    /// Keys, the revoked and expired included, oldest first.
    pub keys: Vec<KeyRecord>,
    /// Teams, by name.
    pub teams: Vec<TeamRecord>,
}

/// A change to keys and teams.
#[derive(Clone, Debug)]
pub enum Change {
    /// A new key.
    CreateKey(Box<KeyRecord>),
    /// It does not work from now on, and never again.
    RevokeKey {
        /// Its id.
        id: String,
        /// Now.
        at: Moment,
    },
    /// Another secret for the same key.
    RotateKey {
        /// Its id.
        id: String,
        /// The beginning of the new secret.
        prefix: String,
        /// Its hash.
        hash: KeyHash,
        /// Until when the old secret still works.
        previous_until: Option<Moment>,
    },
    /// Other limits for a key.
    LimitKey {
        /// Its id.
        id: String,
        /// All of its limits.
        limits: Limits,
    },
    /// A new team, or other limits for one.
    PutTeam(TeamRecord),
    /// A team without keys goes.
    DeleteTeam {
        /// Its name.
        name: String,
    },
    /// What the configuration says now. Its keys that are not named here stop working until they are again;
    /// revoked ones stay revoked.
    SyncConfig {
        /// All keys of the configuration.
        keys: Vec<KeyRecord>,
        /// All teams of the configuration.
        teams: Vec<TeamRecord>,
    },
}

/// Which usage rows to list.
#[derive(Clone, Debug)]
pub struct UsageQuery {
    /// Of one key.
    pub key_id: Option<String>,
    /// Of one model, as clients name it.
    pub model: Option<String>,
    /// Not before.
    pub since: Option<Moment>,
    /// At most so many.
    pub limit: u32,
}

/// Who spends: the kind of the subject, and its id or name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// Key, team, model or provider.
    pub kind: SubjectKind,
    /// Its id (keys) or name.
    pub id: String,
}

/// The kinds of subject that limits and budgets are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SubjectKind {
    /// A virtual key.
    Key,
    /// A team.
    Team,
    /// A model, as clients name it.
    Model,
    /// A provider, as the configuration names it.
    Provider,
}

/// What a subject spent in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spending {
    /// Who.
    pub subject: Subject,
    /// When.
    pub period: Period,
    /// How much.
    pub amount: Dollars,
}

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened or made.
    #[error("cannot open the store {path}")]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The file was written by a later version.
    #[error(
        "the store {path} has schema {found}, and this version knows up to {known}: use a newer ghostllm"
    )]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The latest known.
        known: i64,
    },
    /// The database failed.
    #[error("the store does not answer")]
    Database(#[from] rusqlite::Error),
    /// What is stored cannot be understood.
    #[error("the store holds a {what} that cannot be read")]
    Corrupt {
        /// What.
        what: &'static str,
    },
    /// No key of that id.
    #[error("there is no key `{id}`")]
    NoSuchKey {
        /// The id.
        id: String,
    },
    /// The key was revoked.
    #[error("the key `{id}` is revoked")]
    KeyIsRevoked {
        /// The id.
        id: String,
    },
    /// Nobody could tell it from others.
    #[error("a {what} needs a name")]
    NoName {
        /// What.
        what: &'static str,
    },
    /// The key stands in the configuration.
    #[error("the key `{id}` stands in the configuration: change it there")]
    KeyOfConfig {
        /// The id.
        id: String,
    },
    /// Two keys with one secret.
    #[error("the secret of the key `{name}` is already that of the key `{other}`: each needs one of its own")]
    SecretInUse {
        /// The name of the key that was to be.
        name: String,
        /// The id of the one that is.
        other: String,
    },
    /// The team stands in the configuration.
    #[error("the team `{name}` stands in the configuration: change it there")]
    TeamOfConfig {
        /// The name.
        name: String,
    },
    /// No team of that name.
    #[error("there is no team `{name}`")]
    NoSuchTeam {
        /// The name.
        name: String,
    },
    /// Whoever keeps the store has ended.
    #[error("the gateway is about to end")]
    Closed,
    /// The team has keys.
    #[error("the team `{name}` still has keys that work")]
    TeamInUse {
        /// The name.
        name: String,
    },
}

impl StoreError {
    /// Whether what was asked for is at fault, rather than the store.
    pub fn is_callers(&self) -> bool {
        matches!(
            self,
            Self::NoSuchKey { .. }
                | Self::KeyIsRevoked { .. }
                | Self::NoName { .. }
                | Self::KeyOfConfig { .. }
                | Self::SecretInUse { .. }
                | Self::TeamOfConfig { .. }
                | Self::NoSuchTeam { .. }
                | Self::TeamInUse { .. }
        )
    }
}

impl SubjectKind {
    /// As it is stored and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Team => "team",
            Self::Model => "model",
            Self::Provider => "provider",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Key, Self::Team, Self::Model, Self::Provider].into_iter().find(|kind| kind.name() == name)
    }
}

#[cfg(test)]
mod tests;

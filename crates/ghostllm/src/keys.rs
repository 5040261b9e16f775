//! Virtual keys and teams: who may ask, for what, how much. A secret exists in clear only while it is shown to
//! the one who made it; everywhere else it is its SHA-256. Secrets are 238 random bits, so one plain hash is
//! enough: there is nothing to guess.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::clock::Moment;
use crate::limits::Limits;

/// What every made key begins with. Tools that check for `sk-` are content.
const SECRET_PREFIX: &str = "sk-ghost-";
const SECRET_RANDOM_LENGTH: usize = 40;
const ID_RANDOM_LENGTH: usize = 16;
/// How much of a secret is shown in listings.
const SHOWN_LENGTH: usize = SECRET_PREFIX.len() + 6;

/// The SHA-256 of a secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyHash([u8; 32]);

/// A freshly made secret, on its way to its owner.
pub struct Secret(String);

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the system's random source does not answer: {0}")]
pub struct RandomError(getrandom::Error);

/// A key as it is stored.
#[derive(Clone, Debug, Serialize)]
pub struct KeyRecord {
    /// `key_…`
    pub id: String,
    /// A name for people.
    pub name: String,
    /// The beginning of the secret.
    pub prefix: String,
    /// What the secret hashes to.
    #[serde(skip)]
    pub hash: KeyHash,
    /// The secret before the last rotation, and until when it still works.
    #[serde(skip)]
    pub previous: Option<(KeyHash, Moment)>,
    /// The team it belongs to.
    pub team: Option<String>,
    /// Who keeps it: the store, or `[[keys]]` of the configuration.
    pub origin: Origin,
    /// When it was made.
    pub created: Moment,
    /// The last moment it works.
    pub expires: Option<Moment>,
    /// Since when it does not work any more.
    pub revoked: Option<Moment>,
    /// Models it may ask for; empty: all.
    pub models: Vec<String>,
    /// Providers it may reach; empty: all.
    pub providers: Vec<String>,
    /// The owner's own notes.
    pub metadata: BTreeMap<String, String>,
    /// Its limits.
    #[serde(flatten)]
    pub limits: Limits,
}

/// A team as it is stored.
#[derive(Clone, Debug, Serialize)]
pub struct TeamRecord {
    /// Its name, unique.
    pub name: String,
    /// Who keeps it.
    pub origin: Origin,
    /// When it was made.
    pub created: Moment,
    /// Limits over all its keys.
    #[serde(flatten)]
    pub limits: Limits,
}

/// Who keeps a key or a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Made by command or API; lives in the store.
    Store,
    /// Written in the configuration; lives as long as it stands there.
    Config,
}

impl KeyHash {
    /// The hash of a secret as a client sent it.
    pub fn of(secret: &[u8]) -> Self {
        Self(Sha256::digest(secret).into())
    }

    /// From storage. `None` when it is not 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// For storage.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyHash(…)")
    }
}

impl Secret {
    /// A new random secret.
    pub fn generate() -> Result<Self, RandomError> {
        Ok(Self(format!("{SECRET_PREFIX}{}", random_text(SECRET_RANDOM_LENGTH)?)))
    }

    /// In clear, for its owner.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Its hash.
    pub fn hash(&self) -> KeyHash {
        KeyHash::of(self.0.as_bytes())
    }

    /// What listings show of it.
    pub fn prefix(&self) -> String {
        shown_prefix(&self.0)
    }
}

impl KeyRecord {
    /// A key of the store with `secret`, without limits.
    pub fn new(name: &str, secret: &Secret, now: Moment) -> Result<Self, RandomError> {
        Ok(Self {
            id: format!("key_{}", random_text(ID_RANDOM_LENGTH)?),
            name: name.to_owned(),
            prefix: secret.prefix(),
            hash: secret.hash(),
            previous: None,
            team: None,
            origin: Origin::Store,
            created: now,
            expires: None,
            revoked: None,
            models: Vec::new(),
            providers: Vec::new(),
            metadata: BTreeMap::new(),
            limits: Limits::default(),
        })
    }

    /// The key that an entry of `[[keys]]` describes. Its id follows from its secret, so that another secret
    /// under the same name is another key, and a revoked one stays revoked.
    pub fn of_config(key: &crate::config::Key, now: Moment) -> Self {
        let hash = KeyHash::of(key.key.as_bytes());
        let digest = Sha256::digest(hash.as_bytes());
        let id = digest[..8].iter().fold(0, |id: u64, byte| id << 8 | u64::from(*byte));
        Self {
            id: format!("key_{id:016x}"),
            name: key.name.clone(),
            prefix: shown_prefix(&key.key),
            hash,
            previous: None,
            team: key.team.clone(),
            origin: Origin::Config,
            created: now,
            expires: key.expires.as_deref().and_then(|text| Moment::at(text).ok()),
            revoked: None,
            models: key.models.clone(),
            providers: key.providers.clone(),
            metadata: key.metadata.clone(),
            limits: key.limits.clone(),
        }
    }

    /// Whether it works at `now`, with its current secret.
    pub fn is_live(&self, now: Moment) -> bool {
        self.revoked.is_none() && self.expires.is_none_or(|expires| now <= expires)
    }
}

/// Shows enough to recognise a secret: at most a third of it.
fn shown_prefix(secret: &str) -> String {
    let length = SHOWN_LENGTH.min(secret.len() / 3);
    secret.chars().take(length).collect()
}

/// Two random numbers.
pub(crate) fn random_numbers() -> Result<[u64; 2], RandomError> {
    let mut bytes = [[0; 8]; 2];
    getrandom::fill(bytes.as_flattened_mut()).map_err(RandomError)?;
    Ok(bytes.map(u64::from_ne_bytes))
}

/// Random letters and digits, 5.95 bits each.
fn random_text(length: usize) -> Result<String, RandomError> {
    const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut text = String::with_capacity(length);
    let mut bytes = [0_u8; 64];
    while text.len() < length {
        getrandom::fill(&mut bytes).map_err(RandomError)?;
        // Bytes past the last whole multiple of 62 would make the first letters likelier.
        let fair = bytes.iter().filter(|byte| **byte < 248).map(|byte| ALPHABET[usize::from(byte % 62)]);
        text.extend(fair.map(char::from).take(length - text.len()));
    }
    Ok(text)
}

impl Serialize for KeyHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyHash, KeyRecord, Secret, shown_prefix};
    use crate::clock::Moment;

    #[test]
    fn secrets_are_long_random_and_never_printed() {
        let (one, two) = (Secret::generate().unwrap(), Secret::generate().unwrap());
        assert_ne!(one.reveal(), two.reveal());
        assert_eq!(one.reveal().len(), 49);
        assert!(one.reveal().starts_with(&one.prefix()) && one.prefix().len() == 15);
        let record = KeyRecord::new("n", &one, Moment::from_unix_ms(0)).unwrap();
        let shown = format!("{record:?}{}", serde_json::to_string(&record).unwrap());
        assert!(!shown.contains(one.reveal()) && !shown.contains("hash\":"));
        assert_eq!(record.hash, KeyHash::of(one.reveal().as_bytes()));
    }

    #[test]
    fn at_most_a_third_of_a_secret_is_shown() {
        assert_eq!(shown_prefix("0123456789abcdef"), "01234");
    }

    #[test]
    fn a_key_lives_until_its_last_moment() {
        let mut record = KeyRecord::new("n", &Secret::generate().unwrap(), Moment::from_unix_ms(0)).unwrap();
        record.expires = Some(Moment::from_unix_ms(10));
        assert!(record.is_live(Moment::from_unix_ms(10)) && !record.is_live(Moment::from_unix_ms(11)));
        record.expires = None;
        record.revoked = Some(Moment::from_unix_ms(5));
        assert!(!record.is_live(Moment::from_unix_ms(0)));
    }
}

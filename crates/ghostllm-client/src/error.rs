//! Why a request was not answered.

use std::time::Duration;

use ghostllm_protocol::{Category, DecodeError, Failure, Message, StreamError, Unsupported, Usage};

/// Why a request was not answered.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// No model is named, neither in the request nor for the client.
    #[error("no model is named")]
    NoModel,
    /// An address or a header cannot be sent.
    #[error("`{what}` cannot be part of a request")]
    Invalid {
        /// The address or the header's name.
        what: String,
    },
    /// The endpoint has nothing of the kind.
    #[error("the endpoint has no {what}")]
    Lacks {
        /// Embeddings, a list of models.
        what: &'static str,
    },
    /// The dialect cannot express the request.
    #[error(transparent)]
    Unsupported(#[from] Unsupported),
    /// Nobody listens, or TLS fails.
    #[error("cannot connect to {host}")]
    Connect {
        /// To whom.
        host: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The connection broke.
    #[error("the connection to {host} broke")]
    Connection {
        /// To whom.
        host: String,
        /// How.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Too little came in too long a time.
    #[error("{what} took longer than {} s", limit.as_secs_f64())]
    Timeout {
        /// What was waited for.
        what: &'static str,
        /// How long.
        limit: Duration,
    },
    /// The provider answered with an error.
    #[error("the provider answered {}: {}", .0.status, .0.message)]
    Failure(Box<Failure>),
    /// The server sends requests on to another address, which is not followed: a key goes only where it was sent.
    #[error("{host} answered {status}, and sends requests on to {to}")]
    Moved {
        /// Who.
        host: String,
        /// The status of the redirection.
        status: u16,
        /// The other address.
        to: String,
    },
    /// No provider is behind the address: it has a page for people.
    #[error("{host} answered with a web page, as no provider does")]
    Page {
        /// Who.
        host: String,
    },
    /// The answer is not what its dialect says.
    #[error("the answer cannot be read")]
    Decode(#[from] DecodeError),
    /// The stream broke off, or is not what its dialect says.
    #[error("the stream cannot be read to its end")]
    Stream(#[from] StreamError),
    /// The answer is longer than this client accepts.
    #[error("the answer is longer than {limit} bytes")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// The model calls tools and calls tools.
    #[error("the model still calls tools after {turns} turns")]
    TooManyTurns {
        /// How many.
        turns: u32,
        /// The conversation so far, the results of the last calls included: what to go on with.
        messages: Vec<Message>,
        /// What all turns cost together.
        usage: Box<Usage>,
    },
}

impl ClientError {
    /// What kind of failure, if the provider said.
    pub fn category(&self) -> Option<Category> {
        match self {
            Self::Failure(failure) => Some(failure.category),
            _ => None,
        }
    }

    /// Whether the same request may succeed later, or at another endpoint.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Connect { .. } | Self::Connection { .. } | Self::Timeout { .. } | Self::Stream(_) => true,
            Self::Failure(failure) => failure.is_transient(),
            _ => false,
        }
    }

    /// When to come back, if the provider said.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Failure(failure) => failure.retry_after,
            _ => None,
        }
    }
}

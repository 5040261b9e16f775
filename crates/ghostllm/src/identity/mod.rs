//! How a provider is shown who calls, where a header that never changes is not enough: requests signed for AWS,
//! tokens of Google's that expire.

mod aws;
mod google;

pub(crate) use aws::{Signed, Signer, encoded_strictly};
pub(crate) use google::{CredentialError, Tokens};

/// How a provider is shown who calls.
#[derive(Debug)]
pub(crate) enum Identity {
    /// By headers that are the same for every call, or not at all.
    Headers,
    /// By a signature of each request.
    Aws(Signer),
    /// By a token that is fetched now and then.
    Google(Box<Tokens>),
}

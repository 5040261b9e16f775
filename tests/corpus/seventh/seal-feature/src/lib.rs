#[cfg(feature = "digest")]
pub mod digest;
#[cfg(feature = "aead")]
pub mod seal;

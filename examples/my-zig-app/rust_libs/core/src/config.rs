//! The configuration of a processor.

use crate::CoreError;

/// How a processor works.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(default, deny_unknown_fields))]
pub(crate) struct Config {
    pub(crate) mode: Mode,
    /// Threads that share the work on a long text.
    pub(crate) threads: std::num::NonZeroU8,
}

/// What the result says beside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(rename_all = "lowercase"))]
pub(crate) enum Mode {
    /// Words and characters.
    Production,
    /// Also how the work was shared out.
    Development,
}

impl Default for Config {
    fn default() -> Self {
        Self { mode: Mode::Production, threads: std::num::NonZeroU8::MIN }
    }
}

impl Config {
    /// Reads JSON.
    #[cfg(feature = "serde")]
    pub(crate) fn parse(text: &str) -> Result<Self, CoreError> {
        serde_json::from_str(text).map_err(|_| CoreError::InvalidConfig)
    }

    /// Without the feature `serde` only the empty configuration is understood.
    #[cfg(not(feature = "serde"))]
    pub(crate) fn parse(text: &str) -> Result<Self, CoreError> {
        if matches!(text.trim(), "" | "{}") { Ok(Self::default()) } else { Err(CoreError::InvalidConfig) }
    }
}

//! Why bytes are not what a dialect says they are.

use crate::{Category, Failure};

/// Why a body or a frame cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// It is not JSON, or not of the shape that the dialect has.
    #[error("not valid JSON")]
    Json(#[from] serde_json::Error),
    /// A field is wrong.
    #[error("`{field}` {problem}")]
    Field {
        /// Which: `messages[2].content`.
        field: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl DecodeError {
    pub(crate) fn field(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Field { field: field.into(), problem: problem.into() }
    }

    /// The same error, `parent` being what it was found in.
    pub(crate) fn within(self, parent: &str) -> Self {
        match self {
            Self::Field { field, problem } => {
                let dot = if field.is_empty() || field.starts_with('[') { "" } else { "." };
                Self::Field { field: format!("{parent}{dot}{field}"), problem }
            }
            Self::Json(error) => Self::field(parent, format!("is not valid JSON: {error}")),
        }
    }

    /// The answer to a client that sent it.
    pub fn to_failure(&self) -> Failure {
        let message = match self {
            Self::Json(error) => format!("the body is not valid JSON: {error}"),
            field @ Self::Field { .. } => field.to_string(),
        };
        let mut failure = Failure::new(Category::InvalidRequest, message);
        if let Self::Field { field, .. } = self {
            failure.param = Some(field.clone());
        }
        failure
    }
}

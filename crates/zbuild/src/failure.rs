//! Why nothing was built, with everything there is to say about it.

use crate::diagnostic::Diagnostic;
pub use ghostbind::Fault;

/// The end of a command before it did its work: whose fault it is, and all diagnostics.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Decides the exit code.
    pub fault: Fault,
    /// What is wrong, at least one thing.
    pub diagnostics: Vec<Diagnostic>,
}

impl Failure {
    /// What was asked for, or what a file says, is wrong.
    pub fn usage(diagnostics: impl Into<Vec<Diagnostic>>) -> Self {
        Self { fault: Fault::Usage, diagnostics: diagnostics.into() }
    }

    /// A tool is missing.
    pub fn environment(diagnostic: Diagnostic) -> Self {
        Self { fault: Fault::Environment, diagnostics: vec![diagnostic] }
    }

    /// The work failed.
    pub fn work(diagnostic: Diagnostic) -> Self {
        Self { fault: Fault::Work, diagnostics: vec![diagnostic] }
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::usage(vec![diagnostic])
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            diagnostic.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

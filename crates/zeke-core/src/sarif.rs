//! An analysis in SARIF's terms.

use ghost_abi::sarif::{self, SarifLevel, SarifPlace, SarifResult};

use crate::finding::{Analysis, Place, Severity};

/// The whole analysis as a SARIF 2.1.0 document.
#[must_use]
pub fn document(analysis: &Analysis) -> serde_json::Value {
    let results: Vec<SarifResult<'_>> = analysis
        .findings
        .iter()
        .map(|finding| SarifResult {
            rule: finding.class.id(),
            rule_meaning: finding.class.meaning(),
            level: match finding.severity {
                Severity::Error => SarifLevel::Error,
                Severity::Warning => SarifLevel::Warning,
                Severity::Info | Severity::Hint => SarifLevel::Note,
            },
            message: finding.message.clone(),
            place: Some(place(&finding.location)),
            related: finding.peer.as_ref().map(place),
        })
        .collect();
    sarif::document("zeke", env!("CARGO_PKG_VERSION"), &results)
}

fn place(place: &Place) -> SarifPlace<'_> {
    SarifPlace { file: &place.file, line: place.line, column: place.column }
}

//! Tables that are written out: texts in them, and fields of structs that hold text.

use std::collections::{HashMap, HashSet};

use crate::visit::{self, Visit};
use serde::{Deserialize, Serialize};
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall};

use super::unit::{Items, ends_with_zero, place};
use crate::finding::{Class, Finding, Place, Severity};
use crate::project::Unit;

/// A field that is an array of bytes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FixedField {
    /// Where it is declared, as near as that is known.
    pub(crate) owner: String,
    /// Whether the last byte is left alone where it is filled.
    pub(crate) leaves_room: bool,
}

/// Literals without a terminator in tables of structs whose text is a C string.
pub(super) fn bare_tables(items: &Items<'_>) -> Vec<(String, Finding)> {
    let mut found = Vec::new();
    for (path, name, ty, value) in &items.values {
        let text = super::unit::type_text(ty);
        let is_c_string = |text: &str| text.starts_with("*const") && text.ends_with("c_char");
        let holds = items.structs.iter().any(|(owner, fields)| {
            text.contains(owner.as_str()) && fields.fields.iter().any(|(_, _, field)| is_c_string(field))
        });
        if !(holds || text.contains("*constc_char")) {
            continue;
        }
        let mut texts = BareTexts(None);
        texts.visit_expr(value);
        if let Some(span) = texts.0 {
            found.push((name.to_string(), bare_text(&name.to_string(), place(path, span))));
        }
    }
    found
}

/// The first literal without a terminator that a pointer is taken of.
struct BareTexts(Option<proc_macro2::Span>);

impl<'ast> Visit<'ast> for BareTexts {
    fn me(&mut self) -> &mut dyn Visit<'ast> {
        self
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let literal = match &*call.receiver {
            Expr::Lit(literal) => ends_with_zero(&literal.lit),
            _ => None,
        };
        if call.method == "as_ptr" && literal == Some(false) {
            self.0.get_or_insert_with(|| call.span());
        }
        visit::visit_expr_method_call(self, call);
    }
}

fn bare_text(table: &str, at: Place) -> Finding {
    Finding {
        class: Class::UnterminatedString,
        severity: Severity::Error,
        message: format!("texts of `{table}` have no terminator, and are pointed to as C strings"),
        location: at,
        peer: None,
        evidence: "a literal ends where it ends, and no zero follows".to_owned(),
        fix: Some("write C string literals: `c\"…\"`".to_owned()),
    }
}

/// Names that stand behind a dot.
fn used_fields(text: &str) -> impl Iterator<Item = &str> {
    let name = |rest: &'_ str| rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    text.split('.').skip(1).map(move |rest| &rest[..name(rest)])
}

/// Fields that are arrays of bytes.
pub(super) fn fixed_fields(items: &Items<'_>, unit: &Unit) -> HashMap<String, FixedField> {
    let bytes = ["[u8;", "[i8;", "[c_char;", "[c_uchar;"];
    let room = ["- 1", "saturating_sub(1)", "split_last"];
    let texts = unit.files.iter().map(|file| file.text.as_str());
    let texts: Vec<&str> = texts.filter(|text| room.iter().any(|word| text.contains(word))).collect();
    let with_room: HashSet<&str> = texts.into_iter().flat_map(used_fields).collect();
    let mut fields = HashMap::new();
    for (owner, item) in &items.structs {
        for (name, _, _) in item.fields.iter().filter(|(_, _, ty)| bytes.iter().any(|b| ty.starts_with(b))) {
            let leaves_room = with_room.contains(name.as_str());
            fields.insert(name.clone(), FixedField { owner: owner.clone(), leaves_room });
        }
    }
    fields
}

//! Text on its way to the other side: whether a terminator stands behind it, whether a NUL may lie
//! in it, whether it is UTF-8.

use proc_macro2::Span;
use syn::Expr;

use super::guards;
use super::places::root_name;
use super::value::{Core, Val, What};
use super::walk::{SiteKind, Walk};
use crate::effects::ResourceKind;
use crate::finding::Place;

/// What writes a zero, or makes text that has one, as it stands in a body's text.
const ZEROES: [&str; 9] =
    ["\\0", "push (0", "= 0 ;", "write (0", "fill (0", "write_bytes", "with_nul", "CString", "c\""];
/// What looks for a NUL, or takes it out.
const NUL_CHECKS: [&str; 7] =
    ["contains (& 0", "contains (& b'\\0'", "contains ('\\0'", "memchr", "position", "until_nul", "retain"];

impl<'u> Walk<'u> {
    /// Whether the body writes a zero somewhere, which may be a terminator.
    fn writes_terminator(&self) -> bool {
        let text = self.text();
        // What only looks for a zero writes none.
        let asks = ["contains (", "find (", "split (", "== ", "!= "];
        let written = |(at, _): (usize, &str)| {
            let head = text[..at].trim_end_matches(['\'', '"', 'b', '&', '*']);
            !asks.iter().any(|ask| head.ends_with(ask))
        };
        text.match_indices("\\0").any(written) || text.contains("push (0")
    }

    fn writes_zero(&self) -> bool {
        ZEROES.iter().any(|mark| self.text().contains(mark))
    }

    /// Whether the body asks where a NUL is, so that text has none, or has one, where it counts.
    pub(super) fn looks_for_nul(&self) -> bool {
        NUL_CHECKS.iter().any(|mark| self.text().contains(mark))
    }

    /// Whether an expression points to the bytes of a `String`: of a variable or of a field.
    pub(super) fn is_bare_text(&self, expr: &Expr, val: &Val) -> bool {
        if self.writes_terminator() {
            return false;
        }
        let owned = matches!(val.what, What::Dead(_, Some(ResourceKind::Vec | ResourceKind::BoxedSlice)));
        if val.bare && (owned || val.contents) {
            return true;
        }
        let Some(Expr::Field(field)) = pointed_to(expr) else { return false };
        let syn::Member::Named(name) = &field.member else { return false };
        let name = name.to_string();
        let fields = self.items.structs.values().filter_map(|owner| owner.field(&name));
        let mut texts = fields.map(|(_, text)| text).peekable();
        texts.peek().is_some() && texts.all(is_text)
    }

    /// A copy of bytes of the caller that got its zero pushed: one among the bytes ends it before.
    pub(super) fn is_ended_by_hand(&self, val: &Val) -> bool {
        let bytes = val.tainted.iter().filter_map(|index| self.effects.params.get(index)).any(|param| {
            matches!(param.holds.as_str(), "u8" | "i8" | "c_uchar" | "[u8]") && !param.pointee.is_empty()
        });
        // A copy of bytes that a value of this side keeps, and that came from wherever they came from.
        let of_field = val.field.as_ref().is_some_and(|name| {
            let mut texts = self.items.structs.values().filter_map(|owner| owner.field(name)).peekable();
            texts.peek().is_some() && texts.all(|(_, text)| is_bytes_field(text))
        });
        matches!(val.what, What::Dead(_, Some(ResourceKind::Vec)))
            && val.contents
            && (bytes || of_field)
            && !val.nul_free
            && self.items.ends_text
            && !self.bodies.iter().any(|body| {
                let text = quote::quote!(#body).to_string();
                let looks = || NUL_CHECKS.iter().any(|mark| text.contains(mark)) || text.contains("== 0");
                (text.contains("push (0") || text.contains("as_ptr")) && looks()
            })
    }

    /// Text leaves the exported function as a pointer to bytes of which nobody knows the end.
    pub(super) fn bare_returned(&mut self, val: &Val, at: &Place) {
        let given_away = |val: &Val| match &val.what {
            What::Raw(resource) => matches!(resource.kind, ResourceKind::Vec | ResourceKind::BoxedSlice),
            What::Dead(name, Some(_)) => self.forgotten.contains(name),
            // Text of a handle, of which nobody ends any.
            What::Behind(_) | What::Static | What::Unknown => val.contents && !self.items.ends_text,
            _ => false,
        };
        let all = std::iter::once(val).chain(val.others.iter().map(|(val, _)| val));
        let bare: Vec<Place> = all
            .filter(|val| val.bare && given_away(val))
            .map(|val| val.at.as_ref().unwrap_or(at).clone())
            .collect();
        if !bare.is_empty() && !self.writes_terminator() {
            self.effects.bare_returns.extend(bare);
        }
    }

    /// Text is copied behind a parameter that is declared as a C string, without a zero.
    pub(super) fn copied_text(&mut self, from: &Val, to: &Val, span: Span) {
        let is_text = from.bare || matches!(from.what, What::Text { terminated: false });
        let Some(param) = to.behind().filter(|_| is_text && to.field.is_none()) else { return };
        let declared = self.effects.params.get(param).map(|param| param.pointee.as_str());
        if matches!(declared, Some("c_char" | "i8" | "u8" | "c_schar" | "c_uchar")) && !self.writes_zero() {
            let at = self.at(span);
            self.effects.bare_writes.push((param, at));
        }
    }

    /// A literal without a terminator becomes a field that is a C string.
    pub(super) fn text_in_field(&mut self, owner: &str, name: &str, val: &Val, span: Span) {
        let declared = self.items.structs.get(owner).and_then(|owner| owner.field(name));
        let is_c_string =
            declared.is_some_and(|(_, text)| text.starts_with("*const") && text.ends_with("c_char"));
        let bare = matches!(val.what, What::Text { terminated: false }) || val.bare && val.contents;
        // A length that goes along makes a terminator unnecessary.
        let counted = self.items.structs.get(owner).is_some_and(|owner| {
            let is_count = |name: &str| ["len", "size", "count"].iter().any(|word| name.contains(word));
            owner.fields.iter().any(|(name, core, _)| core.integer_bits().is_some() && is_count(name))
        });
        if is_c_string && bare && !counted && !self.writes_terminator() {
            let why = "the text has no terminator, and the field is a C string";
            self.site(SiteKind::UnterminatedField, span, why, true);
        }
    }

    /// `CStr::from_ptr` of what came with a length.
    pub(super) fn text_of_slice(&mut self, val: &Val, span: Span) {
        let of_slice = val.contents && val.behind().is_some() && val.field.is_none() && !val.nul_free;
        if of_slice && !val.bare && !self.looks_for_nul() && !self.writes_zero() {
            let why = "the bytes came with a length, and nothing says that a terminator follows";
            self.site(SiteKind::Unterminated, span, why, true);
        }
    }

    /// `from_vec_with_nul`, `from_bytes_with_nul` and their unchecked kin, of bytes that this
    /// library ended with a zero itself.
    pub(super) fn with_nul(&mut self, function: &str, bytes: &Val, exprs: &[&Expr], span: Span) -> Val {
        let names = exprs.first().map(|expr| guards::names(expr)).unwrap_or_default();
        let looked = names.iter().any(|name| self.looked.contains(name)) || self.looks_for_nul();
        let doubtful = bytes.is_tainted() && !bytes.nul_free && !looked && self.writes_terminator();
        let text = What::Local(ResourceKind::CString);
        if doubtful && self.is_bytes(bytes) {
            if !function.ends_with("unchecked") {
                return bytes.copied(What::MaybeCString);
            }
            self.site(SiteKind::CutShort, span, "bytes of the caller may hold a NUL", true);
        }
        bytes.copied(text)
    }

    /// `format!`: text that numbers or bytes of the caller decide, where they stand in it.
    pub(super) fn formatted(&mut self, mac: &'u syn::Macro) -> Val {
        let mut names = Self::macro_names(mac);
        names.extend(captured(mac));
        let parts: Vec<&Val> = names
            .iter()
            .filter_map(|name| self.lookup(name))
            .filter(|val| !val.ty.as_ref().is_some_and(super::value::Core::is_scalar))
            .collect();
        let all = Val::made_of(parts.iter().copied());
        Val {
            tainted: all.tainted,
            nul_free: are_numbers(mac) || parts.iter().all(|part| part.nul_free || !part.is_tainted()),
            bare: true,
            ..Val::new(What::Local(ResourceKind::Vec))
        }
    }

    /// `from_utf8` and `from_utf8_unchecked`.
    pub(super) fn made_text(&mut self, function: &str, bytes: Val, exprs: &[&Expr], span: Span) -> Val {
        let text = Core { name: "str".to_owned(), depth: 1 };
        let given = exprs.first();
        if function == "from_utf8" {
            // Up to there it was found to be UTF-8.
            if given.is_some_and(|expr| quote::quote!(#expr).to_string().contains("valid_up_to")) {
                return Val { bits: Some(0), ..bytes.typed(Some(text)) };
            }
            let what = What::Utf8(Box::new(bytes.what.clone()));
            // Of a `Vec` a `String` is made, and of bytes a view of them.
            let lent = bytes.ty.as_ref().is_some_and(|ty| ty.depth > 0);
            return Val { ty: if lent { Some(text) } else { bytes.ty.clone() }, ..bytes.with(what) };
        }
        let looked = |expr: &&Expr| guards::names(expr).iter().any(|name| self.sifted.contains(name));
        let looked = given.is_some_and(looked);
        if let Some(expr) = given.filter(|_| !looked) {
            self.foreign_text(expr, &bytes, span);
        }
        if bytes.is_tainted() && !looked {
            self.unchecked_text(span);
        }
        bytes
    }

    /// Bytes become text by a cast or `transmute`.
    pub(super) fn taken_for_text(&mut self, bytes: &Val, span: Span) {
        let is_slice = bytes.ty.as_ref().is_some_and(|ty| ty.name.starts_with('[') || ty.name == "u8");
        if bytes.is_tainted() && bytes.behind().is_some() && is_slice {
            self.unchecked_text(span);
        }
    }

    /// Nothing panics there that could be caught.
    fn unchecked_text(&mut self, span: Span) {
        let caught = std::mem::take(&mut self.caught);
        self.site(SiteKind::Utf8, span, "bytes of the caller are taken for UTF-8 unchecked", true);
        self.caught = caught;
    }

    /// Bytes of the other side become text unchecked.
    pub(super) fn foreign_text(&mut self, expr: &Expr, val: &Val, span: Span) {
        let filled = || guards::names(expr).iter().find_map(|name| self.filled.get(name).cloned());
        if let Some(symbol) = val.foreign.clone().or_else(filled) {
            let at = self.at(span);
            self.foreign_texts.push((symbol, at));
        }
    }
}

/// `&bytes[..SIZE]`: a part whose length is written down, as of a field of a format.
pub(super) fn is_fixed_part(expr: &Expr) -> bool {
    let Expr::Reference(reference) = expr else { return false };
    let Expr::Index(index) = &*reference.expr else { return false };
    let Expr::Range(range) = &*index.index else { return false };
    range.end.as_ref().is_some_and(|end| match &**end {
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| {
            last.ident.to_string().chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        }),
        other => super::unit::number(other).is_some(),
    })
}

/// Whether a type is text without a terminator.
pub(super) fn is_text(ty: &str) -> bool {
    matches!(ty, "String" | "&'staticstr" | "&str" | "Box<str>" | "Arc<str>" | "Rc<str>")
}

/// Whether a field's type is bytes.
fn is_bytes_field(ty: &str) -> bool {
    ty == "Vec<u8>" || ty == "Box<[u8]>" || ty.starts_with('&') && ty.ends_with("[u8]")
}

/// Whether every part of a format text is written as a number: `{:x}` and its kin.
fn are_numbers(mac: &syn::Macro) -> bool {
    let first = mac.tokens.clone().into_iter().next().map(|token| token.to_string()).unwrap_or_default();
    let mut parts = first.split('{').skip(1).peekable();
    parts.peek().is_some()
        && parts.all(|part| {
            let spec = part.split('}').next().and_then(|part| part.split_once(':'));
            spec.is_some_and(|(_, spec)| spec.ends_with(['x', 'X', 'b', 'o', 'e']))
        })
}

/// Names that a format text refers to: `{name}` and `{name:…}`.
pub(super) fn captured(mac: &syn::Macro) -> Vec<String> {
    let first = mac.tokens.clone().into_iter().next().map(|token| token.to_string()).unwrap_or_default();
    let mut names = Vec::new();
    for part in first.split('{').skip(1) {
        let name = part.split(['}', ':']).next().unwrap_or_default();
        if name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            names.push(name.to_owned());
        }
    }
    names
}

/// What `owner.as_ptr()` points into, through casts.
fn pointed_to(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::MethodCall(call) if call.method == "cast" => pointed_to(&call.receiver),
        Expr::MethodCall(call) if call.method == "as_ptr" => match &*call.receiver {
            Expr::MethodCall(inner) if inner.method == "as_bytes" || inner.method == "as_str" => {
                Some(&inner.receiver)
            }
            other => Some(other),
        },
        Expr::Cast(e) => pointed_to(&e.expr),
        Expr::Paren(e) => pointed_to(&e.expr),
        _ => None,
    }
}

/// The variable whose memory is given to be written to: `buffer.as_mut_ptr()`, `&mut buffer`.
pub(super) fn filled_name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::MethodCall(call) if call.method == "cast" => filled_name(&call.receiver),
        Expr::MethodCall(call) if call.method == "as_mut_ptr" => root_name(&call.receiver),
        Expr::Cast(e) => filled_name(&e.expr),
        Expr::Paren(e) => filled_name(&e.expr),
        Expr::Reference(e) if e.mutability.is_some() => root_name(&e.expr),
        Expr::RawAddr(e) => root_name(&e.expr),
        _ => None,
    }
}

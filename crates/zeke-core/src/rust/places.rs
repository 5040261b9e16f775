//! Expressions that name or reach a place: paths, fields, indexes, references, dereferences,
//! casts and arithmetic.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, UnOp};

use super::guards;
use super::unit::number;
use super::value::{Core, Params, Val, What};
use super::walk::{SiteKind, Walk};
use crate::effects::{Change, Slot};

impl<'u> Walk<'u> {
    pub(super) fn path(&mut self, e: &'u syn::ExprPath) -> Val {
        let text = super::unit::last_ident(&e.path);
        if let Some(val) = self.lookup(&text) {
            return val.clone();
        }
        let text_of = self.items.texts.get(&text).map(|terminated| What::Text { terminated: *terminated });
        if self.items.statics.contains_key(&text) {
            let at = self.at(e.span());
            self.statics.push((text.clone(), at));
            return Val { field: Some(text), ..Val::new(text_of.unwrap_or(What::Static)) };
        }
        text_of.map_or_else(Val::default, Val::new)
    }

    /// `&value`: a reference to a local dies with the function, one behind a parameter does not.
    pub(super) fn reference(&mut self, inner: &'u Expr) -> Val {
        if let Expr::Unary(unary) = inner
            && matches!(unary.op, UnOp::Deref(_))
        {
            // `&*pointer` is the pointer as a reference.
            let val = self.eval(&unary.expr);
            self.reached(&val, inner.span());
            return match val.behind() {
                Some(index) => val.with(What::Behind(index)),
                None => val,
            };
        }
        let val = self.eval(inner);
        let ty = val.ty.as_ref().map(Core::referenced);
        let local = root_name(inner);
        match (&val.what, local) {
            (What::Unknown, Some(name))
                if val.holds.is_empty() && self.is_local(&name) && !self.is_reference(&name) =>
            {
                Val { what: What::Dead(name, None), ty, ..val }
            }
            (What::Param(index), Some(name)) if val.holds.is_empty() && val.field.is_none() => {
                let dead = Val::new(What::Dead(name, None));
                Val { tainted: Params::one(*index), ty, ..dead }
            }
            _ => val.typed(ty),
        }
    }

    /// Whether a name is a reference, so that what it refers to stands elsewhere.
    fn is_reference(&self, name: &str) -> bool {
        self.lookup(name)
            .is_some_and(|val| val.ty.as_ref().is_some_and(|ty| ty.depth > 0 && ty.name.starts_with('[')))
    }

    fn is_local(&self, name: &str) -> bool {
        self.env.iter().any(|(known, _)| known == name)
    }

    pub(super) fn unary(&mut self, e: &'u syn::ExprUnary) -> Val {
        let val = self.eval(&e.expr);
        if !matches!(e.op, UnOp::Deref(_)) {
            return val.copied(What::Unknown);
        }
        self.reached(&val, e.span());
        if root_name(&e.expr).is_some_and(|name| self.dangling.contains(&name)) {
            self.site(SiteKind::UseAfterFree, e.span(), "its memory was freed before", true);
        }
        self.dereferenced(val)
    }

    fn dereferenced(&self, val: Val) -> Val {
        let ty = val.ty.as_ref().map(Core::behind);
        match val.behind() {
            Some(_) if ty.as_ref().is_some_and(Core::is_scalar) => scalar(&val, ty),
            // A copy of a struct of numbers refers to nothing.
            Some(index) if ty.as_ref().is_some_and(|ty| ty.depth == 0 && self.items.is_plain_struct(ty)) => {
                Val { holds: Params::NONE, ..val.with(What::Behind(index)).typed(ty) }
            }
            Some(index) => val.with(What::Behind(index)).typed(ty),
            None => val.typed(ty),
        }
    }

    pub(super) fn field(&mut self, e: &'u syn::ExprField) -> Val {
        let base = self.eval(&e.base);
        let member = match &e.member {
            syn::Member::Named(name) => name.to_string(),
            syn::Member::Unnamed(index) => index.index.to_string(),
        };
        let owner = base.ty.as_ref().and_then(|ty| self.items.structs.get(&ty.name));
        let known = owner.and_then(|owner| owner.field(&member));
        let ty = known.map(|(core, _)| core.clone());
        if ty.as_ref().is_some_and(Core::is_scalar) {
            return scalar(&base, ty);
        }
        // What a handle keeps for others to call, and to be called with, is not its own memory.
        let base = if known.is_some_and(|(_, text)| self.items.is_of_others(text)) {
            Val { holds: Params::NONE, ..base }
        } else {
            base
        };
        let is_bare = match known {
            Some((_, text)) => super::text::is_text(text),
            None => base.ty.is_none() && self.items.is_text_everywhere(&member),
        };
        let slot =
            known.and(base.ty.as_ref()).map(|ty| Slot { owner: ty.name.clone(), name: member.clone() });
        let base = Val { bare: is_bare, slot, contents: false, ..base };
        let field = base.field.clone().or(Some(member));
        match base.what {
            What::Behind(_) | What::Param(_) => Val { ty, field, ..base },
            What::Static => base.typed(ty),
            _ => Val { ty, ..base.with(What::Unknown) },
        }
    }

    pub(super) fn index(&mut self, e: &'u syn::ExprIndex) -> Val {
        let base = self.eval(&e.expr);
        let index = self.eval(&e.index);
        let is_range = matches!(&*e.index, Expr::Range(_));
        let is_full = matches!(&*e.index, Expr::Range(range) if range.start.is_none() && range.end.is_none());
        let fits = self.is_of_same_counts(&base, &index);
        let checked = || fits || self.is_checked(&e.index, &index) || self.is_bounded(&e.expr, &base, &index);
        if matches!(&*e.index, Expr::Reference(_)) {
            self.indexed_map(&base, &index, &e.index, e.span());
        } else if self.is_direct(&index) && !is_full && !checked() {
            self.site(SiteKind::Panic, e.span(), "an index that the caller decides", true);
        } else if (number(&e.index).is_some() || ends_at_number(&e.index))
            && self.is_of_callers_length(&e.expr, &base)
        {
            let why = "the caller decides the length, which may be too small for this index";
            self.site(SiteKind::Panic, e.span(), why, true);
        } else if self.ends_at_other_length(&e.expr, &e.index) && self.is_of_callers_length(&e.expr, &base) {
            let why = "the caller decides the length, which may be smaller than what is put there";
            self.site(SiteKind::Panic, e.span(), why, true);
        } else if self.is_past_end(&e.expr, &e.index, &base) {
            let why = "the loop runs up to the length and includes it";
            self.site(SiteKind::Panic, e.span(), why, true);
        } else if is_range && !is_full && self.cuts_text(&base, &e.index, &index) {
            let why = "the caller decides where its text is cut, which may be within a character";
            self.site(SiteKind::Panic, e.span(), why, true);
        }
        if is_range {
            return base;
        }
        let element = base.ty.as_ref().and_then(Core::element);
        if element.as_ref().is_some_and(Core::is_scalar) {
            scalar(&base, element)
        } else {
            base.typed(element)
        }
    }

    /// `map[&key]` panics for a key that is not there.
    fn indexed_map(&mut self, map: &Val, key: &Val, expr: &Expr, span: Span) {
        let is_map = map
            .ty
            .as_ref()
            .is_some_and(|ty| ty.name.starts_with("HashMap<") || ty.name.starts_with("BTreeMap<"));
        if is_map
            && self.is_direct(key)
            && !self.is_checked(expr, key)
            && !self.text().contains("contains_key")
        {
            self.site(
                SiteKind::Panic,
                span,
                "a key that the caller decides, and that need not be there",
                true,
            );
        }
    }

    /// `buffer[..text.len()]`: whether a range ends at the length of something else that nobody has looked at.
    fn ends_at_other_length(&self, slice: &Expr, range: &Expr) -> bool {
        let Expr::Range(range) = range else { return false };
        let Some(Expr::MethodCall(end)) = range.end.as_deref() else { return false };
        let names = guards::names(&end.receiver);
        let own = guards::names(slice);
        end.method == "len" && !names.iter().any(|name| own.contains(name) || self.checked.contains(name))
    }

    /// Whether an index is a loop's variable that reaches the length of a slice of the caller.
    fn is_past_end(&self, slice: &Expr, index: &Expr, base: &Val) -> bool {
        let name = root_name(index).filter(|_| matches!(index, Expr::Path(_)));
        name.is_some_and(|name| self.past_end.contains(&name)) && self.is_of_callers_length(slice, base)
    }

    /// Whether text of the caller is cut at a number that the caller chose, and nobody asked whether a character
    /// begins there.
    fn cuts_text(&self, text: &Val, range: &Expr, bounds: &Val) -> bool {
        let is_text = text.ty.as_ref().is_some_and(|ty| ty.name == "str" || ty.name == "String");
        let asks = ["char_boundary", "is_ascii", "char_indices"];
        let numbers = self.count_params(bounds.tainted.without(text.tainted));
        is_text
            && self.is_direct(text)
            && (!numbers.is_empty() && !bounds.place || self.is_cut_at_number(range))
            && !self.bodies.iter().any(|body| {
                let body = quote::quote!(#body).to_string();
                asks.iter().any(|call| body.contains(call))
            })
    }

    /// Whether a range ends, or begins, at a number that is written down. What a text was seen to begin with may
    /// be left out.
    fn is_cut_at_number(&self, range: &Expr) -> bool {
        let Expr::Range(range) = range else { return false };
        let written = |end: &Option<Box<Expr>>| {
            end.as_ref().and_then(|end| number(end)).is_some_and(|number| number > 0)
        };
        let begins = || {
            self.bodies.last().is_some_and(|body| {
                let body = quote::quote!(#body).to_string();
                ["starts_with", "strip_prefix", "find (", "=="].iter().any(|call| body.contains(call))
            })
        };
        written(&range.end) || range.end.is_none() && written(&range.start) && !begins()
    }

    /// Whether an index cannot be too large for what it is used on.
    fn is_bounded(&self, base: &Expr, array: &Val, index: &Val) -> bool {
        match index.bits {
            _ if index.place => true,
            Some(0) => true,
            Some(bits) => {
                let name = root_name(behind(base)).unwrap_or_default();
                let local = self.arrays.get(&name).copied().flatten();
                let local = local.or_else(|| self.led_to.get(&name).copied());
                let declared = array.ty.as_ref().and_then(|ty| {
                    let (_, length) = ty.name.strip_prefix('[')?.strip_suffix(']')?.rsplit_once(';')?;
                    number(&syn::parse_str(length).ok()?)
                });
                let length = local.or_else(|| self.items.lengths.get(&name).copied()).or(declared);
                length.is_some_and(|length| 1_u64.checked_shl(bits).is_some_and(|values| values <= length))
            }
            None => false,
        }
    }

    /// Whether a position is made of the counts that a length was made of, and is taken to fit.
    pub(super) fn is_of_same_counts(&self, base: &Val, position: &Val) -> bool {
        matches!(base.what, What::Behind(_) | What::Local(_))
            && position.tainted.without(base.tainted).is_empty()
            && self.count_params(position.tainted) == position.tainted
    }

    /// Whether a number is written down, or is a constant of the unit, other than nothing.
    pub(super) fn is_fixed(&self, expr: &Expr) -> bool {
        let named = |name: &syn::Ident| {
            let name = name.to_string();
            self.items.numbers.get(&name).copied().or_else(|| {
                let is_constant = !name.contains(char::is_lowercase) && self.lookup(&name).is_none();
                is_constant.then_some(1)
            })
        };
        let known = match expr {
            Expr::Path(path) => path.path.segments.last().and_then(|last| named(&last.ident)),
            other => number(other),
        };
        known.is_some_and(|number| number > 0)
    }

    /// Whether the caller gave the length of a slice, and nobody has looked at it.
    pub(super) fn is_of_callers_length(&self, expr: &Expr, base: &Val) -> bool {
        let is_slice = base.ty.as_ref().is_some_and(|ty| ty.name.starts_with('[') && !ty.name.contains(';'));
        let counts = self.count_params(base.tainted);
        matches!(expr, Expr::Path(_) | Expr::Call(_))
            && is_slice
            && base.bits != Some(0)
            && matches!(base.what, What::Behind(_))
            && !counts.is_empty()
            && counts.without(self.checked_params) == counts
            && !guards::names(expr).iter().any(|name| self.checked.contains(name))
    }

    /// Of some parameters, those that are numbers.
    pub(super) fn count_params(&self, params: Params) -> Params {
        let is_count = |index: &usize| {
            let holds = self.effects.params.get(*index).map(|p| (p.pointee.is_empty(), p.holds.as_str()));
            holds.is_some_and(|(plain, name)| {
                plain && Core { name: name.to_owned(), depth: 0 }.integer_bits().is_some()
            })
        };
        params.iter().filter(is_count).fold(Params::NONE, |all, index| all.and(Params::one(index)))
    }

    pub(super) fn cast(&mut self, e: &'u syn::ExprCast) -> Val {
        let val = self.eval(&e.expr);
        let core = Core::of(&e.ty);
        let to = self.named(super::unit::pointee(&e.ty));
        if to == "str" {
            self.taken_for_text(&val, e.span());
        }
        if !to.is_empty() && to != "_" {
            self.enum_behind(&to, &val, e.span());
            return Val { cast: Some(to), ty: Some(core), ..val };
        }
        let known = |ty: &Core| {
            if ty.name == "bool" { Some(1) } else { ty.integer_bits().filter(|bits| *bits < 32) }
        };
        // The number of a variant is one of its own few.
        let variant = val.ty.as_ref().is_some_and(|ty| self.items.enums.contains_key(&ty.name));
        let had = if variant { Some(0) } else { val.bits.or_else(|| val.ty.as_ref().and_then(known)) };
        let bits = had.into_iter().chain(known(&core)).min();
        let ty = if core.name == "_" { val.ty.clone() } else { Some(core) };
        Val { ty, bits, ..val }
    }

    pub(super) fn binary(&mut self, e: &'u syn::ExprBinary) -> Val {
        let left = self.eval(&e.left);
        // What stands behind `&&` is reached where what stands before it holds.
        let looked = is_comparison(&e.op).then(|| self.check(guards::names(&e.left)));
        let right = self.eval(&e.right);
        if let Some(looked) = looked {
            self.uncheck(looked);
        }
        let divides =
            matches!(e.op, BinOp::Div(_) | BinOp::Rem(_) | BinOp::DivAssign(_) | BinOp::RemAssign(_));
        if divides && self.may_be_zero(&e.right, &right) {
            self.site(SiteKind::Panic, e.span(), "a division by what the caller decides", true);
        }
        if is_assignment(&e.op) {
            let target = self.target(&e.left);
            if !matches!(*e.left, Expr::Path(_)) {
                let at = self.at(e.span());
                self.mutated(&target, at);
            }
        }
        if is_assignment(&e.op) || is_comparison(&e.op) {
            return Val::default();
        }
        let bits = match e.op {
            BinOp::BitAnd(_) => {
                number(&e.right).or_else(|| number(&e.left)).map(|mask| 64 - mask.leading_zeros())
            }
            // By what is not a number, it is by a length.
            BinOp::Rem(_) => Some(number(&e.right).map_or(0, |by| 64 - by.saturating_sub(1).leading_zeros())),
            BinOp::BitXor(_) | BinOp::BitOr(_) => {
                left.bits.zip(right.bits).map(|(left, right)| left.max(right))
            }
            BinOp::Shr(_) => {
                let width = left.bits.or_else(|| left.ty.as_ref().and_then(Core::integer_bits));
                let by = number(&e.right).and_then(|by| u32::try_from(by).ok());
                width.zip(by).map(|(width, by)| width.saturating_sub(by))
            }
            _ => None,
        };
        let ty = left.ty.clone().filter(Core::is_scalar).or_else(|| right.ty.clone().filter(Core::is_scalar));
        // Numbers of few bits stay such.
        let narrow = |ty: &Core| ty.integer_bits().filter(|bits| *bits < 32 && ty.name.starts_with('u'));
        let shifts = matches!(e.op, BinOp::Shl(_) | BinOp::Shr(_));
        let bits = bits.or_else(|| ty.as_ref().filter(|_| !shifts).and_then(narrow));
        // What lies beside a position is taken to have been looked at.
        let place = matches!(e.op, BinOp::Add(_) | BinOp::Sub(_)) && (left.place || right.place);
        Val { holds: Params::NONE, bits, ty, place, ..Val::made_of([&left, &right]) }
    }

    /// Whether a divisor is an integer of the caller that nobody has looked at.
    pub(super) fn may_be_zero(&self, divisor: &Expr, val: &Val) -> bool {
        let is_integer = val.ty.as_ref().is_some_and(|ty| ty.integer_bits().is_some());
        let checked = match member(divisor) {
            // Of a field it must have been asked whether it is zero, wherever that was.
            Some(field) => self.bodies.iter().any(|body| guards::compares_zero(body, &field)),
            None => self.is_checked(divisor, val),
        };
        self.is_direct(val) && is_integer && is_plain(divisor) && !checked
    }

    pub(super) fn is_checked(&self, expr: &Expr, val: &Val) -> bool {
        let names = guards::names(expr);
        names.iter().any(|name| self.checked.contains(name))
            || val.is_tainted() && val.tainted.without(self.checked_params).is_empty()
    }

    /// Something behind a parameter changes.
    pub(super) fn changed(&mut self, place: &Val, drops: bool) {
        if let Some(param) = place.behind() {
            let change = Change { param, field: place.field.clone(), drops };
            if !self.effects.changes.contains(&change) {
                self.effects.changes.push(change);
            }
        }
    }

    /// Whether a name is a local array.
    pub(super) fn is_array(&self, name: &str) -> bool {
        self.arrays.contains_key(name)
    }

    /// Counts names as looked at; gives what must be forgotten again where that ends.
    pub(super) fn check(&mut self, names: Vec<String>) -> (Vec<String>, Params) {
        let before = self.checked_params;
        let asked: Vec<String> =
            names.iter().filter_map(|name| self.asks.get(name)).flatten().cloned().collect();
        let names: Vec<String> = names.into_iter().chain(asked).collect();
        for name in &names {
            let pointer =
                |val: &Val| val.ty.as_ref().is_some_and(|ty| ty.depth > 0 && !ty.name.starts_with('['));
            if let Some(val) = self.lookup(name)
                && !pointer(val)
            {
                self.checked_params = self.checked_params.and(val.tainted);
            }
        }
        let added = names.into_iter().filter(|name| self.checked.insert(name.clone())).collect();
        (added, before)
    }

    /// Counts the names of a condition as looked at.
    pub(super) fn look(&mut self, condition: &Expr) -> (Vec<String>, Params) {
        self.looked.extend(guards::names_beyond_null(condition));
        self.sifted.extend(guards::names_sifted(condition));
        self.check(guards::bounds(condition))
    }

    pub(super) fn uncheck(&mut self, (names, params): (Vec<String>, Params)) {
        for name in &names {
            self.checked.remove(name);
        }
        self.checked_params = params;
    }

    /// What an assignment is made to.
    pub(super) fn target(&mut self, left: &'u Expr) -> Val {
        match left {
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                let val = self.eval(&unary.expr);
                self.reached(&val, left.span());
                match val.behind() {
                    Some(index) => {
                        let ty = val.ty.as_ref().map(Core::behind);
                        val.with(What::Behind(index)).typed(ty)
                    }
                    None => val,
                }
            }
            Expr::Paren(inner) => self.target(&inner.expr),
            Expr::Index(index) => {
                self.eval(left);
                match &*index.expr {
                    Expr::Path(_) => self.eval(&index.expr),
                    _ => Val::default(),
                }
            }
            Expr::Field(field) => {
                let base = self.eval(&field.base);
                let member = match &field.member {
                    syn::Member::Named(name) => name.to_string(),
                    syn::Member::Unnamed(index) => index.index.to_string(),
                };
                let owner = base.ty.as_ref().and_then(|ty| self.items.structs.get(&ty.name));
                let ty = owner.and_then(|owner| owner.field(&member)).map(|(core, _)| core.clone());
                Val { field: base.field.clone().or(Some(member)), ty, ..base }
            }
            _ => self.eval(left),
        }
    }

    /// Where a pointer is null, this panics.
    pub(super) fn null_panics(&mut self, param: usize, span: Span) {
        self.site(SiteKind::Null(param), span, "a null pointer panics here", true);
    }
}

/// A plain value that was read from somewhere: it refers to nothing, but somebody decided it.
fn scalar(from: &Val, ty: Option<Core>) -> Val {
    let bits = ty.as_ref().and_then(Core::integer_bits).filter(|bits| *bits < 32);
    Val { ty, bits, ..from.copied(What::Unknown) }
}

/// The variable that an expression is, or begins with.
pub(super) fn root_name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => path
            .path
            .get_ident()
            .map(ToString::to_string)
            .or_else(|| Some(path.path.segments.last()?.ident.to_string())),
        Expr::Index(index) => root_name(&index.expr),
        Expr::Paren(inner) => root_name(&inner.expr),
        _ => None,
    }
}

/// A name, perhaps converted: what else is done to a divisor may keep it from being zero.
fn is_plain(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) => true,
        Expr::Field(e) => is_plain(&e.base),
        Expr::Paren(e) => is_plain(&e.expr),
        Expr::Cast(e) => is_plain(&e.expr),
        Expr::Unary(e) => matches!(e.op, UnOp::Deref(_)) && is_plain(&e.expr),
        Expr::Call(e) => {
            e.args.len() == 1
                && is_plain(&e.args[0])
                && matches!(&*e.func, Expr::Path(path) if path.path.segments.last().is_some_and(|s| s.ident == "from"))
        }
        _ => false,
    }
}

/// What stands behind dereferences and references.
fn behind(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(e) => behind(&e.expr),
        Expr::Unary(e) => behind(&e.expr),
        Expr::Reference(e) => behind(&e.expr),
        Expr::RawAddr(e) => behind(&e.expr),
        other => other,
    }
}

/// `..4`: whether a range ends at a number that is written down, other than nothing.
fn ends_at_number(range: &Expr) -> bool {
    let Expr::Range(range) = range else { return false };
    range.end.as_ref().and_then(|end| number(end)).is_some_and(|end| end > 0)
}

/// The field that a divisor is, perhaps converted.
fn member(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Field(e) => match &e.member {
            syn::Member::Named(name) => Some(name.to_string()),
            syn::Member::Unnamed(_) => None,
        },
        Expr::Paren(e) => member(&e.expr),
        Expr::Cast(e) => member(&e.expr),
        Expr::Call(e) if e.args.len() == 1 => member(&e.args[0]),
        _ => None,
    }
}

fn is_assignment(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_)
    )
}

fn is_comparison(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::And(_)
            | BinOp::Or(_)
            | BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_)
    )
}

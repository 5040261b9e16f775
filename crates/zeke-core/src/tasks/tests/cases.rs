//! Which tests a function gets.

use ghost_abi::model::{Type, TypeKind};
use serde::Serialize;

use super::super::contract::guards::{Literal, OnNull};
use super::super::contract::words::{has_word, words};
use super::super::contract::{Gives, Role};
use super::plan::{Arg, Call, Plan};

/// A test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Case {
    /// Its name, which no other test of the file has.
    pub name: String,
    /// Where it comes from.
    pub kind: Kind,
    /// What it says.
    #[serde(skip)]
    pub property: Property,
}

/// Where a test comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The declaration or the body says so.
    Promised,
    /// It was seen to hold when the test was written.
    Observed,
}

/// What a test says of the function `symbol`.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is said by the name of the test that `cases` gives it")]
pub enum Property {
    Null { symbol: String, param: usize, expected: Expected },
    Above { symbol: String, param: usize, value: i128, expected: Expected },
    Within { symbol: String, param: usize, value: i128, refused: Expected },
    Ends { handle: usize },
    NullEnds { symbol: String },
    Lengths { symbol: String, lengths: Vec<usize>, zero: bool },
    Same { symbol: String },
    Reads { symbol: String, param: usize },
    Writes { symbol: String, param: usize },
    IsLength { symbol: String },
    CallsLength { symbol: String },
    Empty { symbol: String },
    NoGrowth { symbol: String },
    Limits { symbol: String, param: usize, values: Vec<i128> },
    Keeps { set: String, get: String, values: Vec<i128> },
    Begins { handle: usize, get: String, values: Vec<i128> },
}

/// Whether a test calls `symbol` in order to look at it.
pub(super) fn uses(property: &Property, symbol: &str) -> bool {
    match property {
        Property::Null { symbol: own, .. }
        | Property::Above { symbol: own, .. }
        | Property::Within { symbol: own, .. }
        | Property::Lengths { symbol: own, .. }
        | Property::Same { symbol: own }
        | Property::Reads { symbol: own, .. }
        | Property::Writes { symbol: own, .. }
        | Property::IsLength { symbol: own }
        | Property::CallsLength { symbol: own }
        | Property::Empty { symbol: own }
        | Property::NoGrowth { symbol: own }
        | Property::Limits { symbol: own, .. } => own == symbol,
        Property::Keeps { set, get, .. } => set == symbol || get == symbol,
        Property::Begins { get, .. } => get == symbol,
        Property::Ends { .. } | Property::NullEnds { .. } => false,
    }
}

/// What must come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Anything: the call comes back at all.
    Anything,
    /// A null pointer.
    Null,
    /// This number, truth value or enumeration's value.
    Number(i128),
}

/// Every test that may be written, in the order of functions.
pub(super) fn cases(plan: &Plan<'_>) -> Vec<Case> {
    let mut out = Vec::new();
    for (nth, handle) in plan.contracts.handles.iter().enumerate() {
        if plan.makers.contains_key(&nth) {
            let name = format!("{}: what is made is ended without a leak", handle.name);
            out.push(Case { name, kind: Kind::Promised, property: Property::Ends { handle: nth } });
        }
    }
    for call in &plan.calls {
        if matches!(call.contract.role, Role::Destroys(_) | Role::ReleasesText) {
            if call.contract.guards.first().is_some_and(|g| g.null == OnNull::Returns(Literal::Void))
                && call.may_be_null(plan.interface(), 0)
            {
                let symbol = call.symbol().to_owned();
                let name = format!("{symbol}: null is allowed");
                out.push(Case { name, kind: Kind::Promised, property: Property::NullEnds { symbol } });
            }
            continue;
        }
        promised(plan, call, &mut out);
        observed(plan, call, &mut out);
    }
    out.extend(round_trips(plan));
    out
}

fn promised(plan: &Plan<'_>, call: &Call<'_>, out: &mut Vec<Case>) {
    let symbol = call.symbol();
    let mut add =
        |name: String, kind, property| out.push(Case { name: format!("{symbol}: {name}"), kind, property });
    for (nth, guard) in call.contract.guards.iter().enumerate() {
        let param = call.contract.param_name(nth);
        let own = || symbol.to_owned();
        if guard.null.is_shown()
            && call.may_be_null(plan.interface(), nth)
            && !matches!(call.args[nth], Arg::Context)
        {
            let expected = match &guard.null {
                OnNull::Returns(literal) => expected(plan, call, literal),
                _ => Some(Expected::Anything),
            };
            if let Some(expected) = expected {
                let words = said(&expected);
                let property = Property::Null { symbol: own(), param: nth, expected: expected.clone() };
                add(format!("null for `{param}` {words}"), Kind::Promised, property);
                if expected == Expected::Anything
                    && let Some(refused) = refusal(plan, call)
                {
                    let words = said(&refused);
                    let property = Property::Null { symbol: own(), param: nth, expected: refused };
                    add(format!("null for `{param}` {words}"), Kind::Observed, property);
                }
            }
        }
        if let Some((limit, literal)) = &guard.above
            && let Arg::Int { bits, signed, .. } = call.args[nth]
            && *limit < max(signed, bits)
            && let Some(expected) = expected(plan, call, literal)
        {
            let (words, value) = (said(&expected), limit + 1);
            let refused = expected.clone();
            let property = Property::Above { symbol: own(), param: nth, value, expected };
            add(format!("`{param}` above {limit} {words}"), Kind::Promised, property);
            let property = Property::Within { symbol: own(), param: nth, value: *limit, refused };
            add(format!("`{param}` of {limit} is taken"), Kind::Observed, property);
        }
    }
    if call.has_length() {
        let (lengths, words, kind) = if call.says_sizes() {
            (vec![1, 2, 3, 17, 64, 1000], "1, 2, 3, 17, 64 and 1000", Kind::Promised)
        } else {
            (vec![1, 2, 3, 9], "1, 2, 3 and 9", Kind::Observed)
        };
        let property = Property::Lengths { symbol: symbol.to_owned(), lengths, zero: false };
        add(format!("stays inside {words} elements"), kind, property);
        let property = Property::Lengths { symbol: symbol.to_owned(), lengths: vec![0], zero: true };
        add("takes no elements at all".to_owned(), Kind::Observed, property);
    }
}

fn observed(plan: &Plan<'_>, call: &Call<'_>, out: &mut Vec<Case>) {
    let symbol = call.symbol();
    let own = || symbol.to_owned();
    let mut add = |name: String, property| {
        out.push(Case { name: format!("{symbol}: {name}"), kind: Kind::Observed, property });
    };
    if call.stable && call.gives_anything() {
        add("gives the same for the same".to_owned(), Property::Same { symbol: own() });
        for (nth, arg) in call.args.iter().enumerate() {
            let name = call.contract.param_name(nth);
            if matches!(arg, Arg::Slice { .. } | Arg::Text) {
                let property = Property::Reads { symbol: own(), param: nth };
                add(format!("the first and the last of `{name}` count"), property);
            }
        }
        if call.has_length() {
            let is_number = matches!(
                plan.interface().resolve(&call.contract.function.ret),
                Type::Int(_) | Type::Float(_)
            );
            if is_number {
                add("counts every element".to_owned(), Property::IsLength { symbol: own() });
                add("gives 0 for nothing".to_owned(), Property::Empty { symbol: own() });
            }
        }
    }
    for (nth, arg) in call.args.iter().enumerate() {
        let name = call.contract.param_name(nth);
        match arg {
            Arg::Slice { mutable: true, .. } => {
                add(
                    format!("writes the first and the last of `{name}`"),
                    Property::Writes { symbol: own(), param: nth },
                );
            }
            Arg::Place { mutable: true, .. } => {
                add(format!("writes `{name}`"), Property::Writes { symbol: own(), param: nth });
            }
            Arg::Int { signed, bits, .. } => {
                let mut values = vec![0, 1, max(*signed, *bits)];
                if *signed {
                    values.push(-max(*signed, *bits) - 1);
                }
                // A size that large is asked of the machine's memory.
                if has_word(
                    &name,
                    "size capacity cap count len length rows cols width height n num threads workers",
                ) {
                    values.truncate(2);
                }
                add(
                    format!("takes the limits of `{name}`"),
                    Property::Limits { symbol: own(), param: nth, values },
                );
            }
            Arg::Callback(_) if call.has_length() => {
                add("calls back for every element".to_owned(), Property::CallsLength { symbol: own() });
            }
            _ => {}
        }
    }
    let allocates = !matches!(call.contract.gives, Gives::Handle(_));
    if allocates && (matches!(call.contract.role, Role::Method(_)) || call.has_length()) {
        add("called often, it keeps no memory".to_owned(), Property::NoGrowth { symbol: own() });
    }
}

/// Functions of a handle that give back what another one took.
fn round_trips(plan: &Plan<'_>) -> Vec<Case> {
    let mut out = Vec::new();
    let number = |call: &Call<'_>, nth: usize| match call.args.get(nth) {
        Some(Arg::Int { signed, bits, .. }) => Some((*signed, *bits)),
        _ => None,
    };
    let interface = plan.interface();
    let gets = |call: &&Call<'_>| call.args.len() == 1 && matches!(call.args[0], Arg::Handle(_));
    for get in plan.calls.iter().filter(gets) {
        let Type::Int(ret) = interface.resolve(&get.contract.function.ret) else { continue };
        let Arg::Handle(handle) = get.args[0] else { continue };
        let values = |bits: u16| if bits >= 16 { vec![0, 1, 7, 1000] } else { vec![0, 1, 7] };
        for set in &plan.calls {
            let same_handle = set.args.first() == Some(&Arg::Handle(handle)) && set.args.len() == 2;
            if same_handle
                && number(set, 1) == Some((ret.signed, ret.bits))
                && is_pair(set.symbol(), get.symbol())
            {
                let (set, get) = (set.symbol().to_owned(), get.symbol().to_owned());
                let name = format!("{get}: gives what {set} was given");
                let property = Property::Keeps { set, get, values: values(ret.bits) };
                out.push(Case { name, kind: Kind::Observed, property });
            }
        }
        let given: Vec<&Arg> = plan.makers.get(&handle).map_or_else(Vec::new, |maker| {
            maker.args.iter().filter(|arg| !matches!(arg, Arg::Made(_))).collect()
        });
        if matches!(given.as_slice(), [Arg::Int { signed, bits, .. }] if (*signed, *bits) == (ret.signed, ret.bits))
        {
            let get = get.symbol().to_owned();
            let name = format!("{get}: gives what the handle was made with");
            let property = Property::Begins { handle, get, values: values(ret.bits) };
            out.push(Case { name, kind: Kind::Observed, property });
        }
    }
    out
}

/// Whether two names differ in their verb only: `set` and `get`, `push` and `pop`.
fn is_pair(set: &str, get: &str) -> bool {
    let pairs = [
        ("set", "get"),
        ("push", "pop"),
        ("put", "get"),
        ("write", "read"),
        ("store", "load"),
        ("add", "total"),
    ];
    let (set, get) = (words(set), words(get));
    pairs.iter().any(|(a, b)| {
        let without =
            |all: &[String], verb: &str| all.iter().filter(|w| *w != verb).cloned().collect::<Vec<_>>();
        set.iter().any(|w| w == a) && without(&set, a) == without(&get, b)
    })
}

/// What a refusal looks like for a result of this type, where nothing says so in plain text.
fn refusal(plan: &Plan<'_>, call: &Call<'_>) -> Option<Expected> {
    match (call.contract.gives, plan.interface().resolve(&call.contract.function.ret)) {
        (Gives::Handle(_) | Gives::OwnedText | Gives::BorrowedText | Gives::Pointer, _) => {
            Some(Expected::Null)
        }
        (_, Type::Bool) => Some(Expected::Number(0)),
        _ => None,
    }
}

fn expected(plan: &Plan<'_>, call: &Call<'_>, literal: &Literal) -> Option<Expected> {
    let interface = plan.interface();
    let ret = interface.resolve(&call.contract.function.ret);
    Some(match (literal, ret) {
        (Literal::Void, Type::Void) => Expected::Anything,
        (Literal::Null, Type::Pointer(_)) => Expected::Null,
        (Literal::Bool(value), Type::Bool) => Expected::Number(i128::from(*value)),
        (Literal::Int(value), Type::Int(_) | Type::Float(_)) => Expected::Number(*value),
        (Literal::Variant(name), Type::Named(key)) => match &interface.types.get(key)?.kind {
            TypeKind::Enum(kind) => Expected::Number(kind.variants.iter().find(|v| v.name == *name)?.value),
            _ => return None,
        },
        _ => return None,
    })
}

fn said(expected: &Expected) -> String {
    match expected {
        Expected::Anything => "is looked for".to_owned(),
        Expected::Null => "gives null".to_owned(),
        Expected::Number(value) => format!("gives {value}"),
    }
}

fn max(signed: bool, bits: u16) -> i128 {
    let bits = if signed { bits - 1 } else { bits };
    if bits >= 64 { i128::from(u64::MAX) } else { (1_i128 << bits) - 1 }
}

//! Functions of the standard libraries that matter where memory crosses, by what they do with it.

use std::rc::Rc;

use super::call::thing_in;
use super::code::{Call, Spot};
use super::place::{collect_place, own_memory};
use super::run::{Flow, Run, Ways, is_there, one, split};
use super::state::{Record, State, Thing, Value};
use crate::effects::{Flow as Given, Origin, Resource, ResourceKind};
use crate::finding::Class;

/// The type of a value that ends what it points to where it ends: `Box`, `Vec` and their kin.
pub(super) const OWNER: &str = "[owner]";
/// The type of a value that never ends what lies in it: `ManuallyDrop`.
pub(super) const KEPT: &str = "[kept]";

/// Names of types of the standard libraries.
pub(super) fn is_type(name: &str) -> bool {
    matches!(
        name,
        "Box"
            | "Vec"
            | "String"
            | "CString"
            | "CStr"
            | "Rc"
            | "Arc"
            | "Option"
            | "Some"
            | "Ok"
            | "Err"
            | "NonNull"
            | "Mutex"
            | "RefCell"
            | "Cell"
            | "HashMap"
            | "ManuallyDrop"
            | "ptr"
            | "mem"
            | "slice"
            | "str"
            | "std"
            | "thread"
            | "ArrayList"
            | "panic"
            | "io"
            | "fs"
    )
}

/// Names of functions that belong to the standard libraries before they are anybody else's.
pub(super) fn is_common(name: &str) -> bool {
    crate::rust::is_known_method(name)
        || matches!(
            name,
            "init"
                | "deinit"
                | "append"
                | "put"
                | "free"
                | "alloc"
                | "create"
                | "destroy"
                | "new"
                | "read"
                | "write"
                | "close"
                | "lock"
                | "unlock"
                | "print"
                | "format"
                | "add"
                | "count"
                | "next"
                | "open"
                | "send"
                | "from"
                | "spawn"
                | "join"
                | "clone"
                | "dupe"
                | "reset"
                | "flush"
                | "run"
                | "start"
                | "stop"
        )
}

/// A function that is called by its name, and is none of this side's own.
pub(super) fn function<'p>(
    run: &mut Run<'p, '_>,
    state: State<'p>,
    call: &'p Call,
    args: Vec<Value<'p>>,
    at: Spot,
) -> Ways<'p> {
    if run.program.drops { of_rust(run, state, call, args, at) } else { of_zig(run, state, call, &args, at) }
}

fn of_rust<'p>(
    run: &mut Run<'p, '_>,
    mut state: State<'p>,
    call: &'p Call,
    args: Vec<Value<'p>>,
    at: Spot,
) -> Ways<'p> {
    let owner = call.path.rsplit(':').next().unwrap_or_default();
    let plain = match (owner, call.name.as_str()) {
        (_, "Err") => Some(Value::Error),
        ("ptr", "null" | "null_mut") => Some(Value::Null),
        _ => None,
    };
    if let Some(value) = plain {
        return one(state, value);
    }
    let first = args.first().cloned().unwrap_or_default();
    match (owner, call.name.as_str()) {
        (_, "Some" | "Ok") => {
            is_there(&mut state, &first);
            one(state, first)
        }
        (
            "Box" | "Rc" | "Arc" | "Mutex" | "RefCell" | "Cell" | "UnsafeCell" | "RwLock" | "Pin" | "NonNull",
            "new",
        )
        | ("NonNull", "new_unchecked" | "from")
        | ("", "AssertUnwindSafe")
        | ("ptr", "from_ref" | "from_mut" | "addr_of" | "addr_of_mut") => one(state, first),
        ("mem" | "", "forget") => {
            forgotten(&mut state, &first);
            one(state, Value::Unknown)
        }
        ("ManuallyDrop", "new") => {
            let record = Record { ty: KEPT.to_owned(), fields: vec![("0".to_owned(), first.clone())] };
            match first {
                Value::Record(inner) => {
                    let inner = Record { ty: KEPT.to_owned(), fields: inner.fields.clone() };
                    one(state, Value::Record(Rc::new(inner)))
                }
                Value::Pointer(thing) => {
                    state.thing_mut(thing).value = false;
                    one(state, first)
                }
                _ => one(state, Value::Record(Rc::new(record))),
            }
        }
        ("mem" | "", "drop") => run.ended(state, first, at),
        ("mem" | "ptr", "take" | "replace") => taken_out(state, &args),
        ("Box" | "CString" | "Vec" | "String" | "Rc" | "Arc", "from_raw" | "from_raw_parts")
        | ("libc" | "", "free")
        | ("alloc" | "", "dealloc") => adopt(run, state, owner, call, &first, at),
        ("Box" | "CString" | "Vec" | "Rc" | "Arc" | "String", "into_raw" | "leak") => {
            given_away(state, owner, first)
        }
        ("slice" | "CStr" | "str" | "ptr" | "NonNull", _) => {
            run.seen(&mut state, &first, at);
            if call.name == "from_utf8_unchecked" {
                taken_for_text(run, &state, &first, at);
            }
            let view = matches!(
                call.name.as_str(),
                "from_raw_parts"
                    | "from_raw_parts_mut"
                    | "from_ptr"
                    | "from_utf8"
                    | "from_utf8_unchecked"
                    | "slice_from_raw_parts"
                    | "slice_from_raw_parts_mut"
            );
            one(state, if view { first } else { Value::Unknown })
        }
        _ => of_memory(run, state, call, args, at),
    }
}

/// An owner that is forgotten ends nothing.
fn forgotten(state: &mut State<'_>, owner: &Value<'_>) {
    if let Some(thing) = adopted_in(state, owner) {
        state.thing_mut(thing).adopted = None;
    }
}

/// `mem::take(place)`, `mem::replace(place, value)`
fn taken_out<'p>(mut state: State<'p>, args: &[Value<'p>]) -> Ways<'p> {
    let [Value::Place(place), rest @ ..] = args else { return one(state, Value::Unknown) };
    let value = state.load(place);
    state.store(place, rest.first().cloned().unwrap_or(Value::Null));
    one(state, value)
}

/// Functions that make memory, and what is no function of the standard library.
fn of_memory<'p>(
    run: &mut Run<'p, '_>,
    state: State<'p>,
    call: &'p Call,
    args: Vec<Value<'p>>,
    at: Spot,
) -> Ways<'p> {
    let owner = call.path.rsplit(':').next().unwrap_or_default();
    match (owner, call.name.as_str()) {
        ("panic" | "", "catch_unwind") => match args.into_iter().next().unwrap_or_default() {
            Value::Code(closure) => run.closure(state, &closure, Vec::new()),
            _ => one(state, Value::Unknown),
        },
        ("Vec" | "String" | "HashMap", "new" | "with_capacity")
        | ("CString", "new")
        | ("fs", "read" | "read_to_string") => {
            let record = Record { ty: "[memory]".to_owned(), fields: Vec::new() };
            one(state, Value::Record(Rc::new(record)))
        }
        _ => elsewhere(run, state, call, args, at),
    }
}

/// Bytes of the other side become text unchecked.
fn taken_for_text<'p>(run: &mut Run<'p, '_>, state: &State<'p>, bytes: &Value<'p>, at: Spot) {
    let Value::Pointer(thing) = bytes else { return };
    let Some(maker) = run.maker(state.thing(*thing)).filter(|_| !run.checks_text()) else { return };
    let Some(effects) = run.known.effects(&maker) else { return };
    let literal = |flow: &Given| matches!(flow.what, Origin::Text { .. } | Origin::Null);
    let literals = !effects.returns.is_empty() && effects.returns.iter().all(literal);
    if !literals && !effects.ascii {
        let message = format!("bytes of `{maker}` are taken for UTF-8 unchecked");
        let fix = "check with `from_utf8`, or take what is wrong out with `from_utf8_lossy`";
        run.tell(Class::StringNotUtf8, message, at, Some(effects.location.clone()), fix);
    }
}

/// A function of which nothing is known: what names a type may make a value of it.
fn elsewhere<'p>(
    run: &mut Run<'p, '_>,
    mut state: State<'p>,
    call: &'p Call,
    args: Vec<Value<'p>>,
    at: Spot,
) -> Ways<'p> {
    let type_name = call.name.starts_with(|c: char| c.is_ascii_uppercase());
    if type_name && run.program.drops {
        // `Type(value)` and `Type::Variant(value)`
        let own = run.frames.last().map_or("", |index| run.program.routines[*index].owner.as_str());
        let ty = if call.name == "Self" { own } else { &call.name };
        let fields = args.into_iter().enumerate().map(|(index, value)| (index.to_string(), value));
        let record = Record { ty: ty.to_owned(), fields: fields.collect() };
        for (name, value) in record.fields.clone() {
            run.kept(&state, &record.ty, &name, &value);
        }
        return one(state, Value::Record(Rc::new(record)));
    }
    run.unknown(&mut state, &args, at);
    one(state, Value::Unknown)
}

/// Memory becomes an owner's of this side.
fn adopt<'p>(
    run: &mut Run<'p, '_>,
    mut state: State<'p>,
    owner: &str,
    call: &Call,
    first: &Value<'p>,
    at: Spot,
) -> Ways<'p> {
    let Some(thing) = thing_in(&state, first) else { return one(state, Value::Unknown) };
    let known = state.thing(thing);
    if known.vague || known.inside.is_some() {
        return one(state, Value::Unknown);
    }
    let function = if owner.is_empty() { call.name.clone() } else { format!("{owner}::{}", call.name) };
    let frees = matches!(call.name.as_str(), "free" | "dealloc");
    if let Some(maker) = run.maker(known).filter(|maker| run.known.gives(maker).is_some()) {
        let effects = run.known.effects(&maker);
        let same = call.name == "free" && effects.is_some_and(|effects| effects.malloced);
        if !same {
            state.thing_mut(thing).vague = true;
            let message = format!("memory that `{maker}` of the other side made is freed with `{function}`");
            let fix = "give it back to the function of the other side that frees it";
            let peer = effects.map(|effects| effects.location.clone());
            run.tell(Class::OwnershipForeignFree, message, at, peer, fix);
        }
        return one(state, Value::Unknown);
    }
    if let Some(cut) = known.cut.filter(|_| owner == "CString" && known.own.is_some()) {
        state.thing_mut(thing).vague = true;
        let message = "a string is taken back as a `CString` after its end was moved".to_owned();
        run.report(
            Class::OwnershipCstringLength,
            message,
            at,
            Some(cut),
            "copy the string before it is changed",
        );
        return one(state, Value::Unknown);
    }
    if frees {
        run.let_die(&mut state, thing, at);
        return one(state, Value::Unknown);
    }
    state.thing_mut(thing).adopted = Some(at);
    let record = Record { ty: OWNER.to_owned(), fields: vec![("0".to_owned(), Value::Pointer(thing))] };
    one(state, Value::Record(Rc::new(record)))
}

/// The memory that an owner was made of.
fn adopted_in(state: &State<'_>, value: &Value<'_>) -> Option<usize> {
    match value {
        Value::Record(record) if record.ty == OWNER => match record.fields.first() {
            Some((_, Value::Pointer(thing))) => {
                Some(*thing).filter(|thing| state.thing(*thing).adopted.is_some())
            }
            _ => None,
        },
        _ => None,
    }
}

/// `into_raw`: memory of this side whose owner lets it go.
fn given_away<'p>(mut state: State<'p>, owner: &str, value: Value<'p>) -> Ways<'p> {
    if let Some(thing) = adopted_in(&state, &value) {
        state.thing_mut(thing).adopted = None;
        return one(state, Value::Pointer(thing));
    }
    let kind = match owner {
        "CString" => ResourceKind::CString,
        "Box" => ResourceKind::Box,
        "Rc" | "Arc" => ResourceKind::Shared,
        _ => ResourceKind::Unknown,
    };
    let (ty, fields) = match value {
        Value::Record(record) => (record.ty.clone(), record.fields.clone()),
        _ => Default::default(),
    };
    let own = Some(Resource { kind, holds: String::new() });
    let value = state.add(Thing { own, ty, fields, is_there: true, ..Thing::default() });
    one(state, value)
}

fn of_zig<'p>(
    run: &mut Run<'p, '_>,
    mut state: State<'p>,
    call: &'p Call,
    args: &[Value<'p>],
    at: Spot,
) -> Ways<'p> {
    let name = call.name.as_str();
    if crate::zig::is_free(name) {
        return freed(run, state, call, args, at);
    }
    match name {
        "span" | "sliceTo" | "spanZ" => {
            let value = args.first().cloned().unwrap_or_default();
            run.seen(&mut state, &value, at);
            one(state, value)
        }
        _ if matches!(name, "dupe" | "dupeZ" | "dupeSentinel" | "alloc" | "create" | "allocPrint")
            || call.path.starts_with("std")
            || call.path.is_empty() && name.starts_with('@') =>
        {
            for arg in args {
                run.seen(&mut state, arg, at);
            }
            one(state, Value::Unknown)
        }
        _ => {
            run.unknown(&mut state, args, at);
            one(state, Value::Unknown)
        }
    }
}

/// Memory goes to an allocator of this side.
fn freed<'p>(
    run: &mut Run<'p, '_>,
    mut state: State<'p>,
    call: &Call,
    args: &[Value<'p>],
    at: Spot,
) -> Ways<'p> {
    let Some(thing) = args.last().and_then(|arg| thing_in(&state, arg)) else {
        return one(state, Value::Unknown);
    };
    let known = state.thing(thing);
    let maker = run.maker(known).filter(|_| !known.vague && known.inside.is_none());
    let foreign =
        maker.filter(|maker| run.known.gives(maker).is_some_and(|made| made.kind != ResourceKind::Zig));
    match foreign {
        Some(maker) => {
            state.thing_mut(thing).vague = true;
            let peer = run.known.effects(&maker).map(|effects| effects.location.clone());
            let function = format!("{}.{}", call.path, call.name);
            let message =
                format!("memory that `{maker}` allocated is freed with `{}`", function.trim_matches('.'));
            let fix = "give it back to the side that made it";
            run.tell(Class::WrongAllocatorFree, message, at, peer, fix);
        }
        None if state.thing(thing).released.is_none() => run.let_die(&mut state, thing, at),
        None => {}
    }
    one(state, Value::Unknown)
}

/// A method that is none of this side's own.
pub(super) fn method<'p>(
    run: &mut Run<'p, '_>,
    mut state: State<'p>,
    call: &'p Call,
    object: &Value<'p>,
    args: &[Value<'p>],
    at: Spot,
) -> Ways<'p> {
    let name = call.name.as_str();
    if matches!(name, "append" | "appendAssumeCapacity" | "push" | "push_back" | "insert" | "put") {
        return taken_in(run, state, name, object, args);
    }
    if !run.program.drops {
        return zig_method(run, state, call, object, args, at);
    }
    let held = match object {
        Value::Place(place) => state.load(place),
        other => other.clone(),
    };
    match name {
        "take" => {
            if let Value::Place(place) = object {
                state.store(place, Value::Null);
            }
            one(state, held)
        }
        "replace" => {
            if let Value::Place(place) = object {
                state.store(place, args.first().cloned().unwrap_or_default());
            }
            one(state, held)
        }
        "is_null" | "is_none" | "is_err" | "is_some" | "is_ok" => {
            let missing = matches!(name, "is_null" | "is_none" | "is_err");
            if matches!(held, Value::Unknown) {
                return one(state, Value::Unknown);
            }
            let ways = split(state, held);
            ways.into_iter()
                .map(|(state, _, there)| (state, Flow::Value(Value::Bool(there != missing))))
                .collect()
        }
        "as_ptr" | "as_mut_ptr" => one_of(state, object.clone()),
        "add" | "offset" | "sub" | "wrapping_add" | "byte_add" => one(state, held),
        "write" | "write_volatile" | "write_unaligned" if matches!(held, Value::Pointer(_)) => {
            if let (Value::Pointer(thing), Some(value)) = (held, args.first()) {
                run.written(&mut state, thing, value, at);
            }
            one(state, Value::Unknown)
        }
        "into_raw" | "leak" => given_away(state, "", held),
        "map" | "and_then" | "map_or" | "map_or_else" | "is_some_and" | "inspect" => {
            mapped(run, state, name, held, args, at)
        }
        "then" | "then_some" => chosen(run, state, &held, args),
        "unwrap_or" | "unwrap_or_else" | "unwrap_or_default" | "or" | "or_else" => {
            let ways = split(state, held);
            let other = args.first().cloned().unwrap_or_default();
            let mut out = Vec::new();
            for (state, value, there) in ways {
                match &other {
                    _ if there => out.extend(one(state, value)),
                    Value::Code(closure) => out.extend(run.closure(state, closure, vec![Value::Error])),
                    _ => out.extend(one(state, other.clone())),
                }
            }
            out
        }
        _ => in_other_clothes(run, state, name, (object, held), args, at),
    }
}

/// Methods that give the same, or a copy of it, or nothing that could be followed.
fn in_other_clothes<'p>(
    run: &mut Run<'p, '_>,
    mut state: State<'p>,
    name: &str,
    (object, held): (&Value<'p>, Value<'p>),
    args: &[Value<'p>],
    at: Spot,
) -> Ways<'p> {
    match name {
        "ok_or" | "ok_or_else" | "map_err" | "ok" | "cast" | "cast_mut" | "cast_const" | "as_ref"
        | "as_mut" | "as_deref" | "as_deref_mut" | "iter" | "iter_mut" | "into_iter" | "as_slice"
        | "as_bytes" | "to_bytes" | "as_str" | "to_str" | "lock" | "borrow" | "borrow_mut" | "get_mut"
        | "by_ref" | "into_boxed_slice" | "copied" | "cloned" | "into" => {
            same(run, state, name, object.clone(), held, at)
        }
        "to_vec" | "to_owned" | "to_string" | "into_owned" | "into_bytes" | "into_vec" | "collect"
        | "repeat" => {
            run.seen(&mut state, object, at);
            let record = Record { ty: "[memory]".to_owned(), fields: Vec::new() };
            one(state, Value::Record(Rc::new(record)))
        }
        _ => {
            run.seen(&mut state, object, at);
            for arg in args {
                run.seen(&mut state, arg, at);
            }
            one(state, Value::Unknown)
        }
    }
}

/// The same in other clothes. What turns bytes into text looks at them.
fn same<'p>(
    run: &mut Run<'p, '_>,
    mut state: State<'p>,
    name: &str,
    object: Value<'p>,
    held: Value<'p>,
    at: Spot,
) -> Ways<'p> {
    if matches!(name, "to_bytes" | "to_str" | "as_bytes" | "iter") {
        run.seen(&mut state, &held, at);
    }
    match held {
        Value::Null if matches!(name, "ok_or" | "ok_or_else") => one(state, Value::Error),
        Value::Unknown | Value::Record(_)
            if matches!(name, "as_ref" | "as_mut" | "iter_mut" | "lock" | "borrow_mut") =>
        {
            one(state, object)
        }
        held => one(state, held),
    }
}

/// A pointer to the memory of a value.
fn one_of<'p>(mut state: State<'p>, object: Value<'p>) -> Ways<'p> {
    let value = own_memory(&mut state, object);
    one(state, value)
}

fn mapped<'p>(
    run: &mut Run<'p, '_>,
    state: State<'p>,
    name: &str,
    held: Value<'p>,
    args: &[Value<'p>],
    at: Spot,
) -> Ways<'p> {
    let function = args.last().cloned().unwrap_or_default();
    let default =
        if name.starts_with("map_or") { args.first().cloned().unwrap_or_default() } else { Value::Null };
    let mut out = Vec::new();
    for (mut state, value, there) in split(state, held) {
        if !there {
            let missing = if matches!(value, Value::Error) && !name.starts_with("map_or") {
                value
            } else {
                default.clone()
            };
            out.extend(one(state, missing));
            continue;
        }
        out.extend(match &function {
            Value::Code(closure) => run.closure(state, closure, vec![value]),
            Value::Routine(index) => run.routine(state, *index, vec![value], at),
            _ => {
                run.seen(&mut state, &value, at);
                one(state, Value::Unknown)
            }
        });
    }
    out
}

/// `condition.then(|| value)`
fn chosen<'p>(run: &mut Run<'p, '_>, state: State<'p>, held: &Value<'p>, args: &[Value<'p>]) -> Ways<'p> {
    let ways = super::run::decided(state, held);
    let value = args.first().cloned().unwrap_or_default();
    let mut out = Vec::new();
    for (state, truth) in ways {
        out.extend(match &value {
            _ if !truth => one(state, Value::Null),
            Value::Code(closure) => run.closure(state, closure, Vec::new()),
            _ => one(state, value.clone()),
        });
    }
    out
}

fn zig_method<'p>(
    run: &mut Run<'p, '_>,
    mut state: State<'p>,
    call: &'p Call,
    object: &Value<'p>,
    args: &[Value<'p>],
    at: Spot,
) -> Ways<'p> {
    let name = call.name.as_str();
    if crate::zig::is_free(name) {
        return freed(run, state, call, args, at);
    }
    let looks = call.path.starts_with("std")
        || matches!(
            name,
            "dupe"
                | "dupeZ"
                | "dupeSentinel"
                | "eql"
                | "print"
                | "writeAll"
                | "appendSlice"
                | "get"
                | "alloc"
        );
    if looks {
        for arg in args.iter().chain([object]) {
            run.seen(&mut state, arg, at);
        }
    } else {
        run.unknown(&mut state, args, at);
        run.seen(&mut state, object, at);
    }
    one(state, Value::Unknown)
}

/// A container takes something in; where there is no room, it does not.
fn taken_in<'p>(
    run: &Run<'p, '_>,
    mut state: State<'p>,
    name: &str,
    object: &Value<'p>,
    args: &[Value<'p>],
) -> Ways<'p> {
    // Where there is no room, nothing is taken in.
    let mut ways = if !run.program.drops && matches!(name, "append" | "insert" | "put") {
        vec![(state.clone(), Flow::Value(Value::Error))]
    } else {
        Vec::new()
    };
    if let (Some(place), Some(value)) = (collect_place(object), args.last()) {
        super::place::collect(&mut state, &place, value.clone());
    }
    let taken = if ways.is_empty() { Value::Unknown } else { Value::Int(0) };
    ways.extend(one(state, taken));
    ways
}

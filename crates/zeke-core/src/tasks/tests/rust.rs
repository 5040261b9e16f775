//! The tests in Rust.

use std::fmt::Write as _;

use ghost_abi::emit::EmitError;
use ghost_abi::emit::rust::{RustOptions, declarations};
use ghost_abi::model::{Interface, Nullability, Type, TypeKind};

use super::super::contract::Gives;
use super::super::spelling;
use super::cases::{Case, Expected, Kind, Property, uses};
use super::plan::{Arg, Call, Maker, Plan};

const PRELUDE: &str = include_str!("prelude.rs.txt");

pub(super) fn write(plan: &Plan<'_>, cases: &[Case], name: &str, link: &str) -> Result<String, EmitError> {
    let mut out = format!(
        "//! Tests of `{name}` from the side of Rust, written by zeke. They need this file and the library:\n\
         //!\n//!     {link}\n//!\n\
         //! Names say what is tested. Tests under \"observed\" hold what was seen when they were written.\n\
         #![allow(warnings, reason = \"generated: names are the library's\")]\n\n"
    );
    for (nth, maker) in &plan.makers {
        write_maker(plan, *nth, maker, &mut out);
    }
    for call in &plan.calls {
        if cases.iter().any(|case| uses(&case.property, call.symbol())) {
            write_call(plan, call, &mut out);
        }
    }
    for kind in [Kind::Promised, Kind::Observed] {
        let title = match kind {
            Kind::Promised => "Promised: the declarations and bodies of the library say so.",
            Kind::Observed => "Observed: seen to hold for the library when these tests were written.",
        };
        let mut all = cases.iter().filter(|case| case.kind == kind).peekable();
        if all.peek().is_some() {
            let _ = writeln!(out, "// {title}\n");
        }
        for case in all {
            write_case(plan, case, &mut out);
        }
    }
    out.push_str("// What every test uses.\n\n");
    out.push_str(PRELUDE);
    out.push_str("\n// The library as it declares itself.\n\nmod library {\n");
    // `rustc --test` alone takes edition 2015, which knows `::std` and no `::core`.
    let declared = declarations(plan.interface(), &RustOptions::default())?.replace("::core::", "::std::");
    for line in declared.lines() {
        let _ = writeln!(out, "{}", format!("    {line}").trim_end());
    }
    out.push_str("}\n");
    Ok(out)
}

/// The name of the function that a test is.
pub(super) fn test_name(case: &str) -> String {
    let mut out = String::from("t_");
    for c in case.chars() {
        match c {
            _ if c.is_ascii_alphanumeric() => out.push(c),
            '`' => {}
            _ if out.ends_with('_') => {}
            _ => out.push('_'),
        }
    }
    out.trim_end_matches('_').to_owned()
}

fn handle_type(plan: &Plan<'_>, nth: usize) -> String {
    let handle = &plan.contracts.handles[nth];
    handle.key.map_or_else(|| "std::ffi::c_void".to_owned(), |key| format!("library::{key}"))
}

fn destroyed(plan: &Plan<'_>, nth: usize, what: &str) -> String {
    format!("unsafe {{ library::{}({what}) }};", plan.contracts.handles[nth].destroys.symbol)
}

fn write_maker(plan: &Plan<'_>, nth: usize, maker: &Maker<'_>, out: &mut String) {
    let ty = handle_type(plan, nth);
    let takes_text = maker.args.contains(&Arg::Text);
    let takes_number = maker.args.iter().any(|arg| matches!(arg, Arg::Int { .. }));
    let texts: Vec<String> = maker.texts.iter().map(|text| literal(text)).collect();
    let texts = if takes_text { texts.join(", ") } else { "\"\"".to_owned() };
    let numbers = if takes_number { "1, 8, 64, 0" } else { "1" };
    let _ = write!(
        out,
        "/// Makes a handle of texts and numbers, the first that the library takes.\n\
         fn make_handle_{nth}(number: Option<i128>) -> *mut {ty} {{\n    \
         let numbers = number.map_or_else(|| vec![{numbers}], |number| vec![number]);\n    \
         for number in numbers {{\n        let with = With {{ int: number, ..USUAL }};\n        \
         for text in [{texts}] {{\n            let text = std::ffi::CString::new(text).unwrap();\n"
    );
    let mut setup = String::new();
    let args: Vec<String> = maker
        .args
        .iter()
        .enumerate()
        .map(|(at, arg)| {
            let ty = &maker.function.params[at].ty;
            match arg {
                Arg::Text => "text.as_ptr().cast()".to_owned(),
                Arg::Made(_) => "(&raw mut made).cast()".to_owned(),
                Arg::Int { signed, bits, .. } => {
                    let (min, max) = limits(*signed, *bits);
                    format!("with.int.clamp({min}, {max}) as {}", spelled(ty))
                }
                other => argument(plan, other, at, ty, "", &mut setup),
            }
        })
        .collect();
    for line in setup.lines() {
        let _ = writeln!(out, "        {line}");
    }
    let invoked = format!("unsafe {{ library::{}({}) }}", maker.function.symbol, args.join(", "));
    let made = if maker.fills() {
        format!("let mut made: *mut {ty} = std::ptr::null_mut();\n            {invoked}")
    } else {
        format!("let made = {invoked}")
    };
    let _ = write!(
        out,
        "            {made};\n            \
         if !made.is_null() {{\n                return made.cast();\n            }}\n        }}\n    }}\n    \
         panic!(\"nothing made a handle\");\n}}\n\n"
    );
}

fn write_call(plan: &Plan<'_>, call: &Call<'_>, out: &mut String) {
    let run = runner(call.symbol());
    let handle = call.args.iter().find_map(|arg| if let Arg::Handle(nth) = arg { Some(*nth) } else { None });
    if let Some(nth) = handle {
        let ty = handle_type(plan, nth);
        let _ = write!(
            out,
            "fn {run}(with: With) -> Seen {{\n    let handle = make_handle_{nth}(None);\n    \
             let seen = {run}_on(handle, with);\n    {}\n    seen\n}}\n\n\
             fn {run}_on(handle: *mut {ty}, with: With) -> Seen {{\n",
            destroyed(plan, nth, "handle.cast()")
        );
    } else {
        let _ = writeln!(out, "fn {run}(with: With) -> Seen {{");
    }
    out.push_str("    let mut seen = Seen::default();\n");
    let has_callback = call.args.iter().any(|arg| matches!(arg, Arg::Callback(_)));
    if has_callback {
        out.push_str("    CALLS.store(0, std::sync::atomic::Ordering::SeqCst);\n");
    }
    let mut setup = String::new();
    let args: Vec<String> = call
        .args
        .iter()
        .enumerate()
        .map(|(nth, arg)| argument(plan, arg, nth, &call.contract.function.params[nth].ty, &run, &mut setup))
        .collect();
    out.push_str(&setup);
    let invoked = format!("unsafe {{ library::{}({}) }}", call.symbol(), args.join(", "));
    result(plan, call, &invoked, out);
    for (nth, arg) in call.args.iter().enumerate() {
        if let Arg::Slice { element, mutable: true } | Arg::Place { element, mutable: true, .. } = arg {
            let _ = writeln!(out, "    seen.wrote |= u64::from(arg{nth}.is_written(&before{nth})) << {nth};");
            let _ = writeln!(out, "    for item in arg{nth}.items().iter().copied() {{");
            for leaf in leaves(plan.interface(), element, "item") {
                let _ = writeln!(out, "        seen.add({leaf});");
            }
            out.push_str("    }\n");
        }
    }
    end_made(plan, call, out);
    if has_callback {
        out.push_str("    seen.calls = CALLS.load(std::sync::atomic::Ordering::SeqCst);\n");
    }
    out.push_str("    seen\n}\n\n");
    for (nth, arg) in call.args.iter().enumerate() {
        if let Arg::Callback(callback) = arg {
            let params: Vec<String> =
                callback.params.iter().map(|p| format!("_: {}", spelled(&p.ty))).collect();
            let (arrow, value) = match &callback.ret {
                Type::Void => (String::new(), String::new()),
                ret => {
                    let ty = spelled(ret);
                    (format!(" -> {ty}"), "\n    unsafe { std::mem::zeroed() }".to_owned())
                }
            };
            let _ = write!(
                out,
                "unsafe extern \"C\" fn {run}_callback{nth}({}){arrow} {{\n    \
                 CALLS.fetch_add(1, std::sync::atomic::Ordering::SeqCst);{value}\n}}\n\n",
                params.join(", ")
            );
        }
    }
}

/// Ends the handles that the call put where its arguments point to.
fn end_made(plan: &Plan<'_>, call: &Call<'_>, out: &mut String) {
    for (nth, arg) in call.args.iter().enumerate() {
        if let Arg::Made(handle) = arg {
            let end = destroyed(plan, *handle, &format!("arg{nth}.cast()"));
            let _ = write!(
                out,
                "    seen.add(u64::from(arg{nth}.is_null()));\n    \
                 if !arg{nth}.is_null() {{\n        {end}\n    }}\n"
            );
        }
    }
}

fn argument(plan: &Plan<'_>, arg: &Arg, nth: usize, ty: &Type, run: &str, setup: &mut String) -> String {
    let interface = plan.interface();
    let pointer = match interface.resolve(ty) {
        Type::Pointer(pointer) => Some(pointer.as_ref()),
        _ => None,
    };
    let nullable = pointer.is_some_and(|p| p.nullable != Nullability::NonNull);
    let mutable = pointer.is_some_and(|p| p.mutable);
    let or_null = |value: String| {
        let null = if mutable { "null_mut" } else { "null" };
        if nullable {
            format!("if with.null_at == Some({nth}) {{ std::ptr::{null}() }} else {{ {value} }}")
        } else {
            value
        }
    };
    let filled = |element: &Type, count: &str, setup: &mut String| {
        let item = spelled(element);
        let made = make(interface, element, &format!("with.number(index, {count}, {nth})"));
        let _ = writeln!(
            setup,
            "    let arg{nth} = Edge::<{item}>::new({count});\n    \
             for (index, item) in arg{nth}.items().iter_mut().enumerate() {{\n        *item = {made};\n    }}"
        );
    };
    let before = |setup: &mut String| {
        let _ = writeln!(setup, "    let before{nth} = arg{nth}.bytes();");
    };
    match arg {
        Arg::Handle(_) => or_null("handle.cast()".to_owned()),
        Arg::Slice { element, mutable } => {
            filled(element, "with.len", setup);
            if *mutable {
                before(setup);
            }
            or_null(format!("arg{nth}.ptr().cast()"))
        }
        Arg::Len => format!("with.len as {}", spelled(ty)),
        Arg::Text => {
            let _ = writeln!(
                setup,
                "    let arg{nth} = Edge::<u8>::new(with.len + 1);\n    \
                 for (index, item) in arg{nth}.items()[..with.len].iter_mut().enumerate() {{\n        \
                 *item = letter(with.number(index, with.len, {nth}));\n    }}"
            );
            or_null(format!("arg{nth}.ptr().cast()"))
        }
        Arg::Place { element, mutable, count } => {
            filled(element, &count.to_string(), setup);
            if *mutable {
                before(setup);
            }
            or_null(format!("arg{nth}.ptr().cast()"))
        }
        Arg::Int { signed, bits, start } => {
            let (min, max) = limits(*signed, *bits);
            format!("with.integer({nth}, {start}, {min}, {max}) as {}", spelled(ty))
        }
        Arg::Value(value) => make(interface, value, "1"),
        Arg::Made(handle) => {
            let ty = handle_type(plan, *handle);
            let _ = writeln!(setup, "    let mut arg{nth}: *mut {ty} = std::ptr::null_mut();");
            or_null(format!("(&raw mut arg{nth}).cast()"))
        }
        Arg::Callback(callback) => {
            let bare = format!("{run}_callback{nth}");
            if callback.nullable == Nullability::NonNull { bare } else { format!("Some({bare})") }
        }
        Arg::Context => "(&raw const CALLS).cast_mut().cast()".to_owned(),
    }
}

fn result(plan: &Plan<'_>, call: &Call<'_>, invoked: &str, out: &mut String) {
    let interface = plan.interface();
    let ret = &call.contract.function.ret;
    match call.contract.gives {
        Gives::Nothing => {
            let _ = writeln!(out, "    {invoked};");
        }
        Gives::Handle(nth) => {
            let end = destroyed(plan, nth, "made");
            let _ = writeln!(
                out,
                "    let made = {invoked};\n    seen.is_null = made.is_null();\n    if !made.is_null() {{\n        {end}\n    }}"
            );
        }
        Gives::OwnedText | Gives::BorrowedText => {
            let _ = writeln!(
                out,
                "    let result = {invoked};\n    seen.is_null = result.is_null();\n    if !result.is_null() {{\n        \
                 for byte in unsafe {{ std::ffi::CStr::from_ptr(result.cast()) }}.to_bytes() {{\n            \
                 seen.add(u64::from(*byte));\n        }}"
            );
            if call.contract.gives == Gives::OwnedText
                && let Some(release) = plan.contracts.text_release
            {
                let _ = writeln!(out, "        unsafe {{ library::{}(result as _) }};", release.symbol);
            }
            out.push_str("    }\n");
        }
        Gives::Pointer => {
            let _ = writeln!(
                out,
                "    let result = {invoked};\n    seen.is_null = result.is_null();\n    seen.add(u64::from(seen.is_null));"
            );
        }
        Gives::Value => {
            let _ = writeln!(out, "    let result = {invoked};");
            let mut leaves = leaves(interface, ret, "result");
            if leaves.is_empty() {
                // Nothing in it can be looked at; that it came back is seen.
                leaves.push("std::mem::size_of_val(&result) as u64".to_owned());
            }
            for leaf in leaves {
                let _ = writeln!(out, "    seen.add({leaf});");
            }
            match interface.resolve(ret) {
                Type::Int(_) => out.push_str("    seen.value = result as i128;\n"),
                Type::Bool => out.push_str("    seen.value = i128::from(result);\n"),
                Type::Float(_) => out.push_str("    seen.value = whole(f64::from(result));\n"),
                Type::Named(key)
                    if matches!(interface.types.get(key).map(|d| &d.kind), Some(TypeKind::Enum(_))) =>
                {
                    out.push_str("    seen.value = result.0 as i128;\n");
                }
                _ => {}
            }
        }
    }
}

fn write_case(plan: &Plan<'_>, case: &Case, out: &mut String) {
    let _ = writeln!(
        out,
        "/// {}\n#[test]\nfn {}() {{\n    let _alone = alone();",
        case.name,
        test_name(&case.name)
    );
    for line in lines(plan, case) {
        let _ = writeln!(out, "    {line}");
    }
    out.push_str("}\n\n");
}

fn lines(plan: &Plan<'_>, case: &Case) -> Vec<String> {
    let made = |nth: usize, number: &str| format!("let handle = make_handle_{nth}({number});");
    let end = |nth: usize| destroyed(plan, nth, "handle.cast()");
    match &case.property {
        Property::Null { symbol, param, expected } => {
            asserted(&format!("{}(With {{ null_at: Some({param}), ..USUAL }})", runner(symbol)), expected)
        }
        Property::Above { symbol, param, value, expected } => asserted(
            &format!("{}(With {{ int_at: Some({param}), int: {value}, ..USUAL }})", runner(symbol)),
            expected,
        ),
        Property::Within { symbol, param, value, refused } => {
            let call = format!(
                "let seen = {}(With {{ int_at: Some({param}), int: {value}, ..USUAL }});",
                runner(symbol)
            );
            let check = match refused {
                Expected::Null => "assert!(!seen.is_null);".to_owned(),
                Expected::Number(number) => format!("assert_ne!(seen.value, {number});"),
                Expected::Anything => String::new(),
            };
            vec![call, check]
        }
        Property::Ends { handle } => {
            vec![
                "without_growth(|| {".to_owned(),
                format!("    {}", made(*handle, "None")),
                format!("    {}", end(*handle)),
                "});".to_owned(),
            ]
        }
        Property::NullEnds { symbol } => {
            vec![format!("unsafe {{ library::{symbol}(std::ptr::null_mut()) }};")]
        }
        Property::Lengths { symbol, lengths, .. } => {
            let lengths: Vec<String> = lengths.iter().map(usize::to_string).collect();
            vec![
                format!("for len in [{}] {{", lengths.join(", ")),
                format!("    {}(With {{ len, ..USUAL }});", runner(symbol)),
                "}".to_owned(),
            ]
        }
        Property::Same { symbol } => {
            vec![format!("assert_eq!({0}(USUAL).digest, {0}(USUAL).digest);", runner(symbol))]
        }
        other => observed(plan, other),
    }
}

/// The body of a test of what was seen.
fn observed(plan: &Plan<'_>, property: &Property) -> Vec<String> {
    let made = |nth: usize, number: &str| format!("let handle = make_handle_{nth}({number});");
    let end = |nth: usize| destroyed(plan, nth, "handle.cast()");
    match property {
        Property::Reads { symbol, param } => {
            let run = runner(symbol);
            vec![
                "for len in [2, 9] {".to_owned(),
                format!("    let plain = {run}(With {{ len, ..USUAL }});"),
                format!(
                    "    let last = {run}(With {{ len, change: Some({param}), change_last: true, ..USUAL }});"
                ),
                format!("    let first = {run}(With {{ len, change: Some({param}), ..USUAL }});"),
                "    assert_ne!(plain.digest, last.digest);".to_owned(),
                "    assert_ne!(plain.digest, first.digest);".to_owned(),
                "}".to_owned(),
            ]
        }
        Property::Writes { symbol, param } => vec![
            "for len in [2, 8] {".to_owned(),
            format!("    let seen = {}(With {{ len, ..USUAL }});", runner(symbol)),
            format!("    assert!(seen.wrote & (1 << {param}) != 0);"),
            "}".to_owned(),
        ],
        Property::IsLength { symbol } => vec![
            "for len in [1, 2, 17] {".to_owned(),
            format!(
                "    assert_eq!({}(With {{ len, ones: true, ..USUAL }}).value, len as i128);",
                runner(symbol)
            ),
            "}".to_owned(),
        ],
        Property::CallsLength { symbol } => vec![
            "for len in [0, 1, 2, 17] {".to_owned(),
            format!("    assert_eq!({}(With {{ len, ..USUAL }}).calls, len);", runner(symbol)),
            "}".to_owned(),
        ],
        Property::Empty { symbol } => {
            vec![format!("assert_eq!({}(With {{ len: 0, ..USUAL }}).value, 0);", runner(symbol))]
        }
        Property::NoGrowth { symbol } => {
            let run = runner(symbol);
            match handle_of(plan, symbol) {
                Some(nth) => vec![
                    made(nth, "None"),
                    format!("without_growth(|| drop({run}_on(handle, USUAL)));"),
                    end(nth),
                ],
                None => vec![format!("without_growth(|| drop({run}(USUAL)));")],
            }
        }
        Property::Limits { symbol, param, values } => vec![
            format!("for int in [{}] {{", joined(values)),
            format!("    {}(With {{ int_at: Some({param}), int, ..USUAL }});", runner(symbol)),
            "}".to_owned(),
        ],
        other => round_trip(plan, other),
    }
}

/// The body of a test of what comes back.
fn round_trip(plan: &Plan<'_>, property: &Property) -> Vec<String> {
    let made = |nth: usize, number: &str| format!("let handle = make_handle_{nth}({number});");
    let end = |nth: usize| destroyed(plan, nth, "handle.cast()");
    match property {
        Property::Keeps { set, get, values } => {
            let nth = handle_of(plan, get).unwrap_or(0);
            vec![
                made(nth, "None"),
                format!("for int in [{}] {{", joined(values)),
                format!("    {}_on(handle, With {{ int_at: Some(1), int, ..USUAL }});", runner(set)),
                format!("    assert_eq!({}_on(handle, USUAL).value, int);", runner(get)),
                "}".to_owned(),
                end(nth),
            ]
        }
        Property::Begins { handle, get, values } => vec![
            format!("for int in [{}] {{", joined(values)),
            format!("    {}", made(*handle, "Some(int)")),
            format!("    assert_eq!({}_on(handle, USUAL).value, int);", runner(get)),
            format!("    {}", end(*handle)),
            "}".to_owned(),
        ],
        _ => Vec::new(),
    }
}

fn handle_of(plan: &Plan<'_>, symbol: &str) -> Option<usize> {
    let call = plan.calls.iter().find(|call| call.symbol() == symbol)?;
    call.args.iter().find_map(|arg| if let Arg::Handle(nth) = arg { Some(*nth) } else { None })
}

fn asserted(call: &str, expected: &Expected) -> Vec<String> {
    match expected {
        Expected::Anything => vec![format!("{call};")],
        Expected::Null => vec![format!("assert!({call}.is_null);")],
        Expected::Number(number) => vec![format!("assert_eq!({call}.value, {number});")],
    }
}

fn joined(values: &[i128]) -> String {
    values.iter().map(i128::to_string).collect::<Vec<_>>().join(", ")
}

fn runner(symbol: &str) -> String {
    format!("run_{symbol}")
}

fn limits(signed: bool, bits: u16) -> (i128, i128) {
    match (signed, bits) {
        (true, bits @ ..=64) => (-(1 << (bits - 1)), (1 << (bits - 1)) - 1),
        (false, bits @ ..=64) => (0, (1 << bits) - 1),
        (true, _) => (i128::from(i64::MIN), i128::from(i64::MAX)),
        (false, _) => (0, i128::from(u64::MAX)),
    }
}

/// An expression of a type, made of a number.
fn make(interface: &Interface, ty: &Type, number: &str) -> String {
    match interface.resolve(ty) {
        Type::Array { element, len } => format!("[{}; {len}]", make(interface, element, number)),
        Type::Named(key) => match interface.types.get(key).map(|def| &def.kind) {
            Some(TypeKind::Struct(record)) => {
                let fields: Vec<String> = record
                    .fields
                    .iter()
                    .map(|field| format!("{}: {}", field.name, make(interface, &field.ty, number)))
                    .collect();
                format!("library::{key} {{ {} }}", fields.join(", "))
            }
            Some(TypeKind::Enum(kind)) => {
                let values: Vec<String> =
                    kind.variants.iter().map(|v| format!("library::{key}({})", v.value)).collect();
                format!("[{}][{number} % {}]", values.join(", "), values.len())
            }
            Some(TypeKind::Union(_)) => format!("unsafe {{ std::mem::zeroed::<library::{key}>() }}"),
            _ => "unreachable!()".to_owned(),
        },
        Type::Bool => format!("({number} % 2 == 1)"),
        Type::Int(int) if int.bits == 8 => format!("letter({number}) as {}", spelled(ty)),
        other => format!("({number}) as {}", spelled(other)),
    }
}

/// Expressions for every number in a value, as bits.
fn leaves(interface: &Interface, ty: &Type, path: &str) -> Vec<String> {
    match interface.resolve(ty) {
        Type::Array { element, len } => {
            (0..(*len).min(16)).flat_map(|n| leaves(interface, element, &format!("{path}[{n}]"))).collect()
        }
        Type::Named(key) => match interface.types.get(key).map(|def| &def.kind) {
            Some(TypeKind::Struct(record)) => record
                .fields
                .iter()
                .flat_map(|field| leaves(interface, &field.ty, &format!("{path}.{}", field.name)))
                .collect(),
            Some(TypeKind::Enum(_)) => vec![format!("{path}.0 as u64")],
            _ => Vec::new(),
        },
        Type::Bool => vec![format!("u64::from({path})")],
        Type::Int(_) => vec![format!("{path} as u64")],
        Type::Float(_) => vec![format!("f64::from({path}).to_bits()")],
        _ => Vec::new(),
    }
}

fn spelled(ty: &Type) -> String {
    spelling::rust(ty, "library")
}

fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

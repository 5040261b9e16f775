//! The tests in Zig.

use std::fmt::Write as _;

use ghost_abi::emit::EmitError;
use ghost_abi::emit::zig::{ZigOptions, module};
use ghost_abi::model::{Extent, IntSpelling, Interface, Nullability, Type, TypeKind};

use super::super::contract::Gives;
use super::cases::{Case, Expected, Kind, Property, uses};
use super::plan::{Arg, Call, Maker, Plan};

const PRELUDE: &str = include_str!("prelude.zig");

pub(super) fn write(plan: &Plan<'_>, cases: &[Case], name: &str, link: &str) -> Result<String, EmitError> {
    let mut out = format!(
        "//! Tests of `{name}` from the side of Zig, written by zeke. They need this file and the library:\n\
         //!\n//!     {link}\n//!\n\
         //! Names say what is tested. Tests under \"observed\" hold what was seen when they were written.\n\n\
         const std = @import(\"std\");\nconst testing = std.testing;\n"
    );
    let mut body = String::new();
    for (nth, maker) in &plan.makers {
        write_maker(plan, *nth, maker, &mut body);
    }
    for call in
        plan.calls.iter().filter(|call| !call.args.is_empty() || call.contract.function.params.is_empty())
    {
        if cases.iter().any(|case| uses(&case.property, call.symbol())) {
            write_call(plan, call, &mut body);
        }
    }
    for kind in [Kind::Promised, Kind::Observed] {
        let title = match kind {
            Kind::Promised => "Promised: the declarations and bodies of the library say so.",
            Kind::Observed => "Observed: seen to hold for the library when these tests were written.",
        };
        let mut all = cases.iter().filter(|case| case.kind == kind).peekable();
        if all.peek().is_some() {
            let _ = writeln!(body, "// {title}\n");
        }
        for case in all {
            write_case(plan, case, &mut body);
        }
    }
    out.push_str(&body);
    out.push_str("// What every test uses.\n\n");
    out.push_str(PRELUDE);
    out.push_str("\n// The library as it declares itself.\n\n");
    let raw = module(plan.interface(), &ZigOptions::default())?;
    let raw = raw.lines().filter(|line| !line.starts_with("//!")).collect::<Vec<_>>().join("\n");
    out.push_str(raw.trim());
    out.push('\n');
    Ok(out)
}

/// Name of a handle's maker.
fn maker_name(nth: usize) -> String {
    format!("makeHandle{nth}")
}

fn handle_type(plan: &Plan<'_>, nth: usize) -> String {
    let handle = &plan.contracts.handles[nth];
    handle.key.map_or_else(|| "anyopaque".to_owned(), quoted)
}

fn write_maker(plan: &Plan<'_>, nth: usize, maker: &Maker<'_>, out: &mut String) {
    let ty = handle_type(plan, nth);
    let name = maker_name(nth);
    let symbol = quoted(&maker.function.symbol);
    let _ = writeln!(out, "/// Makes a handle of texts and numbers, the first that the library takes.");
    let _ = writeln!(out, "fn {name}(number: ?i128) !*{ty} {{");
    let takes_text = maker.args.contains(&Arg::Text);
    let takes_number = maker.args.iter().any(|arg| matches!(arg, Arg::Int { .. }));
    let texts: Vec<String> = maker.texts.iter().map(|text| literal(text)).collect();
    if takes_text {
        let _ = writeln!(out, "    const texts = [_][:0]const u8{{ {} }};", texts.join(", "));
    }
    let numbers = if takes_number { "1, 8, 64, 0" } else { "1" };
    let _ = writeln!(
        out,
        "    for ([_]i128{{ {numbers} }}) |usual| {{\n        const with: With = .{{ .int = number orelse usual }};"
    );
    if takes_number {
        // The first number is used for every one.
        let _ = writeln!(out, "        const value = with.int;");
    } else {
        let _ = writeln!(out, "        _ = with.int;");
    }
    let indent = if takes_text { "            " } else { "        " };
    if takes_text {
        let _ = writeln!(out, "        for (texts) |text| {{");
    }
    let mut setup = String::new();
    let args: Vec<String> = maker
        .args
        .iter()
        .enumerate()
        .map(|(nth, arg)| match arg {
            Arg::Text => "text.ptr".to_owned(),
            Arg::Made(_) => "@ptrCast(&made)".to_owned(),
            Arg::Int { .. } => "std.math.lossyCast(@TypeOf(INT), value)"
                .replace("@TypeOf(INT)", &spell(plan.interface(), &maker.function.params[nth].ty)),
            other => argument(plan, other, nth, &maker.function.params[nth].ty, &mut setup, "undefined"),
        })
        .collect();
    for line in setup.lines() {
        let _ = writeln!(out, "{indent}{}", line.trim_start());
    }
    let invoked = format!("{symbol}({})", args.join(", "));
    if maker.fills() {
        let _ = writeln!(out, "{indent}var made: ?*{ty} = null;\n{indent}_ = {invoked};");
    } else {
        let _ = writeln!(out, "{indent}const made: ?*{ty} = {invoked};");
    }
    let _ = writeln!(out, "{indent}if (made) |handle| return handle;");
    if takes_text {
        out.push_str("        }\n");
    }
    out.push_str("        if (number != null) break;\n    }\n    return error.NothingMadeAHandle;\n}\n\n");
}

/// The function that makes one call and looks at what it left.
fn write_call(plan: &Plan<'_>, call: &Call<'_>, out: &mut String) {
    let symbol = call.symbol();
    let handle = call.args.iter().find_map(|arg| if let Arg::Handle(nth) = arg { Some(*nth) } else { None });
    if let Some(nth) = handle {
        let ty = handle_type(plan, nth);
        let destroys = quoted(&plan.contracts.handles[nth].destroys.symbol);
        let _ = write!(
            out,
            "fn {0}(with: With) !Seen {{\n    const handle = try {1}(null);\n    defer _ = {destroys}(handle);\n    \
             return {0}On(handle, with);\n}}\n\nfn {0}On(handle: *{ty}, with: With) !Seen {{\n",
            runner(symbol),
            maker_name(nth),
        );
    } else {
        let _ = writeln!(out, "fn {}(with: With) !Seen {{", runner(symbol));
    }
    out.push_str("    _ = with.len;\n    var seen: Seen = .{};\n");
    if call.args.iter().any(|arg| matches!(arg, Arg::Callback(_))) {
        out.push_str("    calls = 0;\n");
    }
    let mut setup = String::new();
    let args: Vec<String> = call
        .args
        .iter()
        .enumerate()
        .map(|(nth, arg)| {
            argument(plan, arg, nth, &call.contract.function.params[nth].ty, &mut setup, "handle")
        })
        .collect();
    out.push_str(&setup);
    let invoked = format!("{}({})", quoted(symbol), args.join(", "));
    result(plan, call, &invoked, out);
    for (nth, arg) in call.args.iter().enumerate() {
        if let Arg::Slice { element, mutable: true } | Arg::Place { element, mutable: true, .. } = arg {
            let ty = spell(plan.interface(), element);
            let _ = writeln!(out, "    seen.written({ty}, {nth}, before{nth}, arg{nth}.items);");
            let leaves = leaves(plan.interface(), element, "item");
            let _ = writeln!(out, "    for (arg{nth}.items) |item| {{");
            for leaf in leaves {
                let _ = writeln!(out, "        seen.add({leaf});");
            }
            out.push_str("    }\n");
        }
    }
    end_made(plan, call, out);
    if call.args.iter().any(|arg| matches!(arg, Arg::Callback(_))) {
        out.push_str("    seen.calls = calls;\n");
    }
    out.push_str("    return seen;\n}\n\n");
    for (nth, arg) in call.args.iter().enumerate() {
        if let Arg::Callback(callback) = arg {
            let params: Vec<String> =
                callback.params.iter().map(|p| format!("_: {}", spell(plan.interface(), &p.ty))).collect();
            let ret = spell(plan.interface(), &callback.ret);
            let value = if callback.ret == Type::Void { "" } else { "\n    return std.mem.zeroes(RET);" };
            let _ = write!(
                out,
                "fn {}Callback{nth}({}) callconv(.c) {ret} {{\n    calls += 1;{}\n}}\n\n",
                runner(symbol),
                params.join(", "),
                value.replace("RET", &ret)
            );
        }
    }
}

/// Ends the handles that the call put where its arguments point to.
fn end_made(plan: &Plan<'_>, call: &Call<'_>, out: &mut String) {
    for (nth, arg) in call.args.iter().enumerate() {
        if let Arg::Made(handle) = arg {
            let destroys = quoted(&plan.contracts.handles[*handle].destroys.symbol);
            let _ = writeln!(
                out,
                "    seen.add(arg{nth} == null);\n    if (arg{nth}) |one| _ = {destroys}(one);"
            );
        }
    }
}

/// The expression for an argument; what must stand before the call goes into `setup`.
fn argument(plan: &Plan<'_>, arg: &Arg, nth: usize, ty: &Type, setup: &mut String, handle: &str) -> String {
    let interface = plan.interface();
    let nullable = matches!(interface.resolve(ty), Type::Pointer(p) if p.nullable != Nullability::NonNull);
    let or_null = |value: String| {
        if nullable { format!("if (with.null_at == {nth}) null else {value}") } else { value }
    };
    match arg {
        Arg::Handle(_) => or_null(handle.to_owned()),
        Arg::Slice { element, mutable } => {
            let item = spell(interface, element);
            let _ = writeln!(
                setup,
                "    const arg{nth} = try Edge({item}).init(with.len);\n    defer arg{nth}.deinit();"
            );
            let made = make(interface, element, &format!("with.number(index, arg{nth}.items.len, {nth})"));
            let _ = writeln!(setup, "    for (arg{nth}.items, 0..) |*item, index| item.* = {made};");
            if *mutable {
                before(&item, nth, setup);
            }
            or_null(format!("arg{nth}.items.ptr"))
        }
        Arg::Len => "@intCast(with.len)".to_owned(),
        Arg::Text => {
            let _ = writeln!(
                setup,
                "    const arg{nth} = try Edge(u8).init(with.len + 1);\n    defer arg{nth}.deinit();\n    \
                 for (arg{nth}.items, 0..) |*item, index| item.* = scalar(u8, with.number(index, with.len, {nth}));\n    \
                 arg{nth}.items[with.len] = 0;"
            );
            or_null(format!("arg{nth}.items[0..with.len :0].ptr"))
        }
        Arg::Place { element, mutable, count } => {
            let item = spell(interface, element);
            let _ = writeln!(
                setup,
                "    const arg{nth} = try Edge({item}).init({count});\n    defer arg{nth}.deinit();"
            );
            let made = make(interface, element, &format!("with.number(index, arg{nth}.items.len, {nth})"));
            let _ = writeln!(setup, "    for (arg{nth}.items, 0..) |*item, index| item.* = {made};");
            if *mutable {
                before(&item, nth, setup);
            }
            let one = matches!(interface.resolve(ty), Type::Pointer(p) if p.extent == Extent::One);
            or_null(if one { format!("&arg{nth}.items[0]") } else { format!("arg{nth}.items.ptr") })
        }
        Arg::Int { start, .. } => {
            let int = spell(interface, ty);
            let _ = writeln!(
                setup,
                "    const arg{nth}: {int} = if (with.int_at == {nth}) std.math.lossyCast({int}, with.int) else {start};"
            );
            format!("arg{nth}")
        }
        Arg::Value(value) => {
            let _ = writeln!(
                setup,
                "    const arg{nth}: {} = {};",
                spell(interface, ty),
                make(interface, value, "1")
            );
            format!("arg{nth}")
        }
        Arg::Made(handle) => {
            let _ = writeln!(setup, "    var arg{nth}: ?*{} = null;", handle_type(plan, *handle));
            or_null(format!("@ptrCast(&arg{nth})"))
        }
        Arg::Callback(_) => "&CALLBACK".replace("CALLBACK", &format!("{{runner}}Callback{nth}")),
        Arg::Context => "@ptrCast(&calls)".to_owned(),
    }
}

fn before(item: &str, nth: usize, setup: &mut String) {
    let _ = writeln!(
        setup,
        "    const before{nth} = try testing.allocator.dupe({item}, arg{nth}.items);\n    defer testing.allocator.free(before{nth});"
    );
}

fn result(plan: &Plan<'_>, call: &Call<'_>, invoked: &str, out: &mut String) {
    let interface = plan.interface();
    let invoked = invoked.replace("{runner}", &runner(call.symbol()));
    let ret = &call.contract.function.ret;
    match call.contract.gives {
        Gives::Nothing => {
            let _ = writeln!(out, "    {invoked};");
        }
        Gives::Handle(nth) => {
            let ty = handle_type(plan, nth);
            let destroys = quoted(&plan.contracts.handles[nth].destroys.symbol);
            let _ = writeln!(
                out,
                "    const made: ?*{ty} = {invoked};\n    seen.is_null = made == null;\n    if (made) |one| _ = {destroys}(one);"
            );
        }
        Gives::OwnedText | Gives::BorrowedText => {
            let _ = writeln!(
                out,
                "    const result: ?[*:0]const u8 = @ptrCast({invoked});\n    seen.is_null = result == null;"
            );
            out.push_str("    if (result) |text| for (std.mem.span(text)) |letter| seen.add(letter);\n");
            if call.contract.gives == Gives::OwnedText
                && let Some(release) = plan.contracts.text_release
            {
                let _ = writeln!(
                    out,
                    "    if (result) |text| _ = {}(@ptrCast(@constCast(text)));",
                    quoted(&release.symbol)
                );
            }
        }
        Gives::Pointer => {
            let _ = writeln!(
                out,
                "    const result: ?*const anyopaque = @ptrCast({invoked});\n    seen.is_null = result == null;\n    seen.add(seen.is_null);"
            );
        }
        Gives::Value => {
            let _ = writeln!(out, "    const result = {invoked};");
            let mut leaves = leaves(interface, ret, "result");
            if leaves.is_empty() {
                // Nothing in it can be looked at; that it came back is seen.
                leaves.push("@as(usize, @sizeOf(@TypeOf(result)))".to_owned());
            }
            for leaf in leaves {
                let _ = writeln!(out, "    seen.add({leaf});");
            }
            match interface.resolve(ret) {
                // The widest do not fit as they are.
                Type::Int(int) if int.bits == 128 => out.push_str("    seen.value = @bitCast(result);\n"),
                Type::Int(_) => out.push_str("    seen.value = result;\n"),
                Type::Bool => out.push_str("    seen.value = @intFromBool(result);\n"),
                Type::Float(_) => out.push_str("    seen.value = whole(result);\n"),
                Type::Named(key)
                    if matches!(interface.types.get(key).map(|d| &d.kind), Some(TypeKind::Enum(_))) =>
                {
                    out.push_str("    seen.value = @intFromEnum(result);\n");
                }
                _ => {}
            }
        }
    }
}

fn write_case(plan: &Plan<'_>, case: &Case, out: &mut String) {
    let _ = writeln!(out, "test {} {{", literal(&case.name));
    let lines = lines(plan, &case.property);
    for line in lines {
        let _ = writeln!(out, "    {line}");
    }
    out.push_str("}\n\n");
}

/// The body of a test.
fn lines(plan: &Plan<'_>, property: &Property) -> Vec<String> {
    match property {
        Property::Null { symbol, param, expected } => {
            asserted(&format!("try {}(.{{ .null_at = {param} }})", runner(symbol)), expected)
        }
        Property::Above { symbol, param, value, expected } => {
            asserted(&format!("try {}(.{{ .int_at = {param}, .int = {value} }})", runner(symbol)), expected)
        }
        Property::Within { symbol, param, value, refused } => {
            let call =
                format!("const seen = try {}(.{{ .int_at = {param}, .int = {value} }});", runner(symbol));
            let check = match refused {
                Expected::Null => "try testing.expect(!seen.is_null);".to_owned(),
                Expected::Number(number) => format!("try testing.expect(seen.value != {number});"),
                Expected::Anything => "_ = seen;".to_owned(),
            };
            vec![call, check]
        }
        Property::Ends { handle } => {
            let destroys = quoted(&plan.contracts.handles[*handle].destroys.symbol);
            vec![
                "var memory: Memory = .begin();".to_owned(),
                "while (memory.more()) {".to_owned(),
                format!("    const handle = try {}(null);", maker_name(*handle)),
                format!("    _ = {destroys}(handle);"),
                "}".to_owned(),
                "try memory.expectNoGrowth();".to_owned(),
            ]
        }
        Property::NullEnds { symbol } => vec![format!("_ = {}(null);", quoted(symbol))],
        Property::Lengths { symbol, lengths, .. } => {
            let lengths: Vec<String> = lengths.iter().map(usize::to_string).collect();
            let all = format!("[_]usize{{ {} }}", lengths.join(", "));
            vec![format!("for ({all}) |len| _ = try {}(.{{ .len = len }});", runner(symbol))]
        }
        Property::Same { symbol } => {
            let run = runner(symbol);
            vec![
                format!("const first = try {run}(.{{}});"),
                format!("const second = try {run}(.{{}});"),
                "try testing.expectEqual(first.digest, second.digest);".to_owned(),
            ]
        }
        other => observed(plan, other),
    }
}

/// The body of a test of what was seen.
fn observed(plan: &Plan<'_>, property: &Property) -> Vec<String> {
    match property {
        Property::Reads { symbol, param } => {
            let run = runner(symbol);
            vec![
                "for ([_]usize{ 2, 9 }) |len| {".to_owned(),
                format!("    const plain = try {run}(.{{ .len = len }});"),
                format!(
                    "    const last = try {run}(.{{ .len = len, .change = {param}, .change_last = true }});"
                ),
                format!("    const first = try {run}(.{{ .len = len, .change = {param} }});"),
                "    try testing.expect(plain.digest != last.digest);".to_owned(),
                "    try testing.expect(plain.digest != first.digest);".to_owned(),
                "}".to_owned(),
            ]
        }
        Property::Writes { symbol, param } => vec![
            "for ([_]usize{ 2, 8 }) |len| {".to_owned(),
            format!("    const seen = try {}(.{{ .len = len }});", runner(symbol)),
            format!("    try testing.expect(seen.wrote & (1 << {param}) != 0);"),
            "}".to_owned(),
        ],
        Property::IsLength { symbol } => vec![
            "for ([_]usize{ 1, 2, 17 }) |len| {".to_owned(),
            format!("    const seen = try {}(.{{ .len = len, .ones = true }});", runner(symbol)),
            "    try testing.expectEqual(@as(i128, @intCast(len)), seen.value);".to_owned(),
            "}".to_owned(),
        ],
        Property::CallsLength { symbol } => vec![
            "for ([_]usize{ 0, 1, 2, 17 }) |len| {".to_owned(),
            format!("    const seen = try {}(.{{ .len = len }});", runner(symbol)),
            "    try testing.expectEqual(len, seen.calls);".to_owned(),
            "}".to_owned(),
        ],
        Property::Empty { symbol } => vec![
            format!("const seen = try {}(.{{ .len = 0 }});", runner(symbol)),
            "try testing.expectEqual(@as(i128, 0), seen.value);".to_owned(),
        ],
        Property::NoGrowth { symbol } => no_growth(plan, symbol),
        Property::Limits { symbol, param, values } => {
            let values: Vec<String> = values.iter().map(i128::to_string).collect();
            let all = format!("[_]i128{{ {} }}", values.join(", "));
            vec![format!(
                "for ({all}) |value| _ = try {}(.{{ .int_at = {param}, .int = value }});",
                runner(symbol)
            )]
        }
        other => round_trip(plan, other),
    }
}

/// The body of a test of what comes back.
fn round_trip(plan: &Plan<'_>, property: &Property) -> Vec<String> {
    match property {
        Property::Keeps { set, get, values } => {
            let handle = handle_of(plan, get);
            let destroys = quoted(&plan.contracts.handles[handle].destroys.symbol);
            vec![
                format!("const handle = try {}(null);", maker_name(handle)),
                format!("defer _ = {destroys}(handle);"),
                format!("for ([_]i128{{ {} }}) |value| {{", joined(values)),
                format!("    _ = try {}On(handle, .{{ .int_at = 1, .int = value }});", runner(set)),
                format!("    const seen = try {}On(handle, .{{}});", runner(get)),
                "    try testing.expectEqual(value, seen.value);".to_owned(),
                "}".to_owned(),
            ]
        }
        Property::Begins { handle, get, values } => {
            let destroys = quoted(&plan.contracts.handles[*handle].destroys.symbol);
            vec![
                format!("for ([_]i128{{ {} }}) |value| {{", joined(values)),
                format!("    const handle = try {}(value);", maker_name(*handle)),
                format!("    defer _ = {destroys}(handle);"),
                format!("    const seen = try {}On(handle, .{{}});", runner(get)),
                "    try testing.expectEqual(value, seen.value);".to_owned(),
                "}".to_owned(),
            ]
        }
        _ => Vec::new(),
    }
}

fn no_growth(plan: &Plan<'_>, symbol: &str) -> Vec<String> {
    let run = runner(symbol);
    let on = plan.calls.iter().find(|call| call.symbol() == symbol).and_then(|call| {
        call.args.iter().find_map(|arg| if let Arg::Handle(nth) = arg { Some(*nth) } else { None })
    });
    let mut out = Vec::new();
    if let Some(nth) = on {
        out.push(format!("const handle = try {}(null);", maker_name(nth)));
        out.push(format!("defer _ = {}(handle);", quoted(&plan.contracts.handles[nth].destroys.symbol)));
    }
    out.push("var memory: Memory = .begin();".to_owned());
    let call = if on.is_some() { format!("{run}On(handle, .{{}})") } else { format!("{run}(.{{}})") };
    out.push(format!("while (memory.more()) _ = try {call};"));
    out.push("try memory.expectNoGrowth();".to_owned());
    out
}

fn handle_of(plan: &Plan<'_>, symbol: &str) -> usize {
    let call = plan.calls.iter().find(|call| call.symbol() == symbol);
    call.and_then(|call| if let Some(Arg::Handle(nth)) = call.args.first() { Some(*nth) } else { None })
        .unwrap_or(0)
}

fn asserted(call: &str, expected: &Expected) -> Vec<String> {
    match expected {
        Expected::Anything => vec![format!("_ = {call};")],
        Expected::Null => {
            vec![format!("const seen = {call};"), "try testing.expect(seen.is_null);".to_owned()]
        }
        Expected::Number(number) => vec![
            format!("const seen = {call};"),
            format!("try testing.expectEqual(@as(i128, {number}), seen.value);"),
        ],
    }
}

fn joined(values: &[i128]) -> String {
    values.iter().map(i128::to_string).collect::<Vec<_>>().join(", ")
}

/// Name of the function that calls `symbol`.
fn runner(symbol: &str) -> String {
    let plain: String = symbol.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    format!("run_{plain}")
}

/// An expression of a type, made of a number.
fn make(interface: &Interface, ty: &Type, number: &str) -> String {
    match interface.resolve(ty) {
        Type::Array { element, len } => format!(
            "@as([{len}]{0}, @splat({1}))",
            spell(interface, element),
            make(interface, element, number)
        ),
        Type::Named(key) => match interface.types.get(key).map(|def| &def.kind) {
            Some(TypeKind::Struct(record)) => {
                let fields: Vec<String> = record
                    .fields
                    .iter()
                    .map(|field| format!(".{} = {}", quoted(&field.name), make(interface, &field.ty, number)))
                    .collect();
                format!("{}{{ {} }}", quoted(key), fields.join(", "))
            }
            Some(TypeKind::Enum(kind)) => {
                let values: Vec<String> =
                    kind.variants.iter().map(|v| format!("@enumFromInt({})", v.value)).collect();
                format!("([_]{}{{ {} }})[{number} % {}]", quoted(key), values.join(", "), values.len())
            }
            Some(TypeKind::Union(_)) => format!("std.mem.zeroes({})", quoted(key)),
            _ => "undefined".to_owned(),
        },
        other => format!("scalar({}, {number})", spell(interface, other)),
    }
}

/// Expressions for every number in a value.
fn leaves(interface: &Interface, ty: &Type, path: &str) -> Vec<String> {
    match interface.resolve(ty) {
        Type::Array { element, len } => {
            (0..(*len).min(16)).flat_map(|n| leaves(interface, element, &format!("{path}[{n}]"))).collect()
        }
        Type::Named(key) => match interface.types.get(key).map(|def| &def.kind) {
            Some(TypeKind::Struct(record)) => record
                .fields
                .iter()
                .flat_map(|field| leaves(interface, &field.ty, &format!("{path}.{}", quoted(&field.name))))
                .collect(),
            Some(TypeKind::Enum(_)) => vec![path.to_owned()],
            _ => Vec::new(),
        },
        Type::Bool | Type::Int(_) | Type::Float(32 | 64) => vec![path.to_owned()],
        _ => Vec::new(),
    }
}

/// A type as the declarations spell it in memory.
fn spell(interface: &Interface, ty: &Type) -> String {
    match ty {
        Type::Void => "void".to_owned(),
        Type::Never => "noreturn".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::RustChar => "u32".to_owned(),
        Type::Float(bits) => format!("f{bits}"),
        Type::Int(int) => match int.spelling {
            IntSpelling::Size => if int.signed { "isize" } else { "usize" }.to_owned(),
            IntSpelling::CLong => if int.signed { "c_long" } else { "c_ulong" }.to_owned(),
            IntSpelling::CChar => "u8".to_owned(),
            _ => format!("{}{}", if int.signed { 'i' } else { 'u' }, int.bits),
        },
        Type::Array { element, len } => format!("[{len}]{}", spell(interface, element)),
        Type::Named(key) => match interface.types.get(key).map(|def| &def.kind) {
            Some(TypeKind::Alias(target)) => spell(interface, target),
            _ => quoted(key),
        },
        Type::Pointer(pointer) => {
            let constness = if pointer.mutable { "" } else { "const " };
            let inside = if interface.resolve(&pointer.pointee) == &Type::Void {
                "anyopaque".to_owned()
            } else {
                spell(interface, &pointer.pointee)
            };
            format!("?*{constness}{inside}")
        }
        Type::FnPointer(_) => "?*const anyopaque".to_owned(),
        Type::Foreign(_) => "anyopaque".to_owned(),
    }
}

/// Words that cannot be names in Zig.
const RESERVED: &str = "addrspace align allowzero and anyframe anytype asm break callconv catch comptime const continue \
    defer else enum errdefer error export extern fn for if inline linksection noalias noinline nosuspend opaque or orelse \
    packed pub resume return struct suspend switch test threadlocal try union unreachable usingnamespace var volatile \
    while async await type bool void anyopaque true false null undefined";

fn quoted(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    if plain && !RESERVED.split_whitespace().any(|word| word == name) {
        name.to_owned()
    } else {
        format!("@\"{name}\"")
    }
}

/// A text as a literal.
fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

use super::*;
use crate::model::{CallConv, Extent, Interface, Nullability, Repr, Type, TypeKind};

fn view(text: &str) -> SourceView {
    read("t", &[SourceFile { path: "main.zig", text }], &Machine::X86_64_LINUX)
}

fn record<'a>(interface: &'a Interface, name: &str) -> &'a crate::model::Record {
    match &interface.types[name].kind {
        TypeKind::Struct(record) | TypeKind::Union(record) => record,
        other => panic!("{other:?}"),
    }
}

#[test]
fn declarations_arrive_with_their_places() {
    let view = view(
        "/// Adds.\npub export fn add(a: c_int, b: i32) c_int {\n    return a + b;\n}\n\
         extern \"c\" fn puts(s: [*:0]const u8, ...) noreturn;\n\
         export threadlocal var tls: u32 = 1;\nextern const ready: bool;\n",
    );
    assert_eq!(view.problems, []);
    let add = view.exports.function("add").unwrap();
    assert_eq!((add.docs.as_slice(), &add.callconv), (["Adds.".to_owned()].as_slice(), &CallConv::C));
    let at = add.location.as_ref().unwrap();
    assert_eq!((at.line, at.column), (2, 15));
    let puts = view.imports.function("puts").unwrap();
    assert!(puts.variadic);
    assert_eq!(puts.ret, Type::Never);
    let Type::Pointer(p) = &puts.params[0].ty else { panic!() };
    assert_eq!((p.extent, p.mutable, p.nullable), (Extent::Sentinel(0), false, Nullability::NonNull));
    assert_eq!(view.facts.libraries["puts"], "c");
    assert!(view.exports.static_("tls").unwrap().thread_local);
    assert!(!view.imports.static_("ready").unwrap().mutable);
}

#[test]
fn containers_get_fields_offsets_and_bits() {
    let view = view(
        "const N = 2 * 2;\nconst S = extern struct { a: u8, b: u32 align(8), c: [N]u16, p: P, u: U };\n\
         const P = packed struct(u32) { x: u3, y: bool, _: u28 = 0 };\nconst U = extern union { i: u32, f: f64 };\n\
         const E = enum(u8) { one = 1, two, _ };\nconst H = opaque {};\n\
         export fn f(s: *S, e: E, h: ?*H) void { _ = s; _ = e; _ = h; }\n",
    );
    assert_eq!(view.problems, []);
    let s = record(&view.exports, "S");
    let offsets: Vec<_> = s.fields.iter().map(|f| f.offset_bytes.unwrap()).collect();
    assert_eq!(offsets, [0, 8, 12, 20, 24]);
    assert_eq!(view.exports.types["S"].layout.unwrap().size_bytes, 32);
    let p = record(&view.exports, "P");
    assert_eq!(p.repr, Repr::Bits(32));
    assert_eq!(p.fields[1].bits.unwrap().offset, 3);
    let TypeKind::Enum(e) = &view.exports.types["E"].kind else { panic!() };
    assert!(e.open);
    assert_eq!(e.variants[1].value, 2);
    assert_eq!(view.exports.types["H"].kind, TypeKind::Opaque);
}

#[test]
fn types_are_found_across_files_and_exports_by_builtin() {
    let files = [
        SourceFile {
            path: "src/main.zig",
            text: "const api = @import(\"lib/api.zig\");\nconst Pair = api.Pair;\nfn hidden(p: *const Pair) callconv(.c) void { _ = p; }\n\
                   comptime { @export(&hidden, .{ .name = \"seen\" }); }\nextern fn use(cb: api.Callback) void;\n",
        },
        SourceFile {
            path: "src/lib/api.zig",
            text: "pub const Pair = extern struct { a: i32, b: i32 };\npub const Callback = ?*const fn (*Pair, ...) callconv(.c) void;\n",
        },
    ];
    let view = read("t", &files, &Machine::X86_64_LINUX);
    assert_eq!(view.problems, []);
    let seen = view.exports.function("seen").unwrap();
    assert_eq!(seen.callconv, CallConv::C);
    let Type::Pointer(p) = &seen.params[0].ty else { panic!() };
    assert_eq!(p.pointee, Type::Named("Pair".to_owned()));
    let callback = view.imports.resolve(&view.imports.function("use").unwrap().params[0].ty);
    let Type::FnPointer(f) = callback else { panic!("{callback:?}") };
    assert!(f.variadic);
    assert_eq!((f.nullable, &f.callconv), (Nullability::Nullable, &CallConv::C));
}

#[test]
fn a_type_behind_a_namespace_is_what_stands_there() {
    let files = [
        SourceFile {
            path: "abi/types.zig",
            text: "pub const Metrics = extern struct { down: i32, up: i32 };\n",
        },
        SourceFile {
            path: "abi/face.zig",
            text: "const types = @import(\"types.zig\");\n\
                   pub extern fn a(out: *types.Metrics) bool;\npub extern fn b(out: ?*const types.Metrics) bool;\n\
                   pub extern fn c(out: [*]types.Metrics) bool;\npub extern fn d() *types.Metrics;\n\
                   pub extern fn e(out: *[2]types.Metrics) bool;\npub extern fn f(cb: *const fn (*types.Metrics) callconv(.c) void) void;\n\
                   const Out = *types.Metrics;\npub extern fn g(out: Out) void;\n\
                   pub extern fn h(cb: *const fn (u32) callconv(.c) types.Metrics) void;\n\
                   pub extern fn i(cb: ?*const fn (u32) callconv(.c) ?*types.Metrics) void;\n",
        },
    ];
    let view = read("t", &files, &Machine::X86_64_LINUX);
    assert_eq!(view.problems, []);
    let pointee = |ty: &Type| match ty {
        Type::Pointer(pointer) => (pointer.pointee.clone(), pointer.nullable, pointer.mutable),
        other => panic!("{other:?}"),
    };
    let param =
        |symbol: &str| pointee(view.imports.resolve(&view.imports.function(symbol).unwrap().params[0].ty));
    let named = Type::Named("Metrics".to_owned());
    assert_eq!(param("a"), (named.clone(), Nullability::NonNull, true));
    assert_eq!(param("b"), (named.clone(), Nullability::Nullable, false));
    assert_eq!(param("c"), (named.clone(), Nullability::NonNull, true));
    assert_eq!(pointee(&view.imports.function("d").unwrap().ret).0, named);
    assert_eq!(param("e").0, Type::Array { element: Box::new(named.clone()), len: 2 });
    let Type::FnPointer(callback) = &view.imports.function("f").unwrap().params[0].ty else { panic!() };
    assert_eq!(pointee(&callback.params[0].ty).0, named);
    assert_eq!(param("g").0, named);
    let result = |symbol: &str| match &view.imports.function(symbol).unwrap().params[0].ty {
        Type::FnPointer(callback) => (callback.ret.clone(), callback.nullable),
        other => panic!("{other:?}"),
    };
    assert_eq!(result("h"), (named.clone(), Nullability::NonNull));
    let (ret, nullable) = result("i");
    assert_eq!((pointee(&ret).0, nullable), (named, Nullability::Nullable));
    assert_eq!(record(&view.imports, "Metrics").fields[0].name, "down");
    let types: Vec<&String> = view.imports.types.keys().collect();
    assert_eq!(types, ["Metrics", "Out"]);
}

#[test]
fn what_is_not_c_stays_text() {
    let view = view("export fn f(s: []const u8, n: u24, e: anyerror!void, o: ?u32) void { _ = s; }");
    let shown: Vec<_> = view.exports.function("f").unwrap().params.iter().map(|p| p.ty.clone()).collect();
    let foreign = |t: &str| Type::Foreign(t.to_owned());
    assert_eq!(shown, [foreign("[]const u8"), foreign("u24"), foreign("anyerror!void"), foreign("?u32")]);
}

#[test]
fn a_broken_declaration_is_a_problem_and_the_rest_counts() {
    let view =
        view("export fn good() void {}\nconst X = extern struct { a: u8 b: u8 ;\nexport fn also() void {}\n");
    assert!(view.problems.iter().any(|p| p.location.line == 2), "{:?}", view.problems);
    assert!(view.exports.function("good").is_some());
}

/// Text whose types would have more parts than memory, or lie deeper in each other than any stack.
#[test]
fn what_never_ends_is_read_to_an_end() {
    let functions = (1..40).map(|n| {
        let before = n - 1;
        format!("const F{n} = fn (a: *const F{before}, b: *const F{before}) callconv(.c) void;\n")
    });
    let functions: String = functions.collect();
    let wide = format!(
        "const F0 = fn (a: u8) callconv(.c) void;\n{functions}\
         const Self = fn (a: ?*const Self, b: ?*const Self) callconv(.c) void;\n\
         export fn f(a: *const F39, b: *const F2, c: ?*const Self) void {{ _ = a; _ = b; _ = c; }}\n"
    );
    let view = view(&wide);
    let f = view.exports.function("f").unwrap();
    assert!(matches!(f.params[1].ty, Type::FnPointer(_)), "{f:?}");
    let structs: Vec<String> =
        (1..20_000).map(|n| format!("const P{n} = packed struct {{ a: P{} }};\n", n - 1)).collect();
    let structs = structs.concat();
    let deep = format!(
        "const P0 = packed struct {{ a: u8 }};\n{structs}export fn f(p: *P19999) void {{ _ = p; }}\n"
    );
    assert_eq!(super::tests::view(&deep).exports.functions.len(), 1);
}

#[test]
fn constants_that_no_other_language_has_are_left_out() {
    let view = view(
        "const std = @import(\"std\");\npub const shift: u5 = 3;\npub const time: std.c.time_t = 5;\n\
         pub const hex: f64 = 0x1p3;\npub const large: u8 = 300;\npub const fine: u8 = 3;\npub const half = 0.5;\n",
    );
    let names: Vec<&str> = view.exports.constants.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["fine", "half"]);
    let left_out: Vec<&str> = view.facts.left_out.iter().map(|out| out.name.as_str()).collect();
    assert_eq!(left_out, ["shift", "time", "hex", "large"]);
}

#[test]
fn lengths_are_computed() {
    let length = |before: &str, expr: &str| {
        let text = format!(
            "{before}\nconst S = extern struct {{ a: [{expr}]u8 }};\nexport fn f(s: *S) void {{ _ = s; }}\n"
        );
        let view = view(&text);
        assert_eq!(view.problems, [], "{text}");
        match &record(&view.exports, "S").fields[0].ty {
            Type::Array { len, .. } => Some(*len),
            _ => None,
        }
    };
    let check = |before: &str, expr: &str, expected: u64| {
        assert_eq!(length(before, expr), Some(expected), "{before} {expr}");
    };
    check("const wide = true;\nconst rows = if (wide) 32 else 16;", "rows * (rows + 1)", 32 * 33);
    check("const rows = 32;\nconst columns = @max(6, @min(rows, 8));", "columns", 8);
    check("const n = [_]u8{ 1, 2, 3 };\nconst t = \"ab\";", "n.len + t.len", 5);
    check("const l = .{ .a = 4 };", "l.a", 4);
    check("const m = enum { narrow, wide };\nconst mode: m = .wide;", "if (mode == .wide) 7 else 3", 7);
    check(
        "const b = @import(\"builtin\");",
        "switch (@import(\"builtin\").os.tag) { .windows => 1, else => 2 }",
        2,
    );
    check("", "@sizeOf(extern struct { x: u64, y: u8 })", 16);
    check("const E = enum(u8) { a = 3, b };", "@intFromEnum(E.b)", 4);
    check("const E = enum(u8) { a = 3, b };", "@typeInfo(E).@\"enum\".fields.len", 2);
    check("const std = @import(\"std\");", "std.math.maxInt(u4) + 1", 16);
    check("const n = blk: {\n    const half = 3;\n    break :blk half * 2;\n};", "n", 6);
}

//! The interfaces that are written in tests, one a family of things that cross a boundary.

use ghost_abi::Interface;
use ghost_abi::model::{
    BitRange, CallConv, ConstantValue, Location, Nullability, Record, Repr, Seen, Type, TypeKind,
};

use crate::build::{
    add, alias, array, callback, callback_non_null, constant, def, docs, enum_, function, interface, many,
    maybe, non_null, one, one_mut, opaque, open, raw, raw_mut, seen, static_, struct_, t, union_, until,
    with_repr,
};

/// Every case; the name of its interface is the name of its files.
pub(crate) fn all() -> Vec<Interface> {
    vec![
        by_value(),
        enums(),
        unions(),
        callbacks(),
        handles(),
        nullable(),
        arrays(),
        wide(),
        scalars(),
        statics(),
        macro_made(),
        keywords(),
        packed_aligned(),
        moved(),
        nested(),
        variadic(),
        constants(),
        documentation(),
        bits(),
        transparent(),
        collisions(),
        conventions(),
        observed(),
        math(),
    ]
}

fn by_value() -> Interface {
    let mut it = interface("by_value");
    add(
        &mut it,
        [
            struct_("Point", (8, 4), &[("x", t("f32"), 0), ("y", t("f32"), 4)]),
            struct_("Mixed", (16, 8), &[("a", t("u8"), 0), ("b", t("f64"), 8)]),
            struct_("Large", (40, 8), &[("values", array(4, t("f64")), 0), ("tag", t("u8"), 32)]),
        ],
    );
    it.functions = vec![
        function("point_add", &[("a", t("Point")), ("b", t("Point"))], t("Point")),
        function("mixed_swap", &[("m", t("Mixed"))], t("Mixed")),
        function("large_make", &[("seed", t("f64"))], t("Large")),
        function("large_sum", &[("large", t("Large"))], t("f64")),
        function("large_map", &[("large", t("Large")), ("by", t("Point"))], t("Large")),
    ];
    it
}

fn enums() -> Interface {
    let mut it = interface("enums");
    let mut color = enum_("Color", Some("u8"), &[("Red", 0), ("Green", 1), ("Blue", 200)]);
    if let TypeKind::Enum(kind) = &mut color.kind {
        kind.variants[1].docs = docs(" Like grass.");
    }
    add(
        &mut it,
        [
            color,
            enum_("ErrorCode", None, &[("Success", 0), ("InvalidInput", 1), ("OutOfMemory", 2)]),
            enum_("Signed", Some("i32"), &[("Minus", -1), ("Zero", 0), ("Plus", 1)]),
            enum_("Huge", Some("u64"), &[("Low", 1), ("High", i128::from(u64::MAX))]),
            open(enum_("Level", Some("c_int"), &[("Low", 0), ("Middle", 5), ("Usual", 5)])),
            open(enum_("Nothing", Some("u16"), &[])),
        ],
    );
    it.functions = vec![
        function("color_next", &[("color", t("Color"))], t("Color")),
        function("error_of", &[("value", t("i32"))], t("ErrorCode")),
        function("sign_of", &[("value", t("i32"))], t("Signed")),
        function("huge_other", &[("huge", t("Huge"))], t("Huge")),
        function("level_raise", &[("level", t("Level"))], t("Level")),
        function("nothing_at_all", &[("nothing", t("Nothing"))], t("Nothing")),
    ];
    it
}

fn unions() -> Interface {
    let mut it = interface("unions");
    add(
        &mut it,
        [
            union_("Number", (8, 8), &[("whole", t("i64")), ("real", t("f64")), ("raw", array(8, t("u8")))]),
            enum_("Kind", Some("u32"), &[("Whole", 0), ("Real", 1)]),
            struct_("Tagged", (16, 8), &[("kind", t("Kind"), 0), ("number", t("Number"), 8)]),
        ],
    );
    it.functions = vec![
        function("number_double", &[("number", t("Tagged"))], t("Tagged")),
        function("number_of", &[("whole", t("i64"))], t("Number")),
        function("number_first_byte", &[("number", raw(t("Number")))], t("u8")),
    ];
    it
}

fn callbacks() -> Interface {
    let mut it = interface("callbacks");
    let visit = [("user_data", raw_mut(t("void"))), ("value", t("i32"))];
    let compare = callback_non_null(&[("a", one(t("i32"))), ("b", one(t("i32")))], t("c_int"));
    let done = callback(
        &[("ctx", raw_mut(t("void"))), ("each", callback(&[("", t("u8"))], t("void")))],
        raw(t("c_char")),
    );
    add(
        &mut it,
        [
            alias("Visitor", callback(&visit, t("bool"))),
            struct_(
                "Events",
                (24, 8),
                &[
                    ("user_data", raw_mut(t("void")), 0),
                    ("on_event", callback(&visit, t("void")), 8),
                    ("next", callback(&[("events", one(t("Events")))], raw(t("Events"))), 16),
                ],
            ),
        ],
    );
    it.functions = vec![
        function(
            "for_each",
            &[
                ("xs", raw(t("i32"))),
                ("n", t("usize")),
                ("visitor", t("Visitor")),
                ("user", raw_mut(t("void"))),
            ],
            t("usize"),
        ),
        function("events_fire", &[("events", t("Events")), ("value", t("i32"))], t("bool")),
        function("sort_by", &[("xs", raw_mut(t("i32"))), ("n", t("usize")), ("compare", compare)], t("void")),
        function("adder", &[], callback(&[("a", t("i32")), ("b", t("i32"))], t("i32"))),
        function("nested", &[("done", done)], t("void")),
    ];
    it
}

fn handles() -> Interface {
    let mut it = interface("handles");
    let native = Record { fields: Vec::new(), repr: Repr::Native };
    add(
        &mut it,
        [
            opaque("Counter"),
            def("Session", TypeKind::Struct(native), Some((48, 8))),
            enum_("Status", None, &[("Ok", 0), ("Failed", 1), ("Busy", 7)]),
        ],
    );
    let text = raw_mut(t("c_char"));
    it.functions = vec![
        function("counter_new", &[("start", t("i64"))], raw_mut(t("Counter"))),
        function("counter_add", &[("counter", raw_mut(t("Counter"))), ("by", t("i64"))], t("i64")),
        function("counter_init", &[("counter", raw_mut(t("Counter")))], t("void")),
        function("counter_name", &[("counter", raw(t("Counter")))], text.clone()),
        function("counter_free", &[("counter", raw_mut(t("Counter")))], t("void")),
        function("free_string", &[("text", text)], t("void")),
        function(
            "session_open",
            &[("name", raw(t("c_char"))), ("out", raw_mut(raw_mut(t("Session"))))],
            t("Status"),
        ),
        function(
            "session_write",
            &[("session", one_mut(t("Session"))), ("data", raw(t("u8"))), ("len", t("usize"))],
            t("Status"),
        ),
        function("session_total", &[("session", maybe(t("Session")))], t("usize")),
        function("session_close", &[("session", raw_mut(t("Session")))], t("void")),
    ];
    it
}

fn nullable() -> Interface {
    let mut it = interface("nullable");
    add(&mut it, [struct_("Item", (4, 4), &[("id", t("u32"), 0)])]);
    it.functions = vec![
        function("item_id", &[("item", one(t("Item")))], t("u32")),
        function("item_or", &[("item", maybe(t("Item"))), ("other", t("u32"))], t("u32")),
        function("item_bump", &[("item", non_null(t("Item")))], non_null(t("Item"))),
        function("items_first", &[("items", many(t("Item")))], one(t("Item"))),
        function("text_len", &[("text", until(0, t("c_char"), Nullability::NonNull))], t("usize")),
        function("text_find", &[("text", raw(t("c_char")))], until(0, t("c_char"), Nullability::Nullable)),
        function("values_until", &[("values", until(-1, t("i32"), Nullability::NonNull))], t("usize")),
        function(
            "names_count",
            &[("names", until(0, until(0, t("c_char"), Nullability::Nullable), Nullability::NonNull))],
            t("usize"),
        ),
    ];
    it
}

fn arrays() -> Interface {
    let mut it = interface("arrays");
    add(&mut it, [struct_("Message", (4, 4), &[("len", t("u32"), 0), ("data", array(0, t("u8")), 4)])]);
    add(
        &mut it,
        [
            struct_("Matrix", (64, 4), &[("cells", array(4, array(4, t("f32"))), 0)]),
            struct_(
                "Name",
                (40, 8),
                &[
                    ("len", t("usize"), 0),
                    ("text", array(16, t("c_char")), 8),
                    ("parts", array(2, raw(t("u8"))), 24),
                ],
            ),
            alias("Row", array(3, t("i16"))),
            struct_("Tail", (4, 4), &[("count", t("u32"), 0), ("items", array(0, t("u32")), 4)]),
        ],
    );
    it.functions = vec![
        function("matrix_transpose", &[("matrix", t("Matrix"))], t("Matrix")),
        function("matrix_rows", &[("rows", raw(array(4, t("f32")))), ("n", t("usize"))], t("f32")),
        function("row_sum", &[("row", one(t("Row")))], t("i32")),
        function("name_of", &[("index", t("u32"))], t("Name")),
        function("tail_sum", &[("tail", one(t("Tail")))], t("u32")),
    ];
    it
}

fn wide() -> Interface {
    let mut it = interface("wide");
    add(
        &mut it,
        [
            struct_("Pair", (32, 16), &[("small", t("u8"), 0), ("wide", t("u128"), 16)]),
            struct_("Holder", (8, 8), &[("pair", raw(t("Pair")), 0)]),
        ],
    );
    it.functions = vec![
        function("wide_mul", &[("a", t("u64")), ("b", t("u64"))], t("u128")),
        function("wide_neg", &[("a", t("i128"))], t("i128")),
        function("wide_pair", &[("pair", t("Pair"))], t("Pair")),
        function("wide_holder", &[("holder", t("Holder"))], t("u64")),
    ];
    it.constants = vec![constant("WIDE_MAX", t("u128"), ConstantValue::Int(i128::MAX))];
    it
}

fn scalars() -> Interface {
    let mut it = interface("scalars");
    let kinds = [
        "bool",
        "char",
        "u8",
        "i8",
        "u16",
        "i16",
        "u32",
        "i32",
        "u64",
        "i64",
        "usize",
        "isize",
        "f32",
        "f64",
        "c_char",
        "c_schar",
        "c_uchar",
        "c_short",
        "c_ushort",
        "c_int",
        "c_uint",
        "c_long",
        "c_ulong",
        "c_longlong",
        "c_ulonglong",
    ];
    it.functions =
        kinds.iter().map(|kind| function(&format!("same_{kind}"), &[("value", t(kind))], t(kind))).collect();
    it
}

fn statics() -> Interface {
    let mut it = interface("statics");
    add(
        &mut it,
        [opaque("Secret"), struct_("Version", (8, 4), &[("major", t("u32"), 0), ("minor", t("u32"), 4)])],
    );
    it.statics = vec![
        static_("VERSION", t("Version"), false),
        static_("counter", t("u64"), true),
        static_("PRIMES", array(5, t("u16")), false),
        static_("GREETING", one(t("Secret")), false),
        static_("hook", callback(&[("value", t("i32"))], t("i32")), true),
        static_("new", t("u8"), false),
    ];
    it.statics[1].docs = docs(" Counts calls.");
    it.functions = vec![function("count", &[], t("u64"))];
    it
}

/// What debug information alone knows: no names, no constness, no promises about pointers.
fn macro_made() -> Interface {
    let mut it = interface("macro_made");
    add(
        &mut it,
        [
            opaque("rure"),
            with_repr(
                "rure_match",
                (16, 8),
                Repr::Unknown,
                &[("start", t("usize"), 0), ("end", t("usize"), 8)],
            ),
        ],
    );
    it.functions = vec![
        function("rure_compile", &[("", seen(t("i8"))), ("", t("usize"))], seen(t("rure"))),
        function(
            "rure_find",
            &[("", seen(t("rure"))), ("", seen(t("u8"))), ("", t("usize")), ("", seen(t("rure_match")))],
            t("bool"),
        ),
        function("rure_free", &[("re", seen(t("rure"))), ("", seen(t("void")))], t("void")),
    ];
    for function in &mut it.functions {
        function.seen = Seen { symbol: true, debug: true, source: false };
    }
    it
}

fn keywords() -> Interface {
    let mut it = interface("keywords");
    add(
        &mut it,
        [
            struct_(
                "type",
                (32, 4),
                &[
                    ("class", t("u32"), 0),
                    ("error", t("u32"), 4),
                    ("fn", t("u32"), 8),
                    ("self", t("u32"), 12),
                    ("0", t("u32"), 16),
                    ("r#match", t("u32"), 20),
                    ("register", t("u32"), 24),
                    ("errno", t("u32"), 28),
                ],
            ),
            struct_("Self", (4, 4), &[("u8", t("u32"), 0)]),
            struct_("u8", (1, 1), &[("void", t("u8"), 0)]),
            enum_("union", Some("u32"), &[("default", 0), ("catch", 1), ("true", 2), ("_", 3)]),
            opaque("Option"),
            opaque("std"),
        ],
    );
    it.functions = vec![
        function(
            "main_loop",
            &[
                ("int", t("i32")),
                ("class", t("i32")),
                ("new", t("i32")),
                ("fn", t("i32")),
                ("u8", t("u8")),
                ("self", t("i32")),
                ("std", raw(t("std"))),
                ("main_loop", t("i32")),
                ("_", t("i32")),
                ("linux", t("i32")),
                ("near", t("i32")),
            ],
            t("i32"),
        ),
        function("delete", &[("all", t("type"))], t("type")),
        function("int", &[("a", Type::Named("u8".to_owned()))], Type::Named("u8".to_owned())),
        function("match", &[("kind", t("union"))], t("Self")),
        function("crate", &[("option", raw_mut(t("Option")))], t("i32")),
        function("odd.name$1", &[], t("i32")),
        function("twice", &[("a", t("i32")), ("a", t("i32"))], t("i32")),
    ];
    it
}

fn packed_aligned() -> Interface {
    let mut it = interface("packed_aligned");
    let fields = [("a", t("u8"), 0), ("b", t("u32"), 1), ("c", t("u16"), 5)];
    add(
        &mut it,
        [
            with_repr("Packed", (7, 1), Repr::CPacked(1), &fields),
            with_repr("PackedTwo", (10, 2), Repr::CPacked(2), &[("a", t("u8"), 0), ("b", t("u64"), 2)]),
            with_repr(
                "Aligned",
                (32, 32),
                Repr::C { align: Some(32) },
                &[("x", t("f32"), 0), ("y", t("f32"), 4)],
            ),
            struct_("Floats", (12, 4), &[("xyz", array(3, t("f32")), 0)]),
            // Less than it has anyway.
            with_repr("Lazy", (8, 8), Repr::C { align: Some(2) }, &[("x", t("u64"), 0)]),
            struct_("Outer", (64, 32), &[("packed", t("Packed"), 0), ("aligned", t("Aligned"), 32)]),
        ],
    );
    it.functions = vec![
        function("packed_sum", &[("packed", t("Packed"))], t("u64")),
        function("floats_scale", &[("floats", t("Floats")), ("by", t("f32"))], t("Floats")),
        function("packed_two", &[("packed", raw(t("PackedTwo")))], t("u64")),
        function("aligned_address", &[("aligned", raw(t("Aligned")))], t("usize")),
        function("outer_make", &[], t("Outer")),
        function("lazy", &[("lazy", t("Lazy"))], t("u64")),
    ];
    it
}

/// Fields that lie further on than their types ask for.
fn moved() -> Interface {
    let mut it = interface("moved");
    let vector = array(4, t("f32"));
    add(
        &mut it,
        [
            // `{ tag: u8, v: [4]f32 align(16) }` of Zig.
            struct_("Lanes", (32, 16), &[("tag", t("u8"), 0), ("v", vector, 16)]),
            // `{ a: u32, _align: [u64; 0], b: u32 }` of Rust.
            struct_("Split", (16, 8), &[("a", t("u32"), 0), ("b", t("u32"), 8)]),
            // Both are floats to whoever passes them.
            struct_("Wide", (16, 8), &[("a", t("f32"), 0), ("b", t("f32"), 8)]),
            struct_(
                "Nest",
                (64, 32),
                &[("lanes", t("Lanes"), 0), ("end", t("u16"), 32), ("Align32", t("u8"), 34)],
            ),
            with_repr("Seen", (16, 8), Repr::Unknown, &[("a", t("u16"), 0), ("b", t("u16"), 8)]),
            def("Align16", TypeKind::Opaque, None),
        ],
    );
    it.functions = vec![
        function("lanes_sum", &[("lanes", raw(t("Lanes")))], t("f32")),
        function("split_swap", &[("split", t("Split"))], t("Split")),
        function("wide_swap", &[("wide", t("Wide"))], t("Wide")),
        function("nest_end", &[("nest", raw(t("Nest")))], t("u16")),
        function("seen", &[("seen", raw(t("Seen"))), ("other", raw(t("Align16")))], t("u16")),
    ];
    it
}

fn nested() -> Interface {
    let mut it = interface("nested");
    add(
        &mut it,
        [
            struct_("A", (24, 8), &[("b", t("B"), 0), ("parent", raw_mut(t("A")), 16)]),
            struct_("B", (16, 8), &[("c", array(2, t("C")), 0), ("owner", raw(t("A")), 8)]),
            struct_("C", (4, 4), &[("value", t("u32"), 0)]),
            struct_("List", (16, 8), &[("value", t("i32"), 0), ("next", raw(t("List")), 8)]),
            struct_(
                "Tree",
                (24, 8),
                &[("leaf", t("Leaf"), 0), ("children", array(2, raw_mut(t("Tree"))), 8)],
            ),
            union_("Leaf", (8, 8), &[("tree", raw_mut(t("Tree"))), ("list", t("ListPointer"))]),
            alias("ListPointer", raw(t("List"))),
            alias("Same", t("C")),
            struct_("Last", (4, 4), &[("same", t("Same"), 0)]),
        ],
    );
    it.functions = vec![
        function("list_sum", &[("list", raw(t("List")))], t("i32")),
        function("tree_depth", &[("tree", raw(t("Tree")))], t("u32")),
        function("a_sum", &[("a", raw(t("A")))], t("u32")),
        function("last", &[("last", t("Last"))], t("Same")),
    ];
    it
}

fn variadic() -> Interface {
    let mut it = interface("variadic");
    let mut sum = function("sum_of", &[("count", t("c_int"))], t("c_int"));
    sum.variadic = true;
    let mut print =
        function("print_to", &[("out", raw_mut(t("void"))), ("format", raw(t("c_char")))], t("c_int"));
    print.variadic = true;
    let Type::FnPointer(mut log) = callback(&[("format", raw(t("c_char")))], t("void")) else {
        unreachable!()
    };
    log.variadic = true;
    it.functions = vec![
        sum,
        print,
        function("set_log", &[("log", Type::FnPointer(log))], t("void")),
        function("die", &[("code", t("c_int"))], t("never")),
        function("on_death", &[("then", callback(&[], t("never")))], t("void")),
    ];
    it
}

fn constants() -> Interface {
    let mut it = interface("constants");
    add(&mut it, [enum_("Mode", Some("u32"), &[("Fast", 0), ("Safe", 1)]), alias("Id", t("u64"))]);
    let int = ConstantValue::Int;
    let float = |text: &str| ConstantValue::Float(text.to_owned());
    let text = |text: &str| ConstantValue::Str(text.to_owned());
    it.constants = vec![
        constant("MAX_ITEMS", t("usize"), int(64)),
        constant("MASK", t("u32"), int(0xFFFF_FFFF)),
        constant("LOWEST", t("i64"), int(i128::from(i64::MIN))),
        constant("LOWEST_INT", t("c_int"), int(i128::from(i32::MIN))),
        constant("HIGHEST", t("u64"), int(i128::from(u64::MAX))),
        constant("OFFSET", t("i32"), int(-5)),
        constant("LETTER", t("char"), int(0x1F980)),
        constant("ENABLED", t("bool"), ConstantValue::Bool(true)),
        constant("RATIO", t("f32"), float("1_000.5_f32")),
        constant("TINY", t("f64"), float("-1e-9")),
        constant("WHOLE", t("f64"), float("3.")),
        constant("ENDLESS", t("f64"), float("f64::INFINITY")),
        constant("BOTTOM", t("f32"), float("f32::NEG_INFINITY")),
        constant("NOT_A_NUMBER", t("f32"), float("f32::NAN")),
        constant("NAME", raw(t("c_char")), text("ghost \"quoted\" \\ 100 %")),
        constant("ODD", Type::Foreign("&str".to_owned()), text("é🦎??/\n\t\u{0}1\u{7f}")),
        constant("DEFAULT_MODE", t("Mode"), int(1)),
        constant("FIRST_ID", t("Id"), int(7)),
        constant("int", t("i32"), int(1)),
    ];
    it.constants[0].docs = docs(" How many there may be.\n Not one more.");
    it.functions = vec![function("limit", &[("MAX_ITEMS", t("usize")), ("id", t("Id"))], t("Mode"))];
    it
}

fn documentation() -> Interface {
    let mut it = interface("documentation");
    let mut config = struct_("Config", (16, 8), &[("path", raw(t("c_char")), 0), ("depth", t("u32"), 8)]);
    config.docs = docs(
        " Ends the comment: */ int hidden; /* and begins another.\n\n # Example\n\n ```\n let x = 1;\n ```\n",
    );
    if let TypeKind::Struct(record) = &mut config.kind {
        record.fields[0].docs = docs(" Trigraph ??/ and backslash \\");
        record.fields[1].docs = docs("no space in front");
    }
    add(&mut it, [config]);
    let mut run = function(
        "run",
        &[("config", one(t("Config"))), ("name", until(0, t("c_char"), Nullability::NonNull))],
        maybe(t("Config")),
    );
    run.docs = docs(
        " Runs it.\r\n\tTab, bell \u{7}, right-to-left \u{202e}, line separator \u{2028} behind it.\n\n     indented code\n",
    );
    run.location = Some(Location { file: "src/lib.rs".to_owned(), line: 3, column: 1 });
    it.functions = vec![run];
    it
}

/// What Zig offers beyond C: packed structs over an integer.
fn bits() -> Interface {
    let mut it = interface("bits");
    let mut flags = with_repr(
        "Flags",
        (4, 4),
        Repr::Bits(32),
        &[
            ("ready", t("bool"), 0),
            ("mode", t("Mode"), 0),
            ("level", t("u5"), 0),
            ("type", t("u8"), 0),
            ("top", t("i4"), 0),
        ],
    );
    if let TypeKind::Struct(record) = &mut flags.kind {
        for (field, (offset, width)) in
            record.fields.iter_mut().zip([(0, 1), (1, 2), (3, 5), (8, 8), (28, 4)])
        {
            field.bits = Some(BitRange { offset, width });
            field.offset_bytes = None;
        }
        record.fields[1].docs = docs(" How.");
    }
    let mut wide = with_repr("Wide", (16, 16), Repr::Bits(128), &[("a", t("u100"), 0), ("b", t("u28"), 0)]);
    if let TypeKind::Struct(record) = &mut wide.kind {
        for (field, (offset, width)) in record.fields.iter_mut().zip([(0, 100), (100, 28)]) {
            field.bits = Some(BitRange { offset, width });
            field.offset_bytes = None;
        }
    }
    add(&mut it, [wide, flags, enum_("Mode", Some("u2"), &[("off", 0), ("slow", 1), ("fast", 3)])]);
    it.functions = vec![
        function("flags_next", &[("flags", t("Flags"))], t("Flags")),
        function("flags_clear", &[("flags", one_mut(t("Flags")))], t("void")),
    ];
    it
}

fn transparent() -> Interface {
    let mut it = interface("transparent");
    let record = |ty: Type| {
        let mut def = with_repr(
            "",
            (0, 1),
            Repr::Transparent,
            &[("0", ty, 0), ("1", Type::Foreign("PhantomData<u8>".to_owned()), 0)],
        );
        def.layout = None;
        def.kind
    };
    add(
        &mut it,
        [
            def("Meters", record(t("f64")), Some((8, 8))),
            def("Handle", record(raw_mut(t("void"))), Some((8, 8))),
            struct_("Body", (16, 8), &[("height", t("Meters"), 0), ("handle", t("Handle"), 8)]),
            with_repr("Raised", (16, 16), Repr::Native, &[("0", t("u64"), 0)]),
            def("Marker", record(Type::Foreign("core::marker::PhantomData<T>".to_owned())), Some((0, 1))),
        ],
    );
    it.functions = vec![
        function("meters_add", &[("a", t("Meters")), ("b", t("Meters"))], t("Meters")),
        function("body_make", &[("height", t("Meters"))], t("Body")),
        function("marker", &[("marker", raw(t("Marker")))], t("void")),
        function("raised", &[("one", t("Raised"))], t("Raised")),
    ];
    it
}

fn collisions() -> Interface {
    let mut it = interface("collisions");
    let mut first = struct_("Config", (4, 4), &[("a", t("u32"), 0)]);
    first.docs = docs(" The first.");
    it.types.insert("one::Config".to_owned(), first);
    it.types.insert("two::Config".to_owned(), struct_("Config", (8, 8), &[("a", t("u64"), 0)]));
    it.types.insert(
        "Pair<one::Config>".to_owned(),
        struct_("Pair<one::Config>", (8, 4), &[("0", t("one::Config"), 0), ("1", t("one::Config"), 4)]),
    );
    add(
        &mut it,
        [
            struct_("stat", (4, 4), &[("stat", t("u32"), 0)]),
            enum_("Left", Some("u32"), &[("Up", 0), ("Down", 1)]),
            enum_("Right", Some("u32"), &[("Down", 0), ("Free", 1)]),
            enum_("Kind", Some("u32"), &[("Shape", 0), ("None", 1)]),
            struct_("Shape", (8, 4), &[("Kind", t("Kind"), 0), ("Left", t("Left"), 4)]),
        ],
    );
    it.functions = vec![
        function("stat", &[("stat", one(t("stat")))], t("u32")),
        function(
            "configs",
            &[("Config", t("one::Config")), ("other", t("two::Config"))],
            t("Pair<one::Config>"),
        ),
        function("turn", &[("left", t("Left")), ("right", t("Right"))], t("Shape")),
        function("LIMIT", &[], t("u32")),
        // Compilers know other functions of these names.
        function("log", &[("level", t("u32")), ("index", t("usize"))], t("bool")),
        function("index", &[("of", raw(t("u8")))], t("usize")),
        function("gammaf", &[("at", t("f64"))], t("f64")),
    ];
    it.constants = vec![constant("LIMIT", t("u32"), ConstantValue::Int(3))];
    it
}

fn conventions() -> Interface {
    let mut it = interface("conventions");
    let Type::FnPointer(mut pointer) = callback(&[("value", t("i32"))], t("i32")) else { unreachable!() };
    pointer.callconv = CallConv::Other("win64".to_owned());
    let mut windows = function("windows_like", &[("value", t("i32"))], t("i32"));
    windows.callconv = CallConv::Other("win64".to_owned());
    let mut unix = function("unix_like", &[("call", Type::FnPointer(pointer))], raw(t("u8")));
    unix.callconv = CallConv::Other("sysv64".to_owned());
    let mut system = function("system_like", &[("value", t("i32"))], t("i32"));
    system.callconv = CallConv::Other("system".to_owned());
    let mut unwinding = function("unwinding", &[("value", t("i32"))], t("i32"));
    unwinding.callconv = CallConv::CUnwind;
    it.functions = vec![windows, unix, system, unwinding];
    it
}

/// Records of which nobody says how they are laid out, only how they lie.
fn observed() -> Interface {
    let mut it = interface("observed");
    add(
        &mut it,
        [
            with_repr("Natural", (16, 8), Repr::Unknown, &[("b", t("u64"), 8), ("a", t("u8"), 0)]),
            with_repr("Dense", (5, 1), Repr::Unknown, &[("a", t("u8"), 0), ("b", t("u32"), 1)]),
            with_repr("Raised", (16, 16), Repr::Unknown, &[("a", t("u32"), 0)]),
            // Holes that C would not leave: shown to nobody.
            with_repr("Holes", (32, 8), Repr::Unknown, &[("a", t("u8"), 4), ("b", t("u64"), 24)]),
        ],
    );
    it.functions = vec![
        function("natural", &[("natural", t("Natural"))], t("u64")),
        function("dense", &[("dense", raw(t("Dense"))), ("raised", raw(t("Raised")))], t("u64")),
        function("holes", &[("holes", raw(t("Holes")))], t("u64")),
    ];
    it
}

/// A header whose name is one of C's own.
fn math() -> Interface {
    let mut it = interface("math");
    let (input, output) = (raw(t("f32")), raw_mut(t("f32")));
    it.functions = vec![
        function(
            "math_vector_add",
            &[("a", input.clone()), ("b", input.clone()), ("result", output.clone()), ("len", t("usize"))],
            t("bool"),
        ),
        function(
            "math_matrix_multiply",
            &[
                ("a", input.clone()),
                ("b", input),
                ("result", output),
                ("rows", t("usize")),
                ("cols", t("usize")),
            ],
            t("bool"),
        ),
    ];
    it
}

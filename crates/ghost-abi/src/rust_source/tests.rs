use super::*;
use crate::model::{CallConv, Nullability, Type, TypeKind};

fn view(text: &str) -> SourceView {
    read("t", &[SourceFile { path: "lib.rs", text }], &Machine::X86_64_LINUX)
}

#[test]
fn exports_and_imports_are_told_apart() {
    let view = view(
        "/// Adds.\n#[unsafe(no_mangle)]\npub extern \"C\" fn add(a: i32, b: i32) -> i32 { a + b }\n\
         unsafe extern \"C\" { fn host(p: *const core::ffi::c_char) -> bool; }\n",
    );
    assert_eq!(view.problems, []);
    let add = view.exports.function("add").unwrap();
    assert_eq!(add.docs, ["Adds."]);
    assert_eq!(add.callconv, CallConv::C);
    assert_eq!((add.location.as_ref().unwrap().line, add.location.as_ref().unwrap().column), (3, 19));
    assert_eq!(view.imports.function("host").unwrap().ret, Type::Bool);
    assert!(view.exports.function("host").is_none());
}

#[test]
fn option_of_a_reference_may_be_null_and_layouts_follow_c() {
    let view = view(
        "#[repr(C)] pub struct P { pub a: u8, pub b: u32, pub c: [u16; N * 2] }\nconst N: usize = 3;\n\
         #[no_mangle] pub extern \"C\" fn get(p: Option<&P>) -> Box<P> { loop {} }\n",
    );
    let get = view.exports.function("get").unwrap();
    let Type::Pointer(p) = &get.params[0].ty else { panic!("{get:?}") };
    assert_eq!(p.nullable, Nullability::Nullable);
    let def = &view.exports.types["P"];
    assert_eq!(def.layout.unwrap().size_bytes, 20);
    let TypeKind::Struct(record) = &def.kind else { panic!() };
    assert_eq!(record.fields[1].offset_bytes, Some(4));
}

#[test]
fn a_file_that_does_not_parse_is_a_problem_with_its_place() {
    let view = view("fn a() {}\nfn b( {}\n");
    assert_eq!(view.problems.len(), 1);
    assert_eq!(view.problems[0].location.line, 2);
}

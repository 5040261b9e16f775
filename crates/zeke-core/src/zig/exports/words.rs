//! What expressions and types of Zig are by how they are written.

use ghost_abi::zig_source::Node;

use super::super::tree::{File, Function, children};

/// Functions of the standard library that give a view of their first argument.
pub(super) const VIEWS: [&str; 5] = ["span", "sliceTo", "bufPrint", "bufPrintZ", "bufPrintSentinel"];

/// The type of a function's result, without the errors that may come instead.
pub(super) fn result_type<'t>(function: &Function<'t>) -> &'t str {
    let ty = function.node.child_by_field_name("type").map_or("", |ty| function.file.slice(ty));
    ty.rsplit('!').next().unwrap_or(ty).trim()
}

/// A type by its name: `Self` is the one that has the function.
pub(super) fn named(function: &Function<'_>, ty: String) -> String {
    if matches!(ty.as_str(), "Self" | "@This()") {
        return function.owner.map_or(ty, str::to_owned);
    }
    let is_path = ty.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
    if is_path { ty.rsplit('.').next().unwrap_or(&ty).to_owned() } else { ty }
}

/// Whether a node stands in a loop of a function.
pub(super) fn in_loop(node: Node<'_>, function: Node<'_>) -> bool {
    let mut at = node.parent();
    while let Some(parent) = at.filter(|parent| parent.id() != function.id()) {
        if matches!(
            parent.kind(),
            "for_statement" | "for_expression" | "while_statement" | "while_expression"
        ) {
            return true;
        }
        at = parent.parent();
    }
    false
}

/// Whether an expression gives memory of an allocator.
pub(super) fn allocates(text: &str) -> bool {
    let calls =
        [".alloc(", ".create(", ".dupe", ".allocPrint", ".allocSentinel(", ".toOwnedSlice", "mem.concat("];
    calls.iter().any(|call| text.contains(call))
}

/// The elements of what an expression allocates, where they are written: in it, or at the list that it ends.
pub(super) fn element_of<'t>(text: &'t str, body: &'t str) -> Option<&'t str> {
    if text.contains(".allocPrint") {
        return Some("u8");
    }
    if let Some((list, _)) = text.split_once(".toOwnedSlice") {
        let list = list.rsplit([' ', '(']).next().unwrap_or(list);
        let marks = [format!("{list}: std.ArrayList("), format!("{list} = std.ArrayList(")];
        let rest = marks.iter().find_map(|mark| body.split_once(mark.as_str()))?.1;
        return rest.split(')').next();
    }
    let calls = [".alloc(", ".dupe(", ".dupeZ(", ".dupeSentinel(", ".allocSentinel(", ".create("];
    let rest = calls.iter().find_map(|call| text.split_once(call))?.1;
    rest.split([',', ')']).next().map(str::trim)
}

/// What a pointer or slice type points to; `None` for what is no pointer.
pub(super) fn pointee(ty: &str) -> Option<String> {
    let rest = ty.trim_start_matches('?').strip_prefix(['*', '['])?;
    let rest = rest.trim_start_matches(|c: char| !c.is_alphabetic() && c != '@');
    Some(rest.replace("const ", ""))
}

/// Expressions that point into what they name: addresses, slices, `.ptr`, `bufPrint` into a buffer.
pub(super) fn is_view(text: &str) -> bool {
    text.starts_with('&') || text.contains("..") || text.contains(".ptr") || text.contains("bufPrint")
}

/// Whether an expression is itself a pointer or slice into what it names, and not something made of it.
pub(super) fn points_into(file: File<'_>, node: Node<'_>) -> bool {
    let inner = || children(node).into_iter().next().is_some_and(|inner| points_into(file, inner));
    let text = file.slice(node);
    match node.kind() {
        "try_expression" | "catch_expression" | "null_coercion_expression" | "parenthesized_expression" => {
            inner()
        }
        "binary_expression" => inner(),
        "unary_expression" => text.starts_with('&'),
        "index_expression" => children(node).iter().any(|child| child.kind() == "range_expression"),
        "field_expression" => text.strip_suffix(".ptr").is_some(),
        "call_expression" => text.starts_with("std.fmt.bufPrint"),
        _ => false,
    }
}

/// Whether an identifier names a field, and no variable.
pub(super) fn is_member(name: Node<'_>) -> bool {
    name.parent().is_some_and(|parent| match parent.kind() {
        "field_expression" => {
            parent.child_by_field_name("member").is_some_and(|member| member.id() == name.id())
        }
        "field_initializer" => children(parent).first().is_some_and(|first| first.id() == name.id()),
        _ => false,
    })
}

pub(super) fn is_pointer(text: &str) -> bool {
    text.starts_with('&') || text.strip_suffix(".ptr").is_some() || text.contains("..")
}

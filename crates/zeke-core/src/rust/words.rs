//! Methods of the standard library that matter at a boundary, by what they do.

/// Methods that give the same value in other clothes.
pub(super) fn is_same(method: &str) -> bool {
    matches!(
        method,
        "cast"
            | "cast_mut"
            | "cast_const"
            | "as_ptr_range"
            | "ok"
            | "iter"
            | "iter_mut"
            | "into_iter"
            | "get"
            | "get_mut"
            | "first"
            | "last"
            | "as_slice"
            | "as_mut_slice"
            | "as_bytes"
            | "as_str"
            | "as_c_str"
            | "to_bytes"
            | "to_bytes_with_nul"
            | "trim"
            | "deref"
            | "deref_mut"
            | "borrow"
            | "borrow_mut"
            | "filter"
            | "by_ref"
            | "as_deref"
            | "as_deref_mut"
            | "ok_or"
            | "ok_or_else"
            | "map_err"
            | "or"
            | "cloned"
            | "copied"
            | "add"
            | "offset"
            | "sub"
            | "wrapping_add"
            | "get_ref"
            | "get_unchecked"
            | "get_unchecked_mut"
            | "lock"
            | "write"
            | "read"
            | "get_or_insert_with"
            | "get_or_init"
            | "force"
            | "with_addr"
            | "next"
            | "split_first"
            | "as_non_null_ptr"
            | "inspect"
            | "skip"
            | "take"
            | "entry"
            | "or_insert"
            | "or_insert_with"
            | "or_default"
            | "last_mut"
            | "first_mut"
            | "peek"
    )
}

/// Methods that give what is inside, or panic.
pub(super) fn is_or_panic(method: &str) -> bool {
    matches!(method, "unwrap" | "expect" | "unwrap_err" | "expect_err")
}

/// Methods that give what is inside, or something else.
pub(super) fn is_or_else(method: &str) -> bool {
    matches!(
        method,
        "unwrap_or"
            | "unwrap_or_default"
            | "unwrap_or_else"
            | "map_or"
            | "map_or_else"
            | "map"
            | "and_then"
            | "is_some_and"
            | "unwrap_unchecked"
    )
}

/// Methods that panic where an argument is out of range.
pub(super) fn is_by_position(method: &str) -> bool {
    matches!(
        method,
        "split_at"
            | "split_at_mut"
            | "swap"
            | "remove"
            | "swap_remove"
            | "insert"
            | "drain"
            | "split_off"
            | "chunks"
            | "chunks_exact"
            | "windows"
            | "step_by"
            | "rotate_left"
            | "rotate_right"
            | "copy_within"
            | "select_nth_unstable"
    )
}

/// Methods that panic where their argument is zero.
pub(super) fn is_division(method: &str) -> bool {
    matches!(
        method,
        "wrapping_div" | "wrapping_rem" | "div_euclid" | "rem_euclid" | "div_ceil" | "next_multiple_of"
    )
}

/// Methods that change a container so that what it holds may move or go.
pub(super) fn is_change(method: &str) -> bool {
    matches!(
        method,
        "push"
            | "push_str"
            | "insert"
            | "clear"
            | "truncate"
            | "pop"
            | "remove"
            | "swap_remove"
            | "drain"
            | "extend"
            | "extend_from_slice"
            | "append"
            | "resize"
            | "reserve"
            | "shrink_to_fit"
            | "retain"
            | "push_back"
            | "push_front"
            | "take"
            | "replace"
            | "set_len"
            | "dedup"
            | "sort"
            | "push_within_capacity"
            | "entry"
            | "split_off"
    )
}

/// Of the methods that change, those that move what is held and drop nothing of it. `insert` of
/// a map may drop.
pub(super) fn is_move(method: &str) -> bool {
    matches!(
        method,
        "push"
            | "push_str"
            | "extend"
            | "extend_from_slice"
            | "append"
            | "reserve"
            | "shrink_to_fit"
            | "push_back"
            | "push_front"
            | "sort"
            | "entry"
            | "push_within_capacity"
    )
}

/// Methods whose name is the standard library's before it is anybody else's.
pub(crate) fn is_known(method: &str) -> bool {
    is_same(method)
        || is_or_panic(method)
        || is_or_else(method)
        || is_by_position(method)
        || is_change(method)
        || is_store(method)
        || matches!(
            method,
            "len"
                | "clone"
                | "into"
                | "as_ref"
                | "as_mut"
                | "eq"
                | "fmt"
                | "min"
                | "max"
                | "find"
                | "join"
                | "contains"
                | "default"
                | "drop"
        )
}

/// The method or function that gives an expression its value.
pub(super) fn last_call(expr: &syn::Expr) -> Option<String> {
    match expr {
        syn::Expr::MethodCall(call) => match call.method.to_string().as_str() {
            // What turns a missing value into an error, or an error into another one.
            "ok" | "ok_or" | "ok_or_else" | "map_err" | "copied" | "cloned" => last_call(&call.receiver),
            name => Some(name.to_owned()),
        },
        syn::Expr::Call(call) => match &*call.func {
            syn::Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => None,
        },
        syn::Expr::Paren(inner) => last_call(&inner.expr),
        syn::Expr::Unsafe(block) => match block.block.stmts.as_slice() {
            [syn::Stmt::Expr(inner, None)] => last_call(inner),
            _ => None,
        },
        _ => None,
    }
}

/// What is looked into, and what for: the container and the key of `map.get(key)`.
pub(super) fn looked_up(expr: &syn::Expr) -> Option<(&syn::Expr, Option<&syn::Expr>)> {
    match expr {
        syn::Expr::MethodCall(call) => match call.method.to_string().as_str() {
            "ok" | "ok_or" | "ok_or_else" | "map_err" | "copied" | "cloned" => looked_up(&call.receiver),
            _ => Some((&call.receiver, call.args.first())),
        },
        syn::Expr::Paren(inner) => looked_up(&inner.expr),
        _ => None,
    }
}

/// Functions of the standard library that fail for some of their arguments.
pub(super) fn is_fallible(function: &str) -> bool {
    function.starts_with("checked_")
        || matches!(
            function,
            "parse"
                | "from_str"
                | "from_str_radix"
                | "from_utf8"
                | "to_str"
                | "from_u32"
                | "from_digit"
                | "to_digit"
                | "get"
                | "get_mut"
                | "first"
                | "last"
                | "nth"
                | "next"
                | "find"
                | "position"
                | "split_once"
                | "strip_prefix"
                | "strip_suffix"
                | "split_first"
                | "from_bytes_until_nul"
                | "from_bytes_with_nul"
                | "partial_cmp"
        )
}

/// Methods that fail by what happens around the program, and not by what they are called on.
pub(super) fn is_of_system(method: &str) -> bool {
    matches!(
        method,
        "try_clone"
            | "connect"
            | "flush"
            | "write_all"
            | "spawn"
            | "send"
            | "recv"
            | "join"
            | "upgrade"
            | "elapsed"
            | "duration_since"
    )
}

/// Methods that look for a part of a text.
pub(super) fn is_of_part(method: &str) -> bool {
    matches!(
        method,
        "find"
            | "rfind"
            | "split_once"
            | "rsplit_once"
            | "strip_prefix"
            | "strip_suffix"
            | "position"
            | "rposition"
    )
}

/// Calls that ask whether a text has a part.
pub(super) const ASKS_PART: [&str; 4] = ["contains (", "starts_with (", "ends_with (", "matches ("];

/// Functions and methods that panic where a number is out of their range, by the position of the
/// number among what they are given, what they are called on first.
pub(super) fn ranged(function: &str) -> &'static [usize] {
    match function {
        // The lower bound must not be above the upper one.
        "clamp" => &[1, 2],
        // A radix is 36 at most, and a span of time neither negative nor too long.
        "from_str_radix" | "from_digit" | "to_digit" | "is_digit" | "mul_f64" | "mul_f32" | "div_f64"
        | "div_f32" => &[1],
        // The same, and zero has no logarithm.
        "from_secs_f64" | "from_secs_f32" | "ilog2" | "ilog10" | "ilog" => &[0],
        _ => &[],
    }
}

/// Methods that find nothing where what they are called on is empty.
pub(super) fn is_of_state(method: &str) -> bool {
    matches!(
        method,
        "pop"
            | "pop_front"
            | "pop_back"
            | "last"
            | "first"
            | "last_mut"
            | "first_mut"
            | "get"
            | "get_mut"
            | "peek"
            | "remove"
    )
}

/// Methods that put an argument into what they are called on.
pub(super) fn is_store(method: &str) -> bool {
    matches!(
        method,
        "push"
            | "insert"
            | "set"
            | "store"
            | "replace"
            | "push_back"
            | "push_front"
            | "send"
            | "swap"
            | "get_or_init"
            | "try_insert"
            | "get_or_insert"
    )
}

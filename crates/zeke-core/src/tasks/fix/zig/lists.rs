//! Lists that kept their allocator until 0.14 and are given it with each call since.

/// What needs the allocator now.
const METHODS: [&str; 22] = [
    "addManyAsSlice",
    "addOne",
    "append",
    "appendNTimes",
    "appendSlice",
    "clearAndFree",
    "clone",
    "deinit",
    "ensureTotalCapacity",
    "ensureTotalCapacityPrecise",
    "ensureUnusedCapacity",
    "insert",
    "insertSlice",
    "print",
    "replaceRange",
    "resize",
    "shrinkAndFree",
    "toOwnedSlice",
    "toOwnedSliceSentinel",
    "addManyAsArray",
    "appendUnalignedSlice",
    "growCapacity",
];

/// `var list = std.ArrayList(T).init(gpa)` on this line becomes `.empty`, and every call of the list in the block
/// where it is declared is given `gpa`. The whole text, and what was changed.
pub(super) fn with_allocator(text: &str, nth: usize) -> Option<(String, String)> {
    let before: usize = text.split_inclusive('\n').take(nth).map(str::len).sum();
    let line = text[before..].lines().next()?;
    let call = line.find("ArrayList(")? + "ArrayList(".len();
    let element_end = call + super::closing(&line[call..])? + 1;
    let inside = line[element_end..].strip_prefix(".init(")?;
    let allocator = &inside[..super::closing(inside)?];
    let declaration = line[..call].trim_start();
    let name = declaration.strip_prefix("var ").or_else(|| declaration.strip_prefix("const "))?;
    let name: String = name.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let init_end = before + element_end + ".init(".len() + allocator.len() + 1;
    let (block, rest) = text[init_end..].split_at(block_end(&text[init_end..]));
    let mut given = String::with_capacity(block.len());
    let mut left = block;
    let head = format!("{name}.");
    while let Some(at) = left.find(&head) {
        let end = at + head.len();
        let is_name = !left[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || "_.".contains(c));
        let method: String = left[end..].chars().take_while(char::is_ascii_alphanumeric).collect();
        let open = end + method.len();
        let is_call = is_name && METHODS.contains(&method.as_str()) && left[open..].starts_with('(');
        let until = if is_call { open + 1 } else { end };
        given.push_str(&left[..until]);
        left = &left[until..];
        if is_call {
            let comma = if left.trim_start().starts_with(')') { "" } else { ", " };
            given.push_str(allocator);
            given.push_str(comma);
        }
    }
    given.push_str(left);
    let new = format!("{}.empty{given}{rest}", &text[..before + element_end]);
    Some((new, format!("the list `{name}` is given `{allocator}` with each call")))
}

/// Where the block ends that a text begins in.
fn block_end(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_given_the_allocator() {
        let check = |text: &str, nth: usize, expected: Option<&str>| {
            assert_eq!(with_allocator(text, nth).map(|(new, _)| new).as_deref(), expected, "{text}");
        };
        check(
            "fn f(gpa: A) !void {\n    var list = std.ArrayList(struct { a: f(u8) }).init(gpa);\n    defer list.deinit();\n    \
             for (x) |y| { try list.append(y); }\n    try my_list.append(1); list.items[0] = g(list.pop());\n}\nfn g() void { list.deinit(); }\n",
            1,
            Some(
                "fn f(gpa: A) !void {\n    var list = std.ArrayList(struct { a: f(u8) }).empty;\n    defer list.deinit(gpa);\n    \
                 for (x) |y| { try list.append(gpa, y); }\n    try my_list.append(1); list.items[0] = g(list.pop());\n}\nfn g() void { list.deinit(); }\n",
            ),
        );
        check("    self.list = std.ArrayList(u8).init(gpa);\n", 0, None);
        check("    var list = std.ArrayList(u8).initCapacity(gpa, 1);\n", 0, None);
    }
}

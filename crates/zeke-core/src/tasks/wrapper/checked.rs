//! Integers that a Zig function turns into an enumeration without a look.

use ghost_abi::model::Type;
use ghost_abi::zig_source::{Node, TreeParser};

use super::super::boundary::Library;
use super::super::contract::Contract;

/// A parameter that must be one of some named values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedEnum {
    /// Which parameter.
    pub param: usize,
    /// The enumeration's name; `None` where it is not found, and so its values are unknown.
    pub name: Option<String>,
    /// Names and values; empty where they are unknown.
    pub variants: Vec<(String, i128)>,
}

/// Parameters of a function that its body casts with `@enumFromInt`, or `@fromBackingInt` as Zig 0.17 has it, and does
/// not compare before.
#[must_use]
pub fn checked_enums(library: Library<'_>, contract: &Contract<'_>) -> Vec<CheckedEnum> {
    let body = library.body(&contract.function.symbol);
    let mut out = Vec::new();
    for (nth, param) in contract.function.params.iter().enumerate() {
        if !matches!(contract_type(library, &param.ty), Type::Int(_)) {
            continue;
        }
        let Some(name) = &param.name else { continue };
        let casts = [
            format!("@enumFromInt({name})"),
            format!("@fromBackingInt({name})"),
            format!("@fromBackingInt(@intCast({name}))"),
        ];
        let Some(at) = casts.iter().find_map(|cast| body.find(cast.as_str())) else { continue };
        let ty = target(library, &body[..at]);
        let variants = ty.as_deref().map_or_else(Vec::new, |ty| variants(library, ty));
        out.push(CheckedEnum { param: nth, name: ty.filter(|_| !variants.is_empty()), variants });
    }
    out
}

fn contract_type<'a>(library: Library<'a>, ty: &'a Type) -> &'a Type {
    library.exports().resolve(ty)
}

/// The type that a cast is made to: said by `@as`, by the variable, or by the field that it sets.
fn target(library: Library<'_>, before: &str) -> Option<String> {
    let before = before.trim_end();
    if let Some(rest) = before.strip_suffix(',') {
        return rest.rsplit("@as(").next().filter(|ty| is_name(ty)).map(str::to_owned);
    }
    let before = before.strip_suffix('=')?.trim_end();
    let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
    let (head, last) = (before[..start].trim_end(), &before[start..]);
    if head.ends_with(':') {
        return Some(last.to_owned());
    }
    head.strip_suffix('.')?;
    let field = format!("{last}:");
    library.unit().files.iter().find_map(|file| {
        let at = file.text.match_indices(&field).map(|(at, _)| at + field.len());
        let mut types = at.map(|at| file.text[at..].trim_start());
        types.find_map(|rest| {
            let ty: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            ty.starts_with(|c: char| c.is_ascii_uppercase()).then_some(ty)
        })
    })
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Names and values of an exhaustive enumeration of the unit; empty where it has none of that name,
/// or takes other values too.
fn variants(library: Library<'_>, name: &str) -> Vec<(String, i128)> {
    let head = format!("const {name} =");
    library
        .unit()
        .files
        .iter()
        .filter(|file| file.text.contains(&head))
        .find_map(|file| {
            let tree = TreeParser::new()?.parse(&file.text)?;
            let declaration = find(tree.root_node(), &|node| {
                node.kind() == "enum_declaration"
                    && node.parent().is_some_and(|p| file.text[p.byte_range()].contains(&head))
            })?;
            read(&file.text[declaration.byte_range()])
        })
        .unwrap_or_default()
}

fn find<'t>(node: Node<'t>, is: &dyn Fn(Node<'t>) -> bool) -> Option<Node<'t>> {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if is(node) {
            return Some(node);
        }
        open.extend(node.named_children());
    }
    None
}

/// Fields up to the first declaration inside the enumeration.
fn read(text: &str) -> Option<Vec<(String, i128)>> {
    let inside = text.split_once('{')?.1;
    let mut next = 0;
    let mut out = Vec::new();
    let lines: Vec<&str> = inside.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
    for part in lines.join(" ").split([',', '}']) {
        let part = part.trim();
        if part == "_" {
            return None;
        }
        let (name, value) = part.split_once('=').map_or((part, None), |(n, v)| (n.trim(), Some(v.trim())));
        if !is_name(name) {
            break;
        }
        if let Some(value) = value {
            next = value.replace('_', "").parse().ok()?;
        }
        out.push((name.to_owned(), next));
        next += 1;
    }
    Some(out)
}

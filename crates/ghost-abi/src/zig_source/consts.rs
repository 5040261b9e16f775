//! Constant expressions of Zig: enough for lengths, alignments, tag values and `pub const`.

use super::exported::option;
use super::resolve::Entity;
use super::scan::{Scan, ScopeId, identifier, string};
use super::tree::Node;
use crate::model::ConstantValue as Value;

/// Deepest nesting that is followed, and most expressions in all.
const DEPTH_MAX: u32 = 64;
const STEPS_MAX: u32 = 4_096;

/// What an expression needs beyond literals, names and arithmetic.
pub(super) trait Known<'t> {
    /// What a parameter or a local constant stands for.
    fn bound(&self, name: &str) -> Option<Value>;

    /// What a call or a builtin comes to, for which types must be known.
    fn computed(&mut self, node: Node<'t>, scope: ScopeId) -> Option<Value>;
}

/// Nothing is known beyond the text.
struct Nothing;

impl Known<'_> for Nothing {
    fn bound(&self, _: &str) -> Option<Value> {
        None
    }

    fn computed(&mut self, _: Node<'_>, _: ScopeId) -> Option<Value> {
        None
    }
}

impl<'t> Scan<'t> {
    /// The value of an expression, where it needs no more than literals, names and arithmetic.
    pub(super) fn value(&self, node: Node<'t>, scope: ScopeId) -> Option<Value> {
        self.value_with(node, scope, &mut Nothing)
    }

    pub(super) fn int(&self, node: Node<'t>, scope: ScopeId) -> Option<i128> {
        self.value(node, scope)?.as_int()
    }

    /// The value of an expression with what else is known.
    pub(super) fn value_with(
        &self,
        node: Node<'t>,
        scope: ScopeId,
        known: &mut dyn Known<'t>,
    ) -> Option<Value> {
        Evaluation { scan: self, known, steps: STEPS_MAX }.value(node, scope, DEPTH_MAX)
    }

    /// Whether the subject of a `switch` is a value, or between two.
    pub(super) fn is_between(
        &self,
        subject: Node<'t>,
        heads: (Node<'t>, Option<Node<'t>>),
        scope: ScopeId,
        known: &mut dyn Known<'t>,
    ) -> Option<bool> {
        Evaluation { scan: self, known, steps: STEPS_MAX }.is_between(subject, heads, scope, DEPTH_MAX)
    }
}

struct Evaluation<'e, 't> {
    scan: &'e Scan<'t>,
    known: &'e mut dyn Known<'t>,
    steps: u32,
}

impl<'t> Evaluation<'_, 't> {
    fn value(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        self.steps = self.steps.checked_sub(1)?;
        let scan = self.scan;
        let text = scan.text(scope, node);
        match node.kind() {
            "integer" => integer(text).map(Value::Int),
            "float" => Some(Value::Float(text.replace('_', ""))),
            "boolean" => Some(Value::Bool(text == "true")),
            "string" => string(scan.files[scan.scopes[scope].file].text, node).map(Value::Str),
            "character" => character(text).map(Value::Int),
            "parenthesized_expression" | "comptime_expression" => {
                self.value(node.named_child(0)?, scope, depth)
            }
            "unary_expression" => self.unary(node, scope, depth),
            "binary_expression" => self.binary(node, scope, depth),
            "if_expression" | "if_type_expression" => {
                let condition = node.child_by_field_name("condition")?;
                let Value::Bool(holds) = self.value(condition, scope, depth)? else { return None };
                self.value(branch(node, holds)?, scope, depth)
            }
            "switch_expression" => {
                let subject = subject(node)?;
                let chosen = chosen(node, |from, to| self.is_between(subject, (from, to), scope, depth))?;
                self.value(chosen, scope, depth)
            }
            "builtin_function" => self.builtin(node, scope, depth),
            "call_expression" => self.limit(node, scope).or_else(|| self.known.computed(node, scope)),
            "identifier" => match self.known.bound(text) {
                Some(value) => Some(value),
                None => self.named(node, scope, depth),
            },
            "field_expression" => {
                let named = self.named(node, scope, depth).or_else(|| self.field(node, scope, depth));
                named.or_else(|| self.known.computed(node, scope))
            }
            _ => self.known.computed(node, scope),
        }
    }

    fn named(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Option<Value> {
        let Entity::Variable(index) = self.scan.resolve(node, scope) else { return None };
        let variable = &self.scan.variables[index];
        self.value(variable.value.filter(|_| variable.constant)?, variable.scope, depth)
    }

    fn unary(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Option<Value> {
        let inner = self.value(node.child_by_field_name("argument")?, scope, depth)?;
        match (self.scan.text(scope, node.child_by_field_name("operator")?), inner) {
            ("-", Value::Int(n)) => n.checked_neg().map(Value::Int),
            ("-", Value::Float(x)) => Some(Value::Float(format!("-{x}"))),
            ("!", Value::Bool(b)) => Some(Value::Bool(!b)),
            _ => None,
        }
    }

    fn binary(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Option<Value> {
        let operator = self.scan.text(scope, node.child_by_field_name("operator")?);
        let left = node.child_by_field_name("left")?;
        let right = node.child_by_field_name("right")?;
        if matches!(operator, "==" | "!=")
            && let (Some(left), Some(right)) = (self.tag(left, scope, depth), self.tag(right, scope, depth))
        {
            return Some(Value::Bool((left == right) == (operator == "==")));
        }
        let left = self.value(left, scope, depth)?;
        match (operator, &left) {
            ("and", Value::Bool(false)) | ("or", Value::Bool(true)) => return Some(left),
            _ => {}
        }
        binary(operator, left, self.value(right, scope, depth)?)
    }

    /// Whether the subject of a `switch` is a value, or between two.
    fn is_between(
        &mut self,
        subject: Node<'t>,
        (from, to): (Node<'t>, Option<Node<'t>>),
        scope: ScopeId,
        depth: u32,
    ) -> Option<bool> {
        if let (Some(subject), Some(from)) = (self.tag(subject, scope, depth), self.tag(from, scope, depth)) {
            return Some(subject == from);
        }
        let subject = self.value(subject, scope, depth)?;
        let from = self.value(from, scope, depth)?;
        match to {
            None => Some(subject == from),
            Some(to) => {
                let to = self.value(to, scope, depth)?.as_int()?;
                Some((from.as_int()?..=to).contains(&subject.as_int()?))
            }
        }
    }

    /// The name of the enum's value that an expression is: `.wide`, `Mode.wide`, a constant that is such.
    fn tag(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let scan = self.scan;
        if node.kind() == "identifier" || node.kind() == "field_expression" {
            if let Some(name) = literal(scan, node, scope) {
                return Some(name);
            }
            if let Entity::Variable(index) = scan.resolve(node, scope) {
                let variable = &scan.variables[index];
                return self.tag(variable.value.filter(|_| variable.constant)?, variable.scope, depth);
            }
        }
        let object = node.child_by_field_name("object")?;
        let member = identifier(scan.text(scope, node.child_by_field_name("member")?));
        if let Entity::Container(id) = scan.resolve(object, scope)
            && scan.scopes[id].fields.iter().any(|field| scan.text(id, field.name) == member)
        {
            return Some(member);
        }
        match self.known.computed(node, scope)? {
            Value::Str(tag) => Some(tag),
            _ => None,
        }
    }

    /// A member of what is written out: the length of a list, a field of a constant struct.
    fn field(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Option<Value> {
        let object = node.child_by_field_name("object")?;
        let member = identifier(self.scan.text(scope, node.child_by_field_name("member")?));
        if let Some(value) = self.part(object, scope, &member, depth) {
            return Some(value);
        }
        if member != "len" {
            return None;
        }
        if let Some(Value::Str(text)) = self.value(object, scope, depth) {
            return i128::try_from(text.len()).ok().map(Value::Int);
        }
        let count = self.scan.count(object, scope)?;
        i128::try_from(count).ok().map(Value::Int)
    }

    /// The field of a constant that a struct's initialiser gives.
    fn part(&mut self, object: Node<'t>, scope: ScopeId, member: &str, depth: u32) -> Option<Value> {
        let Entity::Variable(index) = self.scan.resolve(object, scope) else { return None };
        let variable = &self.scan.variables[index];
        let whole = variable.value.filter(|_| variable.constant)?;
        self.value(option(self.scan, whole, variable.scope, member)?, variable.scope, depth)
    }

    fn builtin(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Option<Value> {
        let arguments: Vec<Node<'t>> = node.named_child(1)?.named_children().collect();
        let last = *arguments.last()?;
        let name = self.scan.text(scope, node.named_child(0)?);
        let mut ints = || {
            let value = |argument: &Node<'t>| self.value(*argument, scope, depth)?.as_int();
            arguments.iter().map(value).collect::<Option<Vec<i128>>>()
        };
        match name {
            "@as" | "@intCast" | "@truncate" => self.value(last, scope, depth),
            "@max" => ints()?.into_iter().max().map(Value::Int),
            "@min" => ints()?.into_iter().min().map(Value::Int),
            "@divExact" | "@divFloor" | "@divTrunc" => match ints()?.as_slice() {
                [left, right] if *left >= 0 && *right > 0 => Some(Value::Int(left / right)),
                _ => None,
            },
            "@mod" | "@rem" => match ints()?.as_slice() {
                [left, right] if *left >= 0 && *right > 0 => Some(Value::Int(left % right)),
                _ => None,
            },
            "@intFromBool" => match self.value(last, scope, depth)? {
                Value::Bool(b) => Some(Value::Int(i128::from(b))),
                _ => None,
            },
            "@intFromEnum" | "@enumToInt" => self.variant(last, scope, depth),
            _ => self.known.computed(node, scope),
        }
    }

    /// The number of `Kind.name`, or of a constant that is one.
    fn variant(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        let scan = self.scan;
        if let Entity::Variable(index) = scan.resolve(node, scope) {
            let variable = &scan.variables[index];
            return self.variant(variable.value.filter(|_| variable.constant)?, variable.scope, depth);
        }
        let object = node.child_by_field_name("object")?;
        let wanted = identifier(scan.text(scope, node.child_by_field_name("member")?));
        let Entity::Container(id) = scan.resolve(object, scope) else { return None };
        let mut next = Some(0_i128);
        for field in &scan.scopes[id].fields {
            let value = match field.value {
                Some(node) => self.value(node, id, depth).and_then(|value| value.as_int()),
                None => next,
            };
            if identifier(scan.text(id, field.name)) == wanted {
                return value.map(Value::Int);
            }
            next = value.and_then(|value| value.checked_add(1));
        }
        None
    }

    /// `std.math.maxInt(u8)`.
    fn limit(&self, call: Node<'t>, scope: ScopeId) -> Option<Value> {
        let callee = self.scan.text(scope, call.child_by_field_name("function")?);
        let largest = callee.ends_with("maxInt");
        if !largest && !callee.ends_with("minInt") {
            return None;
        }
        let argument = call.named_children().nth(1)?;
        let name = self.scan.text(scope, argument);
        let (signed, bits) = match (name, name.split_at_checked(1)?) {
            ("usize", _) => (false, 64),
            ("isize", _) => (true, 64),
            ("c_int", _) => (true, 32),
            ("c_uint", _) => (false, 32),
            (_, (sign @ ("i" | "u"), bits)) => (sign == "i", bits.parse().ok()?),
            _ => return None,
        };
        let bits = u32::checked_sub(bits, u32::from(signed)).filter(|bits| *bits < 127)?;
        let most = (1_i128 << bits) - 1;
        let least = if signed { -most - 1 } else { 0 };
        Some(Value::Int(if largest { most } else { least }))
    }
}

/// The name of an enum literal: `.wide`.
fn literal<'t>(scan: &Scan<'t>, node: Node<'t>, scope: ScopeId) -> Option<String> {
    let member = node.child_by_field_name("member").filter(|_| node.kind() == "field_expression")?;
    node.child_by_field_name("object").is_none().then(|| identifier(scan.text(scope, member)))
}

/// What a `switch` looks at.
pub(super) fn subject(node: Node<'_>) -> Option<Node<'_>> {
    node.named_children()
        .find(|part| !matches!(part.kind(), "block_label" | "switch_case") && !part.is_extra())
}

/// The branch of an `if` that is taken.
pub(super) fn branch(node: Node<'_>, holds: bool) -> Option<Node<'_>> {
    let condition = node.child_by_field_name("condition")?.id();
    let parts = || node.named_children().filter(move |part| part.id() != condition && !part.is_extra());
    if let Some(body) = node.child_by_field_name("body").filter(|_| holds) {
        return Some(body);
    }
    let word = node.children().find(|child| child.kind() == "else").map(Node::start_byte);
    let mut parts = parts().filter(|part| part.kind() != "payload");
    if holds { parts.next() } else { parts.find(|part| word.is_some_and(|word| part.start_byte() > word)) }
}

/// What a `switch` comes to, where `holds` says whether its subject is a value, or between two. `None` where a case is
/// not understood.
pub(super) fn chosen<'t>(
    node: Node<'t>,
    mut holds: impl FnMut(Node<'t>, Option<Node<'t>>) -> Option<bool>,
) -> Option<Node<'t>> {
    for case in node.named_children().filter(|child| child.kind() == "switch_case") {
        let arrow = case.children().find(|child| child.kind() == "=>")?.start_byte();
        let result =
            case.named_children().filter(|part| part.kind() != "payload" && !part.is_extra()).last()?;
        let mut heads = case.children().take_while(|child| child.start_byte() < arrow).peekable();
        while let Some(head) = heads.next() {
            if head.kind() == "else" {
                return Some(result);
            }
            if !head.is_named() || head.is_extra() {
                continue;
            }
            let most = heads.next_if(|next| next.kind() == "...").and_then(|_| heads.next());
            if holds(head, most)? {
                return Some(result);
            }
        }
    }
    None
}

/// The value of an integer literal.
pub(super) fn integer(text: &str) -> Option<i128> {
    let digits = text.replace('_', "");
    let (digits, radix) = match digits.get(..2) {
        Some("0x") => (&digits[2..], 16),
        Some("0o") => (&digits[2..], 8),
        Some("0b") => (&digits[2..], 2),
        _ => (digits.as_str(), 10),
    };
    i128::from_str_radix(digits, radix).ok()
}

fn character(text: &str) -> Option<i128> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let value = super::scan::unescape(inner);
    let mut chars = value.chars();
    let first = chars.next()?;
    chars.next().is_none().then(|| i128::from(u32::from(first)))
}

fn binary(operator: &str, left: Value, right: Value) -> Option<Value> {
    let (left, right) = match (left, right) {
        (Value::Int(left), Value::Int(right)) => (left, right),
        (Value::Str(left), Value::Str(right)) if operator == "++" => return Some(Value::Str(left + &right)),
        (Value::Bool(left), Value::Bool(right)) => {
            return match operator {
                "and" => Some(left && right),
                "or" => Some(left || right),
                "==" => Some(left == right),
                "!=" => Some(left != right),
                _ => None,
            }
            .map(Value::Bool);
        }
        _ => return None,
    };
    let compared = match operator {
        "==" => Some(left == right),
        "!=" => Some(left != right),
        "<" => Some(left < right),
        "<=" => Some(left <= right),
        ">" => Some(left > right),
        ">=" => Some(left >= right),
        _ => None,
    };
    if let Some(holds) = compared {
        return Some(Value::Bool(holds));
    }
    let shift = u32::try_from(right).ok();
    match operator {
        "+" => left.checked_add(right),
        "-" => left.checked_sub(right),
        "*" => left.checked_mul(right),
        "/" => left.checked_div(right),
        "%" => left.checked_rem(right),
        "|" => Some(left | right),
        "&" => Some(left & right),
        "^" => Some(left ^ right),
        "<<" => left.checked_shl(shift?),
        ">>" => left.checked_shr(shift?),
        _ => None,
    }
    .map(Value::Int)
}

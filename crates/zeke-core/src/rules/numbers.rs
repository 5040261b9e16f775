//! Numbers that both sides give names of their own: constants, variants, bits. Where the names are the same, the
//! numbers must be.

use std::collections::BTreeMap;

use ghost_abi::model::{Interface, Repr, TypeKind};
use ghost_abi::source::Number;

use crate::analyze::{Side, place};
use crate::finding::{Class, Finding, Language, Place, Severity};
use crate::project::Source;

/// Names that two families must share before one is taken for the other side's form of the other.
const SHARED_NAMES_MIN: usize = 3;

/// One name with its number.
struct Member {
    /// The name, without underscores and capitals.
    name: String,
    /// As it is written.
    shown: String,
    value: i128,
    at: Place,
}

/// Names that belong together, by what they are called together.
type Families = BTreeMap<String, Vec<Member>>;

/// Numbers that differ between a side that declares something of another one and that other one.
pub(super) fn differing(side: &Side<'_>, sides: &[Side<'_>], found: &mut Vec<Finding>) {
    let uses = |other: &&Side<'_>| {
        other.unit.language != side.unit.language
            && side.view.imports.functions.iter().any(|f| other.view.exports.function(&f.symbol).is_some())
    };
    let mut own = None;
    for other in sides.iter().filter(uses) {
        let (crossing, constants) = own.get_or_insert_with(|| of(side));
        let (their_crossing, their_constants) = of(other);
        for (mine, theirs, some_agree) in [
            (&*crossing, &their_constants, false),
            (&*constants, &their_crossing, false),
            (&*constants, &their_constants, true),
        ] {
            for (family, members) in mine {
                // What crosses on both sides is compared with everything else that crosses.
                let both = crossing.contains_key(family) && their_crossing.contains_key(family);
                if let Some(theirs) = theirs.get(family).filter(|_| !both) {
                    found.extend(difference(members, theirs, some_agree));
                }
            }
        }
    }
}

/// What crosses, and the constants beside it.
fn of(side: &Side<'_>) -> (Families, Families) {
    let mut crossing = Families::new();
    for interface in [&side.view.imports, &side.view.exports] {
        types(interface, &mut crossing);
    }
    let mut constants = Families::new();
    for number in &side.view.facts.numbers {
        named(number, &mut constants);
    }
    for file in side.unit.files.iter().filter(|_| side.unit.language == Language::Rust) {
        written(file, &mut constants);
    }
    for (name, variants) in &side.rust.numbered {
        let member = |(shown, value, at): &(String, u64, Place)| Member {
            name: plain(shown),
            shown: shown.clone(),
            value: i128::from(*value),
            at: at.clone(),
        };
        constants.entry(plain(name)).or_default().extend(variants.iter().map(member));
    }
    (crossing, constants)
}

/// Variants of enums and bits of flags that cross.
fn types(interface: &Interface, families: &mut Families) {
    for def in interface.types.values() {
        let members: Vec<Member> = match &def.kind {
            TypeKind::Enum(kind) => {
                let member = |v: &ghost_abi::model::Variant| {
                    let at = place(v.location.as_ref()?);
                    Some(Member { name: plain(&v.name), shown: v.name.clone(), value: v.value, at })
                };
                kind.variants.iter().filter_map(member).collect()
            }
            TypeKind::Struct(record) if matches!(record.repr, Repr::Bits(_)) => {
                let member = |field: &ghost_abi::model::Field| {
                    let bits = field.bits.filter(|bits| bits.width == 1)?;
                    let (value, at) = (1_i128.checked_shl(bits.offset)?, place(field.location.as_ref()?));
                    Some(Member { name: plain(&field.name), shown: field.name.clone(), value, at })
                };
                record.fields.iter().filter_map(member).collect()
            }
            _ => continue,
        };
        let members: Vec<Member> = members;
        families.entry(plain(&def.name)).or_default().extend(members);
    }
}

/// The first name that has another number on the other side. `some_agree` demands that not all of them do.
fn difference(own: &[Member], theirs: &[Member], some_agree: bool) -> Option<Finding> {
    if is_ambiguous(own) || is_ambiguous(theirs) {
        return None;
    }
    let pairs: Vec<(&Member, &Member)> = own
        .iter()
        .filter_map(|member| Some((member, theirs.iter().find(|other| other.name == member.name)?)))
        .collect();
    let differing: Vec<&(&Member, &Member)> = pairs.iter().filter(|(a, b)| a.value != b.value).collect();
    if pairs.len() < SHARED_NAMES_MIN || some_agree && differing.len() == pairs.len() {
        return None;
    }
    let (own, other) = differing.first()?;
    Some(Finding {
        class: Class::EnumValueDrift,
        severity: Severity::Error,
        message: format!("`{}` has another value on the other side", own.shown),
        location: own.at.clone(),
        peer: Some(other.at.clone()),
        evidence: format!(
            "`{}` is {} here, and `{}` {} there",
            own.shown, own.value, other.shown, other.value
        ),
        fix: Some("give both the same value".to_owned()),
    })
}

/// Whether code of the other side puts what is no literal into a field that is received as an enum.
pub(super) fn makes_values(mismatch: &ghost_abi::compare::Mismatch, sides: [&Side<'_>; 2]) -> bool {
    let own = mismatch.location.as_ref().map(|at| at.file.as_str());
    let is_other = |side: &&Side<'_>| side.unit.files.iter().all(|file| Some(file.path.as_str()) != own);
    let field =
        mismatch.message.split('`').nth(1).and_then(|name| name.split_once('.')).map(|(_, field)| field);
    let mut files = sides
        .into_iter()
        .filter(|side| side.unit.language == Language::Zig)
        .filter(is_other)
        .flat_map(|side| &side.unit.files);
    field.is_some_and(|field| files.any(|file| is_filled(&file.text, field)))
}

/// Whether a field is set to something that is neither a number nor a name of one.
fn is_filled(text: &str, field: &str) -> bool {
    let mark = format!(".{field} = ");
    text.split(mark.as_str()).skip(1).any(|rest| {
        let value = rest.split([';', ',', '}', '\n']).next().unwrap_or(rest).trim();
        let is_literal = value.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        let is_named =
            value.contains("@intFromEnum") || value.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        !is_literal && !is_named
    })
}

/// Whether a name has two numbers: then there are several families of one name.
fn is_ambiguous(members: &[Member]) -> bool {
    let mut values = BTreeMap::new();
    members.iter().any(|m| *values.entry(m.name.as_str()).or_insert(m.value) != m.value)
}

/// A constant in the family of what holds it, and in those that the beginning of its name tells.
fn named(number: &Number, families: &mut Families) {
    let mut add = |family: &str, name: &str| {
        let at = place(&number.location);
        let member = Member { name: plain(name), shown: number.name.clone(), value: number.value, at };
        families.entry(plain(family)).or_default().push(member);
    };
    if !number.family.is_empty() {
        add(&number.family, &number.name);
    }
    // `LOG_LEVEL_WARN` may be the `WARN` of `LogLevel`, and of `Log`.
    if number.in_module || number.family.is_empty() {
        for (at, _) in number.name.match_indices('_').filter(|(at, _)| *at > 0) {
            let (family, member) = number.name.split_at(at);
            add(family, &member[1..]);
        }
    }
}

/// Numbers that arms of a `match` give to variants, each on a line.
fn written(file: &Source, families: &mut Families) {
    let mut holder: Option<String> = None;
    for (index, line) in file.text.lines().enumerate() {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        if indent == 0 && !trimmed.is_empty() && !trimmed.starts_with(['}', ')']) {
            holder = held_by(trimmed);
        }
        let Some((family, name, value)) = arm(trimmed, holder.as_deref()) else { continue };
        let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let column = u32::try_from(indent + 1).unwrap_or(u32::MAX);
        let at = Place { file: file.path.clone(), line, column };
        let member = Member { name: plain(name), shown: name.to_owned(), value, at };
        families.entry(plain(family)).or_default().push(member);
    }
}

/// What a line opens that holds such arms.
fn held_by(line: &str) -> Option<String> {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
    let words =
        |rest: &str| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().map(str::to_owned);
    let heads = ["impl ", "mod ", "struct ", "fn "];
    let rest = heads.iter().find_map(|head| line.strip_prefix(head))?;
    // `impl TryFrom<c_int> for Unit` is about `Unit`.
    words(rest.rsplit_once(" for ").filter(|_| line.starts_with("impl")).map_or(rest, |(_, of)| of))
}

/// `2 => Some(Kind::Link)` and `Kind::Link => 2`: the enum, the variant and the number.
fn arm<'l>(line: &'l str, holder: Option<&'l str>) -> Option<(&'l str, &'l str, i128)> {
    let (left, right) = line.split_once("=>")?;
    let (left, right) = (left.trim(), right.trim().trim_end_matches([',', ')', ';', '}']).trim());
    let (path, value) = match number(left) {
        Some(value) => (right.rsplit('(').next().unwrap_or(right), value),
        None => (left, number(right)?),
    };
    let (owner, variant) = path.trim().rsplit_once("::")?;
    let owner = owner.rsplit("::").next().unwrap_or(owner);
    let is_name =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let owner = if owner == "Self" { holder? } else { owner };
    (is_name(owner) && is_name(variant)).then_some((owner, variant, value))
}

/// A number as both languages write it, and a shifted one.
fn number(text: &str) -> Option<i128> {
    if let Some((left, right)) = text.split_once("<<") {
        return number(left.trim())?.checked_shl(u32::try_from(number(right.trim())?).ok()?);
    }
    if let Some(rest) = text.strip_prefix('-') {
        return number(rest).map(|n| -n);
    }
    let digits = text.split(" as ").next()?.replace('_', "");
    let types = ["u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize"];
    let digits = types.iter().find_map(|ty| digits.strip_suffix(ty)).unwrap_or(&digits);
    let (digits, radix) = match digits.get(..2) {
        Some("0x") => (&digits[2..], 16),
        Some("0b") => (&digits[2..], 2),
        Some("0o") => (&digits[2..], 8),
        _ => (digits, 10),
    };
    i128::from_str_radix(digits, radix).ok()
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

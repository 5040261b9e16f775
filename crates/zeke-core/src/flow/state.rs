//! What is known on one way through a function.

use std::rc::Rc;

use super::code::{Expr, Pattern, Spot};
use crate::effects::{Interior, Resource};

/// What an expression may be.
#[derive(Clone, Default)]
pub(crate) enum Value<'p> {
    #[default]
    Unknown,
    /// Moved away, or set to nothing yet.
    Gone,
    Null,
    Error,
    Bool(bool),
    Int(i64),
    /// A pointer to something with an owner, or a value that stands for it.
    Pointer(usize),
    /// The address of a variable, or of a part of one.
    Place(Lieu),
    Record(Rc<Record<'p>>),
    Code(Rc<Closure<'p>>),
    Routine(usize),
}

/// A closure with the names that it sees.
pub(crate) struct Closure<'p> {
    pub(crate) params: &'p [Pattern],
    pub(crate) body: &'p Expr,
    pub(crate) env: Vec<(&'p str, usize)>,
}

/// A value with fields.
#[derive(Clone, Default)]
pub(crate) struct Record<'p> {
    pub(crate) ty: String,
    pub(crate) fields: Vec<(String, Value<'p>)>,
}

impl<'p> Record<'p> {
    pub(crate) fn field(&self, name: &str) -> Option<&Value<'p>> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(crate) fn set(&mut self, name: &str, value: Value<'p>) {
        match self.fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None => self.fields.push((name.to_owned(), value)),
        }
    }
}

/// A place: a variable or something that a pointer points to, and the way within it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Lieu {
    pub(crate) root: Root,
    pub(crate) path: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Root {
    Cell(usize),
    Thing(usize),
}

/// Something that was made somewhere and ends somewhere.
#[derive(Clone, Default)]
#[allow(clippy::struct_excessive_bools, reason = "facts of a thing that do not depend on each other")]
pub(crate) struct Thing<'p> {
    /// The function of the other side that gave it.
    pub(crate) maker: Option<String>,
    /// What this side made it with, where it did.
    pub(crate) own: Option<Resource>,
    /// The type and the field that it was found in.
    pub(crate) slot: String,
    /// Its type.
    pub(crate) ty: String,
    /// The parameter that it came with, or within.
    pub(crate) param: Option<usize>,
    /// Whether it is a value of its type, and no pointer to one.
    pub(crate) value: bool,
    /// Whether its fields are parts of the same memory.
    pub(crate) flat: bool,
    pub(crate) is_null: bool,
    pub(crate) is_there: bool,
    pub(crate) released: Option<Spot>,
    /// Whether that took one of several holds on it.
    pub(crate) counted: bool,
    /// How deep the calls were where that was, and whether the function was on its way out.
    pub(crate) left: Option<usize>,
    /// Where an owner of this side was made of it, which will end it.
    pub(crate) adopted: Option<Spot>,
    /// What it points into.
    pub(crate) inside: Option<(usize, Interior)>,
    /// What it points to within itself, by what it was made with.
    pub(crate) needs: Vec<usize>,
    /// Where one of these was released.
    pub(crate) orphaned: Option<Spot>,
    /// Where that changed, and whether it was released there.
    pub(crate) stale: Option<(Spot, bool)>,
    /// Where a zero was written into it.
    pub(crate) cut: Option<Spot>,
    /// Whether something may have happened to it that could not be followed.
    pub(crate) vague: bool,
    pub(crate) fields: Vec<(String, Value<'p>)>,
}

/// A block that is open.
#[derive(Clone, Default)]
pub(crate) struct Scope<'p> {
    pub(crate) names: usize,
    /// What runs at its end, and whether only where the function fails.
    pub(crate) deferred: Vec<(&'p Expr, bool)>,
}

/// A variable of a function that something keeps which lives longer.
#[derive(Clone)]
pub(crate) struct Lent {
    pub(crate) cell: usize,
    pub(crate) symbol: String,
    pub(crate) param: usize,
    pub(crate) at: Spot,
    /// What keeps it, where that can end.
    pub(crate) keeper: Option<usize>,
    pub(crate) by_thread: bool,
}

/// Everything that is known on one way.
#[derive(Clone, Default)]
pub(crate) struct State<'p> {
    pub(crate) cells: Vec<Value<'p>>,
    /// Types of variables, where they are known.
    pub(crate) types: Vec<&'p str>,
    pub(crate) things: Vec<Rc<Thing<'p>>>,
    pub(crate) env: Vec<(&'p str, usize)>,
    /// Where the names of the function begin that runs now.
    pub(crate) base: usize,
    pub(crate) scopes: Vec<Scope<'p>>,
    /// What was found to be so: a condition, or the subject of several ways, and which it was.
    pub(crate) facts: Vec<(&'p str, String)>,
    /// How often it was guessed which way is taken.
    pub(crate) guesses: usize,
    pub(crate) lent: Vec<Lent>,
    pub(crate) globals: Vec<(&'p str, usize)>,
}

impl<'p> State<'p> {
    pub(crate) fn thing(&self, index: usize) -> &Thing<'p> {
        &self.things[index]
    }

    pub(crate) fn thing_mut(&mut self, index: usize) -> &mut Thing<'p> {
        Rc::make_mut(&mut self.things[index])
    }

    pub(crate) fn add(&mut self, thing: Thing<'p>) -> Value<'p> {
        self.things.push(Rc::new(thing));
        Value::Pointer(self.things.len() - 1)
    }

    pub(crate) fn cell(&mut self, value: Value<'p>, ty: &'p str) -> usize {
        self.cells.push(value);
        self.types.push(ty);
        self.cells.len() - 1
    }

    pub(crate) fn bind(&mut self, name: &'p str, value: Value<'p>, ty: &'p str) {
        self.forget_facts(name);
        let cell = self.cell(value, ty);
        self.env.push((name, cell));
    }

    pub(crate) fn lookup(&self, name: &str) -> Option<usize> {
        self.env[self.base.min(self.env.len())..]
            .iter()
            .rev()
            .find(|(known, _)| *known == name)
            .map(|(_, cell)| *cell)
    }

    /// What was found of a name holds no longer.
    pub(crate) fn forget_facts(&mut self, name: &str) {
        let word =
            |text: &str| text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name);
        self.facts.retain(|(text, _)| !word(text));
    }

    /// A value, with what was found of it since.
    pub(crate) fn settled(&self, value: Value<'p>) -> Value<'p> {
        match value {
            Value::Pointer(thing) if self.thing(thing).is_null => Value::Null,
            other => other,
        }
    }

    /// What is known of a place.
    fn found(&self, place: &Lieu) -> Option<Value<'p>> {
        match place.root {
            Root::Cell(cell) => within(&self.cells[cell], &place.path),
            Root::Thing(thing) => match place.path.split_first() {
                None => Some(Value::Pointer(thing)),
                Some((first, rest)) => {
                    let known = self.thing(thing).fields.iter().find(|(name, _)| name == first);
                    known.and_then(|(_, value)| within(value, rest))
                }
            },
        }
    }

    /// What a place holds, as far as that is known.
    pub(crate) fn peek(&self, place: &Lieu) -> Value<'p> {
        self.settled(self.found(place).unwrap_or_default())
    }

    /// What a place holds; of which nothing was known is known from now on to be always the same.
    pub(crate) fn load(&mut self, place: &Lieu) -> Value<'p> {
        let value = match self.found(place) {
            Some(value) => value,
            None => self.found_within(place),
        };
        self.settled(value)
    }

    /// What a place holds of which nothing was known: something that came from elsewhere.
    fn found_within(&mut self, place: &Lieu) -> Value<'p> {
        let Root::Thing(thing) = place.root else { return Value::Unknown };
        let owner = self.thing(thing);
        let field = place.path.join(".");
        if owner.flat {
            return if is_count(&field) { Value::Unknown } else { Value::Pointer(thing) };
        }
        // Of what another function made, only the field's own maker could tell.
        let found = Thing { slot: format!("{}.{field}", owner.ty), param: owner.param, ..Thing::default() };
        let value = self.add(found);
        self.store(place, value.clone());
        value
    }

    pub(crate) fn store(&mut self, place: &Lieu, value: Value<'p>) {
        match place.root {
            Root::Cell(cell) => {
                let mut whole = std::mem::take(&mut self.cells[cell]);
                put(&mut whole, &place.path, value);
                self.cells[cell] = whole;
            }
            Root::Thing(thing) => {
                let whole = ["*".to_owned()];
                let path = if place.path.is_empty() { &whole[..] } else { &place.path[..] };
                let Some((first, rest)) = path.split_first() else { return };
                let fields = &mut self.thing_mut(thing).fields;
                if let Some((_, known)) = fields.iter_mut().find(|(name, _)| name == first) {
                    put(known, rest, value);
                } else {
                    let mut known = Value::Unknown;
                    put(&mut known, rest, value);
                    fields.push((first.clone(), known));
                }
            }
        }
    }
}

/// Whether a field says how much there is.
fn is_count(field: &str) -> bool {
    ["len", "cap", "size", "count", "capacity"].iter().any(|word| field.contains(word))
}

/// A part of a value.
fn within<'p>(value: &Value<'p>, path: &[String]) -> Option<Value<'p>> {
    let Some((first, rest)) = path.split_first() else { return Some(value.clone()) };
    match value {
        Value::Record(record) => within(record.field(first)?, rest),
        Value::Unknown | Value::Gone => None,
        // A part of a plain value is that value.
        other => Some(other.clone()),
    }
}

fn put<'p>(whole: &mut Value<'p>, path: &[String], value: Value<'p>) {
    let Some((first, rest)) = path.split_first() else {
        *whole = value;
        return;
    };
    if !matches!(whole, Value::Record(_)) {
        *whole = Value::Record(Rc::default());
    }
    if let Value::Record(record) = whole {
        let record = Rc::make_mut(record);
        let mut part = record.field(first).cloned().unwrap_or_default();
        put(&mut part, rest, value);
        record.set(first, part);
    }
}

//! Pointers into what the other side keeps, and when they end; what fails after a release; what is
//! known on one thread only.

use ghost_abi::zig_source::Node;

use super::binding::Binding;
use super::summary;
use super::threads;
use super::tree::{arguments, children, of_kind};
use super::uses::{Instance, Walk};
use crate::effects::{Change, Effects, Interior, Origin};
use crate::finding::{Class, Place};

/// Most functions of one name that a call may mean.
const CANDIDATES_MAX: usize = 4;

/// The pointer into a parameter that a function gives.
pub(super) fn interior(effects: &Effects) -> Option<&Interior> {
    effects.returns.iter().find_map(|flow| match &flow.what {
        Origin::Inside(interior) => Some(interior),
        _ => None,
    })
}

impl<'a, 't> Walk<'a, 't> {
    /// The instance that an argument, or something within it, is. Of what came from elsewhere, as a
    /// parameter or a field does, one is made up, so that what points into it can be followed.
    fn owner(&mut self, arg: Node<'t>, within: &str) -> Option<usize> {
        if let Some(index) = self.instance_of(arg) {
            return Some(index);
        }
        let path = format!("{}{within}", self.file.slice(arg));
        if let Some(index) = self.owners.get(&path) {
            return Some(*index);
        }
        let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        plain.then(|| {
            self.owners.insert(path, self.instances.len());
            self.instances.push(Instance::new("", usize::MAX, false));
            self.instances.len() - 1
        })
    }

    /// A call that changes what a handle holds makes pointers into it stale.
    pub(super) fn changes(
        &mut self,
        index: usize,
        arg: Node<'t>,
        effects: &Effects,
        at: &Place,
        call: usize,
    ) {
        self.changes_within(index, (arg, ""), effects, at, call);
    }

    /// The same, of something within an argument.
    pub(super) fn changes_within(
        &mut self,
        index: usize,
        (arg, within): (Node<'t>, &str),
        effects: &Effects,
        at: &Place,
        call: usize,
    ) {
        let releases = effects.releases.iter().any(|release| release.param == index);
        let changes: Vec<&Change> = effects.changes.iter().filter(|change| change.param == index).collect();
        if changes.is_empty() && !releases || self.deferring {
            return;
        }
        // Where nothing points into anything, nothing ends.
        if self.instances.iter().all(|instance| instance.inside.is_none()) {
            return;
        }
        let Some(owner) = self.owner(arg, within) else { return };
        // What the call itself gives is as new as the change.
        for instance in self.instances.iter_mut().filter(|instance| instance.call != call) {
            let Some((_, interior)) = instance.inside.as_ref().filter(|(inside, _)| *inside == owner) else {
                continue;
            };
            let stale = releases || changes.iter().any(|change| change.invalidates(interior));
            if stale && instance.stale.is_none() {
                instance.stale = Some((at.clone(), releases));
            }
        }
    }

    /// The result of a call becomes something that can be followed.
    pub(super) fn created(&mut self, call: Node<'t>, symbol: &str, args: &[Node<'t>]) {
        let Some(effects) = self.known.effects(symbol) else { return };
        let Some((symbol, _)) = self.imports.get_key_value(symbol) else { return };
        let lent = interior(effects).and_then(|interior| Some((*args.get(interior.param)?, interior)));
        let inside = lent.and_then(|(arg, interior)| Some((self.owner(arg, "")?, interior.clone())));
        if inside.is_none() && crate::knowledge::owned(effects).is_none() {
            return;
        }
        self.instances.push(Instance { inside, ..Instance::new(symbol, call.start_byte(), false) });
    }

    /// What a call writes through `&name` becomes something that can be followed.
    pub(super) fn filled(&mut self, symbol: &str, args: &[Node<'t>]) {
        let Some((symbol, _)) = self.imports.get_key_value(symbol) else { return };
        for (param, arg) in args.iter().enumerate() {
            let Some(name) = self.file.slice(*arg).strip_prefix('&') else { continue };
            let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if plain && self.known.gives_through(symbol, param) {
                self.names.insert(name.to_owned(), Binding::Instance(self.instances.len()));
                self.instances.push(Instance::new(symbol, usize::MAX, false));
            }
        }
    }

    /// A wrapper gives a pointer into what its argument holds, or changes that.
    pub(super) fn lent_through(&mut self, call: Node<'t>, index: usize, given: &[Node<'t>], at: &Place) {
        let summaries = self.summaries;
        let Some(summary) = summaries.get(index) else { return };
        for ((symbol, param), own, within) in &summary.changes {
            if let Some((effects, arg)) = self.known.effects(symbol).zip(given.get(*own)) {
                self.changes_within(*param, (*arg, within), effects, at, call.start_byte());
            }
        }
        if let Some((symbol, own, within)) = &summary.lends
            && let Some(arg) = given.get(*own)
            && let Some(interior) = self.known.effects(symbol).and_then(interior)
            && let Some(owner) = self.owner(*arg, within)
        {
            let inside = Some((owner, interior.clone()));
            self.instances.push(Instance { inside, ..Instance::new(symbol, call.start_byte(), false) });
        }
    }

    /// A pointer is used after what it points into changed or went.
    pub(super) fn stale(&mut self, symbol: &str, at: Place, changed: Place, released: bool) {
        if released {
            let message = format!("the pointer that `{symbol}` gave is used after its owner was released");
            let fix = "release the owner after the last use of what points into it";
            self.report(Class::OwnershipUseAfterFree, message, at, Some(changed), fix);
            return;
        }
        let given = self.known.effects(symbol).and_then(|effects| {
            let found = effects.returns.iter().find(|flow| matches!(flow.what, Origin::Inside(_)));
            found.map(|flow| flow.at.clone())
        });
        let message =
            format!("the pointer that `{symbol}` gives into a container is used after the container changed");
        let fix = "give out a copy, or an index";
        let location = given.unwrap_or(changed);
        self.report(Class::LifetimeInteriorPointer, message, location, Some(at), fix);
    }

    /// The function fails: what is freed already must not be freed on the way out.
    pub(super) fn failed(&mut self) {
        if !self.deferring {
            self.own_failed();
        }
    }

    /// `.{ .handle = handle, .close = handle_close }`: a value that goes with the function that releases it.
    pub(super) fn released_by_pair(&mut self, node: Node<'t>) {
        let parts =
            of_kind(node, "assignment_expression").into_iter().chain(of_kind(node, "field_initializer"));
        let values: Vec<Node<'t>> = parts.filter_map(|part| children(part).into_iter().next_back()).collect();
        let instances: Vec<usize> = values.iter().filter_map(|value| self.instance_of(*value)).collect();
        let [instance] = instances.as_slice() else { return };
        let producer = self.instances[*instance].symbol();
        for value in values {
            let text = self.file.slice(value).trim_start_matches('&');
            let callee = matches!(value.kind(), "identifier" | "field_expression" | "unary_expression");
            let symbol =
                callee.then(|| summary::symbol(self.program, self.imports, text, |_| None)).flatten();
            let Some(symbol) = symbol else { continue };
            let at = self.file.place(value);
            for release in self.known.releases(symbol) {
                if self.is_another(producer, release) {
                    self.released_wrongly(symbol, producer, release, &at);
                }
            }
        }
    }

    /// A field is released whose values a function made that makes something else.
    pub(super) fn released_field(&mut self, symbol: &str, args: &[Node<'t>], at: &Place) {
        for release in self.known.releases(symbol) {
            let Some(arg) = args.get(release.param).filter(|arg| self.instance_of(**arg).is_none()) else {
                continue;
            };
            if let Some(producer) = self.field_maker(*arg)
                && self.is_another(producer, release)
            {
                self.released_wrongly(symbol, producer, release, at);
            }
        }
    }

    /// The function of the other side that gave what a field holds, where that is always the same one.
    pub(super) fn field_maker(&self, arg: Node<'t>) -> Option<&'a str> {
        let text = self.file.slice(arg);
        let inner = text.strip_prefix("@ptrCast(").and_then(|rest| rest.strip_suffix(')'));
        self.kept_at(inner.unwrap_or(text))
    }

    /// A variable gets what is known on this thread only.
    pub(super) fn token(&mut self, name: &str, value: Node<'t>) {
        self.tokens.remove(name);
        let call = match value.kind() {
            "call_expression" => Some(value),
            _ => children(value).into_iter().find(|child| child.kind() == "call_expression"),
        };
        let Some(symbol) = call.and_then(|call| self.symbol(call)) else { return };
        if !self.known.thread_locals(symbol).is_empty() {
            self.tokens.insert(name.to_owned(), symbol);
        }
    }

    /// What one thread asked for is used on another, which knows nothing of it.
    pub(super) fn token_on_thread(&mut self, call: Node<'t>, tuple: Node<'t>) {
        let Some(worker) = threads::started(self.program, self.file, call).copied() else { return };
        let given = elements(tuple);
        let params = summary::parameters(&worker);
        let calls = of_kind(worker.body, "call_expression");
        for used in calls {
            let Some(callee) = used.child_by_field_name("function") else { continue };
            let text = worker.file.slice(callee);
            let Some(symbol) = summary::symbol(self.program, self.imports, text, |_| None) else { continue };
            let shared = self.known.thread_locals(symbol);
            if shared.is_empty() {
                continue;
            }
            for arg in arguments(used) {
                let text = worker.file.slice(arg);
                let passed = params.iter().position(|name| *name == text).and_then(|at| given.get(at));
                let maker = match passed {
                    Some(given) => self.tokens.get(self.file.slice(*given)).copied(),
                    None => text.rsplit_once('.').and_then(|(_, field)| *self.kept.get(field)?),
                };
                let same = |maker: &str| self.known.thread_locals(maker).iter().any(|n| shared.contains(n));
                if let Some(maker) = maker.filter(|maker| same(maker)) {
                    let message = format!("what `{maker}` gave to one thread is used on another");
                    let peer = self.known.effects(maker).map(|effects| effects.location.clone());
                    let fix = "ask for it on the thread that uses it, or keep it behind a `Mutex`";
                    self.report(Class::ThreadNonSendHandle, message, self.file.place(call), peer, fix);
                    return;
                }
            }
        }
    }

    /// `&value.field` of a field that is an array, taken for text with a terminator.
    pub(super) fn fixed_text(&mut self, cast: Node<'t>, arg: Node<'t>) {
        let text = self.file.slice(arg);
        let Some((_, field)) = text.strip_prefix('&').and_then(|path| path.rsplit_once('.')) else { return };
        let ty = self.program.fields.get(field).copied().unwrap_or_default();
        let bytes = ty.starts_with('[') && ty.ends_with("]u8") && !ty.contains([':', '*']);
        let Some(other) = self.known.fixed_field(field).filter(|other| bytes && !other.leaves_room) else {
            return;
        };
        let around = cast.parent().map(|parent| self.file.slice(parent)).unwrap_or_default();
        let wanted = around.contains("[*:0]");
        if wanted {
            let message =
                format!("`{}.{field}` may be full, and is taken for text with a terminator", other.owner);
            let fix = "look for the end within the array: `std.mem.sliceTo(&value.field, 0)`";
            self.report(Class::UnterminatedString, message, self.file.place(cast), None, fix);
        }
    }
}

/// The parts of `.{ a, b }`.
fn elements(tuple: Node<'_>) -> Vec<Node<'_>> {
    let mut parts = children(tuple);
    while let [only] = parts.as_slice()
        && only.kind() == "initializer_list"
    {
        parts = children(*only);
    }
    parts
}

/// Functions of the other side that a function of this side calls, itself or by others of this side.
pub(super) fn symbols_within(
    walk: &Walk<'_, '_>,
    function: &super::tree::Function<'_>,
    helpers: usize,
    found: &mut Vec<(String, Place)>,
) {
    let calls = of_kind(function.body, "call_expression");
    for call in calls {
        let Some(callee) = call.child_by_field_name("function") else { continue };
        let text = function.file.slice(callee);
        if let Some(symbol) = summary::symbol(walk.program, walk.imports, text, |_| None) {
            found.push((symbol.to_owned(), function.file.place(call)));
        } else if helpers > 0 && !text.starts_with("std.") {
            // Which of several is meant, the types of comptime parameters say.
            let named = walk.program.named(text.rsplit('.').next().unwrap_or(text));
            let own =
                named.iter().take(CANDIDATES_MAX).filter_map(|index| walk.program.functions.get(*index));
            own.for_each(|own| symbols_within(walk, own, helpers - 1, found));
        }
    }
}

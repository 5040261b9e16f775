//! Handles of the other side that must stay on their thread, in the functions that threads run.

use ghost_abi::zig_source::Node;

use super::summary::{self, given};
use super::threads;
use super::tree::{Function, of_kind};
use super::uses::Walk;
use crate::finding::{Class, Finding, Place};

/// Deepest chain of functions that is followed from where a thread begins.
const CALLS_MAX: usize = 2;

impl<'t> Walk<'_, 't> {
    /// A thread is started whose function uses a handle that it did not make, and that must stay on its thread.
    pub(super) fn bound_in_worker(&mut self, call: Node<'t>) {
        // What is wrong with one thread of a file is wrong with its others.
        let known = |finding: &Finding| {
            finding.class == Class::ThreadNonSendHandle && finding.location.file == self.file.path
        };
        let Some(worker) = threads::started(self.program, self.file, call).copied() else { return };
        if self.uses.findings.iter().any(known) {
            return;
        }
        let Some((symbol, holds, at)) = self.bound_use(&worker, 0) else { return };
        let message = format!("a `{holds}` of another thread is given to `{symbol}`");
        let peer = self.known.effects(symbol).map(|effects| effects.location.clone());
        let fix = "keep the handle on its thread, or make its inside `Sync`";
        self.report(Class::ThreadNonSendHandle, message, at, peer, fix);
    }

    /// The first such use in a function: the function of the other side, the type, and where.
    fn bound_use(&self, worker: &Function<'t>, depth: usize) -> Option<(&str, &str, Place)> {
        let body = worker.file.slice(worker.body);
        for call in of_kind(worker.body, "call_expression") {
            let Some(callee) = call.child_by_field_name("function").map(|f| worker.file.slice(f)) else {
                continue;
            };
            let own = |root: &str| is_made_in(body, root);
            if let Some(symbol) = summary::symbol(self.program, self.imports, callee, |_| None) {
                let effects = self.known.effects(symbol);
                let params = effects.map_or(&[][..], |effects| effects.params.as_slice());
                let args = given(self.imports, symbol, call);
                let bound = params.iter().zip(args).find(|(param, arg)| {
                    self.known.is_bound_to_thread(&param.holds) && !own(root(worker.file.slice(*arg)))
                });
                if let Some((param, _)) = bound {
                    return Some((symbol, &param.holds, worker.file.place(call)));
                }
                continue;
            }
            let last = callee.rsplit('.').next().unwrap_or(callee);
            if let Some(helper) = self.program.function_named(last).filter(|_| depth < CALLS_MAX)
                && !callee.starts_with("std.")
                && !own(root(callee))
                && let Some(found) = self.bound_use(helper, depth + 1)
            {
                return Some(found);
            }
        }
        None
    }
}

/// What an expression begins with.
fn root(text: &str) -> &str {
    text.trim_start_matches('&').split(['.', '[', '(']).next().unwrap_or(text)
}

/// Whether a body makes a value of a name by a call.
fn is_made_in(body: &str, name: &str) -> bool {
    ["const ", "var "].iter().any(|word| {
        let head = format!("{word}{name}");
        body.split(head.as_str()).skip(1).any(|rest| {
            let value = rest.split(';').next().unwrap_or(rest);
            value.trim_start().starts_with(['=', ':']) && value.contains('(')
        })
    })
}

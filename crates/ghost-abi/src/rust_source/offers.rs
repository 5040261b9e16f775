//! Which constants the files offer to the other side, and which of one name comes first.
//!
//! As C's generators have it, every `pub const` of the library's own crate counts, whether its module is public or
//! not: modules of an interface are private as a rule. Of other crates only what the own one offers on by `pub use`.

use super::cfg::Cfg;
use super::names::Names;
use super::outline::{Item, Kind, Outline};
use crate::model::Machine;

/// The constants under the names that they are offered by, the crate's root first.
pub(super) fn find<'a>(
    outlines: &'a [Outline],
    names: &Names<'a>,
    cfg: &Cfg,
    machine: Machine,
) -> Vec<(&'a str, &'a Item)> {
    let is_on = |conditions| cfg.hold(conditions, machine) != Some(false);
    let mut offers: Vec<(usize, &str, &Item)> = Vec::new();
    for outline in outlines.iter().filter(|outline| outline.constants) {
        let own = outline.items.iter().filter(|item| item.public && matches!(item.kind, Kind::Const(..)));
        let own = own.filter(|item| is_on(&item.cfg));
        offers.extend(own.map(|item| (item.scope.len(), item.name.as_str(), item)));
        for import in outline.uses.iter().filter(|import| import.public && is_on(&import.cfg)) {
            let offered = names.offered(import).into_iter();
            offers.extend(offered.map(|(name, item)| (import.scope.len(), name, item)));
        }
    }
    // The same for every order of files.
    offers.sort_by(|(a_depth, a_name, a), (b_depth, b_name, b)| {
        (a_depth, &a.location, a_name).cmp(&(b_depth, &b.location, b_name))
    });
    offers.into_iter().map(|(_, name, item)| (name, item)).collect()
}

use std::ffi::c_void;
use std::num::NonZeroU32;
use std::ptr::NonNull;

type Visit = unsafe extern "C" fn(*mut c_void, NonNull<Node>) -> bool;

#[repr(C)]
pub struct Node {
    pub parent: Option<NonZeroU32>,
    pub weight: f32,
}

#[derive(Default)]
pub struct Arena {
    nodes: Vec<Node>,
}

impl Arena {
    fn handle(&self, index: usize) -> Option<NonZeroU32> {
        u32::try_from(index).ok()?.checked_add(1).and_then(NonZeroU32::new)
    }

    fn slot(&mut self, h: NonZeroU32) -> Option<&mut Node> {
        self.nodes.get_mut((h.get() - 1) as usize)
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn arena_new() -> Option<Box<Arena>> {
    Some(Box::default())
}

#[unsafe(no_mangle)]
pub extern "C" fn arena_free(arena: Option<Box<Arena>>) {
    drop(arena);
}

/// The handle of the new node; 0 if the parent does not exist.
#[unsafe(no_mangle)]
pub extern "C" fn arena_add(
    arena: Option<&mut Arena>,
    parent: Option<NonZeroU32>,
    weight: f32,
) -> Option<NonZeroU32> {
    let arena = arena?;
    if let Some(p) = parent {
        arena.slot(p)?;
    }
    let h = arena.handle(arena.nodes.len())?;
    arena.nodes.push(Node { parent, weight });
    Some(h)
}

#[unsafe(no_mangle)]
pub extern "C" fn arena_parent(arena: Option<&mut Arena>, h: Option<NonZeroU32>) -> Option<NonZeroU32> {
    arena?.slot(h?)?.parent
}

/// Visits every node; the pointer is good during the call only.
///
/// # Safety
/// `visit` may be called with `user`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn arena_each(arena: Option<&mut Arena>, visit: Option<Visit>, user: *mut c_void) -> usize {
    let (Some(arena), Some(visit)) = (arena, visit) else { return 0 };
    arena
        .nodes
        .iter_mut()
        .map(|n| unsafe { visit(user, NonNull::from(n)) })
        .take_while(|more| *more)
        .count()
}

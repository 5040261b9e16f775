//! Effect chain of the sampler.
mod effect;

use effect::Effect;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::slice;

pub struct Chain {
    effects: Vec<Effect>,
}

#[no_mangle]
pub extern "C" fn chain_new() -> *mut Chain {
    Box::into_raw(Box::new(Chain { effects: Vec::new() }))
}

#[no_mangle]
pub unsafe extern "C" fn chain_push(chain: *mut Chain, kind: u8, amount: f32) -> bool {
    let (Some(chain), Some(effect)) = (chain.as_mut(), Effect::of(kind, amount)) else {
        return false;
    };
    chain.effects.push(effect);
    true
}

fn checked(chain: &mut Chain, block: &mut [f32]) {
    assert!(block.len() % 64 == 0, "blocks are multiples of 64 frames");
    for effect in &mut chain.effects {
        effect.run(block);
    }
}

/// Runs the chain over one block.
#[no_mangle]
pub unsafe extern "C-unwind" fn chain_run(chain: *mut Chain, block: *mut f32, frames: usize) {
    let Some(chain) = chain.as_mut() else { return };
    if block.is_null() {
        return;
    }
    let block = slice::from_raw_parts_mut(block, frames);
    // A block that is refused is left as it is; no effect has run then.
    let _ = catch_unwind(AssertUnwindSafe(|| checked(chain, block)));
}

#[no_mangle]
pub unsafe extern "C" fn chain_free(chain: *mut Chain) {
    if !chain.is_null() {
        drop(Box::from_raw(chain));
    }
}

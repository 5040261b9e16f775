mod rules;

use rules::Rules;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::slice;

#[derive(Default)]
pub struct Engine {
    rules: Rules,
    generation: u32,
}

const BAD_ARGUMENT: i32 = -1;
const BAD_RULES: i32 = -2;

fn bytes<'a>(p: *const u8, len: usize) -> Option<&'a [u8]> {
    if p.is_null() {
        return None;
    }
    Some(unsafe { slice::from_raw_parts(p, len) })
}

#[unsafe(no_mangle)]
pub extern "C" fn rules_new() -> *mut Engine {
    Box::into_raw(Box::default())
}

/// The old rules stay in force if the new ones are bad.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rules_load(engine: *mut Engine, text: *const u8, len: usize) -> i32 {
    let (Some(engine), Some(text)) = (unsafe { engine.as_mut() }, bytes(text, len)) else {
        return BAD_ARGUMENT;
    };
    let parsed = catch_unwind(|| Rules::parse(text));
    match parsed {
        Ok(rules) => {
            engine.rules = rules;
            engine.generation = engine.generation.wrapping_add(1);
            0
        }
        Err(_) => BAD_RULES,
    }
}

/// 1 allowed, 0 denied, negative on an error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rules_allow(engine: *const Engine, host: *const u8, len: usize) -> i32 {
    let (Some(engine), Some(host)) = (unsafe { engine.as_ref() }, bytes(host, len)) else {
        return BAD_ARGUMENT;
    };
    // reads only, nothing can be left half done
    match catch_unwind(AssertUnwindSafe(|| engine.rules.allow(host))) {
        Ok(yes) => i32::from(yes),
        Err(_) => BAD_RULES,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn rules_free(engine: *mut Engine) {
    if !engine.is_null() {
        drop(unsafe { Box::from_raw(engine) });
    }
}
